"""Associations of two traits, as Pearson's chi-squared and its p, while persons move between cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ipscohort.arithmetic.contingency import p_of, pearson
from ipscohort.printed_values.file import columns_named, conditions
from ipscohort_reconstruct.search.targets import Targets
from ipscohort_reconstruct.search.traits import MISSING, Groups

INSIDE = 0.99
"""Share of a rounding interval that is aimed at: other values may pin the counts, so little room is given away."""
WEIGHT = {"chi2": 3.0, "chi2_p": 30.0}
"""What one unit beyond the rounding interval costs, beside a person that another value is off."""


@dataclass
class Pairs:
    """Printed associations, and the tables that they are of.

    Attributes
    ----------
    ids : tuple of str
    of_p : ndarray of bool
        Whether the value is the p.
    printed, room, weight : ndarray of float
        The value, half of its last digit, and what a unit beyond costs.
    inside : ndarray of bool, shape (values, rows, columns, cells)
        Cells that each place of each table counts; tables are filled up to one size with places that count nobody.
    counts : ndarray of float, shape (values, rows, columns)
    """

    ids: tuple[str, ...]
    of_p: np.ndarray
    printed: np.ndarray
    room: np.ndarray
    weight: np.ndarray
    inside: np.ndarray
    counts: np.ndarray

    @classmethod
    def of(cls, entries: list[dict], targets: Targets, groups: Groups) -> Pairs:
        """The associations among the printed values."""
        levels = {trait.name: [level for level in trait.levels if level != MISSING] for trait in groups.traits}
        most = max((len(found) for found in levels.values()), default=0)
        inside = np.zeros((len(entries), most, most, len(groups.cells)), dtype=bool)
        for at, entry in enumerate(entries):
            one, other = columns_named(entry["column"], entry["statistic"])
            selected = groups.meeting(conditions(entry["select"]))
            for row, of_row in enumerate(levels[one]):
                for column, of_column in enumerate(levels[other]):
                    both = groups.cells[one].eq(of_row) & groups.cells[other].eq(of_column)
                    inside[at, row, column] = selected & both.to_numpy()
        ids, kinds = tuple(entry["id"] for entry in entries), [entry["statistic"] for entry in entries]
        printed, room = (np.array([number(name) for name in ids]) for number in (targets.number, targets.half_width))
        weight = np.array([WEIGHT[kind] for kind in kinds])
        return cls(ids, np.array([kind == "chi2_p" for kind in kinds]), printed, room, weight, inside, np.zeros(inside.shape[:3]))

    def fill(self, persons: np.ndarray) -> None:
        """Count the persons per cell anew."""
        self.counts = (self.inside @ persons).astype(float)

    def move(self, one: int, other: int) -> None:
        """One person from a cell to another."""
        if self.ids:
            self.counts = self.counts + self.inside[..., other] - self.inside[..., one].astype(float)

    def found(self) -> np.ndarray:
        """Each value as it is now."""
        chi2, df = pearson(self.counts)
        return np.where(df > 0, np.where(self.of_p, p_of(chi2, df), chi2), np.inf)

    def misses(self) -> np.ndarray:
        """How far each lies beyond what is aimed at of its rounding interval, in persons, about."""
        if not self.ids:
            return np.zeros(0)
        off = np.minimum(np.abs(self.found() - self.printed), 1e3)
        return self.weight * np.maximum(off - INSIDE * self.room, 0)
