"""Whom a business case is about, and on which days they were in the programme and worked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from ipscohort.arithmetic.timeline import DAYS_PER_YEAR
from ipscohort.config import Settings, Slice
from ipscohort.config.business_case import BusinessCase, numbers_of, variables_of
from ipscohort.contracts.business_case import OPEN, UNPAID, UNSTATED
from ipscohort.contracts.programme import CANNOT_BE_SAID, NOT_OBSERVABLE, NOT_STATED
from ipscohort.outcomes.spell_arrays import Spells, spells_of
from ipscohort.words import later

NOT_FOLLOWED = later("not observed to the end of follow-up")
NO_DAYS = later("days worked not known")
NO_OUTCOME = later("not known whether a job was obtained")
NO_LEVEL = later("benefit, or another variable that money hangs on, not known")
PAID_COLUMNS = ["place", "payer", "day", "amount", "most", "open", "stated", "assumption"]
AT_ONCE = 2_000_000
"""Days of persons laid out at a time."""


@dataclass(frozen=True)
class People:
    """Persons of whom everything is known that money hangs on; arrays of shape (persons,) or (persons, years).

    Attributes
    ----------
    ids : ndarray of object
    in_programme : ndarray of int, shape (persons, years)
        Days of follow-up in each year since inclusion.
    worked : ndarray of int, shape (persons, years)
        Of them, days with a competitive job: each calendar day once.
    first_job : ndarray of float
        Day of the first job obtained, since inclusion; NaN without one.
    levels : dict of str -> ndarray of object
        Variable that money hangs on -> each person's level.
    days_per_month : float
    paid : DataFrame
        Payments of funding schemes for these persons: place, payer, day, amount (what surely fell due by the last day observed), most (what it can be, by then
        or later), open (what of that can still fall due later), stated (whether there is a price), assumption. Empty without any; a payment whose price is not
        stated is 0 in all three, and is told apart.
    numbers : dict of str -> ndarray of float
        Variable that a cost is per -> each person's number.
    trajectory : ndarray of float, shape (persons, 2), optional
        Days since inclusion on which the trajectory began, and on which it was over: the day after its last one.
    """

    ids: np.ndarray
    in_programme: np.ndarray
    worked: np.ndarray
    first_job: np.ndarray
    levels: dict[str, np.ndarray]
    days_per_month: float
    paid: pd.DataFrame
    numbers: dict[str, np.ndarray]
    trajectory: np.ndarray | None = None

    @property
    def n(self) -> int:
        """Persons."""
        return len(self.ids)

    @property
    def days_worked(self) -> np.ndarray:
        """Days worked of each."""
        return self.worked.sum(axis=1)

    @property
    def obtained(self) -> np.ndarray:
        """Whether each obtained a job."""
        return ~np.isnan(self.first_job)


@dataclass(frozen=True)
class Known:
    """Whom it is about, and whom it leaves out.

    Attributes
    ----------
    people : People
    left_out : dict of str -> int
        Why -> persons; each person for the first reason that holds.
    n_partly : int
        Of the persons counted, those with a job of unknown dates beside what is known: the known days count.
    most_days : float
        Days per person counted that these jobs can add at most: with each from inclusion on where its start is not known, to the end of follow-up where its
        end is not.
    no_start, no_end : int, optional
        Persons counted without a recorded funded start, or end of the trajectory, where a cost is per month in it.
    open_jobs : dict of str -> tuple of int
        Reason (`open_job` of PERSONS) -> persons counted with a job that is not counted, as it is not known whether it is one, and of them those who count as
        without a job.
    uncounted : DataFrame
        Payments of funding schemes that are not counted: group (UNPAID: of which it is not known whether they fell due; UNSTATED: whose price is not stated;
        OPEN: that can still fall due after the last day observed), payer, n, amount (the most that they can come to; NaN without a price).
    """

    people: People
    left_out: dict[str, int]
    n_partly: int
    most_days: float = 0.0
    no_start: int | None = None
    no_end: int | None = None
    open_jobs: dict[str, tuple[int, int]] = field(default_factory=dict)
    uncounted: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["group", "payer", "n", "amount"]))


def known_people(
    persons: pd.DataFrame,
    jobs: pd.DataFrame,
    case: BusinessCase,
    settings: Settings | Slice,
    payments: pd.DataFrame | None = None,
    funded: pd.DataFrame | None = None,
) -> Known:
    """Persons with full follow-up, known days worked and a known benefit, and their days.

    Parameters
    ----------
    persons : DataFrame
        PERSONS analysed.
    jobs : DataFrame
        CLEAN_JOBS.
    case : BusinessCase
    settings : Settings or Slice
        `study`, `outcomes`.
    payments : DataFrame, optional
        PAYMENTS, where the case takes them in.
    funded : DataFrame, optional
        FUNDING_PERSONS, where a cost is per month in the trajectory.

    Raises
    ------
    ValueError
        Without `funded`, where a cost needs it.
    """
    persons = persons.reset_index(drop=True)
    jobs = jobs[jobs["id"].isin(persons["id"])].reset_index(drop=True)
    spells = spells_of(persons.assign(last_day=persons["last_day"].fillna(-1)), jobs, settings.outcomes)
    left_out, kept = _chosen(_reasons(persons, spells, case), len(persons))
    theirs, last_day = spells.of(kept), persons["last_day"].to_numpy(dtype=float, na_value=np.nan)[kept]
    in_programme, worked = days_by_year(theirs, last_day)
    first = theirs.least(theirs.start, ~theirs.at_entry & ~np.isnan(theirs.start))
    people = People(
        ids=persons["id"].to_numpy(dtype=object)[kept],
        in_programme=in_programme,
        worked=worked,
        first_job=np.where(np.isfinite(first), first, np.nan),
        levels={name: persons[name].astype(object).to_numpy()[kept] for name in variables_of(case)},
        days_per_month=settings.study.days_per_month,
        paid=pd.DataFrame(columns=PAID_COLUMNS),
        numbers={name: persons[name].to_numpy(dtype=float, na_value=np.nan)[kept] for name in numbers_of(case)},
    )
    most = days_by_year(theirs.longest(last_day), last_day)[1].sum() - worked.sum() if len(kept) else 0
    persons, n_partly = persons.iloc[kept], int(theirs.any(~theirs.dated).sum())
    found = Known(people, left_out, n_partly, float(most) / max(len(kept), 1), open_jobs=_open_jobs(persons))
    return _with_payments(_with_trajectories(found, funded, persons, case), payments, persons, case)


def _chosen(reasons: list[tuple[str, np.ndarray]], n: int) -> tuple[dict[str, int], np.ndarray]:
    """Who is left out, each for the first reason that holds, and the rows of all others."""
    out = np.zeros(n, dtype=bool)
    left_out: dict[str, int] = {}
    for why, holds in reasons:
        left_out[why] = left_out.get(why, 0) + int((holds & ~out).sum())
        out |= holds
    return left_out, np.flatnonzero(~out)


def _open_jobs(persons: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Reason -> how many have a job that may be one, and how many of them have no other."""
    if "open_job" not in persons:
        return {}
    none = persons["job_obtained"].eq("no").fillna(False).to_numpy(dtype=bool)
    of = {why: persons["open_job"].eq(why).fillna(False).to_numpy(dtype=bool) for why in persons["open_job"].dropna().unique()}
    return {str(why): (int(theirs.sum()), int((theirs & none).sum())) for why, theirs in of.items()}


