"""The rates that a paper prints, as points of the rates figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from ipscohort.printed_values.file import conditions


@dataclass(frozen=True)
class Point:
    """A printed rate: the number of its period, the share, and how it is printed."""

    period: int
    share: float
    text: str


def printed_points(printed: pd.DataFrame) -> list[Point]:
    """The points among the printed values: rates of one period each.

    Parameters
    ----------
    printed : DataFrame
        PRINTED. Rows that are no rate, or of several periods, are no points.
    """
    rates = printed[(printed["frame"] == "rates") & (printed["column"] == "rate") & (printed["statistic"] == "value")]
    return list(_points(rates))


def _points(rates: pd.DataFrame) -> Iterator[Point]:
    for select, text, unit in zip(rates["select"].fillna(""), rates["printed"], rates["unit"].fillna(""), strict=True):
        chosen = conditions(select)
        one = len(chosen) == 1 and chosen[0].column == "period" and len(chosen[0].values) == 1 and chosen[0].values[0].isdecimal()
        if one and text.replace(".", "", 1).isdecimal():
            percent = unit == "percent"
            yield Point(int(chosen[0].values[0]), float(text) / (100 if percent else 1), f"{text}%" if percent else text)
