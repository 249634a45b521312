"""Checks of a regression by least squares: spread and shape of its residuals, and persons far out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ipscohort.display.naming import level_word
from ipscohort.display.printing import number
from ipscohort.models.diagnostics.leave_one_out import ALONE
from ipscohort.models.diagnostics.subject import Check, Subject, not_computed
from ipscohort.words import later, say

KOENKER = later("Breusch-Pagan test in Koenker's form, chi-squared: squared residuals against the model's variables")
HC3 = later("heteroscedasticity-consistent standard errors (HC3), t interval and p")
COOK = later("Cook's distance, the largest")
COOK_ABOVE = later("persons whose Cook's distance is above 4 / n")
SHAPIRO = later("Shapiro-Wilk test of the residuals")
DUAN = later("Duan's smearing factor: mean of the exponentials of the residuals")
TESTED_AT = 0.05
COOK_LIMIT = 1.0
SHAPIRO_FROM, SHAPIRO_TO = 3, 5000
"""Persons between whom the test's p is known (Royston 1995, doi 10.2307/2986146)."""
MOST_POINTS = 500
"""Persons above whom only every second, third, ... of them is drawn."""
SAME_SIZE = later("The residuals are all of one size, so that their spread can't differ.")
LONE = later("A person alone decides a coefficient, so that this has no value.")
TOO_FEW = later("The test needs {low} persons or more.")
TOO_MANY = later("The test's p is known for up to {high} persons only; the figure of quantiles shows the residuals.")
INCLUDES = later(
    "With errors that allow for unequal spread of the residuals, the interval of the {effect} of '{level}' is {low} to {high} and includes the value of no difference."
)
EXCLUDES = later(
    "With errors that allow for unequal spread of the residuals, the interval of the {effect} of '{level}' is {low} to {high} and does not include the value of no difference."
)


def equal_spread(subject: Subject) -> Iterator[Check]:
    """Whether the residuals' spread hangs on the model's variables.

    Source: Koenker 1981, doi 10.1016/0304-4076(81)90062-2.
    """
    from scipy.special import chdtrc

    squares, x = subject.residual**2, subject.x
    n, k = x.shape
    around = squares - squares.mean()
    if (around**2).sum() <= 1e-20 * (squares**2).sum():
        yield not_computed("breusch_pagan", KOENKER, say(SAME_SIZE))
        return
    explained = x @ np.linalg.lstsq(x, around, rcond=None)[0]
    value = n * float((explained**2).sum() / (around**2).sum())
    p = float(chdtrc(k - 1, value))
    yield Check("breusch_pagan", value, KOENKER, "look" if p < TESTED_AT else "ok", p_value=p)


def robust(subject: Subject) -> Iterator[Check]:
    """The exposure's interval with HC3 standard errors; said beside the estimates where it is on the other side of no difference.

    Source: MacKinnon & White 1985, doi 10.1016/0304-4076(85)90158-7; Long & Ervin 2000, doi 10.1080/00031305.2000.10474549.
    """
    from scipy.special import stdtr, stdtrit

    x, h, solution = subject.x, subject.leverage, subject.solution
    if (1 - h <= ALONE).any():
        for _, level in subject.levels:
            yield not_computed("hc3", HC3, say(LONE), term=subject.spec.exposure, level=level)
        return
    scaled = (subject.residual / (1 - h))[:, None] * (x @ subject.inverse)
    df = float(len(x) - x.shape[1])
    width = float(stdtrit(df, 0.5 + subject.spec.confidence / 2))
    for column, level in subject.levels:
        estimate, error = float(solution.estimate[column]), float(np.sqrt((scaled[:, column] ** 2).sum()))
        low, high = estimate - width * error, estimate + width * error
        includes = subject.no_difference(low, high)
        differs = includes != subject.no_difference(solution.conf_low[column], solution.conf_high[column])
        limits = {"low": number(subject.read(low), 2), "high": number(subject.read(high), 2)}
        yield Check(
            "hc3",
            subject.read(estimate),
            HC3,
            "look" if differs else "ok",
            conf_low=subject.read(low),
            conf_high=subject.read(high),
            p_value=float(2 * stdtr(df, -abs(estimate / error))),
            warning=say(INCLUDES if includes else EXCLUDES, level=level_word(level), effect=subject.effect, **limits) if differs else "",
            term=subject.spec.exposure,
            level=level,
            tell=differs,
        )


