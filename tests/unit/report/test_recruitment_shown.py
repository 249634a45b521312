"""The shipped cohort with counts of recruitment before its records: flow, table, head, manuscript, STROBE, results as data."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import pytest

from ipscohort.analysis_results import results_frame
from ipscohort.answers import Material, answer
from ipscohort.config.recruitment import Recruitment
from ipscohort.errors import UserError
from ipscohort.figures import FigureInputs, draw_figure
from ipscohort.figures.participant_flow import alt
from ipscohort.manuscript.document import Numbers
from ipscohort.manuscript.results import flow, left_out
from ipscohort.manuscript.strobe import strobe
from ipscohort.report import write_report
from ipscohort.run.pipeline import clean
from ipscohort.tables import cells_frame, make_tables, places, render
from tests.support import manuscript
from tests.support import page as whole
from tests.support.every_number import IN_NOTES, STRUCTURAL, unanswered
from tests.support.pipeline import read_of, table_inputs
from tests.support.shipped import cohort, printed, shipped

NAME = "recruitment"
STEPS = [
    {"label": "Approached", "n": "not recorded"},
    {"label": "Eligible", "n": 240},
    {"label": "Referred", "n": 180, "left_out": {"No wish to work": 35}, "assumption": "Referrals of the first year are estimated"},
    {"label": "Included", "n": {"agency A": 49, "agency B": 60}, "left_out": {"No consent": {"agency A": 50, "agency B": 10}}},
]


def with_counts(steps=STEPS, **more):
    own = cohort().settings
    declared = Recruitment.model_validate({"source": "screening log", "by": "agency", "steps": steps, **more})
    return own.model_copy(update={"study": own.study.model_copy(update={"recruitment": declared})})


@cache
def recruited():
    """The analysis as shipped, with what cleaning says of recruitment."""
    cleaned = clean(with_counts(), shipped().records)
    assert cleaned.flow.equals(shipped().cleaned.flow)
    return replace(shipped(), cleaned=cleaned)


@cache
def tables():
    return make_tables(table_inputs(recruited(), with_counts()))


def test_off_there_is_nothing_of_it():
    assert shipped().cleaned.recruitment.empty and NAME not in make_tables(table_inputs(shipped(), cohort().settings))
    assert "ecruitment:" not in flow(manuscript.inputs(), Numbers())


@pytest.mark.parametrize(
    ("last", "what"),
    [
        (108, "has 108, and the records hold 109 participants"),
        (110, "has 110, and the records hold 109 participants"),
        ({"agency A": 50, "agency B": 59}, "has 50 of agency agency A, and the records hold 49"),
        ({"agency A": 49, "agency C": 60}, "has 60 of agency agency C, and the records hold 0"),
    ],
)
def test_a_last_step_that_the_records_do_not_hold_ends_the_run(last, what):
    steps = [{"label": "Eligible", "n": 240}, {"label": "Included", "n": last}]
    by = "agency" if isinstance(last, dict) else None
    with pytest.raises(UserError) as stopped:
        clean(with_counts(steps, by=by), shipped().records)
    assert what in str(stopped.value) and "study.recruitment" in str(stopped.value) and "under left_out why" in str(stopped.value)


@pytest.mark.parametrize(
    ("approached", "last", "what"),
    [
        ({"agency A": 130}, 109, "the records hold participants of agency agency B, of whom no step gives a number"),
        ({"agency A": 60, "agency B": 70, "nobody": 5}, 109, "no participant in the records is of agency nobody"),
        ({"agency A": 60, "agency B": 70, "agency C": 5}, {"agency A": 49, "agency B": 60, "agency C": 0}, None),
    ],
)
def test_groups_are_those_of_the_records(approached, last, what):
    steps = [{"label": "Approached", "n": approached}, {"label": "Included", "n": last}]
    if what is None:
        assert len(clean(with_counts(steps), shipped().records).recruitment)
        return
    with pytest.raises(UserError) as stopped:
        clean(with_counts(steps), shipped().records)
    assert what in str(stopped.value)


def test_the_table_says_who_was_left_out_and_why():
    rows = [[row.label, *(cell.text for cell in row.cells)] for row in tables()[NAME].rows()]
    unknown = "not recorded"
    assert rows == [
        ["Approached", unknown, unknown, unknown],
        ["Eligible", "240", unknown, unknown],
        ["left out of the step before", unknown, unknown, unknown],
        ["Referred (assumption)", "180", unknown, unknown],
        ["left out of the step before", "60", unknown, unknown],
        ["No wish to work", "35", unknown, unknown],
        ["Reason not recorded", "25", "", ""],
        ["Included", "109", "49", "60"],
        ["left out of the step before", "71", unknown, unknown],
        ["No consent", "60", "50", "10"],
        ["Reason not recorded", "11", "", ""],
    ]
    csv = render(tables()[NAME], "csv").decode()
    assert "^b Assumption: Referrals of the first year are estimated." in csv and "SYNTHETIC" in csv.splitlines()[0]


def test_word_holds_it_too():
    with ZipFile(BytesIO(render(tables()[NAME], "docx"))) as word:
        text = word.read("word/document.xml").decode()
    assert all(shown in text for shown in ("Referred (assumption)", ">240<", ">71<", "Reason not recorded"))


def test_every_number_of_the_table_answers():
    values, page = cells_frame(tables()).set_index("id")["value"].to_dict(), render(tables()[NAME], "html").decode()
    assert unanswered(page, values, STRUCTURAL) == [] and unanswered(page, values, (*STRUCTURAL, *IN_NOTES), ("p",)) == []
    material = Material.of(read_of(recruited()), with_counts())
    told = {each.printed: each for each in answer(places({NAME: tables()[NAME]}), material).all}
    assert told["60"].definition.startswith("Persons ") and told["35"].definition.endswith("for one reason: Referred; No wish to work.")
    assert told["240"].about.keys == ("study.recruitment",) and "Source: screening log." in told["240"].about.rules
    assert any("Assumption: Referrals" in rule for rule in told["180"].about.rules)
    assert any("Assumption: Referrals" in rule for rule in told["71"].about.rules), "what follows from an assumption rests on it"
    assert not any("Assumption" in rule for rule in told["109"].about.rules)
    assert told["49"].definition.endswith("Included. Mental health agency: agency A.")


def test_the_results_as_data_hold_each_count_once():
    rows = results_frame(list(places(tables())), Material.of(read_of(recruited()), with_counts())).query("context == @NAME")
    everybody = rows[rows["group1"].isna() & rows["stat"].notna()]
    assert dict(zip(everybody["analysis"] + " " + everybody["variable_level"], everybody["stat"], strict=False))["reached Eligible"] == 240
    assert set(rows["stat_name"]) == {"n"} and rows[rows["stat"].notna()]["stat_fmt"].notna().all()


def test_the_head_of_the_page_and_the_page_answer():
    found = whole.inputs_of(recruited(), with_counts(), recruitment=recruited().cleaned.recruitment)
    page = write_report(found)
    assert "Recruitment: approached not recorded; eligible " in page and 'id="table-recruitment"' in page
    assert page.index('id="figure-participant-flow"') < page.index('id="table-recruitment"') < page.index('id="table-baseline"')


def test_the_figure_has_a_box_for_each_step_before_the_records():
    read = read_of(recruited())
    inputs = FigureInputs.of(read, with_counts(), printed())
    figure = draw_figure("participant_flow", inputs)
    texts = [text.get_text() for text in figure.axes[0].texts]
    shown = [
        "Approached: not recorded",
        "Eligible: n = 240",
        "Referred (assumption): n = 180",
        "Included: n = 109",
        "Not recorded how many were left out",
    ]
    assert all(
        each in " ".join(texts) for each in (*shown, "Left out: n = 60 (assumption)", "No wish to work: 35", "Reason not recorded: 25")
    )
    assert texts.index("Included: n = 109") < texts.index("Rows of participants read: n = 110") < texts.index("Analysed: n = 103")
    assert "Recruitment: Approached: not recorded (Not recorded how many were left out); Eligible:" in alt(inputs)


def test_the_manuscript_begins_with_it_and_strobe_13_has_it():
    given = replace(manuscript.inputs(), settings=with_counts(), recruitment=recruited().cleaned.recruitment)
    numbers = Numbers()
    said = flow(given, numbers)
    assert said.startswith("Recruitment: approached not recorded; eligible 240; referred (assumption) 180; included 109. Of 110 rows")
    assert numbers.printed[0] == ("240", "clean/recruitment.csv: n [step = 2, group = all, kind = reached, reason = all]")
    grid = {row[0]: row[2] for row in strobe(given, Numbers())[-1].rows}
    assert grid["13a"].startswith("Recruitment: approached not recorded; eligible 240;") and "Analysed: 103 persons." in grid["13a"]
    reasons = (
        "before eligible not recorded; before referred 60 (assumption) (no wish to work 35; reason not recorded 25); before included 71"
    )
    assert f"Left out in recruitment: {reasons}" in grid["13b"] and left_out(manuscript.inputs(), Numbers()) in grid["13b"]
