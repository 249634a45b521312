"""Job records of every shape, tiny tables in and expected rows out."""

from __future__ import annotations

import pandas as pd
import pytest

from ipscohort.errors import UserError
from tests.support.records import read_texts

DATED = {"id": "id", "inclusion_date": "incl"}
COLUMNS = {"start": "s", "end": "e"}
PEOPLE = "id,incl\n1,2015-01-31\n2,2015-03-01\n"


def shown(frame: pd.DataFrame, *names: str) -> list[tuple]:
    """Rows as tuples; dates as text, missing values as '-'."""
    text = {n: frame[n].dt.strftime("%Y-%m-%d") if frame[n].dtype.kind == "M" else frame[n].astype("object") for n in names}
    rows = pd.DataFrame(text)
    return list(rows.where(rows.notna(), "-").itertuples(index=False, name=None))


def refusal(folder, settings, **texts) -> str:
    with pytest.raises(UserError) as caught:
        read_texts(folder, settings, **texts)
    return str(caught.value)


def spells(**changes):
    columns = {**COLUMNS, **changes.pop("columns", {})}
    return {"participants": DATED, "jobs": {"a": {"shape": "spells", "id": "id", "columns": columns, **changes}}}


def test_an_end_is_known_ongoing_or_unknown(tmp_path):
    jobs = "id,s,e,st\n1,2015-02-01,2015-03-01,\n1,2015-02-01,,1\n1,2015-02-01,,2\n1,2015-02-01,,\n1,2015-02-01,2015-03-01,1\n"
    settings = spells(columns={"end_status": {"column": "st", "codes": {1: "ongoing", 2: "unknown"}}}, blank_end="ongoing")
    records = read_texts(tmp_path, settings, participants=PEOPLE, a=jobs)
    assert records.jobs["end_status"].tolist() == ["known", "ongoing", "unknown", "ongoing", "known"]
    assert shown(records.log, "rule", "rows") == [("end_status_beside_end", "6")]


def test_a_code_for_a_missing_end_is_no_blank(tmp_path):
    jobs = "id,s,e\n1,2015-02-01,now\n1,2015-02-01,?\n1,2015-02-01,\n"
    end = {"column": "e", "missing": {"now": "ongoing", "?": "not known"}}
    records = read_texts(tmp_path, spells(columns={"end": end}, blank_end="ongoing"), participants=PEOPLE, a=jobs)
    assert records.jobs["end_status"].tolist() == ["ongoing", "unknown", "ongoing"]


def test_blank_ends_stop_where_nothing_says_what_they_mean(tmp_path):
    message = refusal(tmp_path, spells(), participants=PEOPLE, a="id,s,e\n1,2015-02-01,\n1,2015-02-01,2015-03-01\n2,2015-04-01,\n")
    assert "rows 2, 4" in message
    assert "blank_end" in message


def test_records_that_hold_nothing_are_left_out_and_listed(tmp_path):
    jobs = "id,s,e,h\n1,,,\n1,2015-02-01,2015-03-01,20\n2,9,,\n2,,,12\n"
    settings = spells(columns={"start": {"column": "s", "missing": {9: "unknown"}}, "hours_per_week": "h"}, blank_end="unknown")
    records = read_texts(tmp_path, settings, participants=PEOPLE, a=jobs)
    assert shown(records.jobs, "job", "id", "start", "hours_per_week") == [(1, "1", "2015-02-01", 20), (2, "2", "-", 12)]
    assert shown(records.log, "rule", "ids", "rows") == [("empty_job_record", "1", "2"), ("job_record_of_missing_codes", "2", "4")]


def test_dates_of_a_month_are_flagged(tmp_path):
    records = read_texts(tmp_path, spells(), participants=PEOPLE, a="id,s,e\n1,2015-02,2015-03-01\n1,2015-02-02,2015-04\n")
    names = ("start", "start_month_only", "end", "end_month_only")
    assert shown(records.jobs, *names) == [("2015-02-01", True, "2015-03-01", False), ("2015-02-02", False, "2015-04-01", True)]


