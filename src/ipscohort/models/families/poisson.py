"""Poisson regression of a count, with or without an offset of observed time: a ratio of counts or of rates.

Standard errors are robust (HC1: the sandwich times n / (n - k)), as counts of days or jobs vary more than a Poisson
model has it. Source: White 1982, doi 10.2307/1912526; MacKinnon & White 1985, doi 10.1016/0304-4076(85)90158-7.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipscohort.display import printing
from ipscohort.models.families.base import Expected, Family, Layout, LeftOut, NotFittedError, Solution, exponential, people
from ipscohort.words import later, say, say_n

if TYPE_CHECKING:
    import numpy as np

METHOD = later("Poisson regression, maximum likelihood, robust (HC1) standard errors, Wald interval")
NEARLY_NOTHING = 1e-6
"""An expected count below this share of the mean is looked into: its estimate may be infinite."""
LEFT_OUT = (LeftOut("< 0", later("below 0, which is no count"), lambda outcome: outcome < 0),)
CAPTION = later(
    "Ratios of counts or rates for each exposure, crude and adjusted, with what was counted and persons at each level and who was left out."
)
RATIO, COUNTED = later("Ratio"), later("Count / n")
"""What families of counts have in common: who is left out, and the words of their tables."""
OVERDISPERSED = 1.5
"""Pearson's chi-squared per residual degree of freedom from which on the output says that the counts vary more."""


def fit(problem: Any) -> Solution:
    """Maximum likelihood with a log link.

    Parameters
    ----------
    problem : Problem
        Its outcome holds whole numbers from 0 on, not all 0.

    Raises
    ------
    NotFittedError
        Estimates that are infinite, don't converge, or have no standard error.
    """
    import numpy as np

    scaled, back = problem.scaled(centre=True)
    fitted = newton(problem, scaled)
    expected = None if fitted is None else fitted.predict()
    if expected is None or expected.min() < NEARLY_NOTHING * expected.mean():
        refuse_infinite(problem)
    if fitted is None:
        raise NotFittedError(say("The estimation did not converge, so no estimate is given."))
    residual, (n, k) = problem.outcome - expected, scaled.shape
    if (residual**2).sum() <= 1e-18 * (problem.outcome**2).sum():
        raise NotFittedError(say("The model explains every person's outcome exactly, so it has no standard errors."))
    bread = np.linalg.inv(scaled.T @ (scaled * expected[:, None]))
    _refuse_lone_persons(problem, expected * ((scaled @ bread) * scaled).sum(axis=1))
    covariance = bread @ (scaled.T @ (scaled * (residual**2)[:, None])) @ bread * (n / (n - k))
    solution = problem.wald(fitted.params, covariance, back, METHOD, log_likelihood=float(fitted.llf))
    dispersion = float((residual**2 / expected).sum()) / (n - k)
    if dispersion > OVERDISPERSED:
        solution.warnings.append(
            say(
                "The counts vary {ratio} times as much as a Poisson model has it (overdispersion); the standard errors allow for that.",
                ratio=printing.number(dispersion),
            )
        )
    return solution


def newton(problem: Any, scaled: np.ndarray) -> Any | None:
    """Statsmodels' fit; None where it does not converge."""
    import warnings

    import numpy as np
    from statsmodels.discrete.discrete_model import Poisson

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what they would say is checked here
            fitted = Poisson(problem.outcome, scaled, offset=problem.offset).fit(method="newton", tol=1e-10, maxiter=100, disp=0)
    except (np.linalg.LinAlgError, ValueError, FloatingPointError):
        return None
    return fitted if fitted.mle_retvals["converged"] and np.isfinite(fitted.params).all() else None


def refuse_infinite(problem: Any) -> None:
    """Refuse where some combination of columns is 0 wherever anything was counted: its estimate is infinite.

    Source: Correia, Guimaraes & Zylkin 2019, Verifying the existence of maximum likelihood estimates for generalized
    linear models, arXiv:1903.01633.
    """
    import numpy as np
    from scipy.optimize import linprog

    scaled, _ = problem.scaled(centre=False)
    none = problem.outcome == 0
    if not none.any():
        return
    rows = scaled[none]
    found = linprog(
        -rows.sum(axis=0),
        A_ub=np.vstack([rows, -rows]),
        b_ub=np.r_[np.ones(len(rows)), np.zeros(len(rows))],
        A_eq=scaled[~none],
        b_eq=np.zeros(int((~none).sum())),
        bounds=(None, None),
    )
    if found.status == 0 and -found.fun > 1e-6:
        names = problem.names(list(np.flatnonzero(np.abs(found.x) > 1e-6)))
        which = say(" and ").join(names) or say("the terms together")
        text = say("Nothing was counted in some persons told apart by {terms}, so that a ratio has no finite estimate.", terms=which)
        raise NotFittedError(text)


def _refuse_lone_persons(problem: Any, leverage: np.ndarray) -> None:
    """Refuse where one person alone determines a coefficient: the residual is 0, and so would be its part of the error."""
    import numpy as np

    lone = np.flatnonzero(leverage > 1 - 1e-8)
    if len(lone):
        matrix = problem.design.matrix
        names = problem.names([i for i in range(matrix.shape[1]) if np.flatnonzero(matrix[:, i]).tolist() in [[j] for j in lone]])
        which = say(" and ").join(names) or say("a coefficient")
        raise NotFittedError(say("One person alone determines {terms}, so that there is no robust standard error.", terms=which))


def no_counts(outcome: np.ndarray) -> str:
    """Why counts can't be compared; empty where they can."""
    broken = int((outcome % 1 != 0).sum())
    if broken:
        return say_n(
            "{n} person in the model has a value that is not a whole number, so the outcome is no count: choose another model for it.",
            "{n} persons in the model have values that are not whole numbers, so the outcome is no count: choose another model for it.",
            broken,
        )
    if outcome.sum() == 0:
        whom = people(len(outcome))
        return say("Nothing was counted in any of the {people} in the model, so counts can't be compared.", people=whom)
    return ""


FAMILY = Family(
    name="poisson",
    regression=later("Poisson regression"),
    about="Poisson: ratios of counts (0 allowed), or of rates with an `offset`, with robust (HC1) standard errors.",
    outcome="count",
    fit=fit,
    exponentiated=True,
    coefficient=later("log ratio of counts"),
    effect=later("ratio of counts"),
    effect_per_time=later("ratio of rates"),
    checks="count",
    joint_test=later("chi-squared"),
    expected=Expected(exponential, later("mean"), "log", refitted="newton"),
    leaves_out=LEFT_OUT,
    refuses=no_counts,
    layout=Layout(
        title=later("Poisson regressions"),
        caption=CAPTION,
        ratio=RATIO,
        counted=COUNTED,
        notes=(
            later(
                "Ratio: of mean counts, or of rates where an outcome is told per time, by maximum likelihood with a log link; robust (HC1) standard errors, "
                "Wald interval and p. Count / n: sum of the outcome over the persons in the model, and their number."
            ),
        ),
    ),
)
