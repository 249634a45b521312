"""What AVAILABILITY and the report's definitions say: the study's own rules in words, and those of its measures."""

from __future__ import annotations

import pandas as pd

from ipscohort.catalogue.measures import HERE, MEASURES
from ipscohort.config.analysis import DerivedOutcomes
from ipscohort.config.study import OwnUnit, Study
from ipscohort.contracts.codebook import Codebook
from ipscohort.display.units import length, one
from ipscohort.outcomes.parts import NOT_GIVEN, Parts
from ipscohort.outcomes.rules import Words, rule_of
from ipscohort.words import later, say

COMPETITIVE = {
    "all_jobs": later("Every job in the records counts as competitive."),
    "column": later("The jobs that the records mark as competitive; a job of which that is not recorded is not counted, and listed."),
    "criteria": later(
        "Paid at prevailing wage, in the regular labour market, and not set aside for people with a disability: all three. "
        "A job of which one is not recorded and none is unmet is not counted, and listed."
    ),
}
"""Rule -> the jobs that count."""
OF_SOURCE = {
    "all_jobs": (
        later("In the source {source}: every job in the records counts as competitive."),
        later("But in the source {source}: every job in the records counts as competitive."),
    ),
    "column": (
        later(
            "In the source {source}: the jobs that the records mark as competitive; a job of which that is not recorded is not counted, and "
            "listed."
        ),
        later(
            "But in the source {source}: the jobs that the records mark as competitive; a job of which that is not recorded is not counted, "
            "and listed."
        ),
    ),
    "criteria": (
        later(
            "In the source {source}: paid at prevailing wage, in the regular labour market, and not set aside for people with a disability: "
            "all three. A job of which one is not recorded and none is unmet is not counted, and listed."
        ),
        later(
            "But in the source {source}: paid at prevailing wage, in the regular labour market, and not set aside for people with a "
            "disability: all three. A job of which one is not recorded and none is unmet is not counted, and listed."
        ),
    ),
}
"""Rule of a single source -> the same of it, and where it differs from the study's."""


def availability(parts: Parts, study: Study, outcomes: DerivedOutcomes, codebook: Codebook) -> pd.DataFrame:
    """AVAILABILITY: each measure, whether the records give it, its rule with the settings used, and why not.

    Parameters
    ----------
    parts : Parts
        What the records gave.
    study : Study
    outcomes : DerivedOutcomes
    codebook : Codebook
    """
    words = Words(study, outcomes, codebook)
    rows = []
    for name, measure in MEASURES.items():
        there = name in parts.columns or (name == "employment_rate" and parts.n_periods > 0)
        text = rule_of(measure, words) + (f"{say(HERE)}{parts.remarks[name]}." if parts.remarks.get(name) else "")
        why_not = pd.NA if there else parts.why_not.get(name, say(NOT_GIVEN))
        rows.append({"measure": name, "available": there, "rule": text, "why_not": why_not, "bond_2012": measure.bond_2012 or pd.NA})
    return pd.DataFrame(rows)


def definitions(study: Study, outcomes: DerivedOutcomes, codebook: Codebook) -> pd.DataFrame:
    """The definitions used, in words.

    Parameters
    ----------
    study : Study
    outcomes : DerivedOutcomes
    codebook : Codebook

    Returns
    -------
    DataFrame
        Columns name and rule, both text; study-wide rules first, then one row per measure that such records can give.
    """
    words = Words(study, outcomes, codebook)
    rows = {
        "follow_up": _follow_up(words),
        **({"time_unit": _own_unit(study.time_unit)} if isinstance(study.time_unit, OwnUnit) else {}),
        "last_day_observed": _last_day(words),
        "competitive": _competitive(words),
        **({"panel_in_days": _panel_in_days(words)} if words.placed else {}),
        **({} if words.given or words.panel else {"days_in_a_job": _days_in_a_job(words)}),
        **{name: rule_of(m, words) for name, m in MEASURES.items() if codebook.shape == "spells" or not m.needs_jobs},
    }
    return pd.DataFrame({"name": list(rows), "rule": list(rows.values())}).astype("string")


