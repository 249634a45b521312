"""What somebody who knows every released number can work out of the others: bounds of any count, by linear programming.

The unknowns are the cells of tables of some variables together (cliques). Released counts are equations between them, and so is that two tables
agree on the variables that they share. The sets are chosen so that tables which agree can always be put together into one of all
variables (a junction tree: Lauritzen 1996, Graphical Models, doi 10.1093/oso/9780198522195.001.0001): so no link between any tables is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations, product
from math import ceil, floor, inf, prod

import numpy as np

from ipscohort.release.keys import Counted, Key, Levels

MOST_CELLS = 60_000
"""Cells of one table of unknowns; beyond it only the released tables are looked at, each linked with each, and the proof says so."""
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Bounds:
    """The least and the most that a count can be, by what is released; whole numbers, inf where nothing bounds it."""

    least: float
    most: float

    @property
    def width(self) -> float:
        """How many persons lie between the two."""
        return self.most - self.least


@dataclass
class System:
    """The equations of one population.

    Parameters
    ----------
    counted : Counted
    keys : iterable of Key
        Every key that is released, hidden or asked about.
    """

    counted: Counted
    keys: Iterable[Key]
    exact: bool = field(init=False, default=True)

    def __post_init__(self) -> None:
        self.keys = list(dict.fromkeys(self.keys))
        self.groups = self.counted.groups(self.keys)
        sets = {each.variables for each in self.keys} | {frozenset()}
        sets |= {frozenset(each) for each in self.counted.never if set(each) <= set(self.groups)}
        self._tables(sets)
        self._number()
        self.rows = {each: self._row(each) for each in self.keys}

    def _tables(self, sets: set[frozenset[str]]) -> None:
        """Choose the tables of unknowns and which of them must agree."""
        self.cliques = _cliques(sets)
        if max(self._size(each) for each in self.cliques) > MOST_CELLS:
            self.exact, self.cliques = False, [each for each in sets if not any(each < other for other in sets)]
            self.links = list(combinations(range(len(self.cliques)), 2))
        else:
            self.links = _tree(self.cliques)

    def _size(self, variables: frozenset[str]) -> int:
        return prod(len(self.groups[name]) for name in variables)

    def _number(self) -> None:
        """Number the unknowns; cells that everybody knows to be empty are none."""
        self.cells: list[list[tuple[dict[str, Levels], int]]] = []
        n = 0
        for variables in self.cliques:
            names, found = sorted(variables), []
            for levels in product(*(self.groups[name] for name in names)):
                cell = dict(zip(names, levels, strict=True))
                if not self.counted.impossible(cell):
                    found.append((cell, n))
                    n += 1
            self.cells.append(found)
        self.n = n

    def _row(self, wanted: Key) -> np.ndarray:
        """Numbers of the unknowns whose sum is a key's count."""
        table = min((i for i, each in enumerate(self.cliques) if wanted.variables <= each), key=lambda i: len(self.cells[i]))
        return np.array([j for cell, j in self.cells[table] if all(cell[name] <= levels for name, levels in wanted.chosen)], dtype=int)

    def agreement(self):
        """The equations between tables: a sparse matrix whose rows give 0."""
        from scipy.sparse import coo_array

        rows, columns, signs, row = [], [], [], 0
        for first, second in self.links:
            shared = sorted(self.cliques[first] & self.cliques[second])
            numbers: dict[tuple[Levels, ...], int] = {}
            for table, sign in ((first, 1.0), (second, -1.0)):
                for cell, j in self.cells[table]:
                    at = numbers.setdefault(tuple(cell[name] for name in shared), row + len(numbers))
                    rows.append(at), columns.append(j), signs.append(sign)
            row += len(numbers)
        return coo_array((signs, (rows, columns)), shape=(row, self.n)).tocsr()

    def matrix(self, keys: Iterable[Key]):
        """One row for each key: the sum of unknowns that it counts."""
        from scipy.sparse import csr_array

        each = [self.rows[k] for k in keys]
        starts = np.cumsum([0, *(len(row) for row in each)])
        columns = np.concatenate(each) if each else np.zeros(0, dtype=int)
        return csr_array((np.ones(len(columns)), columns, starts), shape=(len(each), self.n))


class Attack:
    """An attacker who knows some counts, each exactly or between limits, and nothing else but what is impossible."""

    def __init__(self, system: System, known: Mapping[Key, tuple[float, float]]):
        from scipy.sparse import vstack

        self.system = system
        keys = list(known)
        low, high = (np.array([known[k][i] for k in keys], dtype=float) for i in (0, 1))
        equal = low == high
        rows = system.matrix(keys)
        agree = system.agreement()
        self.equations = vstack([agree, rows[np.flatnonzero(equal)]]).tocsr()
        self.right = np.concatenate([np.zeros(agree.shape[0]), low[equal]])
        upper, lower = np.flatnonzero(~equal & np.isfinite(high)), np.flatnonzero(~equal & (low > 0))
        self.limits = vstack([rows[upper], -rows[lower]]).tocsr()
        self.limit = np.concatenate([high[upper], -low[lower]])

    def solve(self, objective: np.ndarray):
        """A least value of a sum of unknowns, with where it is reached."""
        from scipy.optimize import linprog

        some = self.limits.shape[0] > 0
        return linprog(
            objective,
            A_eq=self.equations,
            b_eq=self.right,
            A_ub=self.limits if some else None,
            b_ub=self.limit if some else None,
            bounds=(0, None),
            method="highs",
        )

    def bounds(self, wanted: Key) -> Bounds:
        """The least and the most that a key's count can be.

        Raises
        ------
        ArithmeticError
            No counts fit what is known, or the solver gives up.
        """
        objective = np.zeros(self.system.n)
        objective[self.system.rows[wanted]] = 1.0
        ends = []
        for sign in (1.0, -1.0):
            found = self.solve(sign * objective)
            if found.status == 3:
                ends.append(-inf)
            elif found.status == 0:
                ends.append(found.fun)
            else:
                raise ArithmeticError(f"{wanted}: {found.message}")
        return Bounds(float(ceil(ends[0] - TOLERANCE)), inf if ends[1] == -inf else float(floor(-ends[1] + TOLERANCE)))


def _cliques(sets: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Sets of variables that hold all of these and form a junction tree: the fewest new neighbours first (min-fill)."""
    near: dict[str, set[str]] = {}
    for each in sets:
        for name in each:
            near.setdefault(name, set()).update(each - {name})
    found: list[frozenset[str]] = []
    while near:
        name = min(sorted(near), key=lambda n: (sum(b not in near[a] for a, b in combinations(sorted(near[n]), 2)), len(near[n])))
        around = near.pop(name)
        for other in around:
            near[other] |= around - {other}
            near[other].discard(name)
        if not any(around | {name} <= each for each in found):
            found.append(frozenset(around | {name}))
    return found or [frozenset()]


def _tree(cliques: list[frozenset[str]]) -> list[tuple[int, int]]:
    """Which tables must agree: a tree along which shared variables are as many as can be."""
    joined, links = {0}, []
    while len(joined) < len(cliques):
        pairs = ((i, j) for i in joined for j in range(len(cliques)) if j not in joined)
        i, j = max(pairs, key=lambda pair: (len(cliques[pair[0]] & cliques[pair[1]]), -pair[0], -pair[1]))
        joined.add(j)
        links.append((i, j))
    return links
