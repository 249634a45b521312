"""Mistakes in files: saved by another program, another file of that name, cut, locked, or with more in it than the records."""

from __future__ import annotations

import datetime
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.mistakes.families import people, setting
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


FILES_MORE = [
    ("title in merged cells", book(merged_head), ()),
    ("second row of names", book(two_head_rows), ()),
    ("days counted from 1904", book(of_1904), ()),
    ("days counted from 1900", book(serials), ()),
    ("row of totals", book(total_row), ()),
    ("note below the records", rows("", "Source: registry,,,,,,,"), ()),
    ("time of day for a date", book(times_of_day), ()),
    ("formula never computed", book(formula_without_value), ()),
    ("merged cells among records", book(merged_cells), ()),
    ("names in another case", book(rows=[[name.upper() for name in SHEET[0]], *SHEET[1:]]), ()),
    ("encrypted workbook", given("people.xlsx", encrypted), ()),
    ("old Excel file", given("people.xls", old_book), ()),
    ("web page saved as Excel", given("people.xls", page), ()),
    ("web page as CSV", given("people_page.csv", page), ()),
    ("zip archive", given("people.zip", zipped), ()),
    ("zip archive by the ending of CSV", given("zipped.csv", zipped), ()),
    ("lock file of Excel", given("~$people.xlsx", lock_file), ()),
    ("password on an SPSS file", given("people.sav", password_sav), ()),
    ("UTF-16", utf16, ()),
    ("zero bytes within", text(lambda b: b.replace(b"Plantagenet 3", b"Plant\x00agenet 3")), ()),
    ("link to nowhere", broken_link, ()),
    ("device for a file", setting(("file: people.csv", f"file: {os.devnull}")), ()),
    ("ending of SPSS, bytes of CSV", given("people.sav", lambda p: p.write_text("\n".join([PEOPLE_HEAD, *PEOPLE]))), ()),
    ("ending of CSV, bytes of Excel", lambda s: (book(name="p.xlsx")(s), s.setting(("file: p.xlsx", "file: q.csv")), (s.folder / "p.xlsx").rename(s.folder / "q.csv")), ()),
    ("semicolons and decimal commas", lambda s: (s.write("people.csv", PEOPLE_HEAD.replace(",", ";"), [p.replace(",", ";").replace(";36;", ";36,5;") for p in PEOPLE]), s.setting(("file: people.csv", "file: people.csv\n    delimiter: ';'"))), ()),
    ("decimal point in a file of decimal commas", lambda s: (s.setting(("file: people.csv", "file: people.csv\n    decimal: ','")), s.change("people.csv", (",2,36,", ",2,36.5,"))), ()),
    ("thousands parted by a point", lambda s: (s.setting(("file: people.csv", "file: people.csv\n    decimal: ','")), s.change("people.csv", (",2,36,", ",2,1.036,"))), ()),
    ("dates in two orders", people(("2014-04-15,2,36", "15-04-2014,2,36"), ("2015-05-15", "05/15/2015")), ()),
    ("date format that is none", setting(("inclusion_date: included", "inclusion_date: {column: included, date_format: dd-mm-yyyy}")), ()),
    ("year of two digits", people(("2014-04-15,2,36", "14-04-15,2,36")), ()),
    ("columns swapped", text(lambda b: b.replace(b"pid,name,sex,born,included,", b"pid,name,sex,included,born,", 1)), ()),
    ("another encoding named than it is", setting(("file: people.csv", "file: people.csv\n    encoding: utf-16")), ()),
    ("encoding that is none", setting(("file: people.csv", "file: people.csv\n    encoding: utf-9")), ()),
    ("delimiter of two characters", setting(("file: people.csv", "file: people.csv\n    delimiter: '::'")), ()),
    ("delimiter of a workbook", book(None, ("file: people.xlsx", "file: people.xlsx\n    delimiter: ';'")), ()),
    ("sheet of a CSV file", setting(("file: people.csv", "file: people.csv\n    sheet: baseline")), ()),
    ("encoding of a workbook", book(None, ("file: people.xlsx", "file: people.xlsx\n    encoding: utf-8")), ()),
    ("quotation mark never closed", people(("P03,Plantagenet 3,", 'P03,"Plantagenet 3,')), ()),
    ("rows cut at the end", text(lambda b: b[: b.rfind(b",201")]), ()),
    ("head repeated among the records", rows(PEOPLE_HEAD, *PEOPLE[:0]), ()),
]
