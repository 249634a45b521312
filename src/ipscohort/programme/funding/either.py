"""Which schemes can apply together to a person of whom a condition or the funded start is not known: one payer's or another's, not none and not both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from ipscohort.config.funding import Condition, Funding, Scheme
from ipscohort.programme.funding import why
from ipscohort.programme.funding.course import Course, falls_under

SOMETHING_ELSE = "\0"
"""Stands for a level that no scheme names."""
START = "\0start"
"""Stands for the funded start among what is not known."""


def ways_of(course: Course, settings: Funding, levels: Mapping[str, tuple[str, ...]]) -> dict[str, list[frozenset[str]]]:
    """Schemes that apply to a person, in each way in which what is not known can be; only of persons of whom something is not known.

    Parameters
    ----------
    course : Course
    settings : config.funding.Funding
    levels : mapping of str -> tuple of str
        Variable -> every level that it can have; of others any level is possible.
    """
    schemes = settings.schemes
    unsure = np.zeros(len(course.persons), dtype=bool)
    for scheme in schemes.values():
        sure, possible = falls_under(course, scheme)
        unsure |= possible & ~sure
    conditions = [each for scheme in schemes.values() for each in scheme.eligible.when]
    candidates = {
        name: _candidates([each for each in conditions if each.variable == name], levels.get(name)) for name in _names(conditions)
    }
    candidates[START] = _days(schemes.values())
    found = {}
    for place in np.flatnonzero(unsure):
        known = {name: course.persons[name].iloc[place] for name in candidates if name != START} | {START: course.start[place]}
        choices = [candidates[name] if pd.isna(value) else [value] for name, value in known.items()]
        ways = (dict(zip(known, chosen, strict=True)) for chosen in product(*choices))
        found[str(course.persons["id"].iloc[place])] = list(dict.fromkeys(_applying(schemes, way) for way in ways))
    return found


def _names(conditions: list[Condition]) -> list[str]:
    return list(dict.fromkeys(each.variable for each in conditions))


def _candidates(conditions: list[Condition], levels: tuple[str, ...] | None) -> list[Any]:
    """A value for each way in which the conditions on one variable can be met together."""
    named = list(dict.fromkeys(level for each in conditions for level in each.one_of))
    if named:
        return list(levels) if levels else [*named, SOMETHING_ELSE]
    bounds = [float(bound) for each in conditions for bound in (each.min, each.max) if bound is not None]
    return sorted({-np.inf, np.inf, *bounds, *(np.nextafter(bound, end) for bound in bounds for end in (-np.inf, np.inf))})


def _days(schemes: Iterator[Scheme]) -> list[np.datetime64]:
    """A day in each stretch of days between those on which a scheme comes into force or ends."""
    edges = {np.datetime64("1900-01-01", "D")}
    for scheme in schemes:
        edges |= {np.datetime64(scheme.valid.first, "D")} if scheme.valid.first else set()
        edges |= {np.datetime64(scheme.valid.last, "D") + 1} if scheme.valid.last else set()
    return sorted(edges)


def _applying(schemes: Mapping[str, Scheme], way: dict[str, Any]) -> frozenset[str]:
    return frozenset(name for name, scheme in schemes.items() if _valid(scheme, way[START]) and all(map(_met(way), scheme.eligible.when)))


def _valid(scheme: Scheme, day: np.datetime64) -> bool:
    first, last = scheme.valid.first, scheme.valid.last
    return (first is None or day >= np.datetime64(first, "D")) and (last is None or day <= np.datetime64(last, "D"))


def _met(way: dict[str, Any]):
    def met(condition: Condition) -> bool:
        value = way[condition.variable]
        if condition.one_of:
            return str(value) in condition.one_of
        return (condition.min is None or value >= condition.min) and (condition.max is None or value <= condition.max)

    return met


def bounds_of(payments: pd.DataFrame, ways: Mapping[str, list[frozenset[str]]]) -> pd.DataFrame:
    """The least and the most that fell due for each person, over the ways in which what is not known can be.

    Parameters
    ----------
    payments : DataFrame
        PAYMENTS with a stated price, of some schemes.
    ways : mapping of str -> list of frozenset of str
        What `ways_of` gives.

    Returns
    -------
    DataFrame
        By id: amount_least, amount_most; and `belongs`, whether one of these schemes applies in each way.
    """
    found = payments.groupby("id")[["amount_least", "amount_most"]].sum().assign(belongs=True)
    applied = payments["amount_least"].where(payments["why"].ne(why.SCHEME_UNKNOWN).fillna(True), payments["amount_most"])
    payments = payments.assign(applied=applied)
    for person, of in payments[payments["id"].isin(list(ways))].groupby("id"):
        sums = [of.loc[of["scheme"].isin(way), ["applied", "amount_most"]].sum() for way in ways[str(person)]]
        found.loc[person, "amount_least"] = min(each["applied"] for each in sums)
        found.loc[person, "amount_most"] = max(each["amount_most"] for each in sums)
        found.loc[person, "belongs"] = all(way & set(of["scheme"]) for way in ways[str(person)])
    return found
