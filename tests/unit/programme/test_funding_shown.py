"""Tables, figure and page of funding: every number answers and is its tidy value, nobody is named, made-up records say so."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from ipscohort.answers import Material, answer
from ipscohort.figures import house_style
from ipscohort.files.exchange import Read
from ipscohort.programme import frames_of, funding
from ipscohort.programme.funding.payments import assumptions_of
from ipscohort.report import make_page
from ipscohort.tables import cells_frame, places, render
from ipscohort.tables.content import Table
from ipscohort.tables.summaries import plain
from tests.support import page as whole
from tests.support.every_number import IN_NOTES, IN_TABLES, STRUCTURAL, unanswered
from tests.support.funding import analysed, found, settings, shipped

ALL = ("funding_schemes", "funding_by_payment", "funding_earned", "funding_paid", "funding_exposure")
NAMES = (
    r"\bMunicipality, (2014|from 2015)",
    r"\bJob coaching by UWV for the municipality's clients, 2014",
    r"\b(persons of )?fewer than 3\b",
    r"\bat least 10 persons\b",
    r"\bafter (3|12) months",
    r"\b1999 bootstrap samples\b",
    r"\bseed 2014\b",
    r"\bneither 0 nor paid\b",
    r"\bfewer than 5 persons\b",
)
"""Names that the settings give, and what is no result."""


@cache
def inputs() -> funding.Inputs:
    return funding.Inputs.made(settings(), shipped(), analysed().fitted.estimates)


@cache
def tables() -> dict[str, Table]:
    return funding.tables(inputs())


def read_of(of: funding.Found) -> Read:
    one = analysed()
    frames = {"estimates": one.fitted.estimates, "availability": one.derived.availability}
    return Read({**frames, **frames_of(of, "programme.funding"), "codebook": of.codebook})


@cache
def answers():
    return answer(places(tables()), Material.of(read_of(shipped()), settings()))


def quoted() -> set[str]:
    """Sentences of the settings and of tidy files, which stand in the tables as they are there."""
    said = {text for row in shipped().clauses.itertuples() for text in (row.says, row.doi, row.assumption) if isinstance(text, str)}
    said |= {
        str(text) for frame in (shipped().costs, shipped().estimates, analysed().fitted.estimates) for text in frame["warning"].dropna()
    }
    said |= {
        f"Assumption: {text}"
        for frame in (shipped().by_payment, shipped().performance, shipped().costs)
        for text in frame["assumption"].dropna()
    }
    chosen = settings().programme.funding
    said |= {
        f"Assumption: {text}"
        for scheme in chosen.schemes.values()
        for payment in scheme.payments()
        for text in assumptions_of(chosen, scheme, payment)
    }
    return {f"{text.strip().rstrip('.')}." for text in said}


@pytest.mark.parametrize("name", ALL)
def test_every_number_answers_and_is_its_tidy_value(name):
    table = tables()[name]
    if name == "funding_schemes":  # what a clause says is the settings' own text
        rows = [
            replace(group, rows=tuple(replace(row, cells=(row.cells[0], *[type(row.cells[0])()] * 3)) for row in group.rows))
            for group in table.groups
        ]
        table = replace(table, groups=tuple(rows))
    page = render(table, "html").decode()
    values = cells_frame({name: table}).set_index("id")["value"].to_dict()
    assert unanswered(page, values, (*STRUCTURAL, *NAMES), IN_TABLES) == []
    own = (r"The papers disagree\..*",)  # the settings' own words
    assert unanswered(page, values, (*STRUCTURAL, *IN_NOTES, *NAMES, *own), ("p",), (), quoted()) == []


def test_every_source_leads_to_the_row_that_holds_the_number():
    read, seen = read_of(shipped()), 0
    for place in places(tables()):
        for number in place.numbers:
            rows = number.source.rows(read.get(number.source.file))
            assert len(rows) == 1, number.source
            value = plain(rows[number.source.column].iloc[0])
            value = 100 * value if number.source.form.startswith("100") else value
            if number.source.file not in ("estimates", "funding_estimates"):
                assert value == pytest.approx(number.value) or (value != value and number.value != number.value), number
            seen += 1
    assert seen > 500


def test_every_number_says_what_it_is():
    told = {each.id: each for each in answers().all}
    assert len(told) == sum(len(place.numbers) for place in places(tables()))
    one = next(
        each
        for each in told.values()
        if "ratio [" in each.source and "level = UWV, with pay" in each.source and "adjustment = adjusted" in each.source
    )
    assert one.definition.startswith("Odds ratio of Obtained competitive employment: Funding scheme (payer and period)")
    assert "The pay-for-performance element can't be separated from either" in one.about.warning and "programme.funding" in one.about.keys
    cost = next(
        each for each in told.values() if each.source == "programme/funding_costs.csv: per_job [group = payer, name = municipality]"
    )
    assert cost.definition.startswith("Sum paid per person who obtained a job")
    assert "Assumption: " in cost.about.warning and "three equal parts" in cost.about.warning


def test_what_is_not_observable_is_neither_zero_nor_paid():
    rows = {row.label: [cell.text for cell in row.cells] for row in tables()["funding_by_payment"].groups[2].rows}
    assert rows["end (assumption)"] == ["2,420", "61", "30", "0", "29", "2", "0", "72,600 to 77,440", "70,180"]
    assert rows["for performance (assumption)"] == ["1,210", "61", "9", "32", "19", "1", "0", "10,890 to 12,100", "22,990"]
    groups = {group.label: group for group in tables()["funding_by_payment"].groups}
    assert [cell.text for cell in groups["Intake by the health insurer (payer: health insurer)"].rows[0].cells] == [
        "-",
        "103",
        "0",
        "0",
        "0",
        "0",
        "103",
        "-",
        "-",
    ]


def test_assumptions_are_marked_wherever_the_number_stands():
    for group in tables()["funding_by_payment"].groups:
        for row in group.rows:
            assert ("(assumption)" in row.label) == any(note.startswith("Assumption: ") for note in row.notes)
    assert sum("(assumption)" in row.label for row in tables()["funding_by_payment"].rows()) == 13
    marked = {row.label for row in tables()["funding_paid"].rows() if any("Assumption: " in note for note in row.notes)}
    assert "Municipality, from 2015 (in part assumption)" in marked and "Job coaching by UWV (in part assumption)" in marked
    assert all(any("Assumption: " in note for note in column.notes) for column in tables()["funding_earned"].columns)
    for name in ("funding_by_payment", "funding_paid", "funding_earned"):  # each once, however many rows hang on it
        told = [note for note in tables()[name].marks() if note.startswith("Assumption: ")]
        assert len(told) == len(set(told)) and max(map(len, told)) < 260, name


def test_the_papers_disagreement_is_told_with_both():
    coaching, amounts = [note for note in tables()["funding_schemes"].notes if note.startswith("The papers disagree")]
    assert all(doi in said for said in (coaching, amounts) for doi in ("10.1186/s12888-021-03178-2", "10.1186/s12888-022-04121-9"))
    assert "In 2014 funding was lower for social assistance" in amounts
    assert "10.1186/s12888-018-1729-4" in coaching and "without intake and job coaching" in coaching and "7500 euros" in coaching


def test_when_and_for_whom_job_coaching_is_paid_is_marked_as_an_assumption():
    chosen = settings().programme.funding
    for name in ("uwv_job_coaching", "uwv_job_coaching_municipality_2014"):
        said = " ".join(assumptions_of(chosen, chosen.schemes[name], "job coaching"))
        assert "neither when nor for whom" in said and ("later starts" in said or name.endswith("2014"))


def test_the_exposure_stands_beside_the_proxy_and_says_what_cannot_be_separated():
    table = tables()["funding_exposure"]
    rows = [(row.label, [cell.text for cell in row.cells]) for row in table.groups[0].rows]
    labels = [label for label, cells in rows if not cells]
    assert labels == [
        "Municipality, 2014, against Municipality, from 2015",
        "UWV, with pay for performance, against Municipality, from 2015",
        "UWV, without pay for performance, against Municipality, from 2015",
        "Funding (by type of benefits), UWV against municipality",
    ]
    assert rows[-1] == ("Adjusted", ["0.30 (0.11 to 0.77)", "0.013", "21 / 56", "23 / 38", "44 / 94", "9"])
    assert rows[7][1][2:] == ["16 / 46", "19 / 33", "44 / 94", "9"]
    assert any("can't be separated" in note for note in table.notes) and any(
        "determined by payer and period" in note for note in table.notes
    )
    assert any(
        "Only 4 events in 'Municipality, 2014'." in note for row in table.groups[0].rows for cell in row.cells for note in cell.notes
    )
    assert "Persons whose class is not known, or to whom no such scheme applies, who are in no model of it: 2 of 103." in table.notes


def test_without_an_exposure_or_performance_the_tables_say_so():
    of = found(exposure=None, schemes={"uwv": {"performance": None}, "municipality_2014": {"performance": None}})
    assert of.estimates.empty
    chosen = settings(exposure=None, schemes={"uwv": {"performance": None}, "municipality_2014": {"performance": None}})
    made = funding.tables(funding.Inputs.made(chosen, of, analysed().fitted.estimates))
    assert made["funding_earned"].why_not == "No scheme has a payment for performance."


def test_no_p_values_where_the_study_wants_none():
    one = replace(inputs(), tables=inputs().tables.model_copy(update={"p_values": False}))
    assert not [column for column in funding.tables(one)["funding_exposure"].columns if column.p_values]


def test_the_figure_ends_at_the_sums_and_says_what_is_not_drawn():
    with house_style():
        figure = funding.draw_over_time(inputs())
    axes = figure.axes[0]
    assert {line.get_label(): float(line.get_ydata()[-1]) for line in axes.lines} == {"municipality": 273_500, "UWV": 226_270}
    assert all((line.get_ydata()[1:] >= line.get_ydata()[:-1]).all() and line.get_ydata()[0] == 0 for line in axes.lines)
    note = figure._supxlabel.get_text().replace("\n", " ")
    assert "Not drawn of UWV: can't be said: up to 10,890; can still fall due: 93,170; price not stated: payments for 65." in note
    assert "Not drawn of health insurer: price not stated: payments for 103." in note
    left = "Not drawn of municipality: amounts that fell due for fewer than 3 persons in all: 1,800."
    assert left.removesuffix(".") in note and "SYNTHETIC" in figure._suptitle.get_text()
    assert funding.alt_of(inputs()).endswith(f"municipality 273,500 euros; UWV 226,270 euros. {left}")


def test_a_figure_without_a_payment_says_so():
    of = replace(shipped(), quarters=shipped().quarters.head(0))
    with house_style():
        figure = funding.draw_over_time(replace(inputs(), found=of))
    assert "Nothing with a stated price fell due." in figure.texts[-1].get_text()


@cache
def page() -> str:
    base, made = whole.inputs(), tables()
    shown = replace(
        base,
        settings=settings(),
        tables={**base.tables, **{name: render(table, "html").decode() for name, table in made.items()}},
        figures={**base.figures, "funding_over_time": whole.SVG},
        answers=base.answers + answers(),
    )
    return make_page(shown).html


def test_the_page_has_the_tables_and_the_figure_under_the_programme():
    assert "The programme</h2>" in page() and 'id="figure-funding-over-time"' in page()
    assert all(f'id="table-{name.replace("_", "-")}"' in page() for name in ALL)


def test_nobody_is_named_and_made_up_records_say_so():
    ids = [str(name) for name in analysed().derived.persons["id"] if len(str(name)) > 3]
    texts = [render(table, suffix).decode("utf-8", "ignore") for table in tables().values() for suffix in ("html", "csv")]
    of = frames_of(shipped(), "programme.funding")
    frames = [frame for name, frame in of.items() if name not in ("payments", "funding_persons")]
    assert len(frames) == len(of) - 2
    assert not [name for name in ids for text in (*texts, *(frame.to_csv() for frame in frames)) if name in text]
    assert all("SYNTHETIC" in text for text in texts)


def test_no_reader_is_told_of_an_effect():
    texts = " ".join(render(table, "csv").decode("utf-8", "ignore") for table in tables().values())
    assert not re.search(r"\beffects?\b", texts, re.IGNORECASE)


def test_rows_of_persons_lie_in_internal_alone():
    from ipscohort.catalogue.stages import FILES

    for name, frame in frames_of(shipped(), "programme.funding").items():
        assert ("id" in frame) == FILES[name].of_persons == FILES[name].path.startswith("internal/")
        assert isinstance(frame, pd.DataFrame)


def test_amounts_with_and_without_job_coaching_are_said_not_to_be_comparable():
    said = "Amounts are not comparable: job coaching is in those of Municipality, from 2015, and not in those of Municipality, 2014; UWV."
    assert all(said in tables()[name].notes for name in ("funding_by_payment", "funding_paid"))
    with house_style():
        assert said in funding.draw_over_time(inputs())._supxlabel.get_text().replace("\n", " ")
    alike = settings(schemes={"municipality_2015": {"job_coaching": {"included": False}}})
    made = funding.tables(funding.Inputs.made(alike, shipped(), analysed().fitted.estimates))
    assert not any("not comparable" in note for note in made["funding_paid"].notes)


def earned(label: str) -> list[str]:
    return next([cell.text for cell in row.cells] for row in tables()["funding_earned"].rows() if row.label == label)


def test_who_earned_is_told_with_what_it_rests_on_and_no_limits_while_it_is_open():
    assert earned("Earned") == ["1", "9"] and earned("By a wage that is taken for met, as none is recorded") == ["n/a", "9"]
    share = next([cell.text for cell in row.cells] for row in tables()["funding_earned"].rows() if row.label.startswith("Earned of these"))
    assert share[1] == "29.0"  # of UWV 20 of 51 are open or can't be said
    assert share[0].startswith("20.0 (")  # of the municipality of 2014 it is known of all five
    assert any(note.startswith("Limits (Wilson) stand only") for note in tables()["funding_earned"].notes)


def test_reasons_that_few_share_are_put_together():
    reasons = [earned(label) for label in ("placed too late", "too few hours a week", "the job ended too soon")]
    shown = shipped().performance.set_index("scheme")
    assert all(n in ("-", "0") or int(n) >= 3 for row in reasons for n in row) and reasons[0][0] == "-"
    assert earned("Reasons put together") == [str(n) if pd.notna(n) else "-" for n in shown["n_together"]]
    assert any("fewer than 3 persons share" in note for note in tables()["funding_earned"].notes)


def test_what_a_scheme_does_not_ask_for_is_not_applicable_and_not_hidden():
    assert earned("Not offered at the funded start") == ["n/a", "10"] and earned("wage below the share")[0] == "n/a"
    assert earned("placed too late")[0] == "-"  # put together
    shown = shipped().performance.set_index("scheme")
    for scheme, place in (("municipality_2014", 0), ("uwv", 1)):
        hidden = {name for name in ("n_late", "n_few_hours", "n_short", "n_before") if pd.isna(shown.loc[scheme, name])}
        labels = {"n_late": "placed too late", "n_few_hours": "too few hours a week", "n_short": "the job ended too soon"}
        assert all((earned(label)[place] == "-") == (name in hidden) for name, label in labels.items())
    assert any(note.startswith("n/a: the scheme has no such condition.") for note in tables()["funding_earned"].notes)


def test_who_has_no_job_is_counted_as_in_other_tables():
    # Of five persons of the municipality of 2014 four have a job, which the tables of costs, of classes and of the exposure tell
    costs = shipped().costs.query("name == 'municipality_2014'").iloc[0]
    assert int(earned("no competitive job")[0]) == costs["n"] - costs["n_jobs"] == 1
    assert any("Persons without a competitive job are counted as they are" in note for note in tables()["funding_earned"].notes)
