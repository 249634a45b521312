"""How long each person was observed: the earliest of the last possible day, the recorded end and the data lock."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipscohort.arithmetic.timeline import (
    distinct_starts,
    last_possible_day,
    number_of_periods,
    panel_starts,
    period_of_day,
)
from ipscohort.catalogue.ends import LOCK
from ipscohort.clean.work import Work, days_between, true
from ipscohort.words import say

FULL = "end of follow-up"
OBSERVATION = {
    "last_possible_day": "Int64",
    "last_day": "Int64",
    "last_period": "Int64",
    "full_follow_up": "boolean",
    "ended_by": "string",
    "left_for": "string",
}


def end_of_observation(work: Work) -> None:
    """Add last_possible_day, last_day, last_period, full_follow_up, ended_by and left_for to the participants."""
    people = work.participants
    for name, dtype in OBSERVATION.items():
        people[name] = pd.Series(pd.NA, index=people.index, dtype=dtype)
    if work.codebook.shape in ("durations", "outcomes"):
        _end_of_given(work)
    elif work.codebook.shape == "panel" and not work.codebook.dated:
        _end_in_periods(work)
    else:
        _end_in_days(work)
    _note_unknown_end(work)


def _end_in_days(work: Work) -> None:
    """Records with dates, and spells counted in days."""
    people = work.participants
    inclusion = inclusion_days(work)
    possible = last_possible_day(inclusion, work.study.follow_up, len(people), work.study.month)
    people["last_possible_day"] = pd.array(possible, dtype="Int64")
    recorded, lock = recorded_end(work), data_lock_day(work)
    ends = pd.concat([people["last_possible_day"], recorded, lock], axis=1)
    people["last_day"] = ends.min(axis=1).astype("Int64")
    people["last_period"] = period_of(work, people["last_day"])
    full = people["last_day"] == people["last_possible_day"]
    if work.codebook.shape == "panel":  # known by the period: to the end is to the last period
        full = people["last_period"] == period_of(work, people["last_possible_day"])
    people["full_follow_up"] = full.astype("boolean")
    by_record = true(recorded == people["last_day"])
    people["ended_by"] = people["observed_until_reason"].where(by_record, LOCK).mask(true(people["full_follow_up"]), FULL)
    people["left_for"] = people["observed_until_reason"].where(by_record)
    if work.codebook.shape == "panel":
        _days_of_panel(work)


def _end_in_periods(work: Work) -> None:
    """A panel without dates: the number of the last period observed, or all of follow-up."""
    people = work.participants
    periods = number_of_periods(work.study.follow_up, work.study.period, work.study.month)
    recorded = people["observed_until_count"] if work.study.end_of_observation.observed_until else _none(people)
    people["last_period"] = recorded.fillna(periods).clip(upper=periods)
    people["full_follow_up"] = (people["last_period"] == periods).astype("boolean")
    people["ended_by"] = people["observed_until_reason"].mask(true(people["full_follow_up"]), FULL)
    people["left_for"] = people["observed_until_reason"].where(true(recorded == people["last_period"]))
    if work.study.time_unit == "days":
        possible = last_possible_day(None, work.study.follow_up, len(people), work.study.month)
        people["last_possible_day"] = people["last_day"] = pd.array(possible, dtype="Int64")
    _days_of_panel(work)


def _days_of_panel(work: Work) -> None:
    """Last days of a panel: no later than its last period's, and only in a study counted in days."""
    people = work.participants
    if work.study.time_unit != "days":
        people[["last_possible_day", "last_day"]] = pd.NA
        return
    period = people["last_period"].to_numpy(dtype=float, na_value=0).astype(int)
    most = max(int(period.max()), 0) if len(period) else 0
    starts = panel_starts(inclusion_days(work), work.study, most, len(people), calendar=work.codebook.panel_calendar)
    end = starts[np.arange(len(people)), np.maximum(period, 0)] - 1
    people["last_day"] = pd.array(np.minimum(people["last_day"].to_numpy(dtype=float, na_value=np.nan), end), dtype="Int64")


def _end_of_given(work: Work) -> None:
    """Durations name what ended them; outcomes that the study computed itself don't say."""
    people = work.participants
    if work.codebook.shape == "durations":
        exits = people["given_exit"]
        people["ended_by"] = people["left_for"] = exits.where(~true(exits.isin(["job", "no_job"])))


def inclusion_days(work: Work) -> np.ndarray | None:
    """Inclusion dates as datetime64[D], or None where the cohort has none."""
    if not work.codebook.dated:
        return None
    return work.participants["inclusion_date"].to_numpy().astype("datetime64[D]")


def _none(people: pd.DataFrame) -> pd.Series:
    return pd.Series(pd.NA, index=people.index, dtype="Int64")


def recorded_end(work: Work) -> pd.Series:
    """Day (or number of the period) of the recorded end of observation, where the study goes by it; else missing."""
    people = work.participants
    if not work.study.end_of_observation.observed_until:
        return _none(people)
    if work.codebook.dated:
        return days_between(people["inclusion_date"], people["observed_until"])
    return people["observed_until_count"].astype("Int64")


def data_lock_day(work: Work) -> pd.Series:
    """Day, since inclusion, of the data lock; missing without one."""
    lock = work.study.end_of_observation.data_lock
    if lock is None or not work.codebook.dated:
        return _none(work.participants)
    dates = work.participants["inclusion_date"]
    return days_between(dates, pd.Series(pd.Timestamp(lock), index=dates.index))


def period_of(work: Work, last_day: pd.Series) -> pd.Series:
    """Number of the week or month that a day (since inclusion) lies in; a calendar panel counts calendar months."""
    inclusion = inclusion_days(work)
    periods = number_of_periods(work.study.follow_up, work.study.period, work.study.month)
    days = last_day.to_numpy(dtype=float, na_value=-1)
    if work.codebook.panel_calendar:
        months = (inclusion + days.astype(int)).astype("datetime64[M]") - inclusion.astype("datetime64[M]")
        return pd.Series(np.minimum(months.astype(int) + 1, periods), index=last_day.index, dtype="Int64")
    # One more than the average count of whole periods: a long run of 31-day months can reach into it.
    starts = distinct_starts(inclusion, work.study.period, np.arange(periods + 1), len(last_day), work.study.month)
    return pd.Series(period_of_day(*starts, days), index=last_day.index, dtype="Int64")


def _note_unknown_end(work: Work) -> None:
    if not work.study.end_of_observation.observed_until or work.codebook.shape not in ("spells", "panel"):
        return
    column = "observed_until" if work.codebook.dated else "observed_until_count"
    found = work.participants[work.participants[column].isna()]
    why = say("No last day observed is recorded, which the input contract reads as observed to the end of follow-up or data lock.")
    work.note("observed_until_missing", "participants", say("taken as observed to the end"), found, why)
