"""Absolute numbers of an outcome at each level of an exposure, as those of the crude model have it."""

from __future__ import annotations

import pandas as pd

from ipscohort.config.analysis import Regression
from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Cell, Filter, Note, Number, share_source, source, tell, together
from ipscohort.display.phrasing import person_time, units
from ipscohort.models.families import FAMILIES, OF_WORKERS, among_workers
from ipscohort.report.events import events_by_level
from ipscohort.report.inputs import ReportInputs
from ipscohort.report.phrases import share_of
from ipscohort.tables.outcomes import worker_filter, worker_mask
from ipscohort.tables.summaries import count_cell, mean_cell, median_cell
from ipscohort.words import say

PER = 100
"""Units of time, or of another offset, that a rate is of."""


def absolute(inputs: ReportInputs, regression: Regression, exposure: str) -> Note:
    """The reference last: '27 of 49 (55%) in second half, 20 of 54 (37%) in first half'; empty where nobody's outcome is known."""
    outcome, persons = regression.outcome, inputs.persons
    if FAMILIES[regression.model].outcome == "time":
        return events_by_level(inputs, regression, exposure)
    if outcome not in persons or not persons[outcome].notna().any():
        return Note()
    if among_workers(outcome, regression.model) and not worker_mask(persons).any():
        return tell("Nobody obtained a job")
    reference, *others = inputs.levels(exposure)
    levels = (
        tell("{found} in {level}", found=_level(inputs, regression, exposure, level), level=level_word(level))
        for level in (*others, reference)
    )
    words = _words(inputs, regression)
    return together([f"{words}: " if words else "", together(levels, ", ")])


def selected(persons: pd.DataFrame) -> bool:
    """Whether those who obtained a job are some of all, not nobody and not everybody."""
    return 0 < int(worker_mask(persons).sum()) < len(persons)


def unit_of(inputs: ReportInputs, regression: Regression) -> str:
    """Unit of a regression's outcome; '' where it has none."""
    known = inputs.codebook.variables.get(regression.outcome)
    if known:
        return known.unit or ""
    return units(inputs.study) if regression.outcome in OF_WORKERS else say("jobs") if regression.outcome == "n_jobs" else ""


def whom(regression: Regression) -> str:
    """Who a regression is of."""
    return say("of those who obtained a job") if among_workers(regression.outcome, regression.model) else say("of all persons")


def _is_median(regression: Regression) -> bool:
    family = FAMILIES[regression.model]
    return family.exponentiated and family.outcome == "number"


def _words(inputs: ReportInputs, regression: Regression) -> str:
    """What the absolute numbers are; '' where they say it themselves."""
    if FAMILIES[regression.model].outcome == "yes_no" or regression.offset:
        return ""
    parts = {"unit": unit_of(inputs, regression), "whom": whom(regression)}
    if _is_median(regression):
        return say("Median [quartiles], {unit} {whom}", **parts) if parts["unit"] else say("Median [quartiles] {whom}", whom=parts["whom"])
    return say("Mean (SD), {unit} {whom}", **parts) if parts["unit"] else say("Mean (SD) {whom}", whom=parts["whom"])


def _level(inputs: ReportInputs, regression: Regression, exposure: str, level: str) -> Note:
    """The outcome at one level of the exposure."""
    outcome, persons = regression.outcome, inputs.persons
    inside = persons[exposure].eq(level).fillna(False).to_numpy(dtype=bool)
    where: dict[str, object] = {exposure: level}
    if among_workers(outcome, regression.model):
        inside &= worker_mask(persons).to_numpy(dtype=bool)
        where |= worker_filter(persons)
    values = persons[outcome][inside]
    if FAMILIES[regression.model].outcome == "yes_no":
        numbers = share_source("persons", outcome, {**where, outcome: "yes"}, {**where, outcome: Filter.KNOWN})
        return Note(share_of(values, numbers, inputs.style))
    if regression.offset:
        return _rate(inputs, regression, persons[inside], where)
    place, summary = source("persons", outcome, **where), median_cell if _is_median(regression) else mean_cell
    n = count_cell(int(values.notna().sum()), source("persons", outcome, **where, **{outcome: Filter.KNOWN}), style=inputs.style)
    return Note(summary(values, inputs.settings.tables, place), " (n = ", n, ")")


def _rate(inputs: ReportInputs, regression: Regression, persons: pd.DataFrame, where: dict[str, object]) -> Note:
    """'14 jobs in 2,010 person-days (0.70 per 100)': of who has both, the outcome and some time in which it was counted."""
    outcome, offset = regression.outcome, str(regression.offset)
    both = persons[persons[outcome].notna() & persons[offset].gt(0).fillna(False)]
    key = {**where, outcome: Filter.KNOWN, offset: Filter.ABOVE_0}
    total, time = float(both[outcome].sum()), float(both[offset].sum())
    of = f"person-{inputs.study.time_unit}" if offset == "time_observed" else inputs.label(offset)
    rate = Number(f"rate per {PER} {of}", PER * total / time if time else float("nan"), source("persons", outcome, **key))
    counted, summed = Number("total", total, source("persons", outcome, **key)), Number(of, time, source("persons", offset, **key))
    unit, style = unit_of(inputs, regression), inputs.style
    found = {
        "total": Note(Cell(printing.number(total, 0, style=style), (counted,)), f" {unit}" if unit else ""),
        "time": Cell(printing.number(time, 0, style=style), (summed,)),
        "of": person_time(inputs.study) if offset == "time_observed" else of,
        "rate": Cell(printing.number(rate.value, inputs.settings.tables.estimate_decimals, style=style), (rate,)),
        "per": PER,
    }
    return tell("{total} in {time} {of} ({rate} per {per})", **found)
