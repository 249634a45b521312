"""Rows of the share of persons in each state over time, and of the mean days in each, of everybody and by exposure."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from ipscohort.display.states import OUTSIDE
from ipscohort.display.units import amount
from ipscohort.survival.occupancy import COMPETING, JOB, LEFT, NO_JOB, STATES, Occupancy, occupancy
from ipscohort.survival.restricted import normal_limits
from ipscohort.survival.second_clock import NO_DATES, Followed, When, groups_of, said_nobody, said_of_time
from ipscohort.words import later, say, say_n

METHOD = later("Aalen-Johansen, standard errors by the infinitesimal jackknife; shares: log-log limits; mean days: normal limits")
ROUNDING = 1e-9
"""Standard error of mean days below which nobody differs."""
Rows = tuple[list[dict], list[dict]]
"""Of STATES and TIME_IN_STATES."""


def state_rows(followed: Followed | None, persons: pd.DataFrame, exposures: dict[str, list[str]], competing: bool) -> Rows:
    """Everybody, then each level of each exposure.

    Parameters
    ----------
    followed : Followed or None
        None where the records have no jobs with dates: one row then says so.
    persons : DataFrame
        PERSONS with the exposures, in the order of `followed`.
    exposures : dict of str -> list of str
        Exposure -> its levels.
    competing : bool
        Whether the settings name reasons to leave that are a state of their own.
    """
    if followed is None:
        return [], [_blank("all", "all", say(NO_DATES), 0)]
    shown = [NO_JOB, JOB, LEFT, *([COMPETING] if competing else [])]
    undated, steps, rows = followed.undated, [], []
    for exposure, level, members in groups_of(persons, exposures):
        known, n_excluded = members & ~undated, int((members & undated).sum())
        if not known.any():
            nobody = say("The dates of the jobs of all persons are unknown.") if members.any() else said_nobody(exposure, level)
            rows.append(_blank(exposure, level, nobody, n_excluded))
            continue
        some = followed.of_some(known)
        days = some.states(some.spells)
        found, last = _fit(some, days), days[np.arange(some.n), some.last_day + some.left]
        bounds = _bounds(followed.of_some(members)) if n_excluded else None
        names = {"exposure": exposure, "level": level}
        steps += [{**names, **row} for state in shown for row in _steps(found, state)]
        for state in shown:
            for position in range(len(some.times)):
                row = {**names, "state": STATES[state], "n": some.n, "n_excluded": n_excluded, "method": METHOD}
                row |= _numbers(some, found, state, position)
                if some.times[position].at_end and some.n_observed(some.times[position]):  # which comes on other days for other persons
                    row["n_state"] = int((last[some.full | some.left] == state).sum())
                rows.append({**row, **_least_most(bounds, state, position), "warning": _said(row, some.times[position], some, n_excluded)})
    return steps, rows


def _blank(exposure: str, level: str, why: str, n_excluded: int) -> dict:
    counts = {"n": 0, "n_state": 0, "n_excluded": n_excluded, "time": 0}
    return {"exposure": exposure, "level": level, "state": STATES[JOB], "after": "", **counts, "method": METHOD, "warning": why}


def _fit(some: Followed, days: np.ndarray) -> Occupancy:
    return occupancy(days, np.unique([when.day for when in some.times]), some.confidence)


def _bounds(some: Followed) -> tuple[Occupancy, Occupancy]:
    """With unknown dates placed so that jobs are as short, and as long, as can be."""
    last = some.last_day.astype(float)
    return _fit(some, some.states(some.spells.shortest(last))), _fit(some, some.states(some.spells.longest(last)))


def _steps(found: Occupancy, state: int) -> list[dict]:
    columns = {"share": found.share, "std_error": found.std_error, "conf_low": found.conf_low, "conf_high": found.conf_high}
    curve = {"state": STATES[state], "time": found.day, "n_state": found.n_state[:, state]}
    return pd.DataFrame({**curve, **{name: values[:, state] for name, values in columns.items()}}).to_dict("records")


def _numbers(some: Followed, found: Occupancy, state: int, position: int) -> dict:
    """Share and mean days of a state at a time, with their limits; blank where nobody was observed so long."""
    when = some.times[position]
    at = found.step(when.day)
    row = {"after": when.after, "time": when.day, "n_state": int(found.n_state[at, state])}
    if not some.n_observed(when):
        return row
    columns = {"share": found.share, "std_error": found.std_error, "conf_low": found.conf_low, "conf_high": found.conf_high}
    values = {name: float(column[at, state]) for name, column in columns.items()}
    days, error = float(found.time[position, state]), float(found.time_error[position, state])
    values["days"] = days
    if error > ROUNDING:
        low, high = normal_limits(days, error, some.confidence)
        values |= {"days_std_error": error, "days_low": low, "days_high": high}
    return {**row, **{name: None if math.isnan(value) else value for name, value in values.items()}}


def _said(row: dict, when: When, some: Followed, n_excluded: int) -> str | None:
    """What must be read with a row."""
    said = said_of_time(some, when)
    if row.get("days_low") is not None and (row["days_low"] < 0 or row["days_high"] > when.day):
        said.append(say(OUTSIDE, time=amount(str(when.day), "days", when.day)))
    if n_excluded:
        said.append(
            say_n(
                "Left out: {n} person with a job of unknown start or end.",
                "Left out: {n} persons with a job of unknown start or end.",
                n_excluded,
            )
        )
    return " ".join(said) or None


def _least_most(bounds: tuple[Occupancy, Occupancy] | None, state: int, position: int) -> dict:
    """The fewest and the most mean days; only of time in a job and without one."""
    if bounds is None or state not in (NO_JOB, JOB):
        return {}
    days = sorted(float(each.time[position, state]) for each in bounds)
    return {"days_least": days[0], "days_most": days[1]}
