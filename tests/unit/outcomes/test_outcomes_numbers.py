"""Quantiles and the interval of a rate, against printed values."""

import numpy as np
import pytest

from ipscohort.arithmetic.intervals import wilson
from ipscohort.arithmetic.quantiles import quantile


@pytest.mark.parametrize(
    ("values", "p", "expected"),
    [
        ([7], 0.5, 7),
        ([7], 0.25, np.nan),
        ([1, 3], 0.5, 2),
        ([1, 3], 0.25, np.nan),  # (2 + 1) / 4 < 1
        ([1, 3], 0.75, np.nan),  # 9 / 4 >= 2
        ([1, 2, 9], 0.25, 1),  # position 1 exactly
        ([1, 2, 9], 0.75, np.nan),  # position 3 >= n
        ([4, 1, 3, 2], 0.25, 1.25),  # position 1.25
        ([4, 1, 3, 2], 0.75, 3.75),
        ([1, np.nan, 3], 0.5, 2),
        ([], 0.5, np.nan),
        ([*range(1, 10)], 0.9, np.nan),  # position 9 = n, though 10 * 0.9 may be a bit off in a float
        ([*range(1, 10)], 0.1, 1),
    ],
)
def test_quantiles(values, p, expected):
    assert quantile(np.array(values, dtype=float), p) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("values", "rule", "quartiles"),
    [
        ([1, 2, 9], "n_plus_1", [1, 2, np.nan]),
        ([1, 2, 9], "linear", [1.5, 2, 5.5]),
        ([1, 2, 9], "averaged_steps", [1, 2, 9]),  # 0.75 and 2.25, rounded up to the first and the third
        ([1, 2, 9], "tukey_hinges", [1.5, 2, 5.5]),  # of 1, 2 and of 2, 9
        ([4, 1, 3, 2], "linear", [1.75, 2.5, 3.25]),
        ([4, 1, 3, 2], "averaged_steps", [1.5, 2.5, 3.5]),  # n p is 1, 2, 3: the mean with the next
        ([4, 1, 3, 2], "tukey_hinges", [1.5, 2.5, 3.5]),
        ([1, 2, 3, 4, 5, 6], "n_plus_1", [1.75, 3.5, 5.25]),
        ([1, 2, 3, 4, 5, 6], "linear", [2.25, 3.5, 4.75]),
        ([1, 2, 3, 4, 5, 6], "averaged_steps", [2, 3.5, 5]),
        ([7, np.nan], "linear", [7, 7, 7]),
        ([7], "averaged_steps", [7, 7, 7]),
        ([7], "tukey_hinges", [7, 7, 7]),
        ([], "linear", [np.nan] * 3),
    ],
)
def test_quartiles_by_each_rule(values, rule, quartiles):
    # R 4: quantile(type = 6, 7, 2) and fivenum
    assert [quantile(np.array(values, dtype=float), p, rule) for p in (0.25, 0.5, 0.75)] == pytest.approx(quartiles, nan_ok=True)


def test_every_rule_has_its_words():
    from typing import get_args

    from ipscohort.arithmetic.quantiles import RULES, WORDS, rule_in_words
    from ipscohort.config.analysis import Percentiles

    assert set(RULES) == set(WORDS) == set(get_args(Percentiles))
    assert "blank" in rule_in_words("n_plus_1") and "blank" not in rule_in_words("linear")


def test_a_hinge_is_a_quartile():
    with pytest.raises(ValueError, match="quartiles"):
        quantile([1, 2], 0.1, "tukey_hinges")


def test_a_quantile_of_nothing_between_0_and_1_is_refused():
    with pytest.raises(ValueError):
        quantile([1, 2], 1)


def test_wilson_s_interval():
    # Newcombe 1998 (doi 10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E), table I: 81/263, 15/148, 0/20, 1/29
    low, high = wilson([81, 15, 0, 1], [263, 148, 20, 29], 0.95)
    assert low.round(4).tolist() == [0.2553, 0.0624, 0, 0.0061]
    assert high.round(4).tolist() == [0.3662, 0.1605, 0.1611, 0.1718]


def test_wilson_s_interval_at_its_ends():
    low, high = wilson([0, 5, 0], [5, 5, 0], 0.95)
    assert (low[0], high[1]) == (0, 1)
    assert np.isnan([low[2], high[2]]).all()
    with pytest.raises(ValueError):
        wilson(3, 2, 0.95)
