"""The search for a cohort whose values are about persons only: first how many of each kind, then their numbers, then their dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pandas as pd

from ipscohort.config import Settings
from ipscohort.errors import Problem
from ipscohort_reconstruct.search.crosstab import Crosstab
from ipscohort_reconstruct.search.measures import Measures
from ipscohort_reconstruct.search.stages import EFFORT, Say, Search
from ipscohort_reconstruct.search.targets import Targets
from ipscohort_reconstruct.search.traits import (
    MEASURED,
    PAIRED,
    Groups,
    covered,
    faults,
    measured_names,
    number_of,
    of_everybody,
    traits_of,
)

INCLUDED = "inclusion_date"


def faults_of(printed: pd.DataFrame, settings: Settings) -> Iterator[Problem]:
    """Why no cohort can be searched for by the values' recipes."""
    values = covered(printed)
    try:
        yield from faults(values, settings)
    except ValueError as error:
        yield Problem("column printed", str(error), "write a number")


def reconstruct_by_recipe(printed: pd.DataFrame, settings: Settings, seed: int, say: Say) -> pd.DataFrame:
    """Find persons whose analysis gives the printed values that are covered.

    Parameters
    ----------
    printed : DataFrame
        PRINTED, free of `faults_of`.
    settings : Settings
        What the values' names mean: levels, ranges, dates of recruitment.
    seed : int
        The same seed gives the same persons.
    say : callable
        Is told the progress, a line at a time.

    Returns
    -------
    DataFrame
        A row per person in random order: a column per trait ('' where it is missing), per number, and the date of inclusion.

    Raises
    ------
    NotMetError
        With the ids of values that the search did not give.
    """
    values = covered(printed)
    targets = Targets(dict(zip(values["id"], values["printed"], strict=True)))
    search = Search(np.random.default_rng(seed), say, EFFORT)
    groups = Groups.of(traits_of(values, settings))
    total = targets.count(of_everybody(values)[0])
    table = search.reach("persons per group", lambda: Crosstab.draw(search.rng, values, targets, groups, total))
    if values["statistic"].isin(PAIRED).any():
        counted = table
        table = search.reach("associations", lambda: counted.with_pairs(values, targets))
    persons = groups.cells.loc[np.repeat(np.arange(len(groups.cells)), table.persons)]
    persons = persons.iloc[search.rng.permutation(total)].reset_index(drop=True)
    for name in measured_names(values):
        persons[name] = _numbers(name, values, targets, persons, settings, search)
    return persons.assign(**{INCLUDED: _dates(persons, settings, search.rng)})


def _numbers(name: str, values: pd.DataFrame, targets: Targets, persons: pd.DataFrame, settings: Settings, search: Search) -> np.ndarray:
    entries = values[values["statistic"].isin(MEASURED) & values["column"].eq(name)]
    between = number_of(name, settings).range
    return search.reach("numbers of persons", lambda: Measures.draw(search.rng, entries, targets, persons, between)).values


def _dates(persons: pd.DataFrame, settings: Settings, rng: np.random.Generator) -> list[date]:
    """A day of recruitment of each, on the side of every split that the person is on, and before observation ends."""
    first, last = settings.clean.recruitment
    last = min(last, settings.study.end_of_observation.data_lock or last)
    low, high = np.full(len(persons), 0), np.full(len(persons), (last - first).days)
    for name, exposure in settings.exposures.items():
        if name in persons and exposure.variable == INCLUDED:
            split, late = (exposure.split - first).days, persons[name].eq(exposure.levels[1]).to_numpy()
            low, high = np.where(late, np.maximum(low, split), low), np.where(late, high, np.minimum(high, split - 1))
    return [first + timedelta(days=int(day)) for day in rng.integers(low, high + 1)]
