"""Tables of multiple imputation: pooled estimates, and the variables that were imputed. Made on request."""

from __future__ import annotations

from ipscohort.catalogue.adjustments import ABOUT, ADJUSTMENTS
from ipscohort.contracts.base import Column, Contract
from ipscohort.words import later

NOT_ESTIMABLE = "not estimable: see warning"
NO_JOINT = "two levels, or not estimable: see warning"
NO_DIFFERENCE = "not estimable, or the family has none"
NO_EVENTS = "the outcome is a number, or not estimable"

IMPUTED = Contract(
    "imputed",
    "an exposure's level in a regression of several imputed data sets",
    (
        Column("model", "text", "regression, by its name in the settings"),
        Column("outcome", "text", "outcome"),
        Column("exposure", "text", "exposure"),
        Column("adjustment", "text", ABOUT, one_of=tuple(ADJUSTMENTS)),
        Column("role", "text", "always sensitivity: it stands beside complete cases", one_of=("sensitivity",)),
        Column("level", "text", "level"),
        Column("reference", "text", "reference level"),
        Column("estimate", "number", "pooled coefficient (Rubin's rules)", NOT_ESTIMABLE),
        Column("std_error", "number", "its standard error", NOT_ESTIMABLE, low=0),
        Column("conf_low", "number", "lower confidence limit", NOT_ESTIMABLE),
        Column("conf_high", "number", "upper confidence limit", NOT_ESTIMABLE),
        Column("statistic", "number", "estimate over standard error", NOT_ESTIMABLE),
        Column("df", "number", later("degrees of freedom (Barnard and Rubin)"), "nobody was imputed and the model has none", low=0),
        Column("p_value", "number", "two-sided p", NOT_ESTIMABLE, low=0, high=1),
        Column("ratio", "number", "exp(estimate)", "not estimable, or the estimate is a difference", low=0),
        Column("ratio_low", "number", "exp(conf_low)", "not estimable, or the estimate is a difference", low=0),
        Column("ratio_high", "number", "exp(conf_high)", "not estimable, or the estimate is a difference", low=0),
        Column(
            "missing_share",
            "number",
            later("share of the variance of the estimate from missing values (lambda of R's mice: riv / (1 + riv))"),
            NOT_ESTIMABLE,
            low=0,
            high=1,
        ),
        Column(
            "fmi",
            "number",
            later("fraction of missing information (fmi of R's mice): missing_share with what few imputations and persons leave uncertain"),
            NOT_ESTIMABLE,
            low=0,
            high=1,
        ),
        Column("riv", "number", later("relative increase in variance due to missing values"), NOT_ESTIMABLE, low=0),
        Column("monte_carlo", "number", later("Monte Carlo standard error of the pooled coefficient"), NOT_ESTIMABLE, low=0),
        Column("joint_statistic", "number", later("joint Wald test of all levels (D1): F"), NO_JOINT, low=0),
        Column("joint_df", "integer", later("its degrees of freedom: levels but the reference"), NO_JOINT, low=1),
        Column("joint_df_residual", "number", later("residual degrees of freedom of the joint test (Reiter)"), NO_JOINT, low=0),
        Column("joint_p_value", "number", later("p of the joint Wald test of all levels"), NO_JOINT, low=0, high=1),
        Column("difference", "number", later("pooled absolute difference in risks or means, standardised to the persons"), NO_DIFFERENCE),
        Column("difference_error", "number", later("standard error of the pooled absolute difference"), NO_DIFFERENCE, low=0),
        Column("difference_df", "number", later("degrees of freedom of the pooled absolute difference"), NO_DIFFERENCE, low=0),
        Column("difference_low", "number", later("lower confidence limit of the pooled absolute difference"), NO_DIFFERENCE),
        Column("difference_high", "number", later("upper confidence limit of the pooled absolute difference"), NO_DIFFERENCE),
        Column("m", "integer", later("imputed data sets")),
        Column("n_level", "number", later("persons at this level, the mean over imputed data sets"), NOT_ESTIMABLE, low=0),
        Column("n_events_level", "number", later("events at this level, the mean over imputed data sets"), NO_EVENTS, low=0),
        Column("n", "integer", later("persons in each imputed data set"), low=0),
        Column("n_events", "integer", later("events among them, or the total of a count"), "the outcome is a number", low=0),
        Column("n_complete", "integer", later("persons of whom all values of the model are known (complete cases)"), low=0),
        Column("n_imputed", "integer", later("persons of whom at least one value of the model was imputed"), low=0),
        Column("events_per_coefficient", "number", "events (or persons) per coefficient besides the intercept", NOT_ESTIMABLE, low=0),
        Column("n_excluded", "integer", later("persons left out as the outcome is unknown or can't be modelled"), low=0),
        Column("method", "text", "how it was computed"),
        Column("warning", "text", "what a reader must know before using it", "nothing"),
    ),
    key=("model", "exposure", "adjustment", "level"),
)

IMPUTED_VARIABLES = Contract(
    "imputed_variables",
    "a variable that somebody in a regression misses: how it was imputed",
    (
        Column("model", "text", "regression, by its name in the settings"),
        Column("variable", "text", "variable"),
        Column("n", "integer", later("persons in each imputed data set"), low=0),
        Column("n_imputed", "integer", later("persons whose value was imputed"), low=0),
        Column("method", "text", "model of the variable given all others", "it was not imputed: see warning"),
        Column(
            "scale_reduction",
            "number",
            later("potential scale reduction of its mean over iterations (near 1: the iterations have converged)"),
            "it was not imputed, or no iteration is needed, as no other variable is incomplete",
            low=0,
        ),
        Column("warning", "text", "what a reader must know", "nothing"),
    ),
    key=("model", "variable"),
)
