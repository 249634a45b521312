"""Participant flow: how many persons were left after each step, as far as no few of them can be counted.

Rows that were read are a population of their own, told apart by the step at which they were left out; those of no step are the persons
analysed, whose number the other tables print too.
"""

from __future__ import annotations

import pandas as pd

from ipscohort.release.inputs import ReleaseInputs
from ipscohort.release.keys import PERSONS, Counted, Key, key
from ipscohort.release.log import PART
from ipscohort.release.parts import EVERYBODY, TOTAL, Made, Refused
from ipscohort.release.protect import Protected, Wanted
from ipscohort.release.tables import HIDDEN, mark_notes
from ipscohort.tables.content import Cell, Column, Row, RowGroup, Table
from ipscohort.words import say

RECORDS, LEFT_AT, ANALYSED = "records", "left at", "analysed"
NAME = "participants"


def prepare(inputs: ReleaseInputs) -> None:
    """Add the population of rows that were read."""
    flow = inputs.tables.flow
    steps = [(f"step {i}", int(n)) for i, n in enumerate(flow["n_left_out"]) if n > 0]
    left_at = [name for name, n in steps for _ in range(n)] + [ANALYSED] * len(inputs.tables.persons)
    counted = Counted(RECORDS, pd.Series(range(len(left_at))))
    counted.add(LEFT_AT, pd.Series(left_at, dtype="string"))
    inputs.counted[RECORDS] = counted


def _after(inputs: ReleaseInputs) -> list[tuple[str, Key]]:
    """Each step that left anybody out, and the first and last, with the key of who is left after it."""
    counted, flow = inputs.counted[RECORDS], inputs.tables.flow
    left, found = set(counted.levels[LEFT_AT]), []
    for i, (label, n) in enumerate(zip(flow["label"], flow["n_left_out"], strict=True)):
        left = left - {f"step {i}"}
        if n > 0 or i in (0, len(flow) - 1):
            found.append((str(label), counted.normal(key(RECORDS, {LEFT_AT: left}))))
    return found


def wanted(inputs: ReleaseInputs) -> list[Wanted]:
    """Who is left after each step."""
    last = key(RECORDS, {LEFT_AT: ANALYSED})
    return [
        Wanted(counted, 100 * EVERYBODY if counted == inputs.counted[RECORDS].normal(last) else TOTAL, NAME)
        for _, counted in _after(inputs)
    ]


def made(inputs: ReleaseInputs, protected: dict[str, Protected]) -> Made:
    """A row for each step; no table where the number of persons analysed is hidden elsewhere."""
    rows, refused, of = [], [], protected[RECORDS]
    last = inputs.counted[RECORDS].normal(key(RECORDS, {LEFT_AT: ANALYSED}))
    if last not in of.shown or Key(PERSONS) not in protected[PERSONS].shown:
        return Made(refused=[Refused(NAME, say("Participant flow"), PART)])
    for label, counted in _after(inputs):
        n = of.printed(counted)
        rows.append(Row(label, (Cell(HIDDEN if n is None else str(n)),)))
        if n is None:
            refused.append(Refused(NAME, label, of.hidden[counted]))
    columns = (Column(say("Left after it, n")),)
    notes = (say("Steps that left nobody out are not listed."), *mark_notes(inputs))
    title = say("Participant flow")
    table = Table(NAME, title, say("Step"), columns, (RowGroup("", tuple(rows)),), notes, inputs.settings.synthetic)
    return Made([table], refused=refused, methods={NAME: say("Counts: rows of persons left after each step.")})
