"""Alternatives at a glance: for each estimate of the study, what it is under each, and how many point the same way."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pandas as pd

from ipscohort.config.replication import Choice
from ipscohort.contracts.sensitivity import OWN
from ipscohort.display import printing
from ipscohort.display.alternatives import (
    NOT_INDEPENDENT,
    OTHER_QUESTION,
    Compared,
    flagged_cell,
    of_groups,
    range_cells,
)
from ipscohort.display.house_style import style_of
from ipscohort.display.numbers import Cell, Filter, Note
from ipscohort.models.families import among_workers
from ipscohort.sensitivity.inputs import Inputs
from ipscohort.sensitivity.outside_notes import below_table, beside_estimate
from ipscohort.tables.content import Column, Row, RowGroup, Table, absent_table
from ipscohort.tables.summaries import count_cell, counted_cell, footnotes, interval_cell, numbers_of
from ipscohort.words import later, say

NAME = "alternatives"
TITLE = later("Alternatives to what the study does")
HERE = later("As the study does it")
ALL = later("All alternatives that change it")
UNCHANGED = later("It changes nobody and nothing in this model: the study's own estimate, which is not counted.")
REPEATS = later("It changes nobody and nothing in this model: its combinations only repeat estimates of others, and are not counted.")
APART = later("Per year of inclusion, in place of groups: another contrast")
APART_ONE = later(
    "Another contrast: {effect}, later against earlier inclusion, which does not compare with the study's own number. It is counted in the direction alone."
)
APART_ALL = later("Of alternatives per year of inclusion, which are another contrast, the direction alone is counted.")
PER_YEAR = later(
    "Per year of inclusion: the date of inclusion as a number, so that each estimate compares persons included a year apart, and takes each year to "
    "make the same difference. Such an estimate is in no range with those of groups."
)
CAUTION = later(
    "Few persons or events, or penalised after separation: read with care; specifications.csv says what is warned of each estimate."
)
UNCHECKED = later(
    "What the checks of models find, and what those at unknown times would change in models of times, is told of the study's own models only."
)
FLAGS = ("same_direction", "excludes_no_difference")


def alternatives_table(inputs: Inputs) -> Table:
    """A group of rows for each estimate: the study's own, each alternative by its choice, and all of them together."""
    if not inputs.compared:
        return absent_table(NAME, say(TITLE), say("The settings declare no regressions."), inputs.synthetic)
    rows = _crossed if inputs.sensitivity.crossed else _one_at_a_time
    groups = tuple(RowGroup(_heading(inputs, each), tuple(rows(inputs, each))) for each in inputs.compared)
    return Table(NAME, say(TITLE), say("Choice"), _columns(inputs), groups, _notes(inputs), inputs.synthetic)


def _heading(inputs: Inputs, compared: Compared) -> str:
    outcome = inputs.outcome_label(compared.regression)
    return say("{outcome}: {contrast} ({effect})", outcome=outcome, contrast=inputs.contrast(compared), effect=compared.effect)


def _columns(inputs: Inputs) -> tuple[Column, ...]:
    flags = (Column(say("Same way as the study")), Column(say("Excludes no difference")))
    if inputs.sensitivity.crossed:
        return (Column(say("Estimates, lowest to highest")), Column(say("Combinations")), *flags)
    estimate = say("Estimate {ci}", ci=style_of(inputs.tables).enclosed(inputs.ci))
    return (Column(estimate), Column(say("n, or events / n")), Column(say("Left out")), *flags)


def _notes(inputs: Inputs) -> tuple[str | Note, ...]:
    crossed = inputs.sensitivity.crossed
    how = (
        later("Every combination of the choices, each of its estimates counted once.")
        if crossed
        else later("One choice is made otherwise at a time.")
    )
    adjusted = any(
        (inputs.models.confounders if each.regression.confounders is None else each.regression.confounders) for each in inputs.compared
    )
    main = later("Adjusted estimates, of each specification's own confounders.") if adjusted else later("Crude estimates.")
    chosen = [each.regression for each in inputs.compared]
    exposures = [each.key["exposure"] for each in inputs.compared]
    workers = [regression for regression in chosen if among_workers(regression.outcome, regression.model)]
    return (
        f"{say(main)} {say(how)}",
        say("Same way: on the same side of no difference as the study's own estimate, however near to it or far from it."),
        say(NOT_INDEPENDENT),
        say(OTHER_QUESTION),
        say(UNCHECKED),
        *([say(PER_YEAR)] if inputs.found["contrast"].notna().any() else []),
        *below_table(inputs),
        *inputs.caveats(exposures),
        *filter(None, [inputs.workers_only({id(regression): regression for regression in workers}.values())]),
    )


def _one_at_a_time(inputs: Inputs, compared: Compared) -> Iterator[Row]:
    yield Row(say(HERE), (*_estimate(inputs, compared, compared.own), Cell(), _flag(compared.own, FLAGS[1])))
    numbered = {row["number"]: row for row in compared.rows.to_dict("records")}
    number, apart = 0, []
    for choice in inputs.sensitivity.choices:
        of_choice = compared.of_groups[compared.of_groups["choice"].eq(choice.choice)]
        rows = []
        for name in choice.alternatives:
            number += 1
            row = numbered[number]
            kept = rows if printing.absent(row["contrast"]) else apart
            kept.append(Row(name, (*_estimate(inputs, compared, row), *_flags(row)), indent=1))
        if rows:
            more = {"contrast": Filter.MISSING} if len(compared.apart) else {}
            yield Row(_choice_label(choice), _together(inputs, compared, of_choice, choice=choice.choice, **more))
        yield from rows
    if apart:
        yield Row(say(APART))
        yield from apart
    yield Row(say(ALL), _together(inputs, compared, compared.counted))


