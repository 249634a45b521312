"""The shipped cohort, its settings file, and its whole analysis from raw files to printed values, in memory."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pandas as pd

from ipscohort.config import load_cohort
from ipscohort.config.loader import Cohort
from ipscohort.printed_values.file import read_printed
from ipscohort.replication import replicate
from ipscohort.run.pipeline import Analysis, analyse

ROOT = Path(__file__).parents[2]


@cache
def cohort() -> Cohort:
    """config/config.yaml."""
    return load_cohort(ROOT / "config" / "config.yaml")


@cache
def printed() -> pd.DataFrame:
    """The paper's printed values."""
    return read_printed(cohort().printed_values()["replication.printed_values"])


@cache
def shipped() -> Analysis:
    """The analysis of the files as they are shipped; nobody may change its frames."""
    return analyse(cohort().settings, cohort().files())


def compared(found: Analysis) -> pd.DataFrame:
    """REPLICATION of an analysis, by id."""
    return replicate(printed(), found.frames(), cohort().settings, found.derived.codebook).set_index("id")


def analysed(changed: Mapping[str, Path]) -> Analysis:
    """What the paper prints of the cohort with some of the raw files replaced, by their key under `ingest`: no model of the time to the first job."""
    whole = cohort().settings
    printed_ones = {name: one for name, one in whole.models.regressions.items() if one.model != "cox"}
    settings = whole.model_copy(update={"models": whole.models.model_copy(update={"regressions": printed_ones})})
    return analyse(settings, {**cohort().files(), **changed})
