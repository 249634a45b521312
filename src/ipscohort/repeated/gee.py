"""Marginal logistic models of repeated yes/no outcomes by generalised estimating equations.

Correlation and scale are estimated as R's geepack does: Pearson residuals divided by the root of the scale (their mean square, with no
degrees of freedom taken off); exchangeable: the mean product of all pairs; AR(1): least squares of the products on powers of the
correlation. statsmodels has the same equations but for AR(1), whose search for the correlation fails on long runs of
employment. Sources: Liang and Zeger 1986, doi 10.1093/biomet/73.1.13 (robust errors); Mancl and DeRouen 2001,
doi 10.1111/j.0006-341X.2001.00126.x (correction for few persons).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from ipscohort.repeated.degrees import Shares
from ipscohort.repeated.panel import Panel

INDEPENDENCE, EXCHANGEABLE, AR1 = "independence", "exchangeable", "ar1"
STEPS, NEAR = 200, 1e-11
"""Steps at most, and how small the last one must be beside the coefficients."""
PARTS = (1.0, 0.5, 0.2)
"""Part of each step that is taken; a smaller one where whole steps run away from the solution."""
ALONE = 1e-8
"""Share of a direction that others must determine, for a person not to determine it alone."""
LARGEST = 30.0
"""Linear predictor beyond which a fitted share is 0 or 1 to every digit."""


class NotConvergedError(Exception):
    """The equations have no solution that was found."""


@dataclass(frozen=True)
class Marginal:
    """A marginal model.

    Attributes
    ----------
    params : ndarray, shape (k,)
    robust, small : ndarray, shape (k, k)
        Covariance by the sandwich, and with Mancl and DeRouen's correction.
    correlation : float
        NaN of independence, and where no person has two times.
    scale : float
    shares : Shares
        What degrees of freedom of t with the corrected covariance are worked out from.
    """

    params: np.ndarray
    robust: np.ndarray
    small: np.ndarray
    correlation: float
    scale: float
    shares: Shares


@dataclass(frozen=True)
class _Patterns:
    """Persons grouped by the times at which they are observed, so that a correlation matrix is inverted once for each group.

    Attributes
    ----------
    which : ndarray of int, shape (persons,)
    seen : ndarray of bool, shape (patterns, times)
    apart : ndarray of float, shape (times, times)
        Distance between two times.
    """

    which: np.ndarray
    seen: np.ndarray
    apart: np.ndarray

    @classmethod
    def of(cls, panel: Panel) -> _Patterns:
        seen, which = np.unique(panel.observed, axis=0, return_inverse=True)
        return cls(which.reshape(-1), seen, np.abs(panel.times[:, None] - panel.times))

    def inverses(self, structure: str, correlation: float) -> np.ndarray:
        """Inverse correlation matrix of each pattern, 0 where a time is not observed: shape (patterns, times, times)."""
        whole = np.eye(len(self.apart))
        if structure == EXCHANGEABLE:
            whole = np.where(self.apart == 0, 1.0, correlation)
        elif structure == AR1:
            whole = correlation**self.apart
        both = self.seen[:, :, None] & self.seen[:, None, :]
        return np.linalg.inv(np.where(both, whole, np.eye(len(whole)))) * both


def fit_gee(panel: Panel, structure: str) -> Marginal:
    """Solve the estimating equations.

    Parameters
    ----------
    panel : Panel
        With both outcomes, and more persons than coefficients.
    structure : {"independence", "exchangeable", "ar1"}
        Working correlation.

    Raises
    ------
    NotConvergedError
        No solution was found, as where persons are separated by what the model holds.
    """
    patterns, start = _Patterns.of(panel), ordinary(panel)
    for part in PARTS:
        with np.errstate(all="ignore"):
            found = _iterated(panel, start, patterns, structure, part)
        if found is not None:
            return found
    raise NotConvergedError


def _iterated(panel: Panel, params: np.ndarray, patterns: _Patterns, structure: str, part: float) -> Marginal | None:
    """Coefficients and correlation in turn, by a part of each step; None where that runs away."""
    correlation = 0.0
    for _ in range(STEPS):
        z, scale = _residuals(panel, params)
        if not math.isfinite(scale) or not scale > 0 or np.abs(panel.matrix @ params).max() > LARGEST:
            return None
        if structure != INDEPENDENCE:
            correlation = _correlation(panel, z / math.sqrt(scale), structure, patterns.apart)
        scores, breads = _scores(panel, params, patterns, structure, 0.0 if math.isnan(correlation) else correlation)
        step = _solved(breads.sum(axis=0), scores.sum(axis=0))
        params = params + part * step
        if np.abs(step).max() <= NEAR * max(1.0, np.abs(params).max()):
            return _marginal(panel, params, patterns, structure, correlation, scale)
    return None


def ordinary(panel: Panel) -> np.ndarray:
    """Coefficients as if all rows were of different persons: where the search starts."""
    x, y = panel.matrix[panel.observed], panel.outcome[panel.observed]
    params = np.zeros(x.shape[1])
    for _ in range(STEPS):
        mu = expit(x @ params)
        step = _solved((x * (mu * (1 - mu))[:, None]).T @ x, x.T @ (y - mu))
        params = params + step
        if np.abs(x @ params).max() > LARGEST or not np.isfinite(params).all():
            raise NotConvergedError
        if np.abs(step).max() <= NEAR * max(1.0, np.abs(params).max()):
            return params
    raise NotConvergedError


def _solved(matrix: np.ndarray, vector: np.ndarray) -> np.ndarray:
    try:
        return np.linalg.solve(matrix, vector)
    except np.linalg.LinAlgError:
        raise NotConvergedError from None


def _residuals(panel: Panel, params: np.ndarray) -> tuple[np.ndarray, float]:
    """Pearson residuals, 0 where not observed, and their mean square."""
    mu = expit(panel.matrix @ params)
    z = np.where(panel.observed, (panel.outcome - mu) / np.sqrt(mu * (1 - mu)), 0.0)
    return z, float((z**2).sum() / panel.n_rows)


def _correlation(panel: Panel, z: np.ndarray, structure: str, apart: np.ndarray) -> float:
    """Working correlation from standardised residuals; NaN where no person has two times."""
    seen = panel.observed.astype(float)
    upper = np.triu(np.ones_like(apart), 1).astype(bool)
    pairs, products = (seen.T @ seen)[upper], (z.T @ z)[upper]
    if not pairs.sum():
        return math.nan
    if structure == EXCHANGEABLE:
        return float(products.sum() / pairs.sum())
    return _autoregressive(pairs, products, apart[upper])


def _autoregressive(pairs: np.ndarray, products: np.ndarray, apart: np.ndarray) -> float:
    """The power that fits the products of pairs best, by least squares, between 0 and 1; 0 where neighbours go together in no way."""
    from scipy.optimize import brentq

    distance, which = np.unique(apart, return_inverse=True)
    n, total = (np.bincount(which.reshape(-1), weights=values) for values in (pairs, products))

    def slope(power: float) -> float:
        return float((distance * power ** (distance - 1) * (total - n * power**distance)).sum())

    low, high = 1e-9, 1 - 1e-9
    if slope(low) <= 0:
        return 0.0
    if slope(high) >= 0:
        raise NotConvergedError
    return float(brentq(slope, low, high, xtol=1e-15, rtol=1e-14))


def _scores(panel: Panel, params: np.ndarray, patterns: _Patterns, structure: str, correlation: float) -> tuple[np.ndarray, np.ndarray]:
    """Each person's share of the equations, and of their slope: shapes (persons, k) and (persons, k, k), of scale 1."""
    mu = expit(panel.matrix @ params)
    root = np.sqrt(mu * (1 - mu))
    weighted = panel.matrix * root[:, :, None]
    z = np.where(panel.observed, (panel.outcome - mu) / root, 0.0)
    scores, breads = np.empty((panel.n, len(params))), np.empty((panel.n, len(params), len(params)))
    inverses = patterns.inverses(structure, correlation)
    for number, inverse in enumerate(inverses):
        here = patterns.which == number
        turned = np.einsum("ntk,ts->nsk", weighted[here], inverse, optimize=True)
        scores[here] = np.einsum("nsk,ns->nk", turned, z[here])
        breads[here] = np.einsum("nsk,nsl->nkl", turned, weighted[here], optimize=True)
    return scores, breads


