"""Calendar arithmetic for many persons at once. Day 0 is the inclusion date; months keep the day of the month.

A month later than 31 August is 30 September: the day is clipped to the month's end, always in one step from the
inclusion date (31 January + 2 months is 31 March, not 28 March). Where the study counts months as a number of days, k
months are over on the first whole day from k x that number on: 1 month of 30.4375 days on day 31, 2 on day 61.
"""

from __future__ import annotations

import numpy as np

from ipscohort.config.study import AnyUnit, Duration, Month, Study, days_of

DAYS_PER_WEEK = 7
DAYS_PER_YEAR = 365.25


def add_months(dates: np.ndarray, months: int | np.ndarray) -> np.ndarray:
    """Dates some calendar months later, the day of the month clipped to that month's end.

    Parameters
    ----------
    dates : ndarray of datetime64[D]
    months : int, or ndarray of int that broadcasts with dates

    Returns
    -------
    ndarray of datetime64[D]
    """
    dates = np.asarray(dates, dtype="datetime64[D]")
    month = dates.astype("datetime64[M]")
    day = (dates - month.astype("datetime64[D]")).astype(int)
    target = month + np.asarray(months)
    length = ((target + 1).astype("datetime64[D]") - target.astype("datetime64[D]")).astype(int)
    return target.astype("datetime64[D]") + np.minimum(day, length - 1)


def last_possible_day(inclusion: np.ndarray | None, follow_up: Duration, persons: int, month: Month = "calendar") -> np.ndarray:
    """Last day of follow-up as days since inclusion: inclusion + follow-up - 1 day.

    Parameters
    ----------
    inclusion : ndarray of datetime64[D], or None where the cohort has no dates (then no calendar months)
    follow_up : Duration
    persons : int
        Number of persons.
    month : {"calendar", "30 days", "30.4375 days"}
        What a month is: `study.month`.
    """
    return period_starts(inclusion, follow_up.unit, np.array([follow_up.length]), persons, month)[:, 0] - 1


def period_starts(inclusion: np.ndarray | None, unit: AnyUnit, numbers: np.ndarray, persons: int, month: Month = "calendar") -> np.ndarray:
    """Day, since inclusion, on which `numbers` whole units are over: the first day of period number + 1.

    Parameters
    ----------
    inclusion : ndarray of datetime64[D], or None where the cohort has no dates
    unit : {"days", "weeks", "months"} or OwnUnit
    numbers : ndarray of int, shape (k,)
    persons : int
    month : {"calendar", "30 days", "30.4375 days"}

    Returns
    -------
    ndarray of int, shape (persons, k)

    Raises
    ------
    ValueError
        Calendar months without inclusion dates.
    """
    starts, which = distinct_starts(inclusion, unit, numbers, persons, month)
    return starts[:, which].T


def distinct_starts(
    inclusion: np.ndarray | None, unit: str, numbers: np.ndarray, persons: int, month: Month = "calendar"
) -> tuple[np.ndarray, np.ndarray]:
    """The same as `period_starts`, once for all persons of one inclusion date: cohorts have many persons, and few dates.

    Returns
    -------
    starts : ndarray of int, shape (k, dates)
    which : ndarray of int, shape (persons,)
        Column of `starts` that is the person's.
    """
    numbers = np.asarray(numbers)
    if unit != "months" or month != "calendar":
        return np.ceil(numbers * days_of(unit, month)).astype(int)[:, None], np.zeros(persons, dtype=int)
    if inclusion is None:
        raise ValueError("months need inclusion dates")
    dates, which = np.unique(np.asarray(inclusion, dtype="datetime64[D]"), return_inverse=True)
    return (add_months(dates, numbers[:, None]) - dates).astype(int), which


def period_of_day(starts: np.ndarray, which: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Number of the period that each person's day lies in, by what `distinct_starts` gives of the periods' first days."""
    period = np.zeros(len(days), dtype=int)
    for first in starts:
        period += first[which] <= days
    return period


def panel_starts(inclusion: np.ndarray | None, study: Study, number: int, persons: int, *, calendar: bool) -> np.ndarray:
    """Day, since inclusion, on which each of a panel's periods begins, and the one after them: shape (persons, number + 1).

    Parameters
    ----------
    inclusion : ndarray of datetime64[D], or None where the cohort has no dates
    study : Study
    number, persons : int
    calendar : bool
        Whether periods are calendar months, the one of inclusion the first.
    """
    if not calendar:
        return period_starts(inclusion, study.period, np.arange(number + 1), persons, study.month)
    included = np.asarray(inclusion, dtype="datetime64[D]")
    months = included.astype("datetime64[M]")[:, None] + np.arange(number + 1)
    return np.maximum((months.astype("datetime64[D]") - included[:, None]).astype(int), 0)


def number_of_periods(follow_up: Duration, unit: AnyUnit, month: Month = "calendar", *, part: bool = True) -> int:
    """How many weeks or months of `unit` a follow-up has, a part one at its end included or not; calendar months by their average."""
    if follow_up.unit == unit:
        return follow_up.length
    exact = round(follow_up.length * days_of(follow_up.unit, month) / days_of(unit, month), 6)
    return int(np.ceil(exact) if part else np.floor(exact))
