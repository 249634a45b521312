"""Tables of the stage models beside its coefficients: how exposures go together, and absolute differences."""

from __future__ import annotations

from ipscohort.catalogue.adjustments import ABOUT, ADJUSTMENTS
from ipscohort.contracts.base import Column, Contract
from ipscohort.words import later

ASSOCIATIONS = Contract(
    "associations",
    "two exposures: how far they go together",
    (
        Column("exposure", "text", "exposure"),
        Column("other", "text", "the other one"),
        Column("cramers_v", "number", later("Cramer's V"), "one of them has one level only", low=0, high=1),
        Column("phi", "number", later("phi (the correlation of two yes/no values)"), "not of two levels each", low=-1, high=1),
        Column("statistic", "number", "chi-squared, without continuity correction", "one of them has one level only", low=0),
        Column("df", "integer", "its degrees of freedom", "one of them has one level only"),
        Column("p_value", "number", later("p of the chi-squared test"), "one of them has one level only", low=0, high=1),
        Column("n", "integer", later("persons of whom both are known"), low=0),
        Column("n_excluded", "integer", later("persons of whom one of the two is missing"), low=0),
        Column("method", "text", "how it was computed"),
        Column("warning", "text", "what a reader must know", "nothing"),
    ),
    key=("exposure", "other"),
)

STANDARDISED = Contract(
    "standardised",
    "an absolute difference, or what it is the difference of",
    (
        Column("model", "text", "regression, by its name in the settings"),
        Column("outcome", "text", "outcome"),
        Column("exposure", "text", "exposure"),
        Column("adjustment", "text", ABOUT, one_of=tuple(ADJUSTMENTS)),
        Column("role", "text", "role in the study", one_of=("primary", "secondary", "sensitivity")),
        Column(
            "approach",
            "text",
            "model: from the regression itself; plain: least squares of the outcome itself on the same persons and terms; two_part: of everybody, 0 for "
            "who did not work",
            one_of=("model", "plain", "two_part"),
        ),
        Column(
            "measure",
            "text",
            "mean (of a yes/no outcome the risk, of a count with observed time the rate), difference from the reference, or ratio of risks",
            one_of=("mean", "difference", "ratio"),
        ),
        Column("level", "text", "level", "the model was not fitted"),
        Column("reference", "text", "reference level"),
        Column("estimate", "number", "standardised mean, difference or ratio", "not estimable: see warning"),
        Column("std_error", "number", "standard error, by the delta method", "not estimable: see warning", low=0),
        Column("conf_low", "number", "lower confidence limit", "not estimable: see warning"),
        Column("conf_high", "number", "upper confidence limit", "not estimable: see warning"),
        Column("bootstrap_low", "number", "lower limit, percentile bootstrap", "not asked for, or not estimable"),
        Column("bootstrap_high", "number", "upper limit, percentile bootstrap", "not asked for, or not estimable"),
        Column("n", "integer", later("persons in the model"), low=0),
        Column("n_events", "integer", later("events among them, or the total of a count"), "the outcome is a number", low=0),
        Column("n_level", "integer", later("persons at this level"), "the model was not fitted", low=0),
        Column("n_excluded", "integer", "persons of the population left out of the model", low=0),
        Column("method", "text", "how it was computed"),
        Column("warning", "text", "what a reader must know before using it", "nothing"),
    ),
    key=("model", "exposure", "adjustment", "approach", "measure", "level"),
)
