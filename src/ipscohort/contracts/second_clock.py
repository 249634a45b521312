"""Tables of all jobs over time and of states over time, made on request, and of tests of the cumulative incidence."""

from __future__ import annotations

from ipscohort.contracts.base import Column, Contract
from ipscohort.words import later

_GROUP = (Column("exposure", "text", "exposure, or 'all'"), Column("level", "text", "level, or 'all'"))
_DAY = Column("time", "number", "days since inclusion", low=0)
_TOLD = (Column("method", "text", "how it was estimated"), Column("warning", "text", "what a reader must know", "nothing"))
_TEST = (
    Column("statistic", "number", "chi-squared", "not computable: see warning", low=0),
    Column("df", "integer", "degrees of freedom", "not computable", low=0),
    Column("p_value", "number", "p", "not computable: see warning", low=0, high=1),
)
NO_START = "no job began so far, or one person"

JOB_STARTS = Contract(
    "job_starts",
    "a step of the mean number of jobs per person (mean cumulative function)",
    (
        *_GROUP,
        _DAY,
        Column("n_risk", "integer", later("observed on that day"), low=0),
        Column("n_event", "integer", "jobs that began on that day", low=0),
        Column("mean_jobs", "number", "mean number of jobs begun per person", low=0),
        Column("std_error", "number", "its robust standard error", NO_START, low=0),
        Column("conf_low", "number", "lower limit, on the log scale", NO_START, low=0),
        Column("conf_high", "number", "upper limit, on the log scale", NO_START, low=0),
    ),
    key=("exposure", "level", "time"),
)
"""Written by survival where the settings ask for all jobs."""

JOBS_PER_PERSON = Contract(
    "jobs_per_person",
    later("the mean number of jobs begun per person by a time"),
    (
        *_GROUP,
        Column("after", "text", "the time in words", "nobody there"),
        Column("time", "number", later("day since inclusion up to which jobs are counted"), low=0),
        Column("mean_jobs", "number", later("mean number of jobs begun per person"), "nobody observed so long: see warning", low=0),
        Column("std_error", "number", later("robust standard error of the mean number of jobs"), NO_START, low=0),
        Column("conf_low", "number", later("lower limit of the mean number of jobs"), NO_START, low=0),
        Column("conf_high", "number", later("upper limit of the mean number of jobs"), NO_START, low=0),
        Column("n", "integer", later("persons"), low=0),
        Column("n_risk", "integer", later("persons still observed then"), low=0),
        Column("n_events", "integer", later("jobs begun by then while observed"), low=0),
        Column("n_with_job", "integer", later("persons with at least one job begun by then"), low=0),
        Column("n_excluded", "integer", later("jobs of unknown start, left out"), low=0),
        Column(
            "earliest", "number", later("mean number of jobs with those of unknown start placed at inclusion"), "no unknown start", low=0
        ),
        Column(
            "latest",
            "number",
            later("mean number of jobs with those of unknown start placed on the last day possible"),
            "no unknown start",
            low=0,
        ),
        *_TOLD,
    ),
    key=("exposure", "level", "time"),
)

JOB_START_TESTS = Contract(
    "job_start_tests",
    "a robust score test of the rate of job starts by exposure",
    (
        Column("exposure", "text", "exposure"),
        *_TEST,
        Column("n", "integer", later("persons"), low=0),
        Column("n_events", "integer", later("jobs begun while observed"), low=0),
        Column("n_excluded", "integer", later("jobs of unknown start, left out"), low=0),
        *_TOLD,
    ),
    key=("exposure",),
)

STATES = Contract(
    "states",
    "a step of the share of persons in a state (Aalen-Johansen)",
    (
        *_GROUP,
        Column("state", "text", "state", one_of=("no_job", "job", "left", "competing")),
        _DAY,
        Column("n_state", "integer", "persons known to be in it on that day", low=0),
        Column("share", "number", "share in the state on that day", low=0, high=1),
        Column("std_error", "number", "its standard error, infinitesimal jackknife", "the share is 0 or 1", low=0),
        Column("conf_low", "number", "lower limit, log-log", "not defined where the share is 0 or 1", low=0, high=1),
        Column("conf_high", "number", "upper limit, log-log", "not defined where the share is 0 or 1", low=0, high=1),
    ),
    key=("exposure", "level", "state", "time"),
)
"""Written by survival where the settings ask for states over time."""

TIME_IN_STATES = Contract(
    "time_in_states",
    later("the share of persons in a state on a day, and the mean days spent in it before"),
    (
        *_GROUP,
        Column("state", "text", "state", one_of=("no_job", "job", "left", "competing")),
        Column("after", "text", "the time in words", "nobody there"),
        Column("time", "number", later("day since inclusion"), low=0),
        Column("share", "number", later("share in the state on that day"), "nobody observed so long: see warning", low=0, high=1),
        Column("std_error", "number", later("standard error of the share in the state"), "the share is 0 or 1", low=0),
        Column(
            "conf_low", "number", later("lower limit of the share in the state"), "not defined where the share is 0 or 1", low=0, high=1
        ),
        Column(
            "conf_high", "number", later("upper limit of the share in the state"), "not defined where the share is 0 or 1", low=0, high=1
        ),
        Column("days", "number", later("mean days in the state before that day"), "nobody observed so long: see warning", "days", low=0),
        Column("days_std_error", "number", later("standard error of the mean days in the state"), "nobody differs", "days", low=0),
        Column("days_low", "number", later("lower limit of the mean days in the state"), "nobody differs", "days"),
        Column("days_high", "number", later("upper limit of the mean days in the state"), "nobody differs", "days", low=0),
        Column("days_least", "number", later("the fewest mean days that unknown dates leave possible"), "no unknown date", "days", low=0),
        Column("days_most", "number", later("the most mean days that unknown dates leave possible"), "no unknown date", "days", low=0),
        Column("n", "integer", later("persons"), low=0),
        Column("n_state", "integer", later("persons known to be in the state on that day"), low=0),
        Column("n_excluded", "integer", later("persons left out, as a job has an unknown start or end"), low=0),
        *_TOLD,
    ),
    key=("exposure", "level", "state", "time"),
)

GRAY_TESTS = Contract(
    "gray_tests",
    "Gray's test of a cumulative incidence by exposure",
    (
        Column("exposure", "text", "exposure"),
        Column("cause", "text", "what is compared", one_of=("first_job", "competing")),
        *_TEST,
        Column("n", "integer", later("persons"), low=0),
        Column("n_events", "integer", later("first jobs, or competing exits, among them"), low=0),
        Column("n_excluded", "integer", later("left out: time or exposure unknown"), low=0),
        *_TOLD,
    ),
    key=("exposure", "cause"),
)
"""Written by survival where the settings name competing reasons."""
