"""Tables of the stage models on whether hazards are proportional: tests, and what each event says."""

from __future__ import annotations

from ipscohort.contracts.base import Column, Contract
from ipscohort.words import later

PROPORTIONAL_HAZARDS = Contract(
    "proportional_hazards",
    later("a test of proportional hazards: of one term of a Cox model, or of all of them together"),
    (
        Column("model", "text", "regression, by its name in the settings"),
        Column("exposure", "text", "exposure that the model is about"),
        Column("adjustment", "text", "crude, adjusted, or crude on the adjusted model's rows"),
        Column("term", "text", "variable tested; global: all terms of the model together"),
        Column("statistic", "number", later("chi-squared of the test of proportional hazards"), "not tested: see warning", low=0),
        Column("df", "integer", later("its degrees of freedom"), "not tested: see warning", low=1),
        Column("p_value", "number", later("p of the test of proportional hazards"), "not tested: see warning", low=0, high=1),
        Column("n_events", "integer", later("events in the model"), low=0),
        Column("method", "text", "test; not estimated where there is none"),
        Column("warning", "text", "why there is no test", "nothing"),
    ),
    key=("model", "exposure", "adjustment", "term"),
)

SCHOENFELD = Contract(
    "schoenfeld",
    "an event in a Cox model and a level of its exposure",
    (
        Column("model", "text", "regression, by its name in the settings"),
        Column("exposure", "text", "exposure that the model is about"),
        Column("adjustment", "text", "crude, adjusted, or crude on the adjusted model's rows"),
        Column("level", "text", "level compared with the reference"),
        Column("time", "number", "time of the event", low=0),
        Column("residual", "number", "scaled Schoenfeld residual, on the scale of the log hazard ratio"),
        Column("estimate", "number", "the model's log hazard ratio, which the residuals average to"),
    ),
)
