"""Mean number of jobs per person over time (mean cumulative function), and a robust test of how fast they begin.

statsmodels and lifelines have neither the estimate's robust variance nor the test, so the sums are here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

CHUNK = 4000
"""Persons whose deviations are held at once."""


@dataclass(frozen=True)
class MeanFunction:
    """Mean number of events per person by each time at which one happened or somebody's observation ended.

    Attributes
    ----------
    time : ndarray, shape (k,)
    n_risk, n_event : ndarray of int, shape (k,)
        Persons observed at each time, and events then.
    mean, std_error, conf_low, conf_high : ndarray, shape (k,)
        Standard error and limits are NaN where there was no event so far, or no spread.
    """

    time: np.ndarray
    n_risk: np.ndarray
    n_event: np.ndarray
    mean: np.ndarray
    std_error: np.ndarray
    conf_low: np.ndarray
    conf_high: np.ndarray

    def at(self, time: float) -> tuple[float, float, float, float]:
        """Mean, standard error and limits at a time; 0 and NaN before the first one."""
        step = int(np.searchsorted(self.time, time, side="right")) - 1
        if step < 0:
            return 0.0, math.nan, math.nan, math.nan
        return tuple(float(values[step]) for values in (self.mean, self.std_error, self.conf_low, self.conf_high))


def mean_function(person: np.ndarray, time: np.ndarray, until: np.ndarray, confidence: float) -> MeanFunction:
    """The mean cumulative function of events that can happen more than once to a person.

    Parameters
    ----------
    person : ndarray of int, shape (events,)
        Position of each event's person in `until`. Several events of one person at one time all count.
    time : ndarray of float, shape (events,)
        0 or more, and no later than the person's last time.
    until : ndarray of float, shape (n,), n >= 1
        Last time at which each person was observed; at a tie events come before the ends of observation.
    confidence : float

    Returns
    -------
    MeanFunction
        Source: Nelson 1988, J Qual Technol 20:24; variance: Lawless & Nadeau 1995, doi 10.1080/00401706.1995.10484300, which holds
        whatever the dependence of a person's events. Limits: normal on the log scale. R's `survfit` with an id has the same
        estimate and standard error.
    """
    times = np.unique(np.r_[time, until])
    ordered = np.sort(until)
    n_risk = len(until) - np.searchsorted(ordered, times, side="left")
    at = np.searchsorted(times, time)
    n_event = np.bincount(at, minlength=len(times))
    mean = np.cumsum(n_event / n_risk)
    error = np.sqrt(_variance(person, at, np.searchsorted(times, until), n_risk, n_event))
    known = (mean > 0) & (error > 1e-12)  # below that no more than rounding
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    reach = np.exp(z * np.divide(error, mean, out=np.zeros(len(times)), where=known))
    low, high, std_error = (np.where(known, values, np.nan) for values in (mean / reach, mean * reach, error))
    return MeanFunction(times, n_risk, n_event, mean, std_error, low, high)


def _variance(person: np.ndarray, at: np.ndarray, last: np.ndarray, n_risk: np.ndarray, n_event: np.ndarray) -> np.ndarray:
    """Sum over persons of the squared deviation of their events from the mean's, each weighed by 1 / at risk, at each time."""
    expected = np.cumsum(n_event / n_risk.astype(float) ** 2)
    found = np.zeros(len(n_risk))
    for first in range(0, len(last), CHUNK):
        these = last[first : first + CHUNK]
        own = np.zeros((len(these), len(n_risk)))
        inside = (person >= first) & (person < first + CHUNK)
        np.add.at(own, (person[inside] - first, at[inside]), 1.0 / n_risk[at[inside]])
        deviation = np.cumsum(own, axis=1) - expected[np.minimum(np.arange(len(n_risk)), these[:, None])]
        found += (deviation**2).sum(axis=0)
    return found


def robust_score_test(group: np.ndarray, n_groups: int, person: np.ndarray, time: np.ndarray, until: np.ndarray) -> tuple[float, int]:
    """Whether events come equally fast in all groups, whatever the dependence of a person's events.

    Parameters
    ----------
    group : ndarray of int, shape (n,)
        0 to n_groups - 1.
    n_groups : int
    person, time, until : ndarray
        As of `mean_function`.

    Returns
    -------
    chi-squared, degrees of freedom
        NaN where the groups can't be compared. The score test of a proportional rates model with the robust variance (Lin, Wei, Yang
        & Ying 2000, doi 10.1111/1467-9868.00259; Breslow's ties), as R's `coxph` with a cluster of each person has it.
    """
    times = np.unique(time)
    if not len(times) or n_groups < 2:
        return math.nan, 0
    design = np.eye(n_groups)[group][:, 1:]
    risk = np.stack([_observed(until[group == g], times) for g in range(n_groups)], axis=1).astype(float)
    n_risk = risk.sum(axis=1)
    middle = risk[:, 1:] / n_risk[:, None]
    at = np.searchsorted(times, time)
    rate = np.bincount(at, minlength=len(times)) / n_risk
    hazard, weighed = np.r_[0.0, np.cumsum(rate)], np.vstack([np.zeros(n_groups - 1), np.cumsum(rate[:, None] * middle, axis=0)])
    last = np.searchsorted(times, until, side="right")
    scores = -(design * hazard[last][:, None] - weighed[last])
    np.add.at(scores, person, design[person] - middle[at])
    score, spread = scores.sum(axis=0), scores.T @ scores
    if np.linalg.matrix_rank(spread) < n_groups - 1:
        return math.nan, n_groups - 1
    return float(score @ np.linalg.solve(spread, score)), n_groups - 1


def _observed(until: np.ndarray, times: np.ndarray) -> np.ndarray:
    """How many are observed at each time."""
    return len(until) - np.searchsorted(np.sort(until), times, side="left")
