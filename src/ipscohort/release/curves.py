"""Time to the first job, and estimates of regressions, as figures that may leave the room.

The steps of a Kaplan-Meier curve are the days of single persons. Here first jobs are counted in intervals between round times, fixed by the
length of follow-up and not by anybody's day, each with at least as many first jobs as the threshold; persons censored are taken off the number at
risk in such steps too, and the curve is estimated anew from these counts. This is the rule by which OpenSAFELY rounds Kaplan-Meier curves, delaying
events until at least the threshold have occurred (https://rdrr.io/github/wjchulme/osutils/man/round_km.html,
https://github.com/opensafely-actions/kaplan-meier-function), but for two things: a step stands at a round time, as there it stands on the day of one
person; and its count is not rounded to the middle of a multiple, as it is protected together with those of all tables, which count the same persons.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np
import pandas as pd

from ipscohort.arithmetic.timeline import number_of_periods
from ipscohort.release.figures import forest, nothing_of, risks_and_means, time_to_first_job
from ipscohort.release.inputs import ReleaseInputs
from ipscohort.release.keys import MISSING, NOT_POSITIVE, PERSONS, POSITIVE, Key, key
from ipscohort.release.log import FEW, SMALL
from ipscohort.release.parts import EVERYBODY, GROUP, LEVEL, TOTAL, Made, Refused
from ipscohort.release.protect import Protected, Wanted
from ipscohort.release.steps import ALL, CURVE, FIGURE, Curve, Steps, life_table
from ipscohort.release.tables import models_refused
from ipscohort.survival.group import known_times

MOST_TIMES = 13
"""Round times that follow-up is divided at."""


@dataclass(frozen=True)
class Plan:
    """At which times the curves may step, before anything is protected.

    Attributes
    ----------
    ends : tuple of float
        All times at which any curve steps, in study.time_unit; the interval before the last takes in all that is later.
    steps : dict of (str, str) -> Steps
        By exposure and level, ALL of everybody.
    few : list of (str, str)
        Exposures and levels with too few first jobs for a curve of two steps.
    """

    ends: tuple[float, ...]
    steps: dict[tuple[str, str], Steps]
    few: list[tuple[str, str]]


def plan(inputs: ReleaseInputs) -> Plan:
    """Divide follow-up for everybody and for the levels of each exposure.

    Levels are divided alike, and at times at which everybody is, where that gives each a curve; so their differences tell of no others.
    """
    tables, step = inputs.tables, step_of(inputs)
    persons, time, event = timed(inputs, step)
    times = _round_times(inputs, time, step)
    groups = {(ALL, ALL): np.ones(len(persons), bool)}
    ends = {(ALL, ALL): divided(times, [time[event]], step)}
    for name in tables.exposures:
        at = {(name, level): persons[name].eq(level).fillna(False).to_numpy(bool) for level in tables.levels(name)}
        alike = divided(ends[ALL, ALL], [time[event & rows] for rows in at.values()], step)
        ends |= {n: alike if len(alike) > 1 else divided(times, [time[event & rows]], step) for n, rows in at.items()}
        groups |= at
    few = [name for name, own in ends.items() if len(own) < 2]
    union = tuple(sorted({at for name, own in ends.items() for at in own if name not in few}))
    return Plan(union, {n: steps_of(time[groups[n]], event[groups[n]], union, own, step) for n, own in ends.items() if n not in few}, few)


def timed(inputs: ReleaseInputs, step: int) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Persons of the curves, their times, and whether a first job ended them.

    Fewer persons of unknown time than a step are in the last interval, so that the curves are of the persons that tables are of: those on a
    curve alone would tell, by difference, of the few who are not.
    """
    persons = inputs.tables.persons
    known = known_times(persons).to_numpy(bool)
    if (~known).sum() >= step:
        persons, known = persons[known], known[known]
    time = np.where(known, persons["follow_time"].fillna(0).to_numpy(float), np.inf)
    worked = persons["job_obtained"].eq("yes").fillna(False).to_numpy(bool)
    return persons, time, np.where(known, persons["first_job_event"].fillna(False).to_numpy(bool), worked)


