"""A run whose settings name printed values: all match, one that differs is an error after the report, and what is rerun."""

from __future__ import annotations

import csv
import shutil

import pytest

from tests.conftest import copy_project
from tests.workflow.test_runs import ALL_RULES, SPEC, steps_shown

NAMED = "\nreplication: {printed_values: printed.csv, source: expected.yaml, on_mismatch: fail}\n"
SETTINGS = ("--configfile", "spec/cohort20.yaml")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """The hand-written cohort with its printed values, in a copy of the project."""
    copy = copy_project(tmp_path_factory.mktemp("printed") / "project")
    shutil.copytree(SPEC, copy.folder / "spec")
    settings = copy.folder / "spec" / "cohort20.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + NAMED, encoding="utf-8")
    return copy


def change(project, name, old, new):
    path = project.folder / "spec" / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def steps(done):
    shown = steps_shown(done)
    return sorted(name for name in shown if name in [*ALL_RULES, "replicate_values", "require_matches"])


def entries(project):
    with (project.results("cohort20") / "replication" / "printed_values.csv").open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row for row in csv.DictReader(stream)}


def test_all_match_then_one_value_differs_then_one_n(project):
    done = project.run(*SETTINGS)
    assert done.returncode == 0, done.stderr
    results = project.results("cohort20")
    assert (results / "replication" / "matches.txt").read_text(encoding="utf-8") == "15 of 15 printed values match.\n"
    assert "15 of 15 printed values match." in (results / "report.html").read_text(encoding="utf-8")
    assert entries(project)["split"]["given"] == "True"
    assert "printed.csv" in (results / "run.json").read_text(encoding="utf-8")
    assert "15 of 15 printed values match.\nReport: results/cohort20/report.html" in done.stderr
    assert steps(project.run(*SETTINGS)) == []

    change(project, "printed.csv", "days to first job median,employed,14,45.5", "days to first job median,employed,14,46.5")
    done = project.run(*SETTINGS)
    assert done.returncode != 0
    assert steps(done) == ["draw_figures", "export_figures", "replicate_values", "require_matches", "write_report"]
    message = done.stderr[done.stderr.index("14 of 15 printed values match. The report is complete: results/cohort20/report.html") :]
    assert "days_to_job (Table 2, days to first job median): printed 46.5 (N = 14), recomputed 45.5 (N = 14)" in message
    assert message.rstrip().endswith("replication.on_mismatch: report lets a run pass")
    assert "Traceback" not in done.stderr
    page = (results / "report.html").read_text(encoding="utf-8")
    assert "14 of 15 printed values match; not: days_to_job." in page
    assert entries(project)["days_to_job"]["match"] == "False"
    assert not (results / "replication" / "matches.txt").exists()

    change(project, "cohort20.yaml", "on_mismatch: fail", "on_mismatch: report")
    done = project.run(*SETTINGS)
    assert done.returncode == 0, done.stderr
    assert steps(done) == ["replicate_values", "require_matches", "write_manuscript", "write_report", "write_settings"]
    assert "14 of 15 printed values match; not: days_to_job.\nReport: results/cohort20/report.html" in done.stderr
    assert (results / "replication" / "matches.txt").read_text(encoding="utf-8") == "14 of 15 printed values match; not: days_to_job.\n"

    change(project, "printed.csv", "days to first job median,employed,14,46.5", "days to first job median,employed,13,45.5")
    assert project.run(*SETTINGS).returncode == 0
    row = entries(project)["days_to_job"]
    assert (row["match_value"], row["match_n"], row["match"]) == ("True", "False", "False")


def test_a_cohort_without_printed_values_has_no_trace_of_them(rossi_run):
    results = rossi_run.results("rossi")
    assert not (results / "replication").exists()
    assert "rinted values" not in (results / "report.html").read_text(encoding="utf-8")
    assert "printed values" not in (results / "run.json").read_text(encoding="utf-8")
