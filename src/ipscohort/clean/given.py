"""Rules about outcomes that the study computed itself, and about durations: times that can't be, facts that contradict."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipscohort.arithmetic.timeline import last_possible_day, number_of_periods
from ipscohort.clean.observation import FULL, LOCK, data_lock_day, inclusion_days, period_of, recorded_end
from ipscohort.clean.work import Work, true, unique
from ipscohort.config.study import OwnUnit
from ipscohort.display.units import length
from ipscohort.words import later, say

TIMES = ("given_time_to_first_job", "given_time_worked")
WORKED_WITHOUT_JOB = (
    "without a job obtained, but with time worked",
    later("The person is recorded without a job obtained, but with time worked."),
)
FIRST_WITHOUT_JOB = (
    "without a job obtained, but with a time to the first job (times to the end of observation belong in the shape durations)",
    later(
        "The person is recorded without a job obtained, but with a time to the first job (times to the end of observation belong in the "
        "shape durations)."
    ),
)
JOB_WITHOUT_WORK = (
    "with a job obtained, but no time worked",
    later("The person is recorded with a job obtained, but no time worked."),
)
MORE_THAN_WAS_LEFT = (
    "with more time worked than was left after the first job began",
    later("The person is recorded with more time worked than was left after the first job began."),
)
"""Contradictions: in an error, and as the log says them."""
CUT = {
    "outside_follow_up": (later("censored at the end of follow-up"), later("time cut at the end of follow-up")),
    "outside_observation": (later("censored at the end of observation"), later("time cut at the end of observation")),
}
"""Rule -> what was done with the time to a job, and with another."""
SLACK = {"days": 4.0, "weeks": 1.0, "months": 1.0}
"""Without dates, months are counted in days or weeks by their average length: a follow-up can be this much longer."""


def given_number_below_zero(work: Work) -> None:
    """A time below 0 always ends the run."""
    for name in TIMES:
        found = work.participants[true(work.participants[name] < 0)]
        if len(found):
            label = name.removeprefix("given_")
            work.problems.add(f"participants, {label}", "a time below 0", "mend the rows", rows=found["row"], ids=unique(found["id"]))
            work.participants.loc[found.index, name] = pd.NA


def given_observed_before_inclusion(work: Work) -> np.ndarray:
    """Whose recorded end of observation, or the data lock, lies before inclusion."""
    return true(ends_of_observation(work).min(axis=1) < _first(work))


def latest_time(work: Work) -> None:
    """Add latest_time: the last day (or period) in which a first job could be seen, in study.time_unit."""
    if work.codebook.shape not in ("durations", "outcomes"):
        return
    ends = ends_of_observation(work)
    work.participants["latest_time"] = ends.min(axis=1).astype("Float64")
    if work.codebook.shape == "outcomes":
        _observed_until(work, ends)


def _observed_until(work: Work, ends: pd.DataFrame) -> None:
    """Who was followed to the end, and what ended it for the others: outcomes that the study computed itself don't say, its settings do."""
    people = work.participants
    full = true(people["latest_time"] >= ends["possible"])
    people["full_follow_up"] = pd.array(full, dtype="boolean")
    by_record = true(ends["recorded"] == people["latest_time"])
    people["ended_by"] = people["observed_until_reason"].where(by_record, LOCK).mask(full, FULL)
    people["left_for"] = people["observed_until_reason"].where(by_record)


def ends_of_observation(work: Work) -> pd.DataFrame:
    """End of follow-up, recorded end of observation and data lock, in study.time_unit; missing where not given."""
    people, unit = work.participants, work.study.time_unit
    if not work.codebook.dated:
        most = number_of_periods(work.study.follow_up, unit, work.study.month)
        possible = pd.Series(float(most - 1 if unit == "days" else most), index=people.index)
        ends = {"possible": possible, "recorded": recorded_end(work), "lock": None}
        return pd.DataFrame(ends, index=people.index).astype("Float64")
    possible = pd.Series(last_possible_day(inclusion_days(work), work.study.follow_up, len(people), work.study.month), index=people.index)
    ends = {"possible": possible, "recorded": recorded_end(work), "lock": data_lock_day(work)}
    if unit != "days":
        ends = {name: period_of(work, days.astype("Int64")).where(days.notna()) for name, days in ends.items()}
    return pd.DataFrame(ends).astype("Float64")


def _first(work: Work) -> int:
    """Number of the first day or period."""
    return 0 if work.study.time_unit == "days" else 1


