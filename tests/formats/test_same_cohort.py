"""One cohort in every format is one cohort."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.support.records import FORMATS, read_as


@pytest.fixture(scope="module")
def from_csv(tmp_path_factory):
    return read_as(tmp_path_factory.mktemp("csv"), "csv")


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_format_gives_the_same_records(fmt, from_csv, tmp_path):
    records = read_as(tmp_path, fmt)
    for name in ("participants", "jobs", "missing_values", "panel"):
        ours, theirs = getattr(records, name).drop(columns="row"), getattr(from_csv, name).drop(columns="row")
        pd.testing.assert_frame_equal(ours, theirs, check_exact=True)
    assert records.codebook == from_csv.codebook


@pytest.mark.parametrize(("fmt", "first"), [("csv", 2), ("xlsx", 2), ("sav", 1), ("dta", 1), ("parquet", 1)])
def test_rows_are_numbered_as_the_files_own_program_shows_them(fmt, first, tmp_path):
    records = read_as(tmp_path, fmt)
    assert records.participants["row"].tolist() == list(range(first, first + 6))
    assert records.jobs["row"].tolist() == list(range(first, first + 5))


def test_the_cohort_as_it_must_be_read(from_csv):
    people = from_csv.participants.set_index("id")
    assert people.index.tolist() == ["001", "002", "003", "A4", "A5", "006"]
    assert people["sex"].fillna("-").tolist() == ["man", "woman", "-", "woman", "man", "-"]
    assert people["worked"].fillna("-").tolist() == ["yes", "no", "yes", "-", "no", "yes"]
    # 10 March 1980 to 10 March 2014 is 12,418 days.
    assert people.loc["001", "age"] == 12418 / 365.25
    # Items 3 and 5 ask for good health and 1 means never: sum of items 3 and 5, and 7 - x of the others.
    assert people.loc["001", "mhi5"] == ((4 + 4) + (4 + 5 + 4) - 5) * 4
    assert pd.isna(people.loc["A5", "mhi5"])
    jobs = from_csv.jobs
    assert jobs["end_status"].tolist() == ["known", "ongoing", "known", "known", "unknown"]
    assert jobs["occupation"].fillna("-").tolist() == [
        "Service and sales workers",
        "Armed forces occupations",
        "Elementary occupations",
        "-",
        "Clerical support workers",
    ]
    assert jobs["job"].tolist() == [1, 2, 3, 4, 5]
    missing = from_csv.missing_values.query("variable in ('sex', 'education', 'mhi5', 'age')")
    assert list(missing[["id", "variable", "reason"]].itertuples(index=False, name=None)) == [
        ("003", "sex", "refused"),
        ("A4", "age", "blank"),
        ("A5", "education", "blank"),
        ("A5", "mhi5", "1 of 5 items missing"),
        ("006", "sex", "blank"),
        ("006", "education", "not asked"),
    ]
