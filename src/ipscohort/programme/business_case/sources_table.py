"""Every input with its source or marked as an assumption; and the business case with other inputs."""

from __future__ import annotations

from functools import partial
from typing import Any

from ipscohort.display import printing
from ipscohort.display.business_case import OBSERVED, WORK_IS_OUTCOME
from ipscohort.display.numbers import Cell, Number, quoted, source
from ipscohort.programme.business_case import cells
from ipscohort.programme.business_case.incremental_table import OUTCOMES
from ipscohort.programme.business_case.inputs import Inputs
from ipscohort.tables.content import Column, Row, RowGroup, Table
from ipscohort.tables.summaries import count_cell, number_cell
from ipscohort.words import later, say

SOURCES, WHAT_IF = "business_case_sources", "business_case_what_if"
GROUPS = {
    "costs": later("Costs"),
    "benefits": later("Benefits, per month"),
    "discounting": later("Discounting, per year"),
    "comparator": later("Comparator"),
}
KEPT = later("Kept: share of the benefit that is still paid while working; 0 where it stops.")
EARNED = later(
    "By earnings of {earned} in a month worked: the first {first_kept} take nothing off the benefit, and of the rest the share {kept} takes nothing off it; no more "
    "than the benefit is not paid."
)
USED = later("Used: in prices of {year}.")
NO_BENEFIT = later("Levels of {variable} without {benefit}: all others.")
CHANGES = later("Changed: {what}.")
AGAINST = later("Difference from the comparator, per person, {who}.")
GROSS_ONLY = later("Cost of the programme per person, {who}: gross, not a saving.")
OF_SCHEMES = later(
    "Payments of funding schemes are no inputs here: amount, day and condition of each, with its source or marked as an assumption, stand in the table of schemes."
)
VALUED = later("Sensitivity analysis: with the value of work in the cost, and no outcome beside it")
ONE_WAY = later("One input at a time at its lowest and its highest, all others as they are.")
NO_RATIO = later("Cost per unit: - where the difference in cost or in the outcome gives a ratio no meaning.")


def sources_table(inputs: Inputs) -> Table:
    """A group per part of the settings, a row per input."""
    columns = tuple(Column(say(text)) for text in (later("Amount"), later("Low"), later("High"), later("Used"), later("Kept")))
    columns += (Column(say("Per"), text=True), Column(say("Source, or assumption"), text=True))
    rows = inputs.found.inputs
    groups = []
    for kind, label in GROUPS.items():
        of = rows[rows["input"].str.startswith(f"{kind}.")].to_dict("records")
        groups += [RowGroup(say(label), tuple(_source(inputs, row) for row in of))] if of else []
    notes = [
        say("A source stands with its year; without one, the input is an assumption."),
        say(USED, year=inputs.case.price_year),
        say(KEPT),
    ]
    notes += [say(NO_BENEFIT, variable=one.variable, benefit=one.label) for one in inputs.case.benefits.values()]
    notes += [*cells.two_prices(inputs)]
    notes += [say(OF_SCHEMES)] if inputs.case.funding else []
    notes += [told_of(name, one) for name, one in _others(inputs)]
    notes += [say(OBSERVED), *cells.one_for_all(inputs)] if inputs.case.comparator else []
    return Table(SOURCES, say("Inputs and where they are from"), say("Input"), columns, tuple(groups), tuple(notes), inputs.synthetic)


def _others(inputs: Inputs) -> list[tuple[str, Any]]:
    case = inputs.case
    named = [
        (say("Agreement on savings"), case.shared_savings),
        (say("Price index"), case.price_index),
        (say("Payments of funding schemes"), case.funding),
    ]
    return [(name, one) for name, one in named if one is not None]


def told_of(name: str, one: Any) -> str:
    """Where something comes from, in a sentence, and what of it is assumed."""
    assumed = say("{name}, assumption: {what}.", name=name, what=one.assumption.rstrip(".")) if one.assumption else None
    sourced = say("{name}: {source} ({year}).", name=name, source=one.source, year=one.year) if one.source else None
    return " ".join(text for text in (sourced, assumed) if text)


def _source(inputs: Inputs, row: dict[str, Any]) -> Row:
    where = partial(source, "business_case_inputs", input=row["input"])
    numbers = [_plain(inputs, row[name], name, where) for name in ("amount", "low", "high", "used", "kept")]
    texts = [Cell(str(row["per"])), Cell(_from(row))]
    notes = (*cells.warned(row, where, ("amount",)), *_by_earnings(inputs, row, where), *cells.stands_for(inputs, str(row["input"])))
    return Row(str(row["label"]), (*numbers, *texts), notes=notes)


