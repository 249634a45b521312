"""Small literal cohorts: who is on each curve, R's rule for the median, horizons, and what is said where nothing can be estimated."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from ipscohort.config.analysis import Exposure, Survival
from ipscohort.config.study import Duration
from ipscohort.contracts import PERSONS
from ipscohort.contracts.codebook import Codebook, VariableInfo
from ipscohort.survival import estimate_survival
from ipscohort.survival.curve import half_time
from ipscohort.survival.horizon import horizons_of
from tests.support.parts import for_survival

BOOK = Codebook("spells", True, variables={"group": VariableInfo("group", "Group", "category", levels=("a", "b", "c"))})
EXPOSURES = {"group": Exposure(variable="group", reference="a")}
TEN_WEEKS = Duration(length=10, unit="weeks")


def persons(follow_time, event, group=None, **columns) -> pd.DataFrame:
    """PERSONS with times; None is unknown; '.' is a missing group."""
    n = len(follow_time)
    given = {
        "id": [str(i) for i in range(n)],
        "row": range(n),
        "follow_time": pd.Series(follow_time, dtype="Float64"),
        "first_job_event": pd.Series(event, dtype="boolean"),
        "group": pd.Series([None if g == "." else g for g in group or "a" * n], dtype="string"),
    }
    return PERSONS.conform(pd.DataFrame({**given, **columns}))


def run(frame, horizons=(), follow_up=TEN_WEEKS, unit="weeks", by=None):
    return estimate_survival(frame, BOOK, for_survival(EXPOSURES, Survival(horizons=list(horizons), by=by), follow_up, unit))


def rows(frame: pd.DataFrame, **where) -> pd.DataFrame:
    for name, value in where.items():
        frame = frame[frame[name] == value]
    return frame


def only(frame: pd.DataFrame, **where) -> pd.Series:
    found = rows(frame, **where)
    assert len(found) == 1
    return found.iloc[0]


# The median


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        ([0.75, 0.5, 0.25, 0], 2.5),  # exactly one half: midway to the next drop
        ([0.75, 0.5 + 1e-12, 0.25, 0], 2.5),  # a product that misses one half by rounding
        ([0.75, 0.5 - 1e-12, 0.25, 0], 2.5),
        ([0.75, 0.5, 0.5, 0.5], 2),  # no drop follows
        ([0.75, 0.5, 0.5, 0.2], 3),
        ([0.75, 0.49, 0.3, 0], 2),
        ([0.9, 0.8, 0.7, 0.6], math.nan),
        ([math.nan, math.nan, 0.4, math.nan], 3),
        ([math.nan] * 4, math.nan),
    ],
)
def test_half_time_follows_rs_rule(share, expected):
    assert half_time(np.array([1.0, 2, 3, 4]), np.array(share)) == pytest.approx(expected, nan_ok=True)


def test_a_median_that_is_not_reached_is_blank_and_says_what_was():
    row = only(run(persons([2, 10, 10, 10], [True, False, False, False])).estimates, exposure="all", measure="median")
    assert pd.isna(row["estimate"])
    assert row["warning"] == "Not reached: at the last time observed (10 weeks) 75% had not had a first job yet."


def test_a_curve_that_stays_at_one_half_says_so():
    row = only(run(persons([1, 2, 10, 10], [True, True, False, False])).estimates, exposure="all", measure="median")
    assert row["estimate"] == 2
    assert row["warning"] == "The share without a job stays at exactly one half from this time on."


# Curves


def test_a_curve_starts_at_time_0_with_everybody():
    curve = rows(run(persons([3, 5, 5, 8], [True, True, False, True])).curves, exposure="all")
    assert curve["time"].tolist() == [0, 3, 5, 8]
    assert curve["n_risk"].tolist() == [4, 4, 3, 1]
    assert curve["n_censored"].tolist() == [0, 0, 1, 0]
    assert curve["survival"].tolist() == pytest.approx([1, 0.75, 0.5, 0])
    assert curve["conf_low"].isna().tolist() == [True, False, False, True]


def test_jobs_on_day_0_count():
    curve = rows(run(persons([0, 0, 4, 9], [True, False, True, True])).curves, exposure="all")
    assert curve.iloc[0][["time", "n_risk", "n_event", "n_censored", "survival"]].tolist() == pytest.approx([0, 4, 1, 1, 0.75])


# Horizons


def test_the_share_at_a_horizon_is_that_of_the_last_step_before_it():
    row = only(run(persons([2, 4, 6, 8], [True] * 4), [5]).estimates, exposure="all", measure="survival", time=5)
    assert (row["time"], row["estimate"]) == (5, 0.5)
    assert row["conf_low"] < 0.5 < row["conf_high"]


def test_a_horizon_after_the_last_observed_time_is_blank_and_says_so():
    row = only(run(persons([2, 4, 6, 8], [True, True, True, False]), [9]).estimates, exposure="all", measure="survival", time=9)
    assert pd.isna(row["estimate"])
    assert row["warning"] == "Nobody here was observed as long as 9 weeks (the longest 8 weeks)."


def test_after_the_last_job_of_all_the_share_is_zero_for_good():
    row = only(run(persons([2, 4, 6, 8], [True] * 4), [9]).estimates, exposure="all", measure="survival", time=9)
    assert row["estimate"] == 0
    assert row["warning"] == "Limits are not defined where the share is 0 or 1."


def test_the_end_of_follow_up_is_always_a_horizon():
    for asked, expected in (([], [10]), ([5], [5, 10]), ([10, 5], [5, 10])):
        found = rows(run(persons([2, 10], [True, False]), asked).estimates, exposure="all", measure="survival")
        assert found["time"].tolist() == expected
        assert found["end_of_follow_up"].tolist() == [time == 10 for time in expected]


def test_a_job_on_the_last_day_observed_does_not_reach_the_end_for_the_others():
    full = pd.Series([False, False, True], dtype="boolean")
    frame = persons([4, 6, 8], [True, False, True], full_follow_up=full)
    frame.loc[2, "follow_time"] = 6
    row = only(run(frame).estimates, exposure="all", measure="survival")
    assert pd.isna(row["estimate"])
    assert row["warning"] == "Nobody here was observed as long as 10 weeks (the longest 6 weeks)."


def test_30_months_end_on_other_days_for_other_persons():
    # 30 months from 31 January 2015 to 30 July 2017: day 911; from 1 July 2015 to 31 December 2017: day 914.
    frame = persons(
        [100, 911],
        [True, False],
        inclusion_date=pd.to_datetime(["2015-07-01", "2015-01-31"]).astype("datetime64[s]"),
        full_follow_up=pd.Series([True, True], dtype="boolean"),
    )
    months = Duration(length=30, unit="months")
    row = only(run(frame, follow_up=months, unit="days").estimates, exposure="all", measure="survival")
    assert (row["time"], row["estimate"]) == (914, 0.5)
    frame["full_follow_up"] = pd.Series([True, False], dtype="boolean")
    assert pd.isna(only(run(frame, follow_up=months, unit="days").estimates, exposure="all", measure="survival")["estimate"])


def test_days_without_dates_end_on_the_last_day_of_the_last_week():
    frame = persons([5, 69], [True, False], full_follow_up=pd.Series([True, True], dtype="boolean"))
    assert only(run(frame, unit="days").estimates, exposure="all", measure="survival")["time"] == 69


def test_durations_without_an_end_of_observation_end_with_the_longest():
    row = only(run(persons([2, 7], [True, False])).estimates, exposure="all", measure="survival")
    assert (row["time"], row["estimate"]) == (7, 0.5)


# Unknown times


def test_unknown_times_are_left_out_counted_and_bounded():
    frame = persons(
        [3, 5, 9, 10, None],
        [True, True, True, False, None],
        job_obtained=["yes", "yes", "yes", "no", "yes"],
        follow_time_best=[3.0, 5, 9, 10, 1],
        follow_time_worst=[3.0, 5, 9, 10, 10],
    )
    found = run(frame).estimates
    row = only(found, exposure="all", measure="median")
    assert (row["n"], row["n_events"], row["n_excluded"], row["estimate"]) == (4, 3, 1, 7)
    assert "Left out: 1 person who worked, but the time of the first job is unknown." in row["warning"]
    # 1 3 5 9 10+: half is passed at 5; 3 5 9 10 10+: at 9
    assert only(found, exposure="all", measure="median_best")["estimate"] == 5
    assert only(found, exposure="all", measure="median_worst")["estimate"] == 9
    assert only(found, exposure="all", measure="median_best")["n_excluded"] == 0
    # At the end, week 10: 1/4 of those of known time, 1/5 with the fifth at week 1 or week 10.
    shares = [only(found, exposure="all", measure=f"survival{case}")["estimate"] for case in ("", "_best", "_worst")]
    assert shares == pytest.approx([0.25, 0.2, 0.2])


def test_shares_are_bounded_at_every_horizon():
    columns = {"follow_time_best": [3.0, 10, 1], "follow_time_worst": [3.0, 10, 9], "job_obtained": ["yes", "no", "yes"]}
    found = run(persons([3, 10, None], [True, False, None], **columns), [5]).estimates
    expected = {"survival": [1 / 2, 1 / 2], "survival_best": [1 / 3, 1 / 3], "survival_worst": [2 / 3, 1 / 3]}
    for measure, shares in expected.items():
        chosen = rows(found, exposure="all", measure=measure)
        assert (chosen["time"].tolist(), chosen["estimate"].tolist()) == ([5, 10], pytest.approx(shares))


def test_a_bound_that_is_not_reached_says_so():
    columns = {"follow_time_best": [10.0, 10, 10, 2], "follow_time_worst": [10.0, 10, 10, 9], "job_obtained": ["no", "no", "no", "yes"]}
    found = run(persons([10, 10, 10, None], [False] * 3 + [None], **columns)).estimates
    for case in ("best", "worst"):
        assert only(found, exposure="all", measure=f"median_{case}")["warning"] == "Not reached."


def test_who_had_no_job_is_not_said_to_have_worked_where_nobody_has_a_time():
    columns = {"follow_time_best": [1.0, None, None], "follow_time_worst": [9.0, None, None], "job_obtained": ["yes", "no", None]}
    row = only(run(persons([None] * 3, [None] * 3, **columns)).estimates, exposure="all", measure="median")
    assert (row["n_excluded"], row["n_outcome_unknown"], row["n_censoring_unknown"]) == (3, 1, 1)


def test_who_is_not_known_to_have_worked_is_not_said_to_have():
    columns = {"follow_time_best": [3.0, 1, 1], "follow_time_worst": [3.0, 9, 9], "job_obtained": ["yes", "yes", None]}
    found = run(persons([3, None, None], [True, None, None], **columns)).estimates
    row = only(found, exposure="all", measure="median")
    assert (row["n_excluded"], row["n_outcome_unknown"]) == (2, 1)
    assert "Left out: 1 person who worked, but the time of the first job is unknown." in row["warning"]
    assert "Left out: 1 person of whom it is unknown whether they obtained a job." in row["warning"]
    bound = only(found, exposure="all", measure="median_worst")
    assert (bound["n"], bound["n_excluded"]) == (2, 1)


def test_there_are_no_bounds_where_every_time_is_known():
    measures = run(persons([3, 5], [True, False])).estimates["measure"]
    assert not measures.str.contains("best|worst").any()


def test_unknown_times_without_bounds_stay_out():
    found = run(persons([3, None], [True, None], follow_time_best=[3.0, None], job_obtained=["yes", "yes"])).estimates
    row = only(found, exposure="all", measure="median_best")
    assert (row["n"], row["n_excluded"]) == (1, 1)
    assert only(found, exposure="all", measure="median_worst")["warning"] == "No bound is known for the unknown times."


def test_records_without_times_give_no_curve_and_say_so():
    found = run(persons([None] * 3, [None] * 3, "aab"))
    assert len(found.curves) == 0
    row = only(found.estimates)
    assert (row["exposure"], row["n"], row["n_excluded"]) == ("all", 0, 3)
    assert row["warning"] == "The time to the first job is not known of anybody, so it has no Kaplan-Meier estimate."
    assert pd.isna(only(found.tests)["p_value"])
    assert only(found.tests)["warning"].startswith("The time to the first job is not known")


def test_a_cohort_of_nobody_gives_words_and_no_crash():
    assert only(run(persons([], [])).estimates)["n"] == 0


# Groups


def test_nobody_at_a_level_is_said_and_left_out_of_the_test():
    found = run(persons([1, 2, 3, 4], [True] * 4, "aabb"))
    assert only(found.estimates, level="c", measure="median")["warning"] == "Nobody in 'c'."
    test = only(found.tests)
    assert test["df"] == 1
    assert test["warning"].endswith("would be expected in 'b'. Not in the test, as nobody there was at risk: 'c'.")


def test_a_group_without_known_times_is_said():
    found = run(persons([1, 2, 3, None], [True, True, True, None], "aabc"))
    row = only(found.estimates, level="c", measure="median")
    assert row["warning"].startswith("The time to the first job is not known of anybody")
    assert row["n_excluded"] == 1


def test_a_group_without_a_job_is_said():
    found = run(persons([5, 6, 10, 10], [True, True, False, False], "aabb"), [10]).estimates
    for measure in ("median", "survival", "first_quartile", "third_quartile"):
        assert only(found, level="b", measure=measure)["warning"] == "None of the 2 obtained a job."
    assert only(found, level="b", measure="survival")["estimate"] == 1


def test_those_of_unknown_group_are_left_out_of_its_curves_and_test():
    found = run(persons([1, 2, 3, 4, 5], [True] * 5, "aabb."))
    assert only(found.estimates, exposure="all", measure="median")["n"] == 5
    test = only(found.tests)
    assert (test["n"], test["n_excluded"]) == (4, 1)
    assert "their group is unknown: 1 person." in test["warning"]


@pytest.mark.parametrize(
    ("event", "group", "said"),
    [
        ([False] * 4, "aabb", "Nobody obtained a job, so there is nothing to test."),
        ([True] * 4, "aaaa", "Fewer than two groups had anybody at risk"),
    ],
)
def test_what_cannot_be_tested_says_why(event, group, said):
    test = only(run(persons([1, 2, 3, 4], event, group)).tests)
    assert pd.isna(test["p_value"])
    assert said in test["warning"]


def test_the_exposures_can_be_chosen():
    found = run(persons([1, 2], [True, True], "ab"), by=[])
    assert set(found.curves["exposure"]) == {"all"}
    assert len(found.tests) == 0


def test_the_log_rank_test_counts_unknown_times_and_groups_as_left_out():
    test = only(run(persons([1, 2, 3, 4, None, 6], [True] * 4 + [None, True], "aabbb.")).tests)
    assert (test["n"], test["n_events"], test["n_excluded"]) == (4, 4, 2)


def test_a_group_censored_at_the_first_event_is_in_the_log_rank_test():
    # R 4.2: survdiff(Surv(c(1, 2, 3, 4, 1), c(1, 1, 1, 1, 0)) ~ c("a", "a", "b", "b", "c"))
    test = only(run(persons([1, 2, 3, 4, 1], [True] * 4 + [False], "aabbc")).tests)
    assert test["df"] == 2
    assert test["statistic"] == pytest.approx(3.47368421052631, rel=1e-8)


@pytest.mark.parametrize(("month", "last"), [("calendar", 181), ("30 days", 179), ("30.4375 days", 182)])
def test_the_end_of_follow_up_is_counted_in_the_months_of_the_settings(month, last):
    persons = pd.DataFrame({"inclusion_date": pd.to_datetime(["2015-09-01"]), "full_follow_up": [True]})
    (end,) = horizons_of([], persons, persons, Duration(length=6, unit="months"), "days", month)
    assert (end.time, end.end_of_follow_up) == (last, True)
