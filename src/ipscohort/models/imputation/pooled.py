"""One model in each imputed data set, and its rows: estimates pooled by Rubin's rules, absolute differences, the joint test of all levels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ipscohort.contracts.codebook import Codebook
from ipscohort.models import guards
from ipscohort.models.design import Design, build_design
from ipscohort.models.families import logistic as logistic_family
from ipscohort.models.families.base import NotFittedError, Solution
from ipscohort.models.imputation import notes
from ipscohort.models.imputation.data import Data
from ipscohort.models.imputation.rubin import joint, pool
from ipscohort.models.rows import NOT_ESTIMATED, RATIOS, common, exponential, known, unfitted_codings
from ipscohort.models.sample import Sample
from ipscohort.models.solve import Problem, joint_test
from ipscohort.models.spec import ModelSpec
from ipscohort.models.standardised import cut_at, means_of
from ipscohort.words import later

METHOD = later("multiple imputation by chained equations, Rubin's rules, t interval with Barnard and Rubin's degrees of freedom")
NOTHING_IMPUTED = later("complete cases, as nobody in the model misses a value")
POOLED = ("estimate", "std_error", "conf_low", "conf_high", "statistic", "p_value", "df", "fmi", "missing_share", "riv", "monte_carlo")
DIFFERENCE = {
    "difference": "estimate",
    "difference_error": "std_error",
    "difference_df": "df",
    "difference_low": "conf_low",
    "difference_high": "conf_high",
}
"""Column of IMPUTED -> what it is of the pooled absolute difference."""
JOINT = ("joint_statistic", "joint_df", "joint_df_residual", "joint_p_value")


@dataclass(frozen=True)
class Fit:
    """A model in one data set.

    Attributes
    ----------
    design : Design
    solution : Solution
    cells : dict of str -> (int, int or None)
        Level, the reference among them -> persons, and events where there are any to count.
    differences : dict of str -> (float, float)
        Level -> absolute difference from the reference and its variance; none of families without.
    """

    design: Design
    solution: Solution
    cells: dict[str, tuple[int, int | None]]
    differences: dict[str, tuple[float, float]]

    def column(self, exposure: str, level: str) -> int | None:
        """Number of a level's column; None where nobody is at it."""
        return next((i for i in self.design.columns_of(exposure) if self.design.terms[i].level == level), None)


def pooled_rows(
    spec: ModelSpec, data: Data, codebook: Codebook, said: dict[str, list[str]], beside: Iterable[str] = ()
) -> list[dict[str, Any]]:
    """The rows of IMPUTED for one model: one for each level but the reference.

    Parameters
    ----------
    spec : ModelSpec
    data : Data
    codebook : Codebook
    said : dict of str -> list of str
        Variable -> what a reader must know of its imputation.
    beside : iterable of str
        What is to be known of it beside the estimate of complete cases.
    """
    needed = dict.fromkeys((spec.exposure, *spec.confounders))
    incomplete = [name for name in needed if data.variables[name].missing.any()]
    lacking = np.logical_or.reduce([data.variables[name].missing for name in needed])
    shared = {key: value for key, value in common(spec, data.sample).items() if key != "role"}
    shared |= {"role": "sensitivity", "reference": spec.reference, "m": data.asked.m, "method": NOT_ESTIMATED}
    shared |= {"n_complete": int((~lacking).sum()), "n_imputed": int(lacking.sum())}
    why = _nobody(data.sample, spec) or " ".join(data.variables[name].why for name in incomplete if data.variables[name].why)
    fits: list[Fit] = []
    if not why:
        fits, why = _fits(spec, data, codebook, incomplete)
    levels = (
        list(dict.fromkeys(level for fit in fits for level in fit.design.codings[0].levels)) or unfitted_codings(spec, codebook)[0].levels
    )
    if why:
        return [{**shared, "level": level, "n_imputed": 0, "warning": why} for level in levels]
    shared["events_per_coefficient"] = guards.per_coefficient(data.sample, len(fits[0].design.terms) - 1, spec)
    together, lost = _joint(spec, fits, levels, bool(incomplete), shared["n_events"])
    warned = [
        *beside,
        *notes.of_model(shared["n"], shared["n_complete"]),
        *(text for name in incomplete for text in said[name]),
        *guards.few_events(data.sample, fits[0].design, spec),
        *notes.of_fits([[*fit.design.warnings, *fit.solution.warnings] for fit in fits]),
        *lost,
    ]
    return [_row(spec, shared | together, level, fits, incomplete, warned) for level in levels]


