"""The whole analysis in memory from settings as a file would hold them, for tests that compare cohorts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ipscohort.config import Settings
from ipscohort.run import pipeline
from ipscohort.run.pipeline import Analysis


def analyse(values: dict[str, Any], files: dict[str, Path]) -> Analysis:
    """Read, clean, derive and estimate.

    Parameters
    ----------
    values : dict
        A cohort's settings as its file would hold them.
    files : dict of str -> Path
        Every file of records, by the key under `ingest` that names it.
    """
    return pipeline.analyse(Settings.model_validate(values), files)
