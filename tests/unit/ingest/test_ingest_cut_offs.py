"""Yes/no variables below a cut-off of a score: just at it, just below it, missing, out of range; where they may stand."""

from __future__ import annotations

import pytest

from ipscohort.config import Settings
from ipscohort.errors import UserError
from ipscohort.run.pipeline import analyse
from ipscohort.tables import make_tables
from tests.support.pipeline import table_inputs
from tests.support.shipped import cohort, shipped
from tests.support.small import by_id, load, run

CUT = {"of": "m0", "below": 60, "label": "Unhealthy", "source": "Statistics Netherlands"}
STUDY = {"follow_up": "18 months", "end_of_observation": {"complete": "yes"}, "competitive": "all_jobs", "time_unit": "days"}
PEOPLE = "id,in,m0,arm\nA,2015-01-31,59.999,x\nB,2015-01-31,60,x\nC,2015-01-31,,y\nD,2015-01-31,0,y\nE,2015-01-31,100,y\n"
JOBS = "id,start,end\nA,2015-03-01,2015-05-01\nE,2015-04-01,2015-08-01\n"


def values(cut=CUT, name="low", **number):
    score = {"m0": {"column": "m0", "type": "number", **number}, "arm": {"column": "arm", "type": "category", "levels": ["x", "y"]}}
    ingest = {
        "participants": {"id": "id", "inclusion_date": "in", "variables": score},
        "jobs": {"j": {"shape": "spells", "id": "id", "columns": {"start": "start", "end": "end"}}},
        "cut_offs": {name: cut},
    }
    return {"study": STUDY, "ingest": ingest, "tables": {"baseline": [name]}}


def test_at_the_cut_off_is_not_below_it_and_missing_stays_missing(tmp_path):
    found = run(tmp_path, values(), participants=PEOPLE, j=JOBS)
    assert by_id(found.derived.persons, "low") == {"A": "yes", "B": "no", "C": None, "D": "yes", "E": "no"}
    told = found.records.codebook.variables["low"]
    assert told.levels == ("no", "yes") and told.rule == "yes: m0 below 60; no: from 60 on (Statistics Netherlands)"
    missing = found.records.missing_values.query("variable == 'low'")
    assert missing["id"].tolist() == ["C"] and missing["reason"].notna().all()


def test_a_score_out_of_its_range_is_on_neither_side(tmp_path):
    own = values(range=[0, 99]) | {"clean": {"value_out_of_range": "set_missing"}}
    found = run(tmp_path, own, participants=PEOPLE, j=JOBS)
    assert by_id(found.derived.persons, "low", "m0")["E"] == [None, None]
    assert found.records.missing_values.query("variable == 'low' and id == 'E'")["reason"].tolist() == ["outside the range of m0"]


@pytest.mark.parametrize("below", [0, -1, 101, 1234567.25])
def test_a_cut_off_that_divides_nobody_is_refused(tmp_path, below):
    with pytest.raises(UserError) as stopped:
        run(tmp_path, values({**CUT, "below": below}, range=[0, 100]), participants=PEOPLE, j=JOBS)
    assert f"{below} is a cut-off that divides nobody: values of 'm0' lie from 0 to 100" in str(stopped.value)
    assert "ingest.cut_offs.low.below" in str(stopped.value)


def test_a_cut_off_is_said_with_all_its_figures(tmp_path):
    found = run(tmp_path, values({**CUT, "below": 1234567.25}), participants=PEOPLE, j=JOBS)
    assert found.records.codebook.variables["low"].rule.startswith("yes: m0 below 1234567.25; no: from 1234567.25 on")
    assert by_id(found.derived.persons, "low")["E"] == "yes"


@pytest.mark.parametrize(
    ("changed", "name", "what"),
    [
        ({"of": "mo"}, "low", "there is no number or scale 'mo'"),
        ({"of": "arm"}, "low", "'arm' is a category, and a cut-off is of a number"),
        ({}, "m0", "'m0' is the name of something else"),
        ({}, "job_obtained", "'job_obtained' is the name of something else"),
        ({"below": "sixty"}, "low", "below"),
        ({"source": None}, "low", "source"),
    ],
)
def test_what_can_not_be_is_refused(tmp_path, changed, name, what):
    with pytest.raises(UserError) as stopped:
        load(tmp_path, values({**CUT, **changed}, name), {"participants": PEOPLE, "j": JOBS})
    assert what in str(stopped.value) and "ingest.cut_offs" in str(stopped.value)


def test_mhi5_below_60_in_the_shipped_cohort():
    own = cohort().settings.model_dump(mode="json")
    own["ingest"]["cut_offs"] = {"unhealthy": {**CUT, "of": "mhi5", "label": "Psychologically unhealthy (MHI-5 below 60)"}}
    own["tables"]["baseline"] = ["mhi5", "unhealthy"]
    own["exposures"]["health"] = {"variable": "unhealthy", "reference": "no"}
    own["models"]["confounders"] = ["sex", "age"]
    settings = Settings.model_validate(own)
    found = analyse(settings, cohort().files())
    score = shipped().derived.persons["mhi5"]
    below = found.derived.persons["unhealthy"]
    assert below.isna().sum() == score.isna().sum() == 3
    assert below.eq("yes").sum() == (score < 60).sum() and below.eq("no").sum() == (score >= 60).sum() > 0
    table = make_tables(table_inputs(found, settings))["baseline"]
    assert any("below 60" in row.label for row in table.rows())
    estimates = found.fitted.estimates.query("exposure == 'health' and model == 'job_obtained' and adjustment == 'crude'")
    assert estimates["n"].tolist() == [100, 100]
