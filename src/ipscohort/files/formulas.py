"""Text that a spreadsheet would take for a formula.

A spreadsheet that opens a CSV file computes what begins with =, +, - or @ (or with a tab or a line end before it), be it an id, a label
or a title of the records. An apostrophe before it makes it text, which is how spreadsheets mark text themselves; readers of this
project take it off again. Numbers, and numbers as printed, stay as they are. A carriage return, which CSV readers take for the end of a
row, becomes a line feed. Parquet and SPSS files hold every text unchanged.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

APOSTROPHE = "'"
LEADER = re.compile(r"'*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n]")
"""How a text begins that a spreadsheet computes, full-width signs too; with apostrophes before it, so that taking one off gives back what was written."""
MARK = r"(?:\^[a-z,]+)?"
PRINTED = re.compile(rf"-{MARK}|[-+](?:\d[\d.,·\u00a0\u202f ]*|[.·]\d+)%?(?: \([^=@|!\"'&*/^]*\){MARK})?")
"""A number, alone or with what stands in brackets behind it, and a dash alone, with or without the
mark of a footnote: no spreadsheet computes these. It does compute a number with a mark."""


def as_text(text: str) -> str:
    """A text for a cell of a CSV file, with an apostrophe before what a spreadsheet would compute."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return APOSTROPHE + text if LEADER.match(text) and not PRINTED.fullmatch(text) else text


def as_written(text: str) -> str:
    """The text of which `as_text` made a cell, but for carriage returns."""
    return text[1:] if text.startswith(APOSTROPHE) and LEADER.match(text) else text


def frame_as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """A table whose text is safe in a spreadsheet: values and names of columns; the table itself where nothing has to change."""
    return _each(frame, as_text)


def frame_as_written(frame: pd.DataFrame) -> pd.DataFrame:
    """The table of which `frame_as_text` made a CSV file."""
    return _each(frame, as_written)


def _each(frame: pd.DataFrame, change) -> pd.DataFrame:
    """The table with a change made to each distinct text."""
    import pandas as pd

    changed = {}
    for place in range(frame.shape[1]):
        column = frame.iloc[:, place]
        if pd.api.types.is_string_dtype(column) or isinstance(column.dtype, pd.CategoricalDtype):
            texts = column.dropna().unique()
            others = {text: change(text) for text in texts if isinstance(text, str) and change(text) != text}
            if others:
                changed[place] = column.map(lambda text, others=others: others.get(text, text), na_action="ignore")
    names = [change(name) if isinstance(name, str) else name for name in frame.columns]
    if not changed and names == list(frame.columns):
        return frame
    columns = [changed.get(place, frame.iloc[:, place]) for place in range(frame.shape[1])]
    return pd.concat(columns, axis=1).set_axis(names, axis=1)
