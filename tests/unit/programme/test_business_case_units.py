"""Months in the trajectory, and numbers of the participants' records, as what a cost is per: worked out by hand on the persons of tests.support.business_case.

A month is 30 days; day 366 is the first of the second year, whose money is divided by 1.1; day 399 is the last one observed.

- a: funded from day 10 to day 23: 14 days.
- b: funded from day 356, no end: it went on, to day 399; 10 days in the first year and 34 in the second.
- c: no funded start, ended on day 39: from inclusion on, 40 days.
- d: funded from 30 days before inclusion, no end: two months are over after day 29, so that 30 days lie in follow-up.
- e: funded from day 405: nothing of it lies in follow-up.
"""

from __future__ import annotations

import pandas as pd
import pytest

from ipscohort.config.business_case import BusinessCase, changed
from tests.support.business_case import by_hand, made, stated, worked_out

CLOSE = {"rel": 1e-12, "abs": 1e-12}
FUNDED = pd.DataFrame(
    {
        "id": list("abcde"),
        "funded_start": pd.to_datetime(["2020-01-11", "2020-12-22", None, "2019-12-02", "2021-02-09"]),
        "trajectory_end": pd.to_datetime(["2020-01-24", None, "2020-02-09", None, None]),
    }
).astype({"id": "string"})


def case(**of: object) -> BusinessCase:
    """The case with the agency's cost per month in the trajectory."""
    costs = by_hand().model_dump()["costs"]
    costs["programme"] |= {"per": "month_in_trajectory", **of}
    return by_hand(costs=costs)


def of_persons(found, entry: str, column: str = "discounted") -> list[float]:
    return found.persons.loc[found.persons["entry"].eq(entry), column].tolist()


def test_months_in_the_trajectory():
    found = worked_out(case(), funded=FUNDED)
    assert of_persons(found, "programme", "plain") == pytest.approx([1400 / 30, 4400 / 30, 4000 / 30, 100, 0], **CLOSE)
    assert of_persons(found, "programme") == pytest.approx([1400 / 30, (1000 + 3400 / 1.1) / 30, 4000 / 30, 100, 0], **CLOSE)


def test_months_in_the_trajectory_without_a_limit():
    found = worked_out(case(months=None), funded=FUNDED)
    assert of_persons(found, "programme", "plain") == pytest.approx([1400 / 30, 4400 / 30, 4000 / 30, 40000 / 30, 0], **CLOSE)


def test_who_has_no_funded_start_or_end_is_said():
    people = worked_out(case(), funded=FUNDED).people.set_index("group")["n"]
    assert people["no_funded_start"] == 1 and people["no_trajectory_end"] == 3
    assert not set(worked_out(by_hand()).people["group"]) & {"no_funded_start", "no_trajectory_end"}


def test_a_person_whom_the_file_of_funding_does_not_have():
    found = worked_out(case(), funded=FUNDED[FUNDED["id"].ne("a")])
    assert of_persons(found, "programme", "plain")[0] == pytest.approx(200)  # from inclusion on, to the end of two months
    people = found.people.set_index("group")["n"]
    assert people["no_funded_start"] == 2 and people["no_trajectory_end"] == 4


def test_months_of_follow_up_are_marked_wherever_they_stand():
    told = "those of follow-up"
    found = worked_out(by_hand())
    for frame, keys in ((found.ledger, {"entry": "programme", "perspective": "agency"}), (found.gross, {"perspective": "agency"})):
        rows = frame.loc[(frame[list(keys)] == pd.Series(keys)).all(axis=1)]
        assert rows["assumption"].str.contains(told).all() and len(rows) == 1
    chosen = found.differences["perspective"].isin(["agency", "societal"])
    assert found.differences.loc[chosen, "assumption"].str.contains(told).all()
    assert not found.differences.loc[~chosen, "assumption"].str.contains(told).any()
    found = worked_out(case(), funded=FUNDED)
    assert not found.ledger["assumption"].astype(str).str.contains(told).any()


def test_a_sourced_price_of_months_of_follow_up_is_in_part_an_assumption():
    costs = by_hand().model_dump()["costs"]
    costs["programme"] |= {"assumption": None, "source": "a price list", "year": 2020}
    rows = worked_out(by_hand(costs=costs)).ledger
    assert set(rows.loc[rows["entry"].eq("programme"), "assumed"]) == {"part"}


def test_a_trajectory_that_is_not_known_of_is_refused():
    with pytest.raises(ValueError, match="days of funding"):
        made(case())


VISITS = [2, 0, 5, 1.5, 10, 3, 3, 3]
"""Of a to h."""


def with_visits(**more: object) -> BusinessCase:
    """The case with a price of each visit, of those with benefit X or of all."""
    care = stated(40, label="Care", pays="payer", per={"variable": "visits"}, **more)
    return by_hand(costs=by_hand().model_dump()["costs"] | {"care": care})


def test_a_number_of_the_records_times_a_price():
    found = worked_out(with_visits(), visits=VISITS)
    assert of_persons(found, "care", "plain") == pytest.approx([80, 0, 200, 60, 400], **CLOSE)
    evenly = (366 + 34 / 1.1) / 400
    assert of_persons(found, "care") == pytest.approx([evenly * each for each in (80, 0, 200, 60, 400)], **CLOSE)
    row = found.ledger[found.ledger["entry"].eq("care") & found.ledger["perspective"].eq("payer")].iloc[0]
    assert row["discounted"] == pytest.approx(evenly * 740 / 5, **CLOSE) and row["without"] == 0
    assert "lies evenly over follow-up" in row["assumption"]
    assert found.inputs.set_index("input").loc["costs.care", "per"] == "unit of visits"


def test_a_number_for_some_persons_only():
    found = worked_out(with_visits(only={"variable": "benefit", "one_of": ["X"]}), visits=VISITS)
    assert of_persons(found, "care", "plain") == pytest.approx([80, 0, 200, 0, 0], **CLOSE)


def test_who_has_no_number_is_left_out_and_named():
    known = made(with_visits(), visits=[2, None, 5, 1, 10, None, 3, None])
    assert list(known.people.ids) == ["a", "c", "d", "e"]
    assert known.left_out["benefit, or another variable that money hangs on, not known"] == 2  # b and h; f was not followed to the end


def test_a_number_below_0_is_refused():
    from ipscohort.errors import UserError
    from ipscohort.programme.business_case.review import check_numbers

    known = made(with_visits(), visits=[-2, 0, 5, 1, 10, 3, 3, 3])
    with pytest.raises(UserError, match="below 0"):
        check_numbers(known)
    check_numbers(made(with_visits(), visits=VISITS))


def test_another_price_of_a_unit():
    found = worked_out(changed(with_visits(), {"costs.care.amount": 80}), visits=VISITS)
    assert of_persons(found, "care", "plain") == pytest.approx([160, 0, 400, 120, 800], **CLOSE)


@pytest.mark.parametrize("arises", ["both", "without_ips"])
def test_records_hold_no_number_without_ips(arises):
    with pytest.raises(ValueError, match="records hold no number without IPS"):
        with_visits(arises=arises)
