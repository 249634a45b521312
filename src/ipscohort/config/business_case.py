"""The business case: what IPS costs whom, benefits not paid while working, and the comparator that savings are measured against.

Every number states its source and year, or is marked an assumption.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import Field, FiniteFloat, ValidationError, model_validator

from ipscohort.config.base import MistakeError, Strict, Text
from ipscohort.config.business_inputs import Benefit, ByLevel, Comparator, Cost, Discounting, Input, Share, Sourced, Year
from ipscohort.config.mistakewords import in_words
from ipscohort.errors import nearest

SOCIETAL = "societal"
"""Name of the perspective of everybody together; no stakeholder may be called so."""
FUNDING_PAID = "funding"
"""Name of what the funding schemes paid, where costs are named; no cost or benefit may be called so."""
CLOSE = 1e-9
"""How far shares may be from adding up to 1."""


class PriceIndex(Sourced):
    """Prices of other years are brought to `price_year` with it."""

    values: Annotated[dict[Year, Annotated[FiniteFloat, Field(gt=0)]], Field(min_length=1)]
    """Year -> index."""


class SharedSavings(Sourced):
    """An agreement on savings: who invests is repaid first, the rest is shared out."""

    invested: Annotated[list[Text], Field(min_length=1)]
    """Costs that are the investment, by their names, and `funding` for what the funding schemes paid, costs that stand for schemes (`priced_by`) included;
    whoever pays them is repaid first, in proportion to what each paid."""
    savers: Annotated[list[Text], Field(min_length=1)]
    """Stakeholders whose savings make up the pool: what each pays less than without IPS, without the investment. What a saver receives is no saving."""
    shares: Annotated[dict[Text, Share], Field(min_length=1)]
    """Stakeholder -> share of what is left after repayment; they add up to 1."""
    losses_borne_by: Text
    """Stakeholder who makes up for a pool below 0."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        total = sum(self.shares.values())
        if abs(total - 1) > CLOSE:
            raise MistakeError(f"shares add up to {total:g}, not to 1", "mend them so that they add up to 1")
        return self


class Scenario(Sourced):
    """Inputs that are changed together."""

    label: Text
    """What it is called in tables."""
    changes: Annotated[dict[Text, Any], Field(min_length=1)]
    """Key path below `business_case`, such as comparator.days_worked.amount -> another value."""


class Samples(Strict):
    """Bootstrap samples of persons."""

    times: Annotated[int, Field(ge=199, le=20000)] = 1999
    """How many are drawn."""
    seed: int = 1
    """Start of the random numbers."""


class FundingReceived(Sourced):
    """Payments of `programme.funding` as a cost, person by person and each on its day: each payer is the stakeholder of that name."""

    receives: Text
    """Stakeholder who receives them."""
    priced_by: dict[Text, Text] = {}
    """Scheme without any stated price -> cost of this case that stands for its payments. Without it, they are in no sum, which is said with their number."""


