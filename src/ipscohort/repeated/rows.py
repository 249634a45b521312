"""Tidy rows of the models of employment in every week or month."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import expit, fdtrc, ndtr, ndtri, stdtr, stdtrit

from ipscohort.catalogue.small_numbers import FEW_AT_LEVEL
from ipscohort.display.naming import level_word
from ipscohort.repeated.degrees import joint_degrees, satterthwaite
from ipscohort.repeated.gee import Marginal
from ipscohort.repeated.mixed import Conditional
from ipscohort.repeated.said import BADLY, FAR_APART, FEW, rests_on_few, untested_by_time
from ipscohort.repeated.sample import TIME, Asked, Chosen, Matrix
from ipscohort.words import later, say

MARGINAL, CONDITIONAL = later("marginal odds ratio"), later("conditional odds ratio")
METHODS = {
    "gee_ar1": later(
        "GEE, working correlation AR(1); errors robust, corrected as by Mancl and DeRouen; t with Satterthwaite's degrees of freedom"
    ),
    "gee_exchangeable": later(
        "GEE, working correlation exchangeable; errors robust, corrected as by Mancl and DeRouen; t with Satterthwaite's degrees of freedom"
    ),
    "gee_independence": later(
        "GEE, working correlation independence; errors robust, corrected as by Mancl and DeRouen; t with Satterthwaite's degrees of freedom"
    ),
    "mixed": later("logistic model with a random intercept for each person, maximum likelihood; z"),
}
LONE = later(
    "One person alone is in '{level}': their own months decide the odds ratio, and no error can be had that holds for others like them."
)
"""Why a marginal model gives no odds ratio of a level."""
ON_ONE = later(
    "With the confounders in the model, one person alone decides the odds ratio of '{level}': no error can be had that holds for others like them."
)
BY_TIME_ON_ONE = later("Exposure by time is not tested, as one person alone decides a part of it.")
TESTED = ("interaction_statistic", "interaction_df", "interaction_df2", "interaction_p_value")
"""Columns of the test of exposure by time."""
ROBUST = ("robust_std_error", "robust_low", "robust_high", "robust_p_value")
"""Columns of errors without the correction."""
Found = dict[str, list[dict]]


@dataclass(frozen=True)
class About:
    """What all rows of one sample share.

    Attributes
    ----------
    asked : Asked
    chosen : Chosen
    role : str
    levels : tuple of str
        Of the exposure, the reference first.
    """

    asked: Asked
    chosen: Chosen
    role: str
    levels: tuple[str, ...]

    def shared(self, approach: str) -> dict[str, Any]:
        """Key, role and method."""
        return {
            "exposure": self.asked.exposure,
            "adjustment": self.asked.adjustment,
            "approach": approach,
            "role": self.role,
            "method": METHODS[approach],
        }

    def counts(self) -> dict[str, Any]:
        """Persons and periods of the model."""
        chosen = self.chosen
        n = len(chosen.rows)
        return {
            "time": self.asked.time,
            "n_population": chosen.n_population,
            "n": n,
            "n_excluded": chosen.n_population - n,
            "why_excluded": chosen.why or None,
            "n_periods": int(chosen.observed.sum()),
            "n_events": int((chosen.employed & chosen.observed).sum()),
            "n_incomplete": int((~chosen.observed.all(axis=1)).sum()) if n else 0,
        }

    @property
    def fewest(self) -> int:
        """Persons at the smallest level that has any."""
        here = [int(self.chosen.at(self.asked.exposure, level).sum()) for level in self.levels]
        return min(filter(None, here), default=0)

    @property
    def rests_on_few(self) -> bool:
        """Whether few persons are at a level, or hardly any there was ever, or never, employed."""
        few = self.fewest < FEW_AT_LEVEL
        return few or any(rests_on_few(self.chosen, self.asked.exposure, level) for level in self.levels if level in self.there)

    @property
    def there(self) -> list[str]:
        """Levels that have somebody."""
        return [level for level in self.levels if self.chosen.at(self.asked.exposure, level).any()]

    @property
    def lone(self) -> list[str]:
        """Levels of one person, whose own months decide what is estimated there: a marginal model has no error for them."""
        return [level for level in self.levels if self.chosen.at(self.asked.exposure, level).sum() == 1]

    def at(self, level: str) -> dict[str, Any]:
        """Persons and periods at a level."""
        here = self.chosen.at(self.asked.exposure, level)
        events = self.chosen.employed[here] & self.chosen.observed[here]
        return {
            "level": level,
            "reference": self.asked.reference,
            "term": "exposure",
            "n": int(here.sum()),
            "n_periods": int(self.chosen.observed[here].sum()),
            "n_events": int(events.sum()),
        }


def add_unfitted(found: Found, about: About, approach: str, why: str) -> None:
    """A model that could not be estimated, with the reason at every level."""
    shared = about.shared(approach)
    found["models"].append({**shared, **about.counts(), "caution": None, "warning": None, "why_not": why})
    effect = say(CONDITIONAL if approach == "mixed" else MARGINAL)
    for level in about.levels:
        warning = None if level == about.asked.reference else why
        found["estimates"].append({**shared, "effect": effect, **about.at(level), "caution": None, "warning": warning})


def add_marginal(
    found: Found,
    about: About,
    approach: str,
    matrix: Matrix,
    fit: Marginal,
    crossed: tuple[Matrix, Marginal] | None,
    notes: list[str],
) -> None:
    """Rows of a marginal model, with the test of exposure by time."""
    few, why = about.fewest < FEW_AT_LEVEL, untested_by_time(about.chosen, about.asked.exposure, about.levels)
    caution = bool(len(about.chosen.rows) < FEW or about.rests_on_few or not 1 / BADLY <= fit.scale <= BADLY)
    if matrix.time and why:
        notes = [*notes, why]
    elif crossed is not None and _by_time_on_one(*crossed):
        notes, crossed = [*notes, say(BY_TIME_ON_ONE)], None
    elif matrix.time and crossed is None:
        notes = [*notes, say("With exposure by time the model has no solution, so that it is not tested.")]
    warning = " ".join(notes) or None
    more = {"caution": caution, "warning": warning}
    test = {} if crossed is None or why else _test(*crossed, about.asked.confidence)
    number = {"correlation": _known(fit.correlation), "scale": fit.scale, **test}
    found["models"].append({**about.shared(approach), **about.counts(), **number, **more, "why_not": None})
    small, robust = (matrix.back @ each @ matrix.back.T for each in (fit.small, fit.robust))
    params = matrix.back @ fit.params
    normal, degrees = ndtri(0.5 + about.asked.confidence / 2), satterthwaite(fit.shares, matrix.back)

    def read(column: int) -> dict[str, Any]:
        estimate, error, df = float(params[column]), math.sqrt(small[column, column]), float(degrees[column])
        plain = math.sqrt(robust[column, column])
        t = estimate / error
        return {
            **_estimated(estimate, error, t, float(2 * stdtr(df, -abs(t))), float(stdtrit(df, 0.5 + about.asked.confidence / 2))),
            "df": df,
            "robust_std_error": plain,
            "robust_low": _exp(estimate - normal * plain),
            "robust_high": _exp(estimate + normal * plain),
            "robust_p_value": float(2 * ndtr(-abs(estimate / plain))),
        } | (dict.fromkeys(ROBUST, None) if few and column in matrix.exposure else {})

    on_one = frozenset(np.flatnonzero(fit.shares.on_one(matrix.back)).tolist())
    _add_terms(found, about, approach, matrix, read, {"effect": say(MARGINAL), **more}, about.lone, on_one)


def add_mixed(found: Found, about: About, matrix: Matrix, fit: Conditional, notes: list[str]) -> None:
    """Rows of a model with random intercepts."""
    caution = bool(len(about.chosen.rows) < FEW or about.rests_on_few or fit.sd == 0 or fit.sd > FAR_APART)
    more = {"caution": caution, "warning": " ".join(notes) or None}
    number = {"sd_person": fit.sd, "icc": fit.icc, "log_likelihood": fit.log_likelihood}
    found["models"].append({**about.shared("mixed"), **about.counts(), **number, **more, "why_not": None})
    params, covariance = matrix.back @ fit.params, matrix.back @ fit.covariance @ matrix.back.T
    width = ndtri(0.5 + about.asked.confidence / 2)

    def read(column: int) -> dict[str, Any]:
        estimate, error = float(params[column]), math.sqrt(covariance[column, column])
        return _estimated(estimate, error, estimate / error, float(2 * ndtr(-abs(estimate / error))), width)

    _add_terms(found, about, "mixed", matrix, read, {"effect": say(CONDITIONAL), **more}, [])


def _by_time_on_one(matrix: Matrix, fit: Marginal) -> bool:
    return bool(fit.shares.on_one(np.eye(len(fit.params))[np.array(matrix.products)]).any())


def _add_terms(
    found: Found,
    about: About,
    approach: str,
    matrix: Matrix,
    read: Any,
    more: dict[str, Any],
    lone: list[str],
    on_one: frozenset[int] = frozenset(),
) -> None:
    """Rows of the exposure's levels, and of time; without an estimate where a level compared is one of `lone`, or its column rests on one person."""
    shared = about.shared(approach)
    fitted = [level for level in about.levels[1:] if level in about.there]
    columns = dict(zip(fitted, matrix.exposure, strict=True))
    for level in about.levels:
        alone = [one for one in (level, about.asked.reference) if one in lone] if level in columns else []
        rests = level in columns and columns[level] in on_one
        numbers = read(columns[level]) if level in columns and not (alone or rests) else {}
        told = [say(LONE, level=level_word(one)) for one in alone] or [say(ON_ONE, level=level_word(level))] * rests
        why = " ".join(filter(None, [*told, more["warning"]])) or None
        found["estimates"].append({**shared, **more, **about.at(level), **numbers, "warning": why})
    for term, column in zip(TIME[about.asked.time], matrix.time, strict=False):
        found["estimates"].append({**shared, **more, "term": term, "level": None, "reference": None, **read(column)})


