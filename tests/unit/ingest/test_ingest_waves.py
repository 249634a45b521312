"""Files of scores with a row per person and wave: the numbers are those of a column per wave, and rows that can't be placed are refused by number."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ipscohort.config import load_cohort
from ipscohort.errors import UserError
from ipscohort.repeated import estimate_repeated
from tests.support.small import by_id, load, logged, run

MONTHS = (0, 6, 12)
STUDY = {"follow_up": "18 months", "end_of_observation": {"complete": "yes"}, "competitive": "all_jobs", "time_unit": "days"}
SCORES = {"mental": {"waves": {"0": "m0", "6": "m6", "12": "m12"}, "label": "Mental health"}}


def people(n: int = 24, columns: bool = False) -> pd.DataFrame:
    generator = np.random.default_rng(7)
    found = pd.DataFrame({"id": [f"P{k:02d}" for k in range(n)], "in": "2015-01-31", "arm": np.where(np.arange(n) % 2, "b", "a")})
    values = (50 + 10 * generator.standard_normal((n, 3))).round(1)
    values[generator.random((n, 3)) < 0.2] = np.nan
    return pd.concat([found, pd.DataFrame(values, columns=[f"m{month}" for month in MONTHS])], axis=1) if columns else found


def long(shuffled: bool = True) -> pd.DataFrame:
    rows = people(columns=True).melt("id", [f"m{month}" for month in MONTHS], var_name="wave", value_name="score").dropna()
    rows["wave"] = rows["wave"].str[1:].astype(int)
    return rows.sample(frac=1, random_state=1) if shuffled else rows.reset_index(drop=True)


def values(waves=None, variables=None, **more):
    arm = {"arm": {"column": "arm", "type": "category", "levels": ["a", "b"]}}
    ingest = {
        "participants": {"id": "id", "inclusion_date": "in", "variables": {**arm, **(variables or {})}},
        "jobs": {"j": {"shape": "spells", "id": "id", "columns": {"start": "start", "end": "end"}}},
    }
    if waves is not None:
        ingest["waves"] = {"q": {"file": "waves.csv", "id": "id", **waves}}
    exposures = {"arm": {"variable": "arm", "reference": "a"}}
    return {"study": STUDY, "ingest": ingest, "exposures": exposures, "repeated": {"scores": SCORES}, **more}


BY_NAME = {"wave": "wave", "scores": {"score": {"column": "score", "waves": {"0": "m0", "6": "m6", "12": "m12"}}}}
JOBS = "id,start,end\nP01,2015-03-01,2015-05-01\nP02,2015-04-01,2015-08-01\n"


def analysed(folder, settings, frame: pd.DataFrame, waves: pd.DataFrame | None = None):
    folder.mkdir(exist_ok=True)
    if waves is not None:
        waves.to_csv(folder / "waves.csv", index=False)
    return run(folder, settings, participants=frame.to_csv(index=False), j=JOBS)


def problems(folder, waves: pd.DataFrame, settings=BY_NAME) -> list[tuple]:
    with pytest.raises(UserError) as raised:
        analysed(folder, values(settings), people(), waves)
    return [(problem.what, problem.rows) for problem in raised.value.problems]


def scores(folder, settings, found):
    texts = {"participants": people().to_csv(index=False), "j": JOBS}
    derived = found.derived
    return estimate_repeated(derived.persons, derived.periods, derived.rates, derived.codebook, load(folder, settings, texts).settings)


def test_the_numbers_are_those_of_a_column_per_wave(tmp_path):
    columns = {f"m{month}": {"column": f"m{month}", "type": "number"} for month in MONTHS}
    wide = analysed(tmp_path / "wide", values(variables=columns), people(columns=True))
    tall = analysed(tmp_path / "long", values(BY_NAME), people(), long())
    for month in MONTHS:
        pd.testing.assert_series_equal(wide.derived.persons[f"m{month}"], tall.derived.persons[f"m{month}"])
    first = scores(tmp_path / "wide", values(variables=columns), wide)
    second = scores(tmp_path / "long", values(BY_NAME), tall)
    pd.testing.assert_frame_equal(first.wave_means, second.wave_means)
    pd.testing.assert_frame_equal(first.wave_estimates, second.wave_estimates)
    assert second.wave_estimates["estimate"].notna().all()


def test_waves_by_words_and_codes_and_several_scores(tmp_path):
    rows = long().assign(wave=lambda frame: frame["wave"].map({0: "T0", 6: "T1", 12: "T2"}), other=lambda frame: frame["score"] + 1)
    asked = {
        "wave": {"column": "wave", "codes": {"T0": "start", "T1": "half", "T2": "year"}},
        "scores": {
            "score": {"column": "score", "waves": {"start": "m0", "half": "m6", "year": "m12"}, "label": "Mind"},
            "other": {"column": "other", "waves": {"half": "o6"}, "range": [0, 100], "unit": "points"},
        },
    }
    found = analysed(tmp_path, values(asked), people(), rows)
    persons = found.derived.persons
    assert (persons["o6"] - persons["m6"]).dropna().round(9).eq(1).all()
    assert persons["m0"].tolist() == people(columns=True)["m0"].astype("Float64").tolist()
    book = found.records.codebook.variables
    assert (book["m6"].label, book["o6"].unit, book["o6"].high) == ("Mind, wave half", "points", 100)


@pytest.mark.parametrize(("day", "wave"), [(0, "m0"), (10, "m0"), (182, "m6"), (192, "m6"), (173, "m6"), (365, "m12")])
def test_a_date_is_of_the_wave_that_it_lies_nearest_to(tmp_path, day, wave):
    rows = pd.DataFrame({"id": ["P03"], "date": [str((pd.Timestamp("2015-01-31") + pd.Timedelta(days=day)).date())], "score": [61.5]})
    by_date = {"date": "date", "within": 10, "scores": BY_NAME["scores"]}
    persons = analysed(tmp_path, values(by_date), people(), rows).derived.persons
    known = {name: persons.set_index("id")[name].dropna().to_dict() for name in ("m0", "m6", "m12")}
    assert known == {name: {"P03": 61.5} if name == wave else {} for name in known}


@pytest.mark.parametrize("day", [11, 171, 194])
def test_a_date_near_no_wave_is_refused_or_left_out_and_counted(tmp_path, day):
    rows = pd.DataFrame({"id": ["P03"], "date": [str((pd.Timestamp("2015-01-31") + pd.Timedelta(days=day)).date())], "score": [61.5]})
    by_date = {"date": "date", "within": 10, "scores": BY_NAME["scores"]}
    assert problems(tmp_path, rows, by_date) == [("dates missing, or more than 10 days from every wave", (2,))]
    found = analysed(tmp_path, values({**by_date, "other_waves": "leave_out"}), people(), rows)
    assert found.derived.persons["m6"].isna().all()
    assert [rows for _, _, rows in logged(found.records.log, "rows_of_other_waves")] == ["2"]


def test_two_rows_of_one_person_and_wave_are_refused_by_their_numbers(tmp_path):
    rows = long(shuffled=False)
    twice = pd.concat([rows, rows.iloc[[0]].assign(score=1.0)], ignore_index=True)
    assert problems(tmp_path, twice) == [("two rows of one person and wave", (2, len(twice) + 1))]


def test_a_wave_that_no_score_names_is_named(tmp_path):
    rows = long(shuffled=False)
    rows.loc[3, "wave"] = 9
    assert problems(tmp_path, rows) == [("rows of waves that no score names ('9')", (5,))]
    rows["wave"] = rows["wave"].astype(object)
    rows.loc[3, "wave"] = None
    assert problems(tmp_path, rows) == [("rows that name no wave", (5,))]


def test_a_person_unknown_to_the_cohort_is_named_by_its_row(tmp_path):
    rows = long(shuffled=False)
    rows.loc[4, "id"] = "P99"
    assert problems(tmp_path, rows) == [("ids that no participant has", (6,))]


def test_text_among_the_scores_and_missing_codes(tmp_path):
    rows = long(shuffled=False).astype({"score": object})
    rows.loc[[1, 2], "score"] = ["high", "999"]
    nines = "numbers that look like codes for a missing value (99, 999, -9, ...), far from all others"
    assert problems(tmp_path, rows) == [("text that is no number", (3,)), (nines, (4,))]
    rows.loc[1, "score"] = "999"
    asked = {"wave": "wave", "scores": {"score": {**BY_NAME["scores"]["score"], "missing": {"999": "refused"}}}}
    found = analysed(tmp_path, values(asked), people(), rows)
    missing = found.records.missing_values
    assert by_id(missing[missing["reason"].eq("refused")], "variable") == {rows["id"][1]: "m0", rows["id"][2]: "m0"}
    assert missing.loc[missing["variable"].eq("m6"), "reason"].unique().tolist() == ["no row of this wave"]


def test_a_file_without_records_is_refused(tmp_path):
    assert "no record" in str(problems(tmp_path, long().iloc[:0])).lower() or problems(tmp_path, long().iloc[:0])


@pytest.mark.parametrize(
    ("waves", "said"),
    [
        ({"scores": BY_NAME["scores"]}, "name the column of the wave, or that of the date: one of the two"),
        ({**BY_NAME, "date": "date", "within": 3}, "name the column of the wave, or that of the date: one of the two"),
        ({**BY_NAME, "within": 3}, "within and date go together"),
        ({"date": "date", "scores": BY_NAME["scores"]}, "within and date go together"),
        ({**BY_NAME, "scores": {}}, "at least one is expected"),
        ({**BY_NAME, "scores": {"s": {"column": "score", "waves": {"0": "arm"}}}}, "there is another variable or wave 'arm'"),
        ({**BY_NAME, "scores": {"s": {"column": "score", "waves": {"0": "m0", "6": "m0"}}}}, "there is another variable or wave 'm0'"),
        ({**BY_NAME, "scores": {"s": {"column": "score", "waves": {"0": "last_day"}}}}, "'last_day' is a name of the contract"),
        ({"date": "date", "within": 3, "scores": {"s": {"column": "score", "waves": {"T0": "m0"}}}}, "'T0' is no month"),
        ({**BY_NAME, "file": "nowhere.csv"}, "there is no file nowhere.csv"),
    ],
)
def test_settings_that_lead_nowhere_are_refused(tmp_path, waves, said):
    (tmp_path / "waves.csv").write_text("id,wave,score\nP01,0,3\n", encoding="utf-8")
    with pytest.raises(UserError) as raised:
        load(tmp_path, values(waves), {"participants": people().to_csv(index=False), "j": JOBS})
    assert said in " ".join(f"{problem.what} {problem.remedy}" for problem in raised.value.problems)


def test_dates_of_measurement_need_dates_of_inclusion(tmp_path):
    (tmp_path / "waves.csv").write_text("id,date,score\n", encoding="utf-8")
    asked = values({"date": "date", "within": 10, "scores": BY_NAME["scores"]})
    del asked["ingest"]["participants"]["inclusion_date"]
    with pytest.raises(UserError) as raised:
        load(tmp_path, asked, {"participants": people().to_csv(index=False), "j": JOBS})
    assert "a date of measurement needs inclusion dates" in str([problem.what for problem in raised.value.problems])


def test_the_files_are_among_those_that_are_read(tmp_path):
    (tmp_path / "waves.csv").write_text("id,wave,score\n", encoding="utf-8")
    load(tmp_path, values(BY_NAME), {"participants": people().to_csv(index=False), "j": JOBS})
    assert load_cohort(tmp_path / "small.yaml").files()["waves.q"] == (tmp_path / "waves.csv").resolve()
