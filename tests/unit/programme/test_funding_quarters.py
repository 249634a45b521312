"""What fell due quarter by quarter: sums by hand, and quarters of few persons put together with the next."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ipscohort.programme.funding.quarters import of_quarters, stretches
from tests.support.funding import Job, Person, cohort, found, paid
from tests.unit.programme.test_funding_totals import PEOPLE, M

FUNDING = cohort().settings.programme.funding


def test_quarters_add_up():
    of = of_quarters(paid(PEOPLE), FUNDING)
    # 10 March: 5 x 900; 31 May: 900, 1 June: 1,800 of one person alone, left out; 10 June: 4 x 900; 10 September 2015: 3 x 900
    assert of["n"].tolist() == [5, 5, 0, 0, 0, 0, 3]
    assert of["total"].tolist() == [4500, 4500, 0, 0, 0, 0, 2700]
    assert of["so_far"].tolist() == [4500, 9000, 9000, 9000, 9000, 9000, 11_700]
    assert of["since"].eq(of["quarter"]).all()
    assert str(of["quarter"].iloc[0].date()) == "2014-01-01" and set(of["payer"]) == {"municipality"}


def test_a_quarter_closes_when_each_amount_in_it_is_of_enough_persons():
    people = [Person(M, jobs=(Job(day, "2014-12-31"),)) for day in ("2014-03-20", "2014-05-01", "2014-05-02")] + [Person(M), Person(M)]
    of = of_quarters(paid(people), FUNDING)
    # 5 x 900 in the first quarter; 5 x 900 and 3 x 1,800 in the second: each quarter by itself
    assert of["n"].tolist() == [5, 8, 0, 0, 0, 0, 5] and of["total"].tolist()[:2] == [4500, 9900]
    people[2] = Person(M, jobs=(Job("2014-07-01", "2014-12-31"),))
    of = of_quarters(paid(people), FUNDING)
    # 2 x 1,800 in the second quarter, 1 x 1,800 in the third: 7 payments of 8,100 would tell
    assert of["n"].fillna(-1).tolist() == [5, -1, 8, 0, 0, 0, 5] and of["total"].dropna().tolist()[:2] == [4500, 9900]
    assert str(of["since"].iloc[2].date()) == "2014-04-01"


def test_two_payments_of_one_person_are_of_one_person():
    people = [Person("2014-02-03", end="2014-03-31"), *[Person(M)] * 3, Person("2014-04-01", end="2014-08-10")]
    of = of_quarters(paid(people), FUNDING)
    # 2 of the last person and nobody else's in the third quarter of 2014 (1 July, 10 August): with a quarter that has three persons'
    assert of["n"].fillna(-1).tolist()[:3] == [5, -1, 6] and of["so_far"].iloc[-1] == 900 * 14


def solutions(n: int, total: float, amounts: list[float]) -> list[tuple[int, ...]]:
    """Every way in which so many payments of these amounts make up a sum."""
    if not amounts:
        return [()] if n == 0 and total == 0 else []
    most = min(n, int(total // amounts[0]))
    return [(k, *rest) for k in range(most + 1) for rest in solutions(n - k, total - k * amounts[0], amounts[1:])]


def told(payments: pd.DataFrame, least: int) -> list[tuple[int, ...]]:
    """Of each stretch that is shown: counts from 1 to one less than `least` that all solutions for its number and sum have."""
    of, found = of_quarters(payments, FUNDING.model_copy(update={"hide_below": least})).dropna(), []
    for row in of.to_dict("records"):
        amounts = sorted(payments.loc[payments["payer"].eq(row["payer"]) & payments["status"].eq("paid"), "amount"].unique())
        ways = solutions(int(row["n"]), row["total"], amounts)
        assert ways, row
        found += [counts for counts in zip(*ways, strict=True) if len(set(counts)) == 1 and 0 < counts[0] < least]
    return found


def test_no_count_of_few_follows_from_number_and_sum_in_the_example():
    assert told(found().payments, 3) == [] and told(found().payments, 5) == []
    assert told(found().payments, 1) == []  # nothing is few
    every = of_quarters(found().payments, FUNDING.model_copy(update={"hide_below": 1}))
    assert any(0 < n < 3 for n in every["n"])  # there is something to hide


def anybody(rng: np.random.Generator) -> Person:
    """A person of either payer whose funding begins in 2014 or 2015, with or without a job."""
    start = np.datetime64("2014-01-01") + int(rng.integers(0, 700))
    begun = start + int(rng.integers(0, 250))
    jobs = (Job(str(begun), str(begun + int(rng.integers(20, 200)))),) if rng.random() < 0.5 else ()
    end = str(start + int(rng.integers(30, 900))) if rng.random() < 0.4 else None
    return Person(str(start), rng.choice(["social assistance", "disability benefits"]), jobs, end)


@pytest.mark.parametrize("seed", range(12))
def test_no_count_of_few_follows_from_number_and_sum_in_any_cohort(seed):
    rng = np.random.default_rng(seed)
    payments = paid([anybody(rng) for _ in range(int(rng.integers(3, 60)))])
    assert told(payments, 3) == []
    due = payments[payments["status"].eq("paid")]
    often = due[due.groupby(["payer", "amount"])["id"].transform("nunique") >= 3]
    of = of_quarters(payments, FUNDING)
    assert of["n"].sum() == len(often) and of["total"].sum() == often["amount"].sum()  # nothing else is lost


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
    assert stretches([{900.0: set(each)} if each else {} for each in persons], 3) == shown


def test_one_shows_every_quarter():
    shown = found(hide_below=1).quarters
    assert shown["so_far"].notna().all() and found().quarters["so_far"].isna().any()
    ends = [of.groupby("payer")["so_far"].last().to_dict() for of in (shown, found().quarters)]
    assert ends == [{"municipality": 275_300, "UWV": 226_270}, {"municipality": 275_300 - 1800, "UWV": 226_270}]  # 1,800: of one person
