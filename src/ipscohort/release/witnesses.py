"""Tables that fit all that is released: between them lies what an attacker can't tell apart."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ipscohort.release.keys import Counted, Key
from ipscohort.release.system import TOLERANCE, Summed, System


class Witnesses:
    """Solutions of the equations, each a table that could be the true one for who knows what is released.

    Parameters
    ----------
    system : System
    counted : Counted
    """

    def __init__(self, system: System, counted: Counted):
        self.system = system
        self.keys = {k: i for i, k in enumerate(system.rows)}
        self.matrix = system.matrix(system.rows)
        self.truth = np.array([counted.count(k) for k in system.rows], dtype=float)
        self._values = self.truth.reshape(-1, 1)
        self.cells: list[np.ndarray | None] = [None]
        self.alive = np.ones(1, dtype=bool)

    @property
    def values(self) -> np.ndarray:
        """The counts of each key by each solution: shape (keys, solutions)."""
        return self._values[:, : len(self.cells)]

    def add(self, cells: np.ndarray) -> None:
        """Add a solution."""
        if len(self.cells) == self._values.shape[1]:
            self._values = np.column_stack([self._values, np.empty_like(self._values)])
        self._values[:, len(self.cells)] = self.matrix @ cells
        self.cells.append(cells)
        self.alive = np.append(self.alive, True)

    def narrow(self, keys: Iterable[Key], width: float) -> list[Key]:
        """Keys of which the solutions give counts that lie closer than the width."""
        keys = list(keys)
        values = self.values[[self.keys[k] for k in keys]][:, self.alive]
        wide = np.floor(values.max(axis=1) + TOLERANCE) - np.ceil(values.min(axis=1) - TOLERANCE)
        return [k for k, each in zip(keys, wide, strict=True) if each < width]

    def between(self, k: Key) -> tuple[float, float]:
        """The least and the most of a count over the solutions."""
        values = self.values[self.keys[k]][self.alive]
        return float(np.ceil(values.min() - TOLERANCE)), float(np.floor(values.max() + TOLERANCE))

    def with_count(self, k: Key, span: tuple[float, float]) -> np.ndarray:
        """Which solutions are left when a count is shown."""
        values = self.values[self.keys[k]]
        return self.alive & (values >= span[0] - TOLERANCE) & (values <= span[1] + TOLERANCE)

    def with_values(self, told: Iterable[Summed]) -> np.ndarray:
        """Which solutions are left when means or sums are shown; the truth is one of them."""
        left = self.alive.copy()
        for value in told:
            matrix, right = self.system.limits(value)
            for i in np.flatnonzero(left[1:]) + 1:
                left[i] = bool((matrix @ self.cells[i] <= right + TOLERANCE).all())
        return left
