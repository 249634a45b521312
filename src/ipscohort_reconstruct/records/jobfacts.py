"""What happened: every job of everybody who was approached, before anybody tells of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipscohort_reconstruct.cohort import Reconstructed

ISCO = {
    "1": {1420: "Retail and wholesale trade managers"},
    "2": {2320: "Vocational education teachers", 2512: "Software developers", 2635: "Social work and counselling professionals"},
    "3": {3343: "Administrative and executive secretaries", 3412: "Social work associate professionals", 3512: "ICT user support"},
    "4": {4110: "General office clerks", 4222: "Contact centre information clerks", 4321: "Stock clerks", 4412: "Mail carriers"},
    "5": {5120: "Cooks", 5131: "Waiters", 5153: "Building caretakers", 5223: "Shop sales assistants"},
    "6": {6113: "Gardeners, horticultural and nursery growers"},
    "7": {7115: "Carpenters and joiners", 7231: "Motor vehicle mechanics and repairers"},
    "8": {8160: "Food products machine operators", 8219: "Assemblers", 8322: "Car, taxi and van drivers"},
    "9": {9112: "Cleaners in offices and hotels", 9321: "Hand packers", 9334: "Shelf fillers", 9412: "Kitchen helpers"},
}
"""ISCO-08 major group -> unit groups (ILO 2012)."""
SOURCES = ("both", "specialists", "interviews")
APART = 75
"""Days that two jobs of one person must lie apart for two sources' accounts of them never to be taken for one job."""
IN_ONE_SOURCE = 5
"""Jobs of the cohort that only the one, and only the other source knows."""

COLUMNS = ["person", "kind", "known_to", "start", "end", "status", "paid", "regular", "open"]


@dataclass(frozen=True)
class Kind:
    """Jobs that do not count, for one reason.

    Attributes
    ----------
    name : str
    when : {"during", "gap", "before", "before, end unknown", "after"}
        During follow-up of somebody without a job, before somebody's first job, or outside follow-up.
    paid, regular, open : float
        The three criteria: 1 yes, 0 no, NaN not recorded.
    known_to : tuple of str
        One job for each: who knows of it.
    """

    name: str
    when: str
    paid: float = 1
    regular: float = 1
    open: float = 1
    known_to: tuple[str, ...] = SOURCES


KINDS = (
    Kind("sheltered workplace", "during", regular=0, open=0),
    Kind("volunteer work", "during", paid=0),
    Kind("volunteer work before the first job", "gap", paid=0),
    Kind("unpaid trainee", "during", paid=0),
    Kind("set aside for people with a disability", "during", open=0),
    Kind("disputed", "during", open=0, known_to=("both", "both")),
    Kind("a criterion unknown", "during", open=np.nan, known_to=("specialists", "interviews")),
    Kind("before inclusion", "before", known_to=("both", "specialists", "interviews", "interviews")),
    Kind("before inclusion, end unknown", "before, end unknown", known_to=("specialists", "interviews")),
    Kind("after follow-up", "after", known_to=("both", "specialists", "interviews")),
)


