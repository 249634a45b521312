"""Estimates with missing confounders and exposures imputed several times, pooled by Rubin's rules, beside those of complete cases.

Steps, per regression: persons of whom the outcome is known -> chained equations of all variables of the regression, the outcome among
them -> each model in each imputed data set, by its own family's fit -> one estimate. The outcome itself is not imputed: who
lacks it tells nothing more of it. That values are missing at random, given what is in the imputation, is an assumption.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd

from ipscohort.catalogue.adjustments import ADJUSTED, CRUDE, MUTUAL
from ipscohort.config.analysis import Imputation
from ipscohort.contracts import IMPUTED, IMPUTED_VARIABLES
from ipscohort.contracts.codebook import Codebook
from ipscohort.models import guards
from ipscohort.models.design import Design, build_design
from ipscohort.models.families import logistic as logistic_family
from ipscohort.models.families.base import NotFittedError, Solution
from ipscohort.models.imputation import notes
from ipscohort.models.imputation.chained import Imputed, TooFewError, impute
from ipscohort.models.imputation.rubin import Pooled, pool
from ipscohort.models.imputation.variables import METHODS, Variable, outcome_columns, variables_of
from ipscohort.models.rows import NOT_ESTIMATED, RATIOS, as_frame, common, exponential, known, unfitted_codings
from ipscohort.models.sample import Sample, draw_sample
from ipscohort.models.solve import Problem
from ipscohort.models.spec import ModelSpec
from ipscohort.words import later

METHOD = later("multiple imputation by chained equations, Rubin's rules, t interval with Barnard and Rubin's degrees of freedom")
NOTHING_IMPUTED = later("complete cases, as nobody in the model misses a value")
POOLED = ("estimate", "std_error", "conf_low", "conf_high", "statistic", "p_value", "df", "fmi", "riv", "monte_carlo")


@dataclass(frozen=True)
class Data:
    """The persons of one regression, with what is imputed of them.

    Attributes
    ----------
    sample : Sample
        Everybody of whom the outcome is known; values of other variables may be missing.
    variables : dict of str -> Variable
    imputed : Imputed or None
        None where nothing is.
    asked : Imputation
    """

    sample: Sample
    variables: dict[str, Variable]
    imputed: Imputed | None
    asked: Imputation

    def data_set(self, names: Iterable[str], i: int) -> Sample:
        """The sample with the missing values of some variables filled in as the i-th imputation has them."""
        rows = self.sample.rows
        filled = {name: self.variables[name].filled(self.imputed.values[name][i]) for name in names if self.variables[name].missing.any()}
        return replace(self.sample, rows=rows.assign(**{name: column.set_axis(rows.index) for name, column in filled.items()}))


def imputed_frames(
    specs: Iterable[ModelSpec], persons: pd.DataFrame, codebook: Codebook, asked: Imputation
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pooled estimates of every regression, and the variables that were imputed.

    Parameters
    ----------
    specs : iterable of ModelSpec
        All models, those of a regression one after another.
    persons : DataFrame
        PERSONS.
    codebook : Codebook
    asked : Imputation

    Returns
    -------
    DataFrame, DataFrame
        IMPUTED: adjusted models and those with all exposures; crude ones where there is no other, or where the exposure itself is
        incomplete. IMPUTED_VARIABLES.
    """
    rows, variables = [], []
    for _, of_regression in groupby(specs, key=lambda spec: spec.name):
        models = list(of_regression)
        data = imputed_data(models, persons, codebook, asked)
        said = {name: notes.of_variable(variable, data.imputed, codebook) for name, variable in data.variables.items()}
        variables += list(_variable_rows(models[0].name, data, said))
        for spec in _chosen(models, data):
            rows += _rows(spec, data, codebook, said)
    return as_frame(rows, IMPUTED), as_frame(variables, IMPUTED_VARIABLES)


def _chosen(models: list[ModelSpec], data: Data) -> list[ModelSpec]:
    adjusted = {spec.exposure for spec in models if spec.adjustment == ADJUSTED}
    return [
        spec
        for spec in models
        if spec.adjustment in (ADJUSTED, MUTUAL)
        or (spec.adjustment == CRUDE and (spec.exposure not in adjusted or data.variables[spec.exposure].missing.any()))
    ]


def imputed_data(models: list[ModelSpec], persons: pd.DataFrame, codebook: Codebook, asked: Imputation) -> Data:
    """The persons of one regression whose outcome is known, with all its variables imputed together.

    Parameters
    ----------
    models : list of ModelSpec
        All models of the regression.
    persons : DataFrame
        PERSONS.
    codebook : Codebook
    asked : Imputation
    """
    spec = models[0]
    names = list(dict.fromkeys(name for each in models for name in (each.exposure, *each.confounders)))
    auxiliary = [name for name in asked.auxiliary if name in persons and name != spec.regression.outcome]
    whole = replace(spec, adjustment=CRUDE, confounders=tuple(dict.fromkeys([*names, *auxiliary])), complete_on=())
    sample = draw_sample(persons.assign(**{spec.exposure: spec.reference}), codebook, whole)
    sample = replace(sample, rows=sample.rows.assign(**{spec.exposure: persons.loc[sample.rows.index, spec.exposure]}))
    found = {v.name: v for v in variables_of(sample.rows, [*names, *auxiliary], codebook, asked.methods)}
    rng = np.random.default_rng([asked.seed, zlib.crc32(spec.name.encode())])
    imputed = None
    while imputed is None and any(v.method for v in found.values()):
        usable = [v for v in found.values() if not v.why]
        options = {"m": asked.m, "iterations": asked.iterations, "donors": asked.donors, "rng": rng}
        try:
            imputed = impute(usable, outcome_columns(sample, spec), **options)
        except TooFewError as few:
            found[few.variable] = replace(found[few.variable], method="", why=notes.too_few(few, codebook))
    return Data(sample, found, imputed, asked)


