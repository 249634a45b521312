"""Any file of records opened without settings: encoding, separator, row of names and sheet are found, not given."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ipscohort.config.ingest import File
from ipscohort.ingest.rawtable import RawTable, refuse
from ipscohort.ingest.readers import ENDINGS, format_of, guarded, read_file
from ipscohort.ingest.readers.delimited import SEPARATORS
from ipscohort.ingest.readers.encodings import fitting, sample
from ipscohort.ingest.readers.signature import NAMES

SEARCHED = 100
"""Rows at the start of a file that are looked at for its separator and names."""
VALUE = re.compile(r"[-+]?[\d.,]+|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*|\d{1,2}[-/. ]?[A-Za-z]{3,9}[-/. ]\d{2,4}.*")
"""A cell that is a number or a date, and no name of a column."""
COMMA, POINT = re.compile(r"[-+]?\d+,\d+"), re.compile(r"[-+]?\d*\.\d+")
TEXTS = ("csv", "tsv")
ALIKE = 0.5
"""Share of a column's cells of one shape with its name from which on the name is taken for a value."""


@dataclass(frozen=True)
class Opened:
    """One file, or one sheet of a workbook.

    Attributes
    ----------
    path : Path
    file : config.ingest.File
        How the settings must describe it so that it is read as it was here.
    table : RawTable
    """

    path: Path
    file: File
    table: RawTable

    @property
    def name(self) -> str:
        """Its name, and the sheet, as a reader knows it."""
        return f"{self.path.name}, sheet {self.file.sheet}" if self.file.sheet else self.path.name


def open_all(path: Path, shown: str) -> list[Opened]:
    """A file, or every sheet of a workbook that holds records.

    Parameters
    ----------
    path : Path
    shown : str
        The file as the settings will name it.

    Raises
    ------
    UserError
        The file can't be read, or holds no row of names.
    """
    kind = ENDINGS.get(path.suffix.lower(), "")
    found = [File(file=shown)]
    if kind in TEXTS or kind == "xlsx":
        format_of(path, found[0])
        with guarded(path, shown, NAMES[kind]):
            found = [_text_file(path, shown, tabbed=kind == "tsv")] if kind in TEXTS else list(_sheets(path, shown))
    return [Opened(path, file, read_file(path, file)) for file in found]


def _text_file(path: Path, shown: str, *, tabbed: bool) -> File:
    encoding, text = _decoded(path)
    lines = text.splitlines()[:SEARCHED]
    separator = "\t" if tabbed else max(SEPARATORS, key=lambda mark: _regularity(lines, mark))
    rows = [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=separator)]
    head = _names_row(rows, shown)
    cells = [cell for row in rows[head:] for cell in row]
    commas = separator != "," and any(map(COMMA.fullmatch, cells)) and not any(map(POINT.fullmatch, cells))
    told: dict[str, Any] = {"encoding": encoding, "delimiter": None if separator in (",", "\t" if tabbed else ",") else separator}
    return File(file=shown, header_row=head, decimal="," if commas else ".", **told)


def _decoded(path: Path) -> tuple[str | None, str]:
    """The encoding, None for UTF-8, and the text of the file's first rows."""
    data = path.read_bytes()
    try:
        return None, data.decode("utf-8-sig")
    except UnicodeDecodeError:
        found = next(iter(fitting(sample(data))), "windows-1252")
        return found, data.decode(found, "replace")


def _regularity(lines: Sequence[str], separator: str) -> tuple[float, int]:
    """How evenly a separator parts the lines: the share that it parts into the commonest number of cells, and that number."""
    widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if row)
    width, often = max(widths.items(), key=lambda found: (found[1], found[0]), default=(1, 0))
    return (often / max(sum(widths.values()), 1), width) if width > 1 else (0.0, width)


def _names_row(rows: Sequence[Sequence[str]], shown: str) -> int:
    """The first row that is as wide as the records and holds names only: no blank, number, date or name that stands twice."""
    widths = Counter(_width(row) for row in rows if _width(row))
    width = max(widths, key=lambda found: (widths[found], found), default=0)
    for number, row in enumerate(rows, 1):
        if _width(row) < max(2, width):
            continue
        names = [cell for cell in row if cell]
        if len(set(names)) == len(names) and not any(map(VALUE.fullmatch, names)) and not _a_record(row, rows[number:]):
            return number
        break
    remedy = "write a name above each column, each name once and none a number or a date; a title may stand above them"
    return refuse(shown, "no row of column names is found above the records", remedy)


def _a_record(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a row looks like those below it: P000 above P001, P002, or a value that comes again in its column."""
    for k, cell in enumerate(row):
        column = [other[k] for other in below if k < len(other) and other[k]]
        if not cell or not column:
            continue
        alike = sum(_shape(other) == _shape(cell) for other in column) if any(map(str.isdigit, cell)) else 0
        if cell in column or alike > ALIKE * len(column):
            return True
    return False


def _shape(cell: str) -> str:
    """A text with 9 for each digit and a for each letter."""
    return "".join("9" if letter.isdigit() else "a" if letter.isalpha() else letter for letter in cell)


def _width(row: Sequence[str]) -> int:
    """Cells up to the last one that holds something."""
    return max((k for k, cell in enumerate(row, 1) if cell), default=0)


def _sheets(path: Path, shown: str) -> Iterator[File]:
    """Each sheet with two columns or more; one alone needs no name."""
    from openpyxl import load_workbook

    from ipscohort.ingest.readers.package import opened

    with opened(path) as source:
        workbook = load_workbook(source, read_only=True, data_only=True)
        try:
            top = {
                sheet.title: [_texts(row) for row in sheet.iter_rows(max_row=SEARCHED, values_only=True)] for sheet in workbook.worksheets
            }
        finally:
            workbook.close()
    held = {name: rows for name, rows in top.items() if max(map(_width, rows), default=0) > 1}
    for name, rows in held.items():
        where = f"{shown}, sheet {name}"
        yield File(file=shown, sheet=name if len(top) > 1 else None, header_row=_names_row(rows, where))


def _texts(row: Sequence[Any]) -> list[str]:
    return ["" if cell is None else str(cell).strip() for cell in row]
