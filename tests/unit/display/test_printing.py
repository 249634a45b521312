"""Rounding is half away from zero on 12 significant digits, by one function."""

import math

import pandas as pd
import pytest

from ipscohort.display import printing


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        (58.75, 1, "58.8"),
        (-58.75, 1, "-58.8"),
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-0.5, 0, "-1"),
        ((45.1 + 45.0 + 45.05) / 3, 1, "45.1"),
        (1.005, 2, "1.01"),  # a float a little below 1.005
        (0.295, 2, "0.30"),
        (537.25, 1, "537.3"),
        (-0.04, 1, "0.0"),
        (1e15, 1, "1,000,000,000,000,000.0"),
        (12, 2, "12.00"),
        (math.nan, 1, "-"),
        (math.inf, 1, "-"),
        (None, 1, "-"),
        (pd.NA, 1, "-"),
    ],
)
def test_number(value, decimals, printed):
    assert printing.number(value, decimals) == printed


def test_percentages_are_of_the_whole_and_absent_without_one():
    assert printing.count_percent(47, 103) == "47 (46)"
    assert printing.count_percent(5, 1000, 1) == "5 (0.5)"
    assert printing.percent(0, 0) == "-"
    assert printing.percent(pd.NA, 3) == "-"


def test_p_values_keep_three_decimals_until_they_get_small():
    assert printing.p_value(0.00099) == "<0.001"
    assert printing.p_value(0.001) == "0.001"
    assert printing.p_value(0.0495) == "0.050"
    assert printing.p_value(math.nan) == "-"


def test_quartiles_with_an_undefined_end_are_a_dash():
    assert printing.quartiles(58.75, 537.25) == "[58.8-537.3]"
    assert printing.quartiles(10.0, math.nan) == "[-]"


def test_interval_keeps_the_limit_that_is_known():
    assert printing.interval(1.4249, 10.295) == "1.42 to 10.30"
    assert printing.interval(1.2, math.nan) == "1.20 to -"
    assert printing.interval(math.nan, None) == "-"


@pytest.mark.parametrize(
    ("value", "away", "even"), [(58.75, "58.8", "58.8"), (58.65, "58.7", "58.6"), (-0.25, "-0.3", "-0.2"), (0.26, "0.3", "0.3")]
)
def test_a_half_goes_away_from_zero_or_to_the_even_digit(value, away, even):
    assert printing.number(value, 1) == away
    assert printing.number(value, 1, "half_even") == even


def test_thousands_are_separated_where_read_and_not_where_compared():
    assert printing.number(94047, 0) == "94,047"
    assert printing.number(-1234567.25, 1) == "-1,234,567.3"
    assert printing.number(999.96, 1) == "1,000.0"
    assert printing.number(94047, 0, separated=False) == "94047"
    assert printing.count(1000) == "1,000"
    assert printing.with_quartiles(1200, 800, 2000, 0) == "1,200 [800-2,000]"


def test_a_time_that_is_not_reached_says_so():
    assert printing.reached(math.nan) == "not reached"
    assert printing.reached(450.5) == "450.5"


def test_a_range_whose_ends_print_alike_is_one_number():
    assert printing.span(55.12, 55.14, 1) == "55.1"
    assert printing.span(47.1, 53.0, 1) == "47.1 to 53.0"
    assert printing.span(None, None) == printing.DASH
