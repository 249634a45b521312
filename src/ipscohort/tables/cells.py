"""Every number of every table: its id, all its digits, and the place that it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from ipscohort.display.numbers import HEADING, Ids, Place
from ipscohort.tables.content import Table


def places(tables: Mapping[str, Table]) -> Iterator[Place]:
    """Every heading and cell with numbers of every table, in reading order."""
    for table in tables.values():
        yield from places_of(table)


def places_of(table: Table) -> Iterator[Place]:
    """Those of one table: this alone gives the numbers of tables their ids."""
    ids = Ids(table.name)
    for j, column in enumerate(table.columns):
        if column.numbers:
            found = ids.of(column.numbers)
            yield Place(table.name, "", column.heading, column.label, column.numbers, found, column.notes, HEADING, j)
    for i, (path, row, above) in enumerate(table.paths()):
        for j, (column, cell) in enumerate(zip(table.columns, row.cells, strict=False)):
            if cell.numbers:
                notes = tuple(dict.fromkeys((*cell.notes, *row.notes, *column.notes, *above)))
                yield Place(table.name, path, column.heading, cell.text, cell.numbers, ids.of(cell.numbers), notes, i, j)


def ids_of(table: Table) -> dict[tuple[int, int], tuple[str, ...]]:
    """Row and column of a place -> the ids of its numbers, for who draws the table."""
    return {(place.row, place.column): place.ids for place in places_of(table)}


def cells_frame(tables: Mapping[str, Table]) -> pd.DataFrame:
    """One row for each number of each heading and printed cell.

    Returns
    -------
    DataFrame
        Columns id, table, row ('' for a heading), column, printed (the whole cell), statistic, value (every digit), source (file and key).
    """
    found = [
        (number_id, place.name, place.path, place.heading, place.printed, number.statistic, number.value, str(number.source))
        for place in places(tables)
        for number_id, number in zip(place.ids, place.numbers, strict=True)
    ]
    return pd.DataFrame(found, columns=["id", "table", "row", "column", "printed", "statistic", "value", "source"])
