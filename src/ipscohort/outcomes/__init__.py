"""From cleaned records to each person's outcomes, the employment rates, the measures per job and the exposures.

Steps: spells, panel, durations or given outcomes (one module per shape) -> columns of persons and statuses by period ->
exposures -> availability, the rule of each measure in words. Fails on exposures that the records can't give.
"""

from ipscohort.outcomes.derive import Derived, derive_outcomes
from ipscohort.outcomes.wording import definitions
from ipscohort.outcomes.written import write_outcomes

__all__ = ["Derived", "definitions", "derive_outcomes", "write_outcomes"]
