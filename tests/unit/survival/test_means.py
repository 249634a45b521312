"""Restricted means, quartiles and follow-up on small literal cohorts: areas by hand, up to when, and what is said."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from ipscohort.config.analysis import Survival
from ipscohort.config.study import Duration
from ipscohort.survival import estimate_survival
from ipscohort.survival.curve import kaplan_meier
from ipscohort.survival.restricted import common_times, known_to, restricted_mean
from tests.support.parts import for_survival
from tests.unit.survival.test_survival import BOOK, EXPOSURES, TEN_WEEKS, only, persons, rows

MEAN, DIFFERENCE = "restricted_mean", "restricted_mean_difference"


def run(frame, tau=None, follow_up=TEN_WEEKS, unit="weeks"):
    return estimate_survival(frame, BOOK, for_survival(EXPOSURES, Survival(tau=tau), follow_up, unit)).estimates


def curve(time, event):
    return kaplan_meier(np.array(time, float), np.array(event, bool), 0.95)


# Areas


def test_the_mean_is_the_area_under_the_curve():
    mean, std_error = restricted_mean(curve([2, 4, 6, 8], [1, 1, 0, 1]), 7)
    # 1 up to 2, 3/4 up to 4, 1/2 up to 7
    assert mean == pytest.approx(2 + 1.5 + 1.5)
    # areas after the steps 3 and 1.5; d / (n (n - d)) 1/12 and 1/6
    assert std_error == pytest.approx(math.sqrt(9 / 12 + 2.25 / 6))


def test_without_censoring_it_is_the_mean_of_times_cut_at_tau_with_its_standard_error():
    times = np.array([1.0, 2, 2, 5, 9, 12])
    mean, std_error = restricted_mean(curve(times, [1] * 6), 8)
    cut = np.minimum(times, 8)
    assert (mean, std_error) == (pytest.approx(cut.mean()), pytest.approx(cut.std() / math.sqrt(6)))


def test_a_first_job_at_tau_itself_does_not_count():
    assert restricted_mean(curve([3, 5, 9], [1, 1, 0]), 5) == restricted_mean(curve([3, 6, 9], [1, 1, 0]), 5)


@pytest.mark.parametrize("case", [([4, 4], [1, 1]), ([8, 9], [0, 0]), ([9, 9], [1, 0]), ([3], [1])])
def test_where_nothing_varies_there_is_no_standard_error(case):
    assert math.isnan(restricted_mean(curve(*case), 8)[1])


def test_a_curve_that_falls_to_0_is_known_for_good():
    assert known_to(curve([2, 5], [1, 1])) == math.inf
    assert known_to(curve([2, 5, 5], [1, 1, 0])) == 5
    assert known_to(None) == 0


# Up to when


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ({"a": 9, "b": 9}, {"a": (8, ""), "b": (8, "")}),
        ({"a": 9, "b": 5}, {"a": (5, "b"), "b": (5, "b")}),
        ({"a": 5, "b": 9}, {"a": (5, "a"), "b": (5, "a")}),
        ({"a": 9, "b": 5, "c": 9}, {"a": (8, ""), "b": (5, "b"), "c": (8, "")}),  # the reference as long as any other
        ({"a": 9, "b": 5, "c": 6}, {"a": (6, "c"), "b": (5, "b"), "c": (6, "c")}),
        ({"a": 9, "b": 0}, {"a": (8, ""), "b": (0, "b")}),  # who left at once shortens nobody's
        ({"a": 0, "b": 9}, {"a": (0, "a"), "b": (8, "")}),
        ({"a": 9, "b": None}, {"a": (8, ""), "b": (0, "b")}),
        ({"b": 9, "a": None}, {"b": (8, ""), "a": (0, "a")}),
        ({"a": 9}, {"a": (8, "")}),
    ],
)
def test_groups_are_compared_up_to_where_both_are_known(ends, expected):
    curves = {level: None if end is None else curve([min(1, end), end], [end > 0, 0]) for level, end in ends.items()}
    assert common_times(curves, "a", 8) == expected


def test_a_group_that_ends_early_is_compared_up_to_there_and_says_so():
    found = run(persons([1, 3, 10, 10, 2, 4, 6], [1, 1, 0, 0, 1, 0, 0], "aaaabbb"))
    said = "Of the first 6 weeks only: nobody in 'b' was observed longer before the first job."
    for level, measure in (("a", MEAN), ("b", MEAN), ("b", DIFFERENCE)):
        row = only(found, exposure="group", level=level, measure=measure)
        assert (row["time"], said in row["warning"]) == (6, True)
    assert only(found, exposure="all", measure=MEAN)["time"] == 10
    difference = only(found, level="b", measure=DIFFERENCE)
    assert difference["estimate"] == pytest.approx((2 + 4 * 2 / 3) - (1 + 2 * 3 / 4 + 3 / 2))
    assert (difference["reference"], difference["n"], difference["n_events"]) == ("a", 7, 3)


def test_of_three_groups_the_short_one_shortens_its_own_comparison_only():
    found = run(persons([1, 3, 10, 10, 2, 6, 2, 10, 10], [1, 1, 0, 0, 1, 0, 1, 0, 0], "aaaabbccc"))
    assert [only(found, level=level, measure=MEAN)["time"] for level in "abc"] == [10, 6, 10]
    row = only(found, level="b", measure=DIFFERENCE)
    assert "Compared with the mean of 'a' in the first 6 weeks, 4 weeks." in row["warning"]
    assert row["estimate"] == pytest.approx(2 + 4 / 2 - 4)


def test_days_that_only_the_calendar_takes_are_not_said_to_be_missed():
    full = pd.Series([True, True, True, True], dtype="boolean")
    dates = pd.to_datetime(["2015-07-01", "2015-07-01", "2015-01-31", "2015-01-31"]).astype("datetime64[s]")
    frame = persons([100, 914, 50, 911], [True, False, True, False], "aabb", inclusion_date=dates, full_follow_up=full)
    months = Duration(length=30, unit="months")
    row = only(run(frame, follow_up=months, unit="days"), level="b", measure=MEAN)
    assert (row["time"], "only: nobody" in row["warning"]) == (911, False)
    frame["full_follow_up"] = pd.Series([True, True, True, False], dtype="boolean")
    assert "Of the first 911 days only" in only(run(frame, follow_up=months, unit="days"), level="b", measure=MEAN)["warning"]


def test_the_settings_can_ask_for_another_time():
    assert only(run(persons([2, 10], [True, False]), tau=4), exposure="all", measure=MEAN)[["time", "estimate"]].tolist() == [4, 3]
    row = only(run(persons([2, 10], [True, False]), tau=40), exposure="all", measure=MEAN)
    assert (row["time"], row["warning"].partition(".")[0]) == (
        10,
        "Of the first 10 weeks only: nobody was observed longer before the first job",
    )


# What is said


@pytest.mark.parametrize(
    ("time", "event", "said"),
    [
        ([10, 10], [False, False], "No interval: none of the 2 obtained a job."),
        ([10, 10, 10], [True, False, False], "No interval: no first job came before 10 weeks."),
        ([4, 4], [True, True], "No interval: all who were still without a job obtained one at the same time."),
        ([0, 0], [True, True], "No interval: all who were still without a job obtained one at the same time."),
        ([3, 10, 10], [True, False, False], "The interval is rough: only 1 first job came before 10 weeks."),
        ([1, 10], [True, False], "A limit lies outside of 0 to 10 weeks, where no mean can lie."),
        ([3, 10, 10, 10, 10], [True] + [False] * 4, "A limit lies outside of 0 to 10 weeks, where no mean can lie."),
        ([0, 0], [False, False], "No mean: nobody is known to have been observed after the start."),
    ],
)
def test_why_a_mean_has_no_interval_or_a_rough_one(time, event, said):
    row = only(run(persons(time, event)), exposure="all", measure=MEAN)
    assert said in row["warning"]
    assert pd.isna(row["conf_low"]) == said.startswith("No")
    assert pd.isna(row["std_error"]) == said.startswith("No")


def test_ten_first_jobs_are_not_few():
    row = only(run(persons([*range(1, 10), 9, 10, 10], [True] * 10 + [False] * 2)), exposure="all", measure=MEAN)
    assert pd.isna(row["warning"])


@pytest.mark.parametrize(("late", "said"), [(9, None), (10, "Interval and p are rough: in 'b' only 9 first jobs came before 10 weeks.")])
def test_a_difference_is_rough_where_either_group_has_few_first_jobs(late, said):
    times = [*range(1, 10), 9, 10, 10]
    found = run(persons([*times, *range(1, 10), late, 10, 10], ([True] * 10 + [False] * 2) * 2, "a" * 12 + "b" * 12))
    warning = only(found, level="b", measure=DIFFERENCE)["warning"]
    assert (None if pd.isna(warning) else warning) == said


def test_a_level_of_one_or_without_a_job_has_a_difference_without_interval():
    found = run(persons([1, 3, 5, 10, 4, 10, 10], [1, 1, 1, 0, 1, 0, 0], "aaaabcc"))
    said = {"b": "No interval and no p: in 'b' all who were", "c": "No interval and no p: in 'c' none of the 2 obtained a job."}
    for level, text in said.items():
        row = only(found, level=level, measure=DIFFERENCE)
        assert text in row["warning"]
        assert row[["std_error", "conf_low", "conf_high", "p_value"]].isna().all()
        assert not pd.isna(row["estimate"])


def test_a_level_of_nobody_or_a_reference_of_nobody_says_so():
    found = run(persons([1, 3, 10], [True, True, False], "aab"))
    assert only(found, level="c", measure=DIFFERENCE)["warning"].startswith("No difference: nobody in 'c' is known")
    found = run(persons([1, 3, 10], [True, True, False], "bbc"))
    for level in "bc":
        assert only(found, level=level, measure=DIFFERENCE)["warning"].startswith("No difference: nobody in 'a' is known")
        assert only(found, level=level, measure=MEAN)["time"] == 10


def test_who_is_left_out_of_a_difference_is_counted_in_both_groups():
    columns = {"job_obtained": ["yes", "yes", "no", "yes", "no", "yes"], "follow_time_best": 1.0, "follow_time_worst": 10.0}
    frame = persons([1, None, 10, 3, 10, None], [True, None, False, True, False, None], "aaabb.", **columns)
    row = only(run(frame), level="b", measure=DIFFERENCE)
    assert (row["n"], row["n_excluded"]) == (4, 1)
    assert "Left out: 1 person who worked, but the time of the first job is unknown." in row["warning"]
    assert "their group is unknown: 1 person." in row["warning"]


def test_means_are_bounded_as_medians_are():
    columns = {"job_obtained": ["yes", "no", "yes"], "follow_time_best": [4.0, 10, 1], "follow_time_worst": [4.0, 10, 9]}
    found = run(persons([4, 10, None], [True, False, None], **columns))
    assert only(found, exposure="all", measure=MEAN)["estimate"] == pytest.approx((4 + 10) / 2)
    assert only(found, exposure="all", measure=f"{MEAN}_best")["estimate"] == pytest.approx((4 + 10 + 1) / 3)
    assert only(found, exposure="all", measure=f"{MEAN}_worst")["estimate"] == pytest.approx((4 + 10 + 9) / 3)
    assert rows(found, measure=f"{MEAN}_best")["n_excluded"].tolist() == [0, 0]


def test_nobody_with_a_time_has_no_mean():
    assert run(persons([None] * 3, [None] * 3, "aab"))["measure"].tolist() == ["median"]


# Quartiles and follow-up


def test_quartiles_are_blank_where_not_reached():
    found = run(persons([1, 2, 3, 10, 10, 10], [True, True, False, False, False, False]))
    assert only(found, exposure="all", measure="first_quartile")["estimate"] == 2
    row = only(found, exposure="all", measure="third_quartile")
    assert pd.isna(row["estimate"])
    assert row["warning"] == "Not reached: at the last time observed (10 weeks) 67% had not had a first job yet."


def test_a_quartile_at_which_the_curve_stays_says_so():
    row = only(run(persons([1, 10, 10, 10], [True, False, False, False])), exposure="all", measure="first_quartile")
    assert (row["estimate"], row["warning"]) == (1, "The share without a job stays at exactly 75% from this time on.")


def test_all_on_one_day_have_quartiles_without_limits():
    found = run(persons([0, 0, 0], [True] * 3))
    for measure in ("first_quartile", "median", "third_quartile"):
        row = only(found, exposure="all", measure=measure)
        assert row["estimate"] == 0
        assert row["warning"].startswith("No limits: the curve falls to 0 at this time")


@pytest.mark.parametrize(
    ("time", "event", "median", "said"),
    [
        ([4, 6, 8, 10], [False, True, False, False], 8, None),
        ([2, 10, 10], [True, False, False], 10, "No limits: the observation of all who had no job ended at the same time."),
        ([2, 4], [True, True], None, "No median: all 2 obtained a job, so that nobody's observation ended without one."),
        ([2, 4, 5], [False, True, True], None, "Not reached: too few were observed to the end without a job."),
    ],
)
def test_follow_up_exchanges_jobs_and_ends(time, event, median, said):
    row = only(run(persons(time, event)), exposure="all", measure="follow_up_median")
    assert (None if pd.isna(row["estimate"]) else row["estimate"]) == median
    assert (None if pd.isna(row["warning"]) else row["warning"]) == said
    assert row["n_events"] == sum(event)
