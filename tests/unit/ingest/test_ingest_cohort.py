"""The whole of ingest: participants, why values are missing, and everything that is wrong in one list."""

from __future__ import annotations

import pandas as pd
import pytest

from ipscohort.config.ingest import Ingest
from ipscohort.contracts import CLEANING_LOG, JOBS, MISSING_VALUES, PANEL, PARTICIPANTS
from ipscohort.errors import UserError
from ipscohort.ingest import read_cohort
from tests.support.records import ingest_settings, jobs, people, read_as, read_texts, write_file

NAME = "Quintessa"
SPELLS = {"a": {"shape": "spells", "id": "id", "columns": {"start": "s", "end": "e", "hours_per_week": "h"}}}
JOBS_TEXT = "id,s,e,h\n1,2015-02-01,2015-03-01,20\n"


def refused(folder, settings, **texts) -> UserError:
    with pytest.raises(UserError) as caught:
        read_texts(folder, settings, **texts)
    assert NAME not in str(caught.value)
    return caught.value


def test_what_is_wrong_in_all_files_is_one_list(tmp_path):
    settings = {
        "participants": {
            "id": "id",
            "inclusion_date": "incl",
            "variables": {
                "sex": {"column": "sexe", "type": "category", "codes": {1: "man"}},
                "age": {"column": "age", "type": "number"},
                "edu": {"column": "edu", "type": "category", "codes": {1: "low", 2: "high"}},
            },
        },
        "jobs": SPELLS,
    }
    text = f"id,incl,sex,age,edu\n1,2015-01-01,1,{NAME},1\n{NAME},2015-02-30,1,33,7\n,2015-01-01,1,40,2\n"
    error = refused(tmp_path, settings, participants=text, a=f"id,begin,e,h\n1,2015-02-01,{NAME},x\n")
    assert [(problem.where, problem.rows) for problem in error.problems] == [
        ("people.csv, column id", (4,)),
        ("people.csv, column incl", (3,)),
        ("people.csv, column age", (2,)),
        ("people.csv, column edu", (3,)),
        ("a.csv, column e", (2,)),
        ("a.csv, column h", (2,)),
        ("people.csv", ()),
        ("a.csv", ()),
    ]
    assert "did you mean 'sex'?" in str(error)


def test_a_file_that_cant_be_read_does_not_hide_the_others(tmp_path):
    settings = {"participants": {"id": "id"}, "jobs": SPELLS}
    error = refused(tmp_path, settings, participants="", a="id,s,e\n1,1,2\n")
    assert [problem.where for problem in error.problems] == ["people.csv", "a.csv"]


def test_age_in_completed_years_counts_birthdays_reached(tmp_path):
    people = {"id": "id", "inclusion_date": "incl", "birth_date": "born", "age": "completed_years"}
    text = (
        "id,incl,born\n1,2014-03-10,1980-03-10\n2,2014-03-09,1980-03-10\n3,2015-02-28,1988-02-29\n4,2015-03-01,1988-02-29\n"
        "5,2016-02-29,1988-02-29\n6,2015-01-01,\n"
    )
    records = read_texts(tmp_path, {"participants": people, "jobs": SPELLS}, participants=text, a=JOBS_TEXT)
    assert records.participants["age"].tolist()[:5] == [34, 33, 26, 27, 28]
    assert records.participants["age"].isna().tolist() == [False] * 5 + [True]
    assert records.codebook.variables["age"].unit == "completed years"


def test_birth_gives_age_in_exact_years_unless_age_is_mapped(tmp_path):
    settings = {"participants": {"id": "id", "inclusion_date": "incl", "birth_date": "born"}, "jobs": SPELLS}
    text = "id,incl,born,own\n1,2015-01-01,1980-01-01,99\n2,2015-01-01,,98\n"
    records = read_texts(tmp_path, settings, participants=text, a=JOBS_TEXT)
    # 35 years with nine leap days.
    assert records.participants["age"].tolist()[0] == (35 * 365 + 9) / 365.25
    assert list(records.codebook.variables) == ["age"]
    assert records.missing_values.query("variable == 'age'")[["id", "reason"]].to_numpy().tolist() == [["2", "blank"]]
    settings["participants"]["variables"] = {"age": {"column": "own", "type": "number"}}
    assert read_texts(tmp_path, settings, participants=text, a=JOBS_TEXT).participants["age"].tolist() == [99, 98]


