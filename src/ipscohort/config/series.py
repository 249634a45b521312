"""Outside series, such as unemployment by quarter: what alternatives can adjust for besides what is known of persons."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Literal

from ipscohort.config.base import Text, as_text
from ipscohort.config.ingest import ColumnOrName, File
from ipscohort.config.plain import Report, at, mapping, texts

if TYPE_CHECKING:
    from ipscohort.config.settings import Settings

KEYS = ("sensitivity", "series")
ONLY_ALTERNATIVES = "name it among the confounders of an alternative under sensitivity.choices"


class OutsideSeries(File):
    """A series from outside the cohort, a value for each month, quarter or year: a file with a row per period. Each person has the value of
    the period in which they were included. An alternative adjusts for it by naming it among its confounders.
    """

    period: Literal["month", "quarter", "year"]
    """What a value is of."""
    column_of_period: ColumnOrName
    """Which period: 2014-03 or 2014MM03 for a month, 2014-Q1, 2014Q1 or 2014KW01 for a quarter, 2014 for a year; or a day in it
    (2014-03-01)."""
    column_of_value: ColumnOrName
    """The value, a number; a blank is a period without one."""
    label: Text
    """How tables name it, such as Unemployment in the region."""
    unit: Text
    """Its unit, such as percent of the labour force."""
    source: Text
    """Where it comes from, said beside each result: who publishes it, which table, when it was taken."""


def series_names(values: dict) -> list[str]:
    """Names of the series in the settings' plain values."""
    return [as_text(name) for name in mapping(values, *KEYS)]


def check_series(values: dict, taken: Collection[str], report: Report) -> None:
    """Report series of names that are taken, without dates to join them by, or in no alternative.

    Parameters
    ----------
    values : dict
        The settings as plain values.
    taken : collection of str
        Names of variables, scales, exposures and of columns between stages.
    report : callable
        Takes a key path, what is wrong and what to do.
    """
    names = series_names(values)
    if names and at(values, "ingest", "participants", "inclusion_date") is None:
        report(KEYS, "the cohort has no inclusion dates, so that no period is that of a person's inclusion", "leave sensitivity.series out")
    used = set(_named_in(values))
    for name in names:
        if name in taken:
            report((*KEYS, name), f"'{name}' is the name of a variable, an exposure or a column already", "choose another name")
        elif name not in used:
            report((*KEYS, name), "no alternative adjusts for it", f"{ONLY_ALTERNATIVES}, or leave it out")


def _named_in(values: dict) -> list[str]:
    """All names in lists of confounders of the alternatives."""
    choices = at(values, "sensitivity", "choices")
    changes = [changed for choice in (choices if isinstance(choices, list) else []) for changed in mapping(choice, "alternatives").values()]
    return [name for changed in changes if isinstance(changed, dict) for key in changed for name in _lists(changed[key])]


def _lists(value: object) -> list[str]:
    """Names in a list, or in lists below keys."""
    if isinstance(value, dict):
        return [name for below in value.values() for name in _lists(below)]
    return texts({"list": value}, "list")


def adjusted_for(settings: Settings) -> list[tuple[tuple[str, ...], str]]:
    """Series among the confounders of settings: where each stands, and its name."""
    series = settings.sensitivity.series if settings.sensitivity else {}
    lists = [(("models", "confounders"), settings.models.confounders)]
    lists += [
        (("models", "regressions", name, "confounders"), each.confounders or []) for name, each in settings.models.regressions.items()
    ]
    return [(keys, name) for keys, names in lists for name in names if name in series]


def check_only_alternatives(settings: Settings, report: Callable[[tuple, str, str], None]) -> None:
    """Report a series that the study itself adjusts for: its values are joined under alternatives alone."""
    for keys, name in adjusted_for(settings):
        report(keys, f"'{name}' is an outside series, and the study itself adjusts for what is known of persons", ONLY_ALTERNATIVES)
