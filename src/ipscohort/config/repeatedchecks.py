"""References of repeated measures: exposures, confounders and scores by wave, and files of scores with a row per person and wave."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from math import ceil

from ipscohort.config.base import as_text, plain_code
from ipscohort.config.plain import Report, at, mapping, texts
from ipscohort.config.settings import Settings
from ipscohort.config.study import days_of
from ipscohort.errors import nearest


def wave_variables(values: dict) -> Iterator[tuple[tuple, str]]:
    """Key path and name of every number that files of waves make."""
    for file, settings in mapping(values, "ingest", "waves").items():
        for score, column in mapping(settings, "scores").items():
            for wave, name in mapping(column, "waves").items():
                yield ("ingest", "waves", file, "scores", score, "waves", wave), as_text(name)


def check_wave_files(values: dict, reserved: Collection[str], report: Report) -> None:
    """Names that files of waves make must be free; with dates of measurement waves are months, and there are dates of inclusion."""
    people = mapping(values, "ingest", "participants")
    taken = {as_text(name) for part in ("variables", "scales") for name in mapping(people, part)}
    for keys, name in wave_variables(values):
        if name in reserved:
            report(keys, f"'{name}' is a name of the contract", "choose another name")
        elif name in taken:
            report(keys, f"there is another variable or wave '{name}'", "choose another name for one of the two")
        taken.add(name)
    for file, settings in mapping(values, "ingest", "waves").items():
        if at(settings, "date") is None:
            continue
        if people and people.get("inclusion_date") is None:
            what = "a date of measurement needs inclusion dates, which this cohort has not"
            report(("ingest", "waves", file, "date"), what, "map ingest.participants.inclusion_date, or name the column of the wave")
        for score, column in mapping(settings, "scores").items():
            for wave in mapping(column, "waves"):
                if not str(plain_code(as_text(wave))).isdigit():
                    keys = ("ingest", "waves", file, "scores", score, "waves", wave)
                    report(keys, f"'{wave}' is no month", "with a date of measurement, write months since inclusion: 0, 6, 18")


def check_repeated(values: dict, types: dict[str, str], report: Report) -> None:
    """Exposures, confounders and scores must be there, and no exposure may be its own confounder.

    Parameters
    ----------
    values : dict
    types : dict of str -> str
        Variables and scales by name -> type.
    report : callable
    """
    exposures = {as_text(name): as_text(at(each, "variable")) for name, each in mapping(values, "exposures").items()}
    numbers = [name for name, kind in types.items() if kind == "number"]
    parts = {("repeated", "employment"): at(values, "repeated", "employment")}
    parts |= {("repeated", "scores", name): score for name, score in mapping(values, "repeated", "scores").items()}
    for keys, part in parts.items():
        chosen, confounders = texts(part, "exposures"), texts(part, "confounders")
        _named(chosen, exposures, (*keys, "exposures"), "exposure", report)
        _named(confounders, types, (*keys, "confounders"), "variable or scale", report)
        for name in chosen or exposures:
            for position, confounder in enumerate(confounders):
                if confounder in (name, exposures.get(name)):
                    what = f"'{confounder}' is the exposure '{name}' and its own confounder"
                    report((*keys, "confounders", position), what, "take it out of one of the two")
        for wave, variable in mapping(part, "waves").items():
            if as_text(variable) not in numbers:
                what = f"there is no number or scale '{variable}' under ingest.participants or ingest.waves"
                report((*keys, "waves", wave), what, nearest(str(variable), numbers))


def _named(names: list[str], valid: Collection[str], keys: tuple, noun: str, report: Report) -> None:
    for position, name in enumerate(names):
        if name not in valid:
            report((*keys, position), f"there is no {noun} '{name}'", nearest(name, valid))
        elif name in names[:position]:
            report((*keys, position), f"'{name}' stands twice", "keep it once")


def check_waves_in_follow_up(settings: Settings, report: Callable[[tuple, str, str], None]) -> None:
    """Report waves after the end of follow-up, which is taken to the next whole month."""
    study = settings.study
    end = ceil(study.follow_up.length * days_of(study.follow_up.unit, study.month) / days_of("months", study.month) - 1e-9)
    for name, score in settings.repeated.scores.items() if settings.repeated else ():
        for month in score.waves:
            if month > end:
                what = f"month {month:g} lies after the end of follow-up (month {end})"
                remedy = "waves are months since inclusion: mend the number, leave the wave out, or lengthen study.follow_up"
                report(("repeated", "scores", name, "waves"), what, remedy)