def _estimated(estimate: float, error: float, statistic: float, p: float, width: float) -> dict[str, Any]:
    low, high = estimate - width * error, estimate + width * error
    ratios = {"ratio": _exp(estimate), "ratio_low": _exp(low), "ratio_high": _exp(high)}
    return {"estimate": estimate, "std_error": error, "statistic": statistic, "p_value": p, "conf_low": low, "conf_high": high, **ratios}


def _exp(value: float) -> float | None:
    """exp, missing where it is beyond any number."""
    return math.exp(value) if value < 700 else None


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _test(matrix: Matrix, fit: Marginal, confidence: float) -> dict[str, Any]:
    """Joint test of exposure by time: approximate Hotelling F, with the corrected covariance; of one product what it multiplies odds ratios by."""
    here = np.array(matrix.products)
    params, covariance = fit.params[here], fit.small[np.ix_(here, here)]
    eta, q = joint_degrees(fit.shares, np.eye(len(fit.params))[here]), len(here)
    df = eta - q + 1
    if not df > 0:
        return {}
    statistic = float(params @ np.linalg.solve(covariance, params)) / q * df / eta
    found = dict(zip(TESTED, (statistic, q, df, float(fdtrc(q, df, statistic))), strict=True))
    if q == 1:
        contrast = matrix.back[here[0]]
        estimate, error = float(contrast @ fit.params), math.sqrt(contrast @ fit.small @ contrast)
        width = float(stdtrit(df, 0.5 + confidence / 2))
        found |= {f"interaction_{name}": _exp(estimate + side * width * error) for name, side in (("ratio", 0), ("low", -1), ("high", 1))}
    return found


