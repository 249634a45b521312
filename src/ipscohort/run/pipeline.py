"""The whole analysis in memory, stage by stage as the workflow runs it: for comparing settings or cohorts.

Steps: records -> cleaning -> outcomes -> regressions -> survival. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ipscohort.clean import Cleaned, clean_records
from ipscohort.config import Settings
from ipscohort.ingest import Records, read_cohort
from ipscohort.models.fit import Fitted, fit_models
from ipscohort.outcomes import Derived, derive_outcomes
from ipscohort.survival import Survived, estimate_survival


@dataclass(frozen=True)
class Analysis:
    """What each stage gives.

    Attributes
    ----------
    records : Records
    cleaned : Cleaned
    derived : Derived
    fitted : Fitted
    survived : Survived
    """

    records: Records
    cleaned: Cleaned
    derived: Derived
    fitted: Fitted
    survived: Survived

    def frames(self) -> dict[str, pd.DataFrame]:
        """What printed values are recomputed from, by the names that they are told under."""
        return _frames(self.derived, self.fitted)


def analyse(settings: Settings, files: dict[str, Path]) -> Analysis:
    """Read, clean, derive and estimate.

    Parameters
    ----------
    settings : Settings
    files : dict of str -> Path
        Every file of records, by the key under `ingest` that names it.

    Raises
    ------
    UserError
        The records can't be read with these settings, or hold rows that a rule set to `stop` has found.
    """
    return analyse_records(settings, read_cohort(settings.ingest, files))


def analyse_records(settings: Settings, records: Records) -> Analysis:
    """The same from records that are read already.

    Parameters
    ----------
    settings : Settings
        Its `ingest` is the one that the records were read with.
    records : Records
        They are not changed.
    """
    study = settings.study
    cleaned, derived, fitted = _fitted(settings, records)
    survived = estimate_survival(
        derived.persons,
        derived.codebook,
        settings.exposures,
        settings.survival,
        study.follow_up,
        study.time_unit,
        study.confidence,
        study.month,
    )
    return Analysis(records, cleaned, derived, fitted, survived)


def _fitted(settings: Settings, records: Records) -> tuple[Cleaned, Derived, Fitted]:
    """The analysis as far as the regressions."""
    study = settings.study
    cleaned = clean_records(records.participants, records.jobs, records.panel, records.codebook, settings.clean, study)
    derived = derive_outcomes(
        cleaned.participants, cleaned.jobs, cleaned.panel, records.codebook, study, settings.outcomes, settings.exposures
    )
    return cleaned, derived, fit_models(derived.persons, derived.codebook, settings.exposures, settings.models, study.confidence)


def _frames(derived: Derived, fitted: Fitted) -> dict[str, pd.DataFrame]:
    """What printed values are recomputed from, by the names that they are told under; curves are not among them."""
    return {
        "persons": derived.persons,
        "jobs": derived.job_measures,
        "rates": derived.rates,
        "estimates": fitted.estimates,
        "fits": fitted.fits,
        "availability": derived.availability,
    }


def results_of(files: dict[str, Path]) -> Callable[[Settings], dict[str, pd.DataFrame]]:
    """One cohort under several settings: what printed values are recomputed from.

    Parameters
    ----------
    files : dict of str -> Path

    Returns
    -------
    callable
        Settings -> frames by name (persons, jobs, rates, estimates, fits, availability). Records are read once for each
        way of reading them.
    """
    read: dict[str, Records] = {}

    def results(settings: Settings) -> dict[str, pd.DataFrame]:
        way = settings.ingest.model_dump_json()
        if way not in read:
            read[way] = read_cohort(settings.ingest, files)
        _, derived, fitted = _fitted(settings, read[way])
        return _frames(derived, fitted)

    return results
