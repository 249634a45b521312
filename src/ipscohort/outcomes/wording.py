"""The rule of every measure in words, with the settings used: what AVAILABILITY and the report's definitions say."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ipscohort.catalogue.measures import HERE, MEASURES, Measure
from ipscohort.config.analysis import DerivedOutcomes
from ipscohort.config.study import OwnUnit, Study
from ipscohort.contracts.codebook import Codebook
from ipscohort.display.units import length, one, several
from ipscohort.outcomes.parts import NOT_GIVEN, Parts
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

PERIOD_WORKED = {
    "any_day": later("on any observed day of it, of those observed on its first day"),
    "middle_day": later("on its middle day, of those observed on that day"),
    "last_day": later("on its last day, of those observed on that day"),
}


@dataclass(frozen=True)
class Words:
    """What the sentences need of the settings.

    Attributes
    ----------
    study : Study
    outcomes : DerivedOutcomes
    codebook : Codebook
    """

    study: Study
    outcomes: DerivedOutcomes
    codebook: Codebook

    @property
    def span(self) -> str:
        """Follow-up in words."""
        return say("{length} of follow-up", length=length(self.study.follow_up))

    @property
    def unit(self) -> str:
        """One unit of time, such as week."""
        return one(self.study.time_unit)

    @property
    def units(self) -> str:
        """Several units of time, such as weeks."""
        return several(self.study.time_unit)

    @property
    def period(self) -> str:
        """One period of the employment rates."""
        return one(self.study.period)

    @property
    def periods(self) -> str:
        """Several of them."""
        return several(self.study.period)

    @property
    def given(self) -> bool:
        """Whether the records hold no jobs and no periods."""
        return self.codebook.shape in ("durations", "outcomes")

    @property
    def placed(self) -> str:
        """How a panel's periods are placed in days; empty where they are not."""
        return (self.outcomes.panel_in_days or "first_to_last_day") if self.panel and self.study.time_unit == "days" else ""

    @property
    def panel(self) -> bool:
        """Whether the records are a panel."""
        return self.codebook.shape == "panel"


PLACED = {
    "first_to_last_day": later("each from its first to its last day observed"),
    "middle_to_middle_day": later(
        "each from its first to its last day observed, but from the middle day of one in which work begins (the first one, "
        "or one after one not worked), and to the middle day of one in which it ends (before one not worked)"
    ),
}
"""Rule -> which days of a panel's periods are worked."""


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


def rule_of(measure: Measure, words: Words) -> str:
    """The operational rule of a measure, with the settings used."""
    if not measure.rule:
        return RULES[measure.name](words)
    outcomes = words.outcomes
    return say(
        measure.rule,
        span=words.span,
        time_unit=words.units,
        dated=_dated(words),
        dates=_dates(words),
        long_term=outcomes.long_term,
        half_time_hours=f"{outcomes.half_time_hours:g}",
    )


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
    end = words.study.end_of_observation
    if words.codebook.shape == "outcomes":
        return say("As the records give it.")
    if end.complete and not words.given:
        return say("Everybody was observed for the whole follow-up, as the settings say.")
    ends = [say("the last possible day")]
    if end.observed_until:
        ends.append(say("the recorded last day observed (that day included; none recorded: observed to the end)"))
    if end.data_lock:
        ends.append(say("the data lock, {day}", day=end.data_lock))
    if words.given:
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


def _job_obtained(words: Words) -> str:
    if words.given:
        return say("A job obtained in {span}, as the study gives it.", span=words.span)
    if words.panel:
        return say(
            "Employed in any {period} observed of {span}. Who left early or is unknown in some {periods} counts as no job.",
            period=words.period,
            periods=words.periods,
            span=words.span,
        )
    return say(
        "Any competitive job begun in {span} while observed, also an undated one. A job held at entry is not "
        "obtained; who left early without a job counts as no job.",
        span=words.span,
    )


def _time_to_first_job(words: Words) -> str:
    if words.given:
        return " ".join(filter(None, [say("In {units}, as the study gives it.", units=words.units), words.codebook.exit_rule]))
    if words.placed:
        return say(
            "Middle day of the first {period} worked - inclusion, in days (0: on the day of inclusion). An unknown {period} before it: time "
            "unknown. Without work: censored at the last day observed, or at the last one before the first unknown {period}."
            if words.placed == "middle_to_middle_day"
            else "First day of the first {period} worked - inclusion, in days (0: on the day of inclusion). An unknown {period} before it: time "
            "unknown. Without work: censored at the last day observed, or at the last one before the first unknown {period}.",
            period=words.period,
        )
    if words.panel:
        return say(
            "Number of the first {unit} worked (1, 2, ...), event and censoring at its end. An unknown {unit} before it: time unknown. Without "
            "work: censored at the last {unit} observed, or before the first unknown one.",
            unit=words.unit,
        )
    if words.study.time_unit == "days":
        return say(
            "Start of the first job obtained - inclusion, in days (0: on the day of inclusion). A person with any job of unknown start has an "
            "unknown time. Without a job: censored at the last day observed."
        )
    return say(
        "Number of the {unit} since inclusion (1, 2, ...) in which the first job obtained began, event and censoring at its end. A person "
        "with any job of unknown start has an unknown time. Without a job: censored at the last {unit} observed.",
        unit=words.unit,
    )


