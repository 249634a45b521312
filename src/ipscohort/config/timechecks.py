"""References between the keys that say how time is counted: follow-up, time unit, period, panel, end of observation."""

from __future__ import annotations

from typing import Any

from ipscohort.config.analysis import half_a_year
from ipscohort.config.base import as_text
from ipscohort.config.plain import Report, at, mapping, yes
from ipscohort.config.study import AVERAGE_MONTH, AnyUnit, OwnUnit, days_of, plain_duration, plain_unit
from ipscohort.errors import nearest

NO_DATES = "months need inclusion dates, which this cohort has not"
LONGER = 3.0
"""Days by which some calendar months one after another are longer than as many average ones, at most."""
MAP_DATES = "map ingest.participants.inclusion_date"


def check_time(values: dict, report: Report) -> None:
    """Report what does not fit together.

    Parameters
    ----------
    values : dict
    report : callable
        Takes a key path, what is wrong and what to do.
    """
    study, participants = mapping(values, "study"), mapping(values, "ingest", "participants")
    dated = participants.get("inclusion_date") is not None
    unit, period = _name(study.get("time_unit")), _name(study.get("period", "months"))
    if not dated and "participants" in mapping(values, "ingest"):
        _months_without_dates(values, unit, period, report)
    if (unit in ("weeks", "months") or isinstance(plain_unit(study.get("time_unit")), OwnUnit)) and period != unit:
        report(("study", "period"), f"the period is {period} and the time unit {unit}", f"set study.period: {unit}")
    for source, settings in mapping(values, "ingest", "jobs").items():
        if at(settings, "shape") == "panel":
            _panel(values, source, settings, dated, report)
    _long_term(values, report)
    end = mapping(study, "end_of_observation")
    if yes(end.get("observed_until")) and participants and participants.get("observed_until") is None:
        report(
            ("study", "end_of_observation", "observed_until"),
            "no column is mapped as observed_until",
            "map ingest.participants.observed_until",
        )
    if end.get("data_lock") is not None and participants and not dated:
        report(
            ("study", "end_of_observation", "data_lock"),
            "a date of data lock needs inclusion dates, which this cohort has not",
            "use observed_until, or `complete: yes`",
        )


def _name(unit: Any) -> Any:
    """What a unit is called in the settings."""
    return as_text(unit.get("name")) if isinstance(unit, dict) else unit


def _months_without_dates(values: dict, unit: Any, period: Any, report: Report) -> None:
    """Where days are counted, calendar months can't be without inclusion dates."""
    study, sources = mapping(values, "study"), mapping(values, "ingest", "jobs").values()
    shapes = {at(source, "shape") for source in sources}
    in_days = shapes & {"spells", "wide"} or ("panel" in shapes and unit == "days")
    if not in_days or at(study, "month") not in (None, "calendar"):
        return
    follow_up = study.get("follow_up")
    if isinstance(follow_up, str) and "month" in follow_up:
        remedy = f"give the follow-up in days or weeks, set study.month to a number of days, or {MAP_DATES}"
        report(("study", "follow_up"), NO_DATES, remedy)
    if "months" in (unit, period):
        key = "time_unit" if unit == "months" else "period"
        other = "set study.month to a number of days" if "panel" in shapes else f"set study.{key}: weeks"
        report(("study", key), NO_DATES, f"{other}, or {MAP_DATES}")


def _panel(values: dict, source: str, settings: Any, dated: bool, report: Report) -> None:
    study = mapping(values, "study")
    unit, counted = plain_unit(study.get("time_unit")), _name(at(settings, "unit"))
    own = [unit.name] if isinstance(unit, OwnUnit) else []
    place = ("ingest", "jobs", source)
    valid = ["weeks", "months", *own]
    if counted == "days":
        report((*place, "unit"), "a panel of days is not read", "give the jobs as spells, or a status per week or month")
    elif isinstance(counted, str) and counted not in valid:
        declare = "" if own else f" (a period of another length is declared as study.time_unit: {{name: {counted}, days: ...}})"
        report((*place, "unit"), f"'{counted}' is no unit of a panel", nearest(counted, valid) + declare)
    elif unit == "days":
        _panel_in_days(values, counted, report)
    elif unit is not None and isinstance(counted, str) and _name(study.get("time_unit")) != counted:
        what = f"the panel counts {counted}, the time unit is {_name(study.get('time_unit'))}"
        report(("study", "time_unit"), what, f"set study.time_unit: {counted}")
    if at(settings, "counted_from") == "calendar" and not dated:
        report((*place, "counted_from"), "calendar months need inclusion dates, which this cohort has not", MAP_DATES)


