"""Choices that a paper leaves open: each alternative as a change of the settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from ipscohort.config.series import check_only_alternatives

if TYPE_CHECKING:
    from ipscohort.config.replication import Choice
    from ipscohort.config.settings import Settings

COMPARED = ("study", "ingest", "clean", "outcomes", "exposures", "models", "tables")
"""Parts of the settings that recomputed values hang on."""


def overlay(values: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as plain values with some keys changed.

    Parameters
    ----------
    values : mapping
        As the cohort's file holds them; they stay as they are.
    changes : mapping of str -> value
        Key path with dots, such as outcomes.overlap -> its value. Keys above it are made where they are not there.

    Raises
    ------
    ValueError
        A key path leads through a value that has no keys.
    """
    changed = dict(values)
    for path, value in changes.items():
        *above, last = path.split(".")
        here = changed
        for key in above:
            below = here.get(key, {})
            if not isinstance(below, dict):
                raise ValueError(f"{path}: there are no keys below {key}")
            here[key] = dict(below)  # copied on the way only: what is not changed is shared
            here = here[key]
        here[last] = deepcopy(value)
    return changed


def alternatives(part: str, choices: Iterable[Choice]) -> Iterator[tuple[tuple, dict[str, Any]]]:
    """The place of each alternative in the settings, and what it changes; `part` of the settings has the choices."""
    for position, choice in enumerate(choices):
        for name, changes in choice.alternatives.items():
            yield (part, "choices", position, "alternatives", name), changes


def check_reach(changes: Mapping[str, Any], here: Settings, other: Settings | None, report: Callable[[str, str], None]) -> None:
    """Report changes that are not made where alternatives are compared: they would seem to change no value.

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
        if part in type(here).model_fields and part not in COMPARED and path != "replication.rounding":
            report(f"{path} does not change a recomputed value", f"name a key of {', '.join(COMPARED)}, or replication.rounding")
    for name, exposure in other.exposures.items() if other else ():
        if exposure.linear:
            report(f"exposures.{name}.split: linear is an alternative of sensitivity.choices only", "move it there, or name a date")
    if other:
        check_only_alternatives(other, lambda keys, what, remedy: report(f"{'.'.join(keys)}: {what}", remedy))
    check_records(here, other, report)


def check_records(here: Settings, other: Settings | None, report: Callable[[str, str], None]) -> None:
    """Report an alternative that reads other files than the study does."""
    files = {key: file.file for key, file in here.ingest.files().items()}
    if other and any(files.get(key) != file.file for key, file in other.ingest.files().items()):
        report("an alternative reads the same records", "leave the files as they are: other records are another cohort")
