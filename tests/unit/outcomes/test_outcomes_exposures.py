"""Exposures: categories as they are, or two groups split at a date, a number or the midpoint."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from ipscohort.config.analysis import Exposure
from ipscohort.contracts.codebook import VariableInfo
from ipscohort.errors import UserError
from tests.unit.clean.frames import codebook, derive, people

HALVES = {"levels": ["first", "second"], "reference": "first"}


def exposed(*rows, **exposures):
    return derive(people(*rows), exposures={name: Exposure.model_validate(given) for name, given in exposures.items()})


def column(derived, name):
    return [None if pd.isna(v) else v for v in derived.persons[name]]


def test_categories_as_they_are_and_missing_stays_missing():
    derived = exposed({}, {"sex": "woman"}, {"sex": None}, gender={"variable": "sex", "reference": "man", "label": "Gender"})
    assert column(derived, "gender") == ["man", "woman", None]
    info = derived.codebook.variables["gender"]
    assert (info.label, info.levels, info.type) == ("Gender", ("man", "woman"), "category")
    assert column(derived, "sex") == column(derived, "gender")


def test_an_exposure_with_its_variable_s_name_is_one_column():
    derived = exposed({}, sex={"variable": "sex", "reference": "woman"})
    assert list(derived.persons.columns).count("sex") == 1


def test_an_exposure_keeps_the_rule_of_its_variable():
    book = codebook()
    book = replace(book, variables={**book.variables, "sex": replace(book.variables["sex"], rule="column geslacht; man = 1")})
    derived = derive(people({}), book=book, exposures={"sex": Exposure.model_validate({"variable": "sex", "reference": "man"})})
    assert derived.codebook.variables["sex"].rule == "column geslacht; man = 1"


def test_the_second_group_begins_on_the_split():
    rows = [{"age": 39.99}, {"age": 40}, {"age": None}]
    derived = exposed(*rows, older={"variable": "age", "split": 40, "levels": ["younger", "older"], "reference": "younger"})
    assert column(derived, "older") == ["younger", "older", None]
    assert derived.codebook.variables["older"].label == "Age"
    rows = [{"inclusion_date": day} for day in ("2015-11-18", "2015-11-19")]
    derived = exposed(*rows, half={"variable": "inclusion_date", "split": date(2015, 11, 19), **HALVES})
    assert column(derived, "half") == ["first", "second"]


def test_the_midpoint_of_the_study_s_inclusion_period_is_rounded_up():
    # 10 March 2014 to 27 July 2017 are 1235 days; 617.5 days after the first is 17 November 2015 at noon: the paper's first
    # half ends on 18 November 2015 (doi 10.1186/s12888-022-04121-9)
    days = ("2014-03-10", "2015-11-17", "2015-11-18", "2015-11-19", "2017-07-27")
    derived = exposed(*({"inclusion_date": day} for day in days), half={"variable": "inclusion_date", "split": "midpoint", **HALVES})
    assert column(derived, "half") == ["first", "first", "first", "second", "second"]


def test_levels_that_may_be_persons_own_values_are_counted_and_not_shown():
    from dataclasses import replace

    book = codebook()
    names = [f"Surname{n}" for n in range(13)]
    book = replace(book, variables={**book.variables, "name": VariableInfo("name", "Name", "category", levels=tuple(names))})
    exposure = {"name": Exposure.model_validate({"variable": "name", "reference": "Surname99"})}
    with pytest.raises(UserError) as caught:
        derive(people(*({"name": name} for name in names)), book=book, exposures=exposure)
    (problem,) = caught.value.problems
    assert "13 different values in 13 rows" in problem.remedy
    assert not any(name in problem.remedy for name in names)


@pytest.mark.parametrize(
    ("name", "exposure", "message"),
    [
        ("time_worked", {"variable": "sex", "reference": "man"}, "already the name"),
        ("age", {"variable": "sex", "reference": "man"}, "already the name"),
        ("age", {"variable": "age", "split": 40, **HALVES}, "own name"),
        ("half", {"variable": "inclusion_date", "split": 40, **HALVES}, "a date"),
        ("half", {"variable": "age", "split": "2015-01-01", **HALVES}, "a number"),
        ("gender", {"variable": "sex", "reference": "women"}, "did you mean 'woman'"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(name, exposure, message):
    with pytest.raises(UserError) as caught:
        exposed({}, **{name: exposure})
    assert f"exposures.{name}" in str(caught.value) and message in str(caught.value)
