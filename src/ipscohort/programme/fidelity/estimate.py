"""Fidelity at inclusion as an exposure in the study's own regressions, beside the exposures that stand for the calendar.

Steps: fidelity of each person -> two variables (total per 10 points, class) -> the models that any exposure has: crude, crude on the adjusted
model's persons, adjusted, with the calendar's exposures in one model, and with date of inclusion, agency, and both -> rows, with how far fidelity goes with the date of inclusion.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd

from ipscohort.catalogue.adjustments import ADJUSTED, ALONE, CRUDE, MUTUAL, WITH_AGENCY, WITH_BOTH, WITH_DATE
from ipscohort.config import Settings, Slice
from ipscohort.config.analysis import Exposure, Models
from ipscohort.config.programme import CLASS, POINTS, TOTAL, YEARS, Fidelity
from ipscohort.contracts.codebook import Codebook, VariableInfo
from ipscohort.contracts.programme import FIDELITY_ESTIMATES
from ipscohort.models.fit import Model, specify
from ipscohort.models.guards import per_coefficient
from ipscohort.models.sample import draw_sample
from ipscohort.models.spec import Adjustment, ModelSpec
from ipscohort.outcomes.exposures import INCLUSION_LABEL, LINEAR_RULE, years_since_first
from ipscohort.programme.fidelity.at_inclusion import with_calendar
from ipscohort.programme.fidelity.words import about, of_classes
from ipscohort.programme.own_exposure import Fitted, fit_own
from ipscohort.scales.ips_fidelity import CLASSES
from ipscohort.words import later, say

PER = 10
"""Points of the total that an estimate is per."""
RULE = later("last fidelity review of the person's agency on the day of inclusion or before")
BETWEEN = later(
    "on the straight line between the fidelity reviews of the person's agency before and after the day of inclusion; after its last review, that one"
)
TOO_MANY = later(
    "With {agencies} agencies there would be more coefficients than events (or persons with or without the event), so it is not estimated."
)
LABELS = {TOTAL: later("IPS fidelity at inclusion, per 10 points"), CLASS: later("Class of IPS fidelity at inclusion")}


def fit_fidelity(persons: pd.DataFrame, found: pd.DataFrame, codebook: Codebook, settings: Settings | Slice) -> Fitted:
    """Estimate fidelity as an exposure in the declared regressions.

    Parameters
    ----------
    persons : DataFrame
        PERSONS, with exposures, confounders and agencies.
    found : DataFrame
        FIDELITY_PERSONS of the same persons. Who has no total is left out of these models, counted and named.
    codebook : Codebook
    settings : Settings or Slice
        `programme`, `models`, `exposures`, `study`.

    Returns
    -------
    Fitted
        A model that can't be fitted is rows that say why. Standard errors take persons for independent; that those of an agency share
        its reviews is said.
    """
    chosen = settings.programme.fidelity
    enlarged = persons.assign(**_variables(found), **{YEARS: years_since_first(persons["inclusion_date"])})
    described = described_by(codebook, found, chosen)
    known: dict[tuple[bytes, bool], dict[str, Any]] = {}  # most models are of the same persons
    return fit_own(
        _all_specs(chosen, settings, found),
        enlarged,
        described,
        settings,
        FIDELITY_ESTIMATES,
        about=lambda model: _about(model, enlarged, chosen, known),
        instead=lambda spec: _too_many_agencies(spec, enlarged, described, chosen),
    )


def _too_many_agencies(spec: ModelSpec, persons: pd.DataFrame, codebook: Codebook, chosen: Fidelity) -> Model | None:
    """The model with the agency where there are more coefficients than events can bear, not fitted; None where it can be fitted."""
    if spec.adjustment not in (WITH_AGENCY, WITH_BOTH):
        return None
    sample = draw_sample(persons, codebook, spec)
    agencies = sample.rows[chosen.participants_agency].nunique()
    if agencies < 2 or per_coefficient(sample, agencies - 1 + len(spec.confounders), spec) >= 1:
        return None
    return Model(spec, sample, None, say(TOO_MANY, agencies=agencies))


def described_by(codebook: Codebook, found: pd.DataFrame, chosen: Fidelity) -> Codebook:
    """The codebook with fidelity and the date of inclusion among its variables; levels of the class are those that anybody has."""
    levels = tuple(name for name in CLASSES if found["class"].eq(name).any())
    rule = say(BETWEEN if chosen.between_reviews == "interpolated" else RULE)
    total = VariableInfo(TOTAL, say(LABELS[TOTAL]), "number", rule=rule)
    return replace(
        codebook,
        variables={
            **codebook.variables,
            TOTAL: total,
            CLASS: VariableInfo(CLASS, say(LABELS[CLASS]), "category", levels=levels, rule=rule),
            YEARS: VariableInfo(YEARS, say(INCLUSION_LABEL), "number", unit=say("years"), rule=say(LINEAR_RULE)),
        },
    )


def _variables(found: pd.DataFrame) -> dict[str, Any]:
    return {
        TOTAL: (found["total"] / PER).to_numpy(dtype=float, na_value=np.nan),
        CLASS: found["class"].array,
        POINTS: found["total"].to_numpy(dtype=float, na_value=np.nan),
    }


def beside(settings: Settings | Slice) -> list[str]:
    """Exposures that stand for the calendar: those named, else those made from the date of inclusion."""
    named = settings.programme.fidelity.beside
    return [name for name, each in settings.exposures.items() if (each.variable == "inclusion_date" if named is None else name in named)]


def reference_of(chosen: Fidelity, found: pd.DataFrame) -> str:
    """The class that others are compared with: as declared, else the lowest that occurs ('' where none does)."""
    return chosen.reference or next((name for name in CLASSES if found["class"].eq(name).any()), "")


def _all_specs(chosen: Fidelity, settings: Settings | Slice, found: pd.DataFrame) -> Iterator[ModelSpec]:
    """The models of each regression and exposure, one after another."""
    calendar = beside(settings)
    if "total" in chosen.exposures:
        yield from _specs(TOTAL, "", settings, calendar)
    if "class" in chosen.exposures:
        yield from _specs(CLASS, reference_of(chosen, found), settings, calendar)


def _specs(name: str, reference: str, settings: Settings | Slice, calendar: list[str]) -> Iterator[ModelSpec]:
    """Models of an exposure in each regression, as any exposure of the study has them, and with date and agency; of the calendar's only those beside the total."""
    stand_in = Exposure(variable=name, reference=reference or "none")
    exposures = {name: stand_in, **{each: settings.exposures[each] for each in calendar}}
    regressions = {
        model: each.model_copy(update={"exposures": [name, *(one for one in calendar if one in (each.exposures or calendar))]})
        for model, each in settings.models.regressions.items()
        if settings.programme.fidelity.regressions is None or model in settings.programme.fidelity.regressions
    }
    models: Models = settings.models.model_copy(update={"regressions": regressions, "mutual_adjustment": True})
    every = specify(exposures, models, settings.study.confidence)
    for (_, exposure), specs in groupby(every, key=lambda spec: (spec.name, spec.exposure)):
        if exposure == name:
            own = [replace(spec, reference=reference) for spec in specs]
            yield from own
            yield from _with_date_and_agency([spec for spec in own if spec.adjustment in (CRUDE, ADJUSTED)][-1], settings)
        elif name == TOTAL:
            yield from (spec for spec in specs if spec.adjustment in (ALONE, MUTUAL))


