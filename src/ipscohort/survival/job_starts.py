"""Rows of the mean number of jobs per person, of everybody and by exposure, and of its test."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from ipscohort.arithmetic.between_levels import Compared, compared
from ipscohort.survival.recurrent import MeanFunction, mean_function, robust_score_test
from ipscohort.survival.second_clock import NO_DATES, Followed, When, groups_of, said_nobody, said_of_time
from ipscohort.words import later, say, say_n

METHOD = later("Nelson-Aalen estimate of the mean number of jobs, Lawless-Nadeau standard error, limits on the log scale")
TEST = later("robust score test of a proportional rates model of job starts")
WITH_JOB = later("persons who began a job")
Rows = tuple[list[dict], list[dict], list[dict]]
"""Of JOB_STARTS, JOBS_PER_PERSON and JOB_START_TESTS."""


def job_start_rows(followed: Followed | None, persons: pd.DataFrame, exposures: dict[str, list[str]]) -> Rows:
    """Everybody, then each level of each exposure.

    Parameters
    ----------
    followed : Followed or None
        None where the records have no jobs with dates: one row then says so.
    persons : DataFrame
        PERSONS with the exposures, in the order of `followed`.
    exposures : dict of str -> list of str
        Exposure -> its levels.
    """
    if followed is None:
        return [], [_blank("all", "all", say(NO_DATES))], []
    steps, rows = [], []
    for exposure, level, members in groups_of(persons, exposures):
        if not members.any():
            rows.append(_blank(exposure, level, said_nobody(exposure, level)))
            continue
        some = followed.of_some(members)
        names = {"exposure": exposure, "level": level}
        curve, estimates = _of_group(some)
        steps += pd.DataFrame({**names, **curve}).to_dict("records")
        rows += [{**names, **row} for row in estimates]
    return steps, rows, [_test(followed, persons, exposure, levels) for exposure, levels in exposures.items()]


def _blank(exposure: str, level: str, why: str) -> dict:
    counts = dict.fromkeys(("n", "n_risk", "n_events", "n_with_job", "n_excluded", "time"), 0)
    return {"exposure": exposure, "level": level, "after": "", **counts, "method": METHOD, "warning": why}


def _of_group(some: Followed) -> tuple[dict, list[dict]]:
    """The curve by column, and a row for each time."""
    person, day, earliest, latest = some.starts()
    known, until = ~np.isnan(day), some.last_day.astype(float)
    n_unknown = int((~known).sum())
    found = mean_function(person[known], day[known], until, some.confidence)
    placed = [mean_function(person, each, until, some.confidence) if n_unknown else None for each in (earliest, latest)]
    curve = {"time": found.time, "n_risk": found.n_risk, "n_event": found.n_event, "mean_jobs": found.mean, "std_error": found.std_error}
    curve |= {"conf_low": found.conf_low, "conf_high": found.conf_high}
    rows = []
    for when in some.times:
        begun = known & (day <= when.day)
        counts = {"n": some.n, "n_risk": some.n_observed(when), "n_events": int(begun.sum()), "n_with_job": len(np.unique(person[begun]))}
        row = {"after": when.after, "time": when.day, **counts, "n_excluded": n_unknown, "method": METHOD}
        rows.append({**row, **_numbers(some, found, placed, when, n_unknown)})
    return curve, rows


def _numbers(some: Followed, found: MeanFunction, placed: list[MeanFunction | None], when: When, n_unknown: int) -> dict:
    """Mean, limits and bounds at a time, with what must be read with them; blank where nobody was observed so long."""
    said = said_of_time(some, when)
    gone = int((some.competing & (some.last_day < when.day)).sum())
    if gone:
        said.append(
            say_n(
                "{n} person left for a competing reason by then and is censored, as if more jobs could come: where none can, the mean is too high.",
                "{n} persons left for a competing reason by then and are censored, as if more jobs could come: where none can, the mean is too high.",
                gone,
            )
        )
    if n_unknown:
        said.append(say_n("Left out: {n} job of unknown start.", "Left out: {n} jobs of unknown start.", n_unknown))
    if not some.n_observed(when):
        return {"warning": " ".join(said)}
    values = dict(zip(("mean_jobs", "std_error", "conf_low", "conf_high"), found.at(when.day), strict=True))
    if values["mean_jobs"] == 0:
        said.insert(0, say("No job is known to have begun by then."))
    elif math.isnan(values["std_error"]):
        said.insert(0, say("Nobody differs from the others, so there are no limits."))
    bounds = [each.at(when.day)[0] if each else None for each in placed]
    known = {name: None if math.isnan(value) else value for name, value in values.items()}
    return {**known, "earliest": bounds[0], "latest": bounds[1], "warning": " ".join(said) or None}


def _test(followed: Followed, persons: pd.DataFrame, exposure: str, levels: list[str]) -> dict:
    """Whether jobs begin equally fast at all levels."""
    code = pd.Categorical(persons[exposure], categories=levels).codes
    rule = _rule(followed.of_some(code >= 0), code[code >= 0], levels)
    here = (code >= 0) & ~np.isin(code, [levels.index(level) for level in rule.out])
    some, (present, group) = followed.of_some(here), np.unique(code[here], return_inverse=True)
    person, day, _, _ = some.starts()
    known = ~np.isnan(day)
    row = {"exposure": exposure, "n": some.n, "n_events": int(known.sum()), "n_excluded": int((~known).sum()), "method": TEST}
    statistic, df = math.nan, 0
    if some.n:
        statistic, df = robust_score_test(group, len(present), person[known], day[known], some.last_day.astype(float))
    if not math.isnan(statistic):
        from scipy.stats import chi2

        p = float(chi2.sf(statistic, df)) if rule.p else None
        return {**row, "statistic": statistic, "df": df, "p_value": p, "warning": " ".join(rule.said) or None}
    if len(present) < 2:
        why = say("Not computed: all persons are at one level.")
    elif not known.any():
        why = say("Not computed: no job is known to have begun.")
    else:
        why = say("Not computed: not all levels had persons observed when jobs began.")
    return {**row, "warning": why}


def _rule(some: Followed, code: np.ndarray, levels: list[str]) -> Compared:
    """Which levels are compared, by the persons who began a job."""
    person, day, _, _ = some.starts()
    began = np.unique(person[~np.isnan(day)])
    sizes, events = (np.bincount(some, minlength=len(levels)).tolist() for some in (code, code[began]))
    counts = [each for each in zip(levels, sizes, events, strict=True) if each[1]]
    return compared(counts, WITH_JOB) if len(began) else Compared((), False, ())
