"""What must be said wherever the business case is shown, alike in its tables and in the head of the report."""

from __future__ import annotations

from math import isclose

from ipscohort.display import printing
from ipscohort.words import later

GROSS = later("Gross, not a saving: what would have arisen without IPS is not taken off.")
OBSERVED = later("The comparator is no randomised control: differences may be those of the persons, not of IPS.")
WORK_IS_OUTCOME = later("The value of work is left out of the societal cost: the work is the outcome, and would be counted twice.")
ALIKE = 1e-9
"""Relative distance of limits that differ by rounding alone."""


def no_spread(low: float | None, high: float | None) -> bool:
    """Whether there are no limits, or both are one number: the same for every person, so that there is no spread to draw from."""
    return printing.absent(low) or printing.absent(high) or isclose(low, high, rel_tol=ALIKE, abs_tol=ALIKE)
