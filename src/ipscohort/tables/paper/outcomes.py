"""Employment outcomes as a paper prints them (Table 2): job obtained, time until it, time worked, of all participants."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from ipscohort.display.numbers import Source, tell
from ipscohort.tables.content import Cell, Row, RowGroup, Table, absent_table
from ipscohort.tables.groups import PersonGroup, everybody
from ipscohort.tables.inputs import Filter, TableInputs, source
from ipscohort.tables.outcomes import (
    LEFT_WITHOUT_JOB,
    absent_row,
    closed,
    kaplan_meier_rows,
    left_without_job,
    worker_filter,
    worker_mask,
    yes_share,
)
from ipscohort.tables.paper.common import follow_up_span, with_known_n
from ipscohort.tables.partly_known import job_notes, median_notes
from ipscohort.tables.summaries import count_cell, median_cell
from ipscohort.words import later, say

NAME = "paper_outcomes"
LEFT = later("Who left early without a job counts as not employed, N = {n}")
CLOSED = later("Who left early, or whose records were closed early (data lock), without a job counts as not employed, N = {n}")
MEASURES = ("job_obtained", "time_to_first_job", "time_worked")


def build(inputs: TableInputs) -> Table:
    """Three rows, each with the number of persons behind it; Kaplan-Meier beside the first where anybody left early."""
    title = say("Employment outcomes during the {follow_up}", follow_up=follow_up_span(inputs.study))
    why_not = {why for available, _, why in map(inputs.measure, MEASURES) if not available}
    if not any(inputs.measure(name)[0] for name in MEASURES):
        why = say("Not one of the three: {why}.", why="; ".join(sorted(why_not)))
        return absent_table(NAME, title, why, inputs.synthetic)
    group = everybody(inputs)
    rows = (*_job_obtained(inputs, group), _time_to_first_job(inputs, group), _time_worked(inputs, group))
    said = job_notes(inputs, [group]) if inputs.measure("job_obtained")[0] else ()
    return Table(NAME, title, say("Employment outcomes"), (group.column,), (RowGroup("", rows),), said, inputs.synthetic)


def _job_obtained(inputs: TableInputs, group: PersonGroup) -> list[Row]:
    label = say("Obtained competitive employment (%)")
    available, _, why = inputs.measure("job_obtained")
    if not available:
        return [absent_row(label, [group], why)]
    obtained, early = inputs.persons["job_obtained"], left_without_job(inputs.persons)
    left = count_cell(int(early.sum()), source("persons", "id", **LEFT_WITHOUT_JOB), style=inputs.style)
    notes = (tell(CLOSED if closed(inputs.persons)[early].any() else LEFT, n=left),) if early.any() else ()
    cell = yes_share(obtained.eq("yes"), obtained.notna(), "job_obtained", inputs.style)(group)
    return [Row(label, (with_known_n(cell, obtained),), notes=notes), *kaplan_meier_rows(inputs, [group])]


def _time_to_first_job(inputs: TableInputs, group: PersonGroup) -> Row:
    label = say("Median number of {units} until competitive job obtainment [IQR]", units=inputs.unit)
    available, _, why = inputs.measure("time_to_first_job")
    if not available:
        return absent_row(label, [group], why)
    times = inputs.persons["time_to_first_job"]
    where = source("persons", "time_to_first_job")
    return _of_workers(inputs, label, times, where, median_cell(times, inputs.tables, where))


def _time_worked(inputs: TableInputs, group: PersonGroup) -> Row:
    label = say("Median number of {units} worked in competitive jobs [IQR]", units=inputs.unit)
    available, _, why = inputs.measure("time_worked")
    if not available:
        return absent_row(label, [group], why)
    workers = worker_mask(inputs.persons)
    worked = inputs.persons["time_worked"].where(workers)
    where = source("persons", "time_worked", **worker_filter(inputs.persons))
    more = median_notes(inputs, [group], "time_worked", workers.to_numpy(), worker_filter(inputs.persons))
    return _of_workers(inputs, label, worked, where, median_cell(worked, inputs.tables, where), more)


def _of_workers(inputs: TableInputs, label: str, values: pd.Series, where: Source, cell: Cell, more: tuple[str, ...] = ()) -> Row:
    known = replace(where, where=(*where.where, (where.column, Filter.KNOWN)))
    n = count_cell(int(values.notna().sum()), known, style=inputs.style)
    return Row(label, (cell,), notes=(tell("Subsample of participants competitively employed, N = {n}", n=n), *more))
