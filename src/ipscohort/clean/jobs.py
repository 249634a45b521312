"""Rules about single job records: ids, repeats, dates, hours, wage."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipscohort.clean import panel_rows
from ipscohort.clean.near_ids import Near, name_near, stop_near
from ipscohort.clean.work import Work, days_between, kept, true, unique
from ipscohort.display import printing
from ipscohort.ids.matching import near_matches
from ipscohort.words import later, say

MID_MONTH = 15
MONTH_ONLY = {
    "start": (
        later("The start is known to the month only; it may be some weeks off."),
        later("start placed on the 15th, or as near to it as inclusion and end allow"),
    ),
    "end": (
        later("The end is known to the month only; it may be some weeks off."),
        later("end placed on the 15th, or as near to it as inclusion and end allow"),
    ),
}
"""Column -> what the log says of its dates, and of what was done."""


def job_without_participant(work: Work) -> None:
    """A job (or a row of a panel's own file) whose id is no participant's. Where it nearly is one's, that is said first."""
    _jobs_without_participant(work)
    if work.codebook.panel_source:
        panel_rows.without_participant(work)


def _jobs_without_participant(work: Work) -> None:
    known = work.jobs["id"].isin(work.participants["id"]).to_numpy()
    if known.all():
        return
    near = near_matches(work.jobs.loc[~known, "id"], work.participants["id"]).set_index("id")
    nearly = work.jobs["id"].isin(near.index).to_numpy()
    if work.stops("job_without_participant"):
        for source, found in work.jobs[nearly].groupby("source", sort=False):
            stop_near(work, Near(source, f"jobs.{source}", found, int((work.jobs["source"] == source).sum())), near)
        work.stop_jobs("job_without_participant", "id", work.jobs[~known & ~nearly], "no participant has this id")
    for why, ids in name_near(near):
        work.set_aside("job_without_participant", work.jobs["id"].isin(ids).to_numpy(), why)
    work.set_aside("job_without_participant", ~work.jobs["id"].isin(work.participants["id"]).to_numpy(), say("No participant has this id."))


def jobs_of_persons_left_out(work: Work) -> None:
    """Jobs go with their persons; from here on every job belongs to a person who is still in."""
    here = work.jobs["id"].isin(work.participants["id"]).to_numpy()
    work.set_aside("jobs_of_persons_left_out", ~here, say("The person was left out."))
    work.panel = kept(work.panel, work.panel["id"].isin(work.participants["id"]).to_numpy())


def exact_duplicate_jobs(work: Work) -> None:
    """A job (or a row of a panel's own file) that stands more than once in one source with the same content: the first is kept.

    `last_told` is the number of the last of them: which of two accounts of a job is the later one is told by it.
    """
    facts = [name for name in work.jobs.columns if name not in ("job", "row")]
    # Few share person, start and source: only these are looked at whole.
    alike = work.jobs[work.jobs.duplicated(["id", "source", "start", "start_day"], keep=False)]
    found = alike[alike.duplicated(facts, keep=False)]
    repeats = work.jobs["job"].isin(found.loc[found.duplicated(facts), "job"]).to_numpy()
    work.jobs["last_told"] = work.jobs["job"]
    if len(found):
        work.jobs.loc[found.index, "last_told"] = found.groupby(facts, dropna=False)["job"].transform("max")
    if work.stops("exact_duplicate_jobs"):
        work.stop_jobs("exact_duplicate_jobs", "id", found, "the same job stands more than once")
    work.set_aside("exact_duplicate_jobs", repeats, say("The same job stands above it in the same source."), action=later("dropped"))
    if work.codebook.panel_source:
        panel_rows.twice(work)


def month_only_date(work: Work) -> None:
    """Place dates known to the month only on the 15th.

    In the month of inclusion not before inclusion, in the month of the data lock not after it; a start not after an
    end that is known to the day in the same month; an end not before its start in the same month.
    """
    jobs = work.jobs
    masks = {end: true(jobs[f"{end}_month_only"]) & jobs[end].notna().to_numpy() for end in ("start", "end")}
    for column, mask in masks.items():
        if work.stops("month_only_date"):
            work.stop_jobs("month_only_date", column, jobs[mask], "the date is known to the month only")
        why, action = (say(text) for text in MONTH_ONLY[column])
        work.note_jobs("month_only_date", action, jobs[mask], why)
    if not (masks["start"] | masks["end"]).any():
        return
    exact_end = jobs["end"].where(~masks["end"])
    start = _placed(work, jobs["start"])
    start = start.mask(_same_month(start, exact_end) & (exact_end < start), exact_end)
    jobs["start"] = jobs["start"].mask(masks["start"], start)
    before = true(jobs["start"] < _inclusion(work))
    end = _placed(work, jobs["end"], keep=before)  # moved to inclusion, the job would reach into follow-up
    end = end.mask(_same_month(end, jobs["start"]) & (end < jobs["start"]), jobs["start"])
    jobs["end"] = jobs["end"].mask(masks["end"], end)


def _same_month(first: pd.Series, second: pd.Series) -> pd.Series:
    return (first.dt.year == second.dt.year) & (first.dt.month == second.dt.month)


def _inclusion(work: Work) -> pd.Series:
    """Inclusion date of each job's person."""
    return work.of_persons("inclusion_date")[0]


def _placed(work: Work, dates: pd.Series, keep: np.ndarray | None = None) -> pd.Series:
    """The 15th of each date's month, kept inside inclusion (but for those to `keep`) and data lock where in that month."""
    months = dates.to_numpy().astype("datetime64[M]")
    middle = pd.Series(months.astype("datetime64[D]") + (MID_MONTH - 1), index=dates.index).astype("datetime64[s]")
    inclusion = _inclusion(work)
    early = _same_month(middle, inclusion) & (middle < inclusion)
    middle = middle.mask(early if keep is None else early & ~keep, inclusion)
    if work.study.end_of_observation.data_lock is not None:
        lock = pd.Series(pd.Timestamp(work.study.end_of_observation.data_lock), index=dates.index)
        middle = middle.mask(_same_month(middle, lock) & (middle > lock), lock)
    return middle


def count_days(work: Work) -> None:
    """Dates become days since inclusion (day 0); records without dates hold such days already."""
    jobs = work.jobs
    if work.codebook.dated and len(jobs):
        inclusion = _inclusion(work)
        jobs["start_day"] = days_between(inclusion, jobs["start"])
        jobs["end_day"] = days_between(inclusion, jobs["end"])


def start_before_birth(work: Work) -> None:
    """A job that starts before its person was born: a date that can't be right always ends the run."""
    if not work.codebook.dated or "birth_date" not in work.participants or not len(work.jobs):
        return
    (born,) = work.of_persons("birth_date")
    wrong = work.jobs[true(work.jobs["start"] < born)]
    for source in wrong["source"].drop_duplicates():
        found = wrong[wrong["source"] == source]
        where, what = f"jobs.{source}, column start", "the job starts before its person was born"
        work.problems.add(
            where, what, "mend the date of the job, or that of birth", rows=found["row"].drop_duplicates(), ids=unique(found["id"])
        )


def end_before_start(work: Work) -> None:
    """A job that ends before it starts."""
    jobs = work.jobs
    wrong = true(jobs["end_day"] < jobs["start_day"])
    if work.stops("end_before_start"):
        work.stop_jobs("end_before_start", "end", jobs[wrong], "the job ends before it starts")
    if work.clean.end_before_start == "end_unknown":
        work.note_jobs("end_before_start", say("end set to unknown"), jobs[wrong], say("The job ends before it starts."))
        jobs.loc[wrong, ["end", "end_day"]] = pd.NA
        jobs.loc[wrong, "end_status"] = "unknown"
    else:
        work.set_aside("end_before_start", wrong, say("The job ends before it starts."), action=later("dropped"))


def start_after_data_lock(work: Work) -> None:
    """A job that starts after the day from which on nothing is known."""
    lock = work.study.end_of_observation.data_lock
    if lock is None or not work.codebook.dated:
        return
    late = true(work.jobs["start"] > pd.Timestamp(lock))
    if work.stops("start_after_data_lock"):
        work.stop_jobs("start_after_data_lock", "start", work.jobs[late], f"the job starts after the data lock ({lock})")
    why = say("The job starts after the data lock ({day}).", day=lock)
    work.set_aside("start_after_data_lock", late, why, action=later("dropped"))


def hours_out_of_range(work: Work) -> None:
    """Hours per week below 0 or above hours_max."""
    hours, most = work.jobs["hours_per_week"], work.clean.hours_max
    wrong, what = true((hours < 0) | (hours > most)), f"outside 0 to {most:g} hours per week"
    _set_missing(
        work, "hours_out_of_range", "hours_per_week", wrong, what, say("Outside 0 to {most} hours per week.", most=printing.short(most))
    )


def wage_out_of_range(work: Work) -> None:
    """A negative wage."""
    _set_missing(work, "wage_out_of_range", "wage", true(work.jobs["wage"] < 0), "a wage below 0", say("A wage below 0."))


def _set_missing(work: Work, rule: str, column: str, wrong: np.ndarray, what: str, why: str) -> None:
    found = work.jobs[wrong]
    if work.stops(rule):
        work.stop_jobs(rule, column, found, what)
    work.note_jobs(rule, say("{column} set missing", column=column), found, why)
    work.jobs.loc[wrong, column] = pd.NA
