"""Share employed in each week or month, with the number in its denominator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipscohort.figures.inputs import FigureInputs
from ipscohort.figures.style import INK, absent_figure, colour, count_rows, new_figure, note_below, percent_axis, time_ticks, unit_word

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def draw(inputs: FigureInputs) -> Figure:
    """Rate with its pointwise Wilson band; persons in the denominator below the axis."""
    rates, width = inputs.rates, inputs.figures.width
    if rates.empty:
        return absent_figure(width, "These records hold no employment by week or month.", inputs.synthetic)
    figure = new_figure(width, 0.5 * width, inputs.synthetic)
    grid = figure.add_gridspec(2, 1, height_ratios=[9, 1])
    axes, below = figure.add_subplot(grid[0]), figure.add_subplot(grid[1])
    below.sharex(axes)
    _draw_rate(axes, inputs)
    ticks = time_ticks(int(rates["period"].max()), inputs.study.period, start=1)
    axes.set_xticks(ticks)
    observed = rates.set_index("period")["n"]
    count_rows(below, ticks, [("In the denominator", INK, [int(observed.get(int(t), 0)) for t in ticks])], "")
    note_below(figure, inputs.left_out_of_rates)
    return figure


def _draw_rate(axes: Axes, inputs: FigureInputs) -> None:
    import math

    rates, tone = inputs.rates, colour(inputs.figures.palette, 0)
    period, rate, low, high = (rates[name].astype(float).to_numpy() for name in ("period", "rate", "conf_low", "conf_high"))
    confidence = f"{100 * inputs.study.confidence:g}% confidence band, pointwise"
    axes.fill_between(period, low, high, color=tone, alpha=0.2, linewidth=0, label=confidence)
    axes.plot(period, rate, color=tone, marker="o", markersize=2.6, label="Share employed")
    highest = max((h for h in high if not math.isnan(h)), default=1.0)
    axes.set_ylim(0, min(1.0, math.ceil(highest * 10 + 0.5) / 10))
    axes.set_xlim(period.min() - 0.5, period.max() + 0.5)
    percent_axis(axes)
    axes.set_ylabel("Employed")
    axes.set_xlabel(f"{unit_word(inputs.study.period)} of follow-up")
    handles, labels = axes.get_legend_handles_labels()
    axes.legend(handles[::-1], labels[::-1], loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.2)
