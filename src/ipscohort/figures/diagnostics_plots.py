"""Checks of the main models: calibration of the logistic ones, residuals of those by least squares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ipscohort.arithmetic.intervals import wilson
from ipscohort.config.analysis import Regression
from ipscohort.display import printing
from ipscohort.figures.inputs import FigureInputs
from ipscohort.figures.sheet import banner
from ipscohort.figures.style import GRID, INK, LINE, MUTED, NARROW, SMALL, absent_figure, colour, lines_of, new_figure, note_below, wrapped
from ipscohort.models.families import FAMILIES
from ipscohort.words import later, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PLOT, LEFT, BELOW, TITLE = 1.4, 0.55, 0.6, 40
"""Inches of a plot, left of it and below it; characters of a line of a title."""
MOST_MODELS = 12
"""Models above which the rest is left out: the page would be longer than anybody looks at."""
CALIBRATION, RESIDUALS, QUANTILES = "calibration", "residuals", "quantiles"
AXES = {
    CALIBRATION: (later("Mean fitted probability, %"), later("With the outcome, %")),
    RESIDUALS: (later("Fitted value"), later("Standardised residual")),
    QUANTILES: (later("Quantile of a normal distribution"), later("Standardised residual")),
}
OF_LOGARITHM = later("Fitted value (natural logarithm)")


@dataclass(frozen=True)
class Panel:
    """One plot of one model: its points, its title, its place."""

    plot: str
    regression: Regression
    exposure: str
    points: pd.DataFrame
    title: str
    row: int
    column: int


def draw(inputs: FigureInputs) -> Figure:
    """A panel for each logistic model, two for each model by least squares."""
    panels = panels_of(inputs)
    if not panels:
        return absent_figure(inputs.width, _why_none(), inputs.synthetic)
    note = _note(inputs, panels)
    head, foot = banner(inputs.width, inputs.synthetic) + 0.05, 0.1 + LINE * lines_of(note, inputs.width)
    tops, height = _tops(panels, head)
    figure = new_figure(inputs.width, height + foot, inputs.synthetic)
    figure.set_layout_engine("none")  # places are known, and finding them takes most of the time of drawing
    columns = 1 if inputs.width < NARROW else 2
    width, whole = inputs.width / columns, height + foot
    for panel in panels:
        left, top = panel.column * width + LEFT, tops[panel.row]
        place = (left / inputs.width, 1 - (top + PLOT) / whole, (width - LEFT - 0.15) / inputs.width, PLOT / whole)
        _draw_panel(inputs, figure.add_axes(place), panel)
    note_below(figure, note)
    return figure


def _tops(panels: list[Panel], head: float) -> tuple[list[float], float]:
    """Inches from the top of the page to the plots of each row, and to what follows them."""
    tops, at = [], head
    for row in range(panels[-1].row + 1):
        at += 0.08 + LINE * max(panel.title.count("\n") + 1 for panel in panels if panel.row == row)
        tops.append(at)
        at += PLOT + BELOW
    return tops, at


def _draw_panel(inputs: FigureInputs, axes: Axes, panel: Panel) -> None:
    from matplotlib.ticker import MaxNLocator

    (_draw_calibration if panel.plot == CALIBRATION else _draw_residuals)(inputs, axes, panel)
    across, up = AXES[panel.plot]
    logarithm = panel.plot == RESIDUALS and FAMILIES[panel.regression.model].transform is not None
    axes.set_title(panel.title, x=-0.1)
    axes.set_xlabel(say(OF_LOGARITHM if logarithm else across), fontsize=SMALL)
    axes.set_ylabel(say(up), fontsize=SMALL)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
        axis.set_major_formatter(lambda value, _: printing.short(round(value, 10)))


def alt(inputs: FigureInputs) -> str:
    """Of each model the largest gap between fitted and observed shares, or the largest residuals."""
    panels = [panel for panel in panels_of(inputs) if panel.plot != QUANTILES]
    if not panels:
        return say("No figure: {why}", why=_why_none())
    return say("Checks of the main models. {models}.", models="; ".join(_in_words(panel) for panel in panels))


def _why_none() -> str:
    return say("No regression has a check that is drawn.")


def _in_words(panel: Panel) -> str:
    name, x, y = panel.title.replace("\n", " "), panel.points["x"].to_numpy(float), panel.points["y"].to_numpy(float)
    if panel.plot == CALIBRATION:
        gap = 100 * float(np.abs(x - y).max())
        counted = {"groups": len(x), "gap": printing.number(gap, 0)}
        return say(
            "{name}: in {groups} groups shares with the outcome lie at most {gap} percentage points from the fitted ones",
            name=name,
            **counted,
        )
    limits = {"low": printing.number(y.min(), 1), "high": printing.number(y.max(), 1)}
    return say("{name}: standardised residuals from {low} to {high}", name=name, **limits)


def panels_of(inputs: FigureInputs) -> list[Panel]:
    """Where the panels stand: two columns, those of one model by least squares side by side; one column on a narrow page."""
    found: list[Panel] = []
    columns, place = 1 if inputs.width < NARROW else 2, 0
    for number, (name, exposure) in enumerate(_models(inputs)[:MOST_MODELS]):
        frame = inputs.diagnostic_points
        frame = frame[(frame["model"] == name) & (frame["exposure"] == exposure)]
        regression, plots = inputs.models.regressions[name], list(dict.fromkeys(frame["plot"]))
        place += (-place) % columns if len(plots) > 1 else 0
        title = wrapped(f"{_letter(number)}  {inputs.outcome_label(regression)}: {inputs.label(exposure)}", TITLE)
        for plot in plots:
            found.append(Panel(plot, regression, exposure, frame[frame["plot"] == plot], title, place // columns, place % columns))
            place += 1
    return found


def _models(inputs: FigureInputs) -> list[tuple[str, str]]:
    points = inputs.diagnostic_points
    return list(dict.fromkeys(zip(points["model"], points["exposure"], strict=True)))


def _letter(number: int) -> str:
    return chr(ord("A") + number)


def _draw_calibration(inputs: FigureInputs, axes: Axes, panel: Panel) -> None:
    """Shares with Wilson limits against fitted probabilities; where both are the same, a dashed line."""
    x, y = (100 * panel.points[name].to_numpy(float) for name in ("x", "y"))
    events, n = (panel.points[name].to_numpy(int) for name in ("n_events", "n"))
    low, high = (100 * limit for limit in wilson(events, n, inputs.study.confidence))
    tone = colour(inputs.figures.palette, 0)
    axes.plot([0, 100], [0, 100], color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)))
    axes.vlines(x, low, high, color=tone, linewidth=1)
    axes.plot(x, y, linestyle="", marker="o", markersize=4.5, color=tone)
    axes.set_xlim(-2, 102)
    axes.set_ylim(-2, 102)
    said = _c_statistic(inputs, panel)
    axes.text(0.98, 0.04, said, transform=axes.transAxes, ha="right", va="bottom", fontsize=SMALL, color=INK)


def _c_statistic(inputs: FigureInputs, panel: Panel) -> str:
    """'C 0.74 (0.64 to 0.84)', of the model that is drawn."""
    frame, first = inputs.diagnostics, panel.points.iloc[0]
    chosen = frame[frame["check"].eq("c_statistic")]
    for name in ("model", "exposure", "adjustment"):
        chosen = chosen[chosen[name] == first[name]]
    if chosen.empty:
        return ""
    row, decimals = chosen.iloc[0], inputs.tables.estimate_decimals
    if printing.absent(row["conf_low"]):
        return say("C-statistic {c}", c=printing.number(row["value"], decimals))
    return say("C-statistic {c}", c=printing.with_interval(row["value"], row["conf_low"], row["conf_high"], decimals))


def _draw_residuals(inputs: FigureInputs, axes: Axes, panel: Panel) -> None:
    """A dot for each person; a line at 0, or where quantiles are those of a normal distribution."""
    x, y = (panel.points[name].to_numpy(float) for name in ("x", "y"))
    axes.yaxis.grid(True, color=GRID)
    if panel.plot == QUANTILES:
        reach = float(np.abs(x).max()) if len(x) else 1.0
        axes.plot([-reach, reach], [-reach, reach], color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)))
    else:
        axes.axhline(0, color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)))
    axes.plot(x, y, linestyle="", marker="o", markersize=2.8, markeredgewidth=0, color=colour(inputs.figures.palette, 0), alpha=0.75)


def _note(inputs: FigureInputs, panels: list[Panel]) -> str:
    """What is not drawn."""
    said = (
        [say("C-statistics are of the persons that the model was fitted to: not corrected for optimism.")]
        if any(panel.plot == CALIBRATION for panel in panels)
        else []
    )
    thinned = any(len(panel.points) < panel.points["n_model"].iloc[0] for panel in panels if panel.plot == RESIDUALS)
    said += [say("Of large models not every person is drawn.")] if thinned else []
    more = len(_models(inputs)) - MOST_MODELS
    said += [say("Not drawn: {n} further models.", n=more)] if more > 0 else []
    return " ".join(said)
