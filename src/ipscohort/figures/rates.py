"""Share employed in each week or month, of everybody and at each level of the exposures, with the number in its denominator."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.units import one
from ipscohort.figures.inputs import FigureInputs
from ipscohort.figures.panels import MOST_BANDS, Counts, Panel, draw_panels, entry, heading_of, note_on_counts, panels_of
from ipscohort.figures.printed_points import Point, printed_points
from ipscohort.figures.style import (
    INK,
    MUTED,
    SMALL,
    absent_figure,
    colour,
    dash,
    lines_of,
    note_below,
    percent_axis,
    time_ticks,
    unit_word,
)
from ipscohort.words import later, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SIMULATED = later("Only the marked points are printed in the paper; the rest is simulated.")
BAND = 0.18
"""How much of a band's colour there is."""


def draw(inputs: FigureInputs) -> Figure:
    """Rates with pointwise Wilson bands; persons in the denominator below each axis; printed rates are marked."""
    rates = inputs.rates
    if rates.empty:
        return absent_figure(inputs.width, say("These records hold no employment by week or month."), inputs.synthetic)
    last = int(rates["period"].max())
    points = printed_points(inputs.printed)
    shown = [point for point in points if point.period <= last]
    panels = panels_of(inputs, {"all": ("all",), **inputs.levels_in(inputs.rates_by_exposure)})
    counts = {panel.name: _counts(inputs, panel, last) for panel in panels}
    top = _top(inputs, shown)
    note = "\n".join(
        filter(
            None, [_band(inputs), note_on_counts(inputs.left_out_of_rates), _said_of_bounds(inputs), _said_of_points(points, last, inputs)]
        )
    )

    def panel_of(axes: Axes, panel: Panel) -> list[tuple[object, str]]:
        entries = _draw_all(inputs, axes) if panel.name == "all" else _draw_levels(inputs, axes, panel)
        axes.set_xlim(0.5, last + 0.5)
        axes.set_ylim(0, top)
        if panel.name == "all":
            _mark_printed(axes, shown, panel.wide)
        percent_axis(axes)
        axes.set_ylabel(say("Employed"))
        axes.set_xlabel(say("{unit} of follow-up", unit=unit_word(inputs.study.period)))
        return entries

    figure = draw_panels(inputs, panels, counts, panel_of, lines_of(note, inputs.width))
    note_below(figure, note)
    return figure


def alt(inputs: FigureInputs) -> str:
    """The first, the highest and the last rate of everybody, and the last at each level."""
    known = inputs.rates.dropna(subset=["rate"])
    if known.empty:
        return say("No figure: these records hold no employment by week or month.")
    unit, highest = one(inputs.study.period), known.loc[known["rate"].astype(float).idxmax()]
    ends = {"first": _rate_in(inputs, known.iloc[0]), "last": _rate_in(inputs, known.iloc[-1])}
    said = [say("Share employed in each {unit}: {first}, {last}.", unit=unit, **ends)]
    said.append(say("Highest in {unit} {number}: {rate}.", unit=unit, number=printing.count(highest["period"]), rate=_rate(highest)))
    for exposure, levels in inputs.levels_in(inputs.rates_by_exposure).items():
        ends = [(level, _of_level(inputs, exposure, level).dropna(subset=["rate"])) for level in levels]
        parts = [f"{level_word(level)} {_rate_in(inputs, of.iloc[-1])}" for level, of in ends if len(of)]
        said += [f"{inputs.label(exposure)}: {'; '.join(parts)}."] if parts else []
    return " ".join(filter(None, [*said, inputs.left_out_of_rates]))


def _rate(row: pd.Series) -> str:
    """'12.7% (13 of 102)'."""
    counted = {"n": printing.count(row["n_employed"]), "total": printing.count(row["n"])}
    return say("{percent}% ({n} of {total})", percent=printing.percent(row["rate"], 1, 1), **counted)


def _rate_in(inputs: FigureInputs, row: pd.Series) -> str:
    """'12.7% (13 of 102) in month 2'."""
    return say("{rate} in {unit} {number}", rate=_rate(row), unit=one(inputs.study.period), number=printing.count(row["period"]))


def _of_level(inputs: FigureInputs, exposure: str, level: str) -> pd.DataFrame:
    rows = inputs.rates_by_exposure
    return rows[(rows["exposure"] == exposure) & (rows["level"] == level)].sort_values("period")


def _counts(inputs: FigureInputs, panel: Panel, last: int) -> tuple[list[float], list[Counts]]:
    ticks = time_ticks(last, inputs.study.period, most=13 if panel.wide else 6, start=1)
    frames = [inputs.rates] if panel.name == "all" else [_of_level(inputs, panel.name, level) for level in panel.levels]
    observed = [frame.set_index("period")["n"] for frame in frames]
    rows = tuple(tuple(int(n.get(int(tick), 0)) for tick in ticks) for n in observed)
    return ticks, [Counts(heading_of(say("Persons observed"), inputs.left_out_of_rates), rows)]


