"""Counts by key: two tables that count the same persons have the same key, so that what one hides the other can't tell.

A key is a population and, of some variables, the levels counted; the key without variables is everybody, and missing is a level
like any other. `{gender: woman, experience: low}` stands in a table of baseline and in one of outcomes under one key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

MISSING = "(missing)"
"""The level of who has no value."""
PERSONS, JOBS = "persons", "jobs"
"""Populations: a row is a person; a row is a job of a person."""

POSITIVE, NOT_POSITIVE = "above 0", "0 or below"
"""Levels of numbers."""
SQUARED = " squared"
"""End of the name of the squares of a column."""

Levels = frozenset[str]


@dataclass(frozen=True)
class Key:
    """Who is counted.

    Attributes
    ----------
    population : str
    chosen : tuple of (str, frozenset of str)
        Of each variable, in the order of their names, the levels counted; none of them is missing but where MISSING is among them.
    """

    population: str
    chosen: tuple[tuple[str, Levels], ...] = ()

    @property
    def variables(self) -> frozenset[str]:
        """Those that it hangs on."""
        return frozenset(name for name, _ in self.chosen)

    def __str__(self) -> str:
        said = ", ".join(f"{name} = {' or '.join(sorted(levels))}" for name, levels in self.chosen)
        return f"{self.population}: {said or 'all'}"


def key(population: str, chosen: Mapping[str, str | Iterable[str]]) -> Key:
    """The key of some levels: a level, or several of which any is counted."""
    named = {name: frozenset([levels] if isinstance(levels, str) else levels) for name, levels in chosen.items()}
    return Key(population, tuple(sorted(named.items())))


class Counted:
    """The rows of a population by the levels of its variables: what keys count.

    Attributes
    ----------
    name : str
    levels : dict of str -> tuple of str
        Of each variable: the levels that occur, and those that are declared and may be printed as 0.
    never : list of dict of str -> frozenset of str
        Combinations that everybody knows to be impossible, such as a time to the first job of who had none: an attacker uses them.
    occurring : set of (str, str)
        Variable and level of rows that tables print only where somebody is there, such as missing values: an attacker knows that.
    there : set of Key
        The same of rows that are no level of one variable.
    made : set of str
        Variables that the release makes for itself, such as who is in a model; which models differ by few is judged with the models.
    """

    def __init__(self, name: str, persons: pd.Series):
        self.name = name
        self.levels: dict[str, tuple[str, ...]] = {}
        self.never: list[dict[str, Levels]] = []
        self.occurring: set[tuple[str, str]] = set()
        self.there: set[Key] = set()
        self.made: set[str] = set()
        self._persons = pd.factorize(persons)[0]
        self._codes: dict[str, np.ndarray] = {}
        self._numbers: dict[str, np.ndarray] = {}

    def __len__(self) -> int:
        return len(self._persons)

    def add(self, variable: str, values: pd.Series, levels: Iterable[str] = ()) -> None:
        """Add a variable.

        Parameters
        ----------
        values : Series of str, shape (rows,)
            In the order of the population's rows; NA is the level MISSING.
        levels : iterable of str, optional
            Declared levels, which may be printed as 0 where nobody is at them.
        """
        text = values.astype("string").fillna(MISSING).to_numpy(dtype=object)
        self._codes[variable] = text
        self.levels[variable] = tuple(dict.fromkeys([*levels, *sorted(set(text))]))
        self.occurring |= {(variable, level) for level in set(text) - set(levels)}

    def add_numbers(self, column: str, values: pd.Series) -> None:
        """Values of which means are printed; their squares too."""
        numbers = pd.to_numeric(values).to_numpy(dtype=float, na_value=np.nan)
        self._numbers[column], self._numbers[column + SQUARED] = numbers, numbers**2

    def numbers(self, column: str) -> np.ndarray:
        """A column's values, NaN where missing: shape (rows,)."""
        return self._numbers[column]

    def range_of(self, column: str, *, above_0: bool = False) -> tuple[float, float]:
        """Least and most of a column's values, or of those above 0."""
        numbers = self._numbers[column]
        some = numbers[numbers > 0] if above_0 else numbers[~np.isnan(numbers)]
        return (float(some.min()), float(some.max())) if len(some) else (0.0, 0.0)

    def values(self, column: str, base: Key) -> np.ndarray:
        """The known values of a column of some rows."""
        found = self._numbers[column][self.rows(base)]
        return found[~np.isnan(found)]

    def behind_values(self, column: str, base: Key, low: float, high: float) -> int:
        """Persons among some rows whose value is at `low` or above, and below `high`."""
        numbers = self._numbers[column]
        return len(np.unique(self._persons[self.rows(base) & (numbers >= low - 1e-9) & (numbers < high - 1e-9)]))

    def normal(self, counted: Key) -> Key:
        """The same count by its shortest key: without variables of which every level is counted."""
        some = tuple((name, levels) for name, levels in counted.chosen if not levels >= set(self.levels[name]))
        return Key(counted.population, some)

    def rule_out(self, chosen: Mapping[str, str | Iterable[str]]) -> None:
        """Say that nobody can be at these levels together, as everybody knows.

        Raises
        ------
        ValueError
            Somebody is.
        """
        found = key(self.name, chosen)
        if self.count(found):
            raise ValueError(f"{found} is said to be impossible, but occurs")
        self.never.append(dict(found.chosen))

    def rule_out_if_nobody(self, chosen: Mapping[str, str | Iterable[str]]) -> None:
        """The same of what is impossible by definition, unless these records have it all the same; nothing of levels that they do not know."""
        found = key(self.name, chosen)
        some = {name: levels & set(self.levels.get(name, ())) for name, levels in found.chosen}
        if all(some.values()) and not self.count(key(self.name, some)):
            self.rule_out(some)

    def impossible(self, chosen: Mapping[str, Levels]) -> bool:
        """Whether a combination is ruled out."""
        some = chosen.keys()
        return any(each.keys() <= some and all(chosen[name] <= levels for name, levels in each.items()) for each in self.never)

    def by_definition(self, nobody: Key) -> bool:
        """Whether a key counts nobody as everybody knows: every single combination of its levels is ruled out."""
        ruled = {name for each in self.never for name in each}
        some = [(name, levels) for name, levels in nobody.chosen if name in ruled]
        return bool(some) and all(
            self.impossible({name: frozenset([level]) for (name, _), level in zip(some, each, strict=True)})
            for each in product(*(levels for _, levels in some))
        )

    def unknown(self, name: str, levels: Levels) -> int:
        """Rows at levels of a variable, of which MISSING is one, but those that by definition have no value of it."""
        rows = self.rows(key(self.name, {name: levels}))
        for each in self.never:
            others = {other: of for other, of in each.items() if other != name}
            always = name in each and each[name] >= set(self.levels[name]) - {MISSING}
            of_people = others and not self.made & others.keys() and not any(MISSING in of for of in others.values())
            if always and of_people:
                rows &= ~self.rows(key(self.name, others))
        return int(rows.sum())

    def apart(self, keys: Iterable[Key]) -> list[Key]:
        """By how many two keys differ of which one is part of the other by definition: with a job, but without a known time to it.

        Who is told apart by levels of one variable is left to the tables of the variables; here are pairs that share no such variable.
        """
        ruled = {name for each in self.never for name in each}
        asked, found = list(keys), {}
        for large in asked:
            of_large = dict(large.chosen)
            for small in asked if of_large.keys() & ruled else ():
                of_small = dict(small.chosen)
                if of_large.keys() <= of_small.keys() or not of_small.keys() & ruled or not self._within(of_small, of_large):
                    continue
                more = [
                    (name, rest)
                    for name, levels in small.chosen
                    if (rest := of_large.get(name, frozenset(self.levels[name])) - levels) and not self.impossible({**of_large, name: rest})
                ]
                if len(more) == 1 and len((of_large.keys() | of_small.keys()) & self.made) < 2:
                    found[Key(large.population, tuple(sorted({**of_large, **dict(more)}.items())))] = None
        return list(found)

    def _within(self, small: Mapping[str, Levels], large: Mapping[str, Levels]) -> bool:
        """Whether everybody at some levels is at others, as everybody knows."""
        for name, levels in large.items():
            rest = small.get(name, frozenset(self.levels[name])) - levels
            if rest and not self.impossible({**small, name: rest}):
                return False
        return True

    def rows(self, counted: Key) -> np.ndarray:
        """Which rows a key counts: shape (rows,)."""
        rows = np.ones(len(self), dtype=bool)
        for name, levels in counted.chosen:
            rows &= np.isin(self._codes[name], list(levels))
        return rows

    def count(self, counted: Key) -> int:
        """Rows of a key."""
        return int(self.rows(counted).sum())

    def behind(self, counted: Key) -> int:
        """Persons behind these rows: of jobs fewer than jobs."""
        return len(np.unique(self._persons[self.rows(counted)]))

    def cells(self, variables: Iterable[str], groups: Mapping[str, Iterable[Levels]]) -> list[Key]:
        """Every combination of groups of levels of some variables."""
        names = sorted(variables)
        return [Key(self.name, tuple(zip(names, each, strict=True))) for each in product(*(groups[name] for name in names))]

    def groups(self, keys: Iterable[Key]) -> dict[str, list[Levels]]:
        """Of each variable of some keys: its levels, those together that no key tells apart."""
        told: dict[str, set[Levels]] = {}
        for each in keys:
            for name, levels in each.chosen:
                told.setdefault(name, set()).add(levels)
        found = {}
        for name, wanted in told.items():
            alike: dict[tuple[bool, ...], set[str]] = {}
            order = sorted(wanted, key=sorted)
            never = [levels[name] for levels in self.never if name in levels and set(levels) <= set(told)]
            for level in self.levels[name]:
                alike.setdefault(tuple(level in levels for levels in (*order, *never)), set()).add(level)
            found[name] = [frozenset(levels) for levels in alike.values()]
        return found
