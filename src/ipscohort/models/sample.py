"""Who is in a model: its population, its complete cases, and who was left out and why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipscohort.codebook import Codebook
from ipscohort.models.spec import ModelSpec

OF_WORKERS = ("time_worked", "time_to_first_job")
"""Outcomes that only persons with a job have."""
LABELS = {
    "job_obtained": "Job obtained",
    "time_to_first_job": "Time to first job",
    "time_worked": "Time worked",
    "worked_long": "Worked long",
    "n_jobs": "Number of jobs",
}
MISSING_WORDS = {
    "time_worked": "unknown, as no job has both dates",
    "time_to_first_job": "unknown, as the start of a job is unknown",
}


@dataclass(frozen=True)
class Sample:
    """The complete cases of one model.

    Attributes
    ----------
    rows : DataFrame
        PERSONS rows in the model, with the columns that it needs.
    outcome : ndarray of float, shape (len(rows),)
        1 and 0 for yes and no; the natural logarithm for a log-linear model.
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
    population: str
    n_population: int
    exclusions: dict[str, int]
    why: str
    warnings: list[str]

    @property
    def n_excluded(self) -> int:
        """Persons of the population who are not in the model."""
        return self.n_population - len(self.rows)


def label_of(variable: str, codebook: Codebook) -> str:
    """How tables name a variable or an outcome."""
    info = codebook.variables.get(variable)
    return info.label if info is not None else LABELS.get(variable, variable)


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
        Population: those who obtained a job where only they have the outcome, else everybody.
    """
    inside, population, warnings = _population(persons, spec)
    needed = {spec.regression.outcome, "job_obtained", "full_follow_up", spec.exposure, *spec.complete_on, *spec.confounders}
    people = persons[[name for name in persons if name in needed]]
    people = people if inside.all() else people[inside]
    outcome = _outcome(people, spec)
    left_out = _left_out(people, outcome, codebook, spec)
    kept = ~np.logical_or.reduce([mask for _, _, mask in left_out])
    counts = {key: int(mask.sum()) for key, _, mask in left_out if mask.any()}
    return Sample(
        rows=people[kept],
        outcome=np.log(outcome[kept]) if not spec.logistic else outcome[kept],
        population=population,
        n_population=len(people),
        exclusions=counts,
        why=_in_words(int((~kept).sum()), [(words, mask) for _, words, mask in left_out]),
        warnings=warnings,
    )


def _population(persons: pd.DataFrame, spec: ModelSpec) -> tuple[np.ndarray, str, list[str]]:
    if spec.regression.outcome not in OF_WORKERS:
        return np.ones(len(persons), dtype=bool), "all persons analysed", []
    obtained = persons["job_obtained"]
    outcome = pd.to_numeric(persons[spec.regression.outcome], errors="coerce").to_numpy(float, na_value=np.nan)
    not_recorded = obtained.isna().to_numpy()
    worker = (obtained == "yes").fillna(False).to_numpy(bool) | (not_recorded & (outcome > 0))
    unknown = int((not_recorded & np.isnan(outcome)).sum())
    noted = f"Not in the population, as it is unknown whether they obtained a job: {unknown} person{'' if unknown == 1 else 's'}."
    return worker, "those who obtained a job", [noted] if unknown and worker.any() else []


def _outcome(people: pd.DataFrame, spec: ModelSpec) -> np.ndarray:
    """The outcome as floats, NaN where unknown."""
    name = spec.regression.outcome
    if name not in people:
        return np.full(len(people), np.nan)
    if spec.logistic:
        return people[name].map({"yes": 1.0, "no": 0.0}).to_numpy(float, na_value=np.nan)
    return pd.to_numeric(people[name]).to_numpy(float, na_value=np.nan)


def _left_out(people: pd.DataFrame, outcome: np.ndarray, codebook: Codebook, spec: ModelSpec) -> list[tuple[str, str, np.ndarray]]:
    """Key, words and persons of each reason to be left out."""
    name = spec.regression.outcome
    label = spec.regression.label or label_of(name, codebook)
    reasons = [(name, f"{label} {MISSING_WORDS.get(name, 'missing')}", np.isnan(outcome))]
    if not spec.logistic:
        reasons.append((f"{name} <= 0", f"{label} 0 or below, which has no logarithm", outcome <= 0))
    for variable in [v for v in dict.fromkeys((spec.exposure, *spec.complete_on)) if v != name]:
        reasons.append((variable, f"{label_of(variable, codebook)} missing", people[variable].isna().to_numpy()))
    return reasons


def _in_words(total: int, reasons: list[tuple[str, np.ndarray]]) -> str:
    once: dict[str, np.ndarray] = {}  # an exposure can bear the label of the variable it is made from
    for words, mask in reasons:
        once[words] = once[words] | mask if words in once else mask
    named = [(words, int(mask.sum())) for words, mask in once.items() if mask.any()]
    if not named:
        return ""
    several = " (a person may miss several)" if sum(n for _, n in named) > total else ""
    return f"{total} left out: " + "; ".join(f"{words} ({n})" for words, n in named) + several
