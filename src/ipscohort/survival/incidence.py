"""Cumulative incidence of the first job where exits compete with it: Aalen and Johansen's estimate with its limits.

lifelines' `AalenJohansenFitter` moves tied times by a random jitter, so the sums are here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

CENSORED, JOB, EXIT = 0, 1, 2
"""What ended a person's time."""


@dataclass(frozen=True)
class Share:
    """A cumulative incidence, one entry per distinct time.

    Attributes
    ----------
    share, std_error, conf_low, conf_high : ndarray, shape (k,)
        Standard error and limits are NaN where the share is 0 or 1: log-log limits are not defined there.
    """

    share: np.ndarray
    std_error: np.ndarray
    conf_low: np.ndarray
    conf_high: np.ndarray

    def at(self, step: int) -> tuple[float, float, float, float]:
        """Share, standard error and limits at a step; 0 and NaN before the first one."""
        if step < 0:
            return 0.0, math.nan, math.nan, math.nan
        return tuple(float(values[step]) for values in (self.share, self.std_error, self.conf_low, self.conf_high))


@dataclass(frozen=True)
class Incidence:
    """Who had a first job, and who had left for a competing reason before one, by each distinct time.

    Attributes
    ----------
    time : ndarray, shape (k,)
    n_risk, n_event, n_competing, n_censored : ndarray of int, shape (k,)
        At risk just before, first jobs, competing exits and other ends of observation at each time.
    job, competing : Share
    neither : ndarray, shape (k,)
        Share still observed or observable without either.
    """

    time: np.ndarray
    n_risk: np.ndarray
    n_event: np.ndarray
    n_competing: np.ndarray
    n_censored: np.ndarray
    job: Share
    competing: Share
    neither: np.ndarray

    @property
    def n(self) -> int:
        """Persons."""
        return int(self.n_risk[0])

    @property
    def n_events(self) -> int:
        """First jobs."""
        return int(self.n_event.sum())

    @property
    def n_exits(self) -> int:
        """Competing exits."""
        return int(self.n_competing.sum())

    @property
    def last_time(self) -> float:
        """The last time at which anybody was observed."""
        return float(self.time[-1])

    def step(self, time: float) -> int:
        """Position of the last step at or before a time; -1 before the first."""
        return int(np.searchsorted(self.time, time, side="right")) - 1


def aalen_johansen(time: np.ndarray, cause: np.ndarray, confidence: float) -> Incidence:
    """Shares with a first job, and with a competing exit before one, over time.

    Parameters
    ----------
    time : ndarray of float, shape (n,), n >= 1
        Time to what ended it, 0 or more. At a tie jobs and competing exits are both taken of all who are at risk then, and both come
        before censoring.
    cause : ndarray of int, shape (n,)
        CENSORED, JOB or EXIT.
    confidence : float

    Returns
    -------
    Incidence
        Source: Aalen & Johansen 1978, Scand J Stat 5:141. Standard errors by the infinitesimal jackknife and limits on the
        log(-log) scale of the share itself, as R's `survfit` of several states has them.
    """
    times, where = np.unique(time, return_inverse=True)
    counts = np.array([np.bincount(where[cause == k], minlength=len(times)) for k in (CENSORED, JOB, EXIT)])
    n_risk = len(time) - np.r_[0, np.cumsum(counts.sum(axis=0))[:-1]]
    leaving = counts[JOB] + counts[EXIT]
    neither = np.cumprod((n_risk - leaving) / n_risk)
    before = np.r_[1.0, neither[:-1]]
    steps = _Steps(n_risk.astype(float), counts, before)
    job, competing = (_share(steps, k, confidence) for k in (JOB, EXIT))
    return Incidence(times, n_risk, counts[JOB], counts[EXIT], counts[CENSORED], job, competing, neither)


@dataclass(frozen=True)
class _Steps:
    """Counts at each time: at risk, of each cause, and the share still without either just before."""

    n_risk: np.ndarray
    counts: np.ndarray
    before: np.ndarray


def _share(steps: _Steps, cause: int, confidence: float) -> Share:
    share = np.cumsum(steps.before * steps.counts[cause] / steps.n_risk)
    error = np.sqrt(_variance(steps, cause, share))
    inside = (share > 0) & (share < 1 - 1e-12) & (error > 0)
    low, high, known = (np.full(len(share), np.nan) for _ in range(3))
    p, se = share[inside], error[inside]
    reach = NormalDist().inv_cdf(0.5 + confidence / 2) * se / (p * np.abs(np.log(p)))
    middle = np.log(-np.log(p))
    low[inside], high[inside], known[inside] = np.exp(-np.exp(middle + reach)), np.exp(-np.exp(middle - reach)), se
    return Share(share, known, low, high)


def _variance(steps: _Steps, cause: int, share: np.ndarray) -> np.ndarray:
    """Sum over persons of the squared derivative of the share by the person's weight, at each time.

    The derivative of a person who left at u is a + share(t) b at every t from u on, and the same for all who are still there, so
    that sums over times suffice.
    """
    n, own = steps.n_risk, steps.counts[cause]
    leaving = steps.counts[JOB] + steps.counts[EXIT]
    staying = np.where(n > leaving, n - leaving, np.inf)  # where all leave nothing follows
    p = np.cumsum(steps.before * own / n**2)
    q = np.cumsum(leaving / n / staying)
    r = np.cumsum(share * leaving / n / staying)
    still = np.r_[n[1:], 0.0]
    a = -p - r + np.array([np.zeros(len(n)), share / staying, share / staying])
    b = q - np.array([np.zeros(len(n)), 1 / staying, 1 / staying])
    a[cause] += steps.before / n
    left = [np.cumsum((steps.counts * each).sum(axis=0)) for each in (a * a, a * b, b * b)]
    found = still * (share * q - p - r) ** 2 + left[0] + 2 * share * left[1] + share**2 * left[2]
    return np.maximum(found, 0.0)
