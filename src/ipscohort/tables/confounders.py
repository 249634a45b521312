"""The confounders' coefficients of the adjusted models: an appendix, because they are adjusted for something else than their own effect."""

from __future__ import annotations

from functools import partial

import pandas as pd

from ipscohort.config.analysis import Regression
from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.styles import Style
from ipscohort.models.families import FAMILIES
from ipscohort.tables.content import Cell, Column, Row, RowGroup, Table, absent_table
from ipscohort.tables.inputs import TableInputs, source
from ipscohort.tables.regressions import COEFFICIENT, RATIO, reference_label
from ipscohort.tables.summaries import count_cell, interval_cell, p_cell
from ipscohort.words import later, say

NAME = "confounders"
TITLE = later("Coefficients of the confounders in the adjusted models")


def build(inputs: TableInputs) -> Table:
    """B, exp(B) and p of every confounder in every adjusted model."""
    if inputs.confounder_estimates.empty:
        return absent_table(NAME, say(TITLE), _why_none(inputs), inputs.synthetic)
    ci = inputs.style.enclosed(inputs.ci)
    columns = (Column(say("n")), Column(f"B {ci}"), Column(f"exp(B) {ci}"), Column(say("p"), p_values=True))
    groups = [
        RowGroup(_group_label(inputs, regression, exposure), tuple(rows))
        for name, regression in inputs.models.regressions.items()
        for exposure in regression.exposures or inputs.exposures
        if (rows := _model_rows(inputs, name, exposure))
    ]
    notes = (
        say(
            "A confounder's coefficient is adjusted for the exposure and the other confounders; it is not an estimate of its own effect (Westreich & Greenland "
            "2013, doi 10.1093/aje/kws412)."
        ),
        say("Numbers enter linearly: B is for one unit more. Complete cases; n: persons in the model, or at the level."),
    )
    return Table(NAME, say(TITLE), say("Confounder"), columns, tuple(groups), notes, inputs.synthetic)


def _why_none(inputs: TableInputs) -> str:
    declared = any(inputs.models.confounders if r.confounders is None else r.confounders for r in inputs.models.regressions.values())
    return say("No adjusted model was fitted." if declared else "The settings declare no confounders.")


def _group_label(inputs: TableInputs, regression: Regression, exposure: str) -> str:
    outcome = inputs.outcome_label(regression)
    family = FAMILIES[regression.model]
    read = "exp(B)" if family.exponentiated else "B"
    effect = family.effect_of(regression.offset)
    return say(
        "{outcome}, model of {exposure}; {read} = {effect}", outcome=outcome, exposure=inputs.label(exposure), read=read, effect=effect
    )


def _model_rows(inputs: TableInputs, model: str, exposure: str) -> list[Row]:
    frame = inputs.confounder_estimates
    chosen = frame[(frame["model"] == model) & (frame["exposure"] == exposure) & (frame["adjustment"] == "adjusted")]
    chosen = chosen[chosen["term"].isin(inputs.codebook.variables)]  # the intercept is no confounder
    ratios = FAMILIES[inputs.models.regressions[model].model].exponentiated
    terms = dict.fromkeys(chosen["term"])
    return [row for term in terms for row in _term_rows(inputs, term, chosen[chosen["term"] == term], ratios)]


def _term_rows(inputs: TableInputs, term: str, estimates: pd.DataFrame, ratios: bool) -> list[Row]:
    if estimates["level"].isna().all():
        return [Row(inputs.heading(term), _cells(inputs, estimates.iloc[0], "n", ratios))]
    rows = [Row(inputs.heading(term))]
    for _, row in estimates.iterrows():
        if row["level"] == row["reference"]:
            rows.append(
                Row(
                    reference_label(row["level"]),
                    (_n_cell(row, "n_level", inputs.style), Cell("0"), Cell("1" if ratios else ""), Cell()),
                    indent=1,
                )
            )
        else:
            rows.append(Row(level_word(str(row["level"])), _cells(inputs, row, "n_level", ratios), indent=1))
    return rows


def _n_cell(row: pd.Series, n: str, style: Style) -> Cell:
    return count_cell(row[n], source("confounder_estimates", n, **_where(row)), style=style)


def _where(row: pd.Series) -> dict[str, object]:
    return {name: row[name] for name in ("model", "exposure", "adjustment", "term", "level") if not printing.absent(row[name])}


def _cells(inputs: TableInputs, row: pd.Series, n: str, ratios: bool) -> tuple[Cell, ...]:
    place = partial(source, "confounder_estimates", **_where(row))
    return (
        _n_cell(row, n, inputs.style),
        interval_cell(row, COEFFICIENT, inputs.tables, place),
        interval_cell(row, RATIO, inputs.tables, place) if ratios else Cell(),
        p_cell(row["p_value"], place("p_value"), style=inputs.style),
    )
