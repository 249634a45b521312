"""Fidelity reviews out of files: totals at each class limit, and every mistake with its place and remedy."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ipscohort.config.programme import Fidelity
from ipscohort.errors import UserError
from ipscohort.programme.fidelity.reviews import read_reviews
from ipscohort.scales.ips_fidelity import ITEMS, N_ITEMS, SECTIONS, class_of, columns_of, score_fidelity
from tests.support.fidelity import AGENCIES, rated, written

BASE = {"file": "reviews.csv", "agency": "agency", "date": "date", "participants_agency": "agency"}
DAY = "2015-03-01"


def chosen(**more) -> Fidelity:
    return Fidelity.model_validate({**BASE, **({} if "total" in more and "items" not in more else {"items": "i{n}"}), **more})


def read(folder, *rows, header=None, **more):
    return read_reviews(written(folder, *rows, header=header), chosen(**more), AGENCIES)


def said(folder, *rows, header=None, **more) -> str:
    with pytest.raises(UserError) as error:
        read(folder, *rows, header=header, **more)
    return str(error.value)


def test_the_scale_has_25_items_in_three_sections():
    assert len(ITEMS) == N_ITEMS == 25
    assert [len(columns_of(section)) for section in SECTIONS] == [3, 8, 14]
    assert len({name for _, name in ITEMS}) == 25


@pytest.mark.parametrize(
    ("total", "name"),
    [(25, "not IPS"), (73, "not IPS"), (74, "fair"), (99, "fair"), (100, "good"), (114, "good"), (115, "exemplary"), (125, "exemplary")],
)
def test_a_total_at_each_limit_by_hand(tmp_path, total, name):
    found = read(tmp_path, ("A", DAY, rated(total))).reviews.iloc[0]
    assert (found["total"], found["class"]) == (total, name)
    assert found["staffing"] + found["organization"] + found["services"] == total


def test_sections_and_low_items_by_hand(tmp_path):
    ratings = [5, 2, 3, *[4] * 8, *[3] * 13, 1]
    found = read(tmp_path, ("A", DAY, ratings)).reviews.iloc[0]
    assert (found["staffing"], found["organization"], found["services"], found["total"]) == (10, 32, 40, 82)
    assert (found["n_low"], found["low_items"]) == (2, "2;25")
    items = read(tmp_path, ("A", DAY, ratings), low_item=4).items
    assert items.loc[items["low"], "item"].tolist() == [2, 3, *range(12, 26)]
    assert items.loc[items["item"].eq(25), ["section", "name", "rating"]].iloc[0].tolist() == [
        "services",
        "Assertive engagement and outreach",
        1,
    ]


def test_own_limits_move_the_classes(tmp_path):
    limits = {"fair": 70, "good": 90, "exemplary": 110}
    found = read(tmp_path, *((a, DAY, rated(n)) for a, n in zip("ABC", (70, 90, 110), strict=True)), limits=limits).reviews
    assert found["class"].tolist() == ["fair", "good", "exemplary"]


def test_reviews_stand_by_agency_and_date_and_are_numbered(tmp_path):
    rows = (("B", "2016-01-01", rated(90)), ("A", "2017-01-01", rated(100)), ("A", "2015-01-01", rated(80)))
    found = read(tmp_path, *rows).reviews
    assert found[["agency", "total", "number", "n_agency", "row"]].to_numpy().tolist() == [
        ["A", 80, 1, 2, 4],
        ["A", 100, 2, 2, 3],
        ["B", 90, 1, 1, 2],
    ]


def test_a_missing_item_leaves_no_total_and_is_counted(tmp_path):
    ratings = [*rated(100)[:24], ""]
    found = read(tmp_path, ("A", DAY, ratings)).reviews.iloc[0]
    assert pd.isna(found["total"]) and pd.isna(found["class"]) and pd.isna(found["services"])
    assert found["n_missing"] == 1 and not found["prorated"] and found["staffing"] == 12


def test_missing_items_are_prorated_only_where_a_key_says_so(tmp_path):
    ratings = ["", *[4] * 23, ""]
    found = read(tmp_path, ("A", DAY, ratings), prorate_up_to=2).reviews.iloc[0]
    assert (found["total"], found["prorated"], found["n_missing"]) == (100, True, 2)
    assert pd.isna(read(tmp_path, ("A", DAY, ratings), prorate_up_to=1).reviews["total"].iloc[0])
    uneven = read(tmp_path, ("A", DAY, ["", *[4] * 23, 3]), prorate_up_to=1).reviews.iloc[0]
    assert uneven["total"] == pytest.approx(25 * 95 / 24) and uneven["class"] == "fair"  # 98.96: not rounded up to good


def test_a_code_for_not_rated_is_missing(tmp_path):
    items = {"column": "i{n}", "missing": {9: "not rated"}}
    assert read(tmp_path, ("A", DAY, [9, *[4] * 24]), items=items).reviews["n_missing"].iloc[0] == 1


def test_totals_only_are_said_and_know_nothing_of_items(tmp_path):
    found = read(tmp_path, ("A", DAY, [99]), header=["agency", "date", "score"], total="score")
    assert found.reviews["class"].iloc[0] == "fair" and found.items.empty
    assert found.reviews[["staffing", "n_low", "n_missing", "low_items"]].isna().all(axis=None)


def test_reviewers_are_counted_and_not_kept(tmp_path):
    header = ["agency", "date", *(f"i{k}" for k in range(1, 26)), "who"]
    rows = (("A", DAY, [*rated(90), "Doe"]), ("B", DAY, [*rated(90), "Roe"]), ("C", DAY, [*rated(90), "Doe"]))
    found = read(tmp_path, *rows, header=header, reviewer="who")
    assert found.n_reviewers == 2
    assert "Doe" not in found.reviews.to_csv()


@pytest.mark.parametrize(
    ("rating", "what"),
    [(0, "ratings outside 1 to 5"), (6, "ratings outside 1 to 5"), (3.5, "ratings that are not whole"), ("x", "text that is no number")],
)
def test_a_rating_that_is_none_is_told(tmp_path, rating, what):
    text = said(tmp_path, ("A", DAY, rated(90)), ("B", DAY, [*rated(90)[:6], rating, *rated(90)[7:]]))
    assert f"reviews.csv, column i7: {what}" in text and "row 3" in text and "->" in text


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (("D", DAY), "column agency: agencies that 'agency' of the participants does not know (row 3)"),
        (("", DAY), "column agency: reviews without an agency (row 3)"),
        (("A", ""), "column date: reviews without a date (row 3)"),
        (("A", "1 March"), "column date: no possible dates (row 3)"),
        (("A", "2015-04"), "column date: dates of year and month only (row 3)"),
        (("B", DAY), "reviews of one agency on one day stand twice (rows 2, 3)"),
    ],
)
def test_a_review_of_nobody_knows_whom_or_when_is_told(tmp_path, row, what):
    text = said(tmp_path, ("B", DAY, rated(90)), (*row, rated(91)))
    assert what in text and "->" in text


def test_the_same_mistake_in_every_item_is_told_once_with_advice_that_works(tmp_path):
    text = said(tmp_path, ("A", DAY, [9] * 25), ("B", DAY, [4, 9, *[4] * 23]))
    assert text.count("ratings outside 1 to 5") == 1 and "columns i1, i2, i3" in text and "i25: ratings" in text and "(rows 2, 3)" in text
    assert 'programme.fidelity.items: {column: "i{n}", missing: {9: not rated}}' in text
    advised = {"column": "i{n}", "missing": {9: "not rated"}}
    assert read(tmp_path, ("A", DAY, [9] * 25), items=advised).reviews["n_missing"].tolist() == [25]
    words = said(tmp_path, ("A", DAY, ["NA"] * 25))
    assert words.count("text that is no number") == 1 and 'programme.fidelity.items: {column: "i{n}"' in words
    listed = said(tmp_path, ("A", DAY, [9, *[4] * 24]), items=[f"i{k}" for k in range(1, 26)])
    assert "column i1: ratings outside" in listed and "for each of them in programme.fidelity.items {column: its name" in listed
    assert "{column: i1, missing" not in listed and read(
        tmp_path, ("A", DAY, [9, *[4] * 24]), items=[{"column": f"i{k}", "missing": {9: "not rated"}} for k in range(1, 26)]
    ).reviews["n_missing"].tolist() == [1]


def test_an_agency_written_otherwise_is_hinted_at(tmp_path):
    text = said(tmp_path, (" a", DAY, rated(90)), ("B", DAY, rated(90)))
    assert "'a' may be 'A' (capitals and blanks count); known are A, B, C; mend the names" in text
    assert "may be" not in said(tmp_path, ("Doe", DAY, rated(90)))
    path = written(tmp_path, ("Alpha", DAY, rated(90)))
    with pytest.raises(UserError) as error:
        read_reviews(path, chosen(), ("Al pha", "Alpha", "alpha", "Beta"))
    assert "'alpha' and 'Alpha' differ in capitals or blanks only, and there are reviews of 'Alpha' alone" in str(error.value)
    assert "'Al pha' and 'Alpha'" in str(error.value) and "ingest.participants.variables.agency.codes" in str(error.value)
    assert len(read_reviews(path, chosen(), ("Alpha", "Beta")).reviews) == 1


def test_participants_without_agencies_are_blamed_and_not_the_reviews(tmp_path):
    with pytest.raises(UserError) as error:
        read_reviews(written(tmp_path, ("A", DAY, rated(90))), chosen(), ())
    assert "ingest.participants.variables.agency: no participant has an agency" in str(error.value)
    assert "does not know" not in str(error.value)


def test_reviews_after_everybodys_follow_up_are_set_aside_by_row(tmp_path):
    path = written(tmp_path, ("A", DAY, rated(80)), ("A", "2016-01-01", rated(90)), ("A", "2016-01-02", rated(125)))
    found = read_reviews(path, chosen(), AGENCIES, pd.Timestamp("2016-01-01"))
    assert found.reviews["total"].tolist() == [80, 90] and found.later == (4,) and found.reviews["n_agency"].tolist() == [2, 2]
    assert set(found.items["date"].dt.year) == {2015, 2016} and len(found.items) == 50
    assert read_reviews(path, chosen(), AGENCIES).later == ()
    with pytest.raises(UserError) as error:
        read_reviews(path, chosen(), AGENCIES, pd.Timestamp("2015-02-28"))
    assert "all reviews are dated after 2015-02-28" in str(error.value)


def test_a_review_older_than_ips_is_a_slip(tmp_path):
    assert "reviews dated before 1990, when there was no IPS to review (row 2)" in said(tmp_path, ("A", "1989-12-31", rated(90)))
    assert len(read(tmp_path, ("A", "1990-01-01", rated(90))).reviews) == 1


def test_items_stand_by_review_in_the_order_of_the_scale(tmp_path):
    items = read(tmp_path, ("B", DAY, [1, *[4] * 24]), ("A", DAY, [*[3] * 24, 5])).items
    assert items["agency"].tolist() == ["A"] * 25 + ["B"] * 25 and items["item"].tolist() == [*range(1, 26)] * 2
    assert items["rating"].tolist() == [*[3] * 24, 5, 1, *[4] * 24]
    assert list(zip(items["section"], items["name"], strict=True)) == list(ITEMS) * 2


def test_all_that_is_wrong_is_told_at_once(tmp_path):
    text = said(tmp_path, ("D", "", [7, *rated(90)[1:]]), ("A", DAY, [1.5, *rated(90)[1:]]))
    assert all(words in text for words in ("does not know", "without a date", "outside 1 to 5", "not whole"))


def test_a_total_beside_items_must_be_their_sum(tmp_path):
    header = ["agency", "date", *(f"i{k}" for k in range(1, 26)), "sum"]
    rows = (("A", DAY, [*rated(90), 90]), ("B", DAY, [*rated(90), 91]))
    assert "column sum: totals that are not the sum of the 25 items of their row (row 3)" in said(
        tmp_path, *rows, header=header, total="sum", items="i{n}"
    )


def test_a_total_out_of_bounds_is_told(tmp_path):
    assert "column score: totals outside 25 to 125 (row 2)" in said(
        tmp_path, ("A", DAY, [126]), header=["agency", "date", "score"], total="score"
    )


def test_a_column_that_is_not_there_is_told(tmp_path):
    text = said(tmp_path, ("A", DAY, rated(90)), items="item{n}")
    assert "there is no column 'item1', which programme.fidelity.items.1 names" in text


@pytest.mark.parametrize("suffix", ["xlsx", "sav", "dta", "parquet"])
def test_other_formats_give_the_same(tmp_path, suffix):
    path = written(tmp_path, ("A", DAY, rated(73)), ("B", DAY, rated(115)))
    expected = read_reviews(path, chosen(), AGENCIES).reviews
    frame = pd.read_csv(path, parse_dates=["date"])
    other = tmp_path / f"reviews.{suffix}"
    if suffix == "xlsx":
        frame.to_excel(other, index=False)
    elif suffix == "parquet":
        frame.to_parquet(other)
    else:
        import pyreadstat

        {"sav": pyreadstat.write_sav, "dta": pyreadstat.write_dta}[suffix](frame, str(other))
    found = read_reviews(other, chosen(file=other.name), AGENCIES).reviews
    pd.testing.assert_frame_equal(found.drop(columns="row"), expected.drop(columns="row"))


def test_scores_of_arrays():
    ratings = np.array([rated(100), [np.nan, *rated(100)[1:]]])
    assert score_fidelity(ratings).tolist()[0] == 100 and np.isnan(score_fidelity(ratings)[1])
    assert class_of(float("nan"), (74, 100, 115)) is None
