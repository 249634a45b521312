"""Fidelity reviews out of a file: agencies, dates, items or totals, everything that is wrong with them, and their scores."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from ipscohort.config.programme import HIGHEST, LOWEST, Fidelity
from ipscohort.contracts.programme import FIDELITY_ITEMS, FIDELITY_REVIEWS
from ipscohort.errors import MOST_LEVELS, Problem, listed
from ipscohort.ingest.cells import Cells, take
from ipscohort.ingest.dates import dates
from ipscohort.ingest.gather import Gathered
from ipscohort.ingest.rawtable import RawTable
from ipscohort.ingest.readers import read_file
from ipscohort.ingest.values import numbers, words
from ipscohort.scales.ips_fidelity import HIGH, ITEMS, LOW, N_ITEMS, SECTIONS, class_of, columns_of, score_fidelity, subtotal

KEY = "programme.fidelity"
TABLE = "fidelity reviews"
SAME = 1e-6
"""A total of the file may differ from the sum of its items by less."""
EARLIEST = pd.Timestamp("1990-01-01")
"""IPS was not described before, so that no review of it can be older."""


@dataclass(frozen=True)
class Reviews:
    """The reviews of all agencies.

    Attributes
    ----------
    reviews : DataFrame
        FIDELITY_REVIEWS, by agency and date.
    items : DataFrame
        FIDELITY_ITEMS; without rows where the file holds totals only.
    n_reviewers : int or None
        How many reviewers the file names; None where it names none.
    later : tuple of int
        Row numbers of reviews that are set aside, dated after the last possible day of follow-up of anybody.
    """

    reviews: pd.DataFrame
    items: pd.DataFrame
    n_reviewers: int | None = None
    later: tuple[int, ...] = ()


def read_reviews(path: Path | str, settings: Fidelity, agencies: tuple[str, ...], last: pd.Timestamp | None = None) -> Reviews:
    """Read and score the reviews.

    Parameters
    ----------
    path : path
        The file.
    settings : config.programme.Fidelity
    agencies : tuple of str
        Agencies that the participants' records know; a review of another is a mistake.
    last : Timestamp, optional
        Last possible day of follow-up of anybody; reviews dated after it are set aside.

    Returns
    -------
    Reviews
        A review that lacks an item has no total, unless the settings let it be prorated.

    Raises
    ------
    UserError
        With everything that is wrong with columns, agencies, dates, ratings and totals, and reviews that stand twice.
    """
    gathered = Gathered()
    table = read_file(Path(path), settings)
    frame = _who_and_when(table, settings, agencies, gathered)
    items = _ratings(table, settings, gathered)
    stated = _stated(table, settings, gathered)
    reviewers = words(take(table, settings.reviewer, f"{KEY}.reviewer", gathered), gathered) if settings.reviewer else None
    _check_twice(table, frame, gathered)
    later = _later(table, frame, last, gathered)
    if not gathered.problems.found:
        _check_sums(table, settings, items, stated, gathered)
    gathered.stop()
    scored = _scored(frame, items, stated, settings)[~later].sort_values(["agency", "date"], kind="stable")
    scored["number"] = scored.groupby("agency").cumcount() + 1
    scored["n_agency"] = scored.groupby("agency")["number"].transform("size")
    n_reviewers = None if reviewers is None else int(reviewers[~later].dropna().nunique())
    set_aside = tuple(int(row) for row in frame.index[later])
    return Reviews(FIDELITY_REVIEWS.conform(scored), _item_rows(scored, items, settings), n_reviewers, set_aside)


def _who_and_when(table: RawTable, settings: Fidelity, agencies: tuple[str, ...], gathered: Gathered) -> pd.DataFrame:
    """Agency and date of each review."""
    cells = take(table, settings.agency, f"{KEY}.agency", gathered)
    agency = words(cells, gathered)
    _refuse_blank(cells, "reviews without an agency", "fill in the agency, or take the rows out", gathered)
    strange = agency.notna() & ~agency.isin(agencies)
    if not agencies:
        _refuse_nobodys(settings, gathered)
    elif strange.any():
        what = f"agencies that '{settings.participants_agency}' of the participants does not know"
        remedy = f"{_spelt(agency[strange], agencies)}known are {listed('agency', agencies, MOST_LEVELS).partition(' ')[2]}; mend the names, or map them under {KEY}.agency.codes"
        gathered.problems.add(cells.where, what, remedy, rows=strange.index[strange])
    else:
        _refuse_spelt_in_two_ways(settings, agencies, set(agency.dropna()), gathered)
    cells = take(table, settings.date, f"{KEY}.date", gathered)
    _refuse_blank(cells, "reviews without a date", "fill in the day of the review, or take the rows out", gathered)
    day = dates(cells, gathered, TABLE).dates
    early = day.lt(EARLIEST).fillna(False)
    if early.any():
        what = f"reviews dated before {EARLIEST.year}, when there was no IPS to review"
        gathered.problems.add(cells.where, what, "mend the dates", rows=early.index[early])
    return pd.DataFrame({"agency": agency, "date": day, "row": table.frame.index}, index=table.frame.index)


def _refuse_nobodys(settings: Fidelity, gathered: Gathered) -> None:
    name = settings.participants_agency
    where = f"ingest.participants.variables.{name}"
    what = "no participant has an agency, so that no review is anybody's"
    gathered.problems.add(where, what, f"fill in the column, or name under {KEY}.participants_agency the variable that says whose they are")


def _spelt(strange: pd.Series, agencies: tuple[str, ...]) -> str:
    """A hint on names that differ from known ones in capitals and blanks only."""
    known = {_plain(name): name for name in agencies}
    pairs = {name: known[_plain(name)] for name in strange.unique() if _plain(name) in known}
    said = ", ".join(f"'{name}' may be '{meant}'" for name, meant in pairs.items())
    return f"{said} (capitals and blanks count); " if said else ""


def _refuse_spelt_in_two_ways(settings: Fidelity, agencies: tuple[str, ...], reviewed: set[str], gathered: Gathered) -> None:
    """An agency of participants without reviews whose name differs from a reviewed one's in capitals or blanks only is that one."""
    known = {_plain(name): name for name in agencies if name in reviewed}
    for name in agencies:
        meant = known.get(_plain(name), name)
        if name not in reviewed and meant != name:
            where = f"ingest.participants.variables.{settings.participants_agency}"
            what = f"'{name}' and '{meant}' differ in capitals or blanks only, and there are reviews of '{meant}' alone"
            remedy = f"give both one level under {where}.codes; if they are two agencies, tell them apart by name"
            gathered.problems.add(where, what, remedy)


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()


