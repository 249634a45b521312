"""Who worked at an unknown time, and so is in no model of the time to the first job: how far that moves the hazard ratios."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from ipscohort.contracts.codebook import Codebook
from ipscohort.display.printing import number
from ipscohort.models.design import Design, Term, term_label
from ipscohort.models.event_times import FIRST_JOB, OF_FIRST_JOB
from ipscohort.models.families.base import NotFittedError, Solution
from ipscohort.models.sample import Sample, draw_sample
from ipscohort.models.spec import ModelSpec
from ipscohort.words import say, say_n

BOUNDS = ("follow_time_best", "follow_time_worst")
"""Columns of PERSONS that hold the earliest and the latest time that an unknown one can have been."""
MOST = 50_000
"""Persons in a model above which it is not fitted twice more; who is left out and why is said all the same."""
Solve = Callable[[Sample, ModelSpec, Codebook], tuple[Design, Solution]]


def notes_on_unknown_starts(persons: pd.DataFrame, sample: Sample, spec: ModelSpec, codebook: Codebook, solve: Solve) -> list[str]:
    """The hazard ratios with those left out for an unknown start in, at their earliest and at their latest; nothing where nobody is.

    They all worked, so that leaving them out selects on the outcome.
    """
    if spec.family.outcome != "time" or spec.regression.outcome != FIRST_JOB or not sample.n_excluded:
        return []
    if len(sample.rows) > MOST:
        return []
    ratios, added = [], 0
    for bound in BOUNDS:
        placed = draw_sample(with_starts(persons, bound), codebook, spec)
        added = len(placed.rows) - len(sample.rows)
        if not added:
            return []
        try:
            design, solution = solve(placed, spec, codebook)
        except NotFittedError:
            return []  # who is left out and why is said all the same
        ratios.append({design.terms[i]: float(np.exp(solution.estimate[i])) for i in design.columns_of(spec.exposure)})
    earliest, latest = ratios
    shown = [_between(term, earliest[term], latest[term], len(earliest) > 1, codebook) for term in earliest if term in latest]
    return [
        say_n(
            "{n} person who worked at an unknown time is left out, though all who worked had the event: with that person in, at the earliest and "
            "at the latest that it can have been, the hazard ratio is {ratios}.",
            "{n} persons who worked at unknown times are left out, though all who worked had the event: with these persons in, at the earliest "
            "and at the latest that it can have been, the hazard ratio is {ratios}.",
            added,
            ratios="; ".join(shown),
        )
    ]


def _between(term: Term, earliest: float, latest: float, several: bool, codebook: Codebook) -> str:
    """'2.56 and 2.53', with the level where there are several."""
    found = say("{earliest} and {latest}", earliest=number(earliest, 2), latest=number(latest, 2))
    return f"{term_label(term, codebook)} {found}" if several else found


def with_starts(persons: pd.DataFrame, bound: str) -> pd.DataFrame:
    """Persons with each unknown time of a first job at a bound of it."""
    time, event = OF_FIRST_JOB
    unknown = (persons[time].isna() & persons["job_obtained"].eq("yes").fillna(False) & persons[bound].notna()).to_numpy(bool)
    return persons.assign(
        **{
            time: persons[time].mask(unknown, persons[bound]),
            event: persons[event].mask(unknown, True),
        }
    )
