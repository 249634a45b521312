"""Tables of the stage outcomes: the analysis data, periods, rates, jobs, and what could be computed."""

from __future__ import annotations

from ipscohort.contracts.base import ID, Column, Contract

PERSONS = Contract(
    "persons",
    "a person analysed, with outcomes",
    (
        ID,
        Column("row", "integer", "row number in the participants' file"),
        Column("inclusion_date", "date", "day 0", "the cohort has no inclusion dates"),
        Column(
            "last_day",
            "integer",
            "last day observed, as days since inclusion",
            "the records are outcomes, or periods not placed in days",
            "days",
            low=0,
        ),
        Column("full_follow_up", "flag", "observed to the end of follow-up", "not known"),
        Column("ended_by", "text", "what ended observation", "not known"),
        Column("time_observed", "number", "time observed in study.time_unit", "not known", low=0),
        Column("job_obtained", "yes_no", "obtained a competitive job in follow-up", "not given by the study"),
        Column("time_to_first_job", "number", "time to first job in study.time_unit", "no job obtained, or its time is unknown", low=0),
        Column(
            "follow_time",
            "number",
            "time to first job, else to censoring, in study.time_unit",
            "the time of the first job is unknown",
            low=0,
        ),
        Column("first_job_event", "flag", "whether follow_time ends with the first job", "the time of the first job is unknown"),
        Column("follow_time_best", "number", "earliest possible follow_time of those unknown, else follow_time", "not computable", low=0),
        Column("follow_time_worst", "number", "latest possible follow_time of those unknown, else follow_time", "not computable", low=0),
        Column(
            "time_worked",
            "number",
            "time worked in competitive jobs in study.time_unit; 0 without a job",
            "worked, but no job has both dates; or not computable",
            low=0,
        ),
        Column("worked_long", "yes_no", "time worked reaches outcomes.long_term", "time worked is missing"),
        Column("n_jobs", "integer", "competitive jobs obtained in follow-up", "not computable", low=0),
        Column("weeks_worked", "number", "weeks worked", "not computable", "weeks", low=0),
        Column("longest_job", "number", "longest job", "no dated job, or not computable", "days", low=0),
        Column("hours_worked", "number", "hours worked in jobs with hours and both dates", "not computable", "hours", low=0),
        Column(
            "hours_per_week",
            "number",
            "mean hours per week, weighted by the jobs' days",
            "no job with hours and both dates, or not computable",
            "hours per week",
            low=0,
        ),
        Column("wages_earned", "number", "wages earned in jobs with wage and both dates", "not computable", "money", low=0),
        Column("worked_half_time", "yes_no", "any job of outcomes.half_time_hours or more", "not computable"),
    ),
    key=("id",),
    more=True,
)
"""Written by outcomes: the analysis data. Exposures and characteristics follow by the names of the settings."""

PERIODS = Contract(
    "periods",
    "a person's week or month of follow-up in which the person was observed",
    (
        ID,
        Column("period", "integer", "number of the week or month since inclusion, from 1", low=1),
        Column("employed", "flag", "worked in it, as outcomes.period_worked says"),
    ),
    key=("id", "period"),
)
"""Written by outcomes: rows only where the person counts in that period's denominator."""

JOB_MEASURES = Contract(
    "job_measures",
    "a competitive job obtained in follow-up",
    (
        Column("job", "integer", "number of the job record"),
        ID,
        Column("occupation", "text", "occupation group", "not recorded"),
        Column("hours_per_week", "number", "contract hours at the start", "not recorded", "hours per week", low=0),
        Column("days_worked", "integer", "days from start to end inside follow-up", "start or end unknown", "days", low=0),
    ),
    key=("job",),
)

AVAILABILITY = Contract(
    "availability",
    "an outcome and whether these records give it",
    (
        Column("measure", "text", "outcome"),
        Column("available", "flag", "whether it could be computed"),
        Column("rule", "text", "the operational rule"),
        Column("why_not", "text", "why it could not be computed", "it could"),
        Column("bond_2012", "text", "its name among the eight measures of Bond 2012 (doi 10.1176/appi.ps.201100270)", "not one of them"),
    ),
    key=("measure",),
)

RATES = Contract(
    "rates",
    "an employment rate of one period",
    (
        Column("period", "integer", "number of the week or month since inclusion", low=1),
        Column("n", "integer", "persons observed in it, as outcomes.period_worked says", low=0),
        Column("n_employed", "integer", "of them, employed", low=0),
        Column("rate", "number", "share employed", "nobody observed", low=0, high=1),
        Column("conf_low", "number", "lower limit, Wilson, pointwise", "nobody observed", low=0, high=1),
        Column("conf_high", "number", "upper limit, Wilson, pointwise", "nobody observed", low=0, high=1),
    ),
    key=("period",),
)