def _by_earnings(inputs: Inputs, row: dict[str, Any], where: partial) -> tuple[str, ...]:
    """How a benefit goes by earnings, where it does."""
    if printing.absent(row["earned"]):
        return ()
    said = {name: 0.0 if printing.absent(row[name]) else float(row[name]) for name in ("earned", "first_kept", "kept")}
    numbers = [Number(name.replace("_", " "), said[name], where(name)) for name in said if not printing.absent(row[name])]
    return (quoted(say(EARNED, **{name: printing.short(value, inputs.style) for name, value in said.items()}), numbers),)


def _from(row: dict[str, Any]) -> str:
    """The source with its year, and what is assumed."""
    year = "" if printing.absent(row["year"]) else str(row["year"])
    sourced = (
        [] if printing.absent(row["source"]) else [say("{source} ({year})", source=row["source"], year=year) if year else row["source"]]
    )
    assumed = [] if printing.absent(row["assumption"]) else [say(cells.ASSUMED, what=row["assumption"])]
    return "; ".join([*sourced, *assumed])


def _plain(inputs: Inputs, value: object, name: str, where: partial) -> Cell:
    """A number with the decimals that it was given with, four at most."""
    if printing.absent(value):
        return Cell()
    decimals = next((k for k in range(4) if abs(round(float(value), k) - float(value)) < 1e-9), 4)
    return number_cell(value, decimals, name, where(name), style=inputs.style)


def what_if_table(inputs: Inputs) -> Table:
    """As it is; a row per scenario; a row per input and end."""
    case, rows = inputs.case, inputs.found.varied
    compared = case.comparator is not None
    columns = (
        Column(say("Persons")),
        Column(say("Value")),
        Column(say("Difference in cost") if compared else say("Cost of the programme")),
        Column(say("Difference in the outcome") if compared else say("Outcome")),
        Column(say("Cost per unit of the outcome")),
    )
    groups = []
    kinds = (("base", ""), ("scenario", say("Scenarios")), ("one_way", say("One input at a time")), ("valued", say(VALUED)))
    for kind, label in kinds:
        of = rows[rows["kind"].eq(kind)].to_dict("records")
        groups += [RowGroup(label, tuple(_varied(inputs, row) for row in of))] if of else []
    who = inputs.whom(case.perspective)
    notes = [say(AGAINST if compared else GROSS_ONLY, who=who), say("Outcome: {outcome}.", outcome=say(OUTCOMES[case.outcome]))]
    notes += [say(WORK_IS_OUTCOME)] if inputs.left_out else []
    base = rows[rows["kind"].eq("base")].iloc[0]
    notes += [say(_apart(inputs))] if printing.absent(base["effect"]) and not (compared and inputs.point.twice) else []
    notes += [
        say(ONE_WAY),
        say(NO_RATIO),
        *cells.on_comparator(inputs),
        *cells.on_money(inputs),
        *cells.on_people(inputs, case.perspective),
    ]
    title = say("With other inputs") if compared else say("With other inputs: gross, not a saving")
    return Table(WHAT_IF, title, say("Input"), columns, tuple(groups), tuple(notes), inputs.synthetic)


def _apart(inputs: Inputs) -> str:
    """Why no outcome stands beside the cost."""
    gross = inputs.found.gross.set_index("perspective").loc[inputs.case.perspective]
    of_some = inputs.point.of_some if inputs.case.comparator else gross["n_concerned"] < gross["n"]
    return cells.OF_SOME if of_some else cells.OF_MARGIN


def _varied(inputs: Inputs, row: dict[str, Any]) -> Row:
    keys = {"kind": row["kind"], "name": row["name"]} | ({} if printing.absent(row["end"]) else {"end": row["end"]})
    where, decimals = partial(source, "business_case_varied", **keys), inputs.tables.estimate_decimals
    found = (
        count_cell(row["n"], where("n"), style=inputs.style),
        _plain(inputs, row["value"], "value", where),
        cells.money(inputs, row["cost"], "cost", where("cost")),
        number_cell(row["effect"], decimals, "outcome", where("effect"), style=inputs.style),
        number_cell(row["ratio"], decimals, "ratio", where("ratio"), style=inputs.style),
    )
    ends = {"low": say("lowest"), "high": say("highest")}
    label = str(row["label"]) if printing.absent(row["end"]) else f"{row['label']}, {ends[row['end']]}"
    scenario = inputs.case.scenarios.get(row["name"]) if row["kind"] == "scenario" else None
    notes = (say(CHANGES, what="; ".join(f"{key}: {value}" for key, value in scenario.changes.items())),) if scenario else ()
    return Row(cells.marked(label, row), found, notes=(*notes, *cells.assumed(row, where, ("n",))))
