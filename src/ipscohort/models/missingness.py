"""Which values of the regressions' variables are missing together, and of how many persons."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ipscohort.config.analysis import Exposure, Models, Regression
from ipscohort.contracts import MISSING_PATTERNS
from ipscohort.models.event_times import FIRST_JOB, OF_FIRST_JOB, columns_of
from ipscohort.models.families import FAMILIES


def variables_of(exposures: Mapping[str, Exposure], models: Models) -> list[str]:
    """Outcomes, exposures and confounders of the regressions, each once, in this order."""
    regressions = models.regressions.values()
    outcomes = [name for regression in regressions for name in _outcomes(regression)]
    studied = [name for regression in regressions for name in (regression.exposures or exposures)]
    adjusted = [
        name for regression in regressions for name in (models.confounders if regression.confounders is None else regression.confounders)
    ]
    return list(dict.fromkeys([*outcomes, *studied, *adjusted]))


def _outcomes(regression: Regression) -> tuple[str, ...]:
    """The outcome; of a time with an event both, but of the first job, where both are unknown together, the time alone."""
    if FAMILIES[regression.model].outcome != "time":
        return (regression.outcome,)
    return OF_FIRST_JOB[:1] if regression.outcome == FIRST_JOB else columns_of(regression)


def missing_patterns(persons: pd.DataFrame, exposures: Mapping[str, Exposure], models: Models) -> pd.DataFrame:
    """MISSING_PATTERNS: each pattern that occurs, the commonest first, of as many the one with fewer missing values.

    Parameters
    ----------
    persons : DataFrame
        PERSONS.
    exposures : mapping of str -> Exposure
    models : Models
        Empty where it names no regressions, and where nobody is analysed.
    """
    variables = [name for name in variables_of(exposures, models) if name in persons]
    if not variables or persons.empty:
        return MISSING_PATTERNS.empty()
    missing = pd.DataFrame({name: persons[name].isna().to_numpy(dtype=bool) for name in variables})
    sizes = missing.groupby(variables).size().reset_index(name="n")
    found, counts = sizes[variables].to_numpy(dtype=bool), sizes["n"].to_numpy()
    order = np.lexsort((found.sum(axis=1), -counts))
    rows = [
        (number, variable, bool(absent), int(counts[place]))
        for number, place in enumerate(order, 1)
        for variable, absent in zip(variables, found[place], strict=True)
    ]
    return MISSING_PATTERNS.conform(pd.DataFrame(rows, columns=list(MISSING_PATTERNS.names())))
