"""The value of work, receipts of savers, unknown dates and what numbers rest on, worked out by hand on the five persons of tests.support.business_case.

Days worked: 0, 30, 30 (half of them in the second year), 30 (all in the second year), 45. A month is 30 days.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ipscohort.config.analysis import DerivedOutcomes
from ipscohort.config.business_case import changed
from ipscohort.programme.business_case import frames
from ipscohort.programme.business_case.incremental import Key, differences, keys_of
from ipscohort.programme.business_case.ledger import make_ledger
from ipscohort.programme.business_case.people import known_people
from ipscohort.programme.business_case.review import found_of
from tests.support.business_case import by_hand, made, made_jobs, made_persons, stated, worked_out

EVENLY = (366 + 34 / 1.1) / 400
MONTHS = (1 + (0.5 + 0.5 / 1.1) + 1 / 1.1 + 1.5) / 5
"""Mean months worked, discounted."""
COSTS = by_hand().model_dump()["costs"]
VALUE = 300 * (MONTHS - 20 / 30 * EVENLY)
"""What more work is worth per person at 300 a month."""


def case(per="month_worked", arises="both", **more):
    value = stated(300, label="Value of work", receives="client", per=per, arises=arises, low=100, high=400)
    return by_hand(costs=COSTS | {"value": value}, **more)


def at(frame, column, **where):
    rows = frame[np.logical_and.reduce([frame[name].eq(value) for name, value in where.items()])]
    assert len(rows) == 1
    return rows[column].iloc[0]


SOCIETAL = {"perspective": "societal", "outcome": "days_worked"}


def test_the_work_is_the_outcome_or_money_and_never_both():
    rows = worked_out(case()).differences
    assert at(rows, "cost", **SOCIETAL, value_of_work="left_out") == pytest.approx(278.8)
    assert at(rows, "ratio", **SOCIETAL, value_of_work="left_out") == pytest.approx(278.8 / 5.54)
    assert at(rows, "cost", **SOCIETAL, value_of_work="counted") == pytest.approx(278.8 - VALUE)
    assert set(rows["value_of_work"]) == {"none", "left_out", "counted"}
    counted = rows[rows["value_of_work"].eq("counted")]
    assert set(counted["perspective"]) == {"client", "societal"}
    assert counted["ratio"].isna().all() and counted["quadrant"].isna().all() and counted["share_dominates"].isna().all()
    assert counted["warning"].str.contains("not set beside it as an outcome").all()
    client = at(rows, "cost", perspective="client", outcome="days_worked")
    assert client == pytest.approx(695 - (3 * 1100 + 2 * 550) / 5 * 20 / 30 * EVENLY - VALUE)


def test_no_point_of_the_curve_counts_the_work_twice():
    rows = worked_out(case(), np.array([[0, 1, 2, 3, 4]])).acceptability
    assert set(rows["perspective"]) == {"agency", "payer", "societal"}
    assert at(rows, "net_benefit", perspective="societal", worth=100) == pytest.approx(554 - 278.8)
    assert at(rows, "share", perspective="societal", worth=50.5) == 1 and at(rows, "share", perspective="societal", worth=10) == 0


@pytest.mark.parametrize("outcome", ["days_worked", "job_obtained"])
@pytest.mark.parametrize("per", ["month_worked", "job_obtained"])
def test_of_jobs_as_of_days(outcome, per):
    rows = worked_out(case(per, outcome=outcome)).differences
    assert at(rows, "cost", perspective="societal", outcome=outcome, value_of_work="left_out") == pytest.approx(278.8)
    assert at(rows, "cost", perspective="societal", outcome=outcome, value_of_work="counted") < 278.8


def test_value_that_arises_with_ips_alone_is_no_part_of_the_programmes_cost():
    found = worked_out(case(arises="with_ips"))
    assert at(found.gross, "programme", perspective="societal") == pytest.approx(328.8)
    assert at(found.gross, "net", perspective="societal") == pytest.approx(328.8 - 300 * MONTHS)
    assert at(found.gross, "net_without_work", perspective="societal") == pytest.approx(328.8)
    assert at(found.differences, "cost", **SOCIETAL, value_of_work="left_out") == pytest.approx(278.8)


def test_money_that_somebody_pays_is_no_value_from_outside():
    wage = stated(300, label="Wages", pays="payer", receives="client", per="month_worked", arises="both")
    rows = worked_out(by_hand(costs=COSTS | {"wage": wage})).differences
    assert set(rows["value_of_work"]) == {"none"} and at(rows, "cost", **SOCIETAL) == pytest.approx(278.8)


def test_with_other_inputs_the_value_of_work_is_a_group_of_its_own():
    rows = worked_out(case()).varied
    assert at(rows, "cost", kind="base", name="base") == pytest.approx(278.8)
    assert rows.loc[rows["kind"].eq("one_way") & rows["name"].eq("costs.value")].empty
    valued = rows[rows["kind"].eq("valued")]
    assert valued["cost"].tolist() == pytest.approx([278.8 - VALUE, 278.8 - VALUE / 3, 278.8 - VALUE * 4 / 3])
    assert valued["effect"].isna().all() and valued["ratio"].isna().all()


def test_what_a_saver_receives_is_no_saving():
    rule = by_hand().model_dump()["shared_savings"] | {"invested": ["fee"], "savers": ["agency", "payer"]}
    rows = worked_out(changed(by_hand(shared_savings=rule), {"comparator.days_worked.amount": 5})).shared.set_index("perspective")
    # the agency pays 328.8 more per person; the fee and the bonus that it receives are no saving
    assert rows.loc["agency", "into_pool"] == pytest.approx(-5 * 328.8) and rows.loc["agency", "before"] == pytest.approx(-5 * 92.8)
    assert rows["after"].iloc[:3].sum() == pytest.approx(rows["before"].iloc[:3].sum())


def test_the_agreement_has_limits():
    draws = np.array([[0, 0, 0, 0, 0], [1, 1, 1, 1, 1], [4, 4, 4, 4, 4]])
    rows = worked_out(changed(by_hand(), {"comparator.days_worked.amount": 5}), draws).shared.set_index("perspective")
    row = rows.loc["payer"]
    # without the agreement, five times a: -150 + 50 - 1100 x 5 / 30 x EVENLY; five times b: 1100 - 260 + 50 less the same; e lies between
    less = 1100 * 5 / 30 * EVENLY
    assert row["before_low"] == pytest.approx(5 * (-100 - less)) and row["before_high"] == pytest.approx(5 * (890 - less))
    assert row["after_low"] == pytest.approx(0) and row["after_high"] <= row["before_high"]


def partly():
    """b has a second job that began on day 100 and whose end is not known; c one that ended on day 360 and whose start is not known."""
    rows = pd.DataFrame({"id": ["b", "c"], "start_day": [100, None], "end_day": [None, 360]})
    extra = rows.assign(source="s", at_entry=False, job=[90, 91], end_status=["unknown", "known"])
    jobs = pd.concat([made_jobs(), extra], ignore_index=True)
    chosen = type("Chosen", (), {"study": type("Study", (), {"days_per_month": 30.0}), "outcomes": DerivedOutcomes()})
    return known_people(made_persons(), made_jobs().__class__(jobs.astype(made_jobs().dtypes.to_dict())), by_hand(), chosen)


def test_days_that_jobs_of_unknown_dates_can_add_at_most():
    known = partly()
    assert known.n_partly == 2
    # b: days 100 to 399; c: days 0 to 350, as days 351 to 360 are counted already
    assert known.most_days == pytest.approx((300 + 351) / 5)
    assert made(by_hand()).most_days == 0
    assert at(frames.of_people(known), "days", group="partly_known") == pytest.approx(130.2)


SOURCE = {"assumption": None, "source": "A list", "year": 2020}


def sourced(*names):
    return {name: (cost | SOURCE if name in names else cost) for name, cost in COSTS.items()}


def test_a_number_rests_on_its_own_perspectives_inputs():
    rows = worked_out(by_hand(costs=sourced("fee"))).differences.query("outcome == 'days_worked'").set_index("perspective")
    assert rows.loc["client", "assumed"] == "all" and "Programme" not in rows.loc["client", "assumption"]
    assert rows.loc["agency", "assumed"] == "part" and "Benefit" not in rows.loc["agency", "assumption"]
    assert "Programme" in rows.loc["agency", "assumption"] and "Fee" not in rows.loc["agency", "assumption"]
    gross = worked_out(by_hand(costs=sourced("fee"))).gross.set_index("perspective")
    assert "Days worked without IPS" not in gross.loc["payer", "assumption"] and "Usual" not in gross.loc["payer", "assumption"]


def test_evenly_is_an_assumption_where_work_without_ips_is_discounted():
    told = "lies evenly over follow-up"
    found = worked_out(by_hand())
    assert told in at(found.ledger, "assumption_without", entry="income", perspective="payer")
    assert told not in at(found.ledger, "assumption_without", entry="usual", perspective="payer")
    assert found.outcomes["assumption"].str.contains(told).all()
    plain = worked_out(by_hand(discounting=None))
    assert not plain.outcomes["assumption"].str.contains(told).any() and not plain.differences["assumption"].str.contains(told).any()


def test_nothing_but_rounding_is_no_difference():
    third = {name: stated(0.1, label=name, pays="payer", receives="agency", per="person") for name in ("a", "b", "c")}
    back = stated(0.3, label="back", pays="agency", receives="payer", per="person")
    found = of_costs(third | {"back": back})
    assert found.cost == 0 and found.quadrant == "dominates"  # 0.1 + 0.1 + 0.1 - 0.3 is 5.6e-17


def of_costs(costs):
    chosen = by_hand(costs=costs, benefits={}, shared_savings=None, comparator={"days_worked": stated(5)})
    ledger = make_ledger(made(chosen).people, chosen)
    return differences(ledger, Key("payer", "days_worked", "none"), np.zeros((0, ledger.n)))


def test_without_a_value_of_work_there_is_one_societal_row():
    ledger = make_ledger(made(by_hand()).people, by_hand())
    assert [key.work for key in keys_of(ledger, by_hand(), ["days_worked"])] == ["none"] * 4


def test_without_a_comparator_the_value_of_work_is_in_no_cost_per_outcome():
    costs = case().model_dump()["costs"]
    costs.pop("usual")
    chosen = by_hand(costs=costs, comparator=None, shared_savings=None)
    known = made(chosen)
    found = found_of(known, make_ledger(known.people, chosen), chosen, np.zeros((0, 5)), 0.95, None)
    assert at(found.gross, "per_day", perspective="societal") == pytest.approx(328.8 / 25.2)
    assert at(found.varied, "cost", kind="base", name="base") == pytest.approx(328.8)


def by_level(**days):
    levels = {level: stated(amount, low=0, high=60) for level, amount in days.items()}
    return by_hand(
        comparator={"days_worked": stated(20), "share_employed": stated(0.4), "by_level": {"variable": "benefit", "days_worked": levels}}
    )


def test_days_without_ips_by_level():
    found = worked_out(by_level(Y=30))  # X, who are three of five, keep 20
    income = (3 * 1100 * 20 + 2 * 550 * 30) / 5 / 30 * EVENLY
    assert at(found.ledger, "without", entry="income", perspective="client") == pytest.approx(income)
    assert at(found.outcomes, "plain_without", outcome="days_worked") == pytest.approx((3 * 20 + 2 * 30) / 5)
    row = found.differences.query("outcome == 'days_worked' and perspective == 'client'").iloc[0]
    assert "Days worked without IPS: Y" in row["assumption"]
    assert pd.isna(row["break_even"]) and "No break-even: days worked without IPS are not the same for all" in row["warning"]
    ends = found.varied.query("name == 'comparator.by_level.days_worked.Y'").set_index("end")
    assert ends.loc["low", "effect"] == pytest.approx(25.2 - 12 * 0.983) and ends.loc["high", "effect"] == pytest.approx(25.2 - 36 * 0.983)


def test_the_same_days_at_each_level_are_one_comparator():
    one, other = worked_out(by_level(X=20, Y=20)), worked_out(by_hand())
    apart = ["assumption", "break_even", "break_even_side", "warning"]  # no break-even by one number where days go by level
    pd.testing.assert_frame_equal(one.differences.drop(columns=apart), other.differences.drop(columns=apart))


def test_a_benefit_that_goes_by_earnings():
    benefit = by_hand().model_dump()["benefits"]["income"]
    benefit["levels"] = {
        "X": stated(1100, kept=0.25, earned=900, first_kept=200),  # 0.75 x 700
        "Y": stated(300, kept=0, earned=900),  # the whole benefit, and no more
    }
    found = worked_out(by_hand(benefits={"income": benefit}))
    months = [0, 1, 0.5 + 0.5 / 1.1, 1 / 1.1, 1.5]
    expected = [month * of for month, of in zip(months, [525, 525, 525, 300, 300], strict=True)]
    assert found.persons.loc[found.persons["entry"].eq("income"), "discounted"].tolist() == pytest.approx(expected)
    row = found.inputs.set_index("input").loc["benefits.income.levels.X"]
    assert (row["earned"], row["first_kept"], row["kept"]) == (900, 200, 0.25)
    index = {"source": "an index", "year": 2020, "values": {2015: 80, 2020: 100}}
    benefit["levels"]["X"] |= {"source": "a list", "year": 2015}
    dearer = worked_out(by_hand(benefits={"income": benefit}, price_index=index)).persons
    assert dearer.loc[dearer["entry"].eq("income"), "discounted"].iloc[1] == pytest.approx(525 * 100 / 80)


def test_jobs_of_unknown_kind_are_said_beside_days_and_share():
    open_job = ["kind_unknown", "kind_unknown", None, "after_last_day", None, "kind_unknown", None, None]
    people = worked_out(by_hand(), open_job=open_job).people
    rows = {
        (row["group"], row["why"]): row["n"] for row in people[people["group"].isin(["job_open", "job_open_no_other"])].to_dict("records")
    }
    # f, who is left out, is not in it; b and d obtained another job, so that only their days can be more
    assert rows == {
        ("job_open", "kind_unknown"): 2,
        ("job_open_no_other", "kind_unknown"): 1,
        ("job_open", "after_last_day"): 1,
        ("job_open_no_other", "after_last_day"): 0,
    }
    assert not worked_out(by_hand()).people["group"].str.startswith("job_open").any()
