"""One Kaplan-Meier curve: its steps, its median and quartiles by R's rule, and the share without a job at a time."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

HALF = 1.490116119384766e-08
"""How near 0.5, or a quarter, counts as it, as R's print of a survfit has it: the root of the machine's precision."""


@dataclass(frozen=True)
class Curve:
    """A Kaplan-Meier estimate, one entry per distinct time, time 0 included.

    Attributes
    ----------
    time, survival, conf_low, conf_high : ndarray, shape (k,)
        Limits are NaN where the share is 0 or 1: log-log limits are not defined there.
    n_risk, n_event, n_censored : ndarray of int, shape (k,)
    """

    time: np.ndarray
    n_risk: np.ndarray
    n_event: np.ndarray
    n_censored: np.ndarray
    survival: np.ndarray
    conf_low: np.ndarray
    conf_high: np.ndarray

    @property
    def n(self) -> int:
        """Persons."""
        return int((self.n_event + self.n_censored).sum())

    @property
    def n_events(self) -> int:
        """First jobs."""
        return int(self.n_event.sum())

    @property
    def last_time(self) -> float:
        """The last time at which anybody was observed."""
        return float(self.time[-1])


def kaplan_meier(time: np.ndarray, event: np.ndarray, confidence: float) -> Curve:
    """The product-limit estimate with log-log limits.

    Parameters
    ----------
    time : ndarray of float, shape (n,), n >= 1
        Time to first job or to censoring, 0 or more. At a tie, first jobs come before censoring.
    event : ndarray of bool, shape (n,)
    confidence : float

    Returns
    -------
    Curve
        Source: Kaplan & Meier 1958, doi 10.1080/01621459.1958.10501452; variance by Greenwood; limits on the
        log(-log) scale (Kalbfleisch & Prentice 1980).
    """
    from lifelines import KaplanMeierFitter

    fit = KaplanMeierFitter(alpha=1 - confidence).fit(time, event_observed=event)
    table = fit.event_table
    survival = fit.survival_function_.iloc[:, 0].to_numpy()
    limits = fit.confidence_interval_.to_numpy().copy()
    limits[(survival <= 0) | (survival >= 1)] = np.nan
    return Curve(
        time=table.index.to_numpy(float),
        n_risk=table["at_risk"].to_numpy(int),
        n_event=table["observed"].to_numpy(int),
        n_censored=table["censored"].to_numpy(int),
        survival=survival,
        conf_low=limits[:, 0],
        conf_high=limits[:, 1],
    )


def half_time(time: np.ndarray, share: np.ndarray) -> float:
    """The time at which a falling share reaches one half: `time_of` one half."""
    return time_of(time, share, 0.5)


def time_of(time: np.ndarray, share: np.ndarray, at: float) -> float:
    """The time at which a falling share reaches a given one, by the rule of R's print of a survfit, which has it for one half.

    Parameters
    ----------
    time, share : ndarray, shape (k,)
        A curve or one of its limits; NaN where not defined.
    at : float
        Share without a job: 0.75 for the first quartile of the time to the first one.

    Returns
    -------
    float
        The first time at which the share is `at` or below; where it is exactly `at`, the midpoint between that time and
        the next drop (the time itself where there is none). NaN where the share stays above. R's quantile of a survfit gives the
        same but where the share stays at exactly `at` to the end: there it takes the midpoint up to the last time observed.
    """
    known = ~np.isnan(share)
    below = known & (np.nan_to_num(share) < at + HALF)
    if not below.any():
        return math.nan
    times, shares = time[below], share[below]
    lower = shares < shares[0]
    if abs(shares[0] - at) < HALF and lower.any():
        return float((times[0] + times[lower][0]) / 2)
    return float(times[0])


def time_with_limits(curve: Curve, at: float) -> tuple[float, float, float]:
    """The time at which a share is reached, and its limits: where the limits of the curve reach it."""
    low, middle, high = (time_of(curve.time, share, at) for share in (curve.conf_low, curve.survival, curve.conf_high))
    return middle, low, high


def at_time(curve: Curve, time: float) -> tuple[float, float, float]:
    """Share without a job at a time, and its limits."""
    step = int(np.searchsorted(curve.time, time, side="right")) - 1
    if step < 0:
        return 1.0, math.nan, math.nan
    return float(curve.survival[step]), float(curve.conf_low[step]), float(curve.conf_high[step])
