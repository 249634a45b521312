"""What numbers rest on and no source says: the assumptions of the inputs that go into them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ipscohort.config.business_case import SOCIETAL, Benefit, BusinessCase, Cost, Sourced, inputs_of
from ipscohort.programme.business_case.incremental import Key
from ipscohort.programme.business_case.ledger import BENEFIT, COST, COUNTED, FUNDING, LEFT_OUT, WITH, WITHOUT, Entry, Ledger
from ipscohort.programme.business_case.shared import is_invested
from ipscohort.words import later, say

ALL, PART = "all", "part"
"""How much of what a number rests on has no source."""
BY_LEVEL = "comparator.by_level."
OF_OUTCOME = {"days_worked": "days_worked", "job_obtained": "share_employed"}
"""Outcome -> what the comparator says of it."""
OF_UNIT = {"month_worked": "days_worked", "job_obtained": "share_employed"}
"""What is paid for -> what the comparator says of it."""

EVENLY = later("work without IPS lies evenly over follow-up")
NO_SOURCE = later("no source for {inputs}")
SCHEMES_ASSUME = later("the schemes' own assumptions, which stand in the table of schemes")
NUMBERS = later("numbers of the records, which are taken to lie evenly over follow-up")
SPREAD = later("the number of each person lies evenly over follow-up")
MONTHS = later("months in the programme, which are those of follow-up")
OF_FOLLOW_UP = later("months in the programme are those of follow-up, whether or not the person still took part")
SCHEMES = later("funding schemes")
OF_SCHEMES = later("payments of funding schemes, in part")
NAMES = {
    "discounting.costs": later("Discount rate of costs"),
    "discounting.outcomes": later("Discount rate of outcomes"),
    "comparator.days_worked": later("Days worked without IPS"),
    "comparator.share_employed": later("Share who obtain a job without IPS"),
}


def label_of(case: BusinessCase, path: str) -> str:
    """What an input is called, by its key path."""
    if path in NAMES:
        return say(NAMES[path])
    kind, name, *rest = path.split(".", 2)
    if kind == "comparator":
        return f"{say(NAMES['comparator.days_worked'])}: {rest[0].removeprefix('days_worked.')}"
    one: Cost | Benefit = getattr(case, kind)[name]
    return f"{one.label}: {rest[0].removeprefix('levels.')}" if rest else one.label


class Resting(NamedTuple):
    """What a number rests on and no source says."""

    text: str | None
    extent: str | None
    """ALL where no input has a source, PART where some have; None where all have."""

    def columns(self, suffix: str = "") -> dict[str, str | None]:
        """As columns of a tidy row."""
        return {f"assumption{suffix}": self.text, f"assumed{suffix}": self.extent}


Inputs = list[tuple[str, Sourced]]
"""Inputs with what they are called."""


def told(sourced: Iterable[Sourced | None]) -> str | None:
    """Their assumptions, each once; None without any."""
    found = dict.fromkeys(one.assumption for one in sourced if one is not None and one.assumption)
    return "; ".join(text.rstrip(".") for text in found) or None


def extent_of(inputs: Inputs) -> str | None:
    """Whether no input has a source, or some have one."""
    if not any(one.assumption for _, one in inputs):
        return None
    return ALL if all(one.source is None for _, one in inputs) else PART


def resting(inputs: Inputs, evenly: bool = False, *more: Sourced | None) -> Resting:
    """Which of them are assumptions, by what they are called: what each assumes stands in the table of inputs."""
    found = dict.fromkeys(label for label, one in inputs if one.assumption)
    extra = [("", one) for one in more if one is not None]
    extent = extent_of([*inputs, *extra])
    named = say(NO_SOURCE, inputs="; ".join(found)) if found else None
    texts = [named, told(more), say(EVENLY) if evenly else None]
    return Resting("; ".join(text for text in texts if text) or None, extent or (PART if evenly else None))


def of_entry(case: BusinessCase, entry: Entry) -> Resting:
    """What a cost, a benefit or what funding paid rests on, with IPS."""
    inputs = _own(case, [entry])
    return Resting(told(one for _, one in inputs), extent_of(inputs))


def of_entry_without(case: BusinessCase, entry: Entry) -> Resting:
    """The same without IPS."""
    inputs, compared = _own(case, [entry]), _compared(case, [entry])
    texts = [told(one for _, one in inputs), resting(compared, _evenly(case, compared, "costs")).text]
    extent = extent_of([*inputs, *compared]) or (PART if _evenly(case, compared, "costs") else None)
    return Resting("; ".join(text for text in texts if text) or None, extent)


def of_outcomes(case: BusinessCase, outcome: str) -> Resting:
    """What an outcome without IPS, and the difference, rest on."""
    compared = _without(case, [OF_OUTCOME[outcome]])
    return resting([*compared, *_rate(case, "outcomes")], _evenly(case, compared, "outcomes"))


def of_gross(case: BusinessCase, ledger: Ledger, perspective: str) -> Resting:
    """What costs with IPS and gross transfers of a perspective rest on."""
    entries = [one for one in ledger.entries if one.sign(perspective) and one.arises != WITHOUT]
    return resting([*_own(case, entries), *_timed(case, entries, without=False)])


def of_differences(case: BusinessCase, ledger: Ledger, key: Key, *more: Sourced | None) -> Resting:
    """What a difference in cost and outcome rests on: the inputs of what a perspective pays and receives, and the comparator."""
    outcomes = [] if key.work == COUNTED else [key.outcome]
    return _of_differences(case, ledger, [key.perspective], key.work != LEFT_OUT, outcomes, [], more)


def of_agreement(case: BusinessCase, ledger: Ledger, perspective: str) -> Resting:
    """What a stakeholder's part in the agreement on savings rests on: a party's hangs on what every saver saves."""
    rule = case.shared_savings
    parties = {*rule.savers, *rule.shares, rule.losses_borne_by, *(one.pays for one in ledger.entries if is_invested(one, case))}
    whose = [*case.stakeholders] if perspective == SOCIETAL else [perspective]
    whose += [*rule.savers] if perspective in parties else []
    agreement = [(say("Agreement on savings"), rule)] if perspective in (*parties, SOCIETAL) else []
    return _of_differences(case, ledger, list(dict.fromkeys(whose)), True, [], agreement, [])


def _of_differences(
    case: BusinessCase, ledger: Ledger, whose: list[str], work: bool, outcomes: list[str], others: Inputs, more: Iterable[Sourced | None]
) -> Resting:
    entries = [one for one in ledger.entries if (work or not one.of_work) and any(one.sign(name) for name in whose)]
    named = [OF_OUTCOME[outcome] for outcome in outcomes]
    compared = _compared(case, entries)
    of_outcomes = _without(case, named)
    evenly = _evenly(case, compared, "costs") or _evenly(case, of_outcomes, "outcomes")
    rates = [*_timed(case, entries), *(_rate(case, "outcomes") if outcomes else [])]
    return resting([*_own(case, entries), *compared, *of_outcomes, *rates, *others], evenly, *more)


def _own(case: BusinessCase, entries: Iterable[Entry]) -> Inputs:
    """Inputs of the entries themselves."""
    found: Inputs = []
    for entry in entries:
        if entry.kind == FUNDING:
            found.append((say(OF_SCHEMES), _of_schemes(case, entry)))
        elif entry.kind == BENEFIT:
            of = f"benefits.{entry.name}.levels."
            found += [(label_of(case, of + level), one) for level, one in case.benefits[entry.name].levels.items()]
        else:
            cost = case.costs[entry.name]
            found.append((label_of(case, f"costs.{entry.name}"), cost))
            found += [(say(NUMBERS), Sourced(assumption=say(SPREAD)))] if cost.counted_by and case.discounting else []
            found += [(say(MONTHS), Sourced(assumption=say(OF_FOLLOW_UP)))] if cost.per == "month_in_programme" else []
    return found


def _of_schemes(case: BusinessCase, entry: Entry) -> Sourced:
    """The schemes are a source; what is assumed is who receives the payments, where so marked, and what the schemes assume themselves."""
    texts = [told([case.funding]), say(SCHEMES_ASSUME) if entry.schemes_assume else None]
    assumption = "; ".join(text for text in texts if text) or None
    return case.funding.model_copy(update={"source": case.funding.source or say(SCHEMES), "assumption": assumption})


def _compared(case: BusinessCase, entries: Iterable[Entry]) -> Inputs:
    """Inputs of the comparator that the entries hang on."""
    names = set()
    for entry in entries:
        per = "month_worked" if entry.kind == BENEFIT else case.costs[entry.name].per if entry.kind == COST else ""
        if entry.arises != WITH and per in OF_UNIT:
            names.add(OF_UNIT[per])
    return _without(case, [name for name in OF_OUTCOME.values() if name in names])


def _without(case: BusinessCase, names: Iterable[str]) -> Inputs:
    wanted = {f"comparator.{name}" for name in names}
    by_level = "comparator.days_worked" in wanted
    return [(label_of(case, path), one) for path, one in inputs_of(case) if path in wanted or (by_level and path.startswith(BY_LEVEL))]


def _timed(case: BusinessCase, entries: Iterable[Entry], without: bool = True) -> Inputs:
    """The rate of money, where any of the entries arises later than at inclusion."""
    pairs = [(one.plain, one.discounted) for one in entries]
    pairs += [(one.plain_without, one.discounted_without) for one in entries] if without else []
    return _rate(case, "costs") if any((plain != discounted).any() for plain, discounted in pairs) else []


def _rate(case: BusinessCase, name: str) -> Inputs:
    return [(label_of(case, f"discounting.{name}"), getattr(case.discounting, name))] if case.discounting else []


def _evenly(case: BusinessCase, compared: Inputs, rate: str) -> bool:
    """Whether it matters how work without IPS lies over follow-up: it is discounted."""
    return bool(compared) and case.discounting is not None and getattr(case.discounting, rate).amount > 0
