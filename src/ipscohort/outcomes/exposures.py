"""Exposures: a variable's categories as they are, or two groups split at a date or a number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from ipscohort.catalogue.characteristics import OF_CODE
from ipscohort.config.analysis import Exposure
from ipscohort.contracts import PERSONS
from ipscohort.contracts.codebook import Codebook, VariableInfo
from ipscohort.errors import Problems, known_levels
from ipscohort.outcomes.parts import one_of_two
from ipscohort.words import later, say

DAYS_A_YEAR = 365.25
INCLUSION_LABEL = later("Date of inclusion")
LINEAR_RULE = later("years since the first inclusion of those analysed")


def add_exposures(participants: pd.DataFrame, codebook: Codebook, exposures: dict[str, Exposure]) -> tuple[dict[str, pd.Series], Codebook]:
    """One column per exposure, by the exposure's name, and the codebook with the exposures added.

    Parameters
    ----------
    participants : DataFrame
        Persons analysed: `midpoint` is theirs.
    codebook : Codebook
    exposures : dict of str -> Exposure

    Returns
    -------
    columns : dict of str -> Series
        Levels as text, years as numbers where the split is `linear`; missing where the variable is missing.
    codebook : Codebook

    Raises
    ------
    UserError
        A name is taken, a split does not fit its variable, or the reference is no level.
    """
    problems = Problems("The exposures do not fit the records.")
    said = {name: _said(info) for name, info in codebook.variables.items()}
    columns, variables = {}, dict(said)
    inclusion = VariableInfo("inclusion_date", say(INCLUSION_LABEL), "date")
    for name, exposure in exposures.items():
        info = inclusion if exposure.variable == "inclusion_date" else said[exposure.variable]
        values = participants[exposure.variable]
        wrong = _problem(name, exposure, info, codebook)
        if wrong:
            problems.add(f"exposures.{name}", *wrong)
            continue
        if exposure.linear:
            columns[name] = years_since_first(values)
            variables[name] = VariableInfo(name, info.label, "number", unit=say("years"), rule=say(LINEAR_RULE))
            continue
        if exposure.split is None:
            levels = info.levels or tuple(sorted(values.dropna().unique()))
            columns[name] = values.astype("string")
        else:
            levels = tuple(exposure.levels)
            columns[name] = _split(values, exposure)
        if exposure.reference not in levels:
            remedy = known_levels(levels, exposure.reference, rows=int(values.notna().sum()))
            problems.add(f"exposures.{name}.reference", f"'{exposure.reference}' is no level", remedy)
        kind = "yes_no" if levels == ("no", "yes") else "category"
        label = exposure.label or info.label
        variables[name] = VariableInfo(name, label, kind, levels=levels, column=info.column, rule=info.rule)
    problems.stop()
    return columns, replace(codebook, variables=variables)


def _said(info: VariableInfo) -> VariableInfo:
    """A variable whose label and unit are said, where they are the code's and not the study's."""
    label, unit = (say(text) if text in OF_CODE else text for text in (info.label, info.unit))
    return replace(info, label=label, unit=unit)


def _problem(name: str, exposure: Exposure, info: VariableInfo, codebook: Codebook) -> tuple[str, str] | None:
    """What is wrong with an exposure, and what to do."""
    taken = name in PERSONS.names() or (name in codebook.variables and name != exposure.variable)
    if taken:
        return f"'{name}' is already the name of a column", "give the exposure another name"
    if exposure.split is None:
        return None
    if name == exposure.variable:
        return "a split exposure can't have its variable's own name", "give the exposure another name"
    on_dates = isinstance(exposure.split, date) or exposure.split == "midpoint" or exposure.linear
    if on_dates != (info.type == "date"):
        fitting = "a date (2015-11-19)" if info.type == "date" else "a number"
        return f"'{exposure.variable}' is a {info.type}, which the split does not fit", f"write split as {fitting}"
    return None


def _split(values: pd.Series, exposure: Exposure) -> pd.Series:
    """The second group begins on the split."""
    if exposure.split == "midpoint":
        second = values > midpoint(values)
    else:
        second = values >= (pd.Timestamp(exposure.split) if isinstance(exposure.split, date) else exposure.split)
    words = one_of_two(second.fillna(False).to_numpy(dtype=bool), tuple(exposure.levels))
    return words.set_axis(values.index).where(values.notna())


def years_since_first(dates: pd.Series) -> pd.Series:
    """Years of 365.25 days from the first of some dates to each; missing where a date is."""
    days = (dates - dates.min()) / pd.Timedelta(days=1)
    return (days / DAYS_A_YEAR).astype("Float64")


def midpoint(dates: pd.Series) -> pd.Timestamp:
    """Last day of the first half: first + (last - first) / 2, half a day rounded up; NaT without dates."""
    first, last = dates.min(), dates.max()
    return first + pd.Timedelta(days=((last - first).days + 1) // 2) if pd.notna(first) else pd.NaT
