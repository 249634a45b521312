"""The tables that pass between stages: columns, types, keys, bounds, and what a missing value means.

Checks, documentation and variable labels of exported files come from here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["text", "integer", "number", "date", "yes_no", "flag"]

DTYPES: dict[str, str] = {
    "text": "string",
    "integer": "Int64",
    "number": "Float64",
    "date": "datetime64[s]",
    "yes_no": "string",
    "flag": "boolean",
}
"""Contract type -> pandas dtype. yes_no holds the words yes and no."""


@dataclass(frozen=True)
class Column:
    """One column of a contract.

    Attributes
    ----------
    name, kind, description : str
    missing : str
        What a missing value means; '' where none may be missing.
    unit : str
    low, high : float, optional
        Bounds, included.
    one_of : tuple of str
        Possible words, where they are few.
    """

    name: str
    kind: Kind
    description: str
    missing: str = ""
    unit: str = ""
    low: float | None = None
    high: float | None = None
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contract:
    """One table.

    Attributes
    ----------
    name : str
    rows : str
        What one row is.
    columns : tuple of Column
    key : tuple of str
        Columns that name a row; no two rows share them.
    more : bool
        Whether columns named by the cohort's settings may follow (characteristics of participants).
    """

    name: str
    rows: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    more: bool = False

    def names(self) -> list[str]:
        """Column names in order."""
        return [column.name for column in self.columns]

    def conform(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The frame with contract columns first, in order and typed; absent optional columns are added as missing.

        Raises
        ------
        ContractError
            A column, type, key or bound doesn't hold. That is a fault of the program, not of the user.
        """
        import pandas as pd

        out = {}
        for column in self.columns:
            if column.name not in frame:
                if not column.missing:
                    raise ContractError(f"{self.name}: column {column.name} is absent")
                out[column.name] = pd.Series(pd.NA, index=frame.index, dtype="object").astype(DTYPES[column.kind])
                continue
            try:
                out[column.name] = frame[column.name].astype(DTYPES[column.kind])
            except (TypeError, ValueError) as error:
                raise ContractError(f"{self.name}: column {column.name} is not {column.kind} ({type(error).__name__})") from None
        rest = [name for name in frame.columns if name not in out]
        if rest and not self.more:
            raise ContractError(f"{self.name}: columns that the contract does not know: {', '.join(map(str, rest))}")
        result = pd.DataFrame({**out, **{name: frame[name] for name in rest}}, index=frame.index).reset_index(drop=True)
        self.check(result)
        return result

    def check(self, frame: pd.DataFrame) -> None:
        """Raise ContractError where a column is absent, wrongly missing, out of bounds, or a key repeats."""
        for column in self.columns:
            if column.name not in frame:
                raise ContractError(f"{self.name}: column {column.name} is absent")
            values = frame[column.name]
            if not column.missing and values.isna().any():
                raise ContractError(f"{self.name}: column {column.name} has missing values")
            words = column.one_of or (("no", "yes") if column.kind == "yes_no" else ())
            if words and not values.dropna().isin(words).all():
                raise ContractError(f"{self.name}: column {column.name} holds other words than {', '.join(words)}")
            if column.low is not None and (values < column.low).any():
                raise ContractError(f"{self.name}: column {column.name} goes below {column.low}")
            if column.high is not None and (values > column.high).any():
                raise ContractError(f"{self.name}: column {column.name} goes above {column.high}")
        if self.key and frame.duplicated(list(self.key)).any():
            raise ContractError(f"{self.name}: the key {', '.join(self.key)} repeats")

    def empty(self) -> pd.DataFrame:
        """The table without rows."""
        import pandas as pd

        return pd.DataFrame({c.name: pd.Series(dtype=DTYPES[c.kind]) for c in self.columns})


class ContractError(Exception):
    """A table between two stages is not what the contract says: a fault of the program."""