def all_jobs(found: Reconstructed, people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The cohort's jobs, jobs that do not count, and jobs of persons who are left out.

    Returns
    -------
    DataFrame
        Columns person (row of `people`), kind, known_to (one of SOURCES), start and end (days since inclusion, NaN where
        unknown; an ongoing job has no end), status (known, ongoing, unknown), hours, isco (unit group, NaN where
        unknown), paid, regular, open (1, 0 or NaN).

    Raises
    ------
    ValueError
        Two jobs of one person that no records could tell apart.
    """
    cohort = _of_cohort(found, rng)
    others = pd.concat([_not_counted(found, people, rng), _of_left_out(people, rng)], ignore_index=True)
    n = len(others)
    codes = np.array([code for group in "459" for code in ISCO[group]])
    others["isco"] = np.where(others["kind"].eq("volunteer work") & others["known_to"].ne("both"), np.nan, rng.choice(codes, n))
    others["hours"] = rng.integers(8, 65, n) / 2
    return pd.concat([cohort, others], ignore_index=True)


def _of_cohort(found: Reconstructed, rng: np.random.Generator) -> pd.DataFrame:
    jobs = found.jobs.reset_index(drop=True)
    frame = pd.DataFrame({"person": jobs["person"].astype(int), "kind": "competitive"})
    frame["start"], frame["end"], frame["hours"] = (jobs[name].astype("Float64").astype(float) for name in ("start", "end", "hours"))
    frame["status"] = jobs["end_status"].astype(str)
    frame["end"] = frame["end"].where(frame["status"] == "known")
    frame["isco"] = np.nan
    for group, titles in ISCO.items():
        of_group = jobs["isco"].eq(group).fillna(False)
        frame.loc[of_group, "isco"] = rng.choice(list(titles), int(of_group.sum()))
    if (jobs["isco"].notna() & frame["isco"].isna()).any():
        raise ValueError("an occupation group without ISCO-08 codes")
    frame[["paid", "regular", "open"]] = 1.0
    frame["known_to"] = _known_to(frame, rng)
    return frame


def _known_to(jobs: pd.DataFrame, rng: np.random.Generator) -> pd.Series:
    """Both sources know most jobs; one without a start only interviews do, for nothing else says that two accounts are of it."""
    near = _near(jobs)
    undated = jobs["start"].isna()
    free = rng.permutation(jobs.index[~near & ~undated & jobs["status"].ne("unknown")])
    known_to = pd.Series("both", index=jobs.index)
    known_to[free[:IN_ONE_SOURCE]] = "interviews"
    known_to[free[IN_ONE_SOURCE : 2 * IN_ONE_SOURCE]] = "specialists"
    return known_to.mask(undated, "interviews")


def group(isco: pd.Series) -> pd.Series:
    """Major group of a code; NaN where unknown."""
    return isco // 1000


def _near(jobs: pd.DataFrame) -> pd.Series:
    """Jobs with another of the same person that may be of the same group and lies close in time."""
    table = pd.DataFrame({"person": jobs["person"], "job": jobs.index, "group": group(jobs["isco"]), "first": jobs["start"]})
    table["last"] = jobs["end"].mask(jobs["status"] == "ongoing", np.inf).fillna(jobs["start"])
    pairs = table.dropna(subset="first").merge(table.dropna(subset="first"), on="person", suffixes=("", "_other"))
    pairs = pairs[pairs["job"] != pairs["job_other"]]
    alike = pairs["group"].isna() | pairs["group_other"].isna() | (pairs["group"] == pairs["group_other"])
    if (alike & (pairs["first"] == pairs["first_other"])).any():
        raise ValueError("two jobs of one person have the same start and perhaps the same occupation group: no records tell them apart")
    close = (pairs["first"] <= pairs["last_other"] + APART) & (pairs["first_other"] <= pairs["last"] + APART)
    return pd.Series(jobs.index.isin(pairs.loc[alike & close, "job"]), index=jobs.index)


def _not_counted(found: Reconstructed, people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Jobs of persons of the cohort that do not count; each person has at most one, so that none meets another."""
    pools = _pools(found, rng)
    taken: set[int] = set()
    rows = []
    for kind in KINDS:
        for known_to in kind.known_to:
            person = next((p for p in pools[kind.when] if p not in taken), None)
            if person is None:
                raise ValueError(f"nobody is left for a job that does not count: {kind.name}")
            taken.add(person)
            start, end = _times(kind.when, found.jobs, person, int(people["last_day"][person]), rng)
            status = "unknown" if kind.when == "before, end unknown" else "ongoing" if kind.when == "after" else "known"
            rows.append(
                (person, kind.name, known_to, start, end if status == "known" else np.nan, status, kind.paid, kind.regular, kind.open)
            )
    return pd.DataFrame(rows, columns=COLUMNS)


def _pools(found: Reconstructed, rng: np.random.Generator) -> dict[str, list[int]]:
    """Persons in random order who may have a job of each time."""
    jobs = found.jobs
    order = rng.permutation(len(found.persons)).tolist()
    workers = set(jobs["person"])
    first = jobs.groupby("person")["start"].min().astype(float)
    gap = set(first.index[first >= 2 * APART]) - set(jobs.loc[jobs["start"].isna(), "person"])
    had_work = set(found.persons.index[found.persons["worked_past_5_years"].eq("yes").fillna(False)])
    idle = [person for person in order if person not in workers]
    before_first = [person for person in order if person in gap] + idle
    had = [person for person in order if person in had_work]
    return {"during": idle, "gap": before_first, "before": had, "before, end unknown": had, "after": idle}


def _times(when: str, jobs: pd.DataFrame, person: int, last_day: int, rng: np.random.Generator) -> tuple[int, int]:
    """First and last day, far enough from the person's other jobs."""
    if when == "after":
        return last_day + int(rng.integers(3, 12)), 0
    if when.startswith("before"):
        end = -int(rng.integers(APART + 15, 500))
        return end - int(rng.integers(60, 500)), end
    first = jobs.loc[jobs["person"] == person, "start"].min()
    latest = (int(first) if pd.notna(first) else last_day) - APART
    start = int(rng.integers(5, max(6, latest - 60)))
    return start, int(rng.integers(start + 20, latest + 1)) if latest > start + 20 else start + 1


def _of_left_out(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Competitive jobs of persons who are left out; for one of them, the job is the reason."""
    row = {reason: int(people.index[people["left_out"].eq(reason).fillna(False)][0]) for reason in people["left_out"].dropna()}
    began, left = -int(rng.integers(100, 400)), int(rng.integers(30, 200))
    rows = [
        (row["employed at entry"], "at entry", "both", began, np.nan, "ongoing"),
        (row["too young"], "left out", "specialists", 40, 40 + left, "known"),
        (row["after recruitment"], "left out", "specialists", 90, 90 + left, "known"),
        (row["in hospital"], "left out", "interviews", -700, -400, "known"),
    ]
    return pd.DataFrame([(*facts, 1.0, 1.0, 1.0) for facts in rows], columns=COLUMNS)