def _panel_in_days(values: dict, counted: Any, report: Report) -> None:
    """A panel in a study counted in days: where in a period work is placed must be said, and rates are those of its periods."""
    if not isinstance(counted, str):
        return
    if at(values, "outcomes", "panel_in_days") is None:
        remedy = (
            f"set outcomes.panel_in_days: first_to_last_day or middle_to_middle_day (see config/README.md), or study.time_unit: {counted}"
        )
        report(
            ("outcomes", "panel_in_days"),
            f"the panel counts {counted}, the time unit is days, and nothing says which days are worked",
            remedy,
        )
    period = at(values, "study", "period") or "months"
    if period != counted:
        report(("study", "period"), f"the panel counts {counted} and the period is {_name(period)}", f"set study.period: {counted}")


def _long_term(values: dict, report: Report) -> None:
    long_term, unit = mapping(values, "outcomes").get("long_term"), plain_unit(at(values, "study", "time_unit"))
    if unit is None:
        return
    long_term = half_a_year(unit) if long_term is None else long_term
    most = _follow_up_in(unit, at(values, "study", "follow_up"), at(values, "study", "month"))
    if most is not None and isinstance(long_term, int) and long_term > most:
        report(("outcomes", "long_term"), f"{long_term} {unit} is longer than the follow-up", "name a shorter time that counts as long")


def check_tau(values: dict, report: Report) -> None:
    """Report a mean up to a time, a share at one, and long work of one, that nobody can be followed to; of the study itself only.

    Parameters
    ----------
    values : dict
    report : callable
        Takes a key path, what is wrong and what to do.
    """
    remedy = "name a time within follow-up, or leave it out: means are then taken up to the end of follow-up"
    _beyond(values, ("survival", "tau"), at(values, "survival", "tau"), remedy, report)
    long_term = at(values, "outcomes", "long_term")
    _beyond(values, ("outcomes", "long_term"), long_term, "name a shorter time that counts as long", report)
    horizons = at(values, "survival", "horizons")
    for number, horizon in enumerate(horizons if isinstance(horizons, list) else []):
        _beyond(values, ("survival", "horizons", number), horizon, "name times within follow-up, in study.time_unit", report)


def _beyond(values: dict, keys: tuple, time: Any, remedy: str, report: Report) -> None:
    """Report a time beyond the longest that the follow-up can be, whatever the months in it."""
    unit, month = plain_unit(at(values, "study", "time_unit")), at(values, "study", "month") or "calendar"
    written = at(values, "study", "follow_up")
    follow_up = plain_duration(written)
    if unit is None or follow_up is None or isinstance(time, bool) or not isinstance(time, (int, float)):
        return
    slack = LONGER if follow_up.unit == "months" and month == "calendar" else 0.0
    days = follow_up.length * days_of(follow_up.unit, month) + slack
    if time * days_of(unit, month) > days + (0 if follow_up.unit == unit else days_of(unit, month)):
        report(keys, f"{time:g} {unit} is beyond the follow-up of {written}, so nobody is observed so long", remedy)


def _follow_up_in(unit: AnyUnit, follow_up: Any, month: Any) -> float | None:
    """Length of follow-up in a unit, where it is exact."""
    given = plain_duration(follow_up)
    if given is None:
        return None
    if given.unit == unit:
        return given.length
    if isinstance(unit, OwnUnit):
        days = AVERAGE_MONTH if given.unit == "months" and not isinstance(month, str) else days_of(given.unit, month or "calendar")
        return -(-given.length * days // unit.days)
    return None
