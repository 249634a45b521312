"""Fidelity at inclusion as an exposure: crude and adjusted, beside the exposures that stand for the calendar, and both in one model."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pandas as pd

from ipscohort.catalogue.adjustments import ADJUSTED, ALONE, CRUDE, MUTUAL, SAME_ROWS, WITH_AGENCY, WITH_BOTH, WITH_DATE
from ipscohort.config.analysis import Regression
from ipscohort.config.programme import CLASS, TOTAL
from ipscohort.display import printing
from ipscohort.display.fidelity import CLUSTERED, OBSERVATIONAL
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Cell, source
from ipscohort.models.families import FAMILIES
from ipscohort.programme.fidelity.estimate import LABELS
from ipscohort.programme.fidelity.inputs import Inputs
from ipscohort.programme.fidelity.notes import classes_of_one_agency, left_out, of_everybody, turned
from ipscohort.programme.fidelity.words import STAYS, taken
from ipscohort.scales.ips_fidelity import CLASS_WORDS
from ipscohort.tables.content import Column, Row, RowGroup, Table, absent_table
from ipscohort.tables.p_values import without_p_values
from ipscohort.tables.summaries import count_cell, counted_cell, footnotes, interval_cell, number_cell, numbers_of, p_cell
from ipscohort.words import later, say

NAME = "fidelity_exposure"
TITLE = later("Fidelity at inclusion and outcomes")
OF_FIDELITY = {
    CRUDE: later("Crude"),
    SAME_ROWS: later("Crude, on the persons of the adjusted model"),
    ADJUSTED: later("Adjusted"),
    ALONE: later("Without the calendar, on the persons of the next model"),
    MUTUAL: later("With {calendar} in the model"),
    WITH_DATE: later("Adjusted, with the date of inclusion as a number"),
    WITH_AGENCY: later("Adjusted, with the agency"),
    WITH_BOTH: later("Adjusted, with the date of inclusion as a number and the agency"),
}
OF_CALENDAR = {
    ADJUSTED: later("Adjusted, as in the study's own model"),
    ALONE: later("Adjusted, on the persons with a fidelity at inclusion"),
    MUTUAL: later("With fidelity in the model"),
}
UNKNOWN_TIMES = later(
    "What those at unknown times would change is told of crude and adjusted models and those of both exposures, not again of the others."
)


def exposure_table(inputs: Inputs) -> Table:
    """A group of rows for each regression: fidelity by total and by class, then the exposures beside it."""
    if inputs.found.empty:
        why = say("The settings declare no regression that fidelity could be an exposure in.")
        return absent_table(NAME, say(TITLE), why, inputs.synthetic)
    estimate = say("Estimate {ci}", ci=inputs.style.enclosed(inputs.ci))
    columns = (
        Column(estimate),
        Column(say("p"), p_values=True),
        *map(
            Column,
            (
                say("n, or events / n"),
                say("Left out"),
                say("Agencies"),
                say("Distinct totals or classes"),
                say("Pearson"),
                say("Within agencies"),
                say("R²"),
            ),
        ),
    )
    groups = tuple(_group(inputs, model, rows) for model, rows in inputs.found.groupby("model", sort=False))
    table = Table(NAME, say(TITLE), say("Exposure"), columns, groups, _notes(inputs), inputs.synthetic)
    return table if inputs.tables.p_values else without_p_values(table)


def _group(inputs: Inputs, model: str, rows: pd.DataFrame) -> RowGroup:
    regression = inputs.models.regressions[model]
    effect = say(FAMILIES[regression.model].effect_of(regression.offset))
    label = say("{outcome} ({effect})", outcome=inputs.outcome_label(regression), effect=effect)
    return RowGroup(label, tuple(_rows(inputs, regression, rows)))


def _rows(inputs: Inputs, regression: Regression, rows: pd.DataFrame) -> Iterator[Row]:
    for exposure, of in rows.groupby("exposure", sort=False):
        if exposure in LABELS:
            yield from _of_fidelity(inputs, regression, str(exposure), of)
            continue
        for level, each in of[of["method"].ne("reference")].groupby("level", sort=False):
            reference = str(each["reference"].iloc[0])
            named = {"exposure": inputs.label(str(exposure)), "level": level_word(str(level)), "reference": level_word(reference)}
            yield Row(say("{exposure}, {level} against {reference}", **named))
            own = inputs.own
            own = own[own["model"].eq(each["model"].iloc[0]) & own["exposure"].eq(exposure) & own["level"].eq(level)]
            for row in own[own["adjustment"].eq(ADJUSTED)].to_dict("records"):
                yield Row(say(OF_CALENDAR[ADJUSTED]), _cells(inputs, regression, row, "estimates"), indent=1)
            for row in _told(each):
                yield Row(say(OF_CALENDAR[row["adjustment"]]), _cells(inputs, regression, row), indent=1)


def _of_fidelity(inputs: Inputs, regression: Regression, exposure: str, rows: pd.DataFrame) -> Iterator[Row]:
    calendar = say(" and ").join(inputs.label(name) for name in inputs.calendar)
    if exposure == TOTAL:
        yield Row(say(LABELS[TOTAL]))
    else:
        yield from _each_class(inputs, rows)
    for level, of in rows[rows["method"].ne("reference")].groupby("level", sort=False, dropna=False):
        if exposure == CLASS:
            words = {name: say(CLASS_WORDS[each]) for name, each in (("level", level), ("reference", inputs.reference))}
            yield Row(say("Class of fidelity, {level} against {reference}", **words))
        for row in _told(of):
            label = OF_FIDELITY[row["adjustment"]]
            yield Row(
                say(label, calendar=calendar) if row["adjustment"] == MUTUAL else say(label), _cells(inputs, regression, row), indent=1
            )
    if exposure == CLASS and not rows["method"].ne("reference").any():
        yield Row(say("Class of fidelity"), (Cell(printing.DASH, notes=(say("No two classes are there to be compared."),)), *[Cell()] * 8))


def _each_class(inputs: Inputs, rows: pd.DataFrame) -> Iterator[Row]:
    """Persons, or events and persons, of each class in the adjusted model; the crude one where there are no confounders."""
    adjustment = ADJUSTED if rows["adjustment"].eq(ADJUSTED).any() else CRUDE
    of = rows[rows["adjustment"].eq(adjustment) & rows["n_level"].notna()]
    if len(of) < 2:
        return
    yield Row(say("Class of fidelity, persons in the model: {model}", model=say(OF_FIDELITY[adjustment])))
    for row in of.to_dict("records"):
        where = partial(source, "fidelity_estimates", **{name: row[name] for name in ("model", "exposure", "adjustment", "level")})
        yield Row(
            say(CLASS_WORDS[row["level"]]), (Cell(), Cell(), counted_cell(row, where, "_level", inputs.style), *[Cell()] * 6), indent=1
        )


def _told(rows: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Rows by adjustment; without those that stand for the same persons as the one that they are to be compared with."""
    n = dict(zip(rows["adjustment"], rows["n"], strict=True))
    for row in rows.to_dict("records"):
        same = {SAME_ROWS: CRUDE, ALONE: ADJUSTED if ADJUSTED in n else CRUDE}.get(row["adjustment"])
        if same not in n or n[same] != row["n"]:
            yield row


