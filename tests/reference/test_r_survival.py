"""Kaplan-Meier curves, medians, shares and log-rank tests equal R's, to 1e-8 relative."""

from __future__ import annotations

import pandas as pd
import pytest
from scipy.special import chdtrc

from ipscohort.config.analysis import Exposure, Survival
from ipscohort.config.study import Duration
from ipscohort.contracts import PERSONS
from ipscohort.survival import estimate_survival
from tests.reference import cohorts
from tests.reference.compare import compare_curves, compare_survival_estimates, compare_tests, reference
from tests.support.parts import for_survival

YEAR = Duration(length=52, unit="weeks")
CASES = {
    "one_to_four": ([1, 2, 3, 4], [1, 1, 1, 1]),
    "half_to_the_end": ([1, 2, 3, 4], [1, 1, 0, 0]),
    "ties": ([2, 2, 2, 5, 5, 7, 7, 9], [1, 1, 0, 1, 1, 1, 0, 1]),
    "day_zero": ([0, 0, 1, 2, 3], [1, 1, 1, 0, 1]),
    "no_event": ([0, 3, 5], [0, 0, 0]),
    "half_by_product": ([1, 2, 3, 4, 5, 6], [1, 1, 1, 1, 1, 1]),
    "half_after_censoring": ([1, 1.5, 2, 3, 4, 6, 7, 9, 11, 12], [1, 1, 1, 0, 1, 1, 0, 1, 1, 1]),
    "not_reached": ([1, 4, 6, 8, 8], [1, 0, 1, 0, 0]),
    "one_person": ([6], [1]),
}
GROUPS = {
    "two": ([1, 2, 3, 4, 5, 6], [1, 1, 1, 0, 0, 1], list("aabbab")),
    "tied": ([0, 0, 2, 2, 2, 5, 5, 8, 8, 9], [1, 0, 1, 1, 0, 1, 1, 0, 1, 1], list("ab" * 5)),
    "three": ([3, 5, 7, 2, 4, 8, 1, 6, 9, 9, 10, 12], [1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 0, 1], list("abc" * 4)),
    "one_left_before": ([1, 2, 3, 4, 5, 6, 0.5], [1, 1, 1, 0, 0, 1, 0], list("aabbabc")),
}


def persons(time, event, **columns) -> pd.DataFrame:
    columns = {name: pd.Series(values, dtype="string") for name, values in columns.items()}
    given = {
        "id": [str(i) for i in range(len(time))],
        "row": range(len(time)),
        "follow_time": time,
        "first_job_event": [bool(e) for e in event],
    }
    return PERSONS.conform(pd.DataFrame({**given, **columns}))


def expected_of(name: str, case: str, exposure: str) -> pd.DataFrame:
    values = reference(name)
    return values[values["exposure"] == case].assign(exposure=exposure)


def test_rossi_equals_r():
    exposures = {**cohorts.ROSSI_EXPOSURES, **cohorts.EDUCATION_EXPOSURE}
    found = estimate_survival(
        cohorts.rossi(), cohorts.ROSSI_CODEBOOK, for_survival(exposures, Survival(horizons=[13, 26, 52]), YEAR, "weeks")
    )
    assert compare_curves(found.curves, reference("rossi_curves")) == []
    assert compare_survival_estimates(found.estimates, reference("rossi_survival_estimates")) == []
    assert compare_tests(found.tests, reference("rossi_survival_tests")) == []


def test_rossi_has_the_known_median_and_share():
    found = estimate_survival(cohorts.rossi(), cohorts.ROSSI_CODEBOOK, for_survival({}, Survival(), YEAR, "weeks")).estimates
    assert found["estimate"].iloc[0] == 7
    assert found["time"].iloc[1] == 52
    assert round(found["estimate"].iloc[1], 4) == 0.1271


@pytest.mark.parametrize("case", CASES)
def test_small_curves_and_medians_equal_r(case):
    found = estimate_survival(persons(*CASES[case]), cohorts.codebook(), for_survival({}, Survival(horizons=[1]), YEAR, "weeks"))
    curves, medians = expected_of("small_curves", case, "all"), expected_of("small_medians", case, "all")
    assert compare_curves(found.curves, curves) == []
    assert compare_survival_estimates(found.estimates.query("measure == 'median'"), medians) == []


def test_the_median_of_1_2_3_4_is_two_and_a_half():
    found = estimate_survival(persons(*CASES["one_to_four"]), cohorts.codebook(), for_survival({}, Survival(), YEAR, "weeks"))
    assert found.estimates["estimate"].iloc[0] == 2.5


@pytest.mark.parametrize("case", GROUPS)
def test_log_rank_equals_r(case):
    time, event, group = GROUPS[case]
    book = cohorts.codebook(cohorts.category("group", *sorted(set(group))))
    exposures = {"group": Exposure(variable="group", reference="a")}
    found = estimate_survival(persons(time, event, group=group), book, for_survival(exposures, Survival(horizons=[1]), YEAR, "weeks"))
    assert found.tests["p_value"].isna().all()  # fewer than five events are expected at each level
    known = found.tests.assign(p_value=chdtrc(found.tests["df"].to_numpy(float), found.tests["statistic"].to_numpy(float)))
    assert compare_tests(known, expected_of("small_tests", case, "group")) == []
