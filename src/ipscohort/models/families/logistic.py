"""Logistic regression of a yes/no outcome: maximum likelihood, or Firth's penalised form after separation."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ipscohort.models.families.base import Expected, Family, Layout, NotFittedError, Solution, people
from ipscohort.models.families.profile import logistic_limits
from ipscohort.words import later, say, say_n

if TYPE_CHECKING:
    import numpy as np

ML = later("logistic regression, maximum likelihood, Wald interval")
FIRTH = later("logistic regression, Firth penalised likelihood, profile likelihood interval and penalised likelihood ratio test")
NO_JOINT_TEST = later("The joint test of the levels is left out, as the estimates are penalised.")
LIMIT_LOST = later("A limit that the profile likelihood does not give is left out.")
ALMOST_SURE = 1e-6
"""A fitted probability nearer than this to 0 or 1 is looked into: it may be separation."""
HUGE_ERROR = 30.0
"""The same for a standard error of a scaled term (log odds ratio)."""


def fit(problem: Any) -> Solution:
    """Maximum likelihood; penalised where the groups separate the outcome.

    Parameters
    ----------
    problem : Problem
        Its outcome holds 0 and 1; both occur.

    Raises
    ------
    NotFittedError
        The estimation does not converge.
    """
    solution, suspect = maximum_likelihood(problem)
    terms = separated_terms(problem) if suspect else []
    if terms:
        solution = penalised(problem)
        solution.warnings.insert(0, _separation(problem.names(terms)))
        if any(problem.design.terms[i].level for i in terms if i not in problem.exposure):
            solution.warnings.insert(1, say(OF_CONFOUNDER))
        if len(problem.exposure) > 1:
            solution.warnings.append(say(NO_JOINT_TEST))
    if solution is None:
        raise NotFittedError(say("The estimation did not converge, so no estimate is given."))
    return solution if terms else _with_profile(problem, solution)


def maximum_likelihood(problem: Any) -> tuple[Solution | None, bool]:
    """Maximum likelihood by Newton's method.

    Returns
    -------
    Solution, or None where the estimation did not converge; and whether the fit looks as if the outcome were
    separated, which `separated_terms` then decides.
    """
    import warnings

    import numpy as np
    from statsmodels.discrete.discrete_model import Logit

    scaled, back = problem.scaled(centre=True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what they would say is checked here
            fitted = Logit(problem.outcome, scaled).fit(method="newton", tol=1e-10, maxiter=100, disp=0)
            probability = fitted.predict()
            size = np.sqrt(np.diag(fitted.cov_params()))
    except (np.linalg.LinAlgError, ValueError):  # a Hessian that has no inverse
        return None, True
    certain = np.minimum(probability, 1 - probability).min() < ALMOST_SURE
    suspect = bool(certain or not np.all(size < HUGE_ERROR))
    if not fitted.mle_retvals["converged"]:
        return None, True
    return problem.wald(fitted.params, fitted.cov_params(), back, ML, log_likelihood=float(fitted.llf)), suspect


def _with_profile(problem: Any, solution: Solution) -> Solution:
    """Profile likelihood limits beside Wald's, of the exposure: each takes some passes over the records."""
    from dataclasses import replace

    import numpy as np

    scaled, back = problem.scaled(centre=True)
    limits = logistic_limits(scaled, problem.outcome, np.linalg.solve(back, solution.estimate), problem.exposure, problem.confidence)
    limits = limits * np.diag(back)[:, None]
    lost = [] if np.isfinite(limits[problem.exposure]).all() else [say(LIMIT_LOST)]
    return replace(solution, profile_low=limits[:, 0], profile_high=limits[:, 1], warnings=[*solution.warnings, *lost])


def separated_terms(problem: Any) -> list[int]:
    """Columns whose maximum likelihood estimate is infinite, by linear programming.

    Source: Konis 2007, Linear programming algorithms for detecting separated data in binary logistic regression
    models, DPhil thesis, University of Oxford; as in R's detectseparation.
    """
    import numpy as np
    from firthmodels import detect_separation

    scaled, _ = problem.scaled(centre=False)
    found = detect_separation(scaled[:, 1:], problem.outcome)
    finite = np.r_[found.is_finite[-1], found.is_finite[:-1]]  # firthmodels puts the intercept last
    return list(np.flatnonzero(~finite)) if found.separation else []


