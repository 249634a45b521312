"""What the report is written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

import pandas as pd

from ipscohort import contracts
from ipscohort.answers import Answers
from ipscohort.config import Settings
from ipscohort.config.analysis import Exposure
from ipscohort.config.study import Study
from ipscohort.contracts.codebook import Codebook
from ipscohort.display.house_style import style_of
from ipscohort.display.naming import Naming
from ipscohort.display.styles import Style
from ipscohort.files.exchange import Read
from ipscohort.tables.checked import looked_at


@dataclass(frozen=True)
class ReportInputs(Naming):
    """Results of the stages before, and what made them.

    Attributes
    ----------
    settings : Settings
    codebook : Codebook
        With the exposures among its variables.
    persons, flow, log, disagreements, availability : DataFrame
        See contracts. `log` may hold the reading log's rows before the cleaning log's. Ids of persons in it are not shown.
    definitions : DataFrame
        Columns name and rule.
    tables : mapping of str -> str
        Name -> page of the table, as `tables.render` gives it.
    figures : mapping of str -> str
        Name -> SVG.
    downloads : mapping of str -> bytes
        Path in the results -> content of the files that the page carries along. None with a person's row.
    provenance : mapping of str -> mapping of str -> str
        Heading (records, settings, code, versions) -> name -> digest or version. No clock and no path of a machine.
    replication : DataFrame or None
        REPLICATION; None where the settings name no printed values.
    alternatives, changed_values : DataFrame or None
        ALTERNATIVES, CHANGED_VALUES; None where it was not asked which choice matters.
    estimates, fits, standardised, diagnostics, survival_estimates, survival_tests, curves : DataFrame
        What was found, with its warnings; of the curves how many are at risk.
    gray_tests, jobs_per_person, time_in_states : DataFrame
        Empty where the settings do not ask for them.
    recruitment : DataFrame or None
        RECRUITMENT; None where the settings give no counts of it.
    missing_values : DataFrame or None
        Why values are missing.
    specifications : DataFrame or None
        SPECIFICATIONS; None where the settings declare no alternatives.
    imputed, weighted : DataFrame or None
        IMPUTED, WEIGHTED; None where the settings do not ask for them.
    repeated_models, repeated_estimates : DataFrame or None
        REPEATED_MODELS, REPEATED_ESTIMATES; None where the settings do not ask for models over time.
    wave_estimates : DataFrame or None
        WAVE_ESTIMATES; None where the settings name no scores.
    fidelity_estimates : DataFrame or None
        FIDELITY_ESTIMATES; None where the settings name no fidelity reviews.
    funding_costs, business_case_gross, business_case_differences : DataFrame or None
        The contracts of these names; None where the settings declare no funding schemes, no business case, no comparator.
    answers : Answers or None
        What each number of the tables is.
    """

    settings: Settings
    codebook: Codebook
    persons: pd.DataFrame
    flow: pd.DataFrame
    log: pd.DataFrame
    disagreements: pd.DataFrame
    availability: pd.DataFrame
    definitions: pd.DataFrame
    tables: Mapping[str, str]
    figures: Mapping[str, str]
    provenance: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    replication: pd.DataFrame | None = None
    alternatives: pd.DataFrame | None = None
    changed_values: pd.DataFrame | None = None
    downloads: Mapping[str, bytes] = field(default_factory=dict)
    estimates: pd.DataFrame = field(default_factory=contracts.ESTIMATES.empty)
    fits: pd.DataFrame = field(default_factory=contracts.FITS.empty)
    standardised: pd.DataFrame = field(default_factory=contracts.STANDARDISED.empty)
    survival_estimates: pd.DataFrame = field(default_factory=contracts.SURVIVAL_ESTIMATES.empty)
    survival_tests: pd.DataFrame = field(default_factory=contracts.SURVIVAL_TESTS.empty)
    curves: pd.DataFrame = field(default_factory=contracts.CURVES.empty)
    diagnostics: pd.DataFrame = field(default_factory=contracts.DIAGNOSTICS.empty)
    gray_tests: pd.DataFrame = field(default_factory=contracts.GRAY_TESTS.empty)
    jobs_per_person: pd.DataFrame = field(default_factory=contracts.JOBS_PER_PERSON.empty)
    time_in_states: pd.DataFrame = field(default_factory=contracts.TIME_IN_STATES.empty)
    recruitment: pd.DataFrame | None = None
    missing_values: pd.DataFrame | None = None
    specifications: pd.DataFrame | None = None
    imputed: pd.DataFrame | None = None
    weighted: pd.DataFrame | None = None
    repeated_models: pd.DataFrame | None = None
    repeated_estimates: pd.DataFrame | None = None
    wave_estimates: pd.DataFrame | None = None
    fidelity_estimates: pd.DataFrame | None = None
    funding_costs: pd.DataFrame | None = None
    business_case_gross: pd.DataFrame | None = None
    business_case_differences: pd.DataFrame | None = None
    answers: Answers | None = None

    @cached_property
    def looked_at(self) -> list[dict[str, Any]]:
        """Checks of models that are worth a look and say why."""
        return looked_at(self.diagnostics)

    @property
    def style(self) -> Style:
        """How the settings have numbers printed."""
        return style_of(self.settings.tables)

    @property
    def exposures(self) -> Mapping[str, Exposure]:
        """Exposures of the settings."""
        return self.settings.exposures

    @property
    def study(self) -> Study:
        """The study's part of the settings."""
        return self.settings.study

    @classmethod
    def of(cls, read: Read, settings: Settings, **more: Any) -> ReportInputs:
        """From what a step read, by the fields' names; `more` are the fields that are no files between stages."""
        return cls(settings=settings, **{**read.only({field.name for field in fields(cls)}), **more})
