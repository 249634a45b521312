"""What an imputation is made of: the variables of one regression as numbers and codes of levels, and its outcome."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipscohort.contracts.codebook import Codebook
from ipscohort.models.sample import Sample, label_of
from ipscohort.models.spec import ModelSpec
from ipscohort.words import later, say

MATCHED, LOGISTIC, ORDINAL, MULTINOMIAL = "pmm", "logistic", "ordinal", "multinomial"
METHODS = {
    MATCHED: later("predictive mean matching"),
    LOGISTIC: later("logistic regression"),
    ORDINAL: later("proportional odds regression"),
    MULTINOMIAL: later("multinomial regression"),
}
"""Method by which a variable is imputed -> its words."""
ALL_MISSING = later("{label} is missing of everybody, so it can't be imputed.")
ALL_ALIKE = later("{label} is the same in everybody of whom it is known, which tells nothing of the others, so it is not imputed.")
TOO_MANY_LEVELS = later(
    "{label} has {n} levels, and logistic regression, which the settings name, is for two: it is not imputed. Write ordinal or multinomial in "
    "models.imputation.methods."
)
A_DATE = later("{label} is a date, which is not imputed.")


@dataclass(frozen=True)
class Variable:
    """A variable of an imputation.

    Attributes
    ----------
    name : str
    values : ndarray of float, shape (n,)
        Numbers, or codes of levels from 0; NaN where missing.
    levels : tuple of str
        Those that somebody has, in order; empty of a number.
    method : str
        One of METHODS; empty where nobody misses it.
    why : str
        Why it can't be imputed; empty where it can, or need not be.
    """

    name: str
    values: np.ndarray
    levels: tuple[str, ...]
    method: str
    why: str = ""

    @property
    def missing(self) -> np.ndarray:
        """Who misses it."""
        return np.isnan(self.values)

    def filled(self, values: np.ndarray) -> pd.Series:
        """A column of PERSONS with the missing values filled in: shape (n,)."""
        if not self.levels:
            return pd.Series(values, dtype="Float64")
        return pd.Series(np.array(self.levels, dtype=object)[values.astype(int)], dtype="string")


def variable_of(name: str, column: pd.Series, codebook: Codebook, method: str | None) -> Variable:
    """A variable as numbers, with the method that its type asks for unless another one is named.

    Parameters
    ----------
    name : str
    column : Series
        Of PERSONS.
    codebook : Codebook
        Type and order of levels.
    method : str or None
        As the settings name it. `ordinal` and `multinomial` of two levels are logistic.
    """
    info, label = codebook.variables.get(name), label_of(name, codebook)
    if column.isna().all():
        return Variable(name, np.full(len(column), np.nan), (), "", say(ALL_MISSING, label=label))
    if info is not None and info.type == "date":
        return Variable(name, np.full(len(column), np.nan), (), "", say(A_DATE, label=label))
    if info is not None and info.type == "number":
        values, levels, method = pd.to_numeric(column).to_numpy(float, na_value=np.nan), (), MATCHED
        alike = np.nanmin(values) == np.nanmax(values)
    else:
        present = set(column.dropna().astype(str))
        known = info.levels if info is not None else ()
        levels = tuple(level for level in [*known, *sorted(present - set(known))] if level in present)
        values = column.astype(object).map({level: float(code) for code, level in enumerate(levels)}).to_numpy(float, na_value=np.nan)
        if method == LOGISTIC and len(levels) > 2 and np.isnan(values).any():
            return Variable(name, values, levels, "", say(TOO_MANY_LEVELS, label=label, n=len(levels)))
        method = LOGISTIC if len(levels) == 2 else method if method in (ORDINAL, MULTINOMIAL) else MULTINOMIAL
        alike = len(levels) == 1
    if not np.isnan(values).any():
        return Variable(name, values, levels, "")
    return Variable(name, values, levels, "" if alike else method, say(ALL_ALIKE, label=label) if alike else "")


def variables_of(rows: pd.DataFrame, names: Iterable[str], codebook: Codebook, methods: Mapping[str, str]) -> list[Variable]:
    """Every variable of an imputation, each once."""
    return [variable_of(name, rows[name], codebook, methods.get(name)) for name in dict.fromkeys(names)]


def outcome_columns(sample: Sample, spec: ModelSpec) -> np.ndarray:
    """The outcome as imputation models have it, known of everybody: shape (n, columns).

    Of a time with an event the event and the Nelson-Aalen estimate of the cumulative hazard at the time (White & Royston 2009, doi
    10.1002/sim.3618); of a count with its time both; else the outcome as it is modelled.
    """
    if sample.time is not None:
        return np.column_stack([sample.outcome, cumulative_hazard(sample.time, sample.outcome)])
    if spec.family.outcome == "count" and sample.offset is not None:
        return np.column_stack([sample.outcome, np.exp(sample.offset)])
    return sample.outcome[:, None]


def cumulative_hazard(time: np.ndarray, event: np.ndarray) -> np.ndarray:
    """Nelson-Aalen estimate of the cumulative hazard of everybody together, at each person's time: shape (n,)."""
    times, place = np.unique(time, return_inverse=True)
    events, leaving = np.bincount(place, event, len(times)), np.bincount(place, minlength=len(times))
    at_risk = leaving[::-1].cumsum()[::-1]
    return np.cumsum(events / at_risk)[place]
