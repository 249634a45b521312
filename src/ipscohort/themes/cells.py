"""Columns of the files that themes are read from: words that must be there, and words that must be known."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pandas as pd

from ipscohort.config.ingest import Column
from ipscohort.errors import nearest
from ipscohort.ids.look_alike import look_alike
from ipscohort.ids.matching import in_one_form
from ipscohort.ingest.cells import Cells, take
from ipscohort.ingest.gather import Gathered
from ipscohort.ingest.rawtable import RawTable
from ipscohort.ingest.values import words


def text(table: RawTable, column: Column | None, key: str, gathered: Gathered) -> pd.Series:
    """A column as text; all missing where the settings name none, or the file does not have it (a problem already)."""
    if column is None:
        return pd.Series(pd.NA, index=table.frame.index, dtype="string")
    return words(take(table, column, key, gathered), gathered)


def needed(table: RawTable, column: Column, key: str, what: str, remedy: str, gathered: Gathered) -> pd.Series:
    """A column as text; blank cells are a problem, such as 'segments without a participant'."""
    cells = take(table, column, key, gathered)
    blank = cells.text.index[~cells.present]
    if len(blank) and not cells.absent:
        gathered.problems.add(cells.where, what, remedy, rows=blank)
    return words(cells, gathered)


def needed_ids(table: RawTable, column: Column, key: str, what: str, remedy: str, gathered: Gathered) -> pd.Series:
    """The same of what rows are put together by, in one form of each character; two that only look the same are a problem."""
    ids = in_one_form(needed(table, column, key, what, remedy, gathered))
    alike = ids.index[ids.isin(look_alike(ids))]
    if len(alike):
        what = (
            "cells that look alike and are not the same, as letters of other alphabets or wide ones stand in them (a Cyrillic or Greek A)"
        )
        gathered.problems.add(where(table, column), what, "write each in letters of one alphabet", rows=alike)
    return ids


def known(values: pd.Series, names: Collection[str], where: str, noun: str, key: str, gathered: Gathered) -> pd.Series:
    """The values; those that are none of the names are a problem that says which are near, and go missing."""
    strange = values.notna() & ~values.isin(list(names))
    if strange.any():
        found = set(values[strange])
        hint = nearest(found.pop(), names) if len(found) == 1 else f"known are {', '.join(names)}"
        remedy = f"mend the cells, or add what is missing to {key}; {hint or 'it knows none'}"
        gathered.problems.add(where, f"{noun} that the settings do not know", remedy, rows=values.index[strange])
    return values.mask(strange)


def directions(table: RawTable, column: Column, key: str, gathered: Gathered) -> pd.Series:
    """Facilitator, barrier, or neither where the cell is blank."""
    cells = take(table, column, key, gathered)
    return one_word(cells, ("facilitator", "barrier", "neither"), gathered).fillna("neither")


def one_word(cells: Cells, possible: Iterable[str], gathered: Gathered) -> pd.Series:
    """Cells as one of some words, by the settings' codes, else as they are; anything else is a problem."""
    from ipscohort.ingest.values import one_of

    return one_of(cells, tuple(possible), gathered)


def where(table: RawTable, column: Column) -> str:
    """File and column, for messages."""
    return f"{table.where}, column {column.column.strip()}"
