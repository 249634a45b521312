"""Tables of repeated measures: employment in every week or month, made on request."""

from __future__ import annotations

from ipscohort.contracts.base import Column, Contract
from ipscohort.words import later

APPROACHES = ("gee_ar1", "gee_exchangeable", "gee_independence", "mixed")
MODEL = ("exposure", "adjustment", "approach")
NOT_FITTED = "not estimated: see why_not"
NOT_MARGINAL, NOT_MIXED = "a model with random intercepts, or not estimated", "a marginal model, or not estimated"
NO_TEST = "a model with random intercepts, one week or month only, fewer than 10 persons at a level, or not estimated"
NO_RATIO = "no test, more levels than two, or time that is quadratic"
"""Where exposure by time is not one number by week or month."""

_MODEL = (
    Column("exposure", "text", "exposure"),
    Column("adjustment", "text", "crude; crude on the adjusted model's rows; adjusted for the confounders"),
    Column("approach", "text", "marginal model by its working correlation (gee_...), or mixed: random intercepts", one_of=APPROACHES),
)
_ROLE = Column("role", "text", "role in the study", one_of=("secondary", "sensitivity"))
_METHOD = Column("method", "text", "how it was estimated")
_CAUTION = Column("caution", "flag", "few persons, or a model that fits badly: read with care", "not estimated")

REPEATED_MODELS = Contract(
    "repeated_models",
    "a model of employment in every week or month on an exposure",
    (
        *_MODEL,
        _ROLE,
        Column("time", "text", "how the log odds change over time: linear, quadratic, logarithm"),
        Column("n_population", "integer", later("persons analysed"), low=0),
        Column("n", "integer", later("persons in the model"), low=0),
        Column("n_excluded", "integer", later("persons left out of the model"), low=0),
        Column("why_excluded", "text", "why they are left out", "nobody is"),
        Column("n_periods", "integer", later("weeks or months of persons in the model"), low=0),
        Column("n_events", "integer", later("of these, with employment"), low=0),
        Column("n_incomplete", "integer", later("persons in the model with fewer weeks or months than follow-up has"), low=0),
        Column("correlation", "number", later("working correlation: of neighbours (ar1), or of any two (exchangeable)"), NOT_MARGINAL),
        Column("scale", "number", later("mean squared Pearson residual, 1 where the model fits"), NOT_MARGINAL, low=0),
        Column("sd_person", "number", later("standard deviation of the random intercepts, in log odds"), NOT_MIXED, low=0),
        Column("icc", "number", later("share of the latent variance between persons"), NOT_MIXED, low=0, high=1),
        Column("log_likelihood", "number", "log-likelihood", NOT_MIXED),
        Column("interaction_statistic", "number", later("F of exposure by time, with corrected errors"), NO_TEST, low=0),
        Column("interaction_df", "integer", later("its degrees of freedom"), NO_TEST, low=1),
        Column("interaction_df2", "number", later("those of its denominator"), NO_TEST, low=0),
        Column(
            "interaction_ratio",
            "number",
            later("what a unit of time (a week or month, or one of its logarithm) multiplies the odds ratio by"),
            NO_RATIO,
            low=0,
        ),
        Column("interaction_low", "number", later("its lower confidence limit"), NO_RATIO, low=0),
        Column("interaction_high", "number", later("its upper confidence limit"), NO_RATIO, low=0),
        Column("interaction_p_value", "number", later("p of exposure by time"), NO_TEST, low=0, high=1),
        _METHOD,
        _CAUTION,
        Column("warning", "text", "what a reader must know before using its numbers", "nothing"),
        Column("why_not", "text", "why it was not estimated", "it was"),
    ),
    key=MODEL,
)
"""Written by repeated."""

REPEATED_ESTIMATES = Contract(
    "repeated_estimates",
    "a coefficient of such a model: a level of the exposure against its reference, or time",
    (
        *_MODEL,
        Column("term", "text", "the exposure, or time", one_of=("exposure", "time", "time_squared")),
        Column("level", "text", "level compared with the reference", "time"),
        Column("reference", "text", "reference level", "time"),
        _ROLE,
        Column("effect", "text", "what is read: marginal odds ratio, or conditional odds ratio"),
        Column("estimate", "number", later("coefficient, in log odds"), NOT_FITTED),
        Column("std_error", "number", later("standard error, corrected for few persons (GEE)"), NOT_FITTED, low=0),
        Column("statistic", "number", later("t, or z of a model with random intercepts"), NOT_FITTED),
        Column("df", "number", later("degrees of freedom of t, by Satterthwaite"), NOT_MARGINAL, low=0),
        Column("p_value", "number", later("two-sided p"), NOT_FITTED, low=0, high=1),
        Column("conf_low", "number", later("lower confidence limit"), NOT_FITTED),
        Column("conf_high", "number", later("upper confidence limit"), NOT_FITTED),
        Column("ratio", "number", later("odds ratio: exp(estimate)"), NOT_FITTED, low=0),
        Column("ratio_low", "number", later("exp(conf_low)"), NOT_FITTED, low=0),
        Column("ratio_high", "number", later("exp(conf_high)"), NOT_FITTED, low=0),
        Column("robust_std_error", "number", later("robust standard error without the correction"), NOT_MARGINAL, low=0),
        Column("robust_low", "number", later("lower limit of the odds ratio, robust, normal"), NOT_MARGINAL, low=0),
        Column("robust_high", "number", later("upper limit of the odds ratio, robust, normal"), NOT_MARGINAL, low=0),
        Column("robust_p_value", "number", later("two-sided p, robust, normal"), NOT_MARGINAL, low=0, high=1),
        Column("n", "integer", later("persons at the level"), "time", low=0),
        Column("n_periods", "integer", later("their weeks or months observed"), "time", low=0),
        Column("n_events", "integer", later("of these, with employment"), "time", low=0),
        _METHOD,
        _CAUTION,
        Column("warning", "text", "what a reader must know before using it", "nothing"),
    ),
    key=(*MODEL, "term", "level"),
)
"""Written by repeated; the reference has a row of its own, without a coefficient."""

