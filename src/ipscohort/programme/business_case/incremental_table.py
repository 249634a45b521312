"""What IPS costs and brings more than the comparator, from each perspective: differences, the ratio where there is one, break-even."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from ipscohort.config.business_case import SOCIETAL
from ipscohort.display import printing
from ipscohort.display.business_case import WORK_IS_OUTCOME
from ipscohort.display.numbers import Cell, Number, source
from ipscohort.programme.business_case import cells
from ipscohort.programme.business_case.inputs import Inputs
from ipscohort.programme.business_case.ledger import LEFT_OUT
from ipscohort.tables.content import Column, Row, RowGroup, Table
from ipscohort.tables.summaries import count_cell, plain
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
IN_SAMPLES = later("{where}: {share}%")
LOWER, HIGHER, SAME = later("lower cost"), later("higher cost"), later("no difference in cost")
SHARES = later(
    "Where it lies: first the estimates, with the percent of the bootstrap samples that lie there too; then where the other samples lie."
)
DOMINATES = later("IPS dominates: more of the outcome at no higher cost; IPS is dominated: no more of the outcome at a higher cost.")
EVEN = later("Break-even: days worked per person without IPS below which, or above which, it costs less with IPS.")
EVENS = {"below": later("less below {days}"), "above": later("less above {days}")}
WORK = {"left_out": later("{who}, without the value of work"), "counted": later("{who}, with the value of work: sensitivity")}


def incremental_table(inputs: Inputs) -> Table:
    """A group per outcome, a row per perspective."""
    rows, ci = inputs.found.differences, inputs.style.enclosed(inputs.ci)
    columns = (
        Column(say("Persons")),
        Column(say("Difference in cost per person {ci}", ci=ci)),
        *([Column(say(cells.STILL_DUE))] if cells.has_still_due(inputs) else []),
        Column(say("Difference in the outcome per person {ci}", ci=ci)),
        Column(say("Cost per unit of the outcome {ci}", ci=ci)),
        Column(say("Where it lies"), text=True),
        Column(say("Break-even, days without IPS")),
    )
    groups = tuple(
        RowGroup(say(OUTCOMES[str(outcome)]), tuple(_row(inputs, row) for row in of.to_dict("records")))
        for outcome, of in rows.groupby("outcome", sort=False)
    )
    left_out = [say(WORK_IS_OUTCOME)] if rows["value_of_work"].eq(LEFT_OUT).any() else []
    notes = (
        *cells.on_comparator(inputs),
        *left_out,
        *cells.on_money(inputs),
        say(cells.OF_ALL),
        say(cells.SIGN),
        *cells.on_still_due(inputs),
        say(SHARES),
        say(DOMINATES),
        *(() if inputs.case.comparator.by_level else (say(EVEN),)),
    )
    notes = (*notes, cells.on_limits(inputs), *cells.on_people(inputs))
    return Table(NAME, say("Against the comparator"), say("Perspective"), columns, groups, notes, inputs.synthetic)


def _row(inputs: Inputs, row: dict[str, Any]) -> Row:
    keys = {name: row[name] for name in ("perspective", "outcome", "value_of_work")}
    where, decimals = partial(source, "business_case_differences", **keys), inputs.tables.estimate_decimals
    apart = printing.absent(row["quadrant"])  # the outcome does not stand beside the cost
    found = (
        count_cell(row["n"], where("n"), style=inputs.style),
        cells.with_limits(inputs, row, ("cost", "cost_low", "cost_high"), where),
        *cells.still_due(inputs, row, where),
        Cell(printing.DASH) if apart else _effect(inputs, row["outcome"], decimals),
        cells.with_limits(inputs, row, ("ratio", "ratio_low", "ratio_high"), where, 0 if row["outcome"] == "job_obtained" else decimals),
        _lies(inputs, row, where),
        _even(inputs, row, where),
    )
    more = (*cells.of_payer(inputs, row["perspective"]), *cells.with_open(inputs, row, "cost_with_open", where))
    notes = (*cells.warned(row, where, ("n", "n_concerned", "n_unpriced", "cost", "effect")), *more, *cells.assumed(row, where, ("n",)))
    return Row(cells.marked(whose(inputs, row), row), found, notes=notes)


def whose(inputs: Inputs, row: Mapping[str, Any]) -> str:
    """A perspective; of the societal one, whether the value of work is in the cost."""
    whom = inputs.whom(row["perspective"])
    return say(WORK[row["value_of_work"]], who=whom) if row["perspective"] == SOCIETAL and row["value_of_work"] in WORK else whom


def _lies(inputs: Inputs, row: dict[str, Any], where: partial) -> Cell:
    """The quadrant of the estimates and the share of the samples that lie in it, then the others with theirs; where the work is in the cost, whether
    it is lower.
    """
    if printing.absent(row["quadrant"]):
        places, first = {"cheaper": LOWER, "dearer": HIGHER}, "cheaper" if row["cost"] < 0 else "dearer" if row["cost"] > 0 else "same"
    else:
        places, first = {name: text for name, text in QUADRANTS.items() if name != "equal"}, row["quadrant"]
    said, numbers = [] if first in places else [say(SAME)], []
    for name in sorted(places, key=lambda name: name != first):
        share = row[f"share_{name}"]
        if printing.absent(share):
            said += [say(places[name])] if name == first else []
        elif name == first or share > 0:
            said.append(say(IN_SAMPLES, where=say(places[name]), share=printing.percent(share, 1, 0, inputs.style)))
            numbers.append(Number("percent", 100 * plain(share), where(f"share_{name}").read_as("100 * {}")))
    return Cell("; ".join(said), tuple(numbers))


def _even(inputs: Inputs, row: dict[str, Any], where: partial) -> Cell:
    """On which side of which number of days it costs less."""
    if printing.absent(row["break_even"]):
        return Cell(printing.DASH)
    days = printing.number(row["break_even"], inputs.tables.decimals, style=inputs.style)
    return Cell(say(EVENS[row["break_even_side"]], days=days), (Number("break even", plain(row["break_even"]), where("break_even")),))


def _effect(inputs: Inputs, outcome: str, decimals: int) -> Cell:
    """The outcome's difference, which is the same from every perspective."""
    row = inputs.found.outcomes[inputs.found.outcomes["outcome"].eq(outcome)].iloc[0].to_dict()
    where = partial(source, "business_case_outcomes", outcome=outcome)
    shown = inputs.tables.decimals if outcome == "days_worked" else decimals
    return cells.with_limits(inputs, row, ("difference", "low", "high"), where, shown)