class BusinessCase(Strict):
    """What IPS costs whom and what it brings whom; against a comparator, what it costs and brings more than that."""

    currency: Text
    """Currency of all money, as it stands behind an amount: 900 euros."""
    price_year: Year
    """Year of the prices that everything is shown in."""
    price_index: PriceIndex | None = None
    """Prices of other years are converted; without it they are taken as they are, which is said."""
    stakeholders: Annotated[dict[Text, Text], Field(min_length=1)]
    """Name -> how it is called in tables. Each is a perspective; all together are the societal one, in which payments between them cancel."""
    costs: Annotated[dict[Text, Cost], Field(min_length=1)]
    """Name -> what is paid."""
    benefits: dict[Text, Benefit] = {}
    """Name -> a benefit that is not paid while working."""
    funding: FundingReceived | None = None
    """Take in what the schemes of `programme.funding` paid. Name no cost for the same money. What can't be said, or can still fall due after the last day
    observed, is in no sum; how much more it can be at most stands beside each."""
    discounting: Discounting | None = None
    """Without it nothing is discounted, which is said."""
    comparator: Comparator | None = None
    """Work without IPS. Without it, no saving is shown."""
    outcome: Literal["days_worked", "job_obtained"] = "days_worked"
    """What the cost-effectiveness plane, the acceptability curve and the ratio are of; job_obtained needs the comparator's share_employed."""
    worth: Annotated[list[Annotated[FiniteFloat, Field(ge=0)]], Field(min_length=2)] = [0.0, 10.0, 25.0, 50.0, 100.0, 200.0]
    """What another unit of the outcome may be worth: where the acceptability curve is given, rising."""
    shared_savings: SharedSavings | None = None
    """An agreement on savings; it needs the comparator."""
    scenarios: dict[Text, Scenario] = {}
    """Name -> inputs changed together."""
    perspective: Text = SOCIETAL
    """Stakeholder, or societal, of the figures and of the sensitivity analysis."""
    bootstrap: Samples = Samples()
    """Samples of persons that limits come from."""

    @model_validator(mode="after")
    def _names(self) -> Self:
        if SOCIETAL in self.stakeholders:
            raise MistakeError(f"'{SOCIETAL}' is the perspective of all together", "call the stakeholder otherwise")
        for where, name in self._named():
            if name not in self.stakeholders:
                raise MistakeError(f"{where}: no stakeholder is called '{name}'", nearest(name, list(self.stakeholders)))
        both = sorted(set(self.costs) & set(self.benefits) | ({FUNDING_PAID} & (set(self.costs) | set(self.benefits))))
        if both:
            raise MistakeError(f"'{both[0]}' is the name of two things", "call one of them otherwise")
        return self

    @model_validator(mode="after")
    def _money_named(self) -> Self:
        for name in self.shared_savings.invested if self.shared_savings else ():
            if name == FUNDING_PAID and self.funding is None:
                what = "shared_savings.invested: what the funding schemes paid is not taken in"
                raise MistakeError(what, "say under funding who receives it, or name costs")
            if name != FUNDING_PAID and name not in self.costs:
                what = f"shared_savings.invested: no cost is called '{name}'"
                raise MistakeError(what, nearest(name, [*self.costs, *([FUNDING_PAID] if self.funding else [])]))
            if name != FUNDING_PAID and self.costs[name].pays is None:
                raise MistakeError(f"shared_savings.invested: nobody pays '{name}'", "name costs that somebody pays")
        for scheme, name in self.funding.priced_by.items() if self.funding else ():
            if name not in self.costs:
                raise MistakeError(f"funding.priced_by.{scheme}: no cost is called '{name}'", nearest(name, list(self.costs)))
            if self.costs[name].receives != self.funding.receives or self.costs[name].arises != "with_ips":
                what = f"funding.priced_by.{scheme}: '{name}' does not go to {self.funding.receives} with IPS, as payments of schemes do"
                raise MistakeError(what, "name the cost that stands for the payments of this scheme")
        return self

    def _named(self) -> Iterator[tuple[str, str]]:
        """Where stakeholders are named, and how."""
        for kind, items in (("costs", self.costs), ("benefits", self.benefits)):
            for name, item in items.items():
                yield from ((f"{kind}.{name}.{end}", one) for end, one in (("pays", item.pays), ("receives", item.receives)) if one)
        if self.funding:
            yield "funding.receives", self.funding.receives
        if self.perspective != SOCIETAL:
            yield "perspective", self.perspective
        if self.shared_savings:
            shared = self.shared_savings
            yield from (("shared_savings.savers", name) for name in shared.savers)
            yield from (("shared_savings.shares", name) for name in shared.shares)
            yield "shared_savings.losses_borne_by", shared.losses_borne_by

    @model_validator(mode="after")
    def _against(self) -> Self:
        if self.comparator is None:
            if self.shared_savings is not None:
                raise MistakeError(
                    "shared_savings: savings are measured against a comparator", "declare comparator, or leave shared_savings out"
                )
            without = next((name for name, cost in self.costs.items() if cost.arises == "without_ips"), None)
            if without is not None:
                raise MistakeError(
                    f"costs.{without}: what arises without IPS needs a comparator", "declare comparator, or leave the cost out"
                )
            return self
        share = self.comparator.share_employed
        if share is not None and (share.high or share.amount) > 1:
            raise MistakeError("comparator.share_employed: a share is at most 1", "write 0.25 for 25%")
        jobs = [name for name, cost in self.costs.items() if cost.per == "job_obtained" and cost.arises != "with_ips"]
        if share is None and (jobs or self.outcome == "job_obtained"):
            needs = f"costs.{jobs[0]}" if jobs else "outcome: job_obtained"
            raise MistakeError(f"comparator.share_employed is needed by {needs}", "say what share obtains a job without IPS")
        return self

    @model_validator(mode="after")
    def _rates(self) -> Self:
        if list(self.worth) != sorted(set(self.worth)):
            raise MistakeError("worth: values rise", "sort them, each once")
        index, year = self.price_index, self.price_year
        if index and year not in index.values:
            raise MistakeError(f"price_index.values: the price year {year} is not in it", "add the year")
        if index:
            years = {one.year for _, one in inputs_of(self) if one.year is not None and _is_money(_)}
            lacking = sorted(years - set(index.values))
            if lacking:
                raise MistakeError(f"price_index.values: {lacking[0]}, the year of some prices, is not in it", "add the year")
        return self

    @model_validator(mode="after")
    def _scenarios(self) -> Self:
        for name, scenario in self.scenarios.items():
            try:
                changed(self, scenario.changes)
            except (ValueError, ValidationError) as error:
                raise MistakeError(f"scenarios.{name}: {_first(error)}", "mend the key path or the value under changes") from None
        return self


