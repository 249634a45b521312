"""What a manuscript aid says, apart from how it is written: headings, paragraphs and tables, and the numbers in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ipscohort.display import printing


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
    """Prints numbers and keeps each with the row that it comes from.

    Attributes
    ----------
    printed : list of (text, source)
        In the order in which they were asked for.
    """

    printed: list[tuple[str, str]] = field(default_factory=list)

    def _keep(self, text: str, where: str) -> str:
        self.printed.append((text, where))
        return text

    def count(self, value: Any, where: str) -> str:
        """'103'."""
        return self._keep(printing.count(value), where)

    def number(self, value: Any, decimals: int, where: str) -> str:
        """'660.0'; without decimals where it is whole."""
        whole = not printing.absent(value) and float(value).is_integer()
        return self._keep(printing.number(value, 0 if whole else decimals), where)

    def share(self, part: Any, whole: Any, where: str) -> str:
        """'47 of 103 (46%)'."""
        return self._keep(f"{printing.count(part)} of {printing.count(whole)} ({printing.percent(part, whole)}%)", where)

    def percent(self, share: Any, where: str) -> str:
        """'45%', of a share."""
        return self._keep(f"{printing.percent(share, 1)}%", where)

    def interval(self, values: Sequence[Any], decimals: int, where: str) -> str:
        """'3.83 (1.42 to 10.30)'."""
        return self._keep(printing.with_interval(*values, decimals), where)

    def median(self, quartiles: Sequence[Any], decimals: int, where: str) -> str:
        """'265.0 [93.0-512.0]', from lower quartile, median and upper quartile."""
        low, middle, high = quartiles
        return self._keep(printing.with_quartiles(middle, low, high, decimals), where)

    def told(self, text: str, where: str) -> str:
        """A text of a tidy row that has numbers in it, such as a warning."""
        return self._keep(text, where)

    def p(self, value: Any, where: str) -> str:
        """'p = 0.008', 'p < 0.001'."""
        text = printing.p_value(value)
        return self._keep(f"p < {text[1:]}" if text.startswith("<") else f"p = {text}", where)
