"""Tenure of the first job equals R's survfit, of jobs that R derived from the raw records and of made ones, to 1e-8 relative."""

from __future__ import annotations

import pandas as pd
import pytest

from ipscohort.config.analysis import Survival
from ipscohort.contracts import PERSONS
from ipscohort.survival import Survived, estimate_survival
from tests.reference import cohorts
from tests.reference.compare import compare, reference
from tests.reference.test_r_survival import YEAR, expected_of
from tests.support.parts import for_survival
from tests.support.shipped import cohort, shipped

STEP = ("n_risk", "n_event", "n_censored", "in_job", "conf_low", "conf_high")
MEDIAN = ("estimate", "conf_low", "conf_high", "n", "n_events")
CASES = {
    "mixed": ([5, 30, 30, 61, 90, 200, 410], [1, 1, 0, 1, 0, 1, 0]),
    "ties": ([10, 10, 10, 10, 20, 20], [1, 0, 1, 0, 1, 0]),
    "all_ended": ([3, 9, 27, 81], [1, 1, 1, 1]),
    "none_ended": ([40, 80, 120], [0, 0, 0]),
    "one": ([50], [1]),
}


def small(case: str) -> Survived:
    days, ended = CASES[case]
    given = {"id": [str(i) for i in range(len(days))], "row": range(len(days)), "follow_time": 1.0, "first_job_event": True}
    given |= {"job_obtained": "yes", "first_job_days": days, "first_job_ended": [bool(e) for e in ended]}
    return estimate_survival(
        PERSONS.conform(pd.DataFrame(given)), cohorts.codebook(), for_survival({}, Survival(tenure=True), YEAR, "weeks")
    )


def steps(found: Survived) -> pd.DataFrame:
    """Without the row at time 0, which R has not."""
    return found.tenure_curves[found.tenure_curves["time"].gt(0)]


def medians(found: Survived) -> pd.DataFrame:
    return found.estimates[found.estimates["measure"].eq("tenure_median")]


@pytest.mark.parametrize("case", CASES)
def test_made_jobs_equal_r(case):
    found = small(case)
    assert compare(steps(found), expected_of("small_tenure_steps", case, "all"), ("exposure", "level", "time"), STEP) == []
    assert compare(medians(found), expected_of("small_tenure_medians", case, "all"), ("exposure", "level"), MEDIAN) == []


def test_the_shipped_cohort_equals_r_from_its_raw_records():
    settings = cohort().settings
    settings = settings.model_copy(update={"survival": settings.survival.model_copy(update={"tenure": True})})
    derived = shipped().derived
    found = estimate_survival(derived.persons, derived.codebook, settings)
    ours = (steps(found), medians(found))
    some = [frame[frame["exposure"].isin(["all", "experience"])] for frame in ours]
    assert compare(some[0], reference("ips_mis_tenure_steps"), ("exposure", "level", "time"), STEP) == []
    assert compare(some[1], reference("ips_mis_tenure_medians"), ("exposure", "level"), MEDIAN) == []


def test_every_case_of_r_is_compared():
    assert set(reference("small_tenure_medians")["exposure"]) == set(CASES)


@pytest.mark.parametrize("factor", [-1, 1 + 1e-7])
def test_a_change_in_the_eighth_digit_and_a_flipped_sign_are_seen(factor):
    found = medians(small("mixed")).copy()
    found["estimate"] *= factor
    assert len(compare(found, expected_of("small_tenure_medians", "mixed", "all"), ("exposure", "level"), MEDIAN)) == 1
