"""What files of SPSS, Stata and SAS have in common: labels, user-missing codes, and dates stored as numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ipscohort.config.ingest import File
from ipscohort.ingest.codes import code_text, one_code
from ipscohort.ingest.rawtable import RawTable, check_names, refuse
from ipscohort.ingest.readers.encodings import CANDIDATES, remedy, settings_texts
from ipscohort.ingest.readers.faults import is_ours
from ipscohort.ingest.readers.signature import NAMES
from ipscohort.ingest.readers.statdates import Calendar, typed

ROWS = 2000
"""Records whose texts help to find a file's encoding."""


@dataclass(frozen=True)
class OfContent:
    """One of pyreadstat's readers, given bytes in place of the path."""

    function: Callable
    content: bytes

    @property
    def __name__(self) -> str:
        return self.function.__name__

    def __call__(self, _: str, **options: Any) -> Any:
        """Read the bytes, whatever the path."""
        return self.function(io.BytesIO(self.content), **options)


def read_by(function: Callable, path: Path, file: File, **options: Any) -> tuple[pd.DataFrame, Any]:
    """Call one of pyreadstat's readers; what it can't read is a UserError without its words.

    Returns
    -------
    frame : DataFrame
        Indexed by record number from 1, names without blanks around them.
    meta
        pyreadstat's metadata.
    """
    if file.encoding:
        options["encoding"] = file.encoding
    try:
        frame, meta = function(str(path), disable_datetime_conversion=True, **options)
    except Exception as error:
        if is_ours(error):
            raise
        _refuse_read(function, path, file, str(error))
    check_records(file, len(frame), getattr(meta, "number_rows", None))
    if not all(isinstance(name, str) for name in frame.columns):
        refuse(file.file, "the file is damaged: a column has no name", "copy or export it again")
    frame = frame.set_axis([str(name).strip() for name in frame.columns], axis=1)
    check_names(file.file, list(frame.columns))
    return frame.set_axis(pd.RangeIndex(1, len(frame) + 1), axis=0), meta


def check_records(file: File, found: int, declared: int | None) -> None:
    """Refuse a file that holds another number of records than it says; where it does not say (None, -1), nothing is known."""
    if declared is None or declared == -1 or declared == found:
        return
    what = f"the file is cut short: it holds {found} of {declared} records" if declared > found else ""
    what = what or f"the file is damaged: it says that it holds {max(declared, 0)} records, and holds {found}"
    refuse(file.file, what, "copy or export it again")


def _refuse_read(function: Callable, path: Path, file: File, message: str) -> None:
    word = {"read_sav": "sav", "read_por": "por", "read_dta": "dta", "read_xport": "xpt"}.get(function.__name__, "sas7bdat")
    if re.search(r"encod|convert|character|utf-?8|codec", message, re.IGNORECASE):
        given = f"as {file.encoding}" if file.encoding else "in the encoding that the file itself names"
        refuse(file.file, f"its text can't be read {given}", _encodings(function, path, file))
    refuse(file.file, f"the file can't be read as {NAMES[word]}: it is damaged, cut short, or of another kind", "copy or export it again")


def _encodings(function: Callable, path: Path, file: File) -> str:
    """The encodings that fit, each with a few labels as they would look; texts of the first records count, but are not shown."""
    texts, labels = {}, {}
    for encoding in CANDIDATES:
        try:
            frame, meta = function(str(path), encoding=encoding, row_limit=ROWS, disable_datetime_conversion=True)
        except Exception:  # whatever it is, the encoding does not fit
            continue
        named = [*map(str, frame.columns), *(label for label in meta.column_labels if label)]
        named += [str(label) for found in meta.variable_value_labels.values() for label in found.values()]
        values = frame.select_dtypes(exclude="number").to_numpy(dtype=object).ravel()
        labels[encoding] = named
        texts[encoding] = "\n".join([*named, *(value for value in values if isinstance(value, str))])
    return remedy(texts, labels, settings_texts(file.model_dump()))


