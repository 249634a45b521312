"""Ordinary least squares: what the families of a number share."""

from __future__ import annotations

from typing import Any

from ipscohort.models.families.base import NotFittedError, Solution
from ipscohort.words import say


def fit(problem: Any, method: str) -> Solution:
    """Least squares with t intervals and F tests.

    Parameters
    ----------
    problem : Problem
        n is larger than the number of coefficients.
    method : str
        How the estimates' rows call it.

    Raises
    ------
    NotFittedError
        The outcome or the residuals do not vary.
    """
    from statsmodels.regression.linear_model import OLS

    outcome = problem.outcome
    scaled, back = problem.scaled(centre=True)
    fitted = OLS(outcome, scaled).fit()
    spread = float(((outcome - outcome.mean()) ** 2).sum())
    if spread <= 1e-20 * max(1.0, float((outcome**2).sum())):
        raise NotFittedError(say("Everybody in the model has the same outcome, so there is nothing to explain."))
    if fitted.ssr <= 1e-18 * spread:
        why = say("The model explains every person's outcome exactly (residual variance zero), so it has no standard errors.")
        raise NotFittedError(why)
    return problem.wald(
        fitted.params,
        fitted.cov_params(),
        back,
        method,
        residual_df=float(fitted.df_resid),
        log_likelihood=float(fitted.llf),
        r_squared=float(fitted.rsquared),
    )
