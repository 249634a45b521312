"""The study in a few sentences, made from its numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipscohort.arithmetic.quantiles import quantile
from ipscohort.config import Settings
from ipscohort.display import printing
from ipscohort.display.naming import caveat
from ipscohort.display.partly_known import bounds_of, partly_known


def sentences(persons: pd.DataFrame, settings: Settings) -> list[str]:
    """Persons and follow-up, job obtained, time to the first job, time worked; what the records don't hold is left out."""
    return [s for s in (_follow_up(persons, settings), _job_obtained(persons), _time(persons, settings), _worked(persons, settings)) if s]


def caveats(settings: Settings) -> list[str]:
    """What exposures stand for and what else their groups may differ in, as the settings say it."""
    variables = settings.ingest.participants.variables
    said = []
    for name, exposure in settings.exposures.items():
        known = variables.get(exposure.variable)
        label = exposure.label or (known.label if known else None) or name.replace("_", " ").capitalize()
        said.append(caveat(label, exposure))
    return [text for text in said if text]


def _people(n: int) -> str:
    return f"{n} {'person' if n == 1 else 'persons'}"


def _follow_up(persons: pd.DataFrame, settings: Settings) -> str:
    text = f"{_people(len(persons))} analysed over {settings.study.follow_up} of follow-up"
    observed, full = persons["time_observed"], persons["full_follow_up"]
    if observed.notna().any():
        text += f", {printing.number(observed.sum(), 0)} person-{settings.study.time_unit} observed"
    if full.notna().any():
        stayed, known = int(full.fillna(False).sum()), int(full.notna().sum())
        text += f"; {stayed} of {known} ({printing.percent(stayed, known)}%) followed to the end of follow-up"
    return f"{text}."


def _job_obtained(persons: pd.DataFrame) -> str:
    obtained = persons["job_obtained"].dropna()
    if obtained.empty:
        return ""
    yes = int(obtained.eq("yes").sum())
    return f"{yes} of {len(obtained)} ({printing.percent(yes, len(obtained))}%) obtained a competitive job."


def _median(values: pd.Series, settings: Settings) -> tuple[str, int]:
    known, decimals = values.dropna().to_numpy(dtype=float), settings.tables.decimals
    low, middle, high = (quantile(known, p, settings.tables.percentiles) for p in (0.25, 0.5, 0.75))
    return printing.with_quartiles(middle, low, high, decimals), len(known)


def _time(persons: pd.DataFrame, settings: Settings) -> str:
    median, n = _median(persons["time_to_first_job"], settings)
    return (
        f"Among those who obtained a job, median time to it: {median} {settings.study.time_unit} (quartiles in brackets, n = {n})."
        if n
        else ""
    )


def _worked(persons: pd.DataFrame, settings: Settings) -> str:
    workers = (
        persons["job_obtained"].eq("yes").fillna(False)
        if persons["job_obtained"].notna().any()
        else persons["time_worked"].gt(0).fillna(False)
    )
    chosen, unit = persons[workers.astype(bool)], settings.study.time_unit
    median, n = _median(chosen["time_worked"], settings)
    return f"Time worked by those who worked: {median} {unit} (median and quartiles, n = {n}{_open(chosen, settings)})." if n else ""


def _open(workers: pd.DataFrame, settings: Settings) -> str:
    """How far work that is known only in part leaves the median open."""
    n = int(partly_known(workers, "time_worked").sum())
    if not n:
        return ""
    known = (bound[~np.isnan(bound)] for bound in bounds_of(workers, "time_worked"))
    low, high = (printing.number(quantile(v, 0.5, settings.tables.percentiles), settings.tables.decimals) for v in known)
    return f"; {n} of them have work that is known only in part, with which the median lies between {low} and {high}"