def test_a_year_of_birth_gives_age_from_the_middle_of_the_year(tmp_path):
    settings = {"participants": {"id": "id", "inclusion_date": "incl", "birth_year": "born"}, "jobs": SPELLS}
    text = "id,incl,born\n1,2015-07-01,1980\n2,2015-01-01,\n"
    records = read_texts(tmp_path, settings, participants=text, a=JOBS_TEXT)
    assert records.participants["age"].tolist()[0] == (35 * 365 + 8) / 365.25
    assert records.missing_values.query("variable == 'age'")[["id", "reason"]].to_numpy().tolist() == [["2", "blank"]]
    rule = "from 1 July of the year of birth (column born of the participants' records) to inclusion, days / 365.25"
    assert records.codebook.variables["age"].rule == rule
    error = refused(tmp_path, settings, participants="id,incl,born\n1,2015-01-01,80\n2,2015-01-01,1980\n", a=JOBS_TEXT)
    assert (error.problems[0].what, error.problems[0].rows) == ("no possible years of birth", (2,))


@pytest.mark.parametrize(
    ("born", "said"), [(1980.0, "a year alone is no date: map it as ingest.participants.birth_year"), (19.8, "make the column a date")]
)
def test_a_year_mapped_as_a_date_of_birth_leads_to_its_own_key(tmp_path, born, said):
    settings = ingest_settings("sav")
    settings["participants"] = {"file": "people.sav", "id": "PID", "inclusion_date": "IN", "birth_date": "BORN"}
    settings["jobs"] = {"o": {"shape": "outcomes", "time_worked": "PID"}}
    frame = pd.DataFrame({"PID": [1.0, 2.0], "IN": pd.to_datetime(["2015-01-01", "2015-02-01"]), "BORN": [born, born]})
    path = write_file(frame, tmp_path / "people.sav", "sav")
    with pytest.raises(UserError) as caught:
        read_cohort(Ingest.model_validate(settings), {"participants": path})
    assert said in caught.value.problems[0].remedy


def test_a_birth_after_inclusion_is_a_problem(tmp_path):
    settings = {"participants": {"id": "id", "inclusion_date": "incl", "birth_date": "born"}, "jobs": SPELLS}
    error = refused(tmp_path, settings, participants="id,incl,born\n1,2015-01-01,2068-01-01\n", a=JOBS_TEXT)
    assert error.problems[0].rows == (2,)


def test_labels_of_the_file_are_used_where_the_settings_give_none(tmp_path):
    frame = pd.DataFrame({"PID": [1.0, 2.0, 3.0], "SEX": [2.0, 1.0, 9.0]})
    settings = ingest_settings("sav")
    settings["participants"] = {"file": "people.sav", "id": "PID", "variables": {"sex": {"column": "SEX", "type": "category"}}}
    settings["jobs"] = {"o": {"shape": "outcomes", "time_worked": "PID"}}
    labels = {"SEX": {1.0: "man", 2.0: "woman", 9.0: "refused"}}
    path = write_file(
        frame, tmp_path / "people.sav", "sav", column_labels={"SEX": "Gender"}, variable_value_labels=labels, missing_ranges={"SEX": [9]}
    )
    records = read_cohort(Ingest.model_validate(settings), {"participants": path})
    info = records.codebook.variables["sex"]
    assert (info.label, info.levels) == ("Gender", ("man", "woman"))
    assert records.participants["id"].tolist() == ["1", "2", "3"]
    assert records.participants["sex"].fillna("-").tolist() == ["woman", "man", "-"]
    assert records.missing_values[["id", "reason"]].to_numpy().tolist() == [["3", "refused"]]
    assert records.log["rule"].tolist() == ["value_labels_used"]


def test_a_labelled_value_among_numbers_is_noted(tmp_path):
    frame = pd.DataFrame({"PID": [1.0, 2.0, 3.0], "AGE": [33.0, 999.0, 41.0]})
    path = write_file(frame, tmp_path / "people.sav", "sav", variable_value_labels={"AGE": {999.0: "unknown"}})
    settings = {
        "participants": {"file": "people.sav", "id": "PID", "variables": {"age": {"column": "AGE", "type": "number"}}},
        "jobs": {"o": {"shape": "outcomes", "time_worked": "PID"}},
    }
    records = read_cohort(Ingest.model_validate(settings), {"participants": path})
    assert records.participants["age"].tolist() == [33, 999, 41]
    assert records.log[["rule", "ids", "rows"]].to_numpy().tolist() == [["labelled_number", "2", "2"]]


def test_tables_keep_their_contracts(tmp_path):
    records = read_as(tmp_path, "csv")
    for name, contract in (
        ("participants", PARTICIPANTS),
        ("jobs", JOBS),
        ("panel", PANEL),
        ("missing_values", MISSING_VALUES),
        ("log", CLEANING_LOG),
    ):
        contract.check(getattr(records, name))
    assert len(records.participants) == len(people())
    assert len(records.jobs) == len(jobs())
    assert records.codebook.job_columns == ("hours_per_week", "occupation", "wage", "competitive")


