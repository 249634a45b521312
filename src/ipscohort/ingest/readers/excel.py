"""Excel workbooks. Dates and numbers come typed; a column of mixed kinds is read as text."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from ipscohort.config.base import as_text
from ipscohort.config.ingest import File
from ipscohort.contracts import DTYPES
from ipscohort.errors import nearest
from ipscohort.ingest.errorcells import is_error
from ipscohort.ingest.rawtable import Fault, RawTable, check_names, refuse

FIRST_RECORD = 2
"""Row number of the first record: row 1 holds the names."""
EXACT_BELOW = 1e15
"""Excel keeps fifteen digits of a number and makes the others 0."""
FIRST_DATE = datetime(1900, 1, 1)
"""Earlier ones Excel shows as #####."""
IMPOSSIBLE = r"Cell ([A-Z]+)(\d+) is marked as a date but the serial value"
"""How openpyxl warns of a number that Excel shows as ##### in place of a date."""


class ErrorCell(str):
    """A cell that the file marks as an error, whatever its words."""

    __slots__ = ()


def read(path: Path, file: File) -> RawTable:
    """Read one sheet of a workbook; rows are numbered as Excel shows them.

    Raises
    ------
    UserError
        No such sheet, several sheets and none named, an empty sheet.
    """
    sheet, rows, impossible = _rows(path, file)
    where = f"{file.file}, sheet {sheet}"
    if not rows or all(cell is None for row in rows for cell in row):
        refuse(where, "the sheet is empty", "name the right sheet, or check the export")
    width = max(len(row) for row in rows)
    names = [_name(cell) for cell in rows[0]] + [""] * (width - len(rows[0]))
    if not any(names):
        refuse(where, "the first row holds no column names", "write the columns' names into row 1")
    check_names(where, names, file)
    while len(rows) > 1 and all(cell is None for cell in rows[-1]):
        rows.pop()
    index = pd.Index(range(FIRST_RECORD, len(rows) + 1), dtype="int64")
    faults = _unsaved(path, file, names, rows) if _holds(path, "f") else []
    faults += _merged(path, sheet, names, rows) if _holds(path, "mergeCell") else []
    columns, errors = {}, {}
    for k, name in enumerate(names):
        if name:
            cells = [row[k] if k < len(row) else None for row in rows[1:]]
            columns[name], errors[name] = _column(cells, index)
            early = [n for n, cell in zip(index, cells, strict=True) if isinstance(cell, datetime) and cell < FIRST_DATE]
            faults += _impossible_dates(name, early + [n for n, column in impossible if column == k and n >= FIRST_RECORD])
    shown = {name: found for name, found in errors.items() if found.notna().any()}
    exact = dict.fromkeys(columns, EXACT_BELOW)
    frame = pd.DataFrame(columns, index=index)
    return RawTable(where, frame, user_missing=shown, faults=tuple(faults), names_in_row_1=True, exact_below=exact)


def _rows(path: Path, file: File, *, formulas: bool = False) -> tuple[str, list[tuple], list[tuple[int, int]]]:
    """The sheet's name, its rows (results of formulas, or the formulas) and the places, row and column, of impossible dates."""
    from openpyxl import load_workbook

    typed = not formulas and _holds(path, "c", rb'[^>]*\bt="e"')
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        workbook = load_workbook(path, read_only=True, data_only=not formulas)
        try:
            sheet = _sheet([s.title for s in workbook.worksheets], file)
            worksheet = workbook[sheet]
            worksheet.reset_dimensions()  # some programs write a wrong size, which would cut the sheet short
            if typed:
                rows = [tuple(ErrorCell(c.value) if c.data_type == "e" else c.value for c in row) for row in worksheet.iter_rows()]
            else:
                rows = list(worksheet.iter_rows(values_only=True))
        finally:
            workbook.close()
    return sheet, rows, _places(str(warning.message) for warning in told)


def _places(warned: Iterable[str]) -> list[tuple[int, int]]:
    """Row (from 1) and column (from 0) of cells of which openpyxl warns that no date can be made of them."""
    from openpyxl.utils import column_index_from_string

    found = (re.match(IMPOSSIBLE, message) for message in warned)
    return [(int(place[2]), column_index_from_string(place[1]) - 1) for place in found if place]


def _impossible_dates(name: str, rows: list[int]) -> list[Fault]:
    what = "numbers shown as dates that are no possible ones (Excel shows #####)"
    return [Fault(name, what, "mend or clear the cells in Excel", tuple(sorted(rows)))] if rows else []


