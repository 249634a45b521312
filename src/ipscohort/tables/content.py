"""What a table says, apart from how it is drawn: printed text beside the full value and the rows each number comes from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_lowercase

from ipscohort.display.numbers import Cell, Number
from ipscohort.words import say


@dataclass(frozen=True)
class Row:
    """One row: its label, how far it is indented, a cell per column (none for a heading), footnotes of the label."""

    label: str
    cells: tuple[Cell, ...] = ()
    indent: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class RowGroup:
    """Rows under one heading; a table without headings has one group with an empty label."""

    label: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    label : str
        Its heading.
    spanner : str
        The heading that it shares with neighbours, or ''.
    notes : tuple of str
        Footnotes.
    text : bool
        Whether it holds words rather than numbers.
    numbers : tuple of Number
        Those in the heading, such as the N of a group.
    p_values : bool
        Whether it holds p-values.
    """

    label: str
    spanner: str = ""
    notes: tuple[str, ...] = ()
    text: bool = False
    numbers: tuple[Number, ...] = ()
    p_values: bool = False

    @property
    def heading(self) -> str:
        """Both headings in one line."""
        return f"{self.spanner}: {self.label}" if self.spanner else self.label


@dataclass(frozen=True)
class Table:
    """A table's whole content.

    Attributes
    ----------
    name : str
        File name without ending, and the table's key everywhere.
    title : str
    stub : str
        Heading of the first column.
    columns : tuple of Column
    groups : tuple of RowGroup
    notes : tuple of str
        What holds for the whole table: population, statistics, tests; printed below it without a mark.
    synthetic : bool
        Whether the records are made up; every rendering says so.
    why_not : str
        Of a table that the records can't fill: why.
    """

    name: str
    title: str
    stub: str
    columns: tuple[Column, ...]
    groups: tuple[RowGroup, ...]
    notes: tuple[str, ...] = ()
    synthetic: bool = False
    why_not: str = ""

    def __post_init__(self) -> None:
        for row in self.rows():
            if row.cells and len(row.cells) != len(self.columns):
                raise ValueError(f"table {self.name}: row '{row.label}' has {len(row.cells)} cells for {len(self.columns)} columns")

    def rows(self) -> Iterator[Row]:
        """All rows in order."""
        for group in self.groups:
            yield from group.rows

    def paths(self) -> Iterator[tuple[str, Row, tuple[str, ...]]]:
        """Each row with its place, 'group > variable > level', and the footnotes of the group and variable above it."""
        for group in self.groups:
            above = Row("")
            for row in group.rows:
                above = above if row.indent else row
                parts = (group.label, above.label if row.indent else "", row.label)
                yield " > ".join(part for part in parts if part), row, (*group.notes, *above.notes)

    def anchors(self) -> list[str]:
        """Where each row is found on a page; no two rows share one."""
        given: Counter[str] = Counter()
        found = []
        for path, _, _ in self.paths():
            anchor = row_anchor(self.name, path)
            given[anchor] += 1
            found.append(anchor if given[anchor] == 1 else f"{anchor}-{given[anchor]}")
        return found

    def marks(self) -> dict[str, str]:
        """Footnote text -> its mark: a, b, c, ... in reading order."""
        found: dict[str, str] = {}
        for note in self._marked():
            found.setdefault(note, _letter(len(found)))
        return found

    def printed_notes(self) -> Iterator[tuple[str, str]]:
        """Mark and text of each note below the table, in reading order; what holds for all of it comes first and has no mark."""
        yield from (("", note) for note in self.notes)
        yield from ((mark, note) for note, mark in self.marks().items())

    def _marked(self) -> Iterator[str]:
        for column in self.columns:
            yield from column.notes
        for group in self.groups:
            yield from group.notes
            for row in group.rows:
                yield from row.notes
                for cell in row.cells:
                    yield from cell.notes


def _letter(position: int) -> str:
    """A ... z, aa, ab, ..."""
    first, second = divmod(position, len(ascii_lowercase))
    return (ascii_lowercase[first - 1] if first else "") + ascii_lowercase[second]


def row_anchor(table: str, path: str) -> str:
    """Where a table's row is found on a page, by the table's name and the row's place."""
    return "-".join(re.findall(r"\w+", f"{table} {path}".replace("_", " ").lower()))


def absent_table(name: str, title: str, why: str, synthetic: bool = False) -> Table:
    """A table that these records can't fill, with the reason in its place."""
    row = Row(say("Not available"), (Cell(why),))
    return Table(name, title, "", (Column(say("Why"), text=True),), (RowGroup("", (row,)),), (), synthetic, why)


__all__ = ["Cell", "Column", "Number", "Row", "RowGroup", "Table", "absent_table", "row_anchor"]
