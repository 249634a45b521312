"""A job told more than once within one source, such as in several interview waves, with facts that differ."""

from __future__ import annotations

import pandas as pd

from ipscohort.clean.work import Work, unique
from ipscohort.words import later, say

RULE = "same_start_twice"


def same_start_twice(work: Work) -> None:
    """Records of one source that share person, start and occupation group: one job told twice, or two jobs.

    A missing group matches any. Under `keep_last` the record told last stands for the job; where a record without group
    matches jobs of several groups, nobody can say which of them it tells of, so that always ends the run.
    """
    found = _same_start(work)
    if not len(found):
        return
    if work.clean.same_start_twice == "keep":
        why = say("Records of one source share person, start and occupation group; each counts as a job of its own, as the settings say.")
        work.note_jobs(RULE, say("kept as different jobs"), found, why)
        return
    if work.stops(RULE):
        what = "records of one person with the same start and occupation group, but other facts (one job told twice, or two jobs)"
        work.stop_jobs(RULE, "start", found, what)
        return
    _stop_unclear(work, found[found["unclear"]])
    stale = found.loc[~found["unclear"] & ~found["last"], "job"]
    why = say(
        "A later record of the same source tells of the same job (same start and occupation group) with other facts, and counts instead."
    )
    work.set_aside(RULE, work.jobs["job"].isin(stale).to_numpy(), why, action=later("replaced by the last record"))


def _same_start(work: Work) -> pd.DataFrame:
    """Records that share their start with another: whether one is the last of its job, and whether that is unclear."""
    start = "start" if work.codebook.dated else "start_day"
    keys = ["id", "source", start, "start_month_only"]
    known = work.jobs[work.jobs[start].notna()].sort_values("last_told")
    known = known[known.duplicated(keys, keep=False)]
    missing = known["occupation"].isna()
    blanks = missing.groupby([known[key] for key in keys]).transform("any")
    groups = known.groupby(keys)["occupation"].transform("nunique")
    alike = known.duplicated([*keys, "occupation"], keep=False)
    found = known.assign(
        unclear=blanks & (groups > 1),
        last=~known.duplicated(keys, keep="last").where(blanks, known.duplicated([*keys, "occupation"], keep="last")),
    )
    return found[blanks | alike].sort_values("job")


def _stop_unclear(work: Work, found: pd.DataFrame) -> None:
    for source in found["source"].drop_duplicates():
        rows = found[found["source"] == source]
        work.problems.add(
            f"jobs.{source}, column start",
            "records of one person with the same start, one without occupation group: which of the others it repeats can't be told",
            f"fill in the occupation group, or set clean.{RULE}: keep",
            rows=rows["row"].drop_duplicates(),
            ids=unique(rows["id"]),
        )
