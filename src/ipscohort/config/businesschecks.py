"""Names in `programme.business_case` that lead nowhere, and what it needs of the rest of the settings."""

from __future__ import annotations

from ipscohort.config.base import as_text
from ipscohort.config.funding import CURRENCY
from ipscohort.config.plain import Report, at, job_shapes, mapping
from ipscohort.config.study import plain_duration
from ipscohort.errors import nearest

KEYS = ("programme", "business_case")
LONGEST = {"days": 1.0, "weeks": 7.0, "months": 31.0}
"""Days that a unit of follow-up has at most."""


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
    _check_numbers(values, types, report)
    if isinstance(at(values, *KEYS, "funding"), dict):
        _check_funding(values, report)
    _check_trajectory(values, report)
    days = at(values, *KEYS, "comparator", "days_worked", "amount")
    most = _days_of_follow_up(values)
    if most is not None and isinstance(days, (int, float)) and days > most:
        what = f"{days:g} days are more than the follow-up of {at(values, 'study', 'follow_up')} has"
        report((*KEYS, "comparator", "days_worked", "amount"), what, "give the mean number of days worked per person within follow-up")


def _check_numbers(values: dict, types: dict[str, str], report: Report) -> None:
    """What a cost is per is a number of the participants."""
    numbers = [name for name, kind in types.items() if kind == "number"]
    for name, cost in mapping(values, *KEYS, "costs").items():
        variable = as_text(at(cost, "per", "variable"))
        if variable is not None and variable not in numbers:
            what = f"no number among the participants' variables is called '{variable}'"
            report((*KEYS, "costs", name, "per", "variable"), what, nearest(str(variable), numbers))


def _check_trajectory(values: dict, report: Report) -> None:
    """A month in the trajectory needs the days on which it began and ended."""
    lacking = [name for name in ("funded_start", "trajectory_end") if at(values, "programme", "funding", name) is None]
    for name, cost in mapping(values, *KEYS, "costs").items() if lacking else ():
        if at(cost, "per") == "month_in_trajectory":
            what = f"a month in the trajectory needs programme.funding.{lacking[0]}, which the settings do not name"
            report((*KEYS, "costs", name, "per"), what, f"name {lacking[0]} under programme.funding, or take month_in_programme")


def _check_funding(values: dict, report: Report) -> None:
    """What the schemes paid can be taken in: there are some, their payers are stakeholders, and they count in the same money."""
    if at(values, "programme", "funding") is None:
        what = "the business case takes in what funding schemes paid, and the settings declare none"
        report((*KEYS, "funding"), what, "declare programme.funding, or leave this out")
        return
    schemes = mapping(values, "programme", "funding", "schemes")
    stakeholders = list(map(as_text, mapping(values, *KEYS, "stakeholders")))
    for payer in dict.fromkeys(as_text(at(one, "payer")) for one in schemes.values()):
        if payer is not None and payer not in stakeholders:
            what = f"programme.funding has a payer '{payer}', who is no stakeholder"
            report((*KEYS, "stakeholders"), what, f"name a stakeholder so: {payer}: what tables call the payer")
    theirs, own = as_text(at(values, "programme", "funding", "currency")), as_text(at(values, *KEYS, "currency"))
    if own is not None and (theirs or CURRENCY) != own:
        what = f"the funding schemes count in '{theirs or CURRENCY}' and the business case, which takes them in, in '{own}'"
        report((*KEYS, "currency"), what, "call the currency the same in both, programme.funding.currency and here")
    for name, cost in mapping(values, *KEYS, "funding", "priced_by").items():
        _check_priced_by(schemes, as_text(name), at(values, *KEYS, "costs", as_text(cost), "pays"), report)


def _check_priced_by(schemes: dict, name: str, pays: object, report: Report) -> None:
    """A cost stands for a scheme of the same payer, none of whose payments has a price."""
    keys = (*KEYS, "funding", "priced_by", name)
    if name not in map(as_text, schemes):
        report(keys, f"there is no funding scheme '{name}'", nearest(name, list(map(as_text, schemes))))
        return
    scheme = next(one for key, one in schemes.items() if as_text(key) == name)
    priced = [one for one in mapping(scheme, "instalments").values() if at(one, "amount") is not None or at(one, "per_hour") is not None]
    if priced or at(scheme, "performance") is not None:
        report(keys, f"payments of the scheme '{name}' have prices of their own, and would be counted twice", "leave it out")
    if pays is not None and as_text(pays) != as_text(at(scheme, "payer")):
        report(keys, f"the scheme is paid by '{at(scheme, 'payer')}' and the cost by '{pays}'", "name a cost of the same payer")


def _days_of_follow_up(values: dict) -> float | None:
    """The longest that follow-up can be, in days."""
    follow_up = plain_duration(at(values, "study", "follow_up"))
    return None if follow_up is None else follow_up.length * LONGEST[follow_up.unit]
