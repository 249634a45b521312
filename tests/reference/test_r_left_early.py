"""Weights for who left early, and the weighted regression, equal to R's glm and survey::svyglm (R/left_early.R)."""

from __future__ import annotations

import pandas as pd
import pytest

from ipscohort.config.analysis import Exposure, LeftEarly, Models
from ipscohort.contracts import PERSONS
from ipscohort.models.fit import fit_models
from tests.reference import cohorts
from tests.reference.compare import reference
from tests.support.models import only
from tests.support.parts import for_models

NUMBERS = ("estimate", "std_error", "n", "n_left", "largest_weight", "effective_n")
REGRESSIONS = {"job": {"outcome": "job_obtained", "model": "logistic"}}


def rossi() -> pd.DataFrame:
    models = Models(
        confounders=cohorts.ROSSI_CONFOUNDERS, regressions=REGRESSIONS, left_early=LeftEarly(), mutual_adjustment=False, diagnostics=False
    )
    return fit_models(cohorts.rossi(), cohorts.ROSSI_CODEBOOK, for_models(cohorts.ROSSI_EXPOSURES, models)).weighted


def made(**asked) -> pd.DataFrame:
    data = reference("left_early_data")
    job, left = (data[name].astype(str).str.upper().eq("TRUE") for name in ("job", "left"))
    frame = pd.DataFrame(
        {
            "id": [str(i) for i in range(len(data))],
            "row": range(len(data)),
            "job_obtained": job.map({True: "yes", False: "no"}).astype("string"),
            "follow_time": data["time"].astype("Float64"),
            "first_job_event": job.astype("boolean"),
            "full_follow_up": (~left).astype("boolean"),
            "group": data["group"].astype("string"),
            "age": data["age"].astype("Float64"),
        }
    )
    book = cohorts.codebook(cohorts.category("group", "a", "b"), cohorts.numeric("age"))
    models = Models(confounders=["age"], regressions=REGRESSIONS, left_early=LeftEarly(**asked), diagnostics=False)
    return fit_models(PERSONS.conform(frame), book, for_models({"group": Exposure(variable="group", reference="a")}, models)).weighted


@pytest.mark.parametrize(
    ("cohort", "exposure", "level"),
    [("rossi", "financial_aid", "yes"), ("rossi", "work_experience", "yes"), ("made", "group", "b"), ("truncated", "group", "b")],
)
def test_weighted_estimates_equal_r(cohort, exposure, level):
    found = {"rossi": rossi, "made": made, "truncated": lambda: made(truncate=0.95)}[cohort]()
    ours = only(found, exposure=exposure, adjustment="adjusted", level=level)
    theirs = reference("left_early").query("cohort == @cohort and exposure == @exposure").iloc[0]
    for name in NUMBERS:
        assert ours[name] == pytest.approx(theirs[name], rel=1e-8), name
