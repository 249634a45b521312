"""Characteristics at baseline, of everybody and by exposure (the paper's Table 1)."""

from __future__ import annotations

from functools import partial

import pandas as pd

from ipscohort.contracts.codebook import VariableInfo
from ipscohort.display.missing import WHY_MISSING, Reasons
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Note, tell, together
from ipscohort.tables.beside import columns_beside, placed, smd_notes, with_cells_beside
from ipscohort.tables.content import Cell, Row, RowGroup, Table
from ipscohort.tables.groups import PersonGroup, person_groups
from ipscohort.tables.inputs import Filter, TableInputs, share_source, source
from ipscohort.tables.summaries import count_cell, mean_cell, median_cell, number_cell, quartiles_note, share_cell
from ipscohort.words import later, say

SUMMARISED = ("number", "category", "yes_no")
MEAN, MEDIAN, SHARE = later("{variable}, mean (SD)"), later("{variable}, median [IQR]"), later("{variable}, n (%)")


def build(inputs: TableInputs) -> Table:
    """Mean (SD) of numbers, n (%) of levels; rows of missing values where any are missing."""
    groups = person_groups(inputs)
    beside = columns_beside(inputs, groups, partial(missing_reasons, inputs))
    rows = []
    for info in (inputs.codebook.variables[name] for name in baseline_variables(inputs)):
        rows += with_cells_beside(_rows(inputs, info, groups), info, beside, len(groups))
    columns, body = placed([group.column for group in groups], beside, lambda extra: extra.column), (RowGroup("", tuple(rows)),)
    return Table("baseline", say("Baseline characteristics"), say("Characteristic"), columns, body, _notes(inputs), inputs.synthetic)


def _notes(inputs: TableInputs) -> tuple[str, ...]:
    medians = inputs.tables.medians
    notes = [
        say(WITH_MEDIANS if medians else MEANS_ALONE),
        *([quartiles_note(inputs.tables)] if medians else []),
        *([say("A variable without a row 'Missing' is complete.")] if inputs.tables.missing == "rows" else []),
        *smd_notes(inputs),
    ]
    if any(name in inputs.exposures for name in baseline_variables(inputs)):
        notes.append(say("A characteristic that makes the groups is left blank in its own columns."))
    return tuple(notes)


MEANS_ALONE = later(
    "Numbers: mean (standard deviation). Categories: n (%). Percentages, means and standard deviations are of those with a value."
)
WITH_MEDIANS = later(
    "Numbers: mean (standard deviation), or median [IQR]. Categories: n (%). Percentages, means and standard deviations are of those with a "
    "value."
)


def baseline_variables(inputs: TableInputs) -> list[str]:
    """Those that the settings name; else all numbers, categories and yes/no variables.

    An exposure that stands beside the variable it is made from is left out unless named: its groups are the columns.
    """
    if inputs.tables.baseline is not None:
        return [name for name in inputs.tables.baseline if name in inputs.codebook.variables]
    made = {name for name, exposure in inputs.exposures.items() if name != exposure.variable}
    return [name for name, info in inputs.codebook.variables.items() if info.type in SUMMARISED and name not in made]


def _rows(inputs: TableInputs, info: VariableInfo, groups: list[PersonGroup]) -> list[Row]:
    values = inputs.persons[info.name]
    if info.type == "number":
        cell, label = (median_cell, MEDIAN) if info.name in inputs.tables.medians else (mean_cell, MEAN)
        cells = (cell(values[g.members], inputs.tables, source("persons", info.name, **g.where)) for g in groups)
        rows = [Row(say(label, variable=info.heading), tuple(cells))]
    elif info.type == "yes_no":
        rows = [Row(say(SHARE, variable=info.heading), _level_cells(inputs, values, "yes", info, groups))]
    elif info.type == "category":
        levels = (Row(level_word(level), _level_cells(inputs, values, level, info, groups), indent=1) for level in info.levels)
        rows = [Row(say(SHARE, variable=info.heading)), *levels]
    else:
        why = say("A date is not summarised." if info.type == "date" else "Text is not summarised.")
        rows = [Row(info.heading, tuple(Cell() for _ in groups), notes=(why,))]
    return rows + _missing_row(inputs, info, groups)


def _level_cells(inputs: TableInputs, values: pd.Series, level: str, info: VariableInfo, groups: list[PersonGroup]) -> tuple[Cell, ...]:
    at_level, known = values.eq(level).fillna(False).to_numpy(dtype=bool), values.notna().to_numpy()
    return tuple(
        Cell()
        if group.exposure == info.name
        else share_cell(
            int((at_level & group.members).sum()),
            int((known & group.members).sum()),
            share_source("persons", info.name, {**group.where, info.name: level}, {**group.where, info.name: Filter.KNOWN}),
            style=inputs.style,
        )
        for group in groups
    )


def _missing_row(inputs: TableInputs, info: VariableInfo, groups: list[PersonGroup]) -> list[Row]:
    missing = inputs.persons[info.name].isna().to_numpy()
    if inputs.tables.missing != "rows" or not missing.any():
        return []
    cells = tuple(
        Cell()
        if group.exposure == info.name
        else count_cell(
            int((missing & group.members).sum()),
            source("persons", info.name, **{**group.where, info.name: Filter.MISSING}),
            style=inputs.style,
        )
        for group in groups
    )
    return [Row(say("Missing, n"), cells, indent=1, notes=(missing_reasons(inputs, info.name),))]


def missing_reasons(inputs: TableInputs, variable: str) -> str:
    """Why a variable's values are missing, with counts, as far as the records tell."""
    missing = inputs.persons.loc[inputs.persons[variable].isna(), "id"]
    told = inputs.missing_values[inputs.missing_values["variable"] == variable]
    where = source("persons", variable, **{variable: Filter.MISSING})
    counts = Reasons(told, inputs.log, inputs.exposures).counts(variable, missing)
    said = [Note(f"{say(reason)} ", number_cell(n, 0, WHY_MISSING + reason, where, style=inputs.style)) for reason, n in counts.items()]
    return tell("{variable}, why missing: {why}.", variable=inputs.label(variable), why=together(said, "; "))
