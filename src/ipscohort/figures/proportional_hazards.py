"""Whether hazard ratios stay the same over follow-up: scaled Schoenfeld residuals of Cox models by time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ipscohort.config.analysis import Regression
from ipscohort.display import printing
from ipscohort.display.naming import capital, level_word
from ipscohort.display.units import several
from ipscohort.figures.inputs import FigureInputs
from ipscohort.figures.style import GRID, LINE, MUTED, NARROW, SMALL, absent_figure, colour, lines_of, new_figure, note_below, wrapped
from ipscohort.models.families import FAMILIES
from ipscohort.words import later, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_DOTS = 500
"""Events above which dots would hide each other."""
FEWEST = 10
"""Events from which on a line is drawn."""
SPAN = 2 / 3
"""Share of the events that each place of the line is made from."""
PANEL, TITLE, SUBTITLE = 2.3, 10.0, 13.0
"""Inches of a panel's height, and characters to the inch of its title and of what stands below that."""
COMPARED = {"adjusted": later("{level} against {reference}, adjusted"), "crude": later("{level} against {reference}, crude")}
"""Adjustment -> what a panel compares."""
NOTE = later(
    "Line: lowess of the dots. Broken: the model's own log hazard ratio. Thin: no difference. Where the line rises or falls, so does the hazard "
    "ratio."
)


@dataclass(frozen=True)
class Panel:
    """One level of an exposure in one Cox model: what stands above in two parts, times and residuals of the events, the log hazard ratio."""

    regression: Regression
    title: str
    compared: str
    times: np.ndarray
    residuals: np.ndarray
    estimate: float


