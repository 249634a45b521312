"""Each exposure alone and in one model with the others: how much of what it goes with it has in common with them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ipscohort.catalogue.adjustments import ADJUSTED, ALONE, CRUDE, MUTUAL
from ipscohort.config.analysis import Regression
from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Cell, Note, Number, tell
from ipscohort.models.families import FAMILIES
from ipscohort.tables.content import Column, Row, RowGroup, Table, absent_table
from ipscohort.tables.inputs import TableInputs, source
from ipscohort.tables.merged_regressions import heading
from ipscohort.tables.regressions import Block, reference_label
from ipscohort.tables.summaries import footnotes, plain
from ipscohort.words import later, say

NAME = "mutual_adjustment"
TITLE = later("Each exposure alone, and in one model with the others")
HEADINGS = {
    CRUDE: later("Alone"),
    ADJUSTED: later("Adjusted, alone"),
    ALONE: later("The same, on the persons of the model with all"),
    MUTUAL: later("All exposures in one model"),
}


def build(inputs: TableInputs) -> Table:
    """A group of rows for each regression of several exposures."""
    fits = inputs.fits
    chosen = {name: r for name, r in inputs.models.regressions.items() if (fits["model"].eq(name) & fits["adjustment"].eq(MUTUAL)).any()}
    if not chosen:
        why = say("No regression has several exposures that can stand in one model, or the settings ask for none.")
        return absent_table(NAME, say(TITLE), why, inputs.synthetic)
    columns = tuple(column for shown in _shown(inputs, chosen) for column in _columns(inputs, HEADINGS[shown]))
    groups = tuple(RowGroup(heading(inputs, r), tuple(_rows(inputs, name, r, _shown(inputs, chosen)))) for name, r in chosen.items())
    return Table(NAME, say(TITLE), say("Exposure"), columns, groups, _notes(inputs, chosen), inputs.synthetic)


def _shown(inputs: TableInputs, chosen: dict[str, Regression]) -> list[str]:
    """The adjusted model, or the crude one without confounders; on the same persons where those are others; all exposures together."""
    fits = inputs.fits[inputs.fits["model"].isin(chosen)]
    alone = ADJUSTED if fits["adjustment"].eq(ADJUSTED).any() else CRUDE
    n = fits.pivot(index=["model", "exposure"], columns="adjustment", values="n")
    return [alone, *([ALONE] if (n[alone] != n[ALONE]).any() else []), MUTUAL]


def _columns(inputs: TableInputs, spanner: str) -> tuple[Column, ...]:
    said = say(spanner)
    estimate = say("Estimate {ci}", ci=inputs.style.enclosed(inputs.ci))
    return Column(say("n, or events / n"), said), Column(estimate, said), Column(say("p"), said, p_values=True)


def _rows(inputs: TableInputs, name: str, regression: Regression, shown: list[str]) -> Iterator[Row]:
    family = FAMILIES[regression.model]
    read = [(family.columns, f"{family.null:g}")]
    for exposure in regression.exposures or list(inputs.exposures):
        blocks = [Block(inputs, family.layout, name, exposure, adjustment, read) for adjustment in shown]
        reference, *others = inputs.levels(exposure)
        yield Row(inputs.label(exposure), tuple(cell for block in blocks for cell in block.model()))
        yield Row(reference_label(reference), tuple(cell for block in blocks for cell in block.reference(reference)), indent=1)
        for level in others:
            yield Row(level_word(level), tuple(cell for block in blocks for cell in block.level(level)), indent=1)


def _notes(inputs: TableInputs, chosen: dict[str, Regression]) -> tuple[str, ...]:
    exposures = [e for r in chosen.values() for e in (r.exposures or inputs.exposures)]
    return (
        say(
            "Estimate: what the heading of its outcome says. One model holds the confounders and all exposures; the others are fitted for each exposure. "
            "An estimate that stays as it is when the others come in does not stand for them."
        ),
        *(note for row in inputs.associations.to_dict("records") if (note := association(inputs, row))),
        *inputs.caveats(exposures),
        *filter(None, [inputs.workers_only(chosen.values())]),
    )


def association(inputs: TableInputs, row: dict) -> str:
    """How far two exposures go together: 'Experience and Funding: phi 0.01, chi-squared p = 0.92, n = 102.'"""
    place = partial(source, "associations", exposure=row["exposure"], other=row["other"])
    named = {"one": inputs.label(row["exposure"]), "other": inputs.label(row["other"])}
    n = Cell(printing.count(row["n"], inputs.style), (Number("n", plain(row["n"]), place("n")),))
    if printing.absent(row["cramers_v"]):
        return tell("{one} and {other}: {why}", why=footnotes(row["warning"])[0], **named)
    measure = "cramers_v" if printing.absent(row["phi"]) else "phi"
    said = tell(
        "{one} and {other} of all persons analysed: {what} {value}, chi-squared p {p}, n = {n}.",
        what=say("Cramer's V") if measure == "cramers_v" else say("correlation (phi)"),
        value=_number(inputs, row, measure, place),
        p=Cell(printing.p_value(row["p_value"], inputs.style), (Number("p", plain(row["p_value"]), place("p_value")),)),
        n=n,
        **named,
    )
    return said if printing.absent(row["warning"]) else tell("{said} {more}", said=said, more=footnotes(row["warning"])[0])


def _number(inputs: TableInputs, row: dict, column: str, place: partial) -> Note:
    value = plain(row[column])
    text = printing.number(value, inputs.tables.estimate_decimals, style=inputs.style)
    return Note(Cell(text, (Number(column.replace("_", " "), value, place(column)),)))
