"""What stands beside an estimate: its absolute difference, and what it is with the other exposures in the same model."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from ipscohort.catalogue.adjustments import ALONE, MUTUAL
from ipscohort.config.analysis import Regression
from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Cell, Note, Number, source, tell, together
from ipscohort.display.phrasing import joined
from ipscohort.models.families import FAMILIES
from ipscohort.report.absolute import unit_of
from ipscohort.report.inputs import ReportInputs
from ipscohort.tables.summaries import count_cell, interval_cell, plain
from ipscohort.words import later, say

PERCENT_DECIMALS = 1
NAMES = ("estimate", "conf_low", "conf_high")
OF_RISKS = later("{here}% in {level}, {there}% in {reference}: a difference of {difference} percentage points ({ci} {limits})")
OF_MEANS = later("{here} in {level}, {there} in {reference}: a difference of {difference} {unit} ({ci} {limits})")


def in_absolute_terms(inputs: ReportInputs, regression: Regression, model: str, exposure: str, adjustment: str) -> Note:
    """'Standardised to the persons in the model: 60% in second half, 33% in first half: a difference of ...'; empty where there is none."""
    expected = FAMILIES[regression.model].expected
    if expected is None or regression.offset:  # rates stand in the table, with their own decimals
        return Note()
    key = {"model": model, "exposure": exposure, "adjustment": adjustment, "approach": expected.approaches[0]}
    found = _standardised(inputs, key)
    reference, *others = inputs.levels(exposure)
    said = [_said(inputs, regression, found, key, level, reference) for level in others if ("difference", level) in found]
    if not said:
        return Note()
    head = later("Standardised to the persons in the model{how}: {found}")
    return tell(head, how=say(", by least squares of the outcome itself") if expected.smeared else "", found=together(said, "; "))


def difference_includes_none(
    inputs: ReportInputs, regression: Regression, model: str, exposure: str, adjustment: str, level: str
) -> bool | None:
    """Whether the interval of a level's absolute difference, as the findings give it, includes 0; None where there is none."""
    expected = FAMILIES[regression.model].expected
    if expected is None or regression.offset:
        return None
    key = {"model": model, "exposure": exposure, "adjustment": adjustment, "approach": expected.approaches[0]}
    row = _standardised(inputs, key).get(("difference", level))
    if row is None or printing.absent(row["conf_low"]) or printing.absent(row["conf_high"]):
        return None
    return bool(row["conf_low"] <= 0 <= row["conf_high"])


def _standardised(inputs: ReportInputs, key: dict[str, str]) -> dict[tuple[str, str], dict[str, Any]]:
    """Measure and level -> the row of the standardised estimates that a key names, of those that have an estimate."""
    frame = inputs.standardised
    rows = frame[frame[list(key)].eq(list(key.values())).all(axis=1) & frame["estimate"].notna()]
    return {(row["measure"], row["level"]): row for row in rows.to_dict("records")}


def _said(
    inputs: ReportInputs,
    regression: Regression,
    found: dict[tuple[str, str], dict[str, Any]],
    key: dict[str, str],
    level: str,
    reference: str,
) -> Note:
    risks = FAMILIES[regression.model].outcome == "yes_no"
    scale, decimals = (100.0, PERCENT_DECIMALS) if risks else (1.0, inputs.settings.tables.decimals)

    def cell(measure: str, at: str, columns: tuple[str, ...] = ("estimate",)) -> Cell:
        row, place = found[measure, at], partial(source, "standardised", **key, measure=measure, level=at)
        values = [scale * plain(row[name]) for name in columns]
        form = "100 * {}" if risks else "{}"
        numbers = tuple(Number(name, value, place(name).read_as(form)) for name, value in zip(columns, values, strict=True))
        text = printing.interval if len(values) > 1 else printing.number
        return Cell(text(*values, decimals, style=inputs.style), numbers)

    parts = {"here": cell("mean", level), "there": cell("mean", reference), "difference": cell("difference", level)}
    named = {"level": level_word(level), "reference": level_word(reference), "ci": inputs.ci, "unit": unit_of(inputs, regression)}
    return tell(OF_RISKS if risks else OF_MEANS, limits=cell("difference", level, NAMES[1:]), **parts, **named)


def with_others(inputs: ReportInputs, regression: Regression, model: str, exposure: str, alone: str) -> Note:
    """'With Funding in the same model 4.40 (1.54 to 12.58), n = 94'; and without it on the same persons, where these are others."""
    fits = inputs.fits
    mine = fits[fits["model"].eq(model) & fits["exposure"].eq(exposure)].set_index("adjustment")
    if MUTUAL not in mine.index:
        return Note()
    others = [name for name in str(mine.loc[MUTUAL, "confounders"]).split(";") if name in inputs.exposures]
    said = list(_estimates(inputs, regression, {"model": model, "exposure": exposure}, MUTUAL))
    if not said:
        return Note()
    text = tell(later("With {others} in the same model {found}"), others=joined(map(inputs.label, others)), found=together(said, "; "))
    same = list(_estimates(inputs, regression, {"model": model, "exposure": exposure}, ALONE))
    if not same or mine.loc[ALONE, "n"] == mine.loc[alone, "n"]:
        return text
    beside = later("without, on the same persons, {found}")
    return together([text, tell(beside, found=together(same, "; "))], "; ")


def _estimates(inputs: ReportInputs, regression: Regression, key: dict[str, str], adjustment: str) -> Iterator[Note]:
    """The estimate of each level with its limits and n."""
    key = {**key, "adjustment": adjustment}
    frame, family = inputs.estimates, FAMILIES[regression.model]
    rows = frame[frame[list(key)].eq(list(key.values())).all(axis=1)].set_index("level", drop=False)
    levels = inputs.levels(key["exposure"])[1:]
    for level in levels:
        if level not in rows.index or printing.absent(rows.loc[level, family.columns[0]]):
            continue
        row, where = rows.loc[level], partial(source, "estimates", **key, level=level)
        interval = interval_cell(row, family.columns, inputs.settings.tables, where)
        n = count_cell(row["n"], where("n"), style=inputs.style)
        yield together([f"{level_word(level)}: " if len(levels) > 1 else "", Note(interval, ", n = ", n)])
