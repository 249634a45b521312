"""The printed figures that the search must meet, and how far a number lies from what is printed."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ipscohort.errors import Problem, UserError
from ipscohort.printing import with_hyphens

AIM = 0.95
"""Share of a rounding interval that the search aims at, so that no figure hangs on a last digit."""


@dataclass(frozen=True)
class Targets:
    """Printed figures by id.

    Attributes
    ----------
    printed : dict of str -> str
        As printed, such as "10.30" or "-".
    """

    printed: dict[str, str]

    @classmethod
    def read(cls, path: Path) -> Targets:
        """Read a file of printed figures: of its columns only `id` and `printed`."""
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                figures = [(row["id"].strip(), with_hyphens(row["printed"].strip())) for row in csv.DictReader(file)]
        except OSError as error:
            raise UserError(
                "The printed figures can't be read.", [Problem(str(path), str(error.strerror), "name another with --targets")]
            ) from None
        except (KeyError, AttributeError, UnicodeDecodeError, csv.Error):
            problem = Problem(str(path), "no table with the columns id and printed", "see data/published/README.md")
            raise UserError("The printed figures can't be read.", [problem]) from None
        twice = [figure for figure, often in Counter(figure for figure, _ in figures).items() if often > 1]
        if twice:
            problem = Problem(f"{path}, column id", f"{', '.join(twice)}: more than once", "keep each figure once")
            raise UserError("The printed figures can't be read.", [problem])
        return cls(dict(figures))

    def __contains__(self, figure: str) -> bool:
        return figure in self.printed

    def number(self, figure: str) -> float:
        """The printed value."""
        return float(self.printed[figure])

    def count(self, figure: str) -> int:
        """The printed value of a count."""
        return int(self.printed[figure])

    def day(self, figure: str) -> date:
        """The printed date."""
        return date.fromisoformat(self.printed[figure])

    def half_width(self, figure: str) -> float:
        """Half of the last printed digit: how far a value may lie from the printed one."""
        return 0.5 * 10.0 ** -len(self.printed[figure].partition(".")[2])

    def miss(self, figure: str, value: float, aim: float = AIM) -> float:
        """How far a value lies outside the aimed-at part of its rounding interval, in half-widths; 0 inside."""
        if value != value:
            return 100.0
        return max(0.0, abs(value - self.number(figure)) / self.half_width(figure) - aim)

    def exact(self, figure: str, value: float) -> bool:
        """Whether a value prints as the figure, a half rounded away from zero, with a hair's breadth of room for the arithmetic of floats."""
        beyond = abs(value) - abs(self.number(figure))
        return -self.half_width(figure) - 1e-9 <= beyond < self.half_width(figure) - 1e-9 and value * self.number(figure) >= 0

    def unmet(self, found: dict[str, float]) -> list[str]:
        """Ids of the figures that the values do not print as."""
        return [figure for figure, value in found.items() if not self.exact(figure, value)]
