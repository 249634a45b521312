"""A panel in a file of its own, by id."""

from __future__ import annotations

import pandas as pd
import pytest

from ipscohort.config.ingest import Ingest
from ipscohort.errors import UserError
from ipscohort.ingest import read_cohort
from tests.support.small import by_id, check, load, logged, run

STUDY = {"follow_up": "4 weeks", "end_of_observation": {"observed_until": "yes"}, "competitive": "all_jobs"}
STUDY |= {"time_unit": "weeks", "period": "weeks"}
PANEL = {
    "shape": "panel",
    "id": "pid",
    "columns": "w{n}",
    "unit": "weeks",
    "counted_from": "inclusion",
    "codes": {1: "employed", 0: "not_employed"},
}
PEOPLE = "id,until\n01,\n02,\n03,2\n04,\n"
WEEKS = "pid,w1,w2,w3,w4\n03,0,0,,\n04,,1,0,0\n01 ,0,1,0,1\n"


def values(panel=None, people=None, study=None, **clean):
    ingest = {"participants": {"id": "id", "observed_until": "until", **(people or {})}, "jobs": {"weekly": {**PANEL, **(panel or {})}}}
    return {"study": {**STUDY, **(study or {})}, "ingest": ingest, "outcomes": {"long_term": 2}, "clean": clean}


def refusal(folder, settings, people=PEOPLE, weeks=WEEKS):
    with pytest.raises(UserError) as caught:
        check(folder, settings, participants=people, weekly=weeks)
    return str(caught.value)


def test_rows_are_found_by_id(tmp_path):
    analysis = run(tmp_path, values(), participants=PEOPLE, weekly=WEEKS)
    names = ("job_obtained", "time_to_first_job", "follow_time", "time_worked", "worked_long")
    assert by_id(analysis.derived.persons, *names) == {
        "01": ["yes", 2, 2, 2, "yes"],
        "02": [None, None, None, None, None],  # no row: every period is unknown
        "03": ["no", None, 2, 0, "no"],
        "04": ["yes", None, None, 1, "no"],  # unknown before the first week worked
    }
    # Week 1: 01 and 03 known, none worked; week 2: 01, 03, 04 known, two worked; weeks 3 and 4: 01 and 04 known.
    assert analysis.derived.rates[["n", "n_employed"]].to_numpy().tolist() == [[2, 0], [3, 2], [2, 0], [2, 1]]
    assert logged(analysis.cleaned.log, "panel_row_missing") == [("jobs.weekly", "02", "3")]
    assert logged(analysis.records.log, "ids_matched_after_trimming") == [("jobs", "01", "4")]


def test_the_same_as_columns_of_the_participants_file(tmp_path):
    own = run(tmp_path, values(), participants=PEOPLE, weekly=WEEKS)
    within = values()
    del within["ingest"]["jobs"]["weekly"]["id"]
    people = "id,until,w1,w2,w3,w4\n01,,0,1,0,1\n02,,,,,\n03,2,0,0,,\n04,,,1,0,0\n"
    pd.testing.assert_frame_equal(own.derived.persons, run(tmp_path, within, participants=people).derived.persons)


def test_an_id_that_is_no_participants_stops_or_is_set_aside(tmp_path):
    weeks = WEEKS + "99,1,1,1,1\n"
    message = refusal(tmp_path, values(), weeks=weeks)
    assert "weekly.csv, column pid: no participant has this id (row 5; id 99)" in message
    assert "clean.job_without_participant: set_aside" in message
    analysis = run(tmp_path, values(job_without_participant="set_aside"), participants=PEOPLE, weekly=weeks)
    assert logged(analysis.cleaned.log, "job_without_participant") == [("jobs.weekly", "99", "5")]
    assert by_id(analysis.derived.persons, "time_worked") == {"01": 2, "02": None, "03": 0, "04": 1}


def test_a_row_that_stands_twice(tmp_path):
    weeks = WEEKS + "01,0,1,0,1\n"
    analysis = run(tmp_path, values(), participants=PEOPLE, weekly=weeks)
    assert logged(analysis.cleaned.log, "exact_duplicate_jobs") == [("jobs.weekly", "01", "5")]
    assert by_id(analysis.derived.persons, "time_worked") == {"01": 2, "02": None, "03": 0, "04": 1}
    message = refusal(tmp_path, values(exact_duplicate_jobs="stop"), weeks=weeks)
    assert "weekly.csv, column pid" in message
    assert "rows 4, 5; id 01" in message


