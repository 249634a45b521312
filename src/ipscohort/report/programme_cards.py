"""Funding and business case in the head: one number each, with its persons, its limits, and what it must not be taken for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import pandas as pd

from ipscohort.config.business_case import SOCIETAL, priced_beside
from ipscohort.contracts.funding import ALL
from ipscohort.display import printing
from ipscohort.display.business_case import GROSS, OBSERVED, USED_UP, WORK_IS_OUTCOME, no_spread, pays_between
from ipscohort.display.numbers import Cell, Note, Number, Phrase, Source, source, tell
from ipscohort.report.inputs import ReportInputs
from ipscohort.tables.summaries import count_cell, number_cell, plain
from ipscohort.words import later, say

PAID = later(
    "Mean per person ({ci} {limits}), of {known} of whom it is known what was paid; a price is stated for {priced} persons of {n} with a scheme."
)
PAID_ALONE = later(
    "Mean per person, without limits, of {known} of whom it is known what was paid; a price is stated for {priced} persons of {n} with a scheme."
)
BETWEEN = later("With what can't be said: {least} to {most} per person.")
OPEN = later("Without what can still fall due after the last day observed, {open} {currency} in all (persons with such: {n}).")
NOT_STATED = later("Without payments whose price is not stated (persons with such: {n}).")
MIXED = later("Amounts with and without job coaching in them are put together, which are not comparable.")
NOT_COST = later("What was paid by the rules of the schemes: not what IPS cost, and not a saving.")
PROGRAMME = later("Mean per person, all stakeholders together ({ci} {limits}), n = {n}.")
PROGRAMME_ALONE = later("Mean per person, all stakeholders together, without limits, n = {n}.")
COMPARED = later(
    "Against the comparator, all stakeholders together: cost {cost}, days worked {effect} per person, with IPS less without it."
)
NO_COMPARATOR = later("No comparator is declared, so nothing is said of what IPS saves.")
TWO_PRICES = later(
    "What the funding schemes paid is not taken in: payments for IPS have prices of the business case, which may be other than the schemes' for the same "
    "payments, so that the two must not be set side by side."
)
COUNTED_BESIDE = later(
    "Payments for IPS that the business case prices itself count beside what the funding schemes paid: both are right together only where they are not the "
    "same money."
)
ASSUMED = later("Rests at least in part on assumptions, which stand in its tables.")
Row = Mapping[str, Any]


def funding(inputs: ReportInputs) -> tuple[str, Phrase, tuple[Phrase, ...]] | None:
    """Label, number and notes of what the funding schemes paid; None where the settings declare none."""
    row = _row(inputs.funding_costs, group=ALL)
    if row is None:
        return None
    where = partial(source, "funding_costs", group=ALL)
    counts = {to: count_cell(row[name], where(name), style=inputs.style) for to, name in COUNTS.items()}
    notes = [_with_limits(inputs, (PAID, PAID_ALONE), (row, where, "per_person"), counts)]
    least, most = (row[f"per_person_{end}"] for end in ("least", "most"))
    if not printing.absent(least) and least < most:
        ends = {end: _money(inputs, row, f"per_person_{end}", where) for end in ("least", "most")}
        notes.append(tell(BETWEEN, **ends))
    notes += [*_left_out(inputs, row, where), *_mixed(inputs), Note(say(NOT_COST)), *_labels(row)]
    currency = inputs.settings.programme.funding.currency
    return say("Paid by the funding schemes"), *_phrases("card.funding", (_money(inputs, row, "per_person", where), f" {currency}"), notes)


COUNTS = {"known": "n_known", "priced": "n_priced", "n": "n"}
"""Part of the sentence -> column that fills it."""


def _left_out(inputs: ReportInputs, row: Row, where: partial[Source]) -> Iterator[Note]:
    """What can still fall due, and what has no price."""
    if row["n_open"] and not printing.absent(row["total_open"]):
        still_open = number_cell(row["total_open"], 0, "total open", where("total_open"), style=inputs.style)
        n = count_cell(row["n_open"], where("n_open"), style=inputs.style)
        yield tell(OPEN, open=still_open, currency=inputs.settings.programme.funding.currency, n=n)
    if row["n_not_stated"]:
        yield tell(NOT_STATED, n=count_cell(row["n_not_stated"], where("n_not_stated"), style=inputs.style))


def _mixed(inputs: ReportInputs) -> Iterator[Note]:
    """That some schemes' amounts hold job coaching and others' do not."""
    schemes = inputs.settings.programme.funding.schemes.values()
    if len({each.job_coaching.included for each in schemes if each.job_coaching is not None}) > 1:
        yield Note(say(MIXED))


def business_case(inputs: ReportInputs) -> tuple[str, Phrase, tuple[Phrase, ...]] | None:
    """Label, number and notes of what the programme costs all stakeholders together; None where the settings declare no business case."""
    row = _row(inputs.business_case_gross, perspective=SOCIETAL)
    if row is None:
        return None
    where = partial(source, "business_case_gross", perspective=SOCIETAL)
    n = count_cell(row["n"], where("n"), style=inputs.style)
    notes = [_with_limits(inputs, (PROGRAMME, PROGRAMME_ALONE), (row, where, "programme"), {"n": n}), Note(say(GROSS)), *_compared(inputs)]
    programme = inputs.settings.programme
    notes += [Note(say(USED_UP))] if pays_between(programme.business_case) else []
    beside = priced_beside(programme.business_case, programme.funding)
    notes += [Note(say(COUNTED_BESIDE if programme.business_case.funding else TWO_PRICES))] if beside else []
    currency = programme.business_case.currency
    value = (_money(inputs, row, "programme", where), f" {currency}")
    return say("Cost of the programme"), *_phrases("card.business_case", value, [*notes, *_labels(row)])


def _compared(inputs: ReportInputs) -> list[Note]:
    """What IPS costs and brings more than the comparator, and that this is no trial."""
    frame = inputs.business_case_differences
    chosen = {"perspective": SOCIETAL, "outcome": "days_worked"}
    apart = frame[frame["value_of_work"].ne("counted")] if frame is not None else None  # the work is the outcome, so it is no money too
    row = _row(apart, **chosen)
    if row is None:
        return [Note(say(NO_COMPARATOR))]
    chosen["value_of_work"] = str(row["value_of_work"])
    where = partial(source, "business_case_differences", **chosen)
    effect = _interval(inputs, row, "effect", where, inputs.settings.tables.decimals)
    without = [Note(say(WORK_IS_OUTCOME))] if row["value_of_work"] == "left_out" else []
    return [tell(COMPARED, cost=_interval(inputs, row, "cost", where), effect=effect), *without, Note(say(OBSERVED))]


def _row(frame: pd.DataFrame | None, **chosen: str) -> Row | None:
    """The one row that is chosen; None where there is none."""
    if frame is None:
        return None
    found = frame[frame[list(chosen)].eq(list(chosen.values())).all(axis=1)].to_dict("records")
    return found[0] if found else None


def _with_limits(inputs: ReportInputs, texts: tuple[str, str], of: tuple[Row, partial[Source], str], parts: dict[str, Cell]) -> Note:
    """The sentence with the limits, or the one that says that there are none."""
    row, where, name = of
    ends = (f"{name}_low", f"{name}_high")
    if no_spread(*(row[end] for end in ends)):
        return tell(texts[1], **parts)
    limits = tuple(Number(said, plain(row[end]), where(end)) for said, end in zip(("lower limit", "upper limit"), ends, strict=True))
    shown = printing.interval(*(number.value for number in limits), 0, inputs.style)
    return tell(texts[0], ci=inputs.ci, limits=Cell(shown, limits), **parts)


def _interval(inputs: ReportInputs, row: Row, name: str, where: partial[Source], decimals: int = 0) -> Cell:
    """'-1,369 (-2,404 to -211)', or the number alone."""
    names = (name, f"{name}_low", f"{name}_high")
    if printing.absent(row[name]) or no_spread(*(row[end] for end in names[1:])):
        return number_cell(row[name], decimals, "estimate", where(name), style=inputs.style)
    statistics = ("estimate", "lower limit", "upper limit")
    numbers = tuple(Number(said, plain(row[each]), where(each)) for said, each in zip(statistics, names, strict=True))
    return Cell(printing.with_interval(*(number.value for number in numbers), decimals, inputs.style), numbers)


def _money(inputs: ReportInputs, row: Row, name: str, where: partial[Source]) -> Cell:
    return number_cell(row[name], 0, "estimate", where(name), style=inputs.style)


def _labels(row: Row) -> list[Note]:
    return [] if printing.absent(row["assumption"]) else [Note(say(ASSUMED))]


def _phrases(name: str, value: tuple[str | Cell, ...], notes: list[Note]) -> tuple[Phrase, tuple[Phrase, ...]]:
    return Phrase(name, value), tuple(Phrase(f"{name}.{number}", note.parts) for number, note in enumerate(notes, 1))
