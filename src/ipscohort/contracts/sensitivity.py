"""What the regressions are under each alternative to what the study does."""

from __future__ import annotations

from ipscohort.contracts.base import Column, Contract
from ipscohort.words import later

OWN = 0
"""Number of the study's own specification."""
CRUDE, ADJUSTED = "crude", "adjusted"

NO_ESTIMATE = "not estimated: see why_not and warning"

SPECIFICATIONS = Contract(
    "specifications",
    "an estimate of a level of an exposure under one specification: the study's own, or with alternatives chosen",
    (
        Column("number", "integer", later("alternatives tried"), low=0),
        Column("choice", "text", "the choice made otherwise, where one is tried at a time", "the study's own, or choices are crossed"),
        Column("chosen", "text", "what is chosen otherwise than the study does, in words", "the study's own (number 0)"),
        Column("keys", "text", "settings changed for it", "the study's own (number 0)"),
        Column("model", "text", "regression, by its name in the settings"),
        Column("outcome", "text", "outcome"),
        Column("exposure", "text", "exposure"),
        Column("level", "text", "level compared with the reference"),
        Column("reference", "text", "reference level", "the exposure is a number under this specification: see contrast"),
        Column(
            "contrast",
            "text",
            "what is compared in place of the levels, such as a year of inclusion with the one before; level is the one of the study that it stands beside",
            "the levels",
        ),
        Column(
            "adjustment",
            "text",
            "crude, or adjusted for the confounders of the specification (the crude model where it names none)",
            one_of=(CRUDE, ADJUSTED),
        ),
        Column(
            "role", "text", "role in the study; an alternative is a sensitivity analysis", one_of=("primary", "secondary", "sensitivity")
        ),
        Column("effect", "text", "what is read, such as odds ratio"),
        Column("estimate", "number", later("coefficient"), NO_ESTIMATE),
        Column("std_error", "number", later("standard error"), NO_ESTIMATE, low=0),
        Column("conf_low", "number", later("lower confidence limit"), NO_ESTIMATE),
        Column("conf_high", "number", later("upper confidence limit"), NO_ESTIMATE),
        Column("p_value", "number", "two-sided p", NO_ESTIMATE, low=0, high=1),
        Column("ratio", "number", later("exp(estimate)"), "the estimate is a difference, or not estimated", low=0),
        Column("ratio_low", "number", later("exp(conf_low)"), "the estimate is a difference, or not estimated", low=0),
        Column("ratio_high", "number", later("exp(conf_high)"), "the estimate is a difference, or not estimated", low=0),
        Column("n", "integer", later("persons in the model"), "not computed: see why_not", low=0),
        Column(
            "n_events", "integer", later("events among them, or the total of a count"), "the outcome is a number, or not computed", low=0
        ),
        Column("n_excluded", "integer", later("persons of the population left out of the model"), "not computed: see why_not", low=0),
        Column("series", "text", "outside series adjusted for, separated by ;", "none"),
        Column(
            "series_correlation",
            "number",
            later(
                "Pearson correlation of the outside series with the level against the reference (with the date) among these persons, the largest of several"
            ),
            "no series, or not defined",
            low=-1,
            high=1,
        ),
        Column(
            "series_vif",
            "number",
            later("variance inflation of the exposure in the model with the outside series: 1 / (1 - R squared of it on all confounders)"),
            "no series, or not estimated",
            low=1,
        ),
        Column(
            "same_as",
            "integer",
            "the first specification that gives the very same estimate: what was chosen changes nobody and nothing in this model",
            "none before it does",
            low=0,
        ),
        Column(
            "same_direction",
            "flag",
            later("estimates that lie on the same side of no difference as the study's own"),
            "the study's own, or one of the two has no estimate",
        ),
        Column("excludes_no_difference", "flag", later("intervals that exclude no difference"), "no interval"),
        Column("method", "text", "how it was estimated", "not computed: see why_not"),
        Column("caution", "flag", "few persons or events, or penalised after separation: read with care", "not estimated"),
        Column(
            "warning",
            "text",
            "what a reader must know before using the number; models are not checked again under each specification",
            "nothing",
        ),
        Column("why_not", "text", "why there is no estimate", "there is one"),
    ),
    key=("number", "model", "exposure", "level", "adjustment"),
    more=True,
)
"""Written by try_alternatives; a column for each choice, with what was chosen, follows."""

OUTSIDE_SERIES = Contract(
    "outside_series",
    later("an outside series at the inclusion of the persons analysed: of everybody, and how far it goes with each level of an exposure"),
    (
        Column("series", "text", "series, by its name in the settings"),
        Column("exposure", "text", "exposure that it is compared with", "the date of inclusion of everybody"),
        Column("level", "text", "level compared with the reference", "the date of inclusion of everybody"),
        Column("period", "text", "what a value is of", one_of=("month", "quarter", "year")),
        Column("first", "text", "first period with a value"),
        Column("last", "text", "last period with a value"),
        Column("n", "integer", later("persons analysed, or at the level and the reference"), low=0),
        Column("n_known", "integer", later("of them with a value of the series at inclusion"), low=0),
        Column("n_no_value", "integer", later("of them included in a period without a value"), low=0),
        Column("n_no_date", "integer", later("of them whose day of inclusion is not known"), low=0),
        Column("low", "number", later("lowest value at inclusion"), "nobody has one"),
        Column("high", "number", later("highest value at inclusion"), "nobody has one"),
        Column(
            "pearson",
            "number",
            later("Pearson correlation of the series with the date of inclusion, or with being at the level and not at the reference"),
            "not defined",
            low=-1,
            high=1,
        ),
    ),
    key=("series", "exposure", "level"),
)
"""Written by try_alternatives where the settings declare series."""
