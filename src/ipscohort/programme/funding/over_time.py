"""What each payer had paid by the end of each calendar quarter, drawn as steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ipscohort.contracts.funding import PAYER
from ipscohort.display import printing
from ipscohort.figures.inputs import MILLIMETRES
from ipscohort.figures.style import LINE, absent_figure, colour, dash, lines_of, new_figure, note_below
from ipscohort.programme.funding.inputs import Inputs
from ipscohort.programme.funding.table import not_comparable
from ipscohort.words import later, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEIGHT = 2.9
STEPS = later("Quarters are put together with the next until each amount in them fell due for at least {least} persons.")
NOT_DRAWN = later("Not drawn of {payer}: {what}.")
RARE = later("amounts that fell due for fewer than {least} persons in all: {more}")
DAY = "datetime64[D]"


def draw_over_time(inputs: Inputs) -> Figure:
    """A line per payer: the sum of what surely fell due, quarter by quarter."""
    width, rows = inputs.figures.width / MILLIMETRES, inputs.found.quarters.dropna(subset="so_far")
    if rows.empty:
        return absent_figure(width, say("Nothing with a stated price fell due."), inputs.synthetic)
    note = _note(inputs)
    figure = new_figure(width, HEIGHT + 0.4 + LINE * (lines_of(note, width) + 1), inputs.synthetic)
    axes = figure.subplots()
    last = rows["quarter"].max() + pd.offsets.QuarterEnd()
    for position, (payer, of) in enumerate(rows.groupby("payer", sort=False)):
        _line(inputs, axes, str(payer), of, position, last)
    _axes(inputs, axes)
    note_below(figure, note)
    return figure


def _line(inputs: Inputs, axes: Axes, payer: str, rows: pd.DataFrame, position: int, last: pd.Timestamp) -> None:
    """0 where the first stretch of quarters begins, each sum at the end of its quarter, and on at the last to the end of the axis."""
    ends = (rows["quarter"] + pd.offsets.QuarterEnd()).to_numpy(dtype=DAY)
    days = np.concatenate([rows["since"].to_numpy(dtype=DAY)[:1], ends, [np.datetime64(last, "D")]])
    sums = np.concatenate([[0.0], rows["so_far"].to_numpy(dtype=float), [float(rows["so_far"].iloc[-1])]])
    shade = colour(inputs.figures.palette, position)
    axes.plot(days, sums, color=shade, linestyle=dash(position), label=payer, drawstyle="steps-post", zorder=3)
    text = f"{payer} {printing.number(sums[-1], 0, style=inputs.style)}"
    axes.annotate(text, (1.01, sums[-1]), xycoords=axes.get_yaxis_transform(), va="center", color=shade)


def _axes(inputs: Inputs, axes: Axes) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
    from matplotlib.ticker import FuncFormatter

    locator = AutoDateLocator(maxticks=9)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: printing.number(value, 0, style=inputs.style)))
    axes.yaxis.grid(True)
    axes.set_ylim(bottom=0)
    axes.margins(x=0)
    axes.set_ylabel(say("Paid so far ({currency})", currency=inputs.funding.currency))


def _note(inputs: Inputs) -> str:
    said = [say("By the rules of the schemes; what surely fell due by each person's last day observed.")]
    for row in inputs.found.costs[inputs.found.costs["group"].eq(PAYER)].to_dict("records"):
        told = _rare(inputs, row)
        if not printing.absent(row["total_least"]) and row["total_most"] > row["total_least"]:
            more = printing.number(row["total_most"] - row["total_least"], 0, style=inputs.style)
            told.append(say("can't be said: up to {more}", more=more))
        if not printing.absent(row["total_open"]) and row["total_open"] > 0:
            told.append(say("can still fall due: {more}", more=printing.number(row["total_open"], 0, style=inputs.style)))
        if row["n_not_stated"]:
            told.append(say("price not stated: payments for {n}", n=printing.count(row["n_not_stated"], inputs.style)))
        if told:
            said.append(say(NOT_DRAWN, payer=row["name"], what="; ".join(told)))
    said += [say(STEPS, least=inputs.funding.hide_below)] if inputs.found.quarters["so_far"].isna().any() else []
    return " ".join([*said, *not_comparable(inputs)])


def _rare(inputs: Inputs, row: dict[str, Any]) -> list[str]:
    """What surely fell due and is in no quarter: the payer's least sum without what is drawn."""
    drawn = inputs.found.quarters.loc[inputs.found.quarters["payer"].eq(row["name"]), "total"].sum()
    left = 0 if printing.absent(row["total_least"]) else row["total_least"] - drawn
    more = printing.number(left, 0, style=inputs.style)
    return [say(RARE, least=inputs.funding.hide_below, more=more)] if left > 0 else []


def alt_of(inputs: Inputs) -> str:
    """The last sum of each payer, in words."""
    ends = inputs.found.quarters.dropna(subset="so_far").groupby("payer", sort=False)["so_far"].last()
    said = [
        say("{payer} {sum} {currency}", payer=payer, sum=printing.number(value, 0, style=inputs.style), currency=inputs.funding.currency)
        for payer, value in ends.items()
    ]
    if not said:
        return say("Nothing with a stated price fell due.")
    drawn = say("What each payer had paid by the end of each quarter; in the end: {found}.", found="; ".join(said))
    payers = inputs.found.costs[inputs.found.costs["group"].eq(PAYER)].to_dict("records")
    left = [say(NOT_DRAWN, payer=row["name"], what=text) for row in payers for text in _rare(inputs, row)]
    return " ".join([drawn, *left])
