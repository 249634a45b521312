"""What IPS costs and brings more than the comparator, from each perspective: differences, the ratio where there is one, break-even."""

from __future__ import annotations

from functools import partial
from typing import Any

from ipscohort.display import printing
from ipscohort.display.numbers import Cell, Number, quoted, source
from ipscohort.programme.business_case import cells
from ipscohort.programme.business_case.inputs import Inputs
from ipscohort.tables.content import Column, Row, RowGroup, Table
from ipscohort.tables.summaries import count_cell, number_cell, plain
from ipscohort.words import later, say

NAME = "business_case_incremental"
QUADRANTS = {
    "more_for_more": later("more, at a higher cost"),
    "less_for_less": later("less, at a lower cost"),
    "dominates": later("IPS dominates"),
    "dominated": later("IPS is dominated"),
    "equal": later("no difference"),
}
OUTCOMES = {"days_worked": later("Days worked"), "job_obtained": later("Persons who obtained a job")}
COMPARED = later("Comparator, per person without IPS: {days} days worked{share}.")
SHARE = later(", share who obtain a job {share}")
EVENLY = later("Work without IPS lies evenly over follow-up: assumption.")
SHARES = later(
    "Bootstrap samples: percent with more of the outcome at a higher cost / less at a lower cost / IPS dominates / IPS is dominated."
)
EVEN = later("Break-even: days worked per person without IPS at which the difference in cost is 0.")
OBSERVED = later("The comparator is no randomised control: differences may be those of the persons, not of IPS.")


def incremental_table(inputs: Inputs) -> Table:
    """A group per outcome, a row per perspective."""
    rows, ci = inputs.found.differences, inputs.style.enclosed(inputs.ci)
    columns = (
        Column(say("Persons")),
        Column(say("Difference in cost per person {ci}", ci=ci)),
        Column(say("Difference in the outcome per person {ci}", ci=ci)),
        Column(say("Where it lies"), text=True),
        Column(say("Cost per unit of the outcome {ci}", ci=ci)),
        Column(say("Bootstrap samples, %")),
        Column(say("Break-even, days")),
    )
    groups = tuple(
        RowGroup(say(OUTCOMES[str(outcome)]), tuple(_row(inputs, row) for row in of.to_dict("records")))
        for outcome, of in rows.groupby("outcome", sort=False)
    )
    notes = (_comparator(inputs), say(EVENLY), say(OBSERVED), *cells.on_money(inputs), say(cells.SIGN), say(SHARES), say(EVEN))
    notes = (*notes, cells.on_limits(inputs), *cells.on_people(inputs))
    return Table(NAME, say("Against the comparator"), say("Perspective"), columns, groups, notes, inputs.synthetic)


def _comparator(inputs: Inputs) -> str:
    found, numbers = inputs.case.comparator, []
    for name in ("days_worked", "share_employed"):
        one = getattr(found, name)
        numbers += [Number("amount", one.amount, source("business_case_inputs", "amount", input=f"comparator.{name}"))] if one else []
    share = found.share_employed
    more = say(SHARE, share=printing.short(share.amount, inputs.style)) if share else ""
    return quoted(say(COMPARED, days=printing.short(found.days_worked.amount, inputs.style), share=more), numbers)


def _row(inputs: Inputs, row: dict[str, Any]) -> Row:
    where = partial(source, "business_case_differences", perspective=row["perspective"], outcome=row["outcome"])
    decimals = inputs.tables.estimate_decimals
    found = (
        count_cell(row["n"], where("n"), style=inputs.style),
        cells.with_limits(inputs, row, ("cost", "cost_low", "cost_high"), where),
        _effect(inputs, row["outcome"], decimals),
        Cell(say(QUADRANTS[row["quadrant"]])),
        cells.with_limits(inputs, row, ("ratio", "ratio_low", "ratio_high"), where, 0 if row["outcome"] == "job_obtained" else decimals),
        _samples(inputs, row, where),
        number_cell(row["break_even"], inputs.tables.decimals, "break even", where("break_even"), style=inputs.style),
    )
    notes = (*cells.warned(row, where, ("n", "cost", "effect")), *cells.assumed(row, where, ("n",)))
    return Row(cells.marked(inputs.whom(row["perspective"]), row), found, notes=notes)


def _effect(inputs: Inputs, outcome: str, decimals: int) -> Cell:
    """The outcome's difference, which is the same from every perspective."""
    row = inputs.found.outcomes[inputs.found.outcomes["outcome"].eq(outcome)].iloc[0].to_dict()
    where = partial(source, "business_case_outcomes", outcome=outcome)
    shown = inputs.tables.decimals if outcome == "days_worked" else decimals
    return cells.with_limits(inputs, row, ("difference", "low", "high"), where, shown)


def _samples(inputs: Inputs, row: dict[str, Any], where: partial) -> Cell:
    names = [f"share_{name}" for name in ("more_for_more", "less_for_less", "dominates", "dominated")]
    if printing.absent(row[names[0]]):
        return Cell(printing.DASH)
    text = " / ".join(printing.percent(row[name], 1, 0, inputs.style) for name in names)
    numbers = tuple(Number("percent", 100 * plain(row[name]), where(name).read_as("100 * {}")) for name in names)
    return Cell(text, numbers)
