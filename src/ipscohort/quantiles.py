"""Quantiles as SPSS gives them, for every table and outcome."""

from __future__ import annotations

from typing import Any

import numpy as np


def quantile(values: Any, p: float) -> float:
    """The weighted average at position (n + 1) p of the sorted values.

    Parameters
    ----------
    values : array-like of numbers
        Any shape; missing values are left out and n counts the others.
    p : float
        0 < p < 1.

    Returns
    -------
    float
        NaN where (n + 1) p < 1 or (n + 1) p >= n, so that three values have no third quartile; the median exists
        from n = 1 on; NaN where there is no value.

    Raises
    ------
    ValueError
        p is not between 0 and 1.

    Notes
    -----
    SPSS FREQUENCIES (definition HAVERAGE) since release 18; IBM technote swg21484728 for the upper end. The lower end
    is read in the same way.
    """
    if not 0 < p < 1:
        raise ValueError("p lies between 0 and 1")
    numbers = np.asarray(values.to_numpy(dtype=float, na_value=np.nan) if hasattr(values, "to_numpy") else values, dtype=float)
    numbers = numbers[~np.isnan(numbers)]
    n = numbers.size
    if n == 0:
        return float("nan")
    if n == 1 and p == 0.5:
        return float(numbers[0])
    # (n + 1) p is compared after rounding away the last bit, so that (9 + 1) * 0.9 counts as 9.
    position = round((n + 1) * p, 9)
    if position < 1 or position >= n:
        return float("nan")
    return float(np.quantile(numbers, p, method="weibull"))
