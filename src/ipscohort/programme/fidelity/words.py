"""What must be said wherever fidelity is an exposure: told once here, for the tidy rows, the table and the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ipscohort.config.programme import Fidelity
from ipscohort.display.fidelity import CLUSTERED, CORRELATED, EXPLAINED, EXPLAINED_ALL, FEW, FEW_AGENCIES, NOT_CORRELATED, WITHIN
from ipscohort.display.printing import number
from ipscohort.scales.ips_fidelity import CLASS_WORDS, CLASSES
from ipscohort.words import later, say

if TYPE_CHECKING:
    import pandas as pd

MOST = 12
"""Agencies that a sentence lists at most."""
FEW_VALUES = later("The total takes only {values} distinct values among these persons.")
ONE_VALUE = later("The total is the same for all of these persons, so there is nothing to compare.")
FEW_CLASSES = later("Only {classes} classes occur among these persons.")
ONE_AGENCY = later(
    "All of the class {level} are of {agency}, so that whatever else differs between agencies is in every comparison of this class with another."
)
BY_CLASS = later("Persons by class and agency: {found}.")
STAYS = later(
    "With groups of the inclusion period in the model, what changed over time within each group stays in fidelity's estimate; with the date of inclusion as a "
    "number, what changed otherwise than in a straight line does."
)
INTERPOLATED = later("Fidelity between two reviews is interpolated, which looks into the future: a review after inclusion counts in part.")
LAST_BEFORE = later("Fidelity at inclusion is that of the last review of a person's agency on that day or before, however long ago.")


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
    said = [say(CORRELATED, pearson=number(calendar["pearson"], 2), spearman=number(calendar["spearman"], 2))]
    if calendar["within"] is not None:
        said.append(say(WITHIN, within=number(calendar["within"], 2)))
    if calendar["vif"] is None:
        return [*said, say(EXPLAINED_ALL)]
    return [*said, say(EXPLAINED, share=number(calendar["r_squared"], 2), vif=number(calendar["vif"], 1))]


def of_classes(classes: pd.Series, agencies: pd.Series) -> list[str]:
    """How many classes there are, of which agencies, and which are of one agency alone.

    Parameters
    ----------
    classes, agencies : Series of str
        Of each person with a total.
    """
    present = [name for name in CLASSES if classes.eq(name).any()]
    if len(present) < 2:
        return []
    counts = {name: agencies[classes.eq(name)].value_counts().sort_index() for name in present}
    said = [say(FEW_CLASSES, classes=len(present))] if len(present) < FEW else []
    if agencies.nunique() > 1:
        said += [say(ONE_AGENCY, level=say(CLASS_WORDS[name]), agency=of.index[0]) for name, of in counts.items() if len(of) == 1]
    each = (
        f"{say(CLASS_WORDS[name])}: {', '.join(f'{agency} {n}' for agency, n in of.items())}"
        for name, of in counts.items()
        if len(of) <= MOST
    )
    found = "; ".join(each)
    return [*said, say(BY_CLASS, found=found)] if found else said


def taken(chosen: Fidelity) -> str:
    """By which rule fidelity at inclusion is taken from reviews."""
    return say(INTERPOLATED if chosen.between_reviews == "interpolated" else LAST_BEFORE)
