"""A made-up paper: ten persons, five jobs, and results that can be worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ipscohort import contracts as c
from ipscohort.config import load_cohort
from ipscohort.config.replication import Replication
from ipscohort.contracts.codebook import Codebook, VariableInfo

ROOT = Path(__file__).parents[3]

# sex: 6 men, 3 women, 1 not recorded. Days to the first job of those 5 with a job: 10 20 40 80, one unknown.
PERSONS = pd.DataFrame(
    {
        "id": [f"P{n}" for n in range(10)],
        "row": range(2, 12),
        "inclusion_date": pd.to_datetime(["2014-03-10", "2017-07-27", *["2015-01-01"] * 8]).astype("datetime64[s]"),
        "job_obtained": ["yes"] * 5 + ["no"] * 5,
        "time_to_first_job": [10, 20, 40, 80] + [pd.NA] * 6,
        "time_worked": [100, 200, 300, 61, 30, 0, 0, 0, 0, 0],
        "n_jobs": [1] * 5 + [0] * 5,
        "sex": pd.array(["male"] * 6 + ["female"] * 3 + [None], dtype="string"),
        "age": pd.array([30.0, 40.1, 50.05, *[pd.NA] * 7], dtype="Float64"),
        "half": pd.array(["second half"] * 4 + ["first half"] * 6, dtype="string"),
    }
)
JOBS = pd.DataFrame(
    {
        "job": [1, 2, 3, 4, 5],
        "id": ["P0", "P1", "P2", "P3", "P4"],
        "occupation": ["Professionals", "Managers", "Managers", pd.NA, pd.NA],
        "hours_per_week": [10, 20, 30, 24, pd.NA],
        "days_worked": [100, 200, 300, 61, 30],
    }
)
RATES = pd.DataFrame(
    {"period": [1, 2], "n": [9, 9], "n_employed": [0, 1], "rate": [0, 1 / 9], "conf_low": [0, 0.1], "conf_high": [0.2, 0.4]}
).assign(n_bounded=[9, 9], n_employed_least=[0, 1], n_employed_most=[0, 1])
MODEL = {"model": "job_obtained", "outcome": "job_obtained", "exposure": "half", "adjustment": "adjusted"}
ESTIMATE = {**MODEL, "term": "half", "reference": "first half", "role": "primary", "n": 8, "n_excluded": 2}
ESTIMATES = pd.DataFrame(
    [
        {**ESTIMATE, "level": "first half", "method": "reference"},
        {**ESTIMATE, "level": "second half", "method": "ML", "estimate": 1.3, "ratio": 3.834, "ratio_high": 10.296, "p_value": 0.0004},
        {**ESTIMATE, "model": "days_worked", "level": "second half", "method": "not estimated", "warning": "no complete case"},
    ]
)
FITS = pd.DataFrame(
    [
        {
            **MODEL,
            "confounders": "sex;age",
            "population": "all persons analysed",
            "n_population": 10,
            "n": 8,
            "n_excluded": 2,
            "status": "fitted",
        },
        {
            **{**MODEL, "model": "days_worked"},
            "population": "persons with a job",
            "n_population": 5,
            "n": 0,
            "n_excluded": 5,
            "status": "not fitted",
            "warning": "no complete case",
        },
    ]
)
AVAILABILITY = pd.DataFrame(
    {
        "measure": ["time_to_first_job", "wages_earned"],
        "available": [True, False],
        "rule": ["First start - inclusion.", "Sum."],
        "why_not": [pd.NA, "the job records hold no wage"],
    }
)


def results(**changes):
    frames = {
        "persons": c.PERSONS.conform(PERSONS),
        "jobs": c.JOB_MEASURES.conform(JOBS),
        "rates": c.RATES.conform(RATES),
        "estimates": c.ESTIMATES.conform(ESTIMATES),
        "fits": c.FITS.conform(FITS),
        "availability": c.AVAILABILITY.conform(AVAILABILITY),
    }
    return {**frames, **changes}


def codebook():
    sex = VariableInfo("sex", "Sex", "category", levels=("male", "female"), column="geslacht", rule="column geslacht")
    age = VariableInfo("age", "Age", "number", unit="years", column="born")
    half = VariableInfo("half", "Half of inclusion", "category", levels=("first half", "second half"))
    return Codebook("spells", dated=True, variables={"sex": sex, "age": age, "half": half})


def settings(rounding="half_away", source="A paper"):
    """The hand-written cohort's settings: days, months of 30.4375 days, quartiles at (n + 1) p, an exposure `half`."""
    whole = load_cohort(ROOT / "tests" / "spec" / "cohort20" / "cohort20.yaml").settings
    return whole.model_copy(update={"replication": Replication(printed_values="printed.csv", source=source, rounding=rounding)})


def printed(*entries):
    """PRINTED from parts of rows; the rest is filled in."""
    whole = [
        {"id": f"f{line}", "where": "Table 1", "quantity": "quantity", "frame": "persons", "line": line, **entry}
        for line, entry in enumerate(entries, 2)
    ]
    return c.PRINTED.conform(pd.DataFrame(whole))
