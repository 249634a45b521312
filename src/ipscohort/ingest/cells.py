"""One mapped column: its cells as comparable text, and why each missing one is missing.

Order of decisions: a code that the settings give a level is a level, even where the file declares it missing; a code
that the settings declare missing has their reason; an error of Excel, such as #N/A, is missing and noted; a code that
only the file declares missing has its value label as reason; an empty cell is blank.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from ipscohort.config.ingest import Column
from ipscohort.ingest.codes import EXPONENT, REMEDY, TOO_LONG, code_keys, distinct_codes, lost_digits
from ipscohort.ingest.distinct import Distinct
from ipscohort.ingest.errorcells import are_errors
from ipscohort.ingest.gather import Gathered
from ipscohort.ingest.rawtable import RawTable
from ipscohort.words import say

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
    plain_text : bool
        Whether the file is one of text, whose decimal mark the settings say.
    absent : bool
        The column is not there (a problem already): nothing more is to be said of it.
    exact_below : float or None
        Whole numbers are exact below it, where their type does not tell.
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
    plain_text: bool = False
    absent: bool = False
    exact_below: float | None = None

    @property
    def present(self) -> pd.Series:
        """Whether a cell holds a value."""
        return self.distinct.present

    @cached_property
    def distinct(self) -> Distinct:
        """The values of `text` that are there."""
        return Distinct.of(self.text)

    def refuse_lost_digits(self, noun: str, gathered: Gathered) -> pd.Series:
        """Cells whose number may have had more digits than the file kept: a problem, unless the settings or the file name the code.

        Parameters
        ----------
        noun : str
            What the column holds, in the plural.
        gathered : Gathered

        Returns
        -------
        Series of bool
            Where they are.
        """
        lost = lost_digits(self.values, self.exact_below)
        if lost.any():
            lost &= ~self.text.isin([*self.codes, *self.labels])
        if lost.any():
            what = TOO_LONG if pd.api.types.is_numeric_dtype(self.values) else EXPONENT
            gathered.problems.add(self.where, what.format(noun), REMEDY, rows=lost.index[lost])
        return lost


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
        Takes a problem where the column is not there or holds cells that nobody can use, and a note on errors of Excel.
    """
    name = settings.column.strip()
    where = f"{table.where}, column {name}"
    if not _is_there(table, name, key, gathered):
        return _absent(table, settings, key, where)
    values = table.frame[name]
    user = table.user_missing.get(name)
    known = _with_user_missing(distinct_codes(values, table.decimal, table.known.get(name)), user)
    codes, missing = code_keys(settings.codes, table.decimal), code_keys(settings.missing, table.decimal)
    labels = table.value_labels.get(name, {})
    by_file = known.cells(~known.values.isin(list(codes))) & user.notna() if user is not None else pd.Series(False, values.index)
    wrong = are_errors(known.values) & ~known.values.isin([*codes, *missing])
    _note_errors(where, key, known.rows(wrong), gathered)
    declared = known.values.map(missing).astype("string")
    declared[wrong] = declared[wrong].fillna("Excel error " + known.values[wrong])
    reason = _reasons(known, by_file, declared, labels)
    known = known.without(declared.notna())
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
        plain_text=table.plain_text,
        exact_below=table.exact_below.get(name),
    )
    cells.__dict__["distinct"] = known  # what the property would find again
    return cells


def _note_errors(where: str, key: str, rows: pd.Index, gathered: Gathered) -> None:
    why = say("{where}: cells that show an error of Excel, such as #N/A, are taken for missing", where=where)
    of = "participants" if key.startswith(("ingest.participants", "ingest.waves")) else "jobs"
    gathered.note("error_cells", of, say("set missing"), why, rows=rows)


def _with_user_missing(known: Distinct, user: pd.Series | None) -> Distinct:
    """The codes of a column, those that the file declares missing included."""
    return known if user is None else Distinct.of(known.spread(known.values).fillna(user))


def _reasons(known: Distinct, by_file: pd.Series, declared: pd.Series, labels: dict[str, str]) -> pd.Series:
    """Why a cell is missing, `declared` for its value or by the file; missing where it is not."""
    reason = pd.Series(pd.array([*declared, BLANK], dtype="string").take(known.number), index=known.index)  # -1, missing, is the last
    if by_file.any():
        named = known.spread(known.values.map(labels).fillna(UNNAMED_REASON).astype("string"))
        reason = reason.mask(by_file & reason.isna(), named)
    return reason


def _is_there(table: RawTable, name: str, key: str, gathered: Gathered) -> bool:
    """Whether the file has the column; what is wrong with it is told."""
    if name not in table.frame:
        gathered.columns.lacks(table, f"there is no column '{name}', which {key} names", name)
        return False
    gathered.columns.found(table)
    for fault in table.faults:
        if fault.column == name:
            gathered.problems.add(f"{table.where}, column {name}", fault.what, fault.remedy, rows=fault.rows)
    return True


def _declared(code: str, table: RawTable, name: str) -> bool:
    """Whether the file declares a labelled code missing, also where nobody has it."""
    return code in table.missing_codes.get(name, ())


def _absent(table: RawTable, settings: Column, key: str, where: str) -> Cells:
    nothing = pd.Series(pd.NA, index=table.frame.index, dtype="string")
    return Cells(where, key, nothing, nothing, nothing.fillna(BLANK), {}, {}, settings, absent=True)
