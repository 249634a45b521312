"""What each thing comes to for each person, with IPS and without it: who pays, who receives, and when.

What arises in year k after inclusion is divided by (1 + rate) to the power k - 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ipscohort.arithmetic.timeline import DAYS_PER_YEAR
from ipscohort.config.business_case import SOCIETAL, BusinessCase, Comparator, Cost, Input
from ipscohort.config.business_inputs import PerUnit
from ipscohort.programme.business_case.people import People

COST, BENEFIT, FUNDING = "cost", "benefit not paid", "funding"
"""Kinds of entries."""
NONE, LEFT_OUT, COUNTED = "none", "left_out", "counted"
"""The value of work in a cost: there is none, it is left out as the work is the outcome, or it is counted as money."""
NOISE = 1e-9
"""A difference below this share of the sums that it is made from is none."""
WITH, WITHOUT, BOTH = "with_ips", "without_ips", "both"


@dataclass(frozen=True)
class Entry:
    """One thing that is paid, or not paid: money of each person; arrays of shape (persons,).

    Attributes
    ----------
    name, label, kind : str
    pays, receives : str or None
        Stakeholders. Of a benefit not paid, who goes without it pays, and who would have paid it receives.
    arises : str
    of_work : bool
        Value of the work done, which nobody pays.
    concerned : ndarray of bool
        For whom it is paid, or not paid, wherever what it is per arises: by the rule, not by what came of it.
    plain, discounted : ndarray of float
        With IPS.
    plain_without, discounted_without : ndarray of float
        Without it, of the same person; 0 where there is no comparator.
    schemes_assume : bool
        Of payments of funding schemes: whether any of them rests on an assumption of its scheme.
    still_due : ndarray of float, optional
        Of payments of funding schemes: what can still fall due after the last day observed, discounted, and is in no sum.
    unpriced : ndarray of bool, optional
        Of payments of funding schemes: who has only such as have no stated price.
    """

    name: str
    label: str
    kind: str
    pays: str | None
    receives: str | None
    arises: str
    of_work: bool
    concerned: np.ndarray
    plain: np.ndarray
    discounted: np.ndarray
    plain_without: np.ndarray
    discounted_without: np.ndarray
    schemes_assume: bool = False
    still_due: np.ndarray | None = None
    unpriced: np.ndarray | None = None

    def sign(self, perspective: str) -> int:
        """1 where the perspective pays, -1 where it receives, 0 where neither or both."""
        if perspective == SOCIETAL:
            return (self.pays is not None) - (self.receives is not None)
        return (self.pays == perspective) - (self.receives == perspective)

    @property
    def of_programme(self) -> bool:
        """Whether it is part of what the programme costs: it arises with IPS alone, and is no value of work."""
        return self.kind != BENEFIT and self.arises == WITH and not self.of_work


@dataclass(frozen=True)
class Effects:
    """Days worked and jobs obtained of each person, with IPS and without it; shape (persons,)."""

    plain: dict[str, np.ndarray]
    discounted: dict[str, np.ndarray]
    plain_without: dict[str, np.ndarray]
    discounted_without: dict[str, np.ndarray]


@dataclass(frozen=True)
class Ledger:
    """All entries, and what came of it."""

    entries: tuple[Entry, ...]
    effects: Effects
    n: int

    def cost(
        self, perspective: str, *, discounted: bool = True, without: bool = False, programme: bool | None = None, work: bool = True
    ) -> np.ndarray:
        """Net cost of each person for a perspective: what it pays less what it receives.

        Parameters
        ----------
        perspective : str
        discounted : bool
        without : bool
            In place of with IPS.
        programme : bool, optional
            Only what is part of the programme's cost, or only the rest.
        work : bool
            With the value of the work done.
        """
        column = f"{'discounted' if discounted else 'plain'}{'_without' if without else ''}"
        total = np.zeros(self.n)
        for entry in self.entries:
            if (programme is None or entry.of_programme == programme) and (work or not entry.of_work):
                total = total + entry.sign(perspective) * getattr(entry, column)
        return total

    def more(self, perspective: str, *, work: bool = True) -> np.ndarray:
        """Net cost of each person with IPS less that without it."""
        return self.cost(perspective, work=work) - self.cost(perspective, without=True, work=work)

    def still_due(self, perspective: str) -> float:
        """Payments of funding schemes that can still fall due after the last day observed, and are in no sum: per person, discounted, at their most."""
        return sum(float(one.sign(perspective) * one.still_due.mean()) for one in self.entries if one.still_due is not None) + 0.0

    def concerned(self, perspective: str, *, programme: bool = False) -> int:
        """Persons on whom what a perspective pays, receives or is spared falls; or only what it pays for the programme or receives of it.

        Of all stakeholders together these are all persons: what falls on nobody costs nobody.
        """
        return int(self._falls_on(perspective, programme).sum())

    def unpriced(self, perspective: str, *, programme: bool = False) -> int:
        """Further persons for whom a perspective makes only payments whose price is not stated."""
        only = [one.unpriced for one in self.entries if one.sign(perspective) and one.unpriced is not None]
        return int((np.logical_or.reduce(only, axis=0) & ~self._falls_on(perspective, programme)).sum()) if only else 0

    def _falls_on(self, perspective: str, programme: bool) -> np.ndarray:
        """Of each person, whether a sum of money falls on them."""
        if perspective == SOCIETAL:
            return np.ones(self.n, dtype=bool)
        chosen = [one.concerned for one in self.entries if one.sign(perspective) and (one.of_programme or not programme)]
        return np.logical_or.reduce([np.zeros(self.n, dtype=bool), *chosen])

    def has_margin(self, perspective: str) -> bool:
        """Whether a stakeholder receives more from others than it pays with IPS: a margin on their payments. Benefits that are not paid are no receipts."""
        if perspective == SOCIETAL:
            return False
        sums = np.array([one.sign(perspective) * one.discounted.sum() for one in self.entries if one.kind != BENEFIT])
        return bool(sums.sum() < -NOISE * np.abs(sums).sum())

    def ways(self, perspective: str) -> tuple[str, ...]:
        """How the value of work stands in the cost of a perspective, the main analysis first.

        The work is the outcome, so that its value is left out of the societal cost, and counted there in a sensitivity analysis. Who receives it has it as
        money: it is counted, and no outcome stands beside it.
        """
        if not any(entry.of_work and entry.sign(perspective) for entry in self.entries):
            return (NONE,)
        return (LEFT_OUT, COUNTED) if perspective == SOCIETAL else (COUNTED,)


@dataclass(frozen=True)
class _Units:
    """How much of something there is for each person, as it is and with the factors of discounting."""

    plain: np.ndarray
    discounted: np.ndarray


class _Clock:
    """Factors by year, and the units of each way to pay."""

    def __init__(self, people: People, case: BusinessCase, rate: float) -> None:
        self.people, self.case = people, case
        self.factors = (1 + rate) ** -np.arange(people.in_programme.shape[1], dtype=float)

    def over(self, days: np.ndarray) -> _Units:
        """Of days by year."""
        return _Units(days.sum(axis=1).astype(float), days @ self.factors)

    def at(self, day: np.ndarray, of: np.ndarray) -> _Units:
        """Of something on a day, for those who have it."""
        year = np.minimum(np.nan_to_num(day) // DAYS_PER_YEAR, len(self.factors) - 1).astype(int)
        return _Units(of.astype(float), of * self.factors[year])

    @property
    def evenly(self) -> np.ndarray:
        """Mean factor over each person's days of follow-up."""
        days = self.people.in_programme
        return days @ self.factors / days.sum(axis=1)

    def within(self, begun: np.ndarray, over: np.ndarray, months: float | None) -> np.ndarray:
        """Days of follow-up by year from one day to before another, no more than some months from the first; shape (persons, years)."""
        days = self.people.in_programme
        after = np.cumsum(days, axis=1)
        ends = over if months is None else np.minimum(over, begun + months * self.people.days_per_month)
        return np.clip(np.minimum(after, ends[:, None]) - np.maximum(after - days, begun[:, None]), 0, days)

    def in_ips(self, per: str, months: float | None) -> np.ndarray:
        """Days in the trajectory, or else of follow-up, by year."""
        if per == "month_in_trajectory":
            return self.within(self.people.trajectory[:, 0], self.people.trajectory[:, 1], months)
        n = self.people.n
        return self.within(np.zeros(n), np.full(n, np.inf), months)

    def with_ips(self, per: str | PerUnit, months: float | None = None) -> _Units:
        """Units with IPS; a number of the records lies evenly over follow-up."""
        people = self.people
        if isinstance(per, PerUnit):
            number = people.numbers[per.variable]
            return _Units(number, number * self.evenly)
        ones = np.ones(people.n)
        if per in ("person", "once"):
            each = ones / (people.n if per == "once" else 1)
            return _Units(each, each)
        if per == "job_obtained":
            return self.at(people.first_job, people.obtained.astype(float))
        days = self.over(people.worked if per == "month_worked" else self.in_ips(per, months))
        return _Units(days.plain / people.days_per_month, days.discounted / people.days_per_month)

    def without_ips(self, per: str) -> _Units:
        """Units without it, by the comparator: work lies evenly over follow-up."""
        people, comparator = self.people, self.case.comparator
        zero = np.zeros(people.n)
        if comparator is None:
            return _Units(zero, zero)
        if per in ("person", "once"):
            return self.with_ips(per)
        amount = _days_without(people, comparator) / people.days_per_month
        if per == "job_obtained":
            amount = comparator.share_employed.amount if comparator.share_employed else float("nan")
        return _Units(zero + amount, amount * self.evenly)