def test_a_cohort_without_dates_counts_days(tmp_path):
    settings = {"participants": {"id": "id", "observed_until": "u"}, "jobs": spells()["jobs"]}
    records = read_texts(tmp_path, settings, participants="id,u\n1,200\n2,\n", a="id,s,e\n1,-3,20\n2,0,12.0\n")
    assert shown(records.jobs, "start_day", "end_day", "start", "end_status") == [(-3, 20, "-", "known"), (0, 12, "-", "known")]
    assert shown(records.participants, "observed_until_count", "inclusion_date") == [(200, "-"), ("-", "-")]
    assert not records.codebook.dated
    assert "not whole" in refusal(tmp_path, settings, participants="id,u\n1,200\n", a="id,s,e\n1,1.5,20\n")


def test_sources_are_numbered_through_and_ids_matched_after_trimming_are_listed(tmp_path):
    settings = spells()
    settings["jobs"]["b"] = settings["jobs"]["a"]
    a, b = "id,s,e\n2.0,2015-04-01,2015-05-01\n", "id,s,e\n1,2015-04-01,2015-05-01\n 2,2015-04-02,2015-05-01\n3,2015-04-02,2015-05-01\n"
    records = read_texts(tmp_path, settings, participants=PEOPLE, a=a, b=b)
    assert shown(records.jobs, "job", "id", "source", "row") == [(1, "2", "a", 2), (2, "1", "b", 2), (3, "2", "b", 3), (4, "3", "b", 4)]
    assert shown(records.log, "rule", "ids", "rows") == [("ids_matched_after_trimming", "2", "2"), ("ids_matched_after_trimming", "2", "3")]


def test_wide_groups_are_jobs_in_the_order_of_their_numbers(tmp_path):
    columns = {"start": "job{n}_s", "end": "job{n}_e", "hours_per_week": "job{n}_h"}
    names = [f"job{n}_{part}" for n in (10, 2, 9) for part in "seh"]
    people = f"id,incl,{','.join(names)}\n1,2015-01-01,2015-10-10,2015-10-11,,2015-02-02,2015-02-03,8,,,\n2,2015-01-01,,,,,,,2015-09-09,2015-09-10,\n"
    records = read_texts(tmp_path, {"participants": DATED, "jobs": {"w": {"shape": "wide", "columns": columns}}}, participants=people)
    assert shown(records.jobs, "job", "id", "row", "start", "hours_per_week") == [
        (1, "1", 2, "2015-02-02", 8),
        (2, "1", 2, "2015-10-10", "-"),
        (3, "2", 3, "2015-09-09", "-"),
    ]
    assert records.log.empty
    assert records.codebook.shape == "spells"


def test_blocks_of_interview_waves(tmp_path):
    columns = {"start": "w{wave}_job{n}_s", "end": "w{wave}_job{n}_e"}
    people = "id,incl,w6_job1_s,w6_job1_e,w6_job2_s,w6_job2_e,w18_job1_s,w18_job1_e\n1,2015-01-01,2015-02-01,,2015-03-01,2015-04-01,2016-01-01,\n"
    settings = {"participants": DATED, "jobs": {"w": {"shape": "wide", "columns": columns, "blank_end": "ongoing"}}}
    records = read_texts(tmp_path, settings, participants=people)
    assert shown(records.jobs, "start", "end_status") == [("2015-02-01", "ongoing"), ("2015-03-01", "known"), ("2016-01-01", "ongoing")]


