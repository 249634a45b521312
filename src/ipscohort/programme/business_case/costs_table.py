"""Who pays what and who receives it; and what the programme costs from each perspective, per outcome: gross, not a saving."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from ipscohort.config.business_case import SOCIETAL
from ipscohort.display import printing
from ipscohort.display.business_case import GROSS
from ipscohort.display.numbers import Cell, Number, Source, quoted, source
from ipscohort.programme.business_case import cells
from ipscohort.programme.business_case.assumed import ALL, PART
from ipscohort.programme.business_case.incremental import perspectives
from ipscohort.programme.business_case.inputs import Inputs
from ipscohort.programme.business_case.ledger import FUNDING
from ipscohort.tables.content import Column, Row, RowGroup, Table
from ipscohort.tables.summaries import count_cell
from ipscohort.words import later, say

WHO_PAYS, COSTS = "business_case_who_pays", "business_case_costs"
CANCEL = later(
    "A payment from one stakeholder to another, and a benefit not paid, stands with both, so that it is 0 in the societal column."
)
HOURS = later("Benefits and work go by calendar days in a job, whatever its hours; what is paid once is divided by the persons counted.")
SUM = later("Net, with IPS: sum of the column.")
PER = later(
    "Per outcome: cost of the programme over the outcome, both discounted; nothing is taken off for benefits not paid or for work done."
)
WORK = later(
    "The value of work stands here as money, and must not be set against work as the outcome: without it, the societal net is {net}."
)
REST = later("Gross transfers and value of work: what arises by working, with IPS or without it.")
PROGRAMME = later("Paid for IPS")


def who_pays_table(inputs: Inputs) -> Table:
    """A row per cost and benefit, a column per stakeholder and one for all together."""
    rows = inputs.found.ledger
    of_ips = rows["arises"].eq("with_ips")
    groups = []
    for label, chosen in ((say(PROGRAMME), of_ips), (say("With IPS or without it"), rows["arises"].eq("both"))):
        found = tuple(_entry(inputs, name, "discounted") for name in dict.fromkeys(rows.loc[chosen, "entry"]))
        groups += [RowGroup(label, found)] if found else []
    groups.append(RowGroup(say("All of it, with IPS"), tuple(_sums(inputs))))
    if inputs.case.comparator:
        found = tuple(_entry(inputs, name, "without") for name in dict.fromkeys(rows.loc[~of_ips, "entry"]))
        groups += [RowGroup(say("Without IPS, by the comparator"), found)] if found else []
    notes = (
        say(GROSS),
        *cells.on_money(inputs),
        say("Mean per person with IPS."),
        say(cells.OF_ALL),
        say(cells.SIGN),
        say(CANCEL),
        say(HOURS),
        say(SUM),
        *cells.other_sums(inputs),
        *_of_work(inputs),
        *cells.on_comparator(inputs),
        *cells.on_people(inputs),
    )
    title = say("Who pays what, per person: gross, not a saving")
    return Table(
        WHO_PAYS, title, say("Cost or benefit"), (Column(say("Persons")), *cells.columns_of(inputs)), tuple(groups), notes, inputs.synthetic
    )


def _of_work(inputs: Inputs) -> tuple[str, ...]:
    """What the societal net would be without the value of work, where there is such a value."""
    row = inputs.found.gross.set_index("perspective").loc[SOCIETAL]
    if not any(one.of_work for one in inputs.case.costs.values()):
        return ()
    number = Number("mean", float(row["net_without_work"]), source("business_case_gross", "net_without_work", perspective=SOCIETAL))
    return (quoted(say(WORK, net=printing.number(row["net_without_work"], 0, style=inputs.style)), (number,)),)


def _entry(inputs: Inputs, name: str, column: str) -> Row:
    rows = inputs.found.ledger[inputs.found.ledger["entry"].eq(name)].set_index("perspective").to_dict("index")
    found = [count_cell(next(iter(rows.values()))["n"], _where(name, next(iter(rows)), "n"), style=inputs.style)]
    for perspective in perspectives(inputs.case):
        found.append(cells.money(inputs, rows[perspective][column], "mean", _where(name, perspective, column)))
    row = next(iter(rows.values()))
    label = str(row["label"]) if row["kind"] == "cost" else say("{benefit}, not paid while working", benefit=row["label"])
    label = say("{payer}, by the funding schemes", payer=row["label"]) if row["kind"] == FUNDING else label
    where, suffix = partial(_where, name, next(iter(rows))), "_without" if column == "without" else ""
    payer = name.removeprefix(f"{FUNDING} ") if row["kind"] == FUNDING else None
    more = (
        (*cells.of_payer(inputs, payer), *cells.with_open(inputs, rows[payer], "with_open", partial(_where, name, payer))) if payer else ()
    )
    more = (*more, *cells.stands_for(inputs, name)) if row["kind"] == "cost" else more
    return Row(cells.marked(label, row, suffix), tuple(found), notes=(*more, *cells.assumed(row, where, ("n",), suffix)))


def _where(entry: str, perspective: str, column: str) -> Source:
    return source("business_case_ledger", column, entry=entry, perspective=perspective)


def _sums(inputs: Inputs) -> Iterator[Row]:
    rows = inputs.found.gross.set_index("perspective").to_dict("index")
    first = next(iter(rows))
    n = count_cell(rows[first]["n"], source("business_case_gross", "n", perspective=first), style=inputs.style)
    for label, column in ((say("Cost of the programme"), "programme"), (say("Net, with IPS"), "net")):
        found = [
            cells.money(inputs, row[column], "mean", source("business_case_gross", column, perspective=name)) for name, row in rows.items()
        ]
        yield Row(cells.marked(label, {"assumed": _extent(rows)}), (n, *found))


def _extent(rows: dict[str, dict[str, Any]]) -> str | None:
    """How much of what a row's numbers rest on is assumed: all, only where that is so from each perspective that has any."""
    found = {row["assumed"] for row in rows.values() if not printing.absent(row["assumed"])}
    return ALL if found == {ALL} else PART if found else None


