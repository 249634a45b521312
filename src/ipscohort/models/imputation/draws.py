"""One variable given the others, in all imputations at once: its model, parameters drawn from their posterior, values drawn given these.

statsmodels' MICE was looked at and not taken: it knows predictive mean matching and normal draws only, one imputation after another, so
that levels would have to pass for numbers. What a draw is made from is what R's mice has: least squares, and for levels
the likelihood of the people of whom the variable is known, with a few people of little weight added, so that no level separates without
end. Where mice takes the coefficients of more than two levels as they are estimated, they are drawn here as those of two are.

Sources: van Buuren & Groothuis-Oudshoorn 2011, doi 10.18637/jss.v045.i03; White, Daniel & Royston 2010, doi 10.1016/j.csda.2010.04.005 (added people);
Little 1988, doi 10.1080/07350015.1988.10509663 (predictive mean matching).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ipscohort.models.imputation.likelihoods import Fit, logistic, multinomial, ordinal

RIDGE = 1e-5
"""Share of its diagonal that is added to a cross product that can't be inverted, as mice does."""
SINGULAR = 1e-10
"""Smallest eigenvalue of a cross product (of columns of one length), of its largest, below which it can't be."""


@dataclass(frozen=True)
class Target:
    """A variable to be imputed in m imputations.

    Attributes
    ----------
    values : ndarray, shape (known,)
        Its values where it is known: numbers, or codes of levels from 0.
    known : ndarray of bool, shape (n,)
    n_levels : int
        0 of a number.
    donors : int
    """

    values: np.ndarray
    known: np.ndarray
    n_levels: int
    donors: int


