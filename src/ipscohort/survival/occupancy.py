"""Share of persons in each state over time, and mean time in each: Aalen and Johansen's estimate with the infinitesimal jackknife.

lifelines and statsmodels have no states that persons can come back to, so the sums are here.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

NO_JOB, JOB, LEFT, COMPETING, UNOBSERVED = 0, 1, 2, 3, -1
"""State of a person on a day; UNOBSERVED from the day after the last one observed, where observation did not end by leaving."""
STATES = ("no_job", "job", "left", "competing")
"""Name of each state, by its number."""
GONE = (LEFT, COMPETING)
"""States that nobody comes back from."""


@dataclass(frozen=True)
class Occupancy:
    """Shares in each state from day 0 on, and mean time in each.

    Attributes
    ----------
    day : ndarray of int, shape (k,)
        Days on which a share changes; day 0 always.
    share, std_error, conf_low, conf_high : ndarray, shape (k, states)
        Standard error and limits are NaN where the share is 0 or 1.
    n_state : ndarray of int, shape (k, states)
        Persons known to be in each.
    time, time_error : ndarray, shape (horizons, states)
        Mean days in each state before each horizon.
    """

    day: np.ndarray
    share: np.ndarray
    std_error: np.ndarray
    conf_low: np.ndarray
    conf_high: np.ndarray
    n_state: np.ndarray
    time: np.ndarray
    time_error: np.ndarray

    def step(self, day: float) -> int:
        """Position of the last step at or before a day."""
        return int(np.searchsorted(self.day, day, side="right")) - 1


def occupancy(state: np.ndarray, horizons: np.ndarray, confidence: float) -> Occupancy:
    """Shares in each state.

    Parameters
    ----------
    state : ndarray of int8, shape (n, days), n >= 1
        State of each person on each day, day 0 first. From UNOBSERVED, and from LEFT and COMPETING, nobody comes back.
    horizons : ndarray of int, shape (h,)
        Days up to which mean times are taken, rising, each less than `days`.
    confidence : float

    Returns
    -------
    Occupancy
        Source: Aalen & Johansen 1978, Scand J Stat 5:141. Everybody is without a job just before day 0, so that who begins with a job adds
        to the standard errors too. Limits on the log(-log) scale of the share itself, as R's `survfit` of several states has them.
    """
    n, days = state.shape
    before = np.full(n, NO_JOB, dtype=np.int8)
    share, influence = np.eye(len(STATES))[NO_JOB], np.zeros((n, len(STATES)))
    area, area_influence, clock = np.zeros(len(STATES)), np.zeros((n, len(STATES))), 0
    kept, times = [], []
    for day in _changes(state, horizons):
        area, area_influence = area + share * (day - clock), area_influence + influence * (day - clock)
        clock = day
        if day in horizons:
            times.append((area, np.sqrt((area_influence**2).sum(axis=0))))
        if day < days:
            now = state[:, day]
            share, influence = _step(share, influence, before, now)
            before = now
            known = np.array([(now == each).sum() for each in range(len(STATES))])
            kept.append((day, share, np.sqrt((influence**2).sum(axis=0)), known))
    day, share, error, n_state = (np.array(values) for values in zip(*kept, strict=True))
    low, high, known = _limits(share, error, confidence)
    time, time_error = (np.array(values) for values in zip(*times, strict=True))
    return Occupancy(day, share, known, low, high, n_state, time, time_error)


def _changes(state: np.ndarray, horizons: np.ndarray) -> np.ndarray:
    """Day 0, days on which anybody's state changes, and the horizons."""
    changed = 1 + np.flatnonzero((state[:, 1:] != state[:, :-1]).any(axis=0))
    return np.unique(np.r_[0, changed, horizons])


def _step(share: np.ndarray, influence: np.ndarray, before: np.ndarray, now: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Shares, and what each person adds to them, after the moves of one day.

    At risk of a move is who was in the state just before and is still observed; who is gone stays.
    """
    moves, persons = np.eye(len(STATES)), []
    for state in (NO_JOB, JOB):
        risk = np.flatnonzero((before == state) & (now != UNOBSERVED))
        if not len(risk):
            continue
        to = np.bincount(now[risk], minlength=len(STATES)) / len(risk)
        persons.append((state, risk, to))
        moves[state] = to
    after = influence @ moves
    for state, risk, to in persons:
        after[risk] += share[state] / len(risk) * (np.eye(len(STATES))[now[risk]] - to)
    return share @ moves, after


def _limits(share: np.ndarray, error: np.ndarray, confidence: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Log-log limits, and the standard errors, where the share is between 0 and 1."""
    inside = (share > 1e-12) & (share < 1 - 1e-12) & (error > 1e-12)
    low, high, known = (np.full(share.shape, np.nan) for _ in range(3))
    p, se = share[inside], error[inside]
    reach = NormalDist().inv_cdf(0.5 + confidence / 2) * se / (p * np.abs(np.log(p)))
    middle = np.log(-np.log(p))
    low[inside], high[inside], known[inside] = np.exp(-np.exp(middle + reach)), np.exp(-np.exp(middle - reach)), se
    return low, high, known
