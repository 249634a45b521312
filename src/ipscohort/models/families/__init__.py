"""Families of models, a record each. Light: settings, tables and figures read it before any statistics library is loaded.

A new family: write a file with its record, and name it in FAMILIES.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ipscohort.catalogue.exhibits import BY_FAMILY, REGRESSIONS, SECTIONS, TABLES, Exhibit
from ipscohort.models.families import cox, linear, log_linear, logistic, negative_binomial, poisson
from ipscohort.models.families.base import Family
from ipscohort.words import later

FAMILIES: dict[str, Family] = {
    "logistic": logistic.FAMILY,
    "log_linear": log_linear.FAMILY,
    "linear": linear.FAMILY,
    "poisson": poisson.FAMILY,
    "negative_binomial": negative_binomial.FAMILY,
    "cox": cox.FAMILY,
}
"""Name of a family, as the settings write it -> its record, in the order of the tables."""


KINDS = (later("linear"), later("log-linear"), later("logistic"), later("poisson"), later("negative binomial"), later("cox"))
"""Their names as they stand before 'model'."""

OF_WORKERS = ("time_worked", "time_to_first_job")
"""Outcomes that only persons with a job have; time worked is 0 for others, which some families can take, and who has no job is censored
where the time to the first one is a time with an event."""

OF_TIMES = tuple(name for name, family in FAMILIES.items() if family.outcome == "time")
"""Names of the families of a time with an event."""

PENALISED = (logistic.FIRTH, cox.FIRTH)
"""Methods of estimates that stand in place of those without a finite value."""


def among_workers(outcome: str, model: str) -> bool:
    """Whether a regression is of those who obtained a job only, by its outcome and its family's name."""
    family = FAMILIES[model]
    return outcome in OF_WORKERS and family.outcome != "time" and not (outcome == "time_worked" and family.takes_zero)


def used_families(names: Iterable[str]) -> list[Family]:
    """The families of some regressions, each once, in the order of the registry."""
    wanted = set(names)
    return [family for name, family in FAMILIES.items() if name in wanted]


def tables_of(models: Iterable[str]) -> dict[str, Exhibit]:
    """Every table of a run, by name in the order of the report.

    Parameters
    ----------
    models : iterable of str
        The families of its regressions: all are in one table, and each has a table of its own.
    """
    used, found = used_families(models), {}
    for name, exhibit in TABLES.items():
        if name == BY_FAMILY:
            found |= {family.table: replace(exhibit, name=family.table, caption=family.layout.caption) for family in used}
        elif used or name != REGRESSIONS:
            found[name] = exhibit
    order = list(SECTIONS)
    return dict(sorted(found.items(), key=lambda item: order.index(item[1].section)))
