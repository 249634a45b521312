"""Kaplan-Meier curves, medians and quartiles, shares at horizons, restricted means, follow-up and log-rank tests, overall and by exposure.

Who is in: persons whose time to the first job or to censoring is known. Persons with a job whose start is unknown are
left out and counted. As they all worked, leaving them out selects on the outcome: medians, shares and means with the earliest
and the latest start that they can have had stand beside. Who is not known to have worked or not is in neither.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ipscohort.config import Settings, Slice
from ipscohort.config.study import AnyUnit
from ipscohort.contracts import (
    CUMULATIVE_INCIDENCE,
    CURVES,
    GRAY_TESTS,
    JOB_START_TESTS,
    JOB_STARTS,
    JOBS_PER_PERSON,
    STATES,
    SURVIVAL_ESTIMATES,
    SURVIVAL_TESTS,
    TENURE_CURVES,
    TIME_IN_STATES,
    Contract,
)
from ipscohort.contracts.codebook import Codebook
from ipscohort.display.competing import CENSORED_HERE
from ipscohort.display.naming import level_word
from ipscohort.survival.competing import Competing
from ipscohort.survival.curve import Curve, at_time, kaplan_meier, time_with_limits
from ipscohort.survival.group import ALL, Group, known_times, numbers, said_left_out, said_time
from ipscohort.survival.horizon import Horizon, horizons_of, time_of_means
from ipscohort.survival.logrank import logrank_row
from ipscohort.survival.means import MEAN, Levels, bounded_mean, difference_row, mean_row
from ipscohort.survival.quartiles import follow_up_row, quartile_rows, said_no_limits, said_not_reached
from ipscohort.survival.tenure import tenure_rows
from ipscohort.words import later, say

KAPLAN_MEIER = later("Kaplan-Meier, log-log limits")
BOUNDS = {
    "best": ("follow_time_best", later("Kaplan-Meier, unknown starts placed at the earliest possible time")),
    "worst": ("follow_time_worst", later("Kaplan-Meier, unknown starts placed at the latest possible time")),
}
"""Case -> the column of its times, and its method."""
OF_PERSONS = (
    *("inclusion_date", "full_follow_up", "job_obtained", "follow_time", "first_job_event", "follow_time_best", "follow_time_worst"),
    *("left_for", "time_observed", "first_job_days", "first_job_ended"),
)
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
    incidence_curves : DataFrame
        CUMULATIVE_INCIDENCE; empty where no reason competes.
    tenure_curves : DataFrame
        TENURE_CURVES; empty where the settings do not ask for the tenure of the first job.
    gray_tests, job_starts, jobs_per_person, job_start_tests, states, time_in_states : DataFrame
        The contracts of these names; empty where the settings do not ask for them.
    """

    curves: pd.DataFrame
    estimates: pd.DataFrame
    tests: pd.DataFrame
    incidence_curves: pd.DataFrame
    tenure_curves: pd.DataFrame
    gray_tests: pd.DataFrame = field(default_factory=GRAY_TESTS.empty)
    job_starts: pd.DataFrame = field(default_factory=JOB_STARTS.empty)
    jobs_per_person: pd.DataFrame = field(default_factory=JOBS_PER_PERSON.empty)
    job_start_tests: pd.DataFrame = field(default_factory=JOB_START_TESTS.empty)
    states: pd.DataFrame = field(default_factory=STATES.empty)
    time_in_states: pd.DataFrame = field(default_factory=TIME_IN_STATES.empty)


@dataclass(frozen=True)
class Asked:
    """What is estimated of each curve beside its median: shares at horizons, the mean up to a time.

    Attributes
    ----------
    shares : list of Horizon
    mean : Horizon
    unit : {"days", "weeks", "months"} or OwnUnit
    confidence : float
    competing : Competing or None
        Reasons to leave that compete with a first job; None where the settings name none.
    """

    shares: list[Horizon]
    mean: Horizon
    unit: AnyUnit
    confidence: float
    competing: Competing | None = None


