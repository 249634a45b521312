"""How ids and codes are compared: as text, without blanks around them and without a trailing .0; leading zeros count.

So 1, 1.0, "1 " and "1.0" are one code, and "01" is another.
"""

from __future__ import annotations

import pandas as pd

from ipscohort.config.base import as_text
from ipscohort.ingest.distinct import Distinct, by_distinct


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


def distinct_codes(values: pd.Series, decimal: str = ".") -> Distinct:
    """The distinct values of `code_text`."""
    if values.dtype == object:
        return Distinct.of(_code_text(values, decimal))
    return Distinct.of(values).then(lambda distinct: _code_text(distinct, decimal))


def _code_text(values: pd.Series, decimal: str) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(values):
        return _date_text(values)
    if pd.api.types.is_bool_dtype(values):
        return values.astype("boolean").map({True: "true", False: "false"}, na_action="ignore").astype("string")
    if pd.api.types.is_numeric_dtype(values):
        return (values + 0).astype("string").str.replace(r"^-?0\.0$", "0", regex=True).str.replace(r"\.0$", "", regex=True)
    text = values.astype("string").str.strip()
    mark = "[.,]" if decimal == "," else r"\."
    whole = text.str.endswith("0").fillna(False) & text.str.contains(mark).fillna(False)  # few: a pattern's work is dear
    if whole.any():
        text = text.mask(whole, text[whole].str.replace(rf"^([+-]?\d+){mark}0+$", r"\1", regex=True))
    return text.mask(text.eq("").fillna(False))


def _date_text(values: pd.Series) -> pd.Series:
    text = values.dt.strftime("%Y-%m-%d").astype("string")
    timed = values.notna() & values.ne(values.dt.normalize())
    return text.mask(timed, values.dt.strftime("%Y-%m-%d %H:%M:%S").astype("string")) if timed.any() else text


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
