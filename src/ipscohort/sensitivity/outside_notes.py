"""What is said of outside series: beside an estimate that is adjusted for them, and below table and curve."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from ipscohort.config.series import OutsideSeries
from ipscohort.display import printing
from ipscohort.display.house_style import style_of
from ipscohort.display.naming import level_word
from ipscohort.display.numbers import Cell, Filter, Note, Source, source, tell, together
from ipscohort.sensitivity.beside import hardly_apart
from ipscohort.sensitivity.inputs import Inputs
from ipscohort.sensitivity.series import WORDS
from ipscohort.tables.summaries import count_cell, number_cell
from ipscohort.words import later, say

FILE = "outside_series"
ADJUSTED_FOR = later("Adjusted for {series} in the {period} of inclusion ({unit}; source: {source}).")
CORRELATED = later("Its correlation with what is compared is {r} among these persons, and the variance inflation of the exposure {vif}.")
HARDLY_APART = later("The two can hardly be told apart: to which of them a difference belongs these data do not say.")
OF_EVERYBODY = later(
    "{series} ({unit}): {known} of {whole} persons have a value, that of the {period} of their inclusion, from {low} to {high}."
)
NO_VALUE = later("{n} were included in a {period} without a value; they are in no model with it.")
NO_DATE = later("{n} have no day of inclusion.")
WITH_DATE = later("Its correlation with the date of inclusion is {r}.")
WITH_EXPOSURE = later(
    "It goes closely with {exposure}, {level} (correlation {r}): to which of the two a difference belongs these data do not say."
)
SOURCE = later("Source of {series}: {source}.")
TREND = later(
    "An outside series is one value for everybody included in the same period. It stands for all that changed with it over time, and is no measurement of a person."
)


def beside_estimate(inputs: Inputs, row: dict[str, Any], where: Callable[[str], Source]) -> Iterator[Note]:
    """What an estimate is adjusted for, from where it comes, and how far it can be told apart; nothing without a series."""
    if printing.absent(row["series"]):
        return
    for name in str(row["series"]).split(";"):
        each = inputs.sensitivity.series[name]
        yield Note(say(ADJUSTED_FOR, series=each.label, period=say(WORDS[each.period]), unit=each.unit, source=each.source.rstrip(".")))
    r, vif = row["series_correlation"], row["series_vif"]
    if printing.absent(r) or printing.absent(vif):
        return
    parts = {"r": _number(inputs, r, "correlation", where("series_correlation")), "vif": _number(inputs, vif, "VIF", where("series_vif"))}
    yield tell(CORRELATED, **parts)
    if hardly_apart(r, vif):
        yield Note(say(HARDLY_APART))


def below_table(inputs: Inputs) -> Iterator[Note]:
    """Each series: who has a value, how far it goes with the date of inclusion and with the exposures, and its source."""
    if inputs.outside is None or inputs.outside.empty:
        return
    for name, each in inputs.sensitivity.series.items():
        yield together(_of_series(inputs, name, each), " ")
    yield Note(say(TREND))


def sources(inputs: Inputs) -> list[str]:
    """Where each series comes from."""
    return [say(SOURCE, series=each.label, source=each.source.rstrip(".")) for each in inputs.sensitivity.series.values()]


def _of_series(inputs: Inputs, name: str, each: OutsideSeries) -> Iterator[Note]:
    rows = inputs.outside[inputs.outside["series"].eq(name)]
    row = rows[rows["exposure"].isna()].iloc[0].to_dict()
    period, style = say(WORDS[each.period]), style_of(inputs.tables)

    def where(column: str) -> Source:
        return source(FILE, column, series=name, exposure=Filter.MISSING)

    def counted(column: str) -> Cell:
        return count_cell(row[column], where(column), style=style)

    ends = {end: number_cell(row[end], inputs.tables.decimals, end, where(end), style=style) for end in ("low", "high")}
    yield tell(OF_EVERYBODY, series=each.label, unit=each.unit, period=period, known=counted("n_known"), whole=counted("n"), **ends)
    if row["n_no_value"]:
        yield tell(NO_VALUE, n=counted("n_no_value"), period=period)
    if row["n_no_date"]:
        yield tell(NO_DATE, n=counted("n_no_date"))
    if not printing.absent(row["pearson"]):
        yield tell(WITH_DATE, r=_number(inputs, row["pearson"], "correlation", where("pearson")))
    yield from _with_exposures(inputs, name, rows[rows["exposure"].notna()])
    yield Note(say(SOURCE, series=each.label, source=each.source.rstrip(".")))


def _with_exposures(inputs: Inputs, name: str, rows: pd.DataFrame) -> Iterator[Note]:
    for row in rows.to_dict("records"):
        if hardly_apart(row["pearson"], None):
            place = source(FILE, "pearson", series=name, exposure=row["exposure"], level=row["level"])
            r = _number(inputs, row["pearson"], "correlation", place)
            yield tell(WITH_EXPOSURE, exposure=inputs.label(row["exposure"]), level=level_word(row["level"]), r=r)


def _number(inputs: Inputs, value: Any, statistic: str, where: Source) -> Cell:
    return number_cell(value, inputs.tables.estimate_decimals, statistic, where, style=style_of(inputs.tables))
