"""Odds ratios of having obtained a job with who left early without one weighted for, beside those that count them as no."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from ipscohort.catalogue.adjustments import ADJUSTED, CRUDE, MUTUAL
from ipscohort.config.analysis import Regression
from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Cell, Number, Source
from ipscohort.models.families import FAMILIES
from ipscohort.tables.content import Column, Row, RowGroup, Table, absent_table
from ipscohort.tables.inputs import TableInputs, source
from ipscohort.tables.merged_regressions import heading
from ipscohort.tables.regressions import Block, reference_label
from ipscohort.tables.summaries import count_cell, footnotes, interval_cell, number_cell, numbers_of, p_cell, plain
from ipscohort.words import later, say

NAME = "left_early"
TITLE = later("Who left early without a job: counted as no, or weighted for")
AS_NO, WEIGHTED = later("Counted as no"), later("Left out, the others weighted for them")
ROWS = {
    CRUDE: later("{exposure}, crude"),
    ADJUSTED: later("{exposure}, adjusted"),
    MUTUAL: later("{exposure}, in one model with the others"),
}
HANGS_ON = ("n", "n_events", "n_left", "n_excluded", "largest_weight", "effective_n")


def build(inputs: TableInputs) -> Table:
    """A group of rows for each logistic regression of having obtained a job."""
    chosen = {name: r for name, r in inputs.models.regressions.items() if inputs.weighted["model"].eq(name).any()}
    if not chosen:
        why = say("The settings declare no logistic regression of having obtained a job.")
        return absent_table(NAME, say(TITLE), why, inputs.synthetic)
    groups = tuple(RowGroup(heading(inputs, r), tuple(_rows(inputs, name, r))) for name, r in chosen.items())
    return Table(NAME, say(TITLE), say("Exposure"), _columns(inputs), groups, _notes(inputs, chosen), inputs.synthetic)


def _columns(inputs: TableInputs) -> tuple[Column, ...]:
    estimate = say("OR {ci}", ci=inputs.style.enclosed(inputs.ci))
    return (
        *(Column(label, say(AS_NO)) for label in (say("Events / n"), estimate)),
        Column(say("p"), say(AS_NO), p_values=True),
        *(Column(label, say(WEIGHTED)) for label in (say("Left early, n"), say("Events / n"), estimate)),
        Column(say("p"), say(WEIGHTED), p_values=True),
        *(Column(label, say(WEIGHTED)) for label in (say("Largest weight"), say("Effective n"))),
    )


def _rows(inputs: TableInputs, name: str, regression: Regression) -> Iterator[Row]:
    family = FAMILIES[regression.model]
    for exposure in regression.exposures or list(inputs.exposures):
        for adjustment, label in ROWS.items():
            key = {"model": name, "exposure": exposure, "adjustment": adjustment}
            frame = inputs.weighted
            found = frame[frame[list(key)].eq(list(key.values())).all(axis=1)].to_dict("records")
            if not found:
                continue
            beside = Block(inputs, family.layout, name, exposure, adjustment, [(family.columns, f"{family.null:g}")])
            yield Row(say(label, exposure=inputs.label(exposure)), (*beside.heading(), *_model(inputs, found[-1])))
            for row in found:
                mine = row["level"] == row["reference"]
                cells = beside.reference(row["level"]) if mine else beside.level(row["level"])
                yield Row(
                    reference_label(row["level"]) if mine else level_word(row["level"]), (*cells, *_level(inputs, row, mine)), indent=1
                )


def _place(row: dict[str, Any]) -> partial[Source]:
    return partial(source, "weighted", **{name: row[name] for name in ("model", "exposure", "adjustment", "level")})


def _model(inputs: TableInputs, row: dict[str, Any]) -> tuple[Cell, ...]:
    """Who left, who is weighted, and what the weights are like."""
    place, style = _place(row), inputs.style
    numbers = (Number("events", plain(row["n_events"]), place("n_events")), Number("n", plain(row["n"]), place("n")))
    counted = Cell(f"{printing.count(row['n_events'], style)} / {printing.count(row['n'], style)}", numbers)
    left = count_cell(row["n_left"], place("n_left"), style=style)
    if printing.absent(row["estimate"]):
        return left, counted, Cell(), Cell(), Cell(printing.DASH), Cell(printing.DASH)
    largest = number_cell(row["largest_weight"], 2, "largest weight", place("largest_weight"), style=style)
    return left, counted, Cell(), Cell(), largest, number_cell(row["effective_n"], 1, "effective n", place("effective_n"), style=style)


def _level(inputs: TableInputs, row: dict[str, Any], mine: bool) -> tuple[Cell, ...]:
    place, style = _place(row), inputs.style
    left, n = (count_cell(row[name], place(name), style=style) for name in ("n_left_level", "n_level"))
    if mine:
        return left, n, Cell("1"), Cell(), Cell(), Cell()
    warned = footnotes(row["warning"], numbers_of(row, HANGS_ON, place))
    if printing.absent(row["estimate"]):
        return left, n, Cell(printing.DASH, notes=warned), Cell(printing.DASH), Cell(), Cell()
    estimate = interval_cell(row, ("ratio", "ratio_low", "ratio_high"), inputs.tables, place, warned)
    return left, n, estimate, p_cell(row["p_value"], place("p_value"), style=style), Cell(), Cell()


def _notes(inputs: TableInputs, chosen: dict[str, Regression]) -> tuple[str, ...]:
    exposures = [e for r in chosen.values() for e in (r.exposures or inputs.exposures)]
    return (
        say(
            "Who left before the end of follow-up without a job is counted as no on the left. On the right they are left out, and who was not lost stands "
            "for those alike: weighted by the inverse of the chance of having been observed so long (a pooled logistic regression of leaving on time, "
            "exposure and confounders), stabilised by that of being observed to the end given the exposure alone."
        ),
        say(
            "That who left is like who stayed, given exposure, confounders and time, is an assumption, which the records can't test. Robust (sandwich) "
            "errors, the weights taken as given."
        ),
        say("Effective n: of how many unweighted persons the weighted ones tell as much."),
        *inputs.caveats(exposures),
    )
