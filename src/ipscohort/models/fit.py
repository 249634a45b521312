"""Fit every declared regression: for each exposure crude, adjusted, crude on the adjusted model's rows where asked, and with the other exposures.

Steps, per model: population and complete cases (sample) -> coding and rank (design) -> estimates (solve) -> what a
reader must know (guards) -> rows. A model that can't be fitted gives rows that say why, and the others go on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd

from ipscohort.catalogue.adjustments import ADJUSTED, ALONE, CRUDE, MUTUAL, SAME_ROWS
from ipscohort.config import Settings, Slice
from ipscohort.config.analysis import Exposure, Models
from ipscohort.contracts import (
    ESTIMATES,
    EXCLUSIONS,
    FITS,
    IMPUTED,
    IMPUTED_VARIABLES,
    PROPORTIONAL_HAZARDS,
    SCHOENFELD,
    STANDARDISED,
    WEIGHTED,
)
from ipscohort.contracts.codebook import Codebook
from ipscohort.models import guards
from ipscohort.models.associated import associations
from ipscohort.models.design import Design, build_design
from ipscohort.models.diagnostics import Diagnoses
from ipscohort.models.families.base import NotFittedError, Solution
from ipscohort.models.hazard_rows import hazard_rows, residual_rows
from ipscohort.models.missingness import missing_patterns
from ipscohort.models.partly_known import notes_on_outcome
from ipscohort.models.rows import as_frame, common, estimate_rows, exclusion_rows, fit_row, unfitted_codings
from ipscohort.models.sample import Sample, draw_sample
from ipscohort.models.solve import Problem
from ipscohort.models.spec import Adjustment, ModelSpec
from ipscohort.models.standardised import standardised_rows
from ipscohort.models.two_part import two_part_rows
from ipscohort.models.unknown_starts import notes_on_unknown_starts


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
    associations : DataFrame
        ASSOCIATIONS of the exposures.
    standardised : DataFrame
        STANDARDISED: absolute differences.
    proportional_hazards : DataFrame
        PROPORTIONAL_HAZARDS: tests of the models that have hazards.
    schoenfeld : DataFrame
        SCHOENFELD: what each event says of the exposure at its time, of the same models.
    diagnostics, diagnostic_points, influence : DataFrame
        DIAGNOSTICS, DIAGNOSTIC_POINTS, INFLUENCE: checks of the models.
    imputed, imputed_variables, weighted : DataFrame
        IMPUTED, IMPUTED_VARIABLES, WEIGHTED; empty where the settings do not ask for them.
    """

    estimates: pd.DataFrame
    confounder_estimates: pd.DataFrame
    fits: pd.DataFrame
    exclusions: pd.DataFrame
    missing_patterns: pd.DataFrame
    associations: pd.DataFrame
    standardised: pd.DataFrame
    proportional_hazards: pd.DataFrame
    schoenfeld: pd.DataFrame
    diagnostics: pd.DataFrame
    diagnostic_points: pd.DataFrame
    influence: pd.DataFrame
    imputed: pd.DataFrame
    imputed_variables: pd.DataFrame
    weighted: pd.DataFrame


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
    rows: dict[str, list[dict]] = {
        name: [] for name in ("estimates", "others", "fits", "exclusions", "standardised", "hazards", "schoenfeld")
    }
    diagnoses = Diagnoses(persons, codebook, settings)
    for model in map(diagnoses.of, each_model(persons, codebook, settings)):
        spec, sample, fitted = model.spec, model.sample, model.fitted
        rows["exclusions"] += exclusion_rows(spec, sample)
        rows["fits"].append(fit_row(spec, sample, fitted, " ".join([model.warning, *sample.warnings]) if fitted is None else model.warning))
        for row in rows_of(model, codebook):
            rows["estimates" if row["term"] == spec.exposure else "others"].append(row)
        rows["standardised"] += two_part_rows(spec, persons, codebook)
        rows["standardised"] += standardised_rows(spec, sample, codebook, fitted, common(spec, sample), model.warning)
        rows["hazards"] += hazard_rows(spec, sample, fitted, model.warning)
        rows["schoenfeld"] += residual_rows(spec, fitted)
    frames = (("estimates", ESTIMATES), ("others", ESTIMATES), ("fits", FITS), ("exclusions", EXCLUSIONS))
    patterns = missing_patterns(persons, settings.exposures, settings.models)
    more = (("standardised", STANDARDISED), ("hazards", PROPORTIONAL_HAZARDS), ("schoenfeld", SCHOENFELD))
    beside = associations(persons, settings.exposures, codebook), *(as_frame(rows[name], contract) for name, contract in more)
    asked = _on_request(persons, codebook, settings, rows["fits"])
    return Fitted(*(as_frame(rows[name], contract) for name, contract in frames), patterns, *beside, *diagnoses.frames(), *asked)


