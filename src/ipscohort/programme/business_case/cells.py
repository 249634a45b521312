"""Cells and notes that the tables of a business case share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ipscohort.config.business_case import SOCIETAL
from ipscohort.contracts.business_case import (
    COUNTED,
    JOB_OPEN,
    JOB_OPEN_NO_OTHER,
    LEFT_OUT,
    NO_END,
    NO_START,
    OPEN,
    PARTLY,
    UNPAID,
    UNSTATED,
)
from ipscohort.display import naming, printing
from ipscohort.display.business_case import OBSERVED, OUT, USED_UP, no_spread, pays_between
from ipscohort.display.numbers import Cell, Filter, Number, Source, quoted, source, tell, together
from ipscohort.programme.business_case.incremental import perspectives
from ipscohort.programme.business_case.inputs import Inputs
from ipscohort.tables.content import Column
from ipscohort.tables.summaries import count_cell, footnotes, number_cell, numbers_of, plain
from ipscohort.words import later, say

MONEY = later("Money in {currency}, prices of {year}.")
TWO_PRICES = later(
    "What the funding schemes of the settings paid is not taken in: {what} have prices of this business case, which may be other than the schemes' for the same "
    "payments, so that the two must not be set side by side."
)
DISCOUNTED = later(
    "Discounted to the day of inclusion: money at {costs} a year, outcomes at {outcomes}; what arises in the second year is divided by one plus the rate, "
    "in the third by that squared, and so on."
)
NOT_DISCOUNTED = later("Nothing is discounted.")
ASSUMED = later("Assumption: {what}")
SIGN = later("Above 0: a cost to the perspective; below 0: it receives, or does not pay, that much.")
LIMITS = later("Limits: percentiles of {times} bootstrap samples of persons (seed {seed}); the comparator and all prices stay as they are.")
COUNT = later("Persons counted: {n}.")
PART = later("Of the persons counted, with a job of unknown dates beside what is known, of which the known days count: {n}.")
PART_MOST = later(
    "Days worked with IPS, and what follows from them, are thereby counted too low: with all that these jobs can have lasted, the mean of all persons "
    "counted would be up to {days} days higher."
)
OF_OPEN_JOB = {
    "kind_unknown": later(
        "Of the persons counted, with a job of which it is not recorded whether it was competitive, and none of whose days count: {n}. Days worked with IPS may be "
        "higher by these, which no bound here holds."
    ),
    "after_last_day": later(
        "Of the persons counted, with a job that began in follow-up after their last day observed, and none of whose days count: {n}. Days worked with IPS may be "
        "higher by these, which no bound here holds."
    ),
    "periods_unknown": later(
        "Of the persons counted, with unknown periods in which they could have worked, and none of whose days count: {n}. Days worked with IPS may be higher by "
        "these, which no bound here holds."
    ),
}
"""Why a job is not counted (`open_job` of PERSONS) -> what is said of it."""
NO_OTHER_JOB = later("Of these, counted as without a job, so that the share who obtained one may be higher: {n}.")
STARTLESS = later(
    "Of the persons counted, without a recorded funded start, whose months in the trajectory are counted from inclusion and may be fewer: {n}."
)
ENDLESS = later(
    "Of the persons counted, without a recorded end of the trajectory, which is counted as having gone on to the last day observed, as for the funding schemes: {n}."
)
NOT_PAID = later("Payments of funding schemes of which it is not known whether they fell due, and which are in no sum: {n}.")
NO_PRICE = later(
    "Payments of funding schemes whose price is not stated, and which are in no sum: {n}. What they come to is not known, so that nothing bounds it."
)
NOT_YET = later("Payments of funding schemes that can still fall due after the last day observed, and are in no sum: {n}.")
OF_PAYER = later("{payer}, in no sum: {what}.")
NOT_KNOWN_OF = later("{n} payments of which it is not known whether they fell due")
NOT_STATED_OF = later("{n} payments whose price is not stated ({schemes})")
STANDS_FOR = later("Stands for the payments of a funding scheme that states no price: {schemes}.")
OTHER_SUMS = later(
    "Sums of the funding tables are others: undiscounted, and of persons of whom it is known what was paid; here they are of all persons counted, without what is "
    "not known."
)
OPEN_OF = later("{n} payments that can still fall due after the last day observed")
AS_PAID = later(
    "Payments of funding schemes stand as they fell due, each discounted from its day and not converted to prices of another year."
)
COUNTED_BESIDE = later("Counted beside what the funding schemes paid, which is right only where it is not the same money: {what}.")
WITH_OPEN = later("With payments that are not known or can still fall due at their most: {amount}.")
STILL_DUE = later("Can still fall due")
ON_STILL_DUE = later(
    "Can still fall due: payments of funding schemes after the last day observed, at their most, discounted as if due on the day after it; they are in no other sum."
)
COMPARED = later("Comparator, per person without IPS: {days} days worked{share}.")
SHARE = later(", share who obtain a job {share}")
EVENLY = later("Work without IPS lies evenly over follow-up: assumption.")
BY_LEVEL = later("Other days worked without IPS, by {variable}: {levels}.")
OF_ALL = later("Per person: of all persons counted, also where a stakeholder pays for some of them only.")
OF_SOME = later(
    "The costs of this perspective fall on some of the persons counted only, so that they are not set beside everybody's outcome."
)
OF_MARGIN = later(
    "This perspective receives more from others than it pays: a margin on their payments, which is not set beside the outcome."
)
ONE_FOR_ALL = later(
    "The same work without IPS is taken for all persons, whatever their benefit or payer: which payer saves, and how much, hangs on it."
)
SHARE_FOR_ALL = later("The same share who obtain a job without IPS is taken for all persons, whatever their benefit or payer.")
AT_MOST = later("They come to {amount} at most: who pays has up to so much more in cost, and who receives gets up to so much more.")
OF_GROUP = {
    COUNTED: COUNT,
    PARTLY: PART,
    JOB_OPEN_NO_OTHER: NO_OTHER_JOB,
    NO_START: STARTLESS,
    NO_END: ENDLESS,
    UNPAID: NOT_PAID,
    UNSTATED: NO_PRICE,
    OPEN: NOT_YET,
    LEFT_OUT: OUT,
}
"""Group of persons or payments -> what is said of it."""


def money(inputs: Inputs, value: object, statistic: str, where: Source, notes: tuple[str, ...] = ()) -> Cell:
    """An amount, without decimals but where it is small."""
    small = not printing.absent(value) and 0 < abs(float(value)) < 10
    return number_cell(value, 2 if small else 0, statistic, where, notes, inputs.style)


def with_limits(
    inputs: Inputs, row: Mapping[str, Any], names: tuple[str, str, str], where: Callable[[str], Source], decimals: int = 0
) -> Cell:
    """An estimate with its limits; alone where there are none."""
    values = [plain(row[name]) for name in names]
    numbers = tuple(Number(*said) for said in zip(("estimate", "lower limit", "upper limit"), values, map(where, names), strict=True))
    if printing.absent(row[names[0]]):
        return Cell(printing.DASH)
    if no_spread(*values[1:]):
        return Cell(printing.number(values[0], decimals, style=inputs.style), numbers[:1])
    return Cell(printing.with_interval(*values, decimals, inputs.style), numbers)


def columns_of(inputs: Inputs) -> tuple[Column, ...]:
    """A column per perspective."""
    return tuple(Column(inputs.whom(name)) for name in perspectives(inputs.case))


def assumed(row: Mapping[str, Any], where: Callable[[str], Source], names: tuple[str, ...], suffix: str = "") -> tuple[str, ...]:
    """What a row rests on and no source says, as a footnote that hangs on its numbers; `suffix` ends the name of the column."""
    told = row.get(f"assumption{suffix}")
    return () if printing.absent(told) else (quoted(say(ASSUMED, what=told), numbers_of(row, names, where)),)


def warned(row: Mapping[str, Any], where: Callable[[str], Source], names: tuple[str, ...]) -> tuple[str, ...]:
    """What must be known of a row, as a footnote."""
    return footnotes(row["warning"], numbers_of(row, names, where))


def marked(label: str, row: Mapping[str, Any], suffix: str = "") -> str:
    """A label that says whether its numbers rest on assumptions alone, or in part; `suffix` ends the name of the column."""
    return naming.marked(label, row.get(f"assumed{suffix}"))


def on_comparator(inputs: Inputs) -> tuple[str, ...]:
    """What the comparator is, and what it is not; nothing where none is declared."""
    told = compared(inputs)
    return (*told, say(EVENLY), say(OBSERVED), *one_for_all(inputs)) if told else ()


def one_for_all(inputs: Inputs) -> tuple[str, ...]:
    """That one comparator is taken for all persons, where it is; where days differ by level, that the share who obtain a job does not."""
    comparator = inputs.case.comparator
    if comparator is None:
        return ()
    if comparator.by_level is None:
        return (say(ONE_FOR_ALL),)
    return (say(SHARE_FOR_ALL),) if comparator.share_employed else ()


def compared(inputs: Inputs) -> tuple[str, ...]:
    """The comparator's values; nothing where none is declared."""
    found, numbers = inputs.case.comparator, []
    if found is None:
        return ()
    for name in ("days_worked", "share_employed"):
        one = getattr(found, name)
        numbers += [Number("amount", one.amount, source("business_case_inputs", "amount", input=f"comparator.{name}"))] if one else []
    share = found.share_employed
    more = say(SHARE, share=printing.short(share.amount, inputs.style)) if share else ""
    told = quoted(say(COMPARED, days=printing.short(found.days_worked.amount, inputs.style), share=more), numbers)
    by = found.by_level
    if by is None:
        return (told,)
    levels = "; ".join(f"{level} {printing.short(one.amount, inputs.style)}" for level, one in by.days_worked.items())
    at = (source("business_case_inputs", "amount", input=f"comparator.by_level.days_worked.{level}") for level in by.days_worked)
    numbers = [Number("amount", one.amount, where) for one, where in zip(by.days_worked.values(), at, strict=True)]
    return (told, quoted(say(BY_LEVEL, variable=inputs.found.codebook.variables[by.variable].label or by.variable, levels=levels), numbers))


