"""Tables of exits that compete with a first job."""

from __future__ import annotations

from ipscohort.contracts.base import Column, Contract
from ipscohort.words import later

NO_LIMIT = "not defined where the share is 0 or 1"

CUMULATIVE_INCIDENCE = Contract(
    "cumulative_incidence",
    "a step of the shares who have had a first job, and who left for a competing reason before one",
    (
        Column("exposure", "text", "exposure, or 'all'"),
        Column("level", "text", "level, or 'all'"),
        Column("time", "number", "time in study.time_unit", low=0),
        Column("n_risk", "integer", later("at risk just before"), low=0),
        Column("n_event", "integer", "first jobs at this time", low=0),
        Column("n_competing", "integer", "persons who left for a competing reason without a job at this time", low=0),
        Column("n_censored", "integer", "censored at this time", low=0),
        Column("incidence", "number", "share who have had a first job (Aalen-Johansen)", low=0, high=1),
        Column("conf_low", "number", "its lower limit, log-log", NO_LIMIT, low=0, high=1),
        Column("conf_high", "number", "its upper limit, log-log", NO_LIMIT, low=0, high=1),
        Column("competing", "number", "share who left for a competing reason before a job (Aalen-Johansen)", low=0, high=1),
    ),
    key=("exposure", "level", "time"),
)
"""Written by survival where the settings name competing reasons."""