def least_squares(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Least squares of y on x in each imputation.

    Parameters
    ----------
    x : ndarray, shape (m, known, k)
        With the intercept.
    y : ndarray, shape (known,)

    Returns
    -------
    coefficients : ndarray, shape (m, k)
    inverse : ndarray, shape (m, k, k)
        Of the cross product, a ridge of little weight added where it has none.
    squares : ndarray, shape (m,)
        Sum of squared residuals.
    ridged : ndarray of bool, shape (m,)
        Where there is one.
    """
    size = np.sqrt((x**2).sum(axis=1, keepdims=True))
    size = np.where(size > 0, size, 1.0)
    scaled = x / size
    cross = scaled.transpose(0, 2, 1) @ scaled
    eigen = np.linalg.eigvalsh(cross)
    ridged = eigen[:, 0] < SINGULAR * eigen[:, -1]
    diagonal = np.arange(x.shape[2])
    cross[:, diagonal, diagonal] += np.where(ridged, RIDGE, 0.0)[:, None]
    inverse = np.linalg.inv(cross)
    beta = inverse @ (scaled.transpose(0, 2, 1) @ y)[:, :, None]
    residual = y - (scaled @ beta)[:, :, 0]
    size = size[:, 0, :]
    return beta[:, :, 0] / size, inverse / (size[:, :, None] * size[:, None, :]), (residual**2).sum(axis=1), ridged


def matched(x: np.ndarray, target: Target, rng: np.random.Generator) -> np.ndarray:
    """Predictive mean matching: the value of one of those known whose prediction lies nearest.

    Predictions of those known are made with the estimate, of those missing with a draw from its posterior (type 1 matching).
    """
    m, _, k = x.shape
    known = x[:, target.known]
    beta, inverse, squares, _ = least_squares(known, target.values)
    sigma = np.sqrt(squares / rng.chisquare(max(len(target.values) - k, 1), m))
    drawn = beta + sigma[:, None] * _normal(inverse, rng)
    have, wanted = (known @ beta[:, :, None])[:, :, 0], (x[:, ~target.known] @ drawn[:, :, None])[:, :, 0]
    donor = np.stack([_donors(*pair, target.donors, rng) for pair in zip(have, wanted, strict=True)])
    return target.values[donor]


def _donors(have: np.ndarray, wanted: np.ndarray, donors: int, rng: np.random.Generator) -> np.ndarray:
    """For each prediction wanted one of the nearest of those had, at random; ties at random."""
    donors = min(donors, len(have))
    shuffled = rng.permutation(len(have))
    order = shuffled[np.argsort(have[shuffled], kind="stable")]
    lined_up = have[order]
    at = np.searchsorted(lined_up, wanted)
    near = np.clip(at[:, None] + np.arange(-donors, donors), 0, len(have) - 1)
    distance = np.abs(lined_up[near] - wanted[:, None])
    repeated = (np.diff(near, axis=1, prepend=-1) == 0) | (np.arange(-donors, donors) + at[:, None] != near)
    distance[repeated] = np.inf
    nearest = np.argsort(distance, axis=1, kind="stable")[:, :donors]
    chosen = nearest[np.arange(len(wanted)), rng.integers(donors, size=len(wanted))]
    return order[near[np.arange(len(wanted)), chosen]]


def levels(
    likelihood: Fit, x: np.ndarray, target: Target, rng: np.random.Generator, start: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray]:
    """A level for each of those missing, by a model of levels whose coefficients are drawn.

    Parameters
    ----------
    likelihood : callable
        One of `likelihoods`.
    x : ndarray, shape (m, n, k)
        With the intercept.
    target : Target
    rng : Generator
    start : ndarray or None
        Coefficients of the pass before, from which the search begins.

    Returns
    -------
    codes : ndarray, shape (m, missing)
    coefficients : ndarray
        As estimated.

    Raises
    ------
    LinAlgError
        The model has no estimate in an imputation.
    """
    design, outcome, weight = with_added(x, target)
    found = likelihood(design, outcome, weight, target.n_levels, start)
    if not found.converged.all():
        raise np.linalg.LinAlgError("no estimate")
    chance = found.chances(found.coefficients + _normal(found.covariance, rng), x[:, ~target.known])
    drawn = rng.random((*chance.shape[:2], 1)) > np.cumsum(chance, axis=2)[:, :, :-1]
    return drawn.sum(axis=2).astype(float), found.coefficients


def with_added(x: np.ndarray, target: Target) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Those of whom the variable is known, and the people added: for each other variable and level, two half a standard deviation from its mean.

    They weigh as much together as there are coefficients.

    Returns
    -------
    x : ndarray, shape (m, known + added, k)
    outcome : ndarray, shape (known + added,)
        Codes of levels.
    weight : ndarray, shape (known + added,)
    """
    k = x.shape[2]
    known = x[:, target.known]
    if k == 1:
        return known, target.values, np.ones(len(target.values))
    mean, spread = x.mean(axis=1), x.std(axis=1, ddof=1)
    each = 2 * target.n_levels
    added = np.repeat(mean[:, None, :], (k - 1) * each, axis=1)
    for column in range(1, k):
        rows = slice((column - 1) * each, column * each)
        away = np.tile([0.5, -0.5], target.n_levels) * spread[:, column, None]
        added[:, rows, column] = np.clip(
            mean[:, column, None] + away, x[:, :, column].min(axis=1)[:, None], x[:, :, column].max(axis=1)[:, None]
        )
    codes = np.tile(np.repeat(np.arange(target.n_levels), 2), k - 1)
    weight = np.full(len(codes), k / len(codes))
    return (
        np.concatenate([known, added], axis=1),
        np.concatenate([target.values, codes]),
        np.concatenate([np.ones(len(target.values)), weight]),
    )


def _normal(covariance: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A draw from a normal distribution around 0 for each imputation: shape (m, k)."""
    values, vectors = np.linalg.eigh(covariance)
    root = vectors * np.sqrt(np.maximum(values, 0.0))[:, None, :]
    return (root @ rng.standard_normal((*covariance.shape[:2], 1)))[:, :, 0]


LIKELIHOODS: dict[str, Fit] = {"logistic": logistic, "ordinal": ordinal, "multinomial": multinomial}
"""Method of a variable with levels -> its likelihood; a number is matched."""


def draw(
    method: str, x: np.ndarray, target: Target, rng: np.random.Generator, start: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray | None]:
    """Values of those missing, shape (m, missing), by one of the methods; and where the next search begins."""
    if method in LIKELIHOODS:
        return levels(LIKELIHOODS[method], x, target, rng, start)
    return matched(x, target, rng), None
