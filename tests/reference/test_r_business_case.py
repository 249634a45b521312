"""The business case of the shipped example equals R's, which adds it up anew, person by person and day by day (R/business_case.R)."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from ipscohort.programme.business_case.incremental import counted, limits
from ipscohort.programme.business_case.ledger import make_ledger
from ipscohort.programme.business_case.people import known_people
from ipscohort.programme.business_case.review import Found, found_of
from tests.reference.compare import compare, reference
from tests.support.business_case import analysed, cohort, drawn, found, funded, payments, settings, shipped, stated, values_of

REPLICATES = 499
RANDOM = ("cost_low", "cost_high", "share_cheaper", "share_more_for_more", "share_dominates")


@cache
def on_rs_draws() -> Found:
    """The example with the persons that R draws."""
    one, chosen = analysed(), cohort().settings
    case = chosen.programme.business_case
    known = known_people(one.derived.persons, one.cleaned.jobs, case, chosen, payments(), funded())
    counts = counted(drawn(REPLICATES, known.people.n), known.people.n)
    return found_of(known, make_ledger(known.people, case), case, counts, 0.95, one.derived.codebook)


def test_every_entry_comes_to_what_it_comes_to_in_r():
    rows = shipped().ledger
    pays = cohort().settings.programme.business_case.costs
    own = rows[rows["plain"].ne(0) | rows["without"].ne(0)].copy()
    columns = ["plain", "discounted", "total", "with_open", "without"]
    own[columns] = own[columns].abs()
    first = own.drop_duplicates("entry").reset_index(drop=True)
    expected = reference("business_case_ledger")
    assert len(expected) == len(first) == len(pays) + 4  # two benefits, and what two payers paid by their schemes
    assert compare(first, expected, ("entry",), ("n", *columns)) == []


@pytest.mark.parametrize(
    ("outcome", "effect", "ratio"), [("days_worked", "effect", "ratio"), ("job_obtained", "effect_jobs", "ratio_jobs")]
)
def test_differences_ratio_and_break_even_are_rs(outcome, effect, ratio):
    rows = on_rs_draws().differences
    rows = rows[rows["outcome"].eq(outcome)].rename(columns={"effect": effect, "ratio": ratio}).reset_index(drop=True)
    numbers = ("n", "n_concerned", "n_unpriced", "still_due", "cost", "cost_with_open", ratio, "break_even", "below", *RANDOM)
    rows["below"] = rows["break_even_side"].map({"below": 1.0, "above": 0.0})
    expected = reference("business_case_differences")
    assert len(expected) == 7
    assert compare(rows, expected, ("perspective", "value_of_work"), (*numbers, effect)) == []


def test_the_acceptability_curve_is_rs():
    expected = reference("business_case_acceptability")
    assert len(expected) == 16
    numbers = ("share", "net_benefit", "net_benefit_low", "net_benefit_high")
    assert compare(on_rs_draws().acceptability, expected, ("perspective", "worth"), numbers) == []


def test_the_agreement_is_rs():
    rows = on_rs_draws().shared
    rows = rows[rows["perspective"].ne("societal")].reset_index(drop=True)
    limits_of = ("before_low", "before_high", "after_low", "after_high")
    numbers = ("before", *limits_of, "invested", "invested_with_open", "into_pool", "after", "after_with_open", "still_due")
    assert compare(rows, reference("business_case_shared"), ("perspective",), numbers) == []


def test_days_that_jobs_of_unknown_dates_can_add_are_rs():
    rows = shipped().people
    rows = rows[rows["group"].eq("partly_known")].reset_index(drop=True)
    assert compare(rows, reference("business_case_partly"), ("group",), ("n", "days")) == []


def test_who_has_no_funded_start_or_end_is_rs():
    rows = shipped().people
    rows = rows[rows["group"].isin(["no_funded_start", "no_trajectory_end"])].reset_index(drop=True)
    assert compare(rows, reference("business_case_trajectories"), ("group",), ("n",)) == []


def test_one_input_at_a_time_is_rs():
    expected = reference("business_case_one_way")
    rows = shipped().varied
    key = ["kind", "name", "end"]
    rows = rows.merge(expected[key], on=key)
    assert len(rows) == 8
    assert compare(rows, expected, key, ("cost",)) == []


def test_a_number_of_the_records_times_a_price_is_rs():
    values = values_of()
    values["costs"]["care"] = stated(3, label="Care", pays="health insurer", per={"variable": "mhi5"})
    rows = found(settings(values)).ledger.query("entry == 'care' and perspective == 'health insurer'").reset_index(drop=True)
    assert compare(rows, reference("business_case_numbers"), ("entry",), ("n", "plain", "discounted", "total")) == []


def test_other_days_without_ips_by_benefit_are_rs():
    values = values_of()
    days = {"disability benefits": stated(80), "social assistance": stated(45)}
    values["comparator"]["by_level"] = {"variable": "benefits", "days_worked": days}
    rows = found(settings(values)).differences.query("outcome == 'days_worked'").reset_index(drop=True)
    assert compare(rows, reference("business_case_by_level"), ("perspective", "value_of_work"), ("cost", "effect")) == []


def test_a_wrong_rate_or_sign_would_be_seen():
    expected = reference("business_case_ledger")
    wrong = expected.assign(discounted=expected["discounted"] * (1 + 1e-6))
    assert compare(wrong, expected, ("entry",), ("discounted",)) != []


def test_limits_are_order_statistics():
    assert limits(np.arange(1.0, 200.0), 0.95) == pytest.approx((5, 195))
    assert all(pd.isna(end) for end in limits(np.empty(0), 0.95))
