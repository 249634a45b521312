"""ISCO-08 codes as text with their zeros, and their major groups, by the first digit.

A leading zero (armed forces) is lost where a program took the codes for numbers. What can be told then:

- No code starts with a zero and some has four digits: 100, 110, 200, 210, 300, 310 and 0 can only be 0100, 0110, ...:
  armed forces. Any other shorter code is a sub-major or minor group: its own first digit counts.
- At most three digits: 110, 210, 310 and 0 are no other group's codes: armed forces. 11, 21, 31 beside codes of three
  digits may be 011 or the sub-major group 11, and 1, 2, 3 beside codes of two digits may be 01 or the major group 1:
  that can't be told, so it is a problem.
"""

from __future__ import annotations

import pandas as pd

from ipscohort.catalogue.isco import MAJOR_GROUPS, SUB_MAJOR
from ipscohort.ingest.cells import Cells
from ipscohort.ingest.distinct import by_distinct
from ipscohort.ingest.gather import Gathered
from ipscohort.words import say

ARMED_FORCES = {3: ("110", "210", "310"), 4: ("100", "110", "200", "210", "300", "310")}
"""Digits of the longest code -> codes that have lost the zero of armed forces."""
UNCLEAR = {2: ("1", "2", "3"), 3: ("11", "21", "31")}
"""Digits of the longest code -> codes that may have lost a zero or not."""


def codes(cells: Cells, gathered: Gathered, table: str, ids: pd.Series) -> pd.Series:
    """Codes with the leading zero of armed forces where it was lost.

    Parameters
    ----------
    cells : Cells
        Codes of one to four digits, text or numbers.
    gathered : Gathered
    table : str
        Name of the table, for the cleaning log.
    ids : Series of string
        Ids of the persons.

    Returns
    -------
    Series of string
        Missing where the code is.
    """
    known = cells.distinct
    text = known.values
    good = text.str.fullmatch(r"\d{1,4}").fillna(False)
    if not good.all():
        remedy = f"give codes of one to four digits, or declare codes under {cells.key}.missing"
        gathered.problems.add(cells.where, "values that are no ISCO-08 codes", remedy, rows=known.rows(~good))
    text = text.where(good)
    none = text.str.len().ge(2).fillna(False) & ~_in_a_group(text)
    if none.any():
        remedy = f"mend them, or declare codes such as 9999 under {cells.key}.missing"
        gathered.problems.add(cells.where, "codes of no group of ISCO-08", remedy, rows=known.rows(none))
        text = text.mask(none)
    zeros_kept = (text.str.startswith("0") & text.str.len().gt(1)).fillna(False).any()
    if not zeros_kept:
        text = text.mask(_lost_zero(text, cells, gathered, table, ids), "0" + text)
    return known.spread(text.astype("string"))


def _in_a_group(text: pd.Series) -> pd.Series:
    """Whether codes begin as a sub-major group does; one that may have lost a leading zero counts too."""
    kept = text.str.slice(0, 2).isin(SUB_MAJOR) | text.str.fullmatch(r"[0-9]0{1,3}").fillna(
        False
    )  # 9000: elementary, not further specified
    return kept | text.isin([code for codes in ARMED_FORCES.values() for code in codes]) | text.isin(UNCLEAR[3])


def major_groups(found: pd.Series) -> pd.Series:
    """Names of the major groups of codes; missing where the code is."""
    names = {str(k): name for k, name in enumerate(MAJOR_GROUPS)}
    return by_distinct(lambda values: values.str.slice(0, 1).map(names).astype("string"), found)


def _lost_zero(text: pd.Series, cells: Cells, gathered: Gathered, table: str, ids: pd.Series) -> pd.Series:
    """Which of the distinct codes have lost the zero of armed forces."""
    longest = text.str.len().max()
    longest = 0 if pd.isna(longest) else int(longest)
    unclear = text.isin(UNCLEAR.get(longest, ()))
    if unclear.any():
        what = f"codes that may have lost a leading zero: {', '.join(UNCLEAR[longest])} beside codes of {longest} digits"
        remedy = "store ISCO-08 codes as text with their zeros (011, 0110), then export again"
        gathered.problems.add(cells.where, what, remedy, rows=cells.distinct.rows(unclear))
    lost = text.isin(ARMED_FORCES.get(longest, ()))
    why = say(
        "column {column}: codes such as 110 beside codes of {longest} digits are 0110, armed forces, without their zero",
        column=cells.settings.column,
        longest=longest,
    )
    concerned = cells.distinct.cells(lost)
    gathered.note("isco08_leading_zero", table, say("changed"), why, ids=ids[concerned], rows=concerned.index[concerned])
    return lost
