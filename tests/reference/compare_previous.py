"""Compare today's tidy tables with those kept from before, row by row and cell by cell, and write docs/numbers_compared.md.

Usage: python -m tests.reference.compare_previous       from the project's folder; writes the page, lists what nobody has declared

Steps: match rows by the table's key -> list columns and rows that only one side has, and cells that differ -> hold each against
the differences declared in previous_differences.py, each with its reason. What is left over is a failure.
"""

from __future__ import annotations

import math
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pandas as pd

from ipscohort.catalogue.stages import FILES
from ipscohort.contracts import CONTRACTS, PERSONS
from ipscohort.files.tableio import read_frame, write_text
from tests.reference.previous_differences import DECLARED, RELABELLED, RENAMED, Declared

HERE = Path(__file__).parent
PREVIOUS = HERE / "previous"
PAGE = HERE.parents[1] / "docs" / "numbers_compared.md"
RENEW = "python -m tests.reference.compare_previous"

RTOL = 1e-10
"""Largest relative difference of two floats that count as the same. The kernels that linear algebra takes on another processor
add up in another order: that moved the worst of these numbers, a confidence limit near 0, by 4e-13. No table prints more than a
few digits, and another method or another person in a model moves far more."""

KEYS = {
    "definitions": ("name",),
    "estimates": ("model", "exposure", "adjustment", "term", "level"),
    "confounder_estimates": ("model", "exposure", "adjustment", "term", "level"),
    "exclusions": ("model", "exposure", "adjustment", "variable"),
    "survival_estimates": ("exposure", "level", "measure", "time"),
    "cells": ("table", "row", "column", "statistic", "source"),
    "log": ("table", "rule", "why"),
    "reading_log": ("table", "rule", "why"),
    "disagreements": ("job_kept", "job_replaced", "fact"),
}
"""Keys of tables whose contract has none; rows that share one are taken in order."""
FLOATS = {"cells": {"value"}, "replication": {"recomputed"}}
"""Columns of numbers that no contract calls so, as they hold other words too."""


@dataclass(frozen=True)
class Table:
    """What a table's contract says of it.

    Attributes
    ----------
    key : tuple of str
    floats : frozenset of str
        Columns that hold numbers with decimals; every other one, counts included, must agree to the letter.
    """

    key: tuple[str, ...]
    floats: frozenset[str]


@dataclass(frozen=True)
class Difference:
    """One difference.

    Attributes
    ----------
    what : str
        column added, column gone, row added, row gone or cell changed.
    column : str
        '' for a row.
    row : mapping of str -> str
        Today's row, or the one that is gone; empty for a column.
    old, new : str
        Of a cell.
    """

    what: str
    column: str = ""
    row: Mapping[str, str] = field(default_factory=dict)
    old: str = ""
    new: str = ""

    def __str__(self) -> str:
        where = " / ".join(list(self.row.values())[:6])
        return ": ".join(part for part in (self.what, where, self.column) if part) + (
            f": {self.old!r} -> {self.new!r}" * bool(self.new or self.old)
        )


@cache
def table(path: str) -> Table:
    """Key and floats of the table at this path of a cohort's results."""
    file = next((file for file in FILES.values() if file.path == path), FILES["persons"])
    contract = PERSONS if file.name == "persons" else CONTRACTS.get(file.contract)
    floats = {column.name for column in contract.columns if column.kind == "number"} if contract else set()
    return Table(KEYS.get(file.name) or contract.key, frozenset(floats | FLOATS.get(file.name, set())))


def read(path: Path) -> pd.DataFrame:
    """A table as text, to the last digit; missing is ''."""
    return read_frame(path).fillna("").astype(object)


def compare(old: pd.DataFrame, new: pd.DataFrame, like: Table) -> list[Difference]:
    """Every difference; the order of rows is none."""
    found = [Difference("column added", column) for column in new.columns.difference(old.columns, sort=False)]
    gone = list(old.columns.difference(new.columns, sort=False))
    found += [Difference("column gone", column) for column in gone]
    if set(gone) & set(like.key):
        return found
    before, now = by_key(old, like.key), by_key(new, like.key)
    found += [Difference("row added", row=row) for key, row in now.items() if key not in before]
    found += [Difference("row gone", row=row) for key, row in before.items() if key not in now]
    return found + [
        Difference("cell changed", column, now[key], value, now[key][column])
        for key, row in before.items()
        if key in now
        for column, value in row.items()
        if column not in gone and not same(value, now[key][column], column in like.floats)
    ]


def same(old: str, new: str, is_float: bool) -> bool:
    """Whether two cells hold the same text; floats, whether they agree to RTOL."""
    if old == new:
        return True
    try:
        return is_float and math.isclose(float(old), float(new), rel_tol=RTOL, abs_tol=0)
    except ValueError:  # one is missing, or a word
        return False


def by_key(frame: pd.DataFrame, key: tuple[str, ...]) -> dict[tuple, dict[str, str]]:
    """Rows by their key and their number among those that share it, in order."""
    seen: Counter = Counter()
    found = {}
    for row in frame.to_dict("records"):
        name = tuple(row[column] for column in key)
        found[(*name, seen[name])] = row
        seen[name] += 1
    return found


