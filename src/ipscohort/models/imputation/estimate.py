"""Estimates with missing confounders and exposures imputed several times, pooled by Rubin's rules, beside those of complete cases.

Steps, per regression: persons of whom the outcome is known -> chained equations of all variables of the regression, the outcome among
them -> each model in each imputed data set, by its own family's fit -> one estimate. The outcome itself is not imputed: who
lacks it tells nothing more of it. That values are missing at random, given what is in the imputation, is an assumption.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd

from ipscohort.catalogue.adjustments import ADJUSTED, CRUDE, MUTUAL
from ipscohort.config.analysis import Imputation
from ipscohort.contracts import IMPUTED, IMPUTED_VARIABLES
from ipscohort.contracts.codebook import Codebook
from ipscohort.models.imputation import notes
from ipscohort.models.imputation.chained import NoModelError, TooFewError, impute
from ipscohort.models.imputation.data import Data
from ipscohort.models.imputation.pooled import complete_df, pooled_rows
from ipscohort.models.imputation.variables import METHODS, outcome_columns, variables_of
from ipscohort.models.rows import as_frame, known
from ipscohort.models.sample import draw_sample
from ipscohort.models.spec import ModelSpec

Fit = tuple[str, str, str]
"""Regression, exposure and adjustment of a model."""


def imputed_frames(
    specs: Iterable[ModelSpec], persons: pd.DataFrame, codebook: Codebook, asked: Imputation, penalised: Collection[Fit] = ()
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
    penalised : collection of (str, str, str)
        Models whose estimate of complete cases is penalised, so that the pooled one differs in method too.

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
        said = {name: notes.of_variable(v, data.imputed, codebook, asked.methods.get(name, "")) for name, v in data.variables.items()}
        variables += list(_variable_rows(models[0].name, data, said))
        for spec in _chosen(models, data):
            beside = notes.penalised() if (spec.name, spec.exposure, spec.adjustment) in penalised else []
            rows += pooled_rows(spec, data, codebook, said, beside)
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
    outcome = (spec.regression.outcome, spec.regression.event, spec.regression.offset)
    auxiliary = [name for name in asked.auxiliary if name in persons and name not in outcome]
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
        except NoModelError as none:
            found[none.variable] = replace(found[none.variable], method="", why=notes.no_model(none.variable, codebook))
    return Data(sample, found, imputed, asked)


def _variable_rows(model: str, data: Data, said: dict[str, list[str]]) -> Iterator[dict[str, Any]]:
    for name, variable in data.variables.items():
        if not variable.missing.any() and not said[name]:
            continue
        row = {"model": model, "variable": name, "n": len(variable.values), "n_imputed": 0, "warning": " ".join(said[name]) or None}
        if variable.method:
            row |= {"n_imputed": int(variable.missing.sum()), "method": METHODS[variable.method]}
            row["scale_reduction"] = known(data.imputed.scale_reduction[name])
        yield row


__all__ = ["Data", "complete_df", "imputed_data", "imputed_frames"]
