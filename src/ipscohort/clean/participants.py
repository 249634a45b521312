"""Rules about rows of participants, and who is left out before jobs are looked at."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipscohort.clean.given import given_observed_before_inclusion
from ipscohort.clean.work import Work, kept, true, unique
from ipscohort.config.clean import Eligibility
from ipscohort.display import printing
from ipscohort.words import say

SHOWN_COLUMNS = 6
"""Columns named in a message on rows that differ."""


def exact_duplicate_participants(work: Work) -> None:
    """Keep the first of rows that are the same; rows of one id that differ always end the run."""
    work.step("read", say("Rows of participants read"))
    people = work.participants
    if people["id"].is_unique:
        work.step("exact_duplicate_participants", say("Rows that repeat another"), 0)
        return
    repeated = true(people["id"].duplicated(keep=False))
    differ = repeated & people["id"].isin(_ids_that_differ(work, people[repeated])).to_numpy()
    _stop_differing(work, people[differ])
    if work.stops("exact_duplicate_participants"):
        work.stop("exact_duplicate_participants", "participants", people[repeated & ~differ], "the same row stands more than once")
    later = true(people["id"].duplicated())
    work.note("exact_duplicate_participants", "participants", say("dropped"), people[later & ~differ], say("The same row stands above it."))
    work.participants = people[~later].reset_index(drop=True)
    kept = work.participants["row"]
    if not work.codebook.panel_source:
        work.panel = work.panel[work.panel["row"].isin(kept)].reset_index(drop=True)
    of_rows = work.jobs["source"].isin(work.codebook.wide_sources)
    work.jobs = work.jobs[~of_rows | work.jobs["row"].isin(kept)].reset_index(drop=True)
    work.step("exact_duplicate_participants", say("Rows that repeat another"), int(later.sum()))


def _facts(people: pd.DataFrame) -> list[str]:
    return [name for name in people.columns if name != "row"]


def _ids_that_differ(work: Work, repeated: pd.DataFrame) -> list[str]:
    """Ids of which two rows differ in a characteristic, in the panel's statuses or in the jobs of their wide columns."""
    once = repeated.drop_duplicates(_facts(repeated))
    found = unique(once.loc[once["id"].duplicated(keep=False), "id"])
    panel = work.panel[work.panel["id"].isin(repeated["id"]) & (not work.codebook.panel_source)]
    statuses = panel.groupby(["id", "period"])["status"].nunique()
    found += _ids_whose_jobs_differ(work, repeated)
    return found + list(statuses.index.get_level_values("id")[statuses.to_numpy() > 1].unique())


def _ids_whose_jobs_differ(work: Work, repeated: pd.DataFrame) -> list[str]:
    """Ids of which a job of the wide columns does not stand in every row of theirs."""
    jobs = work.jobs[work.jobs["source"].isin(work.codebook.wide_sources) & work.jobs["id"].isin(repeated["id"])]
    if jobs.empty:
        return []
    facts = [name for name in jobs.columns if name not in ("job", "row")]
    jobs = jobs.assign(time=jobs.groupby(["row", *facts], dropna=False).cumcount())
    rows = jobs.groupby([*facts, "time"], dropna=False)["row"].transform("size")
    return unique(jobs.loc[rows.to_numpy() != jobs["id"].map(repeated["id"].value_counts()).to_numpy(), "id"])


def _stop_differing(work: Work, rows: pd.DataFrame) -> None:
    if not len(rows):
        return
    facts = [name for name in _facts(rows) if name != "id"]
    differing = rows.groupby("id")[facts].nunique(dropna=False).gt(1).any() if facts else pd.Series(dtype=bool)
    names = list(differing.index[differing])
    more = " and others" if len(names) > SHOWN_COLUMNS else ""
    columns = f" (in {', '.join(names[:SHOWN_COLUMNS])}{more})" if names else ""
    work.problems.add(
        "participants, column id",
        f"rows of one id differ{columns}",
        "keep one row per person, or give each person an id of their own",
        rows=rows["row"],
        ids=unique(rows["id"]),
    )


def value_out_of_range(work: Work) -> None:
    """A number outside the range that the settings give for its variable."""
    for name, info in work.codebook.variables.items():
        if (info.low is None and info.high is None) or name not in work.participants:
            continue
        values = work.participants[name]
        low, high = (-np.inf if info.low is None else info.low), (np.inf if info.high is None else info.high)
        wrong = true((values < low) | (values > high))
        found = work.participants[wrong]
        if work.stops("value_out_of_range"):
            where = f"participants, column {info.column or name}, variable {name}"
            work.stop("value_out_of_range", where, found, f"outside the range {printing.exact(low)} to {printing.exact(high)}")
        why = say("Outside the range {low} to {high} of {name}.", low=printing.exact(low), high=printing.exact(high), name=name)
        work.note("value_out_of_range", "participants", say("{column} set missing", column=name), found, why)
        work.participants.loc[wrong, name] = pd.NA


