"""Checks that are said in a model's warning: the numbers that it hangs on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from ipscohort.display import printing
from ipscohort.display.numbers import Number, source
from ipscohort.tables.summaries import numbers_of

FILE = "diagnostics"
KEY = ("model", "exposure", "adjustment", "check", "term", "level")
FOUND = ("value", "conf_low", "conf_high")
LOOK = "look"


def where_of(row: Mapping[str, Any]) -> dict[str, str]:
    """The columns that name a row of the checks."""
    return {name: str(row[name]) for name in KEY if not printing.absent(row[name])}


def numbers_of_checks(checks: pd.DataFrame, key: Mapping[str, str], warning: object) -> tuple[Number, ...]:
    """The numbers of those checks of a model that are said in its warning.

    Parameters
    ----------
    checks : DataFrame
        DIAGNOSTICS.
    key : mapping of str -> str
        Model, exposure and adjustment.
    warning : str or missing
        That of the model.
    """
    if printing.absent(warning):
        return ()
    chosen = checks[checks["verdict"].eq(LOOK) & checks["warning"].notna()]
    for name, wanted in key.items():
        chosen = chosen[chosen[name] == wanted]
    rows = [row for row in chosen.to_dict("records") if str(row["warning"]) in str(warning)]
    return tuple(number for row in rows for number in numbers_of(row, FOUND, partial(source, FILE, **where_of(row))))
