"""Cumulative incidence of the first job where exits compete with it, beside 1 - Kaplan-Meier, and of these exits."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd

from ipscohort.display import printing
from ipscohort.display.competing import reasons_in_words
from ipscohort.display.naming import capital
from ipscohort.display.numbers import Note, tell, together
from ipscohort.display.phrasing import by_when
from ipscohort.tables.content import Cell, Number, Row, RowGroup, Table, absent_table
from ipscohort.tables.groups import PersonGroup, person_groups
from ipscohort.tables.inputs import TableInputs, source
from ipscohort.tables.summaries import count_cell, p_cell, plain
from ipscohort.tables.survival import events_cell, warned, why_left_out
from ipscohort.tables.time_to_first_job import key_of
from ipscohort.words import later, say

NAME = "cumulative_incidence"
INCIDENCE, COMPETING, KAPLAN_MEIER = "cumulative_incidence", "cumulative_incidence_competing", "survival"
PERCENT_DECIMALS = 1
PERCENTS = {"estimate": "percent", "conf_low": "lower limit", "conf_high": "upper limit"}
"""Column -> what its number is called."""
CellOf = Callable[[pd.Series, dict[str, str]], Cell]
"""A row of the survival estimates and the key that names it -> its cell."""


def build(inputs: TableInputs) -> Table:
    """A column for everybody and for each level of each exposure; rows for each horizon."""
    title = inputs.words("First competitive job with competing exits (cumulative incidence)")
    frame = inputs.survival_estimates
    frame = frame[frame["measure"].isin([INCIDENCE, COMPETING])]
    if frame.empty:
        return absent_table(NAME, title, say("These records hold no times to the first job."), inputs.synthetic)
    groups = [group for group in person_groups(inputs) if group.exposure in set(frame["exposure"])]
    ends = frame.drop_duplicates("time").sort_values("time")
    parts = [RowGroup("", _counts(inputs, groups, float(ends["time"].iloc[-1])))]
    for time, at_end in zip(ends["time"], ends["end_of_follow_up"], strict=True):
        when = by_when(inputs.study, printing.short(time), end_of_follow_up=not printing.absent(at_end) and bool(at_end))
        parts.append(RowGroup(capital(when), _shares(inputs, groups, float(time))))
    return Table(NAME, title, say("Outcome"), tuple(group.column for group in groups), tuple(parts), _notes(inputs), inputs.synthetic)


def _notes(inputs: TableInputs) -> tuple[str | Note, ...]:
    reasons = reasons_in_words(inputs.survival.competing)
    return (
        say(
            "Competing reasons to leave: {reasons}. Who left for another reason, or was followed to the end, is censored.", reasons=reasons
        ),
        say(
            "First job, and left for a competing reason: Aalen-Johansen estimates; limits: log-log, standard errors by the infinitesimal jackknife. "
            "What is missing to 100% is the share with neither."
        ),
        say(
            "1 - Kaplan-Meier censors who left for a competing reason, as if a job could still come, and so is at least as large as the share who "
            "obtained one."
        ),
        *gray_notes(inputs),
    )


def gray_notes(inputs: TableInputs) -> tuple[Note, ...]:
    """Gray's test of each exposure with its p's, or why there is none; that the log-rank test is another."""
    if not inputs.tables.p_values or inputs.gray_tests.empty:
        return ()
    found = []
    for exposure, rows in inputs.gray_tests.groupby("exposure", sort=False):
        tests = [tell(say(GRAY[row["cause"]]), p=_gray_p(inputs, row)) for _, row in rows.iterrows()]
        found.append(
            tell(
                "Gray's test that the cumulative incidence is the same by {exposure}: {tests}.",
                exposure=inputs.label(exposure),
                tests=together(tests, "; "),
            )
        )
    return (*found, Note(say("Gray's test compares the cumulative incidences; the log-rank test censors competing exits.")))


GRAY = {"first_job": later("first job, p {p}"), "competing": later("left for a competing reason, p {p}")}
"""What Gray's test compares -> how its p is told."""


