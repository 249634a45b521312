"""The course of fidelity: total by date of each agency, with the classes of the scale and the inclusion period of the cohort."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ipscohort.config.programme import HIGHEST, LOWEST
from ipscohort.display import printing
from ipscohort.figures.inputs import MILLIMETRES
from ipscohort.figures.style import GRID, INK, LINE, MUTED, NARROW, SMALL, absent_figure, colour, dash, lines_of, new_figure, note_below
from ipscohort.programme.fidelity.inputs import Inputs
from ipscohort.programme.fidelity.table import day_text
from ipscohort.scales.ips_fidelity import CLASS_WORDS, CLASSES
from ipscohort.words import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TOGETHER = 4
"""Agencies that share a panel at most; more have one each."""
ACROSS = 3
DRAWN = 12
"""Agencies that are drawn at most."""
LABELLED, MARKED = 12, 60
"""Reviews of an agency up to which each has its total beside its mark, and up to which each has a mark."""
PANEL = 2.6
MARKS = ("o", "s", "D", "^")
SHADE = "#e9edf2"
DAY = "datetime64[D]"


def draw_course(inputs: Inputs) -> Figure:
    """One panel of up to four agencies, or a panel each."""
    width, reviews = inputs.figures.width / MILLIMETRES, inputs.of.reviews
    if reviews["total"].isna().all():
        return absent_figure(width, say("No review has a total."), inputs.synthetic)
    agencies = _drawn(reviews)
    panels = [agencies] if len(agencies) <= TOGETHER else [[agency] for agency in agencies]
    across = min(len(panels), ACROSS if width >= NARROW else 1)
    down = -(-len(panels) // across)
    note = _note(inputs)
    figure = new_figure(width, PANEL * down + 0.5 + LINE * (lines_of(note, width) + 1), inputs.synthetic)
    axes = figure.subplots(down, across, sharex=True, sharey=True, squeeze=False).ravel()
    for each, names in zip(axes, panels, strict=False):
        _panel(inputs, each, names, alone=len(panels) == 1)
    for spare in axes[len(panels) :]:
        spare.set_visible(False)
    note_below(figure, note)
    return figure


def _drawn(reviews: pd.DataFrame) -> list[str]:
    """The agencies that are drawn: the first ones with a total."""
    return list(dict.fromkeys(reviews.loc[reviews["total"].notna(), "agency"]))[:DRAWN]


def _panel(inputs: Inputs, axes: Axes, names: list[str], *, alone: bool) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    _inclusion(inputs, axes)
    _classes(inputs, axes, named=alone)
    for position, agency in enumerate(names):
        _line(inputs, axes, agency, position)
    lowest = float(inputs.of.reviews["total"].min())
    axes.set_ylim(max(LOWEST, min(lowest, inputs.fidelity.limits.fair) - 8), HIGHEST + 1)
    locator = AutoDateLocator(maxticks=9)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))
    if alone:
        axes.set_ylabel(say("Total (25 to 125)"))
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=len(names), handlelength=3.2, borderaxespad=0.2)
    else:
        axes.set_title(names[0])


def _line(inputs: Inputs, axes: Axes, agency: str, position: int) -> None:
    rows = inputs.of.reviews[inputs.of.reviews["agency"].eq(agency) & inputs.of.reviews["total"].notna()]
    days, total = rows["date"].to_numpy(dtype=DAY), rows["total"].to_numpy(dtype=float)
    shade = colour(inputs.figures.palette, position)
    mark = MARKS[position] if len(total) <= MARKED else ""
    axes.plot(days, total, color=shade, linestyle=dash(position), marker=mark, markersize=4.5, label=agency, zorder=3)
    hollow = rows["prorated"].fillna(False).to_numpy(dtype=bool)
    if mark:
        axes.plot(days[hollow], total[hollow], mark, color=shade, markerfacecolor="white", markersize=4.5, zorder=4)
    told = slice(None) if len(total) <= LABELLED else slice(None, None, len(total) - 1)
    for day, value in zip(days[told], total[told], strict=True):
        text = printing.number(value, 0 if float(value).is_integer() else 1)
        below = position % 2 == 0
        axes.annotate(
            text, (day, value), xytext=(0, -5 if below else 5), textcoords="offset points", ha="center", va="top" if below else "bottom",
            fontsize=SMALL - 1, color=shade, zorder=5,
        )  # fmt: skip


def _classes(inputs: Inputs, axes: Axes, *, named: bool) -> None:
    limits = inputs.fidelity.limits.each
    for limit in limits:
        axes.axhline(limit, color=MUTED, linewidth=0.6, linestyle=(0, (4, 2)), zorder=1)
    if not named:
        return
    bottom = max(LOWEST, min(float(inputs.of.reviews["total"].min()), limits[0]) - 8)
    edges = (bottom, *limits, HIGHEST)
    for name, low, high in zip(CLASSES, edges, edges[1:], strict=False):
        text = say(CLASS_WORDS[name])
        axes.annotate(text, (1.01, (low + high) / 2), xycoords=axes.get_yaxis_transform(), va="center", fontsize=SMALL, color=MUTED)


def _inclusion(inputs: Inputs, axes: Axes) -> None:
    axes.yaxis.grid(False)
    if inputs.inclusion is None:
        return
    first, last = (np.datetime64(day, "D") for day in inputs.inclusion)
    axes.axvspan(first, last, color=SHADE, linewidth=0, zorder=0)
    axes.annotate(
        say("inclusion"), (first + (last - first) // 2, 0.02), xycoords=axes.get_xaxis_transform(), ha="center", va="bottom", fontsize=SMALL,
        color=INK,
    )  # fmt: skip
    axes.axvline(first, color=GRID, linewidth=0.8, zorder=0)
    axes.axvline(last, color=GRID, linewidth=0.8, zorder=0)


def _note(inputs: Inputs) -> str:
    reviews = inputs.of.reviews
    said = [say("Each mark is a review. Broken lines: lowest totals of fair, good and exemplary.")]
    known = reviews[reviews["total"].notna()]
    whole, drawn = known["agency"].nunique(), _drawn(reviews)
    if whole > len(drawn):
        said.append(say("Agencies drawn: {shown} of {whole}; all are in programme/fidelity_reviews.csv.", shown=len(drawn), whole=whole))
    if known[known["agency"].isin(drawn)].groupby("agency").size().gt(MARKED).any():
        said.append(say("Of agencies with more than {n} reviews a line only.", n=MARKED))
    if inputs.inclusion:
        first, last = map(day_text, inputs.inclusion)
        said.append(say("Shaded: first to last inclusion of the persons analysed ({first} to {last}).", first=first, last=last))
    if reviews["prorated"].any():
        said.append(say("Hollow: missing items count as the mean of the others."))
    lacking = int(reviews["total"].isna().sum())
    if lacking:
        said.append(say("Reviews without a total, which are not drawn: {n}.", n=lacking))
    return " ".join(said)


def alt_of(inputs: Inputs) -> str:
    """First and last total of each agency, in words."""
    said = []
    for agency, rows in (
        inputs.of.reviews[inputs.of.reviews["agency"].isin(_drawn(inputs.of.reviews))].dropna(subset="total").groupby("agency", sort=False)
    ):
        ends = [f"{printing.number(row['total'], 0)} ({say(CLASS_WORDS[row['class']])}, {day_text(row['date'])})" for row in _ends(rows)]
        said.append(say("{agency}: {course}.", agency=agency, course=" - ".join(dict.fromkeys(ends))))
    return say("Total of fidelity reviews by date. {found}", found=" ".join(said)) if said else say("No review has a total.")


def _ends(rows: pd.DataFrame) -> list[dict]:
    return [rows.iloc[0].to_dict(), rows.iloc[-1].to_dict()]
