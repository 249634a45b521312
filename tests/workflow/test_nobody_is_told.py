"""What a command says and leaves holds no person and no place of the user: id, name, birth date and a note are planted, and every byte is searched.

Steps: a cohort in a folder of a user, with columns that tables have no business with -> check, run, explain, init, compare, and mistakes in just
these columns -> what the terminal was told, and every file but those of ingest, clean, outcomes, internal and verify.
"""

from __future__ import annotations

import getpass
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import Project, copy_project

SPEC = Path(__file__).parents[1] / "spec" / "cohort20"
HELD = re.compile(r"results/\w+/(ingest|clean|outcomes|internal|verify)/")
USER = "zquser"
ID, NAME, BORN, NOTE = "QX7PLANTED", "Xanthippe Plantedname", "1961-07-23", "hears zqvoices at night"
PERSON = re.compile(rb"Xanthippe|Plantedname|1961-07-23|23-07-1961|23/07/1961|zqvoices")
PLACE = re.compile(USER.encode())
MAPPED = "      age: {column: age"


@dataclass(frozen=True)
class Room:
    """A project and records in the folder of a user, and a folder for temporary files of its own."""

    project: Project
    records: Path
    temporary: Path

    def says(self, *arguments: str) -> str:
        """What a command tells the terminal; paths are given as the user would, from the project's folder."""
        home = str(self.records.parent)
        env = {**os.environ, "HOME": home, "TMPDIR": str(self.temporary), "USER": USER, "LOGNAME": USER}
        env["PYTHONPATH"] = str(self.project.folder / "src")
        command = [sys.executable, "-m", "ipscohort", *arguments]
        done = subprocess.run(command, cwd=self.project.folder, env=env, capture_output=True, text=True, check=False, timeout=300)
        return done.stdout + done.stderr

    def left(self) -> dict[str, bytes]:
        """Every file that is there now and may be shown, by its path; archives, columns and streams unpacked."""
        found = {}
        for file in sorted(self.records.parent.rglob("*")):
            path = file.relative_to(self.records.parent).as_posix()
            code = path.startswith(("project/src/", "project/data/")) or "__pycache__" in path
            if file.is_file() and not code and not file.is_relative_to(self.records) and not HELD.search(path):
                found[path] = b"\n".join(unpacked(file.suffix, file.read_bytes()))
        return found


