"""Two-stage pooling: each cohort's estimate, then their mean.

Common effect: weights are 1 / variance. Random effects: the variance between cohorts by Paule and Mandel (1982), the interval by Hartung
and Knapp (2001), on k - 1 degrees of freedom. The prediction interval is for the effect in a further cohort, on k - 1 degrees of freedom
too, as metafor gives it; it needs three cohorts. I-squared is (Q - df) / Q, at least 0 (Higgins & Thompson 2002).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats
from scipy.optimize import brentq

COMMON, RANDOM = "common effect", "random effects"
METHODS = {
    COMMON: "common effect, inverse variance",
    RANDOM: "random effects, Paule-Mandel variance between cohorts, Hartung-Knapp interval",
}
LEAST_TO_PREDICT = 3
FEW = 5
"""Cohorts below which the variance between them is hardly known."""


@dataclass(frozen=True)
class Pooled:
    """A mean of estimates, on the scale of the models' coefficients.

    Attributes
    ----------
    method : str
        COMMON or RANDOM.
    k : int
        Cohorts.
    estimate, std_error, conf_low, conf_high, statistic, p_value : float
    tau2 : float
        Variance between cohorts; NaN for the common effect.
    q, q_df, q_p_value : float
        Cochran's test of one effect for all.
    i2 : float
        Percent of the variation that is not chance.
    prediction_low, prediction_high : float
        NaN for the common effect and for fewer than three cohorts.
    """

    method: str
    k: int
    estimate: float
    std_error: float
    conf_low: float
    conf_high: float
    statistic: float
    p_value: float
    tau2: float
    q: float
    q_df: int
    q_p_value: float
    i2: float
    prediction_low: float
    prediction_high: float


def pool(estimates: np.ndarray, std_errors: np.ndarray, confidence: float = 0.95) -> tuple[Pooled, Pooled]:
    """Pool two cohorts or more.

    Parameters
    ----------
    estimates, std_errors : ndarray of float, shape (cohorts,)
        Coefficients and their standard errors, none missing.
    confidence : float

    Returns
    -------
    common, random : Pooled

    Raises
    ------
    ValueError
        Fewer than two estimates, or a standard error that is not above 0.
    """
    estimates, std_errors = np.asarray(estimates, dtype=float), np.asarray(std_errors, dtype=float)
    if len(estimates) < 2 or not (np.isfinite(estimates).all() and np.isfinite(std_errors).all() and (std_errors > 0).all()):
        raise ValueError("pooling needs two estimates or more, each with a standard error above 0")
    df, variances, alpha = len(estimates) - 1, std_errors**2, 1 - confidence
    mean, q, weight = _weighted(estimates, variances, 0.0)
    shared = {
        "k": df + 1,
        "q": q,
        "q_df": df,
        "q_p_value": float(stats.chi2.sf(q, df)),
        "i2": 100 * max(0.0, (q - df) / q) if q > 0 else 0.0,
    }
    common = _row(COMMON, mean, weight**-0.5, stats.norm, alpha, shared)
    tau2 = paule_mandel(estimates, variances)
    mean, spread, weight = _weighted(estimates, variances, tau2)
    random = _row(RANDOM, mean, (spread / df / weight) ** 0.5, stats.t(df), alpha, {**shared, "tau2": tau2})
    return common, random


def paule_mandel(estimates: np.ndarray, variances: np.ndarray) -> float:
    """The variance between cohorts under which the weighted sum of squares is what is expected of it, k - 1; 0 where it is less without.

    By a root finder, as the iteration of statsmodels falls back to 0 where it is asked for more than five digits.
    """
    df = len(estimates) - 1
    if _weighted(estimates, variances, 0.0)[1] <= df:
        return 0.0
    above = float(np.ptp(estimates) ** 2 + variances.max())
    return float(brentq(lambda tau2: _weighted(estimates, variances, tau2)[1] - df, 0.0, above, xtol=1e-15, rtol=1e-14))


def _weighted(estimates: np.ndarray, variances: np.ndarray, tau2: float) -> tuple[float, float, float]:
    """The mean by weights 1 / (variance + tau2), the weighted sum of squares around it, and the sum of weights."""
    weights = 1 / (variances + tau2)
    mean = float(weights @ estimates / weights.sum())
    return mean, float(weights @ (estimates - mean) ** 2), float(weights.sum())


def _row(method: str, estimate: float, error: float, distribution: Any, alpha: float, shared: dict[str, Any]) -> Pooled:
    """A pooled estimate with its interval, and the prediction interval where there is a variance between cohorts."""
    critical, tau2 = float(distribution.isf(alpha / 2)), shared.get("tau2", np.nan)
    spread = critical * np.sqrt(tau2 + error**2) if shared["k"] >= LEAST_TO_PREDICT else np.nan
    statistic = estimate / error if error > 0 else np.nan
    return Pooled(
        method=method,
        estimate=estimate,
        std_error=error,
        conf_low=estimate - critical * error,
        conf_high=estimate + critical * error,
        statistic=statistic,
        p_value=float(2 * distribution.sf(abs(statistic))),
        prediction_low=float(estimate - spread),
        prediction_high=float(estimate + spread),
        **{"tau2": tau2, **shared},
    )


def warning_of(pooled: Pooled, common: Pooled) -> str:
    """What a reader must know of a pooled estimate, or ''; beside the common effect of the same cohorts."""
    said = []
    if pooled.method == RANDOM and pooled.std_error < common.std_error:
        said.append(
            "The cohorts agree better than chance has it, so that this interval rests on too small an error: read the common effect's too."
        )
    if pooled.method == RANDOM and pooled.k < FEW:
        said.append(f"With {pooled.k} cohorts the variance between them is hardly known, and so is the interval.")
    if pooled.method == COMMON and pooled.q_p_value < 0.1:
        said.append("The cohorts differ by more than chance (Cochran's Q), so a common effect may not be there.")
    return " ".join(said)


def usable(effects: pd.DataFrame) -> pd.Series:
    """Which estimates can be pooled: those with a standard error above 0."""
    numbers = effects[["estimate", "std_error"]].astype(float)
    return np.isfinite(numbers).all(axis=1) & numbers["std_error"].gt(0)


def pooled_frame(effects: pd.DataFrame, confidence: float) -> pd.DataFrame:
    """Both pooled estimates of all cohorts, and of all but each one.

    Parameters
    ----------
    effects : DataFrame
        One row per cohort: cohort, estimate, std_error.
    confidence : float

    Returns
    -------
    DataFrame
        left_out ('' for all cohorts) and the fields of Pooled, warning; empty for fewer than two cohorts. Leaving one out needs three.
    """
    known = effects[usable(effects)]
    rows = []
    for left_out in ["", *(known["cohort"] if len(known) > 2 else [])]:
        kept = known[known["cohort"] != left_out]
        if len(kept) > 1:
            common, random = pool(kept["estimate"].to_numpy(float), kept["std_error"].to_numpy(float), confidence)
            rows += [{"left_out": left_out, **vars(one), "warning": warning_of(one, common)} for one in (common, random)]
    return pd.DataFrame(rows)
