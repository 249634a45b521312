"""One mapped column: its cells as comparable text, and why each missing one is missing.

Order of decisions: a code that the settings give a level is a level, even where the file declares it missing; a code
that the settings declare missing has their reason; a code that only the file declares missing has its value label as
reason; an empty cell is blank.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from ipscohort.config.ingest import Column
from ipscohort.ingest.codes import code_keys, distinct_codes
from ipscohort.ingest.distinct import Distinct
from ipscohort.ingest.gather import Gathered
from ipscohort.ingest.rawtable import RawTable

BLANK = "blank"
"""Reason of an empty cell."""
UNNAMED_REASON = "user-missing code"
"""Reason of a code that the file declares missing without a value label."""


@dataclass(frozen=True)
class Cells:
    """One mapped column.

    Attributes
    ----------
    where : str
        File and column, for messages.
    key : str
        Key of the settings that maps it.
    values : Series
        As read; missing where `reason` says why.
    text : Series of string
        As comparable text; missing where `reason` says why.
    reason : Series of string
        Why a cell is missing; missing where it is not.
    codes : dict
        Code -> level, as the settings give them; empty where they give none.
    labels : dict
        Code -> value label of the file, without the codes that are missing.
    settings : Column
    label : str
        The file's variable label.
    decimal : str
    absent : bool
        The column is not there (a problem already): nothing more is to be said of it.
    """

    where: str
    key: str
    values: pd.Series
    text: pd.Series
    reason: pd.Series
    codes: dict[str, str]
    labels: dict[str, str]
    settings: Column
    label: str = ""
    decimal: str = "."
    absent: bool = False

    @property
    def present(self) -> pd.Series:
        """Whether a cell holds a value."""
        return self.distinct.present

    @cached_property
    def distinct(self) -> Distinct:
        """The values of `text` that are there."""
        return Distinct.of(self.text)


def take(table: RawTable, settings: Column, key: str, gathered: Gathered) -> Cells:
    """Take one column out of a file.

    Parameters
    ----------
    table : RawTable
    settings : config.ingest.Column
        The column's name, codes and missing codes.
    key : str
        Key of the settings that maps it, such as ingest.participants.id.
    gathered : Gathered
        Takes a problem where the column is not there or holds cells that nobody can use.
    """
    name = settings.column.strip()
    where = f"{table.where}, column {name}"
    if name not in table.frame:
        gathered.columns.lacks(table, f"there is no column '{name}', which {key} names", name)
        return _absent(table, settings, key, where)
    gathered.columns.found(table)
    for fault in table.faults:
        if fault.column == name:
            gathered.problems.add(where, fault.what, fault.remedy, rows=fault.rows)
    values = table.frame[name]
    user = table.user_missing.get(name)
    known = _with_user_missing(distinct_codes(values, table.decimal), user)
    codes, missing = code_keys(settings.codes, table.decimal), code_keys(settings.missing, table.decimal)
    labels = table.value_labels.get(name, {})
    by_file = known.cells(~known.values.isin(list(codes))) & (False if user is None else user.notna())
    reason = _reasons(known, by_file, missing, labels)
    known = known.without(known.values.isin(list(missing)))
    gone = set(missing)
    if by_file.any():
        text = known.spread(known.values)
        gone |= set(text[by_file].dropna())
        known = Distinct.of(text.mask(by_file))
    cells = Cells(
        where=where,
        key=key,
        values=values.mask(~known.present.to_numpy()),
        text=known.spread(known.values),
        reason=reason,
        codes=codes,
        labels={code: label for code, label in labels.items() if code not in gone and not _declared(code, table, name)},
        settings=settings,
        label=table.variable_labels.get(name, ""),
        decimal=table.decimal,
    )
    cells.__dict__["distinct"] = known  # what the property would find again
    return cells


def _with_user_missing(known: Distinct, user: pd.Series | None) -> Distinct:
    """The codes of a column, those that the file declares missing included."""
    return known if user is None else Distinct.of(known.spread(known.values).fillna(user))


def _reasons(known: Distinct, by_file: pd.Series, missing: dict[str, str], labels: dict[str, str]) -> pd.Series:
    """Why a cell is missing; missing where it is not."""
    declared = known.values.map(missing).astype("string")
    reason = pd.Series(pd.array([*declared, BLANK], dtype="string").take(known.number), index=known.index)  # -1, missing, is the last
    if by_file.any():
        named = known.spread(known.values.map(labels).fillna(UNNAMED_REASON).astype("string"))
        reason = reason.mask(by_file & reason.isna(), named)
    return reason


def _declared(code: str, table: RawTable, name: str) -> bool:
    """Whether the file declares a labelled code missing, also where nobody has it."""
    return code in table.missing_codes.get(name, ())


def _absent(table: RawTable, settings: Column, key: str, where: str) -> Cells:
    nothing = pd.Series(pd.NA, index=table.frame.index, dtype="string")
    return Cells(where, key, nothing, nothing, nothing.fillna(BLANK), {}, {}, settings, absent=True)
