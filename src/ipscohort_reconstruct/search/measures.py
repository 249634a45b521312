"""Numbers of persons, such as ages, whose means, standard deviations and ranges come out in every group that is printed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipscohort.printed_values.file import conditions
from ipscohort_reconstruct.search.anneal import Undo
from ipscohort_reconstruct.search.targets import Targets
from ipscohort_reconstruct.search.traits import meeting
from ipscohort_reconstruct.search.values import CrossedError

ENDS = ("first", "last")
FARTHEST = 6
"""By how many units a number may change in one step."""


@dataclass
class Measures:
    """A whole number of every person.

    Attributes
    ----------
    ids : tuple of str
        The printed means and standard deviations.
    rows : ndarray of bool, shape (values, persons)
        Whom each is of.
    spread : ndarray of bool
        Whether it is a standard deviation.
    free : ndarray of int
        Persons whose number no printed end of a range pins.
    low, high, values : ndarray of float
    """

    targets: Targets
    ids: tuple[str, ...]
    rows: np.ndarray
    spread: np.ndarray
    free: np.ndarray
    low: np.ndarray
    high: np.ndarray
    values: np.ndarray

    @classmethod
    def draw(
        cls, rng: np.random.Generator, entries: pd.DataFrame, targets: Targets, persons: pd.DataFrame, between: tuple[float, float]
    ) -> Measures:
        """Numbers around the printed means, within the printed ranges, whose ends somebody has."""
        masks = {entry["id"]: meeting(persons, conditions(entry["select"])) for entry in entries.to_dict("records")}
        low, high, values = np.full(len(persons), between[0]), np.full(len(persons), between[1]), np.full(len(persons), np.nan)
        ends = [entry for entry in entries.to_dict("records") if entry["statistic"] in ENDS]
        for entry in ends:
            bound, side = (low, np.maximum) if entry["statistic"] == "first" else (high, np.minimum)
            bound[masks[entry["id"]]] = side(bound[masks[entry["id"]]], targets.number(entry["id"]))
        for entry in ends:
            _pin(rng, values, masks[entry["id"]], targets.number(entry["id"]), low, high)
        free = np.flatnonzero(np.isnan(values))
        values[free] = np.clip(np.round(rng.normal(*_around(entries, targets), len(free))), low[free], high[free])
        of = entries[~entries["statistic"].isin(ENDS)]
        rows = np.array([masks[name] for name in of["id"]])
        return cls(targets, tuple(of["id"]), rows, of["statistic"].eq("sd").to_numpy(), free, low, high, values)

    def __post_init__(self) -> None:
        self.n = self.rows.sum(axis=1)
        self.sums, self.squares = self.rows @ self.values, self.rows @ self.values**2

    def found(self) -> dict[str, float]:
        """Means and standard deviations, by the ids of the printed ones."""
        means = self.sums / self.n
        variances = np.maximum(self.squares - self.n * means**2, 0) / np.maximum(self.n - 1, 1)
        return dict(zip(self.ids, np.where(self.spread, np.sqrt(variances), means).tolist(), strict=True))

    def cost(self) -> float:
        """See Stage."""
        return float(sum(self.targets.miss(name, value) for name, value in self.found().items()))

    def unmet(self) -> list[str]:
        """See Stage."""
        return self.targets.unmet(self.found())

    def change(self, rng: np.random.Generator) -> Undo | None:
        """Make one person's number larger or smaller."""
        person = int(rng.choice(self.free))
        old, new = self.values[person], self.values[person] + rng.integers(-FARTHEST, FARTHEST + 1)
        if new == old or not self.low[person] <= new <= self.high[person]:
            return None
        self._set(person, new)
        return lambda: self._set(person, old)

    def _set(self, person: int, value: float) -> None:
        old, self.values[person] = self.values[person], value
        self.sums = self.sums + self.rows[:, person] * (value - old)
        self.squares = self.squares + self.rows[:, person] * (value**2 - old**2)


def _pin(rng: np.random.Generator, values: np.ndarray, rows: np.ndarray, end: float, low: np.ndarray, high: np.ndarray) -> None:
    """Somebody selected has the printed end of a range; who has one already counts for every group that he or she is in."""
    if (values[rows] == end).any():
        return
    able = np.flatnonzero(rows & np.isnan(values) & (low <= end) & (end <= high))
    if not len(able):
        raise CrossedError
    values[rng.choice(able)] = end


def _around(entries: pd.DataFrame, targets: Targets) -> tuple[float, float]:
    """The printed mean and standard deviation of the most persons: where the search begins."""
    found = []
    for statistic in ("mean", "sd"):
        ids = entries.loc[entries["statistic"].eq(statistic)].sort_values("select", key=lambda text: text.str.len())["id"]
        found.append(targets.number(ids.iloc[0]) if len(ids) else 1.0)
    return found[0], found[1]
