"""Exposures in one model, and how far they go together."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ipscohort.config.analysis import Exposure, Models
from ipscohort.contracts import PERSONS
from ipscohort.models.associated import associations
from ipscohort.models.fit import fit_models
from tests.reference.cohorts import category, codebook, numeric
from tests.support.models import only
from tests.support.parts import for_models

TWO = {"one": Exposure(variable="one", reference="a"), "other": Exposure(variable="other", reference="x")}
BOOK = codebook(category("one", "a", "b"), category("other", "x", "y"), numeric("age"))


def people(n=200, seed=1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    other = rng.random(n) < 0.5
    one = rng.random(n) < np.where(other, 0.8, 0.3)
    chance = 1 / (1 + np.exp(-(-0.5 + 1.2 * other + 0.2 * one)))
    return PERSONS.conform(
        pd.DataFrame(
            {
                "id": [str(i) for i in range(n)],
                "row": range(n),
                "job_obtained": np.where(rng.random(n) < chance, "yes", "no"),
                "one": pd.Series(np.where(one, "b", "a"), dtype="string"),
                "other": pd.Series(np.where(other, "y", "x"), dtype="string"),
                "age": pd.Series(rng.normal(40, 10, n), dtype="Float64"),
            }
        )
    )


def fitted(frame=None, exposures=TWO, book=BOOK, **models):
    regressions = {"job": {"outcome": "job_obtained", "model": "logistic"}}
    return fit_models(
        people() if frame is None else frame,
        book,
        for_models(exposures, Models(**{"regressions": regressions, "confounders": ["age"], **models})),
    )


def adjustments(found, exposure="one"):
    return found.fits[found.fits["exposure"] == exposure]["adjustment"].tolist()


def test_each_exposure_has_a_model_with_the_other_and_one_without_on_the_same_persons():
    found = fitted()
    assert adjustments(found) == ["crude", "crude_on_adjusted_rows", "adjusted", "alone_on_mutual_rows", "mutual"]
    assert only(found.fits, exposure="one", adjustment="mutual")["confounders"] == "age;other"
    assert only(found.fits, exposure="one", adjustment="alone_on_mutual_rows")["confounders"] == "age"


def test_both_exposures_have_the_same_coefficients_in_both_their_models():
    found = fitted()
    direct = only(found.estimates, exposure="one", adjustment="mutual", level="b")["estimate"]
    in_other = only(found.confounder_estimates, exposure="other", adjustment="mutual", term="one", level="b")["estimate"]
    assert direct == pytest.approx(in_other, rel=1e-9)
    assert direct < only(found.estimates, exposure="one", adjustment="adjusted", level="b")["estimate"]  # it stood for the other one


def test_the_other_exposure_is_compared_with_its_own_reference():
    turned = {**TWO, "other": Exposure(variable="other", reference="y")}
    rows = [
        only(fitted(exposures=e).confounder_estimates, exposure="one", adjustment="mutual", term="other", level=level)
        for e, level in ((TWO, "y"), (turned, "x"))
    ]
    assert rows[0]["estimate"] == pytest.approx(-rows[1]["estimate"], rel=1e-9)
    assert (rows[0]["reference"], rows[1]["reference"]) == ("x", "y")


def test_who_lacks_the_other_exposure_is_in_neither_of_the_compared_models():
    frame = people()
    frame.loc[:9, "other"] = pd.NA
    found = fitted(frame)
    n = found.fits[found.fits["exposure"] == "one"].set_index("adjustment")["n"]
    assert n.to_dict() == {"crude": 200, "crude_on_adjusted_rows": 200, "adjusted": 200, "alone_on_mutual_rows": 190, "mutual": 190}
    why = only(found.exclusions, exposure="one", adjustment="mutual")
    assert (why["variable"], why["n"]) == ("other", 10)


@pytest.mark.parametrize(
    "models",
    [
        {"mutual_adjustment": False},
        {"regressions": {"job": {"outcome": "job_obtained", "model": "logistic", "exposures": ["one"]}}},
        {"confounders": ["age", "other"]},
    ],
    ids=["not asked for", "one exposure", "a confounder already"],
)
def test_no_model_of_both_where_there_is_nothing_to_add(models):
    assert "mutual" not in adjustments(fitted(**models))


def test_exposures_of_the_same_variable_are_left_out_of_each_others_models():
    exposures = {**TWO, "again": Exposure(variable="one", reference="b")}
    book = codebook(category("one", "a", "b"), category("again", "a", "b"), category("other", "x", "y"), numeric("age"))
    frame = people()
    frame["again"] = frame["one"]
    found = fitted(frame, exposures, book)
    assert only(found.fits, exposure="one", adjustment="mutual")["confounders"] == "age;other"
    assert only(found.fits, exposure="other", adjustment="mutual")["status"] == "fitted"


def test_an_exposure_that_the_other_determines_has_no_estimate_and_says_so():
    frame = people()
    frame["other"] = frame["one"].map({"a": "x", "b": "y"}).astype("string")
    row = only(fitted(frame).fits, exposure="one", adjustment="mutual")
    assert row["status"] == "not fitted"
    assert "can't be told apart from" in row["warning"]


def test_without_confounders_the_others_alone_are_adjusted_for():
    found = fitted(confounders=[])
    assert adjustments(found) == ["crude", "alone_on_mutual_rows", "mutual"]
    assert only(found.fits, exposure="one", adjustment="mutual")["confounders"] == "other"


# How far they go together


def pair(one: str, other: str) -> pd.Series:
    frame = pd.DataFrame(
        {
            "one": pd.Series([None if c == "." else c for c in one], dtype="string"),
            "other": pd.Series([None if c == "." else c for c in other], dtype="string"),
        }
    )
    return associations(frame, TWO, BOOK).iloc[0]


def test_phi_is_positive_where_the_later_levels_go_together():
    assert pair("aaabbb", "xxxyyy")["phi"] == pytest.approx(1)
    assert pair("aaabbb", "yyyxxx")["phi"] == pytest.approx(-1)
    row = pair("aaaabbbb" * 3, "xxxyxyyy" * 3)  # (3 * 3 - 1 * 1) / (4 * 4) = 0.5
    assert row["phi"] == pytest.approx(0.5) and row["cramers_v"] == pytest.approx(0.5)
    assert row["statistic"] == pytest.approx(24 * 0.25) and row["df"] == 1


def test_who_lacks_one_of_both_is_counted():
    row = pair("aabb.ab", "xyxyx.y")
    assert (row["n"], row["n_excluded"]) == (5, 2)


@pytest.mark.parametrize(("one", "other", "why"), [("aaaa", "xyxy", "same level"), ("....", "xyxy", "Nobody has both")])
def test_where_nothing_can_go_together_it_is_said(one, other, why):
    row = pair(one, other)
    assert pd.isna(row["cramers_v"]) and pd.isna(row["p_value"]) and why in row["warning"]


def test_a_level_of_one_person_counts():
    row = pair("aaaaab", "xyxyxy")
    assert row["n"] == 6 and row["df"] == 1 and row["statistic"] == pytest.approx(1.2)


def test_few_expected_persons_are_warned_of():
    assert "fewer than 5 expected" in pair("aaabbb", "xxyxyy")["warning"]
    assert pd.isna(pair("ab" * 20, "xxyy" * 10)["warning"])
