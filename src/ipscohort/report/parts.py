"""The parts of the page as plain values for the template: steps of the flow, cleaning, measures that are absent."""

from __future__ import annotations

import pandas as pd

SPOKEN = {"n_jobs": "Number of jobs", "follow_up": "Follow-up"}


def idle_steps(flow: pd.DataFrame) -> list[str]:
    """Steps between the first and the last that left nobody out."""
    between = flow.iloc[1:-1]
    return [str(label) for label in between.loc[between["n_left_out"] == 0, "label"]]


def cleaning(log: pd.DataFrame) -> list[dict[str, str]]:
    """Rule, table, action, count and reason of each log row; ids and row numbers stay in the log's own file."""
    shown = log[["rule", "table", "action", "n", "why"]].astype("string").fillna("")
    return shown.to_dict("records")


def disagreement_text(disagreements: pd.DataFrame) -> str:
    """How many facts two sources tell differently, of how many jobs and persons."""
    if disagreements.empty:
        return "No two sources disagree on a job, or there is one source only."
    facts = disagreements["fact"].value_counts().sort_index()
    parts = ", ".join(f"{str(fact).replace('_', ' ')} {n}" for fact, n in facts.items())
    jobs, persons = disagreements["job_replaced"].nunique(), disagreements["id"].nunique()
    counted = f"{_many(len(disagreements), 'fact')} of {_many(jobs, 'job')} of {_many(persons, 'person')}"
    return f"Two sources disagree on {counted} ({parts}). Which: clean/disagreements.csv."


def _many(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def absent_measures(availability: pd.DataFrame) -> list[tuple[str, str]]:
    """Outcomes that the records do not give, and why."""
    absent = availability[~availability["available"].astype(bool)]
    return [(spoken(name), str(why)) for name, why in zip(absent["measure"], absent["why_not"].fillna(""), strict=True)]


def spoken(name: str) -> str:
    """'time_to_first_job' -> 'Time to first job'."""
    return SPOKEN.get(str(name)) or str(name).replace("_", " ").capitalize()
