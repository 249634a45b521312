"""Tables of the stages models and survival: tidy estimates, fits, exclusions, curves and tests."""

from __future__ import annotations

from collections.abc import Iterable

from ipscohort.catalogue.adjustments import ABOUT, ADJUSTMENTS
from ipscohort.contracts.base import Column, Contract
from ipscohort.models.families import FAMILIES
from ipscohort.words import later


def _or(words: Iterable[str]) -> str:
    """'a', or 'a, b, or c'; each once."""
    *most, last = dict.fromkeys(words)
    return ", ".join([*most, f"or {last}" if most else last])


NO_PROFILE = "no exposure, or not fitted by maximum likelihood with such limits beside its own"
COEFFICIENTS = _or(family.coefficient for family in FAMILIES.values())
EFFECTS = _or(
    effect for family in FAMILIES.values() if family.exponentiated for effect in (family.effect, family.effect_per_time) if effect
)
JOINT_TESTS = _or(f"{family.joint_test} ({family.name.replace('_', '-')})" for family in FAMILIES.values())

ESTIMATES = Contract(
    "estimates",
    "one estimated coefficient",
    (
        Column("model", "text", "regression, by its name in the settings"),
        Column("outcome", "text", "outcome"),
        Column("exposure", "text", "exposure that the model is about"),
        Column("term", "text", "variable that the coefficient belongs to"),
        Column("level", "text", "level compared with the reference", "the variable is a number"),
        Column("reference", "text", "reference level", "the variable is a number"),
        Column(
            "adjustment",
            "text",
            ABOUT,
            one_of=tuple(ADJUSTMENTS),
        ),
        Column("role", "text", "role in the study", one_of=("primary", "secondary", "sensitivity")),
        Column("estimate", "number", f"coefficient ({COEFFICIENTS})", "the reference, or not estimable: see warning"),
        Column("std_error", "number", "standard error", "not estimable, or the method gives none", low=0),
        Column("conf_low", "number", "lower confidence limit", "not estimable: see warning"),
        Column("conf_high", "number", "upper confidence limit", "not estimable: see warning"),
        Column("statistic", "number", "z, t or penalised likelihood ratio", "not estimable: see warning"),
        Column("p_value", "number", "two-sided p", "not estimable: see warning", low=0, high=1),
        Column("ratio", "number", f"exp(estimate): {EFFECTS}", "the estimate is a difference, or not estimable: see warning", low=0),
        Column("ratio_low", "number", "exp(conf_low)", "not estimable: see warning", low=0),
        Column("ratio_high", "number", "exp(conf_high)", "not estimable: see warning", low=0),
        Column("profile_low", "number", "lower profile likelihood limit of the estimate", NO_PROFILE),
        Column("profile_high", "number", "upper profile likelihood limit of the estimate", NO_PROFILE),
        Column("n", "integer", later("persons in the model"), low=0),
        Column("n_events", "integer", later("events among them, or the total of a count"), "the outcome is a number", low=0),
        Column("n_level", "integer", later("persons at this level"), "the variable is a number", low=0),
        Column(
            "n_events_level",
            "integer",
            later("events at this level, or the total of a count"),
            "the outcome or the variable is a number",
            low=0,
        ),
        Column("n_excluded", "integer", "persons of the population left out of the model", low=0),
        Column("method", "text", "how it was estimated; reference and not estimated are rows without estimate"),
        Column(
            "caution", "flag", "few persons or events, or penalised after separation: read with care", "the reference, or not estimated"
        ),
        Column("warning", "text", "what a reader must know before using the number", "nothing"),
    ),
)

FITS = Contract(
    "fits",
    later("one fitted model, or one that could not be fitted"),
    (
        Column("model", "text", "regression, by its name in the settings"),
        Column("outcome", "text", "outcome"),
        Column("exposure", "text", "exposure"),
        Column("adjustment", "text", ABOUT),
        Column("confounders", "text", "variables adjusted for, separated by ;", "crude"),
        Column("population", "text", "who the model is about"),
        Column("n_population", "integer", later("persons in it"), low=0),
        Column("n", "integer", later("persons in the model"), low=0),
        Column("n_events", "integer", later("events among them, or the total of a count"), "the outcome is a number", low=0),
        Column("n_excluded", "integer", "left out", low=0),
        Column("why_excluded", "text", "why, with counts", "nobody was"),
        Column("log_likelihood", "number", "log likelihood", "penalised, or not fitted"),
        Column("r_squared", "number", later("plain R-squared"), "a model that has none, or not fitted"),
        Column("dispersion", "number", later("dispersion of a negative binomial model"), "any other model, or not fitted", low=0),
        Column(
            "global_statistic",
            "number",
            f"joint Wald test of the exposure's levels: {JOINT_TESTS}",
            "two levels, penalised, or not fitted",
        ),
        Column("global_df", "integer", "its (numerator) degrees of freedom", "two levels, penalised, or not fitted"),
        Column("global_p_value", "number", "its p", "two levels, penalised, or not fitted", low=0, high=1),
        Column("events_per_coefficient", "number", later("events (or persons, whichever are fewer) per coefficient"), "not fitted", low=0),
        Column("status", "text", "fitted, penalised (after separation), or not fitted", one_of=("fitted", "penalised", "not fitted")),
        Column("warning", "text", "what a reader must know", "nothing"),
    ),
    key=("model", "exposure", "adjustment"),
)

