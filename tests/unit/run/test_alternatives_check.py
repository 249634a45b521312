"""Alternatives and reasons to leave are held to the records before anything is run."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from ipscohort.config import Settings
from ipscohort.errors import Problems
from ipscohort.run.alternatives_check import check_alternatives, check_reasons
from ipscohort.run.check import check_cohort
from tests.support.alternatives import declared, values
from tests.support.shipped import cohort, shipped


def problems(changes):
    choices = [{"choice": "What", "here": "so", "alternatives": {"otherwise": changes}}]
    found = Problems("")
    check_alternatives(Settings.model_validate(values(choices)), shipped().derived.persons, found)
    return [f"{each.where}: {each.what} -> {each.remedy}" for each in found]


@pytest.mark.parametrize("split", [date(1990, 1, 1), date(2040, 1, 1)])
def test_a_split_outside_the_inclusion_dates_is_named(split):
    (only,) = problems({"exposures.experience.split": str(split)})
    assert only.startswith(f"sensitivity.choices.1.alternatives.otherwise: exposures.experience.split: {split} leaves one group empty")
    assert "name a split between them" in only


def test_a_reference_that_nobody_has_is_named():
    (only,) = problems({"exposures.funding.reference": "municipalty"})
    assert "nobody analysed is in the group 'municipalty'" in only
    assert "municipality" in only


@pytest.mark.parametrize("changes", [{"exposures.experience.split": "2015-05-19"}, {"study.follow_up": "12 months"}])
def test_what_can_be_estimated_passes(changes):
    assert problems(changes) == []


def test_the_alternatives_of_the_page_pass():
    settings = Settings.model_validate(values(declared()["choices"]))
    found = Problems("")
    check_alternatives(settings, shipped().derived.persons, found)
    assert not found.found


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("Died", "nobody left for 'Died', and 2 persons left for 'died'"),
        ("dieds", "and 2 persons left for 'died'"),
        ("moved away", "and 1 person left for 'moved  away'"),
        ("arrested", ""),
        ("died", ""),
    ],
)
def test_a_reason_that_nearly_matches_is_named(reason, said):
    settings = cohort().settings
    settings = settings.model_copy(update={"survival": settings.survival.model_copy(update={"competing": [reason]})})
    found = Problems("")
    people = pd.DataFrame({"left_for": pd.Series(["died", "died", "moved  away", None], dtype="string")})
    check_reasons(settings, people, found)
    told = [f"{each.where}: {each.what}" for each in found]
    assert bool(told) is bool(said)
    assert said in "".join(told)


def test_the_shipped_cohort_passes_its_check():
    check_cohort(cohort())
