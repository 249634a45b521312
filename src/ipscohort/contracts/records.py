"""Tables of the stages ingest and clean: records as read, records analysed, and what was done to them."""

from __future__ import annotations

from dataclasses import replace

from ipscohort.contracts.base import ID, Column, Contract
from ipscohort.words import later

_JOB_FACTS = (
    Column("hours_per_week", "number", later("contract hours at the start"), "not recorded", "hours per week", low=0),
    Column("occupation", "text", "occupation group (ISCO-08 major group, or the study's own)", "not recorded"),
    Column("wage", "number", "wage", "not recorded", "money per hour, week or month as the settings say", low=0),
)

OPEN_JOB = Column(
    "open_job",
    "text",
    later(
        "why a person without a job could have obtained one: a job that began in follow-up after the last day observed, one of which it is not "
        "recorded whether it was competitive, or unknown periods"
    ),
    later("nothing says so"),
    one_of=("after_last_day", "kind_unknown", "periods_unknown"),
)

LEFT_FOR = Column(
    "left_for",
    "text",
    "recorded reason why observation ended, where it ended then: on the last day of follow-up too, but not after it or a data lock",
    "not recorded, or observation ended for something else",
)

_RECORDED_FACTS = tuple(replace(column, low=None) for column in _JOB_FACTS)
"""The same as read: impossible values are still there, cleaning decides."""

PARTICIPANTS = Contract(
    "participants",
    "a person as read from the records",
    (
        ID,
        Column("row", "integer", "row number in the file"),
        Column("inclusion_date", "date", "day 0", "the cohort has no inclusion dates, or this person's is missing"),
        Column("birth_date", "date", "date of birth", "not recorded"),
        Column("observed_until", "date", "last day observed as recorded", "not recorded: observed to the end"),
        Column(
            "observed_until_count",
            "integer",
            "the same without dates: number of the last day or period observed",
            "the cohort has dates, or not recorded",
        ),
        Column("observed_until_reason", "text", "why observation ended", "not recorded"),
        Column("given_job_obtained", "yes_no", "job obtained, as the study computed it", "not given"),
        Column("given_time_to_first_job", "number", "time to first job or to the end of observation, as given", "not given"),
        Column("given_exit", "text", "what happened at that time: job, no_job or another exit", "not given"),
        Column("given_time_worked", "number", "time worked, as the study computed it", "not given"),
    ),
    more=True,
)
"""Written by ingest. Characteristics follow by the names of the settings. Ids may still repeat: cleaning decides."""

JOBS = Contract(
    "jobs",
    "a job record as read",
    (
        Column("job", "integer", "number of the job record, over all sources"),
        ID,
        Column("source", "text", "source that the record comes from"),
        Column("row", "integer", "row number in its file"),
        Column("start", "date", "first day", "unknown, or the cohort counts days"),
        Column("end", "date", "last day", "ongoing or unknown, see end_status; or the cohort counts days"),
        Column(
            "start_day", "integer", "first day as days since inclusion, where the cohort has no dates", "unknown, or the cohort has dates"
        ),
        Column(
            "end_day",
            "integer",
            "last day as days since inclusion, where the cohort has no dates",
            "ongoing or unknown, or the cohort has dates",
        ),
        Column("start_month_only", "flag", "start is known to the month only; `start` holds the month's first day"),
        Column("end_month_only", "flag", "end is known to the month only; `end` holds the month's first day"),
        Column("end_status", "text", "what is known of the end", one_of=("known", "ongoing", "unknown")),
        *_RECORDED_FACTS,
        Column("isco08", "text", "ISCO-08 code, one to four digits", "not recorded"),
        Column("competitive", "yes_no", "competitive, as recorded", "not recorded"),
        Column("paid_prevailing_wage", "yes_no", "paid at prevailing wage", "not recorded"),
        Column("regular_labour_market", "yes_no", "in the regular labour market", "not recorded"),
        Column("open_to_anyone", "yes_no", "not set aside for people with a disability", "not recorded"),
    ),
    key=("job",),
)
"""Written by ingest; empty for panel, durations and outcomes."""

PANEL = Contract(
    "panel",
    "a person's week or month as recorded",
    (
        ID,
        Column("row", "integer", "row number in the file that holds the panel"),
        Column("period", "integer", "number of the week or month since inclusion, from 1", low=1),
        Column("status", "text", "employment", one_of=("employed", "not_employed", "unknown")),
    ),
)
"""Written by ingest; empty unless the job records are a panel."""

MISSING_VALUES = Contract(
    "missing_values",
    later("a participant's value that is missing for a stated reason"),
    (
        ID,
        Column("row", "integer", "row number in the file"),
        Column("variable", "text", "variable"),
        Column("reason", "text", "why, such as refused or not asked", "the cell is empty and nothing says why"),
    ),
)
"""Written by ingest."""

