"""Logistic regressions of having obtained a job with who left early without one weighted for, beside those that count them as no."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from ipscohort.catalogue.adjustments import ADJUSTED, CRUDE, MUTUAL
from ipscohort.config.analysis import LeftEarly
from ipscohort.contracts import WEIGHTED
from ipscohort.contracts.codebook import Codebook
from ipscohort.display.printing import number
from ipscohort.models import guards
from ipscohort.models.design import Design, build_design
from ipscohort.models.families import logistic as logistic_family
from ipscohort.models.families.base import NotFittedError, Solution
from ipscohort.models.imputation.likelihoods import logistic
from ipscohort.models.left_early.weights import effective_size, periods_of, weights_of
from ipscohort.models.rows import NOT_ESTIMATED, NUMBERS, RATIOS, REFERENCE, as_frame, common, exponential, known, unfitted_codings
from ipscohort.models.sample import Sample, draw_sample
from ipscohort.models.solve import Problem
from ipscohort.models.spec import ModelSpec
from ipscohort.words import later, say, say_n

METHOD = later("logistic regression weighted by inverse probability of censoring, stabilised, robust (sandwich) errors, Wald interval")
OUTCOME = "job_obtained"
TIMES = ("follow_time", "first_job_event")
OF_TIME = 2
"""Coefficients of time in the model of leaving."""
LARGE, THIN = 10.0, 0.5
"""A weight, and an effective share of the persons, from which on it is said."""


def weighted_frame(specs: Iterable[ModelSpec], persons: pd.DataFrame, codebook: Codebook, asked: LeftEarly) -> pd.DataFrame:
    """WEIGHTED: adjusted logistic models of having obtained a job and those with all exposures; crude ones where there is no other.

    Parameters
    ----------
    specs : iterable of ModelSpec
    persons : DataFrame
        PERSONS.
    codebook : Codebook
    asked : LeftEarly
    """
    chosen = [s for s in specs if s.regression.outcome == OUTCOME and s.family.name == logistic_family.FAMILY.name]
    adjusted = {(s.name, s.exposure) for s in chosen if s.adjustment == ADJUSTED}
    wanted = [s for s in chosen if s.adjustment in (ADJUSTED, MUTUAL) or (s.adjustment == CRUDE and (s.name, s.exposure) not in adjusted)]
    return as_frame([row for spec in wanted for row in _rows(spec, persons, codebook, asked)], WEIGHTED)


def _rows(spec: ModelSpec, persons: pd.DataFrame, codebook: Codebook, asked: LeftEarly) -> Iterator[dict[str, Any]]:
    whole = draw_sample(persons, codebook, spec)
    times = persons.loc[whole.rows.index]
    time = pd.to_numeric(times[TIMES[0]]).to_numpy(float, na_value=np.nan)
    full = times["full_follow_up"]
    unknown = np.isnan(time) | ((whole.outcome == 0) & full.isna().to_numpy(bool))
    early = (whole.outcome == 0) & full.eq(False).fillna(False).to_numpy(bool) & ~unknown
    stayed = _part(whole, ~early & ~unknown)
    shared = {key: value for key, value in common(spec, stayed).items() if key not in ("role", "n_excluded")}
    shared |= {"role": "sensitivity", "reference": spec.reference, "n_left": int(early.sum()), "n_excluded": int(unknown.sum())}
    try:
        design, solution, weights, warned = _fitted(spec, whole, time, early, unknown, codebook, asked)
    except NotFittedError as reason:
        design, why = None, str(reason)
    codings = [unfitted_codings(spec, codebook)[0]] if design is None else [design.codings[0]]
    for level in (spec.reference, *codings[0].levels):
        at = (whole.rows[spec.exposure] == level).fillna(False).to_numpy(bool)
        row = {**shared, "level": level, "n_level": int((at & ~early & ~unknown).sum()), "n_left_level": int((at & early).sum())}
        if level == spec.reference:
            yield {**row, "method": REFERENCE}
        elif design is None:
            yield {**row, "method": NOT_ESTIMATED, "warning": why}
        else:
            yield (
                row
                | _numbers(spec, design, solution, level)
                | {
                    "largest_weight": float(weights.max()),
                    "effective_n": effective_size(weights),
                    "method": METHOD,
                    "warning": " ".join(warned) or None,
                }
            )


def _part(sample: Sample, kept: np.ndarray) -> Sample:
    return replace(sample, rows=sample.rows[kept], outcome=sample.outcome[kept])


def _numbers(spec: ModelSpec, design: Design, solution: Solution, level: str) -> dict[str, Any]:
    column = next(i for i in design.columns_of(spec.exposure) if design.terms[i].level == level)
    numbers = {name: known(getattr(solution, name)[column]) for name in NUMBERS}
    return numbers | {name: exponential(numbers[of]) for name, of in RATIOS.items()}


def _fitted(
    spec: ModelSpec, whole: Sample, time: np.ndarray, early: np.ndarray, unknown: np.ndarray, codebook: Codebook, asked: LeftEarly
) -> tuple[Design, Solution, np.ndarray, list[str]]:
    """The weighted model; raises NotFittedError where there is none."""
    guards.refuse_empty(whole, spec)
    if not early.any():
        raise NotFittedError(say("Nobody in the model left early without a job, so there is nobody to weight for."))
    known_times, stays = ~unknown, ~early[~unknown]
    sample = _part(whole, known_times)
    around = build_design(sample, codebook, spec)
    exposure = around.columns_of(spec.exposure)
    stabilised = around.matrix[:, exposure] if spec.confounders else np.empty((len(sample.rows), 0))
    periods = periods_of(time[known_times], sample.outcome == 1, early[known_times], asked.parts)
    weights = weights_of(periods, around.matrix[:, 1:], stabilised, asked.parts)[stays]
    cut = None if asked.truncate is None else float(np.quantile(weights, asked.truncate))
    weights = weights if cut is None else np.minimum(weights, cut)
    observed = _part(sample, stays)
    guards.refuse_empty(observed, spec)
    design = build_design(observed, codebook, spec)
    guards.refuse_too_many(design)
    solution = weighted_logistic(Problem.of(observed, design, spec, codebook), weights)
    return (
        design,
        solution,
        weights,
        _warned(spec, observed, design, weights, int(early.sum()), around.matrix.shape[1] + OF_TIME - 1, asked, int(unknown.sum())),
    )


def weighted_logistic(problem: Problem, weights: np.ndarray) -> Solution:
    """Weighted logistic regression with sandwich errors, as R's survey::svyglm of independent persons has them; Wald limits by z.

    Raises
    ------
    NotFittedError
        A group separates the outcome.
    """
    _, suspect = logistic_family.maximum_likelihood(problem)
    if suspect and logistic_family.separated_terms(problem):
        raise NotFittedError(say("Some terms predict the outcome without exception (separation), so no weighted estimate is given."))
    x, back = problem.scaled(centre=True)
    fit = logistic(x[None], problem.outcome, weights)
    chance = fit.chances(fit.coefficients, x[None])[0, :, 1]
    score = x * (weights * (problem.outcome - chance))[:, None]
    n = len(x)
    covariance = fit.covariance[0] @ (score.T @ score) @ fit.covariance[0] * (n / (n - 1))
    return problem.wald(fit.coefficients[0], covariance, back, METHOD, log_likelihood=np.nan)


def _warned(
    spec: ModelSpec, observed: Sample, design: Design, weights: np.ndarray, left: int, coefficients: int, asked: LeftEarly, unknown: int
) -> list[str]:
    """Few who left, large weights, few events, who can't be weighted."""
    found = []
    if left < spec.few_events * coefficients:
        text = "The weights rest on {n} person who left early, for {k} coefficients: they are uncertain."
        many = "The weights rest on {n} persons who left early, for {k} coefficients: they are uncertain."
        found.append(say_n(text, many, left, k=coefficients))
    if weights.max() > LARGE or effective_size(weights) < THIN * len(weights):
        told = {"largest": number(float(weights.max()), 1), "effective": number(effective_size(weights), 0), "n": len(weights)}
        found.append(say("The largest weight is {largest}, and {n} persons tell as much as {effective}: few stand for many.", **told))
    if asked.truncate is not None:
        found.append(say("Weights are truncated at their quantile {share}.", share=number(asked.truncate, 2)))
    if unknown:
        found.append(
            say_n(
                "{n} person is left out, as it is unknown when the first job or the end of observation was.",
                "{n} persons are left out, as it is unknown when the first job or the end of observation was.",
                unknown,
            )
        )
    return [*found, *guards.few_events(observed, design, spec)]
