"""Time worked of everybody in two parts: who worked at all, and how long those did; their product averaged over all persons.

Part one: logistic regression of any time worked, maximum likelihood. Part two: gamma regression with a log link among those who worked,
with robust (HC1) errors, as it needs no way back from logarithms. Source: Manning & Mullahy 2001, doi 10.1016/S0167-6296(01)00086-8;
Belotti et al. 2015, doi 10.1177/1536867X1501500102.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from ipscohort.catalogue.adjustments import ADJUSTED, CRUDE, MUTUAL
from ipscohort.contracts.codebook import Codebook
from ipscohort.models import guards
from ipscohort.models.design import Design, build_design
from ipscohort.models.families import linear, logistic
from ipscohort.models.families.base import NotFittedError
from ipscohort.models.rows import common
from ipscohort.models.sample import Sample, draw_sample
from ipscohort.models.solve import Problem
from ipscohort.models.spec import ModelSpec
from ipscohort.models.standardised import ALONE, NOT_ESTIMATED, Means, cut_at, of_level, rows_of_means, warned
from ipscohort.words import later, say

TWO_PART = "two_part"
METHOD = later(
    "two-part model over everybody: logistic regression of any, gamma regression (log link, HC1 standard errors) of how much; standardised, delta method"
)
OUTCOME = "time_worked"
"""The outcome that is 0 for who did not work."""
TOO_ALIKE = later("Those who worked are too few, or too alike, for how much they worked to be modelled.")
POLISHED, CONVERGED = 6, 1e-9
"""Newton steps after statsmodels' fit, and the size of the last one below which it has converged."""
WHOLE = linear.FAMILY.name
"""A family that takes everybody, 0 included: its sample is that of the two parts together."""


def two_part_rows(spec: ModelSpec, persons: pd.DataFrame, codebook: Codebook) -> list[dict[str, Any]]:
    """Rows of STANDARDISED by the two-part model; none where it is not asked for, or the regression is of something else.

    Parameters
    ----------
    spec : ModelSpec
        A regression of time worked among those who worked.
    persons : DataFrame
        PERSONS. Who has a job and an unknown time worked is left out, and counted.
    codebook : Codebook
    """
    mine = spec.two_part and spec.regression.outcome == OUTCOME and not spec.family.takes_zero
    if not mine or spec.adjustment not in (CRUDE, ADJUSTED, MUTUAL):
        return []
    whole = replace(spec, regression=spec.regression.model_copy(update={"model": WHOLE}))
    sample = draw_sample(persons, codebook, whole)
    shared = {**common(whole, sample), "approach": TWO_PART, "reference": spec.reference, "n_events": int((sample.outcome > 0).sum())}
    try:
        guards.refuse_empty(sample, whole)
        design = build_design(sample, codebook, whole)
        means, warnings = _means(sample, design, whole, codebook)
    except NotFittedError as reason:
        return [{**shared, "measure": "difference", "level": None, "method": NOT_ESTIMATED, "warning": str(reason)}]
    shared["warning"] = (
        " ".join(filter(None, [*warnings, *design.warnings, f"{sample.why}." if sample.why else "", *sample.warnings])) or None
    )
    levels = [spec.reference, *design.codings[0].levels]
    at = [{"level": level, "n_level": int((sample.rows[spec.exposure] == level).fillna(False).sum())} for level in levels]
    rows = rows_of_means(means, spec.family.expected, METHOD, shared, at)
    return [warned(row, *of_level(row, whole, sample)) for row in rows]


def _means(sample: Sample, design: Design, spec: ModelSpec, codebook: Codebook) -> tuple[Means, list[str]]:
    """Means over everybody at each level, the parts being independent; raises NotFittedError where a part has no estimate."""
    worked = sample.outcome > 0
    first, covariance, warnings = _any(sample, design, spec, codebook)
    second, of_second = _how_much(sample.outcome[worked], design.matrix[worked])
    k = design.matrix.shape[1]
    whole = np.zeros((2 * k, 2 * k))
    whole[:k, :k], whole[k:, k:] = covariance, of_second
    means, slopes = zip(*_at_levels(design, spec.exposure, first, second), strict=True)
    workers = replace(sample, rows=sample.rows[worked], outcome=sample.outcome[worked])
    few = guards.few_events(workers, design, spec)
    return Means(np.array(means), np.array(slopes), whole, cut_at(float("nan"), spec.confidence)), [*warnings, *few]


def _at_levels(design: Design, exposure: str, first: np.ndarray, second: np.ndarray) -> Iterator[tuple[float, np.ndarray]]:
    """The mean over everybody at each level, and its derivatives by the coefficients of both parts."""
    for matrix in design.as_if(exposure):
        chance, slope = logistic.FAMILY.expected.inverse(matrix @ first)
        amount = np.exp(matrix @ second)
        parts = ((slope * amount)[:, None] * matrix, (chance * amount)[:, None] * matrix)
        yield float((chance * amount).mean()), np.concatenate([part.mean(axis=0) for part in parts])


def _any(sample: Sample, design: Design, spec: ModelSpec, codebook: Codebook) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Logistic regression of any time worked: coefficients, covariance, and whether events are few."""
    of_any = replace(spec, regression=spec.regression.model_copy(update={"model": logistic.FAMILY.name}))
    yes = replace(sample, outcome=(sample.outcome > 0).astype(float))
    guards.refuse_empty(yes, of_any)
    guards.refuse_too_many(design)
    solution = logistic.fit(Problem.of(yes, design, of_any, codebook))
    if solution.status == "penalised":
        raise NotFittedError(say("Who worked at all is separated by the groups, so no two-part estimate is given."))
    return solution.estimate, solution.covariance, guards.few_events(yes, design, of_any)


def _how_much(outcome: np.ndarray, matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Gamma regression with a log link of those who worked: coefficients, and their HC1 covariance."""
    from statsmodels.genmod.families import Gamma
    from statsmodels.genmod.families.links import Log
    from statsmodels.genmod.generalized_linear_model import GLM

    n, k = matrix.shape
    if n <= k:
        raise NotFittedError(say(TOO_ALIKE))
    size = np.maximum(np.abs(matrix).max(axis=0), 1e-300)
    scaled = matrix / size
    if np.linalg.matrix_rank(scaled) < k:
        raise NotFittedError(say(TOO_ALIKE))
    if (((scaled @ np.linalg.inv(scaled.T @ scaled)) * scaled).sum(axis=1) >= 1 - ALONE).any():
        raise NotFittedError(say("One worker alone decides for how long those of a group worked, so no two-part estimate is given."))
    params = GLM(outcome, scaled, family=Gamma(Log())).fit(maxiter=200).params
    for _ in range(POLISHED):  # Newton steps to the end, which statsmodels' rule of convergence does not ask for
        relative = outcome / np.exp(scaled @ params) - 1
        step = np.linalg.solve(scaled.T @ (scaled * (relative + 1)[:, None]), scaled.T @ relative)
        params = params + step
    if not np.abs(step).max() < CONVERGED:
        raise NotFittedError(say("The estimation did not converge, so no estimate is given."))
    relative = outcome / np.exp(scaled @ params) - 1
    bread = np.linalg.inv(scaled.T @ scaled)
    covariance = bread @ (scaled.T @ (scaled * (relative**2)[:, None])) @ bread * (n / (n - k))
    return params / size, covariance / np.outer(size, size)
