"""The parts of the page as plain values for the template: steps of the flow, cleaning, measures that are absent."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ipscohort.words import later, say, say_n

NAMES = {
    "n_jobs": later("Number of jobs"),
    "follow_up": later("Follow-up"),
    "last_day_observed": later("Last day observed"),
    "competitive": later("Competitive"),
    "days_in_a_job": later("Days in a job"),
    "job_obtained": later("Job obtained"),
    "time_to_first_job": later("Time to first job"),
    "time_worked": later("Time worked"),
    "worked_long": later("Worked long"),
    "employment_rate": later("Employment rate"),
    "weeks_worked": later("Weeks worked"),
    "longest_job": later("Longest job"),
    "hours_worked": later("Hours worked"),
    "hours_per_week": later("Hours per week"),
    "wages_earned": later("Wages earned"),
    "worked_half_time": later("Worked half time"),
    "age": later("Age"),
    "quantiles": later("Quantiles"),
    "same_job": later("Same job"),
    "unit": later("Unit"),
}
"""Rule, or measure -> how the page calls it; any other by its own name."""
FACTS = {
    "start": later("start"),
    "end": later("end"),
    "hours_per_week": later("hours per week"),
    "occupation": later("occupation"),
    "open_to_anyone": later("open to anyone"),
    "paid_prevailing_wage": later("paid prevailing wage"),
    "regular_labour_market": later("regular labour market"),
    "end_status": later("end status"),
    "competitive": later("competitive"),
}
"""Fact of a job on which two sources can disagree -> its word."""
HEADINGS = {
    "records": later("Records"),
    "settings": later("Settings"),
    "code": later("Code"),
    "versions": later("Versions"),
    "printed values": later("Printed values"),
}
"""What made the page -> its heading."""


def idle_steps(flow: pd.DataFrame) -> list[str]:
    """Steps between the first and the last that left nobody out."""
    between = flow.iloc[1:-1]
    return [str(label) for label in between.loc[between["n_left_out"] == 0, "label"]]


def cleaning(log: pd.DataFrame) -> list[dict[str, str]]:
    """Rule, table, action, count and reason of each log row; ids and row numbers stay in the log's own file."""
    shown = log[["rule", "table", "action", "n", "why"]].astype("string").fillna("")
    for name in ("rule", "action"):
        shown[name] = shown[name].str.replace("_", " ")
    return shown.to_dict("records")


def disagreement_text(disagreements: pd.DataFrame) -> str:
    """How many facts two sources tell differently, of how many jobs and persons."""
    if disagreements.empty:
        return say("No two sources disagree on a job, or there is one source only.")
    facts = disagreements["fact"].value_counts().sort_index()
    return say(
        "Two sources disagree on {facts} of {jobs} of {persons} ({each}). Which: clean/disagreements.csv.",
        facts=say_n("{n} fact", "{n} facts", len(disagreements)),
        jobs=say_n("{n} job", "{n} jobs", disagreements["job_replaced"].nunique()),
        persons=say_n("{n} person", "{n} persons", disagreements["id"].nunique()),
        each=", ".join(f"{say(FACTS.get(str(fact), str(fact).replace('_', ' ')))} {n}" for fact, n in facts.items()),
    )


def absent_measures(availability: pd.DataFrame) -> list[tuple[str, str]]:
    """Outcomes that the records do not give, and why."""
    absent = availability[~availability["available"].astype(bool)]
    return [(named(name), str(why)) for name, why in zip(absent["measure"], absent["why_not"].fillna(""), strict=True)]


def headed(provenance: Mapping[str, Mapping[str, str]]) -> dict[str, Mapping[str, str]]:
    """What made the page, under headings in words."""
    return {say(HEADINGS.get(name.lower(), name.capitalize())): items for name, items in provenance.items()}


def named(name: str) -> str:
    """'time_to_first_job' -> 'Time to first job'."""
    return say(NAMES.get(str(name), str(name).replace("_", " ").capitalize()))
