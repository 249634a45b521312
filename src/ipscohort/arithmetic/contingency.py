"""Association of two groupings: Pearson's chi-squared of a table of counts."""

from __future__ import annotations

import numpy as np
from scipy.special import chdtrc


def pearson(counts: np.ndarray) -> tuple[float, int]:
    """Pearson's chi-squared, without continuity correction, and its degrees of freedom.

    Parameters
    ----------
    counts : ndarray, shape (rows, columns)
        Rows and columns without anybody do not count.

    Returns
    -------
    chi2 : float
        NaN where fewer than two rows or columns are left.
    df : int
    """
    kept = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0].astype(float)
    df = max(kept.shape[0] - 1, 0) * max(kept.shape[1] - 1, 0)
    if not df:
        return float("nan"), 0
    expected = np.outer(kept.sum(axis=1), kept.sum(axis=0)) / kept.sum()
    return float(((kept - expected) ** 2 / expected).sum()), df


def p_of(chi2: float, df: int) -> float:
    """Upper tail of the chi-squared distribution."""
    return float(chdtrc(df, chi2)) if df else float("nan")
