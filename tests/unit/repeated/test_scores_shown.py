"""Scores measured in waves as they are shown: of the shipped cohort's two scores taken as one, which is no result, but a trial of the page."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from ipscohort.answers import Material, answer
from ipscohort.catalogue.asked import asked
from ipscohort.catalogue.exhibits import FIGURES, TABLES
from ipscohort.config import Settings
from ipscohort.contracts import PRINTED
from ipscohort.figures import alt_text, draw_figure
from ipscohort.figures.inputs import FigureInputs
from ipscohort.repeated import estimate_repeated
from ipscohort.report.findings import questions
from ipscohort.tables import cells_frame, make_table, places, render
from tests.support import page as whole
from tests.support.every_number import STRUCTURAL, unanswered
from tests.support.pipeline import read_of, table_inputs
from tests.support.shipped import cohort, shipped

NAME, FIGURE = "scores_over_time", "score_means"


@cache
def settings() -> Settings:
    scores = {"trial": {"waves": {0: "mhi5", 6: "self_esteem"}, "label": "Trial"}}
    return Settings.model_validate({**cohort().settings.model_dump(mode="json"), "repeated": {"scores": scores}})


@cache
def found():
    derived = shipped().derived
    return estimate_repeated(derived.persons, derived.periods, derived.rates, derived.codebook, settings())


@cache
def table():
    return make_table(NAME, table_inputs(shipped(), settings(), repeated=found()))


def test_settings_keep_their_waves_as_a_workflow_carries_them():
    again = Settings.model_validate(settings().model_dump(mode="json"))
    assert again.repeated.scores["trial"].waves == {0: "mhi5", 6: "self_esteem"}


def test_only_what_is_asked_for_is_made():
    assert found().models.empty
    assert asked(TABLES[NAME].asked_by, settings())
    assert asked(FIGURES[FIGURE].asked_by, settings())
    assert not asked(TABLES["monthly_employment"].asked_by, settings())
    assert not asked(TABLES[NAME].asked_by, cohort().settings)


def test_the_table_counts_and_every_number_answers():
    texts = {row.label: [cell.text for cell in row.cells] for row in table().groups[0].rows}
    assert texts["second half"][:2] == ["48", "1"]
    assert texts["Persons in the model, n"][3] != ""
    values, page = cells_frame({NAME: table()}).set_index("id")["value"].to_dict(), render(table(), "html").decode()
    assert unanswered(page, values, (*STRUCTURAL, r"^Month \d+$")) == []
    answers = answer(places({NAME: table()}), Material.of(read_of(shipped(), repeated=found()), settings()))
    assert len(answers.all) == len(values)
    assert all(each.definition for each in answers.all)


def test_the_report_says_the_difference_in_change():
    inputs = replace(whole.inputs(), settings=settings(), wave_estimates=found().wave_estimates)
    told = [finding for question in questions(inputs) for finding in question.findings if finding.asked == "Trial"]
    assert len(told) == 2
    assert told[0].found[0].text.startswith("second half, difference from first half in the change to month 6 (95% CI): adjusted ")
    for part in told[0].found[0].parts:
        for number in () if isinstance(part, str) else part.numbers:
            assert float(number.source.rows(found().wave_estimates)[number.source.column].iloc[0]) == number.value


def test_the_figure_has_a_line_for_each_level():
    drawn = FigureInputs.of(read_of(shipped(), repeated=found()), settings(), PRINTED.empty())
    figure = draw_figure(FIGURE, drawn)
    panels = [axes for axes in figure.axes if axes.get_ylabel() == "Mean"]
    assert [len(axes.lines) for axes in panels] == [2, 2]
    assert "at month 6 (n = 48)" in alt_text(FIGURE, drawn)
