"""The business case in the manuscript aids: methods and results where the study has one, each number from its row, and no saving without a comparator."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from ipscohort.manuscript import ManuscriptInputs, business_case, documents
from ipscohort.manuscript.document import Numbers
from tests.support import business_case as example
from tests.support.manuscript import inputs
from tests.unit.manuscript.test_manuscript import digits_left

FRAMES = ("people", "gross", "differences", "shared")


def given(found, settings) -> ManuscriptInputs:
    frames = {f"business_case_{name}": getattr(found, name) for name in FRAMES}
    return replace(inputs(), settings=settings, codebook=found.codebook, **frames)


@cache
def shipped() -> ManuscriptInputs:
    return given(example.shipped(), example.cohort().settings)


def gross_alone() -> ManuscriptInputs:
    values = example.values_of("comparator", "shared_savings", "scenarios")
    values["costs"] = {name: cost for name, cost in values["costs"].items() if cost["arises"] != "without_ips"}
    settings = example.settings(values)
    return given(example.found(settings), settings)


def told(of: ManuscriptInputs) -> tuple[str, str, Numbers]:
    numbers = Numbers(of.style)
    results = " ".join(business_case.paragraphs(of, numbers))
    return " ".join(business_case.method(of)), results, numbers


def test_methods_name_stakeholders_comparator_and_agreement_with_what_is_assumed():
    methods, _, _ = told(shipped())
    for text in (
        "from the perspectives of Mental health agency, Municipality, UWV, Health insurer and Clients and of all together",
        "60 days worked per person (assumption: Made up; no study of work without IPS is behind it)",
        "a share of 0.25",
        "The comparator is no randomised control",
        "the rest goes 20% to Mental health agency, 40% to Municipality, 40% to UWV",
        "(assumption: Made up; no such agreement was made)",
        "Money was discounted at 4% a year and outcomes at 1.5%",
    ):
        assert text in methods


def test_results_are_those_of_the_tidy_rows_and_each_number_has_its_row():
    _, results, numbers = told(shipped())
    rows = example.shipped().differences
    uwv = rows[rows["perspective"].eq("UWV") & rows["outcome"].eq("days_worked")].iloc[0]
    assert f"UWV (in part assumption) {uwv['cost']:,.0f} (95% CI {uwv['cost_low']:,.0f} to {uwv['cost_high']:,.0f})" in results
    assert f"in no sum, per person: UWV (in part assumption) {uwv['still_due']:,.0f}." in results
    assert "Persons counted in the business case: 102. " in results and "not known: 1." in results
    shared = example.shipped().shared.set_index("perspective").loc["municipality"]
    assert (
        f"{shared['before']:,.0f} (95% CI {shared['before_low']:,.0f} to {shared['before_high']:,.0f}) and {shared['after']:,.0f}"
        in results
    )
    assert digits_left(results, [text for text, _ in numbers.printed]) == []
    where = dict(numbers.printed)
    assert where["102"] == "programme/business_case_gross.csv: n [perspective = agency]"


def test_nothing_is_called_a_saving_without_a_comparator():
    methods, results, _ = told(gross_alone())
    assert "No comparator was declared: costs are gross, and nothing is called a saving." in methods
    assert "Cost of the programme per person, gross: " in results and "Gross, not a saving" in results
    for text in ("Difference in cost", "Saved", "agreement", "60 days"):
        assert text not in methods + results


def test_a_ratio_of_less_for_less_is_not_told_as_a_cost_of_more():
    rows = shipped().business_case_differences
    other = replace(shipped(), business_case_differences=rows.assign(quadrant=rows["quadrant"].replace("more_for_more", "less_for_less")))
    assert "cost per day worked more" in told(shipped())[1] and "cost per day worked more" not in told(other)[1]


@pytest.mark.parametrize("text", ["Business case", "comparator", "agreement on savings"])
def test_it_stands_in_the_document_where_the_study_has_it_and_nowhere_else(text):
    def written(of: ManuscriptInputs) -> str:
        return " ".join(getattr(block, "text", "") for block in documents(of)[0]["methods_and_results"])

    assert text in written(shipped()) and text not in written(inputs())
