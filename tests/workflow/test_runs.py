"""The workflow as a user runs it: in full, again, after an edit, after a file was replaced, in another folder."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import copy_project, copy_run

SPEC = Path(__file__).parents[1] / "spec" / "cohort20"
ROSSI = ("--configfile", "config/rossi.yaml")
DATED = ("--configfile", "spec/cohort20.yaml")
ALL_RULES = [
    "fetch_records",
    "write_settings",
    "read_records",
    "clean_records",
    "derive_outcomes",
    "export_figures",
    "export_persons",
    "make_kit",
    "fit_models",
    "estimate_survival",
    "make_tables",
    "export_tables",
    "draw_figures",
    "write_manuscript",
    "write_report",
]
FIRST = ("fetch_records", "read_records", "clean_records", "derive_outcomes")
VARIES = re.compile(r"^(logs|benchmarks)/|^run\.json$|^\w+/\.checked/")


def steps_shown(done):
    """Every step's line: '   3 of 16  clean records', without the count in a dry run."""
    return names_shown(done.stderr)


def names_shown(said):
    """The same of what the terminal showed."""
    lines = [line.strip() for line in said.splitlines() if line.startswith("  ")]
    return [re.sub(r"^\d+ of \d+ +", "", line).replace(" ", "_") for line in lines]


def rules_run(done):
    """Names of the rules that a run started."""
    assert done.returncode == 0, done.stderr
    shown = steps_shown(done)
    return sorted(name for name in shown if name in ALL_RULES)


def rows(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def tree(folder):
    """Every file of results by its path, but for what names the run itself."""
    files = {f.relative_to(folder).as_posix(): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}
    return {name: data for name, data in files.items() if not VARIES.match(name)}


def test_a_full_run_leaves_everything(rossi_run):
    results = rossi_run.results("rossi")
    for name in [
        "report.html",
        "run.json",
        "settings.yaml",
        "outcomes/persons.sav",
        "verify/refit.R",
        "verify/data.csv",
        "tables/cells.csv",
        "tables/answers.json",
        "results.parquet",
        "tables/tables.docx",
        "figures/forest.png",
    ]:
        assert (results / name).stat().st_size > 0, name
    run = json.loads((results / "run.json").read_text(encoding="utf-8"))
    assert set(run) >= {"cohort", "records", "settings", "code", "versions", "definitions"}


def test_the_example_gives_the_known_values(rossi_run):
    results = rossi_run.results("rossi")
    rates = {row["period"]: row for row in rows(results / "outcomes" / "rates.csv")}
    for week, n, rate in [("1", 432, 0.1389), ("4", 429, 0.3613), ("12", 415, 0.4578), ("26", 381, 0.5092), ("52", 322, 0.5155)]:
        assert int(rates[week]["n"]) == n
        assert round(float(rates[week]["rate"]), 4) == rate
    survival = rows(results / "survival" / "estimates.csv")
    median = next(row for row in survival if row["exposure"] == "all" and row["measure"] == "median")
    assert float(median["estimate"]) == 7
    at_52 = next(row for row in survival if row["exposure"] == "all" and row["measure"] == "survival" and float(row["time"]) == 52)
    assert round(float(at_52["estimate"]), 4) == 0.1271


def test_the_linter_is_content(rossi_run):
    done = rossi_run.run("--lint", *ROSSI)
    assert done.returncode == 0, done.stderr
    assert "your workflow is in a good condition" in done.stderr


def test_a_second_run_does_nothing(rossi_run):
    assert rules_run(rossi_run.run(*ROSSI)) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "confounders: [age, race,",
            "confounders: [age,",
            [r for r in ALL_RULES if r not in (*FIRST, "estimate_survival")],
        ),
        (
            "horizons: [13, 26, 52]",
            "horizons: [26, 52]",
            [r for r in ALL_RULES if r not in (*FIRST, "fit_models")],  # of survival, models read which exits compete alone
        ),
        ("title: Employment", "title: Work", ["make_kit", "write_settings", "write_manuscript", "write_report"]),
        (
            "long_term: 26",
            "long_term: 13",
            [r for r in ALL_RULES if r not in FIRST[:3]],
        ),
        ("label: Race}", "label: Ethnicity}", [r for r in ALL_RULES if r != "fetch_records"]),
        ("# Source:", "# From:", []),
    ],
    ids=["confounders", "horizons", "title", "outcomes", "records", "comment"],
)
def test_an_edit_of_the_settings_reruns_what_reads_it(rossi_run, old, new, expected):
    config = rossi_run.folder / "config" / "rossi.yaml"
    before, times = config.read_text(encoding="utf-8"), config.stat()
    assert old in before
    try:
        config.write_text(before.replace(old, new), encoding="utf-8")
        done = rossi_run.run("--dry-run", *ROSSI)
    finally:
        config.write_text(before, encoding="utf-8")
        os.utime(config, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert rules_run(done) == sorted(expected)


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("figures/__init__.py", ["draw_figures", "export_figures", "write_report"]),
        ("survival/__init__.py", [r for r in ALL_RULES if r not in (*FIRST, "fit_models", "write_settings")]),
        ("run/fetch.py", [rule for rule in ALL_RULES if rule != "write_settings"]),
        ("__main__.py", []),
    ],
)
def test_an_edit_of_the_library_reruns_what_reaches_it(rossi_run, file, expected):
    path = rossi_run.folder / "src" / "ipscohort" / file
    before = path.read_bytes()
    try:
        path.write_bytes(before + b"\n# edited\n")
        done = rossi_run.run("--dry-run", *ROSSI)
    finally:
        path.write_bytes(before)
    assert rules_run(done) == sorted(expected)


