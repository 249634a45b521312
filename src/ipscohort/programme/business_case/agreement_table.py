"""The agreement on savings as a table: what each stakeholder saves without it, pays in, gets back, and saves with it."""

from __future__ import annotations

from functools import partial
from typing import Any

from ipscohort.config.business_case import FUNDING_PAID, SOCIETAL
from ipscohort.display.numbers import source
from ipscohort.programme.business_case import cells
from ipscohort.programme.business_case.inputs import Inputs
from ipscohort.tables.content import Column, Row, RowGroup, Table
from ipscohort.tables.summaries import count_cell
from ipscohort.words import later, say

NAME = "business_case_agreement"
COLUMNS = {
    "before": later("Saved without the agreement {ci}"),
    "invested": later("Investment"),
    "into_pool": later("Into the pool"),
    "repaid": later("Repaid"),
    "share": later("Share of the rest"),
    "made_up": later("Made up for"),
    "after": later("Saved with the agreement {ci}"),
}
RULE = later(
    "What {savers} pay less than without IPS, the investment ({invested}) left out, makes up the pool; who invests is repaid first, in proportion to the "
    "investment; the rest goes {shares}; a pool below 0 is made up for by {bearer}."
)
BY_SCHEMES = later("what the funding schemes paid, each payment discounted from its day")
INVESTED_OPEN = later("Investment with payments that are not known or can still fall due at their most: {amount}.")
AFTER_OPEN = later("Saved with the agreement, with payments that are not known or can still fall due at their most: {amount}.")
NO_SAVING = later("What a saver receives from others is no saving.")
ALL = later("Differences from the comparator of all persons counted together, discounted.")
SIGN = later("Above 0: saved; below 0: a cost.")
WITHIN = later("What is paid within the agreement adds up to 0.")


def agreement_table(inputs: Inputs) -> Table:
    """A row per stakeholder, and the sums."""
    ci = inputs.style.enclosed(inputs.ci)
    still_due = [Column(say(cells.STILL_DUE))] if cells.has_still_due(inputs) else []
    columns = (Column(say("Persons")), *(Column(say(text, ci=ci)) for text in COLUMNS.values()), *still_due)
    groups = (RowGroup("", tuple(_row(inputs, row) for row in inputs.found.shared.to_dict("records"))),)
    notes = (
        _rule(inputs),
        *map(say, (NO_SAVING, ALL, SIGN, WITHIN)),
        *cells.on_still_due(inputs),
        *cells.on_comparator(inputs),
        *cells.on_money(inputs),
        cells.on_limits(inputs),
        *cells.on_people(inputs),
    )
    return Table(
        NAME, say("Agreement on savings: difference from the comparator"), say("Stakeholder"), columns, groups, notes, inputs.synthetic
    )


def _rule(inputs: Inputs) -> str:
    rule, whom = inputs.case.shared_savings, inputs.whom
    shares = ", ".join(say("{percent}% to {who}", percent=f"{100 * share:g}", who=whom(name)) for name, share in rule.shares.items())
    costs = inputs.case.costs
    invested = "; ".join(say(BY_SCHEMES) if name == FUNDING_PAID else costs[name].label for name in rule.invested)
    savers = ", ".join(map(whom, rule.savers))
    return say(RULE, savers=savers, invested=invested, shares=shares, bearer=whom(rule.losses_borne_by))


def _row(inputs: Inputs, row: dict[str, Any]) -> Row:
    where = partial(source, "business_case_shared", perspective=row["perspective"])
    found = [
        cells.with_limits(inputs, row, (name, f"{name}_low", f"{name}_high"), where)
        if name in ("before", "after")
        else cells.money(inputs, row[name], name.replace("_", " "), where(name))
        for name in COLUMNS
    ]
    found += cells.still_due(inputs, row, where)
    more = (
        *cells.with_open(inputs, row, "invested_with_open", where, INVESTED_OPEN),
        *cells.with_open(inputs, row, "after_with_open", where, AFTER_OPEN),
    )
    notes = (*cells.warned(row, where, ("n", "into_pool", "invested")), *more, *cells.assumed(row, where, ("n",)))
    return Row(
        cells.marked(_whom(inputs, row["perspective"]), row), (count_cell(row["n"], where("n"), style=inputs.style), *found), notes=notes
    )


def _whom(inputs: Inputs, perspective: str) -> str:
    """A stakeholder, or all of them: with the value of work, which is money of who receives it, where there is one."""
    if perspective != SOCIETAL:
        return inputs.whom(perspective)
    work = any(one.of_work for one in inputs.case.costs.values())
    return say("All stakeholders, with the value of work") if work else say("All stakeholders")
