"""The example of docs/business_case.md, in memory; and five persons whose business case is worked out by hand."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from ipscohort.config import Settings
from ipscohort.config.analysis import DerivedOutcomes
from ipscohort.config.business_case import BusinessCase
from ipscohort.config.loader import Cohort
from ipscohort.contracts import CLEAN_JOBS
from ipscohort.files.exchange import Read
from ipscohort.programme import business_case, frames_of
from ipscohort.programme.business_case.incremental import counted
from ipscohort.programme.business_case.ledger import make_ledger
from ipscohort.programme.business_case.people import Known, known_people
from ipscohort.programme.business_case.review import Found, found_of, review
from ipscohort.run.pipeline import Analysis
from ipscohort.tables.content import Table
from tests.support import funding

LAST = 399
"""Last day of the made-up persons' follow-up: 366 days in the first year, 34 in the second."""


@cache
def cohort() -> Cohort:
    """config/ips_programme.yaml."""
    return funding.cohort()


@cache
def analysed() -> Analysis:
    """Its analysis; nobody may change the frames."""
    return funding.analysed()


def payments() -> pd.DataFrame:
    """What its funding schemes paid."""
    return funding.shipped().payments


def funded() -> pd.DataFrame:
    """Days on which its funding began and its trajectories ended."""
    return funding.shipped().persons


def values_of(*without: str) -> dict[str, Any]:
    """Its `programme.business_case` as plain values, without some keys."""
    found = cohort().settings.programme.business_case.model_dump(mode="json")
    return {key: value for key, value in found.items() if key not in without}


def settings(values: dict[str, Any] | None = None) -> Settings:
    """Its settings, with another business case."""
    plain = cohort().settings.model_dump(mode="json")
    plain["programme"]["business_case"] = values or values_of()
    return Settings.model_validate(plain)


def found(chosen: Settings | None = None) -> Found:
    """What it comes to."""
    one = analysed()
    return review(one.derived.persons, one.cleaned.jobs, one.derived.codebook, chosen or cohort().settings, payments(), funded())


@cache
def shipped() -> Found:
    """What it comes to as shipped."""
    return found()


def read_of(of: Found) -> Read:
    """The files that its numbers come from."""
    frames = {"estimates": analysed().fitted.estimates, "availability": analysed().derived.availability}
    return Read({**frames, **frames_of(of, "programme.business_case"), "codebook": of.codebook})


def inputs(of: Found, chosen: Settings | None = None) -> business_case.Inputs:
    """What its tables are made from."""
    return business_case.Inputs.made(chosen or cohort().settings, of)


MADE_UP = "made up"


def stated(amount: float, **more: Any) -> dict[str, Any]:
    """An input marked as an assumption."""
    return {"amount": amount, "assumption": MADE_UP, **more}


def by_hand(**changed: Any) -> BusinessCase:
    """The case that is worked out by hand."""
    values = {
        "currency": "euros",
        "price_year": 2020,
        "stakeholders": {"agency": "Agency", "payer": "Payer", "client": "Clients"},
        "costs": {
            "programme": stated(100, label="Programme", pays="agency", per="month_in_programme", months=2, low=50, high=150),
            "start": stated(500, label="Start", pays="agency", per="once"),
            "coaching": stated(33, label="Coaching", pays="agency", per="month_worked"),
            "fee": stated(150, label="Fee", pays="payer", receives="agency", per="person"),
            "bonus": stated(110, label="Bonus", pays="payer", receives="agency", per="job_obtained"),
            "usual": stated(50, label="Usual help", pays="payer", per="person", arises="without_ips"),
        },
        "benefits": {
            "income": {
                "label": "Benefit",
                "pays": "payer",
                "receives": "client",
                "variable": "benefit",
                "levels": {"X": stated(1100, kept=0), "Y": stated(1100, kept=0.5)},
            }
        },
        "discounting": {"costs": stated(0.1), "outcomes": stated(0.25)},
        "comparator": {"days_worked": stated(20, low=10, high=40), "share_employed": stated(0.4)},
        "shared_savings": {
            "invested": ["programme"],
            "savers": ["payer"],
            "shares": {"agency": 0.25, "payer": 0.75},
            "losses_borne_by": "agency",
            "assumption": MADE_UP,
        },
        "worth": [0, 10, 50.5, 100],
        "bootstrap": {"times": 199, "seed": 7},
    }
    return BusinessCase.model_validate({key: value for key, value in (values | changed).items() if value is not None})


