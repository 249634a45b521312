"""How all figures look, and how they are written: sizes for print, colours that a colour-blind reader tells apart.

Colours and axes start from seaborn; figures are drawn on matplotlib without pyplot, so that no state is shared.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ipscohort.config.study import AnyUnit, singular
from ipscohort.display.printing import SYNTHETIC
from ipscohort.files.tableio import write_bytes

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

GREYS = ("#1A1A1A", "#6E6E6E", "#A0A0A0", "#444444", "#888888", "#BBBBBB", "#2E2E2E", "#D0D0D0")
"""Neighbours differ in lightness, so that two curves side by side stay apart."""

DASHES = ("-", (0, (5, 1.6)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)))
"""Line patterns, so that groups stay apart without colour."""

INK, MUTED, GRID = "#1a1a1a", "#555555", "#e3e3e3"
TEXT, SMALL = 9, 8

STYLE = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],  # comes with matplotlib: the same on every machine
    "font.size": TEXT,
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
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.major.width": 0.7,
    "ytick.major.width": 0.7,
    "xtick.major.size": 3,
    "ytick.major.size": 3,
    "legend.fontsize": SMALL,
    "legend.title_fontsize": SMALL,
    "legend.frameon": True,
    "legend.framealpha": 0.85,
    "legend.edgecolor": "none",
    "lines.linewidth": 1.6,
    "text.parse_math": False,  # a dollar sign in a label is money
    "svg.fonttype": "path",  # letters as paths: looks alike where the font is not installed
    "svg.hashsalt": "ipscohort",
}


@contextmanager
def house_style() -> Iterator[None]:
    """Draw and save within this; matplotlib's own settings are as before afterwards."""
    import matplotlib
    import seaborn

    with matplotlib.rc_context({**matplotlib.rcParamsDefault, **seaborn.axes_style("ticks"), **STYLE, "backend": "Agg"}):
        yield


def new_figure(width: float, height: float, synthetic: bool) -> Figure:
    """An empty figure in inches that keeps its parts from overlapping; it says so where the records are made up."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained", facecolor="white")
    figure.get_layout_engine().set(w_pad=0.06, h_pad=0.06)
    if synthetic:
        figure.suptitle(wrapped(SYNTHETIC, int(14 * width)), x=0.995, ha="right", fontsize=SMALL, fontweight="bold", color="#7a1f00")
    return figure


def absent_figure(width: float, why: str, synthetic: bool) -> Figure:
    """A figure that says why it is empty."""
    figure = new_figure(width, 1.2, synthetic)
    figure.text(0.5, 0.45, why, ha="center", va="center", color=MUTED, wrap=True)
    return figure


def note_below(figure: Figure, text: str) -> None:
    """Lines in small print below the axes, broken at the figure's width; none where the text is empty."""
    if text:
        figure.supxlabel(broken(text, figure.get_figwidth()), x=0.01, ha="left", fontsize=SMALL, color=MUTED)


def broken(text: str, width: float) -> str:
    """Lines in small print, broken at the width (in inches) of a figure."""
    return "\n".join(wrapped(line, int(15 * width)) for line in text.split("\n"))


def colour(palette: str, position: int) -> str:
    """Colour of the group at a position; colours repeat, with another dash, after the palette's end."""
    import seaborn

    colours = GREYS if palette == "grey" else seaborn.color_palette(palette).as_hex()
    return colours[position % len(colours)]


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
    return "\n".join(textwrap.wrap(text, characters)) or text


def unit_word(unit: AnyUnit) -> str:
    """'Week' of 'weeks'."""
    return singular(unit).capitalize()


def percent_axis(axes: Axes) -> None:
    """A vertical axis of shares in percent, from 0."""
    from matplotlib.ticker import PercentFormatter

    axes.yaxis.set_major_formatter(PercentFormatter(xmax=1, decimals=0))
    axes.yaxis.grid(True)
    axes.set_axisbelow(True)


def count_rows(axes: Axes, times: list[float], rows: list[tuple[str, str, list[int]]], title: str) -> None:
    """Counts under a time axis: axes of its own that share the times, a row for each group.

    Parameters
    ----------
    axes : Axes
        Emptied but for the counts.
    times : list of float
    rows : list of (label, colour, counts)
        One count per time.
    title : str
        What is counted.
    """
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks(range(len(rows)), [label for label, _, _ in rows])
    axes.tick_params(axis="both", length=0, labelbottom=False, pad=14)  # clear of the first count
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_title(title, fontsize=SMALL, fontweight="normal", color=MUTED, pad=2)
    for tick, (position, (_, colour_of, counts)) in zip(axes.get_yticklabels(), enumerate(rows), strict=True):
        tick.set_color(colour_of)
        for time, count in zip(times, counts, strict=True):
            axes.text(time, position, str(count), ha="center", va="center", fontsize=SMALL, color=INK, clip_on=False)


def save_figure(figure: Figure, path: Path | str, dpi: int = 200) -> None:
    """Write PNG or SVG by the path's ending; the same bytes for the same figure (no date, fixed ids).

    Parameters
    ----------
    figure : Figure
    path : path
    dpi : int
        Dots per inch of a PNG.
    """
    path = Path(path)
    kind = path.suffix.lstrip(".")
    metadata = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}[kind]
    buffer = io.BytesIO()
    with house_style():
        _settle(figure)
        figure.savefig(buffer, format=kind, dpi=dpi, metadata=metadata)
    write_bytes(path, buffer.getvalue())


def _settle(figure: Figure) -> None:
    """Lay the figure out once and round where its axes stand: the layout's last digits differ from run to run."""
    if figure.get_layout_engine() is None:
        return
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    for axes in figure.axes:
        axes.set_position([round(edge, 4) for edge in axes.get_position().bounds])
