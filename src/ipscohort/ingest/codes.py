"""How ids and codes are compared: as text, without blanks around them and without a trailing .0; leading zeros count.

So 1, 1.0, "1 " and "1.0" are one code, and "01" is another. A number that its file holds with fewer digits than it has
can stand for several ids or codes, so `lost_digits` finds it, and nobody takes it for one.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipscohort.config.base import as_text, plain_number
from ipscohort.ingest.distinct import Distinct, by_distinct

TOO_LONG = "{} stored as numbers of a kind that can't hold so many digits: the last ones are lost"
EXPONENT = "{} written with an exponent: their last digits are lost"
REMEDY = "export them again from where they are whole, with the column as text (in Excel: format the cells as text before the values go in)"

SIGNED = r"[+-]?\d(?:[.,]\d+)?[eE][+-]\d+|[+-]?\d[.,]\d+[eE]\d+"
"""1E+18 or 1.2E18: no program writes an id like that unless it took it for a number."""
UNSIGNED = r"[+-]?\d[eE]\d{2,3}"
"""1E18: a number where all beside it are numbers, else an id."""
NUMBER = r"[+-]?\d+(?:[.,]\d+)?"


def code_text(values: pd.Series, decimal: str = ".") -> pd.Series:
    """Values as comparable text.

    Parameters
    ----------
    values : Series of text, numbers, dates or booleans
    decimal : str
        Decimal mark of numbers written as text.

    Returns
    -------
    Series of string
        Missing where the cell is missing or holds blanks only.
    """
    return by_distinct(lambda distinct: _code_text(distinct, decimal), values)


def distinct_codes(values: pd.Series, decimal: str = ".", known: Distinct | None = None) -> Distinct:
    """The distinct values of `code_text`; `known` are those of `values`, where they were found already."""
    if values.dtype == object:
        return Distinct.of(_code_text(values, decimal))
    return (known or Distinct.of(values)).then(lambda distinct: _code_text(distinct, decimal))


def _code_text(values: pd.Series, decimal: str) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(values):
        return _date_text(values)
    if pd.api.types.is_bool_dtype(values):
        return values.astype("boolean").map({True: "true", False: "false"}, na_action="ignore").astype("string")
    if pd.api.types.is_numeric_dtype(values):
        text = (values + 0).astype("string")
        if pd.api.types.is_float_dtype(values):
            text = text.mask(text.str.contains("e", regex=False).fillna(False), text.map(plain_number, na_action="ignore"))
        return text.str.replace(r"^-?0\.0$", "0", regex=True).str.replace(r"\.0$", "", regex=True)
    text = values.astype("string").str.strip()
    mark = "[.,]" if decimal == "," else r"\."
    whole = text.str.endswith("0").fillna(False).astype(bool)
    whole[whole] = text[whole].str.contains(mark)  # few: a pattern's work is dear
    if whole.any():
        text = text.mask(whole, text[whole].str.replace(rf"^([+-]?\d+){mark}0+$", r"\1", regex=True))
    return text.mask(text.eq("").fillna(False))


def _date_text(values: pd.Series) -> pd.Series:
    text = values.dt.strftime("%Y-%m-%d").astype("string")
    timed = values.notna() & values.ne(values.dt.normalize())
    return text.mask(timed, values.dt.strftime("%Y-%m-%d %H:%M:%S").astype("string")) if timed.any() else text


def lost_digits(values: pd.Series, exact_below: float | None = None) -> pd.Series:
    """Numbers that may have had more digits than their file kept.

    Parameters
    ----------
    values : Series of text, numbers, dates or booleans
    exact_below : float, optional
        Whole numbers of the column are exact below it; without it, as its type tells.

    Returns
    -------
    Series of bool
    """
    if pd.api.types.is_float_dtype(values):
        limit = exact_below or 2.0 ** (np.finfo(values.dtype).nmant + 1) if isinstance(values.dtype, np.dtype) else exact_below or 2.0**53
        return values.abs().ge(limit).fillna(False).astype(bool)
    nothing = pd.Series(False, index=values.index)
    if not pd.api.types.is_string_dtype(values) or pd.api.types.is_numeric_dtype(values):
        return nothing
    text = values.dropna()
    found = text[_may_have_exponent(text)].str.strip()
    if found.empty:
        return nothing
    text = text.str.strip()
    signed, unsigned = (found.index[found.str.fullmatch(pattern)] for pattern in (SIGNED, UNSIGNED))
    numbers_only = len(unsigned) and text.drop(signed.union(unsigned)).str.fullmatch(NUMBER).all()
    return nothing | nothing.index.isin(signed.union(unsigned) if numbers_only else signed)


def _may_have_exponent(text: pd.Series) -> np.ndarray:
    """Which texts begin as 1E or 1.2E do, by Arrow: nearly no column holds one, and every column is looked at."""
    import pyarrow as pa
    import pyarrow.compute as pc

    hits = pc.match_substring_regex(pa.array(text.to_numpy(dtype=object), pa.string()), r"^[\s\p{Z}]*[+-]?\d(?:[.,]\d+)?[eE]")
    return hits.to_numpy(zero_copy_only=False)


def shown_text(values: pd.Series) -> pd.Series:
    """Values as the file shows them: text untouched, numbers as whole numbers where they are whole."""
    if pd.api.types.is_string_dtype(values) and not pd.api.types.is_numeric_dtype(values):
        return values.astype("string")
    return code_text(values)


def code_keys(codes: dict[str, str], decimal: str = ".") -> dict[str, str]:
    """A mapping of codes with its keys as comparable text, in the same order."""
    if not codes:
        return {}
    keys = _code_text(pd.Series(list(codes), dtype="string"), decimal).fillna("")
    return dict(zip(keys, codes.values(), strict=True))


def one_code(value: object) -> str:
    """One code, such as a key of a file's value labels, as comparable text."""
    if isinstance(value, str):
        return next(iter(code_keys({value: ""})))
    return as_text(value + 0 if isinstance(value, float) else value)
