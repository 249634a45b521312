"""Rows of the first and third quartile of the time to the first job, and of the median time of follow-up."""

from __future__ import annotations

import math

import numpy as np

from ipscohort.config.study import AnyUnit
from ipscohort.display.printing import number
from ipscohort.survival.curve import HALF, Curve, kaplan_meier, time_with_limits
from ipscohort.survival.group import Group, numbers, said_left_out, said_time
from ipscohort.words import later, say

QUARTILES = {"first_quartile": 0.75, "third_quartile": 0.25}
"""Measure -> share still without a job at that time."""
FOLLOW_UP = "follow_up_median"
REVERSED = later("reverse Kaplan-Meier (first jobs and ends of observation exchanged), log-log limits")


def quartile_rows(curve: Curve, group: Group, unit: AnyUnit) -> list[dict]:
    """Measure, estimate, limits and warning of both; blank where not reached."""
    return [{"measure": measure, **_quartile(curve, share, group, unit)} for measure, share in QUARTILES.items()]


def _quartile(curve: Curve, share: float, group: Group, unit: AnyUnit) -> dict:
    found, notes = time_with_limits(curve, share), said_left_out(group)
    if curve.n_events == 0:
        notes.insert(0, say("None of the {n} obtained a job.", n=curve.n))
    elif math.isnan(found[0]):
        notes.insert(0, said_not_reached(curve, unit))
    elif math.isnan(found[1]) and math.isnan(found[2]):
        notes.insert(0, said_no_limits())
    elif curve.survival.min() > share - HALF:
        notes.insert(0, say("The share without a job stays at exactly {share}% from this time on.", share=number(100 * share, 0)))
    return {**numbers(*found), "warning": " ".join(notes) or None}


def said_not_reached(curve: Curve, unit: AnyUnit) -> str:
    """That a curve ends above a share, and where."""
    share, last = number(100 * curve.survival[-1], 0), said_time(curve.last_time, unit)
    return say("Not reached: at the last time observed ({time}) {share}% had not had a first job yet.", time=last, share=share)


def said_no_limits() -> str:
    """Why a time that is reached has no limits."""
    return say("No limits: the curve falls to 0 at this time, where its limits are not defined.")


def follow_up_row(group: Group, confidence: float) -> dict:
    """Median time until observation ends, first jobs counted as what ends it early.

    Source: Schemper & Smith 1996, doi 10.1016/0197-2456(96)00075-X. At a tie ends of observation come before first jobs, as in R's
    survfit(Surv(time, 1 - event)): who obtained a job at a time was still observed then.
    """
    times, event = group.timed["follow_time"].to_numpy(float), group.timed["first_job_event"].to_numpy(bool)
    curve = kaplan_meier(times, ~event, confidence)
    found, notes = time_with_limits(curve, 0.5), said_left_out(group)
    ends = np.unique(times[~event])
    if not len(ends):
        notes.insert(0, say("No median: all {n} obtained a job, so that nobody's observation ended without one.", n=curve.n))
    elif math.isnan(found[0]):
        notes.insert(0, say("Not reached: too few were observed to the end without a job."))
    elif len(ends) == 1 and math.isnan(found[1]):
        notes.insert(0, say("No limits: the observation of all who had no job ended at the same time."))
    elif math.isnan(found[1]) and math.isnan(found[2]):
        notes.insert(0, said_no_limits())
    return {"measure": FOLLOW_UP, **numbers(*found), "method": REVERSED, "warning": " ".join(notes) or None}
