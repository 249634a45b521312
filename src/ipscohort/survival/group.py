"""The persons of one curve, who of them is left out and why, and how times are said."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from ipscohort.config.study import AnyUnit
from ipscohort.display.printing import number
from ipscohort.display.units import amount
from ipscohort.words import say_n

ALL = "all"
"""Exposure and level of everybody."""


@dataclass(frozen=True)
class Group:
    """Persons of one curve.

    Attributes
    ----------
    exposure, level : str
    people : DataFrame
        All of its persons, PERSONS.
    timed : DataFrame
        Those with a known time.
    """

    exposure: str
    level: str
    people: pd.DataFrame
    timed: pd.DataFrame

    @property
    def n_excluded(self) -> int:
        """Persons without a known time."""
        return len(self.people) - len(self.timed)

    @property
    def n_outcome_unknown(self) -> int:
        """Of them, those who are not known to have worked or not."""
        return int((~known_times(self.people) & self.people["job_obtained"].isna()).sum())

    @property
    def n_censoring_unknown(self) -> int:
        """Of them, those who had no job, and of whom nothing says until when."""
        return int((~known_times(self.people) & self.people["job_obtained"].eq("no").fillna(False)).sum())

    @property
    def n_timeless(self) -> int:
        """Of them, those who worked at an unknown time."""
        return self.n_excluded - self.n_outcome_unknown - self.n_censoring_unknown

    def bounded(self, column: str) -> pd.DataFrame:
        """Those of known time, and those who worked at an unknown time with a bound of it."""
        inside = known_times(self.people) | self.people["job_obtained"].eq("yes").fillna(False)
        return self.people[(inside & self.people[column].notna()).to_numpy(bool)]


def known_times(persons: pd.DataFrame) -> pd.Series:
    """Whose time to the first job, or to censoring, is known."""
    return persons["follow_time"].notna() & persons["first_job_event"].notna()


def said_left_out(*groups: Group) -> list[str]:
    """Sentences on who is left out of an estimate of these groups, by why; none where nobody is."""
    timeless, unknown, until = (
        sum(getattr(group, name) for group in groups) for name in ("n_timeless", "n_outcome_unknown", "n_censoring_unknown")
    )
    reasons = [
        (
            timeless,
            say_n(
                "Left out: {n} person who worked, but the time of the first job is unknown.",
                "Left out: {n} persons who worked, but the time of the first job is unknown.",
                timeless,
            ),
        ),
        (
            unknown,
            say_n(
                "Left out: {n} person of whom it is unknown whether they obtained a job.",
                "Left out: {n} persons of whom it is unknown whether they obtained a job.",
                unknown,
            ),
        ),
        (
            until,
            say_n(
                "Left out: {n} person without a job, whose time of censoring is unknown.",
                "Left out: {n} persons without a job, whose time of censoring is unknown.",
                until,
            ),
        ),
    ]
    return [text for n, text in reasons if n]


def numbers(estimate: float, low: float, high: float) -> dict:
    """An estimate and its limits as columns; None for what is not defined."""
    known = {"estimate": estimate, "conf_low": low, "conf_high": high}
    return {name: None if math.isnan(value) else value for name, value in known.items()}


def said_time(time: float, unit: AnyUnit) -> str:
    """'914 days', '2.5 weeks'."""
    return amount(number(time, 0 if float(time).is_integer() else 1), unit, time)
