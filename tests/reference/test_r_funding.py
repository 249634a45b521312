"""Funding of the shipped example equals R's, which applies the papers' words anew, person by person (R/funding.R): payments, costs, limits, exposure."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ipscohort.programme.funding.bootstrap import percentile_limits, ratios
from tests.reference.compare import compare, largest_difference, reference
from tests.support.funding import analysed, shipped

KEY = ("model", "exposure", "adjustment", "level")
NUMBERS = ("estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high", "n", "n_events", "n_excluded")
COUNTS = ("n", "n_paid", "n_not_paid", "n_not_observable", "n_unknown", "total_least", "total_most", "total_open")
COSTS = (
    "n",
    "n_known",
    "median",
    "lower_quartile",
    "upper_quartile",
    "per_person",
    "total_least",
    "total_most",
    "per_person_least",
    "per_person_most",
    "n_jobs",
    "per_job",
)
REPLICATES = 1999


def estimates() -> pd.DataFrame:
    frame = shipped().estimates
    return frame[frame["method"].ne("reference")].reset_index(drop=True)


def test_every_payment_comes_to_what_it_comes_to_in_r():
    expected = reference("funding_payments")
    priced = shipped().by_payment[shipped().by_payment["amount"].notna()].reset_index(drop=True)
    assert len(expected) == len(priced) == 10
    assert compare(priced, expected, ("scheme", "payment"), COUNTS) == []


def test_who_has_job_coaching_by_uwv_is_rs():
    expected = reference("funding_coaching")
    ours = shipped().by_payment[shipped().by_payment["payment"].eq("job coaching")].reset_index(drop=True)
    assert len(expected) == len(ours) == 2 and compare(ours, expected, ("scheme",), ("n", "n_may", "n_not_stated", "n_unknown")) == []


def test_costs_are_rs():
    frame = shipped().costs
    frame = frame[frame["group"].isin(("scheme", "all")) & frame["n_priced"].gt(0)].reset_index(drop=True)
    assert compare(frame.assign(scheme=frame["name"].fillna("all")), reference("funding_costs"), ("scheme",), COSTS) == []


def drawn(n: int) -> np.ndarray:
    """Persons drawn by the generator of Park and Miller, as in R/funding.R."""
    state, found = 1, np.empty((REPLICATES, n), dtype=int)
    for place in range(REPLICATES * n):
        state = state * 16807 % 2147483647
        found.flat[place] = int(state / 2147483647 * n)
    return found


@pytest.mark.parametrize("divisor", ["persons", "jobs", "days"])
def test_percentile_limits_are_those_of_boot_ci(divisor):
    expected = reference("funding_limits")
    payments, persons = shipped().payments, analysed().derived.persons
    of = payments[payments["scheme"].eq("municipality_2015") & payments["status"].ne("unknown")]
    cost = of.groupby("id")["amount"].sum()
    who = persons.set_index(persons["id"].astype(str)).loc[cost.index]
    by = {
        "persons": np.ones(len(cost)),
        "jobs": who["job_obtained"].eq("yes").to_numpy(dtype=float),
        "days": who["time_worked"].to_numpy(dtype=float),
    }[divisor]
    found = ratios(cost.to_numpy(dtype=float), by, drawn(len(cost)))
    for row in expected[expected["divisor"].eq(divisor)].to_dict("records"):
        assert row["n"] == len(cost)
        assert percentile_limits(found, float(row["confidence"])) == pytest.approx((float(row["low"]), float(row["high"])), rel=1e-10)
        assert cost.sum() / by.sum() == pytest.approx(float(row["value"]), rel=1e-10)


def test_estimates_of_the_class_are_rs():
    expected = reference("funding_estimates")
    assert len(expected) == 2 * 3 * 3
    assert compare(estimates(), expected, KEY, NUMBERS) == []
    assert largest_difference(estimates(), expected, KEY, NUMBERS) < 1e-8


@pytest.mark.parametrize("row", range(0, 18, 5))
def test_a_flipped_sign_is_seen(row):
    flipped = estimates()
    flipped.loc[row, "estimate"] *= -1
    assert len(compare(flipped, reference("funding_estimates"), KEY, NUMBERS)) == 1
