"""What every stage must know of the study: follow-up, end of observation, competitive work, time unit."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    PlainSerializer,
    Tag,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
    model_validator,
)

from ipscohort.config.base import CompetitiveRule, MistakeError, Strict, Text, YesNo
from ipscohort.config.recruitment import Recruitment

Unit = Literal["days", "weeks", "months"]
Month = Literal["calendar", "30 days", "30.4375 days"]
AVERAGE_MONTH = 30.4375
"""Days of an average calendar month: 365.25 / 12."""


WORD, OWN = "unit by its word", "unit of its own"
"""Tags of the two ways to write a unit; never shown."""


class OwnUnit(Strict):
    """A time unit of any length. Units are numbered 1, 2, ... since inclusion: number k holds the days (k - 1) x length to
    k x length - 1.
    """

    name: Text
    """What it is called: one word (fortnights), or its length (two weeks), of which texts speak as periods of two weeks."""
    days: Annotated[int, Field(ge=2, le=3660)]
    """Its length in days."""

    @model_validator(mode="after")
    def _new(self) -> OwnUnit:
        if f"{self.name.strip().lower().removesuffix('s')}s" in ("days", "weeks", "months"):
            raise ValueError(f"name: {self.name} is a unit already: write it as it is, or choose another name")
        return self

    @property
    def one(self) -> str:
        """Fortnight, or period of two weeks."""
        return f"period of {self.name}" if " " in self.name.strip() else self.name.removesuffix("s")

    def __str__(self) -> str:
        return f"periods of {self.name}" if " " in self.name.strip() else f"{self.one}s"


AnyUnit = Unit | OwnUnit


def singular(unit: AnyUnit) -> str:
    """One unit: week, or period of two weeks. Several are `str(unit)`."""
    return unit.one if isinstance(unit, OwnUnit) else unit.removesuffix("s")


def days_of(unit: AnyUnit, month: Month = "calendar") -> float:
    """Length of a unit in days; of a calendar month, the average."""
    if isinstance(unit, OwnUnit):
        return float(unit.days)
    if unit == "months":
        return AVERAGE_MONTH if month == "calendar" else float(month.split()[0])
    return {"days": 1.0, "weeks": 7.0}[unit]


def plain_unit(value: Any) -> AnyUnit | None:
    """A unit as a settings file writes it; None where it is none."""
    try:
        return TypeAdapter(TimeUnit).validate_python(value)
    except ValidationError:
        return None


def _way(value: Any) -> str:
    return WORD if isinstance(value, str) else OWN


def _named(unit: AnyUnit) -> str:
    return unit.name if isinstance(unit, OwnUnit) else unit


TimeUnit = Annotated[Annotated[Unit, Tag(WORD)] | Annotated[OwnUnit, Tag(OWN)], Discriminator(_way)]
Period = Annotated[
    Annotated[Literal["weeks", "months"], Tag(WORD)] | Annotated[OwnUnit, Tag(OWN), "the name of the time unit"],
    Discriminator(_way),
    PlainSerializer(_named, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["weeks", "months"]}),
]
"""A week, a month, or the study's own time unit by its name."""


class Duration(Strict):
    """A length of time, written `30 months`, `52 weeks` or `365 days`."""

    length: Annotated[int, Field(ge=1, le=20_000)]
    unit: Unit

    def __str__(self) -> str:
        return f"{self.length} {self.unit}"


def _split(value: Any) -> Any:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        raise MistakeError(f"{value:g} has no unit", f"write the unit too: {value:g} days, {value:g} weeks or {value:g} months")
    if isinstance(value, str):
        words = value.split()
        if len(words) != 2 or not (words[0].isascii() and words[0].isdecimal()):
            raise ValueError("written as a whole number and a unit: 30 months, 52 weeks or 365 days")
        unit = words[1] if words[1].endswith("s") else words[1] + "s"
        if unit not in get_args(Unit):
            raise ValueError(f"'{words[1]}' is no unit here; the words are days, weeks and months, such as 24 months")
        return {"length": int(words[0]), "unit": unit}
    return value


DurationText = Annotated[
    Duration,
    BeforeValidator(_split, json_schema_input_type=Annotated[str, Field(pattern=r"^\d+ (day|week|month)s?$")]),
    PlainSerializer(str, return_type=str),
]


def plain_duration(value: Any) -> Duration | None:
    """A length of time as a settings file writes it; None where it is none."""
    try:
        return TypeAdapter(DurationText).validate_python(value)
    except ValidationError:
        return None


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
    time_unit: TimeUnit
    """Unit of time to first job and of time worked. Days are counted from dates (inclusion = day 0); weeks, months and units
    of any other length, such as {name: two weeks, days: 14}, are the numbers 1, 2, ... of the periods since inclusion."""
    confidence: Annotated[float, Field(gt=0.5, lt=1)] = 0.95
    """Confidence level of all intervals."""
    period: Period = "months"
    """Unit of the employment rates: weeks, months, or the name of the time unit where that has a length of its own. With a
    `time_unit` other than days it must be the same."""
    month: Month = "calendar"
    """What a month is, in the length of follow-up, the months of the employment rates and wages per month. `calendar`: the
    day of the month on which a person was included comes round again, or that month's last day; days are put into months by
    the average, 30.4375. A number of days: month m holds the days d since inclusion with (m - 1) x length <= d < m x length,
    so it begins on the first whole day from (m - 1) x length on."""
    recruitment: Recruitment | None = None
    """Who was approached, eligible, referred and included, where the study has it: the first part of the participant flow."""

    @model_validator(mode="before")
    @classmethod
    def _own_period(cls, values: Any) -> Any:
        """A period written as the name of the study's own time unit is that unit."""
        unit = values.get("time_unit") if isinstance(values, dict) else None
        own = {"name": unit.name, "days": unit.days} if isinstance(unit, OwnUnit) else unit
        if isinstance(own, dict) and own.get("name") is not None and str(own["name"]) == values.get("period"):
            return {**values, "period": own}
        return values

    @property
    def days_per_month(self) -> float:
        """By how many days a number of days is divided to give months."""
        return AVERAGE_MONTH if self.month == "calendar" else float(self.month.split()[0])