def test_reliability_is_noted_and_an_item_against_the_others_is_a_warning(tmp_path):
    settings = {
        "participants": {
            "id": "id",
            "scales": {
                "mhi": {
                    "kind": "mhi5",
                    "items": ["a", "b", "c", "d", {"column": "e", "missing": {9: "refused"}}],
                    "positive_items": [3, 5],
                    "one_means": "none_of_the_time",
                }
            },
        },
        "jobs": {"o": {"shape": "outcomes", "time_worked": "id"}},
    }
    # Item 4 is turned the wrong way: it rises with items 3 and 5.
    rows = [(1, 1, 6, 6, 6), (2, 2, 5, 5, 5), (4, 4, 3, 3, 2), (6, 5, 1, 1, 1), (3, 3, 3, 3, 9)]
    text = "id,a,b,c,d,e\n" + "".join(f"{k},{','.join(map(str, row))}\n" for k, row in enumerate(rows, 1))
    records = read_texts(tmp_path, settings, participants=text)
    log = records.log.set_index("rule")
    assert log.loc["scale_reliability", "n"] == 4
    assert "item 4 (column d)" in log.loc["scale_item_negative", "why"]
    assert records.participants["mhi"].isna().tolist() == [False] * 4 + [True]
    text = text.replace("\n1,1,1,6", "\n1,7,1,6")
    error = refused(tmp_path, settings, participants=text)
    assert error.problems[0].what == "answers outside 1 to 6"


def test_wages_per_different_time_are_refused(tmp_path):
    columns = {"start": "s", "end": "e", "wage": "h"}
    source = {"shape": "spells", "id": "id", "columns": columns}
    settings = {"participants": {"id": "id"}, "jobs": {"a": source, "b": {**source, "wage_per": "month"}}}
    error = refused(tmp_path, settings, participants="id\n1\n", a="id,s,e,h\n1,1,2,3\n", b="id,s,e,h\n1,1,2,3\n")
    assert "different time" in error.problems[0].what


def test_a_file_of_jobs_without_records_is_nobody_employed(tmp_path):
    settings = {"participants": {"id": "id", "inclusion_date": "incl"}, "jobs": SPELLS}
    records = read_texts(tmp_path, settings, participants="id,incl\n1,2015-01-01\n", a="id,s,e,h\n")
    JOBS.check(records.jobs)
    assert (len(records.participants), len(records.jobs)) == (1, 0)
    assert records.log[["rule", "table", "action", "n"]].to_numpy().tolist() == [["no_job_records", "jobs.a", "warned", 1]]
    assert "no records" in str(refused(tmp_path, settings, participants="id,incl\n", a=JOBS_TEXT))


TWO = {"participants": {"id": "id", "variables": {"sex": {"column": "sex", "type": "text"}, "age": {"column": "age", "type": "number"}}}}


def test_columns_that_are_not_there_are_one_problem_per_file(tmp_path):
    settings = {**TWO, "jobs": SPELLS}
    error = refused(tmp_path, settings, participants="id,sexe,agge\n1,2,3\n", a="id,s,end_day,h\n1,1,2,3\n")
    assert [str(problem) for problem in error.problems] == [
        "people.csv: there is no column 'sex', which ingest.participants.variables.sex names (did you mean 'sexe'?); "
        "there is no column 'age', which ingest.participants.variables.age names (did you mean 'agge'?)\n"
        "    -> mend the names in the settings or in the file",
        "a.csv: there is no column 'e', which ingest.jobs.a.columns.end names\n    -> the file has 4 columns: id, s, end_day, h",
    ]


@pytest.mark.parametrize(
    "source",
    [
        {"shape": "outcomes", "time_worked": "days"},
        {"shape": "wide", "columns": {"start": "job{n}_s", "end": "job{n}_e"}},
        {"shape": "panel", "columns": "emp{n}", "unit": "weeks", "counted_from": "inclusion", "codes": {1: "employed"}},
    ],
)
def test_a_first_row_that_holds_data_is_never_shown(source, tmp_path):
    settings = {**TWO, "jobs": {"a": source}}
    error = refused(tmp_path, settings, participants=f"P1,{NAME},36\nP2,{NAME},37\n")
    assert len(error.problems) == 1
    assert "none of the columns named is there" in str(error)
    assert "P1" not in str(error)
    assert "36" not in str(error)
    assert "did you mean 'ID'?" in str(refused(tmp_path, settings, participants="ID,SEX,AGE\n1,2,3\n"))


def test_a_file_whose_format_has_names_shows_them(tmp_path):
    path = write_file(pd.DataFrame({"pid": ["1"]}), tmp_path / "people.parquet", "parquet")
    settings = {"participants": {"file": "people.parquet", "id": "person"}, "jobs": {"o": {"shape": "outcomes", "time_worked": "days"}}}
    with pytest.raises(UserError, match="1 column: pid"):
        read_cohort(Ingest.model_validate(settings), {"participants": path})
