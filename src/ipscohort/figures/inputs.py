"""What figures are drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

import pandas as pd

from ipscohort import contracts
from ipscohort.catalogue.measures import MEASURES
from ipscohort.config import Settings, Slice
from ipscohort.config.analysis import Exposure, Figures, Models, Tables
from ipscohort.config.repeated import Repeated
from ipscohort.config.study import Study
from ipscohort.contracts.codebook import Codebook
from ipscohort.contracts.repeated import REPEATED_CURVES, WAVE_MEANS
from ipscohort.display import printing
from ipscohort.display.left_out import LeftOut
from ipscohort.display.naming import Naming
from ipscohort.display.units import several
from ipscohort.files.exchange import Read
from ipscohort.words import later, say

TIME_UNKNOWN = later("{n} left out: time of first job unknown")
START_UNKNOWN = later("{n} left out: start of a job unknown")
WORK_UNKNOWN = later("{n} left out: not known to have worked or not")
UNTIL_UNKNOWN = later("{n} left out: no job, time of censoring unknown")
"""Who is left out."""
MILLIMETRES = 25.4
"""To the inch."""


@dataclass(frozen=True)
class AtTimes:
    """What is to be said of curves that are known at some times alone, and drawn straight between them.

    Attributes
    ----------
    note : str
    medians : mapping of (str, str) -> str
        Exposure and level -> in which interval the median lies, in words.
    """

    note: str
    medians: Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class FigureInputs(Naming):
    """Frames (see contracts) and settings that the figures read.

    Attributes
    ----------
    rates, estimates, curves, survival_tests, incidence_curves : DataFrame
    rates_by_exposure, survival_estimates, flow, fits, exclusions, missing_patterns, standardised, persons, job_measures :
    DataFrame
    proportional_hazards, schoenfeld : DataFrame
    diagnostics, diagnostic_points : DataFrame
    gray_tests, states, time_in_states, job_starts, recruitment : DataFrame
        Empty where the settings do not ask for them.
    repeated_curves, wave_means : DataFrame
        REPEATED_CURVES, WAVE_MEANS, where the settings, `repeated`, ask for them.
    codebook : Codebook
        With the exposures among its variables.
    exposures : mapping of str -> Exposure
    study, models, figures, tables : parts of the settings
    n_time_unknown : int
        Persons who worked, but the time of the first job is unknown: they are on no curve, and of spells in no rate.
    n_outcome_unknown : int
        Persons who are not known to have worked or not, and whose time is unknown.
    n_until_unknown : int
        Persons without a job of whom nothing says until when.
    synthetic : bool
    printed : DataFrame
        PRINTED: values that a paper prints, of which those of the rates are marked; empty where the settings name none.
    at_times : AtTimes, optional
        Of curves that are known at some round times alone, as a release has them.
    """

    rates: pd.DataFrame
    estimates: pd.DataFrame
    curves: pd.DataFrame
    survival_tests: pd.DataFrame
    codebook: Codebook
    exposures: Mapping[str, Exposure]
    study: Study
    models: Models
    figures: Figures
    n_time_unknown: int = 0
    n_outcome_unknown: int = 0
    n_until_unknown: int = 0
    synthetic: bool = False
    printed: pd.DataFrame = field(default_factory=contracts.PRINTED.empty)
    rates_by_exposure: pd.DataFrame = field(default_factory=contracts.RATES_BY_EXPOSURE.empty)
    survival_estimates: pd.DataFrame = field(default_factory=contracts.SURVIVAL_ESTIMATES.empty)
    flow: pd.DataFrame = field(default_factory=contracts.PARTICIPANT_FLOW.empty)
    recruitment: pd.DataFrame = field(default_factory=contracts.RECRUITMENT.empty)
    fits: pd.DataFrame = field(default_factory=contracts.FITS.empty)
    exclusions: pd.DataFrame = field(default_factory=contracts.EXCLUSIONS.empty)
    missing_patterns: pd.DataFrame = field(default_factory=contracts.MISSING_PATTERNS.empty)
    standardised: pd.DataFrame = field(default_factory=contracts.STANDARDISED.empty)
    proportional_hazards: pd.DataFrame = field(default_factory=contracts.PROPORTIONAL_HAZARDS.empty)
    schoenfeld: pd.DataFrame = field(default_factory=contracts.SCHOENFELD.empty)
    persons: pd.DataFrame = field(default_factory=contracts.PERSONS.empty)
    job_measures: pd.DataFrame = field(default_factory=contracts.JOB_MEASURES.empty)
    incidence_curves: pd.DataFrame = field(default_factory=contracts.CUMULATIVE_INCIDENCE.empty)
    gray_tests: pd.DataFrame = field(default_factory=contracts.GRAY_TESTS.empty)
    states: pd.DataFrame = field(default_factory=contracts.STATES.empty)
    time_in_states: pd.DataFrame = field(default_factory=contracts.TIME_IN_STATES.empty)
    job_starts: pd.DataFrame = field(default_factory=contracts.JOB_STARTS.empty)
    tables: Tables = field(default_factory=Tables)
    diagnostic_points: pd.DataFrame = field(default_factory=contracts.DIAGNOSTIC_POINTS.empty)
    diagnostics: pd.DataFrame = field(default_factory=contracts.DIAGNOSTICS.empty)
    repeated: Repeated | None = None
    repeated_curves: pd.DataFrame = field(default_factory=REPEATED_CURVES.empty)
    wave_means: pd.DataFrame = field(default_factory=WAVE_MEANS.empty)
    at_times: AtTimes | None = None

    @classmethod
    def of(cls, read: Read, settings: Settings | Slice, printed: pd.DataFrame) -> FigureInputs:
        """From what a step read, the settings that it reads, and the printed values, by the fields' names."""
        out = LeftOut.of(read.survival_estimates.iloc[0])  # the median of all
        names = {field.name for field in fields(cls)}
        parts = {name: getattr(settings, name) for name in names if name in Settings.model_fields}
        counts = {"n_time_unknown": out.worked, "n_outcome_unknown": out.outcome_unknown, "n_until_unknown": out.censoring_unknown}
        return cls(**{**read.only(names), **parts, **counts, "printed": printed})

    @property
    def width(self) -> float:
        """Width of a figure in inches."""
        return self.figures.width / MILLIMETRES

    def unit_of(self, outcome: str) -> str:
        """In what an outcome is counted: 'days'; empty where it has no unit."""
        if outcome in self.codebook.variables:
            return self.codebook.variables[outcome].unit
        timed = ("time_worked", "time_to_first_job", "time_observed")
        return several(self.study.time_unit) if outcome in timed else say(MEASURES[outcome].unit) if outcome in MEASURES else ""

    def levels_in(self, frame: pd.DataFrame) -> dict[str, tuple[str, ...]]:
        """'all' and exposures -> their levels that occur in a table with columns exposure and level; those without are left out."""
        present = set(zip(frame["exposure"], frame["level"], strict=True))
        known = {"all": ("all",), **{name: self.levels(name) for name in self.exposures}}
        found = {name: tuple(level for level in levels if (name, level) in present) for name, levels in known.items()}
        return {name: levels for name, levels in found.items() if levels}

    @property
    def left_out(self) -> str:
        """Who is on no curve, in words; empty where nobody is left out."""
        return _counted({TIME_UNKNOWN: self.n_time_unknown, WORK_UNKNOWN: self.n_outcome_unknown, UNTIL_UNKNOWN: self.n_until_unknown})

    @property
    def left_out_of_rates(self) -> str:
        """Who is in no rate; in a panel an unknown period is left out, not the person."""
        of_start = 0 if self.codebook.shape == "panel" else self.n_time_unknown
        return _counted({START_UNKNOWN: of_start, WORK_UNKNOWN: self.n_outcome_unknown})


def _counted(reasons: dict[str, int]) -> str:
    said = "; ".join(say(why, n=printing.count(n)) for why, n in reasons.items() if n)
    return f"{said}." if said else ""
