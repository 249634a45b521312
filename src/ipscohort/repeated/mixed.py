"""Logistic model with a random intercept for each person, by maximum likelihood.

The intercepts are integrated out by the trapezoid rule on a grid so fine that nothing is left of its error: of an analytic integrand that
error falls exponentially with the step. Adaptive Gauss-Hermite quadrature, as lme4 has it, needs far more than its usual 25 points where
persons differ as much as in who works: of somebody employed in every month the integrand has a step in it. On the shipped cohort
25 points leave an error of 2% in a coefficient. The maximum is found by Newton's steps, and errors are from the second derivatives (Louis 1982,
doi 10.1111/j.2517-6161.1982.tb01203.x). Source of the rule: Trefethen and Weideman 2014, doi 10.1137/130932132.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from ipscohort.repeated.gee import NotConvergedError, ordinary
from ipscohort.repeated.panel import Panel

FAR = 10.0
"""Standard deviations of the intercepts up to which is integrated."""
WIDEST, PER_SD = 0.25, 0.4
"""Step of the grid, in standard deviations: at most, and times the standard deviation on the log odds scale (error exp(-2 pi^2 / 0.4))."""
AT_ONCE = 2_000_000
"""Rows times points held in memory at once."""
STEPS, NEAR = 100, 1e-10
SINGULAR = 1e-3
"""Standard deviation of the intercepts below which persons differ in no way that the model can see."""
MOST = 40.0
"""Standard deviation beyond which the search has run away."""
STARTS = (3.0, 0.7, 6.0)
"""Standard deviations from which the search starts."""


@dataclass(frozen=True)
class Conditional:
    """A model with random intercepts.

    Attributes
    ----------
    params : ndarray, shape (k,)
    covariance : ndarray, shape (k, k)
    sd : float
        Standard deviation of the persons' intercepts, on the log odds scale; 0 where the fit is singular.
    log_likelihood : float
    """

    params: np.ndarray
    covariance: np.ndarray
    sd: float
    log_likelihood: float

    @property
    def icc(self) -> float:
        """Share of the variance of the latent scale that lies between persons."""
        return self.sd**2 / (self.sd**2 + math.pi**2 / 3)


def fit_mixed(panel: Panel) -> Conditional:
    """Maximum likelihood.

    Parameters
    ----------
    panel : Panel
        With both outcomes, and persons of more than one time.

    Raises
    ------
    NotConvergedError
        No maximum was found.
    """
    plain = ordinary(panel)
    failed = NotConvergedError()
    for sd in STARTS:
        try:
            return _climbed(panel, np.append(plain * math.sqrt(1 + 0.35 * sd**2), sd))
        except NotConvergedError as error:
            failed = error
    raise failed


def _climbed(panel: Panel, at: np.ndarray) -> Conditional:
    value, gradient, information = likelihood(panel, at)
    for _ in range(STEPS):
        step, taken = _uphill(information, gradient), 1.0
        while True:
            there = at + taken * step
            if abs(there[-1]) < MOST:
                found = likelihood(panel, there)
                if found[0] >= value - 1e-9 * abs(value):
                    break
            taken /= 2
            if taken < 1e-8:
                raise NotConvergedError
        at, (value, gradient, information) = there, found
        if abs(at[-1]) < SINGULAR:
            return _singular(panel)
        if np.abs(taken * step).max() <= NEAR * max(1.0, np.abs(at).max()):
            return _conditional(at, value, information)
    raise NotConvergedError


def _conditional(at: np.ndarray, value: float, information: np.ndarray) -> Conditional:
    if np.linalg.eigvalsh(information)[0] <= 0:
        raise NotConvergedError
    covariance = np.linalg.inv(information)
    return Conditional(at[:-1], covariance[:-1, :-1], abs(float(at[-1])), value)


def _singular(panel: Panel) -> Conditional:
    """No variance between persons: the ordinary logistic model."""
    params = ordinary(panel)
    value, _, information = likelihood(panel, np.append(params, 0.0))
    return Conditional(params, np.linalg.inv(information[:-1, :-1]), 0.0, value)


def _uphill(information: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    """Newton's step; where the surface curves the other way, one along its axes that still goes up."""
    if not np.isfinite(information).all():
        raise NotConvergedError
    values, axes = np.linalg.eigh(information)
    values = np.maximum(np.abs(values), 1e-8 * np.abs(values).max())
    return axes @ ((axes.T @ gradient) / values)


def likelihood(panel: Panel, at: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """Log-likelihood, its slope and its curvature turned round.

    Parameters
    ----------
    panel : Panel
    at : ndarray, shape (k + 1,)
        Coefficients, then the standard deviation of the intercepts.
    """
    step = min(WIDEST, PER_SD / max(abs(at[-1]), 1e-9))
    half = math.ceil(FAR / step)
    points = step * np.arange(-half, half + 1)
    value, gradient, information = 0.0, np.zeros(len(at)), np.zeros((len(at), len(at)))
    for some in _pieces(panel, len(points)):
        found = _of_some(some, at, points)
        value, gradient, information = value + found[0], gradient + found[1], information + found[2]
    return value + panel.n * math.log(step / math.sqrt(2 * math.pi)), gradient, information


def _pieces(panel: Panel, points: int) -> Iterator[Panel]:
    """So many persons at a time."""
    size = max(1, AT_ONCE // (points * max(1, panel.outcome.shape[1])))
    for first in range(0, panel.n, size):
        here = slice(first, first + size)
        yield Panel(panel.outcome[here], panel.observed[here], panel.matrix[here], panel.times)


def _of_some(panel: Panel, at: np.ndarray, points: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """Sums over some persons, without the constant of each."""
    linear = (panel.matrix @ at[:-1])[:, :, None] + at[-1] * points
    seen, outcome = panel.observed[:, :, None], panel.outcome[:, :, None]
    mu = expit(linear)
    own = np.where(seen, outcome * linear - np.logaddexp(0, linear), 0.0).sum(axis=1) - 0.5 * points**2
    top = own.max(axis=1)
    weights = np.exp(own - top[:, None])
    total = weights.sum(axis=1)
    weights /= total[:, None]
    left = np.where(seen, outcome - mu, 0.0)
    by_term = np.einsum("ntq,ntk->nqk", left, panel.matrix, optimize=True)
    scores = np.concatenate([by_term, (left.sum(axis=1) * points)[:, :, None]], axis=2)
    mean = np.einsum("nq,nqk->nk", weights, scores)
    spread = np.einsum("nqk,nql->kl", scores * weights[:, :, None], scores, optimize=True) - mean.T @ mean
    information = _expected(panel, weights, np.where(seen, mu * (1 - mu), 0.0), points) - spread
    return float((top + np.log(total)).sum()), mean.sum(axis=0), information


def _expected(panel: Panel, weights: np.ndarray, variance: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Curvature of the outcome given the intercepts, averaged over them."""
    x, k = panel.matrix, panel.matrix.shape[2]
    zero, one, two = (np.einsum("nq,ntq->nt", weights * points**power, variance) for power in range(3))
    found = np.empty((k + 1, k + 1))
    found[:k, :k] = np.einsum("nt,ntk,ntl->kl", zero, x, x, optimize=True)
    found[:k, k] = found[k, :k] = np.einsum("nt,ntk->k", one, x)
    found[k, k] = two.sum()
    return found
