"""A second clock: how long the first job lasted, from its start to its end, by Kaplan-Meier."""

from __future__ import annotations

import math

import pandas as pd

from ipscohort.display.naming import level_word
from ipscohort.survival.curve import kaplan_meier, time_with_limits
from ipscohort.survival.group import ALL, Group, numbers
from ipscohort.words import later, say, say_n

MEDIAN = "tenure_median"
METHOD = later("Kaplan-Meier of the days in the first job, log-log limits")

AFTER = later(
    "This compares only those who obtained a job, a group that formed after the exposure: a difference may come from who obtained one."
)
"""What must be read with the tenure by exposure."""


def tenure_rows(group: Group, confidence: float) -> tuple[list[dict], dict]:
    """Steps of the curve (TENURE_CURVES) and the row of the median (SURVIVAL_ESTIMATES) of those of a group who obtained a job.

    Who is in: who obtained a job of known start and end, or one that goes on at the last day observed, which is censored there. Who
    has one of unknown start or end is left out and counted.
    """
    worked = group.people[group.people["job_obtained"].eq("yes").fillna(False).to_numpy(bool)]
    known = worked[worked["first_job_days"].notna().to_numpy(bool)]
    names = {"exposure": group.exposure, "level": group.level}
    row = {**names, "measure": MEDIAN, "n_excluded": len(worked) - len(known), "n_outcome_unknown": 0, "n_censoring_unknown": 0}
    row["method"] = METHOD
    if known.empty:
        return [], {**row, "n": 0, "n_events": 0, "warning": _nobody(group, worked)}
    curve = kaplan_meier(known["first_job_days"].to_numpy(float), known["first_job_ended"].to_numpy(bool), confidence)
    columns = ("time", "n_risk", "n_event", "n_censored", "survival", "conf_low", "conf_high")
    steps = pd.DataFrame({**names, **{name: getattr(curve, name) for name in columns}}).rename(columns={"survival": "in_job"})
    found = time_with_limits(curve, 0.5)
    notes = [] if group.exposure == ALL else [say(AFTER)]
    if curve.n_events == 0:
        notes.append(say("None of the {n} first jobs ended while observed.", n=curve.n))
    elif math.isnan(found[0]):
        notes.append(say("Not reached: more than half of the first jobs went on as long as anybody was observed in one."))
    if row["n_excluded"]:
        notes.append(
            say_n(
                "Left out: {n} person whose first job has an unknown start or end.",
                "Left out: {n} persons whose first job has an unknown start or end.",
                row["n_excluded"],
            )
        )
    counts = {"n": curve.n, "n_events": curve.n_events, "warning": " ".join(notes) or None}
    return steps.to_dict("records"), {**row, **counts, **numbers(*found)}


def _nobody(group: Group, worked: pd.DataFrame) -> str:
    """Why there is no curve."""
    if worked.empty:
        who = "" if group.exposure == "all" else level_word(group.level)
        return say("Nobody in '{level}' obtained a job.", level=who) if who else say("Nobody obtained a job.")
    return say("The records do not say of any first job when it began and ended.")
