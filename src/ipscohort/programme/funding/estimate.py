"""The scheme that applied to each person as an exposure in the study's own regressions, beside the exposure that stands for funding.

The classes are made of payer and period, so that no model holds them together with either: crude, crude on the adjusted model's persons, and
adjusted for the study's confounders, as any exposure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd

from ipscohort.catalogue.adjustments import SAME_ROWS
from ipscohort.config import Settings, Slice
from ipscohort.config.analysis import Exposure, Models
from ipscohort.config.funding import Funding
from ipscohort.contracts.codebook import Codebook, VariableInfo
from ipscohort.contracts.funding import FUNDING_ESTIMATES
from ipscohort.models.diagnostics import Diagnoses
from ipscohort.models.fit import Model, Solved, one_model, rows_of, specify
from ipscohort.models.spec import ModelSpec
from ipscohort.programme.funding.classes import levels_of
from ipscohort.words import later, say

CLASS = "funding_class"
"""Name of the exposure."""
LABEL = later("Funding scheme (payer and period)")
NOT_SEPARABLE = later(
    "The classes are determined by payer and period: whatever else differs between the clients of the payers, or changed over time, goes with them."
)
PERFORMANCE = later("The pay-for-performance element can't be separated from either: no two classes differ in it and in nothing else.")
ONE_CLASS = later("All of these persons are of one class, so there is nothing to compare.")


@dataclass(frozen=True)
class Fitted:
    """What was estimated.

    Attributes
    ----------
    estimates : DataFrame
        FUNDING_ESTIMATES.
    codebook : Codebook
        With the class among its variables.
    """

    estimates: pd.DataFrame
    codebook: Codebook


def fit_funding(persons: pd.DataFrame, labels: np.ndarray, codebook: Codebook, settings: Settings | Slice) -> Fitted:
    """Estimate the class of funding as an exposure in the declared regressions.

    Parameters
    ----------
    persons : DataFrame
        PERSONS, with confounders and outcomes.
    labels : ndarray of str or None, shape (persons,)
        Class of each; who has none is left out of these models, counted and named.
    codebook : Codebook
    settings : Settings or Slice
        `programme`, `models`, `exposures`, `study`.

    Returns
    -------
    Fitted
        Without rows where the settings want no such exposure. A model that can't be fitted is rows that say why.
    """
    chosen = settings.programme.funding
    levels = levels_of(labels, chosen)
    info = VariableInfo(CLASS, say(LABEL), "category", levels=levels, rule=say("scheme that applied on the person's funded start"))
    described = replace(codebook, variables={**codebook.variables, CLASS: info})
    if chosen.exposure is None or not levels:
        return Fitted(FUNDING_ESTIMATES.empty(), described)
    enlarged = persons.assign(**{CLASS: pd.array(labels, dtype="string")})
    diagnoses = Diagnoses(enlarged, described, settings)
    rows: list[dict[str, Any]] = []
    for _, specs in groupby(_specs(reference_of(chosen, labels), settings), key=lambda spec: spec.name):
        known: Solved = {}
        for spec in specs:
            model = one_model(spec, enlarged, described, known, unknown_starts=spec.adjustment != SAME_ROWS)
            rows += _rows(diagnoses.of(model), described)
    frame = pd.DataFrame(rows, columns=FUNDING_ESTIMATES.names())
    return Fitted(FUNDING_ESTIMATES.conform(frame) if rows else FUNDING_ESTIMATES.empty(), described)


def reference_of(chosen: Funding, labels: np.ndarray) -> str:
    """The class that others are compared with: as declared, else the one with most persons, the first in order of several."""
    if chosen.exposure is not None and chosen.exposure.reference is not None:
        return chosen.exposure.reference
    counts = {level: int((labels == level).sum()) for level in levels_of(labels, chosen)}
    return max(counts, key=counts.get) if counts else ""


def _specs(reference: str, settings: Settings | Slice) -> Iterator[ModelSpec]:
    """The models of each regression, one after another."""
    wanted = settings.programme.funding.exposure.regressions
    regressions = {
        model: each.model_copy(update={"exposures": [CLASS]})
        for model, each in settings.models.regressions.items()
        if wanted is None or model in wanted
    }
    models: Models = settings.models.model_copy(update={"regressions": regressions, "mutual_adjustment": False})
    exposures = {CLASS: Exposure(variable=CLASS, reference=reference)}
    yield from specify(exposures, models, settings.study.confidence)


def _rows(model: Model, codebook: Codebook) -> Iterator[dict[str, Any]]:
    """The exposure's rows of one model, with who is in it and what must be known of the classes among them."""
    spec, sample = model.spec, model.sample
    rows = [row for row in rows_of(model, codebook) if row["term"] == spec.exposure]
    more = {
        "confounders": ";".join(spec.confounders) or None,
        "population": sample.population,
        "why_excluded": sample.why or None,
        "about_funding": f"{say(NOT_SEPARABLE)} {say(PERFORMANCE)}",
    }
    yield from ({**row, **more} for row in rows)
