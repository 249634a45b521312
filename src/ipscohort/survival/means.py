"""Rows of mean times before the first job: of each group, with those left out at their earliest and latest, and against the reference."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from ipscohort.config.study import AnyUnit
from ipscohort.display.naming import level_word
from ipscohort.survival.curve import Curve
from ipscohort.survival.group import ALL, Group, numbers, said_left_out, said_time
from ipscohort.survival.horizon import Horizon
from ipscohort.survival.logrank import said_unknown_group
from ipscohort.survival.restricted import common_times, known_to, normal_limits, restricted_mean, two_sided_p
from ipscohort.words import later, say, say_n

MEAN = "restricted_mean"
DIFFERENCE = "restricted_mean_difference"
METHOD = later("area under the Kaplan-Meier curve, normal limits")
COMPARED = later("difference of two areas under Kaplan-Meier curves, not adjusted, normal limits and z test")
FEW = 10
"""First jobs below which a mean's interval is called rough."""


@dataclass(frozen=True)
class Levels:
    """The groups of an exposure, or everybody, and up to when their means are taken.

    Attributes
    ----------
    curves : mapping of str -> (Group, Curve or None)
        By level.
    reference : str
        '' for everybody.
    asked : Horizon
        The end of follow-up, or the time that the settings ask for.
    unit : {"days", "weeks", "months"} or OwnUnit
    confidence : float
    """

    curves: Mapping[str, tuple[Group, Curve | None]]
    reference: str
    asked: Horizon
    unit: AnyUnit
    confidence: float

    @cached_property
    def times(self) -> dict[str, tuple[float, str]]:
        """Level -> up to when, and the level whose curve ends there."""
        return common_times({level: curve for level, (_, curve) in self.curves.items()}, self.reference, self.asked.time)

    def shortened(self, time: float, by: str) -> list[str]:
        """That a mean is of a shorter time than asked; nothing where the level was followed to the end, which comes on another day for each."""
        if not by or self.asked.reached_by(self.curves[by][0].timed):
            return []
        said = said_time(time, self.unit)
        if by == ALL:
            return [say("Of the first {time} only: nobody was observed longer before the first job.", time=said)]
        return [
            say("Of the first {time} only: nobody in '{level}' was observed longer before the first job.", time=said, level=level_word(by))
        ]


def mean_row(levels: Levels, level: str) -> dict:
    """Time, estimate, limits and warning of the mean of a level that has a curve."""
    (group, curve), (time, by) = levels.curves[level], levels.times[level]
    if time <= 0:
        return {"method": METHOD, "warning": " ".join([_nobody(level), *said_left_out(group)])}
    found = _mean(curve, time, levels.confidence)
    notes = [*levels.shortened(time, by), *_rough(curve, found, levels.unit), *said_left_out(group)]
    return {**found, "method": METHOD, "warning": " ".join(notes) or None}


def bounded_mean(curve: Curve, time: float, confidence: float) -> dict:
    """The same without words, with the times of those left out placed; None where `time` is beyond what is known."""
    return _mean(curve, time, confidence) if 0 < time <= known_to(curve) else {}