REPEATED_CURVES = Contract(
    "repeated_curves",
    "a week or month of a level of an exposure: the share employed, and what the main marginal model with exposure by time gives",
    (
        Column("exposure", "text", "exposure"),
        Column("level", "text", "level"),
        Column("period", "integer", "number of the week or month since inclusion, from 1", low=1),
        Column("n", "integer", later("persons observed"), low=0),
        Column("n_employed", "integer", later("of these, employed"), low=0),
        Column("rate", "number", later("share employed"), "nobody observed", low=0, high=1),
        Column("fitted", "number", later("share employed by the model"), "no model", low=0, high=1),
        Column("conf_low", "number", later("its lower confidence limit"), "no model", low=0, high=1),
        Column("conf_high", "number", later("its upper confidence limit"), "no model", low=0, high=1),
    ),
    key=("exposure", "level", "period"),
)
"""Written by repeated."""

COMPLETE, LEFT, START, STATUS = "complete", "not_observed_to_the_end", "start_unknown", "status_unknown"
REPEATED_MISSING = Contract(
    "repeated_missing",
    "persons of a level by why their weeks or months are not all there; a person may have several reasons",
    (
        Column("exposure", "text", "exposure, or 'all'"),
        Column("level", "text", "level, or 'all'"),
        Column(
            "reason",
            "text",
            "complete; not observed to the end; the start of a job is unknown, so that none is known; status unknown in between",
            one_of=(COMPLETE, LEFT, START, STATUS),
        ),
        Column("n", "integer", later("persons"), low=0),
        Column("n_periods", "integer", later("their weeks or months that are missing for it"), low=0),
    ),
    key=("exposure", "level", "reason"),
)
"""Written by repeated."""

WAVE_MEANS = Contract(
    "wave_means",
    "a score at a wave, of the persons at a level of an exposure",
    (
        Column("score", "text", "score, by its name in the settings"),
        Column("exposure", "text", "exposure"),
        Column("level", "text", "level"),
        Column("wave", "number", "months since inclusion, as the settings say", low=0),
        Column("variable", "text", "column of persons"),
        Column("n", "integer", later("persons with a value"), low=0),
        Column("n_missing", "integer", later("persons without one"), low=0),
        Column("mean", "number", later("mean"), "nobody has a value"),
        Column("std_dev", "number", later("standard deviation"), "fewer than two values", low=0),
        Column("conf_low", "number", later("lower confidence limit of the mean (t)"), "fewer than two values"),
        Column("conf_high", "number", later("upper confidence limit of the mean (t)"), "fewer than two values"),
    ),
    key=("score", "exposure", "level", "wave"),
)
"""Written by repeated where the settings name scores."""

WAVE_ESTIMATES = Contract(
    "wave_estimates",
    "a change of a score from its first wave at a level, or the difference of a change from that at the reference",
    (
        Column("score", "text", "score, by its name in the settings"),
        Column("exposure", "text", "exposure"),
        Column("adjustment", "text", "crude, or adjusted for the confounders", one_of=("crude", "adjusted")),
        Column("measure", "text", "what is estimated", one_of=("change", "difference_in_change")),
        Column("level", "text", "level"),
        Column("reference", "text", "reference level"),
        Column("wave", "number", "months since inclusion", low=0),
        _ROLE,
        Column("estimate", "number", later("estimate, in points of the score"), NOT_FITTED),
        Column("std_error", "number", later("standard error"), NOT_FITTED, low=0),
        Column("conf_low", "number", later("lower confidence limit"), NOT_FITTED),
        Column("conf_high", "number", later("upper confidence limit"), NOT_FITTED),
        Column("p_value", "number", later("two-sided p"), NOT_FITTED, low=0, high=1),
        Column("n_population", "integer", later("persons analysed"), low=0),
        Column("n", "integer", later("persons in the model"), low=0),
        Column("n_excluded", "integer", later("persons left out of the model"), low=0),
        Column("n_values", "integer", later("values of persons in the model"), low=0),
        Column("sd_person", "number", later("standard deviation of the random intercepts"), NOT_FITTED, low=0),
        Column("sd_residual", "number", later("standard deviation within persons"), NOT_FITTED, low=0),
        Column("icc", "number", later("share of the variance between persons"), NOT_FITTED, low=0, high=1),
        Column("log_likelihood", "number", "restricted log-likelihood", NOT_FITTED),
        _METHOD,
        Column("warning", "text", "what a reader must know before using it", "nothing"),
        Column("why_not", "text", "why it was not estimated", "it was"),
    ),
    key=("score", "exposure", "adjustment", "measure", "level", "wave"),
)
"""Written by repeated where the settings name scores."""
