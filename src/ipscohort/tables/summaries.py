"""Printed cells of the usual summaries, each number with its value and source.

A quartile that is not defined prints a dash.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from ipscohort.arithmetic.quantiles import WORDS, quantile
from ipscohort.config.analysis import Tables
from ipscohort.display import printing
from ipscohort.display.house_style import style_of
from ipscohort.display.numbers import Cell, Number, Source, quoted
from ipscohort.display.styles import Style, usual
from ipscohort.words import say

NAN = float("nan")


def values_of(series: pd.Series) -> np.ndarray:
    """The non-missing values as floats."""
    return series.dropna().to_numpy(dtype=float)


def plain(value: object) -> float:
    """A number as a float, NaN where it is missing."""
    return NAN if printing.absent(value) else float(value)


def count_cell(n: int, where: Source, notes: tuple[str, ...] = (), style: Style | None = None) -> Cell:
    """'103'."""
    return Cell(printing.count(n, style), (Number("n", plain(n), where),), notes)


def counted_cell(row: Mapping[str, Any], where: Callable[[str], Source], of: str = "", style: Style | None = None) -> Cell:
    """'44 / 93': events and persons; '93' where the outcome has no events. `of` ends the names of the columns, such as _level."""
    persons, events = f"n{of}", f"n_events{of}"
    n = Number("n", plain(row[persons]), where(persons))
    if printing.absent(row[events]):
        return Cell(printing.count(row[persons], style), (n,))
    text = f"{printing.count(row[events], style)} / {printing.count(row[persons], style)}"
    return Cell(text, (Number("events", plain(row[events]), where(events)), n))


def number_cell(
    value: object, decimals: int, statistic: str, where: Source, notes: tuple[str, ...] = (), style: Style | None = None
) -> Cell:
    """One number."""
    return Cell(printing.number(value, decimals, style=style), (Number(statistic, plain(value), where),), notes)


def percent_cell(part: int, whole: int, where: Source, statistic: str = "percent", style: Style | None = None) -> Cell:
    """'46': a percentage without its sign."""
    share = 100 * part / whole if whole else NAN
    return Cell(printing.percent(part, whole, (style or usual()).percent_decimals, style), (Number(statistic, share, where),))


def share_cell(
    part: int, whole: int, where: tuple[Source, Source, Source], notes: tuple[str, ...] = (), style: Style | None = None
) -> Cell:
    """'47 (46)': a count and its percentage of the whole; `where` as share_source gives it."""
    share = 100 * part / whole if whole else NAN
    values = {"n": float(part), "of": float(whole), "percent": share}
    numbers = tuple(Number(name, value, place) for (name, value), place in zip(values.items(), where, strict=True))
    return Cell(printing.count_percent(part, whole, (style or usual()).percent_decimals, style), numbers, notes)


def mean_cell(series: pd.Series, tables: Tables, where: Source, notes: tuple[str, ...] = ()) -> Cell:
    """'38.7 (9.7)': mean and standard deviation of the non-missing values (n - 1 in the divisor)."""
    values = values_of(series)
    mean = float(values.mean()) if len(values) else NAN
    spread = float(values.std(ddof=1)) if len(values) > 1 else NAN
    numbers = (Number("mean", mean, where), Number("standard deviation", spread, where), Number("n", float(len(values)), where))
    return Cell(printing.with_spread(mean, spread, tables.decimals, style_of(tables)), numbers, notes)


def median_cell(series: pd.Series, tables: Tables, where: Source, notes: tuple[str, ...] = ()) -> Cell:
    """'200.5 [58.8-537.3]': median and quartiles of the non-missing values, by the settings' rule and decimals."""
    values = values_of(series)
    low, middle, high = (quantile(values, p, tables.percentiles) for p in (0.25, 0.5, 0.75))
    numbers = (
        Number("median", middle, where),
        Number("lower quartile", low, where),
        Number("upper quartile", high, where),
        Number("n", float(len(values)), where),
    )
    return Cell(printing.with_quartiles(middle, low, high, tables.decimals, style_of(tables)), numbers, notes)


def quartiles_note(tables: Tables) -> str:
    """What the brackets of `median_cell` are."""
    return say("[IQR]: first and third quartile, {rule}; - where a quartile is not defined.", rule=say(WORDS[tables.percentiles]))


def interval_cell(
    row: pd.Series, names: tuple[str, str, str], tables: Tables, where: Callable[[str], Source], notes: tuple[str, ...] = ()
) -> Cell:
    """'3.83 (1.42 to 10.30)': an estimate and its confidence limits, by their column names; `where` gives a column's source."""
    values = [plain(row[name]) for name in names]
    said = zip(("estimate", "lower limit", "upper limit"), values, names, strict=True)
    numbers = tuple(Number(statistic, value, where(name)) for statistic, value, name in said)
    return Cell(printing.with_interval(*values, tables.estimate_decimals, style_of(tables)), numbers, notes)


def limits_cell(row: pd.Series, names: tuple[str, str], exponentiated: bool, tables: Tables, where: Callable[[str], Source]) -> Cell:
    """'(1.49 to 10.87)': confidence limits by their column names, exponentiated where a ratio is read."""
    values = [math.exp(v) if exponentiated and not math.isnan(v) else v for v in (plain(row[name]) for name in names)]
    places = [where(name).read_as("exp({})" if exponentiated else "{}") for name in names]
    said = zip(("lower limit", "upper limit"), values, places, strict=True)
    style = style_of(tables)
    return Cell(style.enclosed(printing.interval(*values, tables.estimate_decimals, style)), tuple(Number(*number) for number in said))


def free_share_cell(
    row: pd.Series, column: str, decimals: int, where: Callable[[str], Source], notes: tuple[str, ...] = (), style: Style | None = None
) -> Cell:
    """'42.9 (16.0 to 83.0)': 1 - a share and its limits, in percent; the upper limit of the one is the lower limit of the other."""
    names = (column, "conf_high", "conf_low")
    values = [100 * (1 - plain(row[name])) for name in names]
    said = zip(("percent", "lower limit", "upper limit"), values, names, strict=True)
    numbers = tuple(Number(statistic, value, where(name).read_as("1 - {}")) for statistic, value, name in said)
    return Cell(printing.with_interval(*values, decimals, style), numbers, notes)


def footnotes(value: object, numbers: Iterable[Number] = ()) -> tuple[str, ...]:
    """A sentence of a tidy file as a footnote with its full stop and the numbers that it hangs on; none where there is none."""
    return () if printing.absent(value) or not str(value).strip() else (quoted(f"{str(value).strip().rstrip('.')}.", numbers),)


def numbers_of(row: Mapping[str, Any], columns: Iterable[str], where: Callable[[str], Source]) -> tuple[Number, ...]:
    """Those of some columns of a tidy row that are known, named as their columns; `where` gives a column's source."""
    return tuple(
        Number(column.replace("_", " "), plain(row[column]), where(column)) for column in columns if not printing.absent(row[column])
    )


def p_cell(value: object, where: Source, notes: tuple[str, ...] = (), style: Style | None = None) -> Cell:
    """'0.012'; '<0.001' below that."""
    return Cell(printing.p_value(value, style), (Number("p", plain(value), where),), notes)
