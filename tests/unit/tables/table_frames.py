"""A small cohort of eight persons, written out, and what the stages before give for it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from ipscohort import contracts as c
from ipscohort.config.analysis import DerivedOutcomes, Exposure, Models, Survival, Tables
from ipscohort.config.study import Study
from ipscohort.contracts.codebook import Codebook, VariableInfo
from ipscohort.tables import TableInputs

NA = pd.NA
STUDY = Study.model_validate(
    {"follow_up": "30 months", "end_of_observation": {"observed_until": "yes"}, "competitive": "criteria", "time_unit": "days"}
)
MODELS = Models.model_validate(
    {
        "confounders": ["age", "sex"],
        "regressions": {
            "job_obtained": {"outcome": "job_obtained", "model": "logistic"},
            "days_worked": {"outcome": "time_worked", "model": "log_linear", "label": "Days worked", "role": "secondary"},
        },
    }
)
CODEBOOK = Codebook(
    shape="spells",
    dated=True,
    variables={
        "age": VariableInfo("age", "Age", "number", "years"),
        "sex": VariableInfo("sex", "Sex", "category", levels=("female", "male")),
        "married": VariableInfo("married", "Married & living together", "yes_no", levels=("no", "yes")),
        "funding": VariableInfo("funding", "Funding", "category", levels=("UWV", "municipality", "other")),
    },
)


def persons() -> pd.DataFrame:
    """P1-P4 municipality, P5-P7 UWV, P8 unknown; P1, P2, P5 and P6 worked; P6's first job has no date; P4 left early."""
    frame = pd.DataFrame(
        {
            "id": [f"P{i}" for i in range(1, 9)],
            "row": range(1, 9),
            "full_follow_up": [True, True, True, False, True, True, True, True],
            "ended_by": "end of follow-up",
            "time_observed": [912.0, 912, 912, 100, 912, 912, 912, 912],
            "job_obtained": ["yes", "yes", "no", "no", "yes", "yes", "no", "no"],
            "time_to_first_job": [10.0, 20, NA, NA, 40, NA, NA, NA],
            "follow_time": [10.0, 20, 911, 99, 40, NA, 911, 911],
            "first_job_event": [True, True, False, False, True, NA, False, False],
            "time_worked": [100.0, 200, 0, 0, 58.75, NA, 0, 0],
            "worked_long": ["no", "yes", "no", "no", "no", NA, "no", "no"],
            "n_jobs": [1, 2, 0, 0, 1, 1, 0, 0],
            "weeks_worked": [14.0, 28, 0, 0, 8, NA, 0, 0],
            "longest_job": [100.0, 150, NA, NA, 58, NA, NA, NA],
            "age": pd.array([20.0, 30, 40, 50, 45.1, 45.0, 45.05, NA], dtype="Float64"),
            "sex": pd.array(["male", "male", "female", "female", "male", NA, "female", NA], dtype="string"),
            "married": pd.array(["yes", "no", "no", "no", "no", "no", "no", "no"], dtype="string"),
            "funding": pd.array(["municipality"] * 4 + ["UWV"] * 3 + [NA], dtype="string"),
        }
    )
    return c.PERSONS.conform(frame)


def estimate(model: str, adjustment: str, level: str, n: int, events: object, estimate: object = NA, **more: object) -> dict:
    """One row of ESTIMATES; the ratio is given by hand so that nothing is computed here."""
    row = {"model": model, "outcome": model, "exposure": "funding", "term": "funding", "level": level, "reference": "municipality"}
    row |= {"adjustment": adjustment, "role": "primary", "estimate": estimate, "n": 7, "n_events": events, "n_excluded": 1}
    row |= {"n_level": n, "n_events_level": events, "method": "reference" if level == "municipality" else "maximum likelihood"}
    return row | more


def fit(model: str, adjustment: str, n: int, events: object, **more: object) -> dict:
    """One row of FITS."""
    row = {"model": model, "outcome": model, "exposure": "funding", "adjustment": adjustment, "population": "all persons analysed"}
    row |= {"n_population": 8, "n": n, "n_events": events, "n_excluded": 8 - n, "status": "fitted"}
    row["why_excluded"] = "Funding missing (1)" if n < 8 else NA
    return row | more


def estimates() -> pd.DataFrame:
    """A logistic model crude (with a warning of its own) and adjusted (not fitted), a log-linear one crude."""
    logistic = {"estimate": -1.2, "ratio": 0.2985, "ratio_low": 0.112, "ratio_high": 0.7749, "p_value": 0.0123}
    rows = [
        estimate("job_obtained", "crude", "municipality", 4, 2),
        estimate("job_obtained", "crude", "UWV", 3, 2, **logistic, warning="Only 3 persons in 'UWV'. Few events in all."),
        estimate("job_obtained", "crude", "other", 0, 0, warning="Nobody in 'other'. Few events in all."),
        estimate("days_worked", "crude", "municipality", 2, NA),
        estimate(
            "days_worked", "crude", "UWV", 1, NA, -0.725, conf_low=-1.484, conf_high=0.024, ratio=0.4843, ratio_low=0.2267, p_value=0.0004
        ),
    ]
    return c.ESTIMATES.conform(pd.DataFrame(rows))


