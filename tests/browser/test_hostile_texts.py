"""Results of a cohort whose every text is hostile, in the programs that people open them with: nothing runs, computes, asks or breaks.

It runs a whole cohort, so only `make hostile` does it (3 minutes). IPSCOHORT_SHOTS names a folder for pictures of what was seen.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
import yaml
from lxml import etree

from ipscohort.catalogue.letters import UNSEEN, seen
from ipscohort.files.formulas import LEADER, PRINTED
from tests.browser.driver import MISSING, opened
from tests.conftest import copy_project
from tests.support import themes as plain
from tests.support.hostile import NOWHERE, Planted

pytestmark = pytest.mark.skipif("IPSCOHORT_HOSTILE" not in os.environ, reason="minutes long: make hostile runs it")
SOFFICE, PDFLATEX, RSCRIPT = map(shutil.which, ("soffice", "pdflatex", "Rscript"))
FOLDERS = ("tables", "themes", "programme", "clean", "outcomes", "models", "survival", "internal", "manuscript", "ingest")
CSV_OUT = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
CSV_IN = "CSV:44,34,76,1,,0,false,true,false,false,false,0,true"
"""How Calc reads a CSV file: UTF-8, commas, and computing the formulas in it."""
FOUND = """(() => {
  const found = [];
  for (const each of document.querySelectorAll("*")) for (const { name, value } of each.attributes || []) {
    if (/^on/i.test(name)) found.push(`${each.tagName} ${name}`);
    if (/^(xlink:href|href|src|action|formaction|data)$/i.test(name) && !/^(#|data:)/.test(value)) found.push(`${each.tagName} ${value}`);
  }
  const ours = [...document.scripts].filter((each) => each.textContent.startsWith("// What a reader gains"));
  if (document.scripts.length !== ours.length || ours.length > 1) found.push("a script");
  for (const name of ["iframe", "object", "embed", "form", "base", "link", "foreignObject", "meta[http-equiv=refresh]"]) {
    if (document.querySelector(name)) found.push(name);
  }
  if (window.ran !== undefined) found.push(`ran ${window.ran}`);
  return found;
})()"""
"""What a page or drawing has that could act, or has acted."""


@pytest.fixture(scope="module")
def cohort(tmp_path_factory) -> Planted:
    return Planted(tmp_path_factory.mktemp("hostile") / "cohort")


@pytest.fixture(scope="module")
def results(cohort, tmp_path_factory) -> Path:
    """The results of a run, which left nothing else where it was given or where it ran."""
    if (made := Path(os.environ["IPSCOHORT_HOSTILE"]) / "report.html").is_file():  # those of an earlier run
        return made.resolve().parent
    project = copy_project(tmp_path_factory.mktemp("run") / "project")
    given, before = sorted(cohort.folder.iterdir()), {file.name for file in project.folder.iterdir()}
    done = project.run("--configfile", str(cohort.config))
    assert done.returncode == 0, done.stderr
    released = project.run("release", str(cohort.config), program="ipscohort")
    assert released.returncode == 0, released.stderr
    assert not UNSEEN.search(done.stderr + done.stdout), "the terminal is told nothing that it would act on"
    assert sorted(cohort.folder.iterdir()) == given
    assert {file.name for file in project.folder.iterdir()} - before == {"results", ".snakemake"}
    assert {file.name for file in (project.folder / "results").iterdir()} == {"hostile"}
    return project.results("hostile")


@pytest.fixture(scope="module")
def shots(tmp_path_factory) -> Path:
    folder = Path(os.environ.get("IPSCOHORT_SHOTS", tmp_path_factory.mktemp("shots"))).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def files(results: Path, *suffixes: str) -> list[Path]:
    found = [file for file in sorted(results.rglob("*")) if file.suffix in suffixes]
    assert found, suffixes
    return found


def rows_of(file: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.read_text(encoding="utf-8"), newline="")))


def members(file: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            yield name, archive.read(name)


def flat(text: str) -> str:
    """Text without blanks, marks between blanks and the form of its letters: programs break lines in their own places."""
    return re.sub(r"[\s\u200f]+", "", unicodedata.normalize("NFC", text))


def planted_in(content: str, cohort: Planted) -> list[str]:
    """Planted texts that tables hold, as people may read them."""
    texts = [*cohort.texts, *cohort.known.values()]
    return [text for text in map(seen, dict.fromkeys(texts)) if json.dumps(text, ensure_ascii=False)[1:-1] in content]


def test_the_numbers_are_those_of_the_cohort_with_plain_texts(results):
    found = pd.read_csv(results / "models" / "estimates.csv")
    expected = plain.analysed().fitted.estimates
    columns = ["estimate", "conf_low", "conf_high", "n"]
    assert len(found) == len(expected) > 50
    pd.testing.assert_frame_equal(
        found[columns].sort_values(columns, ignore_index=True).astype(float),
        expected[columns].reset_index(drop=True).sort_values(columns, ignore_index=True).astype(float),
        rtol=1e-9,
    )


def test_every_file_parses_in_its_format(results):
    for file in files(results, ".json"):
        json.loads(file.read_text(encoding="utf-8"))
    for file in files(results, ".yaml"):
        yaml.safe_load(file.read_text(encoding="utf-8"))
    for file in files(results, ".svg"):
        etree.fromstring(file.read_bytes())
    for file in files(results, ".csv"):
        assert len({len(row) for row in rows_of(file)}) == 1, file
    for file in files(results, ".docx", ".xlsx"):
        for name, data in members(file):
            if name.endswith((".xml", ".rels")):
                etree.fromstring(data)
    for file in files(results, ".parquet"):
        pd.read_parquet(file)


def test_no_cell_of_a_file_for_spreadsheets_begins_as_a_formula(results):
    leading = [
        (file.name, cell)
        for file in files(results, ".csv")
        if file.relative_to(results).as_posix() != "verify/data.csv"
        for row in rows_of(file)
        for cell in row
        if LEADER.match(cell) and not cell.startswith("'") and not PRINTED.fullmatch(cell) and not _is_number(cell)
    ]
    assert leading == []


def _is_number(cell: str) -> bool:
    try:
        return bool(float(cell)) or True
    except ValueError:
        return False


def test_documents_and_workbooks_hold_no_field_formula_macro_or_link(results):
    fields = set()
    for file in files(results, ".docx", ".xlsx"):
        for name, data in members(file):
            assert b'TargetMode="External"' not in data and "vba" not in name.lower() and "externalLinks" not in name, (file, name)
            if name.endswith(".xml"):
                root = etree.fromstring(data)
                kinds = [etree.QName(each).localname for each in root.iter() if isinstance(each.tag, str)]
                assert not {"f", "hyperlink", "fldSimple", "object", "altChunk", "oleObject", "definedName"} & set(kinds) - _ours(file), (
                    file,
                    name,
                )
                fields |= {each.text for each in root.iter("{*}instrText")}
    assert fields == {" SEQ Table \\* ARABIC "}


def _ours(file: Path) -> set[str]:
    """Names that a workbook has of ours: the rows that are repeated on paper, and what is filtered."""
    return {"definedName"} if file.suffix == ".xlsx" else set()


@pytest.mark.skipif(bool(MISSING), reason=f"not there: {', '.join(MISSING)}")
def test_in_a_browser_no_page_or_drawing_runs_fetches_or_says_anything(results, shots):
    with opened("about:blank") as page:
        for file in files(results, ".html", ".svg"):
            page.driver.get(file.as_uri())
            assert page.value(FOUND) == [], file
            assert (page.said(), page.fetched()) == ([], []), file
            if file == results / "report.html":
                page.shoot(shots / "hostile-report.png")
                page.unfold()
                page.all("#findings .found a.n")[2].click()
                assert page.value(FOUND) == []
    (shown,) = results.glob("report.html")
    assert not UNSEEN.search(shown.read_text(encoding="utf-8"))


@pytest.mark.skipif(bool(MISSING), reason=f"not there: {', '.join(MISSING)}")
def test_the_browser_would_have_shown_it(tmp_path):
    bad = tmp_path / "bad.html"
    bad.write_text(f"<!doctype html><title>x</title><img src={NOWHERE}/x.png onerror=window.ran=2>", encoding="utf-8")
    with opened("about:blank") as page:
        page.driver.get(bad.as_uri())
        assert {"IMG onerror", f"IMG {NOWHERE}/x.png"} <= set(page.value(FOUND))
        assert page.fetched() == [f"{NOWHERE}/x.png"]


def converted(to: str, folder: Path, paths: list[Path], *more: str) -> None:
    """What LibreOffice makes of files, in a folder, with a profile of its own."""
    home = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [SOFFICE, "--headless", home, *more, "--convert-to", to, "--outdir", str(folder), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


@pytest.mark.skipif(SOFFICE is None, reason="not there: LibreOffice (soffice)")
def test_in_libreoffice_no_cell_of_a_csv_file_computes(results, tmp_path):
    sources = tmp_path / "sources"
    sources.mkdir()
    for file in (file for name in FOLDERS for file in files(results / name, ".csv")):
        shutil.copy(file, sources / file.relative_to(results).as_posix().replace("/", "__"))
    (sources / "control.csv").write_text('"=1+1",x\n', encoding="utf-8")
    converted(CSV_OUT.removesuffix(",false,-1"), tmp_path, sorted(sources.iterdir()), f"--infilter={CSV_IN}")
    assert rows_of(tmp_path / "control.csv") == [["2", "x"]], "Calc computes what is a formula"
    (sources / "control.csv").unlink()
    changed = [
        (file.name, before, after)
        for file in sources.iterdir()
        for was, now in zip(rows_of(file), rows_of(tmp_path / file.name), strict=True)
        for before, after in zip(was, now, strict=True)
        if not _same(before, after)
    ]
    assert changed == []


def _same(before: str, after: str) -> bool:
    """Whether a cell shows what it held: a number may stand with fewer digits or without its commas, a yes or no in capitals."""
    if before == after or before.upper() == after:
        return True
    try:
        return float(before.replace(",", "")) == pytest.approx(float(after), rel=1e-9, abs=1e-12)
    except ValueError:
        return False


@pytest.mark.skipif(SOFFICE is None, reason="not there: LibreOffice (soffice)")
def test_in_libreoffice_the_workbook_and_documents_say_what_was_planted(results, cohort, tmp_path, shots):
    content = (results / "tables" / "content.json").read_text(encoding="utf-8")
    expected = planted_in(content, cohort)
    assert len(expected) > 20
    converted(CSV_OUT, tmp_path, [results / "tables" / "tables.xlsx"])
    sheets = "".join(flat(cell) for file in tmp_path.glob("*.csv") for row in rows_of(file) for cell in row)
    assert not re.search(r"#NAME\?|#REF!|#VALUE!|Err:\d", sheets)
    documents = files(results / "tables", ".docx") + files(results / "manuscript", ".docx") + files(results / "themes", ".docx")
    converted("txt:Text (encoded):UTF8", tmp_path, documents)
    said = "".join(flat(file.read_text(encoding="utf-8-sig")) for file in tmp_path.glob("*.txt"))
    converted(
        "pdf", tmp_path, [results / "tables" / "tables.xlsx", results / "tables" / "tables.docx", results / "manuscript" / "strobe.docx"]
    )
    for file in tmp_path.glob("*.pdf"):
        shutil.copy(file, shots / f"hostile-{file.name}")
    assert [text for text in expected if flat(text) not in sheets] == []
    assert [text for text in expected if flat(text) not in said] == []


@pytest.mark.skipif(PDFLATEX is None, reason="not there: pdflatex")
def test_latex_sets_all_tables_without_an_error(results, tmp_path):
    for file in files(results / "tables", ".tex"):
        shutil.copy(file, tmp_path)
    command = [PDFLATEX, "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "tables.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout[-2000:]
    assert b"/etc/passwd" not in (tmp_path / "tables.log").read_bytes().replace(b"\n", b"")
    assert not (tmp_path / "planted").exists()


@pytest.mark.skipif(RSCRIPT is None, reason="not there: Rscript")
def test_the_script_for_r_runs_and_runs_nothing_else(results):
    folder = results / "verify"
    done = subprocess.run([RSCRIPT, "refit.R"], cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    assert "rows in refit_r.csv" in done.stdout, done.stderr
    assert not (folder / "planted").exists()
