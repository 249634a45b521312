"""Outcomes that the study computed itself, in the participants' file."""

from __future__ import annotations

import pandas as pd

from ipscohort.config.ingest import Outcomes
from ipscohort.ingest.cells import take
from ipscohort.ingest.shapers.common import Shaped, Sources
from ipscohort.ingest.values import numbers, yes_no


def shape(source: str, settings: Outcomes, sources: Sources) -> Shaped:
    """Fill the columns given_* that the settings map.

    Parameters
    ----------
    source : str
        The source's name in the settings.
    settings : config.ingest.Outcomes
    sources : Sources

    Returns
    -------
    Shaped
        With `given`.
    """
    table, gathered = sources.tables.get("participants"), sources.gathered
    if table is None:
        return Shaped()
    given: dict[str, pd.Series] = {}
    for name in ("job_obtained", "time_to_first_job", "time_worked"):
        column = getattr(settings, name)
        if column is not None:
            cells = take(table, column, f"ingest.jobs.{source}.{name}", gathered)
            given[f"given_{name}"] = yes_no(cells, gathered) if name == "job_obtained" else numbers(cells, gathered, days=True)
    return Shaped(given=given)
