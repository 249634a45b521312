"""Funding schemes: who pays what for whom, when, and on which condition; each clause with its source, or marked an assumption."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Annotated, Literal, Self

from pydantic import Field, FiniteFloat, model_validator

from ipscohort.config.base import FileName, Strict, Text, YesNo
from ipscohort.config.ingest import ColumnOrName, File
from ipscohort.config.study import DurationText

FUNDING_CLASS = "funding_class"
"""Name that funding puts beside the study's variables: the scheme that applied to a person, as a class."""
CURRENCY = "euros"
"""Name of the money, where the settings don't say."""
Money = Annotated[FiniteFloat, Field(ge=0)]


class Clause(Strict):
    """Words of a scheme and where they come from."""

    says: Text
    """What the clause says, in a sentence of your own."""
    doi: Text | None = None
    """The paper that says so, such as 10.1186/s12888-018-1729-4."""
    assumption: Text | None = None
    """What of it no source says, in a sentence: numbers that hang on it are marked wherever they stand."""

    @model_validator(mode="after")
    def _from_somewhere(self) -> Self:
        if self.doi is None and self.assumption is None:
            raise ValueError("name the doi that says so, or say under assumption what is assumed")
        return self


class Condition(Strict):
    """One condition on a participant: a variable and its levels, or its limits."""

    variable: Text
    """Variable of the participants."""
    one_of: list[Text] = []
    """Levels."""
    min: FiniteFloat | None = None
    """Lowest value."""
    max: FiniteFloat | None = None
    """Highest value."""

    @model_validator(mode="after")
    def _a_condition(self) -> Self:
        if self.min is None and self.max is None and not self.one_of:
            raise ValueError("name at least one of min, max, one_of")
        return self


class Eligible(Clause):
    """Whom a scheme is for."""

    when: list[Condition] = []
    """Conditions, all of which must be met; none: everybody."""


class Valid(Clause):
    """When a scheme is in force."""

    first: date | None = None
    """First day on which it is; without it, since ever."""
    last: date | None = None
    """Last day on which it is; without it, until further notice."""

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if self.first and self.last and self.last < self.first:
            raise ValueError("last lies before first")
        return self


class Instalment(Clause):
    """One payment by time."""

    amount: Money | None = None
    """What is paid. Without it and without `per_hour`, the price is not stated, and nothing stands in for it."""
    per_hour: Money | None = None
    """Instead of an amount: the price of an hour, of `hours` at most."""
    hours: Annotated[float, Field(gt=0)] | None = None
    """The most hours that are paid for."""
    what_for: Literal["instalment", "job_coaching", "intake"] = "instalment"
    """What it is for."""
    at: Literal["inclusion", "start", "end"] | None = None
    """The day of inclusion, the funded start, or the last day of the trajectory."""
    after: DurationText | None = None
    """Instead of `at`: the day on which this time since the funded start is over."""
    at_the_latest: DurationText | None = None
    """With `at: end`: due when this time since the funded start is over, if the trajectory then still goes on or its end is not recorded."""
    while_running: YesNo = True
    """With `after`: due only if the trajectory lasted until then, its last day included. `no`: in any case."""

    @model_validator(mode="after")
    def _one_day(self) -> Self:
        if (self.at is None) == (self.after is None):
            raise ValueError("name either at or after: the day on which it is due")
        if (self.at == "end") != (self.at_the_latest is not None):
            raise ValueError("at: end and at_the_latest go together: a trajectory whose end is not recorded needs a latest day")
        if self.amount is not None and self.per_hour is not None:
            raise ValueError("name either amount or per_hour")
        if self.per_hour is not None and self.hours is None:
            raise ValueError("hours: say how many hours are paid for at most")
        return self

    @property
    def most(self) -> float | None:
        """The most that it can be; None where no price is stated."""
        return self.per_hour * self.hours if self.per_hour is not None else self.amount


class Ceiling(Clause):
    """The most that a scheme pays for a person."""

    amount: Money
    """The most in all."""
    covers: Literal["instalments", "all"] = "instalments"
    """What counts towards it: payments by time, or those for performance too."""


class Longest(Clause):
    """How long a scheme pays for a person at most."""

    length: DurationText
    """Since the funded start: nothing that would fall due later is paid, and no later placement counts."""


class Coaching(Clause):
    """Whether the scheme's payments include job coaching."""

    included: YesNo
    """`yes` or `no`."""


class WageShare(Clause):
    """The wage that a placement must pay."""

    share: Annotated[float, Field(gt=0, le=1)]
    """Share of the minimum wage, such as 0.35."""
    of: Literal["hour", "full_time"] = "hour"
    """`hour`: the wage per hour against the minimum wage per hour. `full_time`: what the job pays in a week against the minimum wage of a
    full-time week."""
    unknown: Literal["unknown", "met"] = "unknown"
    """A job whose wage is not recorded: it can't be said, or it is taken for met (as competitive work is paid at prevailing wages)."""


