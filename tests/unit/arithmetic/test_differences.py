"""Standardised mean differences against values worked out by hand, and where they are not defined."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ipscohort.arithmetic.differences import smd_of_levels, smd_of_numbers


def test_two_means_by_hand():
    # means 2 and 4, variances 1 and 4: 2 / sqrt(2.5)
    assert smd_of_numbers([np.array([1.0, 2, 3]), np.array([2.0, 4, 6])]) == pytest.approx(2 / math.sqrt(2.5))


def test_two_shares_by_hand():
    # 0.5 and 0.2: 0.3 / sqrt((0.25 + 0.16) / 2)
    expected = 0.3 / math.sqrt((0.25 + 0.16) / 2)
    assert smd_of_levels([np.array([5, 5]), np.array([8, 2])]) == pytest.approx(expected)
    assert smd_of_levels([np.array([5, 5, 0]), np.array([8, 2, 0])]) == pytest.approx(expected), "a level without anybody changes nothing"


def test_it_does_not_hang_on_the_order_of_levels_or_groups():
    one, other = np.array([3, 9, 8]), np.array([7, 5, 1])
    whole = smd_of_levels([one, other])
    assert whole == pytest.approx(smd_of_levels([other, one]))
    for order in ([2, 1, 0], [1, 2, 0], [0, 2, 1]):
        assert smd_of_levels([one[order], other[order]]) == pytest.approx(whole)


def test_three_groups_give_the_mean_over_pairs():
    a, b, c = np.array([1.0, 2, 3]), np.array([2.0, 4, 6]), np.array([1.0, 5, 9])
    pairs = [smd_of_numbers(pair) for pair in ([a, b], [a, c], [b, c])]
    assert smd_of_numbers([a, b, c]) == pytest.approx(sum(pairs) / 3)


@pytest.mark.parametrize("groups", [[[1.0], [2.0, 3.0]], [[2.0, 2.0], [3.0, 3.0]], [[], [1.0, 2.0]], [[1.0, 2.0]]])
def test_numbers_without_spread_have_none(groups):
    assert math.isnan(smd_of_numbers([np.array(group) for group in groups]))


@pytest.mark.parametrize("groups", [[[4, 0], [0, 5]], [[0, 3, 2], [5, 0, 0]], [[0, 0], [1, 2]]])
def test_groups_that_never_overlap_or_are_empty_have_none(groups):
    assert math.isnan(smd_of_levels([np.array(group) for group in groups]))


def test_alike_groups_differ_by_nothing():
    assert smd_of_levels([np.array([2, 4]), np.array([3, 6])]) == pytest.approx(0, abs=1e-12)
    assert smd_of_levels([np.array([4, 0]), np.array([9, 0])]) == 0
