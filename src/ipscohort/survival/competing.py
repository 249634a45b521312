"""Rows of the cumulative incidence of the first job, and of the exits that compete with it, of one group of persons."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipscohort.config.study import AnyUnit
from ipscohort.display.naming import level_word
from ipscohort.survival.group import Group, numbers, said_left_out, said_time
from ipscohort.survival.horizon import Horizon
from ipscohort.survival.incidence import CENSORED, EXIT, JOB, Incidence, aalen_johansen
from ipscohort.words import later, say, say_n

METHOD = later("Aalen-Johansen, log-log limits")
INCIDENCE, COMPETING = "cumulative_incidence", "cumulative_incidence_competing"
"""Measure: share with a first job, and share who left for a competing reason before one."""


@dataclass(frozen=True)
class Competing:
    """The reasons that compete, and how their estimates are made.

    Attributes
    ----------
    reasons : tuple of str
    nobody : tuple of str
        Those for which nobody analysed left.
    unit : {"days", "weeks", "months"} or OwnUnit
    confidence : float
    """

    reasons: tuple[str, ...]
    nobody: tuple[str, ...]
    unit: AnyUnit
    confidence: float

    @classmethod
    def of(cls, reasons: Sequence[str], persons: pd.DataFrame, unit: AnyUnit, confidence: float) -> Competing:
        """Of the persons analysed; PERSONS."""
        found = set(persons["left_for"].dropna())
        return cls(tuple(reasons), tuple(reason for reason in reasons if reason not in found), unit, confidence)

    def fit(self, timed: pd.DataFrame) -> Incidence | None:
        """The estimate of persons of known time; None of nobody."""
        if not len(timed):
            return None
        return aalen_johansen(timed["follow_time"].to_numpy(float), self.causes(timed), self.confidence)

    def causes(self, timed: pd.DataFrame) -> np.ndarray:
        """What ended each person's time: JOB, EXIT where the person left for such a reason at that very time, else CENSORED."""
        job, left = timed["first_job_event"].to_numpy(bool), self._left(timed)
        return np.where(job, JOB, np.where(left & ~self._before(timed), EXIT, CENSORED))

    def rows(self, group: Group, horizons: Sequence[Horizon]) -> tuple[list[dict], list[dict]]:
        """Rows of CUMULATIVE_INCIDENCE, and of SURVIVAL_ESTIMATES at the horizons; none of nobody, which the median's row says."""
        found = self.fit(group.timed)
        if found is None:
            return [], []
        names = {"exposure": group.exposure, "level": group.level}
        columns = ("time", "n_risk", "n_event", "n_competing", "n_censored")
        curve = {name: getattr(found, name) for name in columns}
        curve |= {"incidence": found.job.share, "conf_low": found.job.conf_low, "conf_high": found.job.conf_high}
        steps = pd.DataFrame({**names, **curve, "competing": found.competing.share}).to_dict("records")
        shares = [self._row(group, found, measure, horizon) for horizon in horizons for measure in (INCIDENCE, COMPETING)]
        return steps, [{**names, **row} for row in shares]

    def any_by(self, group: Group, horizon: Horizon) -> bool:
        """Whether anybody left for such a reason by a horizon, so that Kaplan-Meier's share there is not that of a first job."""
        times = group.timed["follow_time"].to_numpy(float)
        return bool(((self.causes(group.timed) == EXIT) & (times <= horizon.time)).any())

    def _left(self, timed: pd.DataFrame) -> np.ndarray:
        return timed["left_for"].isin(self.reasons).fillna(False).to_numpy(bool)

    def _before(self, timed: pd.DataFrame) -> np.ndarray:
        """Whose time ends before observation did, as periods from there on are unknown: days are counted from 0, periods from 1."""
        last = timed["time_observed"] - (1 if self.unit == "days" else 0)
        return (timed["follow_time"] < last - 1e-9).fillna(False).to_numpy(bool)

    def _row(self, group: Group, found: Incidence, measure: str, horizon: Horizon) -> dict:
        row = {
            "measure": measure,
            "time": horizon.time,
            "end_of_follow_up": horizon.end_of_follow_up,
            "n": found.n,
            "n_events": found.n_events if measure == INCIDENCE else found.n_exits,
            "n_excluded": group.n_excluded,
            "n_outcome_unknown": group.n_outcome_unknown,
            "n_censoring_unknown": group.n_censoring_unknown,
            "method": METHOD,
        }
        notes = [*self._said(group), *said_left_out(group)]
        beyond = horizon.time > found.last_time and found.neither[-1] > 0
        if beyond and not horizon.reached_by(group.timed):
            times = {"time": said_time(horizon.time, self.unit), "longest": said_time(found.last_time, self.unit)}
            said = say("Nobody here was observed as long as {time} (the longest {longest}).", **times)
            return {**row, "warning": " ".join([said, *notes])}
        share = found.job if measure == INCIDENCE else found.competing
        estimate, error, low, high = share.at(found.step(horizon.time))
        notes = [*_why_no_limits(found, low, measure), *notes]
        known = None if math.isnan(error) else error
        return {**row, **numbers(estimate, low, high), "std_error": known, "warning": " ".join(notes) or None}

    def _said(self, group: Group) -> list[str]:
        """Reasons for which nobody left, and who is censored though they left for one that competes."""
        said = [say("Nobody is recorded to have left for '{reason}'.", reason=level_word(reason)) for reason in self.nobody]
        without = ~group.timed["first_job_event"].to_numpy(bool)
        n = int((without & self._left(group.timed) & self._before(group.timed)).sum())
        if n:
            said.append(
                say_n(
                    "{n} person who left for a competing reason is censored before it, as it is unknown whether a job came between.",
                    "{n} persons who left for a competing reason are censored before it, as it is unknown whether a job came between.",
                    n,
                )
            )
        return said


def _why_no_limits(found: Incidence, low: float, measure: str) -> list[str]:
    """Why a share has no limits; nothing where it has."""
    if not math.isnan(low):
        return []
    if measure == INCIDENCE and not found.n_events:
        return [say("None of the {n} obtained a job.", n=found.n)]
    if measure == COMPETING and not found.n_exits:
        return [say("None of the {n} left for a competing reason without a job.", n=found.n)]
    return [say("Limits are not defined where the share is 0 or 1.")]
