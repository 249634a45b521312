"""Internal consistency of a questionnaire: Cronbach's alpha and item-rest correlations."""

from __future__ import annotations

import numpy as np
import pandas as pd


def reliability(items: np.ndarray) -> pd.DataFrame:
    """Cronbach's alpha, and each item's correlation with the sum of the others.

    Parameters
    ----------
    items : ndarray, shape (n, k)
        Items turned to one direction; NaN where missing. Persons with all items count.

    Returns
    -------
    DataFrame
        measure (cronbach_alpha, then item_rest_correlation of each item), item (1..k; missing for alpha), n (persons
        with all items), value (missing where it is not defined: fewer than two persons, or no variation).
        A negative item-rest correlation says that the item may be turned the wrong way.

    Notes
    -----
    Cronbach 1951, Psychometrika 16:297-334, doi 10.1007/BF02310555: alpha = k / (k - 1) * (1 - sum of the items'
    variances / variance of the sum). With several items turned the wrong way it can be negative.
    """
    items = np.asarray(items, dtype=float)
    complete = items[np.isfinite(items).all(axis=1)]
    n, k = complete.shape
    alpha, correlation = (_alpha(complete), _item_rest(complete)) if n > 1 else (np.nan, np.full(k, np.nan))
    return pd.DataFrame(
        {
            "measure": ["cronbach_alpha", *["item_rest_correlation"] * k],
            "item": pd.array([pd.NA, *range(1, k + 1)], dtype="Int64"),
            "n": n,
            "value": [alpha, *correlation],
        }
    )


def _alpha(complete: np.ndarray) -> float:
    k, spread = complete.shape[1], complete.sum(axis=1).var(ddof=1)
    return k / (k - 1) * (1 - complete.var(axis=0, ddof=1).sum() / spread) if spread > 0 else np.nan


def _item_rest(complete: np.ndarray) -> np.ndarray:
    rest = complete.sum(axis=1)[:, None] - complete
    item, rest = complete - complete.mean(axis=0), rest - rest.mean(axis=0)
    length = np.sqrt((item**2).sum(axis=0) * (rest**2).sum(axis=0))
    return np.divide((item * rest).sum(axis=0), length, out=np.full(complete.shape[1], np.nan), where=length > 0)