def _days_without(people: People, comparator: Comparator) -> np.ndarray:
    """Days worked without IPS of each person: those of their level, or of all."""
    by, days = comparator.by_level, comparator.days_worked.amount
    if by is None:
        return np.full(people.n, days)
    return np.array([by.days_worked[str(level)].amount if str(level) in by.days_worked else days for level in people.levels[by.variable]])


def price(one: Input, case: BusinessCase) -> float:
    """An amount in prices of the price year."""
    return one.amount * _converted(one, case)


def _converted(one: Input, case: BusinessCase) -> float:
    """What brings money of an input's year to prices of the price year."""
    index = case.price_index
    if index is None or one.year is None or one.year == case.price_year:
        return 1.0
    return index.values[case.price_year] / index.values[one.year]


def rates_of(case: BusinessCase) -> tuple[float, float]:
    """Rates of costs and of outcomes; 0 without discounting."""
    found = case.discounting
    return (found.costs.amount, found.outcomes.amount) if found else (0.0, 0.0)


def make_ledger(people: People, case: BusinessCase, *, with_open: bool = False) -> Ledger:
    """Every entry of every person.

    Parameters
    ----------
    people : People
        Everybody observed to the end of follow-up, with known days worked and benefits.
    case : BusinessCase
    with_open : bool
        Payments of funding schemes that are not known or can still fall due are in it at their most, in place of left out.
    """
    money, outcomes = (_Clock(people, case, rate) for rate in rates_of(case))
    entries = (*_costs(money), *_benefits(money), *_funding(money, "most" if with_open else "amount"))
    return Ledger(entries, _effects(outcomes), people.n)


