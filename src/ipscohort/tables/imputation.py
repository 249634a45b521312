"""Estimates with missing confounders and exposures imputed, beside those of complete cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from ipscohort.catalogue.adjustments import ADJUSTED, CRUDE, MUTUAL
from ipscohort.config.analysis import Regression
from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Cell, Number, Source, tell
from ipscohort.models.families import FAMILIES
from ipscohort.models.families.base import Family
from ipscohort.tables.absolute_differences import PERCENT_DECIMALS, RATE_DECIMALS
from ipscohort.tables.content import Column, Row, RowGroup, Table, absent_table
from ipscohort.tables.inputs import TableInputs, source
from ipscohort.tables.merged_regressions import heading
from ipscohort.tables.regressions import Block
from ipscohort.tables.summaries import count_cell, footnotes, interval_cell, number_cell, numbers_of, p_cell, plain
from ipscohort.words import later, say

NAME = "imputation"
TITLE = later("Missing confounders and exposures imputed, beside complete cases")
COMPLETE, IMPUTED = later("Complete cases"), later("Missing values imputed")
ROWS = {
    CRUDE: later("{exposure}, crude"),
    ADJUSTED: later("{exposure}, adjusted"),
    MUTUAL: later("{exposure}, in one model with the others"),
}
"""Adjustment -> an exposure's own row."""
OF_COEFFICIENT = (
    later("Degrees of freedom of the coefficient (of a ratio: its logarithm)"),
    later("Share of the variance of the coefficient from missing values (lambda), %"),
    later("Monte Carlo error of the coefficient"),
)
"""What belongs to the coefficient that is pooled, such as a log odds ratio, and not to the ratio or the absolute difference beside it."""
COEFFICIENT_DECIMALS = 3
HANGS_ON = (
    *("n", "n_events", "n_level", "n_events_level", "n_complete", "n_imputed", "events_per_coefficient"),
    *("missing_share", "monte_carlo", "m"),
)
"""Columns of IMPUTED on which its warnings hang."""
DIFFERENCE = ("difference", "difference_low", "difference_high")


def build(inputs: TableInputs) -> Table:
    """A group of rows for each regression: each model with its levels."""
    rows = inputs.imputed.to_dict("records")
    chosen = {name: r for name, r in inputs.models.regressions.items() if any(row["model"] == name for row in rows)}
    if not chosen:
        return absent_table(NAME, say(TITLE), say("The settings declare no regressions."), inputs.synthetic)
    groups = tuple(RowGroup(heading(inputs, r), tuple(_rows(inputs, name, r))) for name, r in chosen.items())
    return Table(NAME, say(TITLE), say("Exposure"), _columns(inputs), groups, _notes(inputs, chosen), inputs.synthetic)


def _columns(inputs: TableInputs) -> tuple[Column, ...]:
    ci = inputs.style.enclosed(inputs.ci)
    counted, estimate, difference = say("n, or events / n"), say("Estimate {ci}", ci=ci), say("Absolute difference {ci}", ci=ci)
    own = (say("Persons imputed"), *map(say, OF_COEFFICIENT))
    return (
        *(Column(label, say(COMPLETE)) for label in (counted, estimate)),
        Column(say("p"), say(COMPLETE), p_values=True),
        *(Column(label, say(IMPUTED)) for label in (counted, estimate)),
        Column(say("p"), say(IMPUTED), p_values=True),
        *(Column(label, say(IMPUTED)) for label in (difference, *own)),
    )


def _rows(inputs: TableInputs, name: str, regression: Regression) -> Iterator[Row]:
    family = FAMILIES[regression.model]
    for exposure in regression.exposures or list(inputs.exposures):
        for adjustment in ROWS:
            found = rows_of(inputs, model=name, exposure=exposure, adjustment=adjustment)
            if not found:
                continue
            beside = Block(inputs, family.layout, name, exposure, adjustment, [(family.columns, f"{family.null:g}")])
            label = say(ROWS[adjustment], exposure=inputs.label(exposure))
            yield Row(label, (*_plain(beside.heading()), *_model(inputs, found[0], bool(family.layout.counted))))
            for row in found:
                against = {"level": level_word(row["level"]), "reference": level_word(row["reference"])}
                cells = (*_plain(beside.level(row["level"])), *_level(inputs, row, family))
                yield Row(say("{level} against {reference}", **against), cells, indent=1)


