"""An agreement on savings: who invests is repaid first out of the pool, the rest is shared out; a pool below 0 is made up for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ipscohort.config.business_case import FUNDING_PAID, BusinessCase
from ipscohort.programme.business_case.incremental import NOISE
from ipscohort.programme.business_case.ledger import BENEFIT, FUNDING, Entry, Ledger


@dataclass(frozen=True)
class Party:
    """A stakeholder's part, over all persons, discounted, against the comparator; money in is above 0.

    Each is an array of shape (1 + samples,): of all persons, and of each bootstrap sample of them.

    Attributes
    ----------
    before
        What it saves without the agreement: below 0 where IPS costs it more than the comparator.
    invested
        What it paid of the investment.
    into_pool
        What a saver pays less than without IPS, the investment left out; below 0 where it pays more. What it receives from others is no saving.
    repaid
    share
        Of what is left.
    made_up
        What it pays where the pool is below 0.
    """

    name: str
    before: np.ndarray
    invested: np.ndarray
    into_pool: np.ndarray
    repaid: np.ndarray
    share: np.ndarray
    made_up: np.ndarray

    @property
    def after(self) -> np.ndarray:
        """What it saves with the agreement."""
        return self.before - self.into_pool + self.repaid + self.share - self.made_up


@dataclass(frozen=True)
class Agreement:
    """The whole of it."""

    parties: tuple[Party, ...]
    pool: float
    invested: float


def settle(ledger: Ledger, case: BusinessCase, counts: np.ndarray) -> Agreement:
    """Who ends up with what.

    Parameters
    ----------
    ledger : Ledger
    case : BusinessCase
        With shared_savings and a comparator.
    counts : ndarray of float, shape (samples, persons)
        How often each person is drawn.
    """
    rule, who = case.shared_savings, list(case.stakeholders)
    counts = np.vstack([np.ones(ledger.n), counts])
    saved = {name: -(counts @ ledger.more(name)) for name in who}
    invested = {name: counts @ _invested(ledger, case, name) for name in who}
    into = {name: counts @ _saved(ledger, case, name) if name in rule.savers else np.zeros(len(counts)) for name in who}
    pool, all_invested = sum(into.values()), sum(invested.values())
    pool = np.where(np.abs(pool) <= NOISE * sum(np.abs(each) for each in (*saved.values(), *invested.values())), 0.0, pool)
    back = np.minimum(np.maximum(pool, 0), np.maximum(all_invested, 0))
    rest = np.maximum(pool, 0) - back
    repaid = np.divide(back, all_invested, out=np.zeros(len(counts)), where=all_invested > 0)
    none = np.zeros(len(counts))
    parties = tuple(
        Party(
            name=name,
            before=saved[name],
            invested=invested[name],
            into_pool=into[name],
            repaid=repaid * invested[name],
            share=rest * rule.shares.get(name, 0.0),
            made_up=np.maximum(-pool, 0) if name == rule.losses_borne_by else none,
        )
        for name in who
    )
    return Agreement(parties, float(pool[0]), float(all_invested[0]))


def is_invested(entry: Entry, case: BusinessCase) -> bool:
    """Whether something is part of the investment: a cost that is named, or what the funding schemes paid and costs that stand for schemes without a price."""
    of_schemes = entry.kind == FUNDING or (case.funding is not None and entry.name in case.funding.priced_by.values())
    return entry.name in case.shared_savings.invested or (of_schemes and FUNDING_PAID in case.shared_savings.invested)


def _invested(ledger: Ledger, case: BusinessCase, name: str) -> np.ndarray:
    """What a stakeholder paid of the investment, of each person."""
    paid = [one for one in ledger.entries if is_invested(one, case) and one.pays == name]
    return sum((one.discounted - one.discounted_without for one in paid), np.zeros(ledger.n))


def _saved(ledger: Ledger, case: BusinessCase, name: str) -> np.ndarray:
    """What a stakeholder pays less than without IPS, of each person: without the investment, and without what it receives from others."""
    saved = np.zeros(ledger.n)
    for one in ledger.entries:
        less = one.discounted_without - one.discounted
        if one.pays == name and not is_invested(one, case):
            saved = saved + less
        if one.receives == name and one.kind == BENEFIT:  # a benefit that it does not pay
            saved = saved - less
    return saved