def test_two_rows_of_one_person_that_differ_always_stop(tmp_path):
    message = refusal(tmp_path, values(exact_duplicate_jobs="drop"), weeks=WEEKS + "01,0,1,1,1\n03,0,0,,\n")
    assert "weekly.csv, column pid: rows of one id differ" in message
    assert "rows 4, 5; id 01" in message
    assert "keep one row per person" in message


def test_rows_of_a_participant_that_repeat_leave_the_panel_alone(tmp_path):
    analysis = run(tmp_path, values(), participants=PEOPLE + "01,\n", weekly=WEEKS)
    assert by_id(analysis.derived.persons, "time_worked") == {"01": 2, "02": None, "03": 0, "04": 1}


def test_statuses_after_observation_are_told_by_the_panels_own_rows(tmp_path):
    weeks = WEEKS.replace("03,0,0,,", "03,0,0,1,")
    analysis = run(tmp_path, values(), participants=PEOPLE, weekly=weeks)
    assert logged(analysis.cleaned.log, "period_after_observation") == [("jobs.weekly", "03", "2")]
    assert "weekly.csv, columns w{n}" in refusal(tmp_path, values(period_after_observation="stop"), weeks=weeks)


def test_calendar_months_by_the_inclusion_date_of_each_id(tmp_path):
    panel = {"columns": "m{year}_{month}", "unit": "months", "counted_from": "calendar"}
    study = {"follow_up": "3 months", "time_unit": "months", "period": "months"}
    settings = values(panel, {"inclusion_date": "incl"}, study, job_without_participant="set_aside")
    people = "id,incl,until\nA,2015-02-10,\nB,2015-01-10,\n"
    weeks = "pid,m2015_1,m2015_2,m2015_3,m2015_4\nX,1,1,1,1\nB,0,0,1,1\nA,1,0,1,0\n"
    analysis = run(tmp_path, settings, participants=people, weekly=weeks)
    # A: February is month 1, worked in March (2); the one before inclusion does not count. B: January is 1, March 3.
    assert by_id(analysis.derived.persons, "time_to_first_job", "time_worked") == {"A": [2, 1], "B": [3, 1]}
    assert logged(analysis.records.log, "months_before_inclusion") == [("panel", "A", "4")]
    assert logged(analysis.records.log, "panel_without_inclusion_date") == []
    assert logged(analysis.cleaned.log, "job_without_participant") == [("jobs.weekly", "X", "2")]


def test_a_sheet_of_a_workbook(tmp_path):
    with pd.ExcelWriter(tmp_path / "book.xlsx") as book:
        pd.DataFrame({"id": ["01", "02"]}).to_excel(book, sheet_name="people", index=False)
        pd.DataFrame({"pid": ["02"], "w1": [0], "w2": [1]}).to_excel(book, sheet_name="weeks", index=False)
    file = {"file": "book.xlsx"}
    ingest = {"participants": {**file, "sheet": "people", "id": "id"}, "jobs": {"weekly": {**PANEL, **file, "sheet": "weeks"}}}
    files = {"participants": tmp_path / "book.xlsx", "jobs.weekly": tmp_path / "book.xlsx"}
    panel = read_cohort(Ingest.model_validate(ingest), files).panel
    assert panel[["id", "row", "period", "status"]].to_numpy().tolist() == [["02", 2, 1, "not_employed"], ["02", 2, 2, "employed"]]


@pytest.mark.parametrize(
    ("panel", "says"),
    [
        ({"file": "weekly.csv", "id": None}, "id: say which column of weekly.csv holds the person's id"),
        ({}, "id belongs to a file of the panel's own: name it under file"),
        ({"id": None, "sheet": "weeks"}, "sheet belongs to a file of the panel's own: name it under file"),
    ],
)
def test_file_and_id_go_together(tmp_path, panel, says):
    (tmp_path / "weekly.csv").write_text(WEEKS, encoding="utf-8")
    settings = values(panel)
    source = settings["ingest"]["jobs"]["weekly"]
    settings["ingest"]["jobs"]["weekly"] = {key: value for key, value in source.items() if value is not None}
    with pytest.raises(UserError) as caught:
        load(tmp_path, settings, {"participants": PEOPLE})
    assert f"ingest.jobs.weekly: {says}" in str(caught.value)


def test_a_panels_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UserError) as caught:
        load(tmp_path, values({"file": "weekly.csv"}), {"participants": PEOPLE})
    assert "ingest.jobs.weekly.file" in str(caught.value)
