"""How a journal has its numbers printed: one immutable record, handed to the functions of `printing`, or theirs for a while.

Sources of the styles:

- paper: as the study's paper prints them (Vukadin et al. 2022, BMC Psychiatry 22:473), p with three decimals.
- apa: Publication Manual of the American Psychological Association, 7th edition, 6.36 and 6.43-6.44: p exact to two or three
  decimals, p < .001 below that, no zero before the point of what can't exceed 1, limits as [1.42, 10.30].
- lancet: The Lancet, Information for Authors (2026) and Observational studies: formatting guidelines (2025): "Type decimal points
  midline (ie, 23.4, not 23.4)", that is U+00B7; p to two significant figures, four decimals at most, or p<0.0001. Its model tables
  part limits with an en dash (here "to" where one is below 0). Thousands are parted by a thin space above 9999.
- bmj: the SAMPL guidelines (Lang & Altman 2013): p as equalities to one or two figures, P<0.001 as the smallest; limits with "to",
  as its papers print them (its house style page could not be read, so no rule of its own is cited).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from ipscohort.words import later, say, spoken

EN_DASH = "\u2013"
THIN_SPACE = "\u2009"
TO = later(" to ")


@dataclass(frozen=True)
class Style:
    """How numbers look.

    Attributes
    ----------
    point : str
        Between whole and decimals.
    thousands : str
        Between thousands.
    parted_from : int
        Digits before the point from which thousands are parted.
    to, dash : str
        Between the limits of an interval (TO in the language spoken), and between two quartiles.
    brackets : tuple of str
        Around an interval.
    p_zero : bool
        Whether a zero stands before the point of what can't exceed 1: p-values, R-squared.
    p_decimals : int
        Decimals of a p-value; smaller ones print '<0.001' with as many.
    p_figures : int or None
        Significant figures of a p-value, within its decimals; None for all of them.
    percent_decimals : int
        Decimals of percentages in 'n (%)'.
    """

    point: str = "."
    thousands: str = ","
    parted_from: int = 4
    to: str = TO
    dash: str = "-"
    brackets: tuple[str, str] = ("(", ")")
    p_zero: bool = True
    p_decimals: int = 3
    p_figures: int | None = None
    percent_decimals: int = 0

    @property
    def with_comma(self) -> Style:
        """The same with a decimal comma; what a comma parts otherwise is parted by a semicolon."""
        return replace(self, point=",", thousands=".", to=self.to.replace(",", ";"))

    def marked(self, digits: str) -> str:
        """A number written as 94,047.0 with the style's own marks."""
        parted = sum(map(str.isdigit, digits.partition(".")[0])) >= self.parted_from
        return digits.translate({ord(","): self.thousands if parted else "", ord("."): self.point})

    def between(self, low: float) -> str:
        """What parts two limits, by the lower one: a dash would run into a minus."""
        return say(TO) if self.to == TO or (self.to == EN_DASH and low < 0) else self.to

    def enclosed(self, text: str) -> str:
        """An interval, or its name in a heading, in its brackets."""
        return f"{self.brackets[0]}{text}{self.brackets[1]}"


PAPER = Style()
STYLES: dict[str, Style] = {
    "paper": PAPER,
    "apa": Style(to=", ", brackets=("[", "]"), p_zero=False),
    "bmj": Style(p_figures=2),
    "lancet": Style(point="\u00b7", thousands=THIN_SPACE, parted_from=5, to=EN_DASH, dash=EN_DASH, p_decimals=4, p_figures=2),
}
"""Style by its name in the settings."""

DECIMAL_COMMA = {"nl", "de"}
"""Languages that write 3,83."""

_USUAL: ContextVar[Style | None] = ContextVar("style", default=None)


@contextmanager
def printed_in(style: Style) -> Iterator[None]:
    """What is printed inside without a style of its own is printed in this one."""
    before = _USUAL.set(style)
    try:
        yield
    finally:
        _USUAL.reset(before)


def usual() -> Style:
    """The style of what is printed without one of its own: the paper's, with the decimal mark of the language spoken."""
    return _USUAL.get() or (PAPER.with_comma if spoken() in DECIMAL_COMMA else PAPER)
