"""What the checklist of economic evaluations (CHEERS) is filled with, from settings and results."""

from __future__ import annotations

from dataclasses import replace

from ipscohort.programme import business_case
from tests.support.business_case import (
    found,
    gross,
    inputs,
    settings,
    shipped,
    tables,
    values_of,
)


def test_cheers_says_that_work_is_not_counted_twice():
    row = list(tables()["business_case_cheers"].rows())[12]
    assert row.label.startswith("13.") and "left out of the societal cost, since the work is the outcome" in row.cells[0].text


def cheers(of):
    return {int(row.label.split(".")[0]): row.cells[0].text for row in business_case.tables(of)["business_case_cheers"].rows()}


def test_cheers_tells_rates_comparator_subgroups_and_schemes_from_the_settings():
    said = cheers(inputs(shipped()))
    assert (
        "money at 4% a year, outcomes at 1.5%;" in said[10] and "Discount rate of costs, assumption: Made up for the example." in said[10]
    )
    assert (
        "Persons counted: 102." in said[5]
        and "60 days worked, share who obtain a job 0.25" in said[7]
        and "no randomised control" in said[7]
    )
    assert "none are given by subgroup" in said[18] and "go by: Benefits." in said[18] and "which payer saves" in said[18]
    assert "goes by the scheme, the funded days and the jobs of each person" in said[18] and "Agreement on savings" in said[19]
    assert "not what accounts say" in said[14] and "not converted to prices of another year" in said[15] and "at most" in said[20]
    values = values_of("discounting", "funding", "shared_savings")
    values["discounting"] = {
        name: {"amount": rate, "source": "A guideline", "year": 2016} for name, rate in (("costs", 0.03), ("outcomes", 0.03))
    }
    values["comparator"]["by_level"] = {
        "variable": "benefits",
        "days_worked": {"social assistance": {"amount": 45, "assumption": "Made up"}},
    }
    chosen = settings(values)
    said = cheers(inputs(found(chosen), chosen))
    assert "Discount rate of outcomes: A guideline (2016)." in said[10] and "money at 3% a year" in said[10]
    assert "Days worked without IPS go by: Benefits." in said[18] and "funded days" not in said[18] and "accounts" not in said[14]
    chosen = settings(values_of("discounting"))
    assert cheers(inputs(found(chosen), chosen))[10] == "Nothing is discounted."


def test_cheers_has_question_and_setting_as_far_as_the_settings_say():
    said = cheers(inputs(shipped()))
    assert said[3].startswith("Question of the study: Do people differ in whether they obtained")
    assert said[6] == "Persons were included from 2014-03-10 to 2017-07-27. Mental health agency: agency A, agency B."
    bare = cheers(replace(inputs(shipped()), question="", recruited=None, agency=None))
    assert bare[3] == bare[6] == ""


def test_cheers_tells_what_is_a_model_what_lies_beyond_and_where_results_stand():
    said = cheers(inputs(shipped()))
    assert "made up of the comparator's numbers" in said[16] and "No model" not in said[16]
    assert "but the sums with payments of funding schemes at their most" in said[17] and "stand in Funding schemes." in said[17]
    assert "spread" in said[16] and "evenly over follow-up: assumption" in said[17]
    for table in ("What the programme costs", "Who pays what, per person", "Against the comparator"):
        assert f"See {table}." in said[23]
    for shown in ("With other inputs", "Net benefit against the comparator", "Cost-effectiveness plane and acceptability curve"):
        assert shown in said[24]
    assert "as far as a cost that nobody receives names it" in said[14]
    said = {int(row.label.split(".")[0]): row.cells[0].text for row in gross()[1]["business_case_cheers"].rows()}
    assert "No model" in said[16] and "assumption" not in said[17].split("Assumptions")[0]
    assert "Against" not in said[23] and "Net benefit" not in said[24] and "plane" not in said[24]


def test_the_28_items_of_cheers():
    rows = list(tables()["business_case_cheers"].rows())
    assert len(rows) == 28 and all(any(cell.text for cell in row.cells) for row in rows)
