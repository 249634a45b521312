"""Tables of the time to a first job with competing exits, and of the time in it: made on request."""

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

TENURE_CURVES = Contract(
    "tenure_curves",
    "a step of a Kaplan-Meier curve of the days in the first job",
    (
        Column("exposure", "text", "exposure, or 'all'"),
        Column("level", "text", "level, or 'all'"),
        Column("time", "number", "days since the first job began", low=0),
        Column("n_risk", "integer", later("at risk just before"), low=0),
        Column("n_event", "integer", "first jobs that ended at this time", low=0),
        Column("n_censored", "integer", "censored at this time: the job went on at the last day observed", low=0),
        Column("in_job", "number", "share still in the first job", low=0, high=1),
        Column("conf_low", "number", "lower limit, log-log", NO_LIMIT, low=0, high=1),
        Column("conf_high", "number", "upper limit, log-log", NO_LIMIT, low=0, high=1),
    ),
    key=("exposure", "level", "time"),
)
"""Written by survival where the settings ask for the tenure of the first job."""
