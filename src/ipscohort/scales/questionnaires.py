"""Scores of MHI-5 and of the Rosenberg self-esteem scale. Higher is better in both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

MHI5_LOW, MHI5_HIGH = 1, 6
ROSENBERG_STEPS = 3
"""Highest of the four answers, counted from 0."""


def turn_mhi5(items: np.ndarray, positive: Sequence[int], one_means: Literal["all_of_the_time", "none_of_the_time"]) -> np.ndarray:
    """MHI-5 answers turned so that 6 is best mental health.

    Parameters
    ----------
    items : ndarray, shape (n, 5)
        Answers 1-6; NaN where missing.
    positive : sequence of int
        Numbers (1-5) of the items that ask for good mental health.
    one_means : {"all_of_the_time", "none_of_the_time"}
        What the answer 1 means.

    Returns
    -------
    ndarray, shape (n, 5)
    """
    items = np.asarray(items, dtype=float)
    is_positive = np.isin(np.arange(1, items.shape[1] + 1), positive)
    turned = is_positive if one_means == "all_of_the_time" else ~is_positive
    return np.where(turned, MHI5_LOW + MHI5_HIGH - items, items)


def score_mhi5(
    items: np.ndarray,
    positive: Sequence[int],
    one_means: Literal["all_of_the_time", "none_of_the_time"],
    *,
    half_scale: bool = False,
) -> np.ndarray:
    """Mental Health Inventory-5: (sum - 5) * 4 of the turned items, 0-100.

    Parameters
    ----------
    items, positive, one_means
        See `turn_mhi5`.
    half_scale : bool
        Whether up to half of the items (2 of 5) may be missing and count as the person's own mean of the others.

    Returns
    -------
    ndarray, shape (n,)
        NaN where too many items are missing: by default, any.

    Notes
    -----
    Berwick et al. 1991, Med Care 29:169-176, doi 10.1097/00005650-199102000-00008.
    """
    total = _total(turn_mhi5(items, positive, one_means), half_scale)
    return (total - 5) * 4


def turn_rosenberg(items: np.ndarray, reversed_items: Sequence[int], lowest_code: int = 0) -> np.ndarray:
    """Rosenberg answers turned so that each item runs from 0 to 3, 3 being the highest self-esteem.

    Parameters
    ----------
    items : ndarray, shape (n, 10)
        Answers, `lowest_code` to `lowest_code` + 3, the highest being full agreement; NaN where missing.
    reversed_items : sequence of int
        Numbers (1-10) of the negatively worded items.
    lowest_code : int
        Code of the lowest answer.

    Returns
    -------
    ndarray, shape (n, 10)
    """
    items = np.asarray(items, dtype=float) - lowest_code
    negative = np.isin(np.arange(1, items.shape[1] + 1), reversed_items)
    return np.where(negative, ROSENBERG_STEPS - items, items)


def score_rosenberg(items: np.ndarray, reversed_items: Sequence[int], lowest_code: int = 0, *, half_scale: bool = False) -> np.ndarray:
    """Rosenberg self-esteem: sum of the turned items, 0-30.

    Parameters
    ----------
    items, reversed_items, lowest_code
        See `turn_rosenberg`.
    half_scale : bool
        Whether up to half of the items (5 of 10) may be missing and count as the person's own mean of the others.

    Returns
    -------
    ndarray, shape (n,)
        NaN where too many items are missing: by default, any.

    Notes
    -----
    Rosenberg 1965, Society and the adolescent self-image, Princeton University Press.
    """
    return _total(turn_rosenberg(items, reversed_items, lowest_code), half_scale)


def _total(turned: np.ndarray, half_scale: bool) -> np.ndarray:
    """Sum over items; with the half-scale rule, missing items count as the person's own mean."""
    k = turned.shape[1]
    answered = np.isfinite(turned).sum(axis=1)
    whole = turned.sum(axis=1)
    if not half_scale:
        return whole
    filled = np.nansum(turned, axis=1) / np.maximum(answered, 1) * k
    return np.where(answered == k, whole, np.where(answered >= k - k // 2, filled, np.nan))
