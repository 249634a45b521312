"""Estimates with missing confounders and exposures imputed, beside those of complete cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from ipscohort.catalogue.adjustments import ADJUSTED, CRUDE, MUTUAL
from ipscohort.config.analysis import Regression
from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Cell, Number, Source, tell
from ipscohort.models.families import FAMILIES
from ipscohort.tables.content import Column, Row, RowGroup, Table, absent_table
from ipscohort.tables.inputs import TableInputs, source
from ipscohort.tables.merged_regressions import heading
from ipscohort.tables.regressions import Block
from ipscohort.tables.summaries import count_cell, footnotes, interval_cell, number_cell, numbers_of, p_cell, plain
from ipscohort.words import later, say

NAME = "imputation"
TITLE = later("Missing confounders and exposures imputed, beside complete cases")
COMPLETE, IMPUTED = later("Complete cases"), later("Missing values imputed")
ROWS = {
    CRUDE: later("{exposure}, crude"),
    ADJUSTED: later("{exposure}, adjusted"),
    MUTUAL: later("{exposure}, in one model with the others"),
}
"""Adjustment -> an exposure's own row."""
COEFFICIENT_DECIMALS = 3
HANGS_ON = ("n", "n_events", "n_complete", "n_imputed", "events_per_coefficient", "fmi", "monte_carlo", "m")


def build(inputs: TableInputs) -> Table:
    """A group of rows for each regression: each model with its levels."""
    rows = inputs.imputed.to_dict("records")
    chosen = {name: r for name, r in inputs.models.regressions.items() if any(row["model"] == name for row in rows)}
    if not chosen:
        return absent_table(NAME, say(TITLE), say("The settings declare no regressions."), inputs.synthetic)
    groups = tuple(RowGroup(heading(inputs, r), tuple(_rows(inputs, name, r))) for name, r in chosen.items())
    return Table(NAME, say(TITLE), say("Exposure"), _columns(inputs), groups, _notes(inputs, chosen), inputs.synthetic)


def _columns(inputs: TableInputs) -> tuple[Column, ...]:
    counted, estimate = say("n, or events / n"), say("Estimate {ci}", ci=inputs.style.enclosed(inputs.ci))
    own = (say("Persons imputed"), say("Degrees of freedom"), say("Information missing, %"), say("Monte Carlo error of the coefficient"))
    return (
        *(Column(label, say(COMPLETE)) for label in (counted, estimate)),
        Column(say("p"), say(COMPLETE), p_values=True),
        *(Column(label, say(IMPUTED)) for label in (counted, estimate)),
        Column(say("p"), say(IMPUTED), p_values=True),
        *(Column(label, say(IMPUTED)) for label in own),
    )


def _rows(inputs: TableInputs, name: str, regression: Regression) -> Iterator[Row]:
    family = FAMILIES[regression.model]
    for exposure in regression.exposures or list(inputs.exposures):
        for adjustment in ROWS:
            found = rows_of(inputs, model=name, exposure=exposure, adjustment=adjustment)
            if not found:
                continue
            beside = Block(inputs, family.layout, name, exposure, adjustment, [(family.columns, f"{family.null:g}")])
            label = say(ROWS[adjustment], exposure=inputs.label(exposure))
            yield Row(label, (*_plain(beside.heading()), *_model(inputs, found[0], bool(family.layout.counted))))
            for row in found:
                against = {"level": level_word(row["level"]), "reference": level_word(row["reference"])}
                cells = (*_plain(beside.level(row["level"])), *_level(inputs, row, family.columns))
                yield Row(say("{level} against {reference}", **against), cells, indent=1)


def _plain(cells: list[Cell]) -> list[Cell]:
    """Cells of complete cases without their footnotes, which stand in the tables of regressions."""
    return [replace(cell, notes=()) if cell.text != printing.DASH else cell for cell in cells]


def rows_of(inputs: TableInputs, **where: str) -> list[dict[str, Any]]:
    """The rows of IMPUTED of one model."""
    return [row for row in inputs.imputed.to_dict("records") if all(row[name] == value for name, value in where.items())]


def place_of(row: dict[str, Any]) -> partial[Source]:
    """The source of a column of a row of IMPUTED."""
    return partial(source, "imputed", **{name: row[name] for name in ("model", "exposure", "adjustment", "level")})


