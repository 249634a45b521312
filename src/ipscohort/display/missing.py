"""Why values are missing, as far as the records tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import pandas as pd

from ipscohort.config.analysis import Exposure
from ipscohort.words import later, say

OUT_OF_RANGE = later("out of range, set missing")
NO_REASON = later("no reason recorded")
WHY_MISSING = "missing: "
"""Begins the statistic of a number of persons without a value for one reason, which follows."""


class Reasons:
    """Why values are missing, by variable and person.

    Parameters
    ----------
    missing_values, log : DataFrame
        MISSING_VALUES and CLEANING_LOG.
    exposures : mapping of str -> Exposure
        An exposure's value is missing where cleaning has set its variable missing.
    """

    def __init__(self, missing_values: pd.DataFrame, log: pd.DataFrame, exposures: Mapping[str, Exposure]):
        self.exposures = exposures
        self.told: dict[str, dict[str, str]] = {}
        told = missing_values[missing_values["reason"].notna() & (missing_values["reason"] != "")]
        for variable, person, reason in zip(told["variable"], told["id"], told["reason"], strict=True):
            self.told.setdefault(variable, {}).setdefault(person, reason)
        outside = log[log["rule"].eq("value_out_of_range") & log["ids"].notna()]
        self.outside: dict[str, set[str]] = {}
        for action, ids in zip(outside["action"], outside["ids"], strict=True):
            self.outside.setdefault(action, set()).update(ids.split(";"))

    def why(self, variable: str, missing: Iterable[str]) -> str:
        """'not asked 1; refused 2; no reason recorded 1', of these persons without a value; '' where there is none."""
        return "; ".join(f"{say(reason)} {n}" for reason, n in self.counts(variable, missing).items())

    def counts(self, variable: str, missing: Iterable[str]) -> dict[str, int]:
        """Each reason in the words of the records, or OUT_OF_RANGE or NO_REASON -> of how many of these persons without a value."""
        exposure = self.exposures.get(variable)
        names = {variable, exposure.variable if exposure else variable}
        outside = set().union(*(self.outside.get(say("{column} set missing", column=name), ()) for name in names))
        told = self.told.get(variable, {})
        counts = Counter(told.get(person) or (OUT_OF_RANGE if person in outside else NO_REASON) for person in missing)
        last = [reason for reason in (OUT_OF_RANGE, NO_REASON) if reason in counts and reason not in told.values()]
        return {reason: counts[reason] for reason in (*sorted(set(counts) - set(last)), *last)}
