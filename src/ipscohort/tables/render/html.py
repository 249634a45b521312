"""A table as a page."""

from __future__ import annotations

from html import escape

import pandas as pd

from ipscohort.display.links import linked
from ipscohort.display.numbers import HEADING
from ipscohort.display.printing import SYNTHETIC
from ipscohort.tables.cells import ids_of
from ipscohort.tables.content import Column, Row, Table

MANY = 8
"""Columns from which on the letters are smaller, and the columns closer: three estimates side by side fit the page."""
CLOSE = {"data_row_padding_horizontal": "3px", "column_labels_padding_horizontal": "3px"}
NARROW = "min(100%, 44rem)"
"""Width of a table of one column: its numbers stand near their labels."""

OPTIONS = {
    "container_padding_x": "0px",
    "container_padding_y": "0px",
    "table_margin_left": "0",
    "table_font_color": "#1a1a1a",
    "table_border_top_color": "#1a1a1a",
    "table_border_bottom_color": "#1a1a1a",
    "column_labels_border_top_style": "none",
    "column_labels_border_bottom_color": "#1a1a1a",
    "column_labels_border_bottom_width": "1px",
    "column_labels_font_weight": "600",
    "table_body_border_top_style": "none",
    "table_body_border_bottom_style": "none",
    "table_body_hlines_style": "none",
    "stub_border_style": "none",
    "row_group_border_top_color": "#bbbbbb",
    "row_group_border_top_width": "1px",
    "row_group_border_bottom_style": "none",
    "row_group_font_weight": "600",
    "data_row_padding": "3px",
    "data_row_padding_horizontal": "7px",
    "column_labels_padding_horizontal": "7px",
    "row_group_padding": "6px",
}
FONTS = ["Helvetica Neue", "Helvetica", "Arial", "Liberation Sans", "sans-serif"]
CSS = """
figure.table { margin: 0 0 2.5rem; font-family: "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif; color: #1a1a1a; }
figure.table figcaption { font-weight: 600; margin-bottom: .5rem; }
figure.table .scroll { overflow-x: auto; }
figure.table .scroll > div { overflow: visible !important; }
figure.table table th, figure.table table td { vertical-align: top !important; line-height: 1.35; }
figure.table table thead th { vertical-align: bottom !important; }
figure.table table thead .gt_right { text-align: right; }
figure.table .gt_column_spanner { border-bottom: 1px solid #777 !important; }
figure.table .synthetic { margin: .2rem 0 0; font-size: .85rem; }
figure.table .bracket { white-space: nowrap; font-weight: 400; }
figure.table tbody td.gt_right { white-space: nowrap; }
figure.table tbody td.gt_left { min-width: 16rem; white-space: normal; }
figure.table tbody th.gt_stub { min-width: 11rem; text-align: left; }
figure.table tbody th, figure.table thead tr:first-child th:first-child { padding-left: 4px !important; }
figure.table .level { display: block; padding-left: 1.1em; }
figure.table sup { font-size: .72em; line-height: 0; }
figure.table tbody td { overflow: visible !important; }
figure.table tbody td.gt_right sup { position: absolute; margin-top: -.15em; line-height: 1.35; }
figure.table .notes { font-size: .8rem; line-height: 1.4; margin-top: .5rem; color: #333; }
figure.table .notes p { margin: .15rem 0; }
figure.table a.n { color: inherit; text-decoration: none; }
.synthetic { color: #7a1f00; font-weight: 700; }
@media screen and (max-width: 640px) { figure.table tbody th.gt_stub, figure.table thead tr:first-child th:first-child
  { position: sticky; left: 0; background: #fff; max-width: 44vw; min-width: 8rem; box-shadow: 1px 0 0 #ddd; } }
@media print { figure.table { break-inside: avoid; } figure.table .scroll { overflow: visible; } figure.table tr { break-inside: avoid; }
  figure.table thead { display: table-header-group; } figure.table table { font-size: 8pt !important; }
  figure.table tbody td.gt_left { min-width: 0; } figure.table tbody td, figure.table thead th { padding-left: 4px !important; padding-right: 4px !important; } }
"""