def _sheet(sheets: list[str], file: File) -> str:
    if file.sheet is None:
        if len(sheets) != 1:
            refuse(file.file, f"the workbook has {len(sheets)} sheets and none is named", f"set `sheet` to one of: {', '.join(sheets)}")
        return sheets[0]
    if file.sheet not in sheets:
        refuse(file.file, f"there is no sheet '{file.sheet}'", nearest(file.sheet, sheets))
    return file.sheet


def _name(cell: Any) -> str:
    return "" if cell is None else str(as_text(cell)).strip()


def _column(cells: list, index: pd.Index) -> tuple[pd.Series, pd.Series]:
    """One column in the narrowest of number, date and text that holds all its cells, and its errors, such as #N/A."""
    kinds = [_kind(cell) for cell in cells]
    errors = pd.Series(
        [str(cell) if kind == "error" else None for cell, kind in zip(cells, kinds, strict=True)], index=index, dtype="string"
    )
    cells = [None if kind in ("blank", "error") else cell for cell, kind in zip(cells, kinds, strict=True)]
    found = set(kinds) - {"blank", "error"}
    if found == {"number"}:
        return pd.Series(cells, index=index, dtype="float64"), errors
    if found == {"date"}:
        return pd.Series([_moment(cell) for cell in cells], index=index, dtype="datetime64[us]").astype(DTYPES["date"]), errors
    return pd.Series([None if cell is None else _text(cell) for cell in cells], index=index, dtype="string"), errors


def _kind(cell: Any) -> str:
    """blank, error, number, date or text."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return "blank"
    if isinstance(cell, bool):
        return "text"
    if isinstance(cell, (int, float)):
        return "number"
    if isinstance(cell, (datetime, date)):
        return "date"
    return "error" if isinstance(cell, ErrorCell) or (isinstance(cell, str) and is_error(cell)) else "text"


def _moment(cell: Any) -> Any:
    if cell is None or isinstance(cell, datetime):
        return cell
    return datetime(cell.year, cell.month, cell.day)


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, (int, float)) and abs(cell) >= EXACT_BELOW:
        return f"{cell:e}"  # an exponent tells that digits are lost
    return str(cell) if isinstance(cell, timedelta) else str(as_text(cell))


def _holds(path: Path, element: str, attributes: bytes = b"[ >]") -> bool:
    """Whether some sheet of the workbook has an element of this name, whatever its prefix."""
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        return any(re.search(rf"<(\w+:)?{element}".encode() + attributes, archive.read(name)) for name in sheets)


def _unsaved(path: Path, file: File, names: list[str], rows: list[tuple]) -> list[Fault]:
    """Formulas whose result the file does not hold: they would be read as blanks."""
    _, formulas, _ = _rows(path, file, formulas=True)
    faults = []
    for k, name in enumerate(names):
        lost = [
            n
            for n, (shown, row) in enumerate(zip(rows[1:], formulas[1:], strict=False), FIRST_RECORD)
            if k < len(row) and isinstance(row[k], str) and row[k].startswith("=") and (k >= len(shown) or shown[k] is None)
        ]
        if lost:
            faults.append(Fault(name, "formulas whose results are not stored", "open the file in Excel and save it", tuple(lost)))
    return faults


def _merged(path: Path, sheet: str, names: list[str], rows: list[tuple]) -> list[Fault]:
    """Merged cells among the records: only the first of them holds the value, and the others would be read as blanks."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ranges = load_workbook(path, data_only=True)[sheet].merged_cells.ranges
    found: dict[str, set[int]] = {}
    for area in ranges:
        first = rows[area.min_row - 1] if area.min_row <= len(rows) else ()
        filled = area.min_col <= len(first) and first[area.min_col - 1] is not None
        last = min(area.max_row, len(rows))
        for k in range(area.min_col - 1, min(area.max_col, len(names))) if filled else ():
            # In the first column of the area, a single cell keeps its value.
            if names[k] and last >= FIRST_RECORD and not (k == area.min_col - 1 and area.min_row == area.max_row):
                found.setdefault(names[k], set()).update(range(max(area.min_row, FIRST_RECORD), last + 1))
    remedy = "undo the merging in Excel, and write the value into each cell that it holds for"
    return [Fault(name, "merged cells: only the first of them counts", remedy, tuple(sorted(numbers))) for name, numbers in found.items()]