def estimate_survival(persons: pd.DataFrame, codebook: Codebook, settings: Settings | Slice, jobs: pd.DataFrame | None = None) -> Survived:
    """Estimate time to the first job and, on request, all jobs and states over time.

    Parameters
    ----------
    persons : DataFrame
        PERSONS. A missing follow_time leaves a person out of all curves; a missing exposure out of that exposure's.
    codebook : Codebook
        Order of the exposures' levels.
    settings : Settings or Slice
        `survival`, `exposures` and `study`; the end of follow-up is the horizon where they name none. `outcomes` where all jobs or states are
        asked for.
    jobs : DataFrame, optional
        CLEAN_JOBS, which all jobs and states are estimated from; not read where the settings ask for neither.

    Returns
    -------
    Survived
        Where nobody's time is known: no curve, and estimates and tests that are blank and say why.
    """
    study, survival = settings.study, settings.survival
    names = list(survival.by if survival.by is not None else settings.exposures)
    more = _second_clock(persons, jobs, codebook, settings, names) if survival.all_jobs or survival.states else {}
    persons = persons[[name for name in persons if name in (*OF_PERSONS, *names)]]  # every curve takes its persons out of it
    timed = persons[known_times(persons).to_numpy(bool)]
    about = (study.follow_up, study.time_unit, study.month)
    shares, mean = horizons_of(survival.horizons, persons, timed, *about), time_of_means(survival.tau, persons, *about)
    competing = Competing.of(survival.competing, persons, study.time_unit, study.confidence) if survival.competing else None
    asked = Asked(shares, mean, study.time_unit, study.confidence, competing)
    curves, estimates, tests, incidence, tenure = [], [], [], [], []
    for exposure in (ALL, *(names if len(timed) else [])):
        groups = _groups(persons, timed, codebook, exposure)
        fitted = {
            group.level: (group, _fit(group.timed["follow_time"], group.timed["first_job_event"], study.confidence)) for group in groups
        }
        reference = "" if exposure == ALL else settings.exposures[exposure].reference
        levels = Levels(fitted, reference, asked.mean, study.time_unit, study.confidence)
        for group, curve in fitted.values():
            curves += _curve_rows(group, curve)
            estimates += _estimate_rows(group, curve, asked, levels)
            if reference in fitted and group.level != reference:
                estimates.append(difference_row(levels, group.level, persons))
            found = _on_request(group, asked, survival.tenure)
            incidence, tenure, estimates = incidence + found[0], tenure + found[1], estimates + found[2]
    for name in names:
        levels = _levels(persons, name, codebook)
        tests.append(logrank_row(persons, timed, name, levels, say(NO_TIMES)))
        if competing and len(timed):
            more.setdefault("gray_tests", []).extend(_gray(persons, timed, name, levels, competing))
    return _survived((curves, estimates, tests, incidence, tenure), more)


def _gray(persons: pd.DataFrame, timed: pd.DataFrame, exposure: str, levels: list[str], competing: Competing) -> list[dict]:
    from ipscohort.survival.gray import gray_rows

    return gray_rows(persons, timed, exposure, levels, competing)


def _survived(always: tuple[list[dict], ...], more: dict[str, list[dict]]) -> Survived:
    """Rows as frames: those of the first fields, and of others by name."""
    contracts = (CURVES, SURVIVAL_ESTIMATES, SURVIVAL_TESTS, CUMULATIVE_INCIDENCE, TENURE_CURVES)
    frames = (_frame(rows, contract) for rows, contract in zip(always, contracts, strict=True))
    return Survived(*frames, **{name: _frame(rows, ON_REQUEST[name]) for name, rows in more.items()})


ON_REQUEST: dict[str, Contract] = {
    "gray_tests": GRAY_TESTS,
    "job_starts": JOB_STARTS,
    "jobs_per_person": JOBS_PER_PERSON,
    "job_start_tests": JOB_START_TESTS,
    "states": STATES,
    "time_in_states": TIME_IN_STATES,
}
"""Field of Survived -> its contract."""


def _second_clock(
    persons: pd.DataFrame, jobs: pd.DataFrame | None, codebook: Codebook, settings: Settings | Slice, names: list[str]
) -> dict[str, list[dict]]:
    """Rows of all jobs and of states over time, by field of Survived."""
    from ipscohort.survival.job_starts import job_start_rows
    from ipscohort.survival.second_clock import Followed
    from ipscohort.survival.states import state_rows

    survival, found = settings.survival, {}
    followed = Followed.of(persons, jobs, settings) if codebook.shape == "spells" else None
    levels = {name: _levels(persons, name, codebook) for name in names}
    if survival.all_jobs:
        rows = job_start_rows(followed, persons, levels)
        found |= dict(zip(("job_starts", "jobs_per_person", "job_start_tests"), rows, strict=True))
    if survival.states:
        rows = state_rows(followed, persons, levels, competing=bool(survival.competing))
        found |= dict(zip(("states", "time_in_states"), rows, strict=True))
    return found


def _on_request(group: Group, asked: Asked, tenure: bool) -> tuple[list[dict], list[dict], list[dict]]:
    """Rows of CUMULATIVE_INCIDENCE, of TENURE_CURVES and of SURVIVAL_ESTIMATES that the settings ask for."""
    steps, rows = asked.competing.rows(group, asked.shares) if asked.competing else ([], [])
    if not tenure:
        return steps, [], rows
    curve, median = tenure_rows(group, asked.confidence)
    return steps, curve, [*rows, median]


def _levels(persons: pd.DataFrame, exposure: str, codebook: Codebook) -> list[str]:
    info = codebook.variables.get(exposure)
    known = list(info.levels) if info is not None else []
    return [*known, *sorted(set(persons[exposure].dropna().astype(str)) - set(known))]


def _groups(persons: pd.DataFrame, timed: pd.DataFrame, codebook: Codebook, exposure: str) -> list[Group]:
    """Everybody, or each level of an exposure."""
    if exposure == ALL:
        return [Group(ALL, ALL, persons, timed)]
    return [
        Group(exposure, level, *(frame[(frame[exposure] == level).fillna(False).to_numpy(bool)] for frame in (persons, timed)))
        for level in _levels(persons, exposure, codebook)
    ]


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


