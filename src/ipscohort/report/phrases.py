"""Sentences whose numbers keep their values and sources."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from ipscohort.display import printing
from ipscohort.display.numbers import Cell, Note, Number, Phrase, Source
from ipscohort.display.styles import Style
from ipscohort.tables.summaries import p_cell
from ipscohort.words import say


@dataclass(frozen=True)
class Finding:
    """One outcome of one exposure.

    Attributes
    ----------
    asked : str
        The outcome.
    role : str
        Primary, secondary or sensitivity, as the settings say, and the kind of regression; or how a time was estimated.
    found : tuple of Phrase
        Absolute numbers, then the estimate, then what it is without adjustment.
    doubt : tuple of Phrase
        What it must be read with, as the models' warnings say.
    row : str
        Anchor of its row in the table.
    table : str
        Name of the table.
    alternatives : bool
        Whether the table of alternatives shows it too.
    """

    asked: str
    role: str
    found: tuple[Phrase, ...]
    doubt: tuple[Phrase, ...]
    row: str
    table: str
    alternatives: bool = False


def share_of(values: pd.Series, where: tuple[Source, Source, Source], style: Style) -> Cell:
    """'27 of 49 (55%)': how many of those known are at yes; `where` as share_source gives it."""
    whole, part = int(values.notna().sum()), int(values.eq("yes").sum())
    share = 100 * part / whole if whole else float("nan")
    counted = zip(("n", "of", "percent"), (float(part), float(whole), share), where, strict=True)
    text = say(
        "{part} of {whole} ({percent}%)",
        part=printing.count(part, style),
        whole=printing.count(whole, style),
        percent=printing.percent(part, whole, style.percent_decimals, style),
    )
    return Cell(text, tuple(Number(*one) for one in counted))


def p_note(value: object, where: Source, style: Style) -> Note:
    """'p = 0.044', 'p <0.001'."""
    cell = p_cell(value, where, style=style)
    return Note("p " if cell.text.startswith("<") else "p = ", cell)


def phrase_name(*parts: object) -> str:
    """A phrase's name from names of the settings, which may hold blanks: 'found.job_obtained.experience'."""
    return ".".join(re.sub(r"\W+", "_", str(part)) for part in parts)
