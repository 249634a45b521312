"""Absolute differences: what a model expects if everybody in it had each level of the exposure in turn, averaged over these persons.

Of a log-linear model the mean is brought back from logarithms by Duan's smearing factor (1983, doi
10.1080/01621459.1983.10478017), which holds where residuals are distributed alike in everybody. Where their spread differs it can
be far off, so that least squares of the outcome itself, on the same persons and terms, stands beside it.

Standard errors: delta method, the persons taken as given (Localio, Margolis & Berlin 2007, doi 10.1016/j.jclinepi.2006.12.011).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ipscohort.catalogue.adjustments import ADJUSTED, CRUDE, MUTUAL
from ipscohort.catalogue.small_numbers import TINY
from ipscohort.contracts.codebook import Codebook
from ipscohort.display.naming import level_word
from ipscohort.display.printing import number
from ipscohort.models import guards
from ipscohort.models.bootstrap import bootstrapped, draws_of, percentiles
from ipscohort.models.design import Design
from ipscohort.models.families import linear
from ipscohort.models.families.base import Expected, Solution
from ipscohort.models.rows import known
from ipscohort.models.sample import Sample
from ipscohort.models.solve import Problem
from ipscohort.models.spec import ModelSpec
from ipscohort.words import later, say

STANDARDISED = (CRUDE, ADJUSTED, MUTUAL)
"""Adjustments of which absolute differences are told."""
MODEL, PLAIN = "model", "plain"
DELTA = later("standardised to the persons in the model, delta method")
SMEARED = later("standardised to the persons in the model, brought back from logarithms by a smearing factor, delta method")
LEAST_SQUARES = later("standardised to the persons in the model, least squares of the outcome itself, HC3 standard errors")
NOT_ESTIMATED = "not estimated"
ERRORS = ("std_error", "conf_low", "conf_high")
ALONE = 1e-8
"""How near to 1 a person's leverage is where the model fits that person exactly."""
LONE = later("One person alone decides the mean of '{level}', so that it has no interval.")
FEW_DRAWN = later("No bootstrap limits for '{level}', as it has fewer than {n} persons.")
PENALISED = later("No absolute difference is given, as the model is penalised after separation, which draws its risks towards one half.")
BEYOND = later(
    "Brought back from logarithms, the mean of '{level}' is {mean}, outside the limits that least squares of the outcome itself gives ({low} to {high}): "
    "read the difference from these, not from the logarithms."
)


@dataclass(frozen=True)
class Means:
    """Standardised means of all levels, the reference first.

    Attributes
    ----------
    means : ndarray, shape (levels,)
    gradient : ndarray, shape (levels, p)
        Of each mean by the p estimates that it is made from.
    covariance : ndarray, shape (p, p)
        Of these.
    cut : float
        Standard errors from the estimate to a confidence limit.
    lone : ndarray of bool, shape (levels,), optional
        Which means hang on a person whom the model fits exactly, so that they have no error.
    """

    means: np.ndarray
    gradient: np.ndarray
    covariance: np.ndarray
    cut: float
    lone: np.ndarray | None = None

    def error(self, gradient: np.ndarray) -> float:
        """Standard error of something of the means with this gradient by the estimates."""
        return float(np.sqrt(max(0.0, gradient @ self.covariance @ gradient)))


def standardised_rows(
    spec: ModelSpec, sample: Sample, codebook: Codebook, fitted: tuple[Design, Solution] | None, common: dict[str, Any], why: str
) -> list[dict[str, Any]]:
    """Rows of STANDARDISED for one model; none for families without absolute differences, and for models that only serve to compare.

    Parameters
    ----------
    spec : ModelSpec
    sample : Sample
    codebook : Codebook
    fitted : tuple of Design and Solution, or None where the model could not be fitted
    common : dict
        What all rows of the model share.
    why : str
        Why it could not be fitted; or what is to be known of it.
    """
    expected = spec.family.expected
    if expected is None or spec.adjustment not in STANDARDISED:
        return []
    common = {**common, "approach": MODEL, "reference": spec.reference, "warning": why or None}
    if fitted is None or fitted[1].status == "penalised":
        said = why if fitted is None else say(PENALISED)
        return [{**common, "measure": "difference", "level": None, "method": NOT_ESTIMATED, "warning": said or None}]
    design, solution = fitted
    problem = Problem.of(sample, design, spec, codebook)
    levels = [spec.reference, *design.codings[0].levels]
    at = [{"level": level, "n_level": int((sample.rows[spec.exposure] == level).fillna(False).sum())} for level in levels]
    found = _means(expected, sample, design, solution, spec)
    rows = list(rows_of_means(found, expected, SMEARED if expected.smeared else DELTA, common, at))
    draws = None if spec.bootstrap is None else draws_of(spec, len(sample.rows))  # the same for both approaches
    _add_bootstrap(rows, spec, sample, problem, solution, draws)
    if expected.smeared:
        plain = list(rows_of_means(_plain(sample, design, spec), linear.FAMILY.expected, LEAST_SQUARES, {**common, "approach": PLAIN}, at))
        _add_bootstrap(plain, spec, sample, problem, solution, draws, plain=True)
        beyond = _beyond(rows, plain)
        rows = [warned(row, beyond) for row in rows] + plain
    return [warned(row, *of_level(row, spec, sample)) for row in rows]


