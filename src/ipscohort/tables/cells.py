"""Every number of every table: its id, all its digits, and the place that it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from ipscohort.display.numbers import FOOTNOTE, HEADING, Cell, Ids, Note, Place
from ipscohort.tables.content import Table
from ipscohort.words import say


def places(tables: Mapping[str, Table]) -> Iterator[Place]:
    """Every heading, cell and part of a note with numbers of every table, in reading order."""
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
    yield from _in_notes(table, ids)


def _in_notes(table: Table, ids: Ids) -> Iterator[Place]:
    """Those below the table, after all of its cells; a footnote that several cells share once."""
    position = 0
    for number, (mark, note) in enumerate(table.printed_notes(), 1):
        path = say("footnote {mark}", mark=mark) if mark else say("note {number}", number=number)
        for part in parts_of(note):
            if isinstance(part, Cell) and part.numbers:
                yield Place(table.name, path, "", part.text, part.numbers, ids.of(part.numbers), (str(note),), FOOTNOTE, position)
                position += 1


def parts_of(note: str) -> tuple[str | Cell, ...]:
    """A note's parts in reading order; one that holds no numbers is one part."""
    return note.parts if isinstance(note, Note) else (note,)


def noted(table: Table) -> Iterator[tuple[str, list[tuple[str, tuple[str, ...]]]]]:
    """Each note below a table for who draws it: its mark ('' for what holds for the whole table), and its parts with their numbers' ids."""
    left = iter([place.ids for place in places_of(table) if place.row == FOOTNOTE])
    for mark, note in table.printed_notes():
        yield mark, [(part, ()) if isinstance(part, str) else (part.text, next(left) if part.numbers else ()) for part in parts_of(note)]


def ids_of(table: Table) -> dict[tuple[int, int], tuple[str, ...]]:
    """Row and column of a place -> the ids of its numbers, for who draws the table."""
    return {(place.row, place.column): place.ids for place in places_of(table)}


def cells_frame(tables: Mapping[str, Table]) -> pd.DataFrame:
    """One row for each number of each heading, printed cell and footnote.

    Returns
    -------
    DataFrame
        Columns id, table, row ('' for a heading), column, printed (the whole cell, or the part of a footnote), statistic, value (every digit), source (file and key).
    """
    found = [
        (number_id, place.name, place.path, place.heading, place.printed, number.statistic, number.value, str(number.source))
        for place in places(tables)
        for number_id, number in zip(place.ids, place.numbers, strict=True)
    ]
    return pd.DataFrame(found, columns=["id", "table", "row", "column", "printed", "statistic", "value", "source"])
