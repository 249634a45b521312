"""Tables in which one count is larger or smaller by the width, at the least cost of released numbers that change with it."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import TYPE_CHECKING

import numpy as np

from ipscohort.release.keys import Key
from ipscohort.release.system import TOLERANCE, Attack, Summed, System

if TYPE_CHECKING:
    from ipscohort.release.protect import Protected


class Move:
    """A linear program in which released counts, means and sums, and what it says that some of them stand, change at a cost.

    Parameters
    ----------
    found : Protected
    system : System
    cost : mapping of Key -> float
        Of each count that would be printed what it is worth to a reader.
    known : mapping of Key -> (float, float)
        What can't change: of each count its least and its most.
    """

    def __init__(self, found: Protected, system: System, cost: Mapping[Key, float], known: Mapping[Key, tuple[float, float]]):
        from scipy.sparse import hstack, identity, vstack

        self.found, self.system, counted = found, system, found.counted
        there = [k for k in cost if k not in found.hidden]
        nobody = [
            k for k in there if not counted.count(k) and not found.rules.zeros
        ]  # where zeros are shown, none is hidden for others' sake
        self.shown = [k for k in there if k not in set(nobody)]
        self.told, self.said = found.told, found.said
        fixed = Attack(system, {**dict.fromkeys(nobody, (0.0, 0.0)), **self._of_somebody(), **known})
        rows = system.matrix(self.shown)
        spans = np.array([found.rules.between(counted.count(k)) for k in self.shown], dtype=float).reshape(-1, 2)
        values = [system.limits(value) for value in self.told]
        signs = [-1.0 if each.low > 0 else 1.0 for each in self.said]
        ends = [each.high if sign > 0 else -each.low for each, sign in zip(self.said, signs, strict=True)]
        standing = [sign * system.matrix([each.key]) for each, sign in zip(self.said, signs, strict=True)]
        soft = vstack([rows, -rows, *(matrix for matrix, _ in values), *standing])
        right = np.concatenate([spans[:, 1], -spans[:, 0], *(right for _, right in values), ends])
        slack = -identity(soft.shape[0], format="csr")
        self.equations = hstack([fixed.equations, _zeros(fixed.equations.shape[0], soft.shape[0])]).tocsr()
        self.right = fixed.right
        hard = hstack([fixed.limits, _zeros(fixed.limits.shape[0], soft.shape[0])])
        self.limits = vstack([hstack([soft, slack]), hard]).tocsr()
        self.limit = np.concatenate([right, fixed.limit])
        prices = [cost[k] for k in self.shown]
        scales = [value.cost / max(self._scale(value), TOLERANCE) for value in self.told]
        standing_prices = [each.cost for each in self.said]
        self.price = np.concatenate([np.zeros(system.n), prices, prices, np.repeat(scales, 2), standing_prices])
        self.bounds = [*system.bounds(), *[(0.0, None)] * soft.shape[0]]

    def _of_somebody(self) -> dict[Key, tuple[float, float]]:
        """Where zeros are shown, a count that is hidden for others' sake is known to be none."""
        return {} if self.found.rules.zeros else {k: (1.0, inf) for k in self.shown if self.found.counted.count(k)}

    def _scale(self, value: Summed) -> float:
        """What a person more or less changes of a sum."""
        numbers = self.found.counted.values(value.column, value.base)
        return float(np.abs(numbers).mean()) if len(numbers) else 1.0

    def cheapest(self, wanted: Key) -> tuple[np.ndarray, list[Key], list[str]]:
        """The unknowns of the cheaper of the two, which released counts it changes, and which cells with means and rows that say of how many they are."""
        from scipy.optimize import linprog
        from scipy.sparse import csr_array, vstack

        truth, width, best = self.found.counted.count(wanted), self.found.rules.width, None
        target = np.zeros((1, len(self.price)))
        target[0, self.system.rows[wanted]] = 1.0
        for sign, aim in ((-1.0, -(truth + width)), (1.0, truth - width)):
            if sign > 0 and truth < width:
                continue
            more = {"A_ub": vstack([self.limits, csr_array(sign * target)]).tocsr(), "b_ub": [*self.limit, aim]}
            solved = linprog(self.price, **more, A_eq=self.equations, b_eq=self.right, bounds=self.bounds, method="highs")
            if solved.status == 0 and (best is None or solved.fun < best.fun - TOLERANCE):
                best = solved
        if best is None:
            raise ArithmeticError(f"{wanted} can't be moved by {width}")
        n, m, t = self.system.n, len(self.shown), len(self.told)
        slack = best.x[n:]
        moved = [k for k, by in zip(self.shown, slack[:m] + slack[m : 2 * m], strict=True) if by > TOLERANCE]
        by_value = slack[2 * m : 2 * m + 2 * t].reshape(-1, 2).sum(axis=1)
        silent = {value.cell for value, by in zip(self.told, by_value, strict=True) if by > TOLERANCE}
        silent |= {each.row for each, by in zip(self.said, slack[2 * m + 2 * t :], strict=True) if by > TOLERANCE}
        return best.x[:n], moved, sorted(silent)


def _zeros(rows: int, columns: int):
    from scipy.sparse import csr_array

    return csr_array((rows, columns))
