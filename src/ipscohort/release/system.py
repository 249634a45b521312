"""What somebody who knows every released number can work out of the others: bounds of any count, by linear programming.

The unknowns are the cells of tables of some variables together (cliques). Released counts are equations between them, and so is that two tables
agree on the variables that they share. The sets are chosen so that tables which agree can always be put together into one of all
variables (a junction tree: Lauritzen 1996, Graphical Models, doi 10.1093/oso/9780198522195.001.0001): so no link between any tables is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from math import ceil, floor, inf, prod

import numpy as np

from ipscohort.release.keys import POSITIVE, SQUARED, Counted, Key, Levels, key

MOST_CELLS = 6_000
"""Cells of all tables of unknowns together; beyond it only the released tables are looked at, each linked with each, and the proof says so."""
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


@dataclass(frozen=True)
class Summed:
    """What a printed mean or sum says: a sum of values lies between limits, which for a mean are so much for each person.

    Means tell of counts: the mean of a group is the sum of its parts' means, each times the persons behind it.

    Attributes
    ----------
    column : str
        Whose values; their squares have a name of their own, as a standard deviation tells the sum of these.
    base : Key
        Of whom.
    low, high : float
        For each person of the base; of a sum in all.
    each : bool
        Whether they are for each person.
    cell : str
        What is printed: a cell's mean and standard deviation are shown or hidden together.
    cost : float
        What it is worth to a reader.
    """

    column: str
    base: Key
    low: float
    high: float
    each: bool
    cell: str
    cost: float = 1.0


@dataclass
class System:
    """The equations of one population.

    Parameters
    ----------
    counted : Counted
    keys : iterable of Key
        Every key that is released, hidden or asked about.
    values : sequence of Summed
        Means and sums that are released or asked about.
    """

    counted: Counted
    keys: Iterable[Key]
    values: Sequence[Summed] = ()
    exact: bool = field(init=False, default=True)

    def __post_init__(self) -> None:
        self.summed: dict[str, set[str]] = {}
        for value in self.values:
            self.summed.setdefault(value.column, set()).update(value.base.variables, self._own(value.column))
        apart = [key(self.counted.name, {name: POSITIVE}) for column in self.summed for name in self._own(column)]
        self.keys = list(dict.fromkeys([*self.keys, *(value.base for value in self.values), *apart]))
        self.groups = self.counted.groups(self.keys)
        sets = {each.variables for each in self.keys} | {frozenset(each) for each in self.summed.values()} | {frozenset()}
        sets |= {frozenset(each) for each in self.counted.never if set(each) <= set(self.groups)}
        self._tables(sets)
        self._number()
        self.rows = {each: self._row(each) for each in self.keys}
        self._number_sums()

    def _own(self, column: str) -> set[str]:
        """The variable of a column itself, where it tells zero from more."""
        name = column.removesuffix(SQUARED)
        return {name} if POSITIVE in self.counted.levels.get(name, ()) else set()

    def _tables(self, sets: set[frozenset[str]]) -> None:
        """Choose the tables of unknowns and which of them must agree."""
        self.cliques = _cliques(sets)
        if sum(self._size(each) for each in self.cliques) > MOST_CELLS:
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

    def _number_sums(self) -> None:
        """An unknown for the sum of a column's values over each cell that its means tell apart; none where all values are 0."""
        self.sums: dict[str, list[tuple[dict[str, Levels], np.ndarray, int]]] = {}
        for column, variables in self.summed.items():
            names, name = sorted(variables), column.removesuffix(SQUARED)
            cells = []
            for levels in product(*(self.groups[each] for each in names)):
                cell = dict(zip(names, levels, strict=True))
                if not cell.get(name, {POSITIVE}) & {POSITIVE} or self.counted.impossible(cell):
                    continue
                cells.append((cell, self._row(Key(self.counted.name, tuple(sorted(cell.items())))), self.n))
                self.n += 1
            self.sums[column] = cells

    def within(self):
        """That each sum lies between so many times the least and the most of a value: rows of a matrix that are at most 0.

        The least and the most of the values are taken to be known, which makes the attacker stronger than any.
        """
        rows, columns, values, row = [], [], [], 0
        for column, cells in self.sums.items():
            least, most = self.counted.range_of(column, above_0=bool(self._own(column)))
            for _, persons, j in cells:
                for sign, limit in ((-1.0, least), (1.0, most)):
                    rows += [row] * (1 + len(persons))
                    columns += [j, *persons]
                    values += [sign, *[-sign * limit] * len(persons)]
                    row += 1
        return _sparse(values, rows, columns, (row, self.n))

    def limits(self, value: Summed):
        """What a printed value says: two rows that are at most the two right sides."""
        j = [number for cell, _, number in self.sums[value.column] if all(cell[name] <= levels for name, levels in value.base.chosen)]
        persons = self.rows[value.base] if value.each else np.zeros(0, dtype=int)
        columns = [*j, *persons, *j, *persons]
        values = [*[-1.0] * len(j), *[value.low] * len(persons), *[1.0] * len(j), *[-value.high] * len(persons)]
        rows = [0] * (len(j) + len(persons)) + [1] * (len(j) + len(persons))
        right = np.zeros(2) if value.each else np.array([-value.low, value.high])
        return _sparse(values, rows, columns, (2, self.n)), right

    def agreement(self):
        """The equations between tables: a sparse matrix whose rows give 0."""
        rows, columns, signs, row = [], [], [], 0
        for first, second in self.links:
            shared = sorted(self.cliques[first] & self.cliques[second])
            numbers: dict[tuple[Levels, ...], int] = {}
            for table, sign in ((first, 1.0), (second, -1.0)):
                for cell, j in self.cells[table]:
                    at = numbers.setdefault(tuple(cell[name] for name in shared), row + len(numbers))
                    rows.append(at), columns.append(j), signs.append(sign)
            row += len(numbers)
        return _sparse(signs, rows, columns, (row, self.n))

    def bounds(self) -> list[tuple[float | None, float | None]]:
        """Persons are not negative; sums may be."""
        free = {j for cells in self.sums.values() for _, _, j in cells}
        return [(None if j in free else 0.0, None) for j in range(self.n)]

    def matrix(self, keys: Iterable[Key]):
        """One row for each key: the sum of unknowns that it counts."""
        from scipy.sparse import csr_array

        each = [self.rows[k] for k in keys]
        starts = np.cumsum([0, *(len(row) for row in each)])
        columns = np.concatenate(each) if each else np.zeros(0, dtype=int)
        return csr_array((np.ones(len(columns)), columns, starts), shape=(len(each), self.n))


