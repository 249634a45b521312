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
from ipscohort.contracts.codebook import Codebook
from ipscohort.display.naming import level_word
from ipscohort.display.printing import number
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
    """

    means: np.ndarray
    gradient: np.ndarray
    covariance: np.ndarray
    cut: float

    def error(self, gradient: np.ndarray) -> float:
        """Standard error of something of the means with this gradient by the estimates."""
        return float(np.sqrt(gradient @ self.covariance @ gradient))


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
    _add_bootstrap(rows, spec, sample, problem, solution)
    if expected.smeared:
        plain = list(rows_of_means(_plain(sample, design, spec), linear.FAMILY.expected, LEAST_SQUARES, {**common, "approach": PLAIN}, at))
        _add_bootstrap(plain, spec, sample, problem, solution, plain=True)
        warned = _beyond(rows, plain)
        rows = [{**row, "warning": " ".join(filter(None, [warned, row["warning"]])) or None} for row in rows] + plain
    return rows


def _add_bootstrap(
    rows: list[dict[str, Any]], spec: ModelSpec, sample: Sample, problem: Problem, solution: Solution, *, plain: bool = False
) -> None:
    """Put percentile bootstrap limits beside those by the delta method, where they are asked for."""
    if spec.bootstrap is None or (spec.family.expected.refitted == "not" and not plain):
        return
    draws = draws_of(spec, len(sample.rows))
    means, warnings = bootstrapped(spec.family.expected, spec.exposure, sample, problem, solution.estimate, draws, plain=plain)
    levels = [row["level"] for row in rows if row["measure"] == "mean"]
    for row in rows:
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
    means, slopes = found.means, found.gradient
    for mean, slope, level in zip(means, slopes, at, strict=True):
        yield {**common, **level, "measure": "mean", **_interval(mean, found.error(slope), found.cut, expected.scale)}
    for mean, slope, level in zip(means[1:], slopes[1:], at[1:], strict=True):
        difference = _interval(mean - means[0], found.error(slope - slopes[0]), found.cut, "plain")
        yield {**common, **level, "measure": "difference", **difference}
        if expected.ratio:
            ratio = mean / means[0]
            error = ratio * found.error(slope / mean - slopes[0] / means[0])
            yield {**common, **level, "measure": "ratio", **_interval(ratio, error, found.cut, "log")}


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
    fitted = OLS(np.exp(sample.outcome), design.matrix - centre).fit()
    slopes = np.array([(matrix - centre).mean(axis=0) for matrix in design.as_if(spec.exposure)])
    return Means(slopes @ fitted.params, slopes, fitted.cov_HC3, cut_at(float(fitted.df_resid), spec.confidence))


def cut_at(residual_df: float, confidence: float) -> float:
    """Standard errors from an estimate to its limit: of t, or of the normal distribution where the degrees of freedom are NaN."""
    from scipy.special import ndtri, stdtrit

    level = 0.5 + confidence / 2
    return float(ndtri(level) if np.isnan(residual_df) else stdtrit(residual_df, level))


def _beyond(rows: list[dict[str, Any]], plain: list[dict[str, Any]]) -> str:
    """What is said where a mean by the logarithms lies outside the limits of the one by the outcome itself."""
    said = []
    for row, beside in zip(rows, plain, strict=True):
        if row["measure"] == "mean" and not beside["conf_low"] <= row["estimate"] <= beside["conf_high"]:
            limits = {"low": number(beside["conf_low"], 0), "high": number(beside["conf_high"], 0)}
            said.append(say(BEYOND, level=level_word(row["level"]), mean=number(row["estimate"], 0), **limits))
    return " ".join(said)
