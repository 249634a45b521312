"""Columns of the baseline table beside those of the groups: how many values there are, and how far the groups differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ipscohort.arithmetic.differences import smd_of_levels, smd_of_numbers
from ipscohort.contracts.codebook import VariableInfo
from ipscohort.display.numbers import source
from ipscohort.tables.content import Cell, Column, Row
from ipscohort.tables.groups import PersonGroup
from ipscohort.tables.inputs import Filter, TableInputs
from ipscohort.tables.summaries import count_cell, number_cell, values_of
from ipscohort.words import later, say

SMD = "standardised mean difference"
OF_TWO = later(
    "SMD: absolute standardised mean difference between the groups, of those with a value (Austin 2009, doi 10.1002/sim.3697; of several levels "
    "Yang & Dalton 2012, SAS Global Forum 335-2012); - where no group varies."
)
OF_SEVERAL = later(
    "SMD: absolute standardised mean difference between the groups, of those with a value (Austin 2009, doi 10.1002/sim.3697; of several levels "
    "Yang & Dalton 2012, SAS Global Forum 335-2012), of more than two groups the mean over all pairs; - where no group varies."
)


@dataclass(frozen=True)
class Beside:
    """A column beside those of the groups.

    Attributes
    ----------
    before : int
        Number of the group's column that it stands before.
    column : Column
    cell : callable
        Its cell in the first row of a variable; blank in the others.
    """

    before: int
    column: Column
    cell: Callable[[VariableInfo], Cell]


def columns_beside(inputs: TableInputs, groups: list[PersonGroup], why: Callable[[str], str]) -> list[Beside]:
    """Those that the settings ask for, from left to right.

    Parameters
    ----------
    inputs : TableInputs
    groups : list of PersonGroup
    why : callable
        Why a variable's values are missing, by its name.
    """
    found = []
    if inputs.tables.missing == "columns":
        found += [
            Beside(0, Column(say("N")), lambda info: _counted(inputs, info, Filter.KNOWN, ())),
            Beside(0, Column(say("Missing")), lambda info: _counted(inputs, info, Filter.MISSING, (why(info.name),))),
        ]
    for exposure in inputs.exposures if inputs.tables.smd else ():
        own = [number for number, group in enumerate(groups) if group.exposure == exposure]
        cell = _smd_cell(inputs, exposure, [groups[number] for number in own])
        found.append(Beside(own[-1] + 1, Column(say("SMD"), inputs.label(exposure)), cell))
    return sorted(found, key=lambda beside: beside.before)


def smd_notes(inputs: TableInputs) -> list[str]:
    """What SMD is, where it is shown."""
    several = any(len(inputs.levels(exposure)) > 2 for exposure in inputs.exposures)
    return [say(OF_SEVERAL if several else OF_TWO)] if inputs.tables.smd and inputs.exposures else []


def placed(things: list, beside: list[Beside], new: Callable[[Beside], object]) -> tuple:
    """A row's things, one for each group, with those of the columns beside among them."""
    whole = list(things)
    for extra in reversed(beside):
        whole.insert(extra.before, new(extra))
    return tuple(whole)


def with_cells_beside(rows: list[Row], info: VariableInfo, beside: list[Beside], groups: int) -> list[Row]:
    """A variable's rows with the cells of the columns beside: filled in its first row."""
    if not beside:
        return rows
    first, *others = rows
    blank = [Cell()] * groups
    filled = Row(first.label, placed(first.cells or blank, beside, lambda extra: extra.cell(info)), first.indent, first.notes)
    return [filled, *(Row(r.label, placed(r.cells or blank, beside, lambda _: Cell()), r.indent, r.notes) for r in others)]


def _counted(inputs: TableInputs, info: VariableInfo, rows: Filter, notes: tuple[str, ...]) -> Cell:
    missing = inputs.persons[info.name].isna()
    n = int(missing.sum() if rows is Filter.MISSING else (~missing).sum())
    return count_cell(n, source("persons", info.name, **{info.name: rows}), notes if n else (), style=inputs.style)


def _smd_cell(inputs: TableInputs, exposure: str, members: list[PersonGroup]) -> Callable[[VariableInfo], Cell]:
    """The SMD of a variable between the levels of an exposure, as a cell; blank for the exposure itself, and for dates and text."""

    def cell(info: VariableInfo) -> Cell:
        if info.name == exposure or info.type not in ("number", "category", "yes_no"):
            return Cell()
        value = smd_of(inputs, info, members)
        where = source("persons", info.name, **{exposure: Filter.KNOWN, info.name: Filter.KNOWN})
        return number_cell(value, inputs.tables.estimate_decimals, SMD, where, style=inputs.style)

    return cell


def smd_of(inputs: TableInputs, info: VariableInfo, groups: list[PersonGroup]) -> float:
    """The standardised mean difference of a variable between groups, of those with a value; a group of nobody is none."""
    groups = [group for group in groups if group.members.any()]
    values = inputs.persons[info.name]
    if info.type == "number":
        return smd_of_numbers([values_of(values[group.members]) for group in groups])
    known = [values[group.members].dropna() for group in groups]
    return smd_of_levels([np.array([int(of_group.eq(level).sum()) for level in info.levels]) for of_group in known])
