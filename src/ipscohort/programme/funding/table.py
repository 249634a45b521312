"""The schemes with their sources, and what became of each payment, as tables."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pandas as pd

from ipscohort.contracts.programme import PERFORMANCE
from ipscohort.display import printing
from ipscohort.display.naming import marked
from ipscohort.display.numbers import Cell, Number, Source, quoted, source, tell
from ipscohort.programme.funding import why
from ipscohort.programme.funding.inputs import Inputs
from ipscohort.programme.funding.payments import assumptions_of
from ipscohort.programme.funding.totals import lacking
from ipscohort.tables.content import Column, Row, RowGroup, Table, absent_table
from ipscohort.tables.summaries import count_cell, number_cell, numbers_of, plain
from ipscohort.words import later, say

SCHEMES, PAYMENTS, EARNED = "funding_schemes", "funding_by_payment", "funding_earned"
CLAUSES = {
    "eligible": later("For whom"),
    "valid": later("In force"),
    "ceiling": later("The most in all"),
    "longest": later("For how long"),
    "job_coaching": later("Job coaching"),
    "performance": later("Performance"),
    "performance.wage": later("Wage of a placement"),
    "performance.offered": later("Performance offered"),
    "fidelity": later("Fidelity"),
}
"""Clause of a scheme -> how it is called."""
ASSUMED = later("Assumption: {what}")
BY_RULE = later(
    "By the rules of the schemes, from funded starts, ends of trajectories and records of jobs: no account of what was in fact paid was looked at."
)
LAST_DAY = later(
    "Paid: fallen due by a person's last day observed. Not yet observable: due after that day, or a placement in time was still possible then; that is "
    "neither 0 nor paid."
)
UNKNOWN = later(
    "Can't be said: a date, hours, a wage, fidelity or who is eligible are not known; sums then run from the least to the most."
)
DISAGREE = later("The papers disagree. {about}: {one} (doi {first}) {other} (doi {second}) {read_as}")
NOBODY = later("Persons to whom no scheme applies: {n}.")
NO_PERFORMANCE = later("No scheme has a payment for performance.")
MONEY = later("Money in {currency}, undiscounted.")
NOT_COMPARABLE = later("Amounts are not comparable: job coaching is in those of {with_it}, and not in those of {without}.")
LIMITS = later(
    "Limits (Wilson) stand only where it is known of everybody to whom it was offered: those of whom it is known by now are no sample of them."
)
WAGE_TAKEN = later("By a wage that is taken for met, as none is recorded")
NOT_APPLICABLE = later("n/a")
NO_CONDITION = later("n/a: the scheme has no such condition. -: put together with others, or left out, as it would tell of few persons.")
TOGETHER = later("Reasons put together")
FEW = later(
    "Reasons that fewer than {least} persons share, and those that they would follow from, are put together: one or two could be recognised. Persons "
    "without a competitive job are counted as they are, as in other tables."
)


def scheme_name(inputs: Inputs, name: str) -> str:
    """A scheme and who pays."""
    return say("{scheme} (payer: {payer})", scheme=inputs.funding.label_of(name), payer=inputs.funding.schemes[name].payer)


def schemes_table(inputs: Inputs) -> Table:
    """A group per scheme, a row per clause: what it says, and the paper that says so, or that it is assumed."""
    columns = (Column(say("Amount")), *(Column(text, text=True) for text in (say("What it says"), say("Source"), say("Assumption"))))
    rows = inputs.found.clauses
    groups = tuple(
        RowGroup(scheme_name(inputs, str(name)), tuple(_clause(inputs, row) for row in of.to_dict("records")))
        for name, of in rows.groupby("scheme", sort=False)
    )
    notes = [
        say(MONEY, currency=inputs.funding.currency),
        say("Source: doi of the paper that says so; without one, the clause is an assumption."),
    ]
    notes += [_disagreement(each) for each in inputs.funding.disagreements]
    return Table(SCHEMES, say("Funding schemes"), say("Clause"), columns, groups, tuple(notes), inputs.synthetic)


def _disagreement(each: Any) -> str:
    said = {"about": each.about, "one": each.one.says, "first": each.one.doi, "other": each.other.says, "second": each.other.doi}
    return say(DISAGREE, **said, read_as=each.read_as or "").strip()


def _clause(inputs: Inputs, row: dict[str, Any]) -> Row:
    clause = str(row["clause"])
    where = source("funding_clauses", "amount", scheme=row["scheme"], clause=clause)
    amount = Cell() if printing.absent(row["amount"]) else money_cell(inputs, row["amount"], "amount", where)
    texts = (Cell("" if printing.absent(row[name]) else str(row[name])) for name in ("says", "doi", "assumption"))
    label = say(CLAUSES[clause]) if clause in CLAUSES else say("Payment: {name}", name=clause.removeprefix("instalments."))
    return Row(label, (amount, *texts))


def money_cell(inputs: Inputs, value: object, statistic: str, where: Source, notes: tuple[str, ...] = ()) -> Cell:
    """An amount of money, with decimals where it has any."""
    decimals = 0 if printing.absent(value) or float(value).is_integer() else 2
    return number_cell(value, decimals, statistic, where, notes, inputs.style)


def not_comparable(inputs: Inputs) -> tuple[str, ...]:
    """That some schemes' amounts hold job coaching and others' do not; nothing where all are alike, or do not tell."""
    said = {name: each.job_coaching.included for name, each in inputs.funding.schemes.items() if each.job_coaching is not None}
    with_it, without = (
        "; ".join(inputs.funding.label_of(name) for name, one in said.items() if one == included) for included in (True, False)
    )
    return (say(NOT_COMPARABLE, with_it=with_it, without=without),) if with_it and without else ()


def span_cell(inputs: Inputs, row: dict[str, Any], names: tuple[str, str, str], where: partial[Source], decimals: int = 0) -> Cell:
    """A sum; where it can't be said, its least and most."""
    value, low, high = (row[name] for name in names)
    if not printing.absent(value):
        return number_cell(value, decimals, names[0].replace("_", " "), where(names[0]), style=inputs.style)
    if printing.absent(low):
        return Cell(printing.DASH)
    numbers = tuple(Number(name.replace("_", " "), plain(row[name]), where(name)) for name in names[1:])
    return Cell(printing.span(low, high, decimals, inputs.style), numbers)