class Offered(Clause):
    """When payments for performance are offered, where that is not as long as the scheme is in force."""

    first: date | None = None
    """First day."""
    last: date | None = None
    """Last day."""
    by: Literal["start", "placement"] = "start"
    """What must lie in it: the funded start, or the first day of the job."""


class Performance(Clause):
    """A payment for a placement."""

    amount: Money
    """What is paid, once for a person."""
    placed_within: DurationText | None = None
    """The job begins within this time since the funded start, the last day included; without it, while the scheme pays."""
    hours_per_week: Annotated[float, Field(ge=0)] = 0
    """The least contract hours per week."""
    lasting: DurationText
    """How long the job must last; the payment falls due on the day after."""
    wage: WageShare | None = None
    """The wage that it must pay."""
    add_up: YesNo = False
    """Whether jobs may be added up: hours of those held at once, and time of those without a day between them."""
    offered: Offered | None = None
    """When it is offered, where that is not always."""


class FidelityCondition(Clause):
    """Fidelity of the person's agency that the scheme asks for, by the last review on the funded start or before."""

    at_least: Literal["fair", "good", "exemplary"]
    """The lowest class."""
    unreviewed: Literal["unknown", "met"] = "unknown"
    """An agency without a review until then: it can't be said, or it is taken for met."""


class Scheme(Strict):
    """One funding scheme."""

    payer: Text
    """Who pays."""
    label: Text | None = None
    """How tables name it; without it, its name."""
    eligible: Eligible
    """Whom it is for."""
    valid: Valid
    """When it is in force, by the funded start: a person stays in the scheme in which funding began."""
    instalments: Annotated[dict[Text, Instalment], Field(min_length=1)]
    """Payments by time, by their names."""
    ceiling: Ceiling | None = None
    """The most that it pays for a person."""
    longest: Longest | None = None
    """How long it pays at most."""
    job_coaching: Coaching | None = None
    """Whether job coaching is in it."""
    performance: Performance | None = None
    """Payment for a placement."""
    fidelity: FidelityCondition | None = None
    """Fidelity that it asks for."""

    @model_validator(mode="after")
    def _no_second_performance(self) -> Self:
        if "performance" in self.instalments:
            raise ValueError("instalments: performance is the name of the payment for a placement; choose another")
        return self

    @property
    def kinds(self) -> set[str]:
        """What it pays for."""
        return {each.what_for for each in self.instalments.values()} | ({"performance"} if self.performance else set())

    def payments(self) -> list[str]:
        """Its payments by name, that for performance last."""
        return [*self.instalments, *(["performance"] if self.performance else [])]

    def clauses(self) -> Iterator[tuple[str, Clause]]:
        """Every clause, by the keys that lead to it."""
        for name in ("eligible", "valid", "ceiling", "longest", "job_coaching", "performance", "fidelity"):
            if getattr(self, name) is not None:
                yield name, getattr(self, name)
        if self.performance and self.performance.wage:
            yield "performance.wage", self.performance.wage
        if self.performance and self.performance.offered:
            yield "performance.offered", self.performance.offered
        yield from ((f"instalments.{name}", each) for name, each in self.instalments.items())


class MinimumWage(Clause):
    """The minimum wage over time."""

    per_hour: Annotated[dict[date, Annotated[float, Field(gt=0)]], Field(min_length=1)]
    """First day -> money per hour from then on."""
    full_time_hours: Annotated[float, Field(gt=0, le=168)] | None = None
    """Hours of a full-time week: needed for a wage share of full time."""


class Disagreement(Strict):
    """What two papers say differently of funding."""

    about: Text
    """What it is about."""
    one: Clause
    """What the one says."""
    other: Clause
    """What the other says."""
    read_as: Text | None = None
    """How the schemes here read it."""


class Resamples(Strict):
    """Bootstrap limits of costs: persons are drawn with replacement."""

    times: Annotated[int, Field(ge=199, le=20_000)] = 1999
    """How often. With 1999, the limits of a 95% interval are the 50th value from either end."""
    seed: Annotated[int, Field(ge=0)] = 2014
    """Where the random numbers begin: the same seed gives the same limits."""


class FundingExposure(Strict):
    """The scheme that applied to each person, as an exposure."""

    reference: Text | None = None
    """Class that the others are compared with, by its label; without it, that with most persons."""
    beside: list[Text] = []
    """Exposures of the study to be seen beside it, such as the benefit that stands for funding."""
    regressions: list[Text] | None = None
    """Regressions of the study that it is an exposure in; without it, all."""


