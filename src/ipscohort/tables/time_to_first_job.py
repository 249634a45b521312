"""Time to first job in more numbers: quartiles beside the median, mean time without a job with differences, median follow-up."""

from __future__ import annotations

from functools import partial

import pandas as pd

from ipscohort.config.analysis import Tables
from ipscohort.display import printing
from ipscohort.display.house_style import style_of
from ipscohort.display.naming import capital, level_word
from ipscohort.tables.content import Cell, Column, Number, Row, RowGroup, Table, absent_table
from ipscohort.tables.inputs import TableInputs, source
from ipscohort.tables.summaries import count_cell, number_cell, p_cell, plain
from ipscohort.tables.survival import events_cell, median_time_cell, warned, why_left_out
from ipscohort.words import say

NAME = "time_to_first_job"
MEAN, DIFFERENCE = "restricted_mean", "restricted_mean_difference"
BOUNDS = (f"{MEAN}_best", f"{MEAN}_worst")
TIMES = ("first_quartile", "median", "third_quartile")
LIMITED = ("estimate", "conf_low", "conf_high")


def build(inputs: TableInputs) -> Table:
    """A row for everybody and for each level of each exposure."""
    title = inputs.words("Time to first competitive job: quartiles, mean time without a job, follow-up")
    estimates = inputs.survival_estimates
    if estimates.empty:
        return absent_table(NAME, title, say("These records hold no times to the first job."), inputs.synthetic)
    bounds = bool(estimates["measure"].isin(BOUNDS).any())
    rows = [_row(inputs, say("All participants"), "all", "all", bounds)]
    for exposure in dict.fromkeys(e for e in estimates["exposure"] if e != "all"):
        rows.append(Row(inputs.label(exposure)))
        rows.extend(_row(inputs, level_word(level), exposure, level, bounds, indent=1) for level in inputs.levels(exposure))
    groups = (RowGroup("", tuple(rows)),)
    return Table(NAME, title, say("Group"), _columns(inputs, bounds), groups, _notes(inputs, bounds), inputs.synthetic)


def _columns(inputs: TableInputs, bounds: bool) -> tuple[Column, ...]:
    unit, ci = inputs.unit, inputs.style.enclosed(inputs.ci)
    by = say("{Units} until a share had a first job {ci}", Units=capital(unit), ci=ci)
    mean = say("Mean {units} without a job", units=unit)
    cases = (say("best case, with those left out"), say("worst case, with those left out")) if bounds else ()
    return (
        Column(say("First jobs / n")),
        Column(say("Left out, n")),
        *(Column(label, by) for label in (say("a quarter"), say("half (median)"), say("three quarters"))),
        Column(say("in the first … {units}", units=unit), mean),
        Column(say("mean {ci}", ci=ci), mean),
        *(Column(label, mean) for label in cases),
        Column(say("difference from the reference {ci}", ci=ci), mean),
        Column(say("p of the difference"), mean, p_values=True),
        Column(say("Median {units} of follow-up {ci}", units=unit, ci=ci)),
    )


def _notes(inputs: TableInputs, bounds: bool) -> tuple[str, ...]:
    notes = [
        say(
            "Quartiles and median: times at which the Kaplan-Meier estimate of the share without a job falls to the share left. Intervals: log-log."
        ),
        say(
            "Mean {units} without a job: the area under the Kaplan-Meier curve (restricted mean) up to the end of follow-up, or the time that the "
            "settings name. A group and the reference are compared up to where the curves of both are known, and the column says up to when; the "
            "end of follow-up can come on other days for other persons. Intervals and p: normal, with Greenwood's variance; differences are not "
            "adjusted for anything.",
            units=inputs.unit,
        ),
        say(
            "Median follow-up: reverse Kaplan-Meier, in which first jobs and ends of observation change places. It is the follow-up for the first "
            "job, not for what comes after it."
        ),
    ]
    if bounds:
        notes.append(
            say(
                "Best and worst case: of more persons than the mean beside them, which leaves out who worked at an unknown time; here they are put "
                "in at the earliest, or the latest, that the records allow. So these are not limits of that mean, and it can lie outside them."
            )
        )
    return (*notes, say("Not reached: the share without a job, or its limit, stays above the share left as long as anybody was observed."))


