"""Time to first job: cumulative share with a first job (1 - Kaplan-Meier), the way IPS trials show job acquisition."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ipscohort.display import printing
from ipscohort.display.naming import capital, level_word
from ipscohort.display.phrasing import of_some
from ipscohort.display.units import one, several
from ipscohort.figures.inputs import FigureInputs
from ipscohort.figures.panels import MOST_BANDS, Counts, Panel, draw_panels, entry, heading_of, note_on_counts, panels_of
from ipscohort.figures.style import MUTED, absent_figure, colour, dash, lines_of, note_below, percent_axis, time_ticks
from ipscohort.words import later, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COUNTED = {later("At risk"): "n_risk", later("First jobs so far"): "n_event", later("Censored so far"): "n_censored"}
"""Heading -> column of CURVES."""
SAID = later("Upright ticks: persons censored. Thin dotted lines: medians, where they are reached.")


def draw(inputs: FigureInputs) -> Figure:
    """A panel for everybody and one for each exposure, medians marked; at risk, first jobs and censored under each."""
    if inputs.curves.empty:
        return absent_figure(inputs.width, say("These records hold no times to the first job."), inputs.synthetic)
    panels = panels_of(inputs, inputs.levels_in(inputs.curves))
    end = float(inputs.curves["time"].max())
    counts = {panel.name: _counts(inputs, panel, end) for panel in panels}
    note = "\n".join(filter(None, [_said(inputs), _on_competing(inputs), note_on_counts(inputs.left_out)]))
    figure = draw_panels(inputs, panels, counts, lambda axes, panel: _draw_panel(inputs, axes, panel, end), lines_of(note, inputs.width))
    note_below(figure, note)
    return figure


def _said(inputs: FigureInputs) -> str:
    return inputs.at_times.note if inputs.at_times else say(SAID)


def _on_competing(inputs: FigureInputs) -> str:
    """That competing exits are censored here; empty where nobody left so."""
    left = bool(inputs.incidence_curves["n_competing"].gt(0).any())
    return say("Who left for a competing reason is censored here, as if a job could still come.") if left else ""


def alt(inputs: FigureInputs) -> str:
    """Share with a first job at the end, and the median, of everybody and at each level."""
    if inputs.curves.empty:
        return say("No figure: these records hold no times to the first job.")
    end = {"unit": one(inputs.study.time_unit), "number": printing.count(inputs.curves["time"].max())}
    said = [say("Kaplan-Meier curves of the share who have had a first job, by {unit} {number}.", **end)]
    for name, levels in inputs.levels_in(inputs.curves).items():
        shown = "; ".join(_ended(inputs, name, level) for level in levels)
        test = _log_rank(inputs, name)
        label = say("All participants") if name == "all" else inputs.label(name)
        said.append(f"{label}: {shown}{f'; {test}' if test else ''}.")
    return " ".join(filter(None, [*said, inputs.at_times.note if inputs.at_times else "", inputs.left_out]))


def _ended(inputs: FigureInputs, exposure: str, level: str) -> str:
    """'first half 37% (n = 54), median not reached'."""
    curve = _curve(inputs, exposure, level)
    last = curve["survival"].dropna().iloc[-1]
    share = f"{printing.percent(1 - last, 1)}% (n = {printing.count(curve['n_risk'].iloc[0])})"
    return ", ".join(filter(None, [share if level == "all" else f"{level_word(level)} {share}", _median_in_words(inputs, exposure, level)]))


def _curve(inputs: FigureInputs, exposure: str, level: str) -> pd.DataFrame:
    return inputs.curves[(inputs.curves["exposure"] == exposure) & (inputs.curves["level"] == level)].sort_values("time")


def _counts(inputs: FigureInputs, panel: Panel, end: float) -> tuple[list[float], list[Counts]]:
    curves = [_curve(inputs, panel.name, level) for level in panel.levels]
    ticks = time_ticks(end, inputs.study.time_unit, most=13 if panel.wide else 6)
    if inputs.at_times:
        ticks = _known_times(curves, end / (18 if panel.wide else 9))
    return ticks, [
        Counts(
            heading_of(say(heading), inputs.left_out),
            tuple(tuple(_counted(inputs, curve, column, time) for time in ticks) for curve in curves),
        )
        for heading, column in COUNTED.items()
    ]


def _known_times(curves: list[pd.DataFrame], apart: float) -> list[float]:
    """The times at which any of some curves is known, but those that would crowd the axis; the last one always."""
    times = sorted({float(time) for curve in curves for time in curve["time"]})
    found = times[:1]
    for time in times[1:-1]:
        if time - found[-1] >= apart and times[-1] - time >= apart:
            found.append(time)
    return [*found, *times[1:][-1:]]


def _counted(inputs: FigureInputs, curve: pd.DataFrame, column: str, time: float) -> int | None:
    """A count at a time; of a curve that is known at some times alone none at others, and at risk are those after it."""
    if not inputs.at_times:
        return at_risk(curve, time) if column == "n_risk" else so_far(curve, column, time)
    known = curve.dropna(subset=["n_risk"])
    if time not in known["time"].astype(float).tolist() or (column == "n_risk" and time == float(curve["time"].max())):
        return None
    gone = {name: so_far(known, name, time) for name in ("n_event", "n_censored")}
    return int(known["n_risk"].iloc[0]) - sum(gone.values()) if column == "n_risk" else gone[column]


def at_risk(curve: pd.DataFrame, time: float) -> int:
    """How many are at risk just before a time: observed so far, without a job."""
    later = curve[curve["time"] >= time]
    return int(later["n_risk"].iloc[0]) if len(later) else 0


def so_far(curve: pd.DataFrame, column: str, time: float) -> int:
    """How many first jobs began, or persons were censored, up to a time and at it."""
    return int(curve.loc[curve["time"] <= time, column].sum())


def _draw_panel(inputs: FigureInputs, axes: Axes, panel: Panel, end: float) -> list[tuple[object, str]]:
    entries = []
    for position, level in enumerate(panel.levels):
        tone, curve = colour(inputs.figures.palette, position), _curve(inputs, panel.name, level).dropna(subset=["survival"])
        drawn = _draw_between if inputs.at_times else _draw_curve
        line = drawn(axes, curve, end, tone, dash(position), banded=len(panel.levels) <= MOST_BANDS)
        median = _median(inputs, panel.name, level)
        if median is not None and not printing.absent(median["estimate"]):
            at = float(median["estimate"])
            axes.plot([0, at, at], [0.5, 0.5, 0], color=MUTED, linewidth=0.8, linestyle=(0, (1, 1.6)), zorder=1.2)
        said = _median_in_words(inputs, panel.name, level)
        entries.append((line, entry(capital(said) if level == "all" else ", ".join(filter(None, [level_word(level), said])))))
    axes.set_ylim(0, 1)
    axes.set_xlim(0, end * 1.01)
    percent_axis(axes)
    axes.set_ylabel(say("Had a first job"))
    axes.set_xlabel(say("{units} since inclusion", units=capital(several(inputs.study.time_unit))))
    test = _log_rank(inputs, panel.name)
    if test:
        from matplotlib.lines import Line2D

        entries.append((Line2D([], [], linestyle=""), capital(test)))
    return entries if any(text for _, text in entries) else []


def _median(inputs: FigureInputs, exposure: str, level: str) -> pd.Series | None:
    rows = inputs.survival_estimates
    found = rows[(rows["exposure"] == exposure) & (rows["level"] == level) & (rows["measure"] == "median")]
    return None if found.empty else found.iloc[0]


def _median_in_words(inputs: FigureInputs, exposure: str, level: str) -> str:
    """'median 609.0 days', or 'median not reached'; empty where none was estimated."""
    if inputs.at_times:
        return inputs.at_times.medians.get((exposure, level), "")
    row = _median(inputs, exposure, level)
    if row is None:
        return ""
    if printing.absent(row["estimate"]):
        return say("median not reached")
    time = printing.number(row["estimate"], inputs.tables.decimals)
    return say("median {time} {units}", time=time, units=several(inputs.study.time_unit))


def _draw_curve(axes: Axes, curve: pd.DataFrame, end: float, tone: str, pattern: object, banded: bool) -> object:
    time, share, low, high = _steps(curve)
    if banded:
        axes.fill_between(time, low, high, step="post", color=tone, alpha=0.16, linewidth=0)
    (line,) = axes.step(time, share, where="post", color=tone, linestyle=pattern)
    censored = curve[(curve["n_censored"] > 0) & (curve["time"] <= end)]
    if censored.empty:
        return line  # marks without a place would lie in the figure's corner, and leave the layout no room
    axes.plot(
        censored["time"].astype(float).to_numpy(),
        1 - censored["survival"].astype(float).to_numpy(),
        linestyle="",
        marker="|",
        markersize=5,
        markeredgewidth=0.9,
        color=tone,
        clip_on=False,
    )
    return line


def _draw_between(axes: Axes, curve: pd.DataFrame, end: float, tone: str, pattern: object, banded: bool) -> object:  # noqa: ARG001
    """Points where the curve is known, and straight lines between them."""
    time, share, low, high = _steps(curve)
    if banded:
        axes.fill_between(time, low, high, color=tone, alpha=0.16, linewidth=0)
    (line,) = axes.plot(time, share, color=tone, linestyle=pattern, marker="o", markersize=3.2, clip_on=False)
    return line


def _steps(curve: pd.DataFrame) -> tuple[np.ndarray, ...]:
    """Times and 1 - survival with its limits, from (0, 0) on; limits that are not defined take no area."""
    time, survival, low, high = (curve[name].astype(float).to_numpy() for name in ("time", "survival", "conf_low", "conf_high"))
    if not len(time) or time[0] > 0:
        time, survival = np.r_[0.0, time], np.r_[1.0, survival]
        low, high = np.r_[np.nan, low], np.r_[np.nan, high]
    share = 1 - survival
    return time, share, np.where(np.isnan(high), share, 1 - high), np.where(np.isnan(low), share, 1 - low)


def _log_rank(inputs: FigureInputs, exposure: str) -> str:
    """'log-rank p = 0.044'; empty where there is no test, or the settings ask for no p-values."""
    found = inputs.survival_tests[inputs.survival_tests["exposure"] == exposure]
    if not inputs.tables.p_values or found.empty or printing.absent(found["p_value"].iloc[0]):
        return ""
    p = printing.p_value(found["p_value"].iloc[0])
    said = say("log-rank p {p}", p=f"< {p[1:]}" if p.startswith("<") else f"= {p}")
    return of_some(said, found["df"].iloc[0], inputs.curves.loc[inputs.curves["exposure"].eq(exposure), "level"].nunique())
