"""First job, competing exit or neither: cumulative incidences over time, of everybody and by exposure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ipscohort.display import printing
from ipscohort.display.naming import capital, level_word
from ipscohort.display.phrasing import of_some
from ipscohort.display.units import one, several
from ipscohort.figures.inputs import FigureInputs
from ipscohort.figures.kaplan_meier import at_risk, so_far
from ipscohort.figures.panels import MOST_BANDS, Counts, Panel, draw_panels, entry, heading_of, note_on_counts, panels_of
from ipscohort.figures.style import absent_figure, colour, lines_of, note_below, percent_axis, time_ticks
from ipscohort.words import later, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COUNTED = {
    later("At risk"): "n_risk",
    later("First jobs so far"): "n_event",
    later("Competing exits so far"): "n_competing",
    later("Censored so far"): "n_censored",
}
"""Heading -> column of CUMULATIVE_INCIDENCE."""
SAID = later(
    "Lower lines: share with a first job. Upper, broken lines: above them who left for a competing reason without a job; between the lines of a "
    "group: neither."
)
BROKEN = (0, (4, 1.8))


def draw(inputs: FigureInputs) -> Figure:
    """A panel for everybody and one for each exposure; at risk, first jobs, competing exits and censored under each."""
    curves = inputs.incidence_curves
    if curves.empty:
        return absent_figure(inputs.width, _why_none(), inputs.synthetic)
    panels = panels_of(inputs, inputs.levels_in(curves))
    end = float(curves["time"].max())
    counts = {panel.name: _counts(inputs, panel, end) for panel in panels}
    note = "\n".join(filter(None, [say(SAID), note_on_counts(inputs.left_out)]))
    figure = draw_panels(inputs, panels, counts, lambda axes, panel: _draw_panel(inputs, axes, panel, end), lines_of(note, inputs.width))
    note_below(figure, note)
    return figure


def alt(inputs: FigureInputs) -> str:
    """Shares with a first job, and who left for a competing reason, at the end, of everybody and at each level."""
    curves = inputs.incidence_curves
    if curves.empty:
        return say("No figure: {why}", why=_why_none())
    end = {"unit": one(inputs.study.time_unit), "number": printing.count(curves["time"].max())}
    said = [say("Cumulative incidence of a first job, and of competing exits before one, by {unit} {number}.", **end)]
    for name, levels in inputs.levels_in(curves).items():
        label = say("All participants") if name == "all" else inputs.label(name)
        said.append(f"{label}: {'; '.join(_ended(_curve(inputs, name, level), level) for level in levels)}.")
    return " ".join([*said, inputs.left_out]).strip()


def _why_none() -> str:
    return say("No reason to leave competes with a first job in these settings, or times are not known.")


def _ended(curve: pd.DataFrame, level: str) -> str:
    """'yes: first job 84%, left for a competing reason 7% (n = 216)'."""
    last = curve.iloc[-1]
    shares = {"job": printing.percent(last["incidence"], 1), "left": printing.percent(last["competing"], 1)}
    n = printing.count(curve["n_risk"].iloc[0])
    said = say("first job {job}%, left for a competing reason {left}% (n = {n})", n=n, **shares)
    return said if level == "all" else f"{level_word(level)}: {said}"


def _in_short(curve: pd.DataFrame, level: str) -> str:
    """'yes: first job 84%, left 7%', short enough for one line of a legend."""
    last = curve.iloc[-1]
    said = say("first job {job}%, left {left}%", job=printing.percent(last["incidence"], 1), left=printing.percent(last["competing"], 1))
    return said if level == "all" else f"{level_word(level)}: {said}"


def _gray(inputs: FigureInputs, exposure: str) -> str:
    """'Gray's test of a first job, p = 0.04'; empty where there is none, or the settings ask for no p-values."""
    found = inputs.gray_tests[inputs.gray_tests["exposure"].eq(exposure) & inputs.gray_tests["cause"].eq("first_job")]
    if not inputs.tables.p_values or found.empty or printing.absent(found["p_value"].iloc[0]):
        return ""
    p = printing.p_value(found["p_value"].iloc[0])
    said = say("Gray's test of a first job, p {p}", p=f"< {p[1:]}" if p.startswith("<") else f"= {p}")
    drawn = inputs.incidence_curves
    return of_some(said, found["df"].iloc[0], drawn.loc[drawn["exposure"].eq(exposure), "level"].nunique())


def _curve(inputs: FigureInputs, exposure: str, level: str) -> pd.DataFrame:
    frame = inputs.incidence_curves
    return frame[(frame["exposure"] == exposure) & (frame["level"] == level)].sort_values("time")


def _counts(inputs: FigureInputs, panel: Panel, end: float) -> tuple[list[float], list[Counts]]:
    ticks = time_ticks(end, inputs.study.time_unit, most=13 if panel.wide else 6)
    curves = [_curve(inputs, panel.name, level) for level in panel.levels]
    return ticks, [
        Counts(heading_of(say(heading), inputs.left_out), tuple(tuple(_counted(curve, column, time) for time in ticks) for curve in curves))
        for heading, column in COUNTED.items()
    ]


def _counted(curve: pd.DataFrame, column: str, time: float) -> int:
    return at_risk(curve, time) if column == "n_risk" else so_far(curve, column, time)


def _draw_panel(inputs: FigureInputs, axes: Axes, panel: Panel, end: float) -> list[tuple[object, str]]:
    entries = []
    for position, level in enumerate(panel.levels):
        curve = _curve(inputs, panel.name, level)
        line = _draw_curve(axes, curve, colour(inputs.figures.palette, position), banded=len(panel.levels) <= MOST_BANDS)
        entries.append((line, entry(capital(_in_short(curve, level)))))
    test = _gray(inputs, panel.name)
    if test:
        from matplotlib.lines import Line2D

        entries.append((Line2D([], [], linestyle=""), capital(test)))
    axes.set_ylim(0, 1)
    axes.set_xlim(0, end * 1.01)
    percent_axis(axes)
    axes.set_ylabel(say("Share of persons"))
    axes.set_xlabel(say("{units} since inclusion", units=capital(several(inputs.study.time_unit))))
    return entries


def _draw_curve(axes: Axes, curve: pd.DataFrame, tone: str, banded: bool) -> object:
    """A step line from 0 for first jobs with its band, and one from 1 for competing exits; each ends where nobody of the group was observed longer."""
    names = ("time", "incidence", "conf_low", "conf_high", "competing")
    time, share, low, high, left = (curve[name].astype(float).to_numpy() for name in names)
    if time[0] > 0:
        time, share, left = np.r_[0.0, time], np.r_[0.0, share], np.r_[0.0, left]
        low, high = np.r_[np.nan, low], np.r_[np.nan, high]
    if banded:
        inner = (np.where(np.isnan(limit), share, limit) for limit in (low, high))
        axes.fill_between(time, *inner, step="post", color=tone, alpha=0.16, linewidth=0)
    (line,) = axes.step(time, share, where="post", color=tone)
    axes.step(time, 1 - left, where="post", color=tone, linestyle=BROKEN, linewidth=1.2)
    return line
