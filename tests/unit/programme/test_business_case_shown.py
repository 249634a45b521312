"""Tables and figures of a business case: every number answers and is its tidy value, nobody is named, and without a comparator nothing is called a saving."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from ipscohort.answers import Material, answer
from ipscohort.config.business_case import FundingReceived, priced_beside
from ipscohort.display.printing import absent
from ipscohort.figures import house_style
from ipscohort.programme import business_case
from ipscohort.programme.business_case.agreement_table import agreement_table
from ipscohort.tables import cells_frame, places, render
from tests.support.business_case import (
    analysed,
    by_hand,
    cohort,
    found,
    gross,
    inputs,
    read_of,
    settings,
    shipped,
    tables,
    values_of,
    worked_out,
)
from tests.support.every_number import IN_NOTES, IN_TABLES, STRUCTURAL, unanswered

NAMES = (
    r"\bCHEERS 2022\b",
    r"\b28 items\b",
    r"\bet al\. 2022\b",
    r"\bdoi [\w./-]+\b",
    r"^\d+\. \w+",
    r"\b30 months\b",
    r"\bJob coaching by UWV for the municipality's clients, 2014",
    r"\bprices of \d{4}\b",
)
SETTINGS = (
    r"a caseload of 20 and 18 months of support",
    r"\b(15|30)% is kept while working",
    r"\b1999 bootstrap samples\b",
    r"\bseed 1\b",
    r"\b(20|40)% to \w+",
    r"\b[a-z_.]+: \d+(\.\d+)?",
    r"^Persons were included from [\d-]+ to [\d-]+\.",
    r"^\d+ \(assumption\)$",  # a worth of another unit
)
"""Words of the settings, which are no results."""
RULES = (
    r"\b(above|below|Above|below|from|is|to) 0\b",
    r"\b0 (where|in the societal column)\b",
    r"\bdifference in cost is 0\b",
)
ALL = ("costs", "who_pays", "incremental", "worth", "agreement", "what_if", "sources", "cheers")


@cache
def answers():
    return answer(places(tables()), Material.of(read_of(shipped()), cohort().settings))


def test_the_tables():
    assert [name.removeprefix("business_case_") for name in tables()] == list(ALL)


@pytest.mark.parametrize("name", ALL)
def test_every_number_answers_and_is_its_tidy_value(name):
    table = f"business_case_{name}"
    page = render(tables()[table], "html").decode()
    values = cells_frame({table: tables()[table]}).set_index("id")["value"].to_dict()
    quoted = {text for row in tables()[table].rows() for text in row.notes if text.startswith("Assumption:")}
    assert unanswered(page, values, (*STRUCTURAL, *NAMES, *SETTINGS), IN_TABLES) == []
    assert unanswered(page, values, (*STRUCTURAL, *IN_NOTES, *NAMES, *SETTINGS, *RULES), ("p",), (), quoted) == []


def test_every_source_leads_to_the_row_that_holds_the_number():
    read, seen = read_of(shipped()), 0
    for place in places(tables()):
        for number in place.numbers:
            rows = number.source.rows(read.get(number.source.file))
            assert len(rows) == 1, number.source
            value = rows[number.source.column].iloc[0]
            factor = 100 if number.source.form == "100 * {}" else 1
            assert absent(value) == absent(number.value)
            assert absent(value) or factor * float(value) == pytest.approx(number.value, rel=1e-12)
            seen += 1
    assert seen > 400


def test_every_number_says_what_it_is():
    told = {each.id: each for each in answers().all}
    assert len(told) == sum(len(place.numbers) for place in places(tables()))
    one = next(
        each
        for each in told.values()
        if "business_case_differences.csv: cost [perspective = societal, outcome = days_worked, value_of_work = left_out]" in each.source
    )
    assert "ifference in cost per person" in one.definition and one.about.behind == "102 persons."
    assert "programme.business_case" in one.about.keys and "would be counted twice" in one.about.warning


def test_payments_between_stakeholders_cancel():
    rows = {path: [cell.text for cell in row.cells] for path, row, _ in tables()["business_case_who_pays"].paths()}
    assert rows["Paid for IPS > Intake (assumption)"] == ["102", "-700", "0", "0", "700", "0", "0"]
    assert rows["Paid for IPS > UWV, by the funding schemes (in part assumption)"] == ["102", "-2,185", "0", "2,185", "0", "0", "0"]
    assert rows["All of it, with IPS > Cost of the programme (in part assumption)"] == [
        "102",
        "-272",
        "2,619",
        "2,185",
        "700",
        "0",
        "5,232",
    ]
    assert rows["All of it, with IPS > Net, with IPS (in part assumption)"][-1] == "-696"
    assert "the societal net is 5,232" in " ".join(tables()["business_case_who_pays"].notes)
    without = "Without IPS, by the comparator > Other vocational help without IPS, "
    assert rows[f"{without}municipality (assumption)"][2:4] == ["371", "0"] and rows[f"{without}UWV (assumption)"][2:4] == ["0", "529"]


def test_against_the_comparator():
    rows = {path: [cell.text for cell in row.cells] for path, row, _ in tables()["business_case_incremental"].paths()}
    row = rows["Days worked > UWV (in part assumption)"]
    assert row[0] == "102" and row[1].startswith("1,069 (") and row[2:5] == ["845", "-", "-"] and row[5].startswith("higher cost: 9")
    assert row[6] == "-"  # it costs more, however few days are worked without IPS
    row = rows["Days worked > Municipality (in part assumption)"]
    assert row[1].startswith("339 (") and row[2:5] == ["0", "-", "-"] and row[6] == "less below 18.0"
    assert rows["Days worked > Health insurer (assumption)"][4].startswith("6.00 (")  # which pays for everybody
    main = rows["Days worked > Societal, without the value of work (assumption)"]
    assert main[1] == "4,332 (4,080 to 4,572)" and main[4].startswith("37.13 (") and main[6] == "-"
    other = rows["Days worked > Societal, with the value of work: sensitivity (assumption)"]
    assert other[1].startswith("411 (") and other[3] == other[4] == "-" and other[5] == "higher cost: 68%; lower cost: 32%"
    assert rows["Days worked > Clients (assumption)"][3] == "-"  # who receives the value has it as money, without a ratio


def test_two_prices_of_the_same_payments_are_said():
    case, schemes = cohort().settings.programme.business_case, cohort().settings.programme.funding
    assert priced_beside(case, schemes) == () and priced_beside(case, None) == ()  # the intake stands for the scheme without a price
    apart = case.model_copy(update={"funding": None})
    assert priced_beside(apart, schemes) == ("Intake",)
    doubled = case.model_copy(update={"funding": FundingReceived(receives="agency", assumption="Made up")})
    assert priced_beside(doubled, schemes) == ("Intake",)
    own = apart.model_copy(update={"costs": {name: cost for name, cost in case.costs.items() if not (cost.pays and cost.receives)}})
    assert priced_beside(own, schemes) == ()
    for changed, start in (
        (values_of("funding", "shared_savings"), "What the funding schemes of the settings paid is not taken in: Intake have prices"),
        (
            values_of() | {"funding": {"receives": "agency", "assumption": "Made up"}},
            "Counted beside what the funding schemes paid, which is right only where it is not the same money: Intake.",
        ),
    ):
        chosen = settings(changed)
        for name, table in business_case.tables(inputs(found(chosen), chosen)).items():
            assert any(note.startswith(start) for note in table.notes) == (name != "business_case_cheers")
    assert not any("Counted beside" in note or "not taken in" in note for table in tables().values() for note in table.notes)


def test_what_is_in_no_sum_stands_with_each_payer_and_below():
    notes = " ".join(tables()["business_case_costs"].notes)
    assert "whose price is not stated, and which are in no sum: 65." in notes and "are in no sum: 48. They come to 93,170 at most" in notes
    assert "not converted to prices of another year" in notes
    for name, label in (("costs", "UWV"), ("who_pays", "UWV, by the funding schemes"), ("incremental", "UWV")):
        row = next(row for row in tables()[f"business_case_{name}"].rows() if row.label == f"{label} (in part assumption)")
        told = " ".join(row.notes)
        assert (
            "48 payments that can still fall due after the last day observed" in told
            and "65 payments whose price is not stated (Job coaching by UWV; Job coaching by UWV for" in told
        )
        assert "at their most: " in told
    for name in ("worth", "what_if"):  # societal: payments cancel
        assert "in no sum" not in " ".join(tables()[f"business_case_{name}"].notes)
    for name in ("who_pays", "sources"):
        row = next(row for row in tables()[f"business_case_{name}"].rows() if row.label.startswith("Intake"))
        assert "Stands for the payments of a funding scheme that states no price: Intake by the health insurer." in row.notes
    assert "Sums of the funding tables are others: undiscounted" in notes
    assert "at their most: 3,088." in " ".join(next(r for r in tables()["business_case_costs"].rows() if r.label.startswith("UWV")).notes)
    rows = {row.label: " ".join(row.notes) for row in tables()["business_case_agreement"].rows()}
    assert "Investment with payments that are not known or can still fall due at their most: 315,012." in rows["UWV (in part assumption)"]
    rule = tables()["business_case_agreement"].notes[0]
    assert "the investment (what the funding schemes paid, each payment discounted from its day) left out" in rule
    chosen = settings(values_of() | {"perspective": "UWV"})
    with house_style():
        note = business_case.drawings(inputs(found(chosen), chosen))["business_case_tornado"][0](inputs(found(chosen), chosen))
    assert "can still fall due at their most: 1,973." in note._supxlabel.get_text().replace("\n", " ")


def test_a_cost_of_some_persons_is_not_set_beside_everybodys_outcome():
    for name, per in (("costs", slice(7, 9)), ("incremental", slice(3, 5))):
        table = tables()[f"business_case_{name}"]
        row = next(row for row in table.rows() if row.label == "UWV (in part assumption)")
        assert [cell.text for cell in row.cells[per]] == ["-", "-"]
        assert "Its costs fall on 60 of the 102 persons counted" in " ".join(row.notes)
        assert "of all persons counted" in " ".join(table.notes)
    chosen = settings(values_of() | {"perspective": "UWV"})
    of = inputs(found(chosen), chosen)
    shown = business_case.tables(of)
    for name in ("worth", "what_if"):
        assert "not set beside everybody's outcome" in " ".join(shown[f"business_case_{name}"].notes)
    assert not list(shown["business_case_worth"].rows())
    assert all(row.cells[4].text == "-" for row in shown["business_case_what_if"].rows())
    with house_style():
        draw, alt = business_case.drawings(of)["business_case_plane"]
        assert draw(of) and "everybody's outcome" in alt(of)


def test_what_the_comparator_is_not_stands_with_every_difference():
    for name in ("who_pays", "incremental", "worth", "agreement", "what_if", "sources"):
        notes = " ".join(tables()[f"business_case_{name}"].notes)
        assert "no randomised control" in notes and "which payer saves, and how much, hangs on it" in notes
        assert name == "sources" or "60 days worked, share who obtain a job 0.25" in notes
    of = inputs(shipped())
    with house_style():
        for draw, _ in business_case.drawings(of).values():
            words = draw(of)._supxlabel.get_text().replace("\n", " ")
            assert "no randomised control" in words and "60 days worked" in words and "all of them are assumptions" in words
            assert "would be counted twice" in words


def test_days_by_level_stand_in_the_place_of_one_for_all():
    values = values_of()
    days = {"amount": 45, "assumption": "Made up"}
    values["comparator"]["by_level"] = {"variable": "benefits", "days_worked": {"social assistance": days}}
    chosen = settings(values)
    of = inputs(found(chosen), chosen)
    for name, table in business_case.tables(of).items():
        notes = " ".join(table.notes)
        assert "which payer saves" not in notes
        assert ("The same share who obtain a job without IPS is taken for all" in notes) == ("no randomised control" in notes)
        if name.removeprefix("business_case_") in ("who_pays", "incremental", "worth", "agreement", "what_if"):
            assert "Other days worked without IPS, by Benefits: social assistance 45." in notes
    rows = list(business_case.tables(of)["business_case_incremental"].rows())
    assert all(row.cells[6].text == "-" and "not the same for all, so that no one number" in " ".join(row.notes) for row in rows)
    assert of.found.differences["break_even"].isna().all() and of.found.differences["break_even_side"].isna().all()
    with house_style():
        assert "social assistance 45" in business_case.drawings(of)["business_case_plane"][0](of)._supxlabel.get_text().replace("\n", " ")


def test_a_rule_on_earnings_is_told():
    values = values_of()
    values["benefits"]["assistance"]["levels"]["social assistance"] |= {"earned": 1050, "first_kept": 215}
    chosen = settings(values)
    of = inputs(found(chosen), chosen)
    row = next(row for row in business_case.tables(of)["business_case_sources"].rows() if row.label.startswith("Social assistance"))
    assert "By earnings of 1050 in a month worked: the first 215 take nothing off" in " ".join(row.notes)


def test_net_benefit_stands_beside_the_share_of_samples():
    rows = {row.label: [cell.text for cell in row.cells] for row in tables()["business_case_worth"].rows()}
    assert [row[2] for row in rows.values()] == ["0", "0", "1", "88", "99", "100", "100", "100"]
    assert rows["50 (assumption)"][1].startswith("1,502 (")


def test_the_agreement_says_that_all_together_have_the_value_of_work():
    labels = [row.label for row in tables()["business_case_agreement"].rows()]
    assert labels[-1] == "All stakeholders, with the value of work (in part assumption)"
    plain = by_hand()  # without a value of work
    of = replace(inputs(shipped()), found=worked_out(plain), case=plain)
    assert list(agreement_table(of).rows())[-1].label == "All stakeholders (assumption)"


def test_what_can_still_fall_due_has_a_column():
    for name, frame, sign in (("costs", "gross", 1), ("incremental", "differences", 1), ("agreement", "shared", -1)):
        table = tables()[f"business_case_{name}"]
        place = [column.label for column in table.columns].index("Can still fall due")
        row = next(row for row in table.rows() if row.label.startswith("UWV"))
        value = getattr(shipped(), frame).set_index("perspective").loc[["UWV"], "still_due"].iloc[0]
        assert row.cells[place].text == f"{value:,.0f}" and sign * value > 0
        assert any("in no other sum" in note for note in table.notes)
    chosen = settings(values_of("funding", "shared_savings"))
    without = business_case.tables(inputs(found(chosen), chosen))
    assert all("Can still fall due" not in [column.label for column in table.columns] for table in without.values())


def test_costs_fall_on_persons_by_priced_payments_alone():
    uwv = next(row for row in tables()["business_case_costs"].rows() if row.label.startswith("UWV"))
    assert any("fall on 60 of the 102 persons" in note for note in uwv.notes) and any(": 5" in note for note in uwv.notes)


def test_hours_behind_payments_are_named_and_the_months_are_the_trajectorys():
    for name in ("costs", "who_pays", "incremental", "worth", "agreement", "what_if"):
        assert "names it" in " ".join(tables()[f"business_case_{name}"].notes)
    rows = {path: [cell.text for cell in row.cells] for path, row, _ in tables()["business_case_who_pays"].paths()}
    assert (
        rows["Paid for IPS > Employment specialist (assumption)"][1]
        == rows["Paid for IPS > Employment specialist (assumption)"][-1]
        == "3,673"
    )
    assert rows["Paid for IPS > Hours of the intake (assumption)"][-1] == "700"
    notes = " ".join(tables()["business_case_costs"].notes)
    assert "counted from inclusion and may be fewer: 1." in notes and "as for the funding schemes: 29." in notes
    assert (
        "whether it was competitive, and none of whose days count: 2." in notes
        and "so that the share who obtained one may be higher: 2." in notes
    )


def test_a_margin_on_others_payments_has_no_quadrant():
    row = next(row for row in tables()["business_case_incremental"].rows() if row.label.startswith("Mental health agency"))
    assert [cell.text for cell in row.cells[3:5]] == ["-", "-"] and "dominates" not in row.cells[5].text
    assert "a margin on their payments" in " ".join(row.notes)
    chosen = settings(values_of() | {"perspective": "agency"})
    of = inputs(found(chosen), chosen)
    shown = business_case.tables(of)
    for name in ("worth", "what_if"):
        assert "a margin on their payments" in " ".join(shown[f"business_case_{name}"].notes)
    assert not list(shown["business_case_worth"].rows())
    with house_style():
        draw, alt = business_case.drawings(of)["business_case_plane"]
        assert draw(of) and "a margin on their payments" in alt(of)


def test_days_of_unknown_dates_have_a_direction_and_a_bound():
    notes = " ".join(tables()["business_case_costs"].notes)
    assert "counted too low" in notes and "up to 26.2 days higher" in notes


def test_without_a_comparator_nothing_is_called_a_saving():
    of, shown = gross()
    assert [name.removeprefix("business_case_") for name in shown] == ["costs", "who_pays", "what_if", "sources", "cheers"]
    assert set(business_case.drawings(of)) == {"business_case_tornado"}
    for name in ("costs", "who_pays", "what_if"):
        assert "gross, not a saving" in shown[f"business_case_{name}"].title
    assert all(shown[f"business_case_{name}"].notes[0].startswith("Gross, not a saving") for name in ("costs", "who_pays"))
    words = " ".join(
        text
        for table in shown.values()
        for text in (table.title, *(label for _, row, _ in table.paths() for label in [row.label]), *table.notes)
    )
    assert not re.search(r"saved|savings|dominat|break-even", words.lower().replace("not a saving", ""))
    assert of.found.differences.empty and of.found.acceptability.empty and of.found.shared.empty and not of.found.points
    with house_style():
        figure = business_case.drawings(of)["business_case_tornado"][0](of)
    assert "Gross, not a saving" in figure._supxlabel.get_text().replace("\n", " ")


def test_who_is_left_out_stands_below():
    for name in ("costs", "who_pays", "incremental", "agreement", "what_if"):
        notes = " ".join(tables()[f"business_case_{name}"].notes)
        assert "Persons counted: 102." in notes and "not known: 1." in notes and "known days count: 6." in notes


def test_nobody_is_named_and_everything_says_synthetic():
    ids = set(analysed().derived.persons["id"].astype(str))
    for table in tables().values():
        page = render(table, "html").decode()
        assert not [each for each in ids if each in page]
        assert "SYNTHETIC" in page
    for name in ("inputs", "people", "ledger", "gross", "outcomes", "differences", "acceptability", "shared", "varied"):
        assert "id" not in getattr(shipped(), name)


def test_every_assumption_is_marked_where_it_stands():
    for row in tables()["business_case_sources"].rows():
        assert row.cells[-1].text  # everything is made up here
    for name in ("costs", "incremental", "agreement"):
        for row in tables()[f"business_case_{name}"].rows():
            parts = ("UWV", "Health insurer") if name == "agreement" else ("UWV",)  # the insurer is repaid as the payers of schemes are
            schemes = row.label.startswith((*parts, "Municipality", "Mental", "All stakeholders"))  # the schemes have sources
            assert row.label.endswith("(in part assumption)" if schemes else "(assumption)")
