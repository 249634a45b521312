"""How far a run agrees with what was printed: counted and said alike in the report, in the last step and on request."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ipscohort.display.printing import DASH, absent
from ipscohort.words import say

if TYPE_CHECKING:
    import pandas as pd

RULE_SEPARATOR = " | "
"""Between the rules behind one value, in REPLICATION's column `rule`."""


@dataclass(frozen=True)
class Agreement:
    """Printed values that match.

    Attributes
    ----------
    matched, counted : int
        Given values are not counted.
    differing : tuple of str
        Ids of those that do not match, in the order of the printed file.
    """

    matched: int
    counted: int
    differing: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """'122 of 124 printed values match; not: t1_male_n, t1_male_pct.'"""
        counts = {"matched": self.matched, "counted": self.counted}
        if not self.differing:
            return say("{matched} of {counted} printed values match.", **counts)
        return say("{matched} of {counted} printed values match; not: {ids}.", ids=", ".join(self.differing), **counts)


def agreement(replication: pd.DataFrame) -> Agreement:
    """Count what matches.

    Parameters
    ----------
    replication : DataFrame
        REPLICATION.
    """
    counted = replication[~replication["given"].astype(bool)]
    same = counted["match"].astype(bool)
    return Agreement(int(same.sum()), len(counted), tuple(map(str, counted.loc[~same, "id"])))


def agreement_in(path: Path | str) -> Agreement:
    """The same from the file that holds REPLICATION, without waiting for pandas."""
    with Path(path).open(encoding="utf-8", newline="") as file:
        counted = [row for row in csv.DictReader(file) if row["given"] != "True"]
    differing = tuple(row["id"] for row in counted if row["match"] != "True")
    return Agreement(len(counted) - len(differing), len(counted), differing)


def with_n(value: object, n: object) -> str:
    """'46 (N = 103)'; without the N where there is none; a dash without a value."""
    text = DASH if absent(value) else str(value)
    return text if absent(n) else f"{text} (N = {int(n)})"
