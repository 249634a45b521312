"""Tables, figure and page of fidelity: every number answers and is its tidy value, nobody is named, made-up reviews say so."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from ipscohort.answers import Material, answer
from ipscohort.figures import house_style
from ipscohort.programme import fidelity
from ipscohort.programme.fidelity.exposure_table import exposure_table
from ipscohort.programme.fidelity.table import cover_table, listed_reviews, reviews_table
from ipscohort.report import make_page
from ipscohort.report.findings import questions
from ipscohort.tables import cells_frame, places, render
from ipscohort.tables.content import Table
from tests.support import page as whole
from tests.support.every_number import IN_NOTES, IN_TABLES, STRUCTURAL, unanswered, unbacked
from tests.support.fidelity import analysed, found, inputs, rated, read_of, settings, shipped, written

DAYS = r"\b\d{4}-\d{2}-\d{2}\b"
NAMES = (
    DAYS,
    r"\(\d+ to \d+\)",
    r"\bItems rated below \d\b",
    r"\bper 10 points\b",
    r"\(IPS-25\), 25 items rated 1 to 5\b",
    r"\bMcLeman 2015\b",
    r"\bDrake 2012\b",
)
LIMITS = (r"\bfair from 74 to 99\b", r"\bTotal of 25 to 125\b", r"\b(below|from) (74|100|115)\b", r"\bexactly 74\b", r"\bmore than 74\b")
ALL = ("fidelity", "fidelity_at_inclusion", "fidelity_exposure")


@cache
def tables() -> dict[str, Table]:
    return fidelity.tables(inputs(shipped()))


@cache
def answers():
    return answer(places(tables()), Material.of(read_of(shipped()), settings()))


@pytest.mark.parametrize("name", ALL)
def test_every_number_answers_and_is_its_tidy_value(name):
    page = render(tables()[name], "html").decode()
    values = cells_frame({name: tables()[name]}).set_index("id")["value"].to_dict()
    quoted = {
        str(text).strip().rstrip(".") + "."
        for frame in (shipped().estimates, analysed().fitted.estimates)
        for text in frame["warning"].dropna()
    }
    assert unanswered(page, values, (*STRUCTURAL, *NAMES), IN_TABLES) == []
    assert unanswered(page, values, (*STRUCTURAL, *IN_NOTES, *NAMES, *LIMITS), ("p",), (), quoted) == []


def test_every_source_leads_to_the_row_that_holds_the_number():
    read, seen = read_of(shipped()), 0
    for place in places(tables()):
        for number in place.numbers:
            rows = number.source.rows(read.get(number.source.file))
            assert len(rows) == 1, number.source
            if number.statistic != "n" or number.source.column.startswith("n_a"):
                value = rows[number.source.column].iloc[0]
                assert value != value or float(value) == number.value or number.value != number.value
            seen += 1
    assert seen > 300


def test_every_number_says_what_it_is():
    told = {each.id: each for each in answers().all}
    assert len(told) == sum(len(place.numbers) for place in places(tables()))
    one = next(each for each in told.values() if "ratio [" in each.source and "fidelity_total, adjustment = adjusted" in each.source)
    assert one.definition.startswith(
        "Odds ratio of Obtained competitive employment: one unit more of IPS fidelity at inclusion, per 10 points"
    )
    assert one.about.behind == "93 persons in the model, 44 events; population: all persons analysed (103)."
    assert "can't be told apart from calendar time" in one.about.warning and "programme.fidelity" in one.about.keys
    assert one.about.formula.startswith("job_obtained ~ fidelity_total + sex + age")


def test_the_table_of_reviews_by_hand():
    group = tables()["fidelity"].groups[0]
    assert group.label == "agency A"
    assert [cell.text for cell in group.rows[0].cells[:6]] == ["88", "fair", "12", "28", "48", "3"]
    assert group.rows[0].cells[6].text == (
        "Integration with mental health treatment: frequent contact; Ongoing, work-based assessment; Time-unlimited follow-along supports"
    )
    last = [of.rows[-1].cells[1].text for of in tables()["fidelity"].groups]
    assert last == ["exemplary", "exemplary"]  # as the paper says of the last measurement
    assert [of.rows[0].cells[1].text for of in tables()["fidelity"].groups] == ["fair", "good"]  # and of the first


def test_how_a_total_at_the_limit_is_taken_is_said():
    notes = tables()["fidelity"].notes
    assert any("exactly 74 is taken for fair" in note for note in notes) and any(
        "more than 74 as what counts as IPS" in note for note in notes
    )


def test_the_exposure_stands_beside_the_calendar():
    rows = {row.label: [cell.text for cell in row.cells] for row in tables()["fidelity_exposure"].groups[0].rows[:12]}
    assert rows["Adjusted"] == ["2.03 (1.00 to 4.12)", "0.050", "44 / 93", "10", "2", "8", "0.73", "0.89", "0.89"]
    assert rows["Adjusted, as in the study's own model"][:3] == ["3.83 (1.42 to 10.30)", "0.008", "44 / 95"]
    assert rows["With fidelity in the model"][0] == "2.86 (0.87 to 9.35)"
    assert "Without the calendar, on the persons of the next model" not in rows  # they are those of the adjusted model


def test_date_and_agency_stand_beside_and_what_a_change_of_direction_means_is_said():
    rows = {row.label: [cell.text for cell in row.cells] for row in tables()["fidelity_exposure"].groups[0].rows[:10]}
    assert rows["Adjusted, with the date of inclusion as a number"][0] == "0.87 (0.32 to 2.36)"
    assert rows["Adjusted, with the agency"][0] == "3.25 (1.16 to 9.12)"
    assert rows["Adjusted, with the date of inclusion as a number and the agency"][0] == "0.44 (0.06 to 3.43)"
    notes = "\n".join(tables()["fidelity_exposure"].notes)
    assert "Within agencies, each about its own means, the correlation is 0.89." in notes
    assert "explain 0.88 of the variance of the total (R squared), a variance inflation factor of 8.6." in notes
    assert "what changed over time within each group stays in fidelity's estimate" in notes
    assert (
        "Obtained competitive employment, Days worked in competitive jobs, Time to first job: fidelity's estimate changes direction"
        in notes
    )
    assert "nor does the other direction say that higher fidelity does harm" in notes
    assert "variance inflation factor of 8.6" in "\n".join(tables()["fidelity_at_inclusion"].notes)
    only = shipped().estimates
    only = only[~only["adjustment"].str.startswith("with_")]
    only = only[only["adjustment"].ne("mutual")]
    assert "changes direction" not in "\n".join(exposure_table(replace(inputs(shipped()), found=only)).notes)


def test_a_turn_within_chance_is_no_change_of_direction_and_a_class_can_turn_too():
    def said(found):
        return "\n".join(exposure_table(replace(inputs(shipped()), found=found)).notes)

    frame = shipped().estimates
    numbers = {"estimate": 0.01, "ratio": 1.01, "std_error": 0.3}
    near = frame.assign(**{name: frame[name].where(frame[name].isna(), value) for name, value in numbers.items()})
    dated = near["adjustment"].eq("with_date") & near["estimate"].notna()
    near.loc[dated, ["estimate", "ratio"]] = [-0.01, 0.99]
    assert "changes direction" not in said(near)
    of_class = near["exposure"].eq("fidelity_class") & near["model"].eq("days_worked") & dated
    near.loc[of_class, ["estimate", "ratio"]] = [-0.5, 0.61]
    assert "Days worked in competitive jobs: fidelity's estimate changes direction" in said(near)


def test_days_of_inclusion_are_those_of_the_persons_and_none_where_none_is_known():
    one, included = inputs(shipped()), analysed().derived.persons["inclusion_date"]
    assert one.inclusion == (included.min(), included.max())
    nobody = fidelity.Inputs.made(settings(), included.where(included.isna()), shipped(), analysed().fitted.estimates)
    assert nobody.inclusion is None
    with house_style():
        marked, plain = (fidelity.draw_course(each).axes[0] for each in (one, nobody))
    assert [text.get_text() for text in marked.texts].count("inclusion") == 1 and "inclusion" not in [
        text.get_text() for text in plain.texts
    ]


def test_classes_say_their_persons_and_that_one_is_of_one_agency():
    rows = tables()["fidelity_exposure"].groups[0].rows
    at = [row.label for row in rows].index("Class of fidelity, persons in the model: Adjusted")
    assert [(row.label, row.cells[2].text) for row in rows[at + 1 : at + 3]] == [("fair", "12 / 27"), ("good", "32 / 66")]
    assert [row.cells[5].text for row in rows[at + 4 :]] == ["2"] * 7
    worked = tables()["fidelity_exposure"].groups[1].rows
    at = [row.label for row in worked].index("Class of fidelity, persons in the model: Adjusted")
    assert sum(int(row.cells[2].text) for row in worked[at + 1 : at + 3]) == 44
    said = [note for note in tables()["fidelity_exposure"].notes if "All of the class" in note]
    assert said == [
        "All of the class fair are of agency A, so that whatever else differs between agencies is in every comparison of this class with another."
    ]


def test_many_reviews_are_listed_and_drawn_in_part_and_where_all_are_is_said():
    one = inputs(shipped())
    days = pd.date_range("2001-01-01", periods=70, freq="40D").astype("datetime64[s]")
    base = shipped().reviews.iloc[[0] * 70].assign(date=days, number=range(1, 71), n_agency=70)
    many = pd.concat([base.assign(agency=f"agency {k:03d}") for k in range(120)], ignore_index=True)
    cover = pd.concat([one.cover, *[one.cover.iloc[[1]].assign(agency=f"agency {k:03d}") for k in range(120)]], ignore_index=True)
    big = replace(one, of=replace(one.of, reviews=many, items=shipped().items), cover=cover)
    reviews, at = reviews_table(big), cover_table(big)
    assert sum(len(group.rows) for group in reviews.groups) == 100 and reviews.groups[0].rows[0].label == days[-1].strftime("%Y-%m-%d")
    assert "Reviews listed: 100 of 8400, the latest of each agency. All are in programme/fidelity_reviews.csv." in reviews.notes
    assert len(at.groups[0].rows) == 101 and "Agencies listed: 100 of 122. All are in programme/fidelity_cover.csv." in at.notes
    with house_style():
        figure = fidelity.draw_course(big)
    drawn = [line for axes in figure.axes for line in axes.lines if str(line.get_label()).startswith("agency")]
    assert len(drawn) == 12 and all(line.get_marker() in ("", "None") and len(line.get_xdata()) == 70 for line in drawn)
    assert sum(text.get_text() == "88" for axes in figure.axes for text in axes.texts) == 2 * 12
    note = figure._supxlabel.get_text().replace("\n", " ")
    assert "Agencies drawn: 12 of 120; all are in programme/fidelity_reviews.csv." in note and "more than 60 reviews a line only" in note
    assert fidelity.alt_of(big).count("agency 0") == 12
    exactly = replace(one, of=replace(one.of, reviews=many[many["agency"].le("agency 000")].head(60).assign(n_agency=60)))
    assert len(listed_reviews(many.head(100))) == 100
    with house_style():
        lines = fidelity.draw_course(exactly).axes[0].lines
    assert [line.get_marker() for line in lines if line.get_label() == "agency 000"] == ["o"]


def test_reviews_that_are_set_aside_are_named_by_row():
    one = inputs(shipped())
    assert not [note for note in tables()["fidelity"].notes if "set aside" in note]
    notes = reviews_table(replace(one, of=replace(one.of, later=(4, 7)))).notes
    assert "Reviews dated after the last possible day of follow-up of anybody are set aside: rows 4, 7 of the file." in notes


def test_no_p_values_where_the_study_wants_none():
    one = inputs(shipped())
    shown = fidelity.tables(replace(one, tables=one.tables.model_copy(update={"p_values": False})))["fidelity_exposure"]
    assert not [column for column in shown.columns if column.p_values]


def test_what_is_missing_or_prorated_is_marked(tmp_path):
    header = ["agency", "review_date", *(f"item_{k}" for k in range(1, 26))]
    rows = (("agency A", "2014-01-01", ["", *rated(100)[1:]]), ("agency B", "2014-01-01", ["", "", *rated(100)[2:]]))
    path = written(tmp_path, *rows, header=header)
    of = found(file=path, header_row=1, prorate_up_to=1)
    cells = [group.rows[0].cells[0] for group in fidelity.tables(inputs(of))["fidelity"].groups]
    assert cells[0].text == "100" and "count as the mean" in cells[0].notes[0]
    assert cells[1].text == "-" and "there is no total" in cells[1].notes[0]
    assert "agency B" not in fidelity.alt_of(inputs(of)) and "agency A" in fidelity.alt_of(inputs(of))
    with house_style():
        note = fidelity.draw_course(inputs(of))._supxlabel.get_text().replace("\n", " ")
    assert "Reviews without a total, which are not drawn: 1." in note and "Hollow" in note


def test_the_figure_draws_each_review_once_and_marks_inclusion():
    with house_style():
        figure = fidelity.draw_course(inputs(shipped()))
    axes = figure.axes[0]
    drawn = [list(line.get_ydata()) for line in axes.lines if line.get_label() in ("agency A", "agency B")]
    assert drawn == [[88, 97, 104, 110, 117], [101, 106, 109, 113, 121]]
    assert {float(line.get_ydata()[0]) for line in axes.lines if len(line.get_ydata()) == 2 and line.get_xdata()[0] == 0} >= {74, 100, 115}
    assert [text.get_text() for text in axes.texts if text.get_text() in ("fair", "good", "exemplary", "not IPS", "inclusion")]
    assert "SYNTHETIC" in figure._suptitle.get_text()
    assert fidelity.alt_of(inputs(shipped())).count("exemplary") == 2


@pytest.mark.parametrize("width", [85, 175])
@pytest.mark.parametrize("agencies", [1, 7])
def test_a_figure_of_any_width_and_of_many_agencies_is_drawn(width, agencies):
    one = inputs(shipped())
    rows = [shipped().reviews.head(5).assign(agency=f"agency {k}") for k in range(agencies)]
    more = replace(one.of, reviews=pd.concat(rows, ignore_index=True))
    with house_style():
        figure = fidelity.draw_course(replace(one, of=more, figures=one.figures.model_copy(update={"width": width})))
    assert abs(figure.get_figwidth() - width / 25.4) < 1e-9
    assert sum(axes.get_visible() for axes in figure.axes) == (1 if agencies == 1 else 7)


@cache
def report_inputs():
    base, made = whole.inputs(), tables()
    return replace(
        base,
        settings=settings(),
        tables={**base.tables, **{name: render(table, "html").decode() for name, table in made.items()}},
        figures={**base.figures, "fidelity_course": whole.SVG},
        answers=base.answers + answers(),
        fidelity_estimates=shipped().estimates,
    )


@cache
def page() -> str:
    return make_page(report_inputs()).html


def test_a_finding_says_what_fidelity_leaves_of_the_calendar_and_its_numbers_answer():
    said = [
        phrase for question in questions(report_inputs()) for finding in question.findings for phrase in finding.found
        if phrase.name.endswith(".fidelity")
    ]  # fmt: skip
    assert len(said) == 3  # of experience in each regression, none of funding
    assert said[0].text == (
        "With the fidelity of the agencies at inclusion in the same model 2.86 (0.87 to 9.35), n = 93; without, on the same persons, 3.58 (1.32 to 9.70), "
        "n = 93. Fidelity and the date of inclusion go together in this model (Pearson 0.73, within agencies 0.89, 2 agencies): neither estimate "
        "tells which of the two it stands for. What changed over time within each group of the inclusion period stays in fidelity's estimate."
    )
    for phrase in said:
        for part in phrase.parts:
            plain, numbers = (part, []) if isinstance(part, str) else (part.text, [number.value for number in part.numbers])
            assert unbacked(plain, numbers) == []
    told = [each for each in make_page(report_inputs()).sentences.all if ".fidelity." in each.id]
    assert len(told) == 3 * 11 and all(each.source.startswith("programme/fidelity_estimates.csv: ") for each in told)


def test_the_page_has_a_section_of_the_programme():
    assert "The programme</h2>" in page() and 'id="figure-fidelity-course"' in page()
    assert all(f'id="table-{name.replace("_", "-")}"' in page() for name in ALL)
    assert "The programme</h2>" not in whole.page()


def test_nobody_is_named_and_made_up_reviews_say_so():
    ids = [str(name) for name in analysed().derived.persons["id"] if len(str(name)) > 3]
    texts = [render(table, suffix).decode("utf-8", "ignore") for table in tables().values() for suffix in ("html", "csv")]
    frames = [shipped().reviews, shipped().items, shipped().cover, shipped().estimates]
    assert not [name for name in ids for text in (*texts, *(frame.to_csv() for frame in frames)) if name in text]
    assert all("SYNTHETIC" in text for text in texts)
