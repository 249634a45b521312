"""What is said of cohorts whose follow-up, definitions, estimates or persons are not as a reader would take them to be."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ipscohort.compare import side_by_side
from ipscohort.compare.cohorts import Ran
from ipscohort.compare.figures import curves, forest
from ipscohort.compare.tables import estimates_table, outcomes_table
from tests.support import shipped
from tests.support.pipeline import by_stage

FUNDING = "funding of IPS"


@pytest.fixture(scope="module")
def ran() -> Ran:
    """The shipped cohort as one that was run, its funding comparable."""
    found, settings = by_stage(shipped.shipped()), shipped.cohort().settings
    exposure = settings.exposures["funding"].model_copy(update={"comparable": FUNDING})
    settings = settings.model_copy(update={"exposures": {**settings.exposures, "funding": exposure}})
    derived, fitted, curves = found["outcomes"], found["models"], found["survival"].curves
    return Ran(
        "north", "North", settings, derived.persons, derived.codebook, fitted.estimates, fitted.fits, curves, {"persons.sav": "sha256 1"}
    )


def other(ran: Ran, name: str = "south", prefix: str = "S", **study: Any) -> Ran:
    """The same under another name, with ids and records of its own and with some of the study's settings changed."""
    settings = ran.settings.model_copy(update={"study": ran.settings.study.model_copy(update=study)})
    persons = ran.persons.assign(id=prefix + ran.persons["id"])
    return replace(ran, name=name, settings=settings, persons=persons, records={"persons.sav": f"sha256 {prefix}"})


def outcomes_of(ran: Ran, name: str, **outcomes: Any) -> Ran:
    found = other(ran, name, prefix=name)
    changed = found.settings.outcomes.model_copy(update=outcomes)
    return replace(found, settings=found.settings.model_copy(update={"outcomes": changed}))


def without(ran: Ran, name: str, outcome: str, **values: Any) -> Ran:
    """A cohort whose estimates of an outcome are changed."""
    found = other(ran, name, prefix=name)
    chosen = found.estimates["outcome"].eq(outcome) & found.estimates["level"].ne(found.estimates["reference"])
    estimates = found.estimates.copy()
    for column, value in values.items():
        estimates.loc[chosen, column] = value
    return replace(found, estimates=estimates)


def warnings_of(pooled: pd.DataFrame, outcome: str) -> str:
    return " ".join(pooled.loc[pooled["outcome"].eq(outcome), "warning"])


def text_of(table) -> str:
    rows = " ".join(" ".join([row.label, *(cell.text for cell in row.cells), *row.notes]) for row in table.rows())
    return " ".join([rows, *table.notes])


def shown(comparison) -> str:
    return text_of(estimates_table(comparison.effects, comparison.pooled, comparison.said, synthetic=True))


def test_cohorts_that_differ_in_nothing_are_pooled_without_such_a_word(ran):
    found = side_by_side([ran, other(ran)])
    assert found.said == []
    assert "differ" not in warnings_of(found.pooled, "job_obtained").replace("differ by more than chance", "")


def test_other_lengths_of_follow_up_are_said_beside_each_number(ran):
    south = other(ran, follow_up=ran.settings.study.follow_up.model_copy(update={"length": 12}))
    found = side_by_side([ran, south])
    assert "Follow-up differs: north 30 months, south 12 months." in warnings_of(found.pooled, "job_obtained")
    assert "Follow-up: 12 months." in shown(found)
    table = outcomes_table(found.outcomes, found.cohorts, found.said, synthetic=True)
    assert all("Follow-up differs: north 30 months, south 12 months." in row.notes for row in list(table.rows())[1:])
    drawn = forest(found.effects, found.pooled, synthetic=True).axes[0]
    assert [label.get_text() for label in drawn.get_yticklabels()][:2] == ["north (n = 94, 30 months)", "south (n = 94, 12 months)"]
    assert "Follow-up differs" in " ".join(text.get_text() for text in curves(found.cohorts, synthetic=True).texts).replace("\n", " ")
    assert [cell.text for cell in next(row for row in table.rows() if row.label == "Length of follow-up").cells] == [
        "30 months",
        "12 months",
    ]


def test_other_definitions_are_said_beside_the_pooled_number_and_written_out(ran):
    found = side_by_side([ran, other(ran, competitive="all_jobs")])
    assert "Defined otherwise in each: competitive work." in warnings_of(found.pooled, "job_obtained")
    assert "south: Every job in the records counts as competitive." in shown(found)


