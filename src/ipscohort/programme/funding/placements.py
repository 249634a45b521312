"""Whether a placement earned the payment for performance: by what is surely known of a person's jobs, and by what could be.

Each person's jobs are judged twice by the same rule: with everything that is not known taken as little as it can be (a job of unknown start is
none, nor is one of which it is not recorded whether it was competitive, one of unknown end ends on its first day, unknown hours and wages are none), and as much as it can be. Where both agree, it is
known; where only the second earns the payment, it can't be said.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, fields, replace

import numpy as np
import pandas as pd

from ipscohort.arithmetic.timeline import DAYS_PER_WEEK
from ipscohort.config.funding import MinimumWage, Performance, Scheme
from ipscohort.contracts.programme import CANNOT_BE_SAID, NOT_OBSERVABLE, NOT_PAID, PAID
from ipscohort.programme.funding import why
from ipscohort.programme.funding.course import DAY, NOT_A_DAY, Course, later_by

EVER = np.datetime64("9000-01-01", "D")
"""Stands for the end of a job that goes on, and for a time without limit."""


@dataclass(frozen=True)
class Jobs:
    """Jobs, one after another; arrays of shape (jobs,).

    Attributes
    ----------
    person : ndarray of int
        Place of the person in the course.
    start, end : ndarray of datetime64[D]
        First and last day; NaT where not known, EVER where the job goes on.
    hours : ndarray of float
        Per week; NaN where not known.
    wage : ndarray of float
        Per hour; NaN where not known.
    competitive : ndarray of bool
        Whether it surely is; of the others that is not recorded.
    """

    person: np.ndarray
    start: np.ndarray
    end: np.ndarray
    hours: np.ndarray
    wage: np.ndarray
    competitive: np.ndarray

    def of(self, rows: np.ndarray) -> Jobs:
        """Some of them."""
        return Jobs(*(getattr(self, each.name)[rows] for each in fields(self)))


def jobs_of(course: Course, jobs: pd.DataFrame, kind_unknown: pd.DataFrame, wage_per: str, days_per_month: float) -> Jobs:
    """The jobs that began since inclusion (CLEAN_JOBS, JOBS_KIND_UNKNOWN), in calendar days and with wages per hour."""
    competitive = np.repeat([True, False], [len(jobs), len(kind_unknown)])
    jobs = pd.concat([jobs, kind_unknown], ignore_index=True) if len(kind_unknown) else jobs
    place = pd.Index(course.persons["id"].astype(str)).get_indexer(jobs["id"].astype(str))
    jobs, place, competitive = jobs[place >= 0], place[place >= 0], competitive[place >= 0]
    new = ~jobs["at_entry"].fillna(False).to_numpy(dtype=bool)
    jobs, place, competitive = jobs[new], place[new], competitive[new]
    included = course.persons["inclusion_date"].to_numpy().astype(DAY)[place]
    start, end = (_day(included, jobs[name]) for name in ("start_day", "end_day"))
    end[jobs["end_status"].eq("ongoing").to_numpy(dtype=bool)] = EVER
    hours, wage = (jobs[name].to_numpy(dtype=float, na_value=np.nan) for name in ("hours_per_week", "wage"))
    with np.errstate(divide="ignore", invalid="ignore"):
        per_hour = {"hour": wage, "week": wage / hours, "month": wage / hours * DAYS_PER_WEEK / days_per_month}[wage_per]
    per_hour = np.where(hours > 0, per_hour, wage if wage_per == "hour" else np.nan)
    return Jobs(place, start, end, hours, per_hour, competitive)


def _day(included: np.ndarray, days: pd.Series) -> np.ndarray:
    number = days.to_numpy(dtype=float, na_value=np.nan)
    found = np.full(len(number), NOT_A_DAY)
    known = ~np.isnan(number)
    found[known] = included[known] + number[known].astype(int)
    return found


@dataclass(frozen=True)
class Window:
    """From when to when a job may begin, each day included: shape (persons,)."""

    first: np.ndarray
    last: np.ndarray

    @classmethod
    def of(cls, course: Course, scheme: Scheme) -> Window:
        """As the scheme says: after the funded start, in time, while it pays and the trajectory runs."""
        rule = scheme.performance
        first, last = course.start.copy(), np.full(len(course.start), EVER)
        for length in (rule.placed_within, scheme.longest.length if scheme.longest else None):
            if length is not None:
                last = np.fmin(last, course.after(length) - 1)
        last = np.fmin(last, course.end)
        if rule.offered is not None and rule.offered.by == "placement":
            first = np.fmax(first, np.datetime64(rule.offered.first, "D")) if rule.offered.first else first
            last = np.fmin(last, np.datetime64(rule.offered.last, "D")) if rule.offered.last else last
        return cls(first, last)


@dataclass(frozen=True)
class Judged:
    """What jobs came to: shape (persons,).

    Attributes
    ----------
    due : ndarray of datetime64[D]
        Day on which the payment falls due, the earliest; NaT where no job earns it.
    farthest : ndarray of int
        Place in why.REASONS of the job that came nearest to earning it.
    """

    due: np.ndarray
    farthest: np.ndarray


def judge(jobs: Jobs, window: Window, rule: Performance, least_wage: MinimumWage | None) -> Judged:
    """Whether and when jobs earn the payment, whatever day was the last observed.

    Parameters
    ----------
    jobs : Jobs
        Nothing unknown.
    window : Window
    rule : config.funding.Performance
    least_wage : config.funding.MinimumWage or None
    """
    n = len(window.first)
    began, in_time = jobs.start >= window.first[jobs.person], jobs.start <= window.last[jobs.person]
    hours, wage = jobs.hours >= rule.hours_per_week, _paid_enough(jobs, rule, least_wage)
    due = later_by(jobs.start, rule.lasting)
    stages = np.select([~began, ~in_time, ~hours, ~wage, jobs.end < due - 1], [1, 2, 3, 4, 5], default=6)
    farthest = np.zeros(n, dtype=int)
    np.maximum.at(farthest, jobs.person, stages)
    runs = _added_up(jobs.of(began & in_time), rule, least_wage) if rule.add_up else jobs.of(stages == len(why.REASONS))
    ends = later_by(runs.start, rule.lasting)
    good = (runs.end >= ends - 1) & (runs.start >= window.first[runs.person]) & (runs.start <= window.last[runs.person])
    earliest = np.full(n, EVER)
    np.minimum.at(earliest, runs.person[good], ends[good])
    return Judged(np.where(earliest == EVER, NOT_A_DAY, earliest), farthest)


def _paid_enough(jobs: Jobs, rule: Performance, least_wage: MinimumWage | None) -> np.ndarray:
    if rule.wage is None:
        return np.ones(len(jobs.start), dtype=bool)
    return _pay(jobs, rule) >= _asked(jobs.start, rule, least_wage) - 1e-9


def _pay(jobs: Jobs, rule: Performance) -> np.ndarray:
    """What is held against the share: the wage per hour, or that of a week."""
    if rule.wage.of == "hour":
        return jobs.wage
    with np.errstate(invalid="ignore"):
        return np.nan_to_num(jobs.wage * jobs.hours, nan=0.0, posinf=np.inf)


def _asked(days: np.ndarray, rule: Performance, least_wage: MinimumWage | None) -> np.ndarray:
    """The share of the minimum wage on each day; infinite before the first that is known, 0 without any."""
    if least_wage is None:
        return np.zeros(len(days))
    since = np.array(sorted(least_wage.per_hour), dtype=DAY)
    wages = np.array([np.inf, *(least_wage.per_hour[day] for day in sorted(least_wage.per_hour))])
    hours = 1.0 if rule.wage.of == "hour" else least_wage.full_time_hours
    return wages[np.searchsorted(since, days, side="right")] * rule.wage.share * hours


def _added_up(jobs: Jobs, rule: Performance, least_wage: MinimumWage | None) -> Jobs:
    """Stretches of days on which a person's jobs together meet hours and wage, each as one job."""
    if rule.wage is not None and rule.wage.of == "hour":
        jobs = jobs.of(_paid_enough(jobs, rule, least_wage))
    found: list[tuple[int, np.datetime64, np.datetime64]] = []
    for person in np.unique(jobs.person):
        found += [(person, *stretch) for stretch in _stretches(jobs.of(jobs.person == person), rule, least_wage)]
    who = np.array([each[0] for each in found], dtype=int)
    start, end = (np.array([each[k] for each in found], dtype=DAY) for k in (1, 2))
    return Jobs(who, start, end, np.full(len(found), np.inf), np.full(len(found), np.inf), np.ones(len(found), dtype=bool))


