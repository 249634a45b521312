"""Tables of the stage outcomes: the analysis data, periods, rates, jobs, and what could be computed."""

from __future__ import annotations

from ipscohort.catalogue.measures import MEASURES
from ipscohort.contracts.base import ID, Column, Contract
from ipscohort.contracts.records import LEFT_FOR, OPEN_JOB
from ipscohort.words import later

BOUNDS = {
    "least": later("the least that the measure can be: what is known of it"),
    "most": later("the most that the measure can be, with unknown dates or periods of the jobs that count as full as they can be"),
}
"""End of the name of a bound -> what it is: of the jobs that count."""
BOUNDS_OBTAINED = {
    "least": later("the same, as it is recorded"),
    "most": later("the same, with a job of unknown kind or begun after the last day observed, and unknown periods, taken for one obtained"),
}
NO_BOUND = "not computable, or given by the study as a total"


def _measures(*names: str) -> tuple[Column, ...]:
    """Columns of measures, as the catalogue declares them."""
    columns = []
    for measure in (MEASURES[name] for name in names):
        if measure.kind != "rate":
            low = None if measure.kind == "yes_no" else 0
            columns.append(Column(measure.name, measure.kind, measure.description, measure.missing, measure.unit, low=low))
            for end, words in (BOUNDS_OBTAINED if measure.name == "job_obtained" else BOUNDS).items() if measure.bounded else ():
                columns.append(Column(f"{measure.name}_{end}", measure.kind, words, NO_BOUND, measure.unit, low=low))
    return tuple(columns)


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
        Column("full_follow_up", "flag", later("observed to the end of follow-up"), later("not known")),
        Column("ended_by", "text", "what ended observation", later("not known")),
        LEFT_FOR,
        Column("time_observed", "number", later("time observed in study.time_unit"), later("not known"), low=0),
        *_measures("job_obtained", "time_to_first_job"),
        OPEN_JOB,
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
            "first_job_days",
            "number",
            "days in the first job, to the last day observed where it goes on; of several begun on one day in that which lasted longest",
            "no job, its start or end is unknown, or no records of jobs with dates",
            "days",
            low=0,
        ),
        Column("first_job_ended", "flag", "whether the first job ended while the person was observed", "first_job_days is missing"),
        *_measures(*list(MEASURES)[2:]),
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
        Column("hours_per_week", "number", later("contract hours at the start"), "not recorded", "hours per week", low=0),
        Column("days_worked", "integer", later("days from start to end inside follow-up"), later("start or end unknown"), "days", low=0),
    ),
    key=("job",),
)

AVAILABILITY = Contract(
    "availability",
    later("an outcome and whether these records give it"),
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
    later("an employment rate of one period"),
    (
        Column("period", "integer", "number of the week or month since inclusion", low=1),
        Column("n", "integer", "persons observed in it, as outcomes.period_worked says", low=0),
        Column("n_employed", "integer", "of them, employed", low=0),
        Column("rate", "number", "share employed", "nobody observed", low=0, high=1),
        Column("conf_low", "number", "lower limit, Wilson, pointwise", "nobody observed", low=0, high=1),
        Column("conf_high", "number", "upper limit, Wilson, pointwise", "nobody observed", low=0, high=1),
        Column("n_bounded", "integer", "persons observed in it, those left out for an unknown start or status included", low=0),
        Column("n_employed_least", "integer", "of them, employed with unknown dates or statuses as unfavourable as can be", low=0),
        Column("n_employed_most", "integer", "of them, employed with unknown dates or statuses as favourable as can be", low=0),
        Column("rate_least", "number", "n_employed_least / n_bounded", "nobody observed", low=0, high=1),
        Column("rate_most", "number", "n_employed_most / n_bounded", "nobody observed", low=0, high=1),
    ),
    key=("period",),
)

RATES_BY_EXPOSURE = Contract(
    "rates_by_exposure",
    later("an employment rate of one period, of the persons at one level of an exposure"),
    (
        Column("exposure", "text", "exposure, by its name in the settings"),
        Column("level", "text", "level; persons whose level is unknown are in none"),
        *(column for column in RATES.columns if column.name in ("period", "n", "n_employed", "rate", "conf_low", "conf_high")),
    ),
    key=("exposure", "level", "period"),
)
