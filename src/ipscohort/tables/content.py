"""What a table says, apart from how it is drawn: printed text beside the full value and the place each number comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_lowercase


@dataclass(frozen=True)
class Number:
    """One number of a printed cell.

    Attributes
    ----------
    statistic : str
        What it is: n, percent, mean, median, lower limit, ...
    value : float
        With every digit; NaN where it is not defined.
    source : str
        File of the results and key that it comes from.
    """

    statistic: str
    value: float
    source: str


@dataclass(frozen=True)
class Cell:
    """One printed cell.

    Attributes
    ----------
    text : str
        As printed, without footnote marks.
    numbers : tuple of Number
        Every number in it, in the order printed.
    notes : tuple of str
        Footnotes, by their text; `Table.marks` gives each its mark.
    """

    text: str = ""
    numbers: tuple[Number, ...] = ()
    notes: tuple[str, ...] = ()


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
    """One column: its heading, the heading that it shares with neighbours (or ''), footnotes; `text` for words rather than numbers."""

    label: str
    spanner: str = ""
    notes: tuple[str, ...] = ()
    text: bool = False

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

    @staticmethod
    def paths(group: RowGroup) -> Iterator[tuple[str, Row]]:
        """Each row of a group with its place: 'group > variable > level'."""
        above = ""
        for row in group.rows:
            above = above if row.indent else row.label
            parts = (group.label, above if row.indent else "", row.label)
            yield " > ".join(part for part in parts if part), row

    def marks(self) -> dict[str, str]:
        """Footnote text -> its mark: a, b, c, ... in reading order."""
        found: dict[str, str] = {}
        for note in self._marked():
            found.setdefault(note, _letter(len(found)))
        return found

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
    row = Row("Not available", (Cell(why),))
    return Table(name, title, "", (Column("Why", text=True),), (RowGroup("", (row,)),), (), synthetic, why)
