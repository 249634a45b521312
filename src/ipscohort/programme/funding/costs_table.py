"""What was paid, per person, per person who obtained a job, and per time worked, for each payer and scheme, as a table."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from ipscohort.contracts.funding import ALL, NOBODY, PAYER, SCHEME
from ipscohort.display import printing
from ipscohort.display.naming import marked
from ipscohort.display.numbers import Cell, Number, Source, source
from ipscohort.display.units import one
from ipscohort.programme.funding.inputs import Inputs
from ipscohort.programme.funding.table import BY_RULE, MONEY, UNKNOWN, assumed, money_cell, not_comparable, span_cell
from ipscohort.tables.content import Column, Row, RowGroup, Table
from ipscohort.tables.summaries import count_cell, footnotes, numbers_of, plain, quartiles_note
from ipscohort.words import later, say

NAME, COSTS = "funding_paid", "funding_costs"
NOT_COST = later(
    "Money that was paid for IPS, not what IPS cost, and not a saving: what else was paid or earned is not in it, and nobody without IPS is compared."
)
RATIO = later(
    "Per person, job and {unit}: sum over sum, of persons with a stated price of whom it is known what was paid; limits from {times} bootstrap samples "
    "of persons (percentiles, seed {seed})."
)
OF_SCHEMES = later("Assumption: whatever is assumed of the schemes that it is made of, as told with each.")
LEAST = later(
    "Least to most: of everybody with a stated price, what fell due by the last day observed, taking what can't be said as little and as much as it can "
    "be; persons who may or may not belong are counted as that makes it least and most. What can still fall due later is in neither."
)

EITHER = later(
    "Who has one of several schemes, of which it is not known which, has one of them in the least and in the most: not none, and not several."
)


def costs_table(inputs: Inputs) -> Table:
    """A row for everybody, each payer and each scheme; below it the least and the most where something can't be said."""
    unit, ci = one(inputs.study.time_unit), inputs.style.enclosed(inputs.ci)
    columns = tuple(
        Column(text)
        for text in (
            say("Persons"),
            say("Known / with a price"),
            say("Paid in all"),
            say("Can still fall due"),
            say("Per person, median [IQR]"),
            say("Per person {ci}", ci=ci),
            say("Obtained a job"),
            say("Per person who obtained a job {ci}", ci=ci),
            say("Per {unit} worked {ci}", unit=unit, ci=ci),
        )
    )
    rows = inputs.found.costs[inputs.found.costs["group"].ne(NOBODY)].to_dict("records")
    groups = tuple(
        RowGroup(label, tuple(each for row in rows if row["group"] in kinds for each in _rows(inputs, row)))
        for label, kinds in (("", (ALL,)), (say("By payer"), (PAYER,)), (say("By scheme"), (SCHEME,)))
    )
    drawn = inputs.funding.bootstrap
    notes = (
        say(MONEY, currency=inputs.funding.currency),
        *not_comparable(inputs),
        say("Known / with a price: persons of whom it is known what was paid, of those with a payment whose price is stated."),
        say(BY_RULE),
        say(NOT_COST),
        say(RATIO, unit=unit, times=drawn.times, seed=drawn.seed),
        say(UNKNOWN),
        say(LEAST),
        say(EITHER),
        quartiles_note(inputs.tables),
    )
    return Table(NAME, say("What was paid"), say("Payer, scheme"), columns, groups, notes, inputs.synthetic)


def _rows(inputs: Inputs, row: dict[str, Any]) -> Iterator[Row]:
    keys = {"group": row["group"]} | ({} if printing.absent(row["name"]) else {"name": row["name"]})
    where = partial(source, COSTS, **keys)
    label = say("Everybody with a scheme") if row["group"] == ALL else str(row["name"])
    label = inputs.funding.label_of(label) if row["group"] == "scheme" else label
    told = footnotes(row["warning"], numbers_of(row, ("n", "n_priced", "n_known", "n_open", "n_not_stated", "n_jobs", "resamples"), where))
    known = (Number("n", plain(row["n_known"]), where("n_known")), Number("of", plain(row["n_priced"]), where("n_priced")))
    cells = (
        count_cell(row["n"], where("n"), style=inputs.style),
        Cell(f"{printing.count(row['n_known'], inputs.style)} / {printing.count(row['n_priced'], inputs.style)}", known),
        span_cell(inputs, row, ("total", "total_least", "total_most"), where),
        money_cell(inputs, row["total_open"], "total open", where("total_open")),
        _median(inputs, row, where),
        _cost(inputs, row, "per_person", where, 0),
        count_cell(row["n_jobs"], where("n_jobs"), style=inputs.style) if row["n_priced"] else Cell(printing.DASH),
        _cost(inputs, row, "per_job", where, 0),
        _cost(inputs, row, "per_time", where, inputs.tables.estimate_decimals),
    )
    name = marked(label, None if printing.absent(row["assumption"]) else "part")
    of_scheme = row["group"] == SCHEME
    rests_on = assumed(inputs, row, None, where) if of_scheme else () if printing.absent(row["assumption"]) else (say(OF_SCHEMES),)
    yield Row(name, cells, notes=(*told, *rests_on))
    if any(_apart(row, name) for name in ("per_person", "per_job", "per_time")):
        bounds = [Cell()] * 5 + [_least(inputs, row, "per_person", where, 0), Cell()]
        bounds += [_least(inputs, row, "per_job", where, 0), _least(inputs, row, "per_time", where, inputs.tables.estimate_decimals)]
        yield Row(say("least to most"), tuple(bounds), indent=1)


def _apart(row: dict[str, Any], name: str) -> bool:
    """Whether a cost is not known but between bounds."""
    ends = [row[f"{name}_{end}"] for end in ("least", "most")]
    return not any(map(printing.absent, ends)) and ends[0] < ends[1]


def _median(inputs: Inputs, row: dict[str, Any], where: partial[Source]) -> Cell:
    names = ("median", "lower_quartile", "upper_quartile")
    if printing.absent(row["median"]):
        return Cell(printing.DASH)
    numbers = tuple(Number(name.replace("_", " "), plain(row[name]), where(name)) for name in names)
    return Cell(printing.with_quartiles(*(number.value for number in numbers), 0, inputs.style), numbers)


def _cost(inputs: Inputs, row: dict[str, Any], name: str, where: partial[Source], decimals: int) -> Cell:
    names = (name, f"{name}_low", f"{name}_high")
    if printing.absent(row[name]):
        return Cell(printing.DASH)
    numbers = tuple(
        Number(statistic, plain(row[column]), where(column))
        for statistic, column in zip(("estimate", "lower limit", "upper limit"), names, strict=True)
    )
    return Cell(printing.with_interval(*(number.value for number in numbers), decimals, inputs.style), numbers)


def _least(inputs: Inputs, row: dict[str, Any], name: str, where: partial[Source], decimals: int) -> Cell:
    names = (f"{name}_least", f"{name}_most")
    if all(printing.absent(row[each]) for each in names):
        return Cell(printing.DASH)
    numbers = tuple(Number(end, plain(row[each]), where(each)) for end, each in zip(("least", "most"), names, strict=True))
    return Cell(printing.span(*(number.value for number in numbers), decimals, inputs.style), numbers)