def _estimate_rows(group: Group, curve: Curve | None, asked: Asked, levels: Levels) -> list[dict]:
    names = {"exposure": group.exposure, "level": group.level, "n_excluded": group.n_excluded}
    names |= {"n_outcome_unknown": group.n_outcome_unknown, "n_censoring_unknown": group.n_censoring_unknown}
    if curve is None:
        known = len(group.people) or group.exposure == ALL
        warning = say(NO_TIMES) if known else say("Nobody in '{level}'.", level=level_word(group.level))
        return [{**names, "measure": "median", "n": 0, "n_events": 0, "method": KAPLAN_MEIER, "warning": warning}]
    counts = {**names, "n": curve.n, "n_events": curve.n_events, "method": KAPLAN_MEIER}
    rows = [{**counts, "measure": "median", **_median(curve, group, asked.unit)}]
    rows += [{**counts, "measure": "survival", **_share(curve, group.timed, h, asked.unit, _said(group, h, asked))} for h in asked.shares]
    mean = mean_row(levels, group.level)
    if group.n_timeless:
        for case in BOUNDS:
            rows += _bounds(group, case, names, asked, mean.get("time", 0.0))
    rows += [{**counts, **row} for row in quartile_rows(curve, group, asked.unit)]
    rows += [{**counts, "measure": MEAN, **mean}, {**counts, **follow_up_row(group, asked.confidence)}]
    return rows


def _said(group: Group, horizon: Horizon, asked: Asked) -> list[str]:
    """What must be read with a share: who is left out, and that who left for a competing reason is censored."""
    censored = asked.competing is not None and asked.competing.any_by(group, horizon)
    return [*said_left_out(group), *([say(CENSORED_HERE)] if censored else [])]


def _median(curve: Curve, group: Group, unit: AnyUnit) -> dict:
    found = time_with_limits(curve, 0.5)
    return {**numbers(*found), "time": None, "warning": " ".join(_median_warnings(curve, group, found, unit)) or None}


def _median_warnings(curve: Curve, group: Group, found: tuple[float, float, float], unit: AnyUnit) -> list[str]:
    notes = said_left_out(group)
    if curve.n_events == 0:
        return [say("None of the {n} obtained a job.", n=curve.n), *notes]
    if math.isnan(found[0]):
        notes.insert(0, said_not_reached(curve, unit))
    elif math.isnan(found[1]) and math.isnan(found[2]):
        notes.insert(0, said_no_limits())
    elif curve.survival.min() > 0.5 - 1e-9:
        notes.insert(0, say("The share without a job stays at exactly one half from this time on."))
    return notes


def _share(curve: Curve, people: pd.DataFrame, horizon: Horizon, unit: AnyUnit, left_out: list[str]) -> dict:
    row, notes = {"time": horizon.time, "end_of_follow_up": horizon.end_of_follow_up}, list(left_out)
    beyond = horizon.time > curve.last_time and curve.survival[-1] > 0
    if beyond and not horizon.reached_by(people):
        times = {"time": said_time(horizon.time, unit), "longest": said_time(curve.last_time, unit)}
        said = say("Nobody here was observed as long as {time} (the longest {longest}).", **times)
        return {**row, "warning": " ".join([said, *notes])}
    share, low, high = at_time(curve, horizon.time)
    if curve.n_events == 0:
        notes.insert(0, say("None of the {n} obtained a job.", n=curve.n))
    elif math.isnan(low):
        notes.insert(0, say("Limits are not defined where the share is 0 or 1."))
    return {**row, **numbers(share, low, high), "warning": " ".join(notes) or None}


def _bounds(group: Group, case: str, names: dict, asked: Asked, time: float) -> list[dict]:
    """Median, shares and mean up to a time with the unknown starts placed as early (or as late) as they can have been."""
    column, method = BOUNDS[case]
    people = group.bounded(column)
    curve = _fit(people[column], people["first_job_event"].fillna(True), asked.confidence)
    row = {**names, "n_excluded": len(group.people) - len(people), "method": method}
    if curve is None:
        return [{**row, "measure": f"median_{case}", "n": 0, "n_events": 0, "warning": say("No bound is known for the unknown times.")}]
    row |= {"n": curve.n, "n_events": curve.n_events}
    found = time_with_limits(curve, 0.5)
    median = {**numbers(*found), "warning": say("Not reached.") if math.isnan(found[0]) else None}
    shares = [{**row, "measure": f"survival_{case}", **_share(curve, people, h, asked.unit, [])} for h in asked.shares]
    mean = bounded_mean(curve, time, asked.confidence)
    return [{**row, "measure": f"median_{case}", **median}, *shares, *([{**row, "measure": f"{MEAN}_{case}", **mean}] if mean else [])]


def _frame(rows: list[dict], contract) -> pd.DataFrame:
    if not rows:
        return contract.empty()
    frame = pd.DataFrame(rows, columns=contract.names())
    return contract.conform(frame.astype({c.name: "Float64" for c in contract.columns if c.kind == "number"}).replace({np.nan: pd.NA}))
