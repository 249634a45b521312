"""Linear model with a random intercept for each person, by restricted maximum likelihood.

Given the ratio of the two variances the model is weighted least squares, so that the likelihood has one parameter left, which is sought
between bounds. Source: Bates, Maechler, Bolker and Walker 2015, doi 10.18637/jss.v067.i01 (lme4's profiled REML criterion).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ipscohort.repeated.gee import NotConvergedError

LARGEST = 1e6
"""Ratio of the variances beyond which persons' values are all but constant."""


@dataclass(frozen=True)
class Means:
    """A linear model with random intercepts.

    Attributes
    ----------
    params : ndarray, shape (k,)
    covariance : ndarray, shape (k, k)
    sd_person, sd_residual : float
    log_likelihood : float
        Restricted.
    """

    params: np.ndarray
    covariance: np.ndarray
    sd_person: float
    sd_residual: float
    log_likelihood: float

    @property
    def icc(self) -> float:
        """Share of the variance between persons."""
        return self.sd_person**2 / (self.sd_person**2 + self.sd_residual**2)


class _Profile:
    """The criterion (-2 log restricted likelihood) as a function of the ratio of the variances.

    Parameters
    ----------
    values, matrix, person : ndarray
        As of `fit_means`.
    """

    def __init__(self, values: np.ndarray, matrix: np.ndarray, person: np.ndarray):
        whole = np.column_stack([matrix, values])
        self.sums = np.zeros((person.max() + 1, whole.shape[1]))
        np.add.at(self.sums, person, whole)
        self.n, self.cross = np.bincount(person).astype(float), whole.T @ whole
        self.df = len(values) - matrix.shape[1]

    def at(self, ratio: float) -> tuple[np.ndarray, np.ndarray, float]:
        """Coefficients, their covariance without the residual variance, and that variance."""
        shrunk = self.cross - (self.sums.T * (ratio / (1 + self.n * ratio))) @ self.sums
        inverse = np.linalg.inv(shrunk[:-1, :-1])
        params = inverse @ shrunk[:-1, -1]
        rest = float(shrunk[-1, -1] - shrunk[:-1, -1] @ params)
        if not rest > 1e-12 * max(self.cross[-1, -1], 1e-300):
            raise NotConvergedError
        return params, inverse, rest / self.df

    def slope(self, ratio: float) -> float:
        """How the criterion changes with the ratio."""
        params, inverse, variance = self.at(ratio)
        weight = 1 / (1 + self.n * ratio)
        own, turned = self.sums[:, :-1], self.sums @ np.append(-params, 1.0)
        return float(self.n @ weight - np.einsum("i,ij,jk,ik->", weight**2, own, inverse, own) - weight**2 @ turned**2 / variance)

    def criterion(self, ratio: float) -> float:
        """Its value."""
        _, inverse, variance = self.at(ratio)
        spread = float(np.log1p(self.n * ratio).sum()) - float(np.linalg.slogdet(inverse)[1])
        return spread + self.df * (1 + math.log(2 * math.pi * variance))


def fit_means(values: np.ndarray, matrix: np.ndarray, person: np.ndarray) -> Means:
    """Restricted maximum likelihood.

    Parameters
    ----------
    values : ndarray, shape (n,)
    matrix : ndarray, shape (n, k)
        Of full rank.
    person : ndarray of int, shape (n,)
        0, 1, ...; some persons have several rows.

    Raises
    ------
    NotConvergedError
        Values are explained without rest.
    """
    from scipy.optimize import brentq

    profile, ratio = _Profile(values, matrix, person), 0.0
    if profile.slope(0.0) < 0:
        high = 1.0
        while profile.slope(high) < 0:
            high *= 4
            if high > LARGEST:
                raise NotConvergedError
        ratio = float(brentq(profile.slope, 0.0, high, xtol=1e-14, rtol=1e-13))
    params, inverse, variance = profile.at(ratio)
    value = profile.criterion(ratio)
    return Means(params, variance * inverse, math.sqrt(ratio * variance), math.sqrt(variance), -value / 2)