def _choice_label(choice: Choice) -> str:
    return say("{choice} (here: {here})", choice=choice.choice, here=choice.here)


def _estimate(inputs: Inputs, compared: Compared, row: dict) -> tuple[Cell, Cell, Cell]:
    """Estimate with its interval, n, and who is left out; with what must be known of them."""
    where = partial(compared.where, number=row["number"])
    if printing.absent(row["n"]):
        return Cell(printing.DASH, notes=footnotes(row["why_not"])), Cell(printing.DASH), Cell(printing.DASH)
    same = row["effect"] == compared.own["effect"]
    columns = compared.family.columns if same else _columns_of(row)
    estimate = interval_cell(pd.Series(row), columns, inputs.tables, where, tuple(_remarks(inputs, compared, row, where)))
    left_out = count_cell(row["n_excluded"], where("n_excluded"), style=style_of(inputs.tables))
    return estimate, counted_cell(row, where, style=style_of(inputs.tables)), left_out


def _remarks(inputs: Inputs, compared: Compared, row: dict, where: partial) -> Iterator[str | Note]:
    """Of the study's own estimate all that is warned of; of an alternative how it is another kind, and whether care is needed."""
    if row["number"] == OWN or printing.absent(row[_columns_of(row)[0]]):
        yield from footnotes(row["warning"], numbers_of(row, ("n", "n_events"), where))
        return
    yield from beside_estimate(inputs, row, where)
    if not printing.absent(row["contrast"]):
        yield say(APART_ONE, effect=row["effect"])
    elif row["effect"] != compared.own["effect"]:
        yield say("Another kind of estimate: {effect}.", effect=row["effect"])
    if row["method"] != compared.own["method"]:
        yield say("Estimated in another way: {method}.", method=say(row["method"]))
    if not printing.absent(row["caution"]) and row["caution"]:
        yield say(CAUTION)


def _columns_of(row: dict) -> tuple[str, str, str]:
    """Columns in which an estimate of any kind is read."""
    return ("estimate", "conf_low", "conf_high") if printing.absent(row["ratio"]) else ("ratio", "ratio_low", "ratio_high")


def _flags(row: dict) -> tuple[Cell, Cell]:
    if not printing.absent(row["same_as"]):
        return Cell(printing.DASH, notes=(say(UNCHANGED),)), _flag(row, FLAGS[1])
    if not printing.absent(row["contrast"]):
        return _flag(row, FLAGS[0]), Cell(printing.DASH)
    return _flag(row, FLAGS[0]), _flag(row, FLAGS[1])


def _flag(row: dict, name: str) -> Cell:
    value = row[name]
    return Cell(printing.DASH if printing.absent(value) else say("yes") if value else say("no"))


def _together(inputs: Inputs, compared: Compared, rows: pd.DataFrame, notes: tuple[str, ...] = (), **more: object) -> tuple[Cell, ...]:
    """Range, number and flags of some specifications together; blank where there are none."""
    crossed, style, groups = inputs.sensitivity.crossed, style_of(inputs.tables), of_groups(rows)
    same = groups[groups["effect"].eq(compared.own["effect"])] if len(groups) else rows
    ends = range_cells(compared, same, inputs.tables)
    if len(groups) < len(rows):
        notes = (*notes, say(APART_ALL) if len(groups) else say(APART_ONE, effect=rows["effect"].iloc[0]))
    if rows.empty or ends is None:
        return (Cell(printing.DASH, notes=notes), *[Cell()] * (3 if crossed else 4))
    low, high = ends
    if low.text == high.text:
        spanned = Cell(low.text, low.numbers, notes)
    else:
        spanned = Cell(say("{low} to {high}", low=low.text, high=high.text), (*low.numbers, *high.numbers), notes)
    n = (count_cell(len(rows), compared.count("n", "number", len(rows), **more).source, style=style),) if crossed else (Cell(), Cell())
    way = flagged_cell(compared, FLAGS[0], rows, inputs.tables, **more) if compared.own_value is not None else Cell(printing.DASH)
    return spanned, *n, way, flagged_cell(compared, FLAGS[1], rows, inputs.tables, **more)


def _crossed(inputs: Inputs, compared: Compared) -> Iterator[Row]:
    estimate, *_ = _estimate(inputs, compared, compared.own)
    yield Row(say(HERE), (estimate, Cell(), Cell(), _flag(compared.own, FLAGS[1])))
    for choice in inputs.sensitivity.choices:
        yield Row(choice.choice)
        for option in (choice.here, *choice.alternatives):
            rows = compared.counted[compared.counted[choice.choice].eq(option)]
            notes = (say(REPEATS),) if rows.empty else ()
            label = say("{option} (as here)", option=option) if option == choice.here else option
            yield Row(label, _together(inputs, compared, rows, notes, **{choice.choice: option}), indent=1)
    yield Row(say(ALL), _together(inputs, compared, compared.counted))
