"""What is said of all jobs and of the days in a job, where the settings ask for it."""

from __future__ import annotations

import pandas as pd

from ipscohort.display import printing
from ipscohort.display.numbers import Cell, Note, Number, Phrase, source, tell
from ipscohort.report.inputs import ReportInputs
from ipscohort.tables.summaries import count_cell, plain

JOBS, DAYS = ("mean_jobs", "conf_low", "conf_high"), ("days", "days_low", "days_high")
"""Columns of an estimate and its limits."""


def all_jobs_of_everybody(inputs: ReportInputs) -> list[Phrase]:
    """'Jobs begun per person by the end of 30 months: 0.70 (0.55 to 0.89), 72 jobs of 103 persons; 1 of unknown start left out.'"""
    row = _last(inputs.jobs_per_person)
    if row is None or printing.absent(row["mean_jobs"]):
        return []
    key, style = {"exposure": "all", "level": "all", "time": f"{row['time']:g}"}, inputs.style
    counts = {
        name: count_cell(row[column], source("jobs_per_person", column, **key), style=style)
        for name, column in (("jobs", "n_events"), ("n", "n"), ("out", "n_excluded"))
    }
    mean = _estimate(inputs, row, JOBS, ("jobs_per_person", key), inputs.settings.tables.estimate_decimals)
    said = tell(
        "Jobs begun per person in {after}: {mean}, {jobs} jobs of {n} persons (mean cumulative function; {out} jobs of unknown start left out).",
        after=row["after"],
        mean=mean,
        **counts,
    )
    return [Phrase("card.time.all_jobs", said.parts)]


def days_in_a_job_of_everybody(inputs: ReportInputs) -> list[Phrase]:
    """'Mean days in a job in 30 months: 171.8 (115.6 to 228.0) of 914 (97 persons; 6 left out).'"""
    frame = inputs.time_in_states
    row = _last(frame[frame["state"].eq("job")])
    if row is None or printing.absent(row["days"]):
        return []
    key, style = {"exposure": "all", "level": "all", "state": "job", "time": f"{row['time']:g}"}, inputs.style
    counts = {
        name: count_cell(row[column], source("time_in_states", column, **key), style=style)
        for name, column in (("n", "n"), ("out", "n_excluded"))
    }
    days = _estimate(inputs, row, DAYS, ("time_in_states", key), inputs.settings.tables.decimals)
    said = tell(
        "Mean days in a job in {after}: {days} of {all} ({n} persons; {out} with a job of unknown start or end left out).",
        after=row["after"],
        days=days,
        all=printing.count(row["time"], style),
        **counts,
    )
    return [Phrase("card.time.states", said.parts)]


def _last(frame: pd.DataFrame) -> pd.Series | None:
    """The row of everybody at the end of follow-up."""
    rows = frame[frame["exposure"].eq("all") & frame["n"].gt(0)]
    return None if rows.empty else rows.sort_values("time").iloc[-1]


def _estimate(inputs: ReportInputs, row: pd.Series, columns: tuple[str, ...], where: tuple[str, dict[str, str]], decimals: int) -> Note:
    """'0.70 (0.55 to 0.89)'; one without limits stands alone."""
    (file, key), style = where, inputs.style
    values = [plain(row[name]) for name in columns]
    numbers = tuple(Number(name.replace("_", " "), value, source(file, name, **key)) for name, value in zip(columns, values, strict=True))
    shown = Cell(printing.number(values[0], decimals, style=style), numbers[:1])
    if printing.absent(values[1]):
        return Note(shown)
    return Note(shown, " ", Cell(style.enclosed(printing.interval(*values[1:], decimals, style)), numbers[1:]))
