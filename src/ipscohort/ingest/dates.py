"""Cells of one column as dates. A date known to its month only is told apart; a time of day is dropped and noted."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from ipscohort.contracts import DTYPES
from ipscohort.errors import Problem
from ipscohort.ingest.cells import Cells
from ipscohort.ingest.gather import Gathered
from ipscohort.ingest.midnight import REMEDY, WHAT, shifted_midnights
from ipscohort.words import say

FIRST, LAST = pd.Timestamp("1800-01-01"), pd.Timestamp("2199-12-31")
"""Dates outside are slips of the keyboard, such as the year 0215 or 20155, in records of living persons."""
ISO_DAY = r"\s*(\d{4}-\d{1,2}-\d{1,2})(?:[T ]+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?:Z|[+-]\d{2}:?\d{2})?)?\s*"
ISO_MONTH = r"\s*(\d{4}-\d{1,2})\s*"
YEAR, MONTH, DAY, DAY_OF_YEAR = frozenset("Yy"), frozenset("mbB"), frozenset("d"), frozenset("j")
BESIDE = frozenset("HIMSfpaA")
"""Parts of a `date_format` that may stand beside a day: the time of day and the day of the week."""


@dataclass(frozen=True)
class Dates:
    """Dates of one column.

    Attributes
    ----------
    dates : Series of datetime64[s]
        The month's first day where only the month is known.
    month_only : Series of bool
    """

    dates: pd.Series
    month_only: pd.Series


def dates(cells: Cells, gathered: Gathered, table: str, ids: pd.Series | None = None, *, months: bool = False) -> Dates:
    """Cells as dates.

    Parameters
    ----------
    cells : Cells
        Typed dates, or text written year-month-day or as `date_format` says.
    gathered : Gathered
    table : str
        Name of the table, for the cleaning log.
    ids : Series of string, optional
        Ids of the persons, for the cleaning log.
    months : bool
        Whether a date known to its month only is right here.

    Returns
    -------
    Dates
    """
    if not _format_is_known(cells, gathered):
        nothing = pd.Series(pd.NaT, index=cells.text.index).astype(DTYPES["date"])
        return Dates(nothing, pd.Series(False, index=nothing.index))
    if pd.api.types.is_datetime64_any_dtype(cells.values):
        read, time = Dates(cells.values, pd.Series(False, index=cells.values.index)), cells.values - cells.values.dt.normalize()
    else:
        read, time = _from_distinct(cells)
    timed = cells.present & time.gt(pd.Timedelta(0))
    day = read.dates.dt.normalize()
    possible = day.between(FIRST, LAST)
    wrong = cells.present & ~possible
    if wrong.any():
        gathered.problems.add(cells.where, "no possible dates", _remedy(cells), rows=wrong.index[wrong])
    if not months and (read.month_only & possible).any():
        rows = day.index[read.month_only & possible]
        gathered.problems.add(
            cells.where, "dates of year and month only", "give the day; only start and end of a job may lack it", rows=rows
        )
    if (timed & possible).sum() > 1 and shifted_midnights(time[cells.present & possible], evening=True):
        gathered.once(Problem(cells.where, WHAT, REMEDY, tuple(int(row) for row in day.index[timed & possible])))
    why = say("column {column}: a time of day beside the date does not count", column=cells.settings.column)
    concerned = timed & possible
    gathered.note("time_of_day_dropped", table, say("changed"), why, rows=day.index[concerned], ids=() if ids is None else ids[concerned])
    return Dates(day.where(possible).astype(DTYPES["date"]), read.month_only & possible)


def _remedy(cells: Cells) -> str:
    if pd.api.types.is_numeric_dtype(cells.values):
        if cells.key.endswith(".birth_date") and cells.values.dropna().between(FIRST.year, LAST.year).all():
            return f"a year alone is no date: map it as {cells.key.removesuffix('date')}year"
        return f"the cells hold numbers: make the column a date, or give {cells.key}.date_format"
    if pd.api.types.is_datetime64_any_dtype(cells.values):
        return f"mend the cells, or declare stand-ins under {cells.key}.missing"
    written = f"as {cells.settings.date_format}" if cells.settings.date_format else "year-month-day"
    return f"dates are read {written}: mend the cells, give {cells.key}.date_format, or declare codes under .missing"


def _format_is_known(cells: Cells, gathered: Gathered) -> bool:
    """Whether `date_format` tells the whole date, or year and month only; if not, it is one problem for all its columns."""
    written = cells.settings.date_format
    if written is None:
        return True
    parts = _parts(written)
    if _whole_date(parts) or _month_only(parts):
        return True
    remedy = "write it with %Y or %y (year), %m, %b or %B (month) and %d (day), such as %d-%m-%Y; without %d, dates are known to the month"
    gathered.once(Problem(f"{cells.key}.date_format", "this is no way of writing a date", remedy))
    return False


def _parts(written: str) -> list[str]:
    """Letters that follow a % sign; '' where it stands last."""
    return re.findall(r"%(.?)", written.replace("%%", ""), re.DOTALL)


def _whole_date(parts: list[str]) -> bool:
    core = [part for part in parts if part not in BESIDE]
    return _consists_of(core, YEAR, MONTH, DAY) or _consists_of(core, YEAR, DAY_OF_YEAR)


def _month_only(parts: list[str]) -> bool:
    return _consists_of(parts, YEAR, MONTH)


def _consists_of(parts: list[str], *kinds: frozenset[str]) -> bool:
    """Whether there is one part of each kind, and no other."""
    return len(parts) == len(kinds) and all(len(kind & set(parts)) == 1 for kind in kinds)


def _from_distinct(cells: Cells) -> tuple[Dates, pd.Series]:
    """Dates out of text, and the time of day beside each; every way in which a day is written is read once."""
    known = cells.distinct
    read, time = from_text(known.values, cells.settings.date_format)
    return Dates(known.spread(read.dates), known.cells(read.month_only)), known.spread(time)


def from_text(text: pd.Series, written: str | None) -> tuple[Dates, pd.Series]:
    """Dates out of text, and the time of day beside each.

    Parameters
    ----------
    text : Series of string
    written : str or None
        A `date_format`; year-month-day is read beside it, and alone without it.

    Returns
    -------
    dates : Dates
        Missing where a text is no date so written.
    time : Series of timedelta
    """
    iso = text.str.extract(f"^{ISO_DAY}$")
    day = iso[0]
    time = pd.to_timedelta(iso[1].where(iso[1].str.count(":").ne(1), iso[1] + ":00"), errors="coerce").fillna(pd.Timedelta(0))
    month = text.str.extract(f"^{ISO_MONTH}$")[0]
    result = pd.to_datetime(day.fillna(month + "-01"), format="%Y-%m-%d", errors="coerce")
    month_only = month.notna()
    if written is None:
        return Dates(result, month_only), time
    own = pd.to_datetime(text, format=written, errors="coerce").astype("datetime64[ns]")
    if written.startswith("%Y"):
        # Year first, yet perhaps year-day-month: only the format itself may say which is the month.
        result, month_only = result.where(month_only), month_only & own.isna()
    no_day = own.notna() & _month_only(_parts(written))
    time = (own - own.dt.normalize()).fillna(time)
    return Dates(own.fillna(result), (month_only & own.isna()) | no_day), time
