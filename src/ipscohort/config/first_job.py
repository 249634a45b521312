"""The Cox regression of the time to the first job that a study has without asking for one."""

from __future__ import annotations

from typing import Any

from ipscohort.config.base import as_text
from ipscohort.config.plain import at, mapping, texts, yes
from ipscohort.models.families import OF_TIMES

OUTCOME = "time_to_first_job"
WITH_TIMES = ("spells", "wide", "panel", "durations")
"""Shapes of records that tell when a first job begins, and until when somebody without one was observed."""


def with_first_job(values: Any) -> Any:
    """The settings with that regression, where `models.first_job` does not say no and there is something to regress.

    Parameters
    ----------
    values : any
        A settings file's plain values. They are given back as they are where a regression of model cox is declared, where no
        exposure is, or where the records hold no times. An exposure that is adjusted for in all models is left out of it.
    """
    if not isinstance(values, dict) or not isinstance(at(values, "models") or {}, dict):
        return values
    models, regressions = mapping(values, "models"), mapping(values, "models", "regressions")
    wanted = yes(models.get("first_job", True)) and isinstance(models.get("regressions") or {}, dict)
    timed = any(at(source, "shape") in WITH_TIMES for source in mapping(values, "ingest", "jobs").values())
    declared = any(at(regression, "model") in OF_TIMES for regression in regressions.values())
    adjusted_for = texts(values, "models", "confounders")
    exposures = mapping(values, "exposures")
    free = [name for name, exposure in exposures.items() if as_text(at(exposure, "variable")) not in adjusted_for]
    if not (wanted and timed and free) or declared:
        return values
    name = OUTCOME if OUTCOME not in regressions else f"{OUTCOME}_{OF_TIMES[0]}"
    added = {"outcome": OUTCOME, "model": OF_TIMES[0], "role": "secondary"}
    if len(free) < len(exposures):
        added["exposures"] = free
    return {**values, "models": {**models, "regressions": {**regressions, name: added}}}
