"""What a business case may say: bad input gets a clear error."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from ipscohort.config import load_cohort
from ipscohort.config.business_case import BusinessCase
from ipscohort.errors import UserError
from tests.support.business_case import by_hand, found, settings, stated, values_of
from tests.support.shipped import ROOT

COSTS = by_hand().model_dump(mode="json")["costs"]
SHARED = by_hand().model_dump(mode="json")["shared_savings"]
RECEIVED = {"funding": {"receives": "agency", "assumption": "made up"}}
BENEFIT = by_hand().model_dump(mode="json")["benefits"]["income"]


def cost(**changed):
    return {"costs": COSTS | {"fee": {key: value for key, value in (COSTS["fee"] | changed).items() if value is not None}}}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (cost(pays="Payer"), "no stakeholder is called 'Payer'"),
        (cost(assumption=None), "neither a source with its year nor an assumption"),
        (cost(assumption=None, source="a list"), "neither a source with its year nor an assumption"),
        (cost(pays=None, receives=None), "nobody pays and nobody receives"),
        (cost(receives="payer"), "who pays and who receives are one"),
        (cost(low=10), "low or high stands alone"),
        (cost(low=200, high=300), "amount does not lie between low and high"),
        (
            {"benefits": {"income": BENEFIT | {"levels": {"X": stated(1100, kept=0, first_kept=200)}}}},
            "first_kept is of the earnings, and they are not given",
        ),
        (cost(amount=-1), "greater than or equal to 0"),
        (cost(months=3), "months is the limit of a cost per month_in_trajectory or month_in_programme"),
        (cost(per="month_in_programme", arises="both"), "nobody is in the programme without IPS"),
        ({"shared_savings": SHARED | {"shares": {"agency": 0.5, "payer": 0.4}}}, "shares add up to 0.9, not to 1"),
        ({"shared_savings": SHARED | {"invested": ["programm"]}}, "no cost is called 'programm'"),
        ({"shared_savings": SHARED | {"invested": ["funding"]}}, "what the funding schemes paid is not taken in"),
        (RECEIVED | {"shared_savings": SHARED | {"invested": ["fundin"]}}, "no cost is called 'fundin'"),
        ({"funding": RECEIVED["funding"] | {"priced_by": {"intake": "fees"}}}, "funding.priced_by.intake: no cost is called 'fees'"),
        ({"funding": RECEIVED["funding"] | {"priced_by": {"intake": "start"}}}, "'start' does not go to agency with IPS"),
        ({"shared_savings": SHARED | {"losses_borne_by": "nobody"}}, "no stakeholder is called 'nobody'"),
        (
            {"shared_savings": {key: value for key, value in SHARED.items() if key != "assumption"}},
            "neither a source with its year nor an assumption",
        ),
        ({"comparator": None}, "savings are measured against a comparator"),
        ({"comparator": None, "shared_savings": None}, "what arises without IPS needs a comparator"),
        ({"comparator": {"days_worked": {"amount": 20}}}, "neither a source with its year nor an assumption"),
        ({"comparator": {"days_worked": stated(20), "share_employed": stated(40)}}, "a share is at most 1"),
        ({"comparator": {"days_worked": stated(20)}, "outcome": "job_obtained"}, "share_employed is needed by outcome: job_obtained"),
        ({"stakeholders": {"societal": "All"}}, "is the perspective of all together"),
        ({"perspective": "nobody"}, "no stakeholder is called 'nobody'"),
        ({"worth": [10, 0]}, "values rise"),
        (
            {"scenarios": {"x": {"label": "X", "assumption": "x", "changes": {"costs.fees.amount": 1}}}},
            "scenarios.x: changes: there is no costs.fees.amount",
        ),
        ({"scenarios": {"x": {"label": "X", "assumption": "x", "changes": {"costs.fee.amount": -1}}}}, "scenarios.x"),
        ({"scenarios": {"x": {"label": "X", "changes": {"costs.fee.amount": 1}}}}, "neither a source with its year nor an assumption"),
        ({"price_index": {"source": "s", "year": 2020, "values": {2010: 80}}}, "the price year 2020 is not in it"),
    ],
)
def test_bad_input_says_what_is_wrong(changed, said):
    with pytest.raises(ValidationError) as raised:
        by_hand(**changed)
    assert said in str(raised.value)


def test_a_price_of_a_year_without_an_index():
    costs = cost(assumption=None, source="a list", year=2012)
    with pytest.raises(ValidationError) as raised:
        by_hand(**costs, price_index={"source": "s", "year": 2020, "values": {2020: 100}})
    assert "2012, the year of some prices, is not in it" in str(raised.value)


def test_a_level_that_nobody_has():
    values = values_of()
    levels = values["benefits"]["disability"]["levels"]
    levels["Disability"] = levels.pop("disability benefits")
    values["scenarios"] = {}
    with pytest.raises(UserError, match="has no level Disability"):
        found(settings(values))


def written(tmp_path, old, new):
    text = (ROOT / "config" / "ips_programme.yaml").read_text(encoding="utf-8").replace("../data", str(ROOT / "data"))
    assert old in text
    path = tmp_path / "ips_programme.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "        receives: client\n        variable: benefits",
            "        receives: client\n        variable: benefit",
            "is called 'benefit'",
        ),
        (
            "    worth:",
            "      by_level: {variable: benfits, days_worked: {x: {amount: 1, assumption: x}}}\n    worth:",
            "is called 'benfits'",
        ),
        (
            "per: person, amount: 700, assumption",
            "amount: 700, assumption",
            "One of: person, month_in_programme, month_in_trajectory, month_worked, job_obtained, once",
        ),
        (
            "per: person, amount: 700, assumption",
            "per: person, assumption",
            "The number alone, without its unit: money for each unit of a cost",
        ),
        (
            "per: person, amount: 700, assumption",
            "per: persons, amount: 700, assumption",
            "costs.intake.per: 'persons' is not possible here",
        ),
        (
            "per: person, amount: 700, assumption",
            "per: {variable: visit}, amount: 700, assumption",
            "costs.intake.per.variable: no number among the participants' variables is called 'visit'",
        ),
        ("per: person, amount: 700, assumption", "per: {variabel: age}, amount: 700, assumption", "costs.intake.per.variabel: no such key"),
        (
            "    trajectory_end: trajectory_end\n",
            "",
            "costs.specialist.per: a month in the trajectory needs programme.funding.trajectory_end",
        ),
        ("per: person, amount: 700, assumption", "per: person, amount: 700 euros, assumption", "The number alone, without its unit"),
        ("      UWV: UWV\n", "      uwv: UWV\n", "has a payer 'UWV', who is no stakeholder"),
        (
            "    currency: euros\n    price_year",
            "    currency: euro\n    price_year",
            "count in 'euros' and the business case, which takes them in, in 'euro'",
        ),
        ("    currency: euros\n\n", "    currency: guilders\n\n", "count in 'guilders' and the business case"),
        ("priced_by: {insurer_intake: intake}", "priced_by: {insurer_intakes: intake}", "there is no funding scheme 'insurer_intakes'"),
        ("priced_by: {insurer_intake: intake}", "priced_by: {uwv: intake}", "have prices of their own, and would be counted twice"),
        (
            "priced_by: {insurer_intake: intake}",
            "priced_by: {uwv_job_coaching: intake}",
            "is paid by 'UWV' and the cost by 'health insurer'",
        ),
    ],
)
def test_names_that_lead_nowhere(tmp_path, old, new, said):
    with pytest.raises(UserError) as raised:
        load_cohort(written(tmp_path, old, new))
    assert said in str(raised.value)


def test_payments_of_a_scheme_need_schemes(tmp_path):
    path = written(tmp_path, "    worth:", "    worth:")
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("  funding:\n    file:")] + text[text.index("  business_case:") :], encoding="utf-8")
    with pytest.raises(UserError, match="the settings declare none"):
        load_cohort(path)


def test_no_comparator_and_no_discounting_are_allowed():
    costs = {key: value for key, value in COSTS.items() if key != "usual"}
    case = by_hand(costs=costs, comparator=None, shared_savings=None, discounting=None)
    assert isinstance(case, BusinessCase) and case.comparator is None and case.discounting is None