def on_money(inputs: Inputs) -> tuple[str, ...]:
    """Currency, prices, that funding schemes have others, and discounting."""
    case = inputs.case
    found = [say(MONEY, currency=case.currency, year=case.price_year), *two_prices(inputs)]
    found += [say(AS_PAID)] if case.funding else []
    return (*found, *used_up(inputs), discounted(inputs))


def used_up(inputs: Inputs) -> tuple[str, ...]:
    """That payments between stakeholders do not stand for what is used up, where there are any with IPS."""
    return (say(USED_UP),) if pays_between(inputs.case) else ()


def discounted(inputs: Inputs) -> str:
    """The rates, and from when on; or that there are none."""
    case = inputs.case
    if case.discounting is None:
        return say(NOT_DISCOUNTED)
    rates = {}
    numbers = []
    for name in ("costs", "outcomes"):
        one = getattr(case.discounting, name)
        rates[name] = say("{percent}%", percent=printing.short(100 * one.amount, inputs.style))
        where = source("business_case_inputs", "amount", input=f"discounting.{name}").read_as("100 * {}")
        numbers.append(Number("percent", 100 * one.amount, where))
    return quoted(say(DISCOUNTED, **rates), numbers)


def two_prices(inputs: Inputs) -> tuple[str, ...]:
    """That payments are priced beside the schemes that pay them, or count beside what these paid, where they do."""
    text, priced = COUNTED_BESIDE if inputs.case.funding else TWO_PRICES, inputs.beside_schemes
    return (say(text, what="; ".join(priced)),) if priced else ()


