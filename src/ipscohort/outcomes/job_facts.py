"""Measures per person that need facts of each job: tenure, hours, wages (Bond, Campbell, Drake 2012)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipscohort.arithmetic.timeline import DAYS_PER_WEEK
from ipscohort.config.analysis import DerivedOutcomes
from ipscohort.contracts.codebook import Codebook
from ipscohort.outcomes.parts import number, yes_no
from ipscohort.outcomes.spell_arrays import Spells
from ipscohort.words import later, say

HOURS = ("hours_worked", "hours_per_week", "worked_half_time")
NO_HOURS = later("the job records hold no hours per week")
NO_WAGE = later("the job records hold no wage")


def job_facts(
    spells: Spells, jobs: pd.DataFrame, codebook: Codebook, outcomes: DerivedOutcomes, days_per_month: float
) -> tuple[dict[str, pd.Series], dict[str, str], dict[str, str]]:
    """Columns of persons, why others are absent, and remarks.

    Hours and wages are summed over jobs, also over jobs held at once: two jobs pay twice. A person without a job has 0
    hours and wages, no tenure and no hours per week. A worker none of whose jobs has the facts needed is missing; one
    of whose jobs some have them has the sum of those, and the remark counts the jobs left out.

    Parameters
    ----------
    spells : Spells
    jobs : DataFrame
        CLEAN_JOBS in the order of the spells.
    codebook : Codebook
        `job_columns` says which facts the records hold.
    outcomes : DerivedOutcomes
    days_per_month : float
        For wages per month: `study.days_per_month`.
    """
    hours = jobs["hours_per_week"].to_numpy(dtype=float, na_value=np.nan)
    wage = jobs["wage"].to_numpy(dtype=float, na_value=np.nan)
    has_hours = "hours_per_week" in codebook.job_columns or not np.isnan(hours).all()
    has_wage = "wage" in codebook.job_columns or not np.isnan(wage).all()
    columns, why_not, remarks = {"longest_job": number(_greatest(spells, spells.days))}, {}, {}
    if has_hours:
        worked = spells.days * hours / DAYS_PER_WEEK
        columns["hours_worked"] = number(_sum(spells, worked))
        columns["hours_per_week"] = number(_mean_hours(spells, hours))
        columns["worked_half_time"] = _half_time(spells, hours, outcomes.half_time_hours)
        remarks |= dict.fromkeys(("hours_worked", "hours_per_week"), _left_out(worked))
        remarks["worked_half_time"] = _left_out(hours, later("jobs without hours, left out: {n} of {total}"))
    else:
        why_not |= dict.fromkeys(HOURS, say(NO_HOURS))
    if not has_wage:
        why_not["wages_earned"] = say(NO_WAGE)
    elif codebook.wage_per == "hour" and not has_hours:
        why_not["wages_earned"] = say("the wage is paid per hour and the job records hold no hours per week")
    else:
        days_per = {"hour": DAYS_PER_WEEK, "week": DAYS_PER_WEEK, "month": days_per_month}[codebook.wage_per]
        paid = _paid(wage * hours if codebook.wage_per == "hour" else wage, spells.days, days_per)
        columns["wages_earned"] = number(_sum(spells, paid))
        remarks["wages_earned"] = _left_out(paid)
    return columns, why_not, {name: text for name, text in remarks.items() if text}


def _paid(wage: np.ndarray, days: np.ndarray, days_per: float) -> np.ndarray:
    """Wages of each job, paid per so many days; divided last, so that whole weeks give whole numbers."""
    return wage * days / days_per


def _sum(spells: Spells, values: np.ndarray) -> np.ndarray:
    """Sum per person over the jobs that have a value: 0 without a job, NaN for a worker none of whose jobs has one."""
    known = ~np.isnan(values)
    total = np.bincount(spells.person[known], weights=values[known], minlength=spells.persons)
    return np.where(spells.any(np.ones_like(known)) & ~spells.any(known), np.nan, total)


def _greatest(spells: Spells, values: np.ndarray) -> np.ndarray:
    known = ~np.isnan(values)
    out = np.full(spells.persons, -np.inf)
    np.maximum.at(out, spells.person[known], values[known])
    return np.where(np.isfinite(out), out, np.nan)


def _mean_hours(spells: Spells, hours: np.ndarray) -> np.ndarray:
    """Mean hours per week, each job weighted by its days."""
    known = ~np.isnan(hours) & spells.dated
    person, days = spells.person[known], spells.days[known]
    weight = np.bincount(person, weights=days, minlength=spells.persons)
    total = np.bincount(person, weights=days * hours[known], minlength=spells.persons)
    return np.divide(total, weight, out=np.full(spells.persons, np.nan), where=weight > 0)


def _half_time(spells: Spells, hours: np.ndarray, least: float) -> pd.Series:
    """Any job of `least` hours or more; unknown where none is known to be and one has no hours recorded."""
    reaches = spells.any(np.nan_to_num(hours) >= least)
    return yes_no(reaches, reaches | ~spells.any(np.isnan(hours)))


def _left_out(values: np.ndarray, text: str = later("jobs without the facts needed, left out: {n} of {total}")) -> str:
    missing = int(np.isnan(values).sum())
    return say(text, n=missing, total=len(values)) if missing else ""
