"""What must be said wherever fidelity is an exposure: told once here, for the tidy rows, the table and the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ipscohort.config.programme import Fidelity
from ipscohort.display.printing import number
from ipscohort.words import later, say

FEW = 5
"""Agencies, or distinct totals, below which the output warns."""
FEW_AGENCIES = later(
    "With few agencies (here {agencies}) fidelity can't be told apart from calendar time, nor from anything else that differs between them."
)
FEW_VALUES = later("The total takes only {values} distinct values among these persons.")
ONE_VALUE = later("The total is the same for all of these persons, so there is nothing to compare.")
CORRELATED = later("Correlation of fidelity with the date of inclusion: Pearson {pearson}, Spearman {spearman}.")
NOT_CORRELATED = later("The correlation of fidelity with the date of inclusion is not defined, as one of them does not vary.")
CLUSTERED = later(
    "Persons of one agency share its reviews; limits and p-values take them for independent and so are too narrow where agencies differ otherwise."
)
INTERPOLATED = later("Fidelity between two reviews is interpolated, which looks into the future: a review after inclusion counts in part.")
LAST_BEFORE = later("Fidelity at inclusion is that of the last review of a person's agency on that day or before, however long ago.")
OBSERVATIONAL = later(
    "These are associations: agencies that rate higher may differ in their clients, their labour market and their funding."
)


def about(n_agencies: int, calendar: Mapping[str, Any], chosen: Fidelity) -> str:
    """What must be known of fidelity as an exposure among the persons of one model.

    Parameters
    ----------
    n_agencies : int
    calendar : mapping
        As `with_calendar` gives it.
    chosen : config.programme.Fidelity
    """
    return " ".join([*separable(n_agencies, calendar), *correlation(calendar), say(CLUSTERED), taken(chosen)])


def separable(n_agencies: int, calendar: Mapping[str, Any]) -> list[str]:
    """Whether there are enough agencies and totals to tell fidelity from the calendar."""
    said = [say(FEW_AGENCIES, agencies=n_agencies)] if n_agencies < FEW else []
    values = calendar["n_values"]
    if values == 1:
        return [*said, say(ONE_VALUE)]
    return [*said, say(FEW_VALUES, values=values)] if 1 < values < FEW else said


def correlation(calendar: Mapping[str, Any]) -> list[str]:
    """The correlations in a sentence."""
    if calendar["pearson"] is None:
        return [say(NOT_CORRELATED)]
    return [say(CORRELATED, pearson=number(calendar["pearson"], 2), spearman=number(calendar["spearman"], 2))]


def taken(chosen: Fidelity) -> str:
    """By which rule fidelity at inclusion is taken from reviews."""
    return say(INTERPOLATED if chosen.between_reviews == "interpolated" else LAST_BEFORE)
