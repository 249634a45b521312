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

from ipscohort.repeated.gee import NotConvergedError, ordinary
from ipscohort.repeated.panel import Panel

FAR = 9.0
"""Standard deviations of the intercepts up to which is integrated."""
WIDEST, PER_SD, COARSE = 0.25, 0.22, 0.5
"""Step of the grid, in standard deviations: at most, and times the standard deviation on the log odds scale; that on which the search begins."""
AT_ONCE = 200_000
"""Rows times points held in memory at once."""
STEPS, NEAR, NEARLY = 100, 1e-10, 2e-2
SINGULAR = 1e-3
"""Standard deviation of the intercepts below which persons differ in no way that the model can see."""
SLACK = {COARSE: 1e-4, PER_SD: 1e-9}
"""How much lower a step may end, beside the value, as the grid changes with the standard deviation; by the step of the grid."""
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
            start = np.append(plain * math.sqrt(1 + 0.35 * sd**2), sd)
            nearly = _climbed(panel, start, COARSE, NEARLY)
            at, value, information = _climbed(panel, nearly[0], PER_SD, NEAR)
            return _singular(panel) if abs(at[-1]) < SINGULAR else _conditional(at, value, information)
        except NotConvergedError as error:
            failed = error
    raise failed


def _climbed(panel: Panel, at: np.ndarray, per_sd: float, near: float) -> tuple[np.ndarray, float, np.ndarray]:
    """Parameters at the maximum (or with a standard deviation of nearly 0), its value and its curvature, on one grid."""
    value, gradient, information = likelihood(panel, at, per_sd)
    for _ in range(STEPS):
        step, taken = _uphill(information, gradient), 1.0
        while True:
            there = at + taken * step
            if abs(there[-1]) < MOST:
                found = likelihood(panel, there, per_sd)
                if found[0] >= value - SLACK[per_sd] * abs(value):
                    break
            taken /= 2
            if taken < 1e-8:
                raise NotConvergedError
        at, (value, gradient, information) = there, found
        if abs(at[-1]) < SINGULAR or np.abs(taken * step).max() <= near * max(1.0, np.abs(at).max()):
            return at, value, information
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


def likelihood(panel: Panel, at: np.ndarray, per_sd: float = PER_SD) -> tuple[float, np.ndarray, np.ndarray]:
    """Log-likelihood, its slope and its curvature turned round.

    Parameters
    ----------
    panel : Panel
    at : ndarray, shape (k + 1,)
        Coefficients, then the standard deviation of the intercepts.
    per_sd : float
        Step of the grid times the standard deviation.
    """
    step = min(WIDEST, per_sd / max(abs(at[-1]), 1e-9))
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
    eta, seen, k = panel.matrix @ at[:-1], panel.observed[:, :, None], panel.matrix.shape[2]
    linear = eta[:, :, None] + at[-1] * points
    small = np.exp(-np.abs(linear))
    mu = np.where(linear >= 0, 1.0, small) / (1 + small)
    mu *= seen
    no_event = ((np.maximum(linear, 0) + np.log1p(small)) * seen).sum(axis=1)
    events = panel.outcome.sum(axis=1)
    own = (panel.outcome * eta).sum(axis=1)[:, None] + np.outer(events, at[-1] * points) - no_event - 0.5 * points**2
    top = own.max(axis=1)
    weights = np.exp(own - top[:, None])
    total = weights.sum(axis=1)
    weights /= total[:, None]
    scores = np.empty((panel.n, len(points), k + 1))
    with_event = np.einsum("nt,ntk->nk", panel.outcome, panel.matrix)
    scores[:, :, :k] = with_event[:, None, :] - mu.transpose(0, 2, 1) @ panel.matrix
    scores[:, :, k] = (events[:, None] - mu.sum(axis=1)) * points
    mean = (weights[:, None, :] @ scores)[:, 0]
    rooted = (scores * np.sqrt(weights)[:, :, None]).reshape(-1, k + 1)
    mu -= mu * mu
    information = _expected(panel, weights, mu, points) - rooted.T @ rooted + mean.T @ mean
    return float((top + np.log(total)).sum()), mean.sum(axis=0), information


def _expected(panel: Panel, weights: np.ndarray, variance: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Curvature of the outcome given the intercepts, averaged over them."""
    x, k = panel.matrix, panel.matrix.shape[2]
    averaged = variance @ (weights[:, :, None] * points[:, None] ** np.arange(3))
    zero, one, two = (averaged[:, :, power] for power in range(3))
    found = np.empty((k + 1, k + 1))
    flat = x.reshape(-1, k)
    found[:k, :k] = (flat * zero.reshape(-1, 1)).T @ flat
    found[:k, k] = found[k, :k] = one.reshape(-1) @ flat
    found[k, k] = two.sum()
    return found
