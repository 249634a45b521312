"""All regressions in one table: what is read of each, crude beside adjusted. What else a kind of model gives is in its own table."""

from __future__ import annotations

from ipscohort.catalogue.exhibits import REGRESSIONS
from ipscohort.config.analysis import Regression
from ipscohort.display.naming import Naming, level_word
from ipscohort.models.families import FAMILIES
from ipscohort.tables.content import Column, Row, RowGroup, Table, absent_table
from ipscohort.tables.inputs import TableInputs
from ipscohort.tables.regressions import ADJUSTMENTS, Block, group_label, reference_label, shared_notes
from ipscohort.words import say

SHOWN = ("crude", "adjusted")


def build(inputs: TableInputs) -> Table:
    """A group of rows for each regression, whose heading says what its estimate is."""
    title, regressions = say("Regressions of the outcomes on each exposure"), inputs.models.regressions
    if not regressions:
        return absent_table(REGRESSIONS, title, say("The settings declare no regressions."), inputs.synthetic)
    adjustments = [adjustment for adjustment in SHOWN if adjustment in set(inputs.fits["adjustment"])]
    columns = tuple(column for adjustment in adjustments for column in _columns(inputs, adjustment))
    groups = tuple(RowGroup(heading(inputs, r), tuple(_rows(inputs, name, r, adjustments))) for name, r in regressions.items())
    return Table(REGRESSIONS, title, say("Exposure"), columns, groups, _notes(inputs), inputs.synthetic)


def _columns(inputs: TableInputs, adjustment: str) -> list[Column]:
    spanner, ci = say(ADJUSTMENTS[adjustment]), inputs.style.enclosed(inputs.ci)
    return [
        Column(_counted(inputs), spanner),
        Column(say("Estimate {ci}", ci=ci), spanner),
        Column(say("p"), spanner, p_values=True),
    ]


def _counted(inputs: TableInputs) -> str:
    """What is counted: as the table of a kind of model has it where all are of one kind."""
    kinds = {FAMILIES[regression.model].layout.counted for regression in inputs.models.regressions.values()}
    return say("n, or events / n") if len(kinds) > 1 else say(kinds.pop() or "n")


def heading(inputs: Naming, regression: Regression) -> str:
    """What stands above a regression's rows: its outcome, and what its estimate is."""
    effect = FAMILIES[regression.model].effect_of(regression.offset)
    return say("{outcome}: {effect}", outcome=group_label(inputs, regression), effect=effect)


def _rows(inputs: TableInputs, name: str, regression: Regression, adjustments: list[str]) -> list[Row]:
    family, rows = FAMILIES[regression.model], []
    shown = [(family.columns, f"{family.null:g}")]
    for exposure in regression.exposures or list(inputs.exposures):
        blocks = [Block(inputs, family.layout, name, exposure, adjustment, shown) for adjustment in adjustments]
        reference, *others = inputs.levels(exposure)
        rows.append(Row(inputs.label(exposure), tuple(cell for block in blocks for cell in block.model())))
        rows.append(Row(reference_label(reference), tuple(cell for block in blocks for cell in block.reference(reference)), indent=1))
        rows += [Row(level_word(level), tuple(cell for block in blocks for cell in block.level(level)), indent=1) for level in others]
    return rows


def _notes(inputs: TableInputs) -> tuple[str, ...]:
    return (
        say("Estimate: what the heading of its outcome says. Before a slash: events, or what was counted."),
        *shared_notes(inputs, inputs.models.regressions),
        say(
            "Coefficients, further limits, and crude estimates on the persons of the adjusted model stand in the table of each kind of regression."
        ),
    )
