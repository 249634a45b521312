"""Association of two groupings: Pearson's chi-squared of a table of counts."""

from __future__ import annotations

import numpy as np
from scipy.special import chdtrc


def pearson(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pearson's chi-squared, without continuity correction, and its degrees of freedom.

    Parameters
    ----------
    counts : ndarray, shape (..., rows, columns)
        One table, or several. Rows and columns without anybody do not count.

    Returns
    -------
    chi2 : ndarray of float, shape (...)
        NaN where fewer than two rows or columns are left.
    df : ndarray of int, shape (...)
    """
    rows, columns = counts.sum(axis=-1), counts.sum(axis=-2)
    whole = np.maximum(rows.sum(axis=-1), 1)[..., None, None]
    expected = rows[..., :, None] * columns[..., None, :] / whole
    chi2 = ((counts - expected) ** 2 / np.where(expected > 0, expected, 1)).sum(axis=(-2, -1))
    df = np.maximum((rows > 0).sum(axis=-1) - 1, 0) * np.maximum((columns > 0).sum(axis=-1) - 1, 0)
    return np.where(df > 0, chi2, np.nan)[()], df  # of one table a number


def p_of(chi2: np.ndarray, df: np.ndarray) -> np.ndarray:
    """Upper tail of the chi-squared distribution; NaN without degrees of freedom."""
    return np.where(df > 0, chdtrc(np.maximum(df, 1), chi2), np.nan)[()]
