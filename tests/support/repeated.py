"""Employment over time: models of made-up persons, of the shipped cohort and of Rossi, by the stage itself."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from ipscohort.config import Settings
from ipscohort.contracts.codebook import Codebook, VariableInfo
from ipscohort.repeated import Repeated, estimate_repeated
from tests.support.shipped import cohort, shipped


def settings(employment: dict[str, Any] | None = None, **more: Any) -> Settings:
    """The shipped cohort's settings with models over time."""
    return Settings.model_validate({**cohort().settings.model_dump(mode="json"), **more, "repeated": {"employment": employment or {}}})


@cache
def of_shipped(time: str = "linear") -> Repeated:
    """The shipped cohort's."""
    derived = shipped().derived
    return estimate_repeated(derived.persons, derived.periods, derived.rates, derived.codebook, settings({"time": time}))


def of_rows(
    rows: pd.DataFrame, exposures: dict[str, tuple[str, ...]], confounders: list[str], n_periods: int, **employment: Any
) -> Repeated:
    """Of rows with id, period, y, exposures and confounders (numbers but for those in `exposures`); persons without a row by None in period."""
    ids = rows["id"].astype(str)
    persons = rows.assign(id=ids).drop_duplicates("id").drop(columns=["period", "y"]).reset_index(drop=True)
    periods = pd.DataFrame({"id": ids, "period": rows["period"], "employed": rows["y"]}).dropna()
    periods = periods.assign(period=periods["period"].astype(int), employed=periods["employed"].astype(bool))
    variables = {
        name: VariableInfo(name, name.replace("_", " ").capitalize(), "category", levels=levels) for name, levels in exposures.items()
    }
    variables |= {name: VariableInfo(name, name.capitalize(), "number") for name in confounders if name not in exposures}
    variables |= {
        name: VariableInfo(name, name.capitalize(), "category", levels=tuple(sorted(set(rows[name]))))
        for name in confounders
        if name not in exposures and rows[name].dtype == object
    }
    declared = {name: {"variable": name, "reference": levels[0]} for name, levels in exposures.items()}
    chosen = settings({"confounders": confounders, **employment}, exposures=declared, models={"first_job": False})
    rates = pd.DataFrame({"period": np.arange(1, n_periods + 1)})
    return estimate_repeated(persons, periods, rates, Codebook("panel", False, variables=variables), chosen)
