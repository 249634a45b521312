"""Kaplan-Meier curves, medians, shares at horizons and log-rank tests, overall and by exposure.

Who is in: persons whose time to the first job or to censoring is known. Persons with a job whose start is unknown are
left out and counted. As they all worked, leaving them out selects on the outcome: medians and shares with the earliest
and the latest start that they can have had stand beside. Who is not known to have worked or not is in neither.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipscohort.config import Settings, Slice
from ipscohort.config.study import AnyUnit
from ipscohort.contracts import CURVES, SURVIVAL_ESTIMATES, SURVIVAL_TESTS
from ipscohort.contracts.codebook import Codebook
from ipscohort.display.naming import level_word
from ipscohort.display.printing import number
from ipscohort.display.units import amount
from ipscohort.survival.curve import Curve, at_time, half_time, kaplan_meier
from ipscohort.survival.horizon import Horizon, horizons_of
from ipscohort.survival.logrank import logrank_row
from ipscohort.words import later, say, say_n

ALL = "all"
KAPLAN_MEIER = later("Kaplan-Meier, log-log limits")
BOUNDS = {
    "best": ("follow_time_best", later("Kaplan-Meier, unknown starts placed at the earliest possible time")),
    "worst": ("follow_time_worst", later("Kaplan-Meier, unknown starts placed at the latest possible time")),
}
"""Case -> the column of its times, and its method."""
OF_PERSONS = ("inclusion_date", "full_follow_up", "job_obtained", "follow_time", "first_job_event", "follow_time_best", "follow_time_worst")
"""Columns of PERSONS that are read, the exposures beside."""
NO_TIMES = later("The time to the first job is not known of anybody, so it has no Kaplan-Meier estimate.")


@dataclass(frozen=True)
class Survived:
    """What the survival stage gives.

    Attributes
    ----------
    curves : DataFrame
        CURVES; each curve starts at time 0.
    estimates : DataFrame
        SURVIVAL_ESTIMATES.
    tests : DataFrame
        SURVIVAL_TESTS.
    """

    curves: pd.DataFrame
    estimates: pd.DataFrame
    tests: pd.DataFrame


@dataclass(frozen=True)
class Group:
    """Persons of one curve.

    Attributes
    ----------
    exposure, level : str
    people : DataFrame
        All of its persons, PERSONS.
    timed : DataFrame
        Those with a known time.
    """

    exposure: str
    level: str
    people: pd.DataFrame
    timed: pd.DataFrame

    @property
    def n_excluded(self) -> int:
        """Persons without a known time."""
        return len(self.people) - len(self.timed)

    @property
    def n_outcome_unknown(self) -> int:
        """Of them, those who are not known to have worked or not."""
        return int((~_timed(self.people) & self.people["job_obtained"].isna()).sum())

    @property
    def n_censoring_unknown(self) -> int:
        """Of them, those who had no job, and of whom nothing says until when."""
        return int((~_timed(self.people) & self.people["job_obtained"].eq("no").fillna(False)).sum())

    @property
    def n_timeless(self) -> int:
        """Of them, those who worked at an unknown time."""
        return self.n_excluded - self.n_outcome_unknown - self.n_censoring_unknown

    def bounded(self, column: str) -> pd.DataFrame:
        """Those of known time, and those who worked at an unknown time with a bound of it."""
        inside = _timed(self.people) | self.people["job_obtained"].eq("yes").fillna(False)
        return self.people[(inside & self.people[column].notna()).to_numpy(bool)]


def estimate_survival(persons: pd.DataFrame, codebook: Codebook, settings: Settings | Slice) -> Survived:
    """Estimate time to the first job.

    Parameters
    ----------
    persons : DataFrame
        PERSONS. A missing follow_time leaves a person out of all curves; a missing exposure out of that exposure's.
    codebook : Codebook
        Order of the exposures' levels.
    settings : Settings or Slice
        `survival`, `exposures` and `study`; the end of follow-up is the horizon where they name none.

    Returns
    -------
    Survived
        Where nobody's time is known: no curve, and estimates and tests that are blank and say why.
    """
    study, survival = settings.study, settings.survival
    names = list(survival.by if survival.by is not None else settings.exposures)
    persons = persons[[name for name in persons if name in (*OF_PERSONS, *names)]]  # every curve takes its persons out of it
    timed = persons[_timed(persons).to_numpy(bool)]
    horizons = horizons_of(survival.horizons, persons, timed, study.follow_up, study.time_unit, study.month)
    curves, estimates, tests = [], [], []
    for group in _groups(persons, timed, codebook, names if len(timed) else []):
        curve = _fit(group.timed["follow_time"], group.timed["first_job_event"], study.confidence)
        curves += _curve_rows(group, curve)
        estimates += _estimate_rows(group, curve, horizons, study.time_unit, study.confidence)
    for name in names:
        tests.append(logrank_row(persons, timed, name, _levels(persons, name, codebook), say(NO_TIMES)))
    return Survived(_frame(curves, CURVES), _frame(estimates, SURVIVAL_ESTIMATES), _frame(tests, SURVIVAL_TESTS))


def _timed(persons: pd.DataFrame) -> pd.Series:
    return persons["follow_time"].notna() & persons["first_job_event"].notna()


def _levels(persons: pd.DataFrame, exposure: str, codebook: Codebook) -> list[str]:
    info = codebook.variables.get(exposure)
    known = list(info.levels) if info is not None else []
    return [*known, *sorted(set(persons[exposure].dropna().astype(str)) - set(known))]


def _groups(persons: pd.DataFrame, timed: pd.DataFrame, codebook: Codebook, names: list[str]) -> Iterator[Group]:
    yield Group(ALL, ALL, persons, timed)
    for name in names:
        for level in _levels(persons, name, codebook):
            yield Group(name, level, *(frame[(frame[name] == level).fillna(False).to_numpy(bool)] for frame in (persons, timed)))


def _fit(time: pd.Series, event: pd.Series, confidence: float) -> Curve | None:
    if not len(time):
        return None
    return kaplan_meier(time.to_numpy(float), event.to_numpy(bool), confidence)


def _curve_rows(group: Group, curve: Curve | None) -> list[dict]:
    if curve is None:
        return []
    columns = ("time", "n_risk", "n_event", "n_censored", "survival", "conf_low", "conf_high")
    values = {name: getattr(curve, name) for name in columns}
    return pd.DataFrame({"exposure": group.exposure, "level": group.level, **values}).to_dict("records")


def _estimate_rows(group: Group, curve: Curve | None, horizons: list[Horizon], unit: AnyUnit, confidence: float) -> list[dict]:
    names = {"exposure": group.exposure, "level": group.level, "n_excluded": group.n_excluded}
    names |= {"n_outcome_unknown": group.n_outcome_unknown, "n_censoring_unknown": group.n_censoring_unknown}
    if curve is None:
        known = len(group.people) or group.exposure == ALL
        warning = say(NO_TIMES) if known else say("Nobody in '{level}'.", level=level_word(group.level))
        return [{**names, "measure": "median", "n": 0, "n_events": 0, "method": KAPLAN_MEIER, "warning": warning}]
    counts = {**names, "n": curve.n, "n_events": curve.n_events}
    rows = [{**counts, "measure": "median", "method": KAPLAN_MEIER, **_median(curve, group, unit)}]
    rows += [
        {**counts, "measure": "survival", "method": KAPLAN_MEIER, **_share(curve, group.timed, h, unit, _left_out(group))} for h in horizons
    ]
    if group.n_timeless:
        for case in BOUNDS:
            rows += _bounds(group, case, names, horizons, unit, confidence)
    return rows


def _median(curve: Curve, group: Group, unit: AnyUnit) -> dict:
    found = half_time(curve.time, curve.survival)
    limits = half_time(curve.time, curve.conf_low), half_time(curve.time, curve.conf_high)
    return {**_numbers(found, *limits), "time": None, "warning": " ".join(_median_warnings(curve, group, found, unit)) or None}


def _median_warnings(curve: Curve, group: Group, found: float, unit: AnyUnit) -> list[str]:
    notes = _left_out(group)
    if curve.n_events == 0:
        return [say("None of the {n} obtained a job.", n=curve.n), *notes]
    if math.isnan(found):
        share = number(100 * curve.survival[-1], 0)
        last = _amount(curve.last_time, unit)
        notes.insert(0, say("Not reached: at the last time observed ({time}) {share}% were without a job.", time=last, share=share))
    elif curve.survival.min() > 0.5 - 1e-9:
        notes.insert(0, say("The share without a job stays at exactly one half from this time on."))
    return notes


def _left_out(group: Group) -> list[str]:
    unknown = group.n_outcome_unknown
    timeless, until = group.n_timeless, group.n_censoring_unknown
    reasons = [
        (
            timeless,
            say_n(
                "Left out: {n} person who worked, but the time of the first job is unknown.",
                "Left out: {n} persons who worked, but the time of the first job is unknown.",
                timeless,
            ),
        ),
        (
            unknown,
            say_n(
                "Left out: {n} person of whom it is unknown whether they obtained a job.",
                "Left out: {n} persons of whom it is unknown whether they obtained a job.",
                unknown,
            ),
        ),
        (
            until,
            say_n(
                "Left out: {n} person without a job, whose time of censoring is unknown.",
                "Left out: {n} persons without a job, whose time of censoring is unknown.",
                until,
            ),
        ),
    ]
    return [text for n, text in reasons if n]


def _share(curve: Curve, people: pd.DataFrame, horizon: Horizon, unit: AnyUnit, left_out: list[str]) -> dict:
    row, notes = {"time": horizon.time, "end_of_follow_up": horizon.end_of_follow_up}, list(left_out)
    beyond = horizon.time > curve.last_time and curve.survival[-1] > 0
    if beyond and not horizon.reached_by(people):
        times = {"time": _amount(horizon.time, unit), "longest": _amount(curve.last_time, unit)}
        said = say("Nobody here was observed as long as {time} (the longest {longest}).", **times)
        return {**row, "warning": " ".join([said, *notes])}
    share, low, high = at_time(curve, horizon.time)
    if curve.n_events == 0:
        notes.insert(0, say("None of the {n} obtained a job.", n=curve.n))
    elif math.isnan(low):
        notes.insert(0, say("Limits are not defined where the share is 0 or 1."))
    return {**row, **_numbers(share, low, high), "warning": " ".join(notes) or None}


def _bounds(group: Group, case: str, names: dict, horizons: list[Horizon], unit: AnyUnit, confidence: float) -> list[dict]:
    """Median and shares with the unknown starts placed as early (or as late) as they can have been."""
    column, method = BOUNDS[case]
    people = group.bounded(column)
    curve = _fit(people[column], people["first_job_event"].fillna(True), confidence)
    row = {**names, "n_excluded": len(group.people) - len(people), "method": method}
    if curve is None:
        return [{**row, "measure": f"median_{case}", "n": 0, "n_events": 0, "warning": say("No bound is known for the unknown times.")}]
    row |= {"n": curve.n, "n_events": curve.n_events}
    found = [half_time(curve.time, share) for share in (curve.survival, curve.conf_low, curve.conf_high)]
    median = {**_numbers(*found), "warning": say("Not reached.") if math.isnan(found[0]) else None}
    shares = [{**row, "measure": f"survival_{case}", **_share(curve, people, h, unit, [])} for h in horizons]
    return [{**row, "measure": f"median_{case}", **median}, *shares]


def _numbers(estimate: float, low: float, high: float) -> dict:
    known = {"estimate": estimate, "conf_low": low, "conf_high": high}
    return {name: None if math.isnan(value) else value for name, value in known.items()}


def _amount(time: float, unit: AnyUnit) -> str:
    return amount(number(time, 0 if float(time).is_integer() else 1), unit, time)


def _frame(rows: list[dict], contract) -> pd.DataFrame:
    if not rows:
        return contract.empty()
    frame = pd.DataFrame(rows, columns=contract.names())
    return contract.conform(frame.astype({c.name: "Float64" for c in contract.columns if c.kind == "number"}).replace({np.nan: pd.NA}))
