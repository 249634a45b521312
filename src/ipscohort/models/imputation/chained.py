"""Chained equations: each incomplete variable in turn is drawn given all others, again and again, in all imputations at once.

Source: van Buuren & Groothuis-Oudshoorn 2011, doi 10.18637/jss.v045.i03.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ipscohort.models.design import aliased
from ipscohort.models.imputation.draws import Target, draw
from ipscohort.models.imputation.variables import ORDINAL, Variable

SETTLING = 3
"""The first of so many parts of the iterations is not looked at where convergence is judged."""


class TooFewError(Exception):
    """A variable is known of too few persons for its imputation model; `variable`, `known` and `coefficients` say of which and how."""

    def __init__(self, variable: str, known: int, coefficients: int):
        super().__init__(variable)
        self.variable, self.known, self.coefficients = variable, known, coefficients


class NoModelError(Exception):
    """The imputation model of a variable has no estimate; `variable` says of which."""

    def __init__(self, variable: str):
        super().__init__(variable)
        self.variable = variable


@dataclass(frozen=True)
class Imputed:
    """What chained equations give.

    Attributes
    ----------
    values : dict of str -> ndarray, shape (m, n)
        Each incomplete variable, whole.
    scale_reduction : dict of str -> float
        Gelman and Rubin's potential scale reduction of its means over the later iterations; NaN where one pass is all that is needed.
    designs : dict of str -> ndarray, shape (known, k)
        What it was drawn from in the first imputation's last pass, of those who have it.
    """

    values: dict[str, np.ndarray]
    scale_reduction: dict[str, float]
    designs: dict[str, np.ndarray]


def impute(variables: list[Variable], outcome: np.ndarray, *, m: int, iterations: int, donors: int, rng: np.random.Generator) -> Imputed:
    """Impute the variables that somebody misses.

    Parameters
    ----------
    variables : list of Variable
        All that can be imputed or are complete.
    outcome : ndarray, shape (n, columns)
        Known of everybody.
    m, iterations, donors : int
        Imputations; passes over the variables (one is enough where only one is incomplete); donors of predictive mean matching.
    rng : Generator

    Returns
    -------
    Imputed

    Raises
    ------
    TooFewError
        A variable's imputation model has as many coefficients as persons who have it, or more.
    NoModelError
        One has no estimate all the same.
    """
    incomplete = sorted((v for v in variables if v.missing.any()), key=lambda v: int(v.missing.sum()))
    columns = _Columns(variables, outcome, m)
    values = {}
    for variable in incomplete:
        values[variable.name] = np.tile(variable.values, (m, 1))
        known = variable.values[~variable.missing]
        values[variable.name][:, variable.missing] = rng.choice(known, (m, int(variable.missing.sum())))
        columns.put(variable, values[variable.name])
    targets = {v.name: _target(v, donors) for v in incomplete}
    chosen = {v.name: columns.telling(v) for v in incomplete}
    passes = iterations if len(incomplete) > 1 else 1
    means, begin = {v.name: np.empty((passes, m)) for v in incomplete}, dict.fromkeys(targets)
    for i in range(passes):
        for variable in incomplete:
            name = variable.name
            x = columns.matrix[:, :, chosen[name]]
            try:
                drawn, begin[name] = draw(variable.method, x, targets[name], rng, begin[name])
            except np.linalg.LinAlgError:
                raise NoModelError(name) from None
            values[name][:, variable.missing] = drawn
            columns.put(variable, values[name])
            means[name][i] = drawn.mean(axis=1)
    designs = {v.name: columns.matrix[0][~v.missing][:, chosen[v.name]] for v in incomplete}
    return Imputed(values, {name: scale_reduction(found[passes // SETTLING :]) for name, found in means.items()}, designs)


def _target(variable: Variable, donors: int) -> Target:
    known = ~variable.missing
    return Target(variable.values[known], known, len(variable.levels), donors)


class _Columns:
    """All variables as columns of numbers in each imputation, numbers of one size: shape (m, n, k), the intercept first."""

    def __init__(self, variables: list[Variable], outcome: np.ndarray, m: int):
        blocks = [np.ones((len(outcome), 1)), _of_one_size(outcome)]
        self.place: dict[str, list[int]] = {}
        at = sum(block.shape[1] for block in blocks)
        for variable in variables:
            width = max(1, len(variable.levels) - 1)
            self.place[variable.name] = list(range(at, at + width))
            at += width
        self.matrix = np.zeros((m, len(outcome), at))
        self.matrix[:, :, : sum(block.shape[1] for block in blocks)] = np.concatenate(blocks, axis=1)
        for variable in variables:
            if not variable.missing.any():
                self.put(variable, np.tile(variable.values, (m, 1)))

    def put(self, variable: Variable, values: np.ndarray) -> None:
        """Take over the values of a variable, shape (m, n): a number as it is coded here, levels but the first as 0 and 1."""
        if variable.levels:
            for code, column in enumerate(self.place[variable.name], 1):
                self.matrix[:, :, column] = values == code
        else:
            mean, spread = np.nanmean(variable.values), np.nanstd(variable.values)
            self.matrix[:, :, self.place[variable.name][0]] = (values - mean) / (spread or 1.0)

    def telling(self, variable: Variable) -> list[int]:
        """Columns of the others that tell something of a variable: none that those before it determine, in those who have it."""
        others = [i for i in range(self.matrix.shape[2]) if i not in self.place[variable.name]]
        known = self.matrix[0][~variable.missing][:, others]
        dropped = aliased(known)
        kept = [column for i, column in enumerate(others) if i not in dropped]
        coefficients = coefficients_of(variable, len(kept))
        if len(known) <= coefficients:
            raise TooFewError(variable.name, len(known), coefficients)
        return kept


def coefficients_of(variable: Variable, columns: int) -> int:
    """Coefficients of a variable's imputation model on so many columns, the intercept among them."""
    others = max(1, len(variable.levels) - 1)
    return columns - 1 + others if variable.method == ORDINAL else columns * others


def _of_one_size(columns: np.ndarray) -> np.ndarray:
    spread = columns.std(axis=0)
    return (columns - columns.mean(axis=0)) / np.where(spread > 0, spread, 1.0)


def scale_reduction(means: np.ndarray) -> float:
    """Potential scale reduction of m chains, shape (iterations, m): near 1 where they mix; NaN where there is too little to tell.

    Source: Gelman & Rubin 1992, doi 10.1214/ss/1177011136.
    """
    iterations, m = means.shape
    if iterations < 3 or m < 2:
        return float("nan")
    within, between = means.var(axis=0, ddof=1).mean(), means.mean(axis=0).var(ddof=1)
    if within == 0:
        return 1.0 if between == 0 else float("inf")
    return float(np.sqrt((iterations - 1) / iterations + between / within))
