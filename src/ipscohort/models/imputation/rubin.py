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
        Fraction of missing information (mice's fmi): larger than the next by what few imputations and persons leave uncertain.
    missing_share : ndarray, shape (k,)
        Share of the variance that is due to missing values (mice's lambda): riv / (1 + riv).
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
    missing_share: np.ndarray
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
        missing_share=riv / (1 + riv),
        riv=riv,
        monte_carlo=np.sqrt(between / m),
        conf_low=estimate - width,
        conf_high=estimate + width,
        statistic=statistic,
        p_value=2 * stdtr(df, -np.abs(statistic)),
    )


def joint(estimates: np.ndarray, covariances: np.ndarray, complete_df: float) -> tuple[float, int, float, float] | None:
    """Joint Wald test that several coefficients are zero (D1).

    Parameters
    ----------
    estimates : ndarray, shape (m, k)
    covariances : ndarray, shape (m, k, k)
    complete_df : float
        Degrees of freedom that they would have if nothing were missing.

    Returns
    -------
    F, its degrees of freedom, the residual ones and p; None where imputations or persons are too few for these, or a covariance has no inverse.
        Source: Li, Raghunathan & Rubin 1991, doi 10.1080/01621459.1991.10475152; degrees of freedom by Reiter 2007, doi
        10.1093/biomet/asm028; as R's mice::D1.
    """
    from scipy.special import fdtrc

    (m, k), within = estimates.shape, covariances.mean(axis=0)
    mean, between = estimates.mean(axis=0), np.cov(estimates.T).reshape(k, k)
    t = k * (m - 1)
    try:
        inverse = np.linalg.inv(within)
    except np.linalg.LinAlgError:
        return None
    if t <= 4:
        return None
    r = (1 + 1 / m) * np.trace(between @ inverse) / k
    statistic = float(mean @ inverse @ mean / (1 + r) / k)
    a, of_all = r * t / (t - 2), (complete_df + 1) / (complete_df + 3) * complete_df
    c0, c1, c2 = 1 / (t - 4), of_all - 2 * (1 + a), of_all - 4 * (1 + a)
    if not c2 > 0:
        return None
    z = 1 / c2 + c0 * (a**2 * c1 / ((1 + a) ** 2 * c2) + 8 * a**2 * c1 / ((1 + a) * c2**2) + 4 * a**2 / ((1 + a) * c2))
    z += c0 * (4 * a**2 / (c2 * c1) + 16 * a**2 * c1 / c2**3 + 8 * a**2 / c2**2)
    df = float(4 + 1 / z)
    return statistic, k, df, float(fdtrc(k, df, statistic))
