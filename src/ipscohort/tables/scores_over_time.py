"""Scores measured in waves: means, missing values, and changes by level from a linear model with random intercepts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from ipscohort.catalogue.adjustments import ADJUSTED, CRUDE
from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Cell, Number, source
from ipscohort.display.repeated import score_label
from ipscohort.tables.content import Column, Row, RowGroup, Table, absent_table
from ipscohort.tables.inputs import TableInputs
from ipscohort.tables.summaries import count_cell, footnotes, interval_cell, p_cell, plain
from ipscohort.words import later, say

NAME, TITLE = "scores_over_time", later("Scores over time by exposure")
SPANNERS = {CRUDE: later("Crude"), ADJUSTED: later("Adjusted")}
Tidy = Mapping[str, Any]


def build(inputs: TableInputs) -> Table:
    """A group of rows for each score and exposure; a heading for each wave, and below it the levels."""
    title, means = say(TITLE), inputs.wave_means
    if means.empty:
        return absent_table(NAME, title, say("The settings declare no exposures."), inputs.synthetic)
    adjustments = [each for each in SPANNERS if inputs.wave_estimates["adjustment"].eq(each).any()]
    columns = [Column(say("n")), Column(say("Missing, n")), Column(say("Mean {ci}", ci=inputs.style.enclosed(inputs.ci)))]
    for adjustment in adjustments:
        spanner = say(SPANNERS[adjustment])
        columns += [
            Column(say("Change {ci}", ci=inputs.style.enclosed(inputs.ci)), spanner),
            Column(say("Difference in change {ci}", ci=inputs.style.enclosed(inputs.ci)), spanner),
            Column(say("p"), spanner, p_values=True),
        ]
    groups = []
    for (score, exposure), rows in means.groupby(["score", "exposure"], sort=False):
        label = f"{score_label(inputs, inputs.repeated, score)}: {inputs.label(exposure)}"
        groups.append(RowGroup(label, tuple(_rows(inputs, rows.to_dict("records"), adjustments))))
    return Table(NAME, title, say("Wave"), tuple(columns), tuple(groups), _notes(inputs), inputs.synthetic)


def _rows(inputs: TableInputs, means: list[Tidy], adjustments: list[str]) -> Iterator[Row]:
    for wave in dict.fromkeys(row["wave"] for row in means):
        yield Row(say("Month {wave}", wave=printing.short(wave)))
        for row in (each for each in means if each["wave"] == wave):
            yield Row(level_word(row["level"]), tuple(_cells(inputs, row, adjustments)), indent=1)
    yield Row(say("Persons in the model, n"), tuple(_counts(inputs, means[-1], adjustments, "n")))
    yield Row(say("Left out of it, n"), tuple(_counts(inputs, means[-1], adjustments, "n_excluded")))
    yield Row(say("Values in the model, n"), tuple(_counts(inputs, means[-1], adjustments, "n_values")))


def _counts(inputs: TableInputs, row: Tidy, adjustments: list[str], column: str) -> Iterator[Cell]:
    """A count of each model, beside its changes; of the last level and wave, as it is the same in all rows of a model."""
    key = {name: row[name] for name in ("score", "exposure", "level")} | {"wave": f"{row['wave']:g}"}
    yield from (Cell(), Cell(), Cell())
    for adjustment in adjustments:
        each = next(each for each in _estimates(inputs, row, adjustment) if each["measure"] == "change")
        where = source("wave_estimates", column, **key, adjustment=adjustment, measure="change")
        yield from (count_cell(each[column], where, style=inputs.style), Cell(), Cell())


def _cells(inputs: TableInputs, row: Tidy, adjustments: list[str]) -> Iterator[Cell]:
    key = {name: row[name] for name in ("score", "exposure", "level")} | {"wave": f"{row['wave']:g}"}
    where = partial(source, "wave_means", **key)
    for name in ("n", "n_missing"):
        yield count_cell(row[name], where(name), style=inputs.style)
    if printing.absent(row["mean"]):
        yield Cell(printing.DASH)
    elif printing.absent(row["conf_low"]):
        number = Number("mean", plain(row["mean"]), where("mean"))
        yield Cell(printing.number(number.value, inputs.tables.estimate_decimals, style=inputs.style), (number,))
    else:
        yield interval_cell(row, ("mean", "conf_low", "conf_high"), inputs.tables, where)
    for adjustment in adjustments:
        yield from _changes(inputs, row, key, adjustment)


def _changes(inputs: TableInputs, row: Tidy, key: Mapping[str, str], adjustment: str) -> Iterator[Cell]:
    found = {each["measure"]: each for each in _estimates(inputs, row, adjustment)}
    cells, p = [], Cell()
    for measure in ("change", "difference_in_change"):
        each = found.get(measure)
        where = partial(source, "wave_estimates", **key, adjustment=adjustment, measure=measure)
        if each is None:
            cells.append(Cell())
        elif printing.absent(each["estimate"]):
            cells.append(Cell(printing.DASH, notes=footnotes(each["why_not"])))
        else:
            cells.append(interval_cell(each, ("estimate", "conf_low", "conf_high"), inputs.tables, where, footnotes(each["warning"])))
            if measure == "difference_in_change":
                p = p_cell(each["p_value"], where("p_value"), style=inputs.style)
    return iter((*cells, p))


def _estimates(inputs: TableInputs, row: Tidy, adjustment: str) -> list[Tidy]:
    rows = inputs.wave_estimates
    mask = rows["adjustment"].eq(adjustment) & rows["wave"].eq(row["wave"])
    for name in ("score", "exposure", "level"):
        mask &= rows[name].eq(row[name])
    return rows[mask.fillna(False)].to_dict("records")


def _notes(inputs: TableInputs) -> tuple[str, ...]:
    return (
        say(
            "Means: of those with a value. Change: from the first wave, at the level; difference in change: from that of the reference level."
        ),
        say(
            "Changes are from a linear model with random intercepts (restricted maximum likelihood), waves as categories, which takes in persons with "
            "values at some waves only: values must be missing at random given what is in the model. Left out: no value at all, or exposure or a "
            "confounder missing. A confounder that is a wave of the score itself is not adjusted for."
        ),
        *inputs.caveats(inputs.wave_means["exposure"]),
    )
