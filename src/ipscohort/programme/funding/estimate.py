"""The scheme that applied to each person as an exposure in the study's own regressions, beside the exposure that stands for funding.

The classes are made of payer and period, so that no model holds them together with either: crude, crude on the adjusted model's persons, and
adjusted for the study's confounders, as any exposure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from ipscohort.config import Settings, Slice
from ipscohort.config.analysis import Exposure, Models
from ipscohort.config.funding import FUNDING_CLASS, Funding
from ipscohort.contracts.codebook import Codebook, VariableInfo
from ipscohort.contracts.funding import FUNDING_ESTIMATES
from ipscohort.models.fit import specify
from ipscohort.models.spec import ModelSpec
from ipscohort.programme.funding.classes import levels_of
from ipscohort.programme.own_exposure import Fitted, fit_own
from ipscohort.words import later, say

CLASS = FUNDING_CLASS
LABEL = later("Funding scheme (payer and period)")
NOT_SEPARABLE = later(
    "The classes are determined by payer and period: whatever else differs between the clients of the payers, or changed over time, goes with them."
)
PERFORMANCE = later("The pay-for-performance element can't be separated from either: no two classes differ in it and in nothing else.")
ONE_CLASS = later("All of these persons are of one class, so there is nothing to compare.")


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
    about = {"about_funding": f"{say(NOT_SEPARABLE)} {say(PERFORMANCE)}"}
    return fit_own(_specs(reference_of(chosen, labels), settings), enlarged, described, settings, FUNDING_ESTIMATES, lambda _: about)


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
