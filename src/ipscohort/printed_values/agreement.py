"""How far a run agrees with what was printed: counted and said alike in the report, in the last step and on request."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ipscohort.display.printing import DASH, absent
from ipscohort.words import say, say_n

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
        Neither given values nor those that are not covered are counted.
    not_covered : int
        Values that the paper prints and that are not recomputed.
    differing : tuple of str
        Ids of those that do not match, in the order of the printed file.
    """

    matched: int
    counted: int
    differing: tuple[str, ...]
    not_covered: int = 0

    @property
    def sentence(self) -> str:
        """'122 of 124 printed values match; not: t1_male_n, t1_male_pct.'"""
        counts = {"matched": self.matched, "counted": self.counted}
        if self.differing:
            found = say("{matched} of {counted} printed values match; not: {ids}.", ids=", ".join(self.differing), **counts)
        else:
            found = say("{matched} of {counted} printed values match.", **counts)
        return f"{found} {self.silence}".rstrip()

    @property
    def silence(self) -> str:
        """'14 more are printed and not covered; each stands with its reason.'; '' where all are covered."""
        if not self.not_covered:
            return ""
        return say_n(
            "{n} more is printed and not covered; it stands with its reason.",
            "{n} more are printed and not covered; each stands with its reason.",
            self.not_covered,
        )


def counted_in(replication: pd.DataFrame) -> pd.DataFrame:
    """The rows that are compared: neither given by the settings nor without a result."""
    return replication[~(replication["given"].astype(bool) | replication["not_covered"].astype(bool))]


def agreement(replication: pd.DataFrame) -> Agreement:
    """Count what matches.

    Parameters
    ----------
    replication : DataFrame
        REPLICATION.
    """
    counted = counted_in(replication)
    same = counted["match"].astype(bool)
    return Agreement(int(same.sum()), len(counted), tuple(map(str, counted.loc[~same, "id"])), int(replication["not_covered"].sum()))


def agreement_in(path: Path | str) -> Agreement:
    """The same from the file that holds REPLICATION, without waiting for pandas."""
    with Path(path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    counted = [row for row in rows if "True" not in (row["given"], row["not_covered"])]
    differing = tuple(row["id"] for row in counted if row["match"] != "True")
    return Agreement(len(counted) - len(differing), len(counted), differing, sum(row["not_covered"] == "True" for row in rows))


def with_n(value: object, n: object) -> str:
    """'46 (N = 103)'; without the N where there is none; a dash without a value."""
    text = DASH if absent(value) else str(value)
    return text if absent(n) else f"{text} (N = {int(n)})"