def test_two_runs_in_two_folders_give_the_same_bytes(rossi_run, tmp_path):
    other = copy_project(tmp_path / "elsewhere" / "copy")
    assert rules_run(other.run(*ROSSI)) == sorted(ALL_RULES)
    first, second = tree(rossi_run.results("rossi")), tree(other.results("rossi"))
    assert list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_an_edit_is_really_run_and_not_only_planned(rossi_run, tmp_path):
    project = copy_run(rossi_run, tmp_path / "project")
    page = project.results("rossi") / "report.html"
    config = project.folder / "config" / "rossi.yaml"
    config.write_text(config.read_text(encoding="utf-8").replace("title: Employment", "title: Paid work"), encoding="utf-8")
    assert rules_run(project.run(*ROSSI)) == ["make_kit", "write_manuscript", "write_report", "write_settings"]
    assert "Paid work in the year after release" in page.read_text(encoding="utf-8")
    assert rules_run(project.run(*ROSSI)) == []


@pytest.fixture
def dated(dated_run, tmp_path):
    """A copy of it with its results, and the words to run it again."""
    return copy_run(dated_run, tmp_path / "project"), DATED


def test_a_first_run_takes_every_step_but_fetching(dated_run):
    said = (dated_run.folder.parent / "said").read_text(encoding="utf-8")
    assert sorted(rule for rule in names_shown(said) if rule in ALL_RULES) == [
        rule for rule in sorted(ALL_RULES) if rule != "fetch_records"
    ]


def test_a_file_replaced_by_an_older_one_reruns_all_that_depends_on_it(dated):
    project, settings = dated
    estimates = project.results("cohort20") / "outcomes" / "rates.csv"
    before = estimates.read_bytes()
    records = project.folder / "spec" / "interviews.csv"
    text = records.read_text(encoding="utf-8")
    assert "P03,2015-09-01,2015-09-10" in text
    records.write_text(text.replace("P03,2015-09-01,2015-09-10", "P03,2015-10-01,2015-10-10"), encoding="utf-8")
    os.utime(records, (978307200, 978307200))  # a date long before the first run
    assert rules_run(project.run(*settings)) == [rule for rule in sorted(ALL_RULES) if rule not in ("fetch_records", "write_settings")]
    assert estimates.read_bytes() != before
    assert rules_run(project.run(*settings)) == []
    os.utime(records)  # a new date alone is no change
    assert rules_run(project.run(*settings)) == []


def test_small_irregularities_of_files_are_logged_and_the_run_goes_on(tmp_path):
    project = copy_project(tmp_path / "project")
    shutil.copytree(SPEC, project.folder / "spec")
    records = project.folder / "spec" / "participants.csv"
    lines = records.read_text(encoding="utf-8").rstrip("\n").split("\n")
    blank = "," * lines[0].count(",")
    records.write_text("\n".join([*lines[:5], blank, *lines[5:]]), encoding="utf-8")  # no line end at the end
    rules_run(project.run("--configfile", "spec/cohort20.yaml"))
    log = rows(project.results("cohort20") / "clean" / "cleaning_log.csv")
    assert {"blank_row", "last_line_unfinished"} <= {row["rule"] for row in log}


def test_records_replaced_in_mid_run_stop_the_report(dated):
    project, settings = dated
    page = project.results("cohort20") / "report.html"
    page.unlink()
    code = (
        "import sys; sys.path.insert(0, 'scripts'); from pathlib import Path; from ipscohort.config import load_cohort;"
        "from ipscohort.run.provenance import provenance; c = load_cohort('spec/cohort20.yaml');"
        "provenance(c.settings, c.files(), {key: '0' * 64 for key in c.files()})"
    )
    done = project.run("-c", code, program=None)
    assert "replaced while the run was going on" in done.stderr
    assert rules_run(project.run(*settings)) == ["write_report"]


def test_two_cohorts_of_one_name_do_not_share_results(dated):
    project, _ = dated
    shutil.copytree(project.folder / "spec", project.folder / "other")
    done = project.run("--configfile", "other/cohort20.yaml")
    assert done.returncode != 0
    assert "Two cohorts have one name" in done.stderr
    shutil.rmtree(project.folder / "spec")  # moved, so that the results follow
    assert rules_run(project.run("--configfile", "other/cohort20.yaml"))
