"""Share employed by week or month at each level of the exposures: observed, and by the main marginal model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.repeated import approach_word, main_approach
from ipscohort.display.units import one
from ipscohort.figures.inputs import FigureInputs
from ipscohort.figures.panels import MOST_BANDS, Counts, Panel, draw_panels, entry, heading_of, note_on_counts, panels_of
from ipscohort.figures.style import absent_figure, colour, dash, lines_of, note_below, percent_axis, time_ticks, unit_word
from ipscohort.words import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BAND = 0.18
"""How much of a band's colour there is."""


def draw(inputs: FigureInputs) -> Figure:
    """A panel for each exposure; persons observed under each."""
    curves = inputs.repeated_curves
    if curves.empty:
        return absent_figure(inputs.width, say("These records hold no employment by week or month."), inputs.synthetic)
    last = int(curves["period"].max())
    panels = panels_of(inputs, inputs.levels_in(curves))
    counts = {panel.name: _counts(inputs, panel, last) for panel in panels}
    note = "\n".join(filter(None, [_said(inputs), note_on_counts(inputs.left_out_of_rates)]))
    top = min(1.0, 1.05 * max((float(v) for name in ("rate", "conf_high") for v in curves[name].dropna()), default=1.0))
    figure = draw_panels(
        inputs, panels, counts, lambda axes, panel: _draw_panel(inputs, axes, panel, last, top), lines_of(note, inputs.width)
    )
    note_below(figure, note)
    return figure


def alt(inputs: FigureInputs) -> str:
    """Observed and fitted share in the last week or month, at each level."""
    curves = inputs.repeated_curves
    if curves.empty:
        return say("No figure: these records hold no employment by week or month.")
    said = [say("Share employed in each {unit}, observed and by the model.", unit=one(inputs.study.period))]
    for name, levels in inputs.levels_in(curves).items():
        parts = [f"{level_word(level)}: {_ended(inputs, _curve(inputs, name, level))}" for level in levels]
        said.append(f"{inputs.label(name)}: {'; '.join(parts)}.")
    return " ".join([*said, inputs.left_out_of_rates]).strip()


def _ended(inputs: FigureInputs, curve: pd.DataFrame) -> str:
    known = curve.dropna(subset=["rate"])
    if known.empty:
        return say("nobody observed")
    row = known.iloc[-1]
    fitted = say("no model") if pd.isna(row["fitted"]) else f"{printing.percent(row['fitted'], 1)}%"
    return say(
        "{rate}% in {unit} {number}, by the model {fitted}",
        rate=printing.percent(row["rate"], 1),
        unit=one(inputs.study.period),
        number=printing.count(row["period"]),
        fitted=fitted,
    )


def _said(inputs: FigureInputs) -> str:
    model = approach_word(main_approach(inputs.repeated.employment.correlations))
    return say(
        "Dots: observed. Lines: {model}, with exposure by time, not adjusted; shaded: {level}% confidence band, pointwise.",
        model=f"{model[:1].lower()}{model[1:]}",
        level=printing.short(100 * inputs.study.confidence),
    )


def _curve(inputs: FigureInputs, exposure: str, level: str) -> pd.DataFrame:
    frame = inputs.repeated_curves
    return frame[(frame["exposure"] == exposure) & (frame["level"] == level)].sort_values("period")


def _counts(inputs: FigureInputs, panel: Panel, last: int) -> tuple[list[float], list[Counts]]:
    ticks = time_ticks(last, inputs.study.period, most=13 if panel.wide else 6, start=1)
    observed = [_curve(inputs, panel.name, level).set_index("period")["n"] for level in panel.levels]
    rows = tuple(tuple(int(n.get(int(tick), 0)) for tick in ticks) for n in observed)
    return ticks, [Counts(heading_of(say("Persons observed"), inputs.left_out_of_rates), rows)]


def _draw_panel(inputs: FigureInputs, axes: Axes, panel: Panel, last: int, top: float) -> list[tuple[object, str]]:
    entries = []
    for position, level in enumerate(panel.levels):
        tone, curve = colour(inputs.figures.palette, position), _curve(inputs, panel.name, level)
        names = ("period", "rate", "fitted", "conf_low", "conf_high")
        period, rate, fitted, low, high = (curve[name].astype(float).to_numpy() for name in names)
        if len(panel.levels) <= MOST_BANDS:
            axes.fill_between(period, low, high, color=tone, alpha=BAND, linewidth=0)
        (line,) = axes.plot(period, fitted, color=tone, linestyle=dash(position))
        axes.plot(period, rate, "os^Dv"[position % 5], color=tone, markersize=2.4, markeredgewidth=0)
        entries.append((line, entry(level_word(level))))
    axes.set_xlim(0.5, last + 0.5)
    axes.set_ylim(0, top)
    percent_axis(axes)
    axes.set_ylabel(say("Employed"))
    axes.set_xlabel(say("{unit} of follow-up", unit=unit_word(inputs.study.period)))
    return entries
