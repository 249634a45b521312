"""Numbers that go into the business case: costs, benefits, discount rates and the comparator, each with its source or marked an assumption."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, FiniteFloat, Tag, model_validator

from ipscohort.config.base import MistakeError, Strict, Text
from ipscohort.config.study import OWN, WORD

Share = Annotated[FiniteFloat, Field(ge=0, le=1)]
Year = Annotated[int, Field(ge=1900, le=2200)]
Word = Literal["person", "month_in_programme", "month_in_trajectory", "month_worked", "job_obtained", "once"]
MONTHS_OF_IPS = ("month_in_programme", "month_in_trajectory")
"""What a cost is per, of those who are in IPS."""
Arises = Literal["with_ips", "without_ips", "both"]


class PerUnit(Strict):
    """A number of the participants' records."""

    variable: Text
    """Number of the participants, such as their visits or days in bed within follow-up."""


def _kind_of(value: object) -> str:
    return OWN if isinstance(value, (dict, PerUnit)) else WORD


Per = Annotated[Annotated[Word, Tag(WORD)] | Annotated[PerUnit, Tag(OWN)], Discriminator(_kind_of)]


class Sourced(Strict):
    """Where something comes from."""

    source: Text | None = None
    """The paper, price list or statistic that says so, with its doi or address."""
    year: Year | None = None
    """Year that the source speaks of; of money, the year of its prices."""
    assumption: Text | None = None
    """What of it no source says, in a sentence: it is marked wherever the number stands."""

    @model_validator(mode="after")
    def _from_somewhere(self) -> Self:
        if self.assumption is None and (self.source is None or self.year is None):
            raise MistakeError(
                "neither a source with its year nor an assumption", "name the source and its year, or say under assumption what is assumed"
            )
        return self


class Input(Sourced):
    """A number that goes in."""

    amount: Annotated[FiniteFloat, Field(ge=0)]
    """The number alone, without its unit: money for each unit of a cost (see `per`) or each month of a benefit, such as 700; days; or a rate or share, such as
    0.04."""
    low: Annotated[FiniteFloat, Field(ge=0)] | None = None
    """The least that it may be, for the sensitivity analysis; with `high`."""
    high: Annotated[FiniteFloat, Field(ge=0)] | None = None
    """The most that it may be."""

    @model_validator(mode="after")
    def _between(self) -> Self:
        if (self.low is None) != (self.high is None):
            raise MistakeError("low or high stands alone", "give low and high, or neither")
        if self.low is not None and self.high is not None and not self.low <= self.amount <= self.high:
            raise MistakeError("amount does not lie between low and high", "widen low and high, or mend the amount")
        return self


class Only(Strict):
    """Whom something is paid for."""

    variable: Text
    """Category of the participants."""
    one_of: Annotated[list[Text], Field(min_length=1)]
    """Its levels."""


