"""A table as a page: plain markup with headings that say what they head, and one style for every table."""

from __future__ import annotations

from collections import Counter
from html import escape
from pathlib import Path

from ipscohort.display.printing import SYNTHETIC
from ipscohort.tables.content import Column, Row, RowGroup, Table, row_anchor

MANY = 8
"""Columns from which on the letters are smaller, and the columns closer: three estimates side by side fit the page."""
STYLE = Path(__file__).with_name("table.css")
"""What a table looks like, here and in the report, which shows many and holds their style once."""


def render(table: Table) -> str:
    """A page of one table: caption, table, footnotes; the same bytes for the same content, nothing from outside.

    Its body is one figure element, which the report takes over as it is.
    """
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="en"><head><meta charset="utf-8"><title>{escape(table.title)}</title>',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<style>{STYLE.read_text(encoding='utf-8')}</style></head>",
            "<body>",
            *(_figure(table) if not table.why_not else _not_available(table)),
            "</body></html>",
            "",
        ]
    )


def _figure(table: Table) -> list[str]:
    name = f"table-{table.name.replace('_', '-')}"
    banner = f'<p class="synthetic">{SYNTHETIC}</p>' if table.synthetic else ""
    return [
        f'<figure class="table" id="{name}" aria-labelledby="{name}-title">',
        f'<figcaption id="{name}-title">{escape(table.title)}{banner}</figcaption>',
        f'<div class="scroll" role="region" tabindex="0" aria-labelledby="{name}-title">',
        _grid(table),
        "</div>",
        _html_notes(table),
        "</figure>",
    ]


def _not_available(table: Table) -> list[str]:
    """A line in place of a table that the records can't fill."""
    name = f"table-{table.name.replace('_', '-')}"
    banner = f'<span class="synthetic"> {SYNTHETIC}</span>' if table.synthetic else ""
    return [f'<p class="not-available" id="{name}"><b>{escape(table.title)}:</b> {escape(table.why_not)}{banner}</p>']


def _grid(table: Table) -> str:
    """The table itself; words of ours are escaped, footnote marks are markup."""
    marks, anchors = table.marks(), Counter()
    size = "single" if len(table.columns) == 1 else ("many" if len(table.columns) >= MANY else "")
    bodies = (_body(table, group, marks, anchors) for group in table.groups)
    return "\n".join([f'<table class="{size}">' if size else "<table>", _head(table, marks), *bodies, "</table>"])


def _head(table: Table, marks: dict[str, str]) -> str:
    """The columns' headings, under those that neighbours share, in one row or two."""
    shared = _spanners(table.columns)
    if not any(spanner for spanner, _ in shared):
        below = "".join(_heading(column, marks) for column in table.columns)
        return f"<thead>\n<tr>{_stub_heading(table, 1)}{below}</tr>\n</thead>"
    above, below = [_stub_heading(table, 2)], []
    for spanner, columns in shared:
        if spanner:
            above.append(f'<th scope="colgroup" colspan="{len(columns)}">{escape(spanner)}</th>')
            below += [_heading(column, marks) for column in columns]
        else:
            above += [_heading(column, marks, rows=2) for column in columns]
    return f"<thead>\n<tr>{''.join(above)}</tr>\n<tr>{''.join(below)}</tr>\n</thead>"


def _stub_heading(table: Table, rows: int) -> str:
    """The first column's heading; an empty cell where it has none, as an empty heading would head nothing."""
    span = f' rowspan="{rows}"' if rows > 1 else ""
    return f'<th scope="col"{span}>{escape(table.stub)}</th>' if table.stub else f"<td{span}></td>"


def _spanners(columns: tuple[Column, ...]) -> list[tuple[str, list[Column]]]:
    """Neighbours that share a heading, or have none."""
    found: list[tuple[str, list[Column]]] = []
    for column in columns:
        if found and column.spanner == found[-1][0]:
            found[-1][1].append(column)
        else:
            found.append((column.spanner, [column]))
    return found


def _heading(column: Column, marks: dict[str, str], rows: int = 1) -> str:
    words, span = ' class="words"' if column.text else "", f' rowspan="{rows}"' if rows > 1 else ""
    return f'<th scope="col"{span}{words}>{_column_label(column, marks)}</th>'


def _column_label(column: Column, marks: dict[str, str]) -> str:
    """A heading whose part in brackets stands on its own line: 'yes', '(N = 216)'."""
    first, bracket, rest = column.label.partition(" (")
    if not bracket:
        return _labelled(column.label, column.notes, marks)
    return f'{escape(first)}<br><span class="bracket">{_labelled(f"({rest}", column.notes, marks)}</span>'


def _body(table: Table, group: RowGroup, marks: dict[str, str], anchors: Counter[str]) -> str:
    """Rows under one heading; `anchors` counts those of the table so far, so that no two rows share one."""
    lines = ["<tbody>"]
    if group.label:
        lines.append(f'<tr><th scope="rowgroup" colspan="{len(table.columns) + 1}">{_labelled(group.label, group.notes, marks)}</th></tr>')
    for path, row in table.paths(group):
        cells = "".join(_cell(column, text) for column, text in zip(table.columns, _html_cells(table, row, marks), strict=True))
        anchor = row_anchor(table.name, path)
        anchors[anchor] += 1
        own = anchor if anchors[anchor] == 1 else f"{anchor}-{anchors[anchor]}"
        lines.append(f'<tr id="{own}"><th scope="row">{_stub(row, marks)}</th>{cells}</tr>')
    return "\n".join([*lines, "</tbody>"])


def _cell(column: Column, text: str) -> str:
    return f'<td class="words">{text}</td>' if column.text else f"<td>{text}</td>"


def _labelled(label: str, notes: tuple[str, ...], marks: dict[str, str]) -> str:
    used = ",".join(dict.fromkeys(marks[note] for note in notes))
    return escape(label) + (f"<sup>{used}</sup>" if used else "")


def _stub(row: Row, marks: dict[str, str]) -> str:
    label = _labelled(row.label, row.notes, marks)
    return f'<span class="level">{label}</span>' if row.indent else label


def _html_cells(table: Table, row: Row, marks: dict[str, str]) -> list[str]:
    return [_labelled(cell.text, cell.notes, marks) for cell in row.cells] or [""] * len(table.columns)


def _html_notes(table: Table) -> str:
    lines = [f"<p>{escape(note)}</p>" for note in table.notes]
    lines += [f"<p><sup>{mark}</sup> {escape(note)}</p>" for note, mark in table.marks().items()]
    return '<div class="notes">' + "\n".join(lines) + "</div>"
