"""What is said beside an estimate whose outcome is known only in part."""

import numpy as np
import pandas as pd
import pytest

from ipscohort.models.partly_known import coefficient_ranges
from tests.support.models import only, persons, run, yes_no


def workers(time, least, most, **more):
    return persons(len(time), job_obtained=["yes"] * len(time), time_worked=time, time_worked_least=least, time_worked_most=most, **more)


def test_a_ratio_lies_between_the_extremes():
    # a: ln 10, ln 20, ln 40; b: ln 10, ln 10, ln 80, of whom the last can have worked 160 and a's first 40
    frame = workers([10, 20, 40, 10, 10, 80], [10, 20, 40, 10, 10, 80], [40, 20, 40, 10, 10, 160], group="aaabbb")
    row = only(run(frame, "time_worked", "log_linear").estimates, level="b")
    assert row["estimate"] == pytest.approx(0)  # 3 ln 2 in both, with ln 10 taken off
    # least: a's first at 40 adds 2 ln 2 / 3 to a: -0.46, a ratio of 0.63; greatest: b's last at 160 adds ln 2 / 3 to b: 0.23, 1.26
    said = (
        "2 of 6 also have a job of unknown start or end, whose time is not counted. Counting it, from none to as much as can be in each of "
        "them, the ratio of geometric means lies between: Group 'b' 0.63 to 1.26; interval and p do not show this."
    )
    assert said in row["warning"]


def test_nothing_is_said_where_all_is_known():
    whole = [10, 20, 40, 10, 10, 80]
    for frame in (workers(whole, whole, whole, group="aaabbb"), workers(whole, [None] * 6, [None] * 6, group="aaabbb")):
        assert "unknown start" not in only(run(frame, "time_worked", "log_linear").estimates, level="b")["warning"]


def test_who_is_unknown_in_part_is_left_out_by_that_name():
    frame = workers([10, 20, 40, 10, None, None], [10, 20, 40, 10, 10, 0], [10, 20, 40, 10, 30, 30], group="aaabbb")
    found = run(frame, "time_worked", "log_linear")
    why = only(found.fits)["why_excluded"]
    assert "Time worked unknown, as some work has no dates or status (1)" in why
    assert "Time worked unknown, as no job has both dates (1)" in why
    assert only(found.exclusions)["n"] == 2


def test_having_worked_long_counts_who_could_have_by_group():
    frame = persons(8, worked_long=yes_no("yynnyynn"), worked_long_most=yes_no("yyynyyyy"), group="aaaabbbb")
    row = only(run(frame, "worked_long").estimates, level="b")
    assert (
        "Counted as no, but with a job of unknown start or end could have worked so long: 1 of 4 in 'a'; 2 of 4 in 'b'." in row["warning"]
    )


def test_every_completion_lies_in_the_range_and_the_ends_are_reached():
    random = np.random.default_rng(1)
    matrix = np.column_stack([np.ones(12), random.integers(0, 2, 12), random.normal(size=12)])
    low = random.normal(size=12)
    high = low + random.integers(0, 2, 12) * random.random(12)
    least, greatest = coefficient_ranges(matrix, low, high)
    open_to = np.flatnonzero(high > low)
    assert len(open_to)
    corners = []
    for corner in range(2 ** len(open_to)):
        outcome = low.copy()
        raised = open_to[[bool(corner >> k & 1) for k in range(len(open_to))]]
        outcome[raised] = high[raised]
        corners.append(np.linalg.lstsq(matrix, outcome, rcond=None)[0])
    assert np.min(corners, axis=0) == pytest.approx(least)
    assert np.max(corners, axis=0) == pytest.approx(greatest)


def test_a_panel_says_periods():
    from dataclasses import replace

    from ipscohort.config.analysis import Exposure, Models
    from ipscohort.models.fit import fit_models
    from tests.support.models import BOOK
    from tests.support.parts import for_models

    frame = workers([1, 2, 4, 1, 1, 8], [1, 2, 4, 1, 1, 8], [1, 2, 4, 1, 1, 9], group="aaabbb")
    models = Models.model_validate({"regressions": {"m": {"outcome": "time_worked", "model": "log_linear"}}})
    found = fit_models(frame, replace(BOOK, shape="panel"), for_models({"group": Exposure(variable="group", reference="a")}, models))
    assert "1 of 6 also have unknown periods, which are not counted" in only(found.estimates, level="b")["warning"]
    assert pd.notna(only(found.fits)["warning"])


def of_panel(frame, model):
    from dataclasses import replace

    from ipscohort.config.analysis import Exposure, Models
    from ipscohort.models.fit import fit_models
    from tests.support.models import BOOK
    from tests.support.parts import for_models

    models = Models.model_validate({"regressions": {"m": {"outcome": "time_worked", "model": model}}})
    return fit_models(frame, replace(BOOK, shape="panel"), for_models({"group": Exposure(variable="group", reference="a")}, models))


def everybody(time, most, **more):
    """Two of eight did not work in any known period: each of the first in a group."""
    least, obtained = [0, 2, 4, 3, 0, 1, 5, 7], ["no", "yes", "yes", "yes"] * 2
    return persons(8, job_obtained=obtained, time_worked=time, time_worked_least=least, time_worked_most=most, group="aaaabbbb", **more)


def test_who_has_not_worked_in_any_known_period_can_have_worked_in_others():
    frame = everybody([0, 2, 4, 3, 0, 1, 5, 7], [4, 2, 4, 3, 6, 1, 5, 7])
    # means 9 / 4 and 13 / 4: 1, with a's first at 4 less by 1, with b's first at 6 more by 1.5
    row = only(of_panel(frame, "linear").estimates, level="b")
    assert "2 of 8 also have unknown periods, which are not counted." in row["warning"]
    assert "Difference lies between: Group 'b' 0.00 to 2.50;" in row["warning"]
    assert "2 of 8 also have unknown periods" in only(of_panel(frame, "poisson").estimates, level="b")["warning"]
    among_workers = only(of_panel(frame, "log_linear").estimates, level="b")["warning"]
    assert "unknown periods" not in among_workers


def test_a_panel_s_unknown_time_is_told_in_the_words_of_a_panel():
    frame = everybody([None, 2, 4, 3, 0, 1, 5, 7], [4, 2, 4, 3, 0, 1, 5, 7])
    assert "Time worked unknown, as some work has no dates or status (1)" in only(of_panel(frame, "linear").fits)["why_excluded"]
    frame.loc[0, "job_obtained"] = pd.NA
    assert "Time worked unknown, as no period is known (1)" in only(of_panel(frame, "linear").fits)["why_excluded"]
