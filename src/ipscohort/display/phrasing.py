"""What the page, the answers and the manuscript say alike: lengths of time, who was observed to the end, kinds of regression."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from ipscohort.config.analysis import Regression
from ipscohort.config.study import Study
from ipscohort.display import printing
from ipscohort.display.units import length, one, several
from ipscohort.models.families import FAMILIES
from ipscohort.words import later, say

PERSON_TIME = {"days": later("person-days"), "weeks": later("person-weeks"), "months": later("person-months")}
"""Unit -> time observed of all persons together."""
ROWS = (later("persons analysed"), later("competitive jobs obtained"))
"""What the rows of persons and jobs are, as the catalogue of statistics has it."""
LOG_LINEAR = later("linear regression of the logarithm")
"""What a log-linear regression is."""


def units(study: Study) -> str:
    """Units of time, 'days'; those of a study's own as it calls them."""
    return several(study.time_unit)


def follow_up(study: Study) -> str:
    """'30 months'."""
    return length(study.follow_up)


def by_when(study: Study, time: str, *, end_of_follow_up: bool) -> str:
    """'by day 183', or 'by the end of 30 months of follow-up' where the horizon is that: it comes on other days for other persons."""
    if end_of_follow_up:
        return say("by the end of {follow_up} of follow-up", follow_up=follow_up(study))
    return say("by {unit} {time}", unit=one(study.time_unit), time=time)


def person_time(study: Study) -> str:
    """'person-days'."""
    unit = str(study.time_unit)
    return say(PERSON_TIME[unit]) if unit in PERSON_TIME else say("person-{unit}", unit=units(study))


def observed_by_assumption(study: Study, full_follow_up: pd.Series) -> bool:
    """Whether that everybody was observed to the end is what the settings say, and no record does."""
    known = full_follow_up.dropna()
    return study.end_of_observation.complete and len(known) > 0 and bool(known.all())


def by_assumption() -> str:
    """What must stand beside a share of persons who were followed to the end where that is an assumption."""
    return say("by assumption: the settings say that everybody was observed to the end")


def kind_of(regression: Regression, offset: str = "") -> str:
    """'logistic regression'; of a log-linear one that it is linear in the logarithm; with an offset, named in words, that too."""
    family = FAMILIES[regression.model]
    kind = say(LOG_LINEAR) if family.transform is not None else say(family.regression)
    return say("{kind} with the logarithm of {offset} as offset", kind=kind, offset=offset) if offset else kind


def offset_of(regression: Regression, label: Callable[[str], str]) -> str:
    """What a regression's outcome is told per, in words: 'the time observed'; '' for nothing."""
    if not regression.offset:
        return ""
    return say("the time observed") if regression.offset == "time_observed" else label(regression.offset)


def joined(items: Iterable[str]) -> str:
    """'a, b and c'."""
    *most, last = [*items] or [""]
    return say("{most} and {last}", most=", ".join(most), last=last) if most else last


def beside_test(said: str, test: Mapping[str, Any]) -> str:
    """A test between levels with what must be read with it, in brackets: which level it leaves out, or that its p is rough.

    Parameters
    ----------
    said : str
        The test as a sentence has it.
    test : mapping
        Its row, with `warning`.
    """
    warning = test["warning"]
    return said if printing.absent(warning) or not warning else f"{said} ({str(warning).rstrip('.')})"


def of_some(said: str, df: float | None, n_levels: int) -> str:
    """The same in a figure's few words, where a level that is drawn is not in the test."""
    return said if printing.absent(df) or df + 1 >= n_levels else say("{test} (not of all groups)", test=said)
