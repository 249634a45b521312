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

    sums = np.zeros((person.max() + 1, matrix.shape[1] + 1))
    whole = np.column_stack([matrix, values])
    np.add.at(sums, person, whole)
    n = np.bincount(person).astype(float)
    cross = whole.T @ whole

    def at(ratio: float) -> tuple[float, float, np.ndarray, np.ndarray, float]:
        """Slope of the criterion, criterion, coefficients, their unscaled covariance and the residual variance."""
        shrunk = cross - (sums.T * (ratio / (1 + n * ratio))) @ sums
        inverse = np.linalg.inv(shrunk[:-1, :-1])
        params = inverse @ shrunk[:-1, -1]
        df = len(values) - matrix.shape[1]
        rest = float(shrunk[-1, -1] - shrunk[:-1, -1] @ params)
        if not rest > 1e-12 * max(cross[-1, -1], 1e-300):
            raise NotConvergedError
        per_person = (1 / (1 + n * ratio)) ** 2
        turned = sums @ np.append(-params, 1.0)
        slope = n @ (1 / (1 + n * ratio))
        slope -= float(np.einsum("i,ij,jk,ik->", per_person, sums[:, :-1], inverse, sums[:, :-1]))
        slope -= df / rest * float(per_person @ turned**2)
        value = float(np.log1p(n * ratio).sum()) - np.linalg.slogdet(inverse)[1] + df * (1 + math.log(2 * math.pi * rest / df))
        return slope, value, params, inverse, rest / df

    ratio = 0.0
    if at(0.0)[0] < 0:
        high = 1.0
        while at(high)[0] < 0:
            high *= 4
            if high > LARGEST:
                raise NotConvergedError
        ratio = float(brentq(lambda each: at(each)[0], 0.0, high, xtol=1e-14, rtol=1e-13))
    _, value, params, inverse, variance = at(ratio)
    return Means(params, variance * inverse, math.sqrt(ratio * variance), math.sqrt(variance), -value / 2)