def unpacked(suffix: str, data: bytes):
    """A file's bytes, and those of what is packed in it."""
    yield data
    if suffix in (".docx", ".xlsx", ".zip"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from unpacked(Path(name).suffix, archive.read(name))
    elif suffix == ".parquet":
        import pyarrow.parquet as pq

        table = pq.read_table(io.BytesIO(data))
        yield (str(table.to_pydict()) + str(table.schema.metadata)).encode()
    elif suffix == ".png":
        from PIL import Image

        yield str(Image.open(io.BytesIO(data)).info).encode()
    elif suffix == ".pdf":
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
            try:
                yield zlib.decompress(stream)
            except zlib.error:
                continue
    elif suffix == ".html":
        import base64

        for kind, carried in re.findall(rb"data:[\w/+.-]*?(zip|csv|svg)[\w+]*;base64,([A-Za-z0-9+/=]+)", data):
            yield from unpacked(f".{kind.decode()}", base64.b64decode(carried))


@pytest.fixture(scope="module")
def room(tmp_path_factory) -> Room:
    home = tmp_path_factory.mktemp("home") / USER
    records, temporary = home / "records", tmp_path_factory.mktemp("temporary")
    project = copy_project(home / "project")
    shutil.copytree(SPEC, records)
    people, jobs = records / "participants.csv", records / "interviews.csv"
    head, *rows = people.read_text(encoding="utf-8").splitlines()
    of = {"P06": f"{NAME},{BORN},{NOTE}"}
    told = [f"{row},{of.get(row[:3], f'somebody {row[:3]},1970-01-{row[1:3]},a note on {row[:3]}')}" for row in rows]
    people.write_text("\n".join([f"{head},name,born,note", *told, ""]).replace("P06", ID), encoding="utf-8")
    jobs.write_text(jobs.read_text(encoding="utf-8").replace("P06", ID), encoding="utf-8")
    return Room(project, records, temporary)


def with_column(room: Room, line: str, *, cohort: str = "cohort20") -> str:
    """Settings beside the cohort's own with one more variable; their path from the project's folder."""
    text = (SPEC / "cohort20.yaml").read_text(encoding="utf-8").replace(MAPPED, f"      {line}\n{MAPPED}")
    file = room.records / f"{cohort}.yaml"
    file.write_text(text.replace("cohort: cohort20", f"cohort: {cohort}"), encoding="utf-8")
    return os.path.relpath(file, room.project.folder)


def searched(room: Room, said: str) -> list[str]:
    """Where a person or the user's name stands: on the terminal, or in a file."""
    places = {"terminal": said.encode(), **room.left()}
    assert list(room.temporary.rglob("*")) == [], "temporary files stay within results"
    return [name for name, data in places.items() if PERSON.search(data) or PLACE.search(data)]


def test_what_is_searched_is_found():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", NAME)
    assert PERSON.search(b"".join(unpacked(".docx", packed.getvalue())))
    assert PERSON.search(b"".join(unpacked(".pdf", b"stream\n" + zlib.compress(NOTE.encode()) + b"endstream")))


def test_check_run_explain_init_and_compare_tell_nobody(room):
    first, second = (
        with_column(room, "born: {column: born, type: date}"),
        with_column(room, "note: {column: note, type: text}", cohort="second"),
    )
    for arguments in (
        ("check", first),
        ("run", first),
        ("explain", "baseline", "Age", "--config", first),
        ("run", second),
        ("compare", first, second),
        (
            "init",
            *(os.path.relpath(room.records / name, room.project.folder) for name in ("participants.csv", "interviews.csv")),
            "--name",
            "drafted",
        ),
    ):
        said = room.says(*arguments)
        assert searched(room, said) == [], arguments
        assert ID not in said, arguments
    results = room.project.folder / "results"
    assert (results / "cohort20" / "report.html").is_file() and (results / "second" / "report.html").is_file()
    assert (results / "compare").is_dir() and (room.project.folder / "config" / "drafted.yaml").is_file()
    assert not [name for name, data in room.left().items() if ID.encode() in data]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("who: {column: name, type: category}", "no category: 20 different values in 21 rows"),
        ("who: {column: name, type: category, levels: [a, b]}", "values that are not among the levels"),
        ("who: {column: name, type: category, codes: {a: b}}", "values that are no code"),
        ("who: {column: name, type: yes_no}", "values that are not 1/0"),
        ("who: {column: name, type: number}", "text that is no number"),
        ("who: {column: name, type: date}", "no possible dates"),
        ("who: {column: born, type: category}", "no category"),
        ("who: {column: born, type: number}", "text that is no number"),
        ("who: {column: born, type: yes_no}", "values that are not 1/0"),
        ("who: {column: note, type: category}", "no category"),
        ("who: {column: note, type: date}", "no possible dates"),
        ("who: {column: nam, type: text}", "there is no column 'nam'"),
    ],
)
def test_a_mistake_in_such_a_column_is_told_without_its_values(room, line, told):
    said = room.says("check", with_column(room, line, cohort="mistaken"))
    assert told in said
    assert searched(room, said) == []


def test_a_run_that_fails_leaves_no_value(room):
    said = room.says("run", with_column(room, "who: {column: name, type: category}", cohort="mistaken"))
    assert "no category" in said
    assert searched(room, said) == []


def test_the_name_of_who_runs_this_stands_in_no_log(room):
    logs = {name: data for name, data in room.left().items() if ".snakemake/" in name}
    assert logs
    assert not [name for name, data in logs.items() if str(room.project.folder).encode() in data]
    assert not [name for name, data in logs.items() if f"User: {getpass.getuser()}".encode() in data]
