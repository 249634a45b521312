"""Scenarios, and each input at its lowest and its highest with all others as they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ipscohort.config.business_case import BusinessCase, changed, inputs_of
from ipscohort.programme.business_case.ledger import make_ledger
from ipscohort.programme.business_case.people import People

BASE, SCENARIO, ONE_WAY = "base", "scenario", "one_way"


@dataclass(frozen=True)
class Varied:
    """A case with other inputs, and what it comes to per person for the perspective of the settings.

    Attributes
    ----------
    kind : {"base", "scenario", "one_way"}
    name : str
        Of a scenario, or the key path of an input.
    end : str
        low or high; '' of a scenario.
    value : float or None
        The input's value.
    cost, effect : float
        Against the comparator where there is one, else the programme's cost and the outcome.
    """

    kind: str
    name: str
    end: str
    value: float | None
    cost: float
    effect: float


def vary(people: People, case: BusinessCase) -> Iterator[Varied]:
    """The case as it is, each scenario, and each input with limits at either end."""
    yield _of(people, case, BASE, BASE)
    for name, scenario in case.scenarios.items():
        yield _of(people, changed(case, scenario.changes), SCENARIO, name)
    for path, one in inputs_of(case):
        for end in ("low", "high") if one.low is not None else ():
            value = getattr(one, end)
            yield _of(people, changed(case, {f"{path}.amount": value}), ONE_WAY, path, end, value)


def _of(people: People, case: BusinessCase, kind: str, name: str, end: str = "", value: float | None = None) -> Varied:
    ledger = make_ledger(people, case)
    effects = ledger.effects
    if case.comparator is None:
        cost, effect = ledger.cost(case.perspective, programme=True), effects.discounted[case.outcome]
    else:
        cost = ledger.cost(case.perspective) - ledger.cost(case.perspective, without=True)
        effect = effects.discounted[case.outcome] - effects.discounted_without[case.outcome]
    return Varied(kind, name, end, value, float(cost.mean()), float(effect.mean()))