def _row(inputs: TableInputs, label: str, exposure: str, level: str, bounds: bool, indent: int = 0) -> Row:
    frame = inputs.survival_estimates
    chosen = frame[(frame["exposure"] == exposure) & (frame["level"] == level)].drop_duplicates("measure").set_index("measure", drop=False)
    if chosen.empty:
        nobody = (say("Nobody at this level."),)
        return Row(label, (Cell(printing.DASH, notes=nobody), *(Cell(printing.DASH) for _ in _columns(inputs, bounds)[1:])), indent)
    where = {"exposure": exposure, "level": level}
    first, key = chosen.loc["median"], {**where, "measure": "median"}
    left_out = count_cell(
        first["n_excluded"], source("survival_estimates", "n_excluded", **key), why_left_out(inputs, first, key), style=inputs.style
    )
    found = partial(_found, chosen)
    cells = [_time(inputs, found(measure), where) for measure in TIMES]
    cells += [
        _up_to(inputs, found(MEAN), where),
        *(_mean(inputs, found(measure), where) for measure in (MEAN, *(BOUNDS if bounds else ()))),
    ]
    cells += _difference(inputs, found(DIFFERENCE), where)
    return Row(label, (events_cell(first, key), left_out, *cells, _time(inputs, found("follow_up_median"), where)), indent)


def _found(chosen: pd.DataFrame, measure: str) -> pd.Series | None:
    return chosen.loc[measure] if measure in chosen.index else None


def key_of(row: pd.Series, where: dict[str, str]) -> dict[str, str]:
    """The columns by which a row of the survival estimates is named: group, measure, and the time where it has one."""
    time = {} if printing.absent(row["time"]) else {"time": f"{row['time']:g}"}
    return {**where, "measure": row["measure"], **time}


def _time(inputs: TableInputs, row: pd.Series | None, where: dict[str, str]) -> Cell:
    return Cell(printing.DASH) if row is None else median_time_cell(row, inputs.tables, where)


def up_to_cell(row: pd.Series, where: dict[str, str], tables: Tables) -> Cell:
    """'914': up to when a mean is taken."""
    decimals = 0 if float(row["time"]).is_integer() else tables.decimals
    return number_cell(row["time"], decimals, "time", source("survival_estimates", "time", **key_of(row, where)), style=style_of(tables))


def _up_to(inputs: TableInputs, row: pd.Series | None, where: dict[str, str]) -> Cell:
    return Cell(printing.DASH) if row is None or printing.absent(row["time"]) else up_to_cell(row, where, inputs.tables)


def mean_cell(row: pd.Series, where: dict[str, str], tables: Tables) -> Cell:
    """'633.5 (564.8 to 702.2)', of a best or worst case without its limits; a mean without an interval stands alone; the warning as footnote."""
    key, decimals, style = key_of(row, where), tables.decimals, style_of(tables)
    names = LIMITED if row["measure"] in (MEAN, DIFFERENCE) and not printing.absent(row["conf_low"]) else LIMITED[:1]
    values = [plain(row[name]) for name in names]
    text = printing.with_interval(*values, decimals, style) if len(names) > 1 else printing.number(values[0], decimals, style=style)
    numbers = tuple(Number(name, value, source("survival_estimates", name, **key)) for name, value in zip(names, values, strict=True))
    return Cell(text, numbers, warned(row, key))


def _mean(inputs: TableInputs, row: pd.Series | None, where: dict[str, str]) -> Cell:
    return Cell(printing.DASH) if row is None else mean_cell(row, where, inputs.tables)


def _difference(inputs: TableInputs, row: pd.Series | None, where: dict[str, str]) -> tuple[Cell, Cell]:
    """The difference and its p; words in the place of the first where the level is the reference, nothing for everybody."""
    if row is None:
        is_reference = where["level"] == (inputs.exposures[where["exposure"]].reference if where["exposure"] in inputs.exposures else None)
        return Cell(say("reference") if is_reference else ""), Cell()
    p = p_cell(row["p_value"], source("survival_estimates", "p_value", **key_of(row, where)), style=inputs.style)
    return mean_cell(row, where, inputs.tables), p
