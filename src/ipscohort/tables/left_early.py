"""Odds ratios of having obtained a job with who left early without one weighted for, beside those that count them as no."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from ipscohort.catalogue.adjustments import ADJUSTED, CRUDE, MUTUAL
from ipscohort.config.analysis import Regression
from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Cell, Source
from ipscohort.models.families import FAMILIES
from ipscohort.tables.content import Column, Row, RowGroup, Table, absent_table
from ipscohort.tables.inputs import TableInputs, source
from ipscohort.tables.merged_regressions import heading
from ipscohort.tables.regressions import Block, reference_label
from ipscohort.tables.summaries import count_cell, counted_cell, footnotes, interval_cell, number_cell, numbers_of, p_cell
from ipscohort.words import later, say

NAME = "left_early"
TITLE = later("Who left early without a job: counted as no, or weighted for")
AS_NO, WEIGHTED = later("Counted as no"), later("Left out, the others weighted for them")
ROWS = {
    CRUDE: later("{exposure}, crude"),
    ADJUSTED: later("{exposure}, adjusted"),
    MUTUAL: later("{exposure}, in one model with the others"),
}
HANGS_ON = (
    *("n", "n_events", "n_left", "n_closed", "n_competing", "n_excluded", "n_level", "n_events_level"),
    *("largest_weight", "effective_n", "ratio_latest", "ratio_least", "ratio_most"),
)
"""Columns of WEIGHTED on which its warnings hang."""
UNWEIGHTED = ("unweighted", "unweighted_low", "unweighted_high")


def build(inputs: TableInputs) -> Table:
    """A group of rows for each logistic regression of having obtained a job."""
    chosen = {name: r for name, r in inputs.models.regressions.items() if inputs.weighted["model"].eq(name).any()}
    if not chosen:
        why = say("The settings declare no logistic regression of having obtained a job.")
        return absent_table(NAME, say(TITLE), why, inputs.synthetic)
    groups = tuple(RowGroup(heading(inputs, r), tuple(_rows(inputs, name, r))) for name, r in chosen.items())
    return Table(NAME, say(TITLE), say("Exposure"), _columns(inputs), groups, _notes(inputs, chosen), inputs.synthetic)


def _columns(inputs: TableInputs) -> tuple[Column, ...]:
    ci = inputs.style.enclosed(inputs.ci)
    estimate, unweighted = say("OR {ci}", ci=ci), say("OR of the same persons, unweighted {ci}", ci=ci)
    lost = (say("Left early, n"), *([say("Records closed early, n")] if closed(inputs) else []))
    return (
        *(Column(label, say(AS_NO)) for label in (say("Events / n"), estimate)),
        Column(say("p"), say(AS_NO), p_values=True),
        *(Column(label, say(WEIGHTED)) for label in lost),
        *(Column(label, say(WEIGHTED)) for label in (say("Events / n"), unweighted, estimate)),
        Column(say("p"), say(WEIGHTED), p_values=True),
        *(Column(label, say(WEIGHTED)) for label in (say("Largest weight"), say("Effective n"))),
    )


def closed(inputs: TableInputs) -> bool:
    """Whether records of anybody in these models were closed before the end of follow-up."""
    return bool(inputs.weighted["n_closed"].gt(0).any())


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
            fitted = not printing.absent(found[-1]["estimate"])
            for row in found:
                mine = row["level"] == row["reference"]
                cells = beside.reference(row["level"]) if mine else beside.level(row["level"])
                label = reference_label(row["level"]) if mine else level_word(row["level"])
                yield Row(label, (*cells, *_level(inputs, row, fitted)), indent=1)


def _place(row: dict[str, Any]) -> partial[Source]:
    return partial(source, "weighted", **{name: row[name] for name in ("model", "exposure", "adjustment", "level")})


def _lost(inputs: TableInputs, row: dict[str, Any], suffix: str = "") -> tuple[Cell, ...]:
    """Who left, and whose records were closed where that was so of anybody; `suffix` of the columns of a level."""
    names = [f"n_left{suffix}", *([f"n_closed{suffix}"] if closed(inputs) else [])]
    return tuple(count_cell(row[name], _place(row)(name), style=inputs.style) for name in names)


def _counted(inputs: TableInputs, row: dict[str, Any], suffix: str = "") -> Cell:
    """'360 / 395': with a job, of those weighted."""
    return counted_cell(row, _place(row), suffix, inputs.style)


def _model(inputs: TableInputs, row: dict[str, Any]) -> tuple[Cell, ...]:
    """Who left, who is weighted, and what the weights are like; nothing of who is weighted where nobody is."""
    place, style, lost = _place(row), inputs.style, _lost(inputs, row)
    if printing.absent(row["estimate"]):
        return *lost, Cell(printing.DASH), Cell(), Cell(), Cell(), Cell(printing.DASH), Cell(printing.DASH)
    largest = number_cell(row["largest_weight"], 2, "largest weight", place("largest_weight"), style=style)
    effective = number_cell(row["effective_n"], 1, "effective n", place("effective_n"), style=style)
    return *lost, _counted(inputs, row), Cell(), Cell(), Cell(), largest, effective


def _level(inputs: TableInputs, row: dict[str, Any], fitted: bool) -> tuple[Cell, ...]:
    place, style, lost = _place(row), inputs.style, _lost(inputs, row, "_level")
    counted = _counted(inputs, row, "_level") if fitted else Cell(printing.DASH)
    if row["level"] == row["reference"]:
        one = Cell("1" if fitted else printing.DASH)
        return *lost, counted, one, one, Cell(), Cell(), Cell()
    warned = footnotes(row["warning"], numbers_of(row, HANGS_ON, place))
    if printing.absent(row["estimate"]):
        return *lost, counted, Cell(printing.DASH), Cell(printing.DASH, notes=warned), Cell(printing.DASH), Cell(), Cell()
    without = interval_cell(row, UNWEIGHTED, inputs.tables, place)
    estimate = interval_cell(row, ("ratio", "ratio_low", "ratio_high"), inputs.tables, place, warned)
    return *lost, counted, without, estimate, p_cell(row["p_value"], place("p_value"), style=style), Cell(), Cell()


def _notes(inputs: TableInputs, chosen: dict[str, Regression]) -> tuple[str, ...]:
    exposures = [e for r in chosen.values() for e in (r.exposures or inputs.exposures)]
    if inputs.weighted["estimate"].isna().all():
        return (
            say("Nobody is weighted here: the note at each estimate says why. The estimates are those that count who left as no."),
            *inputs.caveats(exposures),
        )
    found = (
        say(
            "Who left before the end of follow-up without a job is counted as no on the left. On the right they are left out, and who was not lost stands "
            "for those alike: weighted by the inverse of the chance of having been observed so long (a pooled logistic regression of leaving on time, "
            "exposure and confounders), stabilised by that of being observed to the end given the exposure alone."
        ),
        say(
            "Persons on the right: those on the left without who left early without a job, whose records were closed early, and of whom it is unknown "
            "whether or when they left. Everybody who obtained a job is among them, and who left for a reason that competes with one, as having none."
        ),
        say(
            "Unweighted: the odds ratio of the persons on the right without weights, which shows apart what leaving the others out does and what weights do."
        ),
        say(
            "That who left is like who stayed, given exposure, confounders and time, is an assumption, which the records can't test. Robust (sandwich) "
            "errors, the weights taken as given."
        ),
        say("Effective n: of how many unweighted persons the weighted ones tell as much."),
    )
    lock = say(
        "Records closed early: data lock before the end of follow-up; these persons did not leave, and are weighted for in the same way."
    )
    return *found, *([lock] if closed(inputs) else []), *inputs.caveats(exposures)