def with_open(
    inputs: Inputs, row: Mapping[str, Any], column: str, where: Callable[[str], Source], text: str = WITH_OPEN
) -> tuple[str, ...]:
    """A number with open payments of funding schemes at their most, as a footnote, where that is another one."""
    if printing.absent(row[column]):
        return ()
    number = Number(column.replace("_", " "), plain(row[column]), where(column))
    return (quoted(say(text, amount=printing.number(row[column], 0, style=inputs.style)), (number,)),)


def open_told(inputs: Inputs) -> tuple[str, ...]:
    """The number that figures are of, with open payments of funding schemes at their most, where that is another one."""
    perspective = inputs.case.perspective
    if inputs.case.comparator is None:
        file, column, keys = "business_case_gross", "programme_with_open", {"perspective": perspective}
    else:
        file, column, keys = "business_case_differences", "cost_with_open", inputs.key._asdict()
        keys["value_of_work"] = keys.pop("work")
    rows = getattr(inputs.found, file.removeprefix("business_case_"))
    for name, value in keys.items():
        rows = rows[rows[name].eq(value)]
    return with_open(inputs, rows.iloc[0].to_dict(), column, lambda name: source(file, name, **keys))


def other_sums(inputs: Inputs) -> tuple[str, ...]:
    """That sums of payments are other than those of the funding tables, where both stand."""
    return (say(OTHER_SUMS),) if inputs.case.funding else ()