def _sparse(values: list[float], rows: list[int], columns: list[int], shape: tuple[int, int]):
    from scipy.sparse import coo_array

    return coo_array((values, (rows, columns)), shape=shape).tocsr()


class Attack:
    """An attacker who knows some counts, each exactly or between limits, means and sums as printed, and what is impossible."""

    def __init__(self, system: System, known: Mapping[Key, tuple[float, float]], told: Iterable[Summed] = ()):
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
        said = [system.limits(value) for value in told]
        inside = system.within()
        self.limits = vstack([rows[upper], -rows[lower], inside, *(matrix for matrix, _ in said)]).tocsr()
        self.limit = np.concatenate([high[upper], -low[lower], np.zeros(inside.shape[0]), *(right for _, right in said)])

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
            bounds=self.system.bounds(),
            method="highs",
        )

    def spread(self, wanted: Sequence[Key], chance: np.random.Generator) -> np.ndarray | None:
        """A table in which some counts are large and the others small, each by the toss of a coin; None where nothing bounds them."""
        objective = np.zeros(self.system.n)
        for k, sign in zip(wanted, chance.choice([-1.0, 1.0], len(wanted)), strict=True):
            np.add.at(objective, self.system.rows[k], sign)
        found = self.solve(objective)
        return found.x if found.status == 0 else None

    def bounds(self, wanted: Key) -> Bounds:
        """The least and the most that a key's count can be.

        Raises
        ------
        ArithmeticError
            No counts fit what is known, or the solver gives up.
        """
        return self.reached(wanted)[0]

    def reached(self, wanted: Key) -> tuple[Bounds, list[np.ndarray]]:
        """The same, and the tables in which the least and the most are reached."""
        objective = np.zeros(self.system.n)
        objective[self.system.rows[wanted]] = 1.0
        ends, tables = [], []
        for sign in (1.0, -1.0):
            found = self.solve(sign * objective)
            if found.status == 3:
                ends.append(-inf)
            elif found.status == 0:
                ends.append(found.fun)
                tables.append(found.x)
            else:
                raise ArithmeticError(f"{wanted}: {found.message}")
        most = inf if ends[1] == -inf else float(floor(-ends[1] + TOLERANCE))
        return Bounds(float(ceil(ends[0] - TOLERANCE)), most), tables


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
