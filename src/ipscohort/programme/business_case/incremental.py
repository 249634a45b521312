"""What IPS costs and brings more than the comparator: differences, their bootstrap, the ratio where there is one, and break-even.

Persons are drawn with replacement; the comparator and all prices stay as they are. Limits are percentiles of the samples.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ipscohort.config.business_case import SOCIETAL, BusinessCase, Samples
from ipscohort.programme.business_case.ledger import COUNTED, LEFT_OUT, NOISE, Ledger, make_ledger
from ipscohort.programme.business_case.people import People

MORE_FOR_MORE, LESS_FOR_LESS, DOMINATES, DOMINATED, EQUAL = "more_for_more", "less_for_less", "dominates", "dominated", "equal"
"""Quadrants of the plane: a ratio has a meaning in the first two only, and not the same one."""
BELOW, ABOVE, ALWAYS, NEVER, SAME, BY_LEVEL = "below", "above", "always", "never", "same", "by_level"
"""On which side of the break-even it costs less; without a break-even, whether it does at any number of days, or that days differ by level."""
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
    twice : bool
        Whether the value of the work is in the cost: the outcome does not stand beside it, and there is no ratio, quadrant or net benefit.
    of_some : bool
        Whether the cost falls on some of the persons only, whose outcome is not everybody's: neither stands beside the other.
    of_margin : bool
        Whether the perspective receives more from others than it pays: what it is left with is theirs, and no price of the outcome.
    """

    cost: float
    effect: float
    costs: np.ndarray
    effects: np.ndarray
    twice: bool = False
    of_some: bool = False
    of_margin: bool = False

    @property
    def apart(self) -> bool:
        """Whether the outcome does not stand beside the cost."""
        return self.twice or self.of_some or self.of_margin

    @property
    def quadrant(self) -> str | None:
        """Where the point lies; None where the outcome does not stand beside the cost."""
        return None if self.apart else str(quadrants(np.array([self.cost]), np.array([self.effect]))[0])

    @property
    def ratio(self) -> float:
        """Cost of another unit of the outcome, or saved by going without one; NaN in the other quadrants."""
        return self.cost / self.effect if self.quadrant in RATIO_IN else float("nan")

    def shares(self) -> dict[str, float]:
        """Share of the samples in each quadrant; none without samples, or where the outcome does not stand beside the cost."""
        found = quadrants(self.costs, self.effects)
        known = len(found) and not self.apart
        return {name: float((found == name).mean()) for name in (MORE_FOR_MORE, LESS_FOR_LESS, DOMINATES, DOMINATED)} if known else {}

    @property
    def share_cheaper(self) -> float:
        """Share of the samples in which it costs less; NaN without samples."""
        return float((self.costs < 0).mean()) if len(self.costs) else float("nan")

    @property
    def share_dearer(self) -> float:
        """Share of the samples in which it costs more; NaN without samples."""
        return float((self.costs > 0).mean()) if len(self.costs) else float("nan")

    def ratio_limits(self, confidence: float) -> tuple[float, float]:
        """Percentile limits of the ratio, where all samples lie in one quadrant that has one; else NaN."""
        found = set(quadrants(self.costs, self.effects))
        if self.apart or len(found) != 1 or not found <= set(RATIO_IN):
            return float("nan"), float("nan")
        return limits(self.costs / self.effects, confidence)

    def acceptable(self, worth: np.ndarray) -> np.ndarray:
        """Share of the samples whose net benefit, worth x outcome - cost, is above 0, at each worth; NaN without samples, or where the outcome stands apart."""
        if self.apart or not len(self.costs):
            return np.full(len(worth), np.nan)
        return ((worth[:, None] * self.effects - self.costs) > 0).mean(axis=1)

    def net_benefit(self, worth: float, confidence: float) -> tuple[float, float, float]:
        """Net benefit per person, worth x outcome - cost, with its limits; NaN where the outcome does not stand beside the cost."""
        if self.apart:
            return float("nan"), float("nan"), float("nan")
        return worth * self.effect - self.cost, *limits(worth * self.effects - self.costs, confidence)


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


class Key(NamedTuple):
    """What a difference is of."""

    perspective: str
    outcome: str
    work: str
    """How the value of work stands in the cost: NONE, LEFT_OUT or COUNTED."""


def keys_of(ledger: Ledger, case: BusinessCase, outcomes: Iterable[str]) -> list[Key]:
    """Each perspective and outcome; the societal one without the value of work, and with it."""
    return [Key(name, outcome, work) for outcome in outcomes for name in perspectives(case) for work in ledger.ways(name)]


def differences(ledger: Ledger, key: Key, counts: np.ndarray) -> Differences:
    """Of one perspective and outcome.

    Parameters
    ----------
    ledger : Ledger
    key : Key
    counts : ndarray of float, shape (samples, persons)
    """
    cost = ledger.more(key.perspective, work=key.work != LEFT_OUT)
    own, without = ledger.effects.discounted[key.outcome], ledger.effects.discounted_without[key.outcome]
    money = sum(abs(entry.sign(key.perspective)) * (entry.discounted + entry.discounted_without).mean() for entry in ledger.entries)
    of_some = ledger.concerned(key.perspective) < ledger.n
    costs, effects = (
        _settled(np.array([each.mean(), *(counts @ each / ledger.n)]), size)
        for each, size in ((cost, money), (own - without, (own + without).mean()))
    )
    return Differences(
        float(costs[0]), float(effects[0]), costs[1:], effects[1:], key.work == COUNTED, of_some, ledger.has_margin(key.perspective)
    )


def _settled(values: np.ndarray, size: float) -> np.ndarray:
    """Values of which those that are no more than what rounding leaves are 0."""
    return np.where(np.abs(values) <= NOISE * size, 0.0, values)


def perspectives(case: BusinessCase) -> list[str]:
    """Each stakeholder, and all together."""
    return [*case.stakeholders, SOCIETAL]


class Even(NamedTuple):
    """Break-even."""

    days: float
    """Days worked per person without IPS at which it costs neither more nor less; NaN where there are none from 0 to the length of follow-up."""
    cheaper: str
    """BELOW or ABOVE: on which side of these days it costs less; without any, ALWAYS, NEVER, SAME or BY_LEVEL."""


def break_even(people: People, case: BusinessCase, perspective: str, work: str) -> Even:
    """Days worked per person without IPS, the same for all, at which it costs a perspective neither more nor less.

    The difference is a straight line in these days, so that two points give it. Where the comparator has other days by level, no one number stands for it.
    """
    if case.comparator.by_level is not None:
        return Even(float("nan"), BY_LEVEL)
    at = []
    for days in (0.0, 1.0):
        of_all = case.comparator.days_worked.model_copy(update={"amount": days})
        comparator = case.comparator.model_copy(update={"days_worked": of_all})
        ledger = make_ledger(people, case.model_copy(update={"comparator": comparator}))
        at.append(float(ledger.more(perspective, work=work != LEFT_OUT).mean()))
    slope, longest = at[1] - at[0], float(people.in_programme.sum(axis=1).mean())
    least = NOISE * max(1.0, abs(at[0]))
    slope = 0.0 if abs(slope) <= least else slope
    days = -at[0] / slope if slope else float("nan")
    if 0 <= days <= longest:
        return Even(days, BELOW if slope > 0 else ABOVE)
    return Even(float("nan"), SAME if abs(at[0]) <= least else ALWAYS if at[0] < 0 else NEVER)
