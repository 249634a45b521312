"""What a reader hands over: one file's columns as the file has them, before any mapping to the contract."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NoReturn

from ipscohort.errors import Problem, UserError, listed
from ipscohort.words import say

if TYPE_CHECKING:
    import pandas as pd

    from ipscohort.config.ingest import File
    from ipscohort.ingest.distinct import Distinct

HEADING = "The records can't be read as the settings say."


@dataclass(frozen=True)
class Fault:
    """Cells of one column that the file holds in a form nobody can use; a problem once the column is mapped.

    Attributes
    ----------
    column, what, remedy : str
    rows : tuple of int
        Row numbers as the file's own program shows them.
    """

    column: str
    what: str
    remedy: str
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Note:
    """Something about a file's rows for the cleaning log.

    Attributes
    ----------
    rule, action, why : str
        See the contract cleaning_log.
    rows : tuple of int
    """

    rule: str
    action: str
    why: str
    rows: tuple[int, ...]


@dataclass(frozen=True)
class RawTable:
    """One file, or one sheet of it.

    Attributes
    ----------
    where : str
        The file as the settings name it, and the sheet.
    frame : DataFrame
        One row per record. The index holds row numbers as the file's own program shows them: the first record is row 2
        of .csv, .tsv and .xlsx, whose row 1 holds the names (or the row below `names_row`), and row 1 of all other formats.
        Columns are text (string), numbers (float64, float32, Int64, UInt64) or dates (datetime64[s]). Blank cells and
        user-missing cells are missing.
    variable_labels : dict of column -> str
    value_labels : dict of column -> dict of code -> label
        Codes as text, see `codes.code_text`.
    user_missing : dict of column -> Series of string
        The code, at cells that the file itself declares missing (SPSS user-missing values, Stata .a-.z, SAS .A-.Z and ._) or
        that hold an error of Excel, such as #N/A; missing at all others. A declared code is not a blank: a refused answer
        is not an unasked one.
    missing_codes : dict of column -> frozenset of code
        Labelled codes that the file declares missing, also those that no cell holds.
    decimal : str
        Decimal mark of numbers written as text.
    plain_text : bool
        Whether all numbers are written as text, so that the settings say which mark it is.
    exact_below : dict of column -> float
        Whole numbers of the column are exact below it, where its type does not tell.
    faults : tuple of Fault
    notes : tuple of Note
    known : dict of column -> Distinct
        The distinct values of columns, where the reader has found them already.
    names_row : int
        The row that the names were taken from, be they names or not; 0 where the format has another place for them.
    """

    where: str
    frame: pd.DataFrame
    variable_labels: dict[str, str] = field(default_factory=dict)
    value_labels: dict[str, dict[str, str]] = field(default_factory=dict)
    user_missing: dict[str, pd.Series] = field(default_factory=dict)
    missing_codes: dict[str, frozenset[str]] = field(default_factory=dict)
    decimal: str = "."
    plain_text: bool = False
    exact_below: dict[str, float] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    notes: tuple[Note, ...] = ()
    known: dict[str, Distinct] = field(default_factory=dict)
    names_row: int = 0

    def without_blank_rows(self) -> RawTable:
        """The table without rows of which every cell is empty."""
        import pandas as pd

        blank = pd.Series(True, index=self.frame.index)
        for k in range(self.frame.shape[1]):
            if not blank.any():  # of most files the first column tells
                break
            blank &= self.frame.iloc[:, k].isna()
        for codes in self.user_missing.values():
            blank &= codes.isna()
        for fault in self.faults:
            blank &= ~blank.index.isin(fault.rows)
        note = Note("blank_row", say("dropped"), say("every cell of the row is empty"), tuple(blank.index[blank]))
        if not blank.any():
            return replace(self, notes=(*self.notes, note))
        kept = self.frame.index[~blank]
        user_missing = {name: codes[kept] for name, codes in self.user_missing.items()}
        return replace(self, frame=self.frame.loc[kept], user_missing=user_missing, known={}, notes=(*self.notes, note))


def refuse(where: str, what: str, remedy: str = "", *, rows: Iterable[int] = ()) -> NoReturn:
    """Stop reading a file for a reason that its owner can mend."""
    raise UserError(HEADING, [Problem(where, what, remedy, tuple(int(row) for row in rows))])


def check_names(where: str, names: list[str], file: File | None = None) -> None:
    """Refuse a file in which two columns share a name: which one is meant can't be told.

    Parameters
    ----------
    where : str
    names : list of str
    file : config.ingest.File, optional
        Given where names are what a row holds: it may hold a person's values, so only names that stand in the settings
        are shown; others are told by their place.
    """
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        known = twice if file is None else named_columns(file.model_dump())
        shown = [f"'{name}'" for name in twice if name in known]
        hidden = [k for k, name in enumerate(names, 1) if name in twice and name not in known]
        shown += [listed("column", hidden)] if hidden else []
        refuse(where, f"column names stand twice: {', '.join(shown)}", "rename the columns so that each name stands once")


def named_columns(settings: Any) -> set[str]:
    """Names of columns anywhere in a part of the settings."""
    if isinstance(settings, list):
        return set().union(*(named_columns(part) for part in settings))
    if not isinstance(settings, dict):
        return set()
    own = settings.get("column")
    inner = set().union(*(named_columns(part) for part in settings.values()))
    return inner | {own.strip()} if isinstance(own, str) else inner
