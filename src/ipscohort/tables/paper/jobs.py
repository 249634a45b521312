"""Competitive jobs by category as a paper prints them (Table 3)."""

from __future__ import annotations

import pandas as pd

from ipscohort.display.numbers import tell
from ipscohort.tables.content import Column, Row, RowGroup, Table, absent_table
from ipscohort.tables.inputs import Filter, TableInputs, source
from ipscohort.tables.jobs import NO_JOBS, occupation_groups
from ipscohort.tables.paper.common import follow_up_span
from ipscohort.tables.summaries import count_cell, median_cell
from ipscohort.words import later, say

NAME = "paper_jobs"
BASED_ON = {
    "hours_per_week": (
        later("Based on {n} job due to missing data on total hours/week worked"),
        later("Based on {n} jobs due to missing data on total hours/week worked"),
    ),
    "days_worked": (
        later("Based on {n} job due to missing data on total number of days worked"),
        later("Based on {n} jobs due to missing data on total number of days worked"),
    ),
}
"""Column of the jobs -> the footnote where it is known for one job, and for several."""


def build(inputs: TableInputs) -> Table:
    """Number of jobs, median hours per week and median days per job in each category; a category that is not known, and all."""
    title = say(
        "Characteristics of the competitive jobs participants obtained during the {follow_up} period",
        follow_up=follow_up_span(inputs.study),
    )
    jobs = inputs.job_measures
    if jobs.empty:
        return absent_table(NAME, title, say(NO_JOBS[inputs.codebook.shape]), inputs.synthetic)
    names = jobs["occupation"]
    rows = [_row(inputs, say(name), jobs[names == name], {"occupation": name}) for name in occupation_groups(names)]
    if names.isna().any():
        rows.append(_row(inputs, say("Unknown job(s)"), jobs[names.isna()], {"occupation": Filter.MISSING}))
    rows.append(_row(inputs, say("All job categories"), jobs, {}))
    columns = (
        Column(say("All jobs (N)")),
        Column(say("Median hours/week worked per job [IQR]"), notes=_based_on(inputs, "hours_per_week")),
        Column(say("Median number of days worked per job [IQR]"), notes=_based_on(inputs, "days_worked")),
    )
    return Table(NAME, title, say("Job category"), columns, (RowGroup("", tuple(rows)),), (), inputs.synthetic)


def _based_on(inputs: TableInputs, name: str) -> tuple[str, ...]:
    """The footnote of a column; none where no job lacks the value."""
    known = int(inputs.job_measures[name].notna().sum())
    if known == len(inputs.job_measures):
        return ()
    n = count_cell(known, source("job_measures", name, **{name: Filter.KNOWN}), style=inputs.style)
    one, several = BASED_ON[name]
    return (tell(one if known == 1 else several, n=n),)


def _row(inputs: TableInputs, label: str, jobs: pd.DataFrame, where: dict[str, object]) -> Row:
    medians = (median_cell(jobs[name], inputs.tables, source("job_measures", name, **where)) for name in ("hours_per_week", "days_worked"))
    return Row(label, (count_cell(len(jobs), source("job_measures", "job", **where), style=inputs.style), *medians))
