"""Mean of each score at each wave, by exposure, with confidence limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.repeated import score_label
from ipscohort.figures.inputs import FigureInputs
from ipscohort.figures.style import LINE, NARROW, SMALL, absent_figure, colour, dash, lines_of, new_figure, note_below, wrapped
from ipscohort.words import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PANEL, HEAD = 2.3, 0.6
"""Inches of a panel with its axis, and of its title."""
APART = 0.012
"""Share of the axis by which levels stand apart, so that their limits can be told from each other."""


def draw(inputs: FigureInputs) -> Figure:
    """A panel for each score and exposure; n at each wave stands beside the mean."""
    means = inputs.wave_means
    if means.empty:
        return absent_figure(inputs.width, say("The settings declare no exposures."), inputs.synthetic)
    panels = list(means.groupby(["score", "exposure"], sort=False))
    across = 1 if inputs.width < NARROW else min(2, len(panels))
    down = -(-len(panels) // across)
    note = say(
        "Means of those with a value, with {level}% confidence limits (t); small numbers: persons with a value.",
        level=printing.short(100 * inputs.study.confidence),
    )
    figure = new_figure(inputs.width, down * (PANEL + HEAD) + LINE * lines_of(note, inputs.width) + 0.25, inputs.synthetic)
    grid = figure.add_gridspec(down, across)
    for number, ((score, exposure), rows) in enumerate(panels):
        axes = figure.add_subplot(grid[divmod(number, across)])
        title = f"{chr(65 + number)}  {score_label(inputs, inputs.repeated, score)}: {inputs.label(exposure)}"
        axes.set_title(wrapped(title, 44), fontsize=SMALL + 1, loc="left")
        _draw_panel(inputs, axes, rows, exposure)
    note_below(figure, note)
    return figure


def _draw_panel(inputs: FigureInputs, axes: Axes, rows: pd.DataFrame, exposure: str) -> None:
    span = float(rows["wave"].max() - rows["wave"].min()) or 1.0
    for position, level in enumerate(inputs.levels(exposure)):
        curve, tone = rows[rows["level"].eq(level)].sort_values("wave"), colour(inputs.figures.palette, position)
        wave, mean, low, high = (curve[name].astype(float).to_numpy(na_value=np.nan) for name in ("wave", "mean", "conf_low", "conf_high"))
        at = wave + APART * span * position
        axes.vlines(at, low, high, color=tone, linewidth=1.1)
        axes.plot(at, mean, color=tone, linestyle=dash(position), marker="os^Dv"[position % 5], markersize=4, label=level_word(level))
        side = -1 if position % 2 else 1  # above one level's limits and below the next one's
        ends = np.where(np.isnan(low), mean, low if side < 0 else high)
        for x, y, n in zip(at, ends, curve["n"], strict=True):
            if not np.isnan(y):
                shown = {"xytext": (0, 3 * side), "textcoords": "offset points", "ha": "center", "va": "bottom" if side > 0 else "top"}
                axes.annotate(printing.count(n), (x, y), fontsize=SMALL - 1, color=tone, **shown)
    axes.set_xticks(sorted(set(rows["wave"].astype(float))))
    axes.margins(x=0.08, y=0.15)
    axes.set_xlabel(say("Months since inclusion"))
    axes.set_ylabel(say("Mean"))
    axes.legend(fontsize=SMALL, frameon=False)


def alt(inputs: FigureInputs) -> str:
    """The first and the last mean of each level."""
    means = inputs.wave_means
    if means.empty:
        return say("No figure: {why}", why=say("The settings declare no exposures."))
    said = []
    for (score, exposure, level), rows in means.groupby(["score", "exposure", "level"], sort=False):
        known = rows.dropna(subset=["mean"]).sort_values("wave")
        ends = [
            say("{mean} at month {wave} (n = {n})", mean=printing.number(row["mean"], 1), wave=printing.short(row["wave"]), n=row["n"])
            for row in (known.iloc[[0, -1]].to_dict("records") if len(known) > 1 else known.to_dict("records"))
        ]
        said.append(f"{score_label(inputs, inputs.repeated, score)}, {inputs.label(exposure)}, {level_word(level)}: {'; '.join(ends)}.")
    return say("Mean scores by wave. {found}", found=" ".join(said))
