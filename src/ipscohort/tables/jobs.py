"""Competitive jobs by occupation group (the paper's Table 3)."""

from __future__ import annotations

import pandas as pd

from ipscohort.catalogue.isco import MAJOR_GROUPS
from ipscohort.display.numbers import tell
from ipscohort.tables.content import Column, Row, RowGroup, Table, absent_table
from ipscohort.tables.inputs import Filter, TableInputs, source
from ipscohort.tables.summaries import count_cell, median_cell, quartiles_note
from ipscohort.words import either, later, say

NAME = "jobs"
TITLE = either("Competitive jobs obtained during follow-up, by occupation group")
UNKNOWN = later("Unknown occupation")

NO_JOBS = {
    "panel": either("The records hold a status by week or month, no jobs."),
    "durations": either("The records hold times to the first job, no jobs."),
    "outcomes": either("The records hold outcomes as the study computed them, no jobs."),
    "spells": either("No competitive job was obtained during follow-up."),
}


def build(inputs: TableInputs) -> Table:
    """Number of jobs, median hours per week and median days worked per job; a table that says why not where there are no jobs."""
    jobs = inputs.job_measures
    if jobs.empty:
        return absent_table(NAME, inputs.words(TITLE), inputs.words(NO_JOBS[inputs.codebook.shape]), inputs.synthetic)
    rows = [
        _row(inputs, say(group), jobs[jobs["occupation"] == group], {"occupation": group})
        for group in occupation_groups(jobs["occupation"])
    ]
    if rows and jobs["occupation"].isna().any():
        rows.append(_row(inputs, say(UNKNOWN), jobs[jobs["occupation"].isna()], {"occupation": Filter.MISSING}))
    untold = () if rows else (say("The records tell no job's occupation."),)
    rows.append(_row(inputs, say("All jobs"), jobs, {}))
    hours, days = say("Hours per week at the start"), say("Days worked in the job")
    columns = (
        Column(say("Jobs, n")),
        Column(say("n"), hours, (_known(inputs, "hours_per_week", later("Known for {n} of {all} jobs.")),)),
        Column(say("median [IQR]"), hours),
        Column(say("n"), days, (_known(inputs, "days_worked", _days_known(inputs)),)),
        Column(say("median [IQR]"), days),
    )
    notes = (_unit(inputs), *untold, quartiles_note(inputs.tables))
    return Table(NAME, inputs.words(TITLE), say("Occupation group"), columns, (RowGroup("", tuple(rows)),), notes, inputs.synthetic)


def _unit(inputs: TableInputs) -> str:
    """What is counted, and which of its days."""
    jobs, style = inputs.job_measures, inputs.style
    n = count_cell(len(jobs), source("job_measures", "job"), style=style)
    persons = count_cell(jobs["id"].nunique(), source("persons", "n_jobs", n_jobs=Filter.ABOVE_0), style=style)
    return tell(LAST_DAY[inputs.outcomes.last_day], jobs=n, persons=persons)


LAST_DAY = {
    "counted": later(
        "A unit is a job, not a person: {jobs} jobs of {persons} persons. Days are counted inside follow-up, first and last included."
    ),
    "not_counted": later(
        "A unit is a job, not a person: {jobs} jobs of {persons} persons. Days are counted inside follow-up, the last one left out."
    ),
}
"""Setting outcomes.last_day -> what is counted."""


def _known(inputs: TableInputs, name: str, text: str) -> str:
    """Of how many jobs something is known."""
    jobs, place = inputs.job_measures, source("job_measures", name, **{name: Filter.KNOWN})
    n = count_cell(int(jobs[name].notna().sum()), place, style=inputs.style)
    return tell(text, n=n, all=count_cell(len(jobs), source("job_measures", "job"), style=inputs.style))


def _days_known(inputs: TableInputs) -> str:
    """What must be known of a job for its days to be."""
    if inputs.outcomes.unknown_end == "last_day_observed":
        return later("Start known for {n} of {all} jobs.")
    if inputs.outcomes.ongoing_end == "unknown":
        return later("Start and end known for {n} of {all} jobs.")
    return later("Start and end known, or ongoing, for {n} of {all} jobs.")


def occupation_groups(occupations: pd.Series) -> list[str]:
    """The groups that occur, in the order of ISCO-08, others after them by name."""
    rank = {name: position for position, name in enumerate(MAJOR_GROUPS)}
    return sorted(occupations.dropna().unique(), key=lambda name: (rank.get(name, len(rank)), name))


def _row(inputs: TableInputs, label: str, jobs: pd.DataFrame, where: dict[str, object]) -> Row:
    hours, days = jobs["hours_per_week"], jobs["days_worked"]
    hours_where, days_where = (source("job_measures", name, **where) for name in ("hours_per_week", "days_worked"))
    hours_known, days_known = (source("job_measures", name, **where, **{name: Filter.KNOWN}) for name in ("hours_per_week", "days_worked"))
    return Row(
        label,
        (
            count_cell(len(jobs), source("job_measures", "job", **where), style=inputs.style),
            count_cell(int(hours.notna().sum()), hours_known, style=inputs.style),
            median_cell(hours, inputs.tables, hours_where),
            count_cell(int(days.notna().sum()), days_known, style=inputs.style),
            median_cell(days, inputs.tables, days_where),
        ),
    )
