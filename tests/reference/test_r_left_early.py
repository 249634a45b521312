"""Weights for who left early, and the weighted regression, equal to R's glm and survey::svyglm (R/left_early.R)."""

from __future__ import annotations

import numpy as np
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


def made(*, died: bool = False, unknown: bool = False, **asked) -> pd.DataFrame:
    data = reference("left_early_data")
    job, left, dead = (data[name].astype(str).str.upper().eq("TRUE") for name in ("job", "left", "died"))
    undated = unknown & data["earliest"].ne(data["latest"])
    assert not unknown or undated.sum() > 20
    frame = pd.DataFrame(
        {
            "id": [str(i) for i in range(len(data))],
            "row": range(len(data)),
            "job_obtained": job.map({True: "yes", False: "no"}).astype("string"),
            "follow_time": data["time"].astype("Float64").mask(undated),
            "follow_time_best": data["earliest"].astype("Float64"),
            "follow_time_worst": data["latest"].astype("Float64"),
            "left_for": pd.Series("died", index=data.index, dtype="string").where(dead & died),
            "first_job_event": job.astype("boolean"),
            "full_follow_up": (~left).astype("boolean"),
            "group": data["group"].astype("string"),
            "age": data["age"].astype("Float64"),
        }
    )
    book = cohorts.codebook(cohorts.category("group", "a", "b"), cohorts.numeric("age"))
    models = Models(confounders=["age"], regressions=REGRESSIONS, left_early=LeftEarly(**asked), diagnostics=False)
    found = for_models({"group": Exposure(variable="group", reference="a")}, models, competing=("died",))
    return fit_models(PERSONS.conform(frame), book, found).weighted


@pytest.mark.parametrize(
    ("cohort", "exposure", "level"),
    [
        ("rossi", "financial_aid", "yes"),
        ("rossi", "work_experience", "yes"),
        *((cohort, "group", "b") for cohort in ("made", "truncated", "died", "earliest")),
    ],
)
def test_weighted_estimates_equal_r(cohort, exposure, level):
    how = {"rossi": rossi, "made": made, "truncated": lambda: made(truncate=0.95)}
    found = (how | {"died": lambda: made(died=True), "earliest": lambda: made(unknown=True)})[cohort]()
    ours = only(found, exposure=exposure, adjustment="adjusted", level=level)
    theirs = reference("left_early").query("cohort == @cohort and exposure == @exposure").iloc[0]
    for name in NUMBERS:
        assert ours[name] == pytest.approx(theirs[name], rel=1e-8), name
    assert np.log(ours["unweighted"]) == pytest.approx(theirs["unweighted"], rel=1e-8)


def test_unknown_starts_at_their_latest_and_group_by_group_equal_r():
    ours, theirs = only(made(unknown=True), adjustment="adjusted", level="b"), reference("left_early").set_index("cohort")["estimate"]
    places = ["earliest", "latest", "b earliest", "b latest"]
    assert np.log(ours["ratio_latest"]) == pytest.approx(theirs["latest"], rel=1e-8)
    assert np.log(ours["ratio_least"]) == pytest.approx(theirs[places].min(), rel=1e-8)
    assert np.log(ours["ratio_most"]) == pytest.approx(theirs[places].max(), rel=1e-8)