def _model(inputs: TableInputs, row: dict[str, Any], counted: bool) -> tuple[Cell, ...]:
    """What holds of the whole model: persons (and events), and how many of them have a value imputed."""
    n, place = Number("n", plain(row["n"]), place_of(row)("n")), place_of(row)
    if counted and not printing.absent(row["n_events"]):
        text = f"{printing.count(row['n_events'], inputs.style)} / {printing.count(row['n'], inputs.style)}"
        whole = Cell(text, (Number("events", plain(row["n_events"]), place("n_events")), n))
    else:
        whole = Cell(printing.count(row["n"], inputs.style), (n,))
    return whole, Cell(), Cell(), count_cell(row["n_imputed"], place("n_imputed"), style=inputs.style), Cell(), Cell(), Cell()


def _level(inputs: TableInputs, row: dict[str, Any], columns: tuple[str, str, str]) -> tuple[Cell, ...]:
    """The pooled estimate of a level, with what its imputation costs."""
    place, style = place_of(row), inputs.style
    if printing.absent(row["estimate"]):
        why = footnotes(row["warning"], numbers_of(row, HANGS_ON, place))
        return (Cell(), Cell(printing.DASH, notes=why), Cell(printing.DASH), Cell(), Cell(), Cell(), Cell())
    warned = footnotes(row["warning"], numbers_of(row, HANGS_ON, place))
    missing = Number("percent", 100 * plain(row["fmi"]), place("fmi").read_as("100 * {}"))
    return (
        Cell(),
        interval_cell(row, columns, inputs.tables, place, warned),
        p_cell(row["p_value"], place("p_value"), style=style),
        Cell(),
        number_cell(row["df"], 1, "df", place("df"), style=style),
        Cell(printing.number(missing.value, 1, style=style), (missing,)),
        number_cell(row["monte_carlo"], COEFFICIENT_DECIMALS, "monte carlo", place("monte_carlo"), style=style),
    )


def _notes(inputs: TableInputs, chosen: dict[str, Regression]) -> tuple[str, ...]:
    exposures = [e for r in chosen.values() for e in (r.exposures or inputs.exposures)]
    m = inputs.imputed.iloc[0]
    return (
        tell(
            "Missing confounders and exposures were imputed {m} times by chained equations, from all variables of the regression, its outcome among "
            "them (of a time with an event: the event and the cumulative hazard); estimates of the imputed data sets are pooled by Rubin's rules, "
            "with Barnard and Rubin's degrees of freedom.",
            m=count_cell(m["m"], place_of(dict(m))("m"), style=inputs.style),
        ),
        say(
            "That values are missing at random, given the variables of the regression, is an assumption, which the records can't test. Who lacks the "
            "outcome is left out here too."
        ),
        say(
            "Information missing: share of the information on the estimate that missing values took (fraction of missing information). Monte Carlo error: how "
            "far the coefficient (of a ratio its logarithm) would move with another seed."
        ),
        say("What the estimates of complete cases must be read with, and who is left out of them, stands below the tables of regressions."),
        *(_variable(inputs, chosen, row) for row in inputs.imputed_variables.to_dict("records") if row["model"] in chosen),
        *inputs.caveats(exposures),
        *filter(None, [inputs.workers_only(chosen.values())]),
    )


def _variable(inputs: TableInputs, chosen: dict[str, Regression], row: dict[str, Any]) -> str:
    """'Obtained competitive employment: MHI-5 imputed in 3 of 103 persons, by predictive mean matching.'"""
    place = partial(source, "imputed_variables", model=row["model"], variable=row["variable"])
    named = {"outcome": inputs.outcome_label(chosen[row["model"]]), "variable": inputs.label(row["variable"])}
    if printing.absent(row["method"]):
        return tell("{outcome}: {why}", outcome=named["outcome"], why=footnotes(row["warning"], numbers_of(row, ("n",), place))[0])
    text = later("{outcome}: {variable} imputed in {n} of {whole} persons, by {method}.")
    counts = {
        "n": count_cell(row["n_imputed"], place("n_imputed"), style=inputs.style),
        "whole": count_cell(row["n"], place("n"), style=inputs.style),
    }
    return tell(text, method=say(row["method"]), **named, **counts)
