"""The whole analysis in memory from settings as a file would hold them, for tests that compare cohorts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ipscohort.catalogue.stages import STAGES
from ipscohort.config import Settings
from ipscohort.files.exchange import Read
from ipscohort.run import pipeline
from ipscohort.run.pipeline import Analysis
from ipscohort.tables import TableInputs


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


def by_stage(found: Analysis) -> dict[str, Any]:
    """What each stage gives, by the stage's name; the cleaning log goes on from the reading log, as in a run."""
    return {
        "ingest": found.records,
        "clean": found.cleaned.after(found.records.log),
        "outcomes": found.derived,
        "models": found.fitted,
        "survival": found.survived,
    }


def read_of(found: Analysis, **more: Any) -> Read:
    """What a step would read of an analysis, without files; `more` are results of stages on request, by the stage's name."""
    given = (
        (file.name, getattr(result, file.field or file.name, None))
        for stage, result in {**by_stage(found), **more}.items()
        for file in STAGES[stage].files
    )
    return Read({name: content for name, content in given if content is not None})


def table_inputs(found: Analysis, settings: Settings, **more: Any) -> TableInputs:
    """What tables are made from, put together as in a run, without files; `more` as in `read_of`."""
    return TableInputs.of(read_of(found, **more), settings)
