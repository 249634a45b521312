"""Time to first job in more numbers: quartiles beside the median, mean time before the first job with differences, median follow-up."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from ipscohort.config.analysis import Tables
from ipscohort.display import printing
from ipscohort.display.house_style import style_of
from ipscohort.display.naming import capital
from ipscohort.tables.content import Cell, Number, Row, RowGroup, Table, absent_table
from ipscohort.tables.groups import PersonGroup, person_groups
from ipscohort.tables.inputs import Filter, TableInputs, source
from ipscohort.tables.outcomes import closed
from ipscohort.tables.summaries import count_cell, number_cell, p_cell, plain
from ipscohort.tables.survival import censored_note, events_cell, warned, why_left_out
from ipscohort.words import later, say

NAME = "time_to_first_job"
MEAN, DIFFERENCE, FOLLOW_UP, TENURE = "restricted_mean", "restricted_mean_difference", "follow_up_median", "tenure_median"
CASES = {
    f"{MEAN}_best": later("best case, with those left out"),
    f"{MEAN}_worst": later("worst case, with those left out"),
}
TIMES = {"first_quartile": later("a quarter"), "median": later("half (median)"), "third_quartile": later("three quarters")}
"""Measure -> how its row is named."""
LEFT_OUT = later("Left out")
"""How the estimates' own words on who is left out begin."""
LEFT_N = later("left before its end without a job, n")
CLOSED_N = later("left before its end, or records closed before it (data lock), without a job, n")
CellOf = Callable[[pd.Series, dict[str, str]], Cell]
"""A row of the survival estimates and the key that names it -> its cell."""


def build(inputs: TableInputs) -> Table:
    """A column for everybody and for each level of each exposure."""
    title = inputs.words("Time to first competitive job: quartiles, mean time before the first job, follow-up")
    estimates = inputs.survival_estimates
    if estimates.empty:
        return absent_table(NAME, title, say("These records hold no times to the first job."), inputs.synthetic)
    groups = [group for group in person_groups(inputs) if group.exposure in set(estimates["exposure"])]
    parts = (
        RowGroup("", _counts(inputs, groups)),
        _quartiles(inputs, groups),
        _means(inputs, groups),
        _follow_up(inputs, groups),
        *_tenure(inputs, groups),
    )
    return Table(NAME, title, say("Outcome"), tuple(group.column for group in groups), parts, _notes(inputs), inputs.synthetic)


def _notes(inputs: TableInputs) -> tuple[str, ...]:
    notes = [
        say(
            "Until a share had a first job: when the Kaplan-Meier estimate of the share without one has fallen so far; limits: log-log. Not "
            "reached: it, or its limit, stays above that as long as anybody was observed."
        ),
        say(
            "Mean {units} before the first job: the area under the Kaplan-Meier curve (restricted mean), up to the end of follow-up, or the time that the "
            "settings name. A level and the reference are compared up to where the curves of both are known; the end of follow-up can come at "
            "other times for other persons. Limits and p: normal, with Greenwood's variance. Differences are not adjusted.",
            units=inputs.unit,
        ),
        say(
            "Median follow-up: reverse Kaplan-Meier, in which first jobs and ends of observation change places. It is the follow-up for the first "
            "job, not for what comes after it."
        ),
    ]
    notes += censored_note(inputs)
    if inputs.survival.tenure:
        notes.append(
            say(
                "Days in the first job: Kaplan-Meier from its start to its end; who was in it at the last day observed is censored then; of several "
                "jobs begun on one day the longest counts."
            )
        )
    if inputs.survival_estimates["measure"].isin(list(CASES)).any():
        notes.append(
            say(
                "Best and worst case: of more persons than the mean above them, which leaves out who worked at an unknown time; here they are put "
                "in at the earliest, or the latest, that the records allow. So these are not limits of that mean, and it can lie outside them."
            )
        )
    return tuple(notes)


