"""What IPS costs and brings more than the comparator: differences, their bootstrap, the ratio where there is one, and break-even.

Persons are drawn with replacement; the comparator and all prices stay as they are. Limits are percentiles of the samples.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ipscohort.config.business_case import SOCIETAL, BusinessCase, Samples
from ipscohort.programme.business_case.ledger import Ledger, make_ledger
from ipscohort.programme.business_case.people import People

MORE_FOR_MORE, LESS_FOR_LESS, DOMINATES, DOMINATED, EQUAL = "more_for_more", "less_for_less", "dominates", "dominated", "equal"
"""Quadrants of the plane: a ratio has a meaning in the first two only, and not the same one."""
RATIO_IN = (MORE_FOR_MORE, LESS_FOR_LESS)
FEW = 5
"""Persons without which no limits are given."""
AT_ONCE = 2_000_000


@dataclass(frozen=True)
class Differences:
    """With IPS less without it, per person.

    Attributes
    ----------
    cost, effect : float
    costs, effects : ndarray of float, shape (samples,)
        In each bootstrap sample; empty with fewer than FEW persons.
    """

    cost: float
    effect: float
    costs: np.ndarray
    effects: np.ndarray

    @property
    def quadrant(self) -> str:
        """Where the point lies."""
        return str(quadrants(np.array([self.cost]), np.array([self.effect]))[0])

    @property
    def ratio(self) -> float:
        """Cost of another unit of the outcome, or saved by going without one; NaN in the other quadrants."""
        return self.cost / self.effect if self.quadrant in RATIO_IN else float("nan")

    def shares(self) -> dict[str, float]:
        """Share of the samples in each quadrant; none without samples."""
        found = quadrants(self.costs, self.effects)
        return {name: float((found == name).mean()) for name in (MORE_FOR_MORE, LESS_FOR_LESS, DOMINATES, DOMINATED)} if len(found) else {}

    def ratio_limits(self, confidence: float) -> tuple[float, float]:
        """Percentile limits of the ratio, where all samples lie in one quadrant that has one; else NaN."""
        found = set(quadrants(self.costs, self.effects))
        if len(found) != 1 or not found <= set(RATIO_IN):
            return float("nan"), float("nan")
        return limits(self.costs / self.effects, confidence)

    def acceptable(self, worth: np.ndarray) -> np.ndarray:
        """Share of the samples whose net benefit, worth x outcome - cost, is above 0, at each worth; NaN without samples."""
        if not len(self.costs):
            return np.full(len(worth), np.nan)
        return ((worth[:, None] * self.effects - self.costs) > 0).mean(axis=1)


def quadrants(cost: np.ndarray, effect: np.ndarray) -> np.ndarray:
    """The quadrant of each point; a point on an axis goes with the side that neither costs nor brings more, both 0 is `equal`."""
    conditions = [
        (effect > 0) & (cost > 0),
        (effect < 0) & (cost < 0),
        ((effect > 0) & (cost <= 0)) | ((effect == 0) & (cost < 0)),
        ((effect < 0) & (cost >= 0)) | ((effect == 0) & (cost > 0)),
    ]
    return np.select(conditions, [MORE_FOR_MORE, LESS_FOR_LESS, DOMINATES, DOMINATED], default=EQUAL)


def limits(values: np.ndarray, confidence: float) -> tuple[float, float]:
    """Percentile limits: order statistics at (samples + 1) p, interpolated; NaN without samples."""
    if not len(values):
        return float("nan"), float("nan")
    ends = np.quantile(values, [(1 - confidence) / 2, (1 + confidence) / 2], method="weibull")
    return float(ends[0]), float(ends[1])


def drawn(n: int, samples: Samples) -> Iterator[np.ndarray]:
    """Who is drawn: arrays of shape (samples, n), `times` in all; the same for one seed and n."""
    generator = np.random.default_rng(samples.seed)
    step = max(1, AT_ONCE // max(n, 1))
    for begun in range(0, samples.times, step):
        yield generator.integers(n, size=(min(step, samples.times - begun), n))


def counts_of(n: int, samples: Samples) -> np.ndarray:
    """How often each person is drawn: shape (samples, n); no sample with fewer than FEW persons."""
    if n < FEW:
        return np.zeros((0, n))
    return np.concatenate([counted(draws, n) for draws in drawn(n, samples)])


def counted(draws: np.ndarray, n: int) -> np.ndarray:
    """How often each of n persons stands in each row."""
    place = draws + n * np.arange(len(draws))[:, None]
    return np.bincount(place.ravel(), minlength=n * len(draws)).reshape(len(draws), n).astype(float)


def differences(ledger: Ledger, perspective: str, outcome: str, counts: np.ndarray) -> Differences:
    """Of one perspective and outcome.

    Parameters
    ----------
    ledger : Ledger
    perspective : str
    outcome : {"days_worked", "job_obtained"}
    counts : ndarray of float, shape (samples, persons)
    """
    cost = ledger.cost(perspective) - ledger.cost(perspective, without=True)
    effect = ledger.effects.discounted[outcome] - ledger.effects.discounted_without[outcome]
    return Differences(float(cost.mean()), float(effect.mean()), counts @ cost / ledger.n, counts @ effect / ledger.n)


def perspectives(case: BusinessCase) -> list[str]:
    """Each stakeholder, and all together."""
    return [*case.stakeholders, SOCIETAL]


def break_even(people: People, case: BusinessCase, perspective: str) -> float:
    """Days worked per person without IPS at which it costs a perspective neither more nor less; NaN where no number of days from 0 to
    the length of follow-up does, or the difference does not hang on them.

    The difference is a straight line in these days, so that two points give it.
    """
    at = []
    for days in (0.0, 1.0):
        comparator = case.comparator.model_copy(update={"days_worked": case.comparator.days_worked.model_copy(update={"amount": days})})
        ledger = make_ledger(people, case.model_copy(update={"comparator": comparator}))
        at.append(float((ledger.cost(perspective) - ledger.cost(perspective, without=True)).mean()))
    slope, longest = at[1] - at[0], float(people.in_programme.sum(axis=1).mean())
    if abs(slope) <= 1e-12 * max(1.0, abs(at[0])):
        return float("nan")
    days = -at[0] / slope
    return days if 0 <= days <= longest else float("nan")