def assumed(inputs: Inputs, row: dict[str, Any], payment: str | None, where: partial[Source]) -> tuple[str, ...]:
    """What the numbers of a scheme, or of one payment of it, rest on and no source says: footnotes that hang on them, each once in a table."""
    scheme = inputs.funding.schemes[row["scheme"] if "scheme" in row else row["name"]]
    payments = [payment] if payment else scheme.payments()
    texts = dict.fromkeys(text for each in payments for text in assumptions_of(inputs.funding, scheme, each))
    numbers = numbers_of(row, ("amount", "n") if "amount" in row else ("n",), where)
    return tuple(quoted(say(ASSUMED, what=text), numbers) for text in texts)


def payments_table(inputs: Inputs) -> Table:
    """A group per scheme, a row per payment: what became of it, and what that came to."""
    columns = tuple(
        Column(text)
        for text in (
            say("Amount"),
            say("Persons"),
            say("Paid"),
            say("Not paid"),
            say("Not yet observable"),
            say("Can't be said"),
            say("Price not stated"),
            say("Paid in all"),
            say("Can still fall due"),
        )
    )
    groups = tuple(
        RowGroup(scheme_name(inputs, str(name)), tuple(_payment(inputs, row) for row in of.to_dict("records")))
        for name, of in inputs.found.by_payment.groupby("scheme", sort=False)
    )
    nobody = inputs.found.costs[inputs.found.costs["group"].eq("none")].iloc[0]["n"]
    notes = [say(MONEY, currency=inputs.funding.currency), *not_comparable(inputs), say(BY_RULE), say(LAST_DAY), say(UNKNOWN)]
    notes.append(tell(NOBODY, n=count_cell(nobody, source("funding_costs", "n", group="none"), style=inputs.style)))
    return Table(PAYMENTS, say("Payments by scheme"), say("Payment"), columns, groups, tuple(notes), inputs.synthetic)


def _payment(inputs: Inputs, row: dict[str, Any]) -> Row:
    where = partial(source, "funding_payments", scheme=row["scheme"], payment=row["payment"])
    counts = ("n", "n_paid", "n_not_paid", "n_not_observable", "n_unknown", "n_not_stated")
    amount = money_cell(inputs, row["amount"], "amount", where("amount"))
    cells = [count_cell(row[name], where(name), style=inputs.style) for name in counts]
    total = span_cell(inputs, row, ("total", "total_least", "total_most"), where)
    still_open = money_cell(inputs, row["total_open"], "total open", where("total_open"))
    name = say("for performance") if row["payment"] == PERFORMANCE else str(row["payment"])
    return Row(
        marked(name, None if printing.absent(row["assumption"]) else "all"),
        (amount, *cells, total, still_open),
        notes=assumed(inputs, row, str(row["payment"]), where),
    )


