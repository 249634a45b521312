"""How all figures look: sizes for print, colours that a colour-blind reader and a grey printer tell apart.

Figures are drawn on matplotlib without pyplot, so that no state is shared.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ipscohort.config.study import AnyUnit
from ipscohort.display.naming import capital
from ipscohort.display.printing import SYNTHETIC
from ipscohort.display.units import one
from ipscohort.words import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = ("#0A4C86", "#E08A00", "#111111", "#8CCBEE", "#B5407F")
"""Blue, orange, black, light blue, purple: any two differ in lightness too, so that they stay apart in grey."""
GREYS = ("#1A1A1A", "#8A8A8A", "#555555", "#B8B8B8", "#6E6E6E")
"""Neighbours differ in lightness, so that two curves side by side stay apart."""

DASHES = ("-", (0, (5, 1.6)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)))
"""Line patterns, so that groups stay apart without colour."""

INK, MUTED, GRID, WARNING = "#1a1a1a", "#555555", "#e3e3e3", "#7a1f00"
TEXT, SMALL = 9, 8
LINE = 0.16
"""Inches from one line of small print to the next."""
NARROW = 5.0
"""Inches below which a figure is one column of a page."""
CHARACTERS = 16
"""Characters of small print to the inch."""

STYLE = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],  # comes with matplotlib: the same on every machine
    "font.size": TEXT,
    "text.color": INK,
    "axes.titlesize": TEXT,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": TEXT,
    "axes.labelcolor": INK,
    "axes.edgecolor": INK,
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": False,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.major.width": 0.7,
    "ytick.major.width": 0.7,
    "xtick.major.size": 3,
    "ytick.major.size": 3,
    "legend.fontsize": SMALL,
    "legend.title_fontsize": SMALL,
    "legend.frameon": False,
    "lines.linewidth": 1.6,
    "text.hinting": "none",  # letters as they were designed: these are drawings for print, not for the dots of a screen
    "text.parse_math": False,  # a dollar sign in a label is money
    "svg.fonttype": "path",  # letters as paths: looks alike where the font is not installed
    "svg.hashsalt": "ipscohort",
    "pdf.fonttype": 42,  # letters as letters of an embedded font, as journals ask for
}


@contextmanager
def house_style() -> Iterator[None]:
    """Draw and save within this; matplotlib's own settings are as before afterwards."""
    import matplotlib

    with matplotlib.rc_context({**matplotlib.rcParamsDefault, **STYLE, "backend": "Agg"}):
        yield


def new_figure(width: float, height: float, synthetic: bool) -> Figure:
    """An empty figure in inches that keeps its parts from overlapping; it says so where the records are made up."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained", facecolor="white")
    figure.get_layout_engine().set(w_pad=0.06, h_pad=0.06)
    if synthetic:
        figure.suptitle(wrapped(say(SYNTHETIC), int(14 * width)), x=0.995, ha="right", fontsize=SMALL, fontweight="bold", color=WARNING)
    return figure


def absent_figure(width: float, why: str, synthetic: bool) -> Figure:
    """A figure that says why it is empty."""
    figure = new_figure(width, 1.2, synthetic)
    figure.text(0.5, 0.45, broken(why, width), ha="center", va="center", color=MUTED, fontsize=SMALL)
    return figure


def note_below(figure: Figure, text: str) -> None:
    """Lines in small print below the axes, broken at the figure's width; none where the text is empty."""
    if text:
        figure.supxlabel(broken(text, figure.get_figwidth()), x=0.01, ha="left", fontsize=SMALL, color=MUTED)


def broken(text: str, width: float) -> str:
    """Lines in small print, broken at the width (in inches) of a figure."""
    return "\n".join(wrapped(line, int(CHARACTERS * width)) for line in text.split("\n"))


def lines_of(text: str, width: float) -> int:
    """How many lines small print takes at a width (in inches); none where it is empty."""
    return broken(text, width).count("\n") + 1 if text else 0


def colour(palette: str, position: int) -> str:
    """Colour of the group at a position; colours repeat, with another dash, after the palette's end."""
    colours = {"colorblind": COLOURS, "grey": GREYS}.get(palette) or _of_seaborn(palette)
    return colours[position % len(colours)]


def _of_seaborn(palette: str) -> list[str]:
    """Colours of one of seaborn's palettes by its name; loaded where it is asked for, as it takes a second."""
    import seaborn

    return seaborn.color_palette(palette).as_hex()


def dash(position: int) -> object:
    """Line pattern of the group at a position."""
    return DASHES[position % len(DASHES)]


STEPS = {"weeks": (1, 2, 4, 13, 26, 52), "months": (1, 2, 3, 6, 12, 24), "days": (1, 7, 14, 30, 60, 90, 180, 365, 730)}
"""Round steps of a time axis."""
OWN_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
"""The same for a unit of any other length."""


def time_ticks(end: float, unit: AnyUnit, most: int = 13, start: float = 0) -> list[float]:
    """Round times from start to end: no more than `most` after the start, and none that crowds it."""
    steps = STEPS.get(unit, OWN_STEPS)
    step = next((s for s in steps if end / s <= most), steps[-1])
    later = [float(step * k) for k in range(1, int(end / step + 1e-9) + 1)]
    return [start, *[time for time in later if time - start >= step / 2]]


def wrapped(text: str, characters: int) -> str:
    """Text on several lines, broken between words."""
    return "\n".join(textwrap.wrap(text, characters, break_on_hyphens=False)) or text


def short(label: str) -> str:
    """A label without what it says in brackets at its end."""
    return label.partition(" (")[0]


def unit_word(unit: AnyUnit) -> str:
    """'Week' of 'weeks', in the language spoken."""
    return capital(one(unit))


def percent_axis(axes: Axes) -> None:
    """A vertical axis of shares in percent, from 0."""
    from matplotlib.ticker import PercentFormatter

    axes.yaxis.set_major_formatter(PercentFormatter(xmax=1, decimals=0))
    axes.yaxis.grid(True)


def empty_axes(axes: Axes) -> None:
    """Nothing but what is put into them."""
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)
