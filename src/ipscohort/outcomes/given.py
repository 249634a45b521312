"""Outcomes from records without jobs: durations to the first job, or outcomes that the study computed itself."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipscohort.arithmetic.timeline import DAYS_PER_WEEK
from ipscohort.config.analysis import DerivedOutcomes
from ipscohort.config.study import Study
from ipscohort.contracts.codebook import Codebook
from ipscohort.outcomes.parts import NOT_GIVEN, Parts, follow, number, worked_long, yes_no
from ipscohort.words import later, say

NO_JOBS = later("the records hold no jobs")
PER_JOB = ("longest_job", "hours_worked", "hours_per_week", "wages_earned", "worked_half_time", "n_jobs", "employment_rate")


def from_durations(participants: pd.DataFrame, study: Study) -> Parts:
    """Outcomes of a time to first job with what ended it.

    Parameters
    ----------
    participants : DataFrame
        CLEAN_PARTICIPANTS with given_time_to_first_job (study.time_unit) and given_exit: `job` is the event, `no_job` is
        censored, any other exit is censored too and counted in a remark. latest_time is the end of follow-up or observation.
    study : Study

    Returns
    -------
    Parts
        Without exit: no outcome. A job at an unknown time: obtained, time unknown.
    """
    time = participants["given_time_to_first_job"].to_numpy(dtype=float, na_value=np.nan)
    exits = participants["given_exit"]
    known = exits.notna().to_numpy()
    job = exits.eq("job").fillna(False).to_numpy(dtype=bool)
    latest = participants["latest_time"].to_numpy(dtype=float, na_value=np.nan)
    earliest = np.full(len(time), 0.0 if study.time_unit == "days" else 1.0)
    columns = {
        "job_obtained": yes_no(job, known),
        **follow(np.where(job, time, np.nan), np.where(known & ~job, time, np.nan), job & np.isnan(time), earliest, latest),
    }
    others = exits[known & ~exits.isin(["job", "no_job"]).to_numpy()].value_counts(sort=False).sort_index()
    remarks = {}
    if len(others):
        counts = ", ".join(f"{name}: {n}" for name, n in others.items())
        text = say("another exit without a job is censored at its time, as if a job could still come ({counts})", counts=counts)
        remarks["time_to_first_job"] = text
    why_not = dict.fromkeys((*PER_JOB, "time_worked", "worked_long", "weeks_worked"), say(NO_JOBS))
    return Parts(columns, why_not, remarks)


def from_outcomes(participants: pd.DataFrame, codebook: Codebook, study: Study, outcomes: DerivedOutcomes) -> Parts:
    """Outcomes as the study gives them; which are mapped is in `codebook.job_columns`, or seen from the columns.

    Parameters
    ----------
    participants : DataFrame
        CLEAN_PARTICIPANTS with given_job_obtained, given_time_to_first_job, given_time_worked.
    codebook : Codebook
    study : Study
    outcomes : DerivedOutcomes

    Returns
    -------
    Parts
        Who has no job has worked 0 time, also where the cell is blank. Time to censoring is known only where the study
        says that everybody was observed to the end (`complete: yes`).
    """
    given = {name: participants[f"given_{name}"] for name in ("job_obtained", "time_to_first_job", "time_worked")}
    has = {name: name in codebook.job_columns or values.notna().any() for name, values in given.items()}
    obtained = given["job_obtained"]
    time = given["time_to_first_job"].to_numpy(dtype=float, na_value=np.nan)
    worked = given["time_worked"].to_numpy(dtype=float, na_value=np.nan)
    without = obtained.eq("no").fillna(False).to_numpy(dtype=bool)
    columns, why_not = {"time_observed": number(_observed(participants, study))}, dict.fromkeys(PER_JOB, say(NO_JOBS))
    why_not |= {name: say(NOT_GIVEN) for name, there in has.items() if not there}
    if has["job_obtained"]:
        columns["job_obtained"] = obtained
    if has["time_to_first_job"]:
        columns |= _first_job(participants, study, obtained, np.where(without, np.nan, time), has["job_obtained"])
    if has["time_worked"]:
        worked = np.where(without & np.isnan(worked), 0.0, worked)
        columns |= {"time_worked": number(worked), "worked_long": worked_long(worked, outcomes.long_term)}
    else:
        why_not["worked_long"] = say(NOT_GIVEN)
    per_week = {"days": DAYS_PER_WEEK, "weeks": 1}.get(study.time_unit)
    if has["time_worked"] and per_week:
        columns["weeks_worked"] = number(worked / per_week)
    else:
        why_not["weeks_worked"] = say(NOT_GIVEN)
    remarks = {}
    if has["time_to_first_job"] and "follow_time" not in columns:
        text = say("when those without a job were last observed is not recorded, so there is no Kaplan-Meier estimate")
        remarks["time_to_first_job"] = text
    return Parts(columns, why_not, remarks)


def _observed(participants: pd.DataFrame, study: Study) -> np.ndarray:
    """How long each was observed, in study.time_unit: days are counted from 0, periods from 1."""
    latest = participants["latest_time"].to_numpy(dtype=float, na_value=np.nan)
    return latest + 1 if study.time_unit == "days" else latest


def _first_job(participants: pd.DataFrame, study: Study, obtained: pd.Series, time: np.ndarray, has_obtained: bool) -> dict:
    """Time to first job; follow_time only where every censoring time is known."""
    if not (has_obtained and study.end_of_observation.complete):
        return {"time_to_first_job": number(time)}
    latest = participants["latest_time"].to_numpy(dtype=float, na_value=np.nan)
    job, without = (obtained.eq(word).fillna(False).to_numpy(dtype=bool) for word in ("yes", "no"))
    earliest = np.full(len(time), 0.0 if study.time_unit == "days" else 1.0)
    return follow(np.where(job, time, np.nan), np.where(without, latest, np.nan), job & np.isnan(time), earliest, latest)
