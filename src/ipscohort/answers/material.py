"""What answers are made from: the files that numbers come from, and the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ipscohort.catalogue.keys import STATISTIC_KEYS, keys_of_file
from ipscohort.catalogue.stages import FILES
from ipscohort.config import Settings, Slice
from ipscohort.config.analysis import DerivedOutcomes, Exposure, Models, Tables
from ipscohort.config.ingest import Ingest
from ipscohort.config.study import Study
from ipscohort.contracts import CONTRACTS, Column
from ipscohort.contracts.codebook import Codebook
from ipscohort.display.missing import Reasons
from ipscohort.display.naming import Naming, level_word
from ipscohort.display.numbers import Filter, Number, Where, meets
from ipscohort.display.phrasing import units
from ipscohort.files.exchange import Read
from ipscohort.words import later, mid_sentence, say

if TYPE_CHECKING:
    import pandas as pd


OCCUPATION = "occupation"
"""Column whose values are groups that the catalogue names."""
FILTERS = {Filter.KNOWN: later("{label} known"), Filter.MISSING: later("{label} missing"), Filter.ABOVE_0: later("{label} above 0")}
"""Filter on a column -> the condition in words."""


@dataclass(frozen=True)
class Material(Naming):
    """Files and settings; a file that is not given is only told less of.

    Attributes
    ----------
    frames : mapping of str -> DataFrame
        Name of the file between stages -> its rows.
    codebook : Codebook
        With the exposures among its variables.
    exposures : mapping of str -> Exposure
    study, outcomes, models, tables, ingest : parts of the settings
    synthetic : bool
        Whether the records are made up.
    """

    frames: Mapping[str, pd.DataFrame]
    codebook: Codebook
    exposures: Mapping[str, Exposure]
    study: Study
    outcomes: DerivedOutcomes
    models: Models
    tables: Tables
    ingest: Ingest
    synthetic: bool = False
    _masks: dict[tuple[str, str, object], np.ndarray] = field(default_factory=dict, repr=False)
    _rows: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, read: Read, settings: Settings | Slice) -> Material:
        """From what a step read and the settings that it reads."""
        frames = {name: read.get(name) for name, file in FILES.items() if file.contract and read.get(name) is not None}
        parts = ("exposures", "study", "outcomes", "models", "tables", "ingest", "synthetic")
        return cls(frames, read.codebook, **{name: getattr(settings, name) for name in parts})

    def mask(self, file: str, where: Where) -> np.ndarray:
        """Which rows of a file are selected: shape (rows,)."""
        frame = self.frames[file]
        chosen = np.ones(len(frame), dtype=bool)
        for name, wanted in where:
            key = (file, name, wanted)
            if key not in self._masks:
                self._masks[key] = meets(frame[name], wanted)
            chosen &= self._masks[key]
        return chosen

    def row(self, file: str, where: Where) -> Mapping[str, Any]:
        """The one row that is selected; empty where there is none, or the file was not given."""
        if file not in self.frames:
            return {}
        found = np.flatnonzero(self.mask(file, where))
        return self.records(file)[found[0]] if len(found) == 1 else {}

    def records(self, file: str) -> list[Mapping[str, Any]]:
        """Every row of a file."""
        if file not in self._rows:
            self._rows[file] = self.frames[file].to_dict("records")
        return self._rows[file]

    def rule_of(self, measure: str) -> tuple[str, ...]:
        """The operational rule of an outcome; none where it was not given."""
        rule = self.row("availability", (("measure", measure),)).get("rule")
        return (str(rule),) if rule else ()

    @cached_property
    def reasons(self) -> Reasons | None:
        """Why values are missing; None where that was not given."""
        told = [self.frames.get(name) for name in ("missing_values", "log")]
        return None if any(frame is None for frame in told) else Reasons(*told, self.exposures)

    @cached_property
    def flow(self) -> str:
        """Who of those read is not analysed at all; '' where the flow was not given."""
        flow = self.frames.get("flow")
        if flow is None or flow.empty:
            return ""
        out = [f"{mid_sentence(row['label'])} {row['n_left_out']}" for row in flow.to_dict("records") if row["n_left_out"]]
        counts = {"read": flow["n"].iloc[0], "n": flow["n"].iloc[-1]}
        if not out:
            return say("Of {read} rows read, {n} persons are analysed.", **counts)
        return say("Of {read} rows read, {n} persons are analysed; left out before: {out}.", out=", ".join(out), **counts)

    def described(self, file: str, column: str) -> Column | None:
        """A column as its contract describes it."""
        contract = CONTRACTS.get(FILES[file].contract)
        return next((each for each in contract.columns if each.name == column), None) if contract else None

    def named(self, column: str) -> str:
        """A column of persons or jobs in words, with its unit."""
        known = self.codebook.variables.get(column)
        if known:
            return known.heading
        told = self.described("persons", column) or self.described("job_measures", column)
        unit = (self.unit_of(told) if told else "") or ""
        label = self.label(column)
        return f"{label} ({unit})" if unit and unit not in label.lower() else label

    def unit_of(self, column: Column) -> str | None:
        """A column's unit: its own, or the study's unit of time; None for none."""
        return units(self.study) if "study.time_unit" in column.description else column.unit or None

    def condition(self, name: str, wanted: object) -> str:
        """One condition in words: 'Sex: male', 'Sex known'."""
        if isinstance(wanted, Filter):
            return say(FILTERS[wanted], label=self.label(name))
        return f"{self.label(name)}: {say(str(wanted)) if name == OCCUPATION else level_word(str(wanted))}"

    def keys(self, number: Number, more: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Settings that change a number; `more` in place of those of its file."""
        source = number.source
        values = _Known({name: str(wanted) for name, wanted in source.where if not isinstance(wanted, Filter)})
        found = (key.format_map(values) for key in (more or keys_of_file(source.file)))
        return tuple(dict.fromkeys(key for key in (*found, *STATISTIC_KEYS.get(number.statistic, ())) if _complete(key)))


class _Known(dict[str, str]):
    """Values of columns; one that a number's rows are not selected by is left open."""

    def __missing__(self, name: str) -> str:
        return "{" + name + "}"


def _complete(key: str) -> bool:
    """Whether a key names one setting; that of 'all' is none."""
    return "{" not in key and not key.endswith(".all")
