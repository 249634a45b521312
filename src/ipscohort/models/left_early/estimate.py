"""Logistic regressions of having obtained a job with who left early without one weighted for, beside those that count them as no."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from ipscohort.catalogue.adjustments import ADJUSTED, CRUDE, MUTUAL
from ipscohort.config.analysis import Exposure, LeftEarly
from ipscohort.contracts import WEIGHTED
from ipscohort.contracts.codebook import Codebook
from ipscohort.models import guards
from ipscohort.models.design import Design, build_design
from ipscohort.models.families import logistic as logistic_family
from ipscohort.models.families.base import NotFittedError, Solution
from ipscohort.models.imputation.likelihoods import logistic
from ipscohort.models.left_early import notes
from ipscohort.models.left_early.weights import effective_size, periods_of, weights_of
from ipscohort.models.left_early.who import Ends
from ipscohort.models.rows import NOT_ESTIMATED, NUMBERS, RATIOS, REFERENCE, as_frame, common, exponential, known, unfitted_codings
from ipscohort.models.sample import Sample, draw_sample
from ipscohort.models.solve import Problem
from ipscohort.models.spec import ModelSpec
from ipscohort.words import later, say

METHOD = later("logistic regression weighted by inverse probability of censoring, stabilised, robust (sandwich) errors, Wald interval")
OUTCOME = "job_obtained"
INCLUSION = "inclusion_date"
OF_TIME = 2
"""Coefficients of time in the model of leaving."""
FOUND = 1e-6
"""Newton step, in standard errors, below which the weighted estimate counts as found."""
PLAIN = {"unweighted": "estimate", "unweighted_low": "conf_low", "unweighted_high": "conf_high"}
"""Column of WEIGHTED -> what it is the exponential of, in the same persons without weights."""


@dataclass(frozen=True)
class Weighted:
    """One weighted model.

    Attributes
    ----------
    design : Design
    solution, plain : Solution
        With weights, unknown starts at their earliest; and without.
    weights : ndarray, shape (n,)
    placed : list of dict of str -> float
        Level -> coefficient, one for each placement of unknown times: earliest, latest, then mixed; the first alone where none is unknown.
    coefficients : int
        Of the model of leaving.
    """

    design: Design
    solution: Solution
    plain: Solution
    weights: np.ndarray
    placed: list[dict[str, float]]
    coefficients: int


def weighted_frame(
    specs: Iterable[ModelSpec],
    persons: pd.DataFrame,
    codebook: Codebook,
    asked: LeftEarly,
    exposures: Mapping[str, Exposure] | None = None,
    competing: Collection[str] = (),
) -> pd.DataFrame:
    """WEIGHTED: adjusted logistic models of having obtained a job and those with all exposures; crude ones where there is no other.

    Parameters
    ----------
    specs : iterable of ModelSpec
    persons : DataFrame
        PERSONS.
    codebook : Codebook
    asked : LeftEarly
    exposures : mapping of str -> Exposure, optional
        Of which variable each is made: where records were closed, a group by date of inclusion of whom nobody was followed to the end is not weighted.
    competing : collection of str
        Reasons to leave that compete with a job: who left for one stays without a job, and nobody stands for them.
    """
    chosen = [s for s in specs if s.regression.outcome == OUTCOME and s.family.name == logistic_family.FAMILY.name]
    adjusted = {(s.name, s.exposure) for s in chosen if s.adjustment == ADJUSTED}
    wanted = [s for s in chosen if s.adjustment in (ADJUSTED, MUTUAL) or (s.adjustment == CRUDE and (s.name, s.exposure) not in adjusted)]
    dated = {name for name, exposure in (exposures or {}).items() if exposure.variable == INCLUSION}
    return as_frame([row for spec in wanted for row in _rows(spec, persons, codebook, asked, dated, competing)], WEIGHTED)


def _rows(
    spec: ModelSpec, persons: pd.DataFrame, codebook: Codebook, asked: LeftEarly, dated: set[str], competing: Collection[str]
) -> Iterator[dict[str, Any]]:
    whole = draw_sample(persons, codebook, spec)
    ends = Ends.of(persons.loc[whole.rows.index], whole.outcome, competing)
    stayed = _part(whole, ends.kept)
    shared = {key: value for key, value in common(spec, stayed).items() if key not in ("role", "n_excluded")}
    counts = {"n_left": ends.left, "n_closed": ends.closed, "n_competing": ends.competing, "n_excluded": ends.unknown}
    shared |= {"role": "sensitivity", "reference": spec.reference, **{name: int(mask.sum()) for name, mask in counts.items()}}
    found, why = None, ""
    try:
        _refuse_dated(spec, whole, ends, dated, codebook)
        found = _fitted(spec, whole, ends, codebook, asked)
    except NotFittedError as reason:
        why = str(reason)
    coding = unfitted_codings(spec, codebook)[0] if found is None else found.design.codings[0]
    cells = {level: _cell(spec, whole, ends, level) for level in (spec.reference, *coding.levels)}
    for level, cell in cells.items():
        row = {**shared, "level": level, **cell}
        if level == spec.reference:
            yield {**row, "method": REFERENCE}
        elif found is None:
            yield {**row, "method": NOT_ESTIMATED, "warning": why}
        else:
            tiny = guards.tiny_cells(
                [(each, cells[each]["n_level"], cells[each]["n_events_level"]) for each in (level, spec.reference)], spec
            )
            warned = [*tiny, *_warned(spec, stayed, ends, found, level, asked, competing)]
            yield row | _numbers(spec, found, level) | {"method": METHOD, "warning": " ".join(warned) or None}


def _part(sample: Sample, kept: np.ndarray) -> Sample:
    return replace(sample, rows=sample.rows[kept], outcome=sample.outcome[kept])


def _cell(spec: ModelSpec, whole: Sample, ends: Ends, level: str) -> dict[str, int]:
    """Persons at a level: weighted, with a job, and lost."""
    at = (whole.rows[spec.exposure] == level).fillna(False).to_numpy(bool)
    of = {"n_level": ends.kept, "n_events_level": ends.job, "n_left_level": ends.left, "n_closed_level": ends.closed}
    return {name: int((at & mask).sum()) for name, mask in of.items()}


def _numbers(spec: ModelSpec, found: Weighted, level: str) -> dict[str, Any]:
    """The estimate with its limits, that of the same persons unweighted, and what unknown starts make of it."""
    column = next(i for i in found.design.columns_of(spec.exposure) if found.design.terms[i].level == level)
    numbers = {name: known(getattr(found.solution, name)[column]) for name in NUMBERS}
    numbers |= {name: exponential(numbers[of]) for name, of in RATIOS.items()}
    numbers |= {name: exponential(known(getattr(found.plain, of)[column])) for name, of in PLAIN.items()}
    if len(found.placed) > 1:
        ratios = [exponential(each[level]) for each in found.placed]
        numbers |= {"ratio_latest": ratios[1], "ratio_least": min(ratios), "ratio_most": max(ratios)}
    return numbers | {"largest_weight": float(found.weights.max()), "effective_n": effective_size(found.weights)}


def _refuse_dated(spec: ModelSpec, whole: Sample, ends: Ends, dated: set[str], codebook: Codebook) -> None:
    """Raise NotFittedError where records were closed, and nobody of a group by the date of inclusion was followed to the end: nobody can stand for them.

    A date as a number has no groups: nobody of the same date as those closed, or of a later one, was followed longer.
    """
    for name in (spec.exposure, *spec.confounders):
        if not (ends.closed.any() and (name in dated or name == INCLUSION)):
            continue
        values = whole.rows[name]
        if pd.api.types.is_numeric_dtype(values) or pd.api.types.is_datetime64_any_dtype(values):
            raise NotFittedError(notes.closed_by_date(int(ends.closed.sum()), name, codebook))
        for level in sorted(values.dropna().unique()):
            here = values.eq(level).fillna(False).to_numpy(bool)
            if (ends.closed & here).any() and not (ends.followed & here).any():
                raise NotFittedError(notes.group_closed(int((ends.closed & here).sum()), name, str(level), codebook))


def _fitted(spec: ModelSpec, whole: Sample, ends: Ends, codebook: Codebook, asked: LeftEarly) -> Weighted:
    """The weighted model; raises NotFittedError where there is none."""
    guards.refuse_empty(whole, spec)
    if not ends.lost.any():
        raise NotFittedError(notes.nobody_left(int(ends.unknown.sum())))
    timed = ~ends.unknown
    sample, observed = _part(whole, timed), _part(whole, ends.kept)
    around = build_design(sample, codebook, spec)
    exposure = around.columns_of(spec.exposure)
    stabilised = around.matrix[:, exposure] if spec.confounders else np.empty((len(sample.rows), 0))
    guards.refuse_empty(observed, spec)
    design = build_design(observed, codebook, spec)
    guards.refuse_too_many(design)
    problem = Problem.of(observed, design, spec, codebook)
    plain = unweighted(problem)
    fits: list[tuple[Solution, np.ndarray]] = []
    for time in ends.placed(whole.rows[spec.exposure].astype(str).to_numpy()):
        periods = periods_of(time[timed], (ends.job | ends.competing)[timed], ends.lost[timed], asked.parts)
        weights = weights_of(periods, around.matrix[:, 1:], stabilised, asked.parts)[ends.kept[timed]]
        if asked.truncate is not None:
            weights = np.minimum(weights, float(np.quantile(weights, asked.truncate)))
        fits.append((weighted_logistic(problem, weights), weights))
    columns = {design.terms[i].level: i for i in design.columns_of(spec.exposure)}
    placed = [{level: float(solution.estimate[i]) for level, i in columns.items()} for solution, _ in fits]
    return Weighted(design, fits[0][0], plain, fits[0][1], placed, around.matrix.shape[1] + OF_TIME - 1)


def unweighted(problem: Problem) -> Solution:
    """Maximum likelihood in the same persons; raises NotFittedError where a group separates the outcome, so that weights have none either."""
    solution, suspect = logistic_family.maximum_likelihood(problem)
    if suspect and logistic_family.separated_terms(problem):
        raise NotFittedError(say("Some terms predict the outcome without exception (separation), so no weighted estimate is given."))
    if solution is None:
        raise NotFittedError(say("The estimation did not converge, so no estimate is given."))
    return solution


def weighted_logistic(problem: Problem, weights: np.ndarray) -> Solution:
    """Weighted logistic regression with sandwich errors, as R's survey::svyglm of independent persons has them; Wald limits by z.

    Parameters
    ----------
    problem : Problem
        That no group separates.
    weights : ndarray, shape (n,)

    Raises
    ------
    NotFittedError
        It does not converge.
    """
    x, back = problem.scaled(centre=True)
    n = len(x)
    try:
        fit = logistic(x[None], problem.outcome, weights)
    except np.linalg.LinAlgError:
        raise NotFittedError(say("Hardly anybody stands for those who left, so that weights have no estimate.")) from None
    chance = fit.chances(fit.coefficients, x[None])[0, :, 1]
    score, inverse = x * (weights * (problem.outcome - chance))[:, None], fit.covariance[0]
    if not (np.abs(inverse @ score.sum(axis=0)) <= FOUND * np.sqrt(np.diag(inverse))).all():
        raise NotFittedError(say("The estimation did not converge, so no estimate is given."))
    covariance = inverse @ (score.T @ score) @ inverse * (n / (n - 1))
    return problem.wald(fit.coefficients[0], covariance, back, METHOD, log_likelihood=np.nan)


def _warned(
    spec: ModelSpec, observed: Sample, ends: Ends, found: Weighted, level: str, asked: LeftEarly, competing: Collection[str]
) -> list[str]:
    """Few who left, large weights, unknown starts, who was closed, died or can't be weighted, few events."""
    lost, closed, weights = int(ends.lost.sum()), int(ends.closed.sum()), found.weights
    ratios = [float(np.exp(each[level])) for each in found.placed]
    return [
        *(notes.few_left(lost, closed, found.coefficients) if lost < spec.few_events * found.coefficients else []),
        *notes.of_weights(float(weights.max()), effective_size(weights), len(weights)),
        *notes.truncated(asked.truncate),
        *notes.unknown_starts(int(ends.undated.sum()), ratios),
        *notes.closed(closed),
        *notes.competing(int(ends.competing.sum()), competing),
        *notes.left_out(int(ends.unknown.sum())),
        *guards.few_events(observed, found.design, spec),
        *found.design.warnings,
    ]
