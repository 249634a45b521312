"""Who worked at an unknown time, and so is in no model of the time to the first job: how far that moves the hazard ratios."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from ipscohort.catalogue.adjustments import CRUDE
from ipscohort.contracts.codebook import Codebook
from ipscohort.display.printing import number
from ipscohort.models.design import Design, Term, term_label
from ipscohort.models.event_times import FIRST_JOB, OF_FIRST_JOB
from ipscohort.models.families.base import NotFittedError, Solution
from ipscohort.models.sample import Sample, draw_sample
from ipscohort.models.spec import ModelSpec
from ipscohort.words import later, say, say_n

BOUNDS = ("follow_time_best", "follow_time_worst")
"""Columns of PERSONS that hold the earliest and the latest time that an unknown one can have been."""
EXACT = (
    later(
        "{n} person who worked at an unknown time is left out, though all who worked had the event: with that person in, at any time that it "
        "can have been, the hazard ratio lies between {ratios}."
    ),
    later(
        "{n} persons who worked at unknown times are left out, though all who worked had the event: with these persons in, at any times that "
        "they can have been, the hazard ratio lies between {ratios}."
    ),
)
ABOUT = (
    later(
        "{n} person who worked at an unknown time is left out, though all who worked had the event: with that person in, at the times that it "
        "can have been, the hazard ratio lies about between {ratios}."
    ),
    later(
        "{n} persons who worked at unknown times are left out, though all who worked had the event: with these persons in, at the times that "
        "they can have been, the hazard ratio lies about between {ratios}."
    ),
)
MOST = 50_000
"""Persons in a model above which it is not fitted twice more; who is left out and why is said all the same."""
Solve = Callable[[Sample, ModelSpec, Codebook], tuple[Design, Solution]]


def notes_on_unknown_starts(persons: pd.DataFrame, sample: Sample, spec: ModelSpec, codebook: Codebook, solve: Solve) -> list[str]:
    """Between what the hazard ratios lie with those left out for an unknown start in, wherever it can have been; nothing where nobody is.

    They all worked, so that leaving them out selects on the outcome. Without adjustment, and of two levels, nothing lies beyond what is said; else the
    ratio can lie a little beyond it, as who is placed where also moves what is adjusted for: it is said to lie about between them.
    """
    if spec.family.outcome != "time" or spec.regression.outcome != FIRST_JOB or not sample.n_excluded:
        return []
    if len(sample.rows) > MOST:
        return []
    found: dict[Term, list[float]] = {}
    added = 0
    for place in _places(persons, spec):
        placed = draw_sample(with_starts(persons, place), codebook, spec)
        added = len(placed.rows) - len(sample.rows)
        if not added:
            return []
        try:
            design, solution = solve(placed, spec, codebook)
        except NotFittedError:
            return []  # who is left out and why is said all the same
        for i in (i for i in design.columns_of(spec.exposure) if np.isfinite(solution.estimate[i])):
            found.setdefault(design.terms[i], []).append(float(np.exp(solution.estimate[i])))
    placed_at = max(map(len, found.values()), default=0)
    found = {term: ratios for term, ratios in found.items() if len(ratios) == placed_at}
    if not found:
        return []
    shown = [_between(term, min(ratios), max(ratios), len(found) > 1, codebook) for term, ratios in found.items()]
    return [
        say_n(
            *(EXACT if _nothing_beyond(spec, persons[spec.exposure]) else ABOUT),
            added,
            ratios="; ".join(shown),
        )
    ]


def _places(persons: pd.DataFrame, spec: ModelSpec) -> Iterator[pd.Series]:
    """Where unknown times are placed: all at their earliest, all at their latest, and those of a group at the one while the others are at the other.

    A level's ratio is furthest from the others' where its own jobs begin as early, and theirs as late, as can be; or the other way round.
    """
    early, late = (persons[bound] for bound in BOUNDS)
    yield early
    yield late
    for here in _groups(persons[spec.exposure]):
        yield early.where(here, late)
        yield late.where(here, early)


def _groups(exposure: pd.Series) -> list[pd.Series]:
    """Who is at each level, of two at one of them; of a number, whose ratio is one per unit, who lies above its mean."""
    if _a_number(exposure):
        return [exposure.gt(exposure.mean()).fillna(False)]
    levels = exposure.dropna().unique()
    return [exposure.eq(level).fillna(False) for level in levels[: 1 if len(levels) == 2 else None]]


def _nothing_beyond(spec: ModelSpec, exposure: pd.Series) -> bool:
    """Whether no placement at all gives a ratio beyond those tried."""
    return spec.adjustment == CRUDE and not _a_number(exposure) and exposure.nunique() == 2


def _a_number(exposure: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(exposure)


def _between(term: Term, low: float, high: float, several: bool, codebook: Codebook) -> str:
    """'2.53 and 2.56', with the level where there are several."""
    found = say("{earliest} and {latest}", earliest=number(low, 2), latest=number(high, 2))
    return f"{term_label(term, codebook)} {found}" if several else found


def with_starts(persons: pd.DataFrame, place: pd.Series) -> pd.DataFrame:
    """Persons with each unknown time of a first job at a place of it."""
    time, event = OF_FIRST_JOB
    unknown = (persons[time].isna() & persons["job_obtained"].eq("yes").fillna(False) & place.notna()).to_numpy(bool)
    return persons.assign(
        **{
            time: persons[time].mask(unknown, place),
            event: persons[event].mask(unknown, True),
        }
    )