def _plain(cells: list[Cell]) -> list[Cell]:
    """Cells of complete cases without their footnotes, which stand in the tables of regressions."""
    return [replace(cell, notes=()) if cell.text != printing.DASH else cell for cell in cells]


def rows_of(inputs: TableInputs, **where: str) -> list[dict[str, Any]]:
    """The rows of IMPUTED of one model."""
    return [row for row in inputs.imputed.to_dict("records") if all(row[name] == value for name, value in where.items())]


def place_of(row: dict[str, Any]) -> partial[Source]:
    """The source of a column of a row of IMPUTED."""
    return partial(source, "imputed", **{name: row[name] for name in ("model", "exposure", "adjustment", "level")})


def _counts(inputs: TableInputs, row: dict[str, Any], counted: bool, suffix: str = "") -> Cell:
    """'47 / 103': events and persons, or persons alone; of a level (suffix) the mean over data sets, whole where the exposure is complete."""
    names = (
        *((("events", f"n_events{suffix}"),) if counted and not printing.absent(row[f"n_events{suffix}"]) else ()),
        ("n", f"n{suffix}"),
    )
    place, values = place_of(row), [plain(row[name]) for _, name in names]
    numbers = tuple(Number(said, value, place(name)) for (said, name), value in zip(names, values, strict=True))
    whole = all(value == round(value) for value in values)
    shown = [printing.count(round(value), inputs.style) if whole else printing.number(value, 1, style=inputs.style) for value in values]
    return Cell(" / ".join(shown), numbers)


def _model(inputs: TableInputs, row: dict[str, Any], counted: bool) -> tuple[Cell, ...]:
    """What holds of the whole model: persons (and events), the joint test of several levels, and how many persons have a value imputed."""
    place, style = place_of(row), inputs.style
    joint = Cell() if printing.absent(row["joint_p_value"]) else p_cell(row["joint_p_value"], place("joint_p_value"), style=style)
    imputed = count_cell(row["n_imputed"], place("n_imputed"), style=style)
    return _counts(inputs, row, counted), Cell(), joint, Cell(), imputed, Cell(), Cell(), Cell()


def _level(inputs: TableInputs, row: dict[str, Any], family: Family) -> tuple[Cell, ...]:
    """The pooled estimate of a level, its absolute difference, and what its imputation costs."""
    place, style = place_of(row), inputs.style
    counted = Cell() if printing.absent(row["n_level"]) else _counts(inputs, row, bool(family.layout.counted), "_level")
    warned = footnotes(row["warning"], numbers_of(row, HANGS_ON, place))
    if printing.absent(row["estimate"]):
        return counted, Cell(printing.DASH, notes=warned), Cell(printing.DASH), Cell(printing.DASH), Cell(), Cell(), Cell(), Cell()
    missing = Number("percent", 100 * plain(row["missing_share"]), place("missing_share").read_as("100 * {}"))
    return (
        counted,
        interval_cell(row, family.columns, inputs.tables, place, warned),
        p_cell(row["p_value"], place("p_value"), style=style),
        _difference(inputs, row, family),
        Cell(),
        number_cell(row["df"], 1, "df", place("df"), style=style),
        Cell(printing.number(missing.value, 1, style=style), (missing,)),
        number_cell(row["monte_carlo"], COEFFICIENT_DECIMALS, "monte carlo", place("monte_carlo"), style=style),
    )


