"""Alternatives and reasons to leave held to the records: a split that leaves a group empty, a reference or a reason that nobody has."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from ipscohort.config import Settings
from ipscohort.config.analysis import Exposure
from ipscohort.config.choices import alternatives, overlay
from ipscohort.errors import Problems, known_levels

if TYPE_CHECKING:
    import pandas as pd

NEAR = 0.8
"""How alike two reasons are that are taken for one misspelt."""


def check_alternatives(settings: Settings, persons: pd.DataFrame, problems: Problems) -> None:
    """Report alternatives under which an exposure has one group only, or nobody in its reference.

    Parameters
    ----------
    settings : Settings
        The study's, right in themselves.
    persons : DataFrame
        PERSONS under the study's own settings.
    problems : Problems
    """
    if not settings.sensitivity:
        return
    values = settings.model_dump(mode="json")
    for keys, changes in alternatives("sensitivity", settings.sensitivity.choices):
        changed = {path.split(".")[1] for path in changes if path.startswith("exposures.")}
        if not changed:
            continue
        other = Settings.model_validate(overlay(values, changes))
        where = ".".join(str(key + 1) if isinstance(key, int) else str(key) for key in keys)
        for name in sorted(changed & set(other.exposures)):
            _check_exposure(where, name, other.exposures[name], persons, problems)


def _check_exposure(where: str, name: str, exposure: Exposure, persons: pd.DataFrame, problems: Problems) -> None:
    if exposure.variable not in persons:
        return
    values = persons[exposure.variable].dropna()
    if exposure.split is None:
        present = set(values.astype(str))
        if exposure.reference not in present:
            what = f"exposures.{name}.reference: nobody analysed is in the group '{exposure.reference}'"
            problems.add(where, what, known_levels(sorted(present), exposure.reference))
    elif exposure.linear:
        if values.nunique() < 2:
            what = f"exposures.{name}.split: linear, and all were included on one day, so that nothing can be told per year"
            problems.add(where, what, "take the alternative out")
    elif exposure.split != "midpoint" and len(values):
        import pandas as pd

        dated = exposure.variable == "inclusion_date"
        after = values >= (pd.Timestamp(exposure.split) if dated else exposure.split)
        if after.all() or not after.any():
            side = "from it on" if after.all() else "before it"
            what = f"exposures.{name}.split: {exposure.split} leaves one group empty: all {len(values)} persons lie {side}"
            problems.add(where, what, "name a split between them")


def check_reasons(settings: Settings, persons: pd.DataFrame, problems: Problems) -> None:
    """Report a reason of `survival.competing` for which nobody left, where the records have one that nearly matches it.

    Parameters
    ----------
    settings : Settings
    persons : DataFrame
        PERSONS.
    problems : Problems
    """
    if not settings.survival.competing:
        return
    counts = persons["left_for"].dropna().value_counts()
    declared = _declared(settings.model_dump(mode="json"))
    for position, reason in enumerate(settings.survival.competing, 1):
        if reason in counts.index or reason in declared:
            continue
        found = _nearest(reason, [str(each) for each in counts.index])
        if found:
            n = int(counts[found])
            what = f"nobody left for '{reason}', and {n} {'person' if n == 1 else 'persons'} left for '{found}'"
            problems.add(f"survival.competing.{position}", what, f"write {found}; capitals, blanks and spelling count")


def _declared(values: Mapping[str, Any]) -> set[str]:
    """Reasons that codes give a name to."""
    column = values["ingest"]["participants"].get("observed_until_reason")
    codes = column.get("codes") if isinstance(column, dict) else None
    return {str(value) for value in (codes or {}).values()}


def _nearest(reason: str, present: list[str]) -> str | None:
    """The reason of the records that is the same but for capitals and blanks, else the one most alike."""
    plain = {" ".join(each.lower().split()): each for each in present}
    found = get_close_matches(" ".join(reason.lower().split()), list(plain), n=1, cutoff=NEAR)
    return plain[found[0]] if found else None
