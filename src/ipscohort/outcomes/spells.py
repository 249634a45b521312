"""Outcomes from job spells: days since inclusion, day 0 the inclusion date, weeks or months numbered 1, 2, ..."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ipscohort.arithmetic.timeline import DAYS_PER_WEEK, distinct_starts, number_of_periods, period_of_day
from ipscohort.config.analysis import DerivedOutcomes
from ipscohort.config.study import Study
from ipscohort.contracts.codebook import Codebook
from ipscohort.outcomes.job_facts import job_facts
from ipscohort.outcomes.parts import (
    Extent,
    Parts,
    Periods,
    bounded,
    bounded_counts,
    bounded_obtained,
    bounded_worked_long,
    follow,
    number,
    remark,
)
from ipscohort.outcomes.spell_arrays import Spells, spells_of
from ipscohort.outcomes.tenure import first_job_tenure
from ipscohort.words import say


def from_spells(participants: pd.DataFrame, jobs: pd.DataFrame, codebook: Codebook, study: Study, outcomes: DerivedOutcomes) -> Parts:
    """Outcomes of job spells.

    Parameters
    ----------
    participants : DataFrame
        CLEAN_PARTICIPANTS.
    jobs : DataFrame
        CLEAN_JOBS: each at least partly inside its person's observation, or undated.
    codebook : Codebook
    study : Study
    outcomes : DerivedOutcomes

    Returns
    -------
    Parts
        A person any of whose jobs has no start has an unknown time to first job and is in no period's denominator; a
        worker none of whose jobs has both dates has an unknown time worked.
    """
    jobs = jobs.reset_index(drop=True)
    spells = spells_of(participants, jobs, outcomes)
    calendar = Calendar.of(participants, study, dated=codebook.dated, period_worked=outcomes.period_worked)
    worked, _ = calendar.worked(spells)
    least = Amounts.of(spells, calendar, study, outcomes)
    open_to = Reach.of(spells, calendar, worked, least, study, outcomes)
    observed = calendar.last_day + 1 if study.time_unit == "days" else calendar.period(calendar.last_day)
    no_days = spells.any(np.ones(len(jobs), dtype=bool)) & ~spells.any(spells.dated)
    obtained = ~spells.at_entry
    unknown = spells.any(obtained & np.isnan(spells.start))
    facts, why_not, remarks = job_facts(spells, jobs, codebook, outcomes, study.days_per_month)
    time = Extent(least.time, least.time, open_to.most.time)
    weeks = Extent(least.weeks, least.weeks, open_to.most.weeks)
    columns = {
        "time_observed": number(observed.astype(float)),
        **bounded_obtained(spells.any(obtained), participants["open_job"]),
        **bounded("time_worked", time, no_days, outcomes),
        **bounded_worked_long(time, no_days, outcomes),
        "n_jobs": np.bincount(spells.person[obtained], minlength=spells.persons),
        **bounded("weeks_worked", weeks, no_days, outcomes),
        **_first_job(spells, calendar, unknown, study),
        **first_job_tenure(spells, calendar.last_day),
        **facts,
    }
    remarks |= _remarks(spells, unknown, no_days, outcomes)
    observed_in = calendar.observed
    periods = Periods(participants["id"], observed_in & ~unknown, worked)
    most = max(calendar.n_periods, periods.last)
    counts = bounded_counts(observed_in, *open_to.periods, most)
    return Parts(columns, why_not, remarks, periods, most, counts, _measures(spells, jobs))


@dataclass(frozen=True)
class Amounts:
    """Per person, time worked (in study.time_unit) and weeks worked in jobs of known dates; 0 without one."""

    time: np.ndarray
    weeks: np.ndarray

    @classmethod
    def of(cls, spells: Spells, calendar: Calendar, study: Study, outcomes: DerivedOutcomes) -> Amounts:
        """Of these jobs, days and periods counted as the settings say."""
        union = distinct_days(spells)
        time = _days(spells, union, outcomes) if study.time_unit == "days" else _periods(spells, calendar, outcomes)
        return cls(time.astype(float), union / DAYS_PER_WEEK)

    def with_those_of(self, persons: np.ndarray, other: Amounts) -> Amounts:
        """The same, but for some persons."""
        time, weeks = self.time.copy(), self.weeks.copy()
        time[persons], weeks[persons] = other.time, other.weeks
        return Amounts(time, weeks)


@dataclass(frozen=True)
class Reach:
    """What unknown dates leave open.

    Attributes
    ----------
    most : Amounts
        The most that each person can have worked.
    periods : two ndarrays of bool, shape (periods, persons)
        Worked in, at least and at most, each period by itself.
    """

    most: Amounts
    periods: tuple[np.ndarray, np.ndarray]

    @classmethod
    def of(cls, spells: Spells, calendar: Calendar, worked: np.ndarray, least: Amounts, study: Study, outcomes: DerivedOutcomes) -> Reach:
        """Counted anew, by the same rules, of the persons with a job of unknown dates, placed as short and as long as can be."""
        some = np.flatnonzero(spells.any(~spells.dated))
        if not len(some):
            return cls(least, (worked, worked))
        theirs, few = spells.of(some), calendar.rows(some)
        longest = theirs.longest(few.last_day)
        bounds = []
        for placed in (theirs.shortest(few.last_day), longest):
            bounds.append(worked.copy())
            bounds[-1][:, some] = few.worked(placed)[0]
        return cls(least.with_those_of(some, Amounts.of(longest, few, study, outcomes)), (bounds[0], bounds[1]))


def _days(spells: Spells, union: np.ndarray, outcomes: DerivedOutcomes) -> np.ndarray:
    return union if outcomes.overlap == "union" else total_days(spells)


def _periods(spells: Spells, calendar: Calendar, outcomes: DerivedOutcomes) -> np.ndarray:
    """Periods worked in jobs of known dates: distinct ones, or summed over jobs."""
    worked, over_jobs = calendar.worked(spells, dated_only=True)
    return worked.sum(axis=0) if outcomes.overlap == "union" else over_jobs


def distinct_days(spells: Spells) -> np.ndarray:
    """Per person, calendar days with at least one job of known dates."""
    order = np.lexsort((spells.first, spells.person))
    order = order[spells.dated[order]]
    table = pd.DataFrame({"person": spells.person[order], "first": spells.first[order], "last": spells.end_of_days[order]})
    reached = table.groupby("person")["last"].cummax().groupby(table["person"]).shift(fill_value=-1.0)
    new = np.maximum(table["last"] - np.maximum(table["first"], reached + 1) + 1, 0)
    return np.bincount(table["person"], weights=new, minlength=spells.persons)


def total_days(spells: Spells) -> np.ndarray:
    """Per person, days summed over jobs of known dates: a day with two jobs counts twice."""
    return np.bincount(spells.person[spells.dated], weights=spells.days[spells.dated], minlength=spells.persons)


@dataclass(frozen=True)
class Calendar:
    """Each person's weeks or months since inclusion, held once for all persons of one inclusion date.

    Attributes
    ----------
    edges : ndarray of int, shape (periods + 1, dates)
        First day of each period, and of the one after the last.
    which : ndarray of int, shape (persons,)
        Column of `edges` that is the person's.
    last_day : ndarray of float
    n_periods : int
        Number of periods of follow-up.
    period_worked : {"any_day", "middle_day", "last_day"}
        The days of a period that say whether it was worked: from the first to the last observed one, or one day.
    """

    edges: np.ndarray
    which: np.ndarray
    last_day: np.ndarray
    n_periods: int
    period_worked: str

    @classmethod
    def of(cls, participants: pd.DataFrame, study: Study, *, dated: bool, period_worked: str = "any_day") -> Calendar:
        """The persons' periods of length study.period."""
        last_day = participants["last_day"].to_numpy(dtype=float)
        inclusion = participants["inclusion_date"].to_numpy().astype("datetime64[D]") if dated else None
        most = number_of_periods(study.follow_up, study.period, study.month)
        # One more than the average count of whole periods: a long run of 31-day months can reach into it.
        edges, which = distinct_starts(inclusion, study.period, np.arange(most + 2), len(last_day), study.month)
        return cls(edges, which, last_day, most, period_worked)

    @property
    def observed(self) -> np.ndarray:
        """Whether each person was observed on the first of the days that tell: shape (periods, persons)."""
        return np.array([first[self.which] <= self.last_day for first, _ in self._days()])

    def _days(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Of each period, the first and the last day that tell, by inclusion date."""
        for starts, after in zip(self.edges[:-1], self.edges[1:], strict=True):
            day = {"middle_day": (starts + after) // 2, "last_day": after - 1}.get(self.period_worked)
            yield (starts, after - 1) if day is None else (day, day)

    def rows(self, persons: np.ndarray) -> Calendar:
        """That of some persons."""
        return replace(self, which=self.which[persons], last_day=self.last_day[persons])

    def worked(self, spells: Spells, *, dated_only: bool = False) -> tuple[np.ndarray, np.ndarray]:
        """Which periods are worked (periods x persons), and per person the sum of periods over jobs.

        A job of unknown end is worked on its first day (inside follow-up), unless dated_only; one of unknown start never.
        """
        use = spells.dated if dated_only else ~np.isnan(spells.start)
        person = spells.person[use]
        first = np.maximum(spells.start[use], 0)
        last = np.where(spells.dated[use], spells.last[use], first)
        until, date = self.last_day[person], self.which[person]
        worked = np.zeros((len(self.edges) - 1, spells.persons), dtype=bool)
        over_jobs = np.zeros(spells.persons, dtype=int)
        for period, (begins, ends) in enumerate(self._days()):
            begun, ended = begins[date], ends[date]
            if self.period_worked == "any_day":
                ended = np.minimum(ended, until)
            touched = person[(first <= ended) & (last >= begun) & (begun <= until)]
            worked[period, touched] = True
            over_jobs += np.bincount(touched, minlength=spells.persons)
        return worked, over_jobs

    def period(self, days: np.ndarray) -> np.ndarray:
        """Number of the period that each person's day lies in."""
        return period_of_day(self.edges[:-1], self.which, days).astype(float)


def _first_job(spells: Spells, calendar: Calendar, unknown: np.ndarray, study: Study) -> dict:
    """Time to first job obtained, censoring at the end of observation, and bounds where a start is unknown."""
    obtained = ~spells.at_entry
    start_known = obtained & ~np.isnan(spells.start)
    first = spells.least(spells.start, start_known)
    # A job of unknown start began on its last day at the latest, and no later than the last day observed.
    latest = np.where(np.isnan(spells.end), np.inf, spells.end)
    worst = np.minimum(np.minimum(first, spells.least(latest, obtained & ~start_known)), calendar.last_day)
    best = np.zeros(spells.persons)
    event = np.where(np.isfinite(first), first, np.nan)
    censored = np.where(spells.any(obtained), np.nan, calendar.last_day)
    if study.time_unit != "days":
        event = np.where(np.isnan(event), np.nan, calendar.period(np.nan_to_num(event)))
        censored = np.where(np.isnan(censored), np.nan, calendar.period(calendar.last_day))
        best, worst = best + 1, calendar.period(worst)
    return follow(event, censored, unknown, best, worst)


def _measures(spells: Spells, jobs: pd.DataFrame) -> pd.DataFrame:
    """JOB_MEASURES: jobs obtained in follow-up."""
    table = jobs[["job", "id", "occupation", "hours_per_week"]].assign(days_worked=number(spells.days))
    return table[~spells.at_entry]


def _remarks(spells: Spells, unknown: np.ndarray, no_days: np.ndarray, outcomes: DerivedOutcomes) -> dict[str, str]:
    """What a reader must know, with counts of persons."""
    some_days = spells.any(spells.dated) & spells.any(~spells.dated)
    entry = spells.any(spells.at_entry)
    part = say(
        "workers of whose jobs some lack a date, so that only the others count"
        if outcomes.partly_known == "counted"
        else "workers of whose jobs some lack a date, so that it is not known"
    )
    no_end = spells.any(np.isnan(spells.end) & ~np.isnan(spells.start)) & ~unknown
    days = remark(
        (say("workers none of whose jobs has days, as dates are not known, who are missing"), no_days),
        (part, some_days),
        (say("persons employed at entry, whose job counts from inclusion on"), entry),
    )
    found = {
        "job_obtained": remark((say("persons employed at entry, kept, whose job is not counted as obtained"), entry)),
        "time_to_first_job": remark((say("persons with a job of unknown start, whose time is unknown"), unknown)),
        "employment_rate": remark(
            (say("persons with a job of unknown start, who are left out"), unknown),
            (say("persons with a job of unknown end, who are not taken as employed after its first day"), no_end),
        ),
        **dict.fromkeys(("time_worked", "worked_long", "weeks_worked"), days),
    }
    return {name: text for name, text in found.items() if text}
