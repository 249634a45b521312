"""What a reader must know before using a number: checks on one model, each in a sentence."""

from __future__ import annotations

import numpy as np

from ipscohort.display.printing import number
from ipscohort.models.design import Design
from ipscohort.models.families.base import NotFittedError, people
from ipscohort.models.sample import Sample
from ipscohort.models.spec import ModelSpec

TINY = 5
"""Fewer persons or events than this at a level are pointed out."""
ENDS_COUNT_AS_NO = ("job_obtained", "worked_long", "worked_half_time")
"""Yes/no outcomes in which a person who left early without the event counts as no."""
CUT_SHORT = {
    "time_worked": "so that their time worked may be cut short",
    "n_jobs": "so that their number of jobs may be cut short",
    "time_to_first_job": "so that only a short time to the first job could be seen of them; who left without a job is not in the model",
}
"""Outcomes that are smaller for who left early, unless they are told per time observed -> what that means."""


def refuse_empty(sample: Sample, spec: ModelSpec) -> None:
    """Raise NotFittedError where there is nobody to model."""
    if sample.n_population == 0:
        raise NotFittedError(f"There is nobody in the population ({sample.population}).")
    if len(sample.rows) == 0:
        raise NotFittedError(f"Nobody has all of the values that the model needs ({sample.why}).")
    why = spec.family.refuses(sample.outcome) if spec.family.refuses else ""
    if why:
        raise NotFittedError(why)


def refuse_too_many(design: Design) -> None:
    """Raise NotFittedError where there are no more persons than coefficients."""
    n, k = design.matrix.shape
    if n <= k:
        raise NotFittedError(f"{people(n)} {'is' if n == 1 else 'are'} too few for {k} coefficients.")


def per_coefficient(sample: Sample, terms: int, spec: ModelSpec) -> float:
    """Events (or persons without the event, or persons, whichever are fewest) per coefficient besides the intercept."""
    return _fewest(sample, spec)[0] / terms


def few_events(sample: Sample, design: Design, spec: ModelSpec) -> list[str]:
    """Say where events are few for the number of coefficients (van Smeden 2016, doi 10.1186/s12874-016-0267-3)."""
    fewest, nouns = _fewest(sample, spec)
    noun = nouns.replace("events", "event").replace("persons", "person") if fewest == 1 else nouns
    terms = len(design.terms) - 1
    ratio = fewest / terms
    if ratio >= spec.few_events:
        return []
    counted = f"{fewest} {noun} for {terms} coefficient{'s' if terms > 1 else ''} besides the intercept"
    if fewest < terms:
        return [f"{counted}: fewer {nouns} than coefficients, so the estimates are not reliable."]
    return [f"{counted} ({number(ratio)} each, fewer than {spec.few_events}): the estimates may be unstable."]


def _fewest(sample: Sample, spec: ModelSpec) -> tuple[int, str]:
    n = len(sample.rows)
    if spec.family.outcome == "number":
        return n, "persons"
    events = int(sample.outcome.sum())
    if spec.family.outcome == "count":
        return (events, "events") if events <= n else (n, "persons")
    return (events, "events") if events <= n - events else (n - events, "persons without the event")


def left_early(sample: Sample, spec: ModelSpec) -> list[str]:
    """How many of each exposure group left early and so count as no (yes/no outcome) or worked in a shorter time."""
    rows = sample.rows
    short = (rows["full_follow_up"] == False).fillna(False).to_numpy(bool)  # noqa: E712  (unknown stays out)
    if spec.regression.outcome in ENDS_COUNT_AS_NO:
        counted, words = short & (sample.outcome == 0), "Left before the end of follow-up and counted as no"
    elif spec.regression.outcome in CUT_SHORT and not spec.regression.offset:
        counted, words = short, f"Left before the end of follow-up, {CUT_SHORT[spec.regression.outcome]}"
    else:
        return []
    if not counted.any():
        return []
    group = rows[spec.exposure].astype(str).to_numpy()
    ordered = sorted(set(group), key=lambda level: (level != spec.reference, level))
    parts = [f"{counted[group == g].sum()} of {np.sum(group == g)} in '{g}'" for g in ordered]
    return [f"{words}: {'; '.join(parts)}."]


def tiny_cells(cells: list[tuple[str, int, int | None]], spec: ModelSpec) -> list[str]:
    """Say where a level or its reference (level, n and events of each) has few persons, events or persons without the event."""
    found = []
    for level, persons, with_event in cells:
        if persons < TINY:
            found.append(f"Only {people(persons)} in '{level}'." if persons else f"Nobody in '{level}'.")
        elif with_event is not None and with_event < TINY:
            if spec.family.outcome == "count":
                found.append(f"A total of only {with_event} in '{level}'.")
                continue
            counted = f"Only {with_event} event{'' if with_event == 1 else 's'}" if with_event else "No events"
            found.append(f"{counted} in '{level}'.")
        elif spec.family.outcome == "yes_no" and persons - with_event < TINY:
            without = persons - with_event
            found.append(f"{f'Only {without}' if without else 'Nobody'} without the event in '{level}'.")
    return found