def has_still_due(inputs: Inputs) -> bool:
    """Whether payments of funding schemes are taken in, which can fall due after the last day observed."""
    return inputs.case.funding is not None


def on_still_due(inputs: Inputs) -> tuple[str, ...]:
    """What the column of these payments holds, where there is one."""
    return (say(ON_STILL_DUE),) if has_still_due(inputs) else ()


def still_due(inputs: Inputs, row: Mapping[str, Any], where: Callable[[str], Source]) -> tuple[Cell, ...]:
    """The cell of that column, where there is one."""
    return (money(inputs, row["still_due"], "can still fall due", where("still_due")),) if has_still_due(inputs) else ()


def stands_for(inputs: Inputs, path: str) -> tuple[str, ...]:
    """The funding schemes that a cost stands for, by its key path, as a footnote."""
    schemes = inputs.stands_for.get(path.removeprefix("costs."))
    return (say(STANDS_FOR, schemes=schemes),) if schemes else ()


def of_payer(inputs: Inputs, payer: str) -> tuple[str, ...]:
    """Payments of a payer that are in no sum, as a footnote."""
    people, said = inputs.found.people, []
    for row in people[people["payer"].eq(payer)].to_dict("records"):
        text = {UNPAID: NOT_KNOWN_OF, UNSTATED: NOT_STATED_OF, OPEN: OPEN_OF}[row["group"]]
        where = source("business_case_people", "n", group=row["group"], payer=payer)
        n = count_cell(row["n"], where, style=inputs.style)
        said.append(tell(text, n=n, schemes=inputs.unpriced.get(payer, printing.DASH)))
    return (tell(OF_PAYER, payer=inputs.whom(payer), what=together(said, "; ")),) if said else ()


def on_people(inputs: Inputs, perspective: str | None = None) -> tuple[str, ...]:
    """Who is counted and who is left out, each with its number; and which payments, but in the societal perspective, in which they cancel."""
    said = []
    people = inputs.found.people
    people = people[people["payer"].isna()]
    if perspective == SOCIETAL:
        people = people[~people["group"].isin((UNPAID, UNSTATED, OPEN))]
    for row in people.to_dict("records"):
        text = OF_OPEN_JOB[row["why"]] if row["group"] == JOB_OPEN else OF_GROUP[row["group"]]
        if row["n"] or row["group"] == COUNTED:
            key = {"group": row["group"]} | ({} if printing.absent(row["why"]) else {"why": row["why"]})
            key |= {"payer": Filter.MISSING} if row["group"] in (UNPAID, UNSTATED, OPEN) else {}
            number = Number("n", float(row["n"]), source("business_case_people", "n", **key))
            said.append(quoted(say(text, n=printing.count(row["n"], inputs.style), why=row["why"]), (number,)))
            if not printing.absent(row["days"]):
                most = Number("days", float(row["days"]), source("business_case_people", "days", **key))
                said.append(quoted(say(PART_MOST, days=printing.number(row["days"], inputs.tables.decimals, style=inputs.style)), (most,)))
            if not printing.absent(row["amount"]):
                most = Number("amount", float(row["amount"]), source("business_case_people", "amount", **key))
                said.append(quoted(say(AT_MOST, amount=printing.number(row["amount"], 0, style=inputs.style)), (most,)))
    return tuple(said)


def on_limits(inputs: Inputs) -> str:
    """Where limits come from."""
    drawn = inputs.case.bootstrap
    return say(LIMITS, times=drawn.times, seed=drawn.seed)
