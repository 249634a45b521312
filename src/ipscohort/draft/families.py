"""Families of numbered columns: questionnaire items, a column per week or month, numbered jobs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ipscohort.draft.columns import Seen, words_of, yes_or_no
from ipscohort.draft.vocabulary import DOUBTFUL, LETTERS, PERIOD, SCALES, SHELTERED, UNKNOWN, WITHOUT_WORK, WORK, fits, nothing_else

MOST_STATES = 4
"""A column per period holds at most so many codes: employed, not employed, unknown and one more."""
LEAST_PERIODS = 6
CALENDAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<between>[^\d]?)(?P<month>0[1-9]|1[0-2])(?!\d)")


@dataclass(frozen=True)
class Family:
    """Columns that share a name but for a number.

    Attributes
    ----------
    pattern : str
        Their name with {n} (or {year} and {month}) where the number stands.
    members : tuple of Seen
        By their numbers.
    numbers : tuple of int
        The numbers, ascending; a year and a month as 201503.
    """

    pattern: str
    members: tuple[Seen, ...]
    numbers: tuple[int, ...]

    @property
    def words(self) -> frozenset[str]:
        """Words of their names and labels."""
        return frozenset().union(words_of(self.pattern.replace("{n}", " ")), *(words_of(member.label) for member in self.members[:2]))

    @property
    def first(self) -> Seen:
        """The first member that holds anything, else the first."""
        return next((member for member in self.members if member.known), self.members[0])

    @property
    def gapless(self) -> bool:
        """Whether no number is left out."""
        if "{year}" in self.pattern:
            return True
        return self.numbers == tuple(range(self.numbers[0], self.numbers[0] + len(self.numbers)))

    @property
    def codes(self) -> dict[str, str]:
        """Codes that any member holds or labels, with their labels."""
        return {code: label for member in self.members for code, label in (member.codes | member.missing).items()}


def families(seen: Mapping[str, Seen]) -> list[Family]:
    """All families of two columns or more, the largest first. A name with two numbers belongs to the family of each of them."""
    found: dict[str, dict[int, Seen]] = {}
    for column in seen.values():
        if calendar := CALENDAR.search(column.name):
            pattern = column.name[: calendar.start()] + "{year}" + calendar["between"] + "{month}" + column.name[calendar.end() :]
            found.setdefault(pattern, {})[int(calendar["year"] + calendar["month"])] = column
            continue
        for digits in re.finditer(r"\d{1,3}(?!\d)", column.name):
            if digits.start() and column.name[digits.start() - 1].isdigit():
                continue
            pattern = f"{column.name[: digits.start()]}{{n}}{column.name[digits.end() :]}"
            found.setdefault(pattern, {}).setdefault(int(digits[0]), column)
    several = [_family(pattern, members) for pattern, members in found.items() if len(members) > 1]
    return sorted(several, key=lambda family: -len(family.members))


def _family(pattern: str, members: Mapping[int, Seen]) -> Family:
    return Family(pattern, tuple(members[n] for n in sorted(members)), tuple(sorted(members)))


def scales(found: list[Family]) -> dict[str, Family]:
    """Questionnaires that are known, by kind: families of the right words and number of items."""
    return {
        kind: family
        for kind, (words, items) in SCALES.items()
        for family in found
        if len(family.members) == items and family.numbers[0] == 1 and any(fits(word, words) for word in words_of(family.pattern))
    }


def panel(found: list[Family]) -> Family | None:
    """The columns that say of each week or month whether a person worked: many, of few codes, with a word for work or for the unit."""
    for family in found:
        states = {code for member in family.members for code in member.codes}
        kinds = {member.kind for member in family.members}
        words = family.words
        told = any(fits(word, f"{WORK} {' '.join([*PERIOD.values(), *LETTERS.values()])}") for word in words)
        of_few = len(states) <= MOST_STATES and kinds <= {"yes_no", "category", "empty"} and kinds != {"empty"}
        if len(family.members) >= LEAST_PERIODS and family.gapless and of_few and told:
            return family
    return None


def unit_of(family: Family) -> str:
    """Length of a panel's periods, or '' where no word says it."""
    if "{year}" in family.pattern:
        return "months"
    words = family.words
    of_work = any(fits(word, WORK) for word in words)
    for unit, known in PERIOD.items():
        if any(fits(word, known) or (of_work and fits(word, LETTERS[unit])) for word in words):
            return unit
    return ""


def state_of(code: str, label: str) -> str:
    """What a code of a panel stands for: employed, not_employed or unknown, or '' where nothing tells.

    A code that is a text, its own label, tells only where it holds no other words than these.
    """
    said = yes_or_no(label or code)
    if said:
        return "employed" if said == "yes" else "not_employed"
    words = words_of(label)
    if code == label and not nothing_else(words, UNKNOWN, WITHOUT_WORK, WORK):
        return ""
    if any(fits(word, UNKNOWN) for word in words):
        return "unknown"
    if any(fits(word, WITHOUT_WORK) for word in words):
        return "not_employed"
    sheltered = any(fits(word, f"{SHELTERED} {DOUBTFUL}") for word in words)
    return "employed" if any(fits(word, WORK) for word in words) and not sheltered else ""
