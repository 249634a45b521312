"""A table as shown, in plain text."""

from __future__ import annotations

import csv
import io

from ipscohort.display.printing import SYNTHETIC
from ipscohort.files.formulas import as_text
from ipscohort.tables.content import Table
from ipscohort.words import say

INDENT = "    "
MARK = "^"
"""Stands before a footnote mark: 47 (46)^a."""


def render(table: Table) -> str:
    """The table as shown: title, headings in one line, rows, notes; every line has the same number of fields.

    A row's level is indented by four blanks; a footnote mark follows its text after ^.
    An apostrophe stands before what a spreadsheet would compute.
    """
    marks, width = table.marks(), len(table.columns) + 1
    lines: list[list[str]] = [[say(SYNTHETIC)]] if table.synthetic else []
    lines += [[table.title], [table.stub, *(_marked(c.heading, c.notes, marks) for c in table.columns)]]
    for group in table.groups:
        lines += [[_marked(group.label, group.notes, marks)]] if group.label else []
        for row in group.rows:
            label = INDENT * row.indent + _marked(row.label, row.notes, marks)
            lines.append([label, *(_marked(cell.text, cell.notes, marks) for cell in row.cells)])
    lines += [[note] for note in table.notes] + [[f"{MARK}{mark} {note}"] for note, mark in marks.items()]
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([*map(as_text, line), *[""] * (width - len(line))] for line in lines)
    return buffer.getvalue()


def _marked(text: str, notes: tuple[str, ...], marks: dict[str, str]) -> str:
    used = ",".join(dict.fromkeys(marks[note] for note in notes))
    return f"{text}{MARK}{used}" if used else text
