"""Linear regression of a number as it is, 0 included: least squares, a difference in means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipscohort.models.families import least_squares
from ipscohort.models.families.base import Expected, Family, Layout, Solution
from ipscohort.words import later

if TYPE_CHECKING:
    import numpy as np

METHOD = later("linear regression, least squares, t interval")


def fit(problem: Any) -> Solution:
    """Least squares."""
    return least_squares.fit(problem, METHOD)


def _itself(predictor: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    import numpy as np

    return predictor, np.ones_like(predictor)


FAMILY = Family(
    name="linear",
    regression=later("linear regression"),
    about="Linear: differences in means of a number, in its own unit; 0 is allowed, so time worked is modelled of everybody.",
    outcome="number",
    fit=fit,
    exponentiated=False,
    coefficient=later("difference in means"),
    effect=later("difference in means"),
    checks="least_squares",
    joint_test="F",
    expected=Expected(_itself, later("mean"), "plain"),
    layout=Layout(
        title=later("Linear regressions"),
        caption=later("Differences in means for each exposure, crude and adjusted, with persons at each level and who was left out."),
        coefficient=later("Difference"),
        r_squared=True,
        notes=(
            later(
                "Difference: in the mean of the outcome, in its own unit, by ordinary least squares with one residual variance for all groups; t interval and "
                "p. n: persons in the model."
            ),
        ),
    ),
)
