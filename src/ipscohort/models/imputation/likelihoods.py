"""Logistic, proportional odds and multinomial regressions of a variable with levels, in all imputations at once, by Newton's method."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

ITERATIONS, CLOSE = 50, 1e-9
"""Newton steps at most, and the step in standard errors below which no further one is made."""
FOUND = 1e-4
"""The last step, in standard errors, below which an estimate counts as found."""
LONGEST = 5.0
"""The longest step of a coefficient, in standard deviations of its column."""
FAR = 35.0
"""A log odds beyond which a chance is 0 or 1."""


@dataclass(frozen=True)
class Levels:
    """A model of levels in each of m imputations.

    Attributes
    ----------
    coefficients : ndarray, shape (m, p)
        As draws are made of them.
    covariance : ndarray, shape (m, p, p)
        Inverse of the observed information.
    converged : ndarray of bool, shape (m,)
        Where Newton's method found them.
    chances : callable
        Coefficients, x (m, n, k) -> chance of each level, shape (m, n, levels).
    """

    coefficients: np.ndarray
    covariance: np.ndarray
    converged: np.ndarray
    chances: Callable[[np.ndarray, np.ndarray], np.ndarray]


Fit = Callable[[np.ndarray, np.ndarray, np.ndarray, int, "np.ndarray | None"], Levels]
"""x (m, n, k) with the intercept, codes (n,), weights (n,), number of levels, coefficients to begin with -> the model."""


def _newton(step: Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]], start: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Coefficients, the inverse information, and where they were found, by full steps that are cut where they are long.

    Parameters
    ----------
    step : callable
        Coefficients (m, p) -> gradient (m, p), information (m, p, p).
    start : ndarray, shape (m, p)
    """
    found = start
    for _ in range(ITERATIONS):
        gradient, information = step(found)
        inverse = np.linalg.inv(information)
        move = (inverse @ gradient[:, :, None])[:, :, 0]
        size = np.abs(move / np.sqrt(np.maximum(np.einsum("mii->mi", inverse), 1e-300))).max(axis=1, initial=0.0)
        found = found + move * np.minimum(1.0, LONGEST / np.maximum(size, 1e-300))[:, None]
        if size.max(initial=0.0) < CLOSE:
            break
    return found, inverse, size < FOUND


def _expit(value: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(value, -FAR, FAR)))