def _nobody(sample: Sample, spec: ModelSpec) -> str:
    """Why there is nobody to model, or nothing to compare, whatever is imputed; empty where there is."""
    try:
        guards.refuse_empty(sample, spec)
    except NotFittedError as reason:
        return str(reason)
    return ""


def _fits(spec: ModelSpec, data: Data, codebook: Codebook, incomplete: list[str]) -> tuple[list[Fit], str]:
    """The model in each imputed data set; and why there is no pooled estimate, empty where there is one."""
    fits, failed = [], []
    for i in range(data.asked.m if incomplete else 1):
        sample = data.data_set(incomplete, i)
        try:
            design = build_design(sample, codebook, spec)
            guards.refuse_too_many(design, intercept=spec.family.intercept)
            solution = _by_maximum_likelihood(Problem.of(sample, design, spec, codebook), spec)
        except NotFittedError as reason:
            failed.append(str(reason))
            continue
        if solution.status == "penalised":
            failed.append(notes.only_penalised())
        fits.append(Fit(design, solution, _cells(spec, sample, design), _differences(spec, sample, design, solution)))
    return fits, notes.failed(failed, data.asked.m if incomplete else 1)


def _by_maximum_likelihood(problem: Problem, spec: ModelSpec) -> Solution:
    """The family's fit; of a logistic model without the profile and penalised likelihoods, which are not pooled and take most of the time."""
    if spec.family.name != logistic_family.FAMILY.name:
        return spec.family.fit(problem)
    solution, suspect = logistic_family.maximum_likelihood(problem)
    terms = logistic_family.separated_terms(problem) if suspect else []
    if terms:
        raise NotFittedError(notes.separated(problem.names(terms)))
    return solution or spec.family.fit(problem)


def _cells(spec: ModelSpec, sample: Sample, design: Design) -> dict[str, tuple[int, int | None]]:
    """Persons and events at each level of the exposure, the reference first."""
    columns = {design.terms[i].level: design.matrix[:, i] == 1 for i in design.columns_of(spec.exposure)}
    at = {spec.reference: ~np.logical_or.reduce(list(columns.values())), **columns}
    return {
        level: (int(here.sum()), None if spec.family.outcome == "number" else int(sample.outcome[here].sum())) for level, here in at.items()
    }


def _differences(spec: ModelSpec, sample: Sample, design: Design, solution: Solution) -> dict[str, tuple[float, float]]:
    """Absolute difference of each level from the reference, standardised to the persons of the data set, with its delta method variance."""
    if spec.family.expected is None or solution.status == "penalised":
        return {}
    found, levels = means_of(spec, sample, design, solution), design.codings[0].levels
    alone = np.zeros(len(found.means), dtype=bool) if found.lone is None else found.lone
    return {
        level: (float(found.means[i] - found.means[0]), found.error(found.gradient[i] - found.gradient[0]) ** 2)
        for i, level in enumerate(levels, 1)
        if not (alone[i] or alone[0])
    }


def _joint(spec: ModelSpec, fits: list[Fit], levels: list[str], imputed: bool, events: int | None) -> tuple[dict[str, Any], list[str]]:
    """Joint test of all levels, of more than one; and why there is none."""
    columns = [[fit.column(spec.exposure, level) for level in levels] for fit in fits]
    if len(levels) < 2 or any(column is None for each in columns for column in each):
        return {}, []
    if not imputed:
        statistic, df, p = joint_test(fits[0].solution, columns[0])
        return dict(zip(JOINT, (statistic, df, known(fits[0].solution.residual_df), p), strict=True)), []
    estimates = np.array([fit.solution.estimate[at] for fit, at in zip(fits, columns, strict=True)])
    covariances = np.array([fit.solution.covariance[np.ix_(at, at)] for fit, at in zip(fits, columns, strict=True)])
    found = joint(estimates, covariances, complete_df(spec, fits[0].design, fits[0].solution, events))
    return ({}, notes.no_joint_test()) if found is None else (dict(zip(JOINT, found, strict=True)), [])