def curve_rows(about: About, fitted: tuple[Matrix, Marginal] | None) -> Iterator[dict[str, Any]]:
    """Rows of REPEATED_CURVES: observed shares, and those of the model with exposure by time."""
    chosen, exposure = about.chosen, about.asked.exposure
    for level in about.levels:
        here = chosen.at(exposure, level)
        n = chosen.observed[here].sum(axis=0)
        employed = (chosen.employed & chosen.observed)[here].sum(axis=0)
        model, (matrix, fit) = None, fitted or (None, None)
        design = matrix.panel.matrix[np.flatnonzero(here)[0]] if matrix is not None and here.sum() > 1 else None
        if design is not None and not fit.shares.on_one(design).any():
            eta, error = design @ fit.params, np.sqrt(np.einsum("tk,kl,tl->t", design, fit.small, design))
            width = stdtrit(satterthwaite(fit.shares, design), 0.5 + about.asked.confidence / 2)
            model = [expit(eta + side * width * error) for side in (0, -1, 1)]
        for period in range(len(n)):
            shown = (
                {}
                if model is None
                else dict(zip(("fitted", "conf_low", "conf_high"), (float(each[period]) for each in model), strict=True))
            )
            rate = None if not n[period] else float(employed[period] / n[period])
            yield {
                "exposure": exposure,
                "level": level,
                "period": period + 1,
                "n": int(n[period]),
                "n_employed": int(employed[period]),
                "rate": rate,
                **shown,
            }
