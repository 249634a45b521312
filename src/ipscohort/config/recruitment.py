"""Recruitment: from who was approached to who was included, as counts that a study or its paper gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from ipscohort.config.base import MistakeError, Strict, Text, as_text
from ipscohort.config.plain import Report, at, mapping
from ipscohort.errors import nearest

NOT_RECORDED = "not recorded"
"""Word for a count that nobody has."""
ALL = "all"
"""Word for all groups together: no group may have it as its name."""
KEYS = ("study", "recruitment")


def _count(value: Any) -> Any:
    """A whole number, `not recorded`, or a number for each group."""
    if isinstance(value, dict):
        return {as_text(group): _count(each) for group, each in value.items()}
    if value == NOT_RECORDED or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
        return value
    raise ValueError(f"'{value}' is no count: write a whole number from 0 on, or {NOT_RECORDED}")


Plain = Annotated[int, Field(ge=0)] | Annotated[str, Field(pattern=f"^{NOT_RECORDED}$")]
Count = Annotated[Plain | dict[Text, Plain], BeforeValidator(_count)]
"""A whole number, `not recorded`, or a mapping of group -> one of these."""


class Step(Strict):
    """A step on the way into the study: how many got as far, and why others of the step before did not."""

    label: Text
    """How the flow names it, such as: Eligible."""
    n: Count
    """Persons at this step: a whole number, or `not recorded`; with `by`, a number for each group."""
    left_out: dict[Text, Count] = {}
    """Why persons of the step before are not at this one: reason -> persons. Those without a reason are counted as such."""
    source: Text | None = None
    """Where this step's numbers come from; without it, that of all steps."""
    assumption: Text | None = None
    """What of this step's numbers nobody recorded, in a sentence: they are marked wherever they stand."""


