"""Scores measured in waves: means at each wave and level, and a linear model with random intercepts of how they change.

Waves are categories, so that no form of change is assumed; level by wave is in the model, which gives a change from the first wave at each level and
the difference of two changes. Values that are missing are missing at random given what is in the model.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri, stdtrit

from ipscohort.catalogue.adjustments import ADJUSTED, CRUDE
from ipscohort.config import Settings, Slice
from ipscohort.config.repeated import RepeatedScore
from ipscohort.contracts.codebook import Codebook
from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.models.families.base import NotFittedError
from ipscohort.models.sample import Sample
from ipscohort.repeated.gee import NotConvergedError
from ipscohort.repeated.linear import Means, fit_means
from ipscohort.repeated.said import FEW, NOT_CONVERGED
from ipscohort.repeated.sample import Asked, build_design
from ipscohort.words import later, say

METHOD = later("linear model with a random intercept for each person, restricted maximum likelihood, waves as categories; z")
CHANGE, DIFFERENCE = "change", "difference_in_change"


@dataclass(frozen=True)
class Waves:
    """One score of all persons.

    Attributes
    ----------
    name : str
    score : RepeatedScore
    persons : DataFrame
    values : ndarray of float, shape (persons, waves)
        NaN where missing.
    """

    name: str
    score: RepeatedScore
    persons: pd.DataFrame
    values: np.ndarray

    @classmethod
    def of(cls, name: str, score: RepeatedScore, persons: pd.DataFrame) -> Waves:
        """From the columns of PERSONS that the settings name."""
        columns = [pd.to_numeric(persons[variable]).to_numpy(float, na_value=np.nan) for variable in score.waves.values()]
        return cls(name, score, persons.reset_index(drop=True), np.column_stack(columns))

    @property
    def times(self) -> list[float]:
        """Months since inclusion of each wave."""
        return list(self.score.waves)


def mean_rows(waves: Waves, exposure: str, levels: tuple[str, ...], confidence: float) -> Iterator[dict[str, Any]]:
    """Rows of WAVE_MEANS of one exposure: n, missing, mean, deviation and t limits."""
    for level in levels:
        here = waves.persons[exposure].eq(level).fillna(False).to_numpy(dtype=bool)
        for column, (time, variable) in enumerate(waves.score.waves.items()):
            values = waves.values[here, column]
            known = values[~np.isnan(values)]
            n = len(known)
            shown: dict[str, Any] = {"mean": float(known.mean()) if n else None}
            if n > 1:
                sd = float(known.std(ddof=1))
                width = float(stdtrit(n - 1, 0.5 + confidence / 2)) * sd / math.sqrt(n)
                shown |= {"std_dev": sd, "conf_low": shown["mean"] - width, "conf_high": shown["mean"] + width}
            key = {"score": waves.name, "exposure": exposure, "level": level, "wave": time}
            yield {**key, "variable": variable, "n": n, "n_missing": int(here.sum()) - n, **shown}


def estimate_rows(waves: Waves, asked: Asked, levels: tuple[str, ...], codebook: Codebook) -> Iterator[dict[str, Any]]:
    """Rows of WAVE_ESTIMATES of one model; where it can't be fitted, they say why."""
    complete = waves.persons[asked.exposure].notna()
    for variable in asked.complete_on:
        complete &= waves.persons[variable].notna()
    chosen = complete.to_numpy(dtype=bool) & ~np.isnan(waves.values).all(axis=1)
    rows, values = waves.persons[chosen].reset_index(drop=True), waves.values[chosen]
    shared = {
        "score": waves.name,
        "exposure": asked.exposure,
        "adjustment": asked.adjustment,
        "reference": asked.reference,
        "role": waves.score.role,
        "method": say(METHOD),
        "n_population": len(waves.persons),
        "n": len(rows),
        "n_excluded": len(waves.persons) - len(rows),
        "n_values": int((~np.isnan(values)).sum()),
    }
    try:
        fit, contrasts = _fitted(waves, rows, values, asked, levels, codebook)
    except NotFittedError as reason:
        for measure, level, time in _measured(waves, levels):
            yield {**shared, "measure": measure, "level": level, "wave": time, "why_not": str(reason)}
        return
    warning = say("Only {n} persons: limits are likely too narrow.", n=len(rows)) if len(rows) < FEW else None
    spread = {"sd_person": fit.sd_person, "sd_residual": fit.sd_residual, "icc": fit.icc, "log_likelihood": fit.log_likelihood}
    width = float(ndtri(0.5 + asked.confidence / 2))
    for (measure, level, time), contrast in contrasts.items():
        estimate, error = float(contrast @ fit.params), math.sqrt(contrast @ fit.covariance @ contrast)
        limits = {"conf_low": estimate - width * error, "conf_high": estimate + width * error}
        p = {"p_value": float(2 * ndtr(-abs(estimate / error)))}
        key = {"measure": measure, "level": level, "wave": time}
        yield {**shared, **key, "estimate": estimate, "std_error": error, **limits, **p, **spread, "warning": warning}


