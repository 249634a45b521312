"""Names of columns that hold numbers, such as job{n}_start, w{wave}_job{n}_end, emp{n} or w_{year}_{month}."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

MARKS = {"n": r"\d{1,6}", "wave": r"\d{1,6}", "year": r"\d{4}", "month": r"\d{1,2}"}
"""Mark -> digits that may stand for it. A year and a month may follow each other: 201501."""


def matching(pattern: str, names: Iterable[str]) -> pd.DataFrame:
    """Columns that fit a pattern, with the numbers in their names.

    Parameters
    ----------
    pattern : str
        A name with {n}, {wave}, {year} or {month} where a number stands.
    names : iterable of str
        Names of the file's columns.

    Returns
    -------
    DataFrame
        column, and a column of whole numbers for each mark of the pattern; in the order of the numbers, 10 after 9.
    """
    marks = [mark for mark in MARKS if f"{{{mark}}}" in pattern]
    expression = re.escape(pattern.strip())
    for mark in marks:
        first, *others = expression.split(re.escape(f"{{{mark}}}"))
        expression = first + f"(?P<{mark}>{MARKS[mark]})" + f"(?P={mark})".join(others)
    names = pd.Series(list(names), dtype="string")
    found = names.str.extract(f"^{expression}$") if len(names) else pd.DataFrame(columns=marks)
    found = found.dropna()
    result = pd.DataFrame({"column": names[found.index], **{mark: found[mark].astype("int64") for mark in marks}})
    order = [mark for mark in ("year", "month", "wave", "n") if mark in marks]
    return result.sort_values(order, kind="stable").reset_index(drop=True)


def twice(found: pd.DataFrame) -> list[str]:
    """Columns that share their numbers with another, such as job1 and job01."""
    numbers = [name for name in found.columns if name != "column"]
    return list(found.loc[found.duplicated(numbers, keep=False), "column"])
