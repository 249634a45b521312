"""Rules about what counts: competitive work, jobs before inclusion, jobs and periods outside follow-up."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipscohort.arithmetic.timeline import number_of_periods
from ipscohort.clean.work import Work, kept, true
from ipscohort.words import say

CRITERIA = ("paid_prevailing_wage", "regular_labour_market", "open_to_anyone")


def competitive(work: Work) -> None:
    """Keep competitive jobs, by the rule of their source; one of which that is unknown is not counted, and listed with its own reason."""
    by_source = {source: work.codebook.competitive.get(source, work.study.competitive) for source in work.jobs["source"].unique()}
    if set(by_source.values()) <= {"all_jobs"}:
        return
    rules = work.jobs["source"].map(by_source).to_numpy(dtype=object)
    counted, open_to = np.ones(len(rules), dtype=bool), np.zeros(len(rules), dtype=bool)
    for rule in ("column", "criteria"):
        columns = ["competitive"] if rule == "column" else list(CRITERIA)
        facts = work.jobs[columns]
        no = (rules == rule) & facts.eq("no").fillna(False).any(axis=1).to_numpy(dtype=bool)
        unknown = (rules == rule) & ~no & facts.isna().any(axis=1).to_numpy()
        of_column = rule == "column"
        why = say("It is recorded as not competitive." if of_column else "At least one of the three criteria is not met.")
        missing = say("Not recorded: whether it is competitive." if of_column else "Not recorded: at least one of the three criteria.")
        work.note_jobs("not_competitive", say("not counted"), work.jobs[no], why)
        work.note_jobs("competitive_unknown", say("not counted"), work.jobs[unknown], missing)
        counted &= ~no & ~unknown
        open_to |= unknown
    work.jobs, work.kind_unknown = kept(work.jobs, counted), work.jobs[open_to]


def end_unknown_before_inclusion(work: Work) -> None:
    """A job that began before inclusion and whose end is unknown: whether it reached into follow-up can't be told."""
    mask = true((work.jobs["start_day"] < 0) & (work.jobs["end_status"] == "unknown"))
    why = say("It began before inclusion and its end is unknown, so whether it reached into follow-up can't be told.")
    work.set_aside("end_unknown_before_inclusion", mask, why)


def employed_at_entry(work: Work) -> None:
    """A competitive job that began before inclusion and reaches into it: the person, or the job's first part, is left out."""
    jobs = work.jobs
    reaches = (jobs["end_status"] == "ongoing") | (jobs["end_day"] >= 0)
    jobs["at_entry"] = true((jobs["start_day"] < 0) & reaches)
    found = jobs[jobs["at_entry"]]
    if work.clean.employed_at_entry == "clip":
        why = say("It began before inclusion and reaches into follow-up: its days count from inclusion on, it is not counted as obtained.")
        work.note_jobs("employed_at_entry", say("kept, clipped to follow-up"), found, why)
        return
    if work.codebook.shape == "spells":
        mask = work.participants["id"].isin(found["id"]).to_numpy()
        why = say("A competitive job that began before inclusion reaches into it.")
        work.leave_out("employed_at_entry", say("Employed at entry"), mask, why)


def outside_follow_up(work: Work) -> None:
    """Jobs wholly before inclusion, or begun after the last day observed: set aside and counted."""
    jobs = work.jobs
    if work.codebook.shape != "spells":
        return
    last, possible = work.of_persons("last_day", "last_possible_day")
    before = true(jobs["end_day"] < 0)
    after = ~before & true(jobs["start_day"] > possible)
    unobserved = ~before & ~after & true(jobs["start_day"] > last)
    work.note_jobs("outside_follow_up", say("set aside"), jobs[before], say("It ended before inclusion."))
    work.note_jobs("outside_follow_up", say("set aside"), jobs[after], say("It began after the end of follow-up."))
    work.note_jobs("outside_follow_up", say("set aside"), jobs[unobserved], say("It began after the person's last day observed."))
    work.jobs, work.unobserved = kept(jobs, ~before & ~after & ~unobserved), jobs[unobserved]


