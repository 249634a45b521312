"""All jobs and states over time, on request: what each person did by day, and its estimates, of everybody and by exposure.

Both need records of jobs with dates, and count days since inclusion whatever the unit of the study.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ipscohort.catalogue.ends import LOCK
from ipscohort.config import Settings, Slice
from ipscohort.config.study import Duration
from ipscohort.display.naming import level_word
from ipscohort.display.units import length
from ipscohort.outcomes.spell_arrays import Spells, spells_of
from ipscohort.survival.group import ALL
from ipscohort.survival.horizon import end_of_follow_up
from ipscohort.survival.occupancy import COMPETING, JOB, LEFT, NO_JOB, UNOBSERVED
from ipscohort.words import later, say, say_n

STEPS = {"months": 6, "weeks": 26, "days": 182}
"""Unit of follow-up -> after how many of them numbers are given, again and again up to its end."""
FEW = 10
"""Persons still observed below which a number is to be read with care."""
NO_DATES = later("These records have no jobs with dates, so it is not known when each began and ended.")


@dataclass(frozen=True)
class When:
    """A time up to which jobs are counted.

    Attributes
    ----------
    day : int
        Since inclusion: the last day of so much follow-up; where months are of different lengths, the latest of all persons.
    after : str
        In words, '6 months'.
    at_end : bool
        Whether it is the end of follow-up.
    """

    day: int
    after: str
    at_end: bool


@dataclass(frozen=True)
class Followed:
    """Persons with their jobs.

    Attributes
    ----------
    spells : Spells
        Ends without a date as the settings take them.
    last_day : ndarray of int, shape (n,)
    full, left, competing : ndarray of bool, shape (n,)
        Who was followed to the end; who left before it (not whose records were closed), and of them who did for a competing reason.
    times : list of When
    confidence : float
    """

    spells: Spells
    last_day: np.ndarray
    full: np.ndarray
    left: np.ndarray
    competing: np.ndarray
    times: list[When]
    confidence: float

    @classmethod
    def of(cls, persons: pd.DataFrame, jobs: pd.DataFrame | None, settings: Settings | Slice) -> Followed | None:
        """None where the records have no jobs with dates."""
        if jobs is None or not len(persons) or persons["last_day"].isna().any():
            return None
        early = persons["full_follow_up"].eq(False).fillna(False).to_numpy(bool)
        left = early & ~persons["ended_by"].eq(LOCK).fillna(False).to_numpy(bool)
        competing = left & persons["left_for"].isin(settings.survival.competing).fillna(False).to_numpy(bool)
        full = persons["full_follow_up"].fillna(False).to_numpy(bool)
        last, spells = persons["last_day"].to_numpy(dtype=int), spells_of(persons, jobs, settings.outcomes)
        return cls(spells, last, full, left, competing, times_of(persons, settings), settings.study.confidence)

    def of_some(self, members: np.ndarray) -> Followed:
        """The same of some persons; `members`: ndarray of bool, shape (n,)."""
        arrays = {name: getattr(self, name)[members] for name in ("last_day", "full", "left", "competing")}
        return replace(self, spells=self.spells.of(np.flatnonzero(members)), **arrays)

    def n_observed(self, when: When) -> int:
        """Who was still observed at a time; at the end of follow-up who was followed to it: it comes on other days for other persons."""
        return int((self.full | (self.last_day >= when.day) if when.at_end else self.last_day >= when.day).sum())

    @property
    def n(self) -> int:
        """Persons."""
        return len(self.last_day)

    def starts(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Person and day of each job that began in follow-up: day as recorded (NaN where unknown), the earliest and the latest possible."""
        mine = ~self.spells.at_entry
        person, day, end = (values[mine] for values in (self.spells.person, self.spells.start, self.spells.end))
        unknown = np.isnan(day)
        latest = np.fmin(np.where(np.isnan(end), np.inf, end), self.last_day[person])
        return person, day, np.where(unknown, 0.0, day), np.where(unknown, np.maximum(latest, 0.0), day)

    @property
    def undated(self) -> np.ndarray:
        """Who has a job of unknown start or end: shape (n,)."""
        return self.spells.any(~self.spells.dated)

    def states(self, spells: Spells) -> np.ndarray:
        """State of each person on each day up to the latest last one; jobs of unknown dates are left out.

        Parameters
        ----------
        spells : Spells
            Of these persons, their unknown dates placed.
        """
        days = int(max(self.last_day.max(), max(when.day for when in self.times))) + 2
        day = np.arange(days)
        found = np.full((self.n, days), NO_JOB, dtype=np.int8)
        for person, first, last in zip(spells.person, spells.first, spells.end_of_days, strict=True):
            if not np.isnan(first):
                found[person, int(first) : int(last) + 1] = JOB
        after = np.where(self.competing, COMPETING, np.where(self.left, LEFT, UNOBSERVED)).astype(np.int8)
        return np.where(day[None, :] > self.last_day[:, None], after[:, None], found)


def times_of(persons: pd.DataFrame, settings: Settings | Slice) -> list[When]:
    """After each half year of follow-up, and at its end."""
    study = settings.study
    follow_up, step = study.follow_up, STEPS.get(study.follow_up.unit, 0)
    lengths = range(step, follow_up.length, step) if step else range(0)
    marks = [Duration(length=each, unit=follow_up.unit) for each in lengths]
    found = [When(end_of_follow_up(persons, each, "days", study.month), length(each), at_end=False) for each in marks]
    return [*found, When(end_of_follow_up(persons, follow_up, "days", study.month), length(follow_up), at_end=True)]


def groups_of(persons: pd.DataFrame, exposures: dict[str, list[str]]) -> list[tuple[str, str, np.ndarray]]:
    """Everybody, then each level of each exposure: exposure, level, members."""
    found = [(ALL, ALL, np.ones(len(persons), dtype=bool))]
    for exposure, levels in exposures.items():
        found += [(exposure, level, persons[exposure].eq(level).fillna(False).to_numpy(bool)) for level in levels]
    return found


def said_of_time(followed: Followed, when: When) -> list[str]:
    """That nobody, or hardly anybody, was observed so long."""
    n = followed.n_observed(when)
    if not n:
        return [say("Nobody here was observed for {after}.", after=when.after)]
    return [say_n("Only {n} person was observed so long.", "Only {n} persons were observed so long.", n)] if n < FEW else []


def said_nobody(exposure: str, level: str) -> str:
    """Why a group has no estimate."""
    return say("Nobody was analysed.") if exposure == ALL else say("Nobody in '{level}'.", level=level_word(level))
