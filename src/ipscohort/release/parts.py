"""Parts of a release: each says which counts it would print, and makes its tables and figures from what may be shown of them.

A part is a module of this package with a name in PARTS and up to four functions:

    def prepare(inputs: ReleaseInputs) -> None
        Adds variables to `inputs.counted[PERSONS]` (keys.Counted.add, rule_out_if_nobody) that its keys hang on, such as the interval in which a first job
        began; optional. Cut such a variable at the times that are printed and no finer: its levels, each alone and crossed with what
        a key names, are what is protected, so that differences of numbers at risk are too.
    def wanted(inputs: ReleaseInputs) -> list[Wanted]
        Every count that it would print, by its key (keys.key), with what it is worth to a reader (1 for a level of a variable at a level
        of an exposure, TOTAL for one of everybody, GROUP for the number of persons of a group); a count that another part prints too has the same key.
    def values(inputs: ReleaseInputs) -> tuple[list[Summed], dict[str, str]]
        Means and sums that it would print (system.Summed), as they tell of counts, and which of their cells are hidden in any case; optional.
    def made(inputs: ReleaseInputs, protected: dict[str, Protected]) -> Made
        Called once all counts of all parts were protected together. `protected[PERSONS].printed(key)` is a count as it may be printed, or
        None; whatever is computed from counts (percentages, Kaplan-Meier steps from numbers at risk and events) is printed only
        where all of them are. `protected[PERSONS].hidden` says why. The proof runs over the counts of all parts afterwards, before
        anything is written.

Numbers at risk, events and censored persons of a curve are keys: of a variable `first_job_interval` with the levels
`event 0-180`, `censored 0-180`, `event 181-360`, ..., the number at risk at 181 is the key of all later levels together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ipscohort.tables.content import Table

PARTS = ("participants", "tables", "curves")
"""Modules of this package, in the order of the report."""

LEVEL, TOTAL, GROUP, EVERYBODY = 1.0, 3.0, 10.0, 50.0
"""What a count is worth to a reader: `Wanted.cost`."""


@dataclass(frozen=True)
class Refused:
    """What is not released, and why; without its value.

    Attributes
    ----------
    exhibit, place : str
        The table or figure, and where in it: row and column in words, or the key of a count.
    reason : str
        One of log.REASONS.
    """

    exhibit: str
    place: str
    reason: str


@dataclass(frozen=True)
class Picture:
    """A figure made from protected counts alone.

    Attributes
    ----------
    name, title, alt : str
        Name of its files, its caption, and what it shows in words.
    files : dict of str -> bytes
        By suffix: svg, pdf, png.
    method : str
        What it is, for the output checker.
    """

    name: str
    title: str
    alt: str
    files: dict[str, bytes]
    method: str = ""


@dataclass
class Made:
    """What a part releases: tables, figures, what it refused, and of each exhibit what an output checker must know of it."""

    tables: list[Table] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    methods: dict[str, str] = field(default_factory=dict)


def parts() -> Iterator[ModuleType]:
    """The modules themselves."""
    package = __name__.rpartition(".")[0]
    for name in PARTS:
        yield import_module(f"{package}.{name}")
