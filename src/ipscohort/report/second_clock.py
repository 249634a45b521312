"""What is said of all jobs and of the days in a job, where the settings ask for it."""

from __future__ import annotations

import pandas as pd

from ipscohort.display import printing
from ipscohort.display.numbers import Cell, Note, Number, Phrase, source, tell, together
from ipscohort.display.states import too_few
from ipscohort.report.inputs import ReportInputs
from ipscohort.tables.summaries import count_cell, plain
from ipscohort.words import later, say

CENSORED = later("Who left for a competing reason is censored, as if more jobs could come: where none can, the mean is too high.")
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
    words = {
        "none": later("Jobs begun per person in {after}: {mean}, {jobs} jobs of {n} persons (mean cumulative function)."),
        "one": later(
            "Jobs begun per person in {after}: {mean}, {jobs} jobs of {n} persons (mean cumulative function; {out} job of unknown start left out)."
        ),
        "many": later(
            "Jobs begun per person in {after}: {mean}, {jobs} jobs of {n} persons (mean cumulative function; {out} jobs of unknown start left out)."
        ),
    }
    n_out = int(row["n_excluded"])
    said = tell(words["none" if not n_out else "one" if n_out == 1 else "many"], after=row["after"], mean=mean, **counts)
    gone = [say(CENSORED)] if inputs.settings.survival.competing else []
    return [Phrase("card.time.all_jobs", together([said, *gone], " ").parts)]


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
    told = {"after": row["after"], "days": days, "all": printing.count(row["time"], style), **counts}
    if printing.absent(row["days_least"]):
        said = tell("Mean days in a job in {after}: {days} of {all} ({n} persons).", **told)
        return [Phrase("card.time.states", said.parts)]
    fewer = later(
        "Mean days in a job in {after}: {days} of {all} ({n} persons), too few, as all left out had a job ({out}, of unknown start or end); with them at "
        "the fewest and at the most {bounds} ({everybody} persons)."
    )
    perhaps = later(
        "Mean days in a job in {after}: {days} of {all} ({n} persons); all left out had a job ({out}, of unknown start or end); with them at the fewest "
        "and at the most {bounds} ({everybody} persons)."
    )
    where = {name: source("time_in_states", name, **key) for name in ("days_least", "days_most", "n")}
    low, high, n = (plain(row[name]) for name in ("days_least", "days_most", "n"))
    shown = printing.interval(low, high, inputs.settings.tables.decimals, style)
    bounds = Cell(shown, (Number("fewest", low, where["days_least"]), Number("most", high, where["days_most"])))
    everybody = Cell(printing.count(row["n"] + row["n_excluded"], style), (Number("n", n, where["n"]), counts["out"].numbers[0]))
    said = tell(fewer if too_few(row) else perhaps, **told, bounds=bounds, everybody=everybody)
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
