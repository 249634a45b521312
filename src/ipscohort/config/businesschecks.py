"""Names in `programme.business_case` that lead nowhere, and what it needs of the rest of the settings."""

from __future__ import annotations

from ipscohort.config.base import as_text
from ipscohort.config.plain import Report, at, job_shapes, mapping
from ipscohort.errors import nearest

KEYS = ("programme", "business_case")


def check_business_case(values: dict, types: dict[str, str], report: Report) -> None:
    """Report names in `programme.business_case` that lead nowhere.

    Parameters
    ----------
    values : dict
        The settings as plain values.
    types : dict of str -> str
        Variables and scales by name -> type.
    report : callable
        Takes a key path, what is wrong and what to do.
    """
    if not isinstance(at(values, *KEYS), dict):
        return
    shapes = job_shapes(values)
    if not shapes or shapes - {"spells", "wide"}:
        what = "a business case needs jobs with a first and a last day, and these records hold none"
        report(KEYS, what, "leave programme.business_case out")
    categories = [name for name, kind in types.items() if kind in ("category", "yes_no")]
    named = {("benefits", name, "variable"): at(one, "variable") for name, one in mapping(values, *KEYS, "benefits").items()}
    named |= {("costs", name, "only", "variable"): at(one, "only", "variable") for name, one in mapping(values, *KEYS, "costs").items()}
    named[("comparator", "by_level", "variable")] = at(values, *KEYS, "comparator", "by_level", "variable")
    for keys, variable in ((keys, as_text(variable)) for keys, variable in named.items()):
        if variable is not None and variable not in categories:
            what = f"no category among the participants' variables is called '{variable}'"
            report((*KEYS, *keys), what, nearest(str(variable), categories))
    if at(values, *KEYS, "funding") is not None and at(values, "programme", "funding") is None:
        what = "the business case takes in what funding schemes paid, and the settings declare none"
        report((*KEYS, "funding"), what, "declare programme.funding, or leave this out")
    days = at(values, *KEYS, "comparator", "days_worked", "amount")
    most = _days_of_follow_up(values)
    if most is not None and isinstance(days, (int, float)) and days > most:
        what = f"{days:g} days are more than the follow-up of {at(values, 'study', 'follow_up')} has"
        report((*KEYS, "comparator", "days_worked", "amount"), what, "give the mean number of days worked per person within follow-up")


def _days_of_follow_up(values: dict) -> float | None:
    """The longest that follow-up can be, in days."""
    words = str(at(values, "study", "follow_up")).split()
    length = {"d": 1.0, "w": 7.0, "m": 31.0}.get(words[1][:1]) if len(words) == 2 and words[0].isdecimal() else None
    return None if length is None else int(words[0]) * length
