"""Characteristics at baseline as a paper prints them (Table 1): a row for each, all participants in one column."""

from __future__ import annotations

from dataclasses import replace

from ipscohort.config.analysis import PaperRow
from ipscohort.contracts.codebook import VariableInfo
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import tell
from ipscohort.tables.baseline import SUMMARISED, baseline_variables
from ipscohort.tables.content import Row, RowGroup, Table, absent_table
from ipscohort.tables.groups import everybody
from ipscohort.tables.inputs import Filter, TableInputs, share_source, source
from ipscohort.tables.paper.common import with_known_n
from ipscohort.tables.summaries import count_cell, mean_cell, share_cell
from ipscohort.words import later, say

NAME = "paper_baseline"
TITLE = later("Baseline characteristics of the participants")


def build(inputs: TableInputs) -> Table:
    """Count (percent) of one level, mean (SD) of a number; the N behind a value only where it is not the table's."""
    chosen = paper_rows(inputs)
    if not chosen:
        why = say("The settings map no characteristic of the participants that can be summarised.")
        return absent_table(NAME, say(TITLE), why, inputs.synthetic)
    rows = tuple(row for declared in chosen for row in _rows(inputs, declared))
    column = replace(everybody(inputs).column, notes=missing_note(inputs, [declared.variable for declared in chosen]))
    return Table(NAME, say(TITLE), say("Characteristics"), (column,), (RowGroup("", rows),), (), inputs.synthetic)


def paper_rows(inputs: TableInputs) -> list[PaperRow]:
    """Those that the settings declare; else one for each variable of the fuller table."""
    if inputs.tables.paper.baseline is not None:
        return list(inputs.tables.paper.baseline)
    names = baseline_variables(inputs)
    return [PaperRow(variable=name) for name in names if inputs.codebook.variables[name].type in SUMMARISED]


def missing_note(inputs: TableInputs, variables: list[str]) -> tuple[str, ...]:
    """The footnote on Ns that differ from the table's; none where all values are there."""
    total, known = len(inputs.persons), {name: int(inputs.persons[name].notna().sum()) for name in variables}
    low, high = min(known, key=known.__getitem__), max(known, key=known.__getitem__)
    if known[low] == total:
        return ()
    fewest, most = (count_cell(known[name], source("persons", name, **{name: Filter.KNOWN}), style=inputs.style) for name in (low, high))
    if known[low] == known[high]:
        return (tell("N is {n} due to missing data", n=fewest),)
    if known[high] < total:
        return (tell("N varies between {low} and {high} due to missing data", low=fewest, high=most),)
    return (
        tell(
            "N varies between {low} and {high} due to missing data. N = {total} when the N is not indicated in the table",
            low=fewest,
            high=most,
            total=count_cell(total, source("persons", "id"), style=inputs.style),
        ),
    )


def _rows(inputs: TableInputs, declared: PaperRow) -> list[Row]:
    info = inputs.codebook.variables[declared.variable]
    if info.type == "number":
        return [_mean_row(inputs, info, declared.label)]
    level = declared.level or _counted_level(info)
    if level:
        name = info.label if info.type == "yes_no" and level == "yes" else f"{info.label}: {level_word(level)}"
        return [_share_row(inputs, info, level, _with_percent(declared.label or name))]
    heading = Row(_with_percent(declared.label or info.label))
    return [heading, *(_share_row(inputs, info, each, level_word(each), indent=1) for each in info.levels)]


def _counted_level(info: VariableInfo) -> str:
    """The level that stands for the variable: yes, or the last of two; none where there are more."""
    return info.levels[-1] if 1 <= len(info.levels) <= 2 else ""


def _mean_row(inputs: TableInputs, info: VariableInfo, label: str | None) -> Row:
    values = inputs.persons[info.name]
    cell = mean_cell(values, inputs.tables, source("persons", info.name))
    return Row(_with_sd(label or info.heading), (with_known_n(cell, values),))


def _share_row(inputs: TableInputs, info: VariableInfo, level: str, label: str, indent: int = 0) -> Row:
    values = inputs.persons[info.name]
    hits, of = int(values.eq(level).fillna(False).sum()), int(values.notna().sum())
    cell = share_cell(hits, of, share_source("persons", info.name, {info.name: level}, {info.name: Filter.KNOWN}), style=inputs.style)
    return Row(label, (with_known_n(cell, values),), indent)


def _with_percent(label: str) -> str:
    """A label always says what its numbers are."""
    return label if "(%)" in label else say("{variable}, N (%)", variable=label)


def _with_sd(label: str) -> str:
    if "(SD)" in label:
        return label
    return f"{label} (SD)" if label.lower().startswith(say("mean ")) else say("{variable}, mean (SD)", variable=label)
