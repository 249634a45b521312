"""Crude and adjusted estimates again under other settings: only those, and each model of the same values once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd

from ipscohort.config import Settings
from ipscohort.contracts import PERSONS
from ipscohort.contracts.codebook import Codebook
from ipscohort.models.fit import Model, one_model, rows_of, specify
from ipscohort.models.spec import ModelSpec

Row = dict[str, Any]
PLAIN = {"crude_on_adjusted_rows": False, "mutual_adjustment": False, "two_part": False, "bootstrap": None}
"""What is left out of the models."""


class Refits:
    """Crude and adjusted estimates of each exposure in each regression, under settings that are tried one after another."""

    def __init__(self, more: Callable[[Model, Codebook, Row], Row] | None = None) -> None:
        """`more` tells further columns of an estimate's row, from its model and the codebook."""
        self._more = more
        self._known: dict[tuple[Any, ...], list[Row]] = {}
        self._digests: _Digests | None = None

    def of(self, persons: pd.DataFrame, codebook: Codebook, settings: Settings, *, own: bool = False) -> list[Row]:
        """The exposures' rows as `fit_models` gives them, without all else that it gives.

        Parameters
        ----------
        persons : DataFrame
            PERSONS; a missing value leaves the person out of the models that need it.
        codebook : Codebook
        settings : Settings
        own : bool
            Whether these are the study's own settings: only then is it said what those at unknown times would change, which takes
            two more fits of each model of times.

        Returns
        -------
        list of dict
            Rows of ESTIMATES by column: one per level, the reference's included. A model that was fitted before on the same values
            is not fitted again.
        """
        if self._digests is None or not self._digests.are_of(persons, codebook):
            self._digests = _Digests(persons, codebook)
        models = settings.models.model_copy(update=PLAIN)
        study, found = settings.study.model_dump_json(), []
        for spec in specify(settings.exposures, models, settings.study.confidence):
            key = (repr(spec), study, self._digests.of(spec), own and spec.family.outcome == "time")
            if key not in self._known:
                model = one_model(spec, persons, codebook, {}, unknown_starts=own)
                rows = [row for row in rows_of(model, codebook) if row["term"] == spec.exposure]
                self._known[key] = [{**row, **self._more(model, codebook, row)} for row in rows] if self._more else rows
            found += self._known[key]
        return found


class _Digests:
    """Digests of columns, each computed once: two persons' tables with the same ones give the same models."""

    def __init__(self, persons: pd.DataFrame, codebook: Codebook):
        self._persons, self._codebook = persons, codebook
        self._shared = self._of([name for name in persons if name in PERSONS.names()])
        self._described = repr(replace(codebook, variables={}))
        self._columns: dict[str, bytes] = {}

    def are_of(self, persons: pd.DataFrame, codebook: Codebook) -> bool:
        """Whether they are of these."""
        return self._persons is persons and self._codebook is codebook

    def of(self, spec: ModelSpec) -> tuple[Any, ...]:
        """Of all columns that a model may read, with what the codebook says of them."""
        names = dict.fromkeys([spec.exposure, *spec.complete_on, spec.regression.outcome, spec.regression.offset])
        own = [name for name in names if name in self._persons and name not in PERSONS.names()]
        said = tuple(repr(self._codebook.variables.get(name)) for name in names)
        return self._described, self._shared, said, *(self._column(name) for name in own)

    def _column(self, name: str) -> bytes:
        if name not in self._columns:
            self._columns[name] = self._of([name])
        return self._columns[name]

    def _of(self, names: list[str]) -> bytes:
        return pd.util.hash_pandas_object(self._persons[names], index=False).to_numpy().tobytes()
