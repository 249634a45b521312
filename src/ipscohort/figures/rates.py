"""Share employed in each week or month, with the number in its denominator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipscohort.display import printing
from ipscohort.figures.inputs import FigureInputs
from ipscohort.figures.printed_points import Point, printed_points
from ipscohort.figures.style import (
    INK,
    MUTED,
    SMALL,
    absent_figure,
    colour,
    count_rows,
    new_figure,
    note_below,
    percent_axis,
    time_ticks,
    unit_word,
    wrapped,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SIMULATED = "Only the marked points are printed in the paper; the rest is simulated."

LOWEST, NARROW = 3.2, 5.0
"""Inches: the least height, and the width below which the legend's entries stand one below the other."""


def draw(inputs: FigureInputs) -> Figure:
    """Rate with its pointwise Wilson band; persons in the denominator below the axis; printed rates are marked."""
    rates, width = inputs.rates, inputs.figures.width
    if rates.empty:
        return absent_figure(width, "These records hold no employment by week or month.", inputs.synthetic)
    figure = new_figure(width, max(0.5 * width, LOWEST), inputs.synthetic)
    grid = figure.add_gridspec(2, 1, height_ratios=[9, 1])
    axes, below = figure.add_subplot(grid[0]), figure.add_subplot(grid[1])
    below.sharex(axes)
    _draw_rate(axes, inputs)
    last = int(rates["period"].max())
    points = printed_points(inputs.printed)
    _mark_printed(axes, [point for point in points if point.period <= last])
    ticks = time_ticks(last, inputs.study.period, start=1)
    axes.set_xticks(ticks)
    observed = rates.set_index("period")["n"]
    count_rows(below, ticks, [("In the denominator", INK, [int(observed.get(int(t), 0)) for t in ticks])], "")
    note_below(figure, "\n".join(filter(None, [inputs.left_out_of_rates, _said_of_bounds(inputs), _said_of_points(points, last, inputs)])))
    return figure


def _draw_rate(axes: Axes, inputs: FigureInputs) -> None:
    import math

    rates, tone = inputs.rates, colour(inputs.figures.palette, 0)
    period, rate, low, high = (rates[name].astype(float).to_numpy() for name in ("period", "rate", "conf_low", "conf_high"))
    confidence = f"{100 * inputs.study.confidence:g}% confidence band, pointwise"
    narrow = inputs.figures.width < NARROW
    axes.fill_between(period, low, high, color=tone, alpha=0.2, linewidth=0, label=wrapped(confidence, 20) if narrow else confidence)
    drawn = [high]
    if _open(rates):
        bounds = {"linestyle": (0, (1, 1.6)), "linewidth": 0.9, "color": MUTED}
        least, most = (rates[name].astype(float).to_numpy() for name in ("rate_least", "rate_most"))
        axes.plot(period, least, **bounds, zorder=1.5)
        axes.plot(period, most, **bounds, zorder=1.5, label=_bounds_label(inputs))
        drawn.append(most)
    axes.plot(period, rate, color=tone, marker="o", markersize=2.6, label="Share employed")
    highest = max((h for values in drawn for h in values if not math.isnan(h)), default=1.0)
    axes.set_ylim(0, min(1.0, math.ceil(highest * 10 + 0.5) / 10))
    axes.set_xlim(period.min() - 0.5, period.max() + 0.5)
    percent_axis(axes)
    axes.set_ylabel("Employed")
    axes.set_xlabel(f"{unit_word(inputs.study.period)} of follow-up")
    handles, labels = axes.get_legend_handles_labels()
    axes.legend(
        handles[::-1],
        labels[::-1],
        loc="lower left",
        bbox_to_anchor=(0, 1),
        ncols=1 if narrow else 2,
        borderaxespad=0.2,
    )


def _open(rates: pd.DataFrame) -> bool:
    """Whether unknown dates or statuses leave any rate open."""
    return bool((rates["n_employed_least"] != rates["n_employed_most"]).any() or (rates["n_bounded"] != rates["n"]).any())


def _bounds_label(inputs: FigureInputs) -> str:
    return f"Least and most with unknown {'statuses' if inputs.codebook.shape == 'panel' else 'dates'}"


def _said_of_bounds(inputs: FigureInputs) -> str:
    """What the dotted lines are, and where they are widest apart."""
    rates = inputs.rates
    if not _open(rates):
        return ""
    widest = rates.loc[(rates["rate_most"] - rates["rate_least"]).astype(float).idxmax()]
    low, high = (printing.percent(widest[name], 1, 1) for name in ("rate_least", "rate_most"))
    share = rates["rate"]
    outside = bool(((share < rates["rate_least"]) | (share > rates["rate_most"])).fillna(False).any())
    unknown = "unknown statuses" if inputs.codebook.shape == "panel" else "jobs of unknown start or end"
    return (
        f"Dotted: of all persons observed, those left out included, {unknown} taken as worked as little and as much as can be; "
        f"widest in {unit_word(inputs.study.period).lower()} {int(widest['period'])}: {low}% to {high}%."
        + (" As these are of more persons, the share employed can lie outside them." if outside else "")
    )


def _mark_printed(axes: Axes, points: list[Point]) -> None:
    """A hollow circle at each printed rate, with its text below, where a rising line leaves room; above it near the axis."""
    from matplotlib.patheffects import withStroke

    low, high = axes.get_xlim()
    top = max([axes.get_ylim()[1], *(min(1.0, point.share * 1.1) for point in points)])
    axes.set_ylim(0, top)
    for point in points:
        side = 1 if point.period < low + 0.85 * (high - low) else -1
        above = point.share < 0.2 * top
        axes.plot(point.period, point.share, marker="o", markersize=8, markerfacecolor="none", markeredgecolor=INK, markeredgewidth=1.3)
        axes.annotate(
            f"{point.text}, printed",
            (point.period, point.share),
            xytext=(3 * side, 7 if above else -7),
            textcoords="offset points",
            ha="left" if side > 0 else "right",
            va="bottom" if above else "top",
            fontsize=SMALL,
            color=INK,
            path_effects=[withStroke(linewidth=2, foreground="white", alpha=0.8)],
        )


def _said_of_points(points: list[Point], last: int, inputs: FigureInputs) -> str:
    """That all but the printed points is made up, and how many of them lie beyond follow-up."""
    shown = sum(point.period <= last for point in points)
    beyond = len(points) - shown
    parts = [SIMULATED if shown and inputs.synthetic else "", f"Printed and beyond follow-up, so not marked: {beyond}." if beyond else ""]
    return " ".join(filter(None, parts))