def step_of(inputs: ReleaseInputs) -> int:
    """Fewest first jobs, or persons censored, of a step: the threshold, and more than the width, as that no step stands earlier is known.

    Where counts are rounded also what they are rounded to, so that no step is of nobody once it is.
    """
    return max(inputs.rules.threshold, inputs.rules.width + 1, inputs.rules.base)


def _round_times(inputs: ReleaseInputs, time: np.ndarray, step: int) -> tuple[float, ...]:
    """Round times at which enough persons are at risk, the end of follow-up last where that is so then."""
    from ipscohort.figures.style import time_ticks

    study = inputs.settings.study
    end = float(number_of_periods(study.follow_up, study.time_unit, study.month))
    ticks = time_ticks(end, study.time_unit, most=MOST_TIMES)[1:]
    found = [at for at in dict.fromkeys([*ticks, end]) if (time >= at - (at == end)).sum() >= step]
    return tuple(found) or (end,)


def divided(times: tuple[float, ...], events: list[np.ndarray], step: int) -> tuple[float, ...]:
    """Ends of intervals, of given times, in each of which each group has at least `step` events; the last takes in what is left."""
    ends, before = [], -1.0
    for at in times[:-1]:
        if all(((of > before) & (of <= at)).sum() >= step and (of > at).sum() >= step for of in events):
            ends.append(at)
            before = at
    return (*ends, times[-1])


def steps_of(time: np.ndarray, event: np.ndarray, ends: tuple[float, ...], own: tuple[float, ...], step: int) -> Steps:
    """Which intervals between times at which any curve steps are one of this curve, and when persons censored are taken off."""
    within = _interval(time, ends)
    events = [tuple(k for k, at in enumerate(ends) if low < at <= high) for low, high in zip((-1.0, *own[:-1]), own, strict=True)]
    censored, waiting = [], ()
    for cells in events[:-1]:
        waiting = (*waiting, *cells)
        left = int((~event & (within > cells[-1])).sum())
        if (~event & np.isin(within, waiting)).sum() >= step and left >= step:
            censored.append(waiting)
            waiting = ()
        else:
            censored.append(())
    return Steps(own, tuple(events), (*censored, ()))


def _interval(time: np.ndarray, ends: tuple[float, ...]) -> np.ndarray:
    """Number of the interval that each time lies in; the last has no end."""
    return np.minimum(np.searchsorted(ends, time, side="left"), len(ends) - 1)


def prepare(inputs: ReleaseInputs) -> None:
    """Add in which interval each person had a first job, or was censored, and what everybody knows of it."""
    found = plan(inputs)
    if not found.steps:
        return
    counted, (persons, time, event) = inputs.counted[PERSONS], timed(inputs, step_of(inputs))
    within = _interval(time, found.ends).astype(str)
    names = pd.Series([f"{'first job' if job else 'censored'} {k}" for job, k in zip(event, within, strict=True)], index=persons.index)
    counted.add(CURVE, names.astype("string").reindex(inputs.tables.persons.index))
    counted.made.add(CURVE)
    levels = counted.levels[CURVE]
    jobs, censored = ({name for name in levels if name.startswith(kind)} for kind in ("first job", "censored"))
    early = {name for name in jobs if not name.endswith(f" {len(found.ends) - 1}")}
    for chosen in (
        {CURVE: jobs, "job_obtained": {"no", MISSING}},
        {CURVE: censored, "job_obtained": {"yes"}},
        {CURVE: early, "time_to_first_job": {MISSING}},
        {CURVE: {*censored, MISSING}, "time_to_first_job": {POSITIVE, NOT_POSITIVE}},
    ):
        counted.rule_out_if_nobody(chosen)


