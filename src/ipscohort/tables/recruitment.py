"""Recruitment: approached, eligible, referred, included, with who was left out on the way and why."""

from __future__ import annotations

from ipscohort.display.numbers import Cell, Number, source
from ipscohort.display.recruitment import FILE, Counted, Reached, groups_of, steps_of
from ipscohort.tables.content import Column, Row, RowGroup, Table
from ipscohort.tables.inputs import TableInputs
from ipscohort.tables.summaries import NAN, footnotes
from ipscohort.words import say

NAME = "recruitment"


def build(inputs: TableInputs) -> Table:
    """A row for each step, with who was left out before it below; columns of everybody and of each group."""
    frame, by = inputs.recruitment, inputs.study.recruitment.by if inputs.study.recruitment else None
    groups = groups_of(frame)
    columns = [Column(say("Persons")), *(Column(group, inputs.label(by) if by else "") for group in groups)]
    of_each = [steps_of(frame), *(steps_of(frame, group) for group in groups)]
    rows = [row for steps in zip(*of_each, strict=True) for row in _rows(inputs, steps)]
    title = say("Recruitment: from who was approached to who is in the records")
    return Table(NAME, title, say("Step"), tuple(columns), (RowGroup("", tuple(rows)),), _notes(), inputs.synthetic)


def _rows(inputs: TableInputs, steps: tuple[Reached, ...]) -> list[Row]:
    """A step, and below it who of the step before is not at it; a reason that one group lacks has a dash of it there."""
    first = steps[0]
    told = footnotes(say("Source: {source}.", source=first.source.rstrip(".")) if first.source else "")
    rests = tuple(note for what in first.assumed for note in _assumption(what))
    found = [Row(first.persons.label, tuple(_cell(inputs, step.persons) for step in steps), notes=(*told, *_assumption(first.assumption)))]
    if first.left_out is not None:
        found.append(Row(say("left out of the step before"), tuple(_cell(inputs, step.left_out) for step in steps), indent=1, notes=rests))
    labels = dict.fromkeys(one.label for step in steps for one in step.reasons)
    for label in labels:
        of_group = [next((one for one in step.reasons if one.label == label), None) for step in steps]
        found.append(Row(label, tuple(_cell(inputs, one) for one in of_group), indent=2))
    return found


def _assumption(what: str) -> tuple[str, ...]:
    return footnotes(say("Assumption: {what}.", what=what.rstrip(".")) if what else "")


def _cell(inputs: TableInputs, one: Counted | None) -> Cell:
    if one is None:
        return Cell("")
    return Cell(one.shown(inputs.style), (Number("n", NAN if one.n is None else float(one.n), source(FILE, "n", **one.where)),))


def _notes() -> tuple[str, ...]:
    return (
        say(
            "Counts as the settings give them: only the last step is held against the records. A step counts those of the step before who got as far, "
            "and whom no reason is given for is counted so."
        ),
        say(
            "Who was approached, eligible or referred and is not in the records can differ from who is: how far, these numbers don't tell."
        ),
    )
