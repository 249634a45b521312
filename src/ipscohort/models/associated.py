"""How far the exposures go together: what one of them can tell that the other does not."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from ipscohort.arithmetic.contingency import p_of, pearson
from ipscohort.config.analysis import Exposure
from ipscohort.contracts import ASSOCIATIONS
from ipscohort.contracts.codebook import Codebook
from ipscohort.words import later, say

METHOD = later("Pearson's chi-squared without continuity correction; Cramer's V and phi from it")
FEW_EXPECTED = 5
"""An expected count below this makes the chi-squared test's p unreliable."""


def associations(persons: pd.DataFrame, exposures: Mapping[str, Exposure], codebook: Codebook) -> pd.DataFrame:
    """ASSOCIATIONS: a row for each pair of exposures.

    Parameters
    ----------
    persons : DataFrame
        PERSONS, all that are analysed; who lacks one of the two is left out of the pair and counted.
    exposures : mapping of str -> Exposure
    codebook : Codebook
        Order of levels: phi is positive where the later levels of both go together.
    """
    rows = [_row(persons, pair, [_levels(codebook, name, exposures[name]) for name in pair]) for pair in combinations(exposures, 2)]
    return ASSOCIATIONS.conform(pd.DataFrame(rows, columns=ASSOCIATIONS.names())) if rows else ASSOCIATIONS.empty()


def _levels(codebook: Codebook, name: str, exposure: Exposure) -> list[str]:
    """The reference first, as in the models."""
    info = codebook.variables.get(name)
    return [exposure.reference, *(level for level in (info.levels if info else ()) if level != exposure.reference)]


def _row(persons: pd.DataFrame, pair: tuple[str, str], levels: list[list[str]]) -> dict[str, Any]:
    counts = _counts(persons, pair, levels)
    n = int(counts.sum())
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    row = {"exposure": pair[0], "other": pair[1], "n": n, "n_excluded": len(persons) - n, "method": METHOD}
    if min(counts.shape, default=0) < 2:
        return {**row, "warning": say("Everybody is at the same level of one of them.") if n else say("Nobody has both values.")}
    chi2, df = pearson(counts)
    row |= {"statistic": float(chi2), "df": int(df), "p_value": float(p_of(chi2, df)), "cramers_v": _cramers_v(chi2, counts)}
    if counts.shape == (2, 2):
        (a, b), (c, d) = counts.astype(float)
        row["phi"] = float((a * d - b * c) / np.sqrt((a + b) * (c + d) * (a + c) * (b + d)))
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / n
    few = say("A group of both has fewer than {n} expected persons, so p is not reliable.", n=FEW_EXPECTED)
    return {**row, "warning": few if expected.min() < FEW_EXPECTED else None}


def _counts(persons: pd.DataFrame, pair: tuple[str, str], levels: list[list[str]]) -> np.ndarray:
    """Persons at each level of one and of the other; rows and columns in the order of the levels."""
    first, second = (persons[name].map({level: i for i, level in enumerate(own)}) for name, own in zip(pair, levels, strict=True))
    known = (first.notna() & second.notna()).to_numpy(bool)
    found = np.zeros((len(levels[0]), len(levels[1])), dtype=int)
    np.add.at(found, (first[known].to_numpy(int), second[known].to_numpy(int)), 1)
    return found


def _cramers_v(chi2: float, counts: np.ndarray) -> float:
    """Cramer's V: sqrt(chi2 / (n (min(rows, columns) - 1)))."""
    return float(min(1.0, np.sqrt(chi2 / (counts.sum() * (min(counts.shape) - 1)))))
