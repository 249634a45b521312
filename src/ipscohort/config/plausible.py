"""Values that are possible one by one, but can't be meant: a share for a percentage, limits the wrong way round, a day to come, one column for two things."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any

from ipscohort.config.base import as_text
from ipscohort.config.plain import Report, at, mapping

DATES = ("inclusion_date", "birth_date", "observed_until")
MOST_RATE = 0.5
"""Yearly rate of discount above which a percentage was meant."""
DOI = "10."
"""How a DOI begins."""
CLAUSES = ("eligible", "valid", "ceiling", "longest", "job_coaching", "performance", "fidelity")
"""Clauses of a funding scheme that stand by themselves."""


def check_plausible(values: dict, report: Report) -> None:
    """Report what can't be meant.

    Parameters
    ----------
    values : dict
        The settings as plain values.
    report : callable
        Takes a key path, what is wrong and what to do.
    """
    _days(values, report)
    _limits(values, report)
    _columns(values, report)
    _labels(values, report)
    _shares(values, report)
    _dois(values, report)


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _days(values: dict, report: Report) -> None:
    lock, today = at(values, "study", "end_of_observation", "data_lock"), date.today()
    if isinstance(lock, date) and lock > today:
        what = f"{lock} is a day to come (today is {today} by this computer's clock), until which nobody can have been observed"
        report(("study", "end_of_observation", "data_lock"), what, "name the last day of which the records know")
    recruited = at(values, "clean", "recruitment")
    if (
        isinstance(recruited, list)
        and len(recruited) == 2
        and all(isinstance(day, date) for day in recruited)
        and recruited[0] > recruited[1]
    ):
        report(("clean", "recruitment"), "the last day lies before the first", "write [first day, last day]")


def _limits(values: dict, report: Report) -> None:
    conditions = at(values, "clean", "eligibility")
    found = [(("clean", "eligibility", n), each) for n, each in enumerate(conditions if isinstance(conditions, list) else [])]
    for name, scheme in mapping(values, "programme", "funding", "schemes").items():
        when = at(scheme, "eligible", "when")
        where = ("programme", "funding", "schemes", name, "eligible", "when")
        found += [((*where, n), each) for n, each in enumerate(when if isinstance(when, list) else [])]
    for keys, condition in found:
        low, high = _number(at(condition, "min")), _number(at(condition, "max"))
        if low is not None and high is not None and low > high:
            report(keys, f"min ({low:g}) lies above max ({high:g}), which nobody meets", "change the two")


def _columns(values: dict, report: Report) -> None:
    people = mapping(values, "ingest", "participants")
    named = {
        key: as_text(at(people.get(key), "column") if isinstance(people.get(key), dict) else people.get(key)) for key in ("id", *DATES)
    }
    for one, other in combinations(("id", *DATES), 2):
        if isinstance(named[one], str) and named[one] == named[other]:
            what = f"column '{named[other]}' is {one} too, and can't be both"
            report(("ingest", "participants", other), what, "name the column of each")


def _labels(values: dict, report: Report) -> None:
    seen: dict[str, Any] = {}
    for part in ("variables", "scales"):
        for name, one in mapping(values, "ingest", "participants", part).items():
            label = as_text(at(one, "label"))
            if isinstance(label, str) and label in seen:
                what = f"'{label}' is the label of '{seen[label]}' too, so that readers could not tell the two apart"
                report(("ingest", "participants", part, name, "label"), what, "give each a label of its own")
            elif isinstance(label, str):
                seen[label] = name


def _shares(values: dict, report: Report) -> None:
    for name, percent in mapping(values, "monitoring", "benchmarks").items():
        number = _number(percent)
        if number is not None and 0 < number < 1:
            report(("monitoring", "benchmarks", name), f"{number:g} is less than 1 percent", f"write percent: {100 * number:g}")
    for of in ("costs", "outcomes"):
        keys = ("programme", "business_case", "discounting", of, "amount")
        rate = _number(at(values, *keys))
        if rate is not None and rate > MOST_RATE:
            report(keys, f"a yearly rate of {100 * rate:g}% is more than can be meant", f"write {rate / 100:g} for {rate:g}%")


def _dois(values: dict, report: Report) -> None:
    found = [(("themes", "papers", name, "doi"), at(paper, "doi")) for name, paper in mapping(values, "themes", "papers").items()]
    for name, scheme in mapping(values, "programme", "funding", "schemes").items():
        where = ("programme", "funding", "schemes", name)
        found += [((*where, clause, "doi"), at(scheme, clause, "doi")) for clause in CLAUSES]
        found += [((*where, "instalments", one, "doi"), at(each, "doi")) for one, each in mapping(scheme, "instalments").items()]
    for keys, doi in found:
        if isinstance(doi, str) and not doi.startswith(DOI):
            report(keys, f"'{doi}' is no DOI", "write it as it stands on the paper, from 10. on: 10.1186/s12888-018-1729-4")