JOBS = {"b": [(10, 39)], "c": [(351, 380)], "d": [(366, 395)], "e": [(0, 29), (15, 44)], "f": [(0, 99)], "g": [(5, None)], "h": [(0, 9)]}
LEVELS = {"a": "X", "b": "X", "c": "X", "d": "Y", "e": "Y", "f": "X", "g": "X", "h": None}


def made_persons() -> pd.DataFrame:
    """Eight persons: f was not observed to the end, g's only job has no end, h's benefit is not known."""
    ids = list(LEVELS)
    columns = {
        "id": ids,
        "last_day": [199 if name == "f" else LAST for name in ids],
        "full_follow_up": [name != "f" for name in ids],
        "time_worked": [np.nan if name == "g" else 1.0 for name in ids],
        "job_obtained": ["no" if name == "a" else "yes" for name in ids],
        "benefit": list(LEVELS.values()),
        "inclusion_date": pd.to_datetime(["2020-01-01"] * len(ids)),
    }
    return pd.DataFrame(columns).astype({"id": "string", "benefit": "string", "job_obtained": "string"})


def made_jobs() -> pd.DataFrame:
    """Their jobs."""
    rows = [{"id": name, "start_day": start, "end_day": end} for name, spells in JOBS.items() for start, end in spells]
    frame = pd.DataFrame(rows).assign(source="s", at_entry=False, job=range(len(rows)))
    return CLEAN_JOBS.conform(frame.assign(end_status=np.where(frame["end_day"].isna(), "unknown", "known")))


def made(
    case: BusinessCase, payments: pd.DataFrame | None = None, names: str = "abcdefgh", funded: pd.DataFrame | None = None, **columns: list
) -> Known:
    """Who of them counts, of all or of some; with days of funding, and more columns of the persons."""
    outcomes = DerivedOutcomes()
    chosen = SimpleNamespace(study=SimpleNamespace(days_per_month=30.0), outcomes=outcomes)
    persons = made_persons().assign(**columns)
    return known_people(persons[persons["id"].isin(list(names))], made_jobs(), case, chosen, payments, funded)


def worked_out(
    case: BusinessCase,
    draws: np.ndarray | None = None,
    payments: pd.DataFrame | None = None,
    funded: pd.DataFrame | None = None,
    **columns: list,
) -> Found:
    """All files of their case; with draws, each row of which says who is drawn; with payments of funding schemes."""
    known = made(case, payments, funded=funded, **columns)
    n = known.people.n
    draws = np.arange(n)[None, :] if draws is None else draws
    return found_of(known, make_ledger(known.people, case), case, counted(draws, n), 0.95, analysed().derived.codebook)


def drawn(times: int, n: int) -> np.ndarray:
    """Persons drawn by the generator of Park and Miller, as in R/business_case.R."""
    state, draws = 1, np.empty((times, n), dtype=int)
    for place in range(times * n):
        state = state * 16807 % 2147483647
        draws.flat[place] = int(state / 2147483647 * n)
    return draws


@cache
def tables() -> dict[str, Table]:
    """Its tables, by name."""
    return business_case.tables(inputs(shipped()))


@cache
def gross() -> tuple:
    """The same without a comparator: inputs and tables."""
    values = values_of("comparator", "shared_savings", "scenarios")
    for name in ("usual_municipality", "usual_uwv"):
        values["costs"].pop(name)
    chosen = settings(values)
    of = found(chosen)
    return inputs(of, chosen), business_case.tables(inputs(of, chosen))
