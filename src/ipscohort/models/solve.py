"""Fits: maximum likelihood logistic regression, its penalised form after separation, and least squares on a logarithm.

Numbers are centred and scaled inside, so that an income in cents fits as well as an age; estimates are given back in
the variable's own unit.
"""

from __future__ import annotations

import math
import warnings

import numpy as np

from ipscohort.models.design import INTERCEPT, Design
from ipscohort.models.spec import NotFittedError, Solution

ML = "logistic regression, maximum likelihood, Wald interval"
OLS_METHOD = "linear regression of the natural logarithm, least squares, t interval"
FIRTH = "logistic regression, Firth penalised likelihood, profile likelihood interval and penalised likelihood ratio test"
ALMOST_SURE = 1e-6
"""A fitted probability nearer than this to 0 or 1 is looked into: it may be separation."""
HUGE_ERROR = 30.0
"""The same for a standard error of a scaled term (log odds ratio)."""


def fit_logistic(design: Design, outcome: np.ndarray, confidence: float) -> tuple[Solution | None, bool]:
    """Maximum likelihood by Newton's method.

    Parameters
    ----------
    design : Design
    outcome : ndarray of 0 and 1, shape (n,)
        Both occur.
    confidence : float

    Returns
    -------
    Solution, or None where the estimation did not converge; and whether the fit looks as if the outcome were
    separated, which `separated_terms` then decides.
    """
    from scipy.special import ndtr, ndtri
    from statsmodels.discrete.discrete_model import Logit

    scaled, back = _scaled(design, centre=True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what they would say is checked here
            fit = Logit(outcome, scaled).fit(method="newton", tol=1e-10, maxiter=100, disp=0)
            probability = fit.predict()
            size = np.sqrt(np.diag(fit.cov_params()))
    except (np.linalg.LinAlgError, ValueError):  # a Hessian that has no inverse
        return None, True
    certain = np.minimum(probability, 1 - probability).min() < ALMOST_SURE
    suspect = bool(certain or not np.all(size < HUGE_ERROR))
    if not fit.mle_retvals["converged"]:
        return None, True
    estimate, covariance = back @ fit.params, back @ fit.cov_params() @ back.T
    error = np.sqrt(np.diag(covariance))
    z, width = estimate / error, ndtri(0.5 + confidence / 2)
    limits = estimate - width * error, estimate + width * error
    return Solution(estimate, error, *limits, z, 2 * ndtr(-np.abs(z)), covariance, float(fit.llf), ML), suspect


def separated_terms(design: Design, outcome: np.ndarray) -> list[int]:
    """Columns whose maximum likelihood estimate is infinite, by linear programming.

    Source: Konis 2007, Linear programming algorithms for detecting separated data in binary logistic regression
    models, DPhil thesis, University of Oxford; as in R's detectseparation.
    """
    from firthmodels import detect_separation

    scaled, _ = _scaled(design, centre=False)
    found = detect_separation(scaled[:, 1:], outcome)
    finite = np.r_[found.is_finite[-1], found.is_finite[:-1]]  # firthmodels puts the intercept last
    return list(np.flatnonzero(~finite)) if found.separation else []


def fit_firth(design: Design, outcome: np.ndarray, confidence: float) -> Solution:
    """Firth's penalised likelihood, with profile interval and penalised likelihood ratio p.

    Source: Firth 1993, doi 10.1093/biomet/80.1.27; Heinze & Schemper 2002, doi 10.1002/sim.1047.

    Raises
    ------
    NotFittedError
        Not even this converges.
    """
    from scipy.special import expit

    scaled, back = _scaled(design, centre=False)
    unit = np.diag(back)
    order = np.r_[scaled.shape[1] - 1, np.arange(scaled.shape[1] - 1)]  # firthmodels puts the intercept last
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = _converged_firth(scaled[:, 1:], outcome)
        limits = fit.conf_int(alpha=1 - confidence, method="pl", max_iter=1000, tol=1e-9)[order]
    beta = np.r_[fit.intercept_, fit.coef_]
    outside = (limits[:, 0] >= beta) | (limits[:, 1] <= beta)
    limits[outside] = np.nan
    lost = not np.isfinite(limits).all()
    probability = expit(scaled @ beta)
    # Standard errors from the logistic model's own information, as Heinze & Schemper and R's brglm2 have them;
    # firthmodels' are those of its augmented data, 3 to 8% smaller in small samples.
    information = scaled.T @ (scaled * (probability * (1 - probability))[:, None])
    covariance = unit[:, None] * np.linalg.inv(information) * unit
    return Solution(
        estimate=unit * beta,
        std_error=np.sqrt(np.diag(covariance)),
        conf_low=unit * limits[:, 0],
        conf_high=unit * limits[:, 1],
        statistic=(beta / fit.lrt_bse_[order]) ** 2,
        p_value=fit.lrt_pvalues_[order],
        covariance=covariance,
        log_likelihood=math.nan,
        method=FIRTH,
        status="penalised",
        warnings=["A limit that the profile likelihood does not give is left out."] if lost else [],
    )


def _converged_firth(scaled: np.ndarray, outcome: np.ndarray):
    """The fit with its tests, as tight as it converges: the likelihood's last bits can bar the tightest."""
    from firthmodels import FirthLogisticRegression

    for tolerance in (1e-9, 1e-6):
        fit = FirthLogisticRegression(backend="numpy", max_iter=1000, gtol=tolerance, xtol=1e-5).fit(scaled, outcome)
        if fit.converged_ and np.isfinite(fit.lrt().lrt_pvalues_).all():
            return fit
    raise NotFittedError("The outcome is separated, and the penalised estimation did not converge either.")


def fit_log_linear(design: Design, outcome: np.ndarray, confidence: float) -> Solution:
    """Least squares on the natural logarithm of the outcome.

    Parameters
    ----------
    design : Design
    outcome : ndarray, shape (n,)
        Already the logarithm; n is larger than the number of coefficients.
    confidence : float

    Raises
    ------
    NotFittedError
        The residual variance is zero.
    """
    from scipy.special import stdtr, stdtrit
    from statsmodels.regression.linear_model import OLS

    scaled, back = _scaled(design, centre=True)
    fit = OLS(outcome, scaled).fit()
    spread = float(((outcome - outcome.mean()) ** 2).sum())
    if spread <= 1e-20 * max(1.0, float((outcome**2).sum())):
        raise NotFittedError("Everybody in the model has the same outcome, so there is nothing to explain.")
    if fit.ssr <= 1e-18 * spread:
        raise NotFittedError("The model explains every person's outcome exactly (residual variance zero), so it has no standard errors.")
    estimate, covariance = back @ fit.params, back @ fit.cov_params() @ back.T
    error, df = np.sqrt(np.diag(covariance)), float(fit.df_resid)
    t, width = estimate / error, stdtrit(df, 0.5 + confidence / 2)
    return Solution(
        estimate=estimate,
        std_error=error,
        conf_low=estimate - width * error,
        conf_high=estimate + width * error,
        statistic=t,
        p_value=2 * stdtr(df, -np.abs(t)),
        covariance=covariance,
        log_likelihood=float(fit.llf),
        method=OLS_METHOD,
        r_squared=float(fit.rsquared),
        residual_df=df,
    )


def joint_test(solution: Solution, columns: list[int]) -> tuple[float, int, float]:
    """Joint Wald test that several coefficients are zero.

    Parameters
    ----------
    solution : Solution
    columns : list of int

    Returns
    -------
    statistic, df, p : chi-squared for a logistic model, F (with its numerator df) for a linear one.
    """
    from scipy.special import chdtrc, fdtrc

    b, v = solution.estimate[columns], solution.covariance[np.ix_(columns, columns)]
    chi2, df = float(b @ np.linalg.solve(v, b)), len(columns)
    if math.isnan(solution.residual_df):
        return chi2, df, float(chdtrc(df, chi2))
    return chi2 / df, df, float(fdtrc(df, solution.residual_df, chi2 / df))


def _scaled(design: Design, *, centre: bool) -> tuple[np.ndarray, np.ndarray]:
    """The matrix with numbers (centred and) divided by their standard deviation, and the map of coefficients back."""
    matrix, number = design.matrix, design.is_number
    sd = np.where(number, matrix.std(axis=0), 1.0)
    mean = np.where(number, matrix.mean(axis=0), 0.0) if centre else np.zeros(matrix.shape[1])
    back = np.diag(1 / sd)
    back[design.columns_of(INTERCEPT)[0]] -= mean / sd
    return (matrix - mean) / sd, back
