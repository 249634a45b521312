"""What must be said wherever the business case is shown, alike in its tables and in the head of the report."""

from __future__ import annotations

from math import isclose
from typing import TYPE_CHECKING

from ipscohort.display import printing
from ipscohort.words import later

if TYPE_CHECKING:
    from ipscohort.config.business_case import BusinessCase

GROSS = later("Gross, not a saving: what would have arisen without IPS is not taken off.")
OBSERVED = later("The comparator is no randomised control: differences may be those of the persons, not of IPS.")
WORK_IS_OUTCOME = later("The value of work is left out of the societal cost: the work is the outcome, and would be counted twice.")
OUT = later("Left out, {why}: {n}.")
USED_UP = later(
    "A payment from one stakeholder to another cancels for all together: what is used up behind it, such as hours, is in the societal cost only as far as a cost "
    "that nobody receives names it."
)
ALIKE = 1e-9
"""Relative distance of limits that differ by rounding alone."""


def no_spread(low: float | None, high: float | None) -> bool:
    """Whether there are no limits, or both are one number: the same for every person, so that there is no spread to draw from."""
    return printing.absent(low) or printing.absent(high) or isclose(low, high, rel_tol=ALIKE, abs_tol=ALIKE)


def pays_between(case: BusinessCase) -> bool:
    """Whether stakeholders pay one another with IPS: by a cost that one of them receives, or by funding schemes."""
    return case.funding is not None or any(cost.pays and cost.receives for cost in case.costs.values())