CLEAN_PARTICIPANTS = Contract(
    "clean_participants",
    "a person analysed",
    (
        *PARTICIPANTS.columns,
        Column(
            "last_possible_day",
            "integer",
            "last day of follow-up, as days since inclusion",
            "the records are outcomes, or periods not placed in days",
            "days",
            low=0,
        ),
        Column(
            "last_day",
            "integer",
            "last day observed, as days since inclusion",
            "the records are outcomes, or periods not placed in days",
            "days",
            low=0,
        ),
        Column(
            "last_period", "integer", "number of the last whole or part period observed", "the records are outcomes, not periods", low=0
        ),
        Column(
            "latest_time",
            "number",
            "last day or period in which a first job could be seen, in study.time_unit",
            "the records are spells or a panel",
            low=0,
        ),
        Column("full_follow_up", "flag", later("observed to the end of follow-up"), "not known: the records are durations or outcomes"),
        Column("ended_by", "text", "what ended observation: end of follow-up, data lock, or the recorded reason", later("not known")),
        LEFT_FOR,
        OPEN_JOB,
    ),
    key=("id",),
    more=True,
)
"""Written by clean: one row per person analysed."""

CLEAN_JOBS = Contract(
    "clean_jobs",
    "a competitive job in follow-up",
    (
        Column("job", "integer", "number of the job record"),
        ID,
        Column("source", "text", "source that the record comes from"),
        Column("start_day", "integer", "first day, as days since inclusion", "unknown", "days"),
        Column("end_day", "integer", "last day, as days since inclusion, as recorded", "ongoing or unknown", "days"),
        Column("end_status", "text", "what is known of the end", one_of=("known", "ongoing", "unknown")),
        Column("at_entry", "flag", "began before inclusion, kept and clipped: not counted as obtained"),
        *_JOB_FACTS,
    ),
    key=("job",),
)
"""Written by clean: reconciled, competitive, at least partly in the person's follow-up (or undated)."""

JOBS_KIND_UNKNOWN = Contract(
    "jobs_kind_unknown",
    "a job in follow-up of which it is not recorded whether it is competitive",
    CLEAN_JOBS.columns,
    key=("job",),
)
"""Written by clean where funding schemes ask for it: not counted, but what is recorded of it can settle what it can have earned."""

CLEANING_LOG = Contract(
    "cleaning_log",
    later("a rule and what it changed or set aside"),
    (
        Column("rule", "text", "rule, by its name in the settings"),
        Column("table", "text", "table that it concerns"),
        Column("action", "text", "what was done"),
        Column("n", "integer", "records concerned", low=1),
        Column("ids", "text", "ids of the persons concerned, separated by ;", "it concerns a file or a column as a whole"),
        Column("rows", "text", "row numbers in the file, separated by ;", "it concerns a file or a column as a whole"),
        Column("why", "text", "why, in a sentence"),
    ),
)

PARTICIPANT_FLOW = Contract(
    "participant_flow",
    later("a step from read to analysed"),
    (
        Column("step", "text", "step"),
        Column("label", "text", "step in words"),
        Column("n", "integer", later("persons left after it"), low=0),
        Column("n_left_out", "integer", later("persons left out by it"), low=0),
    ),
    key=("step",),
)

RECRUITMENT = Contract(
    "recruitment",
    later("a count of recruitment, as the settings give it"),
    (
        Column("step", "integer", "step of recruitment, from 1 on", low=1),
        Column("label", "text", "step in words"),
        Column("by", "text", "variable of the groups, or 'all'"),
        Column("group", "text", "group, or 'all'"),
        Column(
            "kind",
            "text",
            "who is counted: at the step, of the step before but not at it, those of them for one reason, or for no reason given",
            one_of=("reached", "left out", "reason", "no reason"),
        ),
        Column("reason", "text", "reason, or 'all'"),
        Column("n", "integer", later("persons counted on the way to inclusion"), "not recorded", low=0),
        Column("source", "text", "where the number comes from", "an assumption"),
        Column("assumption", "text", "what of it nobody recorded", "nothing"),
    ),
    key=("step", "group", "kind", "reason"),
)
"""Written by cleaning where the settings give counts of recruitment."""

DISAGREEMENTS = Contract(
    "disagreements",
    later("a fact on which two sources' records of one job differ"),
    (
        ID,
        Column("job_kept", "integer", "job record kept"),
        Column("job_replaced", "integer", "job record replaced"),
        Column("source_kept", "text", "its source"),
        Column("source_replaced", "text", "source of the record replaced"),
        Column("fact", "text", "column on which they differ"),
        Column("kept", "text", "value kept", "missing in the record kept"),
        Column("replaced", "text", "value replaced", "missing in the record replaced"),
    ),
)
