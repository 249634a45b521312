"""Which levels a test compares goes by the events expected there, were there no difference: never by those observed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ipscohort.arithmetic.between_levels import compared
from ipscohort.survival.competing import Competing
from ipscohort.survival.gray import gray_rows
from ipscohort.survival.logrank import logrank_row
from tests.unit.survival.test_second_clock import made

TESTS = ("log-rank", "gray", "job starts")


def row_of(test: str, with_job: dict[str, tuple[int, int]]) -> dict:
    """A test's row of levels by (persons, of them with a job); everybody is observed to day 29."""
    group = [level for level, (n, _) in with_job.items() for _ in range(n)]
    event = np.array([k < jobs for n, jobs in with_job.values() for k in range(n)])
    time = np.where(event, 1 + np.arange(len(event)) % 17, 29).astype(float)
    if test == "job starts":
        jobs = [[(day, day, "known")] if one else [] for day, one in zip(time, event, strict=True)]
        return made(jobs, [29] * len(group), group=group).job_start_tests.iloc[0].to_dict()
    frame = pd.DataFrame({"group": group, "follow_time": time, "first_job_event": event, "time_observed": 30.0, "left_for": None})
    frame = frame.assign(full_follow_up=True)
    if test == "log-rank":
        return logrank_row(frame, frame, "group", list(with_job), "")
    rows = gray_rows(frame, frame, "group", list(with_job), Competing(("moved",), (), "days", 0.95))
    return next(row for row in rows if row["cause"] == "first_job")


def has_p(row: dict) -> bool:
    return pd.notna(row["p_value"])


@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize("turned", [False, True])
def test_the_strongest_difference_has_its_p(test, turned):
    """Ten in whom all obtained a job beside ten of whom nobody did."""
    row = row_of(test, {"a": (10, 0), "b": (10, 10)} if turned else {"a": (10, 10), "b": (10, 0)})
    assert row["p_value"] < 0.01
    assert "5.0" in row["warning"]
    assert row["warning"].startswith("The p value is rough: if levels did not differ")


@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize("with_job", [0, 5, 10, 20])
def test_whether_there_is_a_p_does_not_hang_on_who_had_the_events(test, with_job):
    """Twenty events among twenty and twenty: ten are expected at each, however they fell."""
    row = row_of(test, {"a": (20, 20 - with_job), "b": (20, with_job)})
    assert has_p(row)
    assert pd.isna(row["warning"]) or not row["warning"]


@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize(("n", "p"), [(7, False), (8, False), (9, True)])
def test_two_levels_have_a_p_from_five_events_expected_at_each(test, n, p):
    """All of b have a job and half of the 36 in a: with 9 in b 27 of 45 do, so that 5.4 would be expected there; with 8 4.7."""
    row = row_of(test, {"a": (36, 18), "b": (n, n)})
    assert has_p(row) == p
    said = "No p value, as the test needs 5 "
    assert str(row["warning"]).startswith("The p value is rough" if p else said)
    if not p:
        assert str(row["warning"]).endswith(f"if levels did not differ, {'4.7' if n == 8 else '4.0'} would be expected in 'b'.")


@pytest.mark.parametrize("test", TESTS)
def test_a_tiny_level_is_left_out_of_the_test_of_the_others_and_named(test):
    row = row_of(test, {"a": (30, 20), "b": (30, 12), "c": (3, 3)})
    alone = row_of(test, {"a": (30, 20), "b": (30, 12)})
    assert row["df"] == alone["df"] == 1
    assert (row["statistic"], row["p_value"]) == (pytest.approx(alone["statistic"]), pytest.approx(alone["p_value"]))
    assert row["n"] == 60
    assert row["n_events"] == 32
    assert "'c' is not in the test: if levels did not differ, 1.6" in row["warning"]


def test_a_count_just_below_five_is_not_printed_as_five():
    found = compared([("a", 100, 50), ("b", 10, 4)], "exits")  # 4.909 are expected
    assert not found.p
    assert found.said == (
        "No p value, as the test needs 5 exits at each of two levels: if levels did not differ, 4.9 would be expected in 'b'.",
    )
    assert "4.9 " in compared([("a", 501, 4), ("b", 499, 6)], "exits").said[0]  # 4.99


@pytest.mark.parametrize(("events", "p", "rough"), [(9, False, 0), (10, True, 2), (19, True, 2), (20, True, 0)])
def test_bounds_are_those_of_the_simulation(events, p, rough):
    found = compared([("a", 50, events), ("b", 50, 0)], "exits")
    assert found.p == p
    assert sum("rough" in said for said in found.said) == rough


@pytest.mark.parametrize("test", TESTS)
def test_levels_left_out_take_their_events_along(test):
    """Of 160 persons 120 have a job, all of them at levels that are left out: nobody who is left has one, so that nothing is compared."""
    tiny = {f"t{k}": (4, 4) for k in range(30)}
    row = row_of(test, {"a": (20, 0), "b": (20, 0), **tiny})
    assert not has_p(row)
    assert "No p value: fewer than 5 " in row["warning"] and "too few are left in the others" in row["warning"]
    assert "nobody obtained a job" not in row["warning"]


def test_what_is_expected_is_looked_at_anew_among_the_levels_left():
    """Among all, 6.2 are expected in b; without the tiny levels, in which everybody had an event, 1.7."""
    found = compared([("a", 100, 10), ("b", 20, 2), *((f"t{k}", 5, 5) for k in range(8))], "exits")
    assert (found.p, found.out) == (False, ())
    found = compared([("a", 100, 60), ("b", 60, 30), ("t", 4, 4)], "exits")
    assert (found.p, found.out) == (True, ("t",))