def test_a_wide_group_that_lacks_a_column(tmp_path):
    settings = {"participants": DATED, "jobs": {"w": {"shape": "wide", "columns": {"start": "job{n}_s", "end": "job{n}_e"}}}}
    people = "id,incl,job1_s,job1_e,job2_s,job2e\n1,2015-01-01,,,,\n"
    assert "column job2_s has no column beside it that fits 'job{n}_e'" in refusal(tmp_path, settings, participants=people)
    assert "no column fits 'job{n}_s'" in refusal(tmp_path, settings, participants="id,incl,x\n1,2015-01-01,1\n")


def panel(**changes):
    source = {
        "shape": "panel",
        "columns": "emp{n}",
        "unit": "weeks",
        "counted_from": "inclusion",
        "codes": {1: "employed", 0: "not_employed"},
    }
    return {"participants": {"id": "id"}, "jobs": {"p": {**source, **changes}}}


def test_wide_groups_in_a_file_of_their_own(tmp_path):
    columns = {"start": "job{n}_s", "end": "job{n}_e"}
    jobs = "nr,job1_s,job1_e,job2_s,job2_e\n 2 ,2015-04-01,2015-05-01,2015-06-01,2015-07-01\nA1,2015-02-01,2015-03-01,,\n9,2015-02-02,2015-03-02,,\n"
    source = {"shape": "wide", "file": "w.csv", "id": "nr", "columns": columns, "id_match": ["case"]}
    people = "id,incl\na1,2015-01-31\n2,2015-03-01\n"
    records = read_texts(tmp_path, {"participants": DATED, "jobs": {"w": source}}, participants=people, w=jobs)
    assert shown(records.jobs, "row", "id", "start") == [
        (2, "2", "2015-04-01"),
        (2, "2", "2015-06-01"),
        (3, "a1", "2015-02-01"),
        (4, "9", "2015-02-02"),
    ]
    assert shown(records.log, "rule", "ids", "rows") == [("ids_nearly_matched", "a1", "3"), ("ids_matched_after_trimming", "2", "2")]
    assert records.codebook.wide_sources == ()


def test_panel_columns_stand_in_the_order_of_their_numbers(tmp_path):
    weeks = [10, 9, *range(1, 9)]
    header = ",".join(["id", *(f"emp{n}" for n in weeks)])
    first = ",".join(["1", *("1" if n in (2, 10) else "0" for n in weeks)])
    second = ",".join(["2", *("1.0" if n == 1 else "" for n in weeks)])
    records = read_texts(tmp_path, panel(), participants=f"{header}\n{first}\n{second}\n")
    frame = records.panel
    assert frame.query("id == '1'")["period"].tolist() == list(range(1, 11))
    assert frame.query("id == '1' and status == 'employed'")["period"].tolist() == [2, 10]
    assert frame.query("id == '2'")["status"].tolist() == ["employed", *["unknown"] * 9]
    assert len(frame) == 20


def test_panel_gaps_and_unknown_codes(tmp_path):
    message = refusal(tmp_path, panel(), participants="id,emp1,emp3\n1,1,0\n")
    assert "periods without a column: 2" in message
    message = refusal(tmp_path, panel(), participants="id,emp1,emp2\n1,1,7\n2,9,7\n")
    assert message.count("no code of") == 1
    assert "columns emp1, emp2" in message
    assert "rows 2, 3" in message


def test_calendar_months_are_counted_from_the_month_of_inclusion(tmp_path):
    settings = panel(columns="w_{year}_{month}", unit="months", counted_from="calendar")
    settings["participants"] = DATED
    # Person 1 was included in December, person 2 in February, person 3 in October: before the first column.
    people = "id,incl,w_2015_01,w_2014_12,w_2015_02\n1,2014-12-31,1,0,0\n2,2015-02-01,1,0,1\n3,2014-10-15,1,0,\n"
    records = read_texts(tmp_path, settings, participants=people)
    assert shown(records.panel.sort_values(["id", "period"]), "id", "period", "status") == [
        ("1", 1, "not_employed"),
        ("1", 2, "employed"),
        ("1", 3, "not_employed"),
        ("2", 1, "employed"),
        ("3", 1, "unknown"),
        ("3", 2, "unknown"),
        ("3", 3, "not_employed"),
        ("3", 4, "employed"),
        ("3", 5, "unknown"),
    ]
    assert shown(records.log, "rule", "ids") == [("months_before_inclusion", "2"), ("months_without_column", "3")]
    assert records.codebook.panel_calendar


