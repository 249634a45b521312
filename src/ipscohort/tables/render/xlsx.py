"""All tables in one workbook: a sheet for each, numbers as numbers, and a sheet of every number with all its digits."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Mapping, Sequence
from itertools import chain

from openpyxl import Workbook
from openpyxl.cell import Cell as Place
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ipscohort.display.printing import SYNTHETIC
from ipscohort.files.tableio import undated_zip
from ipscohort.tables.cells import cells_frame
from ipscohort.tables.content import Cell, Table
from ipscohort.tables.render.layout import mark_of, spans, why_absent, widths
from ipscohort.words import later, say

NUMBERS = later("all numbers")
"""Name of the last sheet."""
PAGE = 150
"""Characters that a sheet's columns take together, at most."""
LINE = 15
"""Height of a line, in points."""
SHEET_NAME = 31
"""Characters that a sheet's name may have."""
RAISED = str.maketrans(
    "abcdefghijklmnoprstuvwxyz",
    "\u1d43\u1d47\u1d9c\u1d48\u1d49\u1da0\u1d4d\u02b0\u2071\u02b2\u1d4f\u02e1\u1d50\u207f\u1d52\u1d56\u02b3\u02e2\u1d57\u1d58\u1d5b\u02b7\u02e3\u02b8\u1dbb",
)
"""Letters as footnote marks: a number's format can hold no other superscript. There is none of q."""
BOLD, CENTER, LEFT = (
    Font(bold=True),
    Alignment(horizontal="center", vertical="bottom", wrap_text=True),
    Alignment(vertical="top", wrap_text=True),
)
RULE, HAIR = Side("medium"), Side("thin")
NUMBER = re.compile(r"-?\d*[.,·]?\d+")
ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What a spreadsheet would take for a character by its number (ECMA-376, part 1, 22.9.2.19): its own first mark is written as such a one."""


def bind(tables: Sequence[Table]) -> bytes:
    """The workbook."""
    book = Workbook()
    book.remove(book.active)
    for table in tables:
        _fill(book.create_sheet(table.name[:SHEET_NAME]), table)
    _every_number(book.create_sheet(say(NUMBERS)), tables)
    _nothing_computes(book)
    about = book.properties
    about.creator, about.title = "ipscohort", say("Tables")
    stream = io.BytesIO()
    book.save(stream)
    return undated_zip(stream.getvalue())


def _nothing_computes(book: Workbook) -> None:
    """A text is a text also where it begins as a formula or reads as an error does."""
    for sheet in book:
        for place in chain.from_iterable(sheet.iter_rows()):
            if isinstance(place.value, str):
                place.value = ESCAPE.sub("_x005F_", place.value)
                place.data_type = "s"


def _fill(sheet: Worksheet, table: Table) -> None:
    """Title, headings, rows, notes, as on paper; the headings stay in sight."""
    marks, last = table.marks(), 1 + len(table.columns)
    for text in [table.title, *([say(SYNTHETIC)] if table.synthetic else [])]:
        sheet.append([text])
        sheet.cell(sheet.max_row, 1).font = BOLD
    if why := why_absent(table):
        sheet.append([say("Not available: {why}", why=why)])
        return
    for number, width in enumerate(widths(table, PAGE), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    _head(sheet, table, marks)
    for group in table.groups:
        if group.label:
            sheet.append([group.label + _raised(mark_of(group.notes, marks))])
            sheet.cell(sheet.max_row, 1).font = BOLD
        for row in group.rows:
            sheet.append([row.label + _raised(mark_of(row.notes, marks))])
            sheet.cell(sheet.max_row, 1).alignment = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=row.indent)
            for number, (column, cell) in enumerate(zip(table.columns, row.cells, strict=False), 2):
                place = sheet.cell(sheet.max_row, number)
                _write(place, cell, _raised(mark_of(cell.notes, marks)))
                place.alignment = LEFT if column.text else Alignment(horizontal="center", vertical="top")
    for number in range(1, last + 1):
        sheet.cell(sheet.max_row, number).border = Border(bottom=RULE)
    _heights(sheet)
    _notes(sheet, table, marks, last)


def _head(sheet: Worksheet, table: Table, marks: Mapping[str, str]) -> None:
    """One or two rows of headings."""
    first, upper = sheet.max_row + 1, spans(table.columns)
    for span in upper:
        if span.text:
            sheet.cell(first, 2 + span.first, span.text)
            sheet.merge_cells(start_row=first, end_row=first, start_column=2 + span.first, end_column=1 + span.first + span.count)
    under = first + bool(upper)
    labels = [table.stub, *(column.label + _raised(mark_of(column.notes, marks)) for column in table.columns)]
    for number, label in enumerate(labels, 1):
        sheet.cell(under, number, label.replace(" (", "\n(", 1) if number > 1 else label)
    for row in range(first, under + 1):
        for number in range(1, len(labels) + 1):
            place = sheet.cell(row, number)
            shared = row < under and number > 1 and any(s.text and s.first + 2 <= number < s.first + 2 + s.count for s in upper)
            place.font, place.alignment = BOLD, CENTER if number > 1 else Alignment(vertical="bottom", wrap_text=True)
            place.border = Border(top=RULE if row == first else None, bottom=HAIR if row == under or shared else None)
    sheet.freeze_panes = f"B{under + 1}"
    sheet.print_title_rows = f"{first}:{under}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 1, 0, True


def _write(place: Place, cell: Cell, mark: str) -> None:
    """A cell of one number holds that number with every digit, shown as printed; any other holds its text."""
    shown = number_format(cell)
    if not shown:
        place.value = cell.text + mark or None
        return
    place.value = cell.numbers[0].value
    place.number_format = f'{shown}"{mark}"' if mark else shown


def number_format(cell: Cell) -> str:
    """How a spreadsheet shows a cell's one number as it is printed; empty where the cell is more than one number."""
    text = cell.text
    if len(cell.numbers) != 1 or not math.isfinite(cell.numbers[0].value):
        return ""
    below = text.startswith("<")
    if not NUMBER.fullmatch(text.removeprefix("<")):
        return ""
    whole, point, decimals = re.fullmatch(r"<?-?(\d*)([.,·]?)(\d*)", text).groups()
    shown = ("0" if whole else "") + (f".{'0' * len(decimals)}" if point else "")
    return f'"{text}"' if below else shown


