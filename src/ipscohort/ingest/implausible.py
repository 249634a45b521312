"""What cells can't mean although each can be read: rows that are no record, ages nobody has, codes for missing left among numbers, a level per person."""

from __future__ import annotations

import pandas as pd

from ipscohort.errors import MOST_LEVELS
from ipscohort.ingest.cells import Cells
from ipscohort.ingest.gather import Gathered

TOTALS = ("total", "totals", "grand total", "sum", "mean", "totaal", "gemiddelde", "som", "gesamt", "summe", "insgesamt", "mittelwert")
"""Words for which no person is called, in the languages of this program."""
OLDEST, YOUNGEST = 120, 10
"""Ages at inclusion in years; a cohort of people in search of work holds nobody older or younger."""
NINES = r"-?9{2,}(\.0*)?|-[789](\.0*)?|-[78]{2,}(\.0*)?"
"""How codes for missing values look: 99, 999, -9, -8, -77, ..."""
FEWEST = 5
"""Values beside such a code from which on it can be told that it is none of them."""


def refuse_no_records(cells: Cells, gathered: Gathered) -> None:
    """Rows of a file of records that hold totals, or the columns' names again, by their id.

    Parameters
    ----------
    cells : Cells
        The column of ids.
    gathered : Gathered
    """
    known = cells.distinct
    words = known.values.str.strip().str.casefold()
    for found, what in (
        (words.isin(TOTALS), "rows of totals, which are no person's"),
        (words.eq(cells.settings.column.strip().casefold()), "rows that hold the columns' names again"),
    ):
        if found.fillna(False).any():
            gathered.problems.add(cells.where, what, "take them out of the file", rows=known.rows(found.fillna(False)))


def refuse_ages(where: str, years: pd.Series, gathered: Gathered) -> None:
    """Ages that nobody in search of work has.

    Parameters
    ----------
    where : str
        File and column of the birth dates.
    years : Series of Float64
        Age at inclusion; missing where a date is.
    gathered : Gathered
    """
    before, old = years.lt(0).fillna(False), years.gt(OLDEST).fillna(False)
    young = (years.lt(YOUNGEST) & ~before).fillna(False)
    if before.any():
        swapped = before.sum() > len(years) / 2
        remedy = (
            "are birth and inclusion mapped the wrong way round?" if swapped else "mend the dates; years of two digits may be the cause"
        )
        gathered.problems.add(where, "birth dates that lie after inclusion", remedy, rows=before.index[before])
    for wrong, said in ((old, f"an age above {OLDEST} years at inclusion"), (young, f"an age below {YOUNGEST} years at inclusion")):
        if wrong.any():
            remedy = "mend the dates, or declare stand-ins such as 1900-01-01 under .missing of the column"
            gathered.problems.add(where, f"birth dates that give {said}", remedy, rows=wrong.index[wrong])


def refuse_nines(cells: Cells, values: pd.Series, gathered: Gathered) -> None:
    """Numbers that look like codes for missing values and lie far from all others, where no range says that they can be.

    Parameters
    ----------
    cells : Cells
        Of a number without a declared range.
    values : Series of Float64
    gathered : Gathered
    """
    suspect = cells.distinct.cells(cells.distinct.values.str.fullmatch(NINES).fillna(False)) & values.notna()
    others = values[~suspect].dropna()
    if cells.codes or not suspect.any() or len(others) < FEWEST:
        return
    low, high = float(others.min()), float(others.max())
    far = suspect & ((values > high + (high - low)) | ((values < 0) & (low >= 0))).fillna(False)
    if far.any():
        what = "numbers that look like codes for a missing value (99, 999, -9, ...), far from all others"
        remedy = f"declare them under {cells.key}.missing with their meaning; if they are values, give the range that holds them"
        gathered.problems.add(cells.where, what, remedy, rows=far.index[far])


def refuse_levels(cells: Cells, levels: tuple[str, ...], gathered: Gathered) -> None:
    """Levels that nobody declared: two that differ in capitals alone, or nearly one for each person, as names, dates and numbers have them.

    Parameters
    ----------
    cells : Cells
        Of a category.
    levels : tuple of str
        Its levels.
    gathered : Gathered
    """
    if cells.codes or cells.labels:
        return
    folded = pd.Series(levels, dtype="string").str.casefold()
    twice = folded.duplicated(keep=False)
    if twice.any():
        rows = cells.distinct.rows(cells.distinct.values.isin([level for level, other in zip(levels, twice, strict=True) if other]))
        what = "levels that differ in capitals alone, and would be counted apart"
        gathered.problems.add(
            cells.where, what, f"write them alike in the file, or say under {cells.key}.codes what each stands for", rows=rows
        )
    n = int(cells.present.sum())
    if len(levels) > MOST_LEVELS and 2 * len(levels) > n:
        what = f"{len(levels)} different values in {n} rows, nearly one for each person: no category, and tables would show them"
        remedy = f"is it the right column? If so, set {cells.key}.type: number or date, or leave the variable out"
        gathered.problems.add(cells.where, what, remedy)