def _stretches(jobs: Jobs, rule: Performance, least_wage: MinimumWage | None) -> list[tuple[np.datetime64, np.datetime64]]:
    """First and last day of each stretch of one person."""
    edges = np.unique(np.concatenate([jobs.start, np.where(jobs.end == EVER, EVER, jobs.end + 1)]))
    weekly = _pay(jobs, rule) if rule.wage is not None and rule.wage.of == "full_time" else None
    found: list[tuple[np.datetime64, np.datetime64]] = []
    for first, after in itertools.pairwise(edges):
        held = (jobs.start <= first) & (jobs.end >= first)
        enough = held.any() and jobs.hours[held].sum() >= rule.hours_per_week
        if enough and weekly is not None:
            begun = found[-1][0] if found and found[-1][1] + 1 == first else first
            enough = weekly[held].sum() >= _asked(np.array([begun]), rule, least_wage)[0] - 1e-9
        if not enough:
            continue
        last = EVER if after == EVER else after - 1
        if found and found[-1][1] + 1 == first:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def at_least(jobs: Jobs, rule: Performance, *, wages_recorded: bool = False) -> Jobs:
    """What is not known, as little as it can be; a wage is taken for met where the scheme has it so, unless only recorded ones are to count."""
    jobs = jobs.of(jobs.competitive & ~np.isnat(jobs.start))
    taken = np.inf if _taken(rule) and not wages_recorded else -np.inf
    end = np.where(np.isnat(jobs.end), jobs.start, jobs.end)
    return replace(jobs, end=end, hours=np.nan_to_num(jobs.hours, nan=0.0), wage=np.where(np.isnan(jobs.wage), taken, jobs.wage))


