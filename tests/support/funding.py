"""The example of docs/programme.md, in memory; and persons made for one case of funding each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from ipscohort.config import Settings, load_cohort
from ipscohort.config.funding import Funding
from ipscohort.config.loader import Cohort
from ipscohort.contracts import CLEAN_JOBS
from ipscohort.programme.fidelity.reviews import read_reviews
from ipscohort.programme.funding.course import DAY, Course
from ipscohort.programme.funding.payments import payments_of
from ipscohort.programme.funding.placements import jobs_of
from ipscohort.programme.funding.review import Found, review
from ipscohort.run.pipeline import Analysis, analyse
from tests.support.shipped import ROOT

AVERAGE_MONTH = 30.4375


@cache
def cohort() -> Cohort:
    """config/ips_programme.yaml."""
    return load_cohort(ROOT / "config" / "ips_programme.yaml")


@cache
def analysed() -> Analysis:
    """Its analysis; nobody may change the frames."""
    return analyse(cohort().settings, cohort().files())


def merged(values: dict, changed: dict) -> dict:
    """A copy of nested values with other values put in."""
    found = dict(values)
    for key, value in changed.items():
        if isinstance(value, dict) and isinstance(found.get(key), dict):
            found[key] = merged(found[key], value)
        else:
            found[key] = value
    return found


def settings(**changed: Any) -> Settings:
    """Its settings with other keys of `programme.funding`."""
    values = cohort().settings.model_dump(mode="json")
    values["programme"]["funding"] = merged(values["programme"]["funding"], changed)
    return Settings.model_validate(values)


@cache
def reviews() -> pd.DataFrame:
    """The made-up reviews of fidelity."""
    chosen = cohort().settings.programme.fidelity
    return read_reviews(cohort().programme_files()["programme.fidelity"], chosen, ("agency A", "agency B")).reviews


def found(persons: pd.DataFrame | None = None, **changed: Any) -> Found:
    """What the stage gives, with keys changed or other persons."""
    one = analysed()
    file = cohort().programme_files()["programme.funding"]
    who = one.derived.persons if persons is None else persons
    return review(file, who, one.cleaned.jobs, one.cleaned.jobs_kind_unknown, one.derived.codebook, settings(**changed), reviews())


@cache
def shipped() -> Found:
    """What it gives as shipped."""
    return found()


@dataclass(frozen=True)
class Job:
    """A job: first and last day; `ongoing`, or None where a day is not known."""

    start: str | None
    end: str | None
    hours: float | None = 20.0
    wage: float | None = None
    at_entry: bool = False
    kind_known: bool = True


@dataclass(frozen=True)
class Person:
    """A made-up person; included on `included`, observed for 30 months unless `last` says otherwise."""

    start: str | None
    benefits: str | None = "social assistance"
    jobs: Sequence[Job] = ()
    end: str | None = None
    last: str | None = None
    fidelity: str | None = "good"
    included: str | None = None
    name: str = field(default="")

    @property
    def day_0(self) -> np.datetime64:
        """Day of inclusion: that on which funding begins, unless said."""
        return np.datetime64(self.included or self.start or "2014-03-10", "D")


def paid(people: Sequence[Person], chosen: Funding | None = None, wage_per: str = "hour") -> pd.DataFrame:
    """PAYMENTS of made-up persons, called by their names or P0, P1, ..."""
    chosen = chosen or cohort().settings.programme.funding
    names = [each.name or f"P{k}" for k, each in enumerate(people)]
    course = course_of(people, names)
    classes = np.array([each.fidelity for each in people], dtype=object)
    jobs = (_jobs(people, names, kind_known) for kind_known in (True, False))
    return payments_of(course, jobs_of(course, *jobs, wage_per, AVERAGE_MONTH), chosen, classes)


def course_of(people: Sequence[Person], names: list[str] | None = None) -> Course:
    """The course of funding of made-up persons."""
    names = names or [f"P{k}" for k in range(len(people))]
    day_0 = np.array([each.day_0 for each in people], dtype=DAY)
    months = day_0.astype("datetime64[M]") + 30
    last = [
        each.last or month.astype(DAY) + (day - day.astype("datetime64[M]").astype(DAY)) - 1
        for each, month, day in zip(people, months, day_0, strict=True)
    ]
    columns = {"id": names, "inclusion_date": day_0.astype("datetime64[s]"), "benefits": [each.benefits for each in people]}
    frame = pd.DataFrame(columns).astype({"benefits": "string"})
    start, end = (np.array([getattr(each, name) or "NaT" for each in people], dtype=DAY) for name in ("start", "end"))
    return Course(frame, start, np.full(len(people), "recorded", dtype=object), end, np.array(last, dtype=DAY))


def _jobs(people: Sequence[Person], names: list[str], kind_known: bool) -> pd.DataFrame:
    rows = []
    for person, name in zip(people, names, strict=True):
        for job in (each for each in person.jobs if each.kind_known == kind_known):
            days = [
                None if day in (None, "ongoing") else int((np.datetime64(day, "D") - person.day_0).astype(int))
                for day in (job.start, job.end)
            ]
            status = {None: "unknown", "ongoing": "ongoing"}.get(job.end, "known")
            row = {"job": len(rows), "id": name, "source": "s", "start_day": days[0], "end_day": days[1], "end_status": status}
            rows.append({**row, "at_entry": job.at_entry, "hours_per_week": job.hours, "wage": job.wage})
    return CLEAN_JOBS.conform(pd.DataFrame(rows)) if rows else CLEAN_JOBS.empty()