def _difference(inputs: TableInputs, row: dict[str, Any], family: Family) -> Cell:
    """'27.0 (9.3 to 44.7)': of risks in percentage points; none where the estimate is that difference itself, or the family has none."""
    if printing.absent(row["difference"]) or not family.exponentiated:
        return Cell(printing.DASH)
    risk, place = family.outcome == "yes_no", place_of(row)
    decimals = PERCENT_DECIMALS if risk else RATE_DECIMALS if inputs.models.regressions[row["model"]].offset else inputs.tables.decimals
    values = [plain(row[name]) * (100 if risk else 1) for name in DIFFERENCE]
    said = zip(("percent" if risk else "estimate", "lower limit", "upper limit"), values, DIFFERENCE, strict=True)
    numbers = tuple(Number(*each, place(name).read_as("100 * {}" if risk else "{}")) for *each, name in said)
    return Cell(printing.with_interval(*values, decimals, inputs.style), numbers)


def _notes(inputs: TableInputs, chosen: dict[str, Regression]) -> tuple[str, ...]:
    exposures = [e for r in chosen.values() for e in (r.exposures or inputs.exposures)]
    m = inputs.imputed.iloc[0]
    return (
        tell(
            "Missing confounders and exposures were imputed {m} times by chained equations, from all variables of the regression, its outcome among "
            "them (of a time with an event: the event and the cumulative hazard); estimates of the imputed data sets are pooled by Rubin's rules, "
            "with Barnard and Rubin's degrees of freedom.",
            m=count_cell(m["m"], place_of(dict(m))("m"), style=inputs.style),
        ),
        say(
            "That values are missing at random, given the variables of the regression, is an assumption, which the records can't test. Who lacks the "
            "outcome is left out here too."
        ),
        say(
            "Share of the variance from missing values: lambda of R's mice. Monte Carlo error: how far the coefficient (of a ratio its logarithm) "
            "would move with another seed."
        ),
        say(
            "Absolute difference: what the model expects with everybody at that level less what it expects with everybody at the reference, averaged over the "
            "persons; of risks in percentage points. By the delta method in each imputed data set, and pooled; those of complete cases stand in the table of absolute differences."
        ),
        *_of_levels(inputs),
        say(
            "What else the estimates must be read with, and who is left out of those of complete cases, stands below the tables of regressions."
        ),
        *(_variable(inputs, chosen, row) for row in inputs.imputed_variables.to_dict("records") if row["model"] in chosen),
        *inputs.caveats(exposures),
        *filter(None, [inputs.workers_only(chosen.values())]),
    )


def _of_levels(inputs: TableInputs) -> tuple[str, ...]:
    """What the p in an exposure's own row is, and counts that are no whole numbers."""
    joint, counts = inputs.imputed["joint_p_value"].notna().any(), inputs.imputed["n_level"].dropna()
    tested = say(
        "p in an exposure's own row: joint Wald test of all its levels; of imputed data sets pooled (D1), with Reiter's degrees of freedom."
    )
    mean = say("Counts of levels that are no whole numbers are means over the imputed data sets.")
    return (*([tested] if joint and inputs.tables.p_values else []), *([mean] if (counts % 1 != 0).any() else []))


def _variable(inputs: TableInputs, chosen: dict[str, Regression], row: dict[str, Any]) -> str:
    """'Obtained competitive employment: MHI-5 imputed in 3 of 103 persons, by predictive mean matching.'"""
    place = partial(source, "imputed_variables", model=row["model"], variable=row["variable"])
    named = {"outcome": inputs.outcome_label(chosen[row["model"]]), "variable": inputs.label(row["variable"])}
    if printing.absent(row["method"]):
        return tell("{outcome}: {why}", outcome=named["outcome"], why=footnotes(row["warning"], numbers_of(row, ("n",), place))[0])
    text = later("{outcome}: {variable} imputed in {n} of {whole} persons, by {method}.")
    counts = {
        "n": count_cell(row["n_imputed"], place("n_imputed"), style=inputs.style),
        "whole": count_cell(row["n"], place("n"), style=inputs.style),
    }
    return tell(text, method=say(row["method"]), **named, **counts)
