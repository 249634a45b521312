"""Before a study: how likely a difference of two groups is to be found with so many people, and how wide its interval will be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

MOST = 10_000_000
"""Persons beyond which no number is looked for."""


@dataclass(frozen=True)
class Sizes:
    """Persons in the reference group and in the other one."""

    first: int
    second: int

    @classmethod
    def of(cls, total: int, share: float) -> Sizes:
        """A total, of which a share (0 to 1) is in the second group; rounded to whole persons."""
        second = int(np.floor(total * share + 0.5))
        return cls(total - second, second)


def power_of_shares(first: float, second: float, sizes: Sizes, confidence: float = 0.95) -> float:
    """Power of the two-sided test of two shares, by the normal approximation with the pooled variance under no difference.

    Parameters
    ----------
    first, second : float
        Shares with the outcome, between 0 and 1.
    sizes : Sizes
    confidence : float
        1 - significance level.

    Returns
    -------
    float
        As R's power.prop.test gives it for equal groups: the chance of a significant difference in the direction assumed.

    Notes
    -----
    Fleiss, Levin & Paik 2003, Statistical methods for rates and proportions, chapter 4, doi 10.1002/0471445428.
    """
    from scipy.special import ndtr, ndtri

    n, m = sizes.first, sizes.second
    if min(n, m) == 0:
        return 0.0
    pooled = (n * first + m * second) / (n + m)
    none = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    own = np.sqrt(first * (1 - first) / n + second * (1 - second) / m)
    return float(ndtr((abs(first - second) - ndtri(0.5 + confidence / 2) * none) / own))


def power_of_ratio(ratio: float, sd: float, sizes: Sizes, confidence: float = 0.95) -> float:
    """Power of the t test of two geometric means: of the mean logarithms.

    Parameters
    ----------
    ratio : float
        Ratio of the geometric means.
    sd : float
        Standard deviation of the natural logarithm within the groups.
    sizes : Sizes
    confidence : float

    Returns
    -------
    float
        As R's power.t.test gives it for equal groups: the chance of a significant difference in the direction assumed.
    """
    from scipy.stats import nct, t

    n, m = sizes.first, sizes.second
    if n + m <= 2 or min(n, m) == 0:
        return 0.0
    df, away = n + m - 2, abs(np.log(ratio)) / (sd * np.sqrt(1 / n + 1 / m))
    return float(nct.sf(t.ppf(0.5 + confidence / 2, df), df, away))


def needed(power: Callable[[Sizes], float], wanted: float, share: float) -> int | None:
    """The fewest persons in all with which a power is reached, and with every larger number too; None beyond MOST.

    Parameters
    ----------
    power : callable
        Sizes -> power; it rises with the persons but for the rounding of groups.
    wanted : float
    share : float
        Of the persons in the second group.
    """
    high = 4
    while power(Sizes.of(high, share)) < wanted:
        high *= 2
        if high > MOST:
            return None
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if power(Sizes.of(middle, share)) >= wanted else (middle, high)
    last = next((n for n in range(high + 4, high, -1) if power(Sizes.of(n, share)) < wanted), high - 1)
    return last + 1


def difference_limits(first: float, second: float, sizes: Sizes, confidence: float = 0.95) -> tuple[float, float, float]:
    """Expected difference of two shares with Wald limits at the expected counts."""
    from scipy.special import ndtri

    error = np.sqrt(first * (1 - first) / sizes.first + second * (1 - second) / sizes.second)
    cut = ndtri(0.5 + confidence / 2)
    away = second - first
    return float(away), float(away - cut * error), float(away + cut * error)


def odds_ratio_limits(first: float, second: float, sizes: Sizes, confidence: float = 0.95) -> tuple[float, float, float]:
    """Expected odds ratio with Wald limits at the expected counts (Woolf)."""
    from scipy.special import ndtri

    counts = [sizes.first * first, sizes.first * (1 - first), sizes.second * second, sizes.second * (1 - second)]
    ratio = second / (1 - second) / (first / (1 - first))
    width = ndtri(0.5 + confidence / 2) * np.sqrt(sum(1 / count for count in counts))
    return float(ratio), float(ratio * np.exp(-width)), float(ratio * np.exp(width))


def ratio_limits(ratio: float, sd: float, sizes: Sizes, confidence: float = 0.95) -> tuple[float, float, float]:
    """Expected ratio of geometric means with t limits at the expected standard deviation."""
    from scipy.stats import t

    n, m = sizes.first, sizes.second
    width = t.ppf(0.5 + confidence / 2, n + m - 2) * sd * np.sqrt(1 / n + 1 / m)
    return float(ratio), float(ratio * np.exp(-width)), float(ratio * np.exp(width))
