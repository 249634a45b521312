"""Answers as plain text, for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from textwrap import wrap

from ipscohort.answers.content import Answer, Answers
from ipscohort.answers.statistics import statistic_words
from ipscohort.words import say

WIDTH = 110
LABEL = 20
"""Columns of a label before what it says."""


def as_text(answers: Iterable[Answer], notice: str = "") -> str:
    """The notice, and each cell with its numbers and below them what holds for them; lines of at most WIDTH characters."""
    told: set[str] = set()
    cells = ("\n".join(_cell(cell, told)) for cell in Answers(answers).cells())
    return "\n\n".join([*([notice] if notice else []), *cells]) + "\n"


def _cell(cell: tuple[Answer, ...], told: set[str]) -> Iterator[str]:
    """One cell; a text of some length that an earlier cell had is named 'as above'."""
    first = cell[0]
    yield from wrap(" | ".join(part for part in first.where if part), WIDTH)
    yield first.printed
    for answer in cell:
        yield from _said(statistic_words(answer.statistic), f"{_value(answer.value)}  ({answer.id})")
        yield from _said("", answer.definition)
    for label, text in _about(cell):
        yield from _said(label, say("as above") if len(text) > WIDTH and text in told else text)
        told.add(text)


def _about(cell: tuple[Answer, ...]) -> Iterator[tuple[str, str]]:
    """Labels and what they say of the cell's numbers together, each text once."""
    abouts = [answer.about for answer in cell]
    texts = {
        say("N"): [about.behind for about in abouts],
        say("left out"): chain.from_iterable(about.left_out for about in abouts),
        say("definition"): chain.from_iterable(about.rules for about in abouts),
        say("model"): [about.formula for about in abouts],
        say("mind"): [about.warning for about in abouts],
        say("note"): cell[0].notes,
        say("settings"): [", ".join(dict.fromkeys(chain.from_iterable(about.keys for about in abouts)))],
        say("tidy row"): [answer.source for answer in cell],
    }
    said: set[str] = set()
    for label, found in texts.items():
        for text in found:
            if text and text not in said:
                said.add(text)
                yield label, text


def _said(label: str, text: str) -> Iterator[str]:
    """A label and what it says, indented below itself; nothing for an empty text."""
    lines = wrap(text, WIDTH - LABEL - 2, break_long_words=False, break_on_hyphens=False)
    for i, line in enumerate(lines):
        yield f"  {label if i == 0 else '':<{LABEL}}{line}"


def _value(value: float | None) -> str:
    """Every digit."""
    if value is None:
        return say("not defined")
    return f"{value:.0f}" if value.is_integer() else repr(value)