def _taken(rule: Performance) -> bool:
    """Whether a wage that is not recorded is taken to be high enough."""
    return rule.wage is not None and rule.wage.unknown == "met"


def at_most(jobs: Jobs, window: Window) -> Jobs:
    """What is not known, as much as it can be: from the first day that counts on, to the end if that is not known either."""
    start = np.where(np.isnat(jobs.start), np.fmin(window.first[jobs.person], jobs.end), jobs.start)
    end = np.where(np.isnat(jobs.end), EVER, jobs.end)
    return replace(jobs, start=start, end=end, hours=np.nan_to_num(jobs.hours, nan=np.inf), wage=np.nan_to_num(jobs.wage, nan=np.inf))


@dataclass(frozen=True)
class Earned:
    """What became of the payment for performance: shape (persons,); `wage_taken` says who earned it by no recorded wage."""

    status: np.ndarray
    due: np.ndarray
    why: np.ndarray
    wage_taken: np.ndarray


def earned(course: Course, jobs: Jobs, scheme: Scheme, least_wage: MinimumWage | None) -> Earned:
    """What became of a scheme's payment for performance, of everybody as if the scheme applied.

    Parameters
    ----------
    course : Course
        Persons whose funded start is not known get the status unknown.
    jobs : Jobs
    scheme : config.funding.Scheme
    least_wage : config.funding.MinimumWage or None
    """
    rule, window = scheme.performance, Window.of(course, scheme)
    known = jobs.of(~np.isnat(window.first[jobs.person]))
    least = judge(at_least(known, rule), window, rule, least_wage)
    most = judge(at_most(known, window), window, rule, least_wage)
    paid, may = least.due <= course.last, most.due <= course.last
    open_job, open_window = ~np.isnat(most.due) & ~may, window.last > course.last
    status = np.select([paid, may, open_job | open_window], [PAID, CANNOT_BE_SAID, NOT_OBSERVABLE], default=NOT_PAID).astype(object)
    reasons = np.array(why.REASONS, dtype=object)[np.minimum(np.maximum(least.farthest, most.farthest), len(why.REASONS) - 1)]
    told = np.select([paid, may, open_job, open_window], [None, why.JOB_UNKNOWN, why.LATER, why.STILL_OPEN], default=reasons)
    offered = rule.offered
    if offered is not None and offered.by == "start":
        outside = np.zeros(len(status), dtype=bool)
        outside |= (course.start < np.datetime64(offered.first, "D")) if offered.first else False
        outside |= (course.start > np.datetime64(offered.last, "D")) if offered.last else False
        status[outside], told[outside] = NOT_PAID, why.NOT_OFFERED
    nowhere = np.isnat(course.start)
    status[nowhere], told[nowhere] = CANNOT_BE_SAID, why.START_UNKNOWN
    due = np.where(status == PAID, least.due, np.where(status == NOT_OBSERVABLE, most.due, NOT_A_DAY))
    by_wage = judge(at_least(known, rule, wages_recorded=True), window, rule, least_wage).due <= course.last if _taken(rule) else paid
    return Earned(status, due, told, paid & ~by_wage)