def given_beyond_follow_up(work: Work) -> None:
    """A given time to first job after the last day observed, or more time worked than was observed."""
    if work.codebook.shape != "outcomes":
        return
    people, latest = work.participants, _latest_possible(work)
    bounds = dict(zip(TIMES, (latest, latest - _first(work) + 1), strict=True))
    for name, most in bounds.items():
        wrong, label = true(people[name] > most), name.removeprefix("given_")
        if work.stops("given_beyond_follow_up"):
            what = f"{label} is longer than the follow-up ({work.study.follow_up}) or the person's observation allows"
            work.stop("given_beyond_follow_up", f"participants, column {label}", people[wrong], what)
        else:
            named = {"column": label[0].upper() + label[1:], "follow_up": length(work.study.follow_up)}
            why = say("{column} is longer than the follow-up ({follow_up}) or the person's observation allows.", **named)
            work.note("given_beyond_follow_up", "participants", say("{column} set missing", column=label), people[wrong], why)
        people.loc[wrong, name] = pd.NA


def _latest_possible(work: Work) -> pd.Series:
    """latest_time, generously where the length of a month is an average."""
    return work.participants["latest_time"] + slack(work)


def slack(work: Work) -> float:
    """How much longer a follow-up may be than its average length in study.time_unit says."""
    length, unit = work.study.follow_up.unit, work.study.time_unit
    if work.codebook.dated or length == unit or (isinstance(unit, OwnUnit) and length != "months"):
        return 0.0
    return SLACK.get(unit, 1.0)


def given_contradiction(work: Work) -> None:
    """Given outcomes of one person that can't all be true."""
    if work.codebook.shape != "outcomes":
        return
    people = work.participants
    no, yes = (true(people["given_job_obtained"] == word) for word in ("no", "yes"))
    first, worked = (people[name] for name in TIMES)
    left = _latest_possible(work) - first + 1
    cases = [
        (no & true(worked > 0), WORKED_WITHOUT_JOB, ["given_job_obtained", "given_time_worked"]),
        (no & first.notna().to_numpy(), FIRST_WITHOUT_JOB, ["given_time_to_first_job"]),
        (yes & true(worked == 0), JOB_WITHOUT_WORK, ["given_time_worked"]),
        (~no & true(worked > left), MORE_THAN_WAS_LEFT, list(TIMES)),
    ]
    for wrong, (what, why), columns in cases:
        found, labels = people[wrong], " and ".join(name.removeprefix("given_") for name in columns)
        if work.stops("given_contradiction"):
            work.stop("given_contradiction", f"participants, {labels}", found, f"persons {what}")
        else:
            work.note("given_contradiction", "participants", say("{column} set missing", column=labels), found, say(why))
            people.loc[wrong, columns] = pd.NA


def time_after_follow_up(work: Work) -> None:
    """A given duration beyond follow-up or the person's observation: no job in it, censored at its end."""
    if work.codebook.shape != "durations":
        return
    people, ends = work.participants, ends_of_observation(work)
    time, latest = people["given_time_to_first_job"], people["latest_time"]
    job, late = true(people["given_exit"] == "job"), true(time > latest)
    followed = late & true(latest == ends["possible"])
    locked = late & ~followed & true(latest == ends["lock"]) & ~true(latest == ends["recorded"])
    after_lock = job & true(time > ends["lock"]) & ~true(time > ends["possible"])
    if work.stops("start_after_data_lock"):
        what = f"the first job starts after the data lock ({work.study.end_of_observation.data_lock})"
        work.stop("start_after_data_lock", "durations, column time", people[after_lock], what)
    for mask, rule in ((followed, "outside_follow_up"), (late & ~followed, "outside_observation")):
        censored, cut = (say(text) for text in CUT[rule])
        work.note(rule, "participants", censored, people[mask & job], say("The first job came after it."))
        work.note(rule, "participants", cut, people[mask & ~job], say("The time is longer."))
    ended = people["observed_until_reason"].where(late & ~followed & ~locked).mask(locked, LOCK)
    people["ended_by"] = people["ended_by"].mask(late, ended)
    people["left_for"] = people["left_for"].mask(late, people["observed_until_reason"].where(true(latest == ends["recorded"])))
    people.loc[late, "given_time_to_first_job"] = latest[late]
    people.loc[late, "given_exit"] = "no_job"
    _followed_to_the_end(work, ends["possible"])


def _followed_to_the_end(work: Work, possible: pd.Series) -> None:
    """Who without a job was followed to the end; what came after a first job is not told."""
    people = work.participants
    enough = people["given_time_to_first_job"] >= possible - slack(work)
    to_the_end = enough & (people["given_exit"] == "no_job")
    told = people["given_exit"].notna() & (people["given_exit"] != "job") & people["given_time_to_first_job"].notna()
    people["full_follow_up"] = to_the_end.where(told).astype("boolean")