class Cost(Input):
    """Something that is paid."""

    label: Text
    """What it is called in tables."""
    pays: Text | None = None
    """Stakeholder who pays; without one nobody does: a value that comes from outside, such as what is produced at work. Per month worked or per person who
    obtained a job it is the value of work, which is left out of the societal cost: the work is the outcome."""
    receives: Text | None = None
    """Stakeholder who receives it; without one it is used up, such as the time of an employment specialist."""
    per: Per
    """What it is paid for: each person (on the day of inclusion), each month in the trajectory (from the funded start to its end, both of `programme.funding`,
    within follow-up), each month of follow-up (`month_in_programme`, which is marked as an assumption: nothing says that everybody took part until its end), each
    month worked, each person who obtained a job (on its first day), or once for all persons together; or `{variable: visits}`: each unit of a number of the
    participants, such as visits, which is taken to lie evenly over follow-up. Persons whose number is not known are left out of the business case."""
    months: Annotated[FiniteFloat, Field(gt=0)] | None = None
    """Of a cost per month in the programme or in the trajectory: how many months from its start it is paid at most."""
    only: Only | None = None
    """Paid for persons at some levels of a variable alone; without it, for everybody."""
    arises: Arises = "with_ips"
    """With IPS alone, or without it alone (help that IPS takes the place of), or with and without it in proportion to the work done."""

    @property
    def counted_by(self) -> str | None:
        """Number of the participants that it is per."""
        return self.per.variable if isinstance(self.per, PerUnit) else None

    @property
    def of_work(self) -> bool:
        """Whether it is the value of the work done, which nobody pays. The work is the outcome: both in one ratio would count it twice."""
        return self.pays is None and self.per in ("month_worked", "job_obtained")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.pays is None and self.receives is None:
            raise MistakeError("nobody pays and nobody receives", "name who pays, who receives, or both")
        if self.pays == self.receives:
            raise MistakeError("who pays and who receives are one", "name two stakeholders, or leave receives out")
        if self.per in MONTHS_OF_IPS and self.arises != "with_ips":
            raise MistakeError("nobody is in the programme without IPS", "give what arises without IPS per person")
        if self.counted_by is not None and self.arises != "with_ips":
            raise MistakeError("the records hold no number without IPS", "give what arises without IPS per person")
        if self.months is not None and self.per not in MONTHS_OF_IPS:
            raise MistakeError("months is the limit of a cost per month_in_trajectory or month_in_programme", "leave months out")
        if self.only is not None and self.per == "once":
            raise MistakeError(
                "what is paid once for all persons together is not paid for some of them", "leave only out, or give it per person"
            )
        return self


class Level(Input):
    """A benefit of the persons at one level: money per month."""

    kept: Share
    """The share of it that is still paid while working: 0 where it stops (full offset). With `earned`, the share of the earnings above `first_kept` that takes
    nothing off it."""
    earned: Annotated[FiniteFloat, Field(ge=0)] | None = None
    """What a month worked earns, where the rule goes by earnings: what is not paid is then (1 - kept) of the earnings above `first_kept`, the whole benefit at
    most. In prices of the same year."""
    first_kept: Annotated[FiniteFloat, Field(ge=0)] | None = None
    """The first money earned in a month that takes nothing off the benefit; it needs `earned`."""

    @property
    def not_paid(self) -> float:
        """What of it is not paid in a month worked."""
        if self.earned is None:
            return self.amount * (1 - self.kept)
        return min(self.amount, (1 - self.kept) * max(self.earned - (self.first_kept or 0.0), 0.0))

    @model_validator(mode="after")
    def _by_earnings(self) -> Self:
        if self.first_kept is not None and self.earned is None:
            raise MistakeError("first_kept is of the earnings, and they are not given", "say under earned what a month worked earns")
        return self


class Benefit(Strict):
    """A benefit that is not paid, or less of it, while a person works."""

    label: Text
    """What it is called in tables."""
    pays: Text
    """Stakeholder who pays it."""
    receives: Text
    """Stakeholder who receives it, and goes without it while working."""
    variable: Text
    """Category of the participants that says who has it."""
    levels: Annotated[dict[Text, Level], Field(min_length=1)]
    """Money per month of those at each level; a level that has none of this benefit is left out."""

    @model_validator(mode="after")
    def _two(self) -> Self:
        if self.pays == self.receives:
            raise MistakeError("who pays and who receives are one", "name two stakeholders")
        return self


class Discounting(Strict):
    """Yearly rates, such as 0.03: what arises in year k after inclusion is divided by (1 + rate) to the power k - 1. Years have 365.25 days."""

    costs: Input
    """Rate of money."""
    outcomes: Input
    """Rate of days worked and jobs obtained."""


class ByLevel(Strict):
    """Days worked without IPS that are not the same for all."""

    variable: Text
    """Category of the participants, such as the benefit that they have."""
    days_worked: Annotated[dict[Text, Input], Field(min_length=1)]
    """Level -> mean days worked per person."""


class Comparator(Strict):
    """Work without IPS, in the same time from inclusion."""

    days_worked: Input
    """Mean days worked per person; they are taken to lie evenly over follow-up."""
    by_level: ByLevel | None = None
    """Other days for the persons at some levels of a variable; those at levels that are not named have `days_worked`. Without it the same days are taken for all
    persons, which decides in part which payer saves, and is said."""
    share_employed: Input | None = None
    """Share of the persons who obtain a job."""