def warned(row: dict[str, Any], *more: str) -> dict[str, Any]:
    """A row with more to be known of it, which comes first."""
    return {**row, "warning": " ".join(filter(None, [*more, row["warning"]])) or None}


def of_level(row: dict[str, Any], spec: ModelSpec, sample: Sample) -> list[str]:
    """Few persons or events at the row's level, or at the reference that it is compared with; and a mean that one person decides."""
    levels = [row["level"]] if row["measure"] == "mean" else [row["level"], spec.reference]
    cells = [(level, *_counted(sample, spec, level)) for level in levels]
    alone = row["std_error"] is None
    return [*([say(LONE, level=level_word(row["level"]))] if alone else []), *guards.tiny_cells(cells, spec)]


def _counted(sample: Sample, spec: ModelSpec, level: str) -> tuple[int, int | None]:
    """Persons at a level, and events among them where there are any to count."""
    here = (sample.rows[spec.exposure] == level).fillna(False).to_numpy(bool)
    return int(here.sum()), None if spec.family.outcome == "number" else int(sample.outcome[here].sum())


def _add_bootstrap(
    rows: list[dict[str, Any]],
    spec: ModelSpec,
    sample: Sample,
    problem: Problem,
    solution: Solution,
    draws: np.ndarray | None,
    *,
    plain: bool = False,
) -> None:
    """Put percentile bootstrap limits beside those by the delta method, where they are asked for."""
    if draws is None or (spec.family.expected.refitted == "not" and not plain):
        return
    means, warnings = bootstrapped(spec.family.expected, spec.exposure, sample, problem, solution.estimate, draws, plain=plain)
    levels = [row["level"] for row in rows if row["measure"] == "mean"]
    few = [row["level"] for row in rows if row["measure"] == "mean" and row["n_level"] < TINY]
    for row in rows:
        lacking = [level for level in few if level in ([row["level"]] if row["measure"] == "mean" else [row["level"], spec.reference])]
        if lacking:
            row["warning"] = warned(row, *(say(FEW_DRAWN, level=level_word(level), n=TINY) for level in lacking))["warning"]
            continue
        here, reference = means[:, levels.index(row["level"])], means[:, 0]
        with np.errstate(divide="ignore", invalid="ignore"):
            drawn = {"mean": here, "difference": here - reference, "ratio": here / reference}[row["measure"]]
        row["bootstrap_low"], row["bootstrap_high"] = (known(value) for value in percentiles(drawn, spec.confidence))
        row["warning"] = " ".join(filter(None, [row["warning"], *warnings])) or None


