"""Fit every declared regression: for each exposure crude, adjusted, and crude on the adjusted model's rows where asked.

Steps, per model: population and complete cases (sample) -> coding and rank (design) -> estimates (solve) -> what a
reader must know (guards) -> rows. A model that can't be fitted gives rows that say why, and the others go on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from ipscohort.config import Settings, Slice
from ipscohort.config.analysis import Exposure, Models
from ipscohort.contracts import ESTIMATES, EXCLUSIONS, FITS
from ipscohort.contracts.codebook import Codebook
from ipscohort.models import guards
from ipscohort.models.design import Design, build_design
from ipscohort.models.families.base import NotFittedError, Solution
from ipscohort.models.missingness import missing_patterns
from ipscohort.models.partly_known import notes_on_outcome
from ipscohort.models.rows import as_frame, estimate_rows, exclusion_rows, fit_row, unfitted_codings
from ipscohort.models.sample import Sample, draw_sample
from ipscohort.models.solve import Problem
from ipscohort.models.spec import Adjustment, ModelSpec


@dataclass(frozen=True)
class Fitted:
    """What the models stage gives.

    Attributes
    ----------
    estimates : DataFrame
        ESTIMATES: the exposures' rows. A reference level is a row of method `reference` without an estimate.
    confounder_estimates : DataFrame
        ESTIMATES: all other terms and the intercept.
    fits : DataFrame
        FITS: a row per model.
    exclusions : DataFrame
        EXCLUSIONS.
    missing_patterns : DataFrame
        MISSING_PATTERNS.
    """

    estimates: pd.DataFrame
    confounder_estimates: pd.DataFrame
    fits: pd.DataFrame
    exclusions: pd.DataFrame
    missing_patterns: pd.DataFrame


def fit_models(persons: pd.DataFrame, codebook: Codebook, settings: Settings | Slice) -> Fitted:
    """Fit the declared regressions.

    Parameters
    ----------
    persons : DataFrame
        PERSONS, with a column per exposure and confounder. A missing value leaves the person out of the models that
        need it, counted and named.
    codebook : Codebook
        Types, labels and the order of levels; exposures included.
    settings : Settings or Slice
        `models`, `exposures` and `study`, of which the confidence level of all intervals.

    Returns
    -------
    Fitted
        Coefficients as each model's family gives them. Factors are treatment coded against their reference, numbers linear.
    """
    estimates, others, fits, exclusions = [], [], [], []
    crude: tuple[int, Design, Solution] | None = None
    for spec in specify(settings.exposures, settings.models, settings.study.confidence):
        sample = draw_sample(persons, codebook, spec)
        exclusions += exclusion_rows(spec, sample)
        try:
            if spec.adjustment == "crude_on_adjusted_rows" and crude is not None and crude[0] == len(sample.rows):
                _, design, solution = crude  # nobody is left out for a confounder: the same persons, the same fit
            else:
                design, solution = _solve(sample, spec, codebook)
        except NotFittedError as reason:
            crude = None
            estimates += estimate_rows(spec, sample, unfitted_codings(spec, codebook), None, str(reason))
            fits.append(fit_row(spec, sample, None, " ".join([str(reason), *sample.warnings])))
            continue
        few = guards.few_events(sample, design, spec)
        crude = (len(sample.rows), design, solution) if spec.adjustment == "crude" else None
        notes = [*solution.warnings, *design.warnings, *few]
        warning = " ".join([*notes, *guards.left_early(sample, spec), *notes_on_outcome(sample, design, spec, codebook), *sample.warnings])
        rows = estimate_rows(spec, sample, list(design.codings), (design, solution), warning, bool(few) or solution.status == "penalised")
        estimates += [row for row in rows if row["term"] == spec.exposure]
        others += [row for row in rows if row["term"] != spec.exposure]
        fits.append(fit_row(spec, sample, (design, solution), warning))
    frames = ((estimates, ESTIMATES), (others, ESTIMATES), (fits, FITS), (exclusions, EXCLUSIONS))
    patterns = missing_patterns(persons, settings.exposures, settings.models)
    return Fitted(*(as_frame(rows, contract) for rows, contract in frames), patterns)


def _solve(sample: Sample, spec: ModelSpec, codebook: Codebook) -> tuple[Design, Solution]:
    """Design and estimates of one model; raises NotFittedError where it has none."""
    guards.refuse_empty(sample, spec)
    design = build_design(sample, codebook, spec)
    guards.refuse_too_many(design)
    return design, spec.family.fit(Problem.of(sample, design, spec, codebook))


def specify(exposures: Mapping[str, Exposure], models: Models, confidence: float) -> Iterator[ModelSpec]:
    """Every model that the settings ask for, in their order."""
    for name, regression in models.regressions.items():
        confounders = tuple(models.confounders if regression.confounders is None else regression.confounders)
        for exposure in regression.exposures or exposures:
            for adjustment in _adjustments(confounders, models):
                yield ModelSpec(
                    name=name,
                    regression=regression,
                    exposure=exposure,
                    reference=exposures[exposure].reference,
                    adjustment=adjustment,
                    confounders=confounders if adjustment == "adjusted" else (),
                    complete_on=() if adjustment == "crude" else confounders,
                    references=models.references,
                    confidence=confidence,
                    few_events=models.few_events,
                )


def _adjustments(confounders: tuple[str, ...], models: Models) -> list[Adjustment]:
    if not confounders:
        return ["crude"]
    return ["crude", *(["crude_on_adjusted_rows"] if models.crude_on_adjusted_rows else []), "adjusted"]
