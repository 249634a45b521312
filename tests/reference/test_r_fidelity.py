"""Fidelity of the shipped example equals R's, which reads the reviews anew (R/fidelity.R): totals, at inclusion, correlations, regressions."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest

from tests.reference.compare import compare, largest_difference, reference
from tests.support.fidelity import found

RULES = ("last_before", "interpolated")
KEY = ("rule", "model", "exposure", "adjustment", "level")
NUMBERS = (
    *("estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high", "n", "n_events", "n_excluded"),
    *("n_agencies", "n_values", "pearson", "spearman", "within", "r_squared", "vif"),
)
COVER = (
    "n",
    "n_known",
    "n_before_first",
    "days_median",
    "days_least",
    "days_most",
    "n_values",
    "pearson",
    "spearman",
    "within",
    "r_squared",
    "vif",
)


@cache
def ours(name: str) -> pd.DataFrame:
    """Of both rules."""
    return pd.concat([getattr(found(between_reviews=rule), name).assign(rule=rule) for rule in RULES], ignore_index=True)


def estimates() -> pd.DataFrame:
    frame = ours("estimates")
    return frame[frame["method"].ne("reference")].reset_index(drop=True)


def test_every_review_has_rs_total_class_and_sections():
    frame = found().reviews
    frame = frame.assign(date=frame["date"].dt.strftime("%Y-%m-%d").astype("string"))
    expected = reference("fidelity_reviews")
    assert compare(frame, expected, ("agency", "date"), ("total", "staffing", "organization", "services", "n_low")) == []
    assert frame["class"].tolist() == expected["class"].tolist()


def test_fidelity_at_inclusion_is_rs():
    frame = ours("cover")
    assert compare(frame.assign(agency=frame["agency"].fillna("")), reference("fidelity_cover"), ("rule", "agency"), COVER) == []


def test_estimates_and_correlations_are_rs():
    expected = reference("fidelity_estimates")
    assert len(expected) == 2 * 3 * (8 + 2 + 8)
    assert compare(estimates(), expected, KEY, NUMBERS) == []
    assert largest_difference(estimates(), expected, KEY, NUMBERS) < 1e-8


@pytest.mark.parametrize("row", range(0, 108, 7))
@pytest.mark.parametrize("column", ["estimate", "pearson", "within"])
def test_a_flipped_sign_is_seen(row, column):
    flipped = estimates()
    flipped.loc[row, column] *= -1
    assert len(compare(flipped, reference("fidelity_estimates"), KEY, NUMBERS)) == 1