def _notes(sheet: Worksheet, table: Table, marks: Mapping[str, str], last: int) -> None:
    notes = [*table.notes, *(f"{_raised(mark)} {note}" for note, mark in marks.items())]
    room = sum(sheet.column_dimensions[get_column_letter(number)].width for number in range(1, last + 1))
    for note in notes:
        sheet.append([note])
        row = sheet.max_row
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
        sheet.cell(row, 1).alignment = LEFT
        sheet.row_dimensions[row].height = LINE * math.ceil(len(note) / room)


def _heights(sheet: Worksheet) -> None:
    """Rows as high as their longest cell wraps: not every program does that when it opens a workbook."""
    for cells in sheet.iter_rows():
        lines = 1
        for place in cells:
            if not isinstance(place.value, str) or not place.alignment.wrap_text:
                continue
            merged = next((m for m in sheet.merged_cells.ranges if place.coordinate in m), None)
            columns = range(place.column, 1 + (merged.max_col if merged else place.column))
            room = sum(sheet.column_dimensions[get_column_letter(number)].width for number in columns)
            lines = max(lines, sum(math.ceil(len(line) / room) for line in place.value.split("\n")))
        sheet.row_dimensions[cells[0].row].height = LINE * lines


def _every_number(sheet: Worksheet, tables: Sequence[Table]) -> None:
    """The rows of tables/cells.csv, to filter and sort."""
    frame = cells_frame({table.name: table for table in tables})
    sheet.append(list(frame.columns))
    for row in frame.itertuples(index=False):
        sheet.append([None if value != value else value for value in row])
    for number, name in enumerate(frame.columns, 1):
        sheet.cell(1, number).font = BOLD
        longest = max([len(name), *(len(str(value)) for value in frame[name].head(200))])
        sheet.column_dimensions[get_column_letter(number)].width = min(60, longest + 2)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _raised(mark: str) -> str:
    return mark.translate(RAISED)
