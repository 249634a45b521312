"""Excel workbooks. Dates and numbers come typed; a column of mixed kinds is read as text."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from ipscohort.config.base import as_text
from ipscohort.config.ingest import File
from ipscohort.contracts import DTYPES
from ipscohort.errors import nearest
from ipscohort.ingest.rawtable import Fault, RawTable, check_names, refuse

FIRST_RECORD = 2
"""Row number of the first record: row 1 holds the names."""


def read(path: Path, file: File) -> RawTable:
    """Read one sheet of a workbook; rows are numbered as Excel shows them.

    Raises
    ------
    UserError
        No such sheet, several sheets and none named, an empty sheet.
    """
    sheet, rows = _rows(path, file, values=True)
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
    columns = {}
    for k, name in enumerate(names):
        if name:
            cells = pd.Series([row[k] if k < len(row) else None for row in rows[1:]], index=index, dtype=object)
            columns[name], column_faults = _column(name, cells)
            faults += column_faults
    return RawTable(where, pd.DataFrame(columns, index=index), faults=tuple(faults), names_in_row_1=True)


def _rows(path: Path, file: File, *, values: bool) -> tuple[str, list[tuple]]:
    """The sheet's name and its rows: results of formulas (`values`), or the formulas."""
    import warnings

    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions; none about cells
        workbook = load_workbook(path, read_only=True, data_only=values)
        try:
            sheet = _sheet([s.title for s in workbook.worksheets], file)
            worksheet = workbook[sheet]
            worksheet.reset_dimensions()  # some programs write a wrong size, which would cut the sheet short
            return sheet, list(worksheet.iter_rows(values_only=True))
        finally:
            workbook.close()


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


def _column(name: str, cells: pd.Series) -> tuple[pd.Series, list[Fault]]:
    """One column in the narrowest of number, date and text that holds all its cells."""
    cells = cells.where(~cells.map(lambda cell: isinstance(cell, str) and not cell.strip()), None)
    kinds = cells.dropna().map(_kind)
    broken = kinds.index[kinds.eq("error")]
    faults = (
        [Fault(name, "cells that show an error of a formula", "mend the formula, or clear the cells", tuple(broken))] if len(broken) else []
    )
    if len(broken):
        cells, kinds = cells.mask(cells.index.isin(broken)), kinds.drop(broken)
    found = set(kinds)
    if found == {"number"}:
        return pd.to_numeric(cells).astype("float64"), faults
    if found == {"date"}:
        return pd.Series(cells.map(_moment), index=cells.index, dtype="datetime64[us]").astype(DTYPES["date"]), faults
    return cells.map(_text, na_action="ignore").astype("string"), faults


def _kind(cell: Any) -> str:
    if isinstance(cell, bool):
        return "text"
    if isinstance(cell, (int, float)):
        return "number"
    if isinstance(cell, (datetime, date)):
        return "date"
    return "error" if isinstance(cell, str) and re.fullmatch(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)", cell) else "text"


def _moment(cell: Any) -> Any:
    if cell is None or isinstance(cell, datetime):
        return cell
    return datetime(cell.year, cell.month, cell.day)


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else str(as_text(cell))


def _holds(path: Path, element: str) -> bool:
    """Whether some sheet of the workbook has an element of this name, whatever its prefix."""
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        return any(re.search(rf"<(\w+:)?{element}[ >]".encode(), archive.read(name)) for name in sheets)


def _unsaved(path: Path, file: File, names: list[str], rows: list[tuple]) -> list[Fault]:
    """Formulas whose result the file does not hold: they would be read as blanks."""
    _, formulas = _rows(path, file, values=False)
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
    import warnings

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
