"""A business case whose every cell is worked out by hand: five persons of eight, discounting across a year, offset, shared savings.

Follow-up has 400 days: 366 in the first year, 34 in the second; a month is 30 days. Money of the second year is divided by 1.1, outcomes by 1.25.
a never worked. b worked 30 days in the first year, c 15 in the first and 15 in the second, d 30 in the second, e two jobs at once, 45 days in the first.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ipscohort.config.business_case import BusinessCase, changed
from ipscohort.programme.business_case.incremental import FEW, counted, counts_of, quadrants
from ipscohort.programme.business_case.ledger import make_ledger
from ipscohort.programme.business_case.review import found_of
from tests.support.business_case import by_hand, made, stated, worked_out

EVENLY = (366 + 34 / 1.1) / 400
"""Mean factor of money over follow-up."""
NOT_PAID_WITHOUT = (3 * 1100 + 2 * 550) / 5 * 20 / 30 * EVENLY
"""Mean benefit not paid without IPS: 20 days in a month of 30."""
CLOSE = {"rel": 1e-12, "abs": 1e-12}


def at(frame: pd.DataFrame, column: str, **where: object):
    rows = frame[np.logical_and.reduce([frame[name].eq(value) for name, value in where.items()])]
    assert len(rows) == 1
    return rows[column].iloc[0]


@pytest.fixture(scope="module")
def found():
    return worked_out(by_hand())


def test_who_counts_and_who_is_left_out():
    known = made(by_hand())
    assert list(known.people.ids) == ["a", "b", "c", "d", "e"]
    assert list(known.left_out.values()) == [1, 1, 0, 1]  # f, g, nobody, h
    assert known.people.worked.tolist() == [[0, 0], [30, 0], [15, 15], [0, 30], [45, 0]]
    assert known.people.in_programme.tolist() == [[366, 34]] * 5


EACH = {
    "programme": [200, 200, 200, 200, 200],
    "start": [100, 100, 100, 100, 100],
    "coaching": [0, 33, 16.5 + 16.5 / 1.1, 33 / 1.1, 49.5],
    "fee": [150, 150, 150, 150, 150],
    "bonus": [0, 110, 110, 100, 110],
    "usual": [0, 0, 0, 0, 0],
    "income": [0, 1100, 550 + 550 / 1.1, 500, 825],
}


@pytest.mark.parametrize("entry", list(EACH))
def test_each_entry_of_each_person(found, entry):
    rows = found.persons[found.persons["entry"].eq(entry)]
    assert rows["discounted"].tolist() == pytest.approx(EACH[entry], **CLOSE)


LEDGER = {
    # agency, payer, client, all together
    "programme": (200, 0, 0, 200),
    "start": (100, 0, 0, 100),
    "coaching": (28.8, 0, 0, 28.8),
    "fee": (-150, 150, 0, 0),
    "bonus": (-86, 86, 0, 0),
    "usual": (0, 0, 0, 0),
    "income": (0, -695, 695, 0),
}
WITHOUT = {"usual": (0, 50, 0, 50), "income": (0, -NOT_PAID_WITHOUT, NOT_PAID_WITHOUT, 0)}
WHO = ("agency", "payer", "client", "societal")


@pytest.mark.parametrize("entry", list(LEDGER))
def test_the_ledger_and_what_cancels(found, entry):
    got = [at(found.ledger, "discounted", entry=entry, perspective=who) for who in WHO]
    assert got == pytest.approx(LEDGER[entry], **CLOSE)
    without = [at(found.ledger, "without", entry=entry, perspective=who) for who in WHO]
    assert without == pytest.approx(WITHOUT.get(entry, (0, 0, 0, 0)), **CLOSE)
    assert [at(found.ledger, "total", entry=entry, perspective=who) for who in WHO] == pytest.approx(
        [5 * x for x in LEDGER[entry]], **CLOSE
    )


def test_undiscounted_amounts(found):
    plain = [at(found.ledger, "plain", entry=entry, perspective="payer") for entry in ("bonus", "income")]
    assert plain == pytest.approx([88, -(1100 + 1100 + 550 + 825) / 5], **CLOSE)


def test_gross_costs_per_outcome(found):
    programme = (92.8, 236, 0, 328.8)
    assert [at(found.gross, "programme", perspective=who) for who in WHO] == pytest.approx(programme, **CLOSE)
    assert [at(found.gross, "programme_total", perspective=who) for who in WHO] == pytest.approx([464, 1180, 0, 1644], **CLOSE)
    assert [at(found.gross, "transfers", perspective=who) for who in WHO] == pytest.approx((0, -695, 695, 0), **CLOSE)
    assert at(found.gross, "per_job", perspective="societal") == pytest.approx(328.8 / 0.76, **CLOSE)
    assert at(found.gross, "per_day", perspective="societal") == pytest.approx(328.8 / 25.2, **CLOSE)
    assert at(found.gross, "n", perspective="agency") == 5 and at(found.gross, "n_jobs", perspective="agency") == 4
    assert pd.isna(at(found.gross, "per_day", perspective="client"))
    assert "No cost per outcome" in at(found.gross, "warning", perspective="client")


def test_outcomes(found):
    row = found.outcomes.set_index("outcome").loc["days_worked"]
    assert [row[name] for name in ("plain", "discounted", "plain_without", "discounted_without", "difference")] == pytest.approx(
        [27, 25.2, 20, 20 * 0.983, 25.2 - 19.66], **CLOSE
    )
    row = found.outcomes.set_index("outcome").loc["job_obtained"]
    assert [row[name] for name in ("plain", "discounted", "discounted_without")] == pytest.approx([0.8, 0.76, 0.4 * 0.983], **CLOSE)


COST = (92.8, 236 - 695 + NOT_PAID_WITHOUT - 50, 695 - NOT_PAID_WITHOUT, 278.8)


def test_differences_and_the_ratio(found):
    got = [at(found.differences, "cost", perspective=who, outcome="days_worked") for who in WHO]
    assert got == pytest.approx(COST, **CLOSE) and sum(got[:3]) == pytest.approx(got[3], **CLOSE)
    key = {"perspective": "societal", "outcome": "days_worked"}
    assert at(found.differences, "ratio", **key) == pytest.approx(278.8 / 5.54, **CLOSE)
    assert at(found.differences, "quadrant", **key) == "more_for_more"
    assert at(found.differences, "ratio", perspective="societal", outcome="job_obtained") == pytest.approx(278.8 / (0.76 - 0.3932), **CLOSE)


def test_a_payer_of_some_has_no_cost_per_outcome_of_all():
    costs = by_hand().model_dump()["costs"]
    for name in ("fee", "bonus", "usual"):
        costs[name] |= {"only": {"variable": "benefit", "one_of": ["X"]}}
    benefits = by_hand().model_dump()["benefits"]
    benefits["income"]["levels"].pop("Y")
    found = worked_out(by_hand(costs=costs, benefits=benefits))
    key = {"perspective": "payer", "outcome": "days_worked"}
    assert at(found.differences, "n_concerned", **key) == 3  # a, b, c; a never worked, and is one of its clients
    # fee 150 and usual 50 of three, bonus of b and c; benefits of b and c, and without IPS of three
    cost = (3 * (150 - 50) + 220 - 1100 - 550 - 550 / 1.1 + 3 * 1100 * 20 / 30 * EVENLY) / 5
    assert at(found.differences, "cost", **key) == pytest.approx(cost, **CLOSE)
    row = found.differences[found.differences["perspective"].eq("payer")]
    assert row["quadrant"].isna().all() and row["ratio"].isna().all() and row["share_dominates"].isna().all()
    assert row["warning"].str.contains("fall on 3 of the 5 persons").all()
    assert "payer" not in set(found.acceptability["perspective"]) and "agency" in set(found.acceptability["perspective"])
    assert at(found.gross, "programme", perspective="payer") == pytest.approx((450 + 220) / 5, **CLOSE)
    assert pd.isna(at(found.gross, "per_job", perspective="payer")) and pd.isna(at(found.gross, "per_day", perspective="payer"))
    assert "fall on 3 of the 5 persons" in at(found.gross, "warning", perspective="payer")
    assert at(found.gross, "n_concerned", perspective="agency") == 5 and at(found.gross, "per_day", perspective="agency") > 0


def test_who_receives_more_than_it_pays_has_a_margin_and_no_quadrant():
    key = {"perspective": "agency", "outcome": "days_worked"}
    assert at(worked_out(by_hand()).differences, "quadrant", **key) == "more_for_more"  # it pays 328.8 and receives 236
    more = worked_out(changed(by_hand(), {"costs.fee.amount": 300}))
    row = more.differences[more.differences["perspective"].eq("agency")]
    assert at(more.differences, "cost", **key) == pytest.approx(92.8 - 150, **CLOSE)
    assert row["quadrant"].isna().all() and row["ratio"].isna().all() and row["share_dominates"].isna().all()
    assert (
        row["warning"].str.contains("receives more from others than it pays").all() and not row["warning"].str.contains("dominates").any()
    )
    assert "agency" not in set(more.acceptability["perspective"]) and "payer" in set(more.acceptability["perspective"])
    # a payer that is spared benefits receives nothing from others
    assert at(more.differences, "quadrant", perspective="payer", outcome="days_worked") is not None
    assert at(more.differences, "quadrant", perspective="societal", outcome="days_worked") == "more_for_more"
    one = worked_out(by_hand(perspective="agency", costs=changed(by_hand(), {"costs.fee.amount": 300}).model_dump()["costs"])).varied
    assert one["ratio"].isna().all() and one["effect"].isna().all()


def test_break_even(found):
    even = [at(found.differences, "break_even", perspective=who, outcome="days_worked") for who in WHO]
    assert even[1] == pytest.approx(20 * (695 + 50 - 236) / NOT_PAID_WITHOUT, **CLOSE)
    assert even[2] == pytest.approx(20 * 695 / NOT_PAID_WITHOUT, **CLOSE)
    assert pd.isna(even[0]) and pd.isna(even[3])  # neither hangs on days worked without IPS
    sides = [at(found.differences, "break_even_side", perspective=who, outcome="days_worked") for who in WHO]
    assert sides[1:3] == [
        "below",
        "above",
    ]  # the fewer work without IPS, the more benefits are saved with it, and the more clients go without
    assert "costs more with IPS, however many days" in at(found.differences, "warning", perspective="agency", outcome="days_worked")


@pytest.mark.parametrize(
    ("cost", "effect", "where"),
    [
        (1, 1, "more_for_more"),
        (-1, -1, "less_for_less"),
        (-1, 1, "dominates"),
        (0, 1, "dominates"),
        (-1, 0, "dominates"),
        (1, -1, "dominated"),
        (1, 0, "dominated"),
        (0, -1, "dominated"),
        (0, 0, "equal"),
    ],
)
def test_quadrants(cost, effect, where):
    assert quadrants(np.array([cost]), np.array([effect]))[0] == where


def test_no_ratio_where_ips_dominates_or_is_dominated():
    cheap = worked_out(
        by_hand(
            costs=by_hand().model_dump()["costs"] | {"usual": stated(5000, label="Usual", pays="payer", per="person", arises="without_ips")}
        )
    )
    key = {"perspective": "societal", "outcome": "days_worked"}
    assert at(cheap.differences, "quadrant", **key) == "dominates" and pd.isna(at(cheap.differences, "ratio", **key))
    assert "more of the outcome at no higher cost" in at(cheap.differences, "warning", **key)
    worse = worked_out(changed(by_hand(), {"comparator.days_worked.amount": 40}))
    assert at(worse.differences, "quadrant", **key) == "dominated" and pd.isna(at(worse.differences, "ratio", **key))
    less = worked_out(changed(by_hand(), {"comparator.days_worked.amount": 40, "costs.usual.amount": 5000}))
    assert at(less.differences, "quadrant", **key) == "less_for_less" and at(less.differences, "ratio", **key) > 0
    assert "the higher, the better" in at(less.differences, "warning", **key)


def shared(days: float) -> dict[str, dict[str, float]]:
    rows = worked_out(changed(by_hand(), {"comparator.days_worked.amount": days})).shared
    return rows.set_index("perspective").to_dict("index")


def test_a_pool_that_covers_the_investment():
    rows = shared(5)
    saved = 5 * (509 - NOT_PAID_WITHOUT / 4)
    assert rows["payer"]["into_pool"] == pytest.approx(saved, **CLOSE)
    assert rows["agency"]["repaid"] == pytest.approx(1000, **CLOSE)
    assert rows["agency"]["share"] == pytest.approx(0.25 * (saved - 1000), **CLOSE)
    assert rows["agency"]["after"] == pytest.approx(-464 + 1000 + 0.25 * (saved - 1000), **CLOSE)
    assert rows["payer"]["after"] == pytest.approx(0.75 * (saved - 1000), **CLOSE)
    assert rows["societal"]["after"] == pytest.approx(rows["societal"]["before"], **CLOSE) and pd.isna(rows["societal"]["warning"])


def test_a_pool_that_covers_part_of_it():
    rows = shared(14)
    saved = 5 * (509 - NOT_PAID_WITHOUT * 0.7)
    assert 0 < saved < 1000 and rows["agency"]["repaid"] == pytest.approx(saved, **CLOSE)
    assert rows["payer"]["after"] == pytest.approx(0, **CLOSE) and rows["agency"]["share"] == 0
    assert "does not cover the investment" in rows["societal"]["warning"]


def test_a_pool_below_0_says_who_bears_it():
    rows = shared(20)
    loss = 5 * (NOT_PAID_WITHOUT - 509)
    assert rows["agency"]["made_up"] == pytest.approx(loss, **CLOSE) and rows["agency"]["repaid"] == 0
    assert rows["agency"]["after"] == pytest.approx(-464 - loss, **CLOSE) and rows["payer"]["after"] == pytest.approx(0, **CLOSE)
    assert rows["societal"]["after"] == pytest.approx(rows["societal"]["before"], **CLOSE)
    assert "Agency makes up for it" in rows["societal"]["warning"]


def test_one_input_at_a_time_and_scenarios():
    scenario = {"label": "Long", "changes": {"costs.programme.months": 4, "discounting.costs.amount": 0}, "assumption": "made up"}
    rows = worked_out(by_hand(scenarios={"long": scenario})).varied
    assert at(rows, "cost", kind="base", name="base") == pytest.approx(278.8, **CLOSE)
    ends = [at(rows, "cost", kind="one_way", name="costs.programme", end=end) for end in ("low", "high")]
    assert ends == pytest.approx([178.8, 378.8], **CLOSE)
    assert at(rows, "effect", kind="one_way", name="comparator.days_worked", end="low") == pytest.approx(25.2 - 9.83, **CLOSE)
    coaching = (33 + 33 + 33 + 49.5) / 5
    assert at(rows, "cost", kind="scenario", name="long") == pytest.approx(400 + 100 + coaching - 50, **CLOSE)


def test_prices_of_another_year_are_converted_or_said():
    costs = by_hand().model_dump()["costs"]
    costs["fee"] = {
        "label": "Fee",
        "pays": "payer",
        "receives": "agency",
        "per": "person",
        "amount": 120,
        "source": "a price list",
        "year": 2015,
    }
    index = {"source": "an index", "year": 2020, "values": {2015: 80, 2020: 100}}
    assert at(worked_out(by_hand(costs=costs, price_index=index)).ledger, "discounted", entry="fee", perspective="payer") == pytest.approx(
        150
    )
    plain = worked_out(by_hand(costs=costs))
    assert at(plain.ledger, "discounted", entry="fee", perspective="payer") == pytest.approx(120)
    assert "Prices of 2015, not converted to 2020" in at(plain.inputs, "warning", input="costs.fee")


def test_what_is_paid_for_some_persons_only():
    costs = {"fee": stated(100, label="Fee", pays="payer", per="person", only={"variable": "benefit", "one_of": ["Y"]})}
    rows = worked_out(by_hand(costs=costs, shared_savings=None)).ledger
    assert at(rows, "discounted", entry="fee", perspective="payer") == pytest.approx(40)


def test_limits_and_acceptability_of_given_draws():
    draws = np.array([[0, 0, 0, 0, 0], [4, 4, 4, 4, 4], [0, 1, 2, 3, 4]])
    rows = worked_out(by_hand(), draws).acceptability
    # costs 300 - 50, 349.5 - 50 and 278.8; outcomes 0 - 19.66, 45 - 19.66 and 25.2 - 19.66
    shares = [at(rows, "share", perspective="societal", worth=worth) for worth in (0, 10, 50.5, 100)]
    assert shares == pytest.approx([0, 0, 2 / 3, 2 / 3])


def of(names: str, case=None):
    """The case of some of the persons."""
    chosen = case or by_hand()
    known = made(chosen, names=names)
    n = known.people.n
    counts = counted(np.arange(n)[None, :], n) if n >= FEW else np.zeros((0, n))
    return found_of(known, make_ledger(known.people, chosen), chosen, counts, 0.95, None)


def test_nobody_employed():
    found = of("a")
    assert at(found.gross, "programme", perspective="societal") == pytest.approx(200 + 500)
    assert pd.isna(at(found.gross, "per_job", perspective="societal")) and pd.isna(at(found.gross, "per_day", perspective="societal"))
    key = {"perspective": "societal", "outcome": "days_worked"}
    assert at(found.differences, "quadrant", **key) == "dominated" and at(found.differences, "effect", **key) == pytest.approx(-19.66)


def test_fewer_than_five_persons_have_no_limits():
    found = of("abc")
    assert found.differences["cost_low"].isna().all() and found.gross["programme_low"].isna().all() and found.acceptability.empty
    assert found.differences["warning"].str.contains("fewer than 5 persons").all()
    assert len(counts_of(4, by_hand().bootstrap)) == 0 and counts_of(5, by_hand().bootstrap).shape == (199, 5)


def test_a_flipped_sign_would_be_seen(found):
    case = by_hand()
    costs = case.model_dump()["costs"]
    costs["fee"] |= {"pays": "agency", "receives": "payer"}
    other = worked_out(by_hand(costs=costs))
    assert at(other.gross, "programme", perspective="payer") == pytest.approx(236 - 300)
    assert at(other.gross, "programme", perspective="societal") == at(found.gross, "programme", perspective="societal")


def test_samples_are_the_same_for_one_seed():
    first, again = (counts_of(7, by_hand().bootstrap) for _ in range(2))
    assert (first == again).all() and (first.sum(axis=1) == 7).all()
    assert not (first == counts_of(7, by_hand(bootstrap={"times": 199, "seed": 8}).bootstrap)).all()


def test_a_level_with_dots_in_its_name_is_reached_as_any_other():
    values = by_hand().model_dump(mode="json")
    levels = values["benefits"]["income"]["levels"]
    values["benefits"]["income"]["levels"] = {"W.I.A. (cat. 1)": levels["X"], **levels}
    case = changed(BusinessCase.model_validate(values), {"benefits.income.levels.W.I.A. (cat. 1).amount": 7})
    assert case.benefits["income"].levels["W.I.A. (cat. 1)"].amount == 7
    assert case.benefits["income"].levels["X"].amount == levels["X"]["amount"]