def _row(spec: ModelSpec, shared: dict[str, Any], level: str, fits: list[Fit], incomplete: list[str], warned: list[str]) -> dict[str, Any]:
    """One level: pooled, or from the one fit where nobody in the model misses a value."""
    at = [fit.column(spec.exposure, level) for fit in fits]
    row, tiny = {**shared, "level": level, **_counted(fits, level)}, _tiny(spec, level, fits, imputed=spec.exposure in incomplete)
    lost = sum(column is None for column in at)
    if lost:
        return {**row, "warning": " ".join([notes.level_lost(level, lost, len(fits)), *warned])}
    solution, df = fits[0].solution, complete_df(spec, fits[0].design, fits[0].solution, shared["n_events"])
    if not incomplete:
        numbers = {name: known(getattr(solution, name)[at[0]]) for name in POOLED[:6]}
        numbers |= {"df": known(solution.residual_df), **dict.fromkeys(("fmi", "missing_share", "riv", "monte_carlo"), 0.0)}
        row |= {"method": NOTHING_IMPUTED, **_one_difference(fits[0].differences.get(level), solution.residual_df, spec.confidence)}
        warned = [notes.nobody(), *tiny, *warned]
    else:
        values = np.array([(fit.solution.estimate[c], fit.solution.std_error[c] ** 2) for fit, c in zip(fits, at, strict=True)]).T
        pooled = pool(values[0][:, None], values[1][:, None], df, spec.confidence)
        numbers = {name: known(getattr(pooled, name)[0]) for name in POOLED}
        row |= {"method": METHOD, **_difference([fit.differences.get(level) for fit in fits], df, spec.confidence)}
        warned = [*tiny, *notes.of_pooled(pooled, shared["m"]), *warned]
    row |= numbers | {"warning": " ".join(warned) or None}
    if spec.family.exponentiated:
        row |= {name: exponential(numbers[of]) for name, of in RATIOS.items()}
    return row


def _difference(each: list[tuple[float, float] | None], df: float, confidence: float) -> dict[str, float | None]:
    """The absolute differences of all data sets pooled; nothing where one has none."""
    if any(found is None for found in each):
        return {}
    values = np.array(each).T
    pooled = pool(values[0][:, None], values[1][:, None], df, confidence)
    return {name: known(getattr(pooled, of)[0]) for name, of in DIFFERENCE.items()}


def _one_difference(found: tuple[float, float] | None, residual_df: float, confidence: float) -> dict[str, float | None]:
    """That of complete cases, as nobody misses a value."""
    if found is None:
        return {}
    value, error = found[0], float(np.sqrt(found[1]))
    width = cut_at(residual_df, confidence) * error
    return dict(zip(DIFFERENCE, (value, error, known(residual_df), value - width, value + width), strict=True))


def _counted(fits: list[Fit], level: str) -> dict[str, float | None]:
    """Persons and events at a level: the mean over data sets, the same in all where the exposure is complete."""
    cells = [fit.cells.get(level, (0, 0)) for fit in fits]
    events = None if any(e is None for _, e in cells) else float(np.mean([e for _, e in cells]))
    return {"n_level": float(np.mean([n for n, _ in cells])), "n_events_level": events}


def _tiny(spec: ModelSpec, level: str, fits: list[Fit], *, imputed: bool) -> list[str]:
    """Few persons or events at the level or the reference; of an imputed exposure in the data set that has fewest."""
    cells = [(name, *min((fit.cells.get(name, (0, 0)) for fit in fits), key=_fewest)) for name in (level, spec.reference)]
    return [notes.in_one(text) if imputed else text for text in guards.tiny_cells(cells, spec)]


def _fewest(cell: tuple[int, int | None]) -> int:
    n, events = cell
    return n if events is None else min(n, events, n - events) if events <= n else n


def complete_df(spec: ModelSpec, design: Design, solution: Solution, events: int | None) -> float:
    """Degrees of freedom if nothing were missing, as R's mice has them: of a time events less coefficients, else persons less coefficients."""
    n, k = design.matrix.shape
    if not np.isnan(solution.residual_df):
        return float(solution.residual_df)
    return float(max(events - (k - 1) if spec.family.outcome == "time" else n - k, 1))
