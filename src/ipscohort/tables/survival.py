"""Time to first job by Kaplan-Meier: median, share with a job at the horizons, log-rank test, bounds for unknown times."""

from __future__ import annotations

from functools import partial

import pandas as pd

from ipscohort.config.analysis import Tables
from ipscohort.display import printing
from ipscohort.display.competing import said_censored
from ipscohort.display.house_style import style_of
from ipscohort.display.left_out import LeftOut
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import tell, together
from ipscohort.display.styles import Style
from ipscohort.tables.content import Cell, Column, Number, Row, RowGroup, Table, absent_table
from ipscohort.tables.inputs import Filter, TableInputs, source
from ipscohort.tables.summaries import count_cell, counted_cell, footnotes, free_share_cell, number_cell, numbers_of, p_cell, plain
from ipscohort.words import later, say

NAME = "survival"
PERCENT_DECIMALS = 1
BOUNDED = ("survival_worst", "survival_best")
"""Shares with those left out, at their latest and at their earliest."""


def build(inputs: TableInputs) -> Table:
    """A row for everybody and for each level of each exposure."""
    title = inputs.words("Time to first competitive job (Kaplan-Meier)")
    estimates = inputs.survival_estimates
    if estimates.empty:
        return absent_table(NAME, title, say("These records hold no times to the first job."), inputs.synthetic)
    horizons = sorted(estimates.loc[estimates["measure"] == "survival", "time"].dropna().unique())
    bounds = bool(estimates["measure"].isin(["median_best", "median_worst"]).any())
    rows = [_row(inputs, say("All participants"), "all", "all", horizons, bounds)]
    for exposure in dict.fromkeys(e for e in estimates["exposure"] if e != "all"):
        width = len(rows[0].cells)
        rows.append(_exposure_row(inputs, exposure, width))
        rows.extend(_row(inputs, level_word(level), exposure, level, horizons, bounds, indent=1) for level in inputs.levels(exposure))
    return Table(
        NAME,
        title,
        say("Group"),
        _columns(inputs, horizons, bounds),
        (RowGroup("", tuple(rows)),),
        _notes(inputs, bounds),
        inputs.synthetic,
    )


def _columns(inputs: TableInputs, horizons: list[float], bounds: bool) -> tuple[Column, ...]:
    median = say("Median {units} to first job", units=inputs.unit)
    return (
        Column(say("First jobs / n")),
        Column(say("Left out, n")),
        Column(say("estimate {ci}", ci=inputs.style.enclosed(inputs.ci)), median),
        *(
            (Column(say("best case, with those left out"), median), Column(say("worst case, with those left out"), median))
            if bounds
            else ()
        ),
        *(column for time in horizons for column in _share_columns(inputs, time, bounds)),
        Column(say("Log-rank p"), p_values=True),
    )


def _share_columns(inputs: TableInputs, time: float, bounds: bool) -> tuple[Column, ...]:
    spanner = say("Share with a first job by then, % {ci}", ci=inputs.style.enclosed(inputs.ci))
    label = f"{inputs.one_unit} {printing.short(time)}"
    return (Column(label, spanner), *((Column(say("{time}, with those left out", time=label), spanner),) if bounds else ()))


def _notes(inputs: TableInputs, bounds: bool) -> tuple[str, ...]:
    notes = [
        say(
            "Share: 1 - Kaplan-Meier estimate. Intervals: log-log. Median: where the share without a job first falls to half or below, the midpoint where it is "
            "exactly half."
        ),
        say("Censored at the last {unit} observed.", unit=inputs.one_unit),
        say(
            "Left out: worked, but the time of the first job is unknown, or not known to have worked or not; a note says how many of each."
        ),
    ]
    if bounds:
        notes.append(
            say(
                "Best and worst case, and the share with those left out: of more persons than the estimate beside them. That leaves out who worked at an "
                "unknown time; here they are put in at the earliest, or the latest, that the records allow. So these are not limits of that estimate, and it "
                "can lie outside them. As all of them obtained a job, leaving them out makes the share too low."
            )
        )
    return (
        *notes,
        *censored_note(inputs),
        say("Not reached: the share without a job, or its limit, stays above half as long as anybody was observed."),
    )


