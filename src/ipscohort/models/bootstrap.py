"""Percentile bootstrap of standardised means: persons drawn with replacement, and all draws of a model fitted at once.

A draw is how often each person is in it. Weighted sums over persons are matrix products over all draws, so that a thousand logistic
regressions of a hundred people take a tenth of a second. Source: Efron & Tibshirani 1993, An introduction to the bootstrap, chapter 13.
"""

from __future__ import annotations

import zlib

import numpy as np

from ipscohort.models.families.base import Expected
from ipscohort.models.sample import Sample
from ipscohort.models.solve import Problem
from ipscohort.models.spec import ModelSpec
from ipscohort.words import later, say

ITERATIONS, CONVERGED = 25, 1e-9
"""Newton steps at most, and the step (of scaled columns) below which a draw counts as converged."""
ENDED = 1e-4
"""The last step above which a draw has no finite estimate: its coefficients still grow by about 1 a step."""
RIDGE, LONGEST = 1e-13, 5.0
"""Share of the trace that keeps a draw's information from being singular, and the longest step."""
SINGULAR = 1e-9
"""Smallest eigenvalue of a draw's weighted cross product, of its largest, below which a coefficient can't be estimated in it."""
AT_ONCE = 4_000_000
"""Numbers held for one part of the draws: persons times draws."""
LOST = later("Bootstrap: {lost} of {draws} draws had a group or level without persons, or no estimate, and are left out of its limits.")
ENDLESS = later("Bootstrap: in {n} of {draws} draws an odds ratio has no finite estimate (separation); their risks count all the same.")


def draws_of(spec: ModelSpec, n: int) -> np.ndarray:
    """How often each of n persons is in each draw: shape (replicates, n); the same for the same seed and model."""
    named = zlib.crc32(f"{spec.name} {spec.exposure} {spec.adjustment}".encode())
    generator = np.random.default_rng([spec.bootstrap.seed, named])
    return generator.multinomial(n, np.full(n, 1 / n), size=spec.bootstrap.replicates)


def bootstrapped(
    expected: Expected, exposure: str, sample: Sample, problem: Problem, estimate: np.ndarray, draws: np.ndarray, *, plain: bool = False
) -> tuple[np.ndarray, list[str]]:
    """Standardised means of every draw.

    Parameters
    ----------
    expected : Expected
        Of the family.
    exposure : str
    sample : Sample
    problem : Problem
    estimate : ndarray, shape (k,)
        Coefficients of the whole sample, from which iterations start.
    draws : ndarray of int, shape (draws, n)
    plain : bool
        Least squares of exp(outcome) in place of the model.

    Returns
    -------
    means : ndarray, shape (draws, levels)
        The reference first; NaN where a draw gives none.
    warnings : list of str
        How many gave none, or no finite coefficient.
    """
    design, (scaled, back) = problem.design, problem.scaled(centre=True)
    at = [matrix @ back for matrix in design.as_if(exposure)]
    start = np.linalg.solve(back, estimate)
    means, endless = [], 0
    for part in np.array_split(draws, max(1, int(np.ceil(draws.size / AT_ONCE)))):
        beta, converged = _fit(expected, scaled, sample, part.astype(float), start, plain=plain)
        means.append(_means(expected, at, scaled, sample, beta, part, plain=plain))
        endless += int((~converged & np.isfinite(beta).all(axis=1)).sum())
    found = np.concatenate(means)
    lost = int(np.isnan(found).any(axis=1).sum())
    said = [say(LOST, lost=lost, draws=len(draws))] if lost else []
    return found, said + ([say(ENDLESS, n=endless, draws=len(draws))] if endless else [])


def percentiles(values: np.ndarray, confidence: float) -> tuple[float, float]:
    """Limits of a statistic over the draws that gave one: its quantiles, interpolated between neighbours."""
    known = values[~np.isnan(values)]
    if not len(known):
        return np.nan, np.nan
    tail = (1 - confidence) / 2
    low, high = np.quantile(known, [tail, 1 - tail])
    return float(low), float(high)


def _means(
    expected: Expected, at: list[np.ndarray], x: np.ndarray, sample: Sample, beta: np.ndarray, weights: np.ndarray, *, plain: bool
) -> np.ndarray:
    """Means over the persons of each draw with everybody at each level: shape (draws, levels)."""
    n = len(x)
    if plain:
        return np.column_stack([(weights * (beta @ matrix.T)).sum(axis=1) / n for matrix in at])
    means = np.column_stack([(weights * expected.inverse(beta @ matrix.T)[0]).sum(axis=1) / n for matrix in at])
    if not expected.smeared:
        return means
    return means * ((weights * np.exp(sample.outcome - beta @ x.T)).sum(axis=1) / n)[:, None]


def _fit(
    expected: Expected, x: np.ndarray, sample: Sample, weights: np.ndarray, start: np.ndarray, *, plain: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients of the scaled columns in every draw, NaN where there are none; and whether they have converged."""
    n, k = x.shape
    squares = (x[:, :, None] * x[:, None, :]).reshape(n, k * k)
    values = np.linalg.eigvalsh((weights @ squares).reshape(-1, k, k))
    usable = values[:, 0] > SINGULAR * values[:, -1]
    beta, converged = np.full((len(weights), k), np.nan), np.ones(len(weights), dtype=bool)
    weights = weights[usable]
    if not len(weights):
        return beta, converged
    if expected.refitted == "newton" and not plain:
        beta[usable], converged[usable] = _newton(expected, x, squares, sample, weights, start)
    else:
        outcome = np.exp(sample.outcome) if plain else sample.outcome
        beta[usable] = np.linalg.solve((weights @ squares).reshape(-1, k, k), ((weights * outcome) @ x)[..., None])[..., 0]
    return beta, converged


def _newton(
    expected: Expected, x: np.ndarray, squares: np.ndarray, sample: Sample, weights: np.ndarray, start: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Maximum likelihood of all draws together (canonical link: the derivative of what is expected is its variance)."""
    k, offset = x.shape[1], 0.0 if sample.offset is None else sample.offset
    beta = np.tile(start, (len(weights), 1))
    size = np.full(len(weights), np.inf)
    for _ in range(ITERATIONS):
        left = np.flatnonzero(size >= CONVERGED)
        if not len(left):
            break
        mean, derivative = expected.inverse(beta[left] @ x.T + offset)
        gradient = (weights[left] * (sample.outcome - mean)) @ x
        information = ((weights[left] * derivative) @ squares).reshape(-1, k, k)
        information += np.eye(k) * RIDGE * np.trace(information, axis1=1, axis2=2)[:, None, None]
        step = np.linalg.solve(information, gradient[..., None])[..., 0]
        beta[left] += np.clip(step, -LONGEST, LONGEST)
        size[left] = np.abs(step).max(axis=1)
    return beta, size < ENDED