def _time_worked(words: Words) -> str:
    if words.given:
        return say("In {units}, as the study gives it; 0 without a job.", units=words.units)
    named = {"span": words.span, "unit": words.unit, "units": words.units}
    if words.placed:
        named |= {"periods": words.periods, "placed": say(PLACED[words.placed])}
        return say("Days of {span} in {periods} known to be worked, {placed}; 0 for who worked in none.", **named)
    if words.panel:
        return say(
            "Number of {units} of {span} known to be worked; 0 for who worked in none; unknown with an unknown {unit}."
            if words.outcomes.partly_known == "unknown"
            else "Number of {units} of {span} known to be worked; 0 for who worked in none.",
            **named,
        )
    summed = words.outcomes.overlap == "sum"
    if words.study.time_unit != "days":
        what = say((WORKED_OVER_JOBS if summed else WORKED)[words.outcomes.period_worked], **named)
    elif summed:
        what = say("Days in {span}, summed over competitive jobs (a day with two jobs counts twice)", **named)
    else:
        what = say("Distinct calendar days in {span} with a competitive job", **named)
    rule = say("{what}; only jobs {dated}. 0 without a job, missing for a worker without such a job.", what=what, dated=_dated(words))
    return " ".join([rule, *_partly_known(words)])


WORKED = {
    "any_day": later("Number of {units} of {span} with any day worked"),
    "middle_day": later("Number of {units} of {span} with the middle day worked"),
    "last_day": later("Number of {units} of {span} with the last day worked"),
}
"""`period_worked` -> the time worked in study.time_unit."""
WORKED_OVER_JOBS = {
    "any_day": later("Number of {units} of {span} with any day worked, summed over competitive jobs"),
    "middle_day": later("Number of {units} of {span} with the middle day worked, summed over competitive jobs"),
    "last_day": later("Number of {units} of {span} with the last day worked, summed over competitive jobs"),
}
"""The same where days in two jobs count twice."""


def _partly_known(words: Words) -> list[str]:
    open_to = words.outcomes.partly_known == "unknown"
    return [say("Also unknown for a worker with a job whose unknown dates could add to it.")] if open_to else []


def _dates(words: Words) -> str:
    """What a job must have to have days."""
    return say("a known start" if words.outcomes.unknown_end == "last_day_observed" else "both dates")


def _dated(words: Words) -> str:
    """Which jobs have days."""
    ongoing = words.outcomes.ongoing_end == "last_day_observed" and words.outcomes.unknown_end == "no_days"
    return say("with {dates}, or ongoing" if ongoing else "with {dates}", dates=_dates(words))


def _worked_long(words: Words) -> str:
    named = {"n": words.outcomes.long_term, "units": words.units}
    if words.outcomes.partly_known == "counted" or words.given:
        return say("Time worked of {n} {units} or more, of all persons whose time worked is known.", **named)
    return say(
        "Time worked of {n} {units} or more, of all persons of whom it is known; unknown where unknown periods decide."
        if words.panel
        else "Time worked of {n} {units} or more, of all persons of whom it is known; unknown where unknown dates decide.",
        **named,
    )


def _employment_rate(words: Words) -> str:
    named = {"period": words.period, "periods": words.periods, "level": f"{100 * words.study.confidence:g}"}
    if words.panel:
        return say(
            "Per {period}: employed, of those observed whose status is known in it; Wilson {level}% interval, pointwise.",
            **named,
        )
    return say(
        "Per {period} m, from inclusion + (m - 1) {periods} to the day before inclusion + m {periods}: worked {when}; Wilson {level}% "
        "interval, pointwise.",
        when=say(PERIOD_WORKED[words.outcomes.period_worked]),
        **named,
    )


def _weeks_worked(words: Words) -> str:
    if words.placed and words.study.period != "weeks":
        return say("Days worked / 7; 0 without a job.")
    if words.panel or (words.given and words.study.time_unit == "weeks"):
        return say("Number of weeks worked of {span}; 0 without a job.", span=words.span)
    rule = say(
        "Distinct days worked in {span} / 7; 0 without a job, missing for a worker none of whose jobs has {dates}.",
        span=words.span,
        dates=_dates(words),
    )
    return " ".join([rule, *_partly_known(words)])


def _wages_earned(words: Words) -> str:
    return say(WAGES[words.codebook.wage_per], days=f"{words.study.days_per_month:g}", dates=_dates(words))


WAGES = {
    "hour": later(
        "Sum over competitive jobs of days / 7 x hours per week x wage per hour (jobs with these facts and {dates}); 0 without a job."
    ),
    "week": later("Sum over competitive jobs of days / 7 x wage per week (jobs with these facts and {dates}); 0 without a job."),
    "month": later("Sum over competitive jobs of days / {days} x wage per month (jobs with these facts and {dates}); 0 without a job."),
}
"""For what time a wage is paid -> how wages are summed."""


RULES = {
    "job_obtained": _job_obtained,
    "time_to_first_job": _time_to_first_job,
    "time_worked": _time_worked,
    "worked_long": _worked_long,
    "employment_rate": _employment_rate,
    "weeks_worked": _weeks_worked,
    "wages_earned": _wages_earned,
}
"""Measure -> its rule, where that hangs on more of the settings than the catalogue's sentence can say."""
