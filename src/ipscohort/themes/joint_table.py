"""The joint display: a theme beside the results of the cohort that it may explain."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pandas as pd

from ipscohort.catalogue.adjustments import ADJUSTED, CRUDE
from ipscohort.config.themes import Explained
from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Cell, source
from ipscohort.models.families import FAMILIES
from ipscohort.tables.content import Column, Row, RowGroup, Table, absent_table
from ipscohort.tables.p_values import without_p_values
from ipscohort.tables.summaries import counted_cell, footnotes, interval_cell, numbers_of, p_cell
from ipscohort.themes.inputs import Inputs
from ipscohort.themes.theme_tables import BARRIER, FACILITATOR, about_groups, of_all
from ipscohort.words import later, say

NAME, TITLE = "themes_joint", later("Themes beside results")
FITS = {"confirms": later("confirms"), "expands": later("expands"), "differs": later("differs")}
OWN_READING = later(
    "What the interviews say of a result, and how the two go together, is the study's own reading; no number follows from it."
)
OTHER_PEOPLE = later("Interviewees are other people than the persons of the cohort, and what they say was not said of any of them.")
NO_RESULT = later("No theme of the codebook names a result (explains), so that there is nothing to put side by side.")
NOT_ESTIMATED = later("The study has no such estimate.")


def joint_table(inputs: Inputs) -> Table:
    """A group of rows for each theme that names results; a row for each level of each."""
    if not inputs.themes.joint:
        return absent_table(NAME, say(TITLE), say(NO_RESULT), inputs.synthetic)
    columns = (
        Column(say("Facilitators"), say("Interviewees")),
        Column(say("Barriers"), say("Interviewees")),
        Column(say("What the interviews say"), text=True),
        Column(say("Together"), text=True),
        Column(say("Estimate {ci}", ci=inputs.style.enclosed(inputs.ci))),
        Column(say("p"), p_values=True),
        Column(say("n, or events / n")),
    )
    groups = []
    for theme, entry in inputs.themes.codebook.items():
        rows = tuple(row for result in entry.explains for row in _rows(inputs, theme, result))
        groups += [RowGroup(entry.label, rows)] if rows else []
    chosen = {name: inputs.models.regressions[name] for name in dict.fromkeys(each.regression for _, each in inputs.themes.joint)}
    exposures = list(dict.fromkeys(each.exposure for _, each in inputs.themes.joint))
    notes = (
        of_all(inputs),
        say(OWN_READING),
        say(OTHER_PEOPLE),
        *about_groups(inputs),
        *inputs.caveats(exposures),
        *filter(None, [inputs.workers_only(chosen.values())]),
    )
    table = Table(NAME, say(TITLE), say("Result"), columns, tuple(groups), notes, inputs.synthetic)
    return table if inputs.tables.p_values else without_p_values(table)


def _rows(inputs: Inputs, theme: str, result: Explained) -> Iterator[Row]:
    regression = inputs.models.regressions[result.regression]
    told = [
        *(inputs.counted("n_persons", theme, direction=side) for side in (FACILITATOR, BARRIER)),
        Cell(result.how),
        Cell(say(FITS[result.fit]) if result.fit else ""),
    ]
    outcome = inputs.outcome_label(regression)
    rows = _estimates(inputs.estimates, result)
    if rows.empty:
        label = say("{outcome}: {exposure}", outcome=outcome, exposure=inputs.label(result.exposure))
        yield Row(label, (*told, Cell(printing.DASH, (), (say(NOT_ESTIMATED),)), Cell(), Cell()))
    effect = say(FAMILIES[regression.model].effect_of(regression.offset))
    for row in rows.to_dict("records"):
        named = {"exposure": inputs.label(result.exposure), "outcome": outcome, "effect": effect}
        adjusted = say("adjusted") if row["adjustment"] == ADJUSTED else say("crude")
        if printing.absent(row["level"]):
            label = say("{outcome}: {exposure} ({effect}, {adjusted})", adjusted=adjusted, **named)
        else:
            named |= {"level": level_word(row["level"]), "reference": level_word(row["reference"])}
            label = say("{outcome}: {exposure}, {level} against {reference} ({effect}, {adjusted})", adjusted=adjusted, **named)
        yield Row(label, (*told, *_result(inputs, regression.model, row)))


def _estimates(frame: pd.DataFrame, result: Explained) -> pd.DataFrame:
    """Rows of the result: adjusted, or crude where the study adjusts for nothing; without the reference level."""
    of = frame[frame["model"].eq(result.regression) & frame["exposure"].eq(result.exposure) & frame["method"].ne("reference")]
    adjusted = of[of["adjustment"].eq(ADJUSTED)]
    return adjusted if len(adjusted) else of[of["adjustment"].eq(CRUDE)]


def _result(inputs: Inputs, model: str, row: dict[str, Any]) -> tuple[Cell, ...]:
    """Estimate, p and n, as the table of regressions has them."""
    keys = {name: row[name] for name in ("model", "exposure", "adjustment", "level") if not printing.absent(row[name])}
    where, style = partial(source, "estimates", **keys), inputs.style
    notes = footnotes(row["warning"], numbers_of(row, ("n", "n_events"), where))
    estimate = interval_cell(pd.Series(row), FAMILIES[model].columns, inputs.tables, where, notes)
    return estimate, p_cell(row["p_value"], where("p_value"), style=style), counted_cell(row, where, style=style)
