"""Profile likelihood limits of a logistic coefficient: where the likelihood, at its best for the others, falls by half of chi-squared.

Source: Venzon & Moolgavkar 1988, doi 10.2307/2347496.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

ITERATIONS = 50
LONGEST_STEP = 5.0
"""Of a scaled coefficient, in one iteration."""


def logistic_limits(matrix: np.ndarray, outcome: np.ndarray, estimate: np.ndarray, columns: list[int], confidence: float) -> np.ndarray:
    """Limits of some coefficients.

    Parameters
    ----------
    matrix : ndarray, shape (n, k)
    outcome : ndarray of 0 and 1, shape (n,)
    estimate : ndarray, shape (k,)
        Of maximum likelihood.
    columns : list of int
    confidence : float

    Returns
    -------
    ndarray, shape (k, 2)
        NaN for other columns, and where no limit is found.
    """
    import numpy as np
    from scipy.special import ndtri

    rows, cases, persons = _patterns(matrix, outcome)
    drop = ndtri(0.5 + confidence / 2) ** 2 / 2
    top, _, curvature = _likelihood(rows, cases, persons, estimate)
    limits = np.full((len(estimate), 2), np.nan)
    for column in columns:
        others = np.delete(np.arange(len(estimate)), column)
        path = np.zeros(len(estimate))  # how the others follow this coefficient along the ridge of the likelihood
        path[column] = 1.0
        path[others] = -np.linalg.solve(curvature[np.ix_(others, others)], curvature[others, column])
        width = np.sqrt(2 * drop / -(curvature[column] @ path))
        for side, sign in enumerate((-1, 1)):
            limits[column, side] = _limit(rows, cases, persons, estimate + sign * width * path, column, top - drop)
            if not sign * (limits[column, side] - estimate[column]) > 0:
                limits[column, side] = np.nan
    return limits


def _limit(rows: np.ndarray, cases: np.ndarray, persons: np.ndarray, start: np.ndarray, column: int, target: float) -> float:
    """Newton's method on: the likelihood is at its target, and its slope is 0 in every other coefficient."""
    import numpy as np

    beta = start.copy()
    for _ in range(ITERATIONS):
        height, slope, curvature = _likelihood(rows, cases, persons, beta)
        wrong, change = slope.copy(), curvature.copy()
        wrong[column], change[column] = height - target, slope
        try:
            step = np.linalg.solve(change, -wrong)
        except np.linalg.LinAlgError:
            return np.nan
        if not np.isfinite(step).all():
            return np.nan
        size = np.abs(step).max()
        beta = beta + step * min(1.0, LONGEST_STEP / size if size else 1.0)
        if size <= 1e-10 * max(1.0, np.abs(beta).max()):
            return float(beta[column])
    return np.nan


def _likelihood(rows: np.ndarray, cases: np.ndarray, persons: np.ndarray, beta: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """Log likelihood, its slope and its curvature."""
    import numpy as np
    from scipy.special import expit

    linear = rows @ beta
    probability = expit(linear)
    height = float(cases @ linear - persons @ np.logaddexp(0, linear))
    slope = rows.T @ (cases - persons * probability)
    weighted = rows * (persons * probability * (1 - probability))[:, None]
    return height, slope, -(rows.T @ weighted)


def _patterns(matrix: np.ndarray, outcome: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Distinct rows of levels, with their cases and persons; the rows as they are where a number is among the columns."""
    import numpy as np

    if matrix.shape[1] > 20 or not np.isin(matrix, (0.0, 1.0)).all():
        return matrix, outcome, np.ones(len(outcome))
    key = matrix.astype(np.int64) @ (1 << np.arange(matrix.shape[1], dtype=np.int64))
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    return matrix[first], np.bincount(which, outcome), np.bincount(which).astype(float)