def _competitive(words: Words) -> str:
    """The study's rule, and those of single sources; where every source has its own, only these."""
    own = words.codebook.competitive
    every = bool(own) and set(words.codebook.job_sources) <= set(own)
    said = [] if every else [say(COMPETITIVE[words.study.competitive])]
    for position, (source, rule) in enumerate(own.items()):
        alone, differs = OF_SOURCE[rule]
        said.append(say(alone if every or position else differs, source=source))
    return " ".join(said)


def _follow_up(words: Words) -> str:
    follow_up = length(words.study.follow_up)
    if words.panel and not words.codebook.dated:
        return say("{follow_up}, counted in {periods} numbered from 1.", follow_up=follow_up, periods=words.periods)
    if not words.codebook.dated:
        return say("{length}; day 0 is the day of inclusion, the last possible day is day 0 + {length} - 1 day.", length=follow_up)
    text = say("Day 0 is the inclusion date; the last possible day is inclusion + {length} - 1 day.", length=follow_up)
    return f"{text} {_months(words)}" if words.study.follow_up.unit == "months" else text


def _own_unit(unit: OwnUnit) -> str:
    return say(
        "A {unit} is {days} days; number k holds the days {days} x (k - 1) to {days} x k - 1 since inclusion.",
        unit=one(unit),
        days=unit.days,
    )


def _months(words: Words) -> str:
    if words.study.month == "calendar":
        return say("Months are calendar months, counted in one step; the day is clipped to the month's end.")
    month = say("{n} days", n=words.study.month.removesuffix(" days"))
    return say("Months are {length} long: month m begins on the first whole day from (m - 1) x {length} after inclusion on.", length=month)


def _last_day(words: Words) -> str:
    end, durations = words.study.end_of_observation, words.codebook.shape == "durations"
    if end.complete and not durations:
        return say("Everybody was observed for the whole follow-up, as the settings say.")
    ends = [say("the last possible day")]
    if end.observed_until:
        ends.append(say("the recorded last day observed (that day included; none recorded: observed to the end)"))
    if end.data_lock:
        ends.append(say("the data lock, {day}", day=end.data_lock))
    if durations:
        ends.insert(0, say("the end that the records give (the time, where no job was obtained)"))
    return say("The earliest of {ends}.", ends=", ".join(ends))


def _panel_in_days(words: Words) -> str:
    return say(
        "The records hold a status per {period}. A {period} worked is worked from its first to its last day observed, as if its status were "
        "that of all its days. Each beginning and end of work is known to the {period} only."
        if words.placed == "first_to_last_day"
        else "The records hold a status per {period}. Work that begins or ends in a {period} is placed on its middle day; every other "
        "{period} worked is worked from its first to its last day observed. Each beginning and end of work is known to the {period} only.",
        period=words.period,
    )


def _days_in_a_job(words: Words) -> str:
    outcomes = words.outcomes
    days = say(
        "Last day - first day + 1, inside the days observed."
        if outcomes.last_day == "counted"
        else "Last day - first day (the last day is not counted), inside the days observed."
    )
    both = outcomes.ongoing_end == "unknown"
    known = [] if both else [say("Ongoing: to the last day observed.")]
    end = say("Ongoing or end unknown: {what}." if both else "End unknown: {what}.", what=_unknown_end(words))
    return " ".join([days, *known, end, say("Start unknown: no days.")])


def _unknown_end(words: Words) -> str:
    """What is counted of a job whose end is unknown."""
    if words.outcomes.unknown_end == "last_day_observed":
        return say("to the last day observed")
    if words.outcomes.period_worked == "any_day":
        return say("no days, employed in the {period} of its start only", period=words.period)
    return say("no days, employed on its first day only")
