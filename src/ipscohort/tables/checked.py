"""Checks that are said in a model's warning: the numbers that it hangs on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from ipscohort.display import printing
from ipscohort.display.numbers import Number, source
from ipscohort.tables.summaries import numbers_of

if TYPE_CHECKING:
    import pandas as pd

FILE = "diagnostics"
KEY = ("model", "exposure", "adjustment", "check", "term", "level")
FOUND = ("value", "conf_low", "conf_high")
LOOK = "look"


def where_of(row: Mapping[str, Any]) -> dict[str, str]:
    """The columns that name a row of the checks."""
    return {name: str(row[name]) for name in KEY if not printing.absent(row[name])}


def looked_at(checks: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of DIAGNOSTICS that are worth a look and say why."""
    return checks[checks["verdict"].eq(LOOK) & checks["warning"].notna()].to_dict("records")


def told(looked: Iterable[Mapping[str, Any]], key: Mapping[str, str], warning: object) -> list[Mapping[str, Any]]:
    """Those of one model that are said in its warning.

    Parameters
    ----------
    looked : iterable of mapping
        What `looked_at` gives.
    key : mapping of str -> str
        Model, exposure and adjustment.
    warning : str or missing
        That of the model.
    """
    if printing.absent(warning):
        return []
    return [row for row in looked if all(row[name] == wanted for name, wanted in key.items()) and str(row["warning"]) in str(warning)]


def numbers_of_checks(looked: Iterable[Mapping[str, Any]], key: Mapping[str, str], warning: object) -> tuple[Number, ...]:
    """The numbers of those checks of a model that are said in its warning; as `told` has them."""
    rows = told(looked, key, warning)
    return tuple(number for row in rows for number in numbers_of(row, FOUND, partial(source, FILE, **where_of(row))))
