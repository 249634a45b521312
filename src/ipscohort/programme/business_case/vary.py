"""Scenarios, and each input at its lowest and its highest with all others as they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from ipscohort.config.business_case import BusinessCase, changed, inputs_of
from ipscohort.programme.business_case.incremental import Key, differences
from ipscohort.programme.business_case.ledger import LEFT_OUT, NONE, make_ledger
from ipscohort.programme.business_case.people import People

BASE, SCENARIO, ONE_WAY, VALUED = "base", "scenario", "one_way", "valued"


@dataclass(frozen=True)
class Varied:
    """A case with other inputs, and what it comes to per person for the perspective of the settings.

    Attributes
    ----------
    kind : {"base", "scenario", "one_way", "valued"}
        `valued`: the value of work is counted in the societal cost, and no outcome stands beside it.
    name : str
        Of a scenario, or the key path of an input; base of the case as it is.
    end : str
        low or high; '' of a scenario.
    value : float or None
        The input's value.
    cost, effect : float
        Against the comparator where there is one, else the programme's cost and the outcome.
    twice, of_some, of_margin : bool
        See Differences.
    """

    kind: str
    name: str
    end: str
    value: float | None
    cost: float
    effect: float
    twice: bool = False
    of_some: bool = False
    of_margin: bool = False


def vary(people: People, case: BusinessCase) -> Iterator[Varied]:
    """The case as it is, each scenario, each input with limits at either end; and the case with the value of work in the societal cost.

    Where the perspective has a margin on others' payments with all inputs as they are, no outcome stands beside its cost with any other.
    """
    ledger = make_ledger(people, case)
    margin = ledger.has_margin(case.perspective)
    for one in _each(people, case, ledger.ways(case.perspective) if case.comparator else (NONE,)):
        yield replace(one, of_margin=one.of_margin or margin)


def _each(people: People, case: BusinessCase, ways: tuple[str, ...]) -> Iterator[Varied]:
    way, *other = ways
    yield _of(people, case, way, BASE, BASE)
    for name, scenario in case.scenarios.items():
        yield _of(people, changed(case, scenario.changes), way, SCENARIO, name)
    for path, end, value in _ends(case, of_work=False if way == LEFT_OUT else None):
        yield _of(people, changed(case, {f"{path}.amount": value}), way, ONE_WAY, path, end, value)
    for work in other:
        yield _of(people, case, work, VALUED, BASE)
        for path, end, value in _ends(case, of_work=True):
            yield _of(people, changed(case, {f"{path}.amount": value}), work, VALUED, path, end, value)


def _ends(case: BusinessCase, of_work: bool | None) -> Iterator[tuple[str, str, float]]:
    """Each input's key path, and its lowest and its highest; only of those that are a value of work, only of the others, or of all."""
    for path, one in inputs_of(case):
        if of_work is None or of_work == getattr(one, "of_work", False):
            yield from ((path, end, getattr(one, end)) for end in ("low", "high") if one.low is not None)


def _of(people: People, case: BusinessCase, work: str, kind: str, name: str, end: str = "", value: float | None = None) -> Varied:
    ledger = make_ledger(people, case)
    if case.comparator is None:
        cost, effect = ledger.cost(case.perspective, programme=True).mean(), ledger.effects.discounted[case.outcome].mean()
        of_some = ledger.concerned(case.perspective, programme=True) < ledger.n
        margin = ledger.has_margin(case.perspective)
        return Varied(kind, name, end, value, float(cost), float(effect), of_some=of_some, of_margin=margin)
    found = differences(ledger, Key(case.perspective, case.outcome, work), np.zeros((0, ledger.n)))
    return Varied(kind, name, end, value, found.cost, found.effect, found.twice, found.of_some, found.of_margin)
