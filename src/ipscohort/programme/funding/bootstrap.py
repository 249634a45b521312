"""Costs as ratios of two sums over persons, with percentile limits of the bootstrap: persons are drawn with replacement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ipscohort.config.funding import Resamples

FEW = 5
"""Persons, and persons who count in the divisor, without which no limits are given."""
AT_ONCE = 2_000_000
"""Numbers drawn at a time."""


@dataclass(frozen=True)
class Ratio:
    """A ratio of sums.

    Attributes
    ----------
    value, low, high : float
        NaN where not defined: nobody, or a divisor of 0; limits also with fewer than FEW persons, or too many empty samples.
    n_empty : int
        Bootstrap samples whose divisor is 0.
    """

    value: float
    low: float = np.nan
    high: float = np.nan
    n_empty: int = 0


def ratio(cost: np.ndarray, divisor: np.ndarray, resamples: Resamples, confidence: float) -> Ratio:
    """Sum of costs over sum of divisors, and its percentile limits.

    Parameters
    ----------
    cost, divisor : ndarray of float, shape (persons,)
        None missing.
    resamples : config.funding.Resamples
    confidence : float

    Returns
    -------
    Ratio
        Limits are the order statistics at (times + 1) p, interpolated between two where that is not whole; a sample with a divisor of 0
        counts as above all others.

    Notes
    -----
    Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 13; `boot.ci(type = "perc")` of R gives the same where (times + 1) p
    is whole.
    """
    if not len(cost) or divisor.sum() <= 0:
        return Ratio(np.nan)
    value = cost.sum() / divisor.sum()
    if len(cost) < FEW or np.count_nonzero(divisor) < FEW:
        return Ratio(value)
    drawn = np.concatenate([ratios(cost, divisor, draws) for draws in drawn_persons(len(cost), resamples)])
    low, high = percentile_limits(drawn, confidence)
    return Ratio(value, low, high, int(np.isinf(drawn).sum()))


def drawn_persons(n: int, resamples: Resamples) -> Iterator[np.ndarray]:
    """Who is drawn: arrays of shape (samples, n), `times` samples in all; the same for one seed and n."""
    generator = np.random.default_rng(resamples.seed)
    at_once = max(1, AT_ONCE // n)
    for begun in range(0, resamples.times, at_once):
        yield generator.integers(n, size=(min(at_once, resamples.times - begun), n))


def ratios(cost: np.ndarray, divisor: np.ndarray, draws: np.ndarray) -> np.ndarray:
    """The ratio in each sample; infinite where its divisor is 0."""
    above, below = cost[draws].sum(axis=1), divisor[draws].sum(axis=1)
    return np.divide(above, below, out=np.full(len(draws), np.inf), where=below > 0)


def percentile_limits(drawn: np.ndarray, confidence: float) -> tuple[float, float]:
    """Lower and upper limit; NaN where it falls among samples without a ratio."""
    ordered = np.sort(drawn)
    return tuple(_order_statistic(ordered, p) for p in ((1 - confidence) / 2, (1 + confidence) / 2))


def _order_statistic(ordered: np.ndarray, p: float) -> float:
    position = round((len(ordered) + 1) * p, 9)
    below = min(max(int(np.floor(position)), 1), len(ordered))
    above = min(below + (position > below), len(ordered))
    low, high = ordered[below - 1], ordered[above - 1]
    if np.isinf(high):
        return float("nan")
    return float(low + (high - low) * (position - below if above > below else 0.0))


def largest(cost: np.ndarray, divisor: np.ndarray, belongs: np.ndarray) -> float:
    """The largest that a ratio of sums can be, where some persons may or may not be among those it is of.

    Parameters
    ----------
    cost, divisor : ndarray of float, shape (persons,)
        The most that was paid for each, and the least that it is divided by; none below 0.
    belongs : ndarray of bool, shape (persons,)
        Who surely is among them; of the others those are taken that make it largest.

    Returns
    -------
    float
        Infinite where the divisor can be 0 and the cost not; NaN where nobody can be among them.
    """
    return _extreme(cost, divisor, belongs, 1)


def smallest(cost: np.ndarray, divisor: np.ndarray, belongs: np.ndarray) -> float:
    """The same for the smallest: of the least that was paid for each, and the most that it is divided by."""
    return _extreme(cost, divisor, belongs, -1)


def _extreme(cost: np.ndarray, divisor: np.ndarray, belongs: np.ndarray, sign: int) -> float:
    above, below = cost[belongs].sum(), divisor[belongs].sum()
    others = np.flatnonzero(~belongs)
    each = np.array([sign * (cost[k] / divisor[k] if divisor[k] > 0 else np.inf if cost[k] > 0 else -sign * np.inf) for k in others])
    for k in others[np.argsort(-each, kind="stable")]:
        with_them = (above + cost[k], below + divisor[k])
        if sign * (_over(*with_them, sign) - _over(above, below, sign)) > 0:
            above, below = with_them
    found = _over(above, below, sign)
    return float("nan") if np.isinf(found) and not above and not below else found


def _over(above: float, below: float, sign: int) -> float:
    """A ratio; of nothing over nothing that which anything else improves."""
    if below > 0:
        return above / below
    return np.inf if above > 0 else -sign * np.inf
