"""Curves over time: a panel for everybody and one for each exposure, with rows of counts under each time axis."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.figures.inputs import FigureInputs
from ipscohort.figures.style import INK, LINE, MUTED, NARROW, SMALL, TEXT, empty_axes, new_figure, wrapped
from ipscohort.words import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MAIN, AXIS = 1.75, 0.75
"""Inches of a panel's curves, and of what stands between them, its head and the counts."""
WIDE = slice(0, 2)
"""Both columns."""
TITLE, LABEL, ENTRY = 44, 14, 50
"""Characters of a line of a narrow panel's title, of a label beside counts, and of an entry of a legend."""
MOST_BANDS = 3
"""Groups above which bands would hide each other and are left out."""


@dataclass(frozen=True)
class Panel:
    """Everybody or one exposure: its levels, its title and its place on the page.

    Attributes
    ----------
    name : str
        'all', or an exposure.
    levels : tuple of str
        ('all',), or the exposure's levels, the reference first.
    title : str
    row : int
    columns : slice
    wide : bool
        Whether it takes the whole width of a page.
    """

    name: str
    levels: tuple[str, ...]
    title: str
    row: int
    columns: slice
    wide: bool


@dataclass(frozen=True)
class Counts:
    """Rows of counts under a time axis: what is counted, and a row of counts for each level; None where there is none to print."""

    heading: str
    rows: tuple[tuple[int | None, ...], ...]


def panels_of(inputs: FigureInputs, levels: dict[str, tuple[str, ...]]) -> list[Panel]:
    """Where the panels stand: two columns, an odd first one across both; one column on a narrow page.

    Parameters
    ----------
    inputs : FigureInputs
    levels : dict of str -> tuple of str
        'all' and exposures, each with the levels that have a curve.
    """
    narrow = inputs.width < NARROW
    odd = len(levels) % 2
    found = []
    for number, (name, of_panel) in enumerate(levels.items()):
        alone = narrow or (odd and number == 0)
        place = number - odd
        row, columns = (number, WIDE) if narrow else ((0, WIDE) if alone else (odd + place // 2, slice(place % 2, place % 2 + 1)))
        label = say("All participants") if name == "all" else inputs.label(name)
        title = f"{chr(65 + number)}  {label}" if len(levels) > 1 else label
        wide = bool(alone) and not narrow
        found.append(Panel(name, of_panel, wrapped(title, 2 * TITLE if wide else TITLE), row, columns, wide))
    return found


def draw_panels(
    inputs: FigureInputs,
    panels: list[Panel],
    counts: dict[str, tuple[list[float], list[Counts]]],
    draw: Callable[[Axes, Panel], list[tuple[object, str]]],
    lines_below: int = 0,
) -> Figure:
    """The panels with their curves, legends and counts.

    Parameters
    ----------
    inputs : FigureInputs
    panels : list of Panel
    counts : dict of str -> (ticks, list of Counts)
        Name of a panel -> the times of its axis, and what is counted at them.
    draw : callable
        Draws a panel's curves and gives the handles and labels of its legend.
    lines_below : int
        Lines of small print that follow.
    """
    tables = [max(_height(panel, counts[panel.name][1]) for panel in panels if panel.row == row) for row in range(panels[-1].row + 1)]
    heads = [max(_head(panel) for panel in panels if panel.row == row) for row in range(len(tables))]
    heights = [MAIN + AXIS + table + head for table, head in zip(tables, heads, strict=True)]
    figure = new_figure(inputs.width, sum(heights) + LINE * lines_below + (0.25 if inputs.synthetic else 0), inputs.synthetic)
    outer = figure.add_gridspec(len(heights), 2, height_ratios=heights)
    for panel in panels:
        inner = outer[panel.row, panel.columns].subgridspec(3, 1, height_ratios=[heads[panel.row], MAIN, tables[panel.row]])
        head, axes, below = (figure.add_subplot(inner[k]) for k in range(3))
        below.sharex(axes)
        _legend(figure, head, panel, draw(axes, panel))
        ticks, counted = counts[panel.name]
        axes.set_xticks(ticks)
        _count_rows(below, panel, ticks, counted, tables[panel.row])
    return figure


def _head(panel: Panel) -> float:
    """Inches of a panel's title and legend."""
    entries = 1 if panel.wide and len(panel.levels) < MOST_BANDS else len(panel.levels) + 1
    return LINE * (panel.title.count("\n") + 1 + entries)


def _height(panel: Panel, counted: list[Counts]) -> float:
    """Inches of a panel's counts."""
    lines = max(wrapped(level_word(level), LABEL).count("\n") + 1 for level in panel.levels)
    headings = 0 if panel.levels == ("all",) else len(counted)
    return LINE * (headings + len(counted) * len(panel.levels) * (1 if lines == 1 else 0.85 * lines))


def _legend(figure: Figure, head: Axes, panel: Panel, entries: list[tuple[object, str]]) -> None:
    """Title and entries above the curves, where none passes, from the left edge of the column: they may be wider than the curves."""
    from matplotlib.transforms import blended_transform_factory

    empty_axes(head)
    handles, labels = zip(*entries, strict=True) if entries else ((), ())
    legend = head.legend(
        handles,
        labels,
        title=panel.title,
        loc="lower left",
        bbox_to_anchor=(0.01 + panel.columns.start / 2, 0),
        bbox_transform=blended_transform_factory(figure.transFigure, head.transAxes),
        ncols=max(1, len(entries)) if panel.wide and len(entries) <= 3 else 1,
        alignment="left",
        borderaxespad=0,
        borderpad=0,
        handlelength=2.6,
        labelspacing=0.25,
        columnspacing=1.4,
    )
    legend.get_title().set(fontsize=TEXT, fontweight="bold")
    legend.set_in_layout(False)


def _count_rows(below: Axes, panel: Panel, ticks: list[float], counted: list[Counts], height: float) -> None:
    """Counts at the ticks: of everybody a row for each thing counted, else a heading and a row for each level."""
    for spine in below.spines.values():
        spine.set_visible(False)
    below.set_ylim(height / LINE, 0)
    everybody, at, positions, labels = panel.levels == ("all",), 0.0, [], []
    for block in counted:
        if not everybody:
            below.text(0, at + 0.5, block.heading, transform=below.get_yaxis_transform(), va="center", fontsize=SMALL, color=MUTED)
            at += 1
        for level, counts in zip(panel.levels, block.rows, strict=True):
            label = block.heading if everybody else wrapped(level_word(level), LABEL)
            lines = label.count("\n") + 1
            size = 1 if everybody or lines == 1 else 0.85 * lines
            positions.append(at + size / 2)
            labels.append(label)
            for time, count in zip(ticks, counts, strict=True):
                text = "" if count is None else printing.count(count)
                below.text(time, at + size / 2, text, ha="center", va="center", fontsize=SMALL, color=INK, clip_on=False)
            at += size
    below.set_yticks(positions, labels)
    below.tick_params(axis="both", length=0, labelbottom=False, pad=14)  # clear of the first count


def heading_of(counted: str, left_out: str) -> str:
    """What is counted, with an asterisk where a note says who is left out of the counts."""
    return f"{counted} *" if left_out else counted


def note_on_counts(left_out: str) -> str:
    """The note that the asterisk leads to; empty where nobody is left out."""
    return f"* {left_out}" if left_out else ""


def entry(text: str) -> str:
    """A legend's entry, broken where it is long."""
    return wrapped(text, ENTRY)
