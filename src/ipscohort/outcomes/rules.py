"""The rule of each measure in words, with the settings used."""

from __future__ import annotations

from dataclasses import dataclass

from ipscohort.catalogue.measures import Measure
from ipscohort.config.analysis import DerivedOutcomes
from ipscohort.config.study import Study
from ipscohort.contracts.codebook import Codebook
from ipscohort.display.units import length, one, several
from ipscohort.words import later, say

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
