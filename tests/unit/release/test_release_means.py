"""Means and sums: those of a few persons, whole and by difference; and what they tell of hidden counts."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ipscohort.errors import UserError
from ipscohort.release.keys import MISSING, NOT_POSITIVE, PERSONS, POSITIVE, SQUARED, Counted, key
from ipscohort.release.log import BY_DIFFERENCE, FEW, ONE_PERSON, OTHERS
from ipscohort.release.means import hidden_values, mean_of
from ipscohort.release.protect import Wanted, protect, prove
from ipscohort.release.rules import Rules
from ipscohort.release.system import Summed

EXPOSURES = {"group": ("A", "B")}
RULES = Rules(zeros=False)


def made(groups, values):
    counted = Counted(PERSONS, pd.Series(range(len(groups))))
    counted.add("group", pd.Series(groups, dtype="string"), ["A", "B"])
    numbers = pd.Series(values, dtype="Float64")
    counted.add("days", numbers.gt(0).map({True: POSITIVE, False: NOT_POSITIVE}).astype("string").where(numbers.notna()))
    counted.add_numbers("days", numbers)
    return counted


def means(counted, decimals=1, levels=("A", "B")):
    bases = [key(PERSONS, {}), *(key(PERSONS, {"group": level}) for level in levels)]
    return [
        value
        for base in bases
        for value in mean_of(
            "days", counted, base, (counted.values("days", base).mean(), counted.values("days", base).std(ddof=1)), decimals
        )
    ]


def cell(level=""):
    return f"days of {key(PERSONS, {'group': level} if level else {})}"


def test_a_mean_of_few_is_hidden_and_so_is_what_it_follows_from():
    draw = np.random.default_rng(1)
    counted = made(["A"] * 30 + ["B"] * 4, draw.normal(400, 90, 34))
    hidden = hidden_values(means(counted), counted, EXPOSURES, RULES)
    assert hidden[cell("B")] == FEW
    # All participants less A are the four: one of the two must go, and A is the only group that can.
    assert BY_DIFFERENCE in hidden.values()


def test_the_one_whose_group_is_unknown_does_not_follow_from_the_means():
    """Of 103 persons one's group is unknown: 103 times the mean of all, less both groups' sums, is that one's days."""
    draw = np.random.default_rng(2)
    groups, days = ["A"] * 50 + ["B"] * 52 + [None], draw.normal(400, 90, 103)
    assert BY_DIFFERENCE in hidden_values(means(made(groups, days)), made(groups, days), EXPOSURES, RULES).values()
    days[-1] = 0.0  # that somebody did not work at all is to be kept too
    assert BY_DIFFERENCE in hidden_values(means(made(groups, days)), made(groups, days), EXPOSURES, RULES).values()
    # Printed without decimals, of values near 40 with little spread, rounding hides that one: 103 + 50 + 52 times a half.
    ages = draw.normal(40, 9, 103)
    assert not hidden_values(means(made(groups, ages), decimals=0), made(groups, ages), EXPOSURES, RULES)
    assert not hidden_values(means(made(["A"] * 50 + ["B"] * 53, days)), made(["A"] * 50 + ["B"] * 53, days), EXPOSURES, RULES)


def test_a_sum_that_is_mostly_one_persons_is_hidden():
    counted = made(["A"] * 15 + ["B"] * 15, [1.0] * 14 + [500.0] + [10.0] * 15)
    sums = [Summed("days", key(PERSONS, {"group": level}), 0.0, 0.0, each=False, cell=f"sum {level}") for level in ("A", "B")]
    assert hidden_values(sums, counted, EXPOSURES, RULES) == {"sum A": ONE_PERSON}
    assert not hidden_values(sums, counted, EXPOSURES, replace(RULES, dominance=0.99))


def test_means_tell_how_many_persons_are_in_a_group():
    """The numbers of both groups are hidden; the means of all and of each would give them all the same."""
    draw = np.random.default_rng(3)
    days = np.concatenate([draw.normal(300, 40, 42), draw.normal(100, 40, 61)]).clip(1)
    counted = made(["A"] * 42 + ["B"] * 61, days)
    everybody, groups = key(PERSONS, {}), [key(PERSONS, {"group": level}) for level in ("A", "B")]
    found = protect(counted, [Wanted(everybody, 50), *map(Wanted, groups)], RULES)
    hidden = replace(found, shown={everybody: (103.0, 103.0)}, hidden=dict.fromkeys(groups, OTHERS), guarded=groups)
    assert prove(hidden).narrowest == 101, "each has one person at least, as zeros are shown"
    told = replace(hidden, values=means(counted), bounds={})
    with pytest.raises(UserError):
        prove(told)
    assert {bounds.width for bounds in told.bounds.values()} == {0}
    silent = replace(told, silent={cell("A"): OTHERS})
    assert prove(silent).narrowest > 5


def test_a_mean_is_hidden_where_it_would_tell_a_hidden_count():
    """Three persons have no group: nobody may learn of them, and their number would follow from means."""
    draw = np.random.default_rng(5)
    days = np.concatenate([draw.normal(300, 5, 42), draw.normal(100, 5, 58), draw.normal(800, 5, 3)])
    counted = made(["A"] * 42 + ["B"] * 58 + [None] * 3, days)
    wanted = [Wanted(key(PERSONS, {}), 50), *(Wanted(key(PERSONS, {"group": level}), 10) for level in ("A", "B"))]
    found = prove(protect(counted, wanted, RULES, means(counted)))
    assert found.narrowest >= RULES.width
    assert OTHERS in {**found.silent, **{str(k): why for k, why in found.hidden.items()}}.values()


def test_the_mean_of_all_beside_that_of_workers_tells_how_many_worked():
    draw = np.random.default_rng(4)
    days = np.concatenate([draw.integers(50, 900, 25), np.zeros(78)]).astype(float)
    counted = made(["A"] * 103, days)
    everybody, workers = key(PERSONS, {}), key(PERSONS, {"days": POSITIVE})
    wanted = [Wanted(everybody, 50), Wanted(workers, 1)]
    told = [
        value for base in (everybody, workers) for value in mean_of("days", counted, base, (counted.values("days", base).mean(), None), 1)
    ]
    hidden = replace(protect(counted, wanted, RULES), values=told)
    hidden.shown.pop(workers)
    hidden.hidden[workers], hidden.guarded = OTHERS, [workers]
    with pytest.raises(UserError):
        prove(hidden)
    assert hidden.bounds[workers].least == hidden.bounds[workers].most == 25


def test_a_standard_deviation_says_the_sum_of_squares():
    days = np.array([10.0, 20.0, 35.0, 50.0] * 5)
    counted = made(["A"] * 20, days)
    mean, squares = mean_of("days", counted, key(PERSONS, {}), (days.mean(), days.std(ddof=1)), 1)
    assert mean.low <= days.mean() <= mean.high and mean.high - mean.low == pytest.approx(0.1)
    assert squares.column == "days" + SQUARED
    assert squares.low <= (days**2).mean() <= squares.high
    assert squares.high - squares.low < 0.03 * (days**2).mean()


def test_who_has_no_value_is_in_no_mean():
    counted = made(["A"] * 20 + ["B"] * 20, [5.0] * 39 + [None])
    assert len(counted.values("days", key(PERSONS, {}))) == 39
    assert counted.count(key(PERSONS, {"days": MISSING})) == 1
