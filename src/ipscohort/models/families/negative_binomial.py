"""Negative binomial regression of a count, with or without an offset of observed time: a ratio of counts or of rates.

The variance is mean + dispersion x mean squared (NB2), so that days or jobs may vary more between people than a Poisson model
has it, and many people at 0 are taken in. Standard errors are those of the coefficients at the estimated dispersion, as R's
MASS::glm.nb gives them. Source: Lawless 1987, doi 10.2307/3314912; Venables & Ripley 2002, Modern applied statistics with S, 7.4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipscohort.models.families import poisson
from ipscohort.models.families.base import Expected, Family, Layout, NotFittedError, Solution, exponential
from ipscohort.words import later, say

if TYPE_CHECKING:
    import numpy as np

METHOD = later("negative binomial regression, maximum likelihood, Wald interval")
FEWEST = 1e-6
"""Dispersion below which a Poisson model is as good, and the negative binomial's likelihood has its maximum at the edge."""


def fit(problem: Any) -> Solution:
    """Maximum likelihood of the coefficients and the dispersion together.

    Parameters
    ----------
    problem : Problem
        Its outcome holds whole numbers from 0 on, not all 0.

    Raises
    ------
    NotFittedError
        Estimates that are infinite or don't converge, or counts that vary no more than a Poisson model has it.
    """
    import numpy as np

    scaled, back = problem.scaled(centre=True)
    start = poisson.newton(problem, scaled)
    if start is None or start.predict().min() < poisson.NEARLY_NOTHING * start.predict().mean():
        poisson.refuse_infinite(problem)
    fitted = None if start is None else _newton(problem, scaled, start)
    if fitted is None:
        raise NotFittedError(say("The estimation did not converge, so no estimate is given."))
    dispersion = float(fitted.params[-1])
    if dispersion < FEWEST:
        raise NotFittedError(
            say("The counts vary no more than a Poisson model has it, so there is no dispersion to estimate: choose poisson.")
        )
    mean = fitted.predict()
    weight = mean / (1 + dispersion * mean)
    covariance = np.linalg.inv(scaled.T @ (scaled * weight[:, None]))
    return problem.wald(fitted.params[:-1], covariance, back, METHOD, log_likelihood=float(fitted.llf), dispersion=dispersion)


def _newton(problem: Any, scaled: np.ndarray, start: Any) -> Any | None:
    """Statsmodels' fit from the Poisson estimates and the dispersion by moments; None where it does not converge."""
    import warnings

    import numpy as np
    from statsmodels.discrete.discrete_model import NegativeBinomial

    mean = start.predict()
    moments = (((problem.outcome - mean) ** 2 - mean) / mean**2).mean()
    model = NegativeBinomial(problem.outcome, scaled, offset=problem.offset)
    for dispersion in (max(float(moments), 0.1), 1.0, 0.01):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what they would say is checked here
                fitted = model.fit(start_params=np.r_[start.params, dispersion], method="newton", tol=1e-12, maxiter=200, disp=0)
                steep = np.abs(model.score(fitted.params)).max()
        except (np.linalg.LinAlgError, ValueError, FloatingPointError):
            continue
        if fitted.mle_retvals["converged"] and np.isfinite(fitted.params).all() and steep < 1e-6 * len(problem.outcome):
            return fitted
    return None


FAMILY = Family(
    name="negative_binomial",
    regression=later("negative binomial regression"),
    about="Negative binomial: ratios of counts (0 allowed), or of rates with an `offset`, of counts that vary much between people.",
    outcome="count",
    fit=fit,
    exponentiated=True,
    coefficient=later("log ratio of counts"),
    effect=later("ratio of counts"),
    effect_per_time=later("ratio of rates"),
    joint_test=later("chi-squared"),
    expected=Expected(exponential, later("mean"), "log", refitted="not"),
    leaves_out=poisson.LEFT_OUT,
    refuses=poisson.no_counts,
    layout=Layout(
        title=later("Negative binomial regressions"),
        caption=poisson.CAPTION,
        ratio=poisson.RATIO,
        counted=poisson.COUNTED,
        notes=(
            later(
                "Ratio: of mean counts, or of rates where an outcome is told per time, by maximum likelihood with a log link and a dispersion that is estimated "
                "too; Wald interval and p. Count / n: sum of the outcome over the persons in the model, and their number."
            ),
        ),
    ),
)
