"""The scheme that applied as an exposure: crude and adjusted, beside the exposure that stands for funding."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pandas as pd

from ipscohort.catalogue.adjustments import ADJUSTED, CRUDE, SAME_ROWS
from ipscohort.config.analysis import Regression
from ipscohort.contracts.funding import ALL, NOBODY
from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Cell, Note, Source, source, tell
from ipscohort.models.families import FAMILIES
from ipscohort.programme.funding.estimate import CLASS, NOT_SEPARABLE, ONE_CLASS, PERFORMANCE
from ipscohort.programme.funding.inputs import Inputs
from ipscohort.tables.content import Column, Row, RowGroup, Table, absent_table
from ipscohort.tables.p_values import without_p_values
from ipscohort.tables.summaries import count_cell, counted_cell, footnotes, interval_cell, numbers_of, p_cell
from ipscohort.words import later, say

NAME = "funding_exposure"
TITLE = later("Funding scheme and outcomes")
ROWS = {CRUDE: later("Crude"), SAME_ROWS: later("Crude, on the persons of the adjusted model"), ADJUSTED: later("Adjusted")}
OBSERVATIONAL = later("These are associations: nobody chose by lot who is funded how.")
LACKING = later("Persons whose class is not known, or to whom no such scheme applies, who are in no model of it: {n} of {whole}.")
LEVEL = later("Persons of the class, or with the outcome of them; and of the class that they are compared with.")


def exposure_table(inputs: Inputs) -> Table:
    """A group of rows for each regression: each class against the reference, then the exposures beside it."""
    rows = inputs.found.estimates
    if rows.empty:
        why = say("The settings declare no regression that the funding scheme could be an exposure in, or no scheme applies to anybody.")
        return absent_table(NAME, say(TITLE), why, inputs.synthetic)
    columns = (
        Column(say("Estimate {ci}", ci=inputs.style.enclosed(inputs.ci))),
        Column(say("p"), p_values=True),
        *map(Column, (say("Of the class: n, or events / n"), say("Compared with: n, or events / n"), say("In the model"), say("Left out"))),
    )
    groups = tuple(_group(inputs, str(model), of) for model, of in rows.groupby("model", sort=False))
    table = Table(NAME, say(TITLE), say("Exposure"), columns, groups, _notes(inputs), inputs.synthetic)
    return table if inputs.tables.p_values else without_p_values(table)


def _group(inputs: Inputs, model: str, rows: pd.DataFrame) -> RowGroup:
    regression = inputs.models.regressions[model]
    effect = say(FAMILIES[regression.model].effect_of(regression.offset))
    label = say("{outcome} ({effect})", outcome=inputs.outcome_label(regression), effect=effect)
    return RowGroup(label, (*_of_class(inputs, regression, rows), *_beside(inputs, regression, model)))


def _of_class(inputs: Inputs, regression: Regression, rows: pd.DataFrame) -> Iterator[Row]:
    told = rows[rows["method"].ne("reference")]
    if told.empty:
        yield Row(inputs.label(CLASS), (Cell(printing.DASH, notes=(say(ONE_CLASS),)), *[Cell()] * 5))
    for level, of in told.groupby("level", sort=False):
        yield Row(say("{level}, against {reference}", level=level, reference=of["reference"].iloc[0]))
        for row in _apart(of):
            others = rows[rows["adjustment"].eq(row["adjustment"]) & rows["method"].eq("reference")]
            yield Row(say(ROWS[row["adjustment"]]), _cells(inputs, regression, row, others, "funding_estimates"), indent=1)


def _apart(rows: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Without the crude model on the adjusted one's persons where they are the same persons."""
    n = dict(zip(rows["adjustment"], rows["n"], strict=True))
    yield from (row for row in rows.to_dict("records") if row["adjustment"] != SAME_ROWS or n.get(CRUDE) != row["n"])


def _beside(inputs: Inputs, regression: Regression, model: str) -> Iterator[Row]:
    """The study's own estimates of the exposures that stand for funding."""
    for exposure in inputs.funding.exposure.beside:
        own = inputs.own[inputs.own["model"].eq(model) & inputs.own["exposure"].eq(exposure)]
        for level, of in own[own["method"].ne("reference")].groupby("level", sort=False):
            named = {"level": level_word(str(level)), "reference": level_word(str(of["reference"].iloc[0]))}
            yield Row(say("{exposure}, {level} against {reference}", exposure=inputs.label(exposure), **named))
            for row in of[of["adjustment"].isin((CRUDE, ADJUSTED))].to_dict("records"):
                others = own[own["adjustment"].eq(row["adjustment"]) & own["method"].eq("reference")]
                yield Row(say(ROWS[row["adjustment"]]), _cells(inputs, regression, row, others, "estimates"), indent=1)


def _cells(inputs: Inputs, regression: Regression, row: dict[str, Any], others: pd.DataFrame, file: str) -> tuple[Cell, ...]:
    keys = {name: row[name] for name in ("model", "exposure", "adjustment", "level") if not printing.absent(row[name])}
    where, style = partial(source, file, **keys), inputs.style
    notes = footnotes(row["warning"], numbers_of(row, ("n", "n_events", "n_level", "n_events_level"), where))
    estimate = interval_cell(pd.Series(row), FAMILIES[regression.model].columns, inputs.tables, where, notes)
    other = others.iloc[0].to_dict() if len(others) else {"n_level": None, "n_events_level": None, "level": row["reference"]}
    at_other = partial(source, file, **{**keys, "level": other["level"]})
    return (
        estimate,
        p_cell(row["p_value"], where("p_value"), style=style),
        _of_level(inputs, row, where),
        _of_level(inputs, other, at_other),
        counted_cell(row, where, style=style),
        count_cell(row["n_excluded"], where("n_excluded"), style=style),
    )


def _of_level(inputs: Inputs, row: dict[str, Any], where: Callable[[str], Source]) -> Cell:
    """Persons of a class; a dash where nobody is of it."""
    return Cell(printing.DASH) if printing.absent(row["n_level"]) else counted_cell(row, where, "_level", inputs.style)


def _notes(inputs: Inputs) -> tuple[str, ...]:
    chosen = {name: inputs.models.regressions[name] for name in dict.fromkeys(inputs.found.estimates["model"])}
    return (
        say(NOT_SEPARABLE),
        say(PERFORMANCE),
        say(OBSERVATIONAL),
        *_lacking(inputs),
        say(LEVEL),
        *inputs.caveats(inputs.funding.exposure.beside),
        *filter(None, [inputs.workers_only(chosen.values())]),
    )


def _lacking(inputs: Inputs) -> Iterator[Note]:
    """How many have no class."""
    rows = inputs.found.classes.set_index("group")["n"]
    if rows[NOBODY]:
        n, whole = (count_cell(rows[group], source("funding_classes", "n", group=group), style=inputs.style) for group in (NOBODY, ALL))
        yield tell(LACKING, n=n, whole=whole)
