"""Numbers of SPSS, Stata and SAS files that are dates, times or periods, by their display format.

Dates are converted here and not by the library, so that an impossible one is a problem with its row. A time of day or a
duration is text (10:20:00), and so is a period of which no day is known (2015-03, 2015q1): taken for a number or a
date, it is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from ipscohort.ingest.rawtable import Fault

SECONDS_PER_DAY = 86_400
POSSIBLE = (np.datetime64("1583-01-01"), np.datetime64("9999-12-31"))
"""Outside, a date in one of these files is damage or a slip of the keyboard."""
CLOCK = 366 * SECONDS_PER_DAY
"""A format of the time of day may stand on moments, too: seconds from here on are no time of day."""
PER_YEAR = {"month": 12, "quarter": 4, "week": 52, "half": 2}
LEAPS = np.array(
    [f"{year}-07-01" for year in (1972, 1981, 1982, 1983, 1985, 1992, 1993, 1994, 1997, 2012, 2015)]
    + [f"{year}-01-01" for year in (*range(1973, 1981), 1988, 1990, 1991, 1996, 1999, 2006, 2009, 2017)],
    dtype="datetime64[s]",
)
"""Midnights that a leap second came before (IERS, Bulletin C); Stata's %tC counts them."""


@dataclass(frozen=True)
class DateKind:
    """What the numbers of a variable are.

    Attributes
    ----------
    stored : str
        day; moment (date with time); leaping (a moment that counts leap seconds); time (of day, or a duration); clock (a
        time of day, or a moment of which only the time is shown); count (of periods since the origin); business (days of a
        calendar that the file does not hold).
    period : str
        What the format shows of a day or moment, or what is counted, where that is no day.
    """

    stored: Literal["day", "moment", "leaping", "time", "clock", "count", "business"]
    period: Literal["", "month", "quarter", "week", "half", "year"] = ""


@dataclass(frozen=True)
class Calendar:
    """How a program stores dates.

    Attributes
    ----------
    origin : str
        Day 0.
    per_day : float
        Units of a moment or a time in a day.
    day_unit : float
        Units of a day's number in a day: 1, or as a moment where days are stored as moments.
    kind_of : callable
        A variable's display format -> what its numbers are; None where they are no dates.
    """

    origin: str
    per_day: float
    day_unit: float
    kind_of: Callable[[str], DateKind | None]


def typed(name: str, values: pd.Series, fmt: str, calendar: Calendar, *, short: bool) -> tuple[pd.Series, list[Fault]]:
    """A variable as text, numbers or dates.

    Parameters
    ----------
    name : str
    values : Series
        As the reader gives them.
    fmt : str
        Display format.
    calendar : Calendar
    short : bool
        Whether the file holds floating numbers of four bytes.

    Returns
    -------
    values : Series
    faults : list of Fault
        Dates that are none.
    """
    if not pd.api.types.is_numeric_dtype(values):
        text = values.astype("string").str.rstrip()
        return text.mask(text.str.strip().eq("").fillna(False)), []
    kind = calendar.kind_of(fmt)
    if kind is None:
        return values.astype("float32" if short else "float64"), []
    found = _converted(values.to_numpy(dtype=float), kind, calendar)
    result = pd.Series(found, index=values.index)
    bad = values.notna() & result.isna()
    what = "numbers of days in a calendar of its own (%tb)" if kind.stored == "business" else "no possible dates"
    remedy = "write them as dates (dofb) in Stata" if kind.stored == "business" else "mend the cells in the program that wrote the file"
    return result, [Fault(name, what, remedy, tuple(bad.index[bad]))] if bad.any() else []


def _converted(values: np.ndarray, kind: DateKind, calendar: Calendar) -> np.ndarray | pd.api.extensions.ExtensionArray:
    """Dates as datetime64[s], or text; missing where values are missing or impossible."""
    if kind.stored == "business":
        return pd.array([pd.NA] * len(values), dtype="string")
    if kind.stored == "count":
        return _counted(values, kind.period, int(calendar.origin[:4]))
    unit = calendar.day_unit if kind.stored == "day" else calendar.per_day
    seconds = values * (SECONDS_PER_DAY / unit)
    if kind.stored == "time" or (kind.stored == "clock" and not (np.abs(seconds) >= CLOCK).any()):
        return pd.array([time_text(value) if np.isfinite(value) else pd.NA for value in seconds], dtype="string")
    if kind.stored == "leaping":
        seconds = _without_leaps(seconds, calendar.origin)
    dates = _dates(seconds, calendar.origin)
    return _periods(dates, kind.period) if kind.period and _first_days(dates, kind.period) else dates


def time_text(seconds: float) -> str:
    """Seconds as hours, minutes and seconds: 10:20:00, 30:00:00.5 or -00:01:00."""
    sign, whole = "-" if seconds < 0 else "", round(abs(seconds) * 1000)
    fraction = f".{whole % 1000:03d}".rstrip("0").rstrip(".")
    minutes, second = divmod(whole // 1000, 60)
    return f"{sign}{minutes // 60:02d}:{minutes % 60:02d}:{second:02d}{fraction}"


def _dates(seconds: np.ndarray, origin: str) -> np.ndarray:
    inside = np.isfinite(seconds) & (np.abs(seconds) < 1e12)
    dates = np.datetime64(origin, "s") + np.round(np.where(inside, seconds, 0)).astype("timedelta64[s]")
    return np.where(inside & (dates >= POSSIBLE[0]) & (dates <= POSSIBLE[1]), dates, np.datetime64("NaT", "s"))


def _without_leaps(seconds: np.ndarray, origin: str) -> np.ndarray:
    plain = np.sort(LEAPS - np.datetime64(origin, "s")).astype("int64")
    return seconds - np.searchsorted(plain + np.arange(len(plain)), seconds, side="right")


def _counted(values: np.ndarray, period: str, first_year: int) -> pd.api.extensions.ExtensionArray:
    """Periods counted from the first of a year, as text."""
    per = PER_YEAR[period]
    years = first_year + values // per
    good = np.isfinite(values) & (values % 1 == 0) & (years >= POSSIBLE[0].astype(object).year) & (years <= POSSIBLE[1].astype(object).year)
    parts = zip(years, values % per + 1, good, strict=True)
    return pd.array([period_text(int(year), period, int(n)) if ok else pd.NA for year, n, ok in parts], dtype="string")


def period_text(year: int, period: str, number: int) -> str:
    """2015-03, 2015q1, 2015w09, 2015h1 or 2015."""
    written = {"month": f"-{number:02d}", "quarter": f"q{number}", "week": f"w{number:02d}", "half": f"h{number}", "year": ""}
    return f"{year}{written[period]}"


def _first_days(dates: np.ndarray, period: str) -> bool:
    """Whether all dates are the first days of their periods: then nothing is known of the day."""
    found = pd.Series(dates).dropna().dt
    first = found.day.eq(1)
    tests = {
        "month": first,
        "quarter": first & (found.month % 3).eq(1),
        "week": ((found.dayofyear - 1) % 7).eq(0),
        "year": found.dayofyear.eq(1),
    }
    return bool(tests[period].all())


def _periods(dates: np.ndarray, period: str) -> pd.api.extensions.ExtensionArray:
    moments = pd.Series(dates)
    number = {
        "month": moments.dt.month,
        "quarter": moments.dt.quarter,
        "week": (moments.dt.dayofyear - 1) // 7 + 1,
        "year": moments.dt.year,
    }
    parts = zip(moments.dt.year, number[period], strict=True)
    return pd.array([pd.NA if pd.isna(year) else period_text(int(year), period, int(n)) for year, n in parts], dtype="string")
