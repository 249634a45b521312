"""Time to first job: cumulative share with a first job (1 - Kaplan-Meier), the way IPS trials show job acquisition."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ipscohort.display import printing
from ipscohort.figures.inputs import FigureInputs
from ipscohort.figures.style import (
    absent_figure,
    colour,
    count_rows,
    dash,
    new_figure,
    note_below,
    percent_axis,
    time_ticks,
    wrapped,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MAIN_HEIGHT, RISK_ROW, MARGIN = 2.15, 0.19, 0.85
"""Inches of a panel's curves, of a row of its risk table, and of its title and axis."""
MOST_BANDS = 3
"""Groups above which bands would hide each other and are left out."""
WIDE = slice(0, 2)
"""Both columns."""
TITLE, RISK_LABEL, LEGEND = 76, 14, 24
"""Characters of a line of a wide panel's title, of a label in the risk table, and in the legend."""


def draw(inputs: FigureInputs) -> Figure:
    """A panel for everybody and one for each exposure; numbers at risk under each, the log-rank p in it."""
    width = inputs.figures.width
    if inputs.curves.empty:
        return absent_figure(width, "These records hold no times to the first job.", inputs.synthetic)
    panels = [name for name in ("all", *inputs.exposures) if _levels(inputs, name)]
    places = _places(len(panels))
    risks = _risk_heights(inputs, panels, places)
    heights = [MAIN_HEIGHT + MARGIN + risk for risk in risks]
    figure = new_figure(width, sum(heights), inputs.synthetic)
    outer = figure.add_gridspec(len(heights), 2, height_ratios=heights)
    end = float(inputs.curves["time"].max())
    titles = _titles(inputs, panels, places)
    for panel, (row, columns), title in zip(panels, places, titles, strict=True):
        levels = _levels(inputs, panel)
        inner = outer[row, columns].subgridspec(2, 1, height_ratios=[MAIN_HEIGHT, risks[row]])
        axes, below = figure.add_subplot(inner[0]), figure.add_subplot(inner[1])
        below.sharex(axes)
        _draw_panel(inputs, axes, below, panel, levels, end, wide=columns == WIDE)
        below.set_ylim(len(levels) * risks[row] / _risk_height(levels) - 0.5, -0.5)  # rows as high as the text needs
        axes.set_title(title)
    note_below(figure, inputs.left_out)
    return figure


