"""Derive outcomes by the shape of the records and put the tables together."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ipscohort.config import Settings, Slice
from ipscohort.config.study import Study
from ipscohort.contracts import AVAILABILITY, JOB_MEASURES, PERSONS, RATES, RATES_BY_EXPOSURE
from ipscohort.contracts.codebook import Codebook
from ipscohort.outcomes.exposures import add_exposures
from ipscohort.outcomes.given import from_durations, from_outcomes
from ipscohort.outcomes.panel import from_panel
from ipscohort.outcomes.parts import Parts, Periods, employment_rates, rates_by_exposure, remark
from ipscohort.outcomes.spells import from_spells
from ipscohort.outcomes.wording import availability
from ipscohort.words import say


@dataclass(frozen=True)
class Derived:
    """What outcomes hands over.

    Attributes
    ----------
    persons : DataFrame
        PERSONS, then characteristics and exposures by the settings' names.
    rates, rates_by_exposure, job_measures, availability : DataFrame
        The contracts of these names. Rates hold every period of follow-up, also one in which nobody was observed.
    codebook : Codebook
        With the exposures added.
    by_period : Periods
        What `periods` is made from.
    """

    persons: pd.DataFrame
    rates: pd.DataFrame
    rates_by_exposure: pd.DataFrame
    job_measures: pd.DataFrame
    availability: pd.DataFrame
    codebook: Codebook
    by_period: Periods

    @property
    def periods(self) -> pd.DataFrame:
        """PERIODS, made anew each time: it has a row per person and period."""
        return self.by_period.frame()


def derive_outcomes(
    participants: pd.DataFrame,
    jobs: pd.DataFrame,
    panel: pd.DataFrame,
    codebook: Codebook,
    settings: Settings | Slice,
) -> Derived:
    """Every outcome that the records give; the others are missing and absent by name.

    Parameters
    ----------
    participants, jobs, panel : DataFrame
        CLEAN_PARTICIPANTS, CLEAN_JOBS, PANEL.
    codebook : Codebook
    settings : Settings or Slice
        `study`, `outcomes` and `exposures`.

    Returns
    -------
    Derived

    Raises
    ------
    UserError
        A variable or an exposure has a name that is taken, or an exposure does not fit its variable.
    """
    study, outcomes = settings.study, settings.outcomes
    participants, parts = outcomes_of(participants, jobs, panel, codebook, settings)
    persons, described = with_exposures(participants, parts, codebook, settings)
    levels = {name: (described.variables[name].levels, persons[name]) for name in settings.exposures}
    return Derived(
        persons=persons,
        rates=RATES.conform(employment_rates(parts.periods, parts.n_periods, study.confidence, parts.bounded_periods)),
        rates_by_exposure=RATES_BY_EXPOSURE.conform(rates_by_exposure(parts.periods, parts.n_periods, study.confidence, levels)),
        job_measures=JOB_MEASURES.conform(parts.job_measures),
        availability=AVAILABILITY.conform(availability(parts, study, outcomes, codebook)),
        codebook=described,
        by_period=parts.periods,
    )


def outcomes_of(
    participants: pd.DataFrame, jobs: pd.DataFrame, panel: pd.DataFrame, codebook: Codebook, settings: Settings | Slice
) -> tuple[pd.DataFrame, Parts]:
    """Participants numbered from 0, and their outcomes, which hang on no exposure; parameters as of `derive_outcomes`."""
    codebook.refuse_names_of(PERSONS)
    participants = participants.reset_index(drop=True)
    parts = _parts(participants, jobs, panel, codebook, settings.study, settings.outcomes)
    _count_left_early(parts, participants)
    return participants, parts


def with_exposures(
    participants: pd.DataFrame, parts: Parts, codebook: Codebook, settings: Settings | Slice
) -> tuple[pd.DataFrame, Codebook]:
    """PERSONS with characteristics and exposures, and the codebook with the exposures added; of what `outcomes_of` gives."""
    columns, described = add_exposures(participants, codebook, settings.exposures)
    return _persons(participants, parts, codebook, columns), described


def _parts(participants: pd.DataFrame, jobs: pd.DataFrame, panel: pd.DataFrame, codebook: Codebook, study: Study, outcomes) -> Parts:
    if codebook.shape == "spells":
        return from_spells(participants, jobs, codebook, study, outcomes)
    if codebook.shape == "panel":
        return from_panel(participants, panel, codebook, study, outcomes)
    if codebook.shape == "durations":
        return from_durations(participants, study)
    return from_outcomes(participants, codebook, study, outcomes)


def _count_left_early(parts: Parts, participants: pd.DataFrame) -> None:
    """Say beside the share with a job how many without one were not observed to the end."""
    if "job_obtained" in parts.columns:
        without = (parts.columns["job_obtained"] == "no").fillna(False)
        early = (without & ~participants["full_follow_up"].fillna(True)).to_numpy(dtype=bool)
        said = [parts.remarks.get("job_obtained", ""), remark((say("persons without a job who were not observed to the end"), early))]
        parts.remarks["job_obtained"] = "; ".join(filter(None, said))


def _persons(participants: pd.DataFrame, parts: Parts, codebook: Codebook, exposures: dict[str, pd.Series]) -> pd.DataFrame:
    """PERSONS: contract columns, then characteristics in the settings' order, then exposures."""
    shared = {name: participants[name] for name in PERSONS.names() if name in participants}
    characteristics = {name: participants[name] for name in codebook.variables if name in participants}
    more = {name: values for name, values in exposures.items() if name not in characteristics}
    columns = pd.DataFrame({**shared, **parts.columns, **characteristics, **more}, index=participants.index, copy=False)
    return PERSONS.conform(columns, copy=False)
