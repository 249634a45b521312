"""Alternatives to what a study does, each with its own regressions, and which of them make no sense."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from math import prod
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from ipscohort.config.base import Strict, Text, YesNo
from ipscohort.config.choices import check_records
from ipscohort.config.replication import Choice
from ipscohort.config.series import OutsideSeries
from ipscohort.contracts.sensitivity import SPECIFICATIONS

if TYPE_CHECKING:
    from ipscohort.config.settings import Settings

MOST = 2000
"""Specifications that are computed at most."""
REGRESSED = ("study", "ingest", "clean", "outcomes", "exposures", "models")
"""Parts of the settings that regressions hang on."""
IDLE = re.compile(
    r"models\.(bootstrap|two_part|imputation|left_early|crude_on_adjusted_rows|mutual_adjustment|few_events|first_job|diagnostics|firth_beside)(\..*)?"
    r"|models\.regressions\.[^.]+\.(label|role)"
    r"|exposures\.[^.]+\.(label|proxy_for|limitation|comparable)"
    r"|ingest\.participants\.(variables|scales)\.[^.]+\.label"
    r"|study\.period"
)
"""Keys of these parts that change no crude and no adjusted estimate."""
WHOLE = re.compile(r"ingest\.participants(\.(variables|scales))?|ingest\.jobs(\.[^.]+)?")
"""Keys that hold how records are read as a whole."""
OF_ALL = {
    "study.confidence": "all intervals of a table are of one confidence level",
    "study.time_unit": "estimates in another unit of time do not compare",
}
"""Keys that hold for the study and all of its alternatives -> why."""


class Sensitivity(Strict):
    """Alternatives to what the study does: every regression again under each, as a table and a specification curve. An alternative may
    change any key that regressions hang on: `study` (but for its confidence level and its unit of time), `ingest` (of the same records),
    `clean`, `outcomes`, `exposures` and `models`.
    """

    choices: Annotated[list[Choice], Field(min_length=1)]
    """What could have been chosen otherwise; each alternative of each choice is tried by itself."""
    series: dict[Text, OutsideSeries] = {}
    """Outside series by name, such as unemployment by quarter; an alternative adjusts for one by naming it among its confounders."""
    crossed: YesNo = False
    """`yes`: every combination of the choices, each as here or as one of its alternatives; 2,000 at most."""


def n_specifications(sensitivity: Sensitivity) -> int:
    """How many there are, the study's own included."""
    each = [len(choice.alternatives) for choice in sensitivity.choices]
    return prod(n + 1 for n in each) if sensitivity.crossed else 1 + sum(each)


def check_sensitivity(sensitivity: Sensitivity, report: Callable[[tuple, str, str], None]) -> None:
    """Report names that stand twice, too many combinations, and keys that two choices would change at once.

    Parameters
    ----------
    sensitivity : Sensitivity
    report : callable
        Takes a key path, what is wrong and what to do.
    """
    names = [choice.choice for choice in sensitivity.choices]
    for position, choice in enumerate(sensitivity.choices):
        place = ("sensitivity", "choices", position, "choice")
        if choice.choice in names[:position]:
            report(place, f"'{choice.choice}' stands twice", "put its alternatives under one choice, or choose another name")
        if choice.choice in SPECIFICATIONS.names():
            report(place, f"'{choice.choice}' is a name of the contract", "say in words what is chosen")
        if choice.choice in sensitivity.series:
            report(place, f"'{choice.choice}' is the name of a series too", "choose another name for one of the two")
        if choice.here in choice.alternatives:
            report((*place[:-1], "here"), "an alternative has the same name", "choose another name for one of the two")
        _check_whole((*place[:-1], "alternatives"), choice, report)
    n = n_specifications(sensitivity)
    if n > MOST:
        remedy = "leave alternatives out" + (", or say crossed: no" if sensitivity.crossed else "")
        report(("sensitivity", "crossed"), f"these are {n:,} specifications, and {MOST:,} are computed at most", remedy)
    if sensitivity.crossed:
        each = [_keys(choice) for choice in sensitivity.choices]
        for key in dict.fromkeys(key for keys in each for key in sorted(keys)):
            n = sum(any(other == key or other.startswith(f"{key}.") for other in keys) for keys in each)
            if n > 1:
                report(("sensitivity", "crossed"), f"{n} choices change {key}, so they can't be combined", "put them under one choice")


def _keys(choice: Choice) -> set[str]:
    return {key for changes in choice.alternatives.values() for key in changes}


def check_linear(settings: Settings, report: Callable[[tuple, str, str], None]) -> None:
    """Report an exposure that is a number in the study itself: its tables and curves compare groups."""
    for name, exposure in settings.exposures.items():
        if exposure.linear:
            remedy = f"write a date or midpoint here, and exposures.{name}.split: linear in an alternative under sensitivity.choices"
            report(("exposures", name, "split"), "linear is an alternative to groups, and the study itself compares groups", remedy)


def check_regressed(changes: Mapping[str, Any], here: Settings, other: Settings | None, report: Callable[[str, str], None]) -> None:
    """Report changes that leave every regression as it is, or after which estimates do not compare.

    Parameters
    ----------
    changes : mapping of str -> value
        Key path -> its value.
    here, other : Settings
        The study's settings, and those of the alternative where they are right in themselves.
    report : callable
        Takes what is wrong and what to do.
    """
    for path in changes:
        part = path.partition(".")[0]
        if path == part and part in REGRESSED:
            report(f"{path} is a whole part of the settings", "name the key itself, such as study.follow_up")
        elif part in type(here).model_fields and (part not in REGRESSED or IDLE.fullmatch(path)):
            report(f"{path} changes nothing of the regressions", f"name a key that changes one, under {', '.join(REGRESSED)}")
        elif path in OF_ALL:
            report(f"{path} is no alternative: {OF_ALL[path]}", "leave it out")
    if other is not None:
        _check_outcomes(here, other, report)
    check_records(here, other, report)


def _check_whole(place: tuple, choice: Choice, report: Callable[[tuple, str, str], None]) -> None:
    """Report alternatives that replace how records are read as a whole."""
    for name, changes in choice.alternatives.items():
        for path in filter(WHOLE.fullmatch, changes):
            what = f"{path} is a whole part of how the records are read, and all that stands under it would be replaced"
            report((*place, name), what, f"name the key that is read otherwise itself, such as {path}.{_below(path)}")


def _below(path: str) -> str:
    """A key below one that holds others, as an example."""
    if path.endswith("participants"):
        return "variables.age.missing"
    return {"ingest.jobs": "<source>.competitive", "ingest.participants.variables": "age.missing"}.get(path, "competitive")


def _check_outcomes(here: Settings, other: Settings, report: Callable[[str, str], None]) -> None:
    """Report a regression whose outcome is another one: its estimates do not compare with the study's."""
    for name, regression in here.models.regressions.items():
        same = other.models.regressions.get(name)
        if same is not None and same.outcome != regression.outcome:
            text = f"models.regressions.{name}.outcome is no alternative: another outcome is another question"
            report(text, "declare a regression of it in the study")
