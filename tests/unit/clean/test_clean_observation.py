"""Who was followed to the end, and what a date known to the month only may not do: whole small cohorts."""

from __future__ import annotations

import pandas as pd
import pytest

from ipscohort.errors import UserError
from tests.support.pipeline import analyse

STUDY = {"follow_up": "6 months", "end_of_observation": {"observed_until": "yes"}, "competitive": "all_jobs", "time_unit": "days"}
PEOPLE = {"id": "id", "inclusion_date": "incl", "observed_until": "until", "observed_until_reason": "why"}
SPELLS = {"shape": "spells", "file": "jobs.csv", "id": "id", "blank_end": "ongoing", "columns": {"start": "van", "end": "tot"}}


def run(folder, people, jobs="", *, source=SPELLS, study=STUDY, participants=PEOPLE, **parts):
    (folder / "people.csv").write_text(people, encoding="utf-8")
    (folder / "jobs.csv").write_text(jobs, encoding="utf-8")
    values = {
        "schema_version": 1,
        "cohort": "made_up",
        "title": "Made up",
        "study": study,
        "ingest": {"participants": {"file": "people.csv", **participants}, "jobs": {"records": source}},
        **parts,
    }
    files = {"participants": folder / "people.csv"}
    return analyse(values, files | ({"jobs.records": folder / "jobs.csv"} if source["shape"] == "spells" else {}))


def by_id(frame, column):
    return dict(zip(frame["id"], frame[column], strict=True))


def test_observed_to_the_day_before_the_last_is_not_to_the_end(tmp_path):
    # 6 months from 15 January: the last possible day is 14 July.
    people = "id,incl,until,why\nA,2015-01-15,2015-07-13,left\nB,2015-01-15,2015-07-14,end\nC,2015-01-15,,\n"
    persons = run(tmp_path, people, "id,van,tot\nA,2015-02-01,2015-02-02\n").derived.persons
    assert by_id(persons, "full_follow_up") == {"A": False, "B": True, "C": True}
    assert by_id(persons, "ended_by") == {"A": "left", "B": "end of follow-up", "C": "end of follow-up"}


def test_a_reason_counts_up_to_the_last_day_of_follow_up_and_the_data_lock(tmp_path):
    # B leaves on the last possible day, C after it, D after the data lock, F on its day
    people = "".join(
        f"{name},{day},{until},{why}\n"
        for name, day, until, why in (
            ("A", "2015-01-15", "2015-07-13", "left"),
            ("B", "2015-01-15", "2015-07-14", "died"),
            ("C", "2015-01-15", "2015-07-15", "died"),
            ("D", "2015-03-15", "2015-08-02", "died"),
            ("F", "2015-03-15", "2015-08-01", "died"),
        )
    )
    study = {**STUDY, "end_of_observation": {"observed_until": "yes", "data_lock": "2015-08-01"}}
    persons = run(tmp_path, f"id,incl,until,why\n{people}", "id,van,tot\nA,2015-02-01,2015-02-02\n", study=study).derived.persons
    left = {name: None if pd.isna(value) else value for name, value in by_id(persons, "left_for").items()}
    assert left == {"A": "left", "B": "died", "C": None, "D": None, "F": "died"}


def test_an_end_known_to_the_month_of_inclusion_does_not_reach_into_follow_up(tmp_path):
    # The job of A ended in January 2015, on the 15th by rule: before inclusion on the 20th. Moved to the 20th it would exclude A.
    people = "id,incl,until,why\nA,2015-01-20,,\nB,2015-01-20,,\n"
    jobs = "id,van,tot\nA,2014-03-01,2015-01\nB,2015-01,2015-01\n"
    analysis = run(tmp_path, people, jobs)
    assert by_id(analysis.derived.persons, "job_obtained") == {"A": "no", "B": "yes"}
    assert by_id(analysis.derived.persons, "time_worked") == {"A": 0, "B": 1}  # both of B's dates are placed on inclusion


def test_a_reason_without_a_day_stops_or_is_listed(tmp_path):
    people = "id,incl,until,why\nA,2015-01-15,,died\nB,2015-01-15,,\n"
    jobs = "id,van,tot\nB,2015-02-01,2015-02-02\n"
    with pytest.raises(UserError) as caught:
        run(tmp_path, people, jobs)
    assert "clean.end_reason_without_date: observed_to_end" in str(caught.value)
    log = run(tmp_path, people, jobs, clean={"end_reason_without_date": "observed_to_end"}).cleaned.log
    assert log.loc[log["rule"] == "end_reason_without_date", "ids"].tolist() == ["A"]


def test_durations_tell_who_left_early_without_a_job(tmp_path):
    study = {**STUDY, "follow_up": "100 days", "period": "weeks"}
    source = {"shape": "durations", "time": "t", "event": {"column": "e", "codes": {1: "job", 0: "no_job", 2: "died"}}}
    people = "id,t,e\nA,30,1\nB,99,0\nC,40,0\nD,50,2\nE,120,0\n"
    participants = {"id": "id", "observed_until": "t"}
    persons = run(tmp_path, people, source=source, study=study, participants=participants, outcomes={"long_term": 50}).derived.persons
    full = by_id(persons, "full_follow_up")
    assert full.pop("A") is not True  # what came after the first job is not told
    assert full == {"B": True, "C": False, "D": False, "E": True}


def test_a_calendar_panel_is_followed_to_its_last_period(tmp_path):
    # Inclusion on 20 January, 6 months: periods January to June; all are known although observation ended before 19 July.
    study = {**STUDY, "time_unit": "months"}
    source = {
        "shape": "panel",
        "columns": "m{year}_{month}",
        "unit": "months",
        "counted_from": "calendar",
        "codes": {1: "employed", 0: "not_employed"},
    }
    head = "id,incl,until,why," + ",".join(f"m2015_{m}" for m in range(1, 7))
    people = f"{head}\nA,2015-01-20,2015-06-30,end,0,0,0,0,0,0\nB,2015-01-20,2015-04-10,left,0,0,0,1,,\n"
    persons = run(tmp_path, people, source=source, study=study).derived.persons
    assert by_id(persons, "full_follow_up") == {"A": True, "B": False}
