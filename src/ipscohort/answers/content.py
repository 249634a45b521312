"""What is said of a number, and the file that holds it for every number that is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

from ipscohort.files.tableio import read_json, write_json


@dataclass(frozen=True)
class About:
    """What holds for a number and for others beside it; each is written once.

    Attributes
    ----------
    rules : tuple of str
        The definitions behind it: how the outcome or characteristic comes from the records, how quantiles are computed.
    behind : str
        The N behind it, in words.
    left_out : tuple of str
        Who is not in it, and why.
    formula : str
        The model: outcome ~ exposure + confounders, its kind and the reference; '' where there is none.
    warning : str
        What a reader must know before using it.
    keys : tuple of str
        Settings that would change it.
    """

    rules: tuple[str, ...] = ()
    behind: str = ""
    left_out: tuple[str, ...] = ()
    formula: str = ""
    warning: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What one number is.

    Attributes
    ----------
    id : str
    table, row, column : str
        Where it stands: the table or phrase, its row and column in words.
    printed : str
        The whole cell.
    statistic : str
    value : float or None
        Every digit; None where it is not defined.
    definition : str
        What it is, in a sentence.
    source : str
        The tidy row: file, column and rows selected.
    about : About
    notes : tuple of str
        Footnotes that hold for it.
    """

    id: str
    table: str
    row: str
    column: str
    printed: str
    statistic: str
    value: float | None
    definition: str
    source: str
    about: About
    notes: tuple[str, ...] = ()

    @property
    def where(self) -> tuple[str, str, str]:
        """The cell that it stands in."""
        return self.table, self.row, self.column


class Answers:
    """The answers of some numbers, by id, in reading order.

    Parameters
    ----------
    answers : iterable of Answer
    notice : str
        What must be said with them, as that the records are made up.
    """

    def __init__(self, answers: Iterable[Answer], notice: str = ""):
        self.all, self.notice = tuple(answers), notice

    @cached_property
    def by_id(self) -> Mapping[str, Answer]:
        """Id of a number -> its answer."""
        return {answer.id: answer for answer in self.all}

    @cached_property
    def by_source(self) -> Mapping[tuple[str, str], Answer]:
        """Source and statistic of a number -> the answer of the first place that prints it: for a sentence that says it again."""
        return {(answer.source, answer.statistic): answer for answer in reversed(self.all)}

    def cells(self) -> Iterator[tuple[Answer, ...]]:
        """The answers of each cell together, in reading order."""
        for _, found in groupby(self.all, key=lambda answer: (*answer.where, answer.printed)):
            yield tuple(found)

    def __add__(self, other: Answers) -> Answers:
        return Answers((*self.all, *other.all), self.notice or other.notice)

    def content(self) -> dict[str, Any]:
        """As plain values, in which what several numbers share (`about`, `notes`) stands once and is named by its position."""
        about, notes = _Once(), _Once()
        cells = [
            {
                **dict(zip(("table", "row", "column"), cell[0].where, strict=True)),
                "printed": cell[0].printed,
                "notes": [notes.position(note) for note in cell[0].notes],
                "numbers": [
                    {name: getattr(each, name) for name in ("id", "statistic", "value", "definition", "source")}
                    | {"about": about.position(each.about)}
                    for each in cell
                ],
            }
            for cell in self.cells()
        ]
        return {"notice": self.notice, "cells": cells, "about": [asdict(each) for each in about.all], "notes": notes.all}

    def write(self, path: Path | str) -> None:
        """Write as JSON."""
        write_json(path, self.content())

    @classmethod
    def read(cls, path: Path | str) -> Answers:
        """Read what `write` wrote."""
        content = read_json(path)
        about = [About(**{**each, **{name: tuple(each[name]) for name in ("rules", "left_out", "keys")}}) for each in content["about"]]
        found = (
            Answer(
                **{name: cell[name] for name in ("table", "row", "column", "printed")},
                **{**number, "about": about[number["about"]]},
                notes=tuple(content["notes"][note] for note in cell["notes"]),
            )
            for cell in content["cells"]
            for number in cell["numbers"]
        )
        return cls(found, content["notice"])


class _Once:
    """Things that stand once, each known by its position."""

    def __init__(self) -> None:
        self._positions: dict[Any, int] = {}

    @property
    def all(self) -> list[Any]:
        """All of them, in order."""
        return list(self._positions)

    def position(self, thing: Any) -> int:
        """Where it stands."""
        return self._positions.setdefault(thing, len(self._positions))
