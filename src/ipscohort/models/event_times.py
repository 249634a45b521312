"""A time with an event: until when each person was seen, and whether the event was then; who leaves without it is censored.

Of the time to the first job both are those of the Kaplan-Meier curves, of everybody. Any other time is a number of the
participants, with the yes/no variable that the regression names as its event.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipscohort.config.analysis import Regression
from ipscohort.words import later, say

FIRST_JOB = "time_to_first_job"
OF_FIRST_JOB = ("follow_time", "first_job_event")
"""Columns of PERSONS that hold the time to the first job, or to the last day observed without one, and which of the two it is."""
NOT_KNOWN_TO_HAVE_WORKED = later("unknown, as it is unknown whether they obtained a job")
NOT_KNOWN_UNTIL_WHEN = later("unknown, as they had no job and the time of censoring is unknown")
MISSING = later("missing")

Reason = tuple[str, str, np.ndarray]
"""Variable, why in words, and who."""


def columns_of(regression: Regression) -> tuple[str, str]:
    """Columns of PERSONS that hold the time and the event of a regression."""
    return OF_FIRST_JOB if regression.outcome == FIRST_JOB else (regression.outcome, regression.event or "")


def times_of(people: pd.DataFrame, regression: Regression) -> np.ndarray:
    """Time to the event or to the end without it, shape (n,); NaN where time or event is unknown."""
    time = _time(people, regression)
    return np.where(np.isnan(events_of(people, regression)), np.nan, time)


def events_of(people: pd.DataFrame, regression: Regression) -> np.ndarray:
    """1 where the time ends with the event, 0 where without it, shape (n,); NaN where that is unknown."""
    name = columns_of(regression)[1]
    if name not in people:
        return np.full(len(people), np.nan)
    flag = people[name].map({"yes": 1.0, "no": 0.0, True: 1.0, False: 0.0})
    return pd.to_numeric(flag).to_numpy(float, na_value=np.nan)


def unknown_times(people: pd.DataFrame, regression: Regression, label: str, no_time: str, event: str) -> list[Reason]:
    """Why times are unknown, as the Kaplan-Meier estimates tell them apart.

    Parameters
    ----------
    people : DataFrame
    regression : Regression
    label, event : str
        How the time and the event are called.
    no_time : str
        Why the time of somebody with a job is unknown.
    """
    if regression.outcome != FIRST_JOB:
        time, happened = _time(people, regression), events_of(people, regression)
        said = f"{say(MISSING)}"
        return [(regression.outcome, f"{label} {said}", np.isnan(time)), (regression.event or "", f"{event} {said}", np.isnan(happened))]
    unknown, obtained = np.isnan(times_of(people, regression)), people["job_obtained"]
    return [
        (FIRST_JOB, f"{label} {no_time}", unknown & obtained.eq("yes").fillna(False).to_numpy(bool)),
        (FIRST_JOB, f"{label} {say(NOT_KNOWN_TO_HAVE_WORKED)}", unknown & obtained.isna().to_numpy()),
        (FIRST_JOB, f"{label} {say(NOT_KNOWN_UNTIL_WHEN)}", unknown & obtained.eq("no").fillna(False).to_numpy(bool)),
    ]


def _time(people: pd.DataFrame, regression: Regression) -> np.ndarray:
    name = columns_of(regression)[0]
    return pd.to_numeric(people[name]).to_numpy(float, na_value=np.nan) if name in people else np.full(len(people), np.nan)
