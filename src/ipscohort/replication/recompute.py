"""One printed value, computed again from this run's results: its value, its N, or why it is not there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ipscohort.arithmetic.contingency import p_of, pearson
from ipscohort.arithmetic.quantiles import quantile
from ipscohort.config.analysis import Percentiles
from ipscohort.printed_values.file import Condition, columns_named, conditions
from ipscohort.words import say

Value = float | int | str | tuple[float, float]
"""A number; a date or another text; or both quartiles."""


class NotThereError(Exception):
    """The results hold no such value; the message says why."""


@dataclass(frozen=True)
class Ask:
    """What a statistic of persons or jobs is computed from.

    Attributes
    ----------
    rows : DataFrame
        The rows selected.
    column : str
        A column, or column=value of what is counted.
    frame : str
        How messages call the rows.
    percentiles : str
        Rule of `tables.percentiles`.
    """

    rows: pd.DataFrame
    column: str
    frame: str
    percentiles: Percentiles


Compute = Callable[[Ask], tuple[Value, int]]
"""Gives value and N."""


@dataclass(frozen=True)
class Recomputed:
    """What this run gives in place of a printed value.

    Attributes
    ----------
    value : float, int, str, tuple of float, or None
        NaN where it is not defined; None where it is not there.
    n : int or None
        What data/published/README.md says of the statistic.
    why_not : str
        Why it is not there.
    """

    value: Value | None
    n: int | None
    why_not: str = ""


def recompute(entry: Mapping[str, Any], results: Mapping[str, pd.DataFrame], days_per_month: float, percentiles: Percentiles) -> Recomputed:
    """The value that one row of the printed file asks for.

    Parameters
    ----------
    value : mapping
        A row of PRINTED, blanks as ''. Its frame is not `settings`.
    results : mapping of str -> DataFrame
        persons, jobs, rates, estimates, fits; availability, where there is one, says why an outcome is absent.
    days_per_month : float
        By which days become months.
    percentiles : str
        Rule of `tables.percentiles`.
    """
    try:
        frame = _frame(entry["frame"], results)
        rows = selected(frame, conditions(entry["select"]), entry["frame"])
        if entry["statistic"] == "value":
            value, n = _cell(rows, entry["column"], entry)
        else:
            _refuse_absent(entry, frame, results)
            value, n = COMPUTED[entry["statistic"]](Ask(rows, entry["column"], entry["frame"], percentiles))
    except NotThereError as reason:
        return Recomputed(None, None, str(reason))
    return Recomputed(_in_unit(value, entry["unit"], days_per_month), n)


def selected(frame: pd.DataFrame, chosen: tuple[Condition, ...], name: str) -> pd.DataFrame:
    """The rows that meet every condition.

    Raises
    ------
    NotThereError
        A column does not exist.
    """
    keep = np.ones(len(frame), dtype=bool)
    for condition in chosen:
        keep &= meets(frame, condition, name)
    return frame[keep]


def meets(frame: pd.DataFrame, condition: Condition, name: str) -> np.ndarray:
    """Whether each row meets one condition; a blank meets only the empty text."""
    values = column_of(frame, condition.column, name)
    words = as_words(values)
    wanted = [_as_the_column_writes(word, values) for word in condition.values]
    return (words.isin([word for word in wanted if word]).fillna(False) | (words.isna() & ("" in wanted))).to_numpy(dtype=bool)


def column_of(frame: pd.DataFrame, column: str, name: str) -> pd.Series:
    """A column by its name.

    Raises
    ------
    NotThereError
        There is none.
    """
    if column not in frame:
        raise NotThereError(say("{frame} has no column '{column}'", frame=name, column=column))
    return frame[column]


def as_words(values: pd.Series) -> pd.Series:
    """Values as a printed file writes them: dates as 2015-11-19, flags as yes and no, 2.0 as 2."""
    if pd.api.types.is_bool_dtype(values):
        return values.map({True: "yes", False: "no"}).astype("string")
    if pd.api.types.is_datetime64_any_dtype(values):
        return values.dt.strftime("%Y-%m-%d").astype("string")
    if pd.api.types.is_numeric_dtype(values):
        return values.map(lambda v: f"{float(v):.12g}", na_action="ignore").astype("string")
    return values.astype("string").str.strip()


def _as_the_column_writes(word: str, values: pd.Series) -> str:
    """'2.0' is the same number as '2'."""
    if word and pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        try:
            return f"{float(word):.12g}"
        except ValueError:
            return word
    return word


def _frame(name: str, results: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    if name not in results:
        raise NotThereError(say("this run has no results called {name}", name=name))
    if name == "jobs" and results["jobs"].empty and results["persons"]["n_jobs"].isna().all():
        raise NotThereError(say("the records hold no jobs"))
    return results[name]


def _refuse_absent(entry: Mapping[str, Any], frame: pd.DataFrame, results: Mapping[str, pd.DataFrame]) -> None:
    """A column without a single value was not observed: that is not a count of 0, nor a quartile that is not defined."""
    for condition in (*conditions(entry["select"]), *(Condition(name, ()) for name in columns_named(entry["column"], entry["statistic"]))):
        if len(frame) and column_of(frame, condition.column, entry["frame"]).isna().all():
            known = results.get("availability")
            row = known[known["measure"] == condition.column] if known is not None else ()
            because = f": {row['why_not'].iloc[0]}" if len(row) and pd.notna(row["why_not"].iloc[0]) else ""
            raise NotThereError(say("no value of '{column}' is recorded", column=condition.column) + because)


def _cell(rows: pd.DataFrame, column: str, entry: Mapping[str, Any]) -> tuple[Value, int | None]:
    """The one value of a column of rates, estimates or fits, and the n beside it."""
    values = column_of(rows, column, entry["frame"])
    if not len(rows):
        raise NotThereError(say("{frame} holds no row with {rows}", frame=entry["frame"], rows=entry["select"].replace(";", ", ")))
    known = rows[values.notna().to_numpy()]
    if not len(known):
        said = rows["warning"].dropna().unique() if "warning" in rows else ()
        raise NotThereError("; ".join(map(str, said)) or say("{column} has no value in the rows selected", column=column))
    if known[column].nunique() > 1:
        raise NotThereError(say("the {n} rows selected differ in {column}", n=len(known), column=column))
    value, ns = known[column].iloc[0], known["n"].dropna().unique()
    number = pd.api.types.is_numeric_dtype(known[column])
    whole = pd.api.types.is_integer_dtype(known[column])
    return (int(value) if whole else float(value)) if number else str(value), int(ns[0]) if len(ns) == 1 else None


def _in_unit(value: Value, unit: str, days_per_month: float) -> Value:
    if unit == "months":
        return tuple(end / days_per_month for end in value) if isinstance(value, tuple) else value / days_per_month
    return 100 * value if unit == "percent" else value


def _numbers(ask: Ask) -> np.ndarray:
    values = column_of(ask.rows, ask.column, ask.frame)
    if not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
        raise NotThereError(say("'{column}' holds no numbers", column=ask.column))
    return values.dropna().to_numpy(dtype=float)


def _parts(ask: Ask) -> tuple[int, int, int]:
    """Rows that hold the value, rows with any value, and all rows."""
    (condition,) = conditions(ask.column)
    valid = column_of(ask.rows, condition.column, ask.frame).notna()
    return int(meets(ask.rows, condition, ask.frame).sum()), int(valid.sum()), len(ask.rows)


def _count(ask: Ask) -> tuple[Value, int]:
    if not ask.column:
        return len(ask.rows), len(ask.rows)
    part, valid, _ = _parts(ask)
    return part, valid


def _percent(ask: Ask) -> tuple[Value, int]:
    part, valid, _ = _parts(ask)
    return (100 * part / valid if valid else float("nan")), valid


def _percent_of_all(ask: Ask) -> tuple[Value, int]:
    part, _, every = _parts(ask)
    return (100 * part / every if every else float("nan")), every


def _valid(ask: Ask) -> tuple[Value, int]:
    n = int(column_of(ask.rows, ask.column, ask.frame).notna().sum())
    return n, n


def _chi2(ask: Ask) -> tuple[Value, int]:
    table, n = _table(ask)
    return float(pearson(table)[0]), n


def _chi2_p(ask: Ask) -> tuple[Value, int]:
    table, n = _table(ask)
    return float(p_of(*pearson(table))), n


def _table(ask: Ask) -> tuple[np.ndarray, int]:
    """How many hold each pair of values of two columns, of those who have both, and how many these are."""
    one, other = (as_words(column_of(ask.rows, name, ask.frame)) for name in columns_named(ask.column, "chi2"))
    both = one.notna() & other.notna()
    return pd.crosstab(one[both].astype(str), other[both].astype(str)).to_numpy(), int(both.sum())


def _of_numbers(compute: Callable[[np.ndarray], float]) -> Compute:
    def statistic(ask: Ask) -> tuple[Value, int]:
        numbers = _numbers(ask)
        return compute(numbers), numbers.size

    return statistic


def _quantile(p: float) -> Compute:
    def statistic(ask: Ask) -> tuple[Value, int]:
        numbers = _numbers(ask)
        return quantile(numbers, p, ask.percentiles), numbers.size

    return statistic


def _iqr(ask: Ask) -> tuple[Value, int]:
    numbers = _numbers(ask)
    return (quantile(numbers, 0.25, ask.percentiles), quantile(numbers, 0.75, ask.percentiles)), numbers.size


def _end(which: str) -> Compute:
    """The lowest or highest value, of dates or numbers."""

    def statistic(ask: Ask) -> tuple[Value, int]:
        values = column_of(ask.rows, ask.column, ask.frame)
        if not pd.api.types.is_datetime64_any_dtype(values):
            numbers = _numbers(ask)
            return (float(getattr(numbers, which)()) if numbers.size else float("nan")), numbers.size
        known = values.dropna()
        return (getattr(known, which)().strftime("%Y-%m-%d") if len(known) else float("nan")), len(known)

    return statistic


COMPUTED: dict[str, Compute] = {
    "count": _count,
    "percent": _percent,
    "percent_of_all": _percent_of_all,
    "valid": _valid,
    "mean": _of_numbers(lambda x: float(x.mean()) if x.size else float("nan")),
    "sd": _of_numbers(lambda x: float(x.std(ddof=1)) if x.size > 1 else float("nan")),
    "median": _quantile(0.5),
    "q1": _quantile(0.25),
    "q3": _quantile(0.75),
    "iqr": _iqr,
    "first": _end("min"),
    "last": _end("max"),
    "chi2": _chi2,
    "chi2_p": _chi2_p,
}
"""Compute of persons and jobs -> its function, which gives value and N."""
