"""Table of estimates weighted for who left early: made on request."""

from __future__ import annotations

from ipscohort.catalogue.adjustments import ABOUT, ADJUSTMENTS
from ipscohort.contracts.base import Column, Contract
from ipscohort.words import later

NOT_ESTIMABLE = "the reference level, or not estimable: see warning"
NO_UNKNOWN = "all times are known, the reference level, or not estimable"

WEIGHTED = Contract(
    "weighted",
    "an exposure's level in a regression of those not lost, weighted for who left early",
    (
        Column("model", "text", "regression, by its name in the settings"),
        Column("outcome", "text", "outcome"),
        Column("exposure", "text", "exposure"),
        Column("adjustment", "text", ABOUT, one_of=tuple(ADJUSTMENTS)),
        Column("role", "text", "always sensitivity: it stands beside the unweighted estimate", one_of=("sensitivity",)),
        Column("level", "text", "level"),
        Column("reference", "text", "reference level"),
        Column("estimate", "number", "coefficient", NOT_ESTIMABLE),
        Column("std_error", "number", "its robust (sandwich) standard error, the weights taken as given", NOT_ESTIMABLE, low=0),
        Column("conf_low", "number", "lower confidence limit", NOT_ESTIMABLE),
        Column("conf_high", "number", "upper confidence limit", NOT_ESTIMABLE),
        Column("statistic", "number", "estimate over standard error", NOT_ESTIMABLE),
        Column("p_value", "number", "two-sided p", NOT_ESTIMABLE, low=0, high=1),
        Column("ratio", "number", "exp(estimate)", NOT_ESTIMABLE, low=0),
        Column("ratio_low", "number", "exp(conf_low)", NOT_ESTIMABLE, low=0),
        Column("ratio_high", "number", "exp(conf_high)", NOT_ESTIMABLE, low=0),
        Column("unweighted", "number", later("odds ratio of the same persons without weights"), NOT_ESTIMABLE, low=0),
        Column(
            "unweighted_low",
            "number",
            later("lower confidence limit of the odds ratio of the same persons without weights"),
            NOT_ESTIMABLE,
            low=0,
        ),
        Column(
            "unweighted_high",
            "number",
            later("upper confidence limit of the odds ratio of the same persons without weights"),
            NOT_ESTIMABLE,
            low=0,
        ),
        Column("ratio_latest", "number", later("odds ratio with unknown times of first jobs at their latest"), NO_UNKNOWN, low=0),
        Column(
            "ratio_least",
            "number",
            later("lowest odds ratio with unknown times of first jobs at their earliest or latest"),
            NO_UNKNOWN,
            low=0,
        ),
        Column(
            "ratio_most",
            "number",
            later("highest odds ratio with unknown times of first jobs at their earliest or latest"),
            NO_UNKNOWN,
            low=0,
        ),
        Column(
            "n",
            "integer",
            later("persons who obtained a job, were followed to the end, or left for a competing reason: these are weighted"),
            low=0,
        ),
        Column("n_events", "integer", later("persons among them who obtained a job"), low=0),
        Column("n_left", "integer", later("persons who left early without a job, for whom the others are weighted"), low=0),
        Column(
            "n_closed",
            "integer",
            later("persons without a job whose records were closed early (data lock), for whom the others are weighted"),
            low=0,
        ),
        Column("n_competing", "integer", later("persons who left for a reason that competes with a job, counted as no"), low=0),
        Column("n_level", "integer", later("persons at this level who are weighted"), low=0),
        Column("n_events_level", "integer", later("persons at this level who obtained a job"), low=0),
        Column("n_left_level", "integer", later("persons at this level who left early without a job"), low=0),
        Column(
            "n_closed_level", "integer", later("persons at this level without a job whose records were closed early (data lock)"), low=0
        ),
        Column(
            "n_excluded",
            "integer",
            later("persons without a job of whom it is unknown whether or when they left: they can't be weighted"),
            low=0,
        ),
        Column("largest_weight", "number", later("largest weight"), NOT_ESTIMABLE, low=0),
        Column(
            "effective_n", "number", later("effective number of persons (squared sum of weights over sum of squares)"), NOT_ESTIMABLE, low=0
        ),
        Column("method", "text", "how it was computed"),
        Column("warning", "text", "what a reader must know before using it", "nothing"),
    ),
    key=("model", "exposure", "adjustment", "level"),
)