class Recruitment(Strict):
    """Who was approached, eligible, referred and included: counts before the records begin. The last step is who is in the records."""

    source: Text | None = None
    """Where the numbers come from, such as a screening log, or a paper with its DOI."""
    by: Text | None = None
    """A category or yes/no variable of the participants, such as the agency, by which steps give their numbers. Without it, numbers are
    of everybody."""
    steps: Annotated[list[Step], Field(min_length=2)]
    """From the first step on. None may hold more persons than the one before. The last must hold as many as the records: where some of those
    included are not in the records, a last step says how many are, and why the others are not."""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        for step in self.steps:
            if self.source is None and step.source is None and step.assumption is None:
                raise MistakeError(
                    f"steps: '{step.label}' has neither a source nor an assumption",
                    "name the source, or say under assumption what is assumed",
                )
        names = [step.label.lower() for step in self.steps]
        if twice := next((step.label for step in self.steps if names.count(step.label.lower()) > 1), None):
            raise ValueError(f"steps: two are called '{twice}'")
        if self.steps[0].left_out:
            raise MistakeError(f"steps: '{self.steps[0].label}' is the first, so nobody is left out before it", "leave its left_out out")
        self._check_groups()
        for group in (ALL, *self.groups):
            self._check_falling(group)
        if self.total(self.steps[-1].n) is None:
            raise MistakeError(
                f"steps: the last, '{self.steps[-1].label}', has no number",
                "give the number of participants in the records, with which it is compared",
            )
        return self

    def _check_groups(self) -> None:
        for step in self.steps:
            for what, count in (("n", step.n), *(("left_out", each) for each in step.left_out.values())):
                if isinstance(count, dict) and self.by is None:
                    raise MistakeError(
                        f"steps: {what} of '{step.label}' is given by group ({', '.join(count)}), and the key by does not say what the groups are",
                        "write by: and the variable of the participants whose levels these are, or give one number of everybody",
                    )
                if isinstance(count, dict) and set(count) != set(self.groups):
                    lacking = [group for group in self.groups if group not in count]
                    raise MistakeError(
                        f"steps: {what} of '{step.label}' is not of the groups {', '.join(self.groups)}",
                        f"add {', '.join(lacking)}: a whole number or {NOT_RECORDED}; or give one number of everybody, and write groups alike",
                    )
        if ALL in self.groups:
            raise ValueError(f"steps: no group may be called '{ALL}'")
        if self.by is not None and not self.groups:
            raise MistakeError(f"by: no step gives its number by {self.by}", "give each n as a mapping of group to number, or leave by out")

    def _check_falling(self, group: str) -> None:
        """No step holds more than the last one known before it, and no more are left out for a reason than it lacks."""
        of = "" if group == ALL else f" ({group})"
        above, gone = None, 0
        for step in self.steps:
            n, known = self.in_group(step.n, group), self._known(step.n, group)
            gone += sum(self._known(count, group) for count in step.left_out.values())
            if above is not None and known > above[1]:
                raise MistakeError(
                    f"steps: '{step.label}'{of} has {known}, more than '{above[0]}' before it with {above[1]}",
                    "put the steps in the order in which people pass them, each counting those of the step before who got as far",
                )
            if n is None:
                continue
            if above is not None and gone > above[1] - n:
                raise MistakeError(
                    f"steps: '{step.label}'{of} holds {above[1] - n} fewer than '{above[0]}', and {gone} are left out for a reason",
                    "give one reason for each person, or mend the numbers",
                )
            above, gone = (step.label, n), 0

    @property
    def groups(self) -> tuple[str, ...]:
        """Groups by which numbers are given, in the order in which they are first named; none without `by`."""
        counts = (count for step in self.steps for count in (step.n, *step.left_out.values()))
        return tuple(dict.fromkeys(group for count in counts if isinstance(count, dict) for group in count))

    def in_group(self, count: Count, group: str) -> int | None:
        """A count of a group, or of everybody (`ALL`); None where it is not recorded, or not by group."""
        if group == ALL:
            return self.total(count)
        found = count.get(group) if isinstance(count, dict) else None
        return found if isinstance(found, int) else None

    def _known(self, count: Count, group: str) -> int:
        """What of a count is recorded, of a group or of all groups together."""
        if group == ALL and isinstance(count, dict):
            return sum(each for each in count.values() if isinstance(each, int))
        return self.in_group(count, group) or 0

    @staticmethod
    def total(count: Count) -> int | None:
        """A count of everybody; None where it, or that of a group, is not recorded."""
        parts = list(count.values()) if isinstance(count, dict) else [count]
        return None if any(isinstance(each, str) for each in parts) else sum(int(each) for each in parts)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Rows of the contract RECRUITMENT: of each step who is at it, who of the step before is not, and why."""
        before: Step | None = None
        for number, step in enumerate(self.steps, 1):
            told = {"step": number, "label": step.label, "source": step.source or self.source}
            both = "; ".join(each.assumption for each in (before, step) if each and each.assumption) or None
            for group in (ALL, *self.groups):
                of = {**told, "by": ALL if group == ALL else self.by, "group": group}
                for kind, reason, n in self._counted(before, step, group):
                    assumed = both if kind in ("left out", "no reason") else step.assumption  # these follow from two steps
                    yield {**of, "kind": kind, "reason": reason, "n": n, "assumption": assumed}
            before = step

    def _counted(self, before: Step | None, step: Step, group: str) -> Iterator[tuple[str, str, int | None]]:
        """Kind, reason and persons of a step in a group; those for whom no reason is given where all reasons have their number."""
        n, first = self.in_group(step.n, group), None if before is None else self.in_group(before.n, group)
        yield "reached", ALL, n
        if before is None:
            return
        out = None if first is None or n is None else first - n
        yield "left out", ALL, out
        counts = {reason: self.in_group(count, group) for reason, count in step.left_out.items()}
        yield from (("reason", reason, each) for reason, each in counts.items())
        known = [each for each in counts.values() if each is not None]
        if out is not None and out > sum(known) and len(known) == len(counts):
            yield "no reason", ALL, out - sum(known)


def check_recruitment(values: dict, types: dict[str, str], report: Report) -> None:
    """Report a variable of the groups that no participant has.

    Parameters
    ----------
    values : dict
        The settings file's plain values.
    types : dict of str -> str
        Variables by name -> type.
    report : callable
        Takes a key path, what is wrong and what to do.
    """
    by = at(values, *KEYS, "by")
    if by is None or "participants" not in mapping(values, "ingest"):
        return
    grouped = [name for name, kind in types.items() if kind in ("category", "yes_no")]
    if as_text(by) not in grouped:
        what = f"there is no variable '{by}' of groups" if as_text(by) not in types else f"'{by}' is no category and no yes/no"
        report((*KEYS, "by"), what, nearest(as_text(by), grouped))
