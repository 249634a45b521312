"""Funding and business case at the head of the page: their tables' numbers, with persons, limits, and what they must not be taken for."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from ipscohort.answers import answer
from ipscohort.report.cards import cards
from ipscohort.report.numbers import _material
from tests.support import business_case, funding
from tests.support import page as whole
from tests.support.every_number import unbacked

NOT_COST = "What was paid by the rules of the schemes: not what IPS cost, and not a saving."
MIXED = "Amounts with and without job coaching in them are put together, which are not comparable."
GROSS = "Gross, not a saving: what would have arisen without IPS is not taken off."
OBSERVED = "The comparator is no randomised control: differences may be those of the persons, not of IPS."
USED_UP = (
    "A payment from one stakeholder to another cancels for all together: what is used up behind it, such as hours, is in the societal cost only as far as a cost "
    "that nobody receives names it."
)
ASSUMED = "Rests at least in part on assumptions, which stand in its tables."


@cache
def of_funding():
    costs = funding.shipped().costs
    return whole.inputs_of(funding.analysed(), funding.settings(), funding_costs=costs)


@cache
def of_case(*, compared=True):
    found, own = business_case.shipped(), business_case.cohort().settings
    differences = found.differences if compared else found.differences.iloc[:0]
    return whole.inputs_of(business_case.analysed(), own, business_case_gross=found.gross, business_case_differences=differences)


def told(inputs, label):
    (card,) = [each for each in cards(inputs) if each.label == label]
    return card.value, [note.text for note in card.notes], card


def everything_answers(inputs, card):
    for phrase in (card.value, *card.notes):
        values = [number.value for place in phrase.places() for number in place.numbers]
        bare = phrase.text.replace("95% CI", "")
        assert unbacked(bare, values) == [], phrase.text
        material = _material(inputs)
        assert all(each.definition for each in answer(phrase.places(), material).all)
        for number in (number for place in phrase.places() for number in place.numbers):
            row = material.row(number.source.file, number.source.where)
            assert float(row[number.source.column]) == number.value


def test_funding_is_what_was_paid_and_neither_a_cost_nor_a_saving():
    value, notes, card = told(of_funding(), "Paid by the funding schemes")
    row = funding.shipped().costs.query("group == 'all'").iloc[0]
    assert value.text == f"{row['per_person']:,.0f} euros"
    limits = f"95% CI {row['per_person_low']:,.0f} to {row['per_person_high']:,.0f}"
    assert limits in notes[0] and f"of {row['n_known']} of whom" in notes[0] and f"{row['n']} with a scheme" in notes[0]
    assert NOT_COST in notes and ASSUMED in notes
    assert any(note.startswith("With what can't be said: ") for note in notes)
    assert "Without what can still fall due after the last day observed, 93,170 euros in all (persons with such: 30)." in notes
    assert "Without payments whose price is not stated (persons with such: 103)." in notes and MIXED in notes
    everything_answers(of_funding(), card)


def test_funding_of_one_kind_with_nothing_open_says_neither():
    alike = funding.settings(schemes={"municipality_2015": {"job_coaching": {"included": False}}})
    costs = funding.shipped().costs.assign(n_open=0, total_open=0.0, n_not_stated=0)
    _, notes, _ = told(whole.inputs_of(funding.analysed(), alike, funding_costs=costs), "Paid by the funding schemes")
    assert MIXED not in notes and not any(note.startswith("Without ") for note in notes)


def test_the_business_case_is_gross_and_its_comparison_no_trial():
    value, notes, card = told(of_case(), "Cost of the programme")
    row = business_case.shipped().gross.set_index("perspective").loc["societal"]
    assert value.text.startswith(f"{row['programme']:,.0f} ")
    assert f"n = {row['n']}" in notes[0] and f"95% CI {row['programme_low']:,.0f} to {row['programme_high']:,.0f}" in notes[0]
    assert notes[1] == GROSS and notes[2].startswith(
        "Against the comparator, all stakeholders together: cost 4,332 (4,080 to 4,572), days worked 116.7 ("
    )
    assert notes[3].startswith("The value of work is left out of the societal cost") and notes[4] == OBSERVED
    assert USED_UP in notes and notes[-1] == ASSUMED
    assert not any("side by side" in note or "count beside" in note for note in notes), "the example takes in what its schemes paid"
    everything_answers(of_case(), card)


def test_without_payments_between_stakeholders_nothing_is_said_of_what_is_behind_them():
    values = business_case.values_of("funding", "shared_savings")
    values["costs"] = {name: cost for name, cost in values["costs"].items() if not (cost["pays"] and cost["receives"])}
    found = business_case.shipped()
    chosen = business_case.settings(values)
    inputs = whole.inputs_of(business_case.analysed(), chosen, business_case_gross=found.gross, business_case_differences=found.differences)
    assert USED_UP not in told(inputs, "Cost of the programme")[1]


def test_two_prices_of_the_same_payments_are_said():
    values = business_case.values_of()
    doubled = business_case.settings(values | {"funding": values["funding"] | {"priced_by": {}}})
    apart = business_case.settings(business_case.values_of("funding", "shared_savings"))
    for chosen, said in ((doubled, "count beside what the funding schemes paid"), (apart, "the two must not be set side by side")):
        found = business_case.shipped()
        inputs = whole.inputs_of(
            business_case.analysed(), chosen, business_case_gross=found.gross, business_case_differences=found.differences
        )
        assert any(said in note for note in told(inputs, "Cost of the programme")[1])


def test_without_comparator_nothing_is_said_of_savings():
    _, notes, _ = told(of_case(compared=False), "Cost of the programme")
    assert "No comparator is declared, so nothing is said of what IPS saves." in notes and OBSERVED not in notes


def test_without_limits_the_sentence_says_so_and_the_sign_of_the_difference_is_the_tables_own():
    spread = business_case.shipped().gross.assign(programme_low=4000.4, programme_high=5000.4)
    _, notes, _ = told(replace(of_case(), business_case_gross=spread), "Cost of the programme")
    assert "(95% CI 4,000 to 5,000)" in notes[0]
    few = business_case.shipped().gross.assign(programme_low=None, programme_high=None)
    differences = business_case.shipped().differences
    chosen = differences["perspective"].eq("societal")
    turned = differences.assign(cost=differences["cost"].mask(chosen, 12_345.0), cost_low=None)
    _, notes, _ = told(replace(of_case(), business_case_gross=few, business_case_differences=turned), "Cost of the programme")
    assert "without limits" in notes[0] and "95% CI" not in notes[0]
    assert "cost 12,345, days worked" in notes[2]


def test_off_the_head_has_neither():
    labels = [card.label for card in cards(whole.inputs())]
    assert "Cost of the programme" not in labels and "Paid by the funding schemes" not in labels
