"""Columns that tell who somebody is are no characteristics: they are left out, and the draft says why."""

from __future__ import annotations

import pandas as pd
import pytest

from ipscohort.draft.private import passes_eleven_test
from tests.unit.draft.drafting import PEOPLE, drafted, refused, write

BSN = [n for n in range(123456700, 123458000) if passes_eleven_test(f"{n:09d}")][:10]
BIRTHS = ["010190", "150285", "311270", "410165", "120999", "230375", "050555", "170800", "281166", "300445"]
COLUMNS = {
    "a bsn by its name": ("bsn", BSN, "a personal number"),
    "a bsn by its digits": ("nummer2", BSN, "a personal number"),
    "a bsn as text": ("kenmerk", [f"{n:09d}" for n in BSN], "a personal number"),
    "a Norwegian one": ("ident", [f"{day}{12345 + n}" for n, day in enumerate(BIRTHS)], "a personal number"),
    "a Norwegian one, parted": ("ident", [f"{day} {12345 + n}" for n, day in enumerate(BIRTHS)], "a personal number"),
    "a German one": ("kennung", [f"15{day}M{n:02d}3" for n, day in enumerate(BIRTHS)], "a personal number"),
    "a Swedish one": ("ident", [f"19{day}-{1234 + n}" for n, day in enumerate(BIRTHS)], "a personal number"),
    "a phone number by its name": ("telefoonnummer", [f"{612345600 + n}" for n in range(10)], "a phone number"),
    "a phone number as text": ("bereikbaar", [f"06-1234560{n}" for n in range(10)], "a phone number"),
    "a phone number of another country": ("kontakt", [f"+47 912 34 5{n:02d}" for n in range(10)], "a phone number"),
    "two phone numbers that repeat": ("trajectbegeleider_tel", ["0612345678", "0687654321"] * 5, "a phone number"),
    "long numbers": ("kenmerk", [987654321 + 7 * n for n in range(10)], "long numbers, as personal and phone numbers are"),
    "an address of mail": ("contact", [f"p{n}@example.org" for n in range(10)], "an address"),
    "a post code": ("postcode", [1011 + n for n in range(10)], "an address"),
}


@pytest.mark.parametrize(("name", "values", "why"), COLUMNS.values(), ids=COLUMNS)
@pytest.mark.parametrize("file", ["people", "jobs"])
def test_left_out_with_the_reason(tmp_path, file, name, values, why):
    jobs = {"respnr": PEOPLE["respnr"], "start": ["2015-04-01"] * 10, "end": ["2015-05-01"] * 10}
    people, jobs = (PEOPLE | {name: values}, jobs) if file == "people" else (PEOPLE, jobs | {name: values})
    settings, text = drafted(tmp_path, write(tmp_path, **people), write(tmp_path, "jobs.csv", **jobs))
    assert f"# left out, as it may tell who somebody is: {name} ({why})" in text
    assert all(column["column"] != name for column in settings["ingest"]["participants"]["variables"].values())
    assert [value for value in values if str(value) in text] == []


def test_several_stand_in_one_comment(tmp_path):
    _, text = drafted(tmp_path, write(tmp_path, **PEOPLE, bsn=BSN, telefoon=[f"06-1234560{n}" for n in range(10)]))
    assert "# left out, as they may tell who somebody is: bsn (a personal number), telefoon (a phone number)" in text


def test_a_pseudonym_is_rather_the_id_than_a_personal_number(tmp_path):
    columns = {"bsn": BSN, **PEOPLE}
    jobs = write(tmp_path, "jobs.csv", bsn=BSN, respnr=PEOPLE["respnr"], start=["2015-04-01"] * 10, end=["2015-05-01"] * 10)
    settings, text = drafted(tmp_path, write(tmp_path, **columns), jobs)
    assert settings["ingest"]["participants"]["id"] == "respnr"
    assert settings["ingest"]["jobs"]["jobs"]["id"] == "respnr"
    assert "bsn (a personal number)" in text


def test_a_personal_number_that_is_the_only_id_is_pointed_out(tmp_path):
    columns = {name: values for name, values in PEOPLE.items() if name != "respnr"}
    settings, text = drafted(tmp_path, write(tmp_path, bsn=BSN, **columns))
    assert settings["ingest"]["participants"]["id"] == "bsn"
    assert "id: bsn   # it may be a personal number: pseudonyms in its place are safer" in text


def test_it_is_no_exposure(tmp_path):
    said = refused(tmp_path, write(tmp_path, **PEOPLE, telefoon=["0612345678", "0687654321"] * 5), exposures=("telefoon",))
    assert "no column 'telefoon' that can be an exposure" in said and "0612345678" not in said


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("uurloon", [12.5 + n for n in range(10)]),
        ("jaarinkomen", [123456 + n for n in range(10)]),
        ("mobiliteit", [1, 2] * 5),
        ("telefoon_in_huis", ["ja", "nee"] * 5),
        ("t1_datum", pd.date_range("2015-03-01", periods=10).strftime("%Y%m%d").tolist()),
    ],
)
def test_others_stay(tmp_path, name, values):
    _, text = drafted(tmp_path, write(tmp_path, **PEOPLE, **{name: values}))
    assert "who somebody is" not in text and name in text


@pytest.mark.parametrize("name", ["telefoon_gesprekken", "Anzahl Telefonate"])
def test_a_number_of_calls_is_no_phone_number(tmp_path, name):
    settings, text = drafted(tmp_path, write(tmp_path, **PEOPLE, **{name: [3 * n for n in range(10)]}))
    assert "who somebody is" not in text
    assert name in {column["column"] for column in settings["ingest"]["participants"]["variables"].values()}


def test_a_pseudonym_without_a_word_for_it_is_rather_the_id_than_a_personal_number(tmp_path):
    columns = {name: values for name, values in PEOPLE.items() if name != "respnr"}
    settings, text = drafted(tmp_path, write(tmp_path, bsn=BSN, zeichen=[f"K{n:03d}" for n in range(10)], **columns))
    assert settings["ingest"]["participants"]["id"] == "zeichen"
    assert "bsn (a personal number)" in text


def test_a_second_column_of_ids_is_called_so(tmp_path):
    _, text = drafted(tmp_path, write(tmp_path, **PEOPLE, zeichen=[f"K{n:03d}" for n in range(10)]))
    assert "zeichen (another id)" in text
