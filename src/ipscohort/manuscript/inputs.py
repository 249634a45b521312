"""What the manuscript aids are written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

import pandas as pd

from ipscohort.catalogue.stages import FILES
from ipscohort.config import Settings
from ipscohort.config.analysis import Exposure
from ipscohort.config.study import Study
from ipscohort.contracts import DIAGNOSTICS, IMPUTED, PROPORTIONAL_HAZARDS, RECRUITMENT, STANDARDISED, WEIGHTED
from ipscohort.contracts.business_case import BUSINESS_CASE_DIFFERENCES, BUSINESS_CASE_GROSS, BUSINESS_CASE_PEOPLE, BUSINESS_CASE_SHARED
from ipscohort.contracts.codebook import Codebook
from ipscohort.contracts.programme import FIDELITY_ESTIMATES
from ipscohort.contracts.repeated import REPEATED_ESTIMATES, REPEATED_MODELS, WAVE_ESTIMATES
from ipscohort.contracts.second_clock import GRAY_TESTS, JOB_START_TESTS, JOBS_PER_PERSON, TIME_IN_STATES
from ipscohort.display.house_style import style_of
from ipscohort.display.naming import Naming
from ipscohort.display.styles import Style
from ipscohort.files.exchange import Read


@dataclass(frozen=True)
class ManuscriptInputs(Naming):
    """Results of the stages before, the settings and the versions of what computed them.

    Attributes
    ----------
    settings : Settings
    persons, flow, rates, availability, definitions : DataFrame
    estimates, fits, exclusions, standardised, proportional_hazards, diagnostics : DataFrame
    survival_estimates, survival_tests : DataFrame
    recruitment, imputed, weighted, fidelity_estimates, repeated_models, repeated_estimates, wave_estimates : DataFrame
    business_case_people, business_case_gross, business_case_differences, business_case_shared : DataFrame
    jobs_per_person, job_start_tests, time_in_states, gray_tests : DataFrame
        What is made on request; empty where the settings do not ask for it.
    specifications : DataFrame or None
        Estimates under alternatives; None where the settings declare none.
    codebook : Codebook
    versions : mapping of str -> str
        Software -> version; ipscohort and Python among them.
    """

    settings: Settings
    persons: pd.DataFrame
    flow: pd.DataFrame
    rates: pd.DataFrame
    availability: pd.DataFrame
    definitions: pd.DataFrame
    estimates: pd.DataFrame
    fits: pd.DataFrame
    exclusions: pd.DataFrame
    survival_estimates: pd.DataFrame
    survival_tests: pd.DataFrame
    codebook: Codebook
    standardised: pd.DataFrame = field(default_factory=STANDARDISED.empty)
    proportional_hazards: pd.DataFrame = field(default_factory=PROPORTIONAL_HAZARDS.empty)
    diagnostics: pd.DataFrame = field(default_factory=DIAGNOSTICS.empty)
    recruitment: pd.DataFrame = field(default_factory=RECRUITMENT.empty)
    imputed: pd.DataFrame = field(default_factory=IMPUTED.empty)
    weighted: pd.DataFrame = field(default_factory=WEIGHTED.empty)
    fidelity_estimates: pd.DataFrame = field(default_factory=FIDELITY_ESTIMATES.empty)
    business_case_people: pd.DataFrame = field(default_factory=BUSINESS_CASE_PEOPLE.empty)
    business_case_gross: pd.DataFrame = field(default_factory=BUSINESS_CASE_GROSS.empty)
    business_case_differences: pd.DataFrame = field(default_factory=BUSINESS_CASE_DIFFERENCES.empty)
    business_case_shared: pd.DataFrame = field(default_factory=BUSINESS_CASE_SHARED.empty)
    repeated_models: pd.DataFrame = field(default_factory=REPEATED_MODELS.empty)
    repeated_estimates: pd.DataFrame = field(default_factory=REPEATED_ESTIMATES.empty)
    wave_estimates: pd.DataFrame = field(default_factory=WAVE_ESTIMATES.empty)
    jobs_per_person: pd.DataFrame = field(default_factory=JOBS_PER_PERSON.empty)
    job_start_tests: pd.DataFrame = field(default_factory=JOB_START_TESTS.empty)
    time_in_states: pd.DataFrame = field(default_factory=TIME_IN_STATES.empty)
    gray_tests: pd.DataFrame = field(default_factory=GRAY_TESTS.empty)
    specifications: pd.DataFrame | None = None
    versions: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, read: Read, settings: Settings, versions: Mapping[str, str]) -> ManuscriptInputs:
        """From what a step read, the settings and the versions."""
        return cls(settings=settings, versions=versions, **read.only({field.name for field in fields(cls)}))

    @property
    def exposures(self) -> Mapping[str, Exposure]:
        """Those of the settings."""
        return self.settings.exposures

    @property
    def study(self) -> Study:
        """That of the settings."""
        return self.settings.study

    @property
    def style(self) -> Style:
        """How the settings want numbers to look."""
        return style_of(self.settings.tables)

    def rule(self, name: str) -> str:
        """An operational rule in words, as `outcomes/definitions.csv` has it; empty where there is none."""
        found = self.definitions.loc[self.definitions["name"] == name, "rule"]
        return "" if found.empty else str(found.iloc[0])

    def available(self, measure: str) -> bool:
        """Whether an outcome could be computed."""
        found = self.availability.loc[self.availability["measure"] == measure, "available"]
        return bool(len(found) and found.iloc[0])


def source(file: str, column: str, **where: object) -> str:
    """Where a number comes from: 'models/estimates.csv: ratio [model = job_obtained, ...]'."""
    chosen = ", ".join(f"{name} = {value}" for name, value in where.items())
    return f"{FILES[file].path}: {column}" + (f" [{chosen}]" if chosen else "")
