"""What fell due quarter by quarter: sums by hand, and quarters of few persons put together with the next."""

from __future__ import annotations

import pytest

from ipscohort.programme.funding.quarters import of_quarters, stretches
from tests.support.funding import Job, Person, cohort, found, paid
from tests.unit.programme.test_funding_totals import PEOPLE, M

FUNDING = cohort().settings.programme.funding


def test_quarters_add_up():
    of = of_quarters(paid(PEOPLE), FUNDING)
    # 10 March: 5 x 900; 31 May: 900, 1 June: 1,800, 10 June: 4 x 900; 10 September 2015: 3 x 900
    assert of["n"].tolist() == [5, 6, 0, 0, 0, 0, 3]
    assert of["total"].tolist() == [4500, 6300, 0, 0, 0, 0, 2700]
    assert of["so_far"].tolist() == [4500, 10_800, 10_800, 10_800, 10_800, 10_800, 13_500]
    assert of["since"].eq(of["quarter"]).all()
    assert str(of["quarter"].iloc[0].date()) == "2014-01-01" and set(of["payer"]) == {"municipality"}


def test_two_payments_of_one_person_are_of_one_person():
    people = [Person(M), Person("2014-02-03", jobs=(Job("2014-07-01", "2014-12-31"),)), Person(M), Person(M)]
    of = of_quarters(paid(people), FUNDING)
    # Two payments of one person in the third quarter of 2014 (1 August: 1,800) and nobody else's: with the next that has three persons'
    assert of["n"].dropna().tolist() == [4, 4, 5]
    assert of["so_far"].dropna().tolist() == [3600, 7200, 12_600] and of["so_far"].isna().sum() == 4
    last = of.iloc[-1]
    assert (str(last["since"].date()), str(last["quarter"].date())) == ("2014-07-01", "2015-07-01")


@pytest.mark.parametrize(
    ("persons", "shown"),
    [
        (["abc", "d", "ef", "", "ghi"], [(0, 0), (1, 2), (3, 3), (4, 4)]),
        (["abc", "", "d"], [(0, 2)]),  # what fell due in the last would follow from the whole
        (["ab", "", "ab"], []),  # two persons in all
        (["abc", "def", "a"], [(0, 0), (1, 2)]),
        (["aa", "ab", "abc"], [(0, 2)]),  # persons, not payments
        (["abc", "abd", ""], [(0, 0), (1, 1), (2, 2)]),
        ([], []),
    ],
)
def test_stretches_by_hand(persons, shown):
    assert stretches([set(each) for each in persons], 3) == shown


def test_one_shows_every_quarter():
    shown = found(hide_below=1).quarters
    assert shown["so_far"].notna().all() and found().quarters["so_far"].isna().any()
    ends = [of.groupby("payer")["so_far"].last().to_dict() for of in (shown, found().quarters)]
    assert ends[0] == ends[1] == {"municipality": 275_300, "UWV": 226_270}
