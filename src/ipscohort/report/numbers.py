"""Every number of the page, with its answer: the rows that numbers link to, and that the script shows beside them.

A long text that several answers share stands once, and is referred to by its number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ipscohort.answers import About, Answer, Answers, Material, answer
from ipscohort.answers.statistics import statistic_words
from ipscohort.display.numbers import Phrase
from ipscohort.report.cards import Card
from ipscohort.report.findings import Question
from ipscohort.report.inputs import ReportInputs
from ipscohort.words import later, say

SHARED = 60
"""Letters from which on a text that stands in several answers is written once and referred to."""
SAID = {
    "behind": later("N"),
    "left_out": later("Left out"),
    "rules": later("Definition"),
    "formula": later("Model"),
    "warning": later("Mind"),
    "notes": later("Note"),
    "keys": later("Settings"),
}
"""Field of an answer -> what it is called."""


@dataclass(frozen=True)
class Said:
    """A text, or the number of the shared one that it is."""

    text: str
    shared: int = 0


@dataclass(frozen=True)
class Behind:
    """What holds for some numbers together: label -> texts. `number` is how they refer to it."""

    number: int
    lines: tuple[tuple[str, tuple[Said, ...]], ...]


@dataclass(frozen=True)
class Row:
    """One number: its id, value with every digit, definition, tidy row, and what is behind it."""

    id: str
    value: str
    statistic: str
    definition: str
    source: str
    behind: int


@dataclass(frozen=True)
class Appendix:
    """All of them, by the table or sentence that they stand in."""

    places: dict[str, list[Row]] = field(default_factory=dict)
    behind: tuple[Behind, ...] = ()
    shared: tuple[str, ...] = ()
    of_sentences: Answers = field(default_factory=lambda: Answers(()))

    @property
    def n(self) -> int:
        """How many numbers."""
        return sum(map(len, self.places.values()))


def appendix(inputs: ReportInputs, phrases: Iterable[Phrase], tables: set[str]) -> Appendix:
    """The answers of all numbers of these phrases, and of the tables that are shown."""
    of_phrases = answer((place for phrase in phrases for place in phrase.places()), _material(inputs))
    of_tables = inputs.answers.all if inputs.answers else ()
    shown = (*of_phrases.all, *(each for each in of_tables if each.table in tables))
    texts = Counter(
        text for key in dict.fromkeys((each.about, each.notes) for each in shown) for _, found in _texts(*key) for text in found
    )
    shared = {text: number for number, text in enumerate((t for t, n in texts.items() if n > 1 and len(t) >= SHARED), 1)}
    behind: dict[tuple[About, tuple[str, ...]], Behind] = {}
    places: dict[str, list[Row]] = {}
    for each in shown:
        key = (each.about, each.notes)
        if key not in behind:
            lines = ((label, tuple(Said(text, shared.get(text, 0)) for text in found)) for label, found in _texts(*key))
            behind[key] = Behind(len(behind) + 1, tuple(lines))
        places.setdefault(_place(each), []).append(_row(each, behind[key].number))
    return Appendix(places, tuple(behind.values()), tuple(shared), of_phrases)


def phrases_of(cards: Iterable[Card], questions: Iterable[Question]) -> Iterator[Phrase]:
    """Every sentence of the head and of the findings."""
    for card in cards:
        yield from (card.value, *card.notes)
    for question in questions:
        for each in question.answers:
            yield from (each.said, each.doubt)
        for finding in question.findings:
            yield from (*finding.found, *finding.doubt)


def _material(inputs: ReportInputs) -> Material:
    names = (
        "persons",
        "flow",
        "recruitment",
        "log",
        "availability",
        "estimates",
        "fits",
        "survival_estimates",
        "survival_tests",
        "curves",
        "missing_values",
        "replication",
        "specifications",
        "repeated_models",
        "repeated_estimates",
        "wave_estimates",
        "fidelity_estimates",
        "funding_costs",
        "business_case_gross",
        "business_case_differences",
    )
    frames = {name: frame for name in names if (frame := getattr(inputs, name)) is not None}
    parts = ("exposures", "study", "outcomes", "models", "tables", "ingest")
    return Material(frames, inputs.codebook, **{name: getattr(inputs.settings, name) for name in parts})


def _texts(about: About, notes: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """Label -> texts of an answer; no empty ones."""
    found = {name: getattr(about, name, notes) for name in SAID}
    listed = {name: (value,) if isinstance(value, str) else value for name, value in found.items()}
    return [(say(SAID[name]), texts) for name, value in listed.items() if (texts := tuple(text for text in value if text))]


def _place(each: Answer) -> str:
    """What a number's answers stand under: its table, or the sentences together."""
    return each.table if "." not in each.table else "sentences"


def _row(each: Answer, behind: int) -> Row:
    value = say("not defined") if each.value is None else f"{each.value:.0f}" if each.value.is_integer() else repr(each.value)
    return Row(each.id, value, statistic_words(each.statistic), each.definition, each.source, behind)
