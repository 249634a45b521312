"""What may be shown holds no person: a planted id, name and date are looked for in every file of the results."""

from __future__ import annotations

import base64
import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet
import pytest

from tests.conftest import copy_project

SPEC = Path(__file__).parents[1] / "spec" / "cohort20"
SETTINGS = ("--configfile", "spec/cohort20.yaml")
HOLD_PERSONS = ("ingest", "clean", "outcomes", "internal", "verify")
ARCHIVES = (".zip", ".docx", ".xlsx")
PICTURES = (".png", ".pdf", ".jpeg")
"""Not looked into: they are drawn by the code that draws the .svg of the same name."""
ID, NAME, DATE = "QX7PLANTED", "Xanthippe Plantedname", r"2015-11-13|13-11-2015|13/11/2015|11/13/2015|0?13 Nov(ember)? 2015"
PLANTED = re.compile(rf"{ID}|Xanthippe|Plantedname|{DATE}")


def contents(path: str, data: bytes) -> Iterator[tuple[str, str]]:
    """The texts of a file, with those of what it carries: members of archives, addresses that hold a file, columns."""
    suffix = Path(path).suffix
    if suffix in ARCHIVES:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from contents(f"{path}/{name}", archive.read(name))
    elif suffix == ".parquet":
        yield path, str(pyarrow.parquet.read_table(io.BytesIO(data)).to_pydict())
    elif suffix not in PICTURES:
        text = data.decode("utf-8")
        yield path, re.sub(r"data:[^\"']+", "", text)
        for kind, carried in re.findall(r"data:([\w/+.-]+);base64,([A-Za-z0-9+/=]+)", text):
            yield from contents(f"{path}.{kind.split('/')[1].split('+')[0]}", base64.b64decode(carried))


@pytest.fixture(scope="module")
def shown(tmp_path_factory) -> dict[str, str]:
    """All texts of a run's results but for the folders that hold persons; one person has a rare id, a name and a rare date."""
    project = copy_project(tmp_path_factory.mktemp("planted") / "project")
    shutil.copytree(SPEC, project.folder / "spec")
    people, jobs = project.folder / "spec" / "participants.csv", project.folder / "spec" / "interviews.csv"
    head, *rows = people.read_text(encoding="utf-8").splitlines()
    named = [f"{row},{NAME if row.startswith('P06') else 'somebody'}" for row in rows]
    people.write_text("\n".join([f"{head},name", *named, ""]).replace("P06", ID), encoding="utf-8")
    before = jobs.read_text(encoding="utf-8")
    assert "P06,2015-11-10" in before
    jobs.write_text(before.replace("P06,2015-11-10", f"{ID},2015-11-13"), encoding="utf-8")
    done = project.run(*SETTINGS)
    results = project.results("cohort20")
    assert (results / "report.html").exists(), done.stderr
    assert not PLANTED.search(done.stderr)
    files = [file for file in sorted(results.rglob("*")) if file.is_file()]
    held = [file for file in files if file.relative_to(results).parts[0] in HOLD_PERSONS and PLANTED.search(str(file.read_bytes()))]
    assert held, "the person came in"
    others = [file for file in files if file.relative_to(results).parts[0] not in HOLD_PERSONS]
    return {name: text for file in others for name, text in contents(file.relative_to(results).as_posix(), file.read_bytes())}


def test_no_person_stands_in_what_may_be_shown(shown):
    carried = {"report.html.zip/tables/outcomes.csv", "report.html.zip/models/estimates.csv", "report.html.zip/figures/forest.svg"}
    assert {*carried, "tables/tables.docx/word/document.xml", "tables/tables.xlsx/xl/workbook.xml", "results.parquet"} <= set(shown)
    ids = re.compile(r"\bP(0[1-9]|1\d|20)\b")
    assert [name for name, text in shown.items() if PLANTED.search(text) or ids.search(text)] == []


def test_synthetic_is_labelled_wherever_it_is_shown(shown):
    pages = re.compile(
        r"report\.html|results\.json|tables/\w+\.(html|csv|tex)|manuscript/\w+\.md|\w+/\w+\.(docx/word/header1\.xml|xlsx/xl/sharedStrings\.xml)"
    )
    read_by_people = [name for name in shown if pages.fullmatch(name)]
    assert len(read_by_people) > 40
    unlabelled = [name for name in read_by_people if "SYNTHETIC" not in shown[name]]
    assert unlabelled == ["tables/cells.csv", "tables/tables.tex"], "numbers without words, and a list of labelled files"
