"""What numbers rest on and no source says: the assumptions of the inputs that go into them."""

from __future__ import annotations

from collections.abc import Iterable

from ipscohort.config.business_case import Benefit, BusinessCase, Cost, Sourced, inputs_of
from ipscohort.words import later, say

EVENLY = later("work without IPS lies evenly over follow-up")


NO_SOURCE = later("no source for {inputs}")


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
    one: Cost | Benefit = getattr(case, kind)[name]
    return f"{one.label}: {rest[0].removeprefix('levels.')}" if rest else one.label


def told(sourced: Iterable[Sourced | None]) -> str | None:
    """Their assumptions, each once; None without any."""
    found = dict.fromkeys(one.assumption for one in sourced if one is not None and one.assumption)
    return "; ".join(text.rstrip(".") for text in found) or None


def named(inputs: Iterable[tuple[str, Sourced | None]]) -> str | None:
    """Which of them are assumptions, by what they are called: what each assumes stands in the table of inputs."""
    found = dict.fromkeys(label for label, one in inputs if one is not None and one.assumption)
    return say(NO_SOURCE, inputs="; ".join(found)) if found else None


def of_entry(case: BusinessCase, name: str) -> list[Sourced | None]:
    """Inputs of a cost, a benefit, or of what funding paid."""
    one = case.costs.get(name) or case.benefits.get(name)
    if isinstance(one, Benefit):
        return [*one.levels.values()]
    return [one or case.funding]


def of_outcomes(case: BusinessCase) -> str | None:
    """What outcomes without IPS rest on."""
    return named((label_of(case, path), one) for path, one in inputs_of(case) if path.startswith(("comparator.", "discounting.outcomes")))


def of_gross(case: BusinessCase) -> str | None:
    """What costs with IPS and gross transfers rest on."""
    inputs = [(label_of(case, path), one) for path, one in inputs_of(case) if not path.startswith("comparator.")]
    return named([*inputs, (say("payments of funding schemes"), case.funding)])


def of_differences(case: BusinessCase, *more: Sourced | None) -> str | None:
    """What differences from the comparator rest on."""
    inputs = [(label_of(case, path), one) for path, one in inputs_of(case)]
    found = [named([*inputs, (say("payments of funding schemes"), case.funding)]), told(more)]
    found += [say(EVENLY)] if case.discounting and case.comparator else []
    return "; ".join(text for text in found if text) or None
