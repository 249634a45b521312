"""Degrees of freedom of robust errors: how many persons the error of one contrast really rests on.

Persons less coefficients is far too many where few persons are at a level: the error of its odds ratio then rests on those few. The degrees of
freedom are those of a chi-squared variable with the mean and the variance that the corrected variance would have under the working model
(Satterthwaite). Sources: Bell and McCaffrey 2002, Survey Methodology 28(2):169; Pan and Wall 2002, doi 10.1002/sim.1142; of several contrasts at
once Pustejovsky and Tipton 2018, doi 10.1080/07350015.2016.1247004 (their approximate Hotelling test). R's `clubSandwich` has the same (CR3).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

LEAST = 1e-12
"""Variance, beside the largest, below which there is none."""


ON_ONE = 1e-6
"""Share of a contrast's variance in directions of one person from which on it rests on them; rounding leaves less than 1e-12."""


@dataclass(frozen=True)
class Shares:
    """What each person's part of the equations determines, on axes where the whole is 1.

    Attributes
    ----------
    turn : ndarray, shape (k, k)
        From coefficients to those axes.
    own : ndarray, shape (persons, k, k)
        Each person's part of the whole; they add up to 1.
    inverse : ndarray, shape (persons, k, k)
        Of 1 less that part, 0 in directions that the person alone determines.
    alone : ndarray, shape (directions, k)
        Those directions, of all persons.
    """

    turn: np.ndarray
    own: np.ndarray
    inverse: np.ndarray
    alone: np.ndarray

    def on_one(self, contrasts: np.ndarray) -> np.ndarray:
        """Which contrasts, shape (m, k), rest on directions that one person alone determines: no error of them holds for others. Shape (m,)."""
        turned = contrasts @ self.turn.T
        return ((turned @ self.alone.T) ** 2).sum(axis=1) > ON_ONE * (turned**2).sum(axis=1)

    def of(self, contrasts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What each person adds to each contrast, (persons, contrasts, k), and what of it the fit takes away."""
        weights = np.einsum("nkj,mj->nmk", self.inverse, contrasts @ self.turn.T)
        return weights, np.einsum("nkj,nmj->nmk", self.own, weights)


def satterthwaite(shares: Shares, contrasts: np.ndarray) -> np.ndarray:
    """Degrees of freedom of t of each contrast.

    Parameters
    ----------
    shares : Shares
    contrasts : ndarray, shape (m, k)

    Returns
    -------
    ndarray, shape (m,)
        NaN where the working model leaves no variance.
    """
    weights, fitted = shares.of(np.atleast_2d(contrasts))
    alone = np.einsum("nmk,nmk->nm", weights, fitted)
    found = np.full(alone.shape[1], np.nan)
    for m in range(alone.shape[1]):
        mean = float((alone[:, m] - (fitted[:, m] ** 2).sum(axis=1)).sum())
        spread = _products(alone[:, m], alone[:, m], (fitted[:, m],) * 4)
        if mean > LEAST * max(float(alone[:, m].sum()), 1e-300) and spread > 0:
            found[m] = mean**2 / spread
    return found


def joint_degrees(shares: Shares, contrasts: np.ndarray) -> float:
    """Degrees of freedom (eta) of the covariance of several contrasts as of a Wishart matrix.

    Parameters
    ----------
    shares : Shares
    contrasts : ndarray, shape (q, k)

    Returns
    -------
    float
        NaN where the working model leaves no variance; of one contrast that of `satterthwaite`.
    """
    weights, fitted = shares.of(contrasts)
    alone = np.einsum("nsk,ntk->nst", weights, fitted)
    expected = (alone - np.einsum("nsk,ntk->nst", fitted, fitted)).sum(axis=0)
    values, axes = np.linalg.eigh((expected + expected.T) / 2)
    if values[0] <= LEAST * max(values[-1], 1e-300):
        return float("nan")
    root = axes @ np.diag(values**-0.5) @ axes.T
    weights, fitted = shares.of(root @ contrasts)
    alone = np.einsum("nsk,ntk->nst", weights, fitted)
    q, total = len(contrasts), 0.0
    for s in range(q):
        for t in range(q):
            total += _products(alone[:, s, s], alone[:, t, t], (fitted[:, s], fitted[:, t], fitted[:, s], fitted[:, t]))
            total += _products(alone[:, s, t], alone[:, t, s], (fitted[:, s], fitted[:, t], fitted[:, t], fitted[:, s]))
    return q * (q + 1) / total


def _products(first: np.ndarray, second: np.ndarray, fitted: tuple[np.ndarray, ...]) -> float:
    """Sum over pairs of persons of the product of two covariances of what they add, each of the form (same person) x alone - fitted' fitted.

    `fitted`: of the first contrast and the second in the first covariance's row, then in its column, so that nothing is as large as persons squared.
    """
    left, left_too, right, right_too = fitted
    both = (first * second).sum()
    both -= (first * (left_too * right_too).sum(axis=1)).sum()
    both -= (second * (left * right).sum(axis=1)).sum()
    return float(both + ((left.T @ left_too) * (right.T @ right_too)).sum())
