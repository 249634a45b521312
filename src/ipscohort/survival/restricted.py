"""Mean time without a job up to a time: the area under a Kaplan-Meier curve, and its difference between two groups.

lifelines' `restricted_mean_survival_time` gives the variance of the times themselves, not of their mean; so the sums are here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from statistics import NormalDist

import numpy as np

from ipscohort.survival.curve import Curve


def restricted_mean(curve: Curve, tau: float) -> tuple[float, float]:
    """The restricted mean up to a time, and its standard error.

    Parameters
    ----------
    curve : Curve
        Begins at time 0.
    tau : float
        At most `known_to(curve)`: beyond it the curve is not known, and the area not either.

    Returns
    -------
    tuple of float
        Mean in the curve's unit; standard error by Greenwood's sum, NaN where that is 0: no share of those at risk obtained a job
        before tau, or all of them did at once, which tells nothing of how uncertain the mean is.
        Source: Klein & Moeschberger 2003, Survival Analysis, 4.5, without the factor m / (m - 1), as R's survfit and survRM2 have
        it (Uno et al. 2014, doi 10.1200/JCO.2014.55.2208). A step at which all at risk have a job adds 0: no area follows it.
    """
    inside = curve.time <= tau
    areas = np.diff(np.append(curve.time[inside], tau)) * curve.survival[inside]
    after = np.cumsum(areas[::-1])[::-1]
    n, d = (counts[inside].astype(float) for counts in (curve.n_risk, curve.n_event))
    some = (d > 0) & (n > d)
    variance = float((after[some] ** 2 * d[some] / (n[some] * (n[some] - d[some]))).sum())
    return float(areas.sum()), math.sqrt(variance) if variance > 0 else math.nan


def known_to(curve: Curve | None) -> float:
    """How long a curve is known: for good where it falls to 0, else to the last time at which anybody was observed; 0 without a curve."""
    if curve is None:
        return 0.0
    return math.inf if curve.survival[-1] <= 0 else curve.last_time


def common_times(curves: Mapping[str, Curve | None], reference: str, asked: float) -> dict[str, tuple[float, str]]:
    """Up to when the mean of each level is taken, so that it can be compared with the reference's.

    Parameters
    ----------
    curves : mapping of str -> Curve or None
        Level -> its curve; None where no time is known.
    reference : str
    asked : float
        The end of follow-up, or what the settings say.

    Returns
    -------
    dict of str -> (float, str)
        Level -> the time, and the level whose curve ends there ('' where it is what was asked). As in survRM2, a level and the
        reference are compared up to where both curves are known: the smaller of their largest times, where those were censored.
        The reference itself is taken to the latest of these times. A level, or a reference, of which nobody was observed beyond
        time 0 does not shorten the others'. 0 where there is no mean.
    """
    known = {level: known_to(curve) for level, curve in curves.items()}
    against = known.get(reference, 0.0)
    found = {}
    for level, own in known.items():
        limits = [(asked, ""), (own, level), *([(against, reference)] if against > 0 else [])]
        found[level] = min(limits, key=lambda limit: limit[0])
    others = [limit for level, limit in found.items() if level != reference and limit[0] > 0]
    if reference in found and others and against > 0:
        found[reference] = min(found[reference], max(others, key=lambda limit: limit[0]), key=lambda limit: limit[0])
    return found


def normal_limits(estimate: float, std_error: float, confidence: float) -> tuple[float, float]:
    """Limits of an estimate that is taken as normal; NaN without a standard error."""
    reach = NormalDist().inv_cdf(0.5 + confidence / 2) * std_error
    return estimate - reach, estimate + reach


def two_sided_p(estimate: float, std_error: float) -> float:
    """Two-sided p of an estimate that is taken as normal with mean 0; NaN without a standard error."""
    return math.nan if math.isnan(std_error) else math.erfc(abs(estimate / std_error) / math.sqrt(2))