def _variable_rows(model: str, data: Data, said: dict[str, list[str]]) -> Iterator[dict[str, Any]]:
    for name, variable in data.variables.items():
        if not variable.missing.any():
            continue
        row = {"model": model, "variable": name, "n": len(variable.values), "n_imputed": 0, "warning": " ".join(said[name]) or None}
        if variable.method:
            row |= {"n_imputed": int(variable.missing.sum()), "method": METHODS[variable.method]}
            row["scale_reduction"] = known(data.imputed.scale_reduction[name])
        yield row


def _rows(spec: ModelSpec, data: Data, codebook: Codebook, said: dict[str, list[str]]) -> list[dict[str, Any]]:
    """The rows of IMPUTED for one model: one for each level but the reference."""
    needed = dict.fromkeys((spec.exposure, *spec.confounders))
    incomplete = [name for name in needed if data.variables[name].missing.any()]
    lacking = np.logical_or.reduce([data.variables[name].missing for name in needed])
    shared = {key: value for key, value in common(spec, data.sample).items() if key != "role"}
    shared |= {"role": "sensitivity", "reference": spec.reference, "m": data.asked.m, "method": NOT_ESTIMATED}
    shared |= {"n_complete": int((~lacking).sum()), "n_imputed": int(lacking.sum())}
    why = _nobody(data.sample, spec) or " ".join(data.variables[name].why for name in incomplete if data.variables[name].why)
    fits: list[tuple[Design, Solution]] = []
    if not why:
        fits, why = _fits(spec, data, codebook, incomplete)
    levels = _levels(fits) if fits else unfitted_codings(spec, codebook)[0].levels
    if why:
        return [{**shared, "level": level, "n_imputed": 0, "warning": why} for level in levels]
    warned = [*notes.of_model(shared["n"], shared["n_complete"]), *(text for name in incomplete for text in said[name])]
    few = guards.few_events(data.sample, fits[0][0], spec)
    shared["events_per_coefficient"] = guards.per_coefficient(data.sample, len(fits[0][0].terms) - 1, spec)
    return [_row(spec, shared, level, fits, incomplete, [*warned, *few]) for level in levels]


def _nobody(sample: Sample, spec: ModelSpec) -> str:
    """Why there is nobody to model, or nothing to compare, whatever is imputed; empty where there is."""
    try:
        guards.refuse_empty(sample, spec)
    except NotFittedError as reason:
        return str(reason)
    return ""


def _levels(fits: list[tuple[Design, Solution]]) -> list[str]:
    """Levels of the exposure that somebody has in some data set, the reference left out."""
    return list(dict.fromkeys(level for design, _ in fits for level in design.codings[0].levels))


def _fits(spec: ModelSpec, data: Data, codebook: Codebook, incomplete: list[str]) -> tuple[list[tuple[Design, Solution]], str]:
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
            failed.append(solution.warnings[0])
        fits.append((design, solution))
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


def _row(
    spec: ModelSpec, shared: dict[str, Any], level: str, fits: list[tuple[Design, Solution]], incomplete: list[str], warned: list[str]
) -> dict[str, Any]:
    """One level: pooled, or from the one fit where nobody in the model misses a value."""
    row = {**shared, "level": level}
    at = [_column(design, spec.exposure, level) for design, _ in fits]
    lost = sum(column is None for column in at)
    if lost:
        return {**row, "warning": " ".join([notes.level_lost(level, lost, len(fits)), *warned])}
    if not incomplete:
        solution, column = fits[0][1], at[0]
        numbers = {name: known(getattr(solution, name)[column]) for name in POOLED[:6]}
        numbers |= {"df": known(solution.residual_df), "fmi": 0.0, "riv": 0.0, "monte_carlo": 0.0}
        row |= {"method": NOTHING_IMPUTED}
        warned = [notes.nobody(), *warned]
    else:
        values = [(fit.estimate[c], fit.std_error[c] ** 2) for (_, fit), c in zip(fits, at, strict=True)]
        estimates, variances = np.array(values).T[:, :, None]
        pooled = pool(estimates, variances, complete_df(spec, *fits[0], shared["n_events"]), spec.confidence)
        numbers = {name: known(getattr(pooled, name)[0]) for name in POOLED}
        row |= {"method": METHOD}
        warned = [*notes.of_pooled(pooled, shared["m"]), *warned]
    row |= numbers | {"warning": " ".join(warned) or None}
    if spec.family.exponentiated:
        row |= {name: exponential(numbers[of]) for name, of in RATIOS.items()}
    return row


def _column(design: Design, exposure: str, level: str) -> int | None:
    return next((i for i in design.columns_of(exposure) if design.terms[i].level == level), None)


def complete_df(spec: ModelSpec, design: Design, solution: Solution, events: int | None) -> float:
    """Degrees of freedom if nothing were missing, as R's mice has them: of a time events less coefficients, else persons less coefficients."""
    n, k = design.matrix.shape
    if not np.isnan(solution.residual_df):
        return float(solution.residual_df)
    return float(max(events - (k - 1) if spec.family.outcome == "time" else n - k, 1))


__all__ = ["Data", "Pooled", "complete_df", "imputed_data", "imputed_frames"]
