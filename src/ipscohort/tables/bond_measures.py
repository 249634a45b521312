"""The eight measures of competitive employment of Bond, Campbell & Drake 2012, doi 10.1176/appi.ps.201100270."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from ipscohort.catalogue.measures import MEASURES, Measure
from ipscohort.display import printing
from ipscohort.display.naming import capital
from ipscohort.display.numbers import tell
from ipscohort.tables.content import Cell, Column, Number, Row, RowGroup, Table
from ipscohort.tables.groups import everybody
from ipscohort.tables.inputs import Filter, TableInputs, share_source, source
from ipscohort.tables.outcomes import worker_filter, worker_mask
from ipscohort.tables.partly_known import mean_notes
from ipscohort.tables.summaries import count_cell, mean_cell, share_cell
from ipscohort.words import say

_ONES = [measure for measure in MEASURES.values() if measure.domain]
DOMAINS = {domain: [m for m in _ONES if m.domain == domain] for domain in dict.fromkeys(m.domain for m in _ONES)}
"""Domain -> its measures, both in the catalogue's order."""


def build(inputs: TableInputs) -> Table:
    """Mean (SD) or n (%) of each measure for the whole sample and for workers, the operational rule beside it."""
    workers = worker_mask(inputs.persons)
    n = int(workers.sum())
    columns = (
        everybody(inputs).column,
        Column(say("Workers (N = {n})", n=n), numbers=(Number("n", float(n), source("persons", "id", **worker_filter(inputs.persons))),)),
        Column(say("Operational rule"), text=True),
    )
    groups = tuple(
        RowGroup(say(domain), tuple(_row(inputs, measure, workers) for measure in measures)) for domain, measures in DOMAINS.items()
    )
    notes = (
        inputs.words(
            "Mean (standard deviation) or n (%), of those with a known value. Workers: obtained a competitive job during follow-up."
        ),
        say("Measures: Bond, Campbell & Drake 2012, Psychiatric Services 63(8):751-757, doi 10.1176/appi.ps.201100270."),
    )
    title = say("The eight employment measures of Bond et al. 2012")
    return Table("bond_measures", title, say("Measure"), columns, groups, notes, inputs.synthetic)


def _label(inputs: TableInputs, measure: Measure) -> str:
    text = say(measure.bond_label, unit=capital(inputs.unit), half_time_hours=printing.short(inputs.outcomes.half_time_hours))
    return say("{variable}, n (%)" if measure.type == "yes_no" else "{variable}, mean (SD)", variable=text)


def _row(inputs: TableInputs, measure: Measure, workers: pd.Series) -> Row:
    name, label = measure.name, _label(inputs, measure)
    available, rule, why = inputs.measure(name)
    if not available:
        return Row(label, (Cell(printing.DASH), Cell(printing.DASH), Cell(say("Not available: {why}.", why=why.rstrip(".")))))
    values = inputs.persons[name]
    everybody = pd.Series(True, index=values.index)
    whole = Cell(printing.DASH) if measure.workers_only else _summary(inputs, name, values, everybody, "all")
    notes = _open(inputs, name, workers)
    return Row(
        label, (whole, _summary(inputs, name, values, workers, "workers"), Cell(f"{rule.rstrip('.')}." if rule else "")), notes=notes
    )


def _open(inputs: TableInputs, name: str, workers: pd.Series) -> tuple[str, ...]:
    """How far work known in part leaves the mean weeks open."""
    if name != "weeks_worked":
        return ()
    whole = everybody(inputs)
    chosen = {"members": workers.to_numpy(), "chosen": worker_filter(inputs.persons)}
    return mean_notes(inputs, [whole, replace(whole, exposure="workers", level=say("workers"), **chosen)], name)


def _summary(inputs: TableInputs, name: str, values: pd.Series, members: pd.Series, who: str) -> Cell:
    chosen, where = values[members], worker_filter(inputs.persons) if who == "workers" else {}
    unknown = int(chosen.isna().sum())
    notes = (_not_known(inputs, name, (unknown, len(chosen)), where),) if unknown else ()
    if MEASURES[name].type == "yes_no":
        shares = share_source("persons", name, {**where, name: "yes"}, {**where, name: where.get(name, Filter.KNOWN)})
        return share_cell(int(chosen.eq("yes").sum()), int(chosen.notna().sum()), shares, notes, inputs.style)
    return mean_cell(chosen, inputs.tables, source("persons", name, **where), notes)


def _not_known(inputs: TableInputs, name: str, counts: tuple[int, int], where: dict[str, object]) -> str:
    missing, whole = source("persons", name, **{**where, name: Filter.MISSING}), source("persons", "id", **where)
    n, total = (count_cell(count, place, style=inputs.style) for count, place in zip(counts, (missing, whole), strict=True))
    return tell("Not known for {n} of {all}.", n=n, all=total)
