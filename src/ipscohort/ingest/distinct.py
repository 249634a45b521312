"""A column as its distinct values: what is done to a value is done once, however many cells hold it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Distinct:
    """Distinct values of a column.

    Attributes
    ----------
    index : Index
        The column's.
    number : ndarray of int
        Of each cell, the position of its value in `values`; -1 where it is missing.
    values : Series
        The values that occur, each once, in the order in which they first occur.
    """

    index: pd.Index
    number: np.ndarray
    values: pd.Series

    @classmethod
    def of(cls, cells: pd.Series) -> Distinct:
        """The distinct values of a column of one type."""
        number, values = pd.factorize(cells)
        return cls(cells.index, number, pd.Series(values, dtype=cells.dtype))

    def spread(self, found: pd.Series) -> pd.Series:
        """What was found of each value, as a column of cells; missing where the cell is."""
        return pd.Series(found.array.take(self.number, allow_fill=True), index=self.index)

    def then(self, function: Callable[[pd.Series], pd.Series]) -> Distinct:
        """The distinct values of what a function of single values makes of these; a cell whose result is missing is missing."""
        number, values = pd.factorize(found := function(self.values))
        return Distinct(self.index, np.append(number, -1)[self.number], pd.Series(values, dtype=found.dtype))

    def without(self, mask: pd.Series) -> Distinct:
        """The same with the values of `mask` missing."""
        kept = ~mask.to_numpy(dtype=bool)
        number = np.where(kept, np.cumsum(kept) - 1, -1)
        return Distinct(self.index, np.append(number, -1)[self.number], self.values[kept].reset_index(drop=True))

    @property
    def present(self) -> pd.Series:
        """Which cells hold a value."""
        return pd.Series(self.number >= 0, index=self.index)

    def cells(self, mask: pd.Series) -> pd.Series:
        """Which cells hold a value of `mask`, a Series of bool; a missing cell holds none."""
        return pd.Series(np.append(mask.to_numpy(dtype=bool), False)[self.number], index=self.index)

    def rows(self, mask: pd.Series) -> pd.Index:
        """Index of the cells that hold a value of `mask`."""
        return self.index[self.cells(mask).to_numpy()]


def by_distinct(function: Callable[[pd.Series], pd.Series], cells: pd.Series) -> pd.Series:
    """A function of single values applied to a column; `function` leaves what is missing missing.

    A column of no one type (object) goes through as it is: values that compare as equal there, such as 1 and True, need
    not be the same.
    """
    if cells.dtype == object:
        return function(cells)
    known = Distinct.of(cells)
    return known.spread(function(known.values))
