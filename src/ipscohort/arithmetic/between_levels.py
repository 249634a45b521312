"""Which levels a test between levels compares, and what must be read with its p: one rule for all tests of events over time.

Chi-squared is a large-sample distribution, and the rule goes by how many events a level would have if levels did not differ: its persons times the share
of everybody who had one. That share is of all levels together, so that neither a level with no event nor one in which all had it is hidden for
what happened there. docs/repeated.md has simulated cohorts by expected events. Tests that rest on persons, not on events, go by FEW_AT_LEVEL.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ipscohort.catalogue.small_numbers import EXPECTED, FEW_EXPECTED
from ipscohort.display.naming import level_word
from ipscohort.display.printing import number
from ipscohort.words import later, say

NO_P = later(
    "No p value, as the test needs {least} {events} at each of two levels: if levels did not differ, {expected} would be expected in '{level}'."
)
OUT = later(
    "'{level}' is not in the test: if levels did not differ, {expected} {events} would be expected there, and the test needs {least}."
)
ROUGH = later("The p value is rough: if levels did not differ, only {expected} {events} would be expected in '{level}'.")


@dataclass(frozen=True)
class Compared:
    """What a test compares.

    Attributes
    ----------
    out : tuple of str
        Levels left out, as too few events are expected there.
    p : bool
        Whether two levels or more are left, so that there is a p value.
    said : tuple of str
        Which level is left out and why, why there is no p, or that it is rough.
    """

    out: tuple[str, ...]
    p: bool
    said: tuple[str, ...]


def compared(levels: Sequence[tuple[str, int]], n_events: int, events: str) -> Compared:
    """Decide by the events that each level would have if levels did not differ.

    Parameters
    ----------
    levels : sequence of (str, int)
        Each level that has somebody, and its persons.
    n_events : int
        Persons with an event at all levels together.
    events : str
        What an event is called: 'first jobs', 'persons who began a job'.
    """
    whole = sum(n for _, n in levels)
    expected = {level: n * n_events / whole for level, n in levels}
    small = tuple(level for level, value in expected.items() if value < EXPECTED)

    def told(text: str, which: Sequence[str]) -> tuple[str, ...]:
        shared = {"events": say(events), "least": EXPECTED}
        return tuple(say(text, level=level_word(level), expected=_below(expected[level]), **shared) for level in which)

    if len(levels) - len(small) < 2:
        return Compared((), False, told(NO_P, small))
    rough = [level for level, value in expected.items() if EXPECTED <= value < FEW_EXPECTED]
    return Compared(small, True, (*told(OUT, small), *told(ROUGH, rough)))


def _below(value: float) -> str:
    """With one decimal, cut off: 4.96 is not 5.0, which would be enough."""
    return number(math.floor(value * 10 + 1e-9) / 10, 1)
