"""Net benefit, and the share of the samples in which IPS is worth its cost, by what another unit of the outcome is worth."""

from __future__ import annotations

from functools import partial
from typing import Any

from ipscohort.display import printing
from ipscohort.display.business_case import WORK_IS_OUTCOME
from ipscohort.display.numbers import source
from ipscohort.programme.business_case import cells
from ipscohort.programme.business_case.frames import TWICE
from ipscohort.programme.business_case.incremental_table import OUTCOMES
from ipscohort.programme.business_case.inputs import Inputs
from ipscohort.tables.content import Column, Row, RowGroup, Table
from ipscohort.tables.summaries import count_cell, footnotes, number_cell
from ipscohort.words import later, say

NAME = "business_case_worth"
BENEFIT = later("Net benefit: worth times difference in the outcome, less difference in cost; above 0: worth its cost.")
SAMPLES = later("Samples: percent of the bootstrap samples with a net benefit above 0.")

NO_SAMPLES = later("No bootstrap samples: fewer than 5 persons")


def worth_table(inputs: Inputs) -> Table:
    """A row per worth, for the perspective and the outcome of the settings; without rows where the value of the work is in the cost."""
    case, ci = inputs.case, inputs.style.enclosed(inputs.ci)
    rows = inputs.found.acceptability
    rows = rows[rows["perspective"].eq(case.perspective)].to_dict("records")
    columns = (Column(say("Persons")), Column(say("Net benefit per person {ci}", ci=ci)), Column(say("Samples, %")))
    point = inputs.point
    why = TWICE if point.twice else cells.OF_SOME if point.of_some else cells.OF_MARGIN if point.of_margin else NO_SAMPLES
    absent = () if rows else footnotes(say(why))
    left_out = (say(WORK_IS_OUTCOME),) if inputs.left_out else ()
    whose = (say("Perspective: {who}.", who=inputs.whom(case.perspective)), say("Outcome: {outcome}.", outcome=say(OUTCOMES[case.outcome])))
    notes = (*whose, *absent, say(BENEFIT), say(SAMPLES), *left_out)
    notes = (
        *notes,
        *cells.on_comparator(inputs),
        *cells.on_money(inputs),
        cells.on_limits(inputs),
        *cells.on_people(inputs, case.perspective),
    )
    groups = (RowGroup("", tuple(_row(inputs, row) for row in rows)),)
    return Table(
        NAME, say("Net benefit against the comparator"), say("Worth of a unit of the outcome"), columns, groups, notes, inputs.synthetic
    )


def _row(inputs: Inputs, row: dict[str, Any]) -> Row:
    keys = {name: row[name] for name in ("perspective", "outcome", "worth")}
    where = partial(source, "business_case_acceptability", **keys)
    found = (
        count_cell(row["n"], where("n"), style=inputs.style),
        cells.with_limits(inputs, row, ("net_benefit", "net_benefit_low", "net_benefit_high"), where),
        number_cell(100 * row["share"], 0, "percent", where("share").read_as("100 * {}"), style=inputs.style),
    )
    return Row(cells.marked(printing.short(row["worth"], inputs.style), row), found, notes=cells.assumed(row, where, ("n",)))
