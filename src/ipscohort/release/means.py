"""Means and sums: which of them together would tell the mean or sum of a few persons.

Those of a group with fewer persons than the threshold are not printed; but of all participants less the other groups they may
follow. Each printed value is known within its rounding, so that what follows is an interval; it must reach as far from the value as the
rules ask, either way, or a further group's value is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from ipscohort.release.keys import PERSONS, SQUARED, Counted, key
from ipscohort.release.log import BY_DIFFERENCE, FEW, ONE_PERSON, PART
from ipscohort.release.protect import sensitive
from ipscohort.release.rules import Rules
from ipscohort.release.system import Summed

OBSERVED, FULL, YES = "time_observed", "full_follow_up", "yes"


def mean_of(column: str, counted: Counted, base, printed: tuple[float, float | None], decimals: int, cost: float = 1.0) -> list[Summed]:
    """What a printed mean, and its standard deviation where there is one, say of the sums of values and of their squares.

    Parameters
    ----------
    column : str
    counted : Counted
    base : Key
        Whose values.
    printed : (float, float or None)
        Mean and standard deviation, with all digits or as printed.
    decimals : int
        Printed.
    cost : float
    """
    mean, deviation = printed
    half, cell = 0.5 * 10.0**-decimals, f"{column} of {base}"
    found = [Summed(column, base, mean - half, mean + half, each=True, cell=cell, cost=cost)]
    if deviation is not None and np.isfinite(deviation):
        n = len(counted.values(column, base))
        least, most = max(0.0, abs(mean) - half) ** 2, (abs(mean) + half) ** 2
        spread = [(max(0.0, deviation + sign * half) ** 2) * (n - 1) / n for sign in (-1, 1)]
        found.append(Summed(column + SQUARED, base, least + spread[0], most + spread[1], each=True, cell=cell, cost=cost))
    return found


def hidden_values(values: Sequence[Summed], counted: Counted, exposures: Mapping[str, tuple[str, ...]], rules: Rules) -> dict[str, str]:
    """Which cells of means and sums are hidden for the values themselves, and why.

    Parameters
    ----------
    values : sequence of Summed
        All that would be printed.
    counted : Counted
    exposures : mapping of str -> tuple of str
        Exposure -> its levels; groups are told apart by these.
    rules : Rules

    Returns
    -------
    dict
        `Summed.cell` -> one of log.REASONS.
    """
    hidden: dict[str, str] = {}
    for family in _families([value for value in values if not value.column.endswith(SQUARED)], set(exposures)):
        for value in family:
            if why := _by_itself(value, counted, rules):
                hidden[value.cell] = why
        while more := _by_difference([value for value in family if value.cell not in hidden], counted, exposures, rules):
            hidden[more.cell] = BY_DIFFERENCE
    return hidden


def times_that_tell(values: Sequence[Summed], counted: Counted, exposures: Mapping[str, tuple[str, ...]], rules: Rules) -> dict[str, str]:
    """Sums of time observed that tell how few were not followed to the end: divided by the persons, they are nearly all of follow-up.

    Of an exposure all are hidden where one is, so that none follows from that of everybody.
    """
    if FULL not in counted.levels:
        return {}
    hidden: dict[str, str] = {}
    sums = [value for value in values if value.column == OBSERVED and not value.each]
    for exposure in (*((name,) for name in exposures), ()):
        own = [value for value in sums if _groups(value, exposures) == exposure]
        left_early = [key(PERSONS, {**dict(value.base.chosen), FULL: set(counted.levels[FULL]) - {YES}}) for value in own]
        if any(sensitive(counted, counted.normal(each), rules) for each in left_early):
            hidden |= {value.cell: PART for value in own}
    return hidden


def _families(values: list[Summed], exposures: set[str]) -> Iterator[list[Summed]]:
    """Values of one column and selection, of everybody and of groups."""
    found: dict[tuple, list[Summed]] = {}
    for value in values:
        rest = tuple((name, chosen) for name, chosen in value.base.chosen if name not in exposures)
        found.setdefault((value.column, rest), []).append(value)
    yield from found.values()


def _by_itself(value: Summed, counted: Counted, rules: Rules) -> str:
    numbers = np.abs(counted.values(value.column, value.base))
    if len(numbers) < rules.threshold:
        return FEW
    return ONE_PERSON if numbers.sum() > 0 and numbers.max() / numbers.sum() > rules.dominance else ""


def _by_difference(shown: list[Summed], counted: Counted, exposures: Mapping[str, tuple[str, ...]], rules: Rules) -> Summed | None:
    """A further value to hide; None where nothing follows from those left."""
    wholes = [value for value in shown if not _groups(value, exposures)]
    for exposure in exposures:
        parts = [value for value in shown if _groups(value, exposures) == (exposure,)]
        for whole in wholes if parts else ():
            left = counted.rows(whole.base)
            for part in parts:
                left &= ~counted.rows(part.base)
            if _close(whole, parts, counted, left, rules):
                return min(parts, key=lambda value: counted.count(value.base)) if len(parts) > 1 else whole
    return None


def _groups(value: Summed, exposures: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(name for name, _ in value.base.chosen if name in exposures)


def _close(whole: Summed, parts: list[Summed], counted: Counted, left: np.ndarray, rules: Rules) -> bool:
    """Whether the sum of the few who are left follows closer than the rules allow: from what is printed, each within its rounding.

    Near 0 the size of everybody's values (root mean square) stands for the value itself: that somebody did not work is to be kept too.
    """
    numbers = counted.numbers(whole.column)[left]
    numbers = numbers[~np.isnan(numbers)]
    if not 0 < len(numbers) < rules.threshold:
        return False
    size = float(np.sqrt(np.mean(counted.values(whole.column, whole.base) ** 2)))
    reach = sum(_half(value, counted) for value in (whole, *parts))
    return bool(reach < rules.spread * max(abs(numbers.sum()), len(numbers) * size))


def _half(value: Summed, counted: Counted) -> float:
    n = len(counted.values(value.column, value.base)) if value.each else 1
    return 0.5 * (value.high - value.low) * n
