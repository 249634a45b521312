"""One mapped column: its cells as comparable text, and why each missing one is missing.

Order of decisions: a code that the settings give a level is a level, even where the file declares it missing; a code
that the settings declare missing has their reason; a code that only the file declares missing has its value label as
reason; an empty cell is blank.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from ipscohort.config.ingest import Column
from ipscohort.ingest.codes import code_keys, code_text
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
        return self.text.notna()

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
    text = code_text(values, table.decimal)
    text = text if user is None else text.fillna(user)
    codes, missing = code_keys(settings.codes, table.decimal), code_keys(settings.missing, table.decimal)
    labels = table.value_labels.get(name, {})
    by_file = text.notna() & False if user is None else user.notna() & ~text.isin(list(codes))
    reason = _reasons(text, by_file, missing, labels)
    lacking = reason.notna().to_numpy()
    gone = set(missing) | set(text[by_file].unique())
    return Cells(
        where=where,
        key=key,
        values=values.mask(lacking),
        text=text.mask(lacking),
        reason=reason,
        codes=codes,
        labels={code: label for code, label in labels.items() if code not in gone and not _declared(code, table, name)},
        settings=settings,
        label=table.variable_labels.get(name, ""),
        decimal=table.decimal,
    )


def _reasons(text: pd.Series, by_file: pd.Series, missing: dict[str, str], labels: dict[str, str]) -> pd.Series:
    """Why a cell is missing; missing where it is not."""
    reason = np.full(len(text), pd.NA, dtype=object)
    if by_file.any():
        reason[by_file.to_numpy()] = text[by_file].map(labels).fillna(UNNAMED_REASON).to_numpy(dtype=object)
    if missing:
        declared = text.map(missing)
        known = declared.notna().to_numpy()
        reason[known] = declared[known].to_numpy(dtype=object)
    reason[text.isna().to_numpy()] = BLANK
    return pd.Series(reason, index=text.index, dtype="string")


def _declared(code: str, table: RawTable, name: str) -> bool:
    """Whether the file declares a labelled code missing, also where nobody has it."""
    return code in table.missing_codes.get(name, ())


def _absent(table: RawTable, settings: Column, key: str, where: str) -> Cells:
    nothing = pd.Series(pd.NA, index=table.frame.index, dtype="string")
    return Cells(where, key, nothing, nothing, nothing.fillna(BLANK), {}, {}, settings, absent=True)
