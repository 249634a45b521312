"""What a draft recognises in small files, what it leaves open, and what it never writes down."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from ipscohort.draft import draft
from ipscohort.draft.columns import words_of
from ipscohort.draft.parts import flow, quoted
from ipscohort.errors import UserError
from tests.unit.draft.drafting import NAMES, PEOPLE, drafted, refused, write


def test_names_of_persons_and_their_values_stay_out(tmp_path):
    settings, text = drafted(tmp_path, write(tmp_path, **PEOPLE))
    assert [word for word in (*NAMES, *PEOPLE["respnr"], "03-2015") if word in text] == []
    assert "not mapped: naam" in text
    assert set(settings["ingest"]["participants"]["variables"]) == {"age", "sex", "education"}


def test_codes_without_labels_are_pointed_out(tmp_path):
    _, text = drafted(tmp_path, write(tmp_path, **PEOPLE))
    assert "codes 1, 2, 3 have no labels in the file" in text


def test_separator_decimal_comma_title_and_date_format_are_found(tmp_path):
    columns = {**PEOPLE, "score": [f"{n},5" for n in range(10)]}
    settings, _ = drafted(tmp_path, write(tmp_path, sep=";", head="Export of 1 May\n\n", **columns))
    people = settings["ingest"]["participants"]
    assert (people["delimiter"], people["decimal"], people["header_row"]) == (";", ",", 3)
    assert people["inclusion_date"] == {"column": "inclusiedatum", "date_format": "%d-%m-%Y"}


def test_a_file_without_names_of_columns_is_refused_without_showing_a_value(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("".join(f"R{n:03d},{NAMES[n]},2015-03-{n + 10}\n" for n in range(10)), encoding="utf-8")
    said = refused(tmp_path, path)
    assert "no row of column names" in said
    assert "Anna" not in said and "R000" not in said


def test_files_that_share_no_person_are_refused(tmp_path):
    jobs = write(tmp_path, "jobs.csv", person=["x1", "x2", "x2"], begin=["2015-04-01"] * 3, end=["2015-05-01"] * 3)
    assert "none of its columns holds the ids of people.csv" in refused(tmp_path, write(tmp_path, **PEOPLE), jobs)


def test_an_exposure_that_is_no_column_is_refused_with_the_nearest(tmp_path):
    assert "did you mean 'opleiding'?" in refused(tmp_path, write(tmp_path, **PEOPLE), exposures=("opleidng",))


def test_a_file_that_is_there_is_never_overwritten(tmp_path):
    (tmp_path / "mine.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match="there already"):
        draft([write(tmp_path, **PEOPLE)], tmp_path / "mine.yaml")
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == "mine"


def test_jobs_that_nothing_tells_of_are_left_open(tmp_path):
    settings, _ = drafted(tmp_path, write(tmp_path, **PEOPLE))
    assert settings["ingest"]["jobs"]["jobs"].startswith("DECIDE:")


def test_a_calendar_panel_in_the_same_file(tmp_path):
    months = {f"werk_2015_{month:02d}": [month % 2, 1] * 5 for month in range(3, 13)}
    settings, text = drafted(tmp_path, write(tmp_path, **PEOPLE, **months))
    panel = settings["ingest"]["jobs"]["jobs"]
    assert panel["columns"] == "werk_{year}_{month}"
    assert (panel["shape"], panel["unit"], panel["counted_from"]) == ("panel", "months", "calendar")
    assert panel["codes"] == {0: "not_employed", 1: "employed"}
    assert "werk_2015" not in text


def test_a_time_and_whether_there_was_a_job(tmp_path):
    columns = {**PEOPLE, "dagen_tot_baan": [*range(20, 110, 10), 913], "baan": ["ja"] * 5 + ["nee"] * 5}
    settings, _ = drafted(tmp_path, write(tmp_path, **columns))
    assert settings["ingest"]["jobs"]["outcomes"] == {
        "shape": "durations",
        "time": "dagen_tot_baan",
        "event": {"column": "baan", "codes": {"ja": "job", "nee": "no_job"}},
    }


def test_blank_ends_are_asked_for(tmp_path):
    jobs = write(tmp_path, "jobs.csv", respnr=PEOPLE["respnr"], start=["2015-04-01"] * 10, end=["2015-05-01"] * 9 + [""])
    settings, _ = drafted(tmp_path, write(tmp_path, **PEOPLE), jobs)
    assert settings["ingest"]["jobs"]["jobs"]["blank_end"].startswith("DECIDE:")


def test_a_status_that_denies_is_asked_for(tmp_path):
    status = ["loopt nog"] * 4 + ["loopt niet meer"] * 3 + ["onbekend"] * 3
    jobs = write(tmp_path, "jobs.csv", respnr=PEOPLE["respnr"], start=["2015-04-01"] * 10, end=["2015-05-01"] * 9 + [""], status=status)
    settings, _ = drafted(tmp_path, write(tmp_path, **PEOPLE), jobs)
    codes = settings["ingest"]["jobs"]["jobs"]["columns"]["end_status"]["codes"]
    assert (codes["loopt nog"], codes["onbekend"]) == ("ongoing", "unknown")
    assert "loopt niet meer" not in codes
    assert codes["other words"].startswith("DECIDE: 1 more words")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("StartDatum2_job", {"startdatum", "start", "datum", "job"}),
        ("geb.datum", {"geb", "datum"}),
        ("løpenr", {"lopenr"}),
        ("fødselsdato", {"fodselsdato"}),
        ("ISCO08code", {"isco", "code"}),
    ],
)
def test_words_of_names(name, words):
    assert words <= words_of(name)


@given(st.text(min_size=1, max_size=30))
def test_any_text_comes_back_from_yaml(text):
    if any(
        ord(letter) < 32 or letter in "\x7f\x85\u2028\u2029\ufeff" or 0x80 <= ord(letter) < 0xA0 or 0xD800 <= ord(letter) < 0xE000
        for letter in text
    ):
        return
    assert str(YAML(typ="safe").load(f"a: {quoted(text)}")["a"]) == text
    assert [str(one) for one in YAML(typ="safe").load(f"a: {flow([text, text])}")["a"]] == [text, text]


def sav(folder: Path, name: str, values: dict[str, dict], **columns) -> Path:
    pyreadstat.write_sav(pd.DataFrame(columns), str(folder / name), variable_value_labels=values)
    return folder / name


def test_names_are_no_ids_though_they_match_better(tmp_path):
    people = write(tmp_path, deelnemer=NAMES, proefpersoonnummer=[f"{n}" for n in range(1, 11)], inclusiedatum=PEOPLE["inclusiedatum"])
    jobs = write(
        tmp_path, "jobs.csv", deelnemer=NAMES, ppnr=[f"{n:03d}" for n in range(1, 11)], start=["2015-04-01"] * 10, end=["2015-05-01"] * 10
    )
    settings, _ = drafted(tmp_path, people, jobs)
    assert settings["ingest"]["participants"]["id"] == "proefpersoonnummer"
    assert settings["ingest"]["jobs"]["jobs"]["id"] == "ppnr"
    assert settings["ingest"]["jobs"]["jobs"]["id_match"] == ["leading_zeros"]


def test_words_that_repeat_are_mapped_only_where_they_are_known_or_asked_for(tmp_path):
    path = write(tmp_path, **PEOPLE, trajectbegeleider=["Truus de Vries", "Bart Smit"] * 5)
    settings, text = drafted(tmp_path, path)
    assert "trajectbegeleider" not in settings["ingest"]["participants"]["variables"]
    assert "Truus" not in text
    (tmp_path / "mine.yaml").unlink()
    settings, _ = drafted(tmp_path, path, exposures=("trajectbegeleider",))
    assert settings["exposures"]["trajectbegeleider"]["variable"] == "trajectbegeleider"


def test_labels_in_other_words_become_codes_and_labels_of_missing_values_are_asked_for(tmp_path):
    values = {"werkervaring": {0: "nee", 1: "ja", 9: "Onbekend"}, "opleiding": {1: "laag", 2: "hoog", 8: "weet niet"}}
    columns = {name: PEOPLE[name] for name in ("respnr", "inclusiedatum", "leeftijd")}
    path = sav(tmp_path, "people.sav", values, **columns, werkervaring=[0.0, 1, 9, 0, 1, 0, 1, 0, 1, 9], opleiding=[1.0, 2, 8] * 3 + [1.0])
    settings, _ = drafted(tmp_path, path)
    found = settings["ingest"]["participants"]["variables"]
    assert found["worked_past_5_years"]["codes"] == {0: "no", 1: "yes"}
    assert found["worked_past_5_years"]["missing"][9].startswith("DECIDE: Onbekend")
    assert found["education"]["missing"][8].startswith("DECIDE: weet niet")


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        ([23, 34, 45, 56, 31, 42, 999, 29, 38, 47], {999}),
        ([23, 34, 45, 56, 31, 42, -1, 29, 38, 99], {-1, 99}),
        ([0, 34, 45, 76, 31, 42, 99, 29, 100, 88], set()),
        ([-8, -3, 0, 4, -9, 6, 7, 1, -2, 3], set()),
    ],
)
def test_numbers_that_look_like_codes_for_missing_and_stand_apart_are_asked_for(tmp_path, values, asked):
    settings, _ = drafted(tmp_path, write(tmp_path, **{**PEOPLE, "leeftijd": values}))
    found = settings["ingest"]["participants"]["variables"]["age"]
    missing = found.get("missing", {}) if isinstance(found, dict) else {}
    assert {int(code) for code in missing} == asked
    assert all(text.startswith("DECIDE: a code for missing?") for text in missing.values())


def test_columns_of_jobs_that_are_left_out_are_named_and_one_may_say_what_is_competitive(tmp_path):
    dates = {"start": ["2015-04-01"] * 10, "end": ["2015-05-01"] * 10}
    jobs = write(tmp_path, "jobs.csv", respnr=PEOPLE["respnr"], **dates, regulier_betaald=["ja", "nee"] * 5, opmerking=NAMES)
    settings, text = drafted(tmp_path, write(tmp_path, **PEOPLE), jobs)
    assert settings["ingest"]["jobs"]["jobs"]["columns"]["competitive"]["column"] == "regulier_betaald"
    assert "column (column regulier_betaald says it)" in settings["study"]["competitive"]
    assert "# not mapped: opmerking" in text


def test_a_sheet_that_holds_nobody_is_left_out(tmp_path):
    path = tmp_path / "study.xlsx"
    with pd.ExcelWriter(path) as book:
        pd.DataFrame(PEOPLE).to_excel(book, sheet_name="people", index=False)
        pd.DataFrame({"code": ["a1", "b2"], "means": ["low", "high"]}).to_excel(book, sheet_name="legend", index=False)
    assert "legend: left out, as it holds none of these persons" in draft([path], tmp_path / "mine.yaml")


def test_a_file_of_words_without_names_is_refused_without_showing_a_value(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("".join(f"P{n:03d},{NAMES[n]},0{n % 9 + 1}-Jan-2015,nurse\n" for n in range(10)), encoding="utf-8")
    said = refused(tmp_path, path)
    assert "no row of column names" in said and "Anna" not in said and "P000" not in said


def test_names_that_become_one_are_told_apart(tmp_path):
    settings, _ = drafted(tmp_path, write(tmp_path, **PEOPLE, **{"score-a": [*range(10)], "score a": [*range(10, 20)]}))
    assert {"score_a", "score_a__2"} <= set(settings["ingest"]["participants"]["variables"])
