"""Checks of the regressions: one row each, what is drawn of them, and persons who move an estimate most."""

from __future__ import annotations

from ipscohort.catalogue.adjustments import ABOUT
from ipscohort.contracts.base import Column, Contract
from ipscohort.words import later

CHECKS = (
    "model",
    "events_per_coefficient",
    "vif",
    "influence",
    "influence_sides",
    "c_statistic",
    "brier",
    "scaled_brier",
    "firth",
    "breusch_pagan",
    "hc3",
    "cooks_distance",
    "cooks_above",
    "shapiro_wilk",
    "smearing",
    "dispersion",
)
"""Every check, in the order in which a model's are told; `model`: it was not fitted, so that there is nothing to check."""
PLOTS = ("calibration", "residuals", "quantiles")

_OF_MODEL = (
    Column("model", "text", "regression, by its name in the settings"),
    Column("exposure", "text", "exposure that the model is about"),
    Column("adjustment", "text", ABOUT),
)

DIAGNOSTICS = Contract(
    "diagnostics",
    later("a check of a model"),
    (
        *_OF_MODEL,
        Column("outcome", "text", "outcome"),
        Column("check", "text", "what is checked", one_of=CHECKS),
        Column("term", "text", "variable that the check is about", "the model as a whole"),
        Column("level", "text", "its level", "all levels, or the model as a whole"),
        Column("value", "number", later("what the check found"), "not computed: see warning"),
        Column("conf_low", "number", later("lower confidence limit of what was found"), "it has none, or not computed"),
        Column("conf_high", "number", later("upper confidence limit of what was found"), "it has none, or not computed"),
        Column(
            "p_value", "number", later("p of the check, or of the estimate that it gives"), "it has none, or not computed", low=0, high=1
        ),
        Column("n", "integer", later("persons in the model"), low=0),
        Column("n_events", "integer", later("events among them, or the total of a count"), "the outcome is a number", low=0),
        Column("limit", "number", later("limit of the check, beyond which it is worth a look"), "none"),
        Column("verdict", "text", "ok, worth a look, or not computed", one_of=("ok", "look", "not computed")),
        Column("method", "text", "how it was computed"),
        Column("warning", "text", "what was found, in a sentence, or why it was not computed", "nothing"),
    ),
    key=("model", "exposure", "adjustment", "check", "term", "level"),
)

DIAGNOSTIC_POINTS = Contract(
    "diagnostic_points",
    "a point of the figure of checks: a group of persons (calibration), or a person (residuals, quantiles)",
    (
        *_OF_MODEL,
        Column("plot", "text", "calibration, residuals against fitted values, or quantiles of residuals", one_of=PLOTS),
        Column("x", "number", "mean fitted probability, fitted value, or quantile of a normal distribution"),
        Column("y", "number", "share with the outcome, or standardised residual"),
        Column("n", "integer", "persons whom the point stands for", low=1),
        Column("n_events", "integer", "of them with the outcome", "no calibration", low=0),
        Column("n_model", "integer", "persons in the model", low=1),
    ),
)

INFLUENCE = Contract(
    "influence",
    "a person without whom an exposure's estimate is computed: of each model those who move it most",
    (
        *_OF_MODEL,
        Column("level", "text", "level compared with the reference"),
        Column("id", "text", "id of the person"),
        Column("estimate", "number", "coefficient of all persons"),
        Column("estimate_without", "number", "coefficient without this person", "it has no finite estimate then"),
        Column("conf_low_without", "number", "its lower confidence limit", "it has no finite estimate then"),
        Column("conf_high_without", "number", "its upper confidence limit", "it has no finite estimate then"),
        Column(
            "changes_side", "flag", "whether the interval then lies on another side of no difference, or ceases or begins to include it"
        ),
        Column("method", "text", "refitted without the person, or by one step"),
    ),
    key=("model", "exposure", "adjustment", "level", "id"),
)
"""Of single persons: it lies in internal/ and nowhere else."""
