"""Questionnaire scores against sums by hand, reliability against another formula and a published table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipscohort.scales import reliability, score_mhi5, score_rosenberg, turn_mhi5

NAN = np.nan


def test_mhi5_by_hand():
    # Items 3 and 5 positive, 1 = all of the time: best health is 6, 6, 1, 6, 1, worst 1, 1, 6, 1, 6.
    items = [[6, 6, 1, 6, 1], [1, 1, 6, 1, 6], [4, 5, 3, 2, 2], [4, 5, 3, 2, NAN]]
    # Third: 4 + 5 + (7-3) + 2 + (7-2) = 20; (20 - 5) * 4 = 60.
    np.testing.assert_array_equal(score_mhi5(np.array(items), [3, 5], "all_of_the_time"), [100, 0, 60, NAN])
    turned_round = 7 - np.array(items)
    np.testing.assert_array_equal(score_mhi5(turned_round, [3, 5], "none_of_the_time"), [100, 0, 60, NAN])


def test_mhi5_half_scale_rule_only_where_asked():
    items = np.array([[4, 5, 3, 2, NAN], [4, NAN, 3, NAN, 2], [NAN, NAN, 3, NAN, 2], [4, 5, 3, 2, 2]])
    found = score_mhi5(items, [3, 5], "all_of_the_time", half_scale=True)
    # First: mean of 4, 5, 4, 2 is 3.75, sum 18.75. Second: mean of 4, 4, 5 is 13/3.
    np.testing.assert_allclose(found, [(18.75 - 5) * 4, (13 / 3 * 5 - 5) * 4, NAN, 60])


def test_rosenberg_by_hand():
    best = np.array([[3, 0, 3, 3, 0, 0, 3, 0, 0, 3]])
    assert score_rosenberg(best, [2, 5, 6, 8, 9]).tolist() == [30]
    assert score_rosenberg(best + 1, [2, 5, 6, 8, 9], 1).tolist() == [30]
    # Under the other order 3, 5, 8, 9, 10 are reversed: 3 + 0 + 0 + 3 + 3 + 0 + 3 + 3 + 3 + 0.
    assert score_rosenberg(best, [3, 5, 8, 9, 10]).tolist() == [18]


def test_rosenberg_half_scale_rule():
    five = np.array([[2, NAN, 2, NAN, 1, NAN, 2, NAN, 1, NAN]])
    assert np.isnan(score_rosenberg(five, [2, 5, 6, 8, 9])).all()
    assert score_rosenberg(five, [2, 5, 6, 8, 9], half_scale=True).tolist() == [20]
    four = np.array([[2, NAN, 2, NAN, 1, NAN, 2, NAN, NAN, NAN]])
    assert np.isnan(score_rosenberg(four, [2, 5, 6, 8, 9], half_scale=True)).all()


@given(st.lists(st.lists(st.integers(1, 6), min_size=5, max_size=5), min_size=1, max_size=20))
def test_mhi5_stays_in_bounds_and_half_scale_changes_nothing_for_complete_answers(rows):
    items = np.array(rows, dtype=float)
    score = score_mhi5(items, [3, 5], "all_of_the_time")
    assert ((score >= 0) & (score <= 100) & (score % 4 == 0)).all()
    np.testing.assert_array_equal(score, score_mhi5(items, [3, 5], "all_of_the_time", half_scale=True))
    assert set(np.unique(turn_mhi5(items, [3, 5], "all_of_the_time"))) <= {1, 2, 3, 4, 5, 6}


def test_reliability_against_covariances():
    items = np.random.default_rng(7).integers(1, 7, (40, 5)).astype(float)
    items += items[:, :1]
    items[3, 2] = NAN
    found = reliability(items)
    complete = pd.DataFrame(np.delete(items, 3, axis=0))
    covariance = complete.cov().to_numpy()
    # Alpha from the mean covariance and the mean variance, another form of the same coefficient.
    k = 5
    between = covariance[~np.eye(k, dtype=bool)].mean()
    alpha = k * between / (np.diag(covariance).mean() + (k - 1) * between)
    rest = [complete[j].corr(complete.drop(columns=j).sum(axis=1)) for j in complete]
    assert found["value"].tolist() == pytest.approx([alpha, *rest], rel=1e-12)
    assert found["n"].tolist() == [39] * 6
    assert found["item"].fillna(0).tolist() == [0, 1, 2, 3, 4, 5]


def test_reliability_by_hand():
    # Two items: variances 1 and 1, covariance 0.5; variance of the sum 3: alpha = 2 * (1 - 2/3) = 2/3.
    found = reliability(np.array([[1.0, 1.0], [2.0, 3.0], [3.0, 2.0]]))
    assert found["value"].tolist() == pytest.approx([2 / 3, 0.5, 0.5])


@pytest.mark.parametrize("rows", [[], [[1.0, 2.0]], [[NAN, 1.0], [1.0, NAN]], [[2.0, 2.0], [2.0, 2.0]]])
def test_reliability_that_is_not_defined(rows):
    assert reliability(np.array(rows, dtype=float).reshape(-1, 2))["value"].isna().all()


def test_an_item_turned_the_wrong_way_shows():
    health = np.arange(1.0, 7.0)
    items = np.column_stack([health, health, 7 - health, health])
    assert (reliability(items).query("item == 3")["value"] < 0).all()
