"""Cohorts of other shapes: each number of each table answers, is its tidy value, and stands in the results as data."""

from __future__ import annotations

import re

import pytest

from ipscohort.analysis_results import results_frame
from ipscohort.answers import Material, answer
from ipscohort.tables import cells_frame, make_tables, places, render
from tests.support.every_number import IN_NOTES, STRUCTURAL, unanswered
from tests.support.pipeline import read_of, table_inputs
from tests.support.quoted import quoted_sentences
from tests.support.small import load, run

WEEKS = {"follow_up": "4 weeks", "end_of_observation": {"observed_until": "yes"}, "competitive": "all_jobs"}
WEEKS |= {"time_unit": "weeks", "period": "weeks"}
SITE = {"variables": {"site": {"column": "site", "type": "category"}, "score": {"column": "score", "type": "number", "range": [0, 99]}}}
MODELS = {
    "confounders": ["score"],
    "regressions": {
        "job": {"outcome": "job_obtained", "model": "logistic"},
        "time": {"outcome": "time_worked", "model": "linear", "role": "secondary"},
        "rate": {"outcome": "time_worked", "model": "poisson", "offset": "time_observed", "confounders": []},
    },
}
REST = {
    "outcomes": {"long_term": 2},
    "exposures": {"site": {"variable": "site", "reference": "A"}},
    "models": MODELS,
    "survival": {"horizons": [2, 4]},
}
PEOPLE = "id,until,site,score\n1,,A,10\n2,,A,12\n3,2,A,\n4,,B,14\n5,,B,8\n6,,B,150\n7,,,9\n8,,A,11\n"
PANEL = {"shape": "panel", "id": "id", "columns": "w{n}", "unit": "weeks", "counted_from": "inclusion"}
PANEL |= {"codes": {1: "employed", 0: "not_employed"}}
STATUSES = "id,w1,w2,w3,w4\n1,0,1,1,1\n2,0,0,0,0\n3,0,0,,\n4,1,1,0,1\n5,,1,0,0\n6,0,0,0,1\n7,0,0,1,1\n8,0,1,0,0\n"
GIVEN = "id,until,site,score,job,time,worked\n" + "".join(
    f"{line},{given}\n"
    for line, given in zip(
        PEOPLE.splitlines()[1:], ("yes,2,3", "no,,0", "no,,0", "yes,1,3", "yes,,1", "no,,0", "yes,3,2", "yes,2,1"), strict=True
    )
)


def panel(folder):
    people = {"id": "id", "observed_until": "until", **SITE}
    ingest = {"participants": people, "jobs": {"weekly": PANEL}}
    values = {"study": WEEKS, "ingest": ingest, "clean": {"value_out_of_range": "set_missing"}, **REST}
    texts = {"participants": PEOPLE, "weekly": STATUSES}
    return run(folder, values, **texts), load(folder, values, texts).settings


def outcomes(folder):
    given = {"shape": "outcomes", "job_obtained": "job", "time_to_first_job": "time", "time_worked": "worked"}
    ingest = {"participants": {"id": "id", "observed_until": "until", **SITE}, "jobs": {"given": given}}
    values = {"study": WEEKS, "ingest": ingest, "clean": {"value_out_of_range": "set_missing"}, **REST}
    texts = {"participants": GIVEN}
    return run(folder, values, **texts), load(folder, values, texts).settings


@pytest.fixture(scope="module", params=[panel, outcomes], ids=["panel", "outcomes"])
def made(request, tmp_path_factory):
    """Tables, material, and the sentences of tidy files."""
    found, settings = request.param(tmp_path_factory.mktemp(request.param.__name__))
    return make_tables(table_inputs(found, settings)), Material.of(read_of(found), settings), quoted_sentences(found)


def test_every_number_answers(made):
    tables, material, _ = made
    told = answer(places(tables), material)
    assert [a.id for a in told.all] == cells_frame(tables)["id"].tolist()
    assert len(told.all) > 100
    for a in told.all:
        assert a.definition and a.about.behind and a.about.left_out and a.about.keys, a
        assert "{" not in a.definition + a.about.formula + "".join(a.about.keys), a


def test_every_number_is_its_tidy_value(made):
    tables, _, quoted = made
    values = cells_frame(tables).set_index("id")["value"].to_dict()
    rules = [re.escape(text) for text in sorted(quoted, key=len, reverse=True)]
    for table in tables.values():
        page = render(table, "html").decode()
        assert unanswered(page, values, (*rules, *STRUCTURAL)) == []
        if not table.why_not:
            assert unanswered(page, values, (*rules, *STRUCTURAL, *IN_NOTES), ("p",), quoted=quoted) == []


def test_every_number_is_in_the_results(made):
    tables, material, _ = made
    results = results_frame(places(tables), material)
    shown = [number for text in results["printed_in"].dropna() for number in text.split(";")]
    assert sorted(shown) == sorted(cells_frame(tables)["id"])


def test_models_of_other_families_say_their_formula(made):
    tables, material, _ = made
    formulas = {a.about.formula for a in answer(places(tables), material).all}
    assert "time_worked ~ site + score: linear regression; reference of site: A." in formulas
    assert "time_worked ~ site + offset(log(time_observed)): Poisson regression; reference of site: A." in formulas


def test_a_value_out_of_range_is_told(made):
    tables, material, _ = made
    score = next(a for a in answer(places(tables), material).all if a.table == "baseline" and a.statistic == "mean")
    assert score.about.behind == "6 of 8 persons analysed have a value."
    assert score.about.left_out[0] == "score is missing for 2: blank 1; out of range, set missing 1."
    assert score.about.keys == ("ingest.participants.variables.score",)
