"""Mistakes in text files: bytes, separators, decimal marks, dates and cut rows."""

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


TEXTS = [
    (
        "UTF-16",
        utf16,
        (
            "people.csv: the text is UTF-16, not UTF-8",
            "set encoding: utf-16 for it, or save it as UTF-8",
        ),
    ),
    (
        "zero bytes within",
        text(lambda b: b.replace(b"Plantagenet 3", b"Plant\x00agenet 3")),
        (
            "people.csv, line 4: this is no plain text",
            "set its encoding (that of the program that wrote it), or save it as UTF-8, or",
        ),
    ),
    (
        "link to nowhere",
        broken_link,
        (
            "tiny.yaml, line 13, ingest.participants.file: people.csv is a link, and what it leads to is not there",
            "connect the drive that it leads to, or name the file itself",
        ),
    ),
    (
        "device for a file",
        setting(("file: people.csv", f"file: {os.devnull}")),
        (
            "tiny.yaml, line 13, ingest.participants.file: /dev/null is no file, but a device or a pipe",
            "name a file",
        ),
    ),
    (
        "ending of SPSS, bytes of CSV",
        given("people.sav", lambda p: p.write_text("\n".join([PEOPLE_HEAD, *PEOPLE]))),
        (
            "people.sav: the file can't be read as an SPSS file (.sav, .zsav): it is damaged, cut short, or of another kind",
            "copy or export it again",
        ),
    ),
    (
        "ending of CSV, bytes of Excel",
        lambda s: (book(name="p.xlsx")(s), s.setting(("file: p.xlsx", "file: q.csv")), (s.folder / "p.xlsx").rename(s.folder / "q.csv")),
        (
            "q.csv: its name says a text file with separated columns (.csv), and its content is an Excel file (.xlsx)",
            "set `format: xlsx` for it, or name the right file",
        ),
    ),
    (
        "semicolons and decimal commas",
        lambda s: (
            s.write("people.csv", PEOPLE_HEAD.replace(",", ";"), [p.replace(",", ";").replace(";36;", ";36,5;") for p in PEOPLE]),
            s.setting(("file: people.csv", "file: people.csv\n    delimiter: ';'")),
        ),
        (
            "people.csv, column mhi: text that is no number (row 4)",
            "if the commas are decimal ones, set decimal: ',' for the file",
        ),
    ),
    (
        "decimal point in a file of decimal commas",
        lambda s: (s.setting(("file: people.csv", "file: people.csv\n    decimal: ','")), s.change("people.csv", (",2,36,", ",2,36.5,"))),
        (
            "people.csv, column mhi: text that is no number (row 4)",
            "mend the cells, or declare codes such as NA under",
        ),
    ),
    (
        "thousands parted by a point",
        lambda s: (s.setting(("file: people.csv", "file: people.csv\n    decimal: ','")), s.change("people.csv", (",2,36,", ",2,1.036,"))),
        (
            "people.csv, column mhi: text that is no number (row 4)",
            "a dot before three digits: if it stands between thousands (1234), take it out",
        ),
    ),
    (
        "dates in two orders",
        people(("2014-04-15,2,36", "15-04-2014,2,36"), ("2015-05-15", "05/15/2015")),
        (
            "people.csv, column included: no possible dates (rows 4, 5)",
            "dates are read year-month-day: mend the cells, give",
        ),
    ),
    (
        "date format that is none",
        setting(("inclusion_date: included", "inclusion_date: {column: included, date_format: dd-mm-yyyy}")),
        (
            "ingest.participants.inclusion_date.date_format: this is no way of writing a date",
            "write it with %Y or %y (year), %m, %b or %B (month) and %d (day), such as",
        ),
    ),
    (
        "year of two digits",
        people(("2014-04-15,2,36", "14-04-15,2,36")),
        (
            "people.csv, column included: no possible dates (row 4)",
            "dates are read year-month-day: mend the cells, give",
        ),
    ),
    (
        "columns swapped",
        text(lambda b: b.replace(b"pid,name,sex,born,included,", b"pid,name,sex,included,born,", 1)),
        (
            "people.csv, column born: birth dates that lie after inclusion (rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 6 more)",
            "are birth and inclusion mapped the wrong way round?",
        ),
    ),
    (
        "another encoding named than it is",
        setting(("file: people.csv", "file: people.csv\n    encoding: utf-16")),
        (
            "people.csv: the file holds no records",
            "check that the export worked, and that this is the file you mean; or leave",
        ),
    ),
    (
        "encoding that is none",
        setting(("file: people.csv", "file: people.csv\n    encoding: utf-9")),
        (
            "people.csv: encoding: 'utf-9' is no known encoding",
            "write utf-8, windows-1252 or latin-1, for example",
        ),
    ),
    (
        "delimiter of two characters",
        setting(("file: people.csv", "file: people.csv\n    delimiter: '::'")),
        (
            "tiny.yaml, line 14, ingest.participants.delimiter: '::' is too long: one character is expected",
            ".csv only: the column separator; without it, a comma (a tab for .tsv).",
        ),
    ),
    (
        "delimiter of a workbook",
        book(None, ("file: people.xlsx", "file: people.xlsx\n    delimiter: ';'")),
        (
            "tiny.yaml, line 14, ingest.participants.delimiter: only .csv and .tsv files have a separator between columns",
            "leave it out",
        ),
    ),
    (
        "sheet of a CSV file",
        setting(("file: people.csv", "file: people.csv\n    sheet: baseline")),
        (
            "tiny.yaml, line 14, ingest.participants.sheet: only workbooks have sheets",
            "leave it out, or name the workbook",
        ),
    ),
    (
        "encoding of a workbook",
        book(None, ("file: people.xlsx", "file: people.xlsx\n    encoding: utf-8")),
        (
            "tiny.yaml, line 14, ingest.participants.encoding: files of this format have one encoding, which is known",
            "leave it out",
        ),
    ),
    (
        "quotation mark never closed",
        people(("P03,Plantagenet 3,", 'P03,"Plantagenet 3,')),
        (
            "people.csv, line 17: a quotation mark is out of place in row 4",
            "close the quotation mark, or write a quotation mark inside a cell twice",
        ),
    ),
    (
        "rows cut at the end",
        text(lambda b: b[: b.rfind(b",201")]),
        (
            "people.csv: rows with fewer cells than the 8 columns that row 1 names (row 17)",
            "the file may be cut short, or a separator stands inside a cell without",
        ),
    ),
    (
        "head repeated among the records",
        rows(PEOPLE_HEAD, *PEOPLE[:0]),
        (
            "people.csv: one row does not fit 7 of the columns: pid, included, born, until, sex, ben, mhi (row 18)",
            "if it is a second row of names, units or labels, a row of totals, or a row",
        ),
    ),
]
