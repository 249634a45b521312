"""Calendar arithmetic: months are calendar months in one step from the inclusion date."""

import numpy as np
import pytest

from ipscohort.arithmetic.timeline import add_months, last_possible_day, number_of_periods, period_starts
from ipscohort.config.study import Duration


def days(*texts):
    return np.array(texts, dtype="datetime64[D]")


def test_a_month_later_keeps_the_day_or_the_months_end():
    start = days("2014-08-31", "2015-01-31", "2016-01-31", "2014-03-10", "2014-12-31")
    assert list(add_months(start, 1)) == list(days("2014-09-30", "2015-02-28", "2016-02-29", "2014-04-10", "2015-01-31"))


def test_two_months_are_one_step_and_not_twice_one_month():
    assert add_months(days("2015-01-31"), 2)[0] == np.datetime64("2015-03-31")


def test_last_possible_day_of_thirty_months():
    # 31 August 2014 + 30 months = 28 February 2017 (February has 28 days), less one day = 27 February 2017.
    offset = last_possible_day(days("2014-08-31"), Duration(length=30, unit="months"), 1)[0]
    assert np.datetime64("2014-08-31") + offset == np.datetime64("2017-02-27")
    assert list(last_possible_day(None, Duration(length=52, unit="weeks"), 2)) == [363, 363]
    assert list(last_possible_day(None, Duration(length=10, unit="days"), 1)) == [9]


def test_periods_start_where_whole_months_since_inclusion_end():
    starts = period_starts(days("2016-01-31", "2015-01-31"), "months", np.arange(4), 2)
    assert starts.tolist() == [[0, 29, 60, 90], [0, 28, 59, 89]]
    assert period_starts(None, "weeks", np.array([0, 1, 2]), 1).tolist() == [[0, 7, 14]]


def test_months_need_dates():
    with pytest.raises(ValueError, match="inclusion dates"):
        period_starts(None, "months", np.array([1]), 3)


@pytest.mark.parametrize(
    ("length", "unit", "period", "expected"),
    [
        (30, "months", "months", 30),
        (52, "weeks", "weeks", 52),
        (365, "days", "weeks", 53),
        (364, "days", "weeks", 52),
        (52, "weeks", "months", 12),
    ],
)
def test_number_of_periods_counts_a_part_one_at_the_end(length, unit, period, expected):
    assert number_of_periods(Duration(length=length, unit=unit), period) == expected


def test_months_of_a_number_of_days_begin_on_whole_days():
    # 30.4375, 60.875, 91.3125, 121.75: the first whole day from there on.
    assert period_starts(None, "months", np.arange(5), 1, "30.4375 days").tolist() == [[0, 31, 61, 92, 122]]
    assert period_starts(days("2016-01-31"), "months", np.arange(4), 1, "30 days").tolist() == [[0, 30, 60, 90]]


@pytest.mark.parametrize(("month", "last"), [("calendar", 914), ("30 days", 899), ("30.4375 days", 913)])
def test_thirty_months_are_as_long_as_a_month_says(month, last):
    # 11 March 2014 to 11 September 2016 are 365 + 366 + 184 = 915 days; 30 x 30.4375 = 913.125, over on day 914.
    assert last_possible_day(days("2014-03-11"), Duration(length=30, unit="months"), 1, month)[0] == last


def test_number_of_months_of_thirty_days():
    assert number_of_periods(Duration(length=365, unit="days"), "months", "30 days") == 13
    assert number_of_periods(Duration(length=365, unit="days"), "months") == 12
    assert number_of_periods(Duration(length=30, unit="months"), "days", "30.4375 days") == 914
