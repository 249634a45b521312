"""One sheet of an Excel workbook: its cells as openpyxl reads them, and what it does not tell by itself."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ipscohort.config.ingest import File
from ipscohort.errors import nearest
from ipscohort.ingest.rawtable import refuse
from ipscohort.ingest.readers.package import opened, unescaped

IMPOSSIBLE = r"Cell ([A-Z]+)(\d+) is marked as a date but the serial value"
"""How openpyxl warns of a number that Excel shows as ##### in place of a date."""


class ErrorCell(str):
    """A cell that the file marks as an error, whatever its words."""

    __slots__ = ()


@dataclass(frozen=True)
class Sheet:
    """One sheet, rows and columns from its first cell on.

    Attributes
    ----------
    name : str
    rows : list of tuple
        Cells, formulas by their results.
    formulas : list of tuple
        The same with formulas as text; empty where the workbook has none.
    merged : list of openpyxl's CellRange
    impossible : list of (int, int)
        Row (from 1) and column (from 0) of numbers that are shown as dates and are none.
    """

    name: str
    rows: list[tuple]
    formulas: list[tuple]
    merged: list[Any]
    impossible: list[tuple[int, int]]


def read_sheet(path: Path, file: File) -> Sheet:
    """Read the sheet that the settings name, or the only one.

    Raises
    ------
    UserError
        No such sheet, or several and none named.
    """
    with opened(path) as source:
        name, rows, impossible = _cells(source, file)
        formulas = _cells(source, file, formulas=True)[1] if _holds(source, rb"<(\w+:)?f[ >]") else []
        merged = _merged(source, name) if _holds(source, rb"<(\w+:)?mergeCell[ >]") else []
    return Sheet(name, rows, formulas, merged, impossible)


def _cells(source: IO[bytes], file: File, *, formulas: bool = False) -> tuple[str, list[tuple], list[tuple[int, int]]]:
    """The sheet's name, its rows, and the places of impossible dates."""
    from openpyxl import load_workbook

    typed = not formulas and _holds(source, rb'<(\w+:)?c [^>]*\bt="e"')
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        workbook = load_workbook(source, read_only=True, data_only=not formulas)
        try:
            name = _sheet([s.title for s in workbook.worksheets], file)
            worksheet = workbook[name]
            worksheet.reset_dimensions()  # some programs write a wrong size, which would cut the sheet short
            if typed:
                rows = [tuple(ErrorCell(c.value) if c.data_type == "e" else c.value for c in row) for row in worksheet.iter_rows()]
            else:
                rows = list(worksheet.iter_rows(values_only=True))
        finally:
            workbook.close()
    if not formulas and _holds(source, rb"_x[0-9A-Fa-f]{4}_"):
        rows = [tuple(unescaped(cell) if type(cell) is str else cell for cell in row) for row in rows]
    return name, rows, _places(str(warning.message) for warning in told)


def _sheet(sheets: list[str], file: File) -> str:
    if file.sheet is None:
        if len(sheets) != 1:
            refuse(file.file, f"the workbook has {len(sheets)} sheets and none is named", f"set `sheet` to one of: {', '.join(sheets)}")
        return sheets[0]
    if file.sheet not in sheets:
        refuse(file.file, f"there is no sheet '{file.sheet}'", nearest(file.sheet, sheets))
    return file.sheet


def _places(warned: Iterable[str]) -> list[tuple[int, int]]:
    """Row (from 1) and column (from 0) of cells of which openpyxl warns that no date can be made of them."""
    from openpyxl.utils import column_index_from_string

    found = (re.match(IMPOSSIBLE, message) for message in warned)
    return [(int(place[2]), column_index_from_string(place[1]) - 1) for place in found if place]


def _holds(source: IO[bytes], pattern: bytes) -> bool:
    """Whether a pattern stands in some sheet of the workbook or in its texts; names in it may have any prefix."""
    with zipfile.ZipFile(source) as archive:
        parts = [name for name in archive.namelist() if re.match(r"xl/(worksheets/.*|sharedStrings)\.xml$", name)]
        return any(re.search(pattern, archive.read(name)) for name in parts)


def _merged(source: IO[bytes], name: str) -> list[Any]:
    """Areas of merged cells."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(load_workbook(source, data_only=True)[name].merged_cells.ranges)
