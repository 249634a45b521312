"""Funding schemes taken into a business case, every cell worked out by hand: five persons, two payers, each payment on its day.

The persons are those of tests.support.business_case: included on 2020-01-01, observed for 400 days to 2021-02-03; day 366 is 2021-01-01, the first of the second
year. Money of the second year is divided by 1.1.

- a (town): 900 at the start; 600 after 12 months, on day 366; the last 500 fall due by 2021-07-01, after the last day observed: open. No job.
- b (town): 900 on day 10; the trajectory ends on day 365: no 600, and 500 on that day, still in the first year; 110 on day 38 for four weeks of work.
- c (town): nobody knows when funding began: nothing is known, 900 + 600 + 500 + 110 at most.
- d (state): 1000 on day 365; the last 700 by 2022-06-30: open.
- e (state): 1000 on day 366; the trajectory ends on day 399, the last one observed: 700 then.
- d and e have job coaching by the state, whose price the scheme does not state.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from ipscohort.config.business_case import changed
from ipscohort.config.funding import Funding
from ipscohort.programme.business_case.ledger import make_ledger
from tests.support.business_case import by_hand, made, stated, worked_out
from tests.support.funding import Job, Person, paid

CLOSE = {"rel": 1e-12, "abs": 1e-12}
EVENLY = (366 + 34 / 1.1) / 400
NOT_PAID_WITHOUT = (3 * 1100 + 2 * 550) / 5 * 20 / 30 * EVENLY
"""Mean benefit not paid without IPS (see test_business_case_by_hand)."""
SAYS = {"says": "Made up.", "doi": "10.1000/made.up"}
TOWN = {
    "payer": "town",
    "eligible": {"when": [{"variable": "benefits", "one_of": ["social assistance"]}], **SAYS},
    "valid": SAYS,
    "instalments": {
        "start": {"amount": 900, "at": "start", **SAYS},
        "later": {"amount": 600, "after": "12 months", **SAYS},
        "end": {"amount": 500, "at": "end", "at_the_latest": "18 months", **SAYS, "assumption": "made up"},
    },
    "performance": {"amount": 110, "placed_within": "12 months", "hours_per_week": 12, "lasting": "4 weeks", **SAYS},
}
STATE = {
    "payer": "state",
    "eligible": {"when": [{"variable": "benefits", "one_of": ["disability benefits"]}], **SAYS},
    "valid": SAYS,
    "instalments": {
        "start": {"amount": 1000, "at": "start", **SAYS},
        "end": {"amount": 700, "at": "end", "at_the_latest": "18 months", **SAYS},
    },
}
COACHING = {**STATE, "instalments": {"coaching": {"what_for": "job_coaching", "at": "start", **SAYS}}}
SCHEMES = Funding.model_validate({"schemes": {"town": TOWN, "state": STATE, "coaching": COACHING}})
OBSERVED = {"included": "2020-01-01", "last": "2021-02-03"}
OTHER = {"benefits": "disability benefits", **OBSERVED}
PEOPLE = (
    Person("2020-01-01", name="a", **OBSERVED),
    Person("2020-01-11", name="b", end="2020-12-31", jobs=[Job("2020-01-11", "2020-02-09")], **OBSERVED),
    Person(None, name="c", jobs=[Job("2020-12-17", "2021-01-15")], **OBSERVED),
    Person("2020-12-31", name="d", jobs=[Job("2021-01-01", "2021-01-30")], **OTHER),
    Person("2021-01-01", name="e", end="2021-02-03", jobs=[Job("2020-01-01", "2020-01-30"), Job("2020-01-16", "2020-02-14")], **OTHER),
)
WHO = ("agency", "payer", "town", "state", "client", "societal")
TOWN_PAID, STATE_PAID = (900 + 600 / 1.1 + 900 + 500 + 110) / 5, (1000 + (1000 + 700) / 1.1) / 5
TOWN_OPEN, STATE_OPEN = TOWN_PAID + (500 / 1.1 + 2110) / 5, STATE_PAID + 700 / 1.1 / 5


@cache
def payments():
    return paid(PEOPLE, SCHEMES)


def case(**changes):
    """The case worked out by hand, of whose payments to the agency only those of the schemes are left."""
    values = by_hand().model_dump()
    costs = {name: cost for name, cost in values["costs"].items() if name not in ("fee", "bonus")}
    stakeholders = {"agency": "Agency", "payer": "Payer", "town": "Town", "state": "State", "client": "Clients"}
    rule = values["shared_savings"] | {
        "invested": ["funding"],
        "savers": ["payer", "town", "state"],
        "shares": {"agency": 0.25, "town": 0.75},
    }
    more = {"stakeholders": stakeholders, "costs": costs, "funding": {"receives": "agency", "assumption": "made up"}}
    return by_hand(**(more | {"shared_savings": rule} | changes))


@cache
def found():
    return worked_out(case(), payments=payments())


def at(frame, column, **where):
    rows = frame[np.logical_and.reduce([frame[name].eq(value) for name, value in where.items()])]
    assert len(rows) == 1
    return rows[column].iloc[0]


def test_what_became_of_each_payment():
    told = {(row["id"], row["scheme"], row["payment"]): row["status"] for row in payments().to_dict("records")}
    assert [told["a", "town", name] for name in ("start", "later", "end", "performance")] == ["paid", "paid", "not_observable", "not_paid"]
    assert [told["b", "town", name] for name in ("start", "later", "end", "performance")] == ["paid", "not_paid", "paid", "paid"]
    assert {told["c", "town", name] for name in ("start", "later", "end", "performance")} == {"unknown"}
    assert [told["d", "state", name] for name in ("start", "end")] == ["paid", "not_observable"]
    assert [told["e", "state", name] for name in ("start", "end")] == ["paid", "paid"]
    assert {told[who, "coaching", "coaching"] for who in "de"} == {"not_stated"} and len(told) == 18


EACH = {
    "funding town": ([1500, 1510, 0, 0, 0], [900 + 600 / 1.1, 1510, 0, 0, 0]),
    "funding state": ([0, 0, 0, 1000, 1700], [0, 0, 0, 1000, 1700 / 1.1]),
}
MOST = {
    "funding town": [900 + 600 / 1.1 + 500 / 1.1, 1510, 2110, 0, 0],  # a's 500 on day 400; c's on the day of inclusion, as they have no day
    "funding state": [0, 0, 0, 1000 + 700 / 1.1, 1700 / 1.1],
}


@pytest.mark.parametrize("entry", list(EACH))
def test_what_each_payer_paid_for_each_person(entry):
    rows = found().persons[found().persons["entry"].eq(entry)]
    assert rows["plain"].tolist() == pytest.approx(EACH[entry][0], **CLOSE)
    assert rows["discounted"].tolist() == pytest.approx(EACH[entry][1], **CLOSE) and rows["discounted_without"].eq(0).all()
    most = next(one for one in make_ledger(made(case(), payments()).people, case(), with_open=True).entries if one.name == entry)
    assert most.discounted.tolist() == pytest.approx(MOST[entry], **CLOSE)


LEDGER = {
    # agency, payer, town, state, client, all together
    "programme": (200, 0, 0, 0, 0, 200),
    "start": (100, 0, 0, 0, 0, 100),
    "coaching": (28.8, 0, 0, 0, 0, 28.8),
    "usual": (0, 0, 0, 0, 0, 0),
    "income": (0, -695, 0, 0, 695, 0),
    "funding town": (-TOWN_PAID, 0, TOWN_PAID, 0, 0, 0),
    "funding state": (-STATE_PAID, 0, 0, STATE_PAID, 0, 0),
}
WITHOUT = {"usual": (0, 50, 0, 0, 0, 50), "income": (0, -NOT_PAID_WITHOUT, 0, 0, NOT_PAID_WITHOUT, 0)}
WITH_OPEN = {"funding town": {"agency": -TOWN_OPEN, "town": TOWN_OPEN}, "funding state": {"agency": -STATE_OPEN, "state": STATE_OPEN}}


def test_the_ledger_has_these_entries():
    assert set(found().ledger["entry"]) == set(LEDGER) and len(found().ledger) == len(LEDGER) * len(WHO)


@pytest.mark.parametrize("entry", list(LEDGER))
def test_each_cell_of_the_ledger(entry):
    for who, value, without in zip(WHO, LEDGER[entry], WITHOUT.get(entry, (0,) * 6), strict=True):
        cell = {"entry": entry, "perspective": who}
        assert at(found().ledger, "discounted", **cell) == pytest.approx(value, **CLOSE)
        assert at(found().ledger, "total", **cell) == pytest.approx(5 * value, **CLOSE)
        assert at(found().ledger, "without", **cell) == pytest.approx(without, **CLOSE)
        most, expected = at(found().ledger, "with_open", **cell), WITH_OPEN.get(entry, {}).get(who)
        assert pd.isna(most) if expected is None else most == pytest.approx(expected, **CLOSE)


COST = {
    "agency": 328.8 - TOWN_PAID - STATE_PAID,
    "payer": NOT_PAID_WITHOUT - 695 - 50,
    "town": TOWN_PAID,
    "state": STATE_PAID,
    "client": 695 - NOT_PAID_WITHOUT,
    "societal": 278.8,
}
COST_OPEN = {"agency": 328.8 - TOWN_OPEN - STATE_OPEN, "town": TOWN_OPEN, "state": STATE_OPEN}
CONCERNED = {"agency": 5, "payer": 5, "town": 3, "state": 2, "client": 5, "societal": 5}  # c is a client of the town, whatever was paid


@pytest.mark.parametrize("who", WHO)
def test_each_perspective(who):
    row = {"perspective": who, "outcome": "days_worked"}
    assert at(found().differences, "cost", **row) == pytest.approx(COST[who], **CLOSE)
    most = at(found().differences, "cost_with_open", **row)
    assert most == pytest.approx(COST_OPEN[who], **CLOSE) if who in COST_OPEN else pd.isna(most)
    assert at(found().differences, "n_concerned", **row) == CONCERNED[who]
    programme = {**COST, "payer": 0, "client": 0, "societal": 328.8}[who]
    assert at(found().gross, "programme", perspective=who) == pytest.approx(programme, **CLOSE)
    open_programme = at(found().gross, "programme_with_open", perspective=who)
    assert open_programme == pytest.approx(COST_OPEN[who], **CLOSE) if who in COST_OPEN else pd.isna(open_programme)


STILL_DUE = {
    "town": 500 / 1.1 / 5,
    "state": 700 / 1.1 / 5,
    "agency": -1200 / 1.1 / 5,
}  # on day 400, of the second year; what is not known of c is not in it


@pytest.mark.parametrize("who", WHO)
def test_what_can_still_fall_due_is_beside_each_sum(who):
    expected = pytest.approx(STILL_DUE.get(who, 0), **CLOSE)
    assert at(found().gross, "still_due", perspective=who) == expected
    assert at(found().differences, "still_due", perspective=who, outcome="days_worked") == expected
    assert -at(found().shared, "still_due", perspective=who) / 5 == expected  # there as what is saved: above 0 what comes in


def test_a_payment_without_a_price_is_no_cost_that_falls_on_a_person():
    everybody = COACHING | {"eligible": SAYS}
    schemes = Funding.model_validate({"schemes": {"town": TOWN, "state": STATE, "coaching": everybody}})
    of = worked_out(case(), payments=paid(PEOPLE, schemes))
    row = of.differences.set_index(["perspective", "outcome"]).loc[("state", "days_worked")]
    assert (row["n_concerned"], row["n_unpriced"]) == (2, 3)
    assert "fall on 2 of the 5 persons" in row["warning"] and "price is not stated, and which are in no sum: 3" in row["warning"]
    gross = of.gross.set_index("perspective")
    assert gross["n_unpriced"].to_dict() == {who: 3 if who == "state" else 0 for who in WHO}
    assert found().gross["n_unpriced"].eq(0).all()


def test_payments_cancel_with_what_is_open_too():
    for with_open in (False, True):
        ledger = make_ledger(made(case(), payments()).people, case(), with_open=with_open)
        assert sum(ledger.cost(who).mean() for who in WHO[:-1]) == pytest.approx(ledger.cost("societal").mean(), **CLOSE)
        assert ledger.cost("societal").mean() == pytest.approx(328.8, **CLOSE)


def test_what_is_in_no_sum_is_told_apart():
    people = found().people.astype(object).where(found().people.notna(), None)
    rows = {(row["group"], row["payer"]): (row["n"], row["amount"]) for row in people[people["why"].isna()].to_dict("records")}
    assert rows["payments_not_known", None] == rows["payments_not_known", "town"] == (4, 2110)
    assert rows["payments_not_stated", None] == rows["payments_not_stated", "state"] == (2, None)
    assert (
        rows["payments_open", None] == (2, 1200)
        and rows["payments_open", "town"] == (1, 500)
        and rows["payments_open", "state"] == (1, 700)
    )


def test_a_cost_stands_for_a_scheme_without_a_price():
    values = case().model_dump()
    coaching = stated(
        80, label="Job coaching", pays="state", receives="agency", per="person", only={"variable": "benefit", "one_of": ["Y"]}
    )
    received = {"receives": "agency", "assumption": "made up", "priced_by": {"coaching": "coached"}}
    of = worked_out(case(costs=values["costs"] | {"coached": coaching}, funding=received), payments=payments())
    assert not of.people["group"].eq("payments_not_stated").to_numpy() @ of.people["n"].fillna(0).to_numpy()
    assert at(of.ledger, "discounted", entry="coached", perspective="state") == pytest.approx(80 * 2 / 5)
    assert at(of.ledger, "discounted", entry="funding state", perspective="state") == pytest.approx(STATE_PAID, **CLOSE)


def test_a_cost_that_stands_for_a_scheme_is_invested():
    coaching = stated(80, label="Job coaching", pays="state", receives="agency", per="person")
    received = {"receives": "agency", "assumption": "made up", "priced_by": {"coaching": "coached"}}
    values = case().model_dump()
    of = worked_out(case(costs=values["costs"] | {"coached": coaching}, funding=received), payments=payments()).shared
    assert at(of, "invested", perspective="state") == pytest.approx(5 * STATE_PAID + 400, **CLOSE)
    assert at(of, "into_pool", perspective="state") == pytest.approx(0, **CLOSE)
    assert at(of, "invested", perspective="town") == pytest.approx(5 * TOWN_PAID, **CLOSE)


INVESTED = {"town": 5 * TOWN_PAID, "state": 5 * STATE_PAID}
ALL = sum(INVESTED.values())


def test_who_invests_is_repaid_first_in_proportion():
    rows = found().shared.set_index("perspective")
    pool = 5 * (695 + 50 - NOT_PAID_WITHOUT)  # what the payer of benefits pays less; town and state pay nothing but the investment
    assert 0 < pool < ALL
    for who in ("town", "state"):
        assert rows.loc[who, "invested"] == pytest.approx(INVESTED[who], **CLOSE) and rows.loc[who, "into_pool"] == pytest.approx(
            0, **CLOSE
        )
        assert rows.loc[who, "repaid"] == pytest.approx(pool * INVESTED[who] / ALL, **CLOSE)
        assert rows.loc[who, "after"] == pytest.approx(-INVESTED[who] * (1 - pool / ALL), **CLOSE)
    assert rows.loc["payer", "into_pool"] == pytest.approx(pool, **CLOSE) and rows.loc["payer", "after"] == pytest.approx(0, abs=1e-9)
    assert rows.loc["agency", "after"] == pytest.approx(-5 * COST["agency"], **CLOSE) and rows["share"].eq(0).all()
    assert rows.loc["societal", "after"] == pytest.approx(-5 * 278.8, **CLOSE)
    open_invested = 5 * (TOWN_OPEN + STATE_OPEN)
    assert rows.loc["societal", "invested_with_open"] == pytest.approx(open_invested, **CLOSE)
    assert rows.loc["state", "after_with_open"] == pytest.approx(-5 * STATE_OPEN * (1 - pool / open_invested), **CLOSE)


def test_what_is_left_after_repayment_is_shared():
    rows = worked_out(changed(case(), {"costs.usual.amount": 2000}), payments=payments()).shared.set_index("perspective")
    pool = 5 * (695 + 2000 - NOT_PAID_WITHOUT)
    assert rows.loc["town", "repaid"] == pytest.approx(INVESTED["town"], **CLOSE)
    assert rows.loc["town", "after"] == pytest.approx(0.75 * (pool - ALL), **CLOSE) and rows.loc["state", "after"] == pytest.approx(
        0, abs=1e-9
    )
    assert rows.loc["agency", "share"] == pytest.approx(0.25 * (pool - ALL), **CLOSE)


def test_an_amount_is_counted_on_its_day_and_no_other():
    moved = payments().copy()
    later = moved["id"].eq("b") & moved["payment"].eq("start")
    moved.loc[later, "due"] = np.datetime64("2021-01-01")
    of = worked_out(case(), payments=moved)
    assert at(of.ledger, "discounted", entry="funding town", perspective="town") == pytest.approx(
        TOWN_PAID - 900 * (1 - 1 / 1.1) / 5, **CLOSE
    )
