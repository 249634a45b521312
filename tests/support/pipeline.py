"""The whole analysis in memory, stage by stage as the workflow runs it, for tests that compare cohorts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ipscohort.clean import Cleaned, clean_records
from ipscohort.config import Settings
from ipscohort.ingest import read_cohort
from ipscohort.models import Fitted, fit_models
from ipscohort.outcomes import Derived, derive_outcomes
from ipscohort.survival import Survived, estimate_survival


@dataclass(frozen=True)
class Analysis:
    """What each stage gives."""

    cleaned: Cleaned
    derived: Derived
    fitted: Fitted
    survived: Survived


def analyse(values: dict[str, Any], files: dict[str, Path]) -> Analysis:
    """Read, clean, derive and estimate.

    Parameters
    ----------
    values : dict
        A cohort's settings as its file would hold them.
    files : dict of str -> Path
        Every file of records, by the key under `ingest` that names it.
    """
    settings = Settings.model_validate(values)
    records = read_cohort(settings.ingest, files)
    cleaned = clean_records(records.participants, records.jobs, records.panel, records.codebook, settings.clean, settings.study)
    derived = derive_outcomes(
        cleaned.participants, cleaned.jobs, cleaned.panel, records.codebook, settings.study, settings.outcomes, settings.exposures
    )
    fitted = fit_models(derived.persons, derived.codebook, settings.exposures, settings.models, settings.study.confidence)
    survived = estimate_survival(
        derived.persons,
        derived.codebook,
        settings.exposures,
        settings.survival,
        settings.study.follow_up,
        settings.study.time_unit,
        settings.study.confidence,
    )
    return Analysis(cleaned, derived, fitted, survived)