def logistic(x: np.ndarray, outcome: np.ndarray, weight: np.ndarray, n_levels: int = 2, start: np.ndarray | None = None) -> Levels:  # noqa: ARG001
    """Of two levels: coefficients of the second."""
    turned = x.transpose(0, 2, 1)

    def step(beta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        chance = _expit((x @ beta[:, :, None])[:, :, 0])
        left = weight * (outcome - chance)
        return (turned @ left[:, :, None])[:, :, 0], turned @ (x * (weight * chance * (1 - chance))[:, :, None])

    def chances(beta: np.ndarray, at: np.ndarray) -> np.ndarray:
        chance = _expit((at @ beta[:, :, None])[:, :, 0])
        return np.stack([1 - chance, chance], axis=2)

    return Levels(*_newton(step, np.zeros((x.shape[0], x.shape[2])) if start is None else start), chances)


def multinomial(x: np.ndarray, outcome: np.ndarray, weight: np.ndarray, n_levels: int, start: np.ndarray | None = None) -> Levels:
    """Of several levels without order: coefficients of each but the first against it, one level after the other."""
    (m, _, k), others = x.shape, n_levels - 1
    turned = x.transpose(0, 2, 1)
    is_level = outcome[:, None] == np.arange(1, n_levels)

    def chances(beta: np.ndarray, at: np.ndarray) -> np.ndarray:
        predictor = at @ beta.reshape(m, others, k).transpose(0, 2, 1)
        whole = np.concatenate([np.zeros((*at.shape[:2], 1)), predictor], axis=2)
        raised = np.exp(whole - whole.max(axis=2, keepdims=True))
        return raised / raised.sum(axis=2, keepdims=True)

    def step(beta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        chance = chances(beta, x)[:, :, 1:]
        gradient = (turned @ (weight[:, None] * (is_level - chance))).transpose(0, 2, 1).reshape(m, -1)
        information = np.empty((m, others, k, others, k))
        for i in range(others):
            for j in range(i, others):
                spread = chance[:, :, i] * ((i == j) - chance[:, :, j])
                information[:, i, :, j] = turned @ (x * (weight * spread)[:, :, None])
                information[:, j, :, i] = information[:, i, :, j]
        return gradient, information.reshape(m, others * k, others * k)

    return Levels(*_newton(step, np.zeros((m, others * k)) if start is None else start), chances)


def ordinal(x: np.ndarray, outcome: np.ndarray, weight: np.ndarray, n_levels: int, start: np.ndarray | None = None) -> Levels:
    """Of levels in order, by proportional odds: log odds of being at most at a level are its cut less what the others add.

    Coefficients: the first cut, the logarithms of the distances to the next ones (so that draws keep their order), and the
    slopes. The information is that of cuts and slopes, carried over.
    """
    slopes_x, m, cuts = x[:, :, 1:], x.shape[0], n_levels - 1
    code = outcome.astype(int)
    upper, lower = (np.zeros((len(code), cuts)) for _ in range(2))
    upper[code < cuts, code[code < cuts]] = 1.0
    lower[code > 0, code[code > 0] - 1] = 1.0
    both = [np.concatenate([np.broadcast_to(part, (m, *part.shape)), -slopes_x], axis=2) for part in (upper, lower)]

    def step(theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        slope = (slopes_x @ theta[:, cuts:, None])[:, :, 0]
        high = np.where(code < cuts, _expit(theta[:, np.minimum(code, cuts - 1)] - slope), 1.0)
        low = np.where(code > 0, _expit(theta[:, np.maximum(code - 1, 0)] - slope), 0.0)
        p = np.maximum(high - low, 1e-12)
        (fu, du), (fl, dl) = ((c * (1 - c), c * (1 - c) * (1 - 2 * c)) for c in (high, low))
        a, b = both
        gradient = np.einsum("mn,mnk->mk", weight * fu / p, a) - np.einsum("mn,mnk->mk", weight * fl / p, b)
        uu, ll, ul = (fu / p) ** 2 - du / p, (fl / p) ** 2 + dl / p, -fu * fl / p**2
        crossed = a.transpose(0, 2, 1) @ (b * (weight * ul)[:, :, None])
        information = a.transpose(0, 2, 1) @ (a * (weight * uu)[:, :, None]) + b.transpose(0, 2, 1) @ (b * (weight * ll)[:, :, None])
        return gradient, information + crossed + crossed.transpose(0, 2, 1)

    def chances(drawn: np.ndarray, at: np.ndarray) -> np.ndarray:
        theta = _cuts(drawn[:, :cuts])
        below = _expit(theta[:, None, :] - (at[:, :, 1:] @ drawn[:, cuts:, None]))
        ends = np.zeros((*at.shape[:2], 1))
        return np.diff(np.concatenate([ends, below, ends + 1], axis=2), axis=2)

    theta, covariance, converged = _newton(step, _begin(code, weight, n_levels, x.shape) if start is None else _back(start, cuts))
    logs, slope = _logs(theta, cuts)
    return Levels(logs, slope @ covariance @ slope.transpose(0, 2, 1), converged, chances)


def _begin(code: np.ndarray, weight: np.ndarray, n_levels: int, shape: tuple[int, ...]) -> np.ndarray:
    """Cuts by the shares at most at each level, slopes of 0."""
    share = np.cumsum(np.bincount(code, weight, minlength=n_levels))[:-1] / weight.sum()
    start = np.zeros((shape[0], n_levels - 1 + shape[2] - 1))
    start[:, : n_levels - 1] = np.log(share / (1 - share))
    return start


def _logs(theta: np.ndarray, cuts: int) -> tuple[np.ndarray, np.ndarray]:
    """Cuts as the first one and logarithms of distances, and the derivatives by the cuts; slopes stay as they are."""
    distance = np.maximum(np.diff(theta[:, :cuts], axis=1), 1e-12)
    found = np.concatenate([theta[:, :1], np.log(distance), theta[:, cuts:]], axis=1)
    slope = np.broadcast_to(np.eye(theta.shape[1]), (len(theta), theta.shape[1], theta.shape[1])).copy()
    for j in range(1, cuts):
        slope[:, j, j] = 1 / distance[:, j - 1]
        slope[:, j, j - 1] = -1 / distance[:, j - 1]
    return found, slope


def _cuts(logs: np.ndarray) -> np.ndarray:
    """The way back: cuts in order, shape (m, cuts)."""
    return np.cumsum(np.concatenate([logs[:, :1], np.exp(np.clip(logs[:, 1:], -FAR, FAR))], axis=1), axis=1)


def _back(found: np.ndarray, cuts: int) -> np.ndarray:
    return np.concatenate([_cuts(found[:, :cuts]), found[:, cuts:]], axis=1)
