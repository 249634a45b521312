"""How far groups differ before anything is followed up: standardised mean differences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np

NAN = float("nan")
TOLERANCE = 1e-10
"""Part of a difference in shares outside their spread, from which on it can't be standardised."""


def smd_of_numbers(groups: Sequence[np.ndarray]) -> float:
    """Absolute standardised mean difference of a number: the means' difference in units of the groups' standard deviation.

    Parameters
    ----------
    groups : sequence of ndarray of float
        Each group's values, missing ones left out.

    Returns
    -------
    float
        |m1 - m2| / sqrt((s1^2 + s2^2) / 2), n - 1 in the variances; of more than two groups the mean over all pairs. NaN where a
        group has fewer than two values, or none varies.

    Notes
    -----
    Austin 2009, Stat Med 28:3083-3107, doi 10.1002/sim.3697. Over pairs: as R's tableone prints it.
    """
    return _over_pairs(groups, _pair_of_numbers)


def smd_of_levels(groups: Sequence[np.ndarray]) -> float:
    """The same of a category, yes/no included.

    Parameters
    ----------
    groups : sequence of ndarray of int, shape (levels,)
        Persons at each level, by group.

    Returns
    -------
    float
        sqrt((p1 - p2)' S^-1 (p1 - p2)) over all levels but the first, p the shares at each level and S the mean of the groups'
        covariance matrices diag(p) - pp'; of two levels that is |p1 - p2| / sqrt((p1 (1 - p1) + p2 (1 - p2)) / 2). Of more than
        two groups the mean over all pairs. NaN where a group is empty, or differs where neither group varies.

    Notes
    -----
    Yang & Dalton 2012, SAS Global Forum, paper 335-2012; Austin 2009, doi 10.1002/sim.3697.
    """
    return _over_pairs(groups, _pair_of_levels)


def _over_pairs(groups: Sequence[np.ndarray], distance: Callable[[np.ndarray, np.ndarray], float]) -> float:
    found = [distance(np.asarray(one, dtype=float), np.asarray(other, dtype=float)) for one, other in combinations(groups, 2)]
    return float(np.mean(found)) if found else NAN


def _pair_of_numbers(one: np.ndarray, other: np.ndarray) -> float:
    if min(len(one), len(other)) < 2:
        return NAN
    spread = np.sqrt((one.var(ddof=1) + other.var(ddof=1)) / 2)
    return float(abs(one.mean() - other.mean()) / spread) if spread > 0 else NAN


def _pair_of_levels(one: np.ndarray, other: np.ndarray) -> float:
    if not (one.sum() and other.sum()):
        return NAN
    there = (one + other) > 0
    shares = [(counts / counts.sum())[there][1:] for counts in (one, other)]
    difference = shares[0] - shares[1]
    spread = sum(np.diag(p) - np.outer(p, p) for p in shares) / 2
    inverse = np.linalg.pinv(spread, hermitian=True)
    outside = difference - spread @ inverse @ difference
    if np.abs(outside).max(initial=0.0) > TOLERANCE:
        return NAN
    return float(np.sqrt(difference @ inverse @ difference))