def _cells(inputs: Inputs, regression: Regression, row: dict[str, Any], file: str = "fidelity_estimates") -> tuple[Cell, ...]:
    keys = {name: row[name] for name in ("model", "exposure", "adjustment", "level") if not printing.absent(row[name])}
    where, style = partial(source, file, **keys), inputs.style
    # What all estimates of fidelity have in common stands once, below the table.
    notes = footnotes(row["warning"], numbers_of(row, ("n", "n_events"), where))
    columns = FAMILIES[regression.model].columns
    estimate = interval_cell(pd.Series(row), columns, inputs.tables, where, notes)
    cells = (
        estimate,
        p_cell(row["p_value"], where("p_value"), style=style),
        counted_cell(row, where, style=style),
        count_cell(row["n_excluded"], where("n_excluded"), style=style),
    )
    if "n_agencies" not in row:
        return (*cells, *[Cell()] * 5)
    distinct = "n_classes" if row["exposure"] == CLASS else "n_values"
    counts = (count_cell(row[name], where(name), style=style) for name in ("n_agencies", distinct))
    decimals = inputs.tables.estimate_decimals
    return (
        *cells,
        *counts,
        *(number_cell(row[name], decimals, name, where(name), style=style) for name in ("pearson", "within", "r_squared")),
    )


def _notes(inputs: Inputs) -> tuple[str, ...]:
    chosen = {name: inputs.models.regressions[name] for name in dict.fromkeys(inputs.found["model"])}
    return (
        taken(inputs.fidelity),
        *of_everybody(inputs),
        say("R²: of the total on agency and date of inclusion."),
        *classes_of_one_agency(inputs),
        *([say(STAYS)] if inputs.calendar else []),
        *turned(inputs),
        say(CLUSTERED),
        say(OBSERVATIONAL),
        left_out(inputs),
        say("Left out: persons of the population who are not in the model, for fidelity, confounders or outcome."),
        *([say(UNKNOWN_TIMES)] if any(FAMILIES[each.model].outcome == "time" for each in chosen.values()) else []),
        *inputs.caveats(inputs.calendar),
        *filter(None, [inputs.workers_only(chosen.values())]),
    )
