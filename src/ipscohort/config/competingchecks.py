"""References of `survival.competing`: reasons to leave that the records can name."""

from __future__ import annotations

from typing import Any

from ipscohort.config.base import as_text
from ipscohort.config.plain import Report, at, mapping, texts, yes
from ipscohort.errors import nearest

KEYS = ("survival", "competing")
NO_REASONS = ("job", "no_job")
"""Exits of durations that are none."""


def check_competing(values: dict, report: Report) -> None:
    """Report reasons that no record can have, and settings under which none is known.

    Parameters
    ----------
    values : dict
    report : callable
        Takes a key path, what is wrong and what to do.
    """
    asked = texts(values, *KEYS)
    if not asked or "participants" not in mapping(values, "ingest"):
        return
    column = at(values, "ingest", "participants", "observed_until_reason")
    exits = [source for source in mapping(values, "ingest", "jobs").values() if at(source, "shape") == "durations"]
    if column is None and not exits:
        report(KEYS, "no record says why anybody left", "map ingest.participants.observed_until_reason")
        return
    if not exits and not yes(at(values, "study", "end_of_observation", "observed_until")):
        what = "when anybody left is not used, so nobody left for a reason"
        report(KEYS, what, "set study.end_of_observation: {observed_until: yes}, or leave survival.competing out")
    known = _known(column, exits)
    for position, reason in enumerate(asked):
        if reason in NO_REASONS:
            report((*KEYS, position), f"'{reason}' is no reason to leave", "leave it out")
        elif reason in asked[:position]:
            report((*KEYS, position), f"'{reason}' stands twice", "keep it once")
        elif known is not None and reason not in known:
            report((*KEYS, position), f"there is no reason to leave '{reason}'", nearest(reason, known))


def _known(column: Any, exits: list[Any]) -> list[str] | None:
    """The reasons that codes and columns name; None where any text of a column is one."""
    found: list[str] = []
    for each in ([column] if column is not None else []) + [at(source, "event") for source in exits if at(source, "event") is not None]:
        codes = mapping(each, "codes")
        if not codes:
            return None
        found += [as_text(value) for value in codes.values()]
    found += [as_text(name) for source in exits for name in mapping(source, "exits")]
    return [name for name in dict.fromkeys(found) if name not in NO_REASONS]
