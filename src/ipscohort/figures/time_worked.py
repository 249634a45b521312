"""How long workers worked: each worker a dot, with median and quartiles, of everybody and by exposure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ipscohort.arithmetic.quantiles import quantile
from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.units import several
from ipscohort.figures.inputs import FigureInputs
from ipscohort.figures.style import INK, LINE, MUTED, NARROW, SMALL, absent_figure, colour, lines_of, new_figure, note_below, short, wrapped
from ipscohort.words import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_DOTS = 200
"""Workers above which dots would hide each other: then the box stands alone."""
ROW, NARROW_ROW, LABEL = 0.42, 0.62, 26
"""Inches of a row, of one on a narrow page, where its numbers stand above the dots, and characters of its label."""
BESIDE = {"va": "center", "fontsize": SMALL, "annotation_clip": False}
"""How numbers beside a row stand."""
STEPS = 60
"""Places along the axis that dots are stacked at."""


@dataclass(frozen=True)
class Group:
    """Workers of one level whose time worked is known: label, values, and lower quartile, median and upper quartile."""

    label: str
    values: np.ndarray
    quartiles: tuple[float, float, float]
    heading: str = ""


def draw(inputs: FigureInputs) -> Figure:
    """A row for each group: dots, a box from the lower to the upper quartile, a line at the median; numbers beside it."""
    groups = list(groups_of(inputs))
    if not groups:
        return absent_figure(inputs.width, say("These records hold no time worked."), inputs.synthetic)
    note = _note(inputs, groups)
    height = (
        (ROW if inputs.width >= NARROW else NARROW_ROW) * len(groups)
        + 0.75
        + LINE * lines_of(note, inputs.width)
        + (0.25 if inputs.synthetic else 0)
    )
    figure = new_figure(inputs.width, height, inputs.synthetic)
    axes = figure.add_subplot()
    end = max(float(group.values.max()) for group in groups) or 1.0
    for position, group in enumerate(groups):
        _draw_group(inputs, axes, group, position)
        if _dotted(groups):
            across, up = _stacked(group.values, end)
            axes.plot(across, position + 0.06 - up, linestyle="", marker="o", markersize=2.4, markeredgewidth=0, color=MUTED)
    axes.set_ylim(len(groups) - 0.45, -0.55)
    axes.set_xlim(-0.02 * end, 1.02 * end)
    characters = LABEL if inputs.width >= NARROW else LABEL // 2
    axes.set_yticks(range(len(groups)), [wrapped(f"{group.heading}{group.label}", characters) for group in groups])
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(f"{inputs.label('time_worked')} ({several(inputs.study.time_unit)})")
    if inputs.width >= NARROW:
        axes.annotate("n", (1.06, 1.0), **BESIDE, xycoords="axes fraction", ha="right", color=MUTED)
        axes.annotate(say("Median [quartiles]"), (1.08, 1.0), **BESIDE, xycoords="axes fraction", color=MUTED)
    note_below(figure, note)
    return figure


def alt(inputs: FigureInputs) -> str:
    """Median and quartiles of every group."""
    said = [
        f"{group.heading}{group.label} {_numbers(inputs, group)} (n = {printing.count(len(group.values))})" for group in groups_of(inputs)
    ]
    if not said:
        return say("No figure: these records hold no time worked.")
    units = several(inputs.study.time_unit)
    return say("Time worked of workers in {units}, median [quartiles]: {groups}.", units=units, groups="; ".join(said))


def groups_of(inputs: FigureInputs) -> Iterator[Group]:
    """Everybody who worked and whose time worked is known, then each level of each exposure with anybody in it."""
    persons = inputs.persons
    if persons.empty or "time_worked" not in persons:
        return
    workers = persons[persons["job_obtained"].eq("yes").fillna(False) & persons["time_worked"].notna()]
    if workers.empty:
        return
    yield _group(inputs, say("All workers"), workers["time_worked"])
    for exposure in inputs.exposures:
        for number, level in enumerate(inputs.levels(exposure)):
            chosen = workers.loc[workers[exposure].eq(level).fillna(False), "time_worked"]
            if len(chosen):
                yield _group(
                    inputs, level_word(level), chosen, "" if number and inputs.width < NARROW else f"{short(inputs.label(exposure))}: "
                )


def _group(inputs: FigureInputs, label: str, values: object, heading: str = "") -> Group:
    found = np.sort(values.to_numpy(dtype=float))
    low, middle, high = (quantile(found, p, inputs.tables.percentiles) for p in (0.25, 0.5, 0.75))
    return Group(label, found, (low, middle, high), heading)


def _numbers(inputs: FigureInputs, group: Group) -> str:
    """'200.5 [58.8-537.3]'."""
    low, middle, high = group.quartiles
    return printing.with_quartiles(middle, low, high, inputs.tables.decimals)


def _draw_group(inputs: FigureInputs, axes: Axes, group: Group, position: int) -> None:
    from matplotlib.patches import Rectangle

    tone, (low, middle, high) = colour(inputs.figures.palette, 0), group.quartiles
    if not np.isnan(low) and not np.isnan(high):
        axes.add_patch(Rectangle((low, position + 0.16), high - low, 0.2, facecolor="#dce6f0", edgecolor=tone, linewidth=0.8))
    axes.plot([middle, middle], [position + 0.11, position + 0.41], color=tone, linewidth=2, solid_capstyle="butt")
    n, numbers, place = printing.count(len(group.values)), _numbers(inputs, group), axes.get_yaxis_transform()
    if inputs.width < NARROW:
        axes.annotate(f"n = {n}, {numbers}", (0.0, position - 0.38), **BESIDE, xycoords=place, color=INK)
        return
    axes.annotate(n, (1.06, position + 0.1), **BESIDE, xycoords=place, ha="right", color=INK)
    axes.annotate(numbers, (1.08, position + 0.1), **BESIDE, xycoords=place, color=INK)


def _dotted(groups: list[Group]) -> bool:
    """Whether each worker is a dot: all groups alike."""
    return max(len(group.values) for group in groups) <= MOST_DOTS


def _stacked(values: np.ndarray, end: float) -> tuple[np.ndarray, np.ndarray]:
    """Where dots stand: moved to the nearest of STEPS places, one above the other, as high as a row allows."""
    places = np.round(values / end * STEPS)
    _, counts = np.unique(places, return_counts=True)
    number = np.concatenate([np.arange(n) for n in counts]) if len(counts) else np.array([])
    step = min(0.1, 0.4 / max(1, counts.max() - 1))
    return places / STEPS * end, number * step


def _note(inputs: FigureInputs, groups: list[Group]) -> str:
    workers = inputs.persons["job_obtained"].eq("yes").fillna(False)
    unknown = int((workers & inputs.persons["time_worked"].isna()).sum())
    dots = [say("A dot is a worker, moved to the nearest place of the axis.")] if _dotted(groups) else []
    left_out = [say("{n} left out: worked for an unknown time.", n=printing.count(unknown))] if unknown else []
    return " ".join([*dots, say("Box: quartiles; thick line: median."), *left_out])
