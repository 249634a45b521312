"""The rule of every measure in words, with the settings used: what AVAILABILITY and the report's definitions say."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ipscohort.catalogue.measures import HERE, MEASURES, Measure
from ipscohort.config.analysis import DerivedOutcomes
from ipscohort.config.study import OwnUnit, Study, singular
from ipscohort.contracts.codebook import Codebook
from ipscohort.outcomes.parts import Parts
from ipscohort.words import say

COMPETITIVE = {
    "all_jobs": "Every job in the records counts as competitive.",
    "column": "The jobs that the records mark as competitive; a job of which that is not recorded is not counted, and listed.",
    "criteria": "Paid at prevailing wage, in the regular labour market, and not set aside for people with a disability: all three. "
    "A job of which one is not recorded and none is unmet is not counted, and listed.",
}

PERIOD_WORKED = {
    "any_day": "on any observed day of it, of those observed on its first day",
    "middle_day": "on its middle day, of those observed on that day",
    "last_day": "on its last day, of those observed on that day",
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
        return f"{self.study.follow_up} of follow-up"

    @property
    def unit(self) -> str:
        """One unit of time, such as week."""
        return singular(self.study.time_unit)

    @property
    def period(self) -> str:
        """One period of the employment rates."""
        return singular(self.study.period)

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
    "first_to_last_day": "each from its first to its last day observed",
    "middle_to_middle_day": "each from its first to its last day observed, but from the middle day of one in which work begins (the first one, "
    "or one after one not worked), and to the middle day of one in which it ends (before one not worked)",
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
        why_not = pd.NA if there else parts.why_not.get(name, "the records do not give it")
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
    return measure.rule.format(
        span=words.span,
        time_unit=words.study.time_unit,
        dated=_dated(words),
        dates=_dates(words),
        long_term=outcomes.long_term,
        half_time_hours=f"{outcomes.half_time_hours:g}",
    )


def _competitive(words: Words) -> str:
    """The study's rule, and those of single sources; where every source has its own, only these."""
    rule, own = COMPETITIVE[words.study.competitive], words.codebook.competitive
    said = [f"n the source {source}: {COMPETITIVE[one][0].lower()}{COMPETITIVE[one][1:]}" for source, one in own.items()]
    if own and set(words.codebook.job_sources) <= set(own):
        return " ".join(f"I{text}" for text in said)
    return " ".join([rule, *(f"{'But i' if position == 0 else 'I'}{text}" for position, text in enumerate(said))])


def _follow_up(words: Words) -> str:
    length = words.study.follow_up
    if words.panel and not words.codebook.dated:
        return f"{length}, counted in {words.study.period} numbered from 1."
    if not words.codebook.dated:
        return f"{length}; day 0 is the day of inclusion, the last possible day is day 0 + {length} - 1 day."
    text = f"Day 0 is the inclusion date; the last possible day is inclusion + {length} - 1 day."
    return f"{text} {_months(words)}" if length.unit == "months" else text


def _own_unit(unit: OwnUnit) -> str:
    return f"A {unit.one} is {unit.days} days; number k holds the days {unit.days} x (k - 1) to {unit.days} x k - 1 since inclusion."


def _months(words: Words) -> str:
    if words.study.month == "calendar":
        return "Months are calendar months, counted in one step; the day is clipped to the month's end."
    length = words.study.month
    return f"Months are {length} long: month m begins on the first whole day from (m - 1) x {length} after inclusion on."


def _last_day(words: Words) -> str:
    end = words.study.end_of_observation
    if words.codebook.shape == "outcomes":
        return "As the records give it."
    if end.complete and not words.given:
        return "Everybody was observed for the whole follow-up, as the settings say."
    ends = ["the last possible day"]
    if end.observed_until:
        ends.append("the recorded last day observed (that day included; none recorded: observed to the end)")
    if end.data_lock:
        ends.append(f"the data lock, {end.data_lock}")
    if words.given:
        ends.insert(0, "the end that the records give (the time, where no job was obtained)")
    return "The earliest of " + ", ".join(ends) + "."


def _panel_in_days(words: Words) -> str:
    period = words.period
    fit = {
        "first_to_last_day": "A {0} worked is worked from its first to its last day observed, as if its status were that of all its days.",
        "middle_to_middle_day": "Work that begins or ends in a {0} is placed on its middle day; every other {0} worked is worked from its "
        "first to its last day observed.",
    }[words.placed]
    return f"The records hold a status per {period}. {fit.format(period)} Each beginning and end of work is known to the {period} only."


def _days_in_a_job(words: Words) -> str:
    outcomes, to_the_end = words.outcomes, "to the last day observed"
    counted = outcomes.last_day == "counted"
    days = "Last day - first day + 1" if counted else "Last day - first day (the last day is not counted)"
    end = "Ongoing or end unknown" if outcomes.ongoing_end == "unknown" else "End unknown"
    known = "" if outcomes.ongoing_end == "unknown" else f" Ongoing: {to_the_end}."
    unknown = to_the_end if outcomes.unknown_end == "last_day_observed" else f"no days, employed {_first_day(words)} only"
    return f"{days}, inside the days observed.{known} {end}: {unknown}. Start unknown: no days."