def censored_note(inputs: TableInputs) -> tuple[str, ...]:
    """That who left for a competing reason is censored, where the settings name such reasons and somebody left so."""
    rows = inputs.survival_estimates
    left = rows["measure"].eq("cumulative_incidence_competing") & rows["n_events"].gt(0)
    return (said_censored(inputs.survival.competing),) if left.fillna(False).any() else ()


def _exposure_row(inputs: TableInputs, exposure: str, width: int) -> Row:
    found = inputs.survival_tests[inputs.survival_tests["exposure"] == exposure]
    if found.empty:
        return Row(inputs.label(exposure))
    test = found.iloc[0]
    p = p_cell(
        test["p_value"],
        source("survival_tests", "p_value", exposure=exposure),
        warned(test, {"exposure": exposure}, "survival_tests"),
        inputs.style,
    )
    return Row(inputs.label(exposure), (*(Cell() for _ in range(width - 1)), p))


def _row(inputs: TableInputs, label: str, exposure: str, level: str, horizons: list[float], bounds: bool, indent: int = 0) -> Row:
    frame = inputs.survival_estimates
    chosen = frame[(frame["exposure"] == exposure) & (frame["level"] == level)]
    where = {"exposure": exposure, "level": level}
    if chosen.empty:
        width = 4 + 2 * bounds + (1 + bounds) * len(horizons)
        return Row(
            label,
            (Cell(printing.DASH, notes=(say("Nobody at this level."),)), *(Cell(printing.DASH) for _ in range(width - 2)), Cell()),
            indent,
        )
    first = chosen.iloc[0]
    key = {**where, "measure": "median"}
    counts = (
        events_cell(first, key),
        count_cell(
            first["n_excluded"], source("survival_estimates", "n_excluded", **key), why_left_out(inputs, first, key), style=inputs.style
        ),
    )
    medians = [_median(inputs, chosen, measure, where) for measure in ("median", *(("median_best", "median_worst") if bounds else ()))]
    ways = (_share, _bounded_share) if bounds else (_share,)
    shares = [cell(chosen, time, where, inputs.style) for time in horizons for cell in ways]
    return Row(label, (*counts, *medians, *shares, Cell()), indent)


def why_left_out(inputs: TableInputs, row: pd.Series, key: dict[str, str]) -> tuple[str, ...]:
    """How many worked at an unknown time, of how many it is unknown whether they worked, and until when they were observed."""
    out = LeftOut.of(row)
    group = {} if key["exposure"] == "all" else {key["exposure"]: key["level"]}
    worked = source("persons", "time_to_first_job", **{**group, "job_obtained": "yes", "time_to_first_job": Filter.MISSING})
    parts = (
        (out.worked, "worked, time unknown", worked, later("{n} worked, but the time of the first job is unknown")),
        (out.outcome_unknown, "n", source("survival_estimates", "n_outcome_unknown", **key), later("{n} not known to have worked or not")),
        (
            out.censoring_unknown,
            "n",
            source("survival_estimates", "n_censoring_unknown", **key),
            later("{n} without a job, time of censoring unknown"),
        ),
    )
    said = [tell(text, n=number_cell(n, 0, name, where, style=inputs.style)) for n, name, where, text in parts if n]
    return (tell("Left out: {who}.", who=together(said, "; ")),) if said else ()


def warned(row: pd.Series, where: dict[str, str], file: str = "survival_estimates") -> tuple[str, ...]:
    """The warning of a row as a footnote, with the counts that it hangs on."""
    return footnotes(row["warning"], numbers_of(row, ("n", "n_events", "n_excluded"), partial(source, file, **where)))


def events_cell(row: pd.Series, where: dict[str, str]) -> Cell:
    """'46 / 102': first jobs and persons."""
    return counted_cell(row, partial(source, "survival_estimates", **where))