def rows_of_means(
    found: Means, expected: Expected, method: str, common: dict[str, Any], at: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Means of all levels, then the difference and the ratio of each from the reference."""
    common = {**common, "method": method}
    lone = np.zeros(len(found.means), dtype=bool) if found.lone is None else found.lone
    for row, level in _with_errors(found, expected, common, at):
        alone = lone[level] or (row["measure"] != "mean" and lone[0])
        yield row | (dict.fromkeys(ERRORS, None) if alone else {})


def _with_errors(
    found: Means, expected: Expected, common: dict[str, Any], at: list[dict[str, Any]]
) -> Iterator[tuple[dict[str, Any], int]]:
    """The rows, each with the number of its level."""
    means, slopes = found.means, found.gradient
    for i, (mean, slope, level) in enumerate(zip(means, slopes, at, strict=True)):
        yield {**common, **level, "measure": "mean", **_interval(mean, found.error(slope), found.cut, expected.scale)}, i
    for i, (mean, slope, level) in enumerate(zip(means[1:], slopes[1:], at[1:], strict=True), 1):
        difference = _interval(mean - means[0], found.error(slope - slopes[0]), found.cut, "plain")
        yield {**common, **level, "measure": "difference", **difference}, i
        if expected.ratio:
            ratio = mean / means[0]
            error = ratio * found.error(slope / mean - slopes[0] / means[0])
            yield {**common, **level, "measure": "ratio", **_interval(ratio, error, found.cut, "log")}, i


def _interval(estimate: float, error: float, cut: float, scale: str) -> dict[str, float]:
    """Estimate, standard error and limits that are symmetric on a scale."""
    if scale == "log":
        low, high = estimate * np.exp(np.array([-1, 1]) * cut * error / estimate)
    elif scale == "logit":
        odds = estimate / (1 - estimate) * np.exp(np.array([-1, 1]) * cut * error / (estimate * (1 - estimate)))
        low, high = odds / (1 + odds)
    else:
        low, high = estimate - cut * error, estimate + cut * error
    return {"estimate": float(estimate), "std_error": error, "conf_low": float(low), "conf_high": float(high)}


def means_of(spec: ModelSpec, sample: Sample, design: Design, solution: Solution) -> Means:
    """Standardised means as they are read first: by the model itself, or by least squares of the outcome where it was modelled as a logarithm."""
    expected = spec.family.expected
    return _plain(sample, design, spec) if expected.smeared else _means(expected, sample, design, solution, spec)


def _means(expected: Expected, sample: Sample, design: Design, solution: Solution, spec: ModelSpec) -> Means:
    """Standardised means by the model itself."""
    means, slopes = [], []
    for matrix in design.as_if(spec.exposure):
        values, derivative = expected.inverse(matrix @ solution.estimate)
        means.append(values.mean())
        slopes.append((derivative[:, None] * matrix).mean(axis=0))
    found = Means(np.array(means), np.array(slopes), solution.covariance, cut_at(solution.residual_df, spec.confidence))
    return _smeared(found, sample, design, solution) if expected.smeared else found


def _smeared(found: Means, sample: Sample, design: Design, solution: Solution) -> Means:
    """Geometric means brought back to means by the mean of exp(residual).

    Its variance is that of residuals that are distributed alike in everybody; it moves with the coefficients too. It varies together with
    the intercept alone, on which no mean hangs, as the factor takes back what the intercept adds.
    """
    n, k = design.matrix.shape
    residual = sample.outcome - design.matrix @ solution.estimate
    raised = np.exp(residual)
    factor = raised.mean()
    moves = -(raised[:, None] * design.matrix).mean(axis=0)
    gradient = np.column_stack([factor * found.gradient + found.means[:, None] * moves, found.means])
    covariance = np.zeros((k + 1, k + 1))
    covariance[:k, :k] = found.covariance
    covariance[k, k] = ((raised - factor) ** 2).sum() / (n - k) / n
    return Means(factor * found.means, gradient, covariance, found.cut)


def _plain(sample: Sample, design: Design, spec: ModelSpec) -> Means:
    """Means by least squares of the outcome itself; HC3 errors (MacKinnon & White 1985, doi 10.1016/0304-4076(85)90158-7), as its
    spread rises with its mean where logarithms were taken.
    """
    from statsmodels.regression.linear_model import OLS

    centre = np.r_[0.0, design.matrix[:, 1:].mean(axis=0)]  # the first column is the intercept
    x = design.matrix - centre
    fitted = OLS(np.exp(sample.outcome), x).fit()
    slopes = np.array([(matrix - centre).mean(axis=0) for matrix in design.as_if(spec.exposure)])
    inverse = np.linalg.inv(x.T @ x)
    left = 1 - ((x @ inverse) * x).sum(axis=1)
    alone = left <= ALONE
    weighted = x * (fitted.resid / np.where(alone, np.inf, left))[:, None]
    hangs = np.abs(slopes @ inverse @ x[alone].T)
    lone = (hangs > ALONE).any(axis=1) if alone.any() else None
    return Means(
        slopes @ fitted.params, slopes, inverse @ (weighted.T @ weighted) @ inverse, cut_at(float(fitted.df_resid), spec.confidence), lone
    )


def cut_at(residual_df: float, confidence: float) -> float:
    """Standard errors from an estimate to its limit: of t, or of the normal distribution where the degrees of freedom are NaN."""
    from scipy.special import ndtri, stdtrit

    level = 0.5 + confidence / 2
    return float(ndtri(level) if np.isnan(residual_df) else stdtrit(residual_df, level))


def _beyond(rows: list[dict[str, Any]], plain: list[dict[str, Any]]) -> str:
    """What is said where a mean by the logarithms lies outside the limits of the one by the outcome itself."""
    said = []
    for row, beside in zip(rows, plain, strict=True):
        if row["measure"] != "mean" or beside["conf_low"] is None or row["n_level"] < TINY:
            continue
        if not beside["conf_low"] <= row["estimate"] <= beside["conf_high"]:
            limits = {"low": number(beside["conf_low"], 0), "high": number(beside["conf_high"], 0)}
            said.append(say(BEYOND, level=level_word(row["level"]), mean=number(row["estimate"], 0), **limits))
    return " ".join(said)
