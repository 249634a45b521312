"""Crude and adjusted estimates again under other settings: only those, and each model of the same values once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from ipscohort.config import Settings
from ipscohort.config.analysis import Exposure, Models
from ipscohort.config.study import Study
from ipscohort.contracts import ESTIMATES, PERSONS
from ipscohort.contracts.codebook import Codebook
from ipscohort.models.fit import each_model, rows_of
from ipscohort.models.rows import as_frame

Known = dict[tuple[Any, ...], list[dict]]
"""What an estimate hangs on -> its rows."""
PLAIN = {"crude_on_adjusted_rows": False, "mutual_adjustment": False, "two_part": False, "bootstrap": None}
"""What is left out of the models."""


@dataclass(frozen=True)
class _Asked:
    """The settings of one regression on one exposure."""

    exposures: dict[str, Exposure]
    models: Models
    study: Study


def crude_and_adjusted(persons: pd.DataFrame, codebook: Codebook, settings: Settings, known: Known) -> pd.DataFrame:
    """Estimates of each exposure in each regression, crude and adjusted: the rows of `fit_models`, without all else that it gives.

    Parameters
    ----------
    persons : DataFrame
        PERSONS; a missing value leaves the person out of the models that need it.
    codebook : Codebook
    settings : Settings
    known : dict
        Rows of models fitted before, by the values of all that they hang on; it is filled here.

    Returns
    -------
    DataFrame
        ESTIMATES of the exposures: a row per level, the reference's included.
    """
    digests, study, found = _Digests(persons, codebook), settings.study.model_dump_json(), []
    for name, regression in settings.models.regressions.items():
        for exposure in regression.exposures or list(settings.exposures):
            models = settings.models.model_copy(
                update={**PLAIN, "regressions": {name: regression.model_copy(update={"exposures": [exposure]})}}
            )
            asked = _Asked({exposure: settings.exposures[exposure]}, models, settings.study)
            key = (models.model_dump_json(), exposure, asked.exposures[exposure].reference, study, digests.of(asked))
            if key not in known:
                models_of = each_model(persons, codebook, asked)
                known[key] = [row for model in models_of for row in rows_of(model, codebook) if row["term"] == exposure]
            found += known[key]
    return as_frame(found, ESTIMATES)


class _Digests:
    """Digests of columns, each computed once: two persons' tables with the same ones give the same models."""

    def __init__(self, persons: pd.DataFrame, codebook: Codebook):
        self._persons, self._codebook = persons, codebook
        self._shared = self._of([name for name in persons if name in PERSONS.names()])
        self._described = repr(replace(codebook, variables={}))
        self._columns: dict[str, bytes] = {}

    def of(self, asked: _Asked) -> tuple[Any, ...]:
        """Of all columns that the models of one regression and exposure may read, with what the codebook says of them."""
        (regression,) = asked.models.regressions.values()
        confounders = asked.models.confounders if regression.confounders is None else regression.confounders
        names = [*asked.exposures, *confounders, regression.outcome, regression.offset]
        own = [name for name in dict.fromkeys(names) if name in self._persons and name not in PERSONS.names()]
        said = tuple(repr(self._codebook.variables.get(name)) for name in names)
        return self._described, self._shared, said, *(self._column(name) for name in own)

    def _column(self, name: str) -> bytes:
        if name not in self._columns:
            self._columns[name] = self._of([name])
        return self._columns[name]

    def _of(self, names: list[str]) -> bytes:
        return pd.util.hash_pandas_object(self._persons[names], index=False).to_numpy().tobytes()
