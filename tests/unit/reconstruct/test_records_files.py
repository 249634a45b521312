"""What stands in the raw files themselves: labels, codes for missing answers, items, and the way they are written."""

from __future__ import annotations

import csv

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from ipscohort.scales import reliability, turn_mhi5, turn_rosenberg
from ipscohort_reconstruct.records import write_records
from ipscohort_reconstruct.records.items import answers
from tests.unit.reconstruct.cohorts import PERSONS, derived_from, random_cohort, settings


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    found, folder = random_cohort(1), tmp_path_factory.mktemp("raw")
    write_records(found, np.random.default_rng(1), folder)
    return found, folder


def labels(folder, name):
    return pyreadstat.read_sav(folder / name, user_missing=True)


@pytest.mark.parametrize("name", ["participants.sav", "interviews.sav"])
def test_every_label_of_the_spss_files_says_synthetic(written, name):
    _, meta = labels(written[1], name)
    assert "SYNTHETIC" in meta.file_label
    assert all("synthetic" in label for label in meta.column_labels)
    assert set(meta.variable_measure.values()) <= {"nominal", "ordinal", "scale"}


def test_every_row_of_the_specialists_file_says_synthetic(written):
    data = (written[1] / "specialists.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert all("synthetic" in row["remark"] for row in rows)
    assert any("," in row["hours_per_week"] for row in rows)
    assert not any("." in row["hours_per_week"] for row in rows)


def test_both_sources_hold_every_kind_of_job_that_does_not_count(written):
    interviews, _ = labels(written[1], "interviews.sav")
    sheet = pd.read_csv(written[1] / "specialists.csv", sep=";", decimal=",", encoding="utf-8-sig", dtype="string")
    criteria = sheet[["prevailing_wage", "regular_labour_market", "open_to_anyone"]].fillna("?")
    told = {
        "interviews": set(interviews[["paid", "regular", "open"]].astype(int).astype(str).agg("".join, axis=1)),
        "specialists": set(criteria.replace({"yes": "1", "no": "0", "?": "8"}).agg("".join, axis=1)),
    }
    for kinds in told.values():  # competitive; unpaid; sheltered; set aside; one criterion not recorded
        assert kinds == {"111", "011", "100", "110", "118"}
    assert (interviews["isco08"] == 9999).any()
    assert (sheet["isco08"] == "unknown").any()
    assert {"still working", "ended", "ended, date not known"} == set(sheet["status"])


def test_dates_are_spss_dates_wide_enough_to_be_read(written):
    for name, columns in (("participants.sav", ("inclusion", "birth")), ("interviews.sav", ("date", "start", "end"))):
        frame, meta = labels(written[1], name)
        assert {meta.original_variable_types[column] for column in columns} == {"EDATE10"}
        assert pd.to_datetime(frame[columns[0]]).min() >= pd.Timestamp("2014-03-10")


def test_codes_for_missing_answers_are_declared_and_of_both_kinds(written):
    found, folder = written
    frame, meta = labels(folder, "participants.sav")
    items = [f"mhi{k}" for k in range(1, 6)] + [f"rse{k}" for k in range(1, 11)]
    for name in ["work5y", "benefits", "education", "marital", *items]:
        assert {limits["lo"] for limits in meta.missing_ranges[name]} | {limits["hi"] for limits in meta.missing_ranges[name]} == {8, 9}
        assert meta.variable_value_labels[name][8] == "not asked"
        assert meta.variable_value_labels[name][9] == "refused"
    assert {8, 9} <= set(frame["work5y"])
    assert {8, 9} <= set(frame[items[:5]].to_numpy().ravel())
    missing = derived_from(folder, settings()).records.missing_values
    assert set(missing.loc[missing["variable"] == "worked_past_5_years", "reason"]) == {"not asked", "refused"}
    assert "refused" in set(missing.loc[missing["variable"] == "disability_benefits", "reason"])
    assert {"5 of 5 items missing", "1 of 5 items missing", "2 of 5 items missing"} <= set(
        missing.loc[missing["variable"] == "mhi5", "reason"]
    )
    assert found.persons["worked_past_5_years"].isna().sum() == 5


def test_ids_do_not_tell_when_somebody_came_in(written):
    frame, _ = labels(written[1], "participants.sav")
    once = frame.drop_duplicates()
    assert once["id"].is_monotonic_increasing
    assert len(once) == PERSONS + 6
    assert abs(np.corrcoef(np.arange(len(once)), pd.to_datetime(once["inclusion"]).astype("int64"))[0, 1]) < 0.3


def test_a_later_wave_tells_more(written):
    frame, _ = labels(written[1], "interviews.sav")
    assert set(frame["wave"]) == {0, 6, 18, 30}
    assert frame["wave"].is_monotonic_increasing
    told = frame[frame["start"].notna()].groupby(["id", "start"])
    ended_later = told["end_status"].agg(lambda codes: codes.iloc[0] == 1 and codes.iloc[-1] > 1)
    assert ended_later.any()
    assert {1, 2, 3} == set(frame["end_status"])
    assert (frame["end"].notna() == (frame["end_status"] == 2)).all()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_answers_hang_together_and_none_is_the_same_throughout(seed, tmp_path):
    found = random_cohort(seed)
    write_records(found, np.random.default_rng(seed), tmp_path)
    frame, _ = pyreadstat.read_sav(tmp_path / "participants.sav")  # codes for missing answers become blanks
    mhi5 = turn_mhi5(frame[[f"mhi{k}" for k in range(1, 6)]].to_numpy(), [3, 5], "all_of_the_time")
    rse = turn_rosenberg(frame[[f"rse{k}" for k in range(1, 11)]].to_numpy(), [2, 5, 6, 8, 9], 1)
    for items in (mhi5, rse):
        measures = reliability(items)
        assert measures.loc[measures["measure"] == "cronbach_alpha", "value"].iloc[0] > 0.5
        assert (measures.loc[measures["measure"] == "item_rest_correlation", "value"] > 0.1).all()
    complete = rse[~np.isnan(rse).any(axis=1)]
    assert np.mean(complete.max(axis=1) > complete.min(axis=1)) > 0.8


def test_answers_add_up_at_both_ends_of_the_scale():
    totals = np.array([5, 6, 17, 29, 30, np.nan])
    found = answers(totals, 5, 1, 6, np.random.default_rng(1))
    assert found.min() >= 1
    assert found.max() <= 6
    np.testing.assert_array_equal(found[:5].sum(axis=1), totals[:5])


@pytest.mark.parametrize("total", [4, 31, 7.5])
def test_a_total_that_no_answers_add_up_to_is_refused(total):
    with pytest.raises(ValueError, match="can't add up"):
        answers(np.array([10.0, total]), 5, 1, 6, np.random.default_rng(1))
