"""Durations: time to first job and what ended it, in the participants' file."""

from __future__ import annotations

import pandas as pd

from ipscohort.config.ingest import Durations
from ipscohort.ingest.cells import take
from ipscohort.ingest.shapers.common import Shaped, Sources
from ipscohort.ingest.values import categories, numbers

JOB = "job"
"""The exit that is a job obtained; no_job is the end of observation without one; others are named by the settings."""


def shape(source: str, settings: Durations, sources: Sources) -> Shaped:
    """Fill given_time_to_first_job, given_exit and given_job_obtained.

    Parameters
    ----------
    source : str
        The source's name in the settings.
    settings : config.ingest.Durations
    sources : Sources

    Returns
    -------
    Shaped
        With `given`.
    """
    table, key, gathered = sources.tables.get("participants"), f"ingest.jobs.{source}", sources.gathered
    if table is None:
        return Shaped()
    event = take(table, settings.event, f"{key}.event", gathered)
    exits = categories(event, gathered)
    known = list((event.codes or event.labels).values()) or list(exits.dropna().unique())
    if JOB not in known and not event.absent:
        remedy = f"say which code is a job: {key}.event: {{column: {settings.event.column}, codes: {{...: job, ...: no_job}}}}"
        gathered.problems.add(event.where, "nothing says which value is a job obtained", remedy)
    obtained = exits.eq(JOB).map({True: "yes", False: "no"}, na_action="ignore").astype("string")
    time = numbers(take(table, settings.time, f"{key}.time", gathered), gathered, days=True)
    given: dict[str, pd.Series] = {"given_time_to_first_job": time, "given_exit": exits, "given_job_obtained": obtained}
    return Shaped(given=given)