def _first(error: Exception) -> str:
    if isinstance(error, ValidationError):
        one = error.errors(include_url=False)[0]
        own = one.get("ctx", {}).get("error") if one["type"] == "value_error" else in_words(one["type"], one.get("ctx", {}), one["input"])
        return f"{'.'.join(map(str, one['loc']))}: {own or one['msg']}".removeprefix(": ")
    return str(error)


def _is_money(path: str) -> bool:
    return path.startswith(("costs.", "benefits."))


def inputs_of(case: BusinessCase) -> Iterator[tuple[str, Input]]:
    """Each number that goes in, by its key path."""
    yield from ((f"costs.{name}", cost) for name, cost in case.costs.items())
    for name, benefit in case.benefits.items():
        yield from ((f"benefits.{name}.levels.{level}", one) for level, one in benefit.levels.items())
    for part in ("discounting", "comparator"):
        of = getattr(case, part)
        for name in type(of).model_fields if of is not None else ():
            if getattr(of, name) is not None:
                yield from _named_inputs(f"{part}.{name}", getattr(of, name))


def _named_inputs(path: str, one: Input | ByLevel) -> Iterator[tuple[str, Input]]:
    if isinstance(one, ByLevel):
        yield from ((f"{path}.days_worked.{level}", each) for level, each in one.days_worked.items())
    else:
        yield path, one


def variables_of(case: BusinessCase) -> dict[str, list[str]]:
    """Variables of the participants that money hangs on, and the levels that are named."""
    found: dict[str, list[str]] = {}
    for cost in case.costs.values():
        if cost.only is not None:
            found.setdefault(cost.only.variable, []).extend(cost.only.one_of)
    for benefit in case.benefits.values():
        found.setdefault(benefit.variable, []).extend(benefit.levels)
    by_level = case.comparator.by_level if case.comparator else None
    if by_level is not None:
        found.setdefault(by_level.variable, []).extend(by_level.days_worked)
    return found


def numbers_of(case: BusinessCase) -> list[str]:
    """Numbers of the participants that costs are per, each once."""
    return list(dict.fromkeys(cost.counted_by for cost in case.costs.values() if cost.counted_by is not None))


def priced_beside(case: BusinessCase, schemes: object) -> tuple[str, ...]:
    """What the costs that one stakeholder pays another for IPS are called, where funding schemes are declared; where what these paid is taken in, only those that
    a payer of a scheme pays to who receives it, and that stand for no scheme without a price.
    """
    if schemes is None:
        return ()
    found = {name: cost for name, cost in case.costs.items() if cost.pays and cost.receives and cost.arises == "with_ips"}
    if case.funding is not None:
        payers, named = {one.payer for one in schemes.schemes.values()}, case.funding.priced_by.values()
        found = {
            name: cost
            for name, cost in found.items()
            if cost.pays in payers and cost.receives == case.funding.receives and name not in named
        }
    return tuple(cost.label for cost in found.values())


def changed(case: BusinessCase, changes: dict[str, Any]) -> BusinessCase:
    """The same with other values, without its scenarios.

    Parameters
    ----------
    case : BusinessCase
    changes : dict of str -> value
        Key path with dots -> value; a name in it may have dots of its own.

    Raises
    ------
    ValueError
        A key that is not there, or a value that does not fit.
    """
    values = case.model_dump(mode="python", exclude={"scenarios"})
    for path, value in changes.items():
        found = _place(values, path)
        if found is None:
            raise MistakeError(f"changes: there is no {path}", "write the key path as it stands below business_case")
        at, last = found
        at[last] = value
        if last == "amount":
            at |= {end: None for end in ("low", "high") if end in at}
    return BusinessCase.model_validate(values)


def _place(at: dict[str, Any], path: str) -> tuple[dict[str, Any], str] | None:
    """The mapping that holds the last key of a path, and that key; None where there is no such path to a value."""
    if path in at and not isinstance(at[path], dict):
        return at, path
    below = (name for name in at if isinstance(at[name], dict) and path.startswith(f"{name}."))
    return next(filter(None, (_place(at[name], path[len(name) + 1 :]) for name in below)), None)