OF_CONFOUNDER = later(
    "Not the exposure alone separates: a confounder's level of few persons can be joined with another, or declared missing where it stands for "
    "no answer."
)


def _separation(names: list[str]) -> str:
    """The sentence for a separated model."""
    return say_n(
        "{terms} predicts the outcome without exception in some persons (separation), so that maximum likelihood has no finite estimate; "
        "penalised (Firth) estimates stand instead.",
        "{terms} predict the outcome without exception in some persons (separation), so that maximum likelihood has no finite estimate; "
        "penalised (Firth) estimates stand instead.",
        len(names),
        terms=say(" and ").join(names) or say("The terms together"),
    )


def penalised(problem: Any) -> Solution:
    """Firth's penalised likelihood, with profile interval and penalised likelihood ratio p.

    Source: Firth 1993, doi 10.1093/biomet/80.1.27; Heinze & Schemper 2002, doi 10.1002/sim.1047.

    Raises
    ------
    NotFittedError
        Not even this converges.
    """
    import warnings

    import numpy as np
    from scipy.special import expit

    scaled, back = problem.scaled(centre=False)
    unit = np.diag(back)
    order = np.r_[scaled.shape[1] - 1, np.arange(scaled.shape[1] - 1)]  # firthmodels puts the intercept last
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = _converged(scaled[:, 1:], problem.outcome)
        limits = fitted.conf_int(alpha=1 - problem.confidence, method="pl", max_iter=1000, tol=1e-9)[order]
    beta = np.r_[fitted.intercept_, fitted.coef_]
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
        statistic=(beta / fitted.lrt_bse_[order]) ** 2,
        p_value=fitted.lrt_pvalues_[order],
        covariance=covariance,
        log_likelihood=math.nan,
        method=FIRTH,
        status="penalised",
        warnings=[say(LIMIT_LOST)] if lost else [],
    )


def _converged(scaled: np.ndarray, outcome: np.ndarray) -> Any:
    """The fit with its tests, as tight as it converges: the likelihood's last bits can bar the tightest."""
    import numpy as np
    from firthmodels import FirthLogisticRegression

    for tolerance in (1e-9, 1e-6):
        fitted = FirthLogisticRegression(backend="numpy", max_iter=1000, gtol=tolerance, xtol=1e-5).fit(scaled, outcome)
        if fitted.converged_ and np.isfinite(fitted.lrt().lrt_pvalues_).all():
            return fitted
    raise NotFittedError(say("The outcome is separated, and the penalised estimation did not converge either."))


def _all_or_nobody(outcome: np.ndarray) -> str:
    """Why odds can't be compared; empty where they can."""
    if outcome.sum() not in (0, len(outcome)):
        return ""
    return say(
        "Nobody of the {people} in the model has the outcome, so odds can't be compared."
        if outcome.sum() == 0
        else "Everybody of the {people} in the model has the outcome, so odds can't be compared.",
        people=people(len(outcome)),
    )


def _probability(predictor: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    from scipy.special import expit

    p = expit(predictor)
    return p, p * (1 - p)


FAMILY = Family(
    name="logistic",
    regression=later("logistic regression"),
    about="Logistic: odds ratios of a yes/no outcome.",
    outcome="yes_no",
    fit=fit,
    exponentiated=True,
    coefficient=later("log odds ratio"),
    effect=later("odds ratio"),
    checks="yes_no",
    joint_test=later("chi-squared"),
    refuses=_all_or_nobody,
    expected=Expected(_probability, later("risk"), "logit", ratio=True, refitted="newton"),
    layout=Layout(
        title=later("Logistic regressions"),
        caption=later("Odds ratios of each exposure, crude and adjusted, with events and persons at each level and who was left out."),
        ratio=later("OR"),
        counted=later("Events / n"),
        notes=(
            later(
                "OR: odds ratio, by maximum likelihood unless a note says otherwise; Wald interval and p, with the profile likelihood interval, which does not "
                "take the log odds ratio as normally distributed, below it. Events / n: persons with the outcome of those in the model."
            ),
        ),
    ),
)