REASONS = {
    "n_no_job": why.NO_JOB,
    "n_before": why.BEFORE,
    "n_late": why.LATE,
    "n_few_hours": why.FEW_HOURS,
    "n_low_wage": why.LOW_WAGE,
    "n_short": why.SHORT,
    "n_low_fidelity": why.LOW_FIDELITY,
}


def performance_table(inputs: Inputs) -> Table:
    """A column per scheme: to whom the payment was offered, who earned it, and why others did not."""
    rows = inputs.found.performance.to_dict("records")
    title = say("Payments for performance")
    if not rows:
        return absent_table(EARNED, title, say(NO_PERFORMANCE), inputs.synthetic)
    columns = tuple(
        Column(inputs.funding.label_of(str(row["scheme"])), notes=assumed(inputs, row, PERFORMANCE, _where(row))) for row in rows
    )
    group = RowGroup("", tuple(_performance_rows(inputs, rows)))
    notes = (
        say("Earned, of those of whom it is known by the last day observed: this share comes out too high where others can still earn it."),
        say("The least and the most: of all to whom it was offered, if nothing or everything that is open or can't be said is earned."),
        say("Of several jobs that one says why not which came nearest to earning it."),
        say(LIMITS),
        say(NO_CONDITION),
        *([say(FEW, least=inputs.funding.hide_below)] if any(not printing.absent(row["n_together"]) for row in rows) else []),
    )
    return Table(EARNED, title, say("Persons"), columns, (group,), notes, inputs.synthetic)


def _performance_rows(inputs: Inputs, rows: list[dict[str, Any]]) -> Iterator[Row]:
    def cells(column: str) -> tuple[Cell, ...]:
        return tuple(_counted(inputs, row, column) for row in rows)

    yield Row(say("In the scheme"), cells("n"))
    yield Row(say("Not offered at the funded start"), cells("n_not_offered"), indent=1)
    yield Row(say("Offered, or may have been"), cells("n_offered"), indent=1)
    yield Row(say("Earned"), cells("n_paid"))
    if any(not printing.absent(row["n_wage_taken"]) for row in rows):
        yield Row(say(WAGE_TAKEN), cells("n_wage_taken"), indent=1)
    yield Row(say("Not earned"))
    for column, reason in REASONS.items():
        yield Row(say(reason), cells(column), indent=1)
    if any(not printing.absent(row["n_together"]) for row in rows):
        yield Row(say(TOGETHER), cells("n_together"), indent=1)
    yield Row(say("Not yet observable"), cells("n_not_observable"))
    yield Row(say("Can't be said"), cells("n_unknown"))
    yield Row(say("Known by the last day observed"), cells("n_decided"))
    yield Row(say("Earned of these, % {ci}", ci=inputs.style.enclosed(inputs.ci)), tuple(_share(inputs, row) for row in rows), indent=1)
    yield Row(say("Earned of all to whom it was offered, least to most, %"), tuple(_bounds(inputs, row) for row in rows))


def _counted(inputs: Inputs, row: dict[str, Any], column: str) -> Cell:
    """A number of persons; whether it is hidden or the scheme has no such condition, where there is none."""
    if column in lacking(inputs.funding.schemes[row["scheme"]]):
        return Cell(say(NOT_APPLICABLE))
    return count_cell(row[column], _where(row)(column), style=inputs.style) if not printing.absent(row[column]) else Cell(printing.DASH)


def _where(row: dict[str, Any]) -> partial[Source]:
    return partial(source, "funding_performance", scheme=row["scheme"])


def _percents(row: dict[str, Any], names: tuple[str, ...], statistics: tuple[str, ...]) -> tuple[Number, ...]:
    where = _where(row)
    return tuple(
        Number(statistic, 100 * plain(row[name]), where(name).read_as("100 * {}"))
        for statistic, name in zip(statistics, names, strict=True)
    )


def _share(inputs: Inputs, row: dict[str, Any]) -> Cell:
    if printing.absent(row["conf_low"]):
        numbers = _percents(row, ("share",), ("percent",))
        return Cell(printing.number(numbers[0].value, inputs.tables.decimals, style=inputs.style), numbers)
    numbers = _percents(row, ("share", "conf_low", "conf_high"), ("percent", "lower limit", "upper limit"))
    return Cell(printing.with_interval(*(number.value for number in numbers), inputs.tables.decimals, inputs.style), numbers)


def _bounds(inputs: Inputs, row: dict[str, Any]) -> Cell:
    numbers = _percents(row, ("share_least", "share_most"), ("least", "most"))
    if pd.isna(row["share_least"]):
        return Cell(printing.DASH)
    return Cell(printing.span(*(number.value for number in numbers), inputs.tables.decimals, inputs.style), numbers)