_ID = Column("id", "text", "id of the person")
_JOB_FACTS = (
    Column("hours_per_week", "number", "contract hours at the start", "not recorded", "hours per week", low=0),
    Column("occupation", "text", "occupation group (ISCO-08 major group, or the study's own)", "not recorded"),
    Column("wage", "number", "wage", "not recorded", "money per hour, week or month as the settings say", low=0),
)

_RECORDED_FACTS = tuple(replace(column, low=None) for column in _JOB_FACTS)
"""The same as read: impossible values are still there, cleaning decides."""

PARTICIPANTS = Contract(
    "participants",
    "a person as read from the records",
    (
        _ID,
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
        _ID,
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
        _ID,
        Column("row", "integer", "row number in the participants' file"),
        Column("period", "integer", "number of the week or month since inclusion, from 1", low=1),
        Column("status", "text", "employment", one_of=("employed", "not_employed", "unknown")),
    ),
)
"""Written by ingest; empty unless the job records are a panel."""

MISSING_VALUES = Contract(
    "missing_values",
    "a participant's value that is missing for a stated reason",
    (
        _ID,
        Column("row", "integer", "row number in the file"),
        Column("variable", "text", "variable"),
        Column("reason", "text", "why, such as refused or not asked; blank where the cell is empty"),
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
            "the records are periods or outcomes, not days",
            "days",
            low=0,
        ),
        Column(
            "last_day",
            "integer",
            "last day observed, as days since inclusion",
            "the records are periods or outcomes, not days",
            "days",
            low=0,
        ),
        Column(
            "last_period", "integer", "number of the last whole or part period observed", "the records are outcomes, not periods", low=0
        ),
        Column("full_follow_up", "flag", "observed to the end of follow-up", "not known: the records are durations or outcomes"),
        Column("ended_by", "text", "what ended observation: end of follow-up, data lock, or the recorded reason", "not known"),
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
        _ID,
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

CLEANING_LOG = Contract(
    "cleaning_log",
    "a rule and what it changed or set aside",
    (
        Column("rule", "text", "rule, by its name in the settings"),
        Column("table", "text", "table that it concerns"),
        Column("action", "text", "what was done"),
        Column("n", "integer", "records concerned", low=1),
        Column("ids", "text", "ids of the persons concerned, separated by ;"),
        Column("rows", "text", "row numbers in the file, separated by ;"),
        Column("why", "text", "why, in a sentence"),
    ),
)

PARTICIPANT_FLOW = Contract(
    "participant_flow",
    "a step from read to analysed",
    (
        Column("step", "text", "step"),
        Column("label", "text", "step in words"),
        Column("n", "integer", "persons left after it", low=0),
        Column("n_left_out", "integer", "persons left out by it", low=0),
    ),
    key=("step",),
)

DISAGREEMENTS = Contract(
    "disagreements",
    "a fact on which two sources' records of one job differ",
    (
        _ID,
        Column("job_kept", "integer", "job record kept"),
        Column("job_replaced", "integer", "job record replaced"),
        Column("source_kept", "text", "its source"),
        Column("source_replaced", "text", "source of the record replaced"),
        Column("fact", "text", "column on which they differ"),
        Column("kept", "text", "value kept", "missing in the record kept"),
        Column("replaced", "text", "value replaced", "missing in the record replaced"),
    ),
)

PERSONS = Contract(
    "persons",
    "a person analysed, with outcomes",
    (
        _ID,
        Column("row", "integer", "row number in the participants' file"),
        Column("inclusion_date", "date", "day 0", "the cohort has no inclusion dates"),
        Column("last_day", "integer", "last day observed, as days since inclusion", "the records are periods or outcomes", "days", low=0),
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
        _ID,
        Column("period", "integer", "number of the week or month since inclusion, from 1", low=1),
        Column("employed", "flag", "worked on any observed day of it"),
    ),
    key=("id", "period"),
)
"""Written by outcomes: rows only where the person counts in that period's denominator."""

JOB_MEASURES = Contract(
    "job_measures",
    "a competitive job obtained in follow-up",
    (
        Column("job", "integer", "number of the job record"),
        _ID,
        Column("occupation", "text", "occupation group", "not recorded"),
        Column("hours_per_week", "number", "contract hours at the start", "not recorded", "hours per week", low=0),
        Column("days_worked", "integer", "days from start to end inside follow-up, both included", "start or end unknown", "days", low=1),
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
        Column("n", "integer", "persons observed on its first day", low=0),
        Column("n_employed", "integer", "of them, employed", low=0),
        Column("rate", "number", "share employed", "nobody observed", low=0, high=1),
        Column("conf_low", "number", "lower limit, Wilson, pointwise", "nobody observed", low=0, high=1),
        Column("conf_high", "number", "upper limit, Wilson, pointwise", "nobody observed", low=0, high=1),
    ),
    key=("period",),
)

ESTIMATES = Contract(
    "estimates",
    "one estimated coefficient",
    (
        Column("model", "text", "regression, by its name in the settings"),
        Column("outcome", "text", "outcome"),
        Column("exposure", "text", "exposure that the model is about"),
        Column("term", "text", "variable that the coefficient belongs to"),
        Column("level", "text", "level compared with the reference", "the variable is a number"),
        Column("reference", "text", "reference level", "the variable is a number"),
        Column(
            "adjustment",
            "text",
            "crude, adjusted, or crude on the adjusted model's rows",
            one_of=("crude", "adjusted", "crude_on_adjusted_rows"),
        ),
        Column("role", "text", "role in the study", one_of=("primary", "secondary", "sensitivity")),
        Column(
            "estimate", "number", "coefficient (log odds ratio, or difference in mean log)", "the reference, or not estimable: see warning"
        ),
        Column("std_error", "number", "standard error", "not estimable, or the method gives none", low=0),
        Column("conf_low", "number", "lower confidence limit", "not estimable: see warning"),
        Column("conf_high", "number", "upper confidence limit", "not estimable: see warning"),
        Column("statistic", "number", "z, t or penalised likelihood ratio", "not estimable: see warning"),
        Column("p_value", "number", "two-sided p", "not estimable: see warning", low=0, high=1),
        Column("ratio", "number", "exp(estimate): odds ratio, or ratio of geometric means", "not estimable: see warning", low=0),
        Column("ratio_low", "number", "exp(conf_low)", "not estimable: see warning", low=0),
        Column("ratio_high", "number", "exp(conf_high)", "not estimable: see warning", low=0),
        Column("n", "integer", "persons in the model", low=0),
        Column("n_events", "integer", "events among them", "the outcome is a number", low=0),
        Column("n_level", "integer", "persons at this level", "the variable is a number", low=0),
        Column("n_events_level", "integer", "events at this level", "the outcome or the variable is a number", low=0),
        Column("n_excluded", "integer", "persons of the population left out of the model", low=0),
        Column("method", "text", "how it was estimated; reference and not estimated are rows without estimate"),
        Column("warning", "text", "what a reader must know before using the number", "nothing"),
    ),
)

FITS = Contract(
    "fits",
    "one fitted model, or one that could not be fitted",
    (
        Column("model", "text", "regression, by its name in the settings"),
        Column("outcome", "text", "outcome"),
        Column("exposure", "text", "exposure"),
        Column("adjustment", "text", "crude, adjusted, or crude on the adjusted model's rows"),
        Column("confounders", "text", "variables adjusted for, separated by ;", "crude"),
        Column("population", "text", "who the model is about"),
        Column("n_population", "integer", "persons in it", low=0),
        Column("n", "integer", "persons in the model", low=0),
        Column("n_events", "integer", "events among them", "the outcome is a number", low=0),
        Column("n_excluded", "integer", "left out", low=0),
        Column("why_excluded", "text", "why, with counts", "nobody was"),
        Column("log_likelihood", "number", "log likelihood", "penalised, or not fitted"),
        Column("r_squared", "number", "plain R-squared", "not a log-linear model, or not fitted"),
        Column(
            "global_statistic",
            "number",
            "joint Wald test of the exposure's levels: chi-squared (logistic) or F (log-linear)",
            "two levels, penalised, or not fitted",
        ),
        Column("global_df", "integer", "its (numerator) degrees of freedom", "two levels, penalised, or not fitted"),
        Column("global_p_value", "number", "its p", "two levels, penalised, or not fitted", low=0, high=1),
        Column("events_per_coefficient", "number", "events (or persons, whichever are fewer) per coefficient", "not fitted", low=0),
        Column("status", "text", "fitted, penalised (after separation), or not fitted", one_of=("fitted", "penalised", "not fitted")),
        Column("warning", "text", "what a reader must know", "nothing"),
    ),
    key=("model", "exposure", "adjustment"),
)

EXCLUSIONS = Contract(
    "exclusions",
    "a reason why persons are not in a model",
    (
        Column("model", "text", "regression"),
        Column("exposure", "text", "exposure"),
        Column("adjustment", "text", "crude, adjusted, or crude on the adjusted model's rows"),
        Column("variable", "text", "variable that is missing"),
        Column("n", "integer", "persons left out for it (a person may miss several)", low=1),
    ),
)

CURVES = Contract(
    "curves",
    "a step of a Kaplan-Meier curve",
    (
        Column("exposure", "text", "exposure, or 'all'"),
        Column("level", "text", "level, or 'all'"),
        Column("time", "number", "time in study.time_unit", low=0),
        Column("n_risk", "integer", "at risk just before", low=0),
        Column("n_event", "integer", "first jobs at this time", low=0),
        Column("n_censored", "integer", "censored at this time", low=0),
        Column("survival", "number", "share without a job", low=0, high=1),
        Column("conf_low", "number", "lower limit, log-log", "not defined before the first event or after the last", low=0, high=1),
        Column("conf_high", "number", "upper limit, log-log", "not defined before the first event or after the last", low=0, high=1),
    ),
    key=("exposure", "level", "time"),
)

SURVIVAL_ESTIMATES = Contract(
    "survival_estimates",
    "a median or a share at a horizon",
    (
        Column("exposure", "text", "exposure, or 'all'"),
        Column("level", "text", "level, or 'all'"),
        Column(
            "measure", "text", "median, survival, median_best, median_worst", one_of=("median", "survival", "median_best", "median_worst")
        ),
        Column("time", "number", "horizon in study.time_unit", "a median", low=0),
        Column("estimate", "number", "median time, or share without a job", "not reached, or nobody"),
        Column("conf_low", "number", "lower limit", "not reached or not defined"),
        Column("conf_high", "number", "upper limit", "not reached or not defined"),
        Column("n", "integer", "persons", low=0),
        Column("n_events", "integer", "first jobs", low=0),
        Column("n_excluded", "integer", "left out because the time of the first job is unknown", low=0),
        Column("method", "text", "how it was estimated"),
        Column("warning", "text", "what a reader must know", "nothing"),
    ),
)

SURVIVAL_TESTS = Contract(
    "survival_tests",
    "a log-rank test of an exposure",
    (
        Column("exposure", "text", "exposure"),
        Column("statistic", "number", "chi-squared", "not computable: see warning", low=0),
        Column("df", "integer", "degrees of freedom", "not computable", low=0),
        Column("p_value", "number", "p", "not computable", low=0, high=1),
        Column("n", "integer", "persons", low=0),
        Column("n_events", "integer", "first jobs", low=0),
        Column("n_excluded", "integer", "left out", low=0),
        Column("method", "text", "test"),
        Column("warning", "text", "what a reader must know", "nothing"),
    ),
    key=("exposure",),
)

CONTRACTS: dict[str, Contract] = {value.name: value for value in list(globals().values()) if isinstance(value, Contract)}
"""Every contract by name."""
