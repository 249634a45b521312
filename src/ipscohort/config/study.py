"""What every stage must know of the study: follow-up, end of observation, competitive work, time unit."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from ipscohort.config.base import CompetitiveRule, Strict, YesNo

Unit = Literal["days", "weeks", "months"]
Month = Literal["calendar", "30 days", "30.4375 days"]
AVERAGE_MONTH = 30.4375
"""Days of an average calendar month: 365.25 / 12."""


class Duration(Strict):
    """A length of time, written `30 months`, `52 weeks` or `365 days`."""

    length: Annotated[int, Field(ge=1, le=20_000)]
    unit: Unit

    def __str__(self) -> str:
        return f"{self.length} {self.unit}"


def _split(value: Any) -> Any:
    if isinstance(value, str):
        words = value.split()
        if len(words) != 2 or not (words[0].isascii() and words[0].isdecimal()):
            raise ValueError("written as a whole number and a unit: 30 months, 52 weeks or 365 days")
        unit = words[1] if words[1].endswith("s") else words[1] + "s"
        return {"length": int(words[0]), "unit": unit}
    return value


DurationText = Annotated[
    Duration,
    BeforeValidator(_split, json_schema_input_type=Annotated[str, Field(pattern=r"^\d+ (day|week|month)s?$")]),
    PlainSerializer(str, return_type=str),
]


class EndOfObservation(Strict):
    """How the last day observed of each person is known. Name at least one."""

    observed_until: YesNo = False
    """`yes`: the participants' column mapped as `observed_until` says it."""
    data_lock: date | None = None
    """Nothing is known after this day."""
    complete: YesNo = False
    """`yes`: everybody was observed for the whole follow-up. Records that say otherwise (a last day observed, a time without a
    job or a panel that ends before it) end the run."""

    @model_validator(mode="after")
    def _one_way(self) -> EndOfObservation:
        known = self.observed_until or self.data_lock is not None
        if self.complete and known:
            raise ValueError("`complete: yes` says that nobody left early: name either that or observed_until / data_lock")
        if not self.complete and not known:
            raise ValueError("say how the end of observation is known: observed_until, data_lock, or `complete: yes`")
        return self


class Study(Strict):
    """Definitions that all stages share. Four of the five keys without a default stand here."""

    follow_up: DurationText
    """Length of follow-up from the inclusion date. Last possible day = inclusion + this length - 1 day."""
    end_of_observation: EndOfObservation
    """How the end of each person's observation is known."""
    competitive: CompetitiveRule
    """What counts as competitive work: every job in the records, the jobs that a column marks, or the jobs that meet
    all three criteria (paid at prevailing wage, regular labour market, open to anyone). A source of jobs may have a rule of its
    own: `competitive` under `ingest.jobs`."""
    time_unit: Unit
    """Unit of time to first job and of time worked. Days are counted from dates (inclusion = day 0); weeks and months
    are the numbers 1, 2, ... of the periods since inclusion."""
    confidence: Annotated[float, Field(gt=0.5, lt=1)] = 0.95
    """Confidence level of all intervals."""
    period: Literal["weeks", "months"] = "months"
    """Unit of the employment rates. With `time_unit` weeks or months it must be the same."""
    month: Month = "calendar"
    """What a month is, in the length of follow-up, the months of the employment rates and wages per month. `calendar`: the
    day of the month on which a person was included comes round again, or that month's last day; days are put into months by
    the average, 30.4375. A number of days: month m holds the days d since inclusion with (m - 1) x length <= d < m x length,
    so it begins on the first whole day from (m - 1) x length on."""

    @property
    def days_per_month(self) -> float:
        """By how many days a number of days is divided to give months."""
        return AVERAGE_MONTH if self.month == "calendar" else float(self.month.split()[0])
