"""How coarsely means and medians are printed: no mean tells a hidden number of persons, no median is one person's value."""

import numpy as np
import pandas as pd
import pytest

from ipscohort.release.coarse import decimals_for, decimals_of, lattice, nearest, quartiles_shown, step_for
from ipscohort.release.keys import PERSONS, Counted, key
from ipscohort.release.rules import Rules

RULES = Rules()


def possible(mean, deviation, step, decimals, most):
    """Numbers of persons whose whole sums fit a printed mean and standard deviation, found by trying every sum: an attacker's way."""
    half, found = 0.5 * 10.0**-decimals + 1e-9, set()
    for n in range(10, most + 1):
        for k in range(int(np.ceil((mean - half) * n / step)), int(np.floor((mean + half) * n / step)) + 1):
            low, high = ((max(0, deviation + s * half) / step) ** 2 * (n - 1) + k**2 / n for s in (-1, 1))
            if any((j - k) % 2 == 0 for j in range(int(np.ceil(low)), int(np.floor(high)) + 1)):
                found.add(n)
    return found


@pytest.mark.parametrize("seed", range(4))
def test_a_mean_of_a_scale_fits_every_number_of_persons_that_it_may_be_of(seed):
    values = np.random.default_rng(seed).integers(2, 24, 52) * 4.0
    mean, deviation = values.mean(), values.std(ddof=1)
    assert lattice(values)[1] == 4
    assert len(possible(round(mean, 4), round(deviation, 4), 4, 4, 60)) <= 3, "four decimals tell the number"
    decimals = decimals_for(values, (mean, deviation), (45, 56), 4)
    assert decimals < 3
    assert possible(round(mean, decimals), round(deviation, decimals), 4, decimals, 60) >= set(range(45, 57))
    finer = possible(round(mean, decimals + 1), round(deviation, decimals + 1), 4, decimals + 1, 60)
    assert not finer >= set(range(45, 57)), "no more is cut than must be"


def test_values_of_any_size_keep_their_decimals():
    values = np.random.default_rng(1).normal(38, 9, 60)
    assert decimals_for(values, (values.mean(), values.std(ddof=1)), (50, 70), 2) == 2


def test_a_mean_that_fits_few_numbers_at_any_decimals_is_hidden():
    values = np.array([0.0, 1000.0] * 7)
    assert decimals_for(values, (500.0, None), (10, 14), 1) is None, "13 persons of 0 or 1,000 have no mean of 500"


def counted_of(values):
    counted = Counted(PERSONS, pd.Series(range(len(values))))
    counted.add_numbers("days", pd.Series(values))
    return counted


def test_a_median_is_no_single_persons_value():
    values = np.random.default_rng(2).permutation(np.arange(40, 940, 20) + 3.0)
    counted, median = counted_of(values), float(np.median(values))
    step = step_for([median], "days", counted, key(PERSONS, {}), 0.1)
    assert median in values and step == 50 and decimals_of(step) == 0
    place = nearest(median, step)
    assert place not in values
    assert ((values >= place - step / 2) & (values < place + step / 2)).sum() == 3


def test_a_median_that_would_be_changed_by_more_than_a_quarter_is_not_printed():
    far = counted_of([150.0, 180.0, 320.0, 520.0, 560.0, 900.0, 950.0])
    everybody = key(PERSONS, {})
    assert far.behind_values("days", everybody, 250, 350) == 1 and far.behind_values("days", everybody, 300, 500) == 1
    assert step_for([320.0], "days", far, everybody, 1.0) is None
    near = counted_of([150.0, 270.0, 320.0, 340.0, 560.0, 900.0, 950.0])
    assert step_for([320.0], "days", near, everybody, 1.0) == 100


def test_a_value_that_many_have_is_printed_as_it_is():
    assert step_for([36.0], "days", counted_of([36.0] * 8 + [20.0] * 6), key(PERSONS, {}), 1.0) == 1


def test_no_median_is_rounded_to_nothing():
    values = [1.0, 300.0, 600.0, 900.0, 2000.0, 4000.0, 6000.0, 8000.0, 9000.0, 9900.0]
    assert step_for([3000.0], "days", counted_of(values), key(PERSONS, {}), 1.0) is None
    assert step_for([3000.0, 300.0, 8000.0], "days", counted_of(values), key(PERSONS, {}), 1.0) is None


def test_quartiles_need_the_threshold_in_each_quarter():
    assert quartiles_shown((40.0, 40.0), RULES)
    assert not quartiles_shown((39.0, 39.0), RULES)
    assert not quartiles_shown((38.0, 42.0), RULES), "of a rounded number the least"
    assert not quartiles_shown(None, RULES), "whether they stand would tell of a hidden number"
