"""A sheet measured in inches from its upper left corner, for figures that are boxes and text and no axes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipscohort.display.printing import SYNTHETIC
from ipscohort.figures.style import CHARACTERS, INK, LINE, SMALL, WARNING, empty_axes, wrapped
from ipscohort.words import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PAD = 0.08
"""Inches between a box's edge and its text."""


@dataclass(frozen=True)
class Box:
    """Lines of text in a frame: the first may be bold. Places and sizes in inches.

    Attributes
    ----------
    left, top, width : float
    lines : tuple of (text, bold)
    """

    left: float
    top: float
    width: float
    lines: tuple[tuple[str, bool], ...]

    @classmethod
    def of(cls, left: float, top: float, width: float, *texts: tuple[str, bool]) -> Box:
        """A box whose texts are broken at its width, but not at a blank that does not break."""
        characters = int(CHARACTERS * (width - 2 * PAD))
        lines = [(line, bold) for text, bold in texts for line in wrapped(text, int(0.86 * characters) if bold else characters).split("\n")]
        return cls(left, top, width, tuple((line.replace("\u00a0", " "), bold) for line, bold in lines))

    @property
    def height(self) -> float:
        """Inches."""
        return LINE * len(self.lines) + 2 * PAD

    @property
    def bottom(self) -> float:
        """Inches from the top of the sheet."""
        return self.top + self.height

    @property
    def middle(self) -> float:
        """Of its width, in inches from the left."""
        return self.left + self.width / 2


def new_sheet(width: float, height: float, synthetic: bool) -> tuple[Figure, Axes]:
    """A figure with axes in inches, from the upper left corner down; the banner takes the first line where records are made up."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1))
    empty_axes(axes)
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    if synthetic:
        text = wrapped(say(SYNTHETIC), int(14 * width))
        axes.text(width - 0.04, 0.06, text, ha="right", va="top", fontsize=SMALL, fontweight="bold", color=WARNING)
    return figure, axes


def banner(width: float, synthetic: bool) -> float:
    """Inches that the banner takes at the top."""
    return 0.1 + (LINE * (wrapped(say(SYNTHETIC), int(14 * width)).count("\n") + 1) + 0.04 if synthetic else 0)


def draw_box(axes: Axes, box: Box, fill: str = "white") -> None:
    """A frame with its lines, from the left."""
    from matplotlib.patches import Rectangle

    axes.add_patch(Rectangle((box.left, box.top), box.width, box.height, facecolor=fill, edgecolor=INK, linewidth=0.8))
    for number, (line, bold) in enumerate(box.lines):
        at = box.top + PAD + LINE * (number + 0.5)
        axes.text(box.left + PAD, at, line, va="center_baseline", fontsize=SMALL, fontweight="bold" if bold else "normal")


def draw_arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    """A thin arrow."""
    style = {"arrowstyle": "-|>,head_width=0.18,head_length=0.35", "color": INK, "linewidth": 0.8, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", end, start, arrowprops=style)


def draw_line(axes: Axes, *points: tuple[float, float]) -> None:
    """A thin line."""
    axes.plot([x for x, _ in points], [y for _, y in points], color=INK, linewidth=0.8, solid_capstyle="butt")