def _titles(inputs: FigureInputs, panels: list[str], places: list[tuple[int, slice]]) -> list[str]:
    """'A  All participants', ...; in one row all have the same number of lines, so that the axes stay level."""
    names = ["All participants" if panel == "all" else inputs.label(panel) for panel in panels]
    if len(panels) > 1:
        names = [f"{chr(65 + number)}  {name}" for number, name in enumerate(names)]
    broken = [wrapped(name, TITLE if columns == WIDE else TITLE // 2) for name, (_, columns) in zip(names, places, strict=True)]
    most = {row: max(t.count("\n") for t, (r, _) in zip(broken, places, strict=True) if r == row) for row, _ in places}
    return [title + "\n" * (most[row] - title.count("\n")) for title, (row, _) in zip(broken, places, strict=True)]


def _places(panels: int) -> list[tuple[int, slice]]:
    """Row and columns of each panel on two columns; an odd first one takes a whole row."""
    wide = panels % 2
    first = [(0, WIDE)] if wide else []
    return first + [(wide + k // 2, slice(k % 2, k % 2 + 1)) for k in range(panels - wide)]


def _risk_heights(inputs: FigureInputs, panels: list[str], places: list[tuple[int, slice]]) -> list[float]:
    """Inches of the risk tables of each row of panels: those of its tallest, so that all axes of a row are level."""
    rows: dict[int, float] = {}
    for panel, (row, _) in zip(panels, places, strict=True):
        rows[row] = max(rows.get(row, 0.0), _risk_height(_levels(inputs, panel)))
    return list(rows.values())


def _risk_height(levels: list[str]) -> float:
    lines = max(wrapped(level, RISK_LABEL).count("\n") + 1 for level in levels)
    return RISK_ROW * len(levels) * (1 if lines == 1 else 0.75 * lines)


def _levels(inputs: FigureInputs, panel: str) -> list[str]:
    present = set(inputs.curves.loc[inputs.curves["exposure"] == panel, "level"])
    return [level for level in (("all",) if panel == "all" else inputs.levels(panel)) if level in present]


def _draw_panel(inputs: FigureInputs, axes: Axes, below: Axes, panel: str, levels: list[str], end: float, wide: bool) -> None:
    ticks, rows = time_ticks(end, inputs.study.time_unit, most=13 if wide else 6), []
    for position, level in enumerate(levels):
        tone = colour(inputs.figures.palette, position)
        curve = inputs.curves[(inputs.curves["exposure"] == panel) & (inputs.curves["level"] == level)].sort_values("time")
        _draw_curve(
            axes, curve, end, tone, dash(position), "" if level == "all" else wrapped(level, LEGEND), banded=len(levels) <= MOST_BANDS
        )
        rows.append(("All" if level == "all" else wrapped(level, RISK_LABEL), tone, [at_risk(curve, time) for time in ticks]))
    axes.set_ylim(0, 1)
    axes.set_xlim(0, end * 1.01)
    axes.set_xticks(ticks)
    percent_axis(axes)
    axes.set_ylabel("Had a first job (1 - KM)")
    axes.set_xlabel(f"{str(inputs.study.time_unit).capitalize()} since inclusion")
    if panel != "all":
        axes.legend(loc="best", title=_log_rank(inputs, panel), alignment="left", handlelength=2.6)
    count_rows(below, ticks, rows, "At risk")


def _draw_curve(axes: Axes, curve: pd.DataFrame, end: float, tone: str, pattern: object, label: str, banded: bool) -> None:
    time, share, low, high = _steps(curve)
    if banded:
        axes.fill_between(time, low, high, step="post", color=tone, alpha=0.16, linewidth=0)
    axes.step(time, share, where="post", color=tone, linestyle=pattern, label=label)
    censored = curve[(curve["n_censored"] > 0) & (curve["time"] <= end)]
    if censored.empty:
        return  # marks without a place would lie in the figure's corner, and leave the layout no room
    shares = 1 - censored["survival"].astype(float).to_numpy()
    axes.plot(
        censored["time"].astype(float).to_numpy(),
        shares,
        linestyle="",
        marker="|",
        markersize=5,
        markeredgewidth=0.9,
        color=tone,
        clip_on=False,
    )


def _steps(curve: pd.DataFrame) -> tuple[np.ndarray, ...]:
    """Times and 1 - survival with its limits, from (0, 0) on; limits that are not defined take no area."""
    time, survival, low, high = (curve[name].astype(float).to_numpy() for name in ("time", "survival", "conf_low", "conf_high"))
    if not len(time) or time[0] > 0:
        time, survival = np.r_[0.0, time], np.r_[1.0, survival]
        low, high = np.r_[np.nan, low], np.r_[np.nan, high]
    share = 1 - survival
    return time, share, np.where(np.isnan(high), share, 1 - high), np.where(np.isnan(low), share, 1 - low)


def at_risk(curve: pd.DataFrame, time: float) -> int:
    """How many are at risk just before a time: observed so far, without a job."""
    later = curve[curve["time"] >= time]
    return int(later["n_risk"].iloc[0]) if len(later) else 0


def _log_rank(inputs: FigureInputs, exposure: str) -> str:
    found = inputs.survival_tests[inputs.survival_tests["exposure"] == exposure]
    if found.empty or printing.absent(found["p_value"].iloc[0]):
        return ""
    p = printing.p_value(found["p_value"].iloc[0])
    return f"log-rank p {p[0]} {p[1:]}" if p.startswith("<") else f"log-rank p = {p}"
