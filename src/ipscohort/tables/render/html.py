"""A table as a page: plain markup with headings that say what they head, and one style for every table."""

from __future__ import annotations

from html import escape
from itertools import groupby, islice
from pathlib import Path

from ipscohort.display.links import linked
from ipscohort.display.numbers import HEADING
from ipscohort.display.printing import SYNTHETIC
from ipscohort.tables.cells import ids_of, noted
from ipscohort.tables.content import Column, Row, Table
from ipscohort.words import say, spoken

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
            f'<html lang="{spoken()}"><head><meta charset="utf-8"><title>{escape(table.title)}</title>',
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
    banner = f'<p class="synthetic">{say(SYNTHETIC)}</p>' if table.synthetic else ""
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
    banner = f'<span class="synthetic"> {say(SYNTHETIC)}</span>' if table.synthetic else ""
    return [f'<p class="not-available" id="{name}"><b>{escape(table.title)}:</b> {escape(table.why_not)}{banner}</p>']


def _grid(table: Table) -> str:
    """The table itself; words of ours are escaped, footnote marks are markup, numbers are links to their answers."""
    marks, ids = table.marks(), ids_of(table)
    size = "single" if len(table.columns) == 1 else ("many" if len(table.columns) >= MANY else "")
    head = _head(table, marks, {j: found for (i, j), found in ids.items() if i == HEADING})
    rows = [_row(table, i, anchor, row, marks, ids) for i, (anchor, row) in enumerate(zip(table.anchors(), table.rows(), strict=True))]
    return "\n".join([f'<table class="{size}">' if size else "<table>", head, *_bodies(table, rows, marks), "</table>"])


def _head(table: Table, marks: dict[str, str], ids: dict[int, tuple[str, ...]]) -> str:
    """The columns' headings, under those that neighbours share, in one row or two."""
    shared = [(spanner, list(members)) for spanner, members in groupby(enumerate(table.columns), lambda found: found[1].spanner)]
    rows = 2 if any(spanner for spanner, _ in shared) else 1
    above, below = [_stub_heading(table, rows)], []
    for spanner, members in shared:
        if spanner:
            above.append(f'<th scope="colgroup" colspan="{len(members)}">{escape(spanner)}</th>')
        of_each = [_heading(column, marks, ids.get(j, ()), 1 if spanner else rows) for j, column in members]
        (below if spanner else above).extend(of_each)
    return "\n".join(["<thead>", *(f"<tr>{''.join(cells)}</tr>" for cells in (above, below)[:rows]), "</thead>"])


def _stub_heading(table: Table, rows: int) -> str:
    """The first column's heading; an empty cell where it has none, as an empty heading would head nothing."""
    span = f' rowspan="{rows}"' if rows > 1 else ""
    return f'<th scope="col"{span}>{escape(table.stub)}</th>' if table.stub else f"<td{span}></td>"


def _heading(column: Column, marks: dict[str, str], ids: tuple[str, ...], rows: int) -> str:
    words, span = ' class="words"' if column.text else "", f' rowspan="{rows}"' if rows > 1 else ""
    return f'<th scope="col"{span}{words}>{_column_label(column, marks, ids)}</th>'


def _column_label(column: Column, marks: dict[str, str], ids: tuple[str, ...]) -> str:
    """A heading whose part in brackets stands on its own line: 'yes', '(N = 216)'."""
    first, bracket, rest = column.label.partition(" (")
    if not bracket:
        return _labelled(column.label, column.notes, marks, ids)
    return f'{escape(first)}<br><span class="bracket">{_labelled(f"({rest}", column.notes, marks, ids)}</span>'


def _bodies(table: Table, rows: list[str], marks: dict[str, str]) -> list[str]:
    """The rows in their groups, each under its heading."""
    bodies, left = [], iter(rows)
    for group in table.groups:
        label = _labelled(group.label, group.notes, marks)
        head = [f'<tr><th scope="rowgroup" colspan="{len(table.columns) + 1}">{label}</th></tr>'] if group.label else []
        bodies.append("\n".join(["<tbody>", *head, *islice(left, len(group.rows)), "</tbody>"]))
    return bodies


def _row(table: Table, i: int, anchor: str, row: Row, marks: dict[str, str], ids: dict[tuple[int, int], tuple[str, ...]]) -> str:
    shown = _html_cells(table, row, marks, [ids.get((i, j), ()) for j in range(len(table.columns))])
    cells = (
        f'<td class="words">{text}</td>' if column.text else f"<td>{text}</td>" for column, text in zip(table.columns, shown, strict=True)
    )
    return f'<tr id="{anchor}"><th scope="row">{_stub(row, marks)}</th>{"".join(cells)}</tr>'


def _labelled(label: str, notes: tuple[str, ...], marks: dict[str, str], ids: tuple[str, ...] = ()) -> str:
    used = ",".join(dict.fromkeys(marks[note] for note in notes))
    return linked(label, ids) + (f"<sup>{used}</sup>" if used else "")


def _stub(row: Row, marks: dict[str, str]) -> str:
    label = _labelled(row.label, row.notes, marks)
    return f'<span class="level">{label}</span>' if row.indent else label


def _html_cells(table: Table, row: Row, marks: dict[str, str], ids: list[tuple[str, ...]]) -> list[str]:
    shown = zip(row.cells, ids, strict=False)
    return [_labelled(cell.text, cell.notes, marks, of_cell) for cell, of_cell in shown] or [""] * len(table.columns)


def _html_notes(table: Table) -> str:
    lines = [
        f"<p>{f'<sup>{mark}</sup> ' if mark else ''}{''.join(linked(text, ids) for text, ids in parts)}</p>" for mark, parts in noted(table)
    ]
    return '<div class="notes">' + "\n".join(lines) + "</div>"
