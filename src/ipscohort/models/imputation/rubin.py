"""Rubin's rules: one estimate from those of several imputed data sets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SMALLEST = 1e-4
"""The share of variance from missing values that counts at least, so that degrees of freedom stay finite (as R's mice has it)."""


@dataclass(frozen=True)
class Pooled:
    """Pooled estimates, one entry per coefficient.

    Attributes
    ----------
    estimate, std_error : ndarray, shape (k,)
    df : ndarray, shape (k,)
        Barnard and Rubin's degrees of freedom.
    fmi : ndarray, shape (k,)
        Fraction of missing information.
    riv : ndarray, shape (k,)
        Relative increase in variance due to missing values.
    monte_carlo : ndarray, shape (k,)
        Monte Carlo standard error of the estimate: how far it would move with another seed.
    conf_low, conf_high, statistic, p_value : ndarray, shape (k,)
        By t.
    """

    estimate: np.ndarray
    std_error: np.ndarray
    df: np.ndarray
    fmi: np.ndarray
    riv: np.ndarray
    monte_carlo: np.ndarray
    conf_low: np.ndarray
    conf_high: np.ndarray
    statistic: np.ndarray
    p_value: np.ndarray


def pool(estimates: np.ndarray, variances: np.ndarray, complete_df: float, confidence: float) -> Pooled:
    """Pool the estimates of m imputed data sets.

    Parameters
    ----------
    estimates, variances : ndarray, shape (m, k)
        Coefficients and their squared standard errors, m at least 2.
    complete_df : float
        Degrees of freedom that the estimate would have if nothing were missing.
    confidence : float

    Returns
    -------
    Pooled
        Source: Rubin 1987, Multiple imputation for nonresponse in surveys, chapter 3; Barnard & Rubin 1999, doi
        10.1093/biomet/86.4.948; as R's mice::pool.
    """
    from scipy.special import stdtr, stdtrit

    m = len(estimates)
    estimate, within = estimates.mean(axis=0), variances.mean(axis=0)
    between = estimates.var(axis=0, ddof=1)
    total = within + (1 + 1 / m) * between
    share = np.maximum((1 + 1 / m) * between / total, SMALLEST)
    old = (m - 1) / share**2
    observed = (complete_df + 1) / (complete_df + 3) * complete_df * (1 - share)
    df = old * observed / (old + observed)
    riv = (1 + 1 / m) * between / within
    error = np.sqrt(total)
    statistic, width = estimate / error, stdtrit(df, 0.5 + confidence / 2) * error
    return Pooled(
        estimate=estimate,
        std_error=error,
        df=df,
        fmi=(riv + 2 / (df + 3)) / (riv + 1),
        riv=riv,
        monte_carlo=np.sqrt(between / m),
        conf_low=estimate - width,
        conf_high=estimate + width,
        statistic=statistic,
        p_value=2 * stdtr(df, -np.abs(statistic)),
    )
