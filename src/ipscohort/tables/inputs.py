"""What tables are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

import pandas as pd

from ipscohort.config import Settings, Slice
from ipscohort.config.analysis import DerivedOutcomes, Exposure, Models, Survival, Tables
from ipscohort.config.repeated import Repeated
from ipscohort.config.study import Study
from ipscohort.contracts import (
    ASSOCIATIONS,
    CLEANING_LOG,
    DIAGNOSTICS,
    GRAY_TESTS,
    IMPUTED,
    IMPUTED_VARIABLES,
    JOB_START_TESTS,
    JOBS_PER_PERSON,
    PROPORTIONAL_HAZARDS,
    RECRUITMENT,
    STANDARDISED,
    TIME_IN_STATES,
    WEIGHTED,
)
from ipscohort.contracts.codebook import Codebook
from ipscohort.contracts.repeated import REPEATED_ESTIMATES, REPEATED_MODELS, WAVE_ESTIMATES, WAVE_MEANS
from ipscohort.display.house_style import style_of
from ipscohort.display.naming import Naming
from ipscohort.display.numbers import Filter, share_source, source
from ipscohort.display.styles import Style
from ipscohort.display.units import several
from ipscohort.files.exchange import Read
from ipscohort.tables.checked import looked_at
from ipscohort.words import say


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
    diagnostics : DataFrame
        DIAGNOSTICS.
    log : DataFrame
        CLEANING_LOG: which values were set missing.
    associations, standardised : DataFrame
        How exposures go together; absolute differences.
    proportional_hazards : DataFrame
        PROPORTIONAL_HAZARDS.
    jobs_per_person, job_start_tests, time_in_states, gray_tests : DataFrame
        The contracts of these names; empty where the settings do not ask for them.
    imputed, imputed_variables : DataFrame
        IMPUTED, IMPUTED_VARIABLES; empty where the settings do not ask for imputation.
    weighted : DataFrame
        WEIGHTED; empty where the settings do not ask for it.
    recruitment : DataFrame
        RECRUITMENT; empty where the settings give no counts.
    repeated : Repeated or None
        The settings of repeated measures; None where they are not asked for.
    repeated_models, repeated_estimates, wave_means, wave_estimates : DataFrame
        REPEATED_MODELS, REPEATED_ESTIMATES, WAVE_MEANS, WAVE_ESTIMATES.
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
    diagnostics: pd.DataFrame = field(default_factory=DIAGNOSTICS.empty)
    log: pd.DataFrame = field(default_factory=CLEANING_LOG.empty)
    associations: pd.DataFrame = field(default_factory=ASSOCIATIONS.empty)
    standardised: pd.DataFrame = field(default_factory=STANDARDISED.empty)
    proportional_hazards: pd.DataFrame = field(default_factory=PROPORTIONAL_HAZARDS.empty)
    jobs_per_person: pd.DataFrame = field(default_factory=JOBS_PER_PERSON.empty)
    job_start_tests: pd.DataFrame = field(default_factory=JOB_START_TESTS.empty)
    time_in_states: pd.DataFrame = field(default_factory=TIME_IN_STATES.empty)
    gray_tests: pd.DataFrame = field(default_factory=GRAY_TESTS.empty)
    imputed: pd.DataFrame = field(default_factory=IMPUTED.empty)
    imputed_variables: pd.DataFrame = field(default_factory=IMPUTED_VARIABLES.empty)
    weighted: pd.DataFrame = field(default_factory=WEIGHTED.empty)
    recruitment: pd.DataFrame = field(default_factory=RECRUITMENT.empty)
    repeated: Repeated | None = None
    repeated_models: pd.DataFrame = field(default_factory=REPEATED_MODELS.empty)
    repeated_estimates: pd.DataFrame = field(default_factory=REPEATED_ESTIMATES.empty)
    wave_means: pd.DataFrame = field(default_factory=WAVE_MEANS.empty)
    wave_estimates: pd.DataFrame = field(default_factory=WAVE_ESTIMATES.empty)

    @classmethod
    def of(cls, read: Read, settings: Settings | Slice) -> TableInputs:
        """From what a step read and the settings that it reads, by the fields' names."""
        names = {field.name for field in fields(cls)}
        parts = {name: getattr(settings, name) for name in names if name in Settings.model_fields}
        return cls(**{**read.only(names), **parts})

    @cached_property
    def looked_at(self) -> list[dict[str, Any]]:
        """Checks of models that are worth a look and say why."""
        return looked_at(self.diagnostics)

    @property
    def style(self) -> Style:
        """How numbers look."""
        return style_of(self.tables)

    @property
    def unit(self) -> str:
        """Time unit in words: days, weeks, months or periods of two weeks."""
        return several(self.study.time_unit)

    def heading(self, variable: str) -> str:
        """The same with its unit."""
        known = self.codebook.variables.get(variable)
        return known.heading if known else self.label(variable)

    def measure(self, name: str) -> tuple[bool, str, str]:
        """Whether an outcome could be computed, its operational rule, and why not; by availability's row of that name."""
        found = self.availability.loc[self.availability["measure"] == name]
        if found.empty:
            given = name in self.persons and bool(self.persons[name].notna().any())
            return given, "", "" if given else say("not in these records")
        row = found.iloc[0]
        return bool(row["available"]), str(row["rule"]), "" if pd.isna(row["why_not"]) else str(row["why_not"])


__all__ = ["Filter", "TableInputs", "share_source", "source"]