def keys_of(inputs: ReleaseInputs, exposure: str, level: str, steps: Steps) -> tuple[Key, list[Key], list[Key | None]]:
    """The keys of a curve: who is on it, first jobs of each interval, and persons censored where they are taken off.

    Where counts are rounded, both are counted from the start to the end of each interval: rounded sums, and not sums of rounded counts.
    """
    counted = inputs.counted[PERSONS]
    of_group = {} if exposure == ALL else {exposure: {level}}

    def at(kind: str, cells: tuple[int, ...]) -> Key:
        return counted.normal(key(PERSONS, {**of_group, CURVE: {f"{kind} {k}" for k in cells} & set(counted.levels[CURVE])}))

    everybody = counted.normal(key(PERSONS, {**of_group, CURVE: set(counted.levels[CURVE]) - {MISSING}}))
    events, censored = steps.events, steps.censored
    if inputs.rules.base > 1:
        events = tuple(accumulate(events))
        censored = tuple(so_far if off else () for off, so_far in zip(censored, accumulate(censored), strict=True))
    return everybody, [at("first job", cells) for cells in events], [at("censored", cells) if cells else None for cells in censored]


def wanted(inputs: ReleaseInputs) -> list[Wanted]:
    """Persons of each curve, first jobs of each interval, and persons censored in steps."""
    found = []
    for (exposure, level), steps in plan(inputs).steps.items():
        n, events, censored = keys_of(inputs, exposure, level, steps)
        of_all = exposure == ALL
        found.append(Wanted(n, EVERYBODY if of_all else GROUP, FIGURE))
        found += [Wanted(each, TOTAL if of_all else LEVEL, FIGURE) for each in (*events, *censored) if each is not None]
    return found


def made(inputs: ReleaseInputs, protected: dict[str, Protected]) -> Made:
    """The curve's counts as a table, its figure, and the figures of estimates that are released."""
    found = plan(inputs)
    curves = list(curves_of(inputs, found, protected[PERSONS])) if found.steps else []
    shown = [curve for curve in curves if len(curve.events) > 1]
    made_of = Made(refused=[*_refused(inputs, found, curves, protected[PERSONS])])
    nothing = nothing_of(inputs)
    if shown:
        made_of.tables.append(life_table(inputs, shown))
        made_of.pictures.append(time_to_first_job(inputs, nothing, shown, step_of(inputs)))
        made_of.methods[FIGURE] = made_of.pictures[0].method
    models = models_refused(inputs, protected[PERSONS])
    for picture in (
        forest(inputs, nothing, models, protected[PERSONS]),
        risks_and_means(inputs, nothing, models, protected[PERSONS]),
    ):
        if picture is not None:
            made_of.pictures.append(picture)
    return made_of


def curves_of(inputs: ReleaseInputs, found: Plan, protected: Protected) -> Iterator[Curve]:
    """Each curve as far as all its counts are printed and enough persons are at risk."""
    rounded = inputs.rules.base > 1
    for (exposure, level), steps in found.steps.items():
        n, events, censored = keys_of(inputs, exposure, level, steps)
        curve = Curve(exposure, level, steps.ends, protected.printed(n))
        for first_jobs, off in zip(events, censored, strict=True):
            jobs = protected.printed(first_jobs)
            if curve.n is None or jobs is None or curve.at_risk < inputs.rules.threshold:
                break
            curve = replace(curve, events=(*curve.events, jobs - rounded * sum(curve.events)))
            before = rounded * sum(curve.censored)
            taken = before if off is None else protected.printed(off)
            if taken is None:
                break
            curve = replace(curve, censored=(*curve.censored, taken - before))
        yield curve


def _refused(inputs: ReleaseInputs, found: Plan, curves: list[Curve], protected: Protected) -> Iterator[Refused]:
    for exposure, level in found.few:
        yield Refused(FIGURE, level if exposure == ALL else f"{inputs.tables.label(exposure)} > {level}", FEW)
    for curve in curves:
        n, events, _ = keys_of(inputs, curve.exposure, curve.level, found.steps[curve.exposure, curve.level])
        hidden = next((protected.hidden[each] for each in (n, *events) if each in protected.hidden), "")
        if len(curve.events) < len(curve.ends):
            place = curve.level if curve.exposure == ALL else f"{inputs.tables.label(curve.exposure)} > {curve.level}"
            after = f" > {curve.ends[len(curve.events)]:g}" if len(curve.events) > 1 else ""
            yield Refused(FIGURE, place + after, hidden or SMALL)