def _median(inputs: TableInputs, chosen: pd.DataFrame, measure: str, where: dict[str, str]) -> Cell:
    found = chosen[chosen["measure"] == measure]
    return Cell(printing.DASH) if found.empty else median_time_cell(found.iloc[0], inputs.tables, where)


def median_time_cell(row: pd.Series, tables: Tables, where: dict[str, str]) -> Cell:
    """'450.5 (169.0 to not reached)': a median, of the estimate itself with its limits; 'not reached' where the curve ends above half."""
    measure, known, decimals, style = row["measure"], row["n"] > 0, tables.decimals, style_of(tables)
    text = printing.reached(row["estimate"], decimals, style) if known else printing.DASH
    limits = (row["conf_low"], row["conf_high"])
    if measure == "median" and known and not all(map(printing.absent, limits)):
        low, high = (printing.reached(limit, decimals, style) for limit in limits)
        text = f"{text} {style.enclosed(f'{low}{style.between(0.0)}{high}')}"
    names = ("estimate", "conf_low", "conf_high") if measure == "median" else ("estimate",)
    numbers = tuple(Number(name, plain(row[name]), source("survival_estimates", name, measure=measure, **where)) for name in names)
    return Cell(text, numbers, warned(row, {"measure": measure, **where}))


def _share(chosen: pd.DataFrame, time: float, where: dict[str, str], style: Style) -> Cell:
    found = chosen[(chosen["measure"] == "survival") & (chosen["time"] == time)]
    if found.empty:
        return Cell(printing.DASH)
    row, more = found.iloc[0], {"measure": "survival", "time": f"{time:g}"}
    place = partial(source, "survival_estimates", **where, **more)
    return free_share_cell(row, "estimate", PERCENT_DECIMALS, place, warned(row, {**where, **more}), style)


def _bounded_share(chosen: pd.DataFrame, time: float, where: dict[str, str], style: Style) -> Cell:
    """'47.1 to 53.0': the shares with those left out at their earliest and at their latest, the smaller one first; one where they print alike."""
    numbers, notes = [], []
    for measure in BOUNDED:
        found = chosen[(chosen["measure"] == measure) & (chosen["time"] == time)]
        if found.empty:
            return Cell(printing.DASH)
        row, key = found.iloc[0], {**where, "measure": measure, "time": f"{time:g}"}
        place = source("survival_estimates", "estimate", **key).read_as("1 - {}")
        numbers.append(Number("percent", 100 * (1 - plain(row["estimate"])), place))
        notes += warned(row, key) if printing.absent(row["estimate"]) else ()
    numbers.sort(key=lambda number: number.value)  # a later job can raise the estimate: fewer are then at risk
    text = printing.span(*(number.value for number in numbers), PERCENT_DECIMALS, style)
    return Cell(text, tuple(numbers), tuple(dict.fromkeys(notes)))


def with_left_out(estimates: pd.DataFrame, where: dict[str, str], style: Style) -> tuple[str, ...]:
    """The footnote of a share that leaves out persons who worked at an unknown time; `estimates` of one group and horizon, as `where` says."""
    known = {row["measure"]: 100 * (1 - float(row["estimate"])) for _, row in estimates.dropna(subset="estimate").iterrows()}
    if not {"survival", *BOUNDED} <= set(known):
        return ()
    low, high = sorted(BOUNDED, key=known.__getitem__)
    places = {m: source("survival_estimates", "estimate", **{**where, "measure": m}).read_as("1 - {}") for m in BOUNDED}
    numbers = tuple(Number("percent", known[m], places[m]) for m in (low, high))
    span = Cell(printing.span(known[low], known[high], PERCENT_DECIMALS, style), numbers)
    return (tell(TOO_LOW if known[low] > known["survival"] else OPEN, span=span),)


TOO_LOW = later(
    "Those left out as the time is unknown all obtained a job, so the share is too low; with them in, at their earliest and their latest: {span}."
)
OPEN = later("Those left out as the time is unknown all obtained a job; with them in, at their earliest and their latest: {span}.")
