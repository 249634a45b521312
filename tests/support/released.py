"""Releases in memory: of the shipped cohort, and of three made ones with small groups."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ipscohort.config import Settings
from ipscohort.release.inputs import ReleaseInputs
from ipscohort.release.make import Released, released_of
from ipscohort.run.pipeline import analyse
from tests.support import shipped
from tests.support.pipeline import table_inputs
from tests.support.small import load

STUDY = {
    "follow_up": "52 weeks",
    "end_of_observation": {"complete": "yes"},
    "competitive": "all_jobs",
    "time_unit": "weeks",
    "period": "weeks",
}
VARIABLES = {
    "site": {"column": "site", "type": "category"},
    "sex": {"column": "sex", "type": "category"},
    "age": {"column": "age", "type": "number", "unit": "years"},
    "diagnosis": {"column": "diagnosis", "type": "category"},
    "housed": {"column": "housed", "type": "yes_no", "codes": {"1": "yes", "0": "no"}},
}
GIVEN = {"shape": "outcomes", "job_obtained": "job", "time_to_first_job": "time", "time_worked": "worked"}
DURATIONS = {"shape": "durations", "time": "time", "event": {"column": "event", "codes": {"1": "job", "0": "no_job"}}}
LOGISTIC = {"outcome": "job_obtained", "model": "logistic"}
MADE: dict[str, dict[str, Any]] = {
    "a rare diagnosis": {"n": 90, "seed": 1, "sites": "AB", "rare": 4, "unknown": 0, "jobs": GIVEN, "exposures": ["site"]},
    "a small site and persons of unknown sex": {
        "n": 120,
        "seed": 2,
        "sites": "AABBC",
        "rare": 12,
        "unknown": 3,
        "jobs": GIVEN,
        "exposures": ["site", "sex"],
    },
    "times to the first job in three sites": {
        "n": 75,
        "seed": 3,
        "sites": "ABC",
        "rare": 7,
        "unknown": 1,
        "jobs": DURATIONS,
        "exposures": ["site", "housed"],
    },
    "medians that tell how many workers": {
        "n": 60,
        "seed": 5,
        "sites": "ABC",
        "rare": 5,
        "unknown": 0,
        "jobs": GIVEN,
        "exposures": ["site"],
    },
    "levels of which few are in two": {
        "n": 70,
        "seed": 5,
        "sites": "AABBCD",
        "rare": 5,
        "unknown": 0,
        "jobs": GIVEN,
        "exposures": ["site"],
    },
}
"""Made cohorts by what is small in them."""


def _people(n: int, seed: int, sites: str, rare: int, unknown: int) -> str:
    draw, lines = random.Random(seed), ["id,site,sex,age,diagnosis,housed,job,time,worked,event"]
    for i in range(n):
        job = draw.random() < 0.45
        time = draw.randint(1, 40) if job else 52
        worked = draw.randint(1, 52 - time) if job else 0
        sex = "" if i < unknown else draw.choice("fm")
        diagnosis = "rare" if i % (n // rare) == 3 else draw.choice(("first", "second"))
        age = "" if draw.random() < 0.04 else f"{draw.gauss(38, 9):.0f}"
        given = f"{'yes' if job else 'no'},{time if job else ''},{worked},{int(job)}"
        lines.append(f"p{i},{draw.choice(sites)},{sex},{age},{diagnosis},{int(draw.random() < 0.8)},{given}")
    return "\n".join(lines) + "\n"


def made_inputs(name: str, release: dict[str, Any] | None = None) -> ReleaseInputs:
    """What a release of a made cohort is made from."""
    how = MADE[name]
    text = _people(how["n"], how["seed"], how["sites"], how["rare"], how["unknown"])
    if how["jobs"] is DURATIONS:
        text = text.replace(",no,,0,0\n", ",no,52,0,0\n")
    references = {"site": "A", "sex": "f", "housed": "no"}
    values = {
        "study": STUDY,
        "ingest": {"participants": {"id": "id", "variables": VARIABLES}, "jobs": {"given": how["jobs"]}},
        "exposures": {each: {"variable": each, "reference": references[each]} for each in how["exposures"]},
        "models": {"confounders": ["age"], "regressions": {"job": LOGISTIC}},
        "outcomes": {"long_term": 26},
        "survival": {"horizons": [26, 52]},
        **({"release": release} if release else {}),
    }
    with TemporaryDirectory() as folder:
        cohort = load(Path(folder), values, {"participants": text})
        found = analyse(cohort.settings, cohort.files())
    return ReleaseInputs.of(table_inputs(found, cohort.settings), cohort.settings)


def default_inputs(**release: Any) -> ReleaseInputs:
    """What a release of the shipped cohort is made from, by other rules where some are given."""
    settings = shipped.cohort().settings
    if release:
        settings = Settings.model_validate({**settings.model_dump(), "release": release})
    return ReleaseInputs.of(table_inputs(shipped.shipped(), settings), settings)


@cache
def made(name: str) -> Released:
    """The release of a made cohort; nobody may change it."""
    return released_of(made_inputs(name))


@cache
def default() -> Released:
    """The release of the shipped cohort; nobody may change it."""
    return released_of(default_inputs())
