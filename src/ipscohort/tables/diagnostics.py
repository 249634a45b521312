"""Checks of the models, in words: what each is, what it found, and what that means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import pandas as pd

from ipscohort.catalogue.adjustments import ADJUSTED, ADJUSTMENTS, CRUDE
from ipscohort.config.analysis import Regression
from ipscohort.display import printing
from ipscohort.display.checks import WORDS
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Number
from ipscohort.models.families import FAMILIES
from ipscohort.tables.checked import FOUND, KEY, LOOK, told, where_of
from ipscohort.tables.content import Cell, Column, Row, RowGroup, Table, absent_table
from ipscohort.tables.inputs import TableInputs, source
from ipscohort.tables.summaries import count_cell, footnotes, interval_cell, number_cell, numbers_of, p_cell
from ipscohort.words import later, say

NAME = "diagnostics"
NOT_COMPUTED = "not computed"
NOT_FITTED = later("This model was not fitted.")


def build(inputs: TableInputs) -> Table:
    """A group of rows for each model: the main ones in full, of those beside them what is worth a look and said."""
    title, frame = say("Checks of the regressions"), inputs.diagnostics
    if frame.empty:
        return absent_table(NAME, title, _why_none(inputs), inputs.synthetic)
    columns = (
        Column(say("Found {ci}", ci=inputs.style.enclosed(inputs.ci))),
        Column(say("p"), p_values=True),
        Column(say("Limit")),
        Column(say("What it means"), text=True),
    )
    return Table(NAME, title, say("Check"), columns, tuple(_groups(inputs, frame)), _notes(), inputs.synthetic)


def _why_none(inputs: TableInputs) -> str:
    if not inputs.models.regressions:
        return say("The settings declare no regressions.")
    return say("The settings ask for no checks." if not inputs.models.diagnostics else "These regressions have no checks.")


def _notes() -> tuple[str, ...]:
    return (
        say("Limit: beyond it a check is worth a look. What a reader would act on is said beside the estimate in every table too."),
        say(
            "Of models beside the main one only what is said beside their estimates; all checks of all models are in models/diagnostics.csv."
        ),
    )


def _groups(inputs: TableInputs, frame: pd.DataFrame) -> Iterator[RowGroup]:
    warnings = inputs.fits.set_index(list(KEY[:3]))["warning"].to_dict()
    of_model: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in frame.to_dict("records"):
        of_model.setdefault((row["model"], row["exposure"], row["adjustment"]), []).append(row)
    for name, regression in inputs.models.regressions.items():
        own = regression.confounders
        main = ADJUSTED if (inputs.models.confounders if own is None else own) else CRUDE
        for exposure in regression.exposures or inputs.exposures:
            for adjustment in dict.fromkeys((main, *ADJUSTMENTS)):
                key = (name, exposure, adjustment)
                if adjustment == main:
                    shown = _shown(of_model.get(key, []), exposure)
                else:
                    shown = told(inputs.looked_at, dict(zip(KEY, key, strict=False)), warnings.get(key))
                rows = [_row(inputs, row) for row in shown]
                if rows:
                    yield RowGroup(_heading(inputs, regression, exposure, adjustment), tuple(rows))


def _heading(inputs: TableInputs, regression: Regression, exposure: str, adjustment: str) -> str:
    family = FAMILIES[regression.model]
    return say(
        "{outcome}, {exposure}, {adjusted} ({effect})",
        outcome=inputs.outcome_label(regression),
        exposure=inputs.label(exposure),
        adjusted=say(ADJUSTMENTS[adjustment]),
        effect=family.effect_of(regression.offset),
    )


def _shown(rows: list[dict[str, Any]], exposure: str) -> list[dict[str, Any]]:
    """Of variance inflation the exposure's and the largest of the confounders."""
    others = [row for row in rows if row["check"] == "vif" and row["term"] != exposure]
    largest = max(others, key=lambda row: row["value"], default=None)
    return [row for row in rows if row["check"] != "vif" or row["term"] == exposure or row is largest]


def _row(inputs: TableInputs, row: Mapping[str, Any]) -> Row:
    words, place = WORDS[row["check"]], partial(source, NAME, **where_of(row))
    notes = footnotes(row["warning"], numbers_of(row, (*FOUND, "n", "n_events"), place))
    p = Cell() if printing.absent(row["p_value"]) else p_cell(row["p_value"], place("p_value"), style=inputs.style)
    return Row(
        _label(inputs, row), (_found(inputs, row, place, notes), p, _limit(inputs, row, place), Cell(_meaning(row, words.ok, words.look)))
    )


def _meaning(row: Mapping[str, Any], ok: str, look: str) -> str:
    if row["verdict"] == NOT_COMPUTED:
        return say(NOT_FITTED) if row["check"] == "model" else say("Not computed.")
    return say(look if row["verdict"] == LOOK else ok)


def _label(inputs: TableInputs, row: Mapping[str, Any]) -> str:
    name = say(WORDS[row["check"]].name)
    if row["check"] == "vif":
        return say("{check}: {label}", check=name, label=inputs.label(row["term"]))
    return name if printing.absent(row["level"]) else say("{check}: {label}", check=name, label=level_word(str(row["level"])))


def _found(inputs: TableInputs, row: Mapping[str, Any], place: Any, notes: tuple[str, ...]) -> Cell:
    if printing.absent(row["value"]):
        return Cell(printing.DASH, (Number("n", float(row["n"]), place("n")),), notes)
    if WORDS[row["check"]].count:
        return count_cell(row["value"], place("value"), notes, style=inputs.style)
    if printing.absent(row["conf_low"]):
        return number_cell(row["value"], inputs.tables.estimate_decimals, "value", place("value"), notes, style=inputs.style)
    return interval_cell(row, FOUND, inputs.tables, place, notes)


def _limit(inputs: TableInputs, row: Mapping[str, Any], place: Any) -> Cell:
    if printing.absent(row["limit"]):
        return Cell()
    decimals = 0 if float(row["limit"]).is_integer() else inputs.tables.estimate_decimals
    return number_cell(row["limit"], decimals, "limit", place("limit"), style=inputs.style)
