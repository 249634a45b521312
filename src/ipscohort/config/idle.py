"""Keys that the kind of records makes idle: refused, for they would be read as a definition that nothing follows."""

from __future__ import annotations

from ipscohort.config.analysis import DerivedOutcomes
from ipscohort.config.plain import Report, at, mapping

ONLY_JOBS = ("last_day", "period_worked", "ongoing_end", "unknown_end")
"""Keys under `outcomes` that are about the dates of jobs."""


def check_idle_keys(values: dict, report: Report) -> None:
    """Report every idle key.

    Parameters
    ----------
    values : dict
    report : callable
        Takes a key path, what is wrong and what to do.
    """
    shapes = [at(source, "shape") for source in mapping(values, "ingest", "jobs").values()]
    no_jobs = bool(shapes) and all(shape in ("panel", "durations", "outcomes") for shape in shapes)
    for key in ONLY_JOBS:
        if no_jobs and at(values, "outcomes", key) not in (None, DerivedOutcomes.model_fields[key].default):
            report(("outcomes", key), "this is about the dates of jobs, and the records hold none", "leave it out")
    totals = bool(shapes) and all(shape in ("durations", "outcomes") for shape in shapes)
    if totals and at(values, "outcomes", "partly_known") not in (None, "counted"):
        report(("outcomes", "partly_known"), "the study gives its times as totals, of which no part is unknown", "leave it out")
    people = mapping(values, "ingest", "participants")
    if people.get("age") not in (None, "exact"):
        if people.get("birth_date") is None:
            report(("ingest", "participants", "age"), "age is not computed: there is no birth_date", "map birth_date, or leave it out")
        elif "age" in mapping(people, "variables"):
            report(
                ("ingest", "participants", "age"), "age is mapped as a variable, not computed", "leave it out, or leave the variable out"
            )
    panels = [name for name, source in mapping(values, "ingest", "jobs").items() if at(source, "counted_from") == "calendar"]
    if panels and at(values, "study", "month") not in (None, "calendar"):
        report(("study", "month"), f"the panel {panels[0]} counts calendar months", "leave it out")