def _marginal(panel: Panel, params: np.ndarray, patterns: _Patterns, structure: str, correlation: float, scale: float) -> Marginal:
    """Both covariances at the solution. The scale cancels in them."""
    working = 0.0 if math.isnan(correlation) else correlation
    scores, breads = _scores(panel, params, patterns, structure, working)
    whole = breads.sum(axis=0)
    bread = np.linalg.inv(whole)
    shares = _shares(whole, breads)
    without = np.einsum("nkj,nj->nk", shares.inverse, scores @ shares.turn.T) @ np.linalg.inv(shares.turn).T
    robust, small = (bread @ (each.T @ each) @ bread for each in (scores, without))
    shown = math.nan if structure == INDEPENDENCE else correlation
    return Marginal(params, robust, small, shown, scale, shares)


def _shares(whole: np.ndarray, breads: np.ndarray) -> Shares:
    """Each person's part, and the inverse of the rest, by which residuals r become (1 - H)^-1 r: H has no more dimensions than there are
    coefficients. In a direction that a person alone determines (1 - H is singular) the residuals are 0, and stay so.
    """
    turn = np.linalg.inv(np.linalg.cholesky(whole))
    own = turn @ breads @ turn.T
    own = (own + own.transpose(0, 2, 1)) / 2
    leverage, axes = np.linalg.eigh(own)
    alone = 1 - leverage < ALONE
    rest = np.where(alone, 0.0, 1 / np.where(alone, 1.0, 1 - leverage))
    inverse = np.einsum("nkj,nj,nlj->nkl", axes, rest, axes, optimize=True)
    return Shares(turn, own, inverse, axes.transpose(0, 2, 1)[alone])
