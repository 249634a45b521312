"""Table, curve and report of the alternatives: every number answers, nothing is drawn that is not counted, nobody is named."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from ipscohort.answers import Material, answer
from ipscohort.answers.content import Answers
from ipscohort.contracts.sensitivity import ADJUSTED
from ipscohort.figures import house_style
from ipscohort.files.exchange import Read
from ipscohort.report import ReportInputs, make_page
from ipscohort.report.findings import questions
from ipscohort.sensitivity import alternatives_table, draw_curve
from ipscohort.sensitivity.curve import alt_of
from ipscohort.tables import cells_frame, places, render
from ipscohort.tables.content import Table
from tests.support import page as whole
from tests.support.alternatives import inputs, tried
from tests.support.every_number import STRUCTURAL, unanswered, unbacked
from tests.support.shipped import cohort, shipped

NAMES = (
    r"\bpast 5 years\b",
    r"\b\d+ months\b",
    r"\b19 November 2015\b",
)
"""Numbers in the names of choices."""


@cache
def table(crossed: bool = False) -> Table:
    return alternatives_table(inputs(crossed))


def values(crossed: bool = False) -> dict[str, float]:
    return cells_frame({"alternatives": table(crossed)}).set_index("id")["value"].to_dict()


@pytest.mark.parametrize("crossed", [False, True])
def test_every_number_of_the_table_answers_and_is_its_tidy_value(crossed):
    page = render(table(crossed), "html").decode()
    assert unanswered(page, values(crossed), (*STRUCTURAL, *NAMES)) == []


@pytest.mark.parametrize("crossed", [False, True])
def test_every_source_leads_to_rows_that_give_the_number(crossed):
    found, seen = tried(crossed), 0
    for place in places({"alternatives": table(crossed)}):
        for number in place.numbers:
            rows = number.source.rows(found)
            if number.source.key("number"):
                assert float(rows[number.source.column].iloc[0]) == number.value and len(rows) == 1
            else:
                assert len(rows) == number.value
            seen += 1
    assert seen > 100


def test_the_table_says_in_how_many_of_each_choice():
    group = table().groups[0]
    rows = {row.label: [cell.text for cell in row.cells] for row in group.rows}
    assert rows["As the study does it"][:2] == ["3.83 (1.42 to 10.30)", "44 / 95"]
    assert rows["Length of follow-up (here: 30 months)"] == ["4.64 to 5.88", "", "", "3 of 3", "3 of 3"]
    assert rows["every job"] == ["1.92 (0.76 to 4.83)", "60 / 95", "8", "yes", "no"]
    assert rows["All alternatives that change it"] == ["1.92 to 5.88", "", "", "13 of 13", "10 of 12"]
    split = {row.label: [cell.text for cell in row.cells] for row in table().groups[1].rows}
    assert split["Split of the inclusion period (here: 19 November 2015)"][0] == "-" and split["six months later"][3] == "-"


def test_it_says_that_alternatives_are_no_independent_samples():
    assert any("no independent samples" in note and "no p-value" in note for note in table().notes)


def test_crossed_counts_are_those_of_the_rows():
    found = tried(crossed=True)
    kept = found["adjustment"].eq(ADJUSTED) & found["model"].eq("job_obtained") & found["exposure"].eq("experience") & found["number"].gt(0)
    of = found[kept & found["Length of follow-up"].eq("12 months")]
    row = next(row for row in table(crossed=True).groups[0].rows if row.label == "12 months")
    same, clear = (int(of[name].sum()) for name in ("same_direction", "excludes_no_difference"))
    assert [cell.text for cell in row.cells[1:]] == ["5", f"{same} of 5", f"{clear} of 5"]


@pytest.mark.parametrize("crossed", [False, True])
def test_the_curve_is_sorted_and_draws_each_estimate_once(crossed):
    with house_style():
        figure = draw_curve(inputs(crossed))
    compared = sorted(inputs(crossed).compared, key=lambda each: each.key["exposure"])  # outcomes of an exposure side by side
    assert len(figure.axes) == 2 * len(compared)
    for axes, each in zip(figure.axes[::2], compared, strict=True):
        drawn = sorted(
            (x, y) for line in axes.lines if line.get_marker() in ("o", "D") for x, y in zip(*map(list, line.get_data()), strict=True)
        )
        heights = [y for _, y in drawn]
        assert heights == sorted(heights) and len(heights) == len(each.of_groups) + 1
        beyond = [x for line in axes.lines if line.get_marker() == "^" for x in line.get_xdata()]
        assert len(beyond) == len(each.apart) and all(x > max(at for at, _ in drawn) for x in beyond)
        own = next(line for line in axes.lines if line.get_marker() == "D")
        assert own.get_ydata()[0] == each.own_value
    said = "13 of 13 alternatives point the same way, 10 of the 12 that compare the same groups exclude no difference"
    assert said in alt_of(inputs()) and ("13 of 13" in alt_of(inputs(crossed=True))) is False


@pytest.mark.parametrize("width", [85, 175])
def test_a_figure_of_any_width_is_drawn(width):
    one = inputs()
    with house_style():
        figure = draw_curve(replace(one, figures=one.figures.model_copy(update={"width": width})))
    assert abs(figure.get_figwidth() - width / 25.4) < 1e-9


def test_without_any_estimate_table_and_curve_say_so():
    one = inputs()
    nothing = one.found.assign(
        **{name: pd.array([pd.NA] * len(one.found), dtype="Float64") for name in ("estimate", "ratio", "ratio_low", "ratio_high")},
        why_not=pd.array(["It could not be estimated."] * len(one.found), dtype="string"),
    )
    empty = replace(one, found=nothing)
    with house_style():
        assert not draw_curve(empty).axes
    page = render(alternatives_table(empty), "html").decode()
    assert "3.83" not in page


@cache
def with_alternatives() -> ReportInputs:
    settings = cohort().settings.model_copy(update={"sensitivity": inputs().sensitivity})
    material = Material.of(Read({"specifications": tried(), "codebook": shipped().derived.codebook}), settings)
    more: Answers = answer(places({"alternatives": table()}), material)
    base = whole.inputs()
    return replace(
        base,
        settings=settings,
        specifications=tried(),
        tables={**base.tables, "alternatives": render(table(), "html").decode()},
        figures={**base.figures, "specification_curve": whole.SVG},
        answers=base.answers + more,
    )


def test_each_finding_says_what_alternatives_do_and_its_numbers_answer():
    said = [
        phrase for question in questions(with_alternatives()) for finding in question.findings for phrase in finding.found
        if phrase.name.endswith(".alternatives")
    ]  # fmt: skip
    assert len(said) == 6
    assert said[0].text.startswith(
        "Of 13 alternatives 13 point the same way and 10 exclude no difference; odds ratio from 1.92 to 5.88 (1 of them per year"
    )
    for phrase in said:
        for part in phrase.parts:
            plain, numbers = (part, []) if isinstance(part, str) else (part.text, [number.value for number in part.numbers])
            assert unbacked(plain, numbers) == []


def test_the_page_shows_table_and_curve_and_leads_to_them():
    made = make_page(with_alternatives())
    assert 'id="table-alternatives"' in made.html and 'id="figure-specification-curve"' in made.html
    assert made.html.count('href="#table-alternatives"') >= 6
    answers = {each.id: each for each in made.sentences.all if ".alternatives." in each.id}
    assert (
        len(answers) == 6 * 5 + 3 + 3
    )  # five numbers each, how many change nothing of the models of funding, and are per year in the others
    assert all(each.source.startswith("sensitivity/specifications.csv: ") for each in answers.values())
    assert 'href="#table-alternatives"' not in whole.page() and "alternatives point" not in whole.page()


def test_nobody_is_named():
    ids = set(shipped().derived.persons["id"].astype(str))
    shown = f"{tried().to_csv()} {render(table(), 'html').decode()}"
    assert not [name for name in ids if len(name) > 3 and name in shown]
