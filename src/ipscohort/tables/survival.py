"""Time to first job by Kaplan-Meier: median, share with a job at the horizons, log-rank test, bounds for unknown times."""

from __future__ import annotations

import pandas as pd

from ipscohort import printing
from ipscohort.tables.content import Cell, Column, Number, Row, RowGroup, Table, absent_table
from ipscohort.tables.inputs import TableInputs, source
from ipscohort.tables.regressions import footnotes
from ipscohort.tables.summaries import count_cell, p_cell, plain

NAME = "survival"
PERCENT_DECIMALS = 1


def build(inputs: TableInputs) -> Table:
    """A row for everybody and for each level of each exposure."""
    title = "Time to first competitive job (Kaplan-Meier)"
    estimates = inputs.survival_estimates
    if estimates.empty:
        return absent_table(NAME, title, "These records hold no times to the first job.", inputs.synthetic)
    horizons = sorted(estimates.loc[estimates["measure"] == "survival", "time"].dropna().unique())
    bounds = bool(estimates["measure"].isin(["median_best", "median_worst"]).any())
    rows = [_row(inputs, "All participants", "all", "all", horizons, bounds)]
    for exposure in dict.fromkeys(e for e in estimates["exposure"] if e != "all"):
        width = len(rows[0].cells)
        rows.append(_exposure_row(inputs, exposure, width))
        rows.extend(_row(inputs, level, exposure, level, horizons, bounds, indent=1) for level in inputs.levels(exposure))
    return Table(
        NAME, title, "Group", _columns(inputs, horizons, bounds), (RowGroup("", tuple(rows)),), _notes(inputs, bounds), inputs.synthetic
    )


def _columns(inputs: TableInputs, horizons: list[float], bounds: bool) -> tuple[Column, ...]:
    median = f"Median {inputs.unit} to first job"
    return (
        Column("First jobs / n"),
        Column("Left out, n"),
        Column(f"estimate ({inputs.ci})", median),
        *((Column("best case", median), Column("worst case", median)) if bounds else ()),
        *(Column(f"{inputs.unit[:-1]} {time:g}", f"Share with a first job by then, % ({inputs.ci})") for time in horizons),
        Column("Log-rank p"),
    )


def _notes(inputs: TableInputs, bounds: bool) -> tuple[str, ...]:
    notes = [
        "Share: 1 - Kaplan-Meier estimate. Intervals: log-log. Median: where the share without a job first falls to half or below, the midpoint where it is exactly half.",
        f"Censored at the last {inputs.unit[:-1]} observed. Left out: worked, but the time of the first job is unknown.",
    ]
    if bounds:
        notes.append("Best and worst case: the median were the unknown times as early, or as late, as the records allow.")
    return (*notes, "A median or limit that is not reached prints -.")


def _exposure_row(inputs: TableInputs, exposure: str, width: int) -> Row:
    found = inputs.survival_tests[inputs.survival_tests["exposure"] == exposure]
    if found.empty:
        return Row(inputs.label(exposure))
    test = found.iloc[0]
    p = p_cell(test["p_value"], source("survival_tests", "p_value", exposure=exposure), footnotes(test["warning"]))
    return Row(inputs.label(exposure), (*(Cell() for _ in range(width - 1)), p))


def _row(inputs: TableInputs, label: str, exposure: str, level: str, horizons: list[float], bounds: bool, indent: int = 0) -> Row:
    frame = inputs.survival_estimates
    chosen = frame[(frame["exposure"] == exposure) & (frame["level"] == level)]
    where = {"exposure": exposure, "level": level}
    if chosen.empty:
        width = 4 + 2 * bounds + len(horizons)
        return Row(
            label, (Cell(printing.DASH, notes=("Nobody at this level.",)), *(Cell(printing.DASH) for _ in range(width - 2)), Cell()), indent
        )
    first = chosen.iloc[0]
    excluded_note = ("The time of the first job is unknown.",) if first["n_excluded"] else ()
    counts = (
        _events_cell(first, where),
        count_cell(first["n_excluded"], source("survival_estimates", "n_excluded", **where), excluded_note),
    )
    medians = [_median(inputs, chosen, measure, where) for measure in ("median", *(("median_best", "median_worst") if bounds else ()))]
    shares = [_share(chosen, time, where) for time in horizons]
    return Row(label, (*counts, *medians, *shares, Cell()), indent)


def _events_cell(row: pd.Series, where: dict[str, str]) -> Cell:
    numbers = tuple(Number(s, plain(row[c]), source("survival_estimates", c, **where)) for s, c in (("events", "n_events"), ("n", "n")))
    return Cell(f"{printing.count(row['n_events'])} / {printing.count(row['n'])}", numbers)


def _median(inputs: TableInputs, chosen: pd.DataFrame, measure: str, where: dict[str, str]) -> Cell:
    found = chosen[chosen["measure"] == measure]
    if found.empty:
        return Cell(printing.DASH)
    row, decimals = found.iloc[0], inputs.tables.decimals
    text = printing.number(row["estimate"], decimals)
    if measure == "median":
        text = f"{text} ({printing.interval(row['conf_low'], row['conf_high'], decimals)})"
    names = ("estimate", "conf_low", "conf_high") if measure == "median" else ("estimate",)
    numbers = tuple(Number(name, plain(row[name]), source("survival_estimates", name, measure=measure, **where)) for name in names)
    return Cell(text, numbers, footnotes(row["warning"]))


def _share(chosen: pd.DataFrame, time: float, where: dict[str, str]) -> Cell:
    found = chosen[(chosen["measure"] == "survival") & (chosen["time"] == time)]
    if found.empty:
        return Cell(printing.DASH)
    row = found.iloc[0]
    share, low, high = (100 * (1 - plain(row[name])) for name in ("estimate", "conf_high", "conf_low"))
    key = source("survival_estimates", "1 - estimate", measure="survival", time=f"{time:g}", **where)
    numbers = (Number("percent", share, key), Number("lower limit", low, key), Number("upper limit", high, key))
    return Cell(printing.with_interval(share, low, high, PERCENT_DECIMALS), numbers, footnotes(row["warning"]))
