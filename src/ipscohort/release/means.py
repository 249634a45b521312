"""Means and sums: which of them together would tell the mean or sum of a few persons.

Those of a group with fewer persons than the threshold are not printed; but of all participants less the other groups they may
follow. Each printed value is known within its rounding, so that what follows is an interval; it must reach as far from the value as the
rules ask, either way, or a further group's value is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipscohort.release.keys import MISSING, PERSONS, Key
from ipscohort.release.log import BY_DIFFERENCE, FEW, ONE_PERSON
from ipscohort.release.rules import Rules


@dataclass(frozen=True)
class Value:
    """A mean or sum that a table would print.

    Attributes
    ----------
    column : str
    base : Key
        Whose values.
    half : float
        Half a unit of the last place printed, of the sum: of a mean times its persons.
    """

    column: str
    base: Key
    half: float


def hidden_values(values: list[Value], persons: pd.DataFrame, levels: Mapping[str, tuple[str, ...]], rules: Rules) -> dict[Value, str]:
    """Which values are hidden, and why.

    Parameters
    ----------
    values : list of Value
        All that would be printed of persons.
    persons : DataFrame
    levels : mapping of str -> tuple of str
        Exposure -> its levels; groups are told apart by these.
    rules : Rules
    """
    hidden: dict[Value, str] = {}
    for family in _families(values, set(levels)):
        told = {value: _members(value.base, persons) for value in family}
        for value, members in told.items():
            if why := _by_itself(value, members, persons, rules):
                hidden[value] = why
        while more := _by_difference(told, hidden, persons, levels, rules):
            hidden[more] = BY_DIFFERENCE
    return hidden


def _families(values: list[Value], exposures: set[str]) -> Iterator[list[Value]]:
    """Values of one column and selection, of everybody and of groups."""
    found: dict[tuple, list[Value]] = {}
    for value in values:
        rest = tuple((name, chosen) for name, chosen in value.base.chosen if name not in exposures)
        found.setdefault((value.column, rest), []).append(value)
    yield from found.values()


def _members(base: Key, persons: pd.DataFrame) -> np.ndarray:
    from ipscohort.release.inputs import as_levels

    rows = np.ones(len(persons), dtype=bool)
    for name, levels in base.chosen:
        rows &= as_levels(persons[name]).fillna(MISSING).isin(levels).to_numpy(dtype=bool)
    return rows


def _numbers(column: str, members: np.ndarray, persons: pd.DataFrame) -> np.ndarray:
    return persons.loc[members, column].dropna().to_numpy(dtype=float)


def _by_itself(value: Value, members: np.ndarray, persons: pd.DataFrame, rules: Rules) -> str:
    numbers = np.abs(_numbers(value.column, members, persons))
    if len(numbers) < rules.threshold:
        return FEW
    return ONE_PERSON if numbers.sum() > 0 and numbers.max() / numbers.sum() > rules.dominance else ""


def _by_difference(
    told: dict[Value, np.ndarray], hidden: dict[Value, str], persons: pd.DataFrame, levels: Mapping[str, tuple[str, ...]], rules: Rules
) -> Value | None:
    """A further value to hide; None where nothing follows from those left."""
    shown = {value: members for value, members in told.items() if value not in hidden}
    wholes = [value for value in shown if not _groups(value, levels)]
    for exposure in levels:
        parts = [value for value in shown if _groups(value, levels) == (exposure,)]
        for whole in wholes:
            left = shown[whole].copy()
            for part in parts:
                left &= ~shown[part]
            numbers = _numbers(whole.column, left, persons)
            if parts and 0 < len(numbers) < rules.threshold and _close(whole, parts, numbers, rules):
                return min(parts, key=lambda value: int(shown[value].sum())) if len(parts) > 1 else whole
    return None


def _groups(value: Value, levels: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(name for name, _ in value.base.chosen if name in levels)


def _close(whole: Value, parts: list[Value], numbers: np.ndarray, rules: Rules) -> bool:
    """Whether the sum of who is left follows closer than the rules allow: from what is printed, each within its rounding."""
    reach = whole.half + sum(part.half for part in parts)
    return reach < rules.spread * abs(numbers.sum())


__all__ = ["PERSONS", "Value", "hidden_values"]
