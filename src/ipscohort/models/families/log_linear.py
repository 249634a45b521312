"""Log-linear regression of a positive number: least squares on its natural logarithm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipscohort.models.families import least_squares
from ipscohort.models.families.base import Expected, Family, Layout, LeftOut, Solution, exponential, logarithm
from ipscohort.words import later

if TYPE_CHECKING:
    pass

METHOD = later("linear regression of the natural logarithm, least squares, t interval")


def fit(problem: Any) -> Solution:
    """Least squares; the outcome is the logarithm already."""
    return least_squares.fit(problem, METHOD)


FAMILY = Family(
    name="log_linear",
    regression=later("log-linear regression"),
    about="Log-linear: ratios of geometric means of a positive number.",
    outcome="number",
    fit=fit,
    exponentiated=True,
    coefficient=later("B (difference in mean ln)"),
    effect=later("ratio of geometric means"),
    checks="least_squares",
    joint_test="F",
    takes_zero=False,
    leaves_out=(LeftOut("<= 0", later("0 or below, which has no logarithm"), lambda outcome: outcome <= 0),),
    transform=logarithm,
    expected=Expected(exponential, later("mean"), "log", smeared=True),
    layout=Layout(
        title=later("Log-linear regressions"),
        caption=later(
            "B and ratio of geometric means of each exposure, crude and adjusted, with persons at each level and who was left out."
        ),
        coefficient="B",
        ratio="exp(B)",
        r_squared=True,
        notes=(
            later(
                "B: difference in the mean natural logarithm of the outcome, by ordinary least squares; t interval and p. exp(B): ratio of geometric means. "
                "n: persons in the model."
            ),
        ),
    ),
)
