"""Mean number of jobs begun per person by several times, of everybody and by exposure."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd

from ipscohort.display import printing
from ipscohort.display.numbers import Note, tell, together
from ipscohort.tables.content import Cell, Number, Row, RowGroup, Table, absent_table
from ipscohort.tables.groups import PersonGroup, person_groups
from ipscohort.tables.inputs import TableInputs, source
from ipscohort.tables.summaries import count_cell, footnotes, numbers_of, p_cell, plain
from ipscohort.words import say

NAME, FILE = "mean_jobs", "jobs_per_person"
CellOf = Callable[[pd.Series, dict[str, str]], Cell]
"""A row and the key that names it -> its cell."""


def build(inputs: TableInputs) -> Table:
    """A column for everybody and for each level of each exposure; rows for each time."""
    title = inputs.words("Mean number of competitive jobs begun per person")
    frame = inputs.jobs_per_person
    if not frame["n"].gt(0).any():
        why = (
            str(frame["warning"].iloc[0])
            if len(frame)
            else say("These records have no jobs with dates, so it is not known when each began and ended.")
        )
        return absent_table(NAME, title, why, inputs.synthetic)
    groups = [group for group in person_groups(inputs) if group.exposure in set(frame["exposure"])]
    times = frame[frame["n"].gt(0)].drop_duplicates("time").sort_values("time")
    last = float(times["time"].iloc[-1])
    parts = [RowGroup("", _counts(inputs, groups, last))]
    for time, after in zip(times["time"], times["after"], strict=True):
        parts.append(
            RowGroup(say("Jobs begun per person by {after} (day {day})", after=after, day=f"{time:g}"), _means(inputs, groups, float(time)))
        )
    if frame["earliest"].notna().any():
        parts.append(RowGroup(say("With jobs of unknown start, at the end"), _bounds(inputs, groups, last)))
    return Table(NAME, title, say("Outcome"), tuple(group.column for group in groups), tuple(parts), _notes(inputs), inputs.synthetic)


def _notes(inputs: TableInputs) -> tuple[str | Note, ...]:
    return (
        say(
            "Mean number of jobs: Nelson-Aalen estimate of the mean cumulative function, which allows for who was observed less long; standard error by "
            "Lawless and Nadeau, which allows for persons with several jobs; limits on the log scale. All jobs count, also those that run side by side."
        ),
        say(
            "Whose observation ended, by death or for any other reason, is censored from then on: the mean is of persons who go on being observed, and "
            "too high where a reason to leave, as death, ends the chance of a job."
        ),
        say("Jobs begun before inclusion do not count. A dash: no job is known to have begun, or nobody differs from the others."),
        *tests(inputs),
    )


def tests(inputs: TableInputs) -> tuple[Note, ...]:
    """The test of each exposure with its p; or why there is none."""
    if not inputs.tables.p_values:
        return ()
    found = []
    for _, row in inputs.job_start_tests.iterrows():
        label, key = inputs.label(row["exposure"]), {"exposure": row["exposure"]}
        if printing.absent(row["p_value"]):
            found.append(Note(say("{exposure}: {why}", exposure=label, why=row["warning"])))
            continue
        p = p_cell(row["p_value"], source("job_start_tests", "p_value", **key), style=inputs.style)
        counts = {
            name: count_cell(row[column], source("job_start_tests", column, **key), style=inputs.style)
            for name, column in (("n", "n"), ("jobs", "n_events"), ("out", "n_excluded"))
        }
        said = tell(
            "p of the robust score test that jobs begin equally fast by {exposure}: {p} (persons: {n}; jobs: {jobs}; jobs of unknown start left out: "
            "{out}).",
            exposure=label,
            p=p,
            **counts,
        )
        found.append(said if printing.absent(row["warning"]) else together([said, str(row["warning"])], " "))
    return tuple(found)


def _counts(inputs: TableInputs, groups: list[PersonGroup], time: float) -> tuple[Row, ...]:
    def count(column: str, row: pd.Series, key: dict[str, str]) -> Cell:
        return count_cell(row[column], source(FILE, column, **key), style=inputs.style)

    def jobs(row: pd.Series, key: dict[str, str]) -> Cell:
        numbers = tuple(
            Number(name, plain(row[column]), source(FILE, column, **key)) for name, column in (("jobs", "n_events"), ("n", "n"))
        )
        text = f"{printing.count(row['n_events'], inputs.style)} / {printing.count(row['n'], inputs.style)}"
        return Cell(text, numbers, warned(row, key) if row["n"] == 0 else ())

    return (
        _row(inputs, say("Jobs begun / persons"), groups, time, jobs),
        _row(inputs, say("Persons with at least one, n"), groups, time, partial(count, "n_with_job")),
        _row(inputs, say("Jobs of unknown start, left out, n"), groups, time, partial(count, "n_excluded")),
    )


def _means(inputs: TableInputs, groups: list[PersonGroup], time: float) -> tuple[Row, ...]:
    def observed(row: pd.Series, key: dict[str, str]) -> Cell:
        return count_cell(row["n_risk"], source(FILE, "n_risk", **key), style=inputs.style)

    return (
        _row(inputs, say("mean"), groups, time, partial(_numbers, inputs, ("mean_jobs",))),
        _row(inputs, inputs.ci, groups, time, partial(_numbers, inputs, ("conf_low", "conf_high")), indent=1),
        _row(inputs, say("still observed, n"), groups, time, observed, indent=1),
    )


def _bounds(inputs: TableInputs, groups: list[PersonGroup], time: float) -> tuple[Row, ...]:
    return (
        _row(inputs, say("mean, with them begun at inclusion"), groups, time, partial(_numbers, inputs, ("earliest",))),
        _row(inputs, say("mean, with them begun on the last day possible"), groups, time, partial(_numbers, inputs, ("latest",))),
    )


def _numbers(inputs: TableInputs, names: tuple[str, ...], row: pd.Series, key: dict[str, str]) -> Cell:
    """'0.70', or '0.55 to 0.89'; a dash where there is none. A mean has its warning as a footnote."""
    values, decimals = [plain(row[name]) for name in names], inputs.tables.estimate_decimals
    if any(map(printing.absent, values)):
        return Cell(printing.DASH, (), warned(row, key) if names == ("mean_jobs",) else ())
    numbers = tuple(Number(name.replace("_", " "), value, source(FILE, name, **key)) for name, value in zip(names, values, strict=True))
    if len(values) == 1:
        return Cell(printing.number(values[0], decimals, style=inputs.style), numbers, warned(row, key) if names == ("mean_jobs",) else ())
    return Cell(printing.interval(*values, decimals, inputs.style), numbers)


def warned(row: pd.Series, key: dict[str, str]) -> tuple[str | Note, ...]:
    """The warning of a row as a footnote, with the counts that it hangs on; that jobs are left out stands in a row of its own."""
    if str(row["warning"]).startswith(say("Left out")):
        return ()
    return footnotes(row["warning"], numbers_of(row, ("n", "n_risk", "n_excluded"), partial(source, FILE, **key)))


def _row(inputs: TableInputs, label: str, groups: list[PersonGroup], time: float, cell: CellOf, indent: int = 0) -> Row:
    """A row at a time; a dash where a group has none."""
    frame, cells = inputs.jobs_per_person, []
    for group in groups:
        mine = frame[frame["exposure"].eq(group.exposure) & frame["level"].eq(group.level)]
        found = mine[mine["time"].eq(time) | mine["n"].eq(0)]
        if found.empty:
            cells.append(Cell(printing.DASH))
        else:
            row = found.iloc[0]
            cells.append(cell(row, {"exposure": group.exposure, "level": group.level, "time": f"{row['time']:g}"}))
    return Row(label, tuple(cells), indent)