def _top(inputs: FigureInputs, points: list[Point]) -> float:
    """Where all axes end: above every band of a few groups, every bound and every printed rate."""
    rates, by_level = inputs.rates, inputs.rates_by_exposure
    ends = [rates["conf_high"], *([rates["rate_most"]] if _open(rates) else []), by_level["rate"]]
    few = [name for name, levels in inputs.levels_in(by_level).items() if len(levels) <= MOST_BANDS]
    ends.append(by_level.loc[by_level["exposure"].isin(few), "conf_high"])
    highest = max((float(v) for values in ends for v in values.dropna()), default=1.0)
    highest = max([highest, *(1.1 * point.share for point in points)])
    return min(1.0, math.ceil(highest * 10 - 1e-9) / 10)


def _band(inputs: FigureInputs) -> str:
    return say("Shaded: {level}% confidence band, pointwise (Wilson).", level=printing.short(100 * inputs.study.confidence))


def _draw_rate(inputs: FigureInputs, axes: Axes, rates: pd.DataFrame, position: int, banded: bool, marker: str) -> object:
    tone = colour(inputs.figures.palette, position)
    period, rate, low, high = (rates[name].astype(float).to_numpy() for name in ("period", "rate", "conf_low", "conf_high"))
    if banded:
        axes.fill_between(period, low, high, color=tone, alpha=BAND, linewidth=0)
    (line,) = axes.plot(period, rate, color=tone, linestyle=dash(position), marker=marker, markersize=2.6)
    return line


def _draw_all(inputs: FigureInputs, axes: Axes) -> list[tuple[object, str]]:
    rates, entries = inputs.rates, []
    if _open(rates):
        bounds = {"linestyle": (0, (1, 1.6)), "linewidth": 0.9, "color": MUTED, "zorder": 1.5}
        least, most = (rates[name].astype(float).to_numpy() for name in ("rate_least", "rate_most"))
        period = rates["period"].astype(float).to_numpy()
        axes.plot(period, least, **bounds)
        (line,) = axes.plot(period, most, **bounds)
        entries.append((line, entry(_bounds_label(inputs))))
    return [(_draw_rate(inputs, axes, rates, 0, banded=True, marker="o"), say("Share employed")), *entries]


def _draw_levels(inputs: FigureInputs, axes: Axes, panel: Panel) -> list[tuple[object, str]]:
    banded = len(panel.levels) <= MOST_BANDS
    return [
        (_draw_rate(inputs, axes, _of_level(inputs, panel.name, level), position, banded, ""), entry(level_word(level)))
        for position, level in enumerate(panel.levels)
    ]


def _open(rates: pd.DataFrame) -> bool:
    """Whether unknown dates or statuses leave any rate open."""
    return bool((rates["n_employed_least"] != rates["n_employed_most"]).any() or (rates["n_bounded"] != rates["n"]).any())


def _bounds_label(inputs: FigureInputs) -> str:
    return say("Least and most with unknown statuses" if inputs.codebook.shape == "panel" else "Least and most with unknown dates")


def _said_of_bounds(inputs: FigureInputs) -> str:
    """What the dotted lines are, and where they are widest apart."""
    rates = inputs.rates
    if not _open(rates):
        return ""
    widest = rates.loc[(rates["rate_most"] - rates["rate_least"]).astype(float).idxmax()]
    low, high = (printing.percent(widest[name], 1, 1) for name in ("rate_least", "rate_most"))
    share = rates["rate"]
    outside = bool(((share < rates["rate_least"]) | (share > rates["rate_most"])).fillna(False).any())
    said = say(
        "Dotted: of all persons observed, those left out included, unknown statuses taken as worked as little and as much as can be; widest "
        "in {unit} {number}: {low}% to {high}%."
        if inputs.codebook.shape == "panel"
        else "Dotted: of all persons observed, those left out included, jobs of unknown start or end taken as worked as little and as much "
        "as can be; widest in {unit} {number}: {low}% to {high}%.",
        unit=one(inputs.study.period),
        number=printing.count(widest["period"]),
        low=low,
        high=high,
    )
    more = [say("As these are of more persons, the share employed can lie outside them.")] if outside else []
    return " ".join([said, *more])


def _mark_printed(axes: Axes, points: list[Point], wide: bool) -> None:
    """A hollow circle at each printed rate, with its text below, where a rising line leaves room; above it near the axis."""
    from matplotlib.patheffects import withStroke

    (low, high), top = axes.get_xlim(), axes.get_ylim()[1]
    for point in points:
        side = 1 if point.period < low + (0.85 if wide else 0.6) * (high - low) else -1
        above = point.share < 0.2 * top
        axes.plot(point.period, point.share, marker="o", markersize=8, markerfacecolor="none", markeredgecolor=INK, markeredgewidth=1.3)
        axes.annotate(
            say("{rate}, printed", rate=point.text) if wide else point.text,
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
    parts = [
        say(SIMULATED) if shown and inputs.synthetic else "",
        say("Printed and beyond follow-up, so not marked: {n}.", n=printing.count(beyond)) if beyond else "",
    ]
    return " ".join(filter(None, parts))
