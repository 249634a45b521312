"""Every number of every table: its id, all its digits, and the place that it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from ipscohort.display.numbers import Ids, Number
from ipscohort.tables.content import Table

HEADING = -1
"""`Place.row` of the headings."""


@dataclass(frozen=True)
class Place:
    """A heading or cell of a table that holds numbers.

    Attributes
    ----------
    row, column : int
        Position among the table's rows and columns; HEADING for a heading.
    path : str
        The row in words, 'group > variable > level'; '' for a heading.
    heading : str
        The column in words.
    printed : str
        The whole cell, or the whole heading.
    numbers : tuple of Number
    ids : tuple of str
        Of each number: `<table>.<k>`, k counting the table's numbers in reading order from 1.
    notes : tuple of str
        Footnotes of the cell, its row and its column.
    """

    row: int
    column: int
    path: str
    heading: str
    printed: str
    numbers: tuple[Number, ...]
    ids: tuple[str, ...]
    notes: tuple[str, ...] = ()


def places(table: Table) -> Iterator[Place]:
    """Every heading and cell with numbers, in reading order: the one place that gives numbers of tables their ids."""
    ids = Ids(table.name)
    for j, column in enumerate(table.columns):
        if column.numbers:
            yield Place(HEADING, j, "", column.heading, column.label, column.numbers, ids.of(column.numbers), column.notes)
    for i, (path, row, above) in enumerate(table.paths()):
        for j, (column, cell) in enumerate(zip(table.columns, row.cells, strict=False)):
            if cell.numbers:
                notes = tuple(dict.fromkeys((*cell.notes, *row.notes, *column.notes, *above)))
                yield Place(i, j, path, column.heading, cell.text, cell.numbers, ids.of(cell.numbers), notes)


def ids_of(table: Table) -> dict[tuple[int, int], tuple[str, ...]]:
    """Row and column of a place -> the ids of its numbers, for who draws the table."""
    return {(place.row, place.column): place.ids for place in places(table)}


def cells_frame(tables: Mapping[str, Table]) -> pd.DataFrame:
    """One row for each number of each heading and printed cell.

    Returns
    -------
    DataFrame
        Columns id, table, row ('' for a heading), column, printed (the whole cell), statistic, value (every digit), source (file and key).
    """
    found = [
        (number_id, table.name, place.path, place.heading, place.printed, number.statistic, number.value, str(number.source))
        for table in tables.values()
        for place in places(table)
        for number_id, number in zip(place.ids, place.numbers, strict=True)
    ]
    return pd.DataFrame(found, columns=["id", "table", "row", "column", "printed", "statistic", "value", "source"])
