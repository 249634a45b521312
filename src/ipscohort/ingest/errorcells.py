"""Cells that show an error of a formula in Excel, such as #N/A, in any of its versions and languages."""

from __future__ import annotations

import re

import pandas as pd

ERROR = re.compile(r"#(?:N/A|N/B|N/D|N/DISP|I/T|NV|GETTING_DATA|[¡¿]?[^\W\d_a-z]{2,}(?:/0)?[!?])")
"""Not available (#N/A, Dutch #N/B, German #NV, ...), or a word in capitals with ! or ? (#REF!, #DIV/0!, German #WERT!)."""


def is_error(cell: str) -> bool:
    """Whether a text is an error of Excel."""
    return ERROR.fullmatch(cell) is not None


def are_errors(text: pd.Series) -> pd.Series:
    """Whether cells show an error of Excel.

    Parameters
    ----------
    text : Series of string

    Returns
    -------
    Series of bool
    """
    marked = text.str.startswith("#").fillna(False).astype(bool)
    return marked & text[marked].map(is_error).reindex(text.index, fill_value=False).astype(bool) if marked.any() else marked
