"""Every model of employment in every week or month: exposures by adjustments by approaches, as tidy rows.

Steps, per exposure and adjustment: persons (sample) -> design -> what can't be modelled (said) -> marginal models with robust and
corrected errors, without and with exposure by time -> random intercepts -> rows. One that can't be estimated is a row that says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipscohort.catalogue.adjustments import ADJUSTED, CRUDE, SAME_ROWS
from ipscohort.config import Settings, Slice
from ipscohort.contracts import CONTRACTS
from ipscohort.contracts.codebook import Codebook
from ipscohort.models.design import Design
from ipscohort.models.families.base import NotFittedError
from ipscohort.repeated import rows, said
from ipscohort.repeated.gee import Marginal, NotConvergedError, fit_gee
from ipscohort.repeated.mixed import fit_mixed
from ipscohort.repeated.sample import Asked, Chosen, Long, Matrix
from ipscohort.repeated.waves import estimate_waves
from ipscohort.words import say


@dataclass(frozen=True)
class Repeated:
    """What the stage leaves.

    Attributes
    ----------
    models, estimates, curves, missing : DataFrame
        REPEATED_MODELS, REPEATED_ESTIMATES, REPEATED_CURVES, REPEATED_MISSING; without rows where the records hold no periods.
    wave_means, wave_estimates : DataFrame
        WAVE_MEANS, WAVE_ESTIMATES; without rows where the settings name no scores.
    """

    models: pd.DataFrame
    estimates: pd.DataFrame
    curves: pd.DataFrame
    missing: pd.DataFrame
    wave_means: pd.DataFrame
    wave_estimates: pd.DataFrame


def estimate_repeated(
    persons: pd.DataFrame, periods: pd.DataFrame, rates: pd.DataFrame, codebook: Codebook, settings: Settings | Slice
) -> Repeated:
    """Every model that the settings ask for.

    Parameters
    ----------
    persons, periods, rates : DataFrame
        PERSONS, PERIODS and RATES; a week or month without a row in PERIODS was not observed, or is not known.
    codebook : Codebook
        With the exposures among its variables.
    settings : Settings or Slice
        `repeated`, `models`, `exposures` and `study`.
    """
    found: dict[str, list[dict]] = {"models": [], "estimates": [], "curves": [], "missing": []}
    n_periods = int(rates["period"].max()) if len(rates) else 0
    if n_periods and settings.repeated.employment:
        long = Long.of(persons, periods, n_periods)
        found["missing"] += long.missing_rows(np.ones(len(persons), dtype=bool), "all", "all")
        asked_for = settings.repeated.employment
        for exposure in asked_for.exposures or list(settings.exposures):
            for level in _levels(exposure, codebook, settings):
                members = long.persons[exposure].eq(level).fillna(False).to_numpy(dtype=bool)
                found["missing"] += long.missing_rows(members, exposure, level)
            for asked in _asked(exposure, settings):
                _one(long, asked, codebook, settings, found)
    found["wave_means"], found["wave_estimates"] = estimate_waves(persons, codebook, settings)
    frames = {name: CONTRACTS[name if name.startswith("wave") else f"repeated_{name}"] for name in found}
    return Repeated(**{name: contract.conform(_frame(found[name], contract)) for name, contract in frames.items()})


def _frame(found: list[dict], contract: object) -> pd.DataFrame:
    return pd.DataFrame(found) if found else contract.empty()


def _levels(exposure: str, codebook: Codebook, settings: Settings | Slice) -> tuple[str, ...]:
    reference = settings.exposures[exposure].reference
    return (reference, *(level for level in codebook.variables[exposure].levels if level != reference))


def _asked(exposure: str, settings: Settings | Slice) -> Iterator[Asked]:
    """Crude, crude on the adjusted model's persons, adjusted."""
    asked_for, models = settings.repeated.employment, settings.models
    confounders = tuple(models.confounders if asked_for.confounders is None else asked_for.confounders)
    adjustments = [CRUDE, *([SAME_ROWS] if confounders and models.crude_on_adjusted_rows else []), *([ADJUSTED] if confounders else [])]
    for adjustment in adjustments:
        yield Asked(
            exposure,
            settings.exposures[exposure].reference,
            adjustment,
            confounders if adjustment == ADJUSTED else (),
            () if adjustment == CRUDE else confounders,
            dict(models.references),
            asked_for.time,
            settings.study.confidence,
        )


def _one(long: Long, asked: Asked, codebook: Codebook, settings: Settings | Slice, found: dict[str, list[dict]]) -> None:
    """All approaches on one sample."""
    wanted, chosen, design = settings.repeated.employment, Chosen.of(long, asked, codebook), None
    approaches = [f"gee_{each}" for each in wanted.correlations] + ["mixed"] * (wanted.random_intercept and asked.adjustment != SAME_ROWS)
    about = rows.About(asked, chosen, wanted.role, _levels(asked.exposure, codebook, settings))
    curve = None
    try:
        said.refuse(chosen)
        design = chosen.design(asked, codebook)
        said.refuse_separated(chosen, asked, design)
    except NotFittedError as reason:
        for approach in approaches:
            rows.add_unfitted(found, about, approach, str(reason))
    else:
        notes = list(said.of_sample(chosen, asked, design, codebook))
        for approach in approaches:
            with_products = _fitted(found, about, design, approach, notes, codebook)
            curve = with_products if approach == approaches[0] else curve
    if asked.adjustment == CRUDE:
        found["curves"] += rows.curve_rows(about, curve)


def _fitted(
    found: dict[str, list[dict]], about: rows.About, design: Design, approach: str, notes: list[str], codebook: Codebook
) -> tuple[Matrix, Marginal] | None:
    """One model's rows; of a marginal model that with exposure by time too."""
    matrix = Matrix.of(about.chosen, design, about.asked.time, products=False)
    try:
        if approach == "mixed":
            if not said.has_pairs(matrix):
                raise NotFittedError(
                    say("Nobody has two weeks or months, so that persons can't be told from chance: no model with random intercepts.")
                )
            mixed = fit_mixed(matrix.panel)
            rows.add_mixed(found, about, matrix, mixed, [*said.of_mixed(mixed), *notes])
            return None
        structure = approach.removeprefix("gee_")
        marginal = fit_gee(matrix.panel, structure)
        if not (np.diag(marginal.robust) > 1e-20).all():
            raise NotFittedError(say(said.NO_ERRORS))
    except NotConvergedError:
        rows.add_unfitted(found, about, approach, said.why_not_converged(about.chosen, design, codebook))
        return None
    except NotFittedError as reason:
        rows.add_unfitted(found, about, approach, str(reason))
        return None
    crossed = _crossed(about, design, structure) if matrix.time else None
    rows.add_marginal(found, about, approach, matrix, marginal, crossed, [*said.of_marginal(marginal, matrix), *notes])
    return crossed or (None if matrix.time else (matrix, marginal))


def _crossed(about: rows.About, design: Design, structure: str) -> tuple[Matrix, Marginal] | None:
    """The model with exposure by time; None where it has no solution."""
    matrix = Matrix.of(about.chosen, design, about.asked.time, products=True)
    if len(about.chosen.rows) <= matrix.panel.matrix.shape[2]:
        return None
    try:
        fit = fit_gee(matrix.panel, structure)
        return (matrix, fit) if (np.diag(fit.robust) > 1e-20).all() else None
    except NotConvergedError:
        return None