def _later(table: RawTable, frame: pd.DataFrame, last: pd.Timestamp | None, gathered: Gathered) -> pd.Series:
    """Which reviews are dated after everybody's follow-up; that all of them are is a mistake."""
    if last is None:
        return pd.Series(False, index=frame.index)
    later = frame["date"].gt(last).fillna(False).astype(bool)
    if len(later) and later.all():
        what = f"all reviews are dated after {last.date()}, the last possible day of follow-up of anybody"
        gathered.problems.add(table.where, what, f"mend the dates, or leave {KEY} out", rows=later.index)
    return later


def _refuse_blank(cells: Cells, what: str, remedy: str, gathered: Gathered) -> None:
    blank = cells.text.index[~cells.present]
    if len(blank) and not cells.absent:
        gathered.problems.add(cells.where, what, remedy, rows=blank)


def _ratings(table: RawTable, settings: Fidelity, gathered: Gathered) -> pd.DataFrame | None:
    """The 25 items, a column each by its number; None where only a total is given."""
    columns = settings.item_columns()
    if not columns:
        return None
    each = [take(table, column, f"{KEY}.items.{k}", gathered) for k, column in enumerate(columns, 1)]
    of_items = Gathered()
    found = pd.concat([_rating(cells, of_items) for cells in each], axis=1, keys=range(1, N_ITEMS + 1))
    gathered.problems.found += _together(table, of_items.problems.found, not_rated(settings))
    return found


def not_rated(settings: Fidelity) -> str:
    """How codes of items that were not rated are declared, as the settings name the items."""
    if len(settings.items or []) == 1:
        return f'{KEY}.items: {{column: "{settings.items[0].column}", missing: {{9: not rated}}}}'
    return f"for each of them in {KEY}.items {{column: its name, missing: {{9: not rated}}}}"


def _together(table: RawTable, found: list[Problem], declared: str) -> list[Problem]:
    """One problem for what is wrong with several items alike, and one way to declare codes of missing ratings."""
    alike: dict[tuple[str, str], list[Problem]] = {}
    for problem in found:
        own = problem.remedy.startswith("mend the cells, or declare codes")
        alike.setdefault((problem.what, f"mend the cells, or declare codes such as 9: {declared}" if own else problem.remedy), []).append(
            problem
        )
    merged = []
    for (what, remedy), each in alike.items():
        columns = [problem.where.rpartition(", column ")[2] for problem in each]
        rows = tuple(sorted({row for problem in each for row in problem.rows}))
        merged.append(Problem(f"{table.where}, {listed('column', columns, N_ITEMS)}", what, remedy, rows))
    return merged


