"""Competitive jobs as arrays, clipped to what was observed of each person."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ipscohort.config.analysis import DerivedOutcomes


@dataclass(frozen=True)
class Spells:
    """Competitive jobs as arrays, one item per job.

    Attributes
    ----------
    person : ndarray of int
        Position of the job's person among the participants.
    start, end : ndarray of float
        Days since inclusion as recorded; NaN where unknown, inf where ongoing, as the settings take ends without a date.
    first, last : ndarray of float
        First and last day inside the person's observation; NaN unless both dates are known.
    dated : ndarray of bool
        Whether both dates are known (an ongoing job has its last day observed as end).
    at_entry : ndarray of bool
        Began before inclusion: worked, but not obtained.
    persons : int
    last_day_counted : bool
        Whether the last day of a job is a day in it.
    """

    person: np.ndarray
    start: np.ndarray
    end: np.ndarray
    first: np.ndarray
    last: np.ndarray
    dated: np.ndarray
    at_entry: np.ndarray
    persons: int
    last_day_counted: bool = True

    @property
    def days(self) -> np.ndarray:
        """Days in the job inside observation; NaN where a date is unknown."""
        return self.end_of_days - self.first + 1

    @property
    def end_of_days(self) -> np.ndarray:
        """The last day that is counted as a day in the job: the day before `first` where there is none."""
        return self.last if self.last_day_counted else self.last - 1

    def any(self, mask: np.ndarray) -> np.ndarray:
        """Per person, whether any of the jobs in `mask` is theirs."""
        return np.bincount(self.person[mask], minlength=self.persons) > 0

    def least(self, values: np.ndarray, mask: np.ndarray) -> np.ndarray:
        """Per person, the least value over the jobs in `mask`; inf where there is none."""
        out = np.full(self.persons, np.inf)
        np.minimum.at(out, self.person[mask], values[mask])
        return out

    def of(self, persons: np.ndarray) -> Spells:
        """The jobs of some persons, who are numbered anew."""
        position = np.full(self.persons, -1)
        position[persons] = np.arange(len(persons))
        mine = position[self.person] >= 0
        arrays = {name: getattr(self, name)[mine] for name in ("start", "end", "first", "last", "dated", "at_entry")}
        return replace(self, person=position[self.person[mine]], persons=len(persons), **arrays)

    def longest(self, last_day: np.ndarray) -> Spells:
        """Unknown dates placed so that each job has as many days inside observation as it can have had, of each person at once."""
        return self._placed(np.where(np.isnan(self.start), 0.0, self.start), np.where(np.isnan(self.end), np.inf, self.end), last_day)

    def shortest(self, last_day: np.ndarray) -> Spells:
        """Unknown dates placed so that each job has only its one known day; a job without any stays undated.

        A job of unknown start began on the last day observed at the latest, as it was obtained while observed.
        """
        start = np.where(np.isnan(self.start), np.minimum(self.end, last_day[self.person]), self.start)
        return self._placed(start, np.where(np.isnan(self.end), np.maximum(start, 0), self.end), last_day)

    def _placed(self, start: np.ndarray, end: np.ndarray, last_day: np.ndarray) -> Spells:
        """The same jobs with other dates, clipped to the days observed of each person."""
        dated = ~np.isnan(start) & ~np.isnan(end)
        first = np.where(dated, np.maximum(start, 0), np.nan)
        last = np.where(dated, np.minimum(end, last_day[self.person]), np.nan)
        return replace(self, start=start, end=end, first=first, last=last, dated=dated)


def spells_of(participants: pd.DataFrame, jobs: pd.DataFrame, outcomes: DerivedOutcomes) -> Spells:
    """Arrays of CLEAN_JOBS, clipped to each person's days observed, ends without a date as the settings say."""
    person = pd.Index(participants["id"]).get_indexer(jobs["id"])
    start = jobs["start_day"].to_numpy(dtype=float, na_value=np.nan)
    end = jobs["end_day"].to_numpy(dtype=float, na_value=np.nan)
    end = np.where(jobs["end_status"] == "ongoing", np.inf if outcomes.ongoing_end == "last_day_observed" else np.nan, end)
    if outcomes.unknown_end == "last_day_observed":
        end = np.where(np.isnan(end) & ~np.isnan(start), np.inf, end)
    dated = ~np.isnan(start) & ~np.isnan(end)
    observed = participants["last_day"].to_numpy(dtype=float)[person]
    first = np.where(dated, np.maximum(start, 0), np.nan)
    last = np.where(dated, np.minimum(end, observed), np.nan)
    return Spells(
        person, start, end, first, last, dated, jobs["at_entry"].to_numpy(dtype=bool), len(participants), outcomes.last_day == "counted"
    )