def render(table: Table) -> str:
    """A page of one table: caption, table, footnotes; the same bytes for the same content, nothing from outside.

    Its body is one figure element with its style, which the report takes over as it is.
    """
    name = f"table-{table.name.replace('_', '-')}"
    banner = f'<p class="synthetic">{SYNTHETIC}</p>' if table.synthetic else ""
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="en"><head><meta charset="utf-8"><title>{escape(table.title)}</title>',
            '<meta name="viewport" content="width=device-width, initial-scale=1"></head>',
            "<body>",
            f"<style>{CSS}</style>",
            f'<figure class="table" id="{name}" aria-labelledby="{name}-title">',
            f'<figcaption id="{name}-title">{escape(table.title)}{banner}</figcaption>',
            f'<div class="scroll" role="region" tabindex="0" aria-labelledby="{name}-title">',
            _grid(table, f"{name}-grid"),
            "</div>",
            _html_notes(table),
            "</figure>",
            "</body></html>",
            "",
        ]
    )


def _grid(table: Table, name: str) -> str:
    """The table itself by great_tables; our text is escaped before, so that footnote marks can be markup."""
    import great_tables as gt

    marks, keys, ids = table.marks(), [f"c{number}" for number in range(len(table.columns))], ids_of(table)
    headings = [_labelled(group.label, group.notes, marks) for group in table.groups for _ in group.rows]
    cells = [_html_cells(table, row, marks, [ids.get((i, j), ()) for j in range(len(keys))]) for i, row in enumerate(table.rows())]
    stubs = [_stub(row, marks) for row in table.rows()]
    rows = [(heading, stub, *row) for heading, stub, row in zip(headings, stubs, cells, strict=True)]
    frame = pd.DataFrame(rows, columns=["group", "stub", *keys])
    grouped = any(group.label for group in table.groups)
    grid = gt.GT(frame if grouped else frame.drop(columns="group"), rowname_col="stub", groupname_col="group" if grouped else None, id=name)
    size, options = ("0.875rem", OPTIONS) if len(keys) < MANY else ("0.76rem", OPTIONS | CLOSE)
    width = "100%" if len(keys) > 1 else NARROW
    grid = grid.tab_options(table_font_names=FONTS, table_font_size=size, table_width=width, **options).tab_stubhead(
        gt.html(escape(table.stub))
    )
    grid = grid.fmt_passthrough(columns=["stub", *keys], escape=False)
    columns = dict(zip(keys, table.columns, strict=True))
    labels = [_column_label(column, marks, ids.get((HEADING, j), ())) for j, column in enumerate(table.columns)]
    grid = grid.cols_label(dict(zip(keys, map(gt.html, labels), strict=True)))
    for number, (spanner, members) in enumerate(_spanners(columns)):
        grid = grid.tab_spanner(gt.html(escape(spanner)), columns=members, id=f"spanner{number}")
    for align, text in (("right", False), ("left", True)):
        if chosen := [key for key, column in columns.items() if column.text is text]:
            grid = grid.cols_align(align, columns=chosen)
    return grid.as_raw_html()


def _spanners(columns: dict[str, Column]) -> list[tuple[str, list[str]]]:
    """Neighbours that share a heading."""
    found: list[tuple[str, list[str]]] = []
    for key, column in columns.items():
        if found and column.spanner == found[-1][0]:
            found[-1][1].append(key)
        else:
            found.append((column.spanner, [key]))
    return [(spanner, members) for spanner, members in found if spanner]


def _column_label(column: Column, marks: dict[str, str], ids: tuple[str, ...]) -> str:
    """A heading whose part in brackets stands on its own line: 'yes', '(N = 216)'."""
    first, bracket, rest = column.label.partition(" (")
    if not bracket:
        return _labelled(column.label, column.notes, marks, ids)
    return f'{escape(first)}<br><span class="bracket">{_labelled(f"({rest}", column.notes, marks, ids)}</span>'


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
    lines = [f"<p>{escape(note)}</p>" for note in table.notes]
    lines += [f"<p><sup>{mark}</sup> {escape(note)}</p>" for note, mark in table.marks().items()]
    return '<div class="notes">' + "\n".join(lines) + "</div>"