def _measured(waves: Waves, levels: tuple[str, ...]) -> Iterator[tuple[str, str, float]]:
    for time in waves.times[1:]:
        yield from ((CHANGE, level, time) for level in levels)
        yield from ((DIFFERENCE, level, time) for level in levels[1:])


Contrasts = dict[tuple[str, str, float], np.ndarray]


def _fitted(
    waves: Waves, rows: pd.DataFrame, values: np.ndarray, asked: Asked, levels: tuple[str, ...], codebook: Codebook
) -> tuple[Means, Contrasts]:
    """The model, and what of its coefficients each change is."""
    known = ~np.isnan(values)
    if not len(rows):
        raise NotFittedError(say("Nobody has all of the values that the model needs."))
    if not (known.sum(axis=1) > 1).any():
        raise NotFittedError(say("Nobody has values at two waves, so that no change can be estimated."))
    for level in levels:
        here = rows[asked.exposure].eq(level).fillna(False).to_numpy(dtype=bool)
        for column, time in enumerate(waves.times):
            if not known[here, column].any():
                named = {"level": level_word(level), "wave": printing.short(time)}
                raise NotFittedError(
                    say("Nobody in '{level}' has a value at month {wave}, so that its change can't be estimated.", **named)
                )
    design = build_design(Sample(rows, np.zeros(len(rows)), None, "", len(waves.persons), {}, "", []), codebook, asked.spec)
    person, wave = np.nonzero(known)
    own = design.matrix[person]
    at = [(wave == k).astype(float) for k in range(1, len(waves.times))]
    products = [own[:, 1 + j] * each for each in at for j in range(len(levels) - 1)]
    matrix = np.column_stack([own, *at, *products])
    if len(matrix) <= matrix.shape[1] or np.linalg.matrix_rank(matrix) < matrix.shape[1]:
        raise NotFittedError(say("There are too few values for the coefficients of the model."))
    try:
        fit = fit_means(values[known], matrix, np.unique(person, return_inverse=True)[1])
    except NotConvergedError:
        raise NotFittedError(say(NOT_CONVERGED)) from None
    contrasts: Contrasts = {}
    for measure, level, time in _measured(waves, levels):
        k, j = waves.times.index(time) - 1, levels.index(level) - 1
        contrast = np.zeros(matrix.shape[1])
        if measure == CHANGE:
            contrast[own.shape[1] + k] = 1
        if j >= 0:
            contrast[own.shape[1] + len(at) + k * (len(levels) - 1) + j] = 1
        contrasts[measure, level, time] = contrast
    return fit, contrasts


def estimate_waves(
    persons: pd.DataFrame, codebook: Codebook, settings: Settings | Slice
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows of WAVE_MEANS and of WAVE_ESTIMATES of every score that the settings name.

    Parameters
    ----------
    persons : DataFrame
        PERSONS with the scores' columns.
    codebook : Codebook
    settings : Settings or Slice
    """
    means: list[dict[str, Any]] = []
    estimates: list[dict[str, Any]] = []
    for name, score in settings.repeated.scores.items():
        waves = Waves.of(name, score, persons)
        named = settings.models.confounders if score.confounders is None else score.confounders
        confounders = tuple(variable for variable in named if variable not in score.waves.values())
        for exposure in score.exposures or list(settings.exposures):
            reference = settings.exposures[exposure].reference
            levels = (reference, *(level for level in codebook.variables[exposure].levels if level != reference))
            means += mean_rows(waves, exposure, levels, settings.study.confidence)
            for adjustment in (CRUDE, *([ADJUSTED] if confounders else [])):
                of = confounders if adjustment == ADJUSTED else ()
                shared = (dict(settings.models.references), "linear", settings.study.confidence)
                estimates += estimate_rows(waves, Asked(exposure, reference, adjustment, of, of, *shared), levels, codebook)
    return means, estimates
