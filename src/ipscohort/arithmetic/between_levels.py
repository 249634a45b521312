"""Which levels a test between levels compares, and what must be read with its p: one rule for all tests of events over time.

Chi-squared is a large-sample distribution, and the rule goes by how many events a level would have if levels did not differ: its persons times the share
of everybody who had one, among the levels that are left. That share is of these levels together, so that neither one with no event nor one in which
all had it is hidden for what happened there. docs/repeated.md has simulated cohorts by expected events. Tests that rest on persons, not on events, go by FEW_AT_LEVEL.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
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
NONE_LEFT = later(
    "No p value: fewer than {least} {events} would be expected in '{level}' if levels did not differ, and without these too few are left in the others."
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


def compared(levels: Sequence[tuple[str, int, int]], events: str) -> Compared:
    """Decide by the events that each level would have if levels did not differ; anew among those left once some are left out.

    Parameters
    ----------
    levels : sequence of (str, int, int)
        Each level that has somebody, its persons, and those of them with an event.
    events : str
        What an event is called: 'first jobs', 'persons who began a job'.
    """
    kept, out, said = list(levels), [], []
    while True:
        share = sum(n for _, _, n in kept) / sum(n for _, n, _ in kept)
        expected = {level: n * share for level, n, _ in kept}
        small = [level for level, value in expected.items() if value < EXPECTED]
        if len(kept) - len(small) < 2:
            return Compared((), False, (_told(NONE_LEFT, events, level=_named(out)),) if out else _each(NO_P, events, small, expected))
        if not small:
            rough = [level for level, value in expected.items() if value < FEW_EXPECTED]
            return Compared(tuple(out), True, (*said, *_each(ROUGH, events, rough, expected)))
        said += _each(OUT, events, small, expected)
        out += small
        kept = [each for each in kept if each[0] not in small]


def _each(text: str, events: str, levels: Sequence[str], expected: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(_told(text, events, level=level_word(level), expected=_below(expected[level])) for level in levels)


def _told(text: str, events: str, **named: str) -> str:
    return say(text, events=say(events), least=EXPECTED, **named)


def _named(levels: Sequence[str]) -> str:
    return ", ".join(map(level_word, levels))


def _below(value: float) -> str:
    """With one decimal, cut off: 4.96 is not 5.0, which would be enough."""
    return number(math.floor(value * 10 + 1e-9) / 10, 1)