def _first_day(words: Words) -> str:
    return f"in the {words.period} of its start" if words.outcomes.period_worked == "any_day" else "on its first day"


def _job_obtained(words: Words) -> str:
    if words.given:
        return f"A job obtained in {words.span}, as the study gives it."
    if words.panel:
        return f"Employed in any {words.period} observed of {words.span}. Who left early or is unknown in some {words.study.period} counts as no job."
    return (
        f"Any competitive job begun in {words.span} while observed, also an undated one. A job held at entry is not "
        "obtained; who left early without a job counts as no job."
    )


def _time_to_first_job(words: Words) -> str:
    if words.given:
        return " ".join(filter(None, [f"In {words.study.time_unit}, as the study gives it.", words.codebook.exit_rule]))
    if words.placed:
        day = "Middle" if words.placed == "middle_to_middle_day" else "First"
        return (
            f"{day} day of the first {words.period} worked - inclusion, in days (0: on the day of inclusion). An unknown {words.period} "
            f"before it: time unknown. Without work: censored at the last day observed, or at the last one before the first unknown "
            f"{words.period}."
        )
    if words.panel:
        return (
            f"Number of the first {words.unit} worked (1, 2, ...), event and censoring at its end. An unknown {words.unit} before it: "
            f"time unknown. Without work: censored at the last {words.unit} observed, or before the first unknown one."
        )
    unknown = "A person with any job of unknown start has an unknown time. Without a job: censored at the"
    if words.study.time_unit == "days":
        return f"Start of the first job obtained - inclusion, in days (0: on the day of inclusion). {unknown} last day observed."
    return (
        f"Number of the {words.unit} since inclusion (1, 2, ...) in which the first job obtained began, event and censoring at its end. "
        f"{unknown} last {words.unit} observed."
    )


def _time_worked(words: Words) -> str:
    if words.given:
        return f"In {words.study.time_unit}, as the study gives it; 0 without a job."
    if words.placed:
        return f"Days of {words.span} in {words.study.period} known to be worked, {PLACED[words.placed]}; 0 for who worked in none."
    if words.panel:
        open_to = f"; unknown with an unknown {words.unit}" if words.outcomes.partly_known == "unknown" else ""
        return f"Number of {words.study.time_unit} of {words.span} known to be worked; 0 for who worked in none{open_to}."
    summed = words.outcomes.overlap == "sum"
    if words.study.time_unit != "days":
        when = {"any_day": "any day", "middle_day": "the middle day", "last_day": "the last day"}[words.outcomes.period_worked]
        what = f"Number of {words.study.time_unit} of {words.span} with {when} worked" + (
            ", summed over competitive jobs" if summed else ""
        )
    elif summed:
        what = f"Days in {words.span}, summed over competitive jobs (a day with two jobs counts twice)"
    else:
        what = f"Distinct calendar days in {words.span} with a competitive job"
    return f"{what}; only jobs {_dated(words)}. 0 without a job, missing for a worker without such a job.{_partly_known(words)}"


def _partly_known(words: Words) -> str:
    return " Also unknown for a worker with a job whose unknown dates could add to it." if words.outcomes.partly_known == "unknown" else ""


def _dates(words: Words) -> str:
    """What a job must have to have days."""
    return "a known start" if words.outcomes.unknown_end == "last_day_observed" else "both dates"


def _dated(words: Words) -> str:
    """Which jobs have days."""
    ongoing = words.outcomes.ongoing_end == "last_day_observed" and words.outcomes.unknown_end == "no_days"
    return f"with {_dates(words)}" + (", or ongoing" if ongoing else "")


def _worked_long(words: Words) -> str:
    what = f"Time worked of {words.outcomes.long_term} {words.study.time_unit} or more, of all persons"
    if words.outcomes.partly_known == "counted" or words.given:
        return f"{what} whose time worked is known."
    return f"{what} of whom it is known; unknown where unknown {'periods' if words.panel else 'dates'} decide."


def _employment_rate(words: Words) -> str:
    interval = f"Wilson {100 * words.study.confidence:g}% interval, pointwise."
    if words.panel:
        return f"Per {words.period}: employed, of those observed whose status is known in it; {interval}"
    return (
        f"Per {words.period} m, from inclusion + (m - 1) {words.study.period} to the day before inclusion + m {words.study.period}: worked "
        f"{PERIOD_WORKED[words.outcomes.period_worked]}; {interval}"
    )


def _weeks_worked(words: Words) -> str:
    if words.placed and words.study.period != "weeks":
        return "Days worked / 7; 0 without a job."
    if words.panel or (words.given and words.study.time_unit == "weeks"):
        return f"Number of weeks worked of {words.span}; 0 without a job."
    missing = f"missing for a worker none of whose jobs has {_dates(words)}.{_partly_known(words)}"
    return f"Distinct days worked in {words.span} / 7; 0 without a job, {missing}"


def _wages_earned(words: Words) -> str:
    per = {
        "hour": "days / 7 x hours per week x wage per hour",
        "week": "days / 7 x wage per week",
        "month": f"days / {words.study.days_per_month:g} x wage per month",
    }
    return f"Sum over competitive jobs of {per[words.codebook.wage_per]} (jobs with these facts and {_dates(words)}); 0 without a job."


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
