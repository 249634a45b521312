"""Sentences whose numbers keep their values and sources."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import pandas as pd

from ipscohort.display import printing
from ipscohort.tables.content import Cell, Number


@dataclass(frozen=True)
class Phrase:
    """A sentence whose numbers keep what a table's cells keep.

    Attributes
    ----------
    name : str
        No other phrase and no table has it.
    parts : tuple of str or Cell
        Plain text, and cells with their numbers, in the order read.
    """

    name: str
    parts: tuple[str | Cell, ...]

    @property
    def text(self) -> str:
        """As read."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)


def said(phrase: Phrase) -> str:
    """A phrase as HTML."""
    return "".join(escape(part) if isinstance(part, str) else f"<b>{escape(part.text)}</b>" for part in phrase.parts)


@dataclass(frozen=True)
class Finding:
    """One outcome of one exposure.

    Attributes
    ----------
    asked : str
        The outcome.
    role : str
        Primary, secondary or sensitivity, as the settings say.
    found : tuple of Phrase
        Absolute numbers, then the estimate, then what it is without adjustment.
    doubt : tuple of Phrase
        What it must be read with, as the models' warnings say.
    row : str
        Anchor of its row in the table.
    table : str
        Name of the table.
    """

    asked: str
    role: str
    found: tuple[Phrase, ...]
    doubt: tuple[Phrase, ...]
    row: str
    table: str


def share_of(values: pd.Series, where: tuple[str, str, str]) -> Cell:
    """'27 of 49 (55%)': how many of those known are at yes; `where` as share_source gives it."""
    whole, part = int(values.notna().sum()), int(values.eq("yes").sum())
    share = 100 * part / whole if whole else float("nan")
    counted = zip(("n", "of", "percent"), (float(part), float(whole), share), where, strict=True)
    return Cell(f"{printing.count(part)} of {printing.count(whole)} ({printing.percent(part, whole)}%)", tuple(Number(*one) for one in counted))
