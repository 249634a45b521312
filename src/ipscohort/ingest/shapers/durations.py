"""Durations: time to first job and what ended it, in the participants' file."""

from __future__ import annotations

import pandas as pd

from ipscohort.config.ingest import Durations
from ipscohort.ingest.cells import take
from ipscohort.ingest.gather import Gathered
from ipscohort.ingest.rawtable import RawTable
from ipscohort.ingest.shapers.common import Shaped, Sources
from ipscohort.ingest.values import categories, numbers, yes_no
from ipscohort.words import say

JOB, NO_JOB = "job", "no_job"
"""The exit that is a job obtained, and the end of observation without one; others are named by the settings."""


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
    exits = _of_columns(table, settings, key, sources) if settings.exits else _of_one_column(table, settings, key, gathered)
    obtained = exits.eq(JOB).map({True: "yes", False: "no"}, na_action="ignore").astype("string")
    time = numbers(take(table, settings.time, f"{key}.time", gathered), gathered, days=True)
    given: dict[str, pd.Series] = {"given_time_to_first_job": time, "given_exit": exits, "given_job_obtained": obtained}
    return Shaped(given=given)


def exit_rule(settings: Durations) -> str:
    """How the exit comes from several columns, in a sentence; empty where one column says it."""
    if not settings.exits:
        return ""
    named = ", ".join(f"{name} (column {column.column})" for name, column in settings.exits.items())
    several = f" 1 in several: the one named first counts: {', '.join(settings.exits)}." if settings.two_exits == "first_named" else ""
    return f"What ended it is the exit whose column holds 1: {named}; 1 in none of them: censored.{several}"


def _of_one_column(table: RawTable, settings: Durations, key: str, gathered: Gathered) -> pd.Series:
    event = take(table, settings.event, f"{key}.event", gathered)
    exits = categories(event, gathered)
    known = list((event.codes or event.labels).values()) or list(exits.dropna().unique())
    if JOB not in known and not event.absent:
        remedy = f"say which code is a job: {key}.event: {{column: {settings.event.column}, codes: {{...: job, ...: no_job}}}}"
        gathered.problems.add(event.where, "nothing says which value is a job obtained", remedy)
    return exits


def _of_columns(table: RawTable, settings: Durations, key: str, sources: Sources) -> pd.Series:
    """One exit out of a yes/no column each; see `Durations.exits` for empty cells and several at once."""
    gathered, ids = sources.gathered, sources.people.ids
    cells = {name: take(table, column, f"{key}.exits.{name}", gathered) for name, column in settings.exits.items()}
    facts = pd.DataFrame({name: yes_no(found, gathered) for name, found in cells.items()})
    yes, empty = facts.eq("yes").fillna(False).astype(bool), facts.isna()
    first = yes.idxmax(axis=1).astype("string").where(yes.any(axis=1))
    exits = first.fillna(NO_JOB).mask(~yes.any(axis=1) & empty.any(axis=1))
    several = yes.sum(axis=1) > 1
    if settings.two_exits == "stop":
        _refuse_two(table, settings, yes[several], gathered)
    else:
        before = (empty & ~yes.cummax(axis=1)).any(axis=1)
        exits = exits.mask(before)
        why = say(
            "{key}: yes in more than one column; of {exits} the one named first counts", key=f"{key}.exits", exits=", ".join(settings.exits)
        )
        gathered.note("two_exits", "participants", say("first named counts"), why, ids=ids[several], rows=ids.index[several])
    unknown = exits.isna() & ~any(found.absent for found in cells.values())
    why = say("{key}: an empty cell may be a yes that would count, so what ended the time is not known", key=f"{key}.exits")
    gathered.note("exit_unknown", "participants", say("kept without outcomes"), why, ids=ids[unknown], rows=ids.index[unknown])
    return exits


def _refuse_two(table: RawTable, settings: Durations, yes: pd.DataFrame, gathered: Gathered) -> None:
    """Each set of columns in which somebody has two or more exits is a problem with its rows."""
    for pattern in yes.drop_duplicates().itertuples(index=False, name=None):
        columns = [settings.exits[name].column.strip() for name, said in zip(yes.columns, pattern, strict=True) if said]
        rows = yes.index[(yes == list(pattern)).all(axis=1)]
        remedy = "mend the rows, or let the order of exits decide: two_exits: first_named"
        where = f"{table.where}, columns {', '.join(columns[:-1])} and {columns[-1]}"
        gathered.problems.add(where, "more than one exit of a person, and only one can end the time", remedy, rows=rows)
