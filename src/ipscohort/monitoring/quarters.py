"""Employment by calendar quarter, as programmes report it: of the active caseload, who worked at least a day in competitive jobs.

A person is on the active caseload of a quarter that holds a day of their observation: from inclusion to the last day observed, or to the
end of follow-up. Work counts on days observed only; a job of which a date is unknown counts as the settings say for outcomes, and at
least on the day that is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipscohort.arithmetic.intervals import wilson
from ipscohort.arithmetic.quantiles import quantile
from ipscohort.catalogue.small_numbers import TINY
from ipscohort.config import Settings, Slice
from ipscohort.contracts import QUARTERS
from ipscohort.contracts.codebook import Codebook
from ipscohort.errors import Problem, UserError
from ipscohort.outcomes.spell_arrays import Spells, spells_of

ALL, SITE, UNKNOWN = "all", "site", "site not known"
"""Everybody, those of one site, and those whose site is not known."""
HEADING = "The cohort can't be monitored by quarter."


@dataclass(frozen=True)
class _Cohort:
    """Persons and their competitive jobs in calendar days.

    Attributes
    ----------
    begin, end : ndarray of datetime64[D], shape (persons,)
        First and last day observed.
    person : ndarray of int, shape (jobs,)
    first, last : ndarray of datetime64[D], shape (jobs,)
        Days worked inside observation, from the first to the last, which counts as `outcomes.last_day` says; NaT where none is known.
    first_job : ndarray of datetime64[D], shape (persons,)
        Start of the first job obtained; NaT where there is none or it is unknown.
    """

    begin: np.ndarray
    end: np.ndarray
    person: np.ndarray
    first: np.ndarray
    last: np.ndarray
    started: np.ndarray
    first_job: np.ndarray


def quarters(participants: pd.DataFrame, jobs: pd.DataFrame, codebook: Codebook, settings: Settings | Slice) -> pd.DataFrame:
    """Every quarter from the first inclusion to the last day observed, of everybody and of each site.

    Parameters
    ----------
    participants, jobs : DataFrame
        Contracts clean_participants and clean_jobs: persons analysed, and their competitive jobs.
    codebook : Codebook
    settings : Settings or Slice
        With monitoring, outcomes, study and tables.

    Returns
    -------
    DataFrame
        Contract quarters.

    Raises
    ------
    UserError
        The records hold no dates of inclusion or of jobs.
    """
    if codebook.shape != "spells" or not codebook.dated:
        what = "it needs dates of inclusion and of jobs, and these records have none"
        raise UserError(HEADING, [Problem("monitoring", what, "leave it out")])
    cohort = _in_calendar(participants, spells_of(participants, jobs, settings.outcomes))
    of_quarters = [_Quarter.of(cohort, quarter) for quarter in _spanned(cohort)]
    rows = [
        {"group": group, "site": site, "quarter": quarter.name, **_counted(cohort, members, quarter, settings)}
        for group, site, members in _groups(participants, codebook, settings.monitoring.site)
        for quarter in of_quarters
    ]
    return QUARTERS.conform(pd.DataFrame(rows, columns=QUARTERS.names()))


def _groups(participants: pd.DataFrame, codebook: Codebook, site: str | None) -> Iterator[tuple[str, str | None, np.ndarray]]:
    """Everybody, each site, and where there are any those without one: together they are everybody."""
    yield ALL, None, np.ones(len(participants), dtype=bool)
    if site is None:
        return
    for level in codebook.variables[site].levels:
        yield SITE, level, participants[site].eq(level).fillna(False).to_numpy(dtype=bool)
    without = participants[site].isna().to_numpy(dtype=bool)
    if without.any():
        yield UNKNOWN, None, without


def _in_calendar(participants: pd.DataFrame, spells: Spells) -> _Cohort:
    begin = participants["inclusion_date"].to_numpy(dtype="datetime64[D]")
    last_day = participants["last_day"].to_numpy(dtype=float, na_value=np.nan)
    known = spells.shortest(last_day)
    first = np.where(np.isnan(spells.first), known.first, spells.first)
    last = np.where(np.isnan(spells.last), known.last, spells.end_of_days)
    inside = last >= first
    obtained = ~spells.at_entry & ~np.isnan(spells.start)
    started = np.where(obtained, spells.start, np.nan)
    first_job = spells.least(np.where(obtained, spells.start, np.inf), ~spells.at_entry)
    unknown = spells.any(~spells.at_entry & np.isnan(spells.start))
    return _Cohort(
        begin,
        _day(begin, last_day),
        spells.person,
        _day(begin[spells.person], np.where(inside, first, np.nan)),
        _day(begin[spells.person], np.where(inside, last, np.nan)),
        _day(begin[spells.person], started),
        _day(begin, np.where(np.isfinite(first_job) & ~unknown, first_job, np.nan)),
    )


def _day(begin: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Calendar days, NaT where the number of days is missing."""
    known = ~np.isnan(days)
    shifted = begin + np.where(known, days, 0).astype("timedelta64[D]")
    return np.where(known, shifted, np.datetime64("NaT", "D"))