def _counts(inputs: TableInputs, groups: list[PersonGroup]) -> tuple[Row, ...]:
    def left_out(row: pd.Series, key: dict[str, str]) -> Cell:
        where = source("survival_estimates", "n_excluded", **key)
        return count_cell(row["n_excluded"], where, why_left_out(inputs, row, key), style=inputs.style)

    def events(row: pd.Series, key: dict[str, str]) -> Cell:
        nobody = row["n"] == 0
        cell = events_cell(row, key)
        return Cell(cell.text, cell.numbers, warned(row, key)) if nobody else cell

    return (
        _row(inputs, say("First jobs / n"), groups, "median", events),
        _row(inputs, say("Left out, n"), groups, "median", left_out),
    )


def _quartiles(inputs: TableInputs, groups: list[PersonGroup]) -> RowGroup:
    rows = [row for measure, label in TIMES.items() for row in _with_limits(inputs, say(label), groups, measure, reached=True)]
    return RowGroup(say("{Units} until a share had a first job", Units=capital(inputs.unit)), tuple(rows))


def _means(inputs: TableInputs, groups: list[PersonGroup]) -> RowGroup:
    tables, measures = inputs.tables, set(inputs.survival_estimates["measure"])
    rows = [
        _row(inputs, say("in the first … {units}", units=inputs.unit), groups, MEAN, lambda row, key: up_to_cell(row, key, tables)),
        *_with_limits(inputs, say("mean"), groups, MEAN),
        *(
            _row(inputs, say(label), groups, case, lambda row, key: _estimate(row, key, tables))
            for case, label in CASES.items()
            if case in measures
        ),
    ]
    if DIFFERENCE in measures:
        rows += _with_limits(inputs, say("difference from the reference"), groups, DIFFERENCE)
        rows += [_row(inputs, say("p"), groups, DIFFERENCE, lambda row, key: _p(row, key, tables), indent=1)] if tables.p_values else []
    return RowGroup(say("Mean {units} before the first job", units=inputs.unit), tuple(rows))


def _follow_up(inputs: TableInputs, groups: list[PersonGroup]) -> RowGroup:
    rows = _with_limits(inputs, say("median {units}", units=inputs.unit), groups, FOLLOW_UP, reached=True)
    idle = inputs.persons["first_job_event"].eq(False).fillna(False).to_numpy(dtype=bool)
    label = say(CLOSED_N if (closed(inputs.persons) & idle).any() else LEFT_N)
    early = _row(inputs, label, groups, FOLLOW_UP, lambda _, key: _left_early(inputs, key))
    return RowGroup(say("Follow-up"), (*rows, early))


def _left_early(inputs: TableInputs, key: dict[str, str]) -> Cell:
    """Who of a group is censored before the end of follow-up; a dash where it is known of nobody who was followed to the end."""
    where: dict[str, object] = {} if key["exposure"] == "all" else {key["exposure"]: key["level"]}
    where |= {"follow_time": Filter.KNOWN, "first_job_event": "no"}
    place, known = (source("persons", "full_follow_up", **where, full_follow_up=each) for each in ("no", Filter.KNOWN))
    idle = source("persons", "follow_time", **where)
    if idle.count(inputs.persons) and not known.count(inputs.persons):
        return Cell(printing.DASH)
    return count_cell(place.count(inputs.persons), place, style=inputs.style)


def _tenure(inputs: TableInputs, groups: list[PersonGroup]) -> tuple[RowGroup, ...]:
    """The second clock: days in the first job, where the settings ask for it."""
    if not inputs.survival.tenure:
        return ()

    def left_out(row: pd.Series, key: dict[str, str]) -> Cell:
        return count_cell(row["n_excluded"], source("survival_estimates", "n_excluded", **key), style=inputs.style)

    rows = [
        _row(inputs, say("ended while observed / first jobs"), groups, TENURE, events_cell),
        _row(inputs, say("left out, as start or end is unknown, n"), groups, TENURE, left_out),
        *_with_limits(inputs, say("median"), groups, TENURE, reached=True),
    ]
    return (RowGroup(say("Days in the first job"), tuple(rows)),)


