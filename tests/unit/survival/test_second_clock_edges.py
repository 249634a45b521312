"""Edges of all jobs and states over time that a changed bound or sign would move."""

from __future__ import annotations

import pandas as pd
import pytest

from ipscohort.survival.second_clock import Followed
from ipscohort.survival.states import state_rows
from tests.unit.survival.test_second_clock import at_the_end, made, settings


@pytest.mark.parametrize(("n", "said"), [(9, True), (10, False)])
def test_fewer_than_ten_observed_so_long_are_pointed_out(n, said):
    row = at_the_end(made([[(1, 5, "known")]] + [[] for _ in range(n - 1)], [29] * n).jobs_per_person)
    assert (f"Only {n} persons were observed so long." in str(row["warning"])) == said


def test_limits_beyond_the_time_on_one_side_are_said():
    found = made([[(0, None, "ongoing")], [], [], []], [29] * 4).time_in_states
    row = at_the_end(found, state="job")
    assert row["days_low"] < 0
    assert row["days_high"] < row["time"]
    assert pd.notna(row["warning"])


def test_without_jobs_or_a_known_last_day_nothing_is_followed():
    persons = pd.DataFrame({"id": ["1"], "last_day": [29]})
    assert Followed.of(persons, None, settings()) is None
    assert Followed.of(persons.iloc[:0], pd.DataFrame(), settings()) is None
    assert Followed.of(persons.assign(last_day=pd.array([pd.NA], dtype="Int64")), pd.DataFrame(), settings()) is None
    steps, rows = state_rows(None, persons, {}, competing=False)
    assert steps == []
    assert [rows[0][name] for name in ("n", "n_state", "n_excluded", "time")] == [0, 0, 0, 0]
