"""Mistakes in workbooks, and in files of another kind than their name says."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.mistakes.workspace import PEOPLE, PEOPLE_HEAD, Workspace

SHEET = [line.split(",") for line in (PEOPLE_HEAD, *PEOPLE)]


def given(name: str, write: Callable[[Path], object], *changes):
    """Another file of participants."""

    def make(space: Workspace) -> None:
        write(space.folder / name)
        space.setting(("file: people.csv", f"file: {name}"), *changes)

    return make


def book(change: Callable | None = None, *changes, rows=None, name: str = "people.xlsx"):
    """The participants in a workbook, and what is wrong with it."""

    def write(path: Path) -> None:
        import openpyxl

        made = openpyxl.Workbook()
        for row in SHEET if rows is None else rows:
            made.active.append(row)
        if change:
            change(made)
        made.save(path)

    return given(name, write, *changes)


def merged_head(made) -> None:
    made.active.insert_rows(1)
    made.active["A1"] = "Participants"
    made.active.merge_cells("A1:H1")


def two_head_rows(made) -> None:
    made.active.insert_rows(2)
    for cell in made.active[2]:
        cell.value = "text"


def of_1904(made) -> None:
    made.epoch = datetime.datetime(1904, 1, 1)
    for row in made.active.iter_rows(min_row=2):
        row[4].value = (datetime.date.fromisoformat(row[4].value) - datetime.date(1904, 1, 1)).days


def serials(made) -> None:
    for row in made.active.iter_rows(min_row=2):
        row[4].value = (datetime.date.fromisoformat(row[4].value) - datetime.date(1899, 12, 30)).days


def total_row(made) -> None:
    made.active.append(["Total", None, 16, None, None, None, 47, None])


def times_of_day(made) -> None:
    made.active["E4"] = datetime.time(10, 30)


def formula_without_value(made) -> None:
    made.active["G4"] = "=1+35"


def merged_cells(made) -> None:
    made.active.merge_cells("F4:F6")


def encrypted(path: Path) -> None:
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(2000))


def old_book(path: Path) -> None:
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "Workbook".encode("utf-16-le") + bytes(2000))


def page(path: Path) -> None:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in SHEET)
    path.write_text(f"<html><body><table>{rows}</table></body></html>", encoding="utf-8")


def zipped(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("people.csv", "\n".join(",".join(row) for row in SHEET))


def lock_file(path: Path) -> None:
    path.write_bytes(b"\x0bPlantagenet" + bytes(154))


def password_sav(path: Path) -> None:
    path.write_bytes(b"ENCRYPTEDSAV\x15\x00\x00\x00" + bytes(range(256)) * 8)


def utf16(space: Workspace) -> None:
    path = space.folder / "people.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))


def broken_link(space: Workspace) -> None:
    (space.folder / "people.csv").unlink()
    (space.folder / "people.csv").symlink_to(space.folder / "drive" / "people.csv")


def rows(*more: str, of=PEOPLE):
    return lambda space: space.write("people.csv", PEOPLE_HEAD, [*of, *more])


def each(change: Callable[[str], str]):
    return lambda space: space.write("people.csv", PEOPLE_HEAD, [change(person) for person in PEOPLE])


def text(path_bytes: Callable[[bytes], bytes]):
    def make(space: Workspace) -> None:
        path = space.folder / "people.csv"
        path.write_bytes(path_bytes(path.read_bytes()))

    return make


BOOKS = [
    (
        "title in merged cells",
        book(merged_head),
        (
            "people.xlsx, sheet Sheet: row 1 holds none of the columns that the settings name, and row 2 holds 7 of them",
            "set header_row: 2 for the file",
        ),
    ),
    (
        "second row of names",
        book(two_head_rows),
        (
            "people.xlsx, sheet Sheet: one row does not fit 6 of the columns: included, born, until, sex, ben, mhi (row 2)",
            "if it is a second row of names, units or labels, a row of totals, or a row",
        ),
    ),
    (
        "days counted from 1904",
        book(of_1904),
        (
            "people.xlsx, sheet Sheet, column included: no possible dates (rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 6 more)",
            "the cells hold numbers: make the column a date, or give",
        ),
    ),
    (
        "days counted from 1900",
        book(serials),
        (
            "people.xlsx, sheet Sheet, column included: no possible dates (rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 6 more)",
            "the cells hold numbers: make the column a date, or give",
        ),
    ),
    (
        "row of totals",
        book(total_row),
        (
            "people.xlsx, sheet Sheet, column pid: rows of totals, which are no person's (row 18)",
            "take them out of the file",
            "people.xlsx, sheet Sheet, column sex: values that are no code of ingest.participants.variables.sex (row 18)",
            "its codes are '1', '2'; add what is missing to",
        ),
    ),
    (
        "note below the records",
        rows("", "Source: registry,,,,,,,"),
        (
            "people.csv, column included: the inclusion date is missing (row 19; id Source: registry)",
            "mend the rows, or set clean.inclusion_date_missing: exclude",
        ),
    ),
    (
        "time of day for a date",
        book(times_of_day),
        (
            "people.xlsx, sheet Sheet, column included: no possible dates (row 4)",
            "dates are read year-month-day: mend the cells, give",
        ),
    ),
    (
        "formula never computed",
        book(formula_without_value),
        (
            "people.xlsx, sheet Sheet, column mhi: formulas whose results are not stored (row 4)",
            "open the file in Excel and save it",
        ),
    ),
    (
        "merged cells among records",
        book(merged_cells),
        (
            "people.xlsx, sheet Sheet, column ben: merged cells: only the first of them counts (rows 4, 5, 6)",
            "undo the merging in Excel, and write the value into each cell that it holds for",
        ),
    ),
    (
        "names in another case",
        book(rows=[[name.upper() for name in SHEET[0]], *SHEET[1:]]),
        (
            "people.xlsx, sheet Sheet: there is no column 'pid', which ingest.participants.id names (did you mean 'PID'?); there is",
            "mend the names in the settings or in the file",
        ),
    ),
    (
        "encrypted workbook",
        given("people.xlsx", encrypted),
        (
            "people.xlsx: this is a password-protected Excel file",
            "save it in Excel as .xlsx without a password",
        ),
    ),
    (
        "old Excel file",
        given("people.xls", old_book),
        (
            "people.xls: this is an old Excel file (.xls)",
            "save it in Excel as .xlsx without a password",
        ),
    ),
    (
        "web page saved as Excel",
        given("people.xls", page),
        (
            "people.xls: this is a web page (HTML)",
            "open it in Excel or LibreOffice, save it as .xlsx, and name that file",
        ),
    ),
    (
        "web page as CSV",
        given("people_page.csv", page),
        (
            "people_page.csv: this is a web page (HTML)",
            "open it in Excel or LibreOffice, save it as .xlsx, and name that file",
        ),
    ),
    (
        "zip archive",
        given("people.zip", zipped),
        (
            "people.zip: the ending '.zip' is no known format",
            "valid: .csv, .tsv, .sav, .por, .dta, .sas7bdat, .xpt, .xlsx, .parquet, .txt",
        ),
    ),
    (
        "zip archive by the ending of CSV",
        given("zipped.csv", zipped),
        (
            "zipped.csv: this is a packed file (zip), not a text file with separated columns (.csv)",
            "unpack or export it first",
        ),
    ),
    (
        "lock file of Excel",
        given("~$people.xlsx", lock_file),
        (
            "tiny.yaml, line 13, ingest.participants.file: ~$people.xlsx is no file of records: an office program writes it while a",
            "name the file itself, people.xlsx, and close it in other programs",
        ),
    ),
    (
        "password on an SPSS file",
        given("people.sav", password_sav),
        (
            "people.sav: this is a password-protected SPSS file",
            "open it in SPSS and save it without a password",
        ),
    ),
]