def far_out(subject: Subject) -> Iterator[Check]:
    """Cook's distances: how far all of the model's estimates move together without a person.

    Source: Cook 1977, doi 10.1080/00401706.1977.10489493; 4 / n: Bollen & Jackman 1985, doi 10.1177/0049124185013004004.
    """
    h, (n, k) = subject.leverage, subject.x.shape
    if (1 - h <= ALONE).any():
        yield not_computed("cooks_distance", COOK, say(LONE))
        yield not_computed("cooks_above", COOK_ABOVE, say(LONE))
        return
    distance = subject.residual**2 * h / (1 - h) ** 2 / (k * float(subject.residual @ subject.residual) / (n - k))
    largest = float(distance.max())
    yield Check("cooks_distance", largest, COOK, "look" if largest > COOK_LIMIT else "ok", limit=COOK_LIMIT)
    yield Check("cooks_above", float((distance > 4 / n).sum()), COOK_ABOVE)


def normal_shape(subject: Subject) -> Iterator[Check]:
    """Whether the residuals are normally distributed."""
    from scipy.stats import shapiro

    n = len(subject.y)
    if not SHAPIRO_FROM <= n <= SHAPIRO_TO:
        why = say(TOO_FEW, low=SHAPIRO_FROM) if n < SHAPIRO_FROM else say(TOO_MANY, high=SHAPIRO_TO)
        yield not_computed("shapiro_wilk", SHAPIRO, why)
        return
    found = shapiro(subject.residual)
    yield Check("shapiro_wilk", float(found.statistic), SHAPIRO, "look" if found.pvalue < TESTED_AT else "ok", p_value=float(found.pvalue))


def smearing(subject: Subject) -> Iterator[Check]:
    """By what the exponential of a fitted logarithm is multiplied to give a mean of the outcome; of logarithms alone.

    Source: Duan 1983, doi 10.1080/01621459.1983.10478017.
    """
    if subject.spec.family.exponentiated:
        yield Check("smearing", float(np.exp(subject.residual).mean()), DUAN)


def residuals(subject: Subject) -> Iterator[dict[str, Any]]:
    """Points of the figure: standardised residuals against fitted values, and against quantiles of a normal distribution.

    Of many persons every second, third, ... in order of the horizontal axis, and of the quantiles those farthest out.
    """
    from scipy.special import ndtri

    n, k = subject.x.shape
    left = 1 - subject.leverage
    kept = left > ALONE
    spread = np.sqrt(float(subject.residual @ subject.residual) / (n - k))
    fitted, standard = subject.linear[kept], subject.residual[kept] / (spread * np.sqrt(left[kept]))
    m, every = len(standard), max(1, -(-len(standard) // MOST_POINTS))
    order = np.argsort(fitted, kind="stable")[::every]
    yield from ({"plot": "residuals", "x": float(fitted[i]), "y": float(standard[i]), "n": 1} for i in order)
    shift = 0.375 if m <= 10 else 0.5
    at, quantiles = np.sort(standard), ndtri((np.arange(1, m + 1) - shift) / (m + 1 - 2 * shift))
    ends = min(20, m) if every > 1 else 0
    shown = sorted({*range(0, m, every), *range(ends), *range(m - ends, m)})
    yield from ({"plot": "quantiles", "x": float(quantiles[i]), "y": float(at[i]), "n": 1} for i in shown)
