"""Who is in a model: its population, its complete cases, and who was left out and why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipscohort.contracts.codebook import Codebook
from ipscohort.display.partly_known import partly_known
from ipscohort.models.event_times import columns_of, events_of, times_of, unknown_times
from ipscohort.models.families import among_workers
from ipscohort.models.families.base import people
from ipscohort.models.spec import ModelSpec
from ipscohort.words import later, say

LABELS = {
    "job_obtained": later("Job obtained"),
    "time_to_first_job": later("Time to first job"),
    "time_worked": later("Time worked"),
    "worked_long": later("Worked long"),
    "n_jobs": later("Number of jobs"),
    "time_observed": later("Time observed"),
}
MISSING_WORDS = {
    "spells": {
        "time_worked": later("unknown, as no job has both dates"),
        "time_to_first_job": later("unknown, as the start of a job is unknown"),
    },
    "panel": {
        "time_worked": later("unknown, as no period is known"),
        "time_to_first_job": later("unknown, as a period before the first one worked is unknown"),
    },
}
"""Shape of the records -> why an outcome is unknown; others give it as it is. What follows a label, as all reasons here do."""
MISSING = later("missing")
UNKNOWN_IN_PART = later("unknown, as some work has no dates or status")


@dataclass(frozen=True)
class Sample:
    """The complete cases of one model.

    Attributes
    ----------
    rows : DataFrame
        PERSONS rows in the model, with the columns that it needs.
    outcome : ndarray of float, shape (len(rows),)
        1 and 0 for yes and no, and for a time that ends with the event or without it; a number as the family's transform gives it.
    offset : ndarray of float, shape (len(rows),), or None
        Logarithm of the time in which the outcome was counted.
    time : ndarray of float, shape (len(rows),), or None
        Of a time with an event: time to the event or to the end of observation without it; `outcome` is 1 where it is the event.
    population : str
        Whom the model is about.
    n_population : int
    exclusions : dict of str -> int
        Variable -> persons of the population left out for it; a person may miss several.
    why : str
        The same in words; empty where nobody was left out.
    warnings : list of str
    """

    rows: pd.DataFrame
    outcome: np.ndarray
    offset: np.ndarray | None
    population: str
    n_population: int
    exclusions: dict[str, int]
    why: str
    warnings: list[str]
    time: np.ndarray | None = None

    @property
    def n_excluded(self) -> int:
        """Persons of the population who are not in the model."""
        return self.n_population - len(self.rows)


def label_of(variable: str, codebook: Codebook) -> str:
    """How tables name a variable or an outcome."""
    info = codebook.variables.get(variable)
    return info.label if info is not None else say(LABELS.get(variable, variable))


def draw_sample(persons: pd.DataFrame, codebook: Codebook, spec: ModelSpec) -> Sample:
    """The complete cases of one model.

    Parameters
    ----------
    persons : DataFrame
        PERSONS; a missing outcome, exposure or confounder leaves the person out.
    codebook : Codebook
    spec : ModelSpec

    Returns
    -------
    Sample
        Population: those who obtained a job where only they have an outcome that the model can take, else everybody.
    """
    inside, population, warnings = _population(persons, spec)
    members = _needed(persons, spec)
    members = members if inside.all() else members[inside]
    outcome, time = _outcome(members, spec), _time(members, spec)
    event = events_of(members, spec.regression) if spec.family.outcome == "time" else None
    left_out = _left_out(members, outcome, time, codebook, spec)
    kept = ~np.logical_or.reduce([mask for _, _, mask in left_out])
    counts: dict[str, int] = {}
    for key, _, mask in left_out:
        if mask.any():
            counts[key] = counts.get(key, 0) + int(mask.sum())
    return Sample(
        rows=members[kept],
        outcome=_modelled(outcome[kept], spec) if event is None else event[kept],
        offset=None if time is None else np.log(time[kept]),
        population=population,
        n_population=len(members),
        exclusions=counts,
        why=_in_words(int((~kept).sum()), [(words, mask) for _, words, mask in left_out]),
        warnings=warnings,
        time=None if event is None else outcome[kept],
    )


def _modelled(outcome: np.ndarray, spec: ModelSpec) -> np.ndarray:
    return spec.family.transform(outcome) if spec.family.transform else outcome


def _needed(persons: pd.DataFrame, spec: ModelSpec) -> pd.DataFrame:
    """The columns that the model needs: copies of whole rows are dear."""
    outcome = spec.regression.outcome
    needed = {
        "job_obtained",
        "full_follow_up",
        "ended_by",
        "time_observed",
        spec.regression.offset,
        spec.exposure,
        *spec.complete_on,
        *spec.confounders,
    }
    needed |= {outcome, f"{outcome}_least", f"{outcome}_most"} | ({"open_job"} if outcome == "job_obtained" else set())
    needed |= set(columns_of(spec.regression)) if spec.family.outcome == "time" else set()
    return persons[[name for name in persons if name in needed]]


def _population(persons: pd.DataFrame, spec: ModelSpec) -> tuple[np.ndarray, str, list[str]]:
    if not among_workers(spec.regression.outcome, spec.regression.model):
        return np.ones(len(persons), dtype=bool), say("all persons analysed"), []
    obtained = persons["job_obtained"]
    outcome = pd.to_numeric(persons[spec.regression.outcome], errors="coerce").to_numpy(float, na_value=np.nan)
    not_recorded = obtained.isna().to_numpy()
    worker = (obtained == "yes").fillna(False).to_numpy(bool) | (not_recorded & (outcome > 0))
    unknown = int((not_recorded & np.isnan(outcome)).sum())
    noted = say("Not in the population, as it is unknown whether they obtained a job: {people}.", people=people(unknown))
    return worker, say("those who obtained a job"), [noted] if unknown and worker.any() else []


def _outcome(people: pd.DataFrame, spec: ModelSpec) -> np.ndarray:
    """The outcome as floats, NaN where unknown."""
    name = spec.regression.outcome
    if spec.family.outcome == "time":
        return times_of(people, spec.regression)
    if name not in people:
        return np.full(len(people), np.nan)
    if spec.family.outcome == "yes_no":
        return people[name].map({"yes": 1.0, "no": 0.0}).to_numpy(float, na_value=np.nan)
    return pd.to_numeric(people[name]).to_numpy(float, na_value=np.nan)


def _time(people: pd.DataFrame, spec: ModelSpec) -> np.ndarray | None:
    """The time in which the outcome was counted, NaN where unknown; None without an offset."""
    name = spec.regression.offset
    return None if name is None else pd.to_numeric(people[name]).to_numpy(float, na_value=np.nan)


def _left_out(
    people: pd.DataFrame, outcome: np.ndarray, time: np.ndarray | None, codebook: Codebook, spec: ModelSpec
) -> list[tuple[str, str, np.ndarray]]:
    """Key, words and persons of each reason to be left out."""
    name = spec.regression.outcome
    label = spec.regression.label or label_of(name, codebook)
    part = (
        partly_known(people, name, panel=codebook.shape == "panel")
        if f"{name}_least" in people and spec.family.variable_type == "number"
        else np.zeros(len(people), dtype=bool)
    )
    unknown, missing = np.isnan(outcome), say(MISSING_WORDS.get(codebook.shape, {}).get(name, MISSING))
    if spec.family.outcome == "time":
        reasons = unknown_times(people, spec.regression, label, missing, label_of(spec.regression.event or "", codebook))
    else:
        reasons = [(name, f"{label} {missing}", unknown & ~part), (name, f"{label} {say(UNKNOWN_IN_PART)}", unknown & part)]
    reasons += [(f"{name} {refused.key}", f"{label} {say(refused.words)}", refused.which(outcome)) for refused in spec.family.leaves_out]
    if time is not None:
        offset, named = spec.regression.offset, label_of(spec.regression.offset, codebook)
        reasons.append((offset, f"{named} {say(MISSING)}", np.isnan(time)))
        reasons.append((f"{offset} <= 0", f"{named} {say('0 or below, in which nothing can be counted')}", time <= 0))
    for variable in [v for v in dict.fromkeys((spec.exposure, *spec.complete_on)) if v != name]:
        reasons.append((variable, f"{label_of(variable, codebook)} {say(MISSING)}", people[variable].isna().to_numpy()))
    return reasons


def _in_words(total: int, reasons: list[tuple[str, np.ndarray]]) -> str:
    once: dict[str, np.ndarray] = {}  # an exposure can bear the label of the variable it is made from
    for words, mask in reasons:
        once[words] = once[words] | mask if words in once else mask
    named = [(words, int(mask.sum())) for words, mask in once.items() if mask.any()]
    if not named:
        return ""
    reasons = "; ".join(f"{words} ({n})" for words, n in named)
    if sum(n for _, n in named) > total:
        return say("{n} left out: {reasons} (a person may miss several)", n=total, reasons=reasons)
    return say("{n} left out: {reasons}", n=total, reasons=reasons)
