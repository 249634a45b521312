"""Families of models, a record each. Light: settings, tables and figures read it before any statistics library is loaded.

A new family: write a file with its record, and name it in FAMILIES.
"""

from __future__ import annotations

from collections.abc import Iterable

from ipscohort.models.families import linear, log_linear, logistic, poisson
from ipscohort.models.families.base import Family

FAMILIES: dict[str, Family] = {
    "logistic": logistic.FAMILY,
    "log_linear": log_linear.FAMILY,
    "linear": linear.FAMILY,
    "poisson": poisson.FAMILY,
}
"""Name of a family, as the settings write it -> its record, in the order of the tables."""


OF_WORKERS = ("time_worked", "time_to_first_job")
"""Outcomes that only persons with a job have; time worked is 0 for others, which some families can take."""


def among_workers(outcome: str, model: str) -> bool:
    """Whether a regression is of those who obtained a job only, by its outcome and its family's name."""
    return outcome in OF_WORKERS and not (outcome == "time_worked" and FAMILIES[model].takes_zero)


def used_families(names: Iterable[str]) -> list[Family]:
    """The families of some regressions, each once, in the order of the registry."""
    wanted = set(names)
    return [family for name, family in FAMILIES.items() if name in wanted]


def regression_tables(names: Iterable[str]) -> list[str]:
    """Names of the tables that regressions of these families fill."""
    return [family.table for family in used_families(names)]
