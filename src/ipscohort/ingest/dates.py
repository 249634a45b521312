"""Cells of one column as dates. A date known to its month only is told apart; a time of day is dropped and noted."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ipscohort.contracts import DTYPES
from ipscohort.ingest.cells import Cells
from ipscohort.ingest.gather import Gathered

FIRST, LAST = pd.Timestamp("1800-01-01"), pd.Timestamp("2199-12-31")
"""Dates outside are slips of the keyboard, such as the year 0215 or 20155, in records of living persons."""
ISO_DAY = r"\s*(\d{4}-\d{1,2}-\d{1,2})(?:[T ]+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?:Z|[+-]\d{2}:?\d{2})?)?\s*"
ISO_MONTH = r"\s*(\d{4}-\d{1,2})\s*"


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
    if pd.api.types.is_datetime64_any_dtype(cells.values):
        read = Dates(cells.values, pd.Series(False, index=cells.values.index))
        timed = cells.present & cells.values.ne(cells.values.dt.normalize())
    else:
        read, timed = _from_text(cells, gathered)
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
    why = f"column {cells.settings.column}: a time of day beside the date does not count"
    concerned = timed & possible
    gathered.note("time_of_day_dropped", table, "changed", why, rows=day.index[concerned], ids=() if ids is None else ids[concerned])
    return Dates(day.where(possible).astype(DTYPES["date"]), read.month_only & possible)


def _remedy(cells: Cells) -> str:
    if pd.api.types.is_numeric_dtype(cells.values):
        return f"the cells hold numbers: make the column a date, or give {cells.key}.date_format"
    if pd.api.types.is_datetime64_any_dtype(cells.values):
        return f"mend the cells, or declare stand-ins under {cells.key}.missing"
    written = f"as {cells.settings.date_format}" if cells.settings.date_format else "year-month-day"
    return f"dates are read {written}: mend the cells, give {cells.key}.date_format, or declare codes under .missing"


def _from_text(cells: Cells, gathered: Gathered) -> tuple[Dates, pd.Series]:
    """Dates out of text, and which of them carry a time of day other than midnight."""
    text = cells.text.astype("string")
    iso = text.str.extract(f"^{ISO_DAY}$")
    day, time = iso[0], iso[1].fillna("0")
    month = text.str.extract(f"^{ISO_MONTH}$")[0]
    result = pd.to_datetime(day.fillna(month + "-01"), format="%Y-%m-%d", errors="coerce")
    month_only, timed = month.notna(), time.str.contains("[1-9]", regex=True)
    written = cells.settings.date_format
    if written is None:
        return Dates(result, month_only), timed
    own = _by_format(text, written, cells, gathered)
    if written.startswith("%Y"):
        # Year first, yet perhaps year-day-month: only the format itself may say which is the month.
        result, month_only = result.where(month_only), month_only & own.isna()
    no_day = own.notna() & ("%d" not in written and "%j" not in written)
    timed = (own.notna() & own.ne(own.dt.normalize())) | (own.isna() & timed)
    return Dates(own.fillna(result), (month_only & own.isna()) | no_day), timed


def _by_format(text: pd.Series, written: str, cells: Cells, gathered: Gathered) -> pd.Series:
    try:
        if "%" not in written:
            raise ValueError
        return pd.to_datetime(text, format=written, errors="coerce").astype("datetime64[ns]")
    except (ValueError, TypeError):
        remedy = "write it with %d (day), %m (month) and %Y (year), such as %d-%m-%Y"
        gathered.problems.add(f"{cells.key}.date_format", "this is no way of writing a date", remedy)
        return pd.Series(pd.NaT, index=text.index, dtype="datetime64[ns]")
