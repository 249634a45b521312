"""Inverse-probability-of-censoring weights: who was not lost stands for those alike who were.

The chance of leaving is that of a person who is observed and has no job yet, in each of some parts of the follow-up, by a pooled logistic
regression on time (and its square), exposure and confounders. Who obtained a job is weighted by the chance of being observed until then, who was
followed to the end by that of being observed so long: leaving after a job loses nothing. One logistic model of having been observed at all
would not do, as whoever obtained a job early had little time to be lost. Weights are stabilised by the chance of being observed to the end given the
exposure alone: one that ended with each person's own time would take back what the weights are for.

Source: Robins, Hernan & Brumback 2000, doi 10.1097/00001648-200009000-00011; Cole & Hernan 2008, doi 10.1093/aje/kwn164.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ipscohort.models.families.base import NotFittedError
from ipscohort.words import say

ITERATIONS, CLOSE = 100, 1e-14
"""Newton steps at most, and the share of the log likelihood by which the last one raises it."""
FAR, RANK = 35.0, 1e-14
"""A log odds beyond which a chance is 0 or 1; the share of the largest singular value below which one counts as none."""


@dataclass(frozen=True)
class Periods:
    """Each person in each part of the follow-up in which leaving was possible.

    Attributes
    ----------
    person : ndarray of int, shape (rows,)
    part : ndarray of int, shape (rows,)
    left : ndarray of float, shape (rows,)
        1 where the person left in it.
    """

    person: np.ndarray
    part: np.ndarray
    left: np.ndarray


def periods_of(time: np.ndarray, event: np.ndarray, left: np.ndarray, parts: int) -> Periods:
    """Persons by parts of the follow-up, of one length each.

    Parameters
    ----------
    time : ndarray, shape (n,)
        To the first job, or to the last day observed without one.
    event, left : ndarray of bool, shape (n,)
        Whether it ends with the job (or a competing exit), or with being lost; neither: followed to the end.
    parts : int

    Returns
    -------
    Periods
        Who obtained a job: all parts before it; who left: up to the one in which it was; else all.

    Raises
    ------
    NotFittedError
        Nobody was observed beyond the first day.
    """
    if not time.max() > 0:
        raise NotFittedError(
            say("Nobody in the model was observed beyond the first day, so that there is no time over which leaving could be told.")
        )
    at = np.minimum((time / (time.max() / parts)).astype(int), parts - 1)
    last = np.where(event, at, np.where(left, at + 1, parts))
    person = np.repeat(np.arange(len(time)), last)
    part = np.concatenate([np.arange(n) for n in last]) if last.sum() else np.empty(0, dtype=int)
    return Periods(person, part, (left[person] & (part == at[person])).astype(float))


def weights_of(periods: Periods, given: np.ndarray, stabilised_by: np.ndarray, parts: int) -> np.ndarray:
    """Stabilised weights: chance of being observed to the end given the one, over that of having been observed so long given the other.

    The chance above is the same for all of one exposure, so that weights change nothing but who stands for whom.

    Parameters
    ----------
    periods : Periods
    given : ndarray, shape (n, k)
        Exposure and confounders, without an intercept.
    stabilised_by : ndarray, shape (n, j)
        The exposure; j may be 0.
    parts : int

    Returns
    -------
    ndarray, shape (n,)
        Of who left it is of no use.

    Raises
    ------
    NotFittedError
        A model of leaving does not converge.
    """
    n = len(given)
    everybody, whole = np.repeat(np.arange(n), parts), np.tile(np.arange(parts), n)
    to_the_end = np.log1p(-_leaving(periods, stabilised_by, everybody, whole)).reshape(n, parts).sum(axis=1)
    so_long = np.bincount(periods.person, np.log1p(-_leaving(periods, given, periods.person, periods.part)), minlength=n)
    return np.exp(to_the_end - so_long)


def _leaving(periods: Periods, columns: np.ndarray, person: np.ndarray, part: np.ndarray) -> np.ndarray:
    """Chance of leaving of some persons in some parts of the follow-up: shape (rows,).

    Where nobody at some level left, its coefficient has no end, but the chances have, and only these are used: the search ends with the likelihood.
    """
    spread = columns.std(axis=0)
    scaled = (columns - columns.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    middle, size = periods.part.mean(), max(periods.part.std(), 1e-12)

    def design(of: np.ndarray, at: np.ndarray) -> np.ndarray:
        time = (at - middle) / size
        return np.column_stack([np.ones(len(at)), time, time**2, scaled[of]])

    x = design(periods.person, periods.part)
    beta, before = np.zeros(x.shape[1]), -np.inf
    for _ in range(ITERATIONS):
        chance = _expit(x @ beta)
        reached = float(np.where(periods.left == 1, np.log(chance), np.log1p(-chance)).sum())
        if reached - before <= CLOSE * abs(reached):
            return _expit(design(person, part) @ beta)
        before, curvature = reached, x.T @ (x * (chance * (1 - chance))[:, None])
        beta = beta + np.linalg.lstsq(curvature, x.T @ (periods.left - chance), rcond=RANK)[0]
    raise NotFittedError(say("The model of who left early did not converge, so nobody is weighted."))


def _expit(value: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(value, -FAR, FAR)))


def effective_size(weights: np.ndarray) -> float:
    """Number of persons of weight 1 whose mean would be as precise (Kish)."""
    return float(weights.sum() ** 2 / (weights**2).sum())