def previous_files() -> list[str]:
    """Every table that is kept, as <cohort>/<path in its results then>."""
    return sorted(path.relative_to(PREVIOUS).as_posix() for path in PREVIOUS.glob("*/*/*.csv"))


def path_now(file: str) -> str:
    """The same with today's path."""
    cohort, path = file.split("/", 1)
    return f"{cohort}/{RENAMED.get(path, path)}"


def differences(file: str, results: Path) -> list[Difference]:
    """Every difference of one table that is kept, with today's results of both cohorts in `results`."""
    now = path_now(file)
    return compare(kept(file), read(results / now), table(now.split("/", 1)[1]))


def kept(file: str) -> pd.DataFrame:
    """A table of before, with the words by which its rows are known today."""
    frame = read(PREVIOUS / file)
    for column, then, now in RELABELLED.get(file, ()):
        frame[column] = [text.replace(then, now) for text in frame[column]]
    return frame


def declared(file: str, difference: Difference) -> Declared | None:
    """The declared difference that a difference is an instance of."""
    path = path_now(file).split("/", 1)[1]
    return next((known for known in DECLARED if path in known.files and known.covers(difference)), None)


def undeclared(file: str, found: list[Difference]) -> list[Difference]:
    """Those that nobody has declared."""
    return [difference for difference in found if declared(file, difference) is None]


def page(results: Path) -> str:
    """docs/numbers_compared.md."""
    every = {file: differences(file, results) for file in previous_files()}
    left = sum(len(undeclared(file, found)) for file, found in every.items())
    lines = [
        _HEAD.format(**_counts(), renew=RENEW, left=left or "none", rtol=f"{RTOL:g}"),
        "| table | what differs | why |",
        "|---|---|---|",
    ]
    lines += [line for file, found in every.items() for line in _rows(file, found)]
    alike = [f"`{file}`" for file, found in every.items() if not found and file == path_now(file)]
    return "\n".join([*lines, "", "The same in every row, column and cell: " + ", ".join(alike) + ".", ""])


_HEAD = """# Numbers compared with those of before

[tests/reference/previous](../tests/reference/previous) keeps the tidy tables that version 0.1.0 gave for the default cohort
(`ips_mis`) and for the example (`rossi`) before what a paper prints came to be called *printed values*: {tables} tables with
{rows:,} rows and {cells:,} cells, {floats:,} of which are numbers with decimals (estimates, standard errors, limits, p, rates, survival).

**Numbers that changed, rows or columns that are gone, and other differences without a declared reason: {left}.**
Text and counts agree to the letter; numbers with decimals to {rtol} of their size, as another processor adds up in another order.

This page is made by `.venv/bin/{renew}` in the project's folder, which analyses both cohorts anew.
The reasons stand in [previous_differences.py](../tests/reference/previous_differences.py). A test fails where a number moves,
where a difference has no reason, or where this page is not what the comparison gives.
"""


def _counts() -> dict[str, int]:
    frames = {file: read(PREVIOUS / file) for file in previous_files()}
    filled = {file: (frame != "").sum() for file, frame in frames.items()}
    floats = sum(
        int(counts[[c for c in counts.index if c in table(path_now(f).split("/", 1)[1]).floats]].sum()) for f, counts in filled.items()
    )
    return {
        "tables": len(frames),
        "rows": sum(map(len, frames.values())),
        "cells": sum(int(c.sum()) for c in filled.values()),
        "floats": floats,
    }


def _rows(file: str, found: list[Difference]) -> list[str]:
    """Lines of the page for one table, by declared difference."""
    lines = []
    if path_now(file) != file:
        lines.append(f"| `{file}` | renamed `{path_now(file)}` | a figure is a picture: what a paper prints is a printed value |")
    groups: dict[Declared | None, list[Difference]] = {}
    for difference in found:
        groups.setdefault(declared(file, difference), []).append(difference)
    for known, members in groups.items():
        columns = ", ".join(f"`{column}`" for column in dict.fromkeys(d.column for d in members) if column)
        what, n = members[0].what, len(members)
        if what.startswith("column"):
            said = f"{what.replace('column', 'columns' if n > 1 else 'column')}: {columns}"
        elif what.startswith("row"):
            said = f"{n} {what.replace('row', 'rows' if n > 1 else 'row')}"
        else:
            said = f"{n} {'cells say' if n > 1 else 'cell says'} more in {columns}; the words of before stand"
        lines.append(f"| `{path_now(file)}` | {said} | {known.reason if known else '**not declared**'} |")
    return lines


def main() -> int:
    from tests.support.results import write_results

    with tempfile.TemporaryDirectory() as folder:
        write_results(Path(folder))
        write_text(PAGE, page(Path(folder)))
        left = [f"{file}: {d}" for file in previous_files() for d in undeclared(file, differences(file, Path(folder)))]
    print(os.linesep.join(left) if left else f"No undeclared difference. Written: {PAGE.relative_to(HERE.parents[1]).as_posix()}")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
