"""The printed values that the search must meet, and how far a number lies from what is printed."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ipscohort.display.printing import with_hyphens
from ipscohort.errors import Problem, UserError

AIM = 0.95
"""Share of a rounding interval that the search aims at, so that no value hangs on a last digit."""


@dataclass(frozen=True)
class Targets:
    """Printed values by id.

    Attributes
    ----------
    printed : dict of str -> str
        As printed, such as "10.30" or "-".
    """

    printed: dict[str, str]

    @classmethod
    def read(cls, path: Path) -> Targets:
        """Read a file of printed values: of its columns only `id` and `printed`."""
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                quantities = [(row["id"].strip(), with_hyphens(row["printed"].strip())) for row in csv.DictReader(file)]
        except OSError as error:
            raise UserError(
                "The printed values can't be read.", [Problem(str(path), str(error.strerror), "name another with --targets")]
            ) from None
        except (KeyError, AttributeError, UnicodeDecodeError, csv.Error):
            problem = Problem(str(path), "no table with the columns id and printed", "see data/published/README.md")
            raise UserError("The printed values can't be read.", [problem]) from None
        twice = [quantity for quantity, often in Counter(quantity for quantity, _ in quantities).items() if often > 1]
        if twice:
            problem = Problem(f"{path}, column id", f"{', '.join(twice)}: more than once", "keep each value once")
            raise UserError("The printed values can't be read.", [problem])
        return cls(dict(quantities))

    def __contains__(self, quantity: str) -> bool:
        return quantity in self.printed

    def number(self, quantity: str) -> float:
        """The printed value."""
        return float(self.printed[quantity])

    def count(self, quantity: str) -> int:
        """The printed value of a count."""
        return int(self.printed[quantity])

    def day(self, quantity: str) -> date:
        """The printed date."""
        return date.fromisoformat(self.printed[quantity])

    def half_width(self, quantity: str) -> float:
        """Half of the last printed digit: how far a value may lie from the printed one."""
        return 0.5 * 10.0 ** -len(self.printed[quantity].partition(".")[2])

    def miss(self, quantity: str, value: float, aim: float = AIM) -> float:
        """How far a value lies outside the aimed-at part of its rounding interval, in half-widths; 0 inside."""
        if value != value:
            return 100.0
        return max(0.0, abs(value - self.number(quantity)) / self.half_width(quantity) - aim)

    def exact(self, quantity: str, value: float) -> bool:
        """Whether a value prints as the value, a half rounded away from zero, with a hair's breadth of room for the arithmetic of floats."""
        beyond = abs(value) - abs(self.number(quantity))
        return -self.half_width(quantity) - 1e-9 <= beyond < self.half_width(quantity) - 1e-9 and value * self.number(quantity) >= 0

    def unmet(self, found: dict[str, float]) -> list[str]:
        """Ids of the values that the values do not print as."""
        return [quantity for quantity, value in found.items() if not self.exact(quantity, value)]
