"""What the forms for print share: headings over several columns, footnote marks, and how wide columns are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil

from ipscohort.tables.content import Column, Table

HEADING_LINES = 3
"""Lines that a column's heading may take before it makes the column wider."""
LABEL = 50
"""Characters in a line of a row's label, and of a column of words; longer ones wrap."""
LEAST = 18
"""Characters that they keep where the page is too narrow for the table."""
INDENT = 3
"""Characters that a row's level is indented."""
PADDING = 3
"""Characters between columns."""


@dataclass(frozen=True)
class Span:
    """A heading over neighbouring columns: its text ('' over columns that share none), the first of them, how many."""

    text: str
    first: int
    count: int


def spans(columns: tuple[Column, ...]) -> list[Span]:
    """The upper row of headings, from left to right; empty where no columns share one."""
    found: list[Span] = []
    for number, column in enumerate(columns):
        if found and column.spanner == found[-1].text:
            found[-1] = Span(column.spanner, found[-1].first, found[-1].count + 1)
        else:
            found.append(Span(column.spanner, number, 1))
    return found if any(span.text for span in found) else []


def mark_of(notes: tuple[str, ...], marks: dict[str, str]) -> str:
    """The marks of some footnotes: 'a,c'."""
    return ",".join(dict.fromkeys(marks[note] for note in notes))


def why_absent(table: Table) -> str:
    """Why the records can't fill a table, where `content.absent_table` made it; else empty."""
    rows = list(table.rows())
    alone = len(rows) == 1 and len(table.columns) == 1 and not table.stub and table.columns[0].text
    return rows[0].cells[0].text if alone else ""


def widths(table: Table, page: int) -> list[float]:
    """Characters for each column, the labels' first, so that numbers keep one line on a page of so many characters.

    Labels and words give way first, then all columns in proportion.
    """
    labels = min(LABEL, max((INDENT * row.indent + len(row.label) for row in table.rows()), default=0))
    natural = [max(labels, _words(table.stub)), *(_column(table, number) for number in range(len(table.columns)))]
    for span in spans(table.columns):
        members = range(span.first + 1, span.first + 1 + span.count)
        lacking = _words(span.text) - sum(natural[n] for n in members)
        for n in members:
            natural[n] += max(0.0, lacking / span.count)
    natural = [width + PADDING for width in natural]
    soft = [n for n, width in enumerate(natural) if (n == 0 or table.columns[n - 1].text) and width > LEAST]
    over = sum(natural) - page
    room = sum(natural[n] - LEAST for n in soft)
    for n in soft:
        natural[n] -= min(1.0, max(0.0, over) / room) * (natural[n] - LEAST)
    scale = min(1.0, page / sum(natural))
    return [width * scale for width in natural]


def is_wide(table: Table, page: int) -> bool:
    """Whether a page of so many characters would break its numbers, or squeeze its labels."""
    numbers = sum(_column(table, n) + PADDING for n, column in enumerate(table.columns) if not column.text)
    words = sum(LEAST + PADDING for column in table.columns if column.text)
    return numbers + words + LABEL * 0.6 > page


def _column(table: Table, number: int) -> float:
    column = table.columns[number]
    cells = [len(row.cells[number].text) + len(row.cells[number].notes) for row in table.rows() if row.cells]
    longest = max(cells, default=0)
    return max(min(LABEL, longest) if column.text else longest, _words(column.label), ceil(len(column.label) / HEADING_LINES))


def _words(text: str) -> int:
    """Length of the longest word; what stands in brackets holds together."""
    return max((len(word) for word in re.findall(r"\([^)]*\)|[^\s(]+", text)), default=0)
