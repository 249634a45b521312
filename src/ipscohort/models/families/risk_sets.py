"""The partial likelihood of a Cox model: who was at risk at each event, and what the likelihood, its slope and its information are.

Ties by Efron 1977 (doi 10.1080/01621459.1977.10480613) or Breslow 1974 (doi 10.2307/2529620). All that is summed over risk
sets is summed once, from the last time back.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SAME_TIME = 1.49e-8
"""Times nearer than this, absolutely or as a share of their mean, are one: the root of the machine's precision, as R's coxph has it."""


@dataclass(frozen=True)
class RiskSets:
    """Persons in the order of their times, the latest first, and the events among them; one step for each event.

    Attributes
    ----------
    matrix : ndarray, shape (n, k)
    starts, ends : ndarray of int, shape (times,)
        Of each distinct time of an event, the earliest first: whom the risk set has beside that of the next.
    deaths : ndarray of int, shape (events,)
        Rows with the event, by time.
    at : ndarray of int, shape (events,)
        Number of the time of each.
    part : ndarray, shape (events,)
        Share of those with the event at that time who are taken as gone: 0 with Breslow's ties.
    times : ndarray, shape (times,)
    """

    matrix: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    deaths: np.ndarray
    at: np.ndarray
    part: np.ndarray
    times: np.ndarray

    @classmethod
    def of(cls, matrix: np.ndarray, time: np.ndarray, event: np.ndarray, ties: str) -> RiskSets:
        """Risk sets of some persons.

        Parameters
        ----------
        matrix : ndarray, shape (n, k)
            Without an intercept.
        time : ndarray, shape (n,)
            0 or more.
        event : ndarray of bool, shape (n,)
            At least one. At a tie, events come before censoring.
        ties : {"efron", "breslow"}
        """
        time = joined_times(time)
        order = np.argsort(-time, kind="stable")
        time, event = time[order], event[order]
        times = np.unique(time[event])
        ends = np.searchsorted(-time, -times, side="right")
        deaths = np.flatnonzero(event)[::-1]
        at = np.searchsorted(times, time[deaths])
        size = np.bincount(at, minlength=len(times))
        part = (np.arange(len(at)) - np.repeat(np.cumsum(size) - size, size)) / np.repeat(size, size)
        part = part if ties == "efron" else np.zeros(len(at))
        return cls(matrix[order], np.r_[ends[1:], 0], ends, deaths, at, part, times)

    @property
    def n_times(self) -> int:
        """Distinct times at which an event was."""
        return len(self.times)

    def over_risk_sets(self, values: np.ndarray) -> np.ndarray:
        """Sum of a column or of columns over each risk set, shape (times, ...)."""
        added = np.add.reduceat(values[: self.ends[0]], self.starts[::-1], axis=0)
        return np.cumsum(added, axis=0)[::-1]

    def over_deaths(self, values: np.ndarray) -> np.ndarray:
        """The same over those with the event at each time."""
        first = np.searchsorted(self.at, np.arange(self.n_times))
        return np.add.reduceat(values[self.deaths], first, axis=0)

    def at_steps(self, values: np.ndarray) -> np.ndarray:
        """The same at each event, less the part of those with the event who are taken as gone."""
        part = self.part.reshape(-1, *[1] * (values.ndim - 1))
        risk, gone = self.over_risk_sets(values)[self.at], self.over_deaths(values)[self.at] if self.part.any() else 0.0
        return risk - part * gone

    def at_estimate(self, beta: np.ndarray) -> Moments:
        """Weights and means at some coefficients, shape (k,)."""
        linear = self.matrix @ beta
        weight = np.exp(linear - linear.max())
        total = self.at_steps(weight)
        mean = self.at_steps(self.matrix * weight[:, None]) / total[:, None]
        height = float((linear[self.deaths] - linear.max()).sum() - np.log(total).sum())
        return Moments(self, weight, total, mean, height)


@dataclass(frozen=True)
class Moments:
    """What the risk sets are at some coefficients.

    Attributes
    ----------
    sets : RiskSets
    weight : ndarray, shape (n,)
        Hazard of each person, up to a factor.
    total : ndarray, shape (events,)
    mean : ndarray, shape (events, k)
        Of the columns, weighted by hazard, of those at risk at each event.
    log_likelihood : float
    """

    sets: RiskSets
    weight: np.ndarray
    total: np.ndarray
    mean: np.ndarray
    log_likelihood: float

    @property
    def residuals(self) -> np.ndarray:
        """Columns of each person with an event less their mean, shape (events, k); of a tie, the mean over its steps."""
        sets = self.sets
        size = np.bincount(sets.at)
        summed = np.zeros((sets.n_times, self.mean.shape[1]))
        np.add.at(summed, sets.at, self.mean)
        return sets.matrix[sets.deaths] - (summed / size[:, None])[sets.at]

    def informations(self, *factors: np.ndarray) -> list[np.ndarray]:
        """Information, each shape (k, k), with each event counted by its factor, shape (events,)."""
        sets, k = self.sets, self.mean.shape[1]
        found = np.stack([-(self.mean.T @ (self.mean * factor[:, None])) for factor in factors])
        of_risk = np.stack([np.bincount(sets.at, factor / self.total) for factor in factors])
        of_gone = np.stack([np.bincount(sets.at, factor * sets.part / self.total) for factor in factors])
        for row in range(k):  # sums of squares and products, once for each time
            columns = sets.matrix[:, row:] * (self.weight * sets.matrix[:, row])[:, None]
            added = of_risk @ sets.over_risk_sets(columns)
            added -= of_gone @ sets.over_deaths(columns) if sets.part.any() else 0.0
            found[:, row, row:] += added
            found[:, row + 1 :, row] += added[:, 1:]
        return list(found)


def joined_times(time: np.ndarray) -> np.ndarray:
    """Times that differ by rounding alone, made the same: the earliest of them, as R's coxph does."""
    values = np.unique(time)
    apart = np.diff(values)
    near = (apart <= SAME_TIME) | (apart <= SAME_TIME * np.abs(values).mean())
    if not near.any():
        return time
    first = values[np.r_[True, ~near]]
    return first[np.searchsorted(first, time, side="right") - 1]


def newton(sets: RiskSets, start: np.ndarray) -> tuple[np.ndarray, Moments, np.ndarray] | None:
    """Coefficients of maximum partial likelihood, with moments and information there; None where the steps do not come to an end.

    They do not where the likelihood is monotone: each step is then about one.
    """
    beta, steps = start, 30
    with np.errstate(all="ignore"):
        here = sets.at_estimate(beta)
        for _ in range(steps):
            (information,) = here.informations(np.ones(len(sets.at)))
            try:
                step = np.linalg.solve(information, here.residuals.sum(axis=0))
            except np.linalg.LinAlgError:
                return None
            there = sets.at_estimate(beta + step)
            while not there.log_likelihood >= here.log_likelihood - 1e-9 * abs(here.log_likelihood) and np.abs(step).max() > 1e-8:
                step = step / 2
                there = sets.at_estimate(beta + step)
            beta, here = beta + step, there
            if not np.isfinite(here.log_likelihood):
                return None
            if np.abs(step).max() <= 1e-9 * max(1.0, np.abs(beta).max()):
                return beta, here, here.informations(np.ones(len(sets.at)))[0]
    return None
