"""An exposure that a part of the programme makes itself, in the study's own regressions: fidelity at inclusion, or the funding scheme."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd

from ipscohort.catalogue.adjustments import ALONE, SAME_ROWS, WITH_AGENCY, WITH_BOTH, WITH_DATE
from ipscohort.config import Settings, Slice
from ipscohort.contracts.base import Contract
from ipscohort.contracts.codebook import Codebook
from ipscohort.models.diagnostics import Diagnoses
from ipscohort.models.fit import Model, Solved, one_model, rows_of
from ipscohort.models.spec import ModelSpec

COMPARED = (SAME_ROWS, ALONE, WITH_DATE, WITH_AGENCY, WITH_BOTH)
"""Models that are there to be compared with another on the same persons: what those at unknown times would change is told of that one."""


@dataclass(frozen=True)
class Fitted:
    """What was estimated.

    Attributes
    ----------
    estimates : DataFrame
        As the contract has them.
    codebook : Codebook
        With the exposure among its variables.
    """

    estimates: pd.DataFrame
    codebook: Codebook


def fit_own(
    specs: Iterable[ModelSpec],
    persons: pd.DataFrame,
    codebook: Codebook,
    settings: Settings | Slice,
    contract: Contract,
    about: Callable[[Model], dict[str, Any]],
    instead: Callable[[ModelSpec], Model | None] = lambda _: None,
) -> Fitted:
    """Fit the models of an exposure of one's own.

    Parameters
    ----------
    specs : iterable of ModelSpec
        Models of one regression and exposure one after another, as what was solved is kept among them.
    persons : DataFrame
        PERSONS with a column for each exposure; who has none is left out, counted and named.
    codebook : Codebook
        With the exposures among its variables.
    settings : Settings or Slice
        `models`, `exposures`, `study`.
    contract : Contract
        ESTIMATES and columns of its own.
    about : callable
        A model -> those columns.
    instead : callable
        A specification -> a model that is not fitted and says why; None where it can be.

    Returns
    -------
    Fitted
        The exposure's rows alone. A model that can't be fitted is rows that say why.
    """
    diagnoses, rows = Diagnoses(persons, codebook, settings), []
    for _, of in groupby(specs, key=lambda spec: (spec.name, spec.exposure)):
        known: Solved = {}  # the same persons and confounders are the same fit, of one exposure
        for spec in of:
            found = instead(spec) or one_model(spec, persons, codebook, known, unknown_starts=spec.adjustment not in COMPARED)
            rows += _rows(diagnoses.of(found), codebook, about)
    frame = pd.DataFrame(rows, columns=contract.names())
    return Fitted(contract.conform(frame) if rows else contract.empty(), codebook)


def _rows(model: Model, codebook: Codebook, about: Callable[[Model], dict[str, Any]]) -> list[dict[str, Any]]:
    """The exposure's rows of one model, with who is in it."""
    spec, sample = model.spec, model.sample
    more = {
        "confounders": ";".join(spec.confounders) or None,
        "population": sample.population,
        "why_excluded": sample.why or None,
        **about(model),
    }
    return [{**row, **more} for row in rows_of(model, codebook) if row["term"] == spec.exposure]
