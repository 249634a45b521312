"""Every column of the files stands in the draft: mapped, asked for, or named as left out."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from ipscohort.draft import draft
from tests.unit.draft.drafting import PEOPLE, drafted, refused, write

DAYS = {"start": ["2015-04-01"] * 10, "end": ["2015-05-01"] * 10}
WORDS = [f"remark {n}" for n in range(10)]


def lacking(text: str, names: list[str]) -> list[str]:
    """Names that the draft doesn't hold, neither by themselves nor as numbered columns."""
    patterns = [re.escape(one).replace(r"\{n\}", r"\d+") for one in re.findall(r"[\w{}.-]*\{n\}[\w{}.-]*", text)]
    values = re.sub(r"[\w{}.]+:", "", text)
    held = {name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", values)}
    return [name for name in names if name not in held and not any(re.fullmatch(pattern, name) for pattern in patterns)]


PERSONS = {
    "two ages": {"leeftijd": [*range(30, 40)], "age": [*range(31, 41)]},
    "an age and its name for another": {"alder_ved_slutt": [*range(30, 40)], "age": [*range(31, 41)], "alter": [*range(32, 42)]},
    "two sexes": {"sex": [1, 2] * 5, "geslacht": ["m", "v"] * 5},
    "two dates of inclusion": {"intakedatum": ["2015-03-01"] * 10, "startdatum": ["2015-03-08"] * 10},
    "two ids": {"clientnummer": [*range(501, 511)]},
    "many remarks": {f"remark_{'abcdefghijklmnopq'[k]}": WORDS for k in range(17)},
    "numbered remarks": {f"q{n}": WORDS for n in range(1, 20)},
    "nothing": {"empty": [None] * 10},
    "two outcomes": {"baan": ["ja"] * 5 + ["nee"] * 5, "werk": ["ja"] * 5 + ["nee"] * 5, "dagen_tot_baan": [*range(20, 120, 10)]},
}
JOBS = {
    "two starts": {**DAYS, "begin": ["2015-04-02"] * 10},
    "two hours": {**DAYS, "hours_week": [24] * 10, "uren": [36.5] * 10},
    "two occupations": {**DAYS, "functie": ["kok", "bode"] * 5, "beroep": ["kok", "bode"] * 5},
    "numbered": {
        "job1_start": DAYS["start"],
        "job1_end": DAYS["end"],
        "job2_start": DAYS["start"],
        "job2_end": DAYS["end"],
        "job1_why": WORDS,
        "job2_why": WORDS,
        "note": WORDS,
    },
    "a panel": {
        **{f"werk_maand{n}": [0, 1] * 5 for n in range(1, 13)},
        "note": WORDS,
        **{f"uren_{n}": [*range(n, n + 10)] for n in range(1, 13)},
    },
}


@pytest.mark.parametrize("columns", PERSONS.values(), ids=PERSONS)
def test_of_persons(tmp_path, columns):
    held = {name: values for name, values in PEOPLE.items() if name not in ("leeftijd", "geslacht", "inclusiedatum")} | columns
    _, text = drafted(tmp_path, write(tmp_path, **held))
    assert lacking(text, list(held)) == []


@pytest.mark.parametrize("columns", JOBS.values(), ids=JOBS)
def test_of_jobs(tmp_path, columns):
    jobs = write(tmp_path, "jobs.csv", respnr=PEOPLE["respnr"], **columns)
    _, text = drafted(tmp_path, write(tmp_path, **PEOPLE), jobs)
    assert lacking(text, [*PEOPLE, *columns]) == []


def test_a_sheet_without_persons_is_named(tmp_path):
    path = tmp_path / "study.xlsx"
    with pd.ExcelWriter(path) as book:
        pd.DataFrame(PEOPLE).to_excel(book, sheet_name="people", index=False)
        pd.DataFrame({"code": ["a1", "b2"], "means": ["low", "high"]}).to_excel(book, sheet_name="legend", index=False)
    draft([path], tmp_path / "mine.yaml")
    assert "# left out, as it holds none of these persons: study.xlsx, sheet legend" in (tmp_path / "mine.yaml").read_text(encoding="utf-8")


def test_two_dates_that_may_be_the_inclusion_are_asked_for(tmp_path):
    columns = {name: values for name, values in PEOPLE.items() if name != "inclusiedatum"}
    two = {"intakedatum": [f"{n + 10}-03-2015" for n in range(10)], "startdatum": ["2015-03-08"] * 10}
    settings, _ = drafted(tmp_path, write(tmp_path, **columns, **two))
    assert settings["ingest"]["participants"]["inclusion_date"] == "DECIDE: {column: intakedatum, date_format: '%d-%m-%Y'} or startdatum"


def test_two_columns_that_may_be_one_of_a_job_are_asked_for(tmp_path):
    jobs = write(tmp_path, "jobs.csv", respnr=PEOPLE["respnr"], **DAYS, begin=DAYS["start"], uren=[24.5] * 10, hours=[20.5] * 10)
    settings, _ = drafted(tmp_path, write(tmp_path, **PEOPLE), jobs)
    columns = settings["ingest"]["jobs"]["jobs"]["columns"]
    assert columns["start"] == "DECIDE: start or begin"
    assert columns["end"] == "end"
    assert columns["hours_per_week"] == "DECIDE: uren or hours"


def test_two_columns_that_may_say_whether_there_was_a_job_are_asked_for(tmp_path):
    columns = {**PEOPLE, "baan": ["ja"] * 5 + ["nee"] * 5, "werk": ["ja", "nee"] * 5, "dagen_tot_baan": [*range(20, 120, 10)]}
    settings, _ = drafted(tmp_path, write(tmp_path, **columns))
    event = settings["ingest"]["jobs"]["outcomes"]["event"]
    assert event == "DECIDE: {column: baan, codes: {ja: job, nee: no_job}} or {column: werk, codes: {ja: job, nee: no_job}}"


def test_a_second_age_is_a_variable_under_a_name_of_its_own(tmp_path):
    settings, _ = drafted(tmp_path, write(tmp_path, **PEOPLE, age=[*range(31, 41)]))
    variables = settings["ingest"]["participants"]["variables"]
    assert (variables["age"]["column"], variables["age_2"]["column"]) == ("leeftijd", "age")


@pytest.mark.parametrize("name", ["geboortedatum", "einddatum"])
def test_dates_that_make_no_groups_are_no_exposures(tmp_path, name):
    dates = {"geboortedatum": ["1980-03-20"] * 10, "einddatum": ["2017-03-20"] * 10}
    said = refused(tmp_path, write(tmp_path, **PEOPLE, **dates), exposures=(name,))
    assert f"no column '{name}' that can be an exposure" in said


def test_a_date_that_may_be_the_inclusion_may_be_the_exposure(tmp_path):
    columns = {name: values for name, values in PEOPLE.items() if name != "inclusiedatum"}
    people = write(tmp_path, **columns, intakedatum=["2015-03-20"] * 10, startdatum=["2015-03-28"] * 10)
    settings, _ = drafted(tmp_path, people, exposures=("startdatum", "intakedatum"))
    assert settings["exposures"]["period"]["variable"] == "inclusion_date"


@pytest.mark.parametrize("name", ["incl", "Kennung"])
def test_short_words_are_known(tmp_path, name):
    columns = {"Kennung": PEOPLE["respnr"], "incl": PEOPLE["inclusiedatum"], "leeftijd": PEOPLE["leeftijd"]}
    people = drafted(tmp_path, write(tmp_path, **columns))[0]["ingest"]["participants"]
    assert name in (people["id"], people["inclusion_date"]["column"])
