"""Outcomes from a panel: a status per person and week or month, numbered 1, 2, ... since inclusion."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from ipscohort.arithmetic.timeline import DAYS_PER_WEEK, number_of_periods, panel_starts
from ipscohort.config.analysis import DerivedOutcomes
from ipscohort.config.study import Study
from ipscohort.contracts.codebook import Codebook
from ipscohort.display.units import one, several
from ipscohort.outcomes.panel_days import PanelDays
from ipscohort.outcomes.parts import Extent, Parts, Periods, bounded, bounded_counts, bounded_obtained, bounded_worked_long, follow, number
from ipscohort.words import later, say

NO_JOBS = later("a panel says whether a person worked, not in which job")


class _Times(NamedTuple):
    """Times per person, in study.time_unit: observed, to censoring, to the first period worked and to the first unknown one."""

    observed: np.ndarray
    censored: np.ndarray
    first: np.ndarray
    gap: np.ndarray


def from_panel(participants: pd.DataFrame, panel: pd.DataFrame, codebook: Codebook, study: Study, outcomes: DerivedOutcomes) -> Parts:
    """Outcomes of a panel.

    Parameters
    ----------
    participants : DataFrame
        CLEAN_PARTICIPANTS; last_period is the number of the last period observed.
    panel : DataFrame
        PANEL up to last_period. A period without a row is unknown.
    codebook : Codebook
    study : Study
    outcomes : DerivedOutcomes

    Returns
    -------
    Parts
        Unknown periods inside observation are in no denominator and not in the time worked. Unknown before the first
        period worked: the time to first job is unknown, with bounds. Never worked and unknown inside observation:
        censored at the last period before the gap. No period known at all: no outcome. In a study counted in days, periods
        are placed in days as `outcomes.panel_in_days` says.
    """
    followed = number_of_periods(study.follow_up, study.period, study.month)
    most = max(followed, int(participants["last_period"].max()) if len(participants) else 0)
    last = participants["last_period"].to_numpy(dtype=float)
    worked, known = _statuses(participants, panel, most)
    inside = np.arange(1, most + 1) <= last[:, None]
    gap = inside & ~known
    first_worked, first_gap = _first(worked, most), _first(gap, most)
    some, anything = worked.any(axis=1), known.any(axis=1)
    unknown = some & (first_gap < first_worked)
    times = _Times(last, np.minimum(last, first_gap - 1), first_worked, first_gap)
    counted = Extent.of_periods(worked, gap)
    amount = counted
    if study.time_unit == "days":
        placed = _placed(participants, worked, known, codebook, study, outcomes)
        times = _Times(placed.last_day + 1, placed.before(first_gap), placed.day_of(first_worked), placed.day_of(first_gap))
        amount = _days_worked(placed, worked, gap, inside)
    censored = np.where(some | ~anything, np.nan, times.censored)
    columns = {
        "time_observed": number(times.observed),
        **bounded_obtained(some, pd.Series(pd.array(np.where(gap.any(axis=1), "periods_unknown", None), dtype="string")), anything),
        **bounded("time_worked", amount, ~anything, outcomes),
        **bounded_worked_long(amount, ~anything, outcomes),
        **follow(np.where(some, times.first, np.nan), censored, unknown, times.gap, times.first),
    }
    why_not = dict.fromkeys(("n_jobs", "longest_job", "hours_worked", "hours_per_week", "wages_earned", "worked_half_time"), say(NO_JOBS))
    columns |= _weeks_worked(why_not, counted, amount, ~anything, study, outcomes)
    periods = Periods(participants["id"], (inside & known).T, worked.T)
    counts = bounded_counts(inside.T, worked.T, (worked | gap).T, most)
    return Parts(columns, why_not, _remarks(gap, some, unknown, anything, outcomes), periods, most, counts)


def _weeks_worked(
    why_not: dict[str, str], periods: Extent, days: Extent, nothing: np.ndarray, study: Study, outcomes: DerivedOutcomes
) -> dict[str, pd.Series]:
    """Weeks of a panel of weeks, days / 7 of one placed in days; another does not give them."""
    unit = study.period
    if unit == "weeks":
        return bounded("weeks_worked", periods, nothing, outcomes)
    if study.time_unit == "days":
        return bounded("weeks_worked", Extent(*(values / DAYS_PER_WEEK for values in days)), nothing, outcomes)
    named = {"units": several(unit), "unit": one(unit)}
    why_not["weeks_worked"] = say("a panel of {units} does not say how many weeks of a {unit} were worked", **named)
    return {}


def _days_worked(placed: PanelDays, worked: np.ndarray, gap: np.ndarray, inside: np.ndarray) -> Extent:
    """Days worked: as placed, with nothing worked in the unknown periods inside observation, and with all of them worked."""
    least, most = (placed.again(mask, inside).worked(mask) for mask in (worked, worked | gap))
    return Extent(*(days.astype(float) for days in (placed.worked(worked), least, most)))


def _placed(
    participants: pd.DataFrame, worked: np.ndarray, known: np.ndarray, codebook: Codebook, study: Study, outcomes: DerivedOutcomes
) -> PanelDays:
    inclusion = participants["inclusion_date"].to_numpy().astype("datetime64[D]") if codebook.dated else None
    edges = panel_starts(inclusion, study, worked.shape[1], len(worked), calendar=codebook.panel_calendar)
    last_day = participants["last_day"].to_numpy(dtype=float).astype(int)
    return PanelDays.of(worked, known, edges, last_day, outcomes.panel_in_days or "first_to_last_day")


def _statuses(participants: pd.DataFrame, panel: pd.DataFrame, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Two persons x periods masks: worked, and known."""
    person = pd.Index(participants["id"]).get_indexer(panel["id"])
    period = panel["period"].to_numpy(dtype=int) - 1
    worked, known = np.zeros((2, len(participants), most), dtype=bool)
    worked[person, period] = panel["status"].eq("employed").to_numpy(dtype=bool)
    known[person, period] = panel["status"].ne("unknown").to_numpy(dtype=bool)
    return worked, known


def _first(mask: np.ndarray, most: int) -> np.ndarray:
    """Number of the first period that is true; most + 1 where none is."""
    return np.where(mask.any(axis=1), mask.argmax(axis=1) + 1 if most else 1, most + 1).astype(float)


def _remarks(gap: np.ndarray, some: np.ndarray, unknown: np.ndarray, anything: np.ndarray, outcomes: DerivedOutcomes) -> dict[str, str]:
    gaps = int((gap.any(axis=1) & anything).sum())
    remarks = {}
    if gaps:
        remarks["time_worked"] = say(
            "persons with unknown periods inside observation, which are not counted as worked: {n}"
            if outcomes.partly_known == "counted"
            else "persons with unknown periods inside observation, whose time worked is unknown: {n}",
            n=gaps,
        )
        never = int((gap.any(axis=1) & anything & ~some).sum())
        remarks["job_obtained"] = say(
            "persons with unknown periods inside observation, not known to have worked, who count as no job: {n}", n=never
        )
        before = say("persons with an unknown period before the first one worked, whose time is unknown: {n}", n=int(unknown.sum()))
        remarks["time_to_first_job"] = before
    nothing = int((~anything).sum())
    if nothing:
        text = say("persons without any known period, who have no outcome: {n}", n=nothing)
        for name in ("job_obtained", "time_worked", "time_to_first_job"):
            remarks[name] = "; ".join(filter(None, [remarks.get(name), text]))
    return remarks