def difference_row(levels: Levels, level: str, persons: pd.DataFrame) -> dict:
    """One row of a level against the reference, its counts those of both; persons of unknown level are said to be left out."""
    (group, curve), (base, against) = levels.curves[level], levels.curves[levels.reference]
    both = (group, base)
    counts = {name: sum(getattr(each, name) for each in both) for name in ("n_excluded", "n_outcome_unknown", "n_censoring_unknown")}
    row = {"exposure": group.exposure, "level": level, "reference": levels.reference, "measure": DIFFERENCE, "method": COMPARED, **counts}
    row |= {name: sum(getattr(each, name) if each else 0 for each in (curve, against)) for name in ("n", "n_events")}
    more = [*said_left_out(*both), *said_unknown_group(persons, group.exposure)]
    for name, each in ((level, curve), (levels.reference, against)):
        if known_to(each) <= 0:
            why = say("No difference: nobody in '{level}' is known to have been observed after the start.", level=level_word(name))
            return {**row, "warning": " ".join([why, *more])}
    time, by = levels.times[level]
    means = [_mean(each, time, levels.confidence) for each in (curve, against)]
    estimate = means[0]["estimate"] - means[1]["estimate"]
    std_error = math.hypot(*(math.nan if mean["std_error"] is None else mean["std_error"] for mean in means))
    p = two_sided_p(estimate, std_error)
    rough = [text for name, each in ((level, curve), (levels.reference, against)) for text in _rough_level(each, name, time, levels.unit)]
    notes = [*levels.shortened(time, by), *_other_time(levels, time, means[1]["estimate"]), *rough, *more]
    return {
        **row,
        "time": time,
        "std_error": None if math.isnan(std_error) else std_error,
        "p_value": None if math.isnan(p) else p,
        **numbers(estimate, *normal_limits(estimate, std_error, levels.confidence)),
        "warning": " ".join(notes) or None,
    }


def _mean(curve: Curve, time: float, confidence: float) -> dict:
    estimate, std_error = restricted_mean(curve, time)
    limits = normal_limits(estimate, std_error, confidence)
    return {"time": time, "std_error": None if math.isnan(std_error) else std_error, **numbers(estimate, *limits)}


def _nobody(level: str) -> str:
    if level == ALL:
        return say("No mean: nobody is known to have been observed after the start.")
    return say("No mean: nobody in '{level}' is known to have been observed after the start.", level=level_word(level))


def _before(curve: Curve, time: float) -> int:
    """First jobs before a time."""
    return int(curve.n_event[curve.time < time].sum())


def _rough(curve: Curve, found: dict, unit: AnyUnit) -> list[str]:
    """Why a mean has no interval, or a rough one."""
    time, n = found["time"], _before(curve, found["time"])
    if found["std_error"] is None:
        return [say("No interval: {why}.", why=_no_error(curve, time, unit))]
    notes = []
    if n < FEW:
        notes.append(
            say_n(
                "The interval is rough: only {n} first job came before {time}.",
                "The interval is rough: only {n} first jobs came before {time}.",
                n,
                time=said_time(time, unit),
            )
        )
    if found["conf_low"] < 0 or found["conf_high"] > time:
        notes.append(say("A limit lies outside of 0 to {time}, where no mean can lie.", time=said_time(time, unit)))
    return notes


def _no_error(curve: Curve, time: float, unit: AnyUnit) -> str:
    """Why a mean has no standard error."""
    if curve.n_events == 0:
        return say("none of the {n} obtained a job", n=curve.n)
    if not _before(curve, time):
        return say("no first job came before {time}", time=said_time(time, unit))
    return say("all who were still without a job obtained one at the same time")


def _rough_level(curve: Curve, level: str, time: float, unit: AnyUnit) -> list[str]:
    """Why a difference has no interval, or a rough one, for one of its two groups."""
    name, n = level_word(level), _before(curve, time)
    if math.isnan(restricted_mean(curve, time)[1]):
        return [say("No interval and no p: in '{level}' {why}.", level=name, why=_no_error(curve, time, unit))]
    if n >= FEW:
        return []
    return [
        say_n(
            "Interval and p are rough: in '{level}' only {n} first job came before {time}.",
            "Interval and p are rough: in '{level}' only {n} first jobs came before {time}.",
            n,
            level=name,
            time=said_time(time, unit),
        )
    ]


def _other_time(levels: Levels, time: float, mean: float) -> list[str]:
    """The reference's mean of the time compared, where its own is of a longer one."""
    if levels.times[levels.reference][0] <= time:
        return []
    said = {"level": level_word(levels.reference), "time": said_time(time, levels.unit), "mean": said_time(mean, levels.unit)}
    return [say("Compared with the mean of '{level}' in the first {time}, {mean}.", **said)]
