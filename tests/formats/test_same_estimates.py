"""One cohort gives the same estimates in every format, and the same periods worked in every shape of job records."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from ipscohort.arithmetic.timeline import period_starts
from tests.support.pipeline import analyse
from tests.support.records import write_file

PERSONS, MONTHS = 80, 12
FORMATS = ["sav", "dta", "csv", "xlsx", "parquet", "xpt"]


def made_up():
    """Eighty made-up persons with a characteristic or two, and for each month whether they worked."""
    rng = np.random.default_rng(20141103)
    days = np.datetime64("2014-03-10") + rng.integers(0, 900, PERSONS)
    starts = period_starts(days, "months", np.arange(MONTHS + 1), PERSONS)
    group = rng.integers(1, 3, PERSONS)
    begins = np.where(rng.random(PERSONS) < 0.35 + 0.15 * group, rng.integers(1, MONTHS + 1, PERSONS), 0)
    lasts = np.where(begins > 0, rng.integers(1, 7, PERSONS), 0)
    month = np.arange(1, MONTHS + 1)
    worked = (month >= begins[:, None]) & (month < (begins + lasts)[:, None]) & (begins[:, None] > 0)
    people = pd.DataFrame(
        {
            "PID": [f"{n:03d}" for n in range(PERSONS)],
            "INCL": days.astype(object),
            "SEX": rng.integers(1, 3, PERSONS).astype(float),
            "GRP": group.astype(float),
            "SCORE": np.round(rng.normal(50, 12, PERSONS), 1),
        }
    )
    has = np.flatnonzero(begins)
    ends = np.minimum(begins + lasts - 1, MONTHS)
    jobs = pd.DataFrame(
        {
            "PID": people["PID"].to_numpy()[has],
            "START": [days[p].astype(object) + timedelta(int(starts[p, begins[p] - 1])) for p in has],
            "END": [days[p].astype(object) + timedelta(int(starts[p, ends[p]] - 1)) for p in has],
        }
    )
    return people, jobs, worked


def settings(fmt, jobs, time_unit):
    return {
        "schema_version": 1,
        "cohort": "made_up",
        "title": "Made up",
        "synthetic": "yes",
        "study": {
            "follow_up": f"{MONTHS} months",
            "end_of_observation": {"complete": "yes"},
            "competitive": "all_jobs",
            "time_unit": time_unit,
        },
        "ingest": {
            "participants": {
                "file": f"people.{fmt}",
                "id": "PID",
                "inclusion_date": "INCL",
                "variables": {
                    "sex": {"column": "SEX", "type": "category", "codes": {1: "man", 2: "woman"}},
                    "group": {"column": "GRP", "type": "category", "codes": {1: "one", 2: "two"}},
                    "score": {"column": "SCORE", "type": "number"},
                },
            },
            "jobs": {"records": jobs},
        },
        "exposures": {
            "group": {"variable": "group", "reference": "one"},
            "experience": {"variable": "inclusion_date", "split": "midpoint", "levels": ["first", "second"], "reference": "first"},
        },
        "models": {
            "confounders": ["sex", "score"],
            "regressions": {
                "obtained": {"outcome": "job_obtained", "model": "logistic"},
                "worked": {"outcome": "time_worked", "model": "log_linear"},
            },
        },
    }


def as_spells(folder, fmt, time_unit):
    people, jobs, _ = made_up()
    files = {"participants": folder / f"people.{fmt}", "jobs.records": folder / f"jobs.{fmt}"}
    write_file(people, files["participants"], fmt)
    write_file(jobs, files["jobs.records"], fmt)
    shape = {"shape": "spells", "file": f"jobs.{fmt}", "id": "PID", "columns": {"start": "START", "end": "END"}}
    return analyse(settings(fmt, shape, time_unit), files)


def frames(analysis):
    fitted, survived = analysis.fitted, analysis.survived
    return {
        "estimates": fitted.estimates,
        "confounders": fitted.confounder_estimates,
        "fits": fitted.fits,
        "curves": survived.curves,
        "survival": survived.estimates,
        "tests": survived.tests,
        "rates": analysis.derived.rates,
    }


@pytest.fixture(scope="module")
def from_csv(tmp_path_factory):
    return as_spells(tmp_path_factory.mktemp("csv"), "csv", "days")


def test_the_cohort_has_something_to_say(from_csv):
    estimates = from_csv.fitted.estimates
    assert estimates.loc[estimates["method"] != "reference", "estimate"].notna().all()
    assert from_csv.fitted.fits["status"].eq("fitted").all()
    assert from_csv.survived.curves["n_event"].sum() > 40


@pytest.mark.parametrize("fmt", [f for f in FORMATS if f != "csv"])
def test_every_format_gives_the_same_estimates(fmt, from_csv, tmp_path):
    other = frames(as_spells(tmp_path, fmt, "days"))
    for name, frame in frames(from_csv).items():
        pd.testing.assert_frame_equal(other[name], frame, check_exact=True, obj=f"{name} from .{fmt}")


def test_every_shape_gives_the_same_periods_worked(tmp_path):
    people, jobs, worked = made_up()
    spells = as_spells(tmp_path, "csv", "months")

    numbered = jobs.assign(n=jobs.groupby("PID").cumcount() + 1).pivot(index="PID", columns="n", values=["START", "END"])
    numbered.columns = [f"job{n}_{fact.lower()}" for fact, n in numbered.columns]
    wide_file, panel_file = tmp_path / "wide.csv", tmp_path / "panel.csv"
    write_file(people.merge(numbered, left_on="PID", right_index=True, how="left"), wide_file, "csv")
    shape = {"shape": "wide", "blank_end": "stop", "columns": {"start": "job{n}_start", "end": "job{n}_end"}}
    wide = analyse(settings("csv", shape, "months"), {"participants": wide_file})

    months = pd.DataFrame(worked.astype(int), columns=[f"emp{m}" for m in range(1, MONTHS + 1)])
    write_file(pd.concat([people, months], axis=1), panel_file, "csv")
    codes = {1: "employed", 0: "not_employed"}
    shape = {"shape": "panel", "columns": "emp{n}", "unit": "months", "counted_from": "inclusion", "codes": codes}
    panel = analyse(settings("csv", shape, "months"), {"participants": panel_file})

    columns = ["id", "job_obtained", "time_to_first_job", "follow_time", "first_job_event", "time_worked", "time_observed"]
    truth = pd.array(worked.sum(axis=1), dtype="Float64")
    for other in (spells, wide, panel):
        assert list(other.derived.persons["time_worked"]) == list(truth)
        pd.testing.assert_frame_equal(other.derived.persons[columns], spells.derived.persons[columns], check_exact=True)
        pd.testing.assert_frame_equal(other.derived.periods, spells.derived.periods, check_exact=True)
        pd.testing.assert_frame_equal(other.derived.rates, spells.derived.rates, check_exact=True)
        for name in ("estimates", "curves", "survival", "tests"):
            pd.testing.assert_frame_equal(frames(other)[name], frames(spells)[name], check_exact=True, obj=name)
