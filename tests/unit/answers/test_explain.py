"""`python -m ipscohort explain`: the row that is meant, its text, and what is said where there is none."""

from __future__ import annotations

import pytest

from ipscohort.__main__ import main
from ipscohort.answers import About, Answer, Answers
from ipscohort.answers.find import find, rows_below
from ipscohort.answers.text import WIDTH, as_text
from ipscohort.errors import UserError
from ipscohort.words import speaking

LONG = "Any competitive job begun in 30 months of follow-up while observed, also an undated one, but not one that was held at entry."
JOB = About(rules=(LONG,), behind="103 persons analysed.", left_out=("Nobody.",), keys=("study.follow_up",))
ODDS = About(formula="job ~ experience: logistic regression.", warning="Few events.", behind="95 persons.", keys=("models.confounders",))


def number(k: int, table: str, row: str, about: About, statistic: str = "n", column: str = "All", value: float | None = 47.0) -> Answer:
    return Answer(f"{table}.{k}", table, row, column, "47 (46)", statistic, value, "Persons.", f"f.csv: c [k = {k}]", about, ("A note.",))


ALL = Answers(
    [
        number(1, "outcomes", "", JOB, column="All participants (N = 103)"),
        number(2, "outcomes", "Employment > Job, n (%)", JOB),
        number(3, "outcomes", "Employment > Job, n (%)", JOB, "percent", value=45.63106796116505),
        number(4, "outcomes", "Employment > Job, n (%)", JOB, column="First half"),
        number(5, "outcomes", "Sex > Missing, n", JOB),
        number(6, "outcomes", "Age > Missing, n", JOB, value=None),
        number(1, "regressions", "Job > Funding > UWV", ODDS, "estimate"),
    ],
    "MADE UP",
)


@pytest.mark.parametrize(
    ("name", "row", "ids"),
    [
        ("outcomes.3", None, ["outcomes.3"]),
        ("outcomes", "Employment > Job, n (%)", ["outcomes.2", "outcomes.3", "outcomes.4"]),
        ("outcomes", "job, N (%)", ["outcomes.2", "outcomes.3", "outcomes.4"]),
        ("outcomes", "job", ["outcomes.2", "outcomes.3", "outcomes.4"]),
        ("outcomes", "sex >", ["outcomes.5"]),
        ("regressions", "uwv", ["regressions.1"]),
    ],
)
def test_a_number_or_a_row_is_found(name, row, ids):
    assert [answer.id for answer in find(ALL, name, row)] == ids


@pytest.mark.parametrize(
    ("name", "row", "says"),
    [
        ("outcome", "job", ["outcome: there is no table or number", "did you mean 'outcomes'?"]),
        ("outcomes.33", None, ["did you mean 'outcomes.3'?"]),
        ("something.else.1", None, ["valid: outcomes, regressions"]),
        ("outcomes", None, ["say which of its rows", "Employment > Job, n (%)", "Sex > Missing, n"]),
        ("outcomes", "Missing", ["2 rows have these words", "Sex > Missing, n", "Age > Missing, n"]),
        ("outcomes", "Jbo, n (%)", ["there is no such row", "Job, n (%)"]),
    ],
)
def test_what_is_not_found_is_told_with_the_nearest_name(name, row, says):
    with pytest.raises(UserError) as told:
        find(ALL, name, row)
    assert all(words in str(told.value) for words in says), str(told.value)


def test_the_text_of_a_row_holds_everything_once():
    text = as_text(find(ALL, "outcomes", "Employment > Job, n (%)"))
    assert text.startswith("outcomes | Employment > Job, n (%) | All\n47 (46)\n  n                   47  (outcomes.2)\n")
    assert "percent             45.63106796116505  (outcomes.3)" in text
    assert text.count("study.follow_up") == 2  # once for each cell
    assert text.count("Any competitive job") == 1
    assert text.count("definition          as above") == 1
    assert "tidy row            f.csv: c [k = 3]" in text
    assert max(map(len, text.splitlines())) <= WIDTH
    odds = as_text(find(ALL, "regressions", "UWV"))
    assert "model               job ~ experience: logistic regression." in odds
    assert "mind                Few events." in odds
    assert "not defined  (outcomes.6)" in as_text(find(ALL, "outcomes.6"))


SETTINGS = """\
schema_version: 1
cohort: tiny
title: Tiny
study: {follow_up: 30 months, end_of_observation: {complete: yes}, competitive: all_jobs, time_unit: days}
ingest: {participants: {file: people.csv, id: id}, jobs: {given: {shape: outcomes, job_obtained: job}}}
results_dir: results
"""


@pytest.fixture
def settings(tmp_path):
    file = tmp_path / "tiny.yaml"
    file.write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "people.csv").write_text("id,job\n1,yes\n", encoding="utf-8")
    return file


def test_the_command_prints_what_the_results_say(settings, capsys):
    ALL.write(settings.parent / "results" / "tiny" / "tables" / "answers.json")
    main(["explain", "--config", str(settings), "regressions", "UWV"])
    assert capsys.readouterr().out == "MADE UP\n\n" + as_text(find(ALL, "regressions", "UWV"))


def test_without_results_the_command_says_what_to_run(settings):
    with pytest.raises(SystemExit) as told:
        main(["explain", "outcomes.1", "--config", str(settings)])
    assert "tables/answers.json: is not there" in str(told.value)
    assert f"run: snakemake --cores all --configfile {settings.as_posix()}" in str(told.value)


def test_the_command_speaks_the_studys_language(settings, capsys):
    settings.write_text(settings.read_text(encoding="utf-8") + "language: nl\n", encoding="utf-8")
    ALL.write(settings.parent / "results" / "tiny" / "tables" / "answers.json")
    main(["explain", "--config", str(settings), "regressions", "UWV"])
    said = capsys.readouterr().out
    with speaking("nl"):
        assert said == "MADE UP\n\n" + as_text(find(ALL, "regressions", "UWV"))
    assert "instellingen" in said and "schatting" in said and "estimate " not in said


def test_rows_below_the_one_that_is_meant_are_named():
    below = Answers([*ALL.all, number(2, "regressions", "Job > Funding", ODDS), number(3, "other", "Job > Funding > UWV", ODDS)], "")
    assert rows_below(below, find(below, "regressions", "funding")) == ("Job > Funding > UWV",)
    assert rows_below(below, find(below, "regressions", "uwv")) == ()