class Funding(File):
    """Funding schemes, and what each paid for whom by its rules."""

    file: FileName | None = None
    """A file with a row per person: when funding began and the trajectory ended. Without it, funding of everybody begins on the day of
    inclusion (an assumption), and no end of a trajectory is known."""
    id: ColumnOrName | None = None
    """The person's id there."""
    funded_start: ColumnOrName | None = None
    """First day that is funded. Without it, the day of inclusion: an assumption, for funding starts after the intake."""
    trajectory_end: ColumnOrName | None = None
    """Last day of the trajectory; blank where it went on when the records were closed."""
    currency: Text = CURRENCY
    """Name of the money, as it stands behind an amount: 900 euros."""
    schemes: Annotated[dict[Text, Scheme], Field(min_length=1)]
    """The schemes by name."""
    minimum_wage: MinimumWage | None = None
    """Needed where a scheme asks for a share of it."""
    disagreements: list[Disagreement] = []
    """Where two papers disagree; shown with both."""
    hide_below: Annotated[int, Field(ge=1, le=20)] = 3
    """Reasons, but for no competitive job, for not having earned a payment that fewer persons share are put together, and so are quarters until
    each amount in them fell due for so many; an amount that fell due for fewer in all is in no quarter. One or two can be recognised. 1 shows everything."""
    bootstrap: Resamples = Resamples()
    """Limits of costs per person, per job and per time worked."""
    exposure: FundingExposure | None = FundingExposure()
    """The scheme that applied to each person as an exposure in the study's regressions."""

    @model_validator(mode="after")
    def _own_file(self) -> Self:
        columns = [name for name in ("id", "funded_start", "trajectory_end") if getattr(self, name) is not None]
        if self.file is None and columns:
            raise ValueError(f"{columns[0]} is a column of a file: name it under file")
        if self.file is not None and (self.id is None or len(columns) == 1):
            raise ValueError("say which column of the file holds the person's id, and which funded_start or trajectory_end")
        return self

    @model_validator(mode="after")
    def _wages(self) -> Self:
        for name, scheme in self.schemes.items():
            wage = scheme.performance.wage if scheme.performance else None
            if wage and self.minimum_wage is None and wage.unknown == "unknown":
                raise ValueError(f"schemes.{name} asks for a share of the minimum wage: name it under minimum_wage")
            if wage and wage.of == "full_time" and self.minimum_wage and self.minimum_wage.full_time_hours is None:
                raise ValueError(f"minimum_wage.full_time_hours: schemes.{name} asks for a share of what a full-time week pays")
        return self

    @model_validator(mode="after")
    def _one_scheme_each(self) -> Self:
        for (name, one), (other, two) in combinations(self.schemes.items(), 2):
            if one.payer == two.payer and one.kinds & two.kinds and _meet_in_time(one, two) and not _disjoint(one, two):
                raise ValueError(
                    f"schemes.{name} and schemes.{other} are both of {one.payer}, in force at the same time and for the same persons: "
                    "let the one end before the other begins, or give them conditions of which nobody meets both"
                )
        return self

    @model_validator(mode="after")
    def _reference_is_a_class(self) -> Self:
        reference = self.exposure.reference if self.exposure else None
        known = [label for label, _, _ in self.classes()]
        if reference is not None and reference not in known:
            raise ValueError(f"exposure.reference: there is no class '{reference}'; classes are {'; '.join(known)}")
        return self

    def classes(self) -> list[tuple[str, str, bool | None]]:
        """Classes of the exposure, in order: label, scheme, and whether payment for performance is offered; None where that does not change.

        Schemes that pay for a trajectory count, not those for an intake or for job coaching alone.
        """
        found: list[tuple[str, str, bool | None]] = []
        for name, scheme in self.schemes.items():
            if "instalment" not in scheme.kinds:
                continue
            label, offered = self.label_of(name), scheme.performance.offered if scheme.performance else None
            if offered is None:
                found.append((label, name, None))
            else:
                found += [(f"{label}, with pay for performance", name, True), (f"{label}, without pay for performance", name, False)]
        return found

    def label_of(self, scheme: str) -> str:
        """How tables name a scheme."""
        return self.schemes[scheme].label or scheme.replace("_", " ")


def _meet_in_time(one: Scheme, other: Scheme) -> bool:
    first = max(one.valid.first or date.min, other.valid.first or date.min)
    return first <= min(one.valid.last or date.max, other.valid.last or date.max)


def _disjoint(one: Scheme, other: Scheme) -> bool:
    """Whether nobody can meet the conditions of both."""
    for mine in one.eligible.when:
        for theirs in other.eligible.when:
            if mine.variable != theirs.variable:
                continue
            if mine.one_of and theirs.one_of and not set(mine.one_of) & set(theirs.one_of):
                return True
            ends = [each if each is not None else far for each, far in ((mine.max, float("inf")), (theirs.max, float("inf")))]
            begins = [each if each is not None else far for each, far in ((mine.min, -float("inf")), (theirs.min, -float("inf")))]
            if min(ends) < max(begins):
                return True
    return False
