"""An agreement on savings: who invests is repaid first out of the pool, the rest is shared out; a pool below 0 is made up for."""

from __future__ import annotations

from dataclasses import dataclass

from ipscohort.config.business_case import BusinessCase
from ipscohort.programme.business_case.ledger import Ledger


@dataclass(frozen=True)
class Party:
    """A stakeholder's part, over all persons, discounted, against the comparator; money in is above 0.

    Attributes
    ----------
    before : float
        What it saves without the agreement: below 0 where it costs more than it brings.
    invested : float
        What it paid of the investment.
    into_pool : float
        Its savings without the investment, which go into the pool; below 0 where the pool makes up for what it loses.
    repaid : float
    share : float
        Of what is left.
    made_up : float
        What it pays where the pool is below 0.
    """

    name: str
    before: float
    invested: float
    into_pool: float
    repaid: float
    share: float
    made_up: float

    @property
    def after(self) -> float:
        """What it saves with the agreement."""
        return self.before - self.into_pool + self.repaid + self.share - self.made_up


@dataclass(frozen=True)
class Agreement:
    """The whole of it."""

    parties: tuple[Party, ...]
    pool: float
    invested: float

    @property
    def repaid(self) -> float:
        """What investors get back."""
        return sum(party.repaid for party in self.parties)


def settle(ledger: Ledger, case: BusinessCase) -> Agreement:
    """Who ends up with what.

    Parameters
    ----------
    ledger : Ledger
    case : BusinessCase
        With shared_savings and a comparator.
    """
    rule = case.shared_savings
    invested = dict.fromkeys(case.stakeholders, 0.0)
    saved = {name: -float((ledger.cost(name) - ledger.cost(name, without=True)).sum()) for name in case.stakeholders}
    for entry in ledger.entries:
        if entry.name in rule.invested:
            invested[entry.pays] += float((entry.discounted - entry.discounted_without).sum())
    into = {name: saved[name] + invested[name] if name in rule.savers else 0.0 for name in case.stakeholders}
    pool, all_invested = sum(into.values()), sum(invested.values())
    back = min(max(pool, 0.0), max(all_invested, 0.0))
    rest = max(pool, 0.0) - back
    parties = tuple(
        Party(
            name=name,
            before=saved[name],
            invested=invested[name],
            into_pool=into[name],
            repaid=back * invested[name] / all_invested if all_invested > 0 else 0.0,
            share=rest * rule.shares.get(name, 0.0),
            made_up=max(-pool, 0.0) if name == rule.losses_borne_by else 0.0,
        )
        for name in case.stakeholders
    )
    return Agreement(parties, pool, all_invested)
