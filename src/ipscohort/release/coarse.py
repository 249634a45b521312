"""How coarsely a mean or a median is printed, so that it tells neither a hidden number of persons nor one person's value.

The values of a scale are steps apart (one point, four points), so that a sum of them is a whole number of steps: a mean with many decimals
fits only some numbers of persons. A median, or a quartile, is one person's value, or lies between two persons'.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ipscohort.release.keys import Counted, Key
from ipscohort.release.rules import Rules

PARTS = 10**6
"""To which part of a unit values are told apart."""
TRIED = 200
"""Sums that are tried for one number of persons; where more fit, that number is possible."""
COARSEST = 10.0**9
MOST_COARSE = 0.5
"""Share of a median that its step may be: no median is printed more than a quarter of itself away."""
FEWEST = 3
"""Persons whose values a printed median or quartile stands for."""


def decimals_for(values: np.ndarray, printed: tuple[float, float | None], between: tuple[float, float], decimals: int) -> int | None:
    """Decimals of a mean and its standard deviation at which they fit every number of persons that it may be of.

    Parameters
    ----------
    values : ndarray of float, shape (persons,)
        Their steps are taken to be known to all.
    printed : (float, float or None)
        Mean and standard deviation, None where that is not printed.
    between : (float, float)
        Least and most persons that it may be of.
    decimals : int
        Most that are printed.

    Returns
    -------
    int, or None
        None where no count of decimals will do.
    """
    origin, step = lattice(values)
    numbers = range(max(2, int(between[0])), int(between[1]) + 1)
    for fewer in range(decimals, -1, -1):
        mean, deviation = (None if value is None else round(value, fewer) for value in printed)
        half = 0.5 * 10.0**-fewer
        if all(_fits(n, ((mean - origin) / step, half / step), None if deviation is None else deviation / step) for n in numbers):
            return fewer
    return None


def lattice(values: np.ndarray) -> tuple[float, float]:
    """The least value, and the largest step by which all others are reached from it; 1 where all are alike."""
    parts = np.unique(np.round((values - values.min()) * PARTS).astype(np.int64))
    return float(values.min()), (int(np.gcd.reduce(parts)) or PARTS) / PARTS


def _fits(n: int, mean: tuple[float, float], deviation: float | None) -> bool:
    """Whether n whole numbers can have a mean and a standard deviation, each within the same rounding: (mean, half of the rounding)."""
    middle, half = mean
    first, last = np.ceil((middle - half) * n - 1e-9), np.floor((middle + half) * n + 1e-9)
    if first > last:
        return False
    if deviation is None:
        return True
    sums = np.arange(first, min(last, first + TRIED) + 1)
    least, most = ((max(0.0, deviation + sign * half) ** 2) * (n - 1) + sums**2 / n for sign in (-1, 1))
    low, high = np.ceil(least - 1e-9), np.floor(most + 1e-9)
    low = low + (low - sums) % 2  # the sum of squares is odd where the sum is
    return bool((low <= high).any())


def quartiles_shown(n: tuple[float, float] | None, rules: Rules) -> bool:
    """Whether quartiles are printed: where the number printed says that the threshold is in each quarter.

    A hidden number of persons gets none: that they stand, or do not, would tell of it.
    """
    return n is not None and n[0] >= 4 * rules.threshold


def step_for(values: Sequence[float], column: str, counted: Counted, base: Key, finest: float) -> float | None:
    """The least step, of 1, 2, 5, 10, 20 ..., to whose multiples a median and its quartiles are rounded: at each, three persons or more
    have a value that rounds to what is printed, so that it is nobody's, and none of two can tell the other's.

    Returns
    -------
    float, or None
        None where it would be larger than a share of the median (MOST_COARSE), or a value other than 0 printed as 0.
    """
    for step in _steps(finest):
        places = [nearest(value, step) for value in values]
        if all(counted.behind_values(column, base, place - step / 2, place + step / 2) >= FEWEST for place in places):
            told = step <= max(MOST_COARSE * abs(values[0]), finest) and all(
                place or not value for place, value in zip(places, values, strict=True)
            )
            return step if told else None
    return None


def nearest(value: float, step: float) -> float:
    """The nearest multiple of a step, halves up."""
    return float(np.floor(value / step + 0.5 + 1e-9) * step)


def decimals_of(step: float) -> int:
    """Decimals of its multiples."""
    return max(0, int(np.ceil(-np.log10(step) - 1e-9)))


def _steps(finest: float) -> Iterator[float]:
    size = finest
    while size < COARSEST:
        yield from (size, 2 * size, 5 * size)
        size *= 10
