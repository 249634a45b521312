"""Units and lengths of time in the language spoken. A unit that a study names itself keeps its name."""

from __future__ import annotations

from ipscohort.config.study import AnyUnit, Duration, OwnUnit
from ipscohort.words import later, say

ONE = {"days": later("day"), "weeks": later("week"), "months": later("month")}
"""Unit -> one of it."""
SEVERAL = (later("days"), later("weeks"), later("months"))
"""Units as they are written in the settings."""


def one(unit: AnyUnit) -> str:
    """One unit: week, or period of two weeks."""
    if not isinstance(unit, OwnUnit):
        return say(ONE[unit])
    return say("period of {name}", name=unit.name) if unit.one != unit.name.removesuffix("s") else unit.one


def several(unit: AnyUnit) -> str:
    """Several: weeks, or periods of two weeks."""
    if not isinstance(unit, OwnUnit):
        return say(unit)
    return say("periods of {name}", name=unit.name) if unit.one != unit.name.removesuffix("s") else str(unit)


def length(duration: Duration) -> str:
    """'30 months'."""
    return f"{duration.length} {several(duration.unit)}"


def amount(text: str, unit: AnyUnit, n: float) -> str:
    """'1 day' or '30 days': a printed number, and the unit as its number asks."""
    return f"{text} {one(unit) if n == 1 else several(unit)}"