def costs_table(inputs: Inputs) -> Table:
    """A row per perspective: cost of the programme, gross transfers, cost per outcome."""
    ci = inputs.style.enclosed(inputs.ci)
    columns = tuple(
        Column(text)
        for text in (
            say("Persons"),
            say("Cost of the programme, undiscounted"),
            say("Cost of the programme {ci}", ci=ci),
            *([say(cells.STILL_DUE)] if cells.has_still_due(inputs) else []),
            say("All persons"),
            say("Gross transfers and value of work"),
            say("Obtained a job"),
            say("Per person who obtained a job {ci}", ci=ci),
            say("Per day worked {ci}", ci=ci),
        )
    )
    groups = (RowGroup("", tuple(_gross(inputs, row) for row in inputs.found.gross.to_dict("records"))),)
    notes = (
        say(GROSS),
        *cells.on_money(inputs),
        say("Mean per person with IPS where nothing else is said."),
        say(cells.OF_ALL),
        say(cells.SIGN),
        say(REST),
        say(PER),
        *cells.on_still_due(inputs),
        *cells.other_sums(inputs),
        cells.on_limits(inputs),
        *cells.on_people(inputs),
    )
    return Table(COSTS, say("What the programme costs: gross, not a saving"), say("Perspective"), columns, groups, notes, inputs.synthetic)


def _gross(inputs: Inputs, row: dict[str, Any]) -> Row:
    where = partial(source, "business_case_gross", perspective=row["perspective"])
    days = inputs.tables.estimate_decimals

    def limits(name: str, decimals: int = 0) -> Cell:
        return cells.with_limits(inputs, row, (name, f"{name}_low", f"{name}_high"), where, decimals)

    found = (
        count_cell(row["n"], where("n"), style=inputs.style),
        cells.money(inputs, row["programme_plain"], "mean", where("programme_plain")),
        limits("programme"),
        *cells.still_due(inputs, row, where),
        cells.money(inputs, row["programme_total"], "total", where("programme_total")),
        cells.money(inputs, row["transfers"], "mean", where("transfers")),
        count_cell(row["n_jobs"], where("n_jobs"), style=inputs.style),
        limits("per_job"),
        limits("per_day", days),
    )
    more = (*cells.of_payer(inputs, row["perspective"]), *cells.with_open(inputs, row, "programme_with_open", where))
    notes = (*cells.warned(row, where, ("n", "n_concerned", "n_unpriced", "programme")), *more, *cells.assumed(row, where, ("n",)))
    return Row(cells.marked(inputs.whom(row["perspective"]), row), found, notes=notes)
