"""Who is left out of the times to the first job, by why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ipscohort.display.printing import absent


@dataclass(frozen=True)
class LeftOut:
    """How many are left out of an estimate.

    Attributes
    ----------
    worked : int
        Who worked, at an unknown time.
    outcome_unknown : int
        Who is not known to have worked or not.
    censoring_unknown : int
        Who had no job, and is not known until when.
    """

    worked: int
    outcome_unknown: int
    censoring_unknown: int

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> LeftOut:
        """From a row of SURVIVAL_ESTIMATES; a count that is absent is none."""
        names = ("n_excluded", "n_outcome_unknown", "n_censoring_unknown")
        everybody, unknown, until = (0 if absent(row.get(name)) else int(row[name]) for name in names)
        return cls(everybody - unknown - until, unknown, until)

    @property
    def everybody(self) -> int:
        """All of them."""
        return self.worked + self.outcome_unknown + self.censoring_unknown
