"""How many persons there are in each combination of groups, so that every count and percentage comes out.

Persons move between cells, one at a time. A value's miss is counted in persons, so that a percentage weighs as a count does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, permutations

import numpy as np
import pandas as pd

from ipscohort.printed_values.file import columns_named, conditions
from ipscohort_reconstruct.search.anneal import Undo
from ipscohort_reconstruct.search.pairs import Pairs
from ipscohort_reconstruct.search.targets import Targets
from ipscohort_reconstruct.search.traits import MEASURED, PAIRED, POSSIBLE, SHARES, Groups

EXCHANGES = 0.5
"""Share of the changes that keep how many have each level of a trait."""
INSIDE = 1 - 1e-9
"""Share of a percentage's rounding interval that it may fill: its counts are whole, so no more room is to be had."""


@dataclass
class Crosstab:
    """Persons per cell.

    Attributes
    ----------
    ids : tuple of str
        The printed values that are about numbers of persons.
    part, whole : ndarray of bool, shape (values, cells)
        Cells that a value counts, and those that its N, or percentage, is of.
    n : ndarray of float
        The N printed with each; NaN where none is.
    share : ndarray of float
        The printed percentage; NaN for a count.
    room : ndarray of float
        Half of a percentage's last printed digit.
    count : ndarray of float
        The printed count; NaN for a percentage, and where only an N is printed.
    pairs : Pairs
        Associations of two traits.
    persons : ndarray of int
        How many are in each cell.
    exchanges : ndarray of int, shape (exchanges, 4), optional
        The only changes that are made, where they are given.
    """

    groups: Groups
    ids: tuple[str, ...]
    part: np.ndarray
    whole: np.ndarray
    n: np.ndarray
    share: np.ndarray
    room: np.ndarray
    count: np.ndarray
    pairs: Pairs
    persons: np.ndarray
    exchanges: np.ndarray | None = None

    @classmethod
    def draw(cls, rng: np.random.Generator, values: pd.DataFrame, targets: Targets, groups: Groups, total: int) -> Crosstab:
        """Persons put into cells at random; associations are not looked at yet."""
        rows = values[values["statistic"].isin(POSSIBLE)]
        entries = rows.to_dict("records")
        parts = [_cells(entry, groups) for entry in entries]
        ids = tuple(rows["id"])
        share = np.array([targets.number(entry["id"]) if entry["statistic"] in SHARES else np.nan for entry in entries])
        count = np.array([targets.number(entry["id"]) if entry["statistic"] in ("count", "valid") else np.nan for entry in entries])
        return cls(
            groups,
            ids,
            np.array([part for part, _ in parts]),
            np.array([whole for _, whole in parts]),
            np.array([float(entry["n"]) if entry["n"] != "" else np.nan for entry in entries]),
            share,
            np.array([targets.half_width(name) for name in ids]),
            count,
            Pairs.of([], targets, groups),
            rng.multinomial(total, np.full(len(groups.cells), 1 / len(groups.cells))),
        )

    def with_pairs(self, values: pd.DataFrame, targets: Targets) -> Crosstab:
        """A copy that looks at associations too: those are met by changes that keep the counts."""
        entries = values[values["statistic"].isin(PAIRED)].to_dict("records")
        pairs = Pairs.of(entries, targets, self.groups)
        return replace(self, pairs=pairs, persons=self.persons.copy(), exchanges=self._exchanges())

    def _exchanges(self) -> np.ndarray:
        """Exchanges of one trait between persons of two cells that keep every count: cell, new cell, of the one and of the other."""
        counted, cells, found = np.vstack([self.part, self.whole]).astype(int), np.arange(len(self.persons)), []
        for trait, step in zip(self.groups.traits, self.steps, strict=True):
            levels = cells // step % len(trait.levels)
            for low, high in combinations(range(len(trait.levels)), 2):
                ones, by = cells[levels == low], (high - low) * step
                kinds: dict[bytes, list[int]] = {}
                for one in ones:  # what giving this person the other level does to all counts
                    kinds.setdefault((counted[:, one + by] - counted[:, one]).tobytes(), []).append(one)
                found += [(a, a + by, b + by, b) for alike in kinds.values() for a, b in permutations(alike, 2)]
        return np.array(found, dtype=int).reshape(-1, 4)

    def __post_init__(self) -> None:
        self.parts, self.wholes = self.part @ self.persons, self.whole @ self.persons
        self.pairs.fill(self.persons)
        levels = [len(trait.levels) for trait in self.groups.traits]
        self.steps = np.cumprod([1, *levels[::-1]])[-2::-1]
        """By how much a cell's number rises from one level of a trait to the next."""

    def misses(self) -> np.ndarray:
        """How many persons each value is off."""
        off = np.where(np.isnan(self.count), 0, np.abs(self.parts - self.count)) + np.where(
            np.isnan(self.n), 0, np.abs(self.wholes - self.n)
        )
        beyond = np.abs(self.parts - self.share * self.wholes / 100) - INSIDE * self.room * self.wholes / 100
        return off + np.where(np.isnan(self.share), 0, np.where(self.wholes > 0, np.maximum(beyond, 0), 1))

    def cost(self) -> float:
        """See Stage."""
        return float(self.misses().sum() + self.pairs.misses().sum())

    def unmet(self) -> list[str]:
        """See Stage."""
        found = dict(zip(self.ids, self.misses(), strict=True))
        for name, miss in zip(self.pairs.ids, self.pairs.misses(), strict=True):
            found[name] = found.get(name, 0.0) + miss
        return [name for name, miss in found.items() if miss > 0]

    def change(self, rng: np.random.Generator) -> Undo | None:
        """Give one person another level of one trait, or exchange it with another person's."""
        if self.exchanges is not None:
            if not len(self.exchanges):
                return None
            one, to, other, back = self.exchanges[rng.integers(len(self.exchanges))].tolist()
            return self._changed([(one, to), (other, back)]) if self.persons[one] and self.persons[other] else None
        held = np.flatnonzero(self.persons)
        one, other = (int(cell) for cell in rng.choice(held, 2))
        at = int(rng.integers(len(self.groups.traits)))
        of, step = len(self.groups.traits[at].levels), int(self.steps[at])
        exchanged = rng.random() < EXCHANGES
        by = ((other // step % of if exchanged else int(rng.integers(of))) - one // step % of) * step
        if by == 0:
            return None
        return self._changed([(one, one + by), *([(other, other - by)] if exchanged else [])])

    def _changed(self, moves: list[tuple[int, int]]) -> Undo:
        """Move one person each; gives what takes it back."""
        for old, new in moves:
            self._move(old, new)

        def undo() -> None:
            for old, new in moves:
                self._move(new, old)

        return undo

    def _move(self, one: int, other: int) -> None:
        self.persons[one] -= 1
        self.persons[other] += 1
        self.pairs.move(one, other)
        self.parts = self.parts + self.part[:, other] - self.part[:, one].astype(int)
        self.wholes = self.wholes + self.whole[:, other] - self.whole[:, one].astype(int)


def _cells(entry: dict, groups: Groups) -> tuple[np.ndarray, np.ndarray]:
    """What a value counts, and what its N is of; of a number, which everybody has, all that are selected."""
    selected = groups.meeting(conditions(entry["select"]))
    if entry["statistic"] in PAIRED:
        for name in columns_named(entry["column"], entry["statistic"]):
            selected = selected & groups.known(name)
        return selected, selected
    name, _, _ = entry["column"].partition("=")
    if entry["statistic"] in MEASURED or not name:
        return selected, selected
    if entry["statistic"] == "valid":
        return selected & groups.known(name), selected & groups.known(name)
    part = selected & groups.meeting(conditions(entry["column"]))
    return part, selected if entry["statistic"] == "percent_of_all" else selected & groups.known(name)
