"""Panel: one column per week or month, in the participants' file or in one of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipscohort.config.ingest import Column, Panel
from ipscohort.ingest.cells import take
from ipscohort.ingest.codes import code_keys
from ipscohort.ingest.gather import Gathered
from ipscohort.ingest.rawtable import RawTable
from ipscohort.ingest.shapers.common import Shaped, Sources, own_ids
from ipscohort.ingest.shapers.numbered import matching, twice
from ipscohort.words import say

MONTHS_PER_YEAR = 12
UNKNOWN = "unknown"


def shape(source: str, settings: Panel, sources: Sources) -> Shaped:
    """Status by person and period since inclusion, periods from 1.

    Parameters
    ----------
    source : str
        The source's name in the settings.
    settings : config.ingest.Panel
    sources : Sources

    Returns
    -------
    Shaped
        With `panel`. Calendar months: the month of inclusion is period 1, months before it are left out, months
        between inclusion and the first column are unknown, and persons without inclusion date are left out.
    """
    key = f"ingest.jobs.{source}"
    table = sources.tables.get(f"jobs.{source}" if settings.file else "participants")
    if table is None:
        return Shaped()
    ids, shown = own_ids(source, table, settings.id, settings.id_match, sources) if settings.file else (sources.people.ids, None)
    columns = _columns(table, settings, key, sources.gathered)
    if columns.empty:
        return Shaped()
    status = _status(table, list(columns["column"]), settings, key, sources.gathered)
    if settings.counted_from == "inclusion":
        periods = np.tile(columns["n"].to_numpy(), (len(ids), 1))
    else:
        rows = _Rows.of(ids, sources)
        periods = _periods(columns, rows.included)
        periods, status = _from_inclusion(periods, status, rows, sources.gathered, settings.columns)
    long = {
        "id": np.repeat(ids.to_numpy(dtype=object), status.shape[1]),
        "row": np.repeat(ids.index.to_numpy(), status.shape[1]),
        "period": periods.ravel(),
        "status": status.ravel(),
    }
    return Shaped(panel=pd.DataFrame(long).query("period >= 1"), shown_ids=shown)


@dataclass(frozen=True)
class _Rows:
    """Rows of the file that holds the panel.

    Attributes
    ----------
    ids : Series of string
    included : Series of datetime64
        Inclusion date of each row's person.
    strangers : ndarray of bool
        Whether the id is no participant's; cleaning lists such rows.
    """

    ids: pd.Series
    included: pd.Series
    strangers: np.ndarray

    @classmethod
    def of(cls, ids: pd.Series, sources: Sources) -> _Rows:
        dates = sources.people.frame.drop_duplicates("id").set_index("id")["inclusion_date"]
        if ids is sources.people.ids:
            return cls(ids, sources.people.frame["inclusion_date"], np.zeros(len(ids), dtype=bool))
        return cls(ids, ids.map(dates).astype(dates.dtype), ~ids.isin(dates.index).to_numpy(dtype=bool))


def _columns(table: RawTable, settings: Panel, key: str, gathered: Gathered) -> pd.DataFrame:
    """The panel's columns in order of time; a gap in their numbering is a problem."""
    found = matching(settings.columns, table.frame.columns)
    where = f"{key}.columns: {settings.columns}"
    if found.empty:
        digits = " (a year of four digits, a month of one or two)" if settings.counted_from == "calendar" else ""
        gathered.columns.lacks(table, f"no column fits '{settings.columns}'{digits}, which {key}.columns names", settings.columns)
        return found
    double = twice(found)
    if double:
        gathered.problems.add(where, f"columns with the same number: {', '.join(double)}", "rename one of them")
    if settings.counted_from == "calendar":
        wrong = found.loc[~found["month"].between(1, MONTHS_PER_YEAR), "column"]
        if len(wrong):
            gathered.problems.add(
                where, f"columns whose month is not 1 to 12: {', '.join(wrong)}", "rename them, or swap {year} and {month}"
            )
        short = found.loc[found["year"].lt(1800), "column"]
        if len(short):
            gathered.problems.add(where, f"columns whose year is not of four digits: {', '.join(short)}", "rename them")
        found = found.assign(n=found["year"] * MONTHS_PER_YEAR + found["month"] - 1)
    first = 1 if settings.counted_from == "inclusion" else int(found["n"].min())
    lacking = sorted(set(range(first, int(found["n"].max()) + 1)) - set(found["n"]))
    if lacking or found["n"].min() < first:
        what = "the numbering starts below 1" if found["n"].min() < first else f"periods without a column: {_shown(lacking, settings)}"
        remedy = "the first period since inclusion is 1; every period up to the last needs its column, empty where nothing is known"
        gathered.problems.add(f"{table.where}, {where}", what, remedy)
    return found


