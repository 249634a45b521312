"""Outside series out of their files: the value of the period in which each person was included."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ipscohort.config import Settings
from ipscohort.config.series import OutsideSeries
from ipscohort.contracts import OUTSIDE_SERIES
from ipscohort.contracts.codebook import Codebook, VariableInfo
from ipscohort.errors import Problems
from ipscohort.ingest.cells import Cells, take
from ipscohort.ingest.gather import Gathered
from ipscohort.ingest.rawtable import HEADING
from ipscohort.ingest.readers import read_file
from ipscohort.ingest.values import numbers
from ipscohort.words import later, say

KEY = "sensitivity.series"
A_YEAR = {"month": 12, "quarter": 4, "year": 1}
"""Periods of a year."""
FORMS = {
    "month": r"(?P<year>\d{4})(?:-|/|-?MM?)(?P<part>0?[1-9]|1[0-2])",
    "quarter": r"(?P<year>\d{4})[- ]?(?:Q|KW0?)(?P<part>[1-4])",
    "year": r"(?P<year>\d{4})(?:JJ00|\.0)?(?P<part>)",
}
DAY = r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?: 00:00:00)?"
SHOWN = {"month": "2014-03", "quarter": "2014-Q1", "year": "2014"}
"""How each kind of period is written."""
WORDS = {"month": later("month"), "quarter": later("quarter"), "year": later("year")}
DATE = "date"


@dataclass(frozen=True)
class Series:
    """One outside series.

    Attributes
    ----------
    name : str
        In the settings.
    settings : OutsideSeries
    values : Series of float
        By number of the period (counted from the year 0); none missing.
    """

    name: str
    settings: OutsideSeries
    values: pd.Series

    @property
    def ends(self) -> tuple[str, str]:
        """The first and the last period with a value, as they are written."""
        return written(int(self.values.index.min()), self.settings.period), written(int(self.values.index.max()), self.settings.period)

    def at(self, dates: pd.Series) -> pd.Series:
        """The value of the period of each date (Float64); missing where the date is, or its period has none. Never another period's."""
        year, month = dates.dt.year, dates.dt.month
        each = A_YEAR[self.settings.period]
        number = (year * each + (month - 1) * each // 12).astype("Int64")
        return number.map(self.values).astype("Float64")


def written(number: int, period: str) -> str:
    """A period's number as text, such as 2014-Q1."""
    year, part = divmod(number, A_YEAR[period])
    return {"month": f"{year}-{part + 1:02d}", "quarter": f"{year}-Q{part + 1}", "year": str(year)}[period]


def number_of(text: str, period: str) -> int | None:
    """The number of a period that is written in one of its forms, or as a day in it; None where it is not."""
    each = A_YEAR[period]
    found = re.fullmatch(FORMS[period], text.strip(), re.IGNORECASE)
    if found:
        return int(found["year"]) * each + int(found["part"] or 1) - 1
    day = re.fullmatch(DAY, text.strip())
    return int(day["year"]) * each + (int(day["month"]) - 1) * each // 12 if day else None


def read_series(name: str, path: Path | str, settings: OutsideSeries) -> Series:
    """Read one series.

    Parameters
    ----------
    name : str
    path : path
    settings : OutsideSeries

    Raises
    ------
    UserError
        With everything that is wrong with its columns, periods and values, by file, column and row; periods that stand twice; no value at all.
    """
    gathered, key = Gathered(), f"{KEY}.{name}"
    table = read_file(Path(path), settings)
    period = _periods(take(table, settings.column_of_period, f"{key}.column_of_period", gathered), settings.period, gathered)
    cells = take(table, settings.column_of_value, f"{key}.column_of_value", gathered)
    value = numbers(cells, gathered)
    known = period.dropna()
    twice = known.index[known.duplicated(keep=False)]
    if len(twice):
        what = f"{settings.period}s that stand twice"
        remedy = f"keep one row for each {settings.period}, such as those of one region; or set period to what a row is of"
        gathered.problems.add(f"{table.where}, column {settings.column_of_period.column}", what, remedy, rows=twice)
    gathered.stop()
    values = pd.Series(value.to_numpy(dtype=float, na_value=np.nan), index=period.astype("int64").to_numpy()).dropna()
    if values.empty:
        problems = Problems(HEADING)
        problems.add(cells.where, "no period has a value", "name the column that holds the values")
        problems.stop()
    return Series(name, settings, values)


def _periods(cells: Cells, period: str, gathered: Gathered) -> pd.Series:
    """Number of each row's period (Int64); a blank, and what is no period, is a problem."""
    if cells.absent:
        return pd.Series(pd.NA, index=cells.text.index, dtype="Int64")
    blank = cells.text.index[~cells.present]
    if len(blank):
        gathered.problems.add(cells.where, f"rows without a {period}", "fill it in, or take the rows out", rows=blank)
    number = cells.text.map(lambda text: number_of(cells.codes.get(text, text), period), na_action="ignore").astype("Int64")
    wrong = number.index[number.isna() & cells.present]
    if len(wrong):
        remedy = f"write each as {SHOWN[period]} or as a day in it (2014-03-01), or set period to what a row is of"
        gathered.problems.add(cells.where, f"cells that are no {period}", remedy, rows=wrong)
    return number


def read_all(settings: Settings, files: Mapping[str, Path]) -> list[Series]:
    """Every series of the settings; UserError where one can't be read."""
    return [read_series(name, files[name], each) for name, each in settings.sensitivity.series.items()]


def check_outside(settings: Settings, files: Mapping[str, Path], persons: pd.DataFrame) -> None:
    """Read every series, and raise UserError where one can't be read, nobody has a value, or everybody has the same.

    Parameters
    ----------
    settings : Settings
    files : mapping of str -> Path
        By the series' names.
    persons : DataFrame
        PERSONS under the study's own settings.
    """
    problems = Problems("The outside series do not fit the records; nothing was run.")
    dates = persons["inclusion_date"]
    for series in read_all(settings, files):
        values, where = series.at(dates).dropna(), f"{KEY}.{series.name}"
        first, last = series.ends
        if values.empty:
            included = (
                f"inclusion from {dates.min().date()} to {dates.max().date()}" if dates.notna().any() else "no day of inclusion is known"
            )
            what = f"nobody analysed was included in a {series.settings.period} with a value: the series goes from {first} to {last}, {included}"
            problems.add(where, what, f"take a series of these years from its source ({series.settings.source})")
        elif values.nunique() == 1:
            what = f"all of the {len(values)} persons with a value have the same, so that nothing can be adjusted for"
            problems.add(where, what, "take a series of shorter periods, or leave it out")
    problems.stop()


def joined(persons: pd.DataFrame, codebook: Codebook, series: Iterable[Series]) -> tuple[pd.DataFrame, Codebook]:
    """Persons with a column for each series, and the codebook with them among its variables."""
    series = list(series)
    columns = {each.name: each.at(persons["inclusion_date"]) for each in series}
    more = {
        each.name: VariableInfo(
            each.name,
            each.settings.label,
            "number",
            unit=each.settings.unit,
            rule=say("value of the {period} of inclusion", period=say(WORDS[each.settings.period])),
        )
        for each in series
    }
    return persons.assign(**columns), replace(codebook, variables={**codebook.variables, **more})


def correlation(one: Any, other: Any) -> float | None:
    """Pearson correlation of two columns where both are known; None where either does not vary."""
    pair = pd.DataFrame({"one": np.asarray(one, dtype=float), "other": np.asarray(other, dtype=float)}).dropna()
    if len(pair) < 2 or pair.nunique().min() < 2:
        return None
    return float(np.clip(np.corrcoef(pair["one"], pair["other"])[0, 1], -1, 1))


def outside_rows(series: Iterable[Series], analysed: tuple[pd.DataFrame, Codebook], settings: Settings) -> pd.DataFrame:
    """How each series lies to the date of inclusion and to the exposures.

    Parameters
    ----------
    series : iterable of Series
    analysed : tuple of DataFrame and Codebook
        PERSONS under the study's own settings, with the exposures.
    settings : Settings

    Returns
    -------
    DataFrame
        OUTSIDE_SERIES.
    """
    return OUTSIDE_SERIES.conform(pd.DataFrame([row for each in series for row in _rows(each, *analysed, settings)]))


def _rows(series: Series, persons: pd.DataFrame, codebook: Codebook, settings: Settings) -> Iterator[dict[str, Any]]:
    dates = persons["inclusion_date"]
    values = series.at(dates)
    first, last = series.ends
    shared = {"series": series.name, "period": series.settings.period, "first": first, "last": last}
    days = (dates - dates.min()) / pd.Timedelta(days=1)
    yield {**shared, **_counts(values, dates), "pearson": correlation(_floats(values), days)}
    for name, exposure in settings.exposures.items():
        for level in codebook.variables[name].levels:
            if level == exposure.reference:
                continue
            inside = persons[name].isin([level, exposure.reference]).to_numpy(dtype=bool)
            at_level = persons[name][inside].eq(level).to_numpy(dtype=float)
            counts = _counts(values[inside], dates[inside])
            yield {**shared, "exposure": name, "level": level, **counts, "pearson": correlation(_floats(values[inside]), at_level)}


def _counts(values: pd.Series, dates: pd.Series) -> dict[str, Any]:
    known = values.dropna()
    no_date = int(dates.isna().sum())
    return {
        "n": len(values),
        "n_known": len(known),
        "n_no_value": len(values) - len(known) - no_date,
        "n_no_date": no_date,
        "low": float(known.min()) if len(known) else None,
        "high": float(known.max()) if len(known) else None,
    }


def _floats(values: pd.Series) -> np.ndarray:
    return values.to_numpy(dtype=float, na_value=np.nan)