def job_that_could_be_one_obtained(work: Work) -> None:
    """Mark who has a job that is not counted as obtained, but could be: begun unobserved, or of a kind that is not recorded."""
    people = work.participants
    people["open_job"] = pd.array([pd.NA] * len(people), dtype="string")
    if work.codebook.shape != "spells":
        return
    jobs = work.kind_unknown.reset_index(drop=True)
    last = jobs["id"].map(people.set_index("id")["last_day"])
    inside = (jobs["start_day"] >= 0) & (jobs["start_day"] <= last)
    undated = jobs["start_day"].isna() & ~(jobs["end_day"] < 0).fillna(False)
    work.kind_unknown = kept(jobs, true(inside) | true(undated))
    people.loc[people["id"].isin(work.kind_unknown["id"]).to_numpy(), "open_job"] = "kind_unknown"
    people.loc[people["id"].isin(work.unobserved["id"]).to_numpy(), "open_job"] = "after_last_day"


def undated_jobs(work: Work) -> None:
    """List the jobs kept whose dates are not all known: nothing is changed, but a reader must know what was done."""
    jobs = work.jobs
    no_start = jobs["start_day"].isna().to_numpy()
    no_end = ~no_start & (jobs["end_status"] == "unknown").to_numpy()
    ongoing = ~no_start & (jobs["end_status"] == "ongoing").to_numpy()
    without_days = say("kept without days")
    work.note_jobs("start_unknown", without_days, jobs[no_start], say("Start unknown: counts as obtained, has no days."))
    why = say("End unknown: counts as obtained and as work on its first day only, has no days.")
    work.note_jobs("end_unknown", without_days, jobs[no_end], why)
    why = say("No end because the job was ongoing.")
    work.note_jobs("ongoing", say("counted to the last day observed"), jobs[ongoing], why)


def period_after_observation(work: Work) -> None:
    """A panel's period that is filled in although it lies after the person's last period observed."""
    if work.codebook.shape != "panel":
        return
    panel = work.panel
    last = panel["id"].map(work.participants.set_index("id")["last_period"])
    filled = panel["status"].ne("unknown").to_numpy()
    most = number_of_periods(work.study.follow_up, work.study.period, work.study.month)
    beyond = filled & true(panel["period"] > np.maximum(last, most))
    late = filled & true(panel["period"] > last) & ~beyond
    if work.stops("period_after_observation"):
        where = f"{work.panel_table}, column columns"
        work.stop("period_after_observation", where, panel[late], "a period after the end of observation is filled in")
    why = say("The period lies after the person's end of observation.")
    work.note("period_after_observation", work.panel_table, say("set to unknown"), panel[late], why)
    why = say("The period lies after the end of follow-up.")
    work.note("outside_follow_up", work.panel_table, say("set aside"), panel[beyond], why)
    work.panel = kept(panel, true(panel["period"] <= last))


def no_period_known(work: Work) -> None:
    """A person none of whose weeks or months inside observation is filled in has no outcome; nobody has: the run ends."""
    if work.codebook.shape != "panel" or not len(work.participants):
        return
    filled = work.panel.loc[work.panel["status"].ne("unknown").to_numpy(dtype=bool), "id"]
    found = work.participants[~work.participants["id"].isin(filled)]
    if len(found) == len(work.participants):
        work.problems.add(
            "panel",
            f"nobody has a period filled in between inclusion and the end of observation (follow-up: {work.study.follow_up})",
            "look at the panel's columns and counted_from under ingest.jobs, at the inclusion dates and at study.follow_up",
        )
    why = say(
        "No period between inclusion and the end of observation is filled in (all are blank, or lie outside it): no outcome is known."
    )
    work.note("no_period_known", "panel", say("kept without outcomes"), found, why)