def _costs(clock: _Clock) -> Iterator[Entry]:
    for name, cost in clock.case.costs.items():
        zero = _Units(np.zeros(clock.people.n), np.zeros(clock.people.n))
        concerned = _paid_for(clock.people, cost)
        amount = price(cost, clock.case) * concerned
        own = clock.with_ips(cost.per, cost.months) if cost.arises != WITHOUT else zero
        other = clock.without_ips(cost.per) if cost.arises != WITH else zero
        money = (own.plain * amount, own.discounted * amount, other.plain * amount, other.discounted * amount)
        yield Entry(name, cost.label, COST, cost.pays, cost.receives, cost.arises, cost.of_work, concerned, *money)


def _paid_for(people: People, cost: Cost) -> np.ndarray:
    """The persons that something is paid for."""
    if cost.only is None:
        return np.ones(people.n, dtype=bool)
    return np.array([str(level) in cost.only.one_of for level in people.levels[cost.only.variable]], dtype=bool)


def _benefits(clock: _Clock) -> Iterator[Entry]:
    own, other = clock.with_ips("month_worked"), clock.without_ips("month_worked")
    for name, benefit in clock.case.benefits.items():
        not_paid = {level: one.not_paid * _converted(one, clock.case) for level, one in benefit.levels.items()}
        levels = [str(level) for level in clock.people.levels[benefit.variable]]
        amount = np.array([not_paid.get(level, 0.0) for level in levels])
        concerned = np.array([level in not_paid for level in levels], dtype=bool)
        money = (own.plain * amount, own.discounted * amount, other.plain * amount, other.discounted * amount)
        yield Entry(name, benefit.label, BENEFIT, benefit.receives, benefit.pays, BOTH, False, concerned, *money)


def _funding(clock: _Clock, column: str) -> Iterator[Entry]:
    """What funding schemes paid, an entry per payer of whom any payment has a price; they concern whom a priced payment is or may be for, whatever came of it."""
    people, received = clock.people, clock.case.funding
    for payer in dict.fromkeys(people.paid["payer"]) if received else ():
        rows = people.paid[people.paid["payer"].eq(payer)]
        if not rows["most"].any():
            continue
        place, day, name = rows["place"].to_numpy(dtype=int), rows["day"].to_numpy(dtype=float), str(payer)
        money, later = (clock.at(day, rows[each].to_numpy(dtype=float)) for each in (column, "open"))
        own = [np.bincount(place, each, minlength=people.n) for each in (money.plain, money.discounted, later.discounted)]
        zero, everybody = np.zeros(people.n), np.arange(people.n)
        concerned = np.isin(everybody, place[rows["stated"].to_numpy(dtype=bool)])
        more = {
            "schemes_assume": bool(rows["assumption"][rows["most"] > 0].any()),
            "still_due": own.pop(),
            "unpriced": np.isin(everybody, place) & ~concerned,
        }
        label = clock.case.stakeholders.get(name, name)
        yield Entry(f"funding {name}", label, FUNDING, name, received.receives, WITH, False, concerned, *own, zero, zero, **more)


def _effects(clock: _Clock) -> Effects:
    """Days worked and jobs obtained, discounted at the rate of outcomes."""
    people = clock.people
    own = {"days_worked": clock.over(people.worked), "job_obtained": clock.with_ips("job_obtained")}
    days = clock.without_ips("month_worked")
    other = {
        "days_worked": _Units(days.plain * people.days_per_month, days.discounted * people.days_per_month),
        "job_obtained": clock.without_ips("job_obtained"),
    }
    columns = [{name: getattr(each, form) for name, each in of.items()} for of in (own, other) for form in ("plain", "discounted")]
    return Effects(*columns)