def _on_request(
    persons: pd.DataFrame, codebook: Codebook, settings: Settings | Slice, fits: list[dict]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Estimates with missing values imputed, and those weighted for who left early, where they are asked for."""
    models, imputed, weighted = settings.models, (IMPUTED.empty(), IMPUTED_VARIABLES.empty()), WEIGHTED.empty()
    specs = partial(specify, settings.exposures, models, settings.study.confidence)
    if models.imputation is not None:
        from ipscohort.models.imputation.estimate import imputed_frames

        penalised = {(fit["model"], fit["exposure"], fit["adjustment"]) for fit in fits if fit["status"] == "penalised"}
        imputed = imputed_frames(specs(), persons, codebook, models.imputation, penalised)
    if models.left_early is not None:
        from ipscohort.models.left_early.estimate import weighted_frame

        weighted = weighted_frame(specs(), persons, codebook, models.left_early, settings.exposures, settings.survival.competing)
    return *imputed, weighted


@dataclass(frozen=True)
class Model:
    """One model after its fit.

    Attributes
    ----------
    spec : ModelSpec
    sample : Sample
    fitted : tuple of Design and Solution, or None where the model could not be fitted
    warning : str
        What a reader must know of it, or why it could not be fitted.
    caution : bool
        Whether all of its estimates are to be read with care.
    """

    spec: ModelSpec
    sample: Sample
    fitted: tuple[Design, Solution] | None
    warning: str
    caution: bool = False


def each_model(persons: pd.DataFrame, codebook: Codebook, settings: Settings | Slice) -> Iterator[Model]:
    """Every declared model in its order, fitted or with the reason why not; one at a time, as its rows are copies."""
    known: dict[tuple, tuple[Design, Solution]] = {}
    for spec in specify(settings.exposures, settings.models, settings.study.confidence):
        if spec.adjustment == "crude":
            known = {}
        yield one_model(spec, persons, codebook, known)


Solved = dict[tuple, tuple[Design, Solution]]
"""Regression, exposure, confounders and number of persons -> design and estimates."""


def one_model(spec: ModelSpec, persons: pd.DataFrame, codebook: Codebook, known: Solved, *, unknown_starts: bool = True) -> Model:
    """One model, fitted or with the reason why not.

    Parameters
    ----------
    spec : ModelSpec
    persons : DataFrame
        PERSONS.
    codebook : Codebook
    known : dict
        Fits so far; it takes this one. Of one regression and exposure the models lie in one another: as many persons are the same persons.
    unknown_starts : bool
        Whether a model of times is fitted twice more, with those at unknown times in, to say what they change.
    """
    sample = draw_sample(persons, codebook, spec)
    same = (spec.name, spec.exposure, spec.confounders, len(sample.rows))  # nobody more is left out, so the same persons: the same fit
    try:
        design, solution = known[same] if same in known else _solve(sample, spec, codebook)
    except NotFittedError as reason:
        return Model(spec, sample, None, str(reason))
    known[same] = design, solution
    few = guards.few_events(sample, design, spec)
    starts = notes_on_unknown_starts(persons, sample, spec, codebook, _solve) if unknown_starts else []
    notes = [*solution.warnings, *design.warnings, *few, *starts]
    warning = " ".join([*notes, *guards.left_early(sample, spec), *notes_on_outcome(sample, design, spec, codebook), *sample.warnings])
    return Model(spec, sample, (design, solution), warning, bool(few) or solution.caution or solution.status == "penalised")


def rows_of(model: Model, codebook: Codebook) -> list[dict]:
    """The rows of ESTIMATES of one model."""
    codings = unfitted_codings(model.spec, codebook) if model.fitted is None else list(model.fitted[0].codings)
    return estimate_rows(model.spec, model.sample, codings, model.fitted, model.warning, model.caution)


def _solve(sample: Sample, spec: ModelSpec, codebook: Codebook) -> tuple[Design, Solution]:
    """Design and estimates of one model; raises NotFittedError where it has none."""
    guards.refuse_empty(sample, spec)
    design = build_design(sample, codebook, spec)
    guards.refuse_too_many(design, intercept=spec.family.intercept)
    return design, spec.family.fit(Problem.of(sample, design, spec, codebook))


def specify(exposures: Mapping[str, Exposure], models: Models, confidence: float) -> Iterator[ModelSpec]:
    """Every model that the settings ask for, in their order."""
    for name, regression in models.regressions.items():
        confounders = tuple(models.confounders if regression.confounders is None else regression.confounders)
        chosen = regression.exposures or list(exposures)
        for exposure in chosen:
            others = _others(exposure, chosen, exposures, confounders) if models.mutual_adjustment else ()
            for adjustment in _adjustments(confounders, others, models):
                together = adjustment in (ALONE, MUTUAL)
                yield ModelSpec(
                    name=name,
                    regression=regression,
                    exposure=exposure,
                    reference="" if exposures[exposure].linear else exposures[exposure].reference,
                    adjustment=adjustment,
                    confounders=() if adjustment in (CRUDE, SAME_ROWS) else (*confounders, *(others if adjustment == MUTUAL else ())),
                    complete_on=() if adjustment == CRUDE else (*confounders, *(others if together else ())),
                    references={**models.references, **{other: exposures[other].reference for other in others}},
                    confidence=confidence,
                    few_events=models.few_events,
                    bootstrap=models.bootstrap,
                    two_part=models.two_part,
                )


def _others(exposure: str, chosen: Iterable[str], exposures: Mapping[str, Exposure], confounders: tuple[str, ...]) -> tuple[str, ...]:
    """Exposures to adjust for: those of other variables, which are no confounders already."""
    mine = exposures[exposure].variable
    return tuple(
        name
        for name in chosen
        if name != exposure and exposures[name].variable != mine and not {name, exposures[name].variable} & set(confounders)
    )


def _adjustments(confounders: tuple[str, ...], others: tuple[str, ...], models: Models) -> list[Adjustment]:
    found: list[Adjustment] = [CRUDE]
    if confounders:
        found += [*([SAME_ROWS] if models.crude_on_adjusted_rows else []), ADJUSTED]
    return [*found, *([ALONE, MUTUAL] if others else [])]
