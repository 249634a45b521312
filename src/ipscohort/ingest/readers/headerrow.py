"""The row that holds the columns' names, in files that have no other place for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ipscohort.config.ingest import File
from ipscohort.ingest.rawtable import named_columns, refuse

SEARCHED = 100
"""Rows in which names are looked for."""


def names_row(rows: Sequence[Iterable[Any]], file: File) -> tuple[int, int]:
    """The row that holds most of the columns that the settings name, and how many; 0 of row 0 where none holds enough.

    Parameters
    ----------
    rows : sequence of rows
        Cells as text; others hold no names.
    file : config.ingest.File
    """
    named = named_columns(file.model_dump())
    held = [_held(row, named) for row in rows[:SEARCHED]]
    most = max(held, default=0)
    return (held.index(most) + 1, most) if most >= min(2, len(named)) and most else (0, 0)


def held(row: Iterable[Any], file: File) -> int:
    """How many of the columns that the settings name stand in a row."""
    return _held(row, named_columns(file.model_dump()))


def _held(row: Iterable[Any], named: set[str]) -> int:
    return len(named & {cell.strip() for cell in row if isinstance(cell, str)})


def check_names_row(rows: Sequence[Iterable[Any]], file: File, where: str, also: str = "") -> None:
    """Refuse a file whose names stand in another row than the settings say, such as one below a title.

    Parameters
    ----------
    rows : sequence of rows
    file : config.ingest.File
    where : str
    also : str
        Another key to set, with its value.
    """
    if not rows:
        refuse(where, "the file holds no column names", "write the columns' names into row 1")
    if file.header_row > len(rows):
        refuse(where, f"header_row says {file.header_row}, and the file has {len(rows)} rows", "give the row that holds the columns' names")
    found, count = names_row(rows, file)
    if not found or held(rows[file.header_row - 1], file):
        return
    said = f"row {found} holds {count} of them" if count > 1 else f"row {found} holds one of them"
    what = f"row {file.header_row} holds none of the columns that the settings name, and {said}"
    refuse(where, what, f"set header_row: {found}{also} for the file")
