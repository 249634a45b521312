"""What a reader must know before using a number: checks on one model, each in a sentence."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipscohort.catalogue.ends import LOCK
from ipscohort.catalogue.small_numbers import TINY
from ipscohort.display.naming import level_word
from ipscohort.display.printing import number
from ipscohort.models.design import Design
from ipscohort.models.families.base import NotFittedError
from ipscohort.models.sample import Sample
from ipscohort.models.spec import ModelSpec
from ipscohort.words import later, say, say_n

ENDS_COUNT_AS_NO = ("job_obtained", "worked_long", "worked_half_time")
"""Yes/no outcomes in which a person who left early without the event counts as no."""
AS_NO = (
    later("Left before the end of follow-up and counted as no: {groups}."),
    later("Records closed before the end of follow-up (data lock) and counted as no: {groups}."),
)
CUT_SHORT = {
    "time_worked": (
        later("Left before the end of follow-up, so that their time worked may be cut short: {groups}."),
        later("Records closed before the end of follow-up (data lock), so that their time worked may be cut short: {groups}."),
    ),
    "n_jobs": (
        later("Left before the end of follow-up, so that their number of jobs may be cut short: {groups}."),
        later("Records closed before the end of follow-up (data lock), so that their number of jobs may be cut short: {groups}."),
    ),
    "time_to_first_job": (
        later(
            "Left before the end of follow-up, so that only a short time to the first job could be seen of them; who left without a job is not "
            "in the model: {groups}."
        ),
        later(
            "Records closed before the end of follow-up (data lock), so that only a short time to the first job could be seen of them; whose records were "
            "closed without a job is not in the model: {groups}."
        ),
    ),
}
"""Outcomes that are smaller for who was observed less long, unless they are told per time observed -> what is said of who left, and of whose
records were closed."""

EVENTS, PERSONS, WITHOUT = "events", "persons", "without"
FEWER_EVENTS = later("{counted} for {coefficients}: fewer events than coefficients, so the estimates are not reliable.")
"""Of a model without intercept."""
COUNTED = {
    EVENTS: (
        later("{n} event"),
        later("{n} events"),
        later("{counted} for {coefficients} besides the intercept: fewer events than coefficients, so the estimates are not reliable."),
    ),
    PERSONS: (
        later("{n} person"),
        later("{n} persons"),
        later("{counted} for {coefficients} besides the intercept: fewer persons than coefficients, so the estimates are not reliable."),
    ),
    WITHOUT: (
        later("{n} person without the event"),
        later("{n} persons without the event"),
        later(
            "{counted} for {coefficients} besides the intercept: fewer persons without the event than coefficients, so the estimates are "
            "not reliable."
        ),
    ),
}
"""What is fewest -> one, several, and what is said where there are fewer of them than coefficients."""


def refuse_empty(sample: Sample, spec: ModelSpec) -> None:
    """Raise NotFittedError where there is nobody to model."""
    if sample.n_population == 0:
        raise NotFittedError(say("There is nobody in the population ({population}).", population=sample.population))
    if len(sample.rows) == 0:
        raise NotFittedError(say("Nobody has all of the values that the model needs ({why}).", why=sample.why))
    why = spec.family.refuses(sample.outcome) if spec.family.refuses else ""
    if why:
        raise NotFittedError(why)


def refuse_too_many(design: Design, *, intercept: bool = True) -> None:
    """Raise NotFittedError where there are no more persons than coefficients."""
    n, k = design.matrix.shape
    k -= not intercept
    if n <= k:
        raise NotFittedError(say_n("{n} person is too few for {k} coefficients.", "{n} persons are too few for {k} coefficients.", n, k=k))


def per_coefficient(sample: Sample, terms: int, spec: ModelSpec) -> float:
    """Events (or persons without the event, or persons, whichever are fewest) per coefficient besides the intercept."""
    return _fewest(sample, spec)[0] / terms


def few_events(sample: Sample, design: Design, spec: ModelSpec) -> list[str]:
    """Say where events are few for the number of coefficients (van Smeden 2016, doi 10.1186/s12874-016-0267-3)."""
    fewest, noun = _fewest(sample, spec)
    terms = len(design.terms) - 1
    ratio = fewest / terms
    if ratio >= spec.few_events:
        return []
    one, many, fewer = COUNTED[noun]
    counted = say_n(one, many, fewest)
    named = {"counted": counted, "coefficients": say_n("{n} coefficient", "{n} coefficients", terms)}
    if fewest < terms:
        return [say(fewer if spec.family.intercept else FEWER_EVENTS, **named)]
    named |= {"ratio": number(ratio), "few": spec.few_events}
    if not spec.family.intercept:
        return [say("{counted} for {coefficients} ({ratio} each, fewer than {few}): the estimates may be unstable.", **named)]
    return [
        say("{counted} for {coefficients} besides the intercept ({ratio} each, fewer than {few}): the estimates may be unstable.", **named)
    ]


def _fewest(sample: Sample, spec: ModelSpec) -> tuple[int, str]:
    n = len(sample.rows)
    if spec.family.outcome == "number":
        return n, PERSONS
    events = int(sample.outcome.sum())
    if spec.family.outcome == "time":
        return events, EVENTS
    if spec.family.outcome == "count":
        return (events, EVENTS) if events <= n else (n, PERSONS)
    return (events, EVENTS) if events <= n - events else (n - events, WITHOUT)


def left_early(sample: Sample, spec: ModelSpec) -> list[str]:
    """How many of each exposure group left early, or had their records closed, and so count as no (yes/no outcome) or worked in a shorter time.

    A time with an event takes who left early as censored, so there is nothing to say of it.
    """
    if spec.family.outcome == "time":
        return []
    rows = sample.rows
    short = (rows["full_follow_up"] == False).fillna(False).to_numpy(bool)  # noqa: E712  (unknown stays out)
    if spec.regression.outcome in ENDS_COUNT_AS_NO:
        counted, texts = short & (sample.outcome == 0), AS_NO
    elif spec.regression.outcome in CUT_SHORT and not spec.regression.offset:
        counted, texts = short, CUT_SHORT[spec.regression.outcome]
    else:
        return []
    lock = rows["ended_by"].eq(LOCK).fillna(False).to_numpy(bool)
    parts = zip(texts, (counted & ~lock, counted & lock), strict=True)
    return [say(text, groups=by_group(those, rows, spec)) for text, those in parts if those.any()]


def by_group(counted: np.ndarray, rows: pd.DataFrame, spec: ModelSpec) -> str:
    """How many persons of each exposure group a mask counts: '2 of 30 in 'first half'; ...', the reference first; of a number '2 of 60'."""
    if pd.api.types.is_numeric_dtype(rows[spec.exposure]):
        return say("{part} of {whole}", part=int(counted.sum()), whole=len(rows))
    group = rows[spec.exposure].astype(str).to_numpy()
    ordered = sorted(set(group), key=lambda level: (level != spec.reference, level))
    at = {level: group == level for level in ordered}
    return "; ".join(
        say("{n} of {total} in '{level}'", n=counted[here].sum(), total=here.sum(), level=level_word(level)) for level, here in at.items()
    )


def tiny_cells(cells: list[tuple[str, int, int | None]], spec: ModelSpec) -> list[str]:
    """Say where a level or its reference (level, n and events of each) has few persons, events or persons without the event."""
    found = []
    for name, persons, with_event in cells:
        level = level_word(name)
        if persons < TINY:
            few = say_n("Only {n} person in '{level}'.", "Only {n} persons in '{level}'.", persons, level=level)
            found.append(few if persons else say("Nobody in '{level}'.", level=level))
        elif with_event is not None and with_event < TINY:
            if spec.family.outcome == "count":
                found.append(say("A total of only {n} in '{level}'.", n=with_event, level=level))
                continue
            few = say_n("Only {n} event in '{level}'.", "Only {n} events in '{level}'.", with_event, level=level)
            found.append(few if with_event else say("No events in '{level}'.", level=level))
        elif spec.family.outcome == "yes_no" and persons - with_event < TINY:
            without = persons - with_event
            few = say("Only {n} without the event in '{level}'.", n=without, level=level)
            found.append(few if without else say("Nobody without the event in '{level}'.", level=level))
    return found
