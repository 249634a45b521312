"""What tables are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import Enum

import pandas as pd

from ipscohort.catalogue.stages import FILES
from ipscohort.config import Settings, Slice
from ipscohort.config.analysis import DerivedOutcomes, Exposure, Models, Survival, Tables
from ipscohort.config.study import Study
from ipscohort.contracts import CLEANING_LOG
from ipscohort.contracts.codebook import Codebook
from ipscohort.display.naming import Naming
from ipscohort.files.exchange import Read


@dataclass(frozen=True)
class TableInputs(Naming):
    """Frames (see contracts) and settings that the tables read.

    Attributes
    ----------
    persons, rates, job_measures, availability, missing_values, flow : DataFrame
    estimates, confounder_estimates, fits, exclusions : DataFrame
    curves, survival_estimates, survival_tests : DataFrame
    codebook : Codebook
        With the exposures among its variables.
    exposures : mapping of str -> Exposure
    study, outcomes, models, survival, tables : parts of the settings
    synthetic : bool
    log : DataFrame
        CLEANING_LOG: which values were set missing.
    """

    persons: pd.DataFrame
    rates: pd.DataFrame
    job_measures: pd.DataFrame
    availability: pd.DataFrame
    missing_values: pd.DataFrame
    flow: pd.DataFrame
    estimates: pd.DataFrame
    confounder_estimates: pd.DataFrame
    fits: pd.DataFrame
    exclusions: pd.DataFrame
    curves: pd.DataFrame
    survival_estimates: pd.DataFrame
    survival_tests: pd.DataFrame
    codebook: Codebook
    exposures: Mapping[str, Exposure]
    study: Study
    outcomes: DerivedOutcomes
    models: Models
    survival: Survival
    tables: Tables
    synthetic: bool = False
    log: pd.DataFrame = field(default_factory=CLEANING_LOG.empty)

    @classmethod
    def of(cls, read: Read, settings: Settings | Slice) -> TableInputs:
        """From what a step read and the settings that it reads, by the fields' names."""
        names = {field.name for field in fields(cls)}
        parts = {name: getattr(settings, name) for name in names if name in Settings.model_fields}
        return cls(**{**read.only(names), **parts})

    @property
    def unit(self) -> str:
        """Time unit in words: days, weeks, months or periods of two weeks."""
        return str(self.study.time_unit)

    def heading(self, variable: str) -> str:
        """The same with its unit."""
        known = self.codebook.variables.get(variable)
        return known.heading if known else self.label(variable)

    def measure(self, name: str) -> tuple[bool, str, str]:
        """Whether an outcome could be computed, its operational rule, and why not; by availability's row of that name."""
        found = self.availability.loc[self.availability["measure"] == name]
        if found.empty:
            given = name in self.persons and bool(self.persons[name].notna().any())
            return given, "", "" if given else "not in these records"
        row = found.iloc[0]
        return bool(row["available"]), str(row["rule"]), "" if pd.isna(row["why_not"]) else str(row["why_not"])


class Filter(Enum):
    """A filter on a column that is no value of it."""

    KNOWN = "not missing"
    MISSING = "missing"
    ABOVE_0 = "> 0"


def source(field: str, column: str, **where: object) -> str:
    """Where a number comes from: file, column, and the rows selected, as 'file: column [column = value, column not missing]'.

    A flag that is true reads yes.
    """
    return f"{FILES[field].path}: {column}{selection(where)}"


def selection(where: Mapping[str, object]) -> str:
    """The rows selected, each condition on a column of the file; empty where it is all of them."""
    parts = [f"{key} {value.value}" if isinstance(value, Filter) else f"{key} = {value}" for key, value in where.items()]
    return f" [{', '.join(parts)}]" if parts else ""


def share_source(field: str, column: str, part: Mapping[str, object], whole: Mapping[str, object]) -> tuple[str, str, str]:
    """Sources of a count, of what it is a share of, and of the percentage ('file: column [counted] of [all]')."""
    counted, of = source(field, column, **part), source(field, column, **whole)
    return counted, of, f"{counted} of{selection(whole) or ' [all rows]'}"
