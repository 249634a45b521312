"""Estimates without each person in turn.

By least squares in closed form. By maximum likelihood refitted, all at once, in small models; in larger ones by one step from the
estimate of everybody (Pregibon 1981, doi 10.1214/aos/1176345513), which differs little there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ipscohort.models.diagnostics.subject import Subject
from ipscohort.words import later

MOST_REFITTED = 1000
"""Persons up to whom models by maximum likelihood are refitted without each: work and memory grow with their square."""
ITERATIONS, LONGEST_STEP, CONVERGED, SETTLED = 25, 5.0, 1e-10, 1e-6
ALONE = 1e-9
"""Distance of a leverage from 1 below which a person alone decides a coefficient."""
CLOSED_FORM = later("least squares without the person, in closed form")
REFITTED = later("fitted again without the person")
ONE_STEP = later("by one step from the estimate of everybody")


@dataclass(frozen=True)
class Without:
    """Estimates without each person.

    Attributes
    ----------
    estimate, std_error : ndarray, shape (n, k)
        Row i: without person i. NaN where there is no finite estimate.
    method : str
    residual_df : ndarray, shape (n,), or None
        None where intervals are by the normal distribution.
    """

    estimate: np.ndarray
    std_error: np.ndarray
    method: str
    residual_df: np.ndarray | None = None


def without_each(subject: Subject) -> Without:
    """Estimates of all coefficients of the scaled matrix, and their standard errors, without each person in turn.

    Parameters
    ----------
    subject : Subject
        Not penalised.
    """
    if subject.spec.family.least_squares:
        return _least_squares(subject)
    return _refitted(subject) if len(subject.y) <= MOST_REFITTED else _one_step(subject)


def _least_squares(subject: Subject) -> Without:
    """Closed form: Belsley, Kuh & Welsch 1980, doi 10.1002/0471725153, chapter 2."""
    x, e, h, inverse = subject.x, subject.residual, subject.leverage, subject.inverse
    n, k = x.shape
    rest = np.where(1 - h > ALONE, 1 - h, np.nan)
    g = x @ inverse
    estimate = subject.beta - g * (e / rest)[:, None]
    squares = float(e @ e) - e**2 / rest
    df = np.full(n, float(n - k - 1))
    variance = squares / df if n - k > 1 else np.full(n, np.nan)
    error = np.sqrt(np.maximum(variance, 0)[:, None] * (np.diag(inverse) + g**2 / rest[:, None]))
    for i in np.flatnonzero(np.isnan(rest)):
        estimate[i], error[i], df[i] = _without_a_column(x, subject.y, i)
    return Without(estimate, error, CLOSED_FORM, df)


def _without_a_column(x: np.ndarray, y: np.ndarray, person: int) -> tuple[np.ndarray, np.ndarray, float]:
    """Without somebody who alone decides a coefficient, which has no estimate then: the others as they are without it."""
    x, y = np.delete(x, person, axis=0), np.delete(y, person)
    inverse = np.linalg.pinv(x.T @ x, hermitian=True)
    estimate = inverse @ (x.T @ y)
    left = y - x @ estimate
    df = len(y) - np.linalg.matrix_rank(x)
    error = np.sqrt(float(left @ left) / df * np.diag(inverse)) if df > 0 else np.full(len(estimate), np.nan)
    told = np.abs(inverse @ (x.T @ x) - np.eye(len(estimate))).max(axis=1) < ALONE**0.5
    return np.where(told, estimate, np.nan), np.where(told, error, np.nan), float(df)


def _refitted(subject: Subject) -> Without:
    """Newton's method for all persons at once, from the estimates by one step."""
    x, y, offset = subject.x, subject.y, subject.offset
    n, k = x.shape
    products = (x[:, :, None] * x[:, None, :]).reshape(n, k * k)
    there = 1.0 - np.eye(n)  # row i: everybody but i
    beta, step = _stepped(subject), np.full((n, k), np.inf)
    for _ in range(ITERATIONS):
        fitted, weight = _mean(subject, beta @ x.T + offset)
        score = ((y - fitted) * there) @ x
        information = ((weight * there) @ products).reshape(n, k, k)
        step = _solved(information, score)
        step *= np.minimum(1.0, LONGEST_STEP / np.maximum(np.abs(step).max(axis=1, keepdims=True), 1e-300))
        beta = beta + step
        if np.abs(step).max() <= CONVERGED:
            break
    fitted, weight = _mean(subject, beta @ x.T + offset)
    inverse = _inverted(((weight * there) @ products).reshape(n, k, k))
    covariance = inverse
    if subject.spec.family.outcome == "count":
        squares = (((y - fitted) ** 2 * there) @ products).reshape(n, k, k)
        covariance = inverse @ squares @ inverse * ((n - 1) / (n - 1 - k) if n - 1 > k else np.nan)
    finite = np.abs(step) <= SETTLED
    error = np.sqrt(np.diagonal(covariance, axis1=1, axis2=2))
    return Without(np.where(finite, beta, np.nan), np.where(finite, error, np.nan), REFITTED)


def _mean(subject: Subject, linear: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Fitted values and weights of linear predictors."""
    from scipy.special import expit

    if subject.spec.family.outcome == "count":
        fitted = np.exp(np.minimum(linear, 500.0))
        return fitted, fitted
    fitted = expit(linear)
    return fitted, fitted * (1 - fitted)


def _solved(information: np.ndarray, score: np.ndarray) -> np.ndarray:
    """Newton's steps; where a coefficient runs off to infinity, with as little added to the information as makes it solvable."""
    size = np.trace(information, axis1=1, axis2=2)[:, None, None]
    return np.linalg.solve(information + 1e-14 * size * np.eye(information.shape[1]), score[:, :, None])[:, :, 0]


def _inverted(information: np.ndarray) -> np.ndarray:
    size = np.trace(information, axis1=1, axis2=2)[:, None, None]
    return np.linalg.inv(information + 1e-16 * size * np.eye(information.shape[1]))


def _pulls(subject: Subject) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Residual and weight of each person, and what is left of 1 besides the leverage."""
    fitted, weight = _mean(subject, subject.linear + subject.offset)
    left = 1 - subject.leverage
    return subject.y - fitted, weight, np.where(left > ALONE, left, np.nan)


def _stepped(subject: Subject) -> np.ndarray:
    residual, _, left = _pulls(subject)
    moved = (subject.x @ subject.inverse) * (residual / left)[:, None]
    return subject.beta - np.nan_to_num(moved)


def _one_step(subject: Subject) -> Without:
    """One step of Newton's method; standard errors with the person's share of the information taken away."""
    x, inverse = subject.x, subject.inverse
    residual, weight, left = _pulls(subject)
    n, k = x.shape
    g = x @ inverse
    estimate = np.where(np.isnan(left)[:, None], np.nan, _stepped(subject))
    if subject.spec.family.outcome == "yes_no":
        return Without(estimate, np.sqrt(np.diag(inverse) + g**2 * (weight / left)[:, None]), ONE_STEP)
    squares = x.T @ (x * (residual**2)[:, None])
    error = np.empty((n, k))
    for c in range(k):  # row c of the bread without each person, times the meat without them
        row = inverse[c] + g * (weight / left * g[:, c])[:, None]
        error[:, c] = ((row @ squares) * row).sum(axis=1) - (residual * (row * x).sum(axis=1)) ** 2
    return Without(estimate, np.sqrt(np.maximum(error, 0) * ((n - 1) / (n - 1 - k) if n - 1 > k else np.nan)), ONE_STEP)