def test_calendar_months_with_a_gap_over_new_year(tmp_path):
    settings = panel(columns="w_{year}_{month}", unit="months", counted_from="calendar")
    settings["participants"] = DATED
    message = refusal(tmp_path, settings, participants="id,incl,w_2014_11,w_2015_1\n1,2014-12-31,1,0\n")
    assert "periods without a column: 2014-12" in message


def test_calendar_columns_with_years_of_two_digits(tmp_path):
    settings = panel(columns="w_{year}_{month}", unit="months", counted_from="calendar")
    settings["participants"] = DATED
    assert "four digits" in refusal(tmp_path, settings, participants="id,incl,w_15_1,w_15_2\n1,2015-01-31,1,0\n")


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("w{year}{month}", ("w201412", "w201501")),
        ("w{year}{month}", ("w201412", "w20151")),
        ("w{month}{year}", ("w122014", "w12015")),
        ("{year}_{month}", ("2014_12", "2015_01")),
    ],
)
def test_year_and_month_without_anything_between_them(pattern, names, tmp_path):
    settings = panel(columns=pattern, unit="months", counted_from="calendar")
    settings["participants"] = DATED
    records = read_texts(tmp_path, settings, participants=f"id,incl,{','.join(reversed(names))}\n1,2014-12-31,1,0\n")
    assert shown(records.panel, "period", "status") == [(1, "not_employed"), (2, "employed")]


def test_days_that_are_beyond_all_follow_up(tmp_path):
    settings = {"participants": {"id": "id", "observed_until": "u"}, "jobs": spells()["jobs"]}
    message = refusal(tmp_path, settings, participants="id,u\n1,1e30\n", a="id,s,e\n1,0,1e19\n")
    assert "people.csv, column u: not a possible number of days or periods" in message
    assert "a.csv, column e: not a possible number of days or periods" in message
    durations = {"shape": "durations", "time": "t", "event": {"column": "ev", "codes": {1: "job"}}}
    settings = {"participants": {"id": "id"}, "jobs": {"d": durations}}
    assert "column t: not a possible number of days" in refusal(tmp_path, settings, participants="id,t,ev\n1,1e12,1\n")


def test_durations(tmp_path):
    event = {"column": "ev", "codes": {1: "job", 0: "no_job", 2: "died"}}
    settings = {"participants": {"id": "id"}, "jobs": {"d": {"shape": "durations", "time": "t", "event": event}}}
    records = read_texts(tmp_path, settings, participants="id,t,ev\n1,30,1\n2,365,0\n3,12.5,2\n4,,\n")
    names = ("given_time_to_first_job", "given_exit", "given_job_obtained")
    assert shown(records.participants, *names) == [(30, "job", "yes"), (365, "no_job", "no"), (12.5, "died", "no"), ("-", "-", "-")]
    settings["jobs"]["d"]["event"] = "ev"
    assert "which value is a job" in refusal(tmp_path, settings, participants="id,t,ev\n1,30,1\n")


def test_outcomes_that_the_study_computed(tmp_path):
    settings = {"participants": {"id": "id"}, "jobs": {"o": {"shape": "outcomes", "job_obtained": "job", "time_worked": "days"}}}
    records = read_texts(tmp_path, settings, participants="id,job,days\n1,yes,200\n2,no,0\n3,,\n")
    names = ("given_job_obtained", "given_time_worked", "given_time_to_first_job")
    assert shown(records.participants, *names) == [("yes", 200, "-"), ("no", 0, "-"), ("-", "-", "-")]
    assert records.jobs.empty
    assert records.panel.empty