def _with_date_and_agency(base: ModelSpec, settings: Settings | Slice) -> Iterator[ModelSpec]:
    """The adjusted model with the date of inclusion as a number, with the agency, and with both; without those that are one of these already."""
    agency = settings.programme.fidelity.participants_agency
    more: tuple[tuple[Adjustment, tuple[str, ...]], ...] = ((WITH_DATE, (YEARS,)), (WITH_AGENCY, (agency,)), (WITH_BOTH, (YEARS, agency)))
    for adjustment, added in more:
        if agency in added and agency in base.confounders:
            continue
        terms = (*base.confounders, *added)
        yield replace(base, adjustment=adjustment, confounders=terms, complete_on=terms)


def _about(model: Model, persons: pd.DataFrame, chosen: Fidelity, known: dict[tuple[bytes, bool], dict[str, Any]]) -> dict[str, Any]:
    """How fidelity goes with the calendar among those in a model; `known` takes what is found of each set of persons."""
    index, by_class = model.sample.rows.index, model.spec.exposure == CLASS
    key = (index.to_numpy().tobytes(), by_class)
    if key not in known:
        known[key] = _of_members(persons.loc[index], chosen, by_class)
    return known[key]


def _of_members(members: pd.DataFrame, chosen: Fidelity, by_class: bool) -> dict[str, Any]:
    members = members[members[POINTS].notna()]
    agencies = members[chosen.participants_agency]
    calendar = with_calendar(members[POINTS], members["inclusion_date"], agencies)
    n_agencies = int(agencies.nunique())
    told = about(n_agencies, calendar, chosen)
    if by_class:
        told = " ".join([*of_classes(members[CLASS], agencies), told])
    return {"n_agencies": n_agencies, **calendar, "n_classes": int(members[CLASS].nunique()), "about_fidelity": told}
