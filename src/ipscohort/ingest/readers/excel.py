"""Excel workbooks. Dates and numbers come typed; a column of mixed kinds is read as text."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from ipscohort.config.base import as_text
from ipscohort.config.ingest import File
from ipscohort.contracts import DTYPES
from ipscohort.ingest.errorcells import is_error
from ipscohort.ingest.rawtable import Fault, RawTable, check_names, refuse
from ipscohort.ingest.readers.headerrow import check_names_row
from ipscohort.ingest.readers.workbook import ErrorCell, Sheet, read_sheet

EXACT_BELOW = 1e15
"""Excel keeps fifteen digits of a number and makes the others 0."""
FIRST_DATE = datetime(1900, 1, 1)
"""Earlier ones Excel shows as #####."""


def read(path: Path, file: File) -> RawTable:
    """Read one sheet of a workbook; rows are numbered as Excel shows them.

    Raises
    ------
    UserError
        No such sheet, several sheets and none named, an empty sheet.
    """
    sheet, head = read_sheet(path, file), file.header_row
    rows, where = sheet.rows, f"{file.file}, sheet {sheet.name}"
    if not rows or all(cell is None for row in rows for cell in row):
        refuse(where, "the sheet is empty", "name the right sheet, or check the export")
    check_names_row(rows, file, where)
    width = max(len(row) for row in rows[head - 1 :])
    names = [_name(cell) for cell in rows[head - 1]] + [""] * (width - len(rows[head - 1]))
    if not any(names):
        refuse(where, f"row {head} holds no column names", f"write the columns' names into row {head}, or set header_row for the file")
    check_names(where, names, file)
    while len(rows) > head and all(cell is None for cell in rows[-1]):
        rows.pop()
    index = pd.Index(range(head + 1, len(rows) + 1), dtype="int64")
    faults = [*_unsaved(sheet, names, head), *_merged(sheet, names, head)]
    columns, errors = {}, {}
    for k, name in enumerate(names):
        if name:
            cells = [row[k] if k < len(row) else None for row in rows[head:]]
            columns[name], errors[name] = _column(cells, index)
            early = [n for n, cell in zip(index, cells, strict=True) if isinstance(cell, datetime) and cell < FIRST_DATE]
            faults += _impossible_dates(name, early + [n for n, column in sheet.impossible if column == k and n > head])
    shown = {name: found for name, found in errors.items() if found.notna().any()}
    exact = dict.fromkeys(columns, EXACT_BELOW)
    return RawTable(where, pd.DataFrame(columns, index=index), user_missing=shown, faults=tuple(faults), names_row=head, exact_below=exact)


def _impossible_dates(name: str, rows: list[int]) -> list[Fault]:
    what = "numbers shown as dates that are no possible ones (Excel shows #####)"
    return [Fault(name, what, "mend or clear the cells in Excel", tuple(sorted(rows)))] if rows else []


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


def _unsaved(sheet: Sheet, names: list[str], head: int) -> list[Fault]:
    """Formulas whose result the file does not hold: they would be read as blanks."""
    faults = []
    for k, name in enumerate(names):
        lost = [
            n
            for n, (shown, row) in enumerate(zip(sheet.rows[head:], sheet.formulas[head:], strict=False), head + 1)
            if k < len(row) and isinstance(row[k], str) and row[k].startswith("=") and (k >= len(shown) or shown[k] is None)
        ]
        if lost:
            faults.append(Fault(name, "formulas whose results are not stored", "open the file in Excel and save it", tuple(lost)))
    return faults


def _merged(sheet: Sheet, names: list[str], head: int) -> list[Fault]:
    """Merged cells among the records: only the first of them holds the value, and the others would be read as blanks."""
    rows = sheet.rows
    found: dict[str, set[int]] = {}
    for area in sheet.merged:
        first = rows[area.min_row - 1] if area.min_row <= len(rows) else ()
        filled = area.min_col <= len(first) and first[area.min_col - 1] is not None
        last = min(area.max_row, len(rows))
        for k in range(area.min_col - 1, min(area.max_col, len(names))) if filled else ():
            # In the first column of the area, a single cell keeps its value.
            if names[k] and last > head and not (k == area.min_col - 1 and area.min_row == area.max_row):
                found.setdefault(names[k], set()).update(range(max(area.min_row, head + 1), last + 1))
    remedy = "undo the merging in Excel, and write the value into each cell that it holds for"
    return [Fault(name, "merged cells: only the first of them counts", remedy, tuple(sorted(numbers))) for name, numbers in found.items()]
