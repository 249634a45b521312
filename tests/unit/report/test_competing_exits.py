"""The example's arrests as competing exits: table, figure, sentences and the manuscript, and that the shipped cohort has none of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ipscohort.catalogue.asked import asked
from ipscohort.catalogue.exhibits import FIGURES, TABLES
from ipscohort.config import load_cohort
from ipscohort.contracts import PRINTED
from ipscohort.figures import alt_text, draw_figure
from ipscohort.figures.inputs import FigureInputs
from ipscohort.report.cards import cards
from ipscohort.report.findings import questions
from ipscohort.run.fetch import fetch_records
from ipscohort.run.pipeline import analyse
from ipscohort.tables import cells_frame, make_tables, render
from tests.support import page as whole
from tests.support.every_number import IN_NOTES, STRUCTURAL, unanswered
from tests.support.pipeline import read_of, table_inputs
from tests.support.shipped import cohort, shipped

NAME = "cumulative_incidence"
SETTINGS = load_cohort(Path(__file__).parents[3] / "config" / "rossi.yaml").settings


@cache
def rossi():
    with TemporaryDirectory() as folder:
        records = Path(folder) / "rossi.csv"
        fetch_records(SETTINGS.ingest.fetch, records)
        return analyse(SETTINGS, {"participants": records})


@cache
def tables():
    return make_tables(table_inputs(rossi(), SETTINGS))


@cache
def report():
    return whole.inputs_of(rossi(), SETTINGS)


def rows_of(table):
    return {row.label: [cell.text for cell in row.cells] for group in table.groups for row in group.rows}


def test_who_was_arrested_in_the_last_week_of_follow_up_left_for_it():
    persons = rossi().derived.persons
    last = persons[persons["left_for"].eq("arrested") & persons["full_follow_up"]]
    assert len(last) == 4
    assert set(last["ended_by"]) == {"end of follow-up"}
    assert persons["left_for"].eq("arrested").sum() == 114


def test_the_table_has_the_shares_beside_kaplan_meiers():
    found = rows_of(tables()[NAME])  # of labels that repeat the last: week 52
    assert found["First jobs / n"][0] == "360 / 432"
    assert found["Left for a competing reason without a job, n"][0] == "38"
    assert found["had a first job, %"][0] == "83.3"
    assert found["the same by Kaplan-Meier, which censors them, %"][0] == "87.3"
    assert found["left for a competing reason without a job, %"][0] == "8.8"


def test_every_number_of_the_table_answers():
    values, page = cells_frame(tables()).set_index("id")["value"].to_dict(), render(tables()[NAME], "html").decode()
    assert unanswered(page, values, (*STRUCTURAL, r"\b52 weeks of follow-up\b", r"\bBy week \d+\b", r"\b95% CI\b")) == []
    assert unanswered(page, values, (*STRUCTURAL, *IN_NOTES, r"\b1 - Kaplan-Meier\b", r"\b100%"), ("p",)) == []


def test_it_is_made_where_it_is_asked_for_only():
    assert NAME not in make_tables(table_inputs(shipped(), cohort().settings))
    for exhibit in (TABLES[NAME], FIGURES["cumulative_incidence_curves"]):
        assert asked(exhibit.asked_by, SETTINGS)
        assert not asked(exhibit.asked_by, cohort().settings)


def test_the_page_says_both_shares_and_its_numbers_answer():
    (said,) = (phrase for card in cards(report()) for phrase in card.notes if phrase.name == "card.time.competing")
    assert said.text == (
        "With competing exits (arrested), 83% (79 to 87) had a first job by the end of 52 weeks of follow-up and 9% (6 to 12) had left so before "
        "one; 1 - Kaplan-Meier, which censors them, says 87%."
    )
    assert [round(part.numbers[0].value, 1) for part in said.parts if not isinstance(part, str)] == [83.3, 79.5, 8.8, 6.4, 87.3]


def test_findings_say_it_by_exposure_and_doubt_kaplan_meier_once():
    times = [finding for question in questions(report()) for finding in question.findings if finding.role == "Kaplan-Meier"]
    assert len(times) == 2
    for finding in times:
        assert sum("With competing exits (arrested), had a first job" in phrase.text for phrase in finding.found) == 1
        assert sum("censor who left for a competing reason (arrested)" in phrase.text for phrase in finding.doubt) == 1
        assert not any("Who left for a reason that competes" in phrase.text for phrase in finding.doubt)


def test_findings_of_the_shipped_cohort_do_not_speak_of_it():
    assert "ompeting" not in " ".join(p.text for q in questions(whole.inputs()) for f in q.findings for p in (*f.found, *f.doubt))


@pytest.fixture(scope="module")
def drawn():
    return FigureInputs.of(read_of(rossi()), SETTINGS, PRINTED.empty())


def test_the_figure_has_two_lines_per_group_and_says_what_it_shows(drawn):
    figure = draw_figure("cumulative_incidence_curves", drawn)
    panels = [axes for axes in figure.axes if axes.get_ylabel() == "Share of persons"]
    assert [len(axes.lines) for axes in panels] == [2, 4, 4]
    job, left = panels[0].lines
    assert job.get_ydata()[-1] == pytest.approx(360 / 432)
    assert left.get_ydata()[-1] == pytest.approx(1 - 38 / 432)
    assert "first job 83%, left for a competing reason 9% (n = 432)" in alt_text("cumulative_incidence_curves", drawn)


def test_the_figure_of_kaplan_meier_says_that_it_censors(drawn):
    from matplotlib.text import Text

    texts = " ".join(text.get_text() for text in draw_figure("kaplan_meier", drawn).findobj(Text))
    assert "Who left for a competing reason is censored here" in texts.replace("\n", " ")
