"""The last review on the day of inclusion or before: the same day counts, the day after does not, and nothing stands in for what is missing."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from ipscohort.config.programme import Fidelity
from ipscohort.programme.fidelity.at_inclusion import at_inclusion, covered, with_calendar
from ipscohort.programme.fidelity.reviews import read_reviews
from tests.support.fidelity import AGENCIES, rated, written

BASE = {"file": "reviews.csv", "agency": "agency", "date": "date", "items": "i{n}", "participants_agency": "site"}


@pytest.fixture
def reviews(tmp_path):
    rows = (
        ("A", "2015-01-10", rated(80)),
        ("A", "2015-03-11", rated(110)),
        ("B", "2015-02-01", ["", *rated(100)[1:]]),
        ("B", "2015-05-01", rated(100)),
    )
    path = written(tmp_path, *rows)
    return read_reviews(path, Fidelity.model_validate(BASE), AGENCIES).reviews


def people(*each: tuple[str | None, str | None]) -> pd.DataFrame:
    agency, day = zip(*each, strict=True)
    ids = pd.array([f"P{k}" for k in range(len(each))], dtype="string")
    return pd.DataFrame(
        {"id": ids, "site": pd.array(agency, dtype="string"), "inclusion_date": pd.to_datetime(pd.Series(day)).astype("datetime64[s]")}
    )


def of(reviews: pd.DataFrame, agency: str | None, day: str | None, **more) -> pd.Series:
    return at_inclusion(people((agency, day)), reviews, Fidelity.model_validate({**BASE, **more})).iloc[0]


@pytest.mark.parametrize(
    ("day", "total", "since", "name"),
    [
        ("2015-01-10", 80, 0, "fair"),
        ("2015-01-11", 80, 1, "fair"),
        ("2015-03-10", 80, 59, "fair"),
        ("2015-03-11", 110, 0, "good"),
        ("2019-03-11", 110, 1461, "good"),
    ],
)
def test_the_last_review_on_the_day_or_before(reviews, day, total, since, name):
    found = of(reviews, "A", day)
    assert (found["total"], found["days_since"], found["class"]) == (total, since, name)
    assert pd.isna(found["next_date"]) and pd.isna(found["why_missing"])


@pytest.mark.parametrize(
    ("agency", "day", "why"),
    [
        ("A", "2015-01-09", "included before the first review"),
        ("C", "2016-01-01", "agency never reviewed"),
        (None, "2016-01-01", "agency not known"),
        ("A", None, "day of inclusion not known"),
        ("B", "2015-03-01", "review without a total"),
    ],
)
def test_who_has_none_and_why(reviews, agency, day, why):
    found = of(reviews, agency, day)
    assert found["why_missing"] == why and pd.isna(found["total"]) and pd.isna(found["class"])


def test_a_review_without_a_total_is_not_passed_over_for_an_older_one(tmp_path):
    rows = (("A", "2015-01-10", rated(80)), ("A", "2015-03-11", ["", *rated(100)[1:]]))
    found = of(read_reviews(written(tmp_path, *rows), Fidelity.model_validate(BASE), AGENCIES).reviews, "A", "2015-04-01")
    assert pd.isna(found["total"]) and found["why_missing"] == "review without a total" and found["days_since"] == 21


@pytest.mark.parametrize(
    ("day", "total", "interpolated"),
    [
        ("2015-01-10", 80, False),
        ("2015-02-09", 95, True),
        ("2015-03-10", 109.5, True),
        ("2015-03-11", 110, False),
        ("2016-01-01", 110, False),
    ],
)
def test_interpolated_by_hand(reviews, day, total, interpolated):
    """60 days from 80 to 110: half a point a day."""
    found = of(reviews, "A", day, between_reviews="interpolated")
    assert found["total"] == pytest.approx(total) and pd.notna(found["next_date"]) == interpolated


def test_interpolation_does_not_reach_before_the_first_review_nor_over_one_without_a_total(reviews):
    assert of(reviews, "A", "2015-01-09", between_reviews="interpolated")["why_missing"] == "included before the first review"
    assert of(reviews, "B", "2015-03-01", between_reviews="interpolated")["why_missing"] == "review without a total"


@cache
def everybody() -> tuple[tuple[str | None, str | None], ...]:
    a = ("2015-01-09", "2015-01-10", "2015-02-09", "2015-03-11", "2015-04-30")
    return (
        *(("A", day) for day in a),
        ("B", "2015-01-31"),
        ("B", "2015-02-01"),
        ("B", "2015-06-01"),
        ("C", "2015-06-01"),
        (None, "2015-06-01"),
        ("A", None),
    )


def test_everybody_is_counted_once(reviews):
    persons = people(*everybody())
    found = at_inclusion(persons, reviews, Fidelity.model_validate(BASE))
    cover = covered(found, persons["inclusion_date"], AGENCIES).set_index(["group", "agency"])
    row = cover.loc["all"].iloc[0]
    counts = ("n", "n_known", "n_before_first", "n_never", "n_no_total", "n_no_agency", "n_no_inclusion", "n_agencies", "n_values")
    assert [row[name] for name in counts] == [11, 5, 2, 1, 1, 1, 1, 2, 3]
    assert row[["days_median", "days_least", "days_most", "total_least", "total_most"]].tolist() == [30, 0, 50, 80, 110]
    assert cover.loc[("agency", "B"), ["n", "n_known", "n_before_first", "n_no_total"]].tolist() == [3, 1, 1, 1]
    assert cover.loc["agency not known"].iloc[0]["n_no_agency"] == 1
    parts = cover.loc[
        ["agency", "agency not known"], ["n", "n_known", "n_before_first", "n_never", "n_no_total", "n_no_agency", "n_no_inclusion"]
    ].sum()
    assert parts.tolist() == row[parts.index].tolist()


def test_correlations_are_numpys_and_scipys():
    from scipy.stats import spearmanr

    random = np.random.default_rng(3)
    totals = pd.Series(random.integers(80, 120, 40).astype(float))
    days = pd.Series(pd.to_datetime("2015-01-01") + pd.to_timedelta(random.integers(0, 900, 40) + 3 * totals.to_numpy(), unit="D"))
    agencies = pd.Series(random.choice(["A", "B", "C"], 40))
    found = with_calendar(totals, days, agencies)
    number = days.to_numpy(dtype="datetime64[D]").astype(float)
    assert found["pearson"] == pytest.approx(np.corrcoef(totals, number)[0, 1], rel=1e-12)
    assert found["spearman"] == pytest.approx(spearmanr(totals, number).statistic, rel=1e-12)
    assert found["n_values"] == totals.nunique()
    dummies = np.column_stack([agencies.eq(name) for name in "ABC"]).astype(float)
    left = [each - dummies @ np.linalg.lstsq(dummies, each, rcond=None)[0] for each in (totals.to_numpy(), number - number.mean())]
    assert found["within"] == pytest.approx(np.corrcoef(*left)[0, 1], rel=1e-10)
    both = np.column_stack([dummies, number - number.mean()])
    rest = totals - both @ np.linalg.lstsq(both, totals, rcond=None)[0]
    assert found["r_squared"] == pytest.approx(1 - (rest**2).sum() / ((totals - totals.mean()) ** 2).sum(), rel=1e-10)
    assert found["vif"] == pytest.approx(1 / (1 - found["r_squared"]), rel=1e-12)


def test_within_agencies_is_not_over_all():
    days = pd.Series(pd.to_datetime(["2015-01-01", "2015-01-11", "2015-01-21", "2015-01-31"]))
    found = with_calendar(pd.Series([100.0, 110.0, 80.0, 90.0]), days, pd.Series(list("AABB")))
    assert found["pearson"] < 0 and found["within"] == pytest.approx(1) and found["r_squared"] == pytest.approx(1) and found["vif"] is None
    one = with_calendar(pd.Series([100.0, 110.0, 80.0, 90.0]), days, pd.Series(list("AAAA")))
    assert one["within"] == pytest.approx(one["pearson"]) and one["r_squared"] == pytest.approx(one["pearson"] ** 2)
    none = with_calendar(pd.Series([100.0, 100.0, 80.0, 80.0]), days, pd.Series(list("AABB")))
    assert none["within"] is None and none["r_squared"] == 1 and none["vif"] is None


@pytest.mark.parametrize("totals", [[], [90.0], [90.0, 90.0, 90.0]])
def test_a_correlation_of_what_does_not_vary_is_not_defined(totals):
    days = pd.Series(pd.date_range("2015-01-01", periods=len(totals), freq="D"))
    found = with_calendar(pd.Series(totals, dtype=float), days, pd.Series(["A"] * len(totals)))
    assert (
        found["pearson"] is None
        and found["spearman"] is None
        and found["within"] is None
        and found["r_squared"] is None
        and found["n_values"] == len(set(totals))
    )