def _shown(numbers: list[int], settings: Panel, most: int = 10) -> str:
    if settings.counted_from == "calendar":
        shown = [f"{n // MONTHS_PER_YEAR}-{n % MONTHS_PER_YEAR + 1:02d}" for n in numbers[:most]]
    else:
        shown = [str(n) for n in numbers[:most]]
    return ", ".join(shown) + (f" and {len(numbers) - most} more" if len(numbers) > most else "")


def _status(table: RawTable, columns: list[str], settings: Panel, key: str, gathered: Gathered) -> np.ndarray:
    """Status words, shape (persons, columns); values in no code are one problem for all columns."""
    result = np.empty((len(table.frame), len(columns)), dtype=object)
    strange: dict[str, pd.Index] = {}
    for k, name in enumerate(columns):
        cells = take(table, Column(column=name, codes=settings.codes), f"{key}.columns", gathered)
        words = cells.text.map(cells.codes).astype("string")
        wrong = cells.present & words.isna()
        if wrong.any():
            strange[name] = wrong.index[wrong]
        result[:, k] = words.fillna(UNKNOWN).to_numpy(dtype=object)
    if strange:
        named = ", ".join(list(strange)[:10]) + (f" and {len(strange) - 10} more" if len(strange) > 10 else "")
        known = ", ".join(f"'{code}'" for code in code_keys(settings.codes))
        rows = sorted(set().union(*strange.values()))
        what = f"values that are no code of {key}.codes"
        gathered.problems.add(f"{table.where}, columns {named}", what, f"its codes are {known}; add what is missing there", rows=rows)
    return result


def _periods(columns: pd.DataFrame, included: pd.Series) -> np.ndarray:
    """Number of the period of each calendar month since inclusion, shape (persons, columns); 0 without inclusion date."""
    month = (included.dt.year * MONTHS_PER_YEAR + included.dt.month - 1).to_numpy(dtype=float, na_value=np.nan)
    periods = columns["n"].to_numpy()[None, :] - month[:, None] + 1
    return np.where(np.isfinite(periods), periods, 0).astype("int64")


def _from_inclusion(
    periods: np.ndarray, status: np.ndarray, people: _Rows, gathered: Gathered, pattern: str
) -> tuple[np.ndarray, np.ndarray]:
    """Leave out months before inclusion, and put unknown months between inclusion and the first column."""
    ids, included = people.ids, people.included.notna().to_numpy()
    before = ((periods < 1) & (status != UNKNOWN) & included[:, None]).any(axis=1)
    why = say("columns {pattern}: months before inclusion do not count", pattern=pattern)
    gathered.note("months_before_inclusion", "panel", say("dropped"), why, ids=ids[before], rows=ids.index[before])
    why = say("columns {pattern}: without inclusion date months can't be counted", pattern=pattern)
    undated = ~included & ~people.strangers
    gathered.note("panel_without_inclusion_date", "panel", say("dropped"), why, ids=ids[undated], rows=ids.index[undated])
    periods = np.where(people.strangers[:, None], np.arange(1, periods.shape[1] + 1), periods)  # nobody's: kept to be listed
    first = np.where(included, periods[:, 0], 1)
    late = int(max(first.max() - 1, 0))
    if late:
        lead = np.arange(1, late + 1)[None, :]
        lead = np.where(lead < first[:, None], lead, 0)
        periods = np.hstack([lead, periods])
        status = np.hstack([np.full(lead.shape, UNKNOWN, dtype=object), status])
        rows = ids.index[first > 1]
        why = say("columns {pattern}: months between inclusion and the first column are unknown", pattern=pattern)
        gathered.note("months_without_column", "panel", say("set unknown"), why, ids=ids[first > 1], rows=rows)
    return periods, status