def _with_limits(inputs: TableInputs, label: str, groups: list[PersonGroup], measure: str, reached: bool = False) -> list[Row]:
    """The row of an estimate and, below it, that of its limits; `reached`: what is missing was not reached."""
    tables = inputs.tables
    return [
        _row(inputs, label, groups, measure, lambda row, key: _estimate(row, key, tables, reached)),
        _row(inputs, inputs.ci, groups, measure, lambda row, key: _limits(row, key, tables, reached), indent=1),
    ]


def _row(inputs: TableInputs, label: str, groups: list[PersonGroup], measure: str, cell: CellOf, indent: int = 0) -> Row:
    """A row of one measure: a dash where a group has none, nothing for a difference of everybody, and words for one of the reference."""
    frame = inputs.survival_estimates
    frame = frame[frame["measure"].eq(measure)]
    cells = []
    for group in groups:
        where = {"exposure": group.exposure, "level": group.level}
        found = frame[frame["exposure"].eq(group.exposure) & frame["level"].eq(group.level)]
        if not found.empty:
            row = found.iloc[0]
            cells.append(cell(row, key_of(row, where)))
        elif measure == DIFFERENCE and group.exposure == "all":
            cells.append(Cell())
        elif measure == DIFFERENCE and group.level == inputs.exposures[group.exposure].reference:
            cells.append(Cell(say("reference") if not indent else ""))
        else:
            cells.append(Cell(printing.DASH))
    return Row(label, tuple(cells), indent)


def key_of(row: pd.Series, where: dict[str, str]) -> dict[str, str]:
    """The columns by which a row of the survival estimates is named: group, measure, and the time where it has one."""
    time = {} if printing.absent(row["time"]) else {"time": f"{row['time']:g}"}
    return {**where, "measure": row["measure"], **time}


def up_to_cell(row: pd.Series, key: dict[str, str], tables: Tables) -> Cell:
    """'914': up to when a mean is taken; a dash where there is none."""
    if printing.absent(row["time"]):
        return Cell(printing.DASH)
    decimals = 0 if float(row["time"]).is_integer() else tables.decimals
    return number_cell(row["time"], decimals, "time", source("survival_estimates", "time", **key), style=style_of(tables))


def _estimate(row: pd.Series, key: dict[str, str], tables: Tables, reached: bool = False) -> Cell:
    """'633.5', or 'not reached'; the warning as a footnote."""
    known = reached and row["n"] > 0
    text = (printing.reached if known else printing.number)(row["estimate"], tables.decimals, style=style_of(tables))
    number = Number("estimate", plain(row["estimate"]), source("survival_estimates", "estimate", **key))
    only_left_out = row["measure"] != DIFFERENCE and str(row["warning"]).startswith(say(LEFT_OUT))  # which the row of those left out says
    return Cell(text, (number,), () if only_left_out else warned(row, key))


def _limits(row: pd.Series, key: dict[str, str], tables: Tables, reached: bool) -> Cell:
    """'564.8 to 702.2', '660.0 to not reached'; a dash where neither is known."""
    limits, style = (row["conf_low"], row["conf_high"]), style_of(tables)
    if all(map(printing.absent, limits)):
        return Cell(printing.DASH)
    show = printing.reached if reached else printing.number
    low, high = (show(limit, tables.decimals, style=style) for limit in limits)
    between = style.between(0.0 if printing.absent(limits[0]) else float(limits[0]))
    numbers = tuple(Number(name, plain(row[name]), source("survival_estimates", name, **key)) for name in ("conf_low", "conf_high"))
    return Cell(f"{low}{between}{high}", numbers)


def _p(row: pd.Series, key: dict[str, str], tables: Tables) -> Cell:
    return p_cell(row["p_value"], source("survival_estimates", "p_value", **key), style=style_of(tables))
