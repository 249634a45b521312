"""Numbers that answer: each printed number with every digit, the rows that it comes from, and an id.

A table's cells and the sentences around it hold the same `Number`s, so that a page, a Word file and the terminal can say of each
what it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import reduce
from operator import and_
from string import Formatter
from typing import TYPE_CHECKING

from ipscohort.catalogue.stages import FILES
from ipscohort.words import say

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


class Filter(Enum):
    """A filter on a column that is no value of it."""

    KNOWN = "not missing"
    MISSING = "missing"
    ABOVE_0 = "> 0"


Where = tuple[tuple[str, object], ...]
"""Rows selected: a column and its value, or a Filter, for each condition."""

FORMS: dict[str, Callable[[float], float]] = {
    "{}": lambda value: value,
    "1 - {}": lambda value: 1 - value,
    "100 * {}": lambda value: 100 * value,
    "exp({})": math.exp,
}
"""How a number follows from the column that holds it."""


@dataclass(frozen=True)
class Source:
    """Where a number comes from.

    Attributes
    ----------
    file : str
        Name of the file between stages (catalogue.stages.FILES).
    column : str
        Its column, whatever the number makes of it.
    where : tuple of (str, object)
        The rows selected: values of columns, or a Filter.
    whole : tuple of (str, object), optional
        Of a percentage: the rows that it is a share of.
    form : str
        One of FORMS: what is read of the column.
    """

    file: str
    column: str
    where: Where = ()
    whole: Where | None = None
    form: str = "{}"

    def __str__(self) -> str:
        text = f"{self.path}: {self.form.format(self.column)}{_selection(self.where)}"
        return text if self.whole is None else f"{text} of{_selection(self.whole) or ' [all rows]'}"

    @property
    def path(self) -> str:
        """Where the file lies in the cohort's results."""
        return FILES[self.file].path

    def read_as(self, form: str) -> Source:
        """The same column, read as one of FORMS."""
        return replace(self, form=form)

    def rows(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows of its file that are selected."""
        return selected(frame, self.where)

    def count(self, frame: pd.DataFrame) -> int:
        """How many rows of its file are selected."""
        return int(meeting(frame, self.where).sum()) if self.where else len(frame)

    def key(self, name: str) -> str:
        """The value that a column must have, '' where it isn't selected by one."""
        found = dict(self.where).get(name, "")
        return "" if isinstance(found, Filter) else str(found)


def source(file: str, column: str, **where: object) -> Source:
    """Where a number comes from, shown as 'path: column [column = value, column not missing]'. A flag that is true reads yes."""
    return Source(file, column, tuple(where.items()))


def share_source(file: str, column: str, part: Mapping[str, object], whole: Mapping[str, object]) -> tuple[Source, Source, Source]:
    """Sources of a count, of what it is a share of, and of the percentage ('path: column [counted] of [all]')."""
    counted, of = source(file, column, **part), source(file, column, **whole)
    return counted, of, replace(counted, whole=of.where)


def selected(frame: pd.DataFrame, where: Where) -> pd.DataFrame:
    """The rows of a file that meet every condition.

    Raises
    ------
    KeyError
        A condition names a column that the file does not have.
    """
    return frame[meeting(frame, where)] if where else frame


def meeting(frame: pd.DataFrame, where: Where) -> np.ndarray:
    """Which rows of a file meet every condition, of one at least: shape (rows,).

    Raises
    ------
    KeyError
        A condition names a column that the file does not have.
    """
    return reduce(and_, (meets(frame[name], wanted) for name, wanted in where))


def meets(values: pd.Series, wanted: object) -> np.ndarray:
    """Which values meet a condition: shape (rows,); a missing one meets only the filter that asks for it."""
    return _meets(values, wanted).fillna(False).to_numpy(dtype=bool)


def _meets(values: pd.Series, wanted: object) -> pd.Series:
    if wanted is Filter.ABOVE_0:
        return values.gt(0)
    if isinstance(wanted, Filter):
        return values.isna() == (wanted is Filter.MISSING)
    if str(values.dtype) == "boolean":
        return values.eq(wanted == "yes")
    if str(values.dtype) in ("Float64", "Int64"):
        return values.eq(float(str(wanted)))
    return values.astype("string").eq(str(wanted))


def _selection(where: Where) -> str:
    """Each condition on a column of the file; empty where it is all rows."""
    parts = [f"{key} {value.value}" if isinstance(value, Filter) else f"{key} = {value}" for key, value in where]
    return f" [{', '.join(parts)}]" if parts else ""


@dataclass(frozen=True)
class Number:
    """One number of a printed cell or sentence.

    Attributes
    ----------
    statistic : str
        What it is: n, percent, mean, median, lower limit, ...
    value : float
        With every digit; NaN where it is not defined.
    source : Source
        The rows that it comes from.
    """

    statistic: str
    value: float
    source: Source


@dataclass(frozen=True)
class Cell:
    """One printed cell, or the part of a sentence that holds numbers.

    Attributes
    ----------
    text : str
        As printed, without footnote marks.
    numbers : tuple of Number
        Every number in it, in the order printed, and those that it hangs on.
    notes : tuple of str
        Footnotes, by their text; `Table.marks` gives each its mark.
    """

    text: str = ""
    numbers: tuple[Number, ...] = ()
    notes: tuple[str, ...] = ()


class Note(str):
    """A footnote: its text, which is all that most of the code needs of it, and the parts that hold numbers.

    Attributes
    ----------
    parts : tuple of str or Cell
        Plain text, and cells with their numbers, in the order read; the text is theirs, put together.
    """

    parts: tuple[str | Cell, ...]

    def __new__(cls, *parts: str | Cell) -> Note:
        """Put the parts together."""
        note = super().__new__(cls, "".join(part if isinstance(part, str) else part.text for part in parts))
        note.parts = parts
        return note

    @property
    def numbers(self) -> tuple[Number, ...]:
        """Every number in it."""
        return tuple(number for part in self.parts if isinstance(part, Cell) for number in part.numbers)


def tell(text: str, /, **parts: object) -> Note:
    """A text in the language spoken whose {parts} may be cells and notes, which keep their numbers; anything else is filled in as by `say`."""
    found: list[str | Cell] = []
    for plain, name, how, _ in Formatter().parse(say(text)):
        value = "" if name is None else parts[name]
        found += [plain] if plain else []
        if isinstance(value, Note):
            found += value.parts
        elif name is not None:
            found.append(value if isinstance(value, Cell) else format(value, how or ""))
    return Note(*found)


def together(notes: Iterable[str], between: str = "") -> Note:
    """Texts one after another, as one; those that are notes keep their numbers."""
    found: list[str | Cell] = []
    for note in notes:
        found += [between] if found and between else []
        found += note.parts if isinstance(note, Note) else [note] if note else []
    return Note(*found)


def quoted(text: str, numbers: Iterable[Number]) -> Note:
    """A sentence of a tidy file as it stands there, whole, with the numbers that it hangs on."""
    return Note(Cell(text, tuple(numbers)))


HEADING, FOOTNOTE = -1, -2
"""`Place.row` of a heading, and of a part of a note below a table."""


@dataclass(frozen=True)
class Place:
    """A heading or cell of a table, or a part of a sentence or footnote, that holds numbers.

    Attributes
    ----------
    name : str
        The table's or the phrase's.
    path : str
        The row in words, 'group > variable > level', or 'footnote a'; '' for a heading.
    heading : str
        The column in words; '' for a phrase and a footnote.
    printed : str
        The whole cell or heading.
    numbers : tuple of Number
    ids : tuple of str
        Of each number: `<name>.<k>`, k counting the numbers in reading order from 1.
    notes : tuple of str
        Footnotes of the cell, its row, its column and what stands above it.
    row, column : int
        Position among a table's rows and columns; HEADING for a heading; FOOTNOTE, and the position among the parts of the table's
        notes that hold numbers.
    """

    name: str
    path: str
    heading: str
    printed: str
    numbers: tuple[Number, ...]
    ids: tuple[str, ...]
    notes: tuple[str, ...] = ()
    row: int = 0
    column: int = 0


@dataclass(frozen=True)
class Phrase:
    """A sentence or caption whose numbers answer.

    Attributes
    ----------
    name : str
        What its numbers' ids begin with: no other phrase and no table has it.
    parts : tuple of str or Cell
        Plain text, and cells with their numbers, in the order read.
    """

    name: str
    parts: tuple[str | Cell, ...]

    @property
    def text(self) -> str:
        """As read."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    def numbered(self) -> Iterator[tuple[str | Cell, tuple[str, ...]]]:
        """Each part with the ids of its numbers; none for plain text."""
        ids = Ids(self.name)
        for part in self.parts:
            yield part, () if isinstance(part, str) else ids.of(part.numbers)

    def places(self) -> Iterator[Place]:
        """Its parts with numbers, as a table's `places` gives them."""
        for part, ids in self.numbered():
            if not isinstance(part, str) and ids:
                yield Place(self.name, self.text, "", part.text, part.numbers, ids, part.notes)


class Ids:
    """Ids of the numbers of a table or phrase, in reading order: name.1, name.2, ..."""

    def __init__(self, name: str):
        self.name, self.given = name, 0

    def of(self, numbers: tuple[Number, ...]) -> tuple[str, ...]:
        """The next ids, one for each number."""
        first = self.given + 1
        self.given += len(numbers)
        return tuple(f"{self.name}.{k}" for k in range(first, self.given + 1))