def test_a_definition_counts_only_for_outcomes_that_hang_on_it(ran):
    found = side_by_side([ran, outcomes_of(ran, "south", overlap="sum")])
    assert "Defined otherwise" not in warnings_of(found.pooled, "job_obtained")
    assert "Defined otherwise in each: time worked." in warnings_of(found.pooled, "time_worked")


def test_differences_in_an_amount_are_not_pooled_over_other_lengths_of_follow_up(ran):
    """A difference of days worked in 12 months is no estimate of one in 30 months; a ratio may be."""
    linear = ran.settings.models.regressions["days_worked"].model_copy(update={"model": "linear"})
    models = ran.settings.models.model_copy(update={"regressions": {**ran.settings.models.regressions, "days_worked": linear}})
    north = replace(ran, settings=ran.settings.model_copy(update={"models": models}))
    assert "time_worked" in set(side_by_side([north, other(north)]).pooled["outcome"])
    found = side_by_side([north, other(north, follow_up=north.settings.study.follow_up.model_copy(update={"length": 12}))])
    assert "time_worked" not in set(found.pooled["outcome"])
    assert any(
        "not pooled, as it is not the same in each: north in days over 30 months; south in days over 12 months" in one for one in found.said
    )


def test_an_absent_estimate_is_named_with_its_reason(ran):
    south = without(ran, "south", "job_obtained", estimate=np.nan, std_error=np.nan, warning="nobody had the outcome")
    found = side_by_side([ran, south, other(ran, "west", prefix="W")])
    assert "No estimate of south: nobody had the outcome." in warnings_of(found.pooled, "job_obtained")
    alone = side_by_side([ran, south])
    assert "job_obtained" not in set(alone.pooled["outcome"])
    assert any("not pooled, as only north has an estimate. No estimate of south: nobody had the outcome." in one for one in alone.said)


def test_an_estimate_without_error_is_named(ran):
    south = without(ran, "south", "job_obtained", std_error=np.nan, method="penalised", warning=pd.NA)
    found = side_by_side([ran, south, other(ran, "west", prefix="W")])
    assert "South" not in found.said
    assert "No estimate of south: it has no standard error." in warnings_of(found.pooled, "job_obtained")


def test_a_cohort_without_such_a_model_is_named(ran):
    south = other(ran)
    south = replace(south, estimates=south.estimates[south.estimates["outcome"] != "job_obtained"])
    found = side_by_side([ran, south, other(ran, "west", prefix="W")])
    assert "No estimate of south: it has no such model." in warnings_of(found.pooled, "job_obtained")


def test_persons_of_two_cohorts_are_warned_of(ran):
    twin = replace(other(ran), persons=ran.persons.iloc[:40])
    found = side_by_side([ran, twin])
    told = "40 ids stand in north and in south: if they are the same persons, they count twice, and the pooled intervals are too narrow."
    assert told in found.said and told in warnings_of(found.pooled, "job_obtained")
    same = side_by_side([ran, replace(twin, records=ran.records)])
    assert any("40 ids stand in north and in south, which read the same file persons.sav: they count twice" in one for one in same.said)


def test_labels_are_those_of_the_catalogue(ran):
    found = side_by_side([ran, other(ran)])
    labels = [row.label for row in outcomes_table(found.outcomes, found.cohorts, [], synthetic=True).rows()]
    assert labels == [
        "Length of follow-up",
        "Obtained a competitive job",
        "Time to first job among workers, median",
        "Time worked among workers, median",
    ]


def plain(ran: Ran, name: str, *, synthetic: bool) -> Ran:
    """A cohort that declares nothing comparable."""
    found = other(ran, name, prefix=name)
    exposures = {key: exposure.model_copy(update={"comparable": None}) for key, exposure in found.settings.exposures.items()}
    return replace(found, settings=found.settings.model_copy(update={"exposures": exposures, "synthetic": synthetic}))


def test_that_nothing_is_declared_comparable_is_said(ran):
    found = side_by_side([plain(ran, "a", synthetic=False), plain(ran, "b", synthetic=False)])
    assert found.said[0].startswith("Nothing is pooled: no exposure is declared comparable in the settings")
    assert found.effects.empty and not found.synthetic
    assert not any("Nothing is pooled" in said for said in side_by_side([ran, other(ran)]).said)


def test_which_cohort_is_made_up_is_said_where_others_are_not(ran):
    assert side_by_side([plain(ran, "a", synthetic=True), plain(ran, "b", synthetic=False)]).said[0] == "Made-up records: a only."
    assert not any("Made-up" in said for said in side_by_side([ran, other(ran)]).said)
