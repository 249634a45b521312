"""The business case in the manuscript aids: how it was worked out, and what it comes to for each stakeholder; never a saving without a comparator."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from ipscohort.config.business_case import SOCIETAL, BusinessCase, Input
from ipscohort.contracts.business_case import LEFT_OUT
from ipscohort.contracts.business_case import PARTLY as PARTLY_KNOWN
from ipscohort.display import printing
from ipscohort.display.business_case import GROSS, OBSERVED, OUT, USED_UP, WORK_IS_OUTCOME, no_spread, pays_between
from ipscohort.display.naming import marked
from ipscohort.display.phrasing import joined
from ipscohort.manuscript.document import Numbers
from ipscohort.manuscript.inputs import ManuscriptInputs, source
from ipscohort.words import later, say

Row = Mapping[str, Any]
COUNTED = later(
    "Costs and benefits were added up for each person from declared prices, to the end of follow-up, from the perspectives of {stakeholders} and of all together "
    "(societal), in which payments between them cancel; money in {currency}, prices of {year}."
)
BY_SCHEMES = later("Payments of the funding schemes are those that fell due by their rules; what can still fall due later is in no sum.")
DISCOUNTED = later("Money was discounted at {costs}% a year and outcomes at {outcomes}%, to the day of inclusion ({from_where}).")
NOT_DISCOUNTED = later("Nothing was discounted.")
NO_COMPARATOR = later("No comparator was declared: costs are gross, and nothing is called a saving.")
COMPARED = later(
    "IPS was compared with work without it as declared, not observed: {days} days worked per person ({from_where}), spread evenly over follow-up, which is an "
    "assumption."
)
SHARE = later("Without IPS a share of {share} was taken to obtain a job ({from_where}).")
BY_LEVEL = later("Other days without IPS were taken by level: {levels}.")
AGREED = later(
    "An agreement on savings was worked out ({from_where}): what {savers} save, the investment ({invested}) left out, makes up a pool; who invests is repaid "
    "first, in proportion; the rest goes {shares}; a pool below 0 is made up for by {bearer}."
)
FUNDING_PAID = later("what the funding schemes paid")
SAMPLES = later("Limits are percentiles of {times} bootstrap samples of persons; prices and comparator were not drawn.")
ASSUMED = later("assumption: {what}")
PERSONS = later("Persons counted in the business case: {n}.")
PARTLY = later(
    "With a job of unknown dates, of which only known days count: {n}; with all that these jobs can have lasted, days worked per person would be up to {days} higher."
)
COST = later("Cost of the programme per person, gross: {found}.")
OF_WHOM = later("{who} {found}")
STILL_DUE = later("Payments that can still fall due after the last day observed, in no sum, per person: {found}.")
PER = later("All stakeholders together, cost of the programme per day worked {day}, per person who obtained a job {job}.")
MORE = later("Difference in cost per person, with IPS less without it: {found}.")
EFFECT = later("Difference in days worked per person: {found}.")
RATIO = later("All stakeholders together, cost per day worked more: {found}.")
SAVED = later("Saved by all persons counted, without and with the agreement on savings: {found}.")
BOTH = later("{who} {before} and {after}")
INVESTED = later("Invested {invested}, in the pool {pool}, repaid {repaid}.")
"""What is said of the results."""


def method(inputs: ManuscriptInputs) -> list[str]:
    """How costs and savings were worked out; nothing without a business case."""
    programme = inputs.settings.programme
    case = programme.business_case if programme else None
    if case is None or inputs.business_case_gross.empty:
        return []
    said = [say(COUNTED, stakeholders=joined(case.stakeholders.values()), currency=case.currency, year=case.price_year)]
    said += [say(BY_SCHEMES)] if case.funding else []
    said += [say(USED_UP)] if pays_between(case) else []
    said += [_discounted(inputs, case), *_against(inputs, case), *_agreed(case)]
    return [*said, say(SAMPLES, times=printing.count(case.bootstrap.times, inputs.style))]


def _from_where(one: Any) -> str:
    """Source and year of a number, and what of it is assumed."""
    found = [f"{one.source}, {one.year}"] if one.source else []
    return "; ".join(found + ([say(ASSUMED, what=one.assumption)] if one.assumption else []))


def _discounted(inputs: ManuscriptInputs, case: BusinessCase) -> str:
    if case.discounting is None:
        return say(NOT_DISCOUNTED)
    both = (case.discounting.costs, case.discounting.outcomes)
    costs, outcomes = (printing.short(100 * one.amount, inputs.style) for one in both)
    return say(DISCOUNTED, costs=costs, outcomes=outcomes, from_where="; ".join(dict.fromkeys(map(_from_where, both))))


def _against(inputs: ManuscriptInputs, case: BusinessCase) -> Iterator[str]:
    """The comparator with where it is from, and that it is no control group."""
    found = case.comparator
    if found is None:
        yield say(NO_COMPARATOR)
        return

    def short(one: Input) -> str:
        return printing.short(one.amount, inputs.style)

    yield say(COMPARED, days=short(found.days_worked), from_where=_from_where(found.days_worked))
    if found.share_employed:
        yield say(SHARE, share=short(found.share_employed), from_where=_from_where(found.share_employed))
    if found.by_level:
        levels = (f"{level} {short(one)} ({_from_where(one)})" for level, one in found.by_level.days_worked.items())
        yield say(BY_LEVEL, levels="; ".join(levels))
    yield say(OBSERVED)
    if inputs.business_case_differences["value_of_work"].eq("left_out").any():
        yield say(WORK_IS_OUTCOME)


def _agreed(case: BusinessCase) -> Iterator[str]:
    """The rule of the agreement on savings, where there is one."""
    rule, names = case.shared_savings, case.stakeholders
    if rule is None:
        return
    yield say(
        AGREED,
        savers=joined(names[who] for who in rule.savers),
        invested="; ".join(case.costs[name].label if name in case.costs else say(FUNDING_PAID) for name in rule.invested),
        shares=", ".join(say("{percent}% to {who}", percent=f"{100 * share:g}", who=names[who]) for who, share in rule.shares.items()),
        bearer=names[rule.losses_borne_by],
        from_where=_from_where(rule),
    )


def paragraphs(inputs: ManuscriptInputs, numbers: Numbers) -> list[str]:
    """Costs, gross; what IPS costs and brings more than the comparator; the agreement. Nothing without a business case."""
    if inputs.business_case_gross.empty:
        return []
    case = inputs.settings.programme.business_case
    told = _Told(inputs, numbers, case)
    return [" ".join(each) for each in (told.gross(), told.differences(), told.agreement()) if each]


class _Told:
    """Sentences of one business case, whose numbers keep their rows."""

    def __init__(self, inputs: ManuscriptInputs, numbers: Numbers, case: BusinessCase):
        self.inputs, self.numbers, self.case = inputs, numbers, case

    def gross(self) -> list[str]:
        """Cost of the programme from each perspective, what can still fall due, and the cost per outcome of all together."""
        rows = self.inputs.business_case_gross.to_dict("records")
        where = partial(_where, "business_case_gross", ("perspective",))
        found = [self._of(row, self._limits(row, "programme", where(row))) for row in rows]
        n = self.numbers.count(rows[0]["n"], where(rows[0])("n"))
        said = [say(PERSONS, n=n), *self._people(), say(COST, found="; ".join(found)), say(GROSS)]
        due = [self._of(row, self._money(row["still_due"], where(row)("still_due"))) for row in rows if row["still_due"] > 0]
        said += [say(STILL_DUE, found="; ".join(due))] if due else []
        row = next(row for row in rows if row["perspective"] == SOCIETAL)
        if not printing.absent(row["per_day"]) and not printing.absent(row["per_job"]):
            decimals = self.inputs.settings.tables.estimate_decimals
            said.append(say(PER, day=self._limits(row, "per_day", where(row), decimals), job=self._limits(row, "per_job", where(row))))
        return said

    def _people(self) -> Iterator[str]:
        """Who is left out, and of whom days are counted too low."""
        people = self.inputs.business_case_people
        for row in people[people["n"].gt(0) & people["group"].isin((LEFT_OUT, PARTLY_KNOWN))].to_dict("records"):
            keys = ("group",) if printing.absent(row["why"]) else ("group", "why")
            where = _where("business_case_people", keys, row)
            n = self.numbers.count(row["n"], where("n"))
            if row["group"] == LEFT_OUT:
                yield say(OUT, why=row["why"], n=n)
            elif not printing.absent(row["days"]):
                days = self.numbers.number(row["days"], self.inputs.settings.tables.decimals, where("days"))
                yield say(PARTLY, n=n, days=days)

    def differences(self) -> list[str]:
        """What IPS costs and brings more, and what a day worked more costs; nothing without a comparator."""
        rows = self.inputs.business_case_differences
        rows = rows[rows["outcome"].eq("days_worked") & ~(rows["perspective"].eq(SOCIETAL) & rows["value_of_work"].eq("counted"))]
        if rows.empty:
            return []
        where = partial(_where, "business_case_differences", ("perspective", "outcome", "value_of_work"))
        found = [self._of(row, self._limits(row, "cost", where(row))) for row in rows.to_dict("records")]
        row, tables = rows[rows["perspective"].eq(SOCIETAL)].iloc[0].to_dict(), self.inputs.settings.tables
        said = [say(MORE, found="; ".join(found)), say(EFFECT, found=self._limits(row, "effect", where(row), tables.decimals))]
        if row["quadrant"] == "more_for_more":
            said.append(say(RATIO, found=self._limits(row, "ratio", where(row), tables.estimate_decimals)))
        return said

    def agreement(self) -> list[str]:
        """What each saves without it and with it; nothing where there is none."""
        rows = self.inputs.business_case_shared.to_dict("records")
        if not rows:
            return []
        where = partial(_where, "business_case_shared", ("perspective",))
        found = [
            say(BOTH, who=self._whom(row), **{name: self._limits(row, name, where(row)) for name in ("before", "after")})
            for row in rows
            if row["perspective"] != SOCIETAL
        ]
        row = rows[-1]
        columns = {"invested": "invested", "pool": "into_pool", "repaid": "repaid"}
        sums = {part: self._money(row[column], where(row)(column)) for part, column in columns.items()}
        return [say(SAVED, found="; ".join(found)), say(INVESTED, **sums)]

    def _whom(self, row: Row) -> str:
        """A perspective, marked where what its numbers rest on has no source."""
        who = say("Societal") if row["perspective"] == SOCIETAL else self.case.stakeholders[row["perspective"]]
        return marked(who, row["assumed"])

    def _of(self, row: Row, found: str) -> str:
        return say(OF_WHOM, who=self._whom(row), found=found)

    def _money(self, value: Any, where: str) -> str:
        return self.numbers.number(value, 0, where)

    def _limits(self, row: Row, name: str, where: Callable[[str], str], decimals: int = 0) -> str:
        """A number with its limits; alone where it has no spread."""
        limits = [row[f"{name}_{end}"] for end in ("low", "high")]
        if no_spread(*limits):
            return self.numbers.number(row[name], decimals, where(name))
        return self.numbers.interval([row[name], *limits], decimals, self.inputs.ci, where(name))


def _where(file: str, keys: tuple[str, ...], row: Row) -> Callable[[str], str]:
    """Where the columns of a row are."""
    return lambda column: source(file, column, **{key: row[key] for key in keys})
