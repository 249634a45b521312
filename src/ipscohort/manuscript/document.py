"""What a manuscript aid says, apart from how it is written: headings, paragraphs and tables, and the numbers in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ipscohort.display import printing
from ipscohort.display.styles import PAPER, Style
from ipscohort.words import say


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the document's title."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """Sentences."""

    text: str


@dataclass(frozen=True)
class Grid:
    """A table of texts with one row of headings; widths are shares of the page."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


Block = Heading | Paragraph | Grid


@dataclass
class Numbers:
    """Prints numbers in the style that the settings ask for, and keeps each with the row that it comes from.

    Attributes
    ----------
    style : Style
    p_values : bool
        Whether p-values are printed at all.
    printed : list of (text, source)
        In the order in which they were asked for.
    """

    style: Style = PAPER
    p_values: bool = True
    printed: list[tuple[str, str]] = field(default_factory=list)

    def _keep(self, text: str, where: str) -> str:
        self.printed.append((text, where))
        return text

    def count(self, value: Any, where: str) -> str:
        """'103'."""
        return self._keep(printing.count(value, self.style), where)

    def number(self, value: Any, decimals: int, where: str) -> str:
        """'660.0'."""
        return self._keep(printing.number(value, decimals, style=self.style), where)

    def time(self, value: Any, decimals: int, where: str) -> str:
        """'183', a time that was asked for; with decimals only where it is not whole."""
        return self.number(value, 0 if float(value).is_integer() else decimals, where)

    def share(self, part: Any, whole: Any, where: str) -> str:
        """'47 of 103 (46%)'."""
        percent = printing.percent(part, whole, self.style.percent_decimals, self.style)
        counts = {"part": printing.count(part, self.style), "whole": printing.count(whole, self.style)}
        return self._keep(say("{part} of {whole} ({percent}%)", percent=percent, **counts), where)

    def percent(self, shares: Sequence[Any], ci: str, where: str) -> str:
        """'45% (95% CI 36 to 55)', of a share and its limits."""
        value, *limits = (share if printing.absent(share) else 100 * float(share) for share in shares)
        decimals = self.style.percent_decimals
        text = f"{printing.number(value, decimals, style=self.style)}%"
        if not all(map(printing.absent, limits)):
            text += f" {self.style.enclosed(f'{ci} {printing.interval(*limits, decimals, self.style)}')}"
        return self._keep(text, where)

    def reached(self, times: Sequence[Any], decimals: int, unit: str, ci: str, where: str) -> str:
        """'609.0 days (95% CI 301.0 to not reached)', of a median time and its limits, as the tables have it."""
        value, low, high = (printing.reached(time, decimals, self.style) for time in times)
        text = value if printing.absent(times[0]) else f"{value} {unit}"
        if not all(map(printing.absent, times[1:])):
            text += f" {self.style.enclosed(f'{ci} {low}{self.style.between(0.0)}{high}')}"
        return self._keep(text, where)

    def interval(self, values: Sequence[Any], decimals: int, ci: str, where: str) -> str:
        """'3.83 (95% CI 1.42 to 10.30)', with the name of the interval."""
        value, low, high = values
        limits = self.style.enclosed(f"{ci} {printing.interval(low, high, decimals, self.style)}")
        return self._keep(f"{printing.number(value, decimals, style=self.style)} {limits}", where)

    def median(self, quartiles: Sequence[Any], decimals: int, where: str) -> str:
        """'265.0 [93.0-512.0]', from lower quartile, median and upper quartile."""
        low, middle, high = quartiles
        return self._keep(printing.with_quartiles(middle, low, high, decimals, self.style), where)

    def mean(self, value: Any, spread: Any, decimals: int, where: str) -> str:
        """'38.7 (9.7)', a mean with its standard deviation."""
        return self._keep(printing.with_spread(value, spread, decimals, self.style), where)

    def told(self, text: str, where: str) -> str:
        """A text of a tidy row that has numbers in it, such as a warning."""
        return self._keep(text, where)

    def p(self, value: Any, where: str) -> str:
        """'p = 0.008', 'p < 0.001'; empty where the value is missing or the settings ask for no p-values."""
        if not self.p_values or printing.absent(value):
            return ""
        text = printing.p_value(value, self.style)
        return self._keep(f"p < {text[1:]}" if text.startswith("<") else f"p = {text}", where)
