"""Put the stages' findings together: dates, jobs of each worker, and the rest of Table 1, which hangs on nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipscohort.arithmetic.timeline import DAYS_PER_YEAR, add_months
from ipscohort_reconstruct.cohort import Reconstructed
from ipscohort_reconstruct.search.people import People, flags, placed, with_mean_and_spread
from ipscohort_reconstruct.search.placing import Placing, Worker
from ipscohort_reconstruct.search.targets import Targets
from ipscohort_reconstruct.search.totals import MIN_GAP, TWO_JOBS, Totals
from ipscohort_reconstruct.search.values import GROUPS, Values

MONTHS = 30
LOW_EDUCATION, NO_BENEFITS = 0.45, 0.25
"""Shares that the paper doesn't print: of low among low and medium education, of no benefits among those without disability benefits."""
SIMPLE = {
    "married": "married",
    "living_independently": "independent",
    "born_netherlands": "bornnl",
    "psychotic_disorder": "psychotic",
}
"""Column -> its short name in the ids of the printed values."""
MOST_BESIDE = 600
"""Most days of a worker who has a job of unknown end as well, so that all fits into follow-up."""


@dataclass(frozen=True)
class Jobs:
    """Every job in follow-up before it has its place in time.

    Attributes
    ----------
    worker : ndarray of int
    group : ndarray of str
        Short name of the occupation group.
    days : ndarray of float
        NaN of the undated job and of those of unknown end.
    hours : ndarray of float
    undated : int
        Number of the job without any date.
    overlap : ndarray of float, shape (workers,)
        Days on which two of the worker's jobs overlap.
    """

    worker: np.ndarray
    group: np.ndarray
    days: np.ndarray
    hours: np.ndarray
    undated: int
    overlap: np.ndarray

    def workers(self) -> list[Worker]:
        """Each worker's jobs with at least a start, one after the other with the least gap."""
        found = []
        for number, overlap in enumerate(self.overlap):
            items = np.flatnonzero((self.worker == number) & (np.arange(len(self.worker)) != self.undated))
            gap = np.full(len(items) - 1, MIN_GAP)
            gap[:1] = -int(overlap) if overlap else MIN_GAP
            length = np.nan_to_num(self.days[items], nan=1.0).astype(int)
            found.append(Worker(length, items, gap, 0))
        return found


def workers_jobs(rng: np.random.Generator, targets: Targets, totals: Totals, hours: Values, order: np.ndarray) -> Jobs:
    """Dated jobs with their persons, then the undated one and those of unknown end.

    `order[i]` is the number of worker i's total; whose total is number TWO_JOBS has the undated job too.
    """
    workers = len(order)
    owner = np.argsort(order)
    dated = np.bincount(pd.Categorical(totals.group, categories=list(GROUPS)).codes, minlength=len(GROUPS))
    short = {name: targets.count(f"t3_{name}_n") - int(n) for name, n in zip(GROUPS, dated, strict=True)}
    short_of_room = np.flatnonzero((totals.overlap > 0) | (totals.totals() > MOST_BESIDE))
    plain = np.setdiff1d(np.arange(1, workers), short_of_room)
    more = [name for name, n in short.items() for _ in range(n - (name == "unkn"))]
    extra = rng.choice(plain, len(more), replace=False)
    worker = owner[np.concatenate([totals.worker, [TWO_JOBS], extra]).astype(int)]
    group = np.concatenate([totals.group, ["unkn"], more])
    days = np.concatenate([totals.days.values, np.full(1 + len(more), np.nan)])
    undated = len(totals.group)
    overlap = np.zeros(workers)
    overlap[owner] = totals.overlap
    return Jobs(worker, group, days, _hours_of(rng, group, hours, undated), undated, overlap)


def _hours_of(rng: np.random.Generator, group: np.ndarray, hours: Values, undated: int) -> np.ndarray:
    """Hours handed out within each group; the undated job and, where values run out, others of the group have none."""
    found = np.full(len(group), np.nan)
    groups = hours.group()
    for name in GROUPS:
        jobs = np.setdiff1d(np.flatnonzero(group == name), [undated])
        values = rng.permutation(hours.values[groups == name])
        found[rng.choice(jobs, len(values), replace=False)] = values
    return found