def _rating(cells: Cells, gathered: Gathered) -> pd.Series:
    rated = numbers(cells, gathered)
    remedy = "mend the cells, or declare codes"
    outside = (rated.lt(LOW) | rated.gt(HIGH)).fillna(False)
    if outside.any():
        gathered.problems.add(cells.where, f"ratings outside {LOW} to {HIGH}", remedy, rows=outside.index[outside])
    broken = ((rated % 1).ne(0) & ~outside).fillna(False)
    if broken.any():
        what = f"ratings that are not whole: an item is rated {LOW}, 2, 3, 4 or {HIGH}"
        gathered.problems.add(cells.where, what, "give the rating that the reviewers agreed on", rows=broken.index[broken])
    return rated.mask(outside | broken)


def _stated(table: RawTable, settings: Fidelity, gathered: Gathered) -> pd.Series | None:
    """Totals that the file holds; None where it holds none."""
    if settings.total is None:
        return None
    cells = take(table, settings.total, f"{KEY}.total", gathered)
    total = numbers(cells, gathered)
    outside = (total.lt(LOWEST) | total.gt(HIGHEST)).fillna(False)
    if outside.any():
        declared = f'{KEY}.total: {{column: "{settings.total.column}", missing: {{999: not rated}}}}'
        remedy = f"mend the cells, or declare codes such as 999: {declared}"
        gathered.problems.add(cells.where, f"totals outside {LOWEST} to {HIGHEST}", remedy, rows=outside.index[outside])
    return total.mask(outside)


def _check_twice(table: RawTable, frame: pd.DataFrame, gathered: Gathered) -> None:
    known = frame.dropna(subset=["agency", "date"])
    twice = known.index[known.duplicated(["agency", "date"], keep=False)]
    if len(twice):
        what = "reviews of one agency on one day stand twice"
        remedy = "keep one row for each: two reviewers of one visit rate by consensus, and a row entered twice is taken out"
        gathered.problems.add(table.where, what, remedy, rows=twice)


def _check_sums(table: RawTable, settings: Fidelity, items: pd.DataFrame | None, stated: pd.Series | None, gathered: Gathered) -> None:
    """A total beside items must be their sum, where all of them are rated."""
    if items is None or stated is None:
        return
    total = score_fidelity(items.to_numpy(dtype=float, na_value=np.nan))
    apart = np.abs(stated.to_numpy(dtype=float, na_value=np.nan) - total) > SAME
    if apart.any():
        what = "totals that are not the sum of the 25 items of their row"
        where = f"{table.where}, column {settings.total.column}"
        gathered.problems.add(where, what, f"mend the rows, or leave {KEY}.total out", rows=stated.index[apart])


def _scored(frame: pd.DataFrame, items: pd.DataFrame | None, stated: pd.Series | None, settings: Fidelity) -> pd.DataFrame:
    """Total, class, sections and low items of each review."""
    found = frame.copy()
    if items is None:
        total = stated.to_numpy(dtype=float, na_value=np.nan)
        found["prorated"] = False
    else:
        rated = items.to_numpy(dtype=float, na_value=np.nan)
        lacking = np.isnan(rated).sum(axis=1)
        total = score_fidelity(rated, settings.prorate_up_to)
        for section in SECTIONS:
            found[section] = subtotal(rated[:, columns_of(section)])
        low = rated < settings.low_item
        found["n_missing"], found["n_low"] = lacking, low.sum(axis=1)
        found["prorated"] = ~np.isnan(total) & (lacking > 0)
        found["low_items"] = [";".join(str(k + 1) for k in np.flatnonzero(row)) or None for row in low]
    found["total"] = total
    found["class"] = [class_of(each, settings.limits.each) for each in total]
    return found


def _item_rows(scored: pd.DataFrame, items: pd.DataFrame | None, settings: Fidelity) -> pd.DataFrame:
    if items is None:
        return FIDELITY_ITEMS.empty()
    rated = items.loc[scored["row"]]
    found = scored[["agency", "date"]].loc[scored.index.repeat(N_ITEMS)].reset_index(drop=True)
    sections, names = zip(*ITEMS, strict=True)
    found["item"] = np.tile(np.arange(1, N_ITEMS + 1), len(scored))
    found["section"], found["name"] = sections * len(scored), names * len(scored)
    found["rating"] = pd.array(rated.to_numpy(dtype=float, na_value=np.nan).ravel()).astype("Float64").astype("Int64")
    found["low"] = found["rating"].lt(settings.low_item).astype("boolean")
    return FIDELITY_ITEMS.conform(found)
