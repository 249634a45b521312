"""Fidelity reviews as a table, a group of rows per agency; and who has a fidelity at inclusion, and how old it is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pandas as pd

from ipscohort.contracts.programme import AGENCY, ALL, UNKNOWN
from ipscohort.display import printing
from ipscohort.display.numbers import Cell, Number, Source, source
from ipscohort.errors import listed
from ipscohort.programme.fidelity.inputs import Inputs
from ipscohort.programme.fidelity.notes import of_everybody
from ipscohort.programme.fidelity.words import taken
from ipscohort.scales.ips_fidelity import CLASS_WORDS, ITEMS, SECTIONS
from ipscohort.tables.content import Column, Row, RowGroup, Table
from ipscohort.tables.summaries import count_cell, number_cell, plain
from ipscohort.words import later, say, say_n

REVIEWS, AT_INCLUSION = "fidelity", "fidelity_at_inclusion"
SCALE = later(
    "Scale: Supported Employment Fidelity Scale (IPS-25), 25 items rated 1 to 5 by reviewers of the agency; Becker, Swanson, Reese, Bond and McLeman 2015; Bond, "
    "Peterson, Becker and Drake 2012, doi 10.1176/appi.ps.201100476."
)
AT_LIMIT = later("A total of exactly {fair} is taken for fair.")
AMBIGUOUS = later(
    "Where a paper is followed that has, beside a class fair from 74 to 99, more than 74 as what counts as IPS (doi 10.1186/s12888-022-04121-9), this is an assumption."
)
LIMITS = later("Total of 25 to 125: not IPS below {fair}, fair from {fair}, good from {good}, exemplary from {exemplary}.")
NO_TOTAL = later("Items were not rated, so that there is no total.")
PRORATED = later("Items were not rated and count as the mean of the others.")
TOTALS_ONLY = later("The file holds totals only, so that nothing is known of items and sections.")
LISTED = 100
"""Reviews, and agencies, that a table lists at most."""
NOT_LISTED = later("Reviews listed: {shown} of {whole}, the latest of each agency. All are in programme/fidelity_reviews.csv.")
AGENCIES_NOT_LISTED = later("Agencies listed: {shown} of {whole}. All are in programme/fidelity_cover.csv.")
SET_ASIDE = later("Reviews dated after the last possible day of follow-up of anybody are set aside: {rows} of the file.")
MISSING_COLUMNS = ("n_never", "n_no_total", "n_no_agency", "n_no_inclusion")


def day_text(day: Any) -> str:
    """A day as tables write it: 2014-04-15."""
    return pd.Timestamp(day).strftime("%Y-%m-%d")


def reviews_table(inputs: Inputs) -> Table:
    """A row per review: total, class, sections, and the items that were rated low."""
    rows = inputs.of.reviews
    detailed = not inputs.of.items.empty
    columns = [Column(say("Total (25 to 125)")), Column(say("Class"), text=True)]
    if detailed:
        spans = {"staffing": (3, 15), "organization": (8, 40), "services": (14, 70)}
        columns += [
            Column(say("{section} ({low} to {high})", section=say(SECTIONS[name]), low=a, high=b)) for name, (a, b) in spans.items()
        ]
        columns += [Column(say("Items rated below {bar}", bar=inputs.fidelity.low_item)), Column(say("Which"), text=True)]
    shown = listed_reviews(rows)
    groups = tuple(RowGroup(str(agency), tuple(_reviews(inputs, of, detailed))) for agency, of in shown.groupby("agency", sort=False))
    return Table(
        REVIEWS, say("Fidelity reviews"), say("Review"), tuple(columns), groups, _notes(inputs, len(shown), detailed), inputs.synthetic
    )


def listed_reviews(reviews: pd.DataFrame) -> pd.DataFrame:
    """The reviews that a table lists: all, or where they are many the latest of each agency, as many of each."""
    if len(reviews) <= LISTED:
        return reviews
    agencies = reviews["agency"].drop_duplicates().head(LISTED)
    each = max(1, LISTED // len(agencies))
    return reviews[reviews["agency"].isin(agencies) & (reviews["n_agency"] - reviews["number"]).lt(each)]


def _reviews(inputs: Inputs, rows: pd.DataFrame, detailed: bool) -> Iterator[Row]:
    for row in rows.to_dict("records"):
        where = partial(source, "fidelity_reviews", agency=row["agency"], date=row["date"].strftime("%Y-%m-%d"))
        cells = [_total(inputs, row, where), Cell(printing.DASH if printing.absent(row["class"]) else say(CLASS_WORDS[row["class"]]))]
        if detailed:
            cells += [number_cell(row[name], 0, name, where(name), style=inputs.style) for name in SECTIONS]
            cells += [count_cell(row["n_low"], where("n_low"), style=inputs.style), Cell(_named(row["low_items"]))]
        yield Row(day_text(row["date"]), tuple(cells))


def _total(inputs: Inputs, row: dict[str, Any], where: partial[Source]) -> Cell:
    absent = printing.absent(row["total"])
    notes = (say(NO_TOTAL),) if absent else (say(PRORATED),) if row["prorated"] else ()
    decimals = 0 if absent or float(row["total"]).is_integer() else 1
    return number_cell(row["total"], decimals, "total", where("total"), notes, inputs.style)


def _named(low_items: Any) -> str:
    if printing.absent(low_items):
        return ""
    return "; ".join(say(ITEMS[int(k) - 1][1]) for k in str(low_items).split(";"))


def _notes(inputs: Inputs, shown: int, detailed: bool) -> tuple[str, ...]:
    limits, n = inputs.fidelity.limits, inputs.of.n_reviewers
    said = [say(SCALE), say(LIMITS, fair=limits.fair, good=limits.good, exemplary=limits.exemplary), say(AT_LIMIT, fair=limits.fair)]
    said += [say(AMBIGUOUS)] if limits.fair == type(limits)().fair else []  # the manual's
    said += [] if detailed else [say(TOTALS_ONLY)]
    said += [] if shown == len(inputs.of.reviews) else [say(NOT_LISTED, shown=shown, whole=len(inputs.of.reviews))]
    said += [say(SET_ASIDE, rows=listed("row", inputs.of.later))] if inputs.of.later else []
    said += [] if n is None else [say_n("{n} reviewer or team of reviewers.", "{n} reviewers or teams of reviewers.", n)]
    return tuple(said)


def cover_table(inputs: Inputs) -> Table:
    """A row for everybody and each agency: who has a fidelity at inclusion, from how long before, and how it goes with the calendar."""
    columns = tuple(
        Column(text)
        for text in (
            say("Persons"),
            say("With a total"),
            say("Before the first review"),
            say("Missing otherwise"),
            say("Days since the review, median (least to most)"),
            say("Total, lowest to highest"),
            say("Distinct totals"),
            say("Pearson"),
            say("Spearman"),
        )
    )
    of_one = inputs.cover["group"].eq(AGENCY)
    shown = inputs.cover[~of_one | of_one.cumsum().le(LISTED)]
    rows = tuple(_cover_row(inputs, row) for row in shown.to_dict("records"))
    notes = (
        taken(inputs.fidelity),
        say("Missing otherwise: agency never reviewed, a review without a total, agency or day of inclusion not known."),
        say("Pearson, Spearman: correlation of the total with the date of inclusion; - where either does not vary."),
        *of_everybody(inputs),
        *([say(AGENCIES_NOT_LISTED, shown=LISTED, whole=int(of_one.sum()))] if of_one.sum() > LISTED else []),
    )
    return Table(AT_INCLUSION, say("Fidelity at inclusion"), say("Agency"), columns, (RowGroup("", rows),), notes, inputs.synthetic)


def _cover_row(inputs: Inputs, row: dict[str, Any]) -> Row:
    keys = {"group": row["group"]} | ({"agency": row["agency"]} if row["group"] == AGENCY else {})
    where, style = partial(source, "fidelity_cover", **keys), inputs.style
    label = {ALL: say("All persons analysed"), UNKNOWN: say("Agency not known")}.get(row["group"]) or str(row["agency"])
    counts = [count_cell(row[name], where(name), style=style) for name in ("n", "n_known", "n_before_first")]
    other = sum(int(row[name]) for name in MISSING_COLUMNS)
    parts = tuple(Number(name, plain(row[name]), where(name)) for name in MISSING_COLUMNS)
    rest = Cell(printing.count(other, style), (Number("n", float(other), where(MISSING_COLUMNS[0])), *parts))
    span = [number_cell(row[name], inputs.tables.estimate_decimals, name, where(name), style=style) for name in ("pearson", "spearman")]
    values = count_cell(row["n_values"], where("n_values"), style=style)
    return Row(label, (*counts, rest, _days(inputs, row, where), _range(inputs, row, where), values, *span))


def _days(inputs: Inputs, row: dict[str, Any], where: partial[Source]) -> Cell:
    names, style = ("days_median", "days_least", "days_most"), inputs.style
    if printing.absent(row["days_median"]):
        return Cell(printing.DASH)
    median, least, most = (plain(row[name]) for name in names)
    text = say(
        "{median} ({least} to {most})",
        median=printing.number(median, inputs.tables.decimals, style=style),
        least=printing.count(least, style),
        most=printing.count(most, style),
    )
    return Cell(text, tuple(Number(name.replace("_", " "), plain(row[name]), where(name)) for name in names))


def _range(inputs: Inputs, row: dict[str, Any], where: partial[Source]) -> Cell:
    names = ("total_least", "total_most")
    if printing.absent(row["total_least"]):
        return Cell(printing.DASH)
    whole = all(float(row[name]).is_integer() for name in names)
    low, high = (printing.number(row[name], 0 if whole else 1, style=inputs.style) for name in names)
    return Cell(
        say("{low} to {high}", low=low, high=high), tuple(Number(name.replace("_", " "), plain(row[name]), where(name)) for name in names)
    )