def inclusion_dates(rng: np.random.Generator, targets: Targets, people: People) -> np.ndarray:
    """Working days within each person's half of the inclusion period; its first and last day and both sides of the split occur."""
    first, split, last = (np.datetime64(targets.day(name)) for name in ("inc_first", "inc_split", "inc_last"))
    halves = [(0.0, first, split - 1), (1.0, split, last)]
    included = np.empty(len(people.job), dtype="datetime64[D]")
    for half, begin, end in halves:
        members = rng.permutation(np.flatnonzero(people.values["half"] == half))
        days = np.arange(begin, end + 1)
        days = days[np.is_busday(days)]
        included[members] = rng.choice(days, len(members), replace=len(members) > len(days))
        included[members[:2]] = begin, end
    return included


def month_edges(included: np.ndarray, workers: int) -> np.ndarray:
    """First day of each month of follow-up of the workers, days since inclusion; the last is the day after follow-up."""
    start = included[:workers, None]
    return (add_months(start, np.arange(MONTHS + 1)[None, :]) - start).astype(int)


def assemble(
    rng: np.random.Generator, targets: Targets, people: People, included: np.ndarray, jobs: Jobs, placing: Placing
) -> Reconstructed:
    """The cohort, persons in the order of inclusion."""
    order = np.argsort(included, kind="stable")
    place = np.empty(len(order), dtype=int)
    place[order] = np.arange(len(order))
    persons = _persons(rng, targets, people, included).iloc[order].reset_index(drop=True)
    last_day = ((add_months(included, MONTHS) - included).astype(int) - 1)[order]
    table = _jobs(jobs, placing)
    table["person"] = place[table["person"]]
    table = table.sort_values(["person", "start"], na_position="first", kind="stable").reset_index(drop=True)
    return Reconstructed(persons, table, pd.Series(last_day))


def _persons(rng: np.random.Generator, targets: Targets, people: People, included: np.ndarray) -> pd.DataFrame:
    """Table 1, by the names of `Reconstructed`."""
    n, values = len(people.job), people.values
    yes = {name: flags(rng, n, targets.count(f"t1_{short}_n")) == 1 for name, short in SIMPLE.items()}
    lacking = rng.choice(n, n - targets.count("t1_rse_valid"), replace=False)
    esteem = with_mean_and_spread(rng, n - len(lacking), targets, "t1_rse", 1, (4, 30))
    age_days = np.round(values["age"] * DAYS_PER_YEAR).astype(int)
    low = rng.random(n) < LOW_EDUCATION
    without = np.where(rng.random(n) < NO_BENEFITS, "no benefits", "social assistance")
    funding = pd.Series(np.where(values["funding"] == 1, "disability benefits", without), dtype="string")
    worked = pd.Series(np.where(values["worked"] == 1, "yes", "no"), dtype="string")
    return pd.DataFrame(
        {
            "inclusion": included.astype("datetime64[s]"),
            "birth": (included - age_days).astype("datetime64[s]"),
            "sex": np.where(values["sex"] == 1, "male", "female"),
            **yes,
            "education": np.where(values["education"] == 1, "high", np.where(low, "low", "medium")),
            "worked_past_5_years": worked.mask(np.isnan(values["worked"])),
            "benefits": funding.mask(np.isnan(values["funding"])),
            "mhi5": values["mhi5"],
            "self_esteem": placed(rng, n, lacking, esteem),
        }
    )


def _jobs(jobs: Jobs, placing: Placing) -> pd.DataFrame:
    """The jobs with their dates, by the names of `Reconstructed`."""
    start, end = np.full(len(jobs.worker), np.nan), np.full(len(jobs.worker), np.nan)
    ongoing = placing.ongoing()
    status = np.where(np.isnan(jobs.days), "unknown", "known").astype(object)
    for number, worker in enumerate(placing.workers):
        start[worker.item] = worker.starts()
        end[worker.item] = worker.starts() + worker.length - 1
        last = worker.item[-1]
        if ongoing[number] and not np.isnan(jobs.days[last]):
            status[last] = "ongoing"
    end = np.where(np.isnan(jobs.days), np.nan, end)
    isco = pd.Series([GROUPS[name] for name in jobs.group], dtype="string")
    return pd.DataFrame({"person": jobs.worker, "isco": isco, "hours": jobs.hours, "start": start, "end": end, "end_status": status})