def draw(inputs: FigureInputs) -> Figure:
    """A panel for each level of each exposure."""
    panels = panels_of(inputs)
    if not panels:
        return absent_figure(inputs.width, alt(inputs), inputs.synthetic)
    across = 1 if inputs.width < NARROW else min(2, len(panels))
    down, note = -(-len(panels) // across), say(NOTE)
    titles = [wrapped(panel.title, int(TITLE * inputs.width / across)) for panel in panels]
    beneath = [wrapped(panel.compared, int(SUBTITLE * inputs.width / across)) for panel in panels]
    above = max(one.count("\n") + two.count("\n") + 1 for one, two in zip(titles, beneath, strict=True)) * LINE
    height = (PANEL + above) * down + LINE * (lines_of(note, inputs.width) + 1) + (0.25 if inputs.synthetic else 0)
    figure = new_figure(inputs.width, height, inputs.synthetic)
    grid = figure.add_gridspec(down, across)
    for number, (panel, title, compared) in enumerate(zip(panels, titles, beneath, strict=True)):
        axes = figure.add_subplot(grid[number // across, number % across])
        _draw_panel(inputs, axes, panel)
        axes.annotate(compared, (0, 1), (0, 4), xycoords="axes fraction", textcoords="offset points", fontsize=SMALL, color=MUTED)
        axes.set_title(title, pad=7 + 11 * (compared.count("\n") + 1))
    note_below(figure, note)
    return figure


def alt(inputs: FigureInputs) -> str:
    """Each panel's title, which holds its test, and how far the line goes from the first event to the last."""
    said = [f"{panel.title}, {panel.compared}{_course(panel)}." for panel in panels_of(inputs)]
    if not said:
        return say("No figure: no Cox regression gave residuals by time.")
    return say("Scaled Schoenfeld residuals of Cox models by time. {panels}", panels=" ".join(said))


def panels_of(inputs: FigureInputs) -> list[Panel]:
    """Of each Cox regression and exposure the adjusted model where there is one, else the crude one."""
    found = []
    for name, regression in inputs.models.regressions.items():
        rows = inputs.schoenfeld[inputs.schoenfeld["model"].eq(name)]
        if FAMILIES[regression.model].outcome != "time" or rows.empty:
            continue
        for exposure in inputs.exposures:
            of_exposure = rows[rows["exposure"].eq(exposure)]
            main = "adjusted" if of_exposure["adjustment"].eq("adjusted").any() else "crude"
            for level in inputs.levels(exposure)[1:]:
                chosen = of_exposure[of_exposure["adjustment"].eq(main) & of_exposure["level"].eq(level)].sort_values("time", kind="stable")
                if not chosen.empty:
                    found.append(_panel(inputs, name, exposure, main, level, chosen))
    return found


def _panel(inputs: FigureInputs, name: str, exposure: str, adjustment: str, level: str, rows: pd.DataFrame) -> Panel:
    regression = inputs.models.regressions[name]
    compared = say(COMPARED[adjustment], level=level_word(level), reference=level_word(inputs.levels(exposure)[0]))
    tests = inputs.proportional_hazards
    tests = tests[
        tests["model"].eq(name) & tests["exposure"].eq(exposure) & tests["adjustment"].eq(adjustment) & tests["term"].eq(exposure)
    ]
    tested = _p(tests["p_value"].iloc[0]) if inputs.tables.p_values and len(tests) and not printing.absent(tests["p_value"].iloc[0]) else ""
    title = f"{inputs.outcome_label(regression)}: {inputs.label(exposure)}"
    times, residuals, estimate = rows["time"].to_numpy(float), rows["residual"].to_numpy(float), float(rows["estimate"].iloc[0])
    return Panel(regression, title, f"{compared}; {tested}" if tested else compared, times, residuals, estimate)


def _p(value: float) -> str:
    """'test: p = 0.30'."""
    text = printing.p_value(value)
    return say("test: p {p}", p=f"< {text[1:]}" if text.startswith("<") else f"= {text}").replace(" ", "\u00a0")


def line_of(panel: Panel) -> np.ndarray | None:
    """Lowess of the residuals at their times, in order; None of few events, and of events at one time."""
    if len(panel.times) < FEWEST or panel.times[0] == panel.times[-1]:
        return None
    from statsmodels.nonparametric.smoothers_lowess import lowess

    near = 0.01 * (panel.times[-1] - panel.times[0])
    line = lowess(panel.residuals, panel.times, frac=SPAN, it=0, delta=near, is_sorted=True, return_sorted=False)
    return line if np.isfinite(line).all() else None


def _course(panel: Panel) -> str:
    """', line from 0.52 at the first event to 1.31 at the last'; empty where there is no line."""
    line = line_of(panel)
    if line is None:
        return ""
    first, last, own = (printing.number(value, 2) for value in (line[0], line[-1], panel.estimate))
    return say(", log hazard ratio {own}, line from {first} at the first event to {last} at the last", own=own, first=first, last=last)


def _draw_panel(inputs: FigureInputs, axes: Axes, panel: Panel) -> None:
    tone, line = colour(inputs.figures.palette, 0), line_of(panel)
    if len(panel.times) <= MOST_DOTS:
        axes.plot(panel.times, panel.residuals, linestyle="", marker="o", markersize=2.6, markeredgewidth=0, color=MUTED)
    axes.axhline(0, color=MUTED, linewidth=0.6)
    axes.axhline(panel.estimate, color=tone, linewidth=1.0, linestyle=(0, (4, 2)))
    if line is not None:
        axes.plot(panel.times, line, color=tone)
    axes.yaxis.grid(True, color=GRID)
    axes.set_axisbelow(True)
    axes.set_ylabel(say("Log hazard ratio"))
    axes.set_xlabel(_time_axis(inputs, panel.regression))


def _time_axis(inputs: FigureInputs, regression: Regression) -> str:
    if regression.outcome == "time_to_first_job":
        return say("{units} since inclusion", units=capital(several(inputs.study.time_unit)))
    unit = inputs.unit_of(regression.outcome)
    return f"{inputs.label(regression.outcome)} ({unit})" if unit else inputs.label(regression.outcome)
