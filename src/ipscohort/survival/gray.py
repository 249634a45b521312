"""Gray's test: whether a cumulative incidence is the same in all groups where exits compete."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from ipscohort.arithmetic.between_levels import Compared, compared
from ipscohort.display.naming import level_word
from ipscohort.survival.competing import Competing
from ipscohort.survival.incidence import EXIT, JOB
from ipscohort.survival.logrank import said_unknown_group
from ipscohort.words import later, say

METHOD = later("Gray's test")
CAUSES = {"first_job": JOB, "competing": EXIT}
"""What is compared -> its cause."""
EVENTS = {"first_job": later("first jobs"), "competing": later("competing exits")}
"""What is compared -> what its events are called."""


def gray_rows(persons: pd.DataFrame, timed: pd.DataFrame, exposure: str, levels: list[str], competing: Competing) -> list[dict]:
    """Rows of GRAY_TESTS of an exposure: of a first job, and of competing exits.

    Parameters
    ----------
    persons, timed : DataFrame
        PERSONS; of them, those of known time.
    exposure : str
    levels : list of str
    competing : Competing
    """
    known = timed[timed[exposure].notna()]
    code = pd.Categorical(known[exposure].astype(str), categories=levels).codes
    present, group = np.unique(code, return_inverse=True)
    cause, time = competing.causes(known), known["follow_time"].to_numpy(float)
    out = [
        say("Not in the test, as nobody is there: '{level}'.", level=level_word(level))
        for k, level in enumerate(levels)
        if k not in present
    ]
    notes = [*out, *said_unknown_group(persons, exposure)]
    named = [levels[k] for k in present]
    of_all = {"exposure": exposure, "method": METHOD}
    return [{**of_all, **_of_cause(name, named, (time, cause, group), len(persons), notes)} for name in CAUSES]


def _of_cause(name: str, levels: list[str], data: tuple[np.ndarray, np.ndarray, np.ndarray], n_persons: int, notes: list[str]) -> dict:
    """A row of one cause: counts, test and what must be read with it; of the levels that have somebody."""
    (time, cause, group), of = data, CAUSES[name]
    sizes, events = np.bincount(group, minlength=len(levels)), np.bincount(group[cause == of], minlength=len(levels))
    counts = list(zip(levels, sizes.tolist(), events.tolist(), strict=True))
    rule = compared(counts, EVENTS[name]) if events.any() else Compared((), False, ())
    here = ~np.isin(group, [levels.index(level) for level in rule.out])
    kept, group = np.unique(group[here], return_inverse=True)
    row = {"cause": name, "n": int(here.sum()), "n_events": int((cause[here] == of).sum()), "n_excluded": n_persons - int(here.sum())}
    statistic, df = gray_test(time[here], cause[here], group, len(kept), of) if row["n_events"] else (math.nan, 0)
    if math.isnan(statistic):
        return {**row, "warning": " ".join([_why_not(name, len(kept), row["n_events"]), *notes])}
    from scipy.stats import chi2

    p = float(chi2.sf(statistic, df)) if rule.p else None
    return {**row, "statistic": statistic, "df": df, "p_value": p, "warning": " ".join([*rule.said, *notes]) or None}


def _why_not(cause: str, n_groups: int, n_events: int) -> str:
    """Why there is no test."""
    if n_groups < 2:
        return say("Not tested: all persons are in one group.")
    if n_events:
        return say("Not tested: the groups were not at risk at the same times.")
    if cause == "first_job":
        return say("Not tested: nobody obtained a job.")
    return say("Not tested: nobody left for a competing reason without a job.")


def gray_test(time: np.ndarray, cause: np.ndarray, group: np.ndarray, n_groups: int, of: int) -> tuple[float, int]:
    """Gray's K-sample test with weight 1 (rho = 0).

    Parameters
    ----------
    time : ndarray of float, shape (n,)
    cause : ndarray of int, shape (n,)
        0 censored; at a tie, ends of observation come after events.
    group : ndarray of int, shape (n,)
        0 to n_groups - 1, each with somebody.
    n_groups : int
    of : int
        The cause compared; any other above 0 competes with it.

    Returns
    -------
    chi-squared, degrees of freedom
        NaN where the groups can't be compared. Source: Gray 1988, doi 10.1214/aos/1176350951; the variance with the corrections for ties of
        R's `cmprsk::cuminc`.
    """
    if n_groups < 2:
        return math.nan, 0
    sums = _Sums(n_groups)
    risk = np.bincount(group, minlength=n_groups).astype(float)
    for each in np.unique(time):
        here = time == each
        own = np.bincount(group[here & (cause == of)], minlength=n_groups).astype(float)
        other = np.bincount(group[here & (cause != of) & (cause > 0)], minlength=n_groups).astype(float)
        if own.any() or other.any():
            sums.add(risk, own, other)
        risk = risk - np.bincount(group[here], minlength=n_groups)
    score, variance = sums.total()
    if np.linalg.matrix_rank(variance) < n_groups - 1:
        return math.nan, n_groups - 1
    return float(score @ np.linalg.solve(variance, score)), n_groups - 1


class _Sums:
    """Scores and their variance, as the times of events pass.

    Parameters
    ----------
    n_groups : int
    """

    def __init__(self, n_groups: int):
        self.free = np.ones(n_groups)
        """Share of each group without any event, by Kaplan-Meier."""
        self.share = np.zeros(n_groups)
        """Cumulative incidence of each group."""
        self.pooled = 0.0
        self.score = np.zeros(n_groups)
        self.c = np.zeros((n_groups, n_groups))
        self.v, self.v2, self.v3 = np.zeros((n_groups, n_groups)), np.zeros((n_groups, n_groups)), np.zeros(n_groups)

    def add(self, risk: np.ndarray, own: np.ndarray, other: np.ndarray) -> None:
        """One time: at risk, events of the cause compared and of others, by group."""
        some, n_own = risk > 0, own.sum()
        safe, free = np.where(some, risk, 1.0), np.where(some, self.free, 1.0)
        weight = np.where(some, risk / free, 0.0)
        whole, at_risk = weight.sum(), (weight * (1 - self.share)).sum()
        after_free = np.where(some, self.free * (risk - own - other) / safe, self.free)
        after_share = np.where(some, self.share + self.free * own / safe, self.share)
        pooled = self.pooled + n_own / whole
        a = np.diag(weight) - np.outer(weight, weight) / whole
        self.c += a * n_own / (whole * (1 - self.pooled))
        self.score += np.where(some, own - n_own * weight * (1 - self.share) / at_risk, 0.0)
        left = np.where(after_free > 0, (1 - pooled) / np.where(after_free > 0, after_free, 1.0), 0.0)
        if n_own:
            fall = np.where(after_free > 0, 1 - left, 1.0)
            tied = 1 - (n_own - 1) / (whole * free - 1) if n_own > 1 else 1.0
            self._spread(a - fall * self.c, fall, np.where(some, tied * free * n_own / (whole * safe), 0.0))
        ends = some & (after_free > 0) & (other > 0)
        tied = np.where(other > 1, 1 - (other - 1) / np.where(safe > 1, safe - 1, 1.0), 1.0)
        self._spread(-left * self.c, left, np.where(ends, tied * free**2 * other / safe**2, 0.0))
        self.free, self.share, self.pooled = after_free, after_share, pooled

    def total(self) -> tuple[np.ndarray, np.ndarray]:
        """Scores of all groups but the last, and their variance."""
        some = slice(0, len(self.score) - 1)
        both = self.c @ self.v2.T
        variance = self.v + (self.c * self.v3) @ self.c.T + both + both.T
        return self.score[some], variance[some, some]

    def _spread(self, by: np.ndarray, fall: np.ndarray, weight: np.ndarray) -> None:
        """Add what the events of each group (columns of `by`) add to the variance."""
        self.v += (by * weight) @ by.T
        self.v2 += by * fall * weight
        self.v3 += fall**2 * weight