def fits() -> pd.DataFrame:
    """The fits of the same models; the adjusted logistic one could not be fitted."""
    unfit = {"status": "not fitted", "warning": "Nobody of the 0 persons in the model has the outcome"}
    rows = [
        fit("job_obtained", "crude", 7, 4, global_p_value=0.0351, warning="Few events in all."),
        fit("job_obtained", "adjusted", 0, 0, **unfit),
        fit("days_worked", "crude", 3, NA, r_squared=0.225, n_population=4, n_excluded=1),
    ]
    return c.FITS.conform(pd.DataFrame(rows))


def availability() -> pd.DataFrame:
    """All measures but wages and hours."""
    absent = {
        "wages_earned": "no wage is recorded",
        "hours_worked": "no hours",
        "hours_per_week": "no hours",
        "worked_half_time": "no hours",
    }
    names = ["job_obtained", "time_to_first_job", "time_worked", "worked_long", "n_jobs", "weeks_worked", "longest_job", *absent]
    rows = [{"measure": n, "available": n not in absent, "rule": f"rule of {n}", "why_not": absent.get(n, NA)} for n in names]
    frame = pd.DataFrame(rows)
    for column in c.AVAILABILITY.names():
        if column not in frame:
            frame[column] = NA
    return c.AVAILABILITY.conform(frame)


def curves() -> pd.DataFrame:
    """Everybody: three of seven by day 40, one censored at 99, three at 911."""
    rows = [(0, 7, 0, 0, 1.0, NA, NA), (10, 7, 1, 0, 6 / 7, 0.33, 0.98), (20, 6, 1, 0, 5 / 7, 0.26, 0.92), (40, 5, 1, 0, 4 / 7, 0.17, 0.84)]
    rows += [(99, 4, 0, 1, 4 / 7, 0.17, 0.84), (911, 3, 0, 3, 4 / 7, 0.17, 0.84)]
    names = ["time", "n_risk", "n_event", "n_censored", "survival", "conf_low", "conf_high"]
    return c.CURVES.conform(pd.DataFrame(rows, columns=names).assign(exposure="all", level="all"))


def survival_estimates() -> pd.DataFrame:
    """Median not reached; bounds given; day 365 and the end of follow-up."""
    common = {
        "exposure": "all",
        "level": "all",
        "n": 7,
        "n_events": 3,
        "n_excluded": 1,
        "n_outcome_unknown": 0,
        "n_censoring_unknown": 0,
        "method": "Kaplan-Meier",
    }
    end = {**common, "time": 911.0, "end_of_follow_up": True}
    rows = [
        {**common, "measure": "median", "conf_low": 20.0},
        {**common, "measure": "median_best", "estimate": 475.5},
        {**common, "measure": "median_worst"},
        {**common, "measure": "survival", "time": 365.0, "estimate": 5 / 7, "conf_low": 0.2, "conf_high": 0.9, "end_of_follow_up": False},
        {**end, "measure": "survival", "estimate": 4 / 7, "conf_low": 0.17, "conf_high": 0.84, "warning": "Left out: 1 person."},
        {**end, "measure": "survival_best", "estimate": 3 / 8},
        {**end, "measure": "survival_worst", "estimate": 4 / 8},
    ]
    return c.SURVIVAL_ESTIMATES.conform(pd.DataFrame(rows))


def inputs(**changes: object) -> TableInputs:
    """All of it, with the parts named in `changes` replaced."""
    jobs = {"job": range(1, 6), "id": ["P1", "P2", "P2", "P5", "P6"], "hours_per_week": [10.0, 15, 20, NA, NA]}
    jobs |= {
        "occupation": ["Elementary occupations", "Professionals", "Elementary occupations", "Baker", NA],
        "days_worked": [100, 50, 150, 58, NA],
    }
    missing = {"id": ["P8", "P6"], "row": [8, 6], "variable": ["sex", "sex"], "reason": ["refused", ""]}
    whole = TableInputs(
        persons=persons(),
        rates=c.RATES.empty(),
        job_measures=c.JOB_MEASURES.conform(pd.DataFrame(jobs)),
        availability=availability(),
        missing_values=c.MISSING_VALUES.conform(pd.DataFrame(missing)),
        flow=c.PARTICIPANT_FLOW.empty(),
        estimates=estimates(),
        confounder_estimates=c.ESTIMATES.empty(),
        fits=fits(),
        exclusions=c.EXCLUSIONS.empty(),
        curves=curves(),
        survival_estimates=survival_estimates(),
        survival_tests=c.SURVIVAL_TESTS.empty(),
        codebook=CODEBOOK,
        exposures={"funding": Exposure(variable="funding", reference="municipality")},
        study=STUDY,
        outcomes=DerivedOutcomes(),
        models=MODELS,
        survival=Survival(),
        tables=Tables(),
    )
    return replace(whole, **changes)