def inclusion_date_missing(work: Work) -> None:
    """A participant without inclusion date, in a cohort that has them."""
    if work.codebook.dated:
        mask = work.participants["inclusion_date"].isna().to_numpy()
        if work.stops("inclusion_date_missing"):
            what = "the inclusion date is missing"
            work.stop("inclusion_date_missing", "participants, column inclusion_date", work.participants[mask], what)
        why = say("The inclusion date is missing.")
        work.leave_out("inclusion_date_missing", say("Inclusion date missing"), mask, why)


def inclusion_outside_recruitment(work: Work) -> None:
    """An inclusion date outside the period of recruitment, where the settings give one."""
    if work.codebook.dated and work.clean.recruitment is not None:
        first, last = (pd.Timestamp(day) for day in work.clean.recruitment)
        dates = work.participants["inclusion_date"]
        mask = true((dates < first) | (dates > last))
        rule, days = "inclusion_outside_recruitment", {"first": f"{first:%Y-%m-%d}", "last": f"{last:%Y-%m-%d}"}
        if work.stops(rule):
            what = "the inclusion date lies outside recruitment ({first} to {last})".format(**days)
            work.stop(rule, "participants, column inclusion_date", work.participants[mask], what)
        why = say("The inclusion date lies outside recruitment ({first} to {last}).", **days)
        work.leave_out(rule, say("Included outside the recruitment period"), mask, why)


def observed_until_before_inclusion(work: Work) -> None:
    """A person whose last day (or period) observed lies before the first."""
    panel, given = work.codebook.shape == "panel", work.codebook.shape in ("durations", "outcomes")
    last = work.participants["last_period" if panel else "last_day"]
    mask = given_observed_before_inclusion(work) if given else true(last < (1 if panel else 0))
    if given and not mask.any():
        return
    rule, what, why = (
        "observed_until_before_inclusion",
        "the last day observed lies before inclusion",
        say("The last day observed lies before inclusion."),
    )
    lock = work.study.end_of_observation.data_lock
    if lock is not None and work.codebook.dated and mask.any():
        what += f", or study.end_of_observation.data_lock ({lock}) does"
        why = say("The last day observed lies before inclusion, or study.end_of_observation.data_lock ({day}) does.", day=lock)
    if work.stops(rule):
        work.stop(rule, "participants, column observed_until", work.participants[mask], what)
    work.leave_out(rule, say("Observation ended before inclusion"), mask, why)


def end_reason_without_date(work: Work) -> None:
    """A reason for the end of observation without its date."""
    people = work.participants
    if not work.study.end_of_observation.observed_until or work.codebook.shape not in ("spells", "panel"):
        return
    until = people["observed_until" if work.codebook.dated else "observed_until_count"]
    found = people[(until.isna() & people["observed_until_reason"].notna()).to_numpy()]
    what = "a reason why observation ended, but no day"
    if work.stops("end_reason_without_date"):
        work.stop("end_reason_without_date", "participants, column observed_until", found, what)
    why = say("A reason is recorded, but no day; taken as observed to the end, as the settings say.")
    work.note("end_reason_without_date", "participants", say("taken as observed to the end"), found, why)


def eligibility(work: Work) -> None:
    """Each condition in turn; who does not meet it is left out."""
    for position, condition in enumerate(work.clean.eligibility, start=1):
        values = work.participants[condition.variable]
        missing = values.isna().to_numpy()
        fails = ~missing & ~_meets(values, condition)
        named = {"variable": condition.variable, "condition": condition.label}
        why = say("Does not meet the condition: {condition}.", **named)
        work.note("eligibility", "participants", say("person left out"), work.participants[fails], why)
        if condition.missing == "exclude":
            why = say("{variable} is missing, so the condition can't be checked: {condition}.", **named)
            work.note("eligibility", "participants", say("person left out"), work.participants[missing], why)
            fails = fails | missing
        else:
            why = say("{variable} is missing; kept, as the settings say: {condition}.", **named)
            work.note("eligibility", "participants", say("kept"), work.participants[missing], why)
        work.participants = kept(work.participants, ~fails)
        work.step(f"eligibility_{position}", say("Inclusion criterion not met: {condition}", condition=condition.label), int(fails.sum()))


def _meets(values: pd.Series, condition: Eligibility) -> np.ndarray:
    meets = np.ones(len(values), dtype=bool)
    if condition.min is not None:
        meets &= true(values >= condition.min)
    if condition.max is not None:
        meets &= true(values <= condition.max)
    if condition.one_of:
        meets &= true(values.isin(condition.one_of))
    return meets
