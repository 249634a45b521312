"""Share of persons in each state after each half year, and mean days in each, of everybody and by exposure."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd

from ipscohort.display import printing
from ipscohort.display.competing import reasons_in_words
from ipscohort.display.states import NAMES, OUTSIDE, below_the_fewest, name_of
from ipscohort.display.units import amount
from ipscohort.tables.content import Cell, Number, Row, RowGroup, Table, absent_table
from ipscohort.tables.groups import PersonGroup, person_groups
from ipscohort.tables.inputs import TableInputs, source
from ipscohort.tables.summaries import count_cell, footnotes, numbers_of, plain
from ipscohort.words import later, say

NAME, FILE = "days_in_states", "time_in_states"
PERCENT_DECIMALS = 1
FEWEST_MOST = later(
    "Fewest and most days: of more persons than the mean above them, which leaves out who has a job of unknown start or end; here these "
    "jobs are as short, or as long, as they can be. So these are not limits of that mean, and it can lie outside them."
)
FEWER = later(
    "As all of those left out had a job, the mean days in a job of everybody are too few without them, and the share in a job may be too small at any time."
)
PERHAPS = later("As all of those left out had a job, the mean days and the share in a job may be too small.")
"""What leaving out who has a job of unknown start or end does: where the mean of the others lies below the fewest that can be with them, and elsewhere."""
CellOf = Callable[[pd.Series, dict[str, str]], Cell]
"""A row and the key that names it -> its cell."""


def build(inputs: TableInputs) -> Table:
    """A column for everybody and for each level of each exposure; a group of rows for each time, and one of mean days."""
    title = inputs.words("Without a job, in a competitive job, or gone: shares over time and mean days")
    frame = inputs.time_in_states
    if not frame["n"].gt(0).any():
        why = (
            str(frame["warning"].iloc[0])
            if len(frame)
            else say("These records have no jobs with dates, so it is not known when each began and ended.")
        )
        return absent_table(NAME, title, why, inputs.synthetic)
    groups = [group for group in person_groups(inputs) if group.exposure in set(frame["exposure"])]
    known = frame[frame["n"].gt(0)]
    times, states = known.drop_duplicates("time").sort_values("time"), [state for state in NAMES if known["state"].eq(state).any()]
    last = float(times["time"].iloc[-1])
    parts = [RowGroup("", _counts(inputs, groups, last))]
    for time, after in zip(times["time"], times["after"], strict=True):
        parts.append(
            RowGroup(say("After {after} (day {day}), %", after=after, day=f"{time:g}"), _shares(inputs, groups, states, float(time)))
        )
    heading = say("Mean days before day {day}", day=f"{last:g}")
    parts.append(RowGroup(heading, _days(inputs, groups, states, last)))
    return Table(NAME, title, say("State"), tuple(group.column for group in groups), tuple(parts), _notes(inputs, states), inputs.synthetic)


def _notes(inputs: TableInputs, states: list[str]) -> tuple[str, ...]:
    notes = [
        say(
            "Shares: Aalen-Johansen estimates; limits: log-log, standard errors by the infinitesimal jackknife; a dash where the share is 0 or 1. Mean "
            "days: the area below the share; limits: normal."
        ),
        say(
            "In a job: on that day in at least one job that counts, also one begun before inclusion. Without a job: observed and in none, before the "
            "first or between two. Left before the end: observation ended before the end of follow-up, and not because the records were closed."
        ),
    ]
    if "competing" in states:
        reasons = reasons_in_words(inputs.survival.competing)
        notes.append(say("Left for a competing reason, a state of its own: {reasons}.", reasons=reasons))
    if inputs.time_in_states["days_least"].notna().any():
        notes.append(say(FEWEST_MOST))
        notes.append(say(FEWER if below_the_fewest(inputs.time_in_states) else PERHAPS))
    return tuple(notes)


def _counts(inputs: TableInputs, groups: list[PersonGroup], time: float) -> tuple[Row, ...]:
    def count(column: str, row: pd.Series, key: dict[str, str]) -> Cell:
        notes = warned(row, key) if row["n"] == 0 and column == "n" else ()
        return count_cell(row[column], source(FILE, column, **key), notes, inputs.style)

    return (
        _row(inputs, say("Persons, n"), groups, ("job", time), partial(count, "n")),
        _row(inputs, say("Left out: a job of unknown start or end, n"), groups, ("job", time), partial(count, "n_excluded")),
    )


def _shares(inputs: TableInputs, groups: list[PersonGroup], states: list[str], time: float) -> tuple[Row, ...]:
    rows = []
    for state in states:
        rows.append(_row(inputs, name_of(state), groups, (state, time), partial(_share, inputs, ("share",))))
        rows.append(_row(inputs, inputs.ci, groups, (state, time), partial(_share, inputs, ("conf_low", "conf_high")), indent=1))
    return tuple(rows)


def _days(inputs: TableInputs, groups: list[PersonGroup], states: list[str], time: float) -> tuple[Row, ...]:
    rows = []
    for state in states:
        rows.append(_row(inputs, name_of(state), groups, (state, time), partial(_numbers, inputs, ("days",))))
        rows.append(_row(inputs, inputs.ci, groups, (state, time), partial(_numbers, inputs, ("days_low", "days_high")), indent=1))
        if inputs.time_in_states.loc[inputs.time_in_states["state"].eq(state), "days_least"].notna().any():
            fewest = partial(_numbers, inputs, ("days_least", "days_most"))
            rows.append(_row(inputs, say("fewest and most, with those left out"), groups, (state, time), fewest, indent=1))
    return tuple(rows)


def _share(inputs: TableInputs, names: tuple[str, ...], row: pd.Series, key: dict[str, str]) -> Cell:
    """'14.4', or '8.3 to 22.2': in percent."""
    return _cell(inputs, names, row, key, (100.0, PERCENT_DECIMALS, "100 * {}"))


def _numbers(inputs: TableInputs, names: tuple[str, ...], row: pd.Series, key: dict[str, str]) -> Cell:
    """'171.8', or '115.6 to 228.0'."""
    return _cell(inputs, names, row, key, (1.0, inputs.tables.decimals, "{}"))


def _cell(inputs: TableInputs, names: tuple[str, ...], row: pd.Series, key: dict[str, str], shown: tuple[float, int, str]) -> Cell:
    factor, decimals, form = shown
    values = [factor * plain(row[name]) for name in names]
    notes = warned(of_share(row) if names == ("share",) else row, key) if len(names) == 1 else ()
    if any(map(printing.absent, values)):
        return Cell(printing.DASH, (), notes)
    numbers = tuple(
        Number(name.replace("_", " "), value, source(FILE, name, **key).read_as(form)) for name, value in zip(names, values, strict=True)
    )
    text = (
        printing.number(values[0], decimals, style=inputs.style) if len(values) == 1 else printing.interval(*values, decimals, inputs.style)
    )
    return Cell(text, numbers, notes)


def of_share(row: pd.Series) -> pd.Series:
    """The row without what its warning says of the mean days only."""
    if printing.absent(row["warning"]):
        return row
    days = say(OUTSIDE, time=amount(f"{row['time']:g}", "days", row["time"]))
    return pd.Series({**row, "warning": str(row["warning"]).replace(days, "").strip()})


def warned(row: pd.Series, key: dict[str, str]) -> tuple[str, ...]:
    """The warning of a row as a footnote, with the counts that it hangs on; that persons are left out stands in a row of its own."""
    if str(row["warning"]).startswith(say("Left out")):
        return ()
    return footnotes(row["warning"], numbers_of(row, ("n", "n_excluded"), partial(source, FILE, **key)))


def _row(inputs: TableInputs, label: str, groups: list[PersonGroup], of: tuple[str, float], cell: CellOf, indent: int = 0) -> Row:
    """The row of a state at a time; a dash where a group has none."""
    (state, time), frame, cells = of, inputs.time_in_states, []
    frame = frame[frame["state"].eq(state)]
    for group in groups:
        mine = frame[frame["exposure"].eq(group.exposure) & frame["level"].eq(group.level)]
        found = mine[mine["time"].eq(time) | mine["n"].eq(0)]
        if found.empty:
            cells.append(Cell(printing.DASH))
        else:
            row = found.iloc[0]
            cells.append(cell(row, {"exposure": group.exposure, "level": group.level, "state": state, "time": f"{row['time']:g}"}))
    return Row(label, tuple(cells), indent)
