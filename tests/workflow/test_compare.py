"""Cohorts side by side: two agencies of the shipped cohort as cohorts of their own, run, compared and pooled."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from docx import Document

from ipscohort.compare.pooling import pool
from tests.conftest import copy_project

AGENCIES = {"north": "agency A", "south": "agency B"}


def settings_of(text: str, name: str, agency: str) -> str:
    """The shipped cohort's settings for one agency, without printed values, its exposures comparable."""
    text = text[: text.index("# The values that the paper prints")].replace("cohort: ips_mis", f"cohort: {name}")
    first = "    - {variable: informed_consent"
    assert first in text
    text = text.replace(first, f"    - {{variable: agency, one_of: [{agency}], label: {agency}}}\n{first}")
    for exposure, words in (("experience of the agencies", "    limitation: The halves"), ("funding", "    limitation: The groups")):
        assert words in text
        text = text.replace(words, f"    comparable: {exposure}\n{words}")
    return f"{text}\nmonitoring: {{site: sex, benchmarks: {{average: 41}}}}\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project in which both agencies were run."""
    copy = copy_project(tmp_path_factory.mktemp("compare") / "project")
    shipped = (copy.folder / "config" / "config.yaml").read_text(encoding="utf-8")
    for name, agency in AGENCIES.items():
        (copy.folder / "config" / f"{name}.yaml").write_text(settings_of(shipped, name, agency), encoding="utf-8")
        done = copy.run("run", f"config/{name}.yaml", program="ipscohort")
        assert done.returncode == 0, done.stderr
    return copy


@pytest.fixture(scope="module")
def compared(project):
    done = project.run("compare", "config/north.yaml", "config/south.yaml", program="ipscohort")
    assert done.returncode == 0, done.stderr
    assert "results/compare/north_south/tables/tables.docx" in done.stdout
    return project.folder / "results" / "compare" / "north_south"


def test_each_cohorts_numbers_are_those_of_its_own_run(project, compared):
    effects = pd.read_csv(compared / "effects.csv")
    assert set(effects["cohort"]) == set(AGENCIES)
    for name in AGENCIES:
        own = pd.read_csv(project.results(name) / "models" / "estimates.csv").set_index(["model", "exposure", "level", "adjustment"])
        for _, row in effects[effects["cohort"] == name].iterrows():
            exposure = "funding" if row["comparable"] == "funding" else "experience"
            assert row["estimate"] == own.loc[(row["model"], exposure, row["level"], row["adjustment"]), "estimate"]
    outcomes = pd.read_csv(compared / "outcomes.csv").set_index(["cohort", "measure"])
    persons = pd.read_parquet(project.results("north") / "outcomes" / "persons.parquet")
    assert outcomes.loc[("north", "job_obtained"), "estimate"] == pytest.approx(100 * persons["job_obtained"].eq("yes").mean())
    assert outcomes.loc[("north", "time_worked"), "n"] == (persons["job_obtained"].eq("yes") & persons["time_worked"].notna()).sum()


def test_pooled_estimates_are_of_these_numbers(compared):
    effects, pooled = pd.read_csv(compared / "effects.csv"), pd.read_csv(compared / "pooled.csv")
    chosen = {"comparable": "funding", "outcome": "job_obtained", "adjustment": "adjusted"}
    rows, found = (frame[(frame[list(chosen)] == list(chosen.values())).all(axis=1)] for frame in (effects, pooled))
    assert found["method"].tolist() == ["common effect", "random effects"]
    for ours, wanted in zip(found.itertuples(), pool(rows["estimate"].to_numpy(), rows["std_error"].to_numpy()), strict=True):
        assert (ours.estimate, ours.conf_low, ours.conf_high) == pytest.approx(
            (wanted.estimate, wanted.conf_low, wanted.conf_high), rel=1e-12
        )
        assert math.isnan(ours.prediction_low)
    assert "With 2 cohorts" in found["warning"].iloc[1]


def test_tables_and_figures_say_that_they_are_synthetic(compared):
    text = (compared / "tables" / "estimates.csv").read_text(encoding="utf-8")
    assert "SYNTHETIC" in text and "Common effect, 2 cohorts" in text and "Paule-Mandel" in text
    assert len(Document(compared / "tables" / "tables.docx").tables) == 2
    for name in ("forest", "curves"):
        assert "north, south" in (compared / "figures" / f"{name}.svg").read_text(encoding="utf-8")
        assert (compared / "figures" / f"{name}.png").stat().st_size > 10_000


def test_monitoring_is_among_the_results_of_each(project):
    folder = project.results("north") / "monitoring"
    assert sorted(file.name for file in folder.iterdir()) == [
        f"quarters.{suffix}" for suffix in ("csv", "docx", "html", "pdf", "png", "svg")
    ]
    found = pd.read_csv(folder / "quarters.csv")
    assert found["site"].drop_duplicates().fillna("everybody").tolist() == ["everybody", "female", "male"]
    persons = pd.read_parquet(project.results("north") / "outcomes" / "persons.parquet")
    assert found.loc[found["group"] == "all", "n_included"].sum() == len(persons)
    assert "SYNTHETIC" in (folder / "quarters.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (["config/north.yaml"], "two cohorts or more are needed"),
        (["config/north.yaml", "config/north.yaml"], "two cohorts or more are needed"),
        (["config/north.yaml", "config/rossi.yaml"], "python -m ipscohort run config/rossi.yaml"),
    ],
)
def test_what_cannot_be_compared(project, files, told):
    before = sorted((project.folder / "results").rglob("*"))
    done = project.run("compare", *files, program="ipscohort")
    assert done.returncode == 1
    assert told in done.stderr and "Traceback" not in done.stderr
    assert sorted((project.folder / "results").rglob("*")) == before


def test_levels_of_other_names_are_not_pooled(project):
    file = project.folder / "config" / "third.yaml"
    text = (project.folder / "config" / "south.yaml").read_text(encoding="utf-8").replace("cohort: south", "cohort: third")
    file.write_text(
        text.replace("levels: [first half, second half]", "levels: [early, late]").replace("reference: first half", "reference: early"),
        encoding="utf-8",
    )
    assert project.run("run", "config/third.yaml", program="ipscohort").returncode == 0
    done = project.run("compare", "config/north.yaml", "config/third.yaml", program="ipscohort")
    assert "levels have other names in some cohorts" in done.stdout
    pooled = pd.read_csv(project.folder / "results" / "compare" / "north_third" / "pooled.csv")
    assert set(pooled["comparable"]) == {"funding"}


def test_settings_changed_after_the_run_are_refused(project):
    file = project.folder / "config" / "north.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("study:", "study:\n  confidence: 0.9", 1), encoding="utf-8")
    try:
        done = project.run("compare", "config/north.yaml", "config/south.yaml", program="ipscohort")
    finally:
        file.write_text(text, encoding="utf-8")
    assert done.returncode == 1
    assert (
        "config/north.yaml: it was changed since it was run" in done.stderr and "python -m ipscohort run config/north.yaml" in done.stderr
    )
