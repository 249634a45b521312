"""Which choice matters: computed on request, shown once it is there, and kept up to date from then on."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from tests.conftest import copy_project

SPEC = Path(__file__).parents[1] / "spec" / "cohort20"
CHOICES = """
replication:
  printed_values: printed.csv
  source: Twenty people written by hand
  choices:
    - choice: Quartiles
      here: weighted average at (n + 1) p
      alternatives:
        as R has them: {tables.percentiles: linear}
    - choice: Eligible
      here: aged 18 to 65
      alternatives:
        aged 90 and older: {clean.eligibility: [{variable: age, min: 90, label: aged 90}]}
"""
SETTINGS = ("--configfile", "spec/cohort20.yaml")


def test_definitions_are_compared_on_request_and_kept_up_to_date(tmp_path):
    project = copy_project(tmp_path / "project")
    shutil.copytree(SPEC, project.folder / "spec")
    config, page = project.folder / "spec" / "cohort20.yaml", project.results("cohort20") / "report.html"
    plain = config.read_text(encoding="utf-8").partition("\nreplication:")[0]
    config.write_text(plain + CHOICES, encoding="utf-8")

    done = project.run(*SETTINGS)
    assert done.returncode == 0, done.stderr
    assert "compare definitions" not in done.stderr
    assert "which-choice-matters" not in page.read_text(encoding="utf-8")

    done = project.run("compare_definitions", "all", *SETTINGS)
    assert done.returncode == 0, done.stderr
    assert "compare definitions" in done.stderr and "write report" in done.stderr
    assert "days to first job Q1, employed: 24.0 \u2192 29.3" in page.read_text(encoding="utf-8")
    with (project.results("cohort20") / "replication" / "definitions.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["alternative"], row["n_no_longer"]) for row in rows] == [("as R has them", "3"), ("aged 90 and older", "")]
    assert "nobody is left to analyse" in rows[1]["why_not"]

    done = project.run(*SETTINGS)
    assert done.returncode == 0 and "compare definitions" not in done.stderr

    config.write_text((plain + CHOICES).replace("percentiles: linear", "percentiles: tukey_hinges"), encoding="utf-8")
    done = project.run(*SETTINGS)
    assert "compare definitions" in done.stderr
    assert "days to first job Q1, employed: 24.0 \u2192 29.0" in page.read_text(encoding="utf-8")


def test_without_choices_there_is_nothing_to_compare(tmp_path):
    project = copy_project(tmp_path / "project")
    shutil.copytree(SPEC, project.folder / "spec")
    config = project.folder / "spec" / "cohort20.yaml"
    config.write_text(config.read_text(encoding="utf-8").partition("\nreplication:")[0], encoding="utf-8")
    done = project.run("compare_definitions", *SETTINGS)
    assert done.returncode != 0
    assert "There is nothing to compare." in done.stderr
    assert "replication.choices: the settings name no choice" in done.stderr
