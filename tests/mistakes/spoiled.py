"""Ways to spoil a file of participants: workbooks, text files, and files of another kind than their name says."""

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
