"""A business case that takes in what the shipped funding schemes paid: the sums are those of the payments, and cancel between stakeholders."""

from __future__ import annotations

import pytest

from ipscohort.config import Settings
from ipscohort.errors import UserError
from ipscohort.programme.business_case.review import review
from tests.support import funding
from tests.support.business_case import stated


def settings(**changed):
    payers = {scheme.payer for scheme in funding.cohort().settings.programme.funding.schemes.values()}
    values = funding.cohort().settings.model_dump(mode="json")
    values["programme"]["business_case"] = {
        "currency": "euros",
        "price_year": 2017,
        "stakeholders": {"agency": "Agency", **{name: name for name in sorted(payers)}},
        "costs": {"specialist": stated(240, label="Specialist", pays="agency", per="month_in_programme")},
        "funding": {"receives": "agency", "assumption": "the agency receives all of it"},
        **changed,
    }
    return Settings.model_validate(values)


def found(chosen, payments):
    one = funding.analysed()
    return review(one.derived.persons, one.cleaned.jobs, one.derived.codebook, chosen, payments)


def test_sums_are_those_of_the_payments():
    payments = funding.shipped().payments
    of = found(settings(), payments)
    rows = of.ledger[of.ledger["kind"].eq("funding")]
    counted = payments[payments["id"].isin(of.persons["id"]) & payments["status"].eq("paid")]
    sums = counted.groupby("payer")["amount"].sum()
    for payer, total in sums[sums > 0].items():
        one = rows[rows["entry"].eq(f"funding {payer}")].set_index("perspective")
        assert one.loc[payer, "total"] == pytest.approx(total) and one.loc["agency", "total"] == pytest.approx(-total)
        assert one.loc["societal", "total"] == 0


def test_each_payment_is_paid_not_paid_or_in_no_sum_and_said():
    payments = funding.shipped().payments
    of = found(settings(), payments)
    mine = payments[payments["id"].isin(of.persons["id"])]
    said = of.people[of.people["payer"].notna()]
    assert said["n"].sum() + mine["status"].isin(["paid", "not_paid"]).sum() == len(mine)
    unstated = mine["amount_most"].isna() & mine["amount_open"].isna()
    assert said.loc[said["group"].eq("payments_not_stated"), "n"].sum() == unstated.sum() > 100
    assert set(said["payer"]) == {"UWV", "municipality", "health insurer"}


def test_payments_that_can_still_fall_due_are_said_with_what_they_come_to():
    payments = funding.shipped().payments
    of = found(settings(), payments)
    still = payments[payments["id"].isin(of.persons["id"]) & payments["status"].eq("not_observable")]
    whole = of.people[of.people["payer"].isna()].set_index("group")
    row = whole.loc["payments_open"]
    assert row["n"] == len(still) > 0
    assert row["amount"] == pytest.approx(still["amount_open"].sum()) and row["amount"] > 0
    unknown = payments[payments["id"].isin(of.persons["id"]) & payments["status"].eq("unknown") & payments["amount_most"].notna()]
    assert whole.loc["payments_not_known", "amount"] == pytest.approx(unknown["amount_most"].sum())


def test_no_payments():
    with pytest.raises(UserError, match="no payments of funding schemes"):
        found(settings(), None)