EXCLUSIONS = Contract(
    "exclusions",
    later("a reason why persons are not in a model"),
    (
        Column("model", "text", "regression"),
        Column("exposure", "text", "exposure"),
        Column("adjustment", "text", ABOUT),
        Column("variable", "text", "variable that is missing"),
        Column("n", "integer", later("persons left out for it (a person may miss several)"), low=1),
    ),
)

MISSING_PATTERNS = Contract(
    "missing_patterns",
    later("a variable of the regressions in a pattern of missing values that occurs among the persons analysed"),
    (
        Column("pattern", "integer", "number of the pattern, the commonest first", low=1),
        Column("variable", "text", "outcome, exposure or confounder of a regression"),
        Column("missing", "flag", "whether it is missing in this pattern"),
        Column("n", "integer", "persons with exactly this pattern", low=1),
    ),
    key=("pattern", "variable"),
)

CURVES = Contract(
    "curves",
    "a step of a Kaplan-Meier curve",
    (
        Column("exposure", "text", "exposure, or 'all'"),
        Column("level", "text", "level, or 'all'"),
        Column("time", "number", "time in study.time_unit", low=0),
        Column("n_risk", "integer", later("at risk just before"), low=0),
        Column("n_event", "integer", "first jobs at this time", low=0),
        Column("n_censored", "integer", "censored at this time", low=0),
        Column("survival", "number", "share without a job", low=0, high=1),
        Column("conf_low", "number", "lower limit, log-log", "not defined before the first event or after the last", low=0, high=1),
        Column("conf_high", "number", "upper limit, log-log", "not defined before the first event or after the last", low=0, high=1),
    ),
    key=("exposure", "level", "time"),
)

SURVIVAL_ESTIMATES = Contract(
    "survival_estimates",
    "a time by which a share had a first job, a share at a horizon, a mean, or a median follow-up",
    (
        Column("exposure", "text", "exposure, or 'all'"),
        Column("level", "text", "level, or 'all'"),
        Column(
            "measure",
            "text",
            "median, first_quartile and third_quartile of the time to the first job; survival (share without a job); restricted_mean (mean "
            "time without a job up to a time) and its difference from the reference level; follow_up_median; cumulative_incidence (share with a "
            "first job where exits compete with it) and cumulative_incidence_competing (share who left for a competing reason before one; its "
            "events are these exits); tenure_median (of the days in the first job; its events are ends of "
            "first jobs); _best and _worst: with unknown times at their earliest and latest",
            one_of=(
                "median",
                "survival",
                "median_best",
                "median_worst",
                "survival_best",
                "survival_worst",
                "first_quartile",
                "third_quartile",
                "restricted_mean",
                "restricted_mean_best",
                "restricted_mean_worst",
                "restricted_mean_difference",
                "follow_up_median",
                "cumulative_incidence",
                "cumulative_incidence_competing",
                "tenure_median",
            ),
        ),
        Column("reference", "text", "level compared with", "no difference"),
        Column("time", "number", "horizon, or time up to which a mean is taken, in study.time_unit", "a median or quartile", low=0),
        Column("end_of_follow_up", "flag", "whether the horizon is the end of follow-up", "no share"),
        Column(
            "estimate",
            "number",
            "time, share without a job (of cumulative_incidence: with one), or difference in mean times",
            "not reached, or nobody: see warning",
        ),
        Column(
            "std_error",
            "number",
            "standard error of a mean, a difference or a cumulative incidence",
            "none of them, or not estimable: see warning",
            low=0,
        ),
        Column("conf_low", "number", "lower limit", "not reached or not defined"),
        Column("conf_high", "number", "upper limit", "not reached or not defined"),
        Column("p_value", "number", "two-sided p of a difference", "no difference, or not estimable: see warning", low=0, high=1),
        Column("n", "integer", later("persons"), low=0),
        Column("n_events", "integer", later("first jobs"), low=0),
        Column("n_excluded", "integer", later("left out because the time to the first job or to censoring is unknown"), low=0),
        Column("n_outcome_unknown", "integer", "of those left out, who is not known to have worked or not", low=0),
        Column("n_censoring_unknown", "integer", "of those left out, who had no job and is not known until when", low=0),
        Column("method", "text", "how it was estimated"),
        Column("warning", "text", "what a reader must know", "nothing"),
    ),
)

SURVIVAL_TESTS = Contract(
    "survival_tests",
    "a log-rank test of an exposure",
    (
        Column("exposure", "text", "exposure"),
        Column("statistic", "number", "chi-squared", "not computable: see warning", low=0),
        Column("df", "integer", "degrees of freedom", "not computable", low=0),
        Column("p_value", "number", "p", "not computable", low=0, high=1),
        Column("n", "integer", later("persons"), low=0),
        Column("n_events", "integer", later("first jobs"), low=0),
        Column("n_excluded", "integer", "left out", low=0),
        Column("method", "text", "test"),
        Column("warning", "text", "what a reader must know", "nothing"),
    ),
    key=("exposure",),
)