def _gray_p(inputs: TableInputs, row: pd.Series) -> Note | str:
    """p, with what it is of and what must be read with it in brackets; or why there is none."""
    key = {"exposure": row["exposure"], "cause": row["cause"]}
    warning = "" if printing.absent(row["warning"]) else str(row["warning"]).rstrip(".")
    if printing.absent(row["p_value"]):
        return f"{printing.DASH} ({warning})"
    p = p_cell(row["p_value"], source("gray_tests", "p_value", **key), style=inputs.style)
    counts = {
        name: count_cell(row[column], source("gray_tests", column, **key), style=inputs.style)
        for name, column in (("n", "n"), ("events", "n_events"), ("out", "n_excluded"))
    }
    behind = tell("persons: {n}; events: {events}; left out: {out}", **counts)
    return Note(p, " (", *behind.parts, f"; {warning})" if warning else ")")


def _counts(inputs: TableInputs, groups: list[PersonGroup], time: float) -> tuple[Row, ...]:
    def exits(row: pd.Series, key: dict[str, str]) -> Cell:
        return count_cell(row["n_events"], source("survival_estimates", "n_events", **key), style=inputs.style)

    def left_out(row: pd.Series, key: dict[str, str]) -> Cell:
        where = source("survival_estimates", "n_excluded", **key)
        return count_cell(row["n_excluded"], where, why_left_out(inputs, row, key), style=inputs.style)

    return (
        _row(inputs, say("First jobs / n"), groups, (INCIDENCE, time), events_cell),
        _row(inputs, say("Left for a competing reason without a job, n"), groups, (COMPETING, time), exits),
        _row(inputs, say("Left out, n"), groups, (INCIDENCE, time), left_out),
    )


def _shares(inputs: TableInputs, groups: list[PersonGroup], time: float) -> tuple[Row, ...]:
    estimate, limits = partial(percent_cell, inputs, ("estimate",)), partial(percent_cell, inputs, ("conf_low", "conf_high"))
    return (
        _row(inputs, say("had a first job, %"), groups, (INCIDENCE, time), estimate),
        _row(inputs, inputs.ci, groups, (INCIDENCE, time), limits, indent=1),
        _row(
            inputs, say("the same by Kaplan-Meier, which censors them, %"), groups, (KAPLAN_MEIER, time), partial(kaplan_meier_cell, inputs)
        ),
        _row(inputs, say("left for a competing reason without a job, %"), groups, (COMPETING, time), estimate),
        _row(inputs, inputs.ci, groups, (COMPETING, time), limits, indent=1),
    )


def _row(inputs: TableInputs, label: str, groups: list[PersonGroup], of: tuple[str, float], cell: CellOf, indent: int = 0) -> Row:
    """The row of a measure at a time; a dash where a group has none."""
    (measure, time), frame = of, inputs.survival_estimates
    frame = frame[frame["measure"].eq(measure) & frame["time"].eq(time).fillna(False)]
    cells = []
    for group in groups:
        found = frame[frame["exposure"].eq(group.exposure) & frame["level"].eq(group.level)]
        if found.empty:
            cells.append(Cell(printing.DASH))
        else:
            row = found.iloc[0]
            cells.append(cell(row, key_of(row, {"exposure": group.exposure, "level": group.level})))
    return Row(label, tuple(cells), indent)


def percent_cell(
    inputs: TableInputs, names: tuple[str, ...], row: pd.Series, key: dict[str, str], decimals: int = PERCENT_DECIMALS
) -> Cell:
    """'83.3', or '79.5 to 86.5': a share or its limits in percent; a dash where there is none. A share has its warning as a footnote."""
    values, style = [100 * plain(row[name]) for name in names], inputs.style
    numbers = tuple(
        Number(PERCENTS[name], value, source("survival_estimates", name, **key).read_as("100 * {}"))
        for name, value in zip(names, values, strict=True)
    )
    if len(values) == 1:
        return Cell(printing.number(values[0], decimals, style=style), numbers, warned(row, key))
    if any(map(printing.absent, values)):
        return Cell(printing.DASH)
    return Cell(printing.interval(*values, decimals, style), numbers)


def kaplan_meier_cell(inputs: TableInputs, row: pd.Series, key: dict[str, str], decimals: int = PERCENT_DECIMALS) -> Cell:
    """'87.3': 1 - the share without a job, in percent."""
    value = 100 * (1 - plain(row["estimate"]))
    number = Number("percent", value, source("survival_estimates", "estimate", **key).read_as("1 - {}"))
    return Cell(printing.number(value, decimals, style=inputs.style), (number,))