def _spanned(cohort: _Cohort) -> pd.PeriodIndex:
    if not len(cohort.begin):
        return pd.PeriodIndex([], freq="Q")
    return pd.period_range(pd.Timestamp(cohort.begin.min()), pd.Timestamp(np.nanmax(cohort.end)), freq="Q")


@dataclass(frozen=True)
class _Quarter:
    """What happened in one quarter, of everybody.

    Attributes
    ----------
    name : str
    first, last : datetime64[D]
    active, worked, included, first_jobs : ndarray of bool, shape (persons,)
    starts : ndarray of bool, shape (jobs,)
    """

    name: str
    first: np.datetime64
    last: np.datetime64
    active: np.ndarray
    worked: np.ndarray
    included: np.ndarray
    first_jobs: np.ndarray
    starts: np.ndarray

    @classmethod
    def of(cls, cohort: _Cohort, quarter: pd.Period) -> _Quarter:
        first, last = (np.datetime64(day, "D") for day in (quarter.start_time.date(), quarter.end_time.date()))
        at_work = (cohort.first <= last) & (cohort.last >= first)
        worked = np.bincount(cohort.person[at_work], minlength=len(cohort.begin)) > 0
        active = (cohort.begin <= last) & (cohort.end >= first)
        within = [(days >= first) & (days <= last) for days in (cohort.begin, cohort.first_job, cohort.started)]
        return cls(str(quarter), first, last, active, worked, *within)


def _counted(cohort: _Cohort, members: np.ndarray, quarter: _Quarter, settings: Settings | Slice) -> dict[str, object]:
    """One quarter of one group."""
    n, k = int((members & quarter.active).sum()), int((members & quarter.active & quarter.worked).sum())
    begun = members & quarter.first_jobs
    days = (cohort.first_job[begun] - cohort.begin[begun]).astype(float)
    low, high = wilson(k, n, settings.study.confidence)
    return {
        "n_active": n,
        "n_employed": k,
        "rate": k / n if n else np.nan,
        "conf_low": float(low),
        "conf_high": float(high),
        "n_included": int((members & quarter.included).sum()),
        "n_job_starts": int((members[cohort.person] & quarter.starts).sum()),
        "n_first_jobs": len(days),
        "days_to_first_job": quantile(days, 0.5, settings.tables.percentiles) if len(days) >= TINY else np.nan,
        "complete": _whole(cohort, members, quarter),
    }


def _whole(cohort: _Cohort, members: np.ndarray, quarter: _Quarter) -> bool:
    """Whether somebody of the group was observed before the quarter began or as it did, and somebody to its end."""
    if not members.any():
        return False
    return bool(cohort.begin[members].min() <= quarter.first and np.nanmax(cohort.end[members]) >= quarter.last)