def table_of(
    frame: pd.DataFrame,
    meta: Any,
    file: File,
    calendar: Calendar,
    user_missing: Mapping[str, pd.Series],
    missing_codes: Mapping[str, set[str]],
) -> RawTable:
    """Put together what a reader found.

    Parameters
    ----------
    frame : DataFrame
        As `read_by` gives it; numbers, dates as numbers, and text.
    meta
        pyreadstat's metadata.
    file : config.ingest.File
    calendar : Calendar
    user_missing : mapping of column -> Series of string
        Codes at the cells that the file declares missing.
    missing_codes : mapping of column -> set of str
        Labelled codes that it declares missing.
    """
    columns, faults = {}, []
    texts = {str(name).strip() for name, kind in meta.readstat_variable_types.items() if kind == "string"}
    short = {str(name).strip() for name, kind in meta.readstat_variable_types.items() if kind == "float"}
    formats = {str(name).strip(): fmt or "" for name, fmt in meta.original_variable_types.items()}
    for name in frame.columns:
        user = user_missing.get(name)
        # Whole numbers with missing values come as objects.
        values = frame[name] if name in texts else pd.to_numeric(frame[name])
        values = values if user is None else values.mask(user.notna())
        columns[name], fault = typed(name, values, formats.get(name, ""), calendar, short=name in short)
        faults += fault
    return RawTable(
        where=file.file,
        frame=pd.DataFrame(columns, index=frame.index),
        variable_labels={str(n).strip(): label.strip() for n, label in meta.column_names_to_labels.items() if label and label.strip()},
        value_labels=labels_of(meta),
        user_missing=dict(user_missing),
        missing_codes={name: frozenset(codes) for name, codes in missing_codes.items()},
        faults=tuple(faults),
    )


def labels_of(meta: Any) -> dict[str, dict[str, str]]:
    """Value labels by column: code as text -> label. In a column of numbers, a letter is a special missing value."""
    texts = {name for name, kind in meta.readstat_variable_types.items() if kind == "string"}
    found = {}
    for name, labels in meta.variable_value_labels.items():
        code_of = one_code if name in texts else lambda code: tag(code) if isinstance(code, str) else one_code(code)
        found[str(name).strip()] = {code_of(code): label.strip() for code, label in labels.items() if label and label.strip()}
    return found


def tag(letter: str) -> str:
    """A special missing value as Stata and SAS write it: .a, .Z, ._"""
    return f".{letter}"


def in_ranges(values: pd.Series, ranges: list[Mapping[str, Any]]) -> pd.Series:
    """Whether a cell lies in one of the ranges of user-missing values (a single value is a range from it to itself)."""
    hit = pd.Series(False, index=values.index)
    for limits in ranges:
        low, high = limits["lo"], limits["hi"]
        if isinstance(low, str) or isinstance(high, str):
            hit |= values.astype("string").str.rstrip().eq(str(low).rstrip()).fillna(False)
        elif pd.api.types.is_numeric_dtype(values):
            hit |= values.between(low, high)
    return hit


def ranges_of(frame: pd.DataFrame, meta: Any, ranges: Mapping[str, list]) -> tuple[dict[str, pd.Series], dict[str, set[str]]]:
    """User-missing cells by SPSS's ranges: their codes, and the labelled codes that lie in a range.

    Returns
    -------
    user_missing : dict of column -> Series of string
    missing_codes : dict of column -> set of str
    """
    cells, codes = {}, {}
    for raw, limits in ranges.items():
        name = str(raw).strip()
        cells[name] = code_text(frame[name]).where(in_ranges(frame[name], limits))
        labelled = pd.Series(list(meta.variable_value_labels.get(raw, {})))
        if len(labelled):
            codes[name] = set(code_text(labelled[in_ranges(labelled, limits)]))
    return cells, codes


def tags_of(frame: pd.DataFrame, tagged: pd.DataFrame, meta: Any) -> tuple[dict[str, pd.Series], dict[str, set[str]]]:
    """User-missing cells by Stata's and SAS's letters.

    Parameters
    ----------
    frame : DataFrame
        Values, every kind of missing value as NaN.
    tagged : DataFrame
        The same, letters in place of special missing values.
    meta
        pyreadstat's metadata of `tagged`.
    """
    cells = {}
    for raw in meta.missing_user_values:
        name = str(raw).strip()
        letters = tagged[name].where(tagged[name].map(lambda cell: isinstance(cell, str)) & frame[name].isna())
        cells[name] = ("." + letters.astype("string")).astype("string")
    special = {name: {code for code in labels if code.startswith(".") and len(code) == 2} for name, labels in labels_of(meta).items()}
    return cells, special
