"""The times at which the share without a job is printed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipscohort.arithmetic.timeline import last_possible_day, number_of_periods
from ipscohort.config.study import AnyUnit, Duration, Month


@dataclass(frozen=True)
class Horizon:
    """A time, and whether it is the end of follow-up.

    Attributes
    ----------
    time : float
        In study.time_unit.
    end_of_follow_up : bool
        The end of follow-up lies on other days for other persons (30 months have 912 to 914 days), so a curve reaches
        it when somebody in it was followed to the end.
    """

    time: float
    end_of_follow_up: bool = False

    def reached_by(self, people: pd.DataFrame) -> bool:
        """Whether anybody without a job was followed to the end of follow-up; a job ends a time, so who has one tells nothing of it."""
        if not self.end_of_follow_up:
            return False
        without_job = people["first_job_event"].eq(False).fillna(False)
        return bool((without_job & people["full_follow_up"].fillna(False)).any())


def horizons_of(
    asked: list[float], persons: pd.DataFrame, timed: pd.DataFrame, follow_up: Duration, unit: AnyUnit, month: Month = "calendar"
) -> list[Horizon]:
    """The horizons asked for and, always, the end of follow-up.

    Parameters
    ----------
    asked : list of float
    persons : DataFrame
        PERSONS; inclusion dates say how many days 30 months are.
    timed : DataFrame
        Those of known time. Where nobody is known to have full follow-up or not (records without an end of observation),
        the longest time observed is the horizon where it comes before the end of follow-up and none is asked for.
    follow_up : Duration
    unit : {"days", "weeks", "months"} or OwnUnit
    month : {"calendar", "30 days", "30.4375 days"}
    """
    end = float(end_of_follow_up(persons, follow_up, unit, month))
    last = Horizon(end, end_of_follow_up=True)
    if persons["full_follow_up"].isna().all() and len(timed):
        longest = float(timed["follow_time"].max())
        last = Horizon(min(end, longest), end_of_follow_up=longest >= end)
        if asked and not last.end_of_follow_up:
            return [Horizon(float(time)) for time in asked]
    return [*(Horizon(float(time)) for time in asked if time != last.time), last]


def time_of_means(asked: float | None, persons: pd.DataFrame, follow_up: Duration, unit: AnyUnit, month: Month = "calendar") -> Horizon:
    """Up to when the mean time without a job is taken: what is asked for, else the end of follow-up; parameters as of `horizons_of`."""
    end = float(end_of_follow_up(persons, follow_up, unit, month))
    return Horizon(end, end_of_follow_up=True) if asked is None or asked == end else Horizon(float(asked))


def end_of_follow_up(persons: pd.DataFrame, follow_up: Duration, unit: AnyUnit, month: Month) -> int:
    """The last time of follow-up, of those who have most of it where months are of different lengths."""
    if unit != "days":
        return number_of_periods(follow_up, unit, month)
    dates = persons["inclusion_date"].dropna().to_numpy("datetime64[D]")
    if follow_up.unit == "months" and not len(dates):
        return number_of_periods(follow_up, "days", month) - 1
    return int(np.max(last_possible_day(dates if len(dates) else None, follow_up, max(len(dates), 1), month)))
