"""Employment over time as it is shown: table, figure, report, and that every number answers; nothing of it where it is not asked for."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from functools import cache

from matplotlib.text import Text

from ipscohort.analysis_results import results_frame
from ipscohort.analysis_results.stages import TIDY, statistics_of
from ipscohort.answers import Material, answer
from ipscohort.catalogue.asked import asked
from ipscohort.catalogue.exhibits import FIGURES, TABLES
from ipscohort.catalogue.stages import FILES
from ipscohort.contracts import PRINTED
from ipscohort.figures import alt_text, draw_figure
from ipscohort.figures.inputs import FigureInputs
from ipscohort.repeated import estimate_repeated
from ipscohort.report import write_report
from ipscohort.report.findings import questions
from ipscohort.tables import cells_frame, make_table, places, render
from tests.support import page as whole
from tests.support.every_number import STRUCTURAL, unanswered
from tests.support.pipeline import read_of, table_inputs
from tests.support.repeated import of_shipped, settings
from tests.support.shipped import cohort, shipped

NAME, CURVES = "monthly_employment", "monthly_employment_curves"


@cache
def table():
    return make_table(NAME, table_inputs(shipped(), settings(), repeated=of_shipped()))


@cache
def report():
    found, more = of_shipped(), settings()
    inputs = whole.inputs()
    material = Material.of(read_of(shipped(), repeated=found), more)
    answers = inputs.answers + answer(places({NAME: table()}), material)
    tables = {**inputs.tables, NAME: render(table(), "html").decode()}
    shown = {"tables": tables, "figures": {**inputs.figures, CURVES: whole.SVG}, "answers": answers, "settings": more}
    return replace(inputs, repeated_models=found.models, repeated_estimates=found.estimates, **shown)


def test_the_table_has_counts_models_and_errors():
    group = table().groups[0]
    assert group.label == "Experience of the agencies (half of the inclusion period): second half against first half"
    texts = [(row.label, [cell.text for cell in row.cells]) for row in group.rows]
    found = dict(reversed(texts))
    assert found["Persons, n"] == ["102", "", "", "94", "", "", "94", "", ""]
    assert found["second half"][0] == "421 / 1,440 (n = 48)"
    marginal = found["Marginal, correlation falling with time (AR(1))"]
    assert marginal[:3] == ["2.11 (0.96 to 4.64)", "0.064", "0.95"]
    assert marginal[6:] == ["3.76 (1.52 to 9.32)", "0.005", "0.94"]
    assert found["robust errors alone (normal)"][6] == "3.76 (1.68 to 8.41)"
    assert found["exposure by time: F test that the odds ratio is one and the same"][:2] == ["F = 0.15", "0.700"]
    assert found["the odds ratio times, per month"][:3] == ["0.99 (0.95 to 1.03)", "", ""]
    assert found["Conditional, random intercept of each person"][:3] == ["16.52 (1.41 to 193.56)", "0.025", "5.41"]


def test_every_number_of_the_table_answers():
    values, page = cells_frame({NAME: table()}).set_index("id")["value"].to_dict(), render(table(), "html").decode()
    structural = (*STRUCTURAL, r"AR\(1\)", r"^\s*-\s*$")
    assert unanswered(page, values, structural) == []
    answers = answer(places({NAME: table()}), Material.of(read_of(shipped(), repeated=of_shipped()), settings()))
    assert len(answers.all) == len(values)
    said = next(each for each in answers.all if each.column.startswith("Adjusted") and each.statistic == "estimate")
    assert said.definition == (
        "Odds ratio: exp(estimate): employed or not in each month, Experience of the agencies (half of the inclusion period), second half; Marginal, "
        "correlation falling with time (AR(1)); adjusted."
    )
    assert said.about.behind == "94 persons, 2820 weeks or months, 622 of them with employment."
    assert "repeated.employment" in said.about.keys


def findings():
    return [finding for question in questions(report()) for finding in question.findings if finding.asked == "Employment in every month"]


def test_the_report_says_it_of_each_exposure_and_both_odds_ratios():
    experience, funding = findings()
    found = [phrase.text for phrase in experience.found]
    assert found == [
        "Months with employment, of those observed: 421 of 1,440 (29%) in second half, 226 of 1,620 (14%) in first half.",
        "Marginal odds ratio (95% CI): adjusted 3.76 (1.52 to 9.32), p = 0.005, n = 94; crude 2.11 (0.96 to 4.64), p = 0.064, n = 102; working "
        "correlation of neighbouring months 0.94.",
        "Odds ratio in a month, times that of the month before (adjusted, 95% CI): 0.99 (0.95 to 1.04). Test that the odds ratio is the same in "
        "every month (adjusted): p = 0.713; a large p is no evidence that it is.",
        "Conditional odds ratio, of a person (95% CI): adjusted 69.39 (5.11 to 942.98), p = 0.001, n = 94; crude 16.52 (1.41 to 193.56), p = 0.025, "
        "n = 102.",
    ]
    assert experience.role == "secondary, models over time"
    doubts = " ".join(phrase.text for phrase in experience.doubt)
    assert "9 left out" in doubts
    assert "neither is a bias of the other" in doubts
    assert len(funding.found) == 4


def test_numbers_of_the_sentences_answer_and_the_page_links_its_row():
    page = write_report(report())
    assert page.count("Employment in every month") == 2
    for finding in findings():
        assert f'id="{finding.row}"' in page
        for phrase in finding.found:
            for part in phrase.parts:
                if not isinstance(part, str):
                    assert all(number.source.file in ("repeated_models", "repeated_estimates") for number in part.numbers)
                    for number in part.numbers:
                        frame = getattr(report(), number.source.file)
                        assert len(number.source.rows(frame)) == 1
                        assert float(number.source.rows(frame)[number.source.column].iloc[0]) == number.value


def test_the_figure_has_dots_lines_and_bands_and_says_what_it_shows():
    drawn = replace(FigureInputs.of(read_of(shipped(), repeated=of_shipped()), settings(), PRINTED.empty()), repeated=settings().repeated)
    figure = draw_figure(CURVES, drawn)
    panels = [axes for axes in figure.axes if axes.get_ylabel() == "Employed"]
    assert [len(axes.lines) for axes in panels] == [4, 4]
    assert [len(axes.collections) for axes in panels] == [2, 2]
    assert "by the model" in alt_text(CURVES, drawn)
    assert "1 left out: start of a job unknown" in " ".join(text.get_text() for text in figure.findobj(Text))


def test_results_as_data_have_it_marked_with_its_role():
    found = of_shipped()
    material = Material.of(read_of(shipped(), repeated=found), settings())
    rows = results_frame(list(places({NAME: table()})), material)
    for name, frame in (("models", found.models), ("estimates", found.estimates), ("curves", found.curves), ("missing", found.missing)):
        told = rows[rows["context"].eq(f"repeated_{name}")]
        for column in statistics_of(f"repeated_{name}"):
            if column.name not in TIDY[f"repeated_{name}"].beside:
                wanted = frame[column.name].dropna().astype(float).tolist()
                assert told.loc[told["stat_name"].eq(column.name), "stat"].dropna().tolist() == wanted
        if "role" in frame:
            assert set(told["role"]) == {"secondary"}


def test_nothing_of_a_person_is_in_it():
    ids = set(shipped().derived.persons["id"])
    for frame in (of_shipped().models, of_shipped().estimates, of_shipped().curves, of_shipped().missing):
        assert not any(frame[name].astype(str).isin(ids).any() for name in frame)


def test_it_is_made_where_it_is_asked_for_only():
    for exhibit in (TABLES[NAME], FIGURES[CURVES]):
        assert asked(exhibit.asked_by, settings())
        assert not asked(exhibit.asked_by, cohort().settings)
    assert all(asked(file.asked_by, settings()) for file in FILES.values() if file.name.startswith("repeated"))
    assert not any(finding.asked == "Employment in every month" for q in questions(whole.inputs()) for finding in q.findings)


def test_nothing_of_it_is_loaded_by_what_every_run_loads():
    code = (
        "import sys, importlib\nfrom ipscohort.run.libraries import LIBRARIES\n[importlib.import_module(name) for name in LIBRARIES]\n"
        "print([name for name in sys.modules if name.startswith('ipscohort.repeated')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_level_of_one_person_is_not_said_to_have_nobody():
    derived = shipped().derived
    months = derived.periods.groupby("id")["employed"].mean()
    one = months[(months > 0.3) & (months < 0.7)].index[0]
    alone = derived.persons["id"].eq(one).map({True: "second half", False: "first half"}).astype(derived.persons["experience"].dtype)
    found = estimate_repeated(derived.persons.assign(experience=alone), derived.periods, derived.rates, derived.codebook, settings())
    drawn = make_table(NAME, table_inputs(shipped(), settings(), repeated=found))
    notes = {note for row in drawn.rows() for cell in row.cells for note in map(str, cell.notes)}
    assert any("One person alone is in 'second half'" in note for note in notes)
    assert "Nobody at this level." not in notes