def _reasons(persons: pd.DataFrame, spells: Spells, case: BusinessCase) -> list[tuple[str, np.ndarray]]:
    full = persons["full_follow_up"].fillna(False).to_numpy(dtype=bool) & persons["last_day"].notna().to_numpy(dtype=bool)
    undated = spells.any(np.isnan(spells.start) & ~spells.at_entry) & ~spells.any(~np.isnan(spells.start) & ~spells.at_entry)
    no_days = persons["time_worked"].isna().to_numpy() | undated
    found = [
        (NOT_FOLLOWED, ~full),
        (NO_DAYS, no_days),
        (NO_OUTCOME, persons["job_obtained"].isna().to_numpy()),
    ]
    return found + [(NO_LEVEL, persons[name].isna().to_numpy()) for name in (*variables_of(case), *numbers_of(case))]


def first_days_of_years(last: int) -> np.ndarray:
    """First day of each year since inclusion, to that of the year that holds a day: 0, 366, 731, 1096, 1461."""
    years = int(last // DAYS_PER_YEAR) + 1
    return np.ceil(np.arange(years + 1) * DAYS_PER_YEAR).astype(int)


def days_by_year(spells: Spells, last_day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Days observed, and of them days with a job, by year since inclusion.

    Parameters
    ----------
    spells : Spells
        Jobs without both dates count no day; of jobs at the same time each day counts once.
    last_day : ndarray of float, shape (persons,)

    Returns
    -------
    in_programme, worked : ndarray of int, shape (persons, years)
    """
    if not len(last_day):
        return np.zeros((0, 1), dtype=int), np.zeros((0, 1), dtype=int)
    length = int(last_day.max()) + 1
    edges = first_days_of_years(length - 1)
    in_programme = np.clip(last_day[:, None] + 1, edges[None, :-1], edges[None, 1:]) - edges[None, :-1]
    worked = np.zeros(in_programme.shape, dtype=int)
    some = spells.dated & (spells.end_of_days >= spells.first)
    person, first, end = spells.person[some], spells.first[some].astype(int), spells.end_of_days[some].astype(int)
    step = max(1, AT_ONCE // (length + 1))
    for begun in range(0, len(last_day), step):
        mine = (person >= begun) & (person < begun + step)
        change = np.zeros((min(step, len(last_day) - begun), length + 1), dtype=int)
        np.add.at(change, (person[mine] - begun, first[mine]), 1)
        np.add.at(change, (person[mine] - begun, end[mine] + 1), -1)
        at_work = np.cumsum(change, axis=1)[:, :length] > 0
        worked[begun : begun + step] = np.add.reduceat(at_work, edges[:-1], axis=1)
    return in_programme.astype(int), worked


def _with_trajectories(known: Known, funded: pd.DataFrame | None, persons: pd.DataFrame, case: BusinessCase) -> Known:
    """From the funded start to the end of the trajectory, where a cost is per month in it. Without a recorded end it went on to the last day observed, as for the schemes; without a recorded
    start it is taken to begin at inclusion.
    """
    if all(cost.per != "month_in_trajectory" for cost in case.costs.values()):
        return known
    if funded is None:
        raise ValueError("a cost per month in the trajectory needs the days of funding")
    rows = funded.set_index(funded["id"].astype(str)).reindex(persons["id"].astype(str))
    included = persons["inclusion_date"].to_numpy().astype("datetime64[D]")
    days = [rows[name].to_numpy().astype("datetime64[D]") - included for name in ("funded_start", "trajectory_end")]
    start, end = (np.where(np.isnat(each), np.nan, each.astype(float)) for each in days)
    over = np.where(np.isnan(end), persons["last_day"].to_numpy(dtype=float), end) + 1
    trajectory = np.column_stack([np.nan_to_num(start), over])
    missing = {"no_start": int(np.isnan(start).sum()), "no_end": int(np.isnan(end).sum())}
    return replace(known, people=replace(known.people, trajectory=trajectory), **missing)


def _with_payments(known: Known, payments: pd.DataFrame | None, persons: pd.DataFrame, case: BusinessCase) -> Known:
    """What schemes paid for these persons, by day since inclusion; what is not known, has no price or can still fall due is not in it, and is told apart."""
    if payments is None:
        return known
    place = pd.Index(known.people.ids.astype(str)).get_indexer(payments["id"].astype(str))
    mine, place = payments[place >= 0].reset_index(drop=True), place[place >= 0]
    priced_elsewhere = mine["scheme"].isin(case.funding.priced_by).to_numpy(dtype=bool)
    mine, place = mine[~priced_elsewhere].reset_index(drop=True), place[~priced_elsewhere]
    group = groups_of(mine)
    most = mine["amount_open"].where(group.eq(OPEN), mine["amount_most"]).fillna(0.0)
    columns = {"place": place, "payer": mine["payer"].astype(str), "day": _days(mine, group, persons.iloc[place])}
    sums = {"amount": mine["amount"].fillna(0.0), "most": most, "open": most.where(group.eq(OPEN), 0.0), "stated": group.ne(UNSTATED)}
    paid = pd.DataFrame({**columns, **sums, "assumption": mine["assumption"].astype(bool)})
    told = mine.assign(group=group, amount=most.where(group.ne(UNSTATED)))[group.notna()]
    of = told.groupby(["group", "payer"], sort=False)["amount"]
    uncounted = of.agg(n="size", amount=lambda each: each.sum(min_count=1)).reset_index()
    return replace(known, people=replace(known.people, paid=paid), uncounted=uncounted)


def groups_of(payments: pd.DataFrame) -> pd.Series:
    """Why each payment is not counted: UNPAID, UNSTATED or OPEN; missing where its amount is known."""
    status = payments["status"].astype(object)
    found = pd.Series(None, index=payments.index, dtype=object)
    found[status.eq(CANNOT_BE_SAID)], found[status.eq(NOT_OBSERVABLE)] = UNPAID, OPEN
    stated = payments["amount_open"].where(found.eq(OPEN), payments["amount_most"]).notna()
    found[status.eq(NOT_STATED) | (found.notna() & ~stated)] = UNSTATED
    return found


def _days(payments: pd.DataFrame, group: pd.Series, persons: pd.DataFrame) -> np.ndarray:
    """Days since inclusion. What has no day, or can still fall due, is taken as early as it can be, so that no more can come of it: at inclusion, or on the day
    after the last one observed.
    """
    included = persons["inclusion_date"].to_numpy().astype("datetime64[D]")
    day = (payments["due"].to_numpy().astype("datetime64[D]") - included).astype("timedelta64[D]").astype(float)
    day[np.isnat(payments["due"].to_numpy())] = 0.0
    after = persons["last_day"].to_numpy(dtype=float) + 1
    return np.where(group.eq(OPEN), after, np.maximum(day, 0.0))
