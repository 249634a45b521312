"""Run charts: the share of the active caseload that worked, quarter after quarter, with benchmarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ipscohort.config import Settings, Slice
from ipscohort.display import printing
from ipscohort.figures.inputs import MILLIMETRES
from ipscohort.figures.style import COLOURS, LINE, MUTED, SMALL, absent_figure, new_figure, note_below, percent_axis
from ipscohort.monitoring.quarters import ALL
from ipscohort.monitoring.table import by_group
from ipscohort.words import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PANEL = 1.7
"""Inches of a site's panel."""
MOST_LABELS = 12


def draw_quarters(found: pd.DataFrame, settings: Settings | Slice) -> Figure:
    """A panel for everybody and one for each site; the caseload stands under each quarter's point."""
    width = settings.figures.width / MILLIMETRES
    if found.empty:
        return absent_figure(width, say("Nobody is analysed."), settings.synthetic)
    sites = list(by_group(found))
    figure = new_figure(width, PANEL * len(sites) + 0.6 + 2 * LINE, settings.synthetic)
    axes = figure.subplots(len(sites), 1, sharex=True, squeeze=False)[:, 0]
    names = list(dict.fromkeys(found["quarter"]))
    for each, (site, rows) in zip(axes, sites, strict=True):
        _panel(each, rows, site, settings)
    step = -(-len(names) // MOST_LABELS)
    axes[-1].set_xticks(range(0, len(names), step), names[::step])
    note_below(
        figure,
        say(
            "Points: share of the active caseload that worked at least a day in the quarter, with Wilson intervals; below, the caseload. Hollow: quarters observed in part."
        ),
    )
    return figure


def _panel(axes: Axes, rows: pd.DataFrame, title: str, settings: Settings | Slice) -> None:
    at, rate = np.arange(len(rows)), rows["rate"].to_numpy(dtype=float, na_value=np.nan)
    low, high = (rows[name].to_numpy(dtype=float, na_value=np.nan) for name in ("conf_low", "conf_high"))
    whole = rows["complete"].to_numpy(dtype=bool)
    axes.vlines(at, low, high, color=COLOURS[0], linewidth=1)
    axes.plot(at, rate, color=COLOURS[0], linewidth=1.2)
    axes.plot(at[whole], rate[whole], "o", color=COLOURS[0], markersize=4)
    axes.plot(at[~whole], rate[~whole], "o", color=COLOURS[0], markerfacecolor="white", markersize=4)
    for name, percent in settings.monitoring.benchmarks.items():
        axes.axhline(percent / 100, color=MUTED, linewidth=0.8, linestyle=(0, (4, 2)))
        axes.annotate(
            f"{name} {printing.short(percent)}%",
            (1.005, percent / 100),
            xycoords=axes.get_yaxis_transform(),
            va="center",
            fontsize=SMALL - 1,
            color=MUTED,
        )
    for x, n in zip(at, rows["n_active"], strict=True):
        axes.annotate(printing.count(n), (x, -0.03), ha="center", va="top", fontsize=SMALL - 1, color=MUTED)
    percent_axis(axes)
    axes.axhline(0, color=MUTED, linewidth=0.5)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
    axes.set_ylim(-0.16, 1.02)
    axes.set_title(title)


def alt_of(found: pd.DataFrame) -> str:
    """The share of everybody in the first and the last whole quarter, in words."""
    rows = found[found["group"].eq(ALL) & found["complete"]]
    if rows.empty:
        return say("Share of the active caseload that worked, by quarter; no quarter is observed as a whole.")
    first, last = rows.iloc[0], rows.iloc[-1]
    return say(
        "Share of the active caseload that worked at least a day in the quarter: {first}% of {n} in {quarter}, {last}% of {m} in {latest}.",
        first=printing.number(100 * first["rate"], 0),
        n=printing.count(first["n_active"]),
        quarter=first["quarter"],
        last=printing.number(100 * last["rate"], 0),
        m=printing.count(last["n_active"]),
        latest=last["quarter"],
    )
