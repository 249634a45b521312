"""Cost-effectiveness plane, acceptability curve, and one-way sensitivity as bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ipscohort.config.business_case import SOCIETAL
from ipscohort.display import printing
from ipscohort.display.business_case import GROSS, OBSERVED, WORK_IS_OUTCOME
from ipscohort.figures.inputs import MILLIMETRES
from ipscohort.figures.style import INK, LINE, MUTED, SMALL, absent_figure, broken, colour, lines_of, new_figure, note_below, percent_axis
from ipscohort.programme.business_case.assumed import ALL
from ipscohort.programme.business_case.cells import ASSUMED, compared, one_for_all, open_told, two_prices
from ipscohort.programme.business_case.incremental import NOISE
from ipscohort.programme.business_case.incremental_table import QUADRANTS
from ipscohort.programme.business_case.inputs import Inputs
from ipscohort.words import later, say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEIGHT = 3.2
POINTS = 41
SHOWN = 499
"""Samples that are drawn on the plane at most: more are a blot."""
BAR = 0.36
WHO = later("Perspective: {who}. Persons: {n}. Bootstrap samples of persons: {times}; the comparator and all prices stay as they are.")
ALL_ASSUMED = later("No input has a source: all of them are assumptions.")
NO_PLANE = later(
    "No plane and no curve: the value of the work is in the cost as money, so that the same work is not set beside it as an outcome."
)
NO_PLANE_OF_SOME = later(
    "No plane and no curve: the costs of this perspective fall on some of the persons counted only, so that they are not set beside everybody's outcome."
)
NOT_DRAWN = later("Not drawn, as they do not change this cost: {inputs}.")
RATIO_MOVES = later("Not drawn, as they change the outcome: the cost per unit of the outcome is {base}, and {moved}.")
MOVED = later("{low} with {label} at its lowest, {high} at its highest")
TOO_FEW = later("Fewer than 5 persons: no bootstrap samples.")
NO_ENDS = later("No input has a lowest and a highest value that change the cost.")
ONE_WAY = later("Perspective: {who}. Persons: {n}. Upright line: all inputs as they are, {base}.")
AXIS = {
    "days_worked": later("Difference in days worked per person"),
    "job_obtained": later("Difference in the share who obtained a job"),
}
WORTH = {
    "days_worked": later("Worth of another day worked ({currency})"),
    "job_obtained": later("Worth of another person who obtains a job ({currency})"),
}


def _note(inputs: Inputs) -> str:
    people = inputs.found.people
    n = int(people.loc[people["group"].eq("counted"), "n"].iloc[0])
    who = say(WHO, who=inputs.whom(inputs.case.perspective), n=printing.count(n, inputs.style), times=len(inputs.point.costs))
    return " ".join([who, *_told(inputs)])


def _told(inputs: Inputs) -> list[str]:
    """What a figure says of the value of work, the comparator and assumptions."""
    told = [say(WORK_IS_OUTCOME)] if inputs.left_out else []
    told += [*compared(inputs), say(OBSERVED)] if inputs.case.comparator else []
    told += (*one_for_all(inputs), *two_prices(inputs), *open_told(inputs)) if inputs.case.perspective != SOCIETAL else ()  # payments cancel
    base = inputs.found.varied[inputs.found.varied["kind"].eq("base")].iloc[0]
    extent = base["assumed"]
    return told if printing.absent(extent) else [*told, say(ALL_ASSUMED) if extent == ALL else say(ASSUMED, what=base["assumption"])]


def _numbers(axis: object, inputs: Inputs) -> None:
    from matplotlib.ticker import FuncFormatter

    axis.set_major_formatter(FuncFormatter(lambda value, _: printing.short(value, inputs.style)))


def _new(inputs: Inputs, note: str, height: float = HEIGHT) -> tuple[Figure, Axes]:
    width = inputs.figures.width / MILLIMETRES
    figure = new_figure(width, height + LINE * (lines_of(note, width) + 1), inputs.synthetic)
    note_below(figure, note)
    return figure, figure.subplots()


def draw_plane(inputs: Inputs) -> Figure:
    """The plane, a dot per bootstrap sample; and beside it the share of samples in which IPS is worth its cost."""
    found = inputs.point
    width = inputs.figures.width / MILLIMETRES
    if found.apart or not len(found.costs):
        return absent_figure(width, _no_plane(inputs), inputs.synthetic)
    note = _note(inputs)
    figure = new_figure(width, HEIGHT + LINE * (lines_of(note, width) + 1), inputs.synthetic)
    note_below(figure, note)
    plane, curve = figure.subplots(1, 2)
    _plane(inputs, plane)
    _curve(inputs, curve)
    return figure


def _no_plane(inputs: Inputs) -> str:
    """Why there is neither a plane nor a curve."""
    found = inputs.point
    return say(NO_PLANE if found.twice else NO_PLANE_OF_SOME if found.of_some else TOO_FEW)


def _plane(inputs: Inputs, axes: Axes) -> None:
    """Samples and the estimate; axes cross at no difference."""
    found = inputs.point
    shade = colour(inputs.figures.palette, 0)
    axes.plot(found.effects[:SHOWN], found.costs[:SHOWN], ".", color=shade, markersize=2, alpha=0.35, zorder=2)
    axes.plot([found.effect], [found.cost], "D", color=INK, markersize=5, markeredgecolor="white", zorder=4)
    axes.axhline(0, color=MUTED, linewidth=0.8, zorder=1)
    axes.axvline(0, color=MUTED, linewidth=0.8, zorder=1)
    axes.set_xlabel(say(AXIS[inputs.case.outcome]))
    axes.set_ylabel(say("Difference in cost per person ({currency})", currency=inputs.case.currency))
    _numbers(axes.xaxis, inputs)
    _numbers(axes.yaxis, inputs)


def _curve(inputs: Inputs, axes: Axes) -> None:
    """Acceptability on a grid of worths."""
    worths = np.linspace(min(inputs.case.worth), max(inputs.case.worth), POINTS)
    shares = inputs.point.acceptable(worths)
    axes.plot(worths, shares, color=colour(inputs.figures.palette, 0))
    percent_axis(axes)
    axes.set_ylim(0, 1)
    axes.set_xlim(worths[0], worths[-1])
    axes.set_xlabel(say(WORTH[inputs.case.outcome], currency=inputs.case.currency))
    axes.set_ylabel(say("Samples in which IPS is worth its cost"))
    _numbers(axes.xaxis, inputs)


def alt_of_plane(inputs: Inputs) -> str:
    """Where the point and the samples lie, and the share at each worth of the settings, in words."""
    found, style = inputs.point, inputs.style
    if found.apart or not len(found.costs):
        return _no_plane(inputs)
    cost, effect = printing.number(found.cost, 0, style=style), printing.number(found.effect, 2, style=style)
    said = [
        say("Difference in cost {cost}, in the outcome {effect}: {where}.", cost=cost, effect=effect, where=say(QUADRANTS[found.quadrant]))
    ]
    said.append(
        "; ".join(f"{say(QUADRANTS[name])}: {printing.percent(share, 1, 0, style)}%" for name, share in found.shares().items()) + "."
    )
    pairs = zip(inputs.case.worth, found.acceptable(np.array(inputs.case.worth)), strict=True)
    curve = "; ".join(f"{printing.short(worth, style)}: {printing.percent(share, 1, 0, style)}%" for worth, share in pairs)
    return " ".join([*said, say("Worth its cost at a worth of {curve}.", curve=curve)])


def _bars(inputs: Inputs) -> pd.DataFrame:
    """A row per input: its label and the cost at its lowest and its highest, widest first; width 0 where they change nothing but what rounding leaves."""
    rows = inputs.found.varied[inputs.found.varied["kind"].eq("one_way")]
    wide = rows.pivot(index=["name", "label"], columns="end", values="cost").reset_index()
    if wide.empty:
        return wide
    width = (wide["high"] - wide["low"]).abs()
    width = width.where(width > NOISE * max(1.0, abs(_base(inputs))), 0.0)
    return wide.assign(width=width).sort_values("width", ascending=False, kind="stable").reset_index(drop=True)


def _drawn(bars: pd.DataFrame) -> pd.DataFrame:
    """Those that change something."""
    return bars if bars.empty else bars[bars["width"] > 0]


def _same(inputs: Inputs, bars: pd.DataFrame) -> list[str]:
    """Names of those that do not change the cost; of those that change the outcome, what they make of the cost per unit of it."""
    if bars.empty:
        return []
    still = bars[bars["width"].eq(0)]
    names, moved = list(still["label"]), _moved(inputs, set(still["name"]))
    return [*([say(NOT_DRAWN, inputs="; ".join(names))] if names else []), *moved]


def _moved(inputs: Inputs, still: set[str]) -> list[str]:
    """What inputs that do not change the cost make of the cost per unit of the outcome; nothing where they leave it, or there is none at an end."""
    rows = inputs.found.varied
    decimals = 0 if inputs.case.outcome == "job_obtained" else inputs.tables.estimate_decimals
    base = rows.loc[rows["kind"].eq("base"), "ratio"].iloc[0]
    said = []
    for (_, label), of in rows[rows["kind"].eq("one_way") & rows["name"].isin(still)].groupby(["name", "label"], sort=False):
        ratios = of.set_index("end")["ratio"]
        if printing.absent(base) or ratios.isna().any() or abs(ratios["high"] - ratios["low"]) <= NOISE * abs(base):
            continue
        ends = {end: printing.number(ratios[end], decimals, style=inputs.style) for end in ("low", "high")}
        said.append(say(MOVED, label=label, **ends))
    shown = printing.number(base, decimals, style=inputs.style)
    return [say(RATIO_MOVES, base=shown, moved="; ".join(said))] if said else []


def _base(inputs: Inputs) -> float:
    return float(inputs.found.varied.loc[inputs.found.varied["kind"].eq("base"), "cost"].iloc[0])


def draw_tornado(inputs: Inputs) -> Figure:
    """A bar per input with limits, from the cost at its lowest to that at its highest, widest on top."""
    found, base, style = _bars(inputs), _base(inputs), inputs.style
    bars = _drawn(found)
    if bars.empty:
        return absent_figure(inputs.figures.width / MILLIMETRES, say(NO_ENDS), inputs.synthetic)
    n = printing.count(int(inputs.found.varied["n"].iloc[0]), style)
    note = say(ONE_WAY, who=inputs.whom(inputs.case.perspective), n=n, base=printing.number(base, 0, style=style))
    note = " ".join([note, *_same(inputs, found), *_told(inputs)])
    note = note if inputs.case.comparator else f"{say(GROSS)} {note}"
    figure, axes = _new(inputs, note, 1.0 + BAR * len(bars))
    for place, row in enumerate(bars.to_dict("records")):
        for end, position in (("low", 1), ("high", 0)):
            axes.barh(place, row[end] - base, left=base, height=0.62, color=colour(inputs.figures.palette, position), zorder=2)
    axes.axvline(base, color=INK, linewidth=0.9, zorder=3)
    axes.set_yticks(range(len(bars)), [broken(label, 1.7) for label in bars["label"]], fontsize=SMALL)
    axes.invert_yaxis()
    axes.set_xlabel(_cost_words(inputs))
    _numbers(axes.xaxis, inputs)
    _legend(inputs, axes)
    return figure


def _cost_words(inputs: Inputs) -> str:
    if inputs.case.comparator:
        return say("Difference in cost per person ({currency})", currency=inputs.case.currency)
    return say("Cost of the programme per person ({currency})", currency=inputs.case.currency)


def _legend(inputs: Inputs, axes: Axes) -> None:
    from matplotlib.patches import Patch

    words = ((say("lowest"), 1), (say("highest"), 0))
    handles = [Patch(color=colour(inputs.figures.palette, position), label=label) for label, position in words]
    axes.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.2)


def alt_of_tornado(inputs: Inputs) -> str:
    """Each input with the cost at its lowest and its highest, in words."""
    bars = _drawn(_bars(inputs))
    if bars.empty:
        return say(NO_ENDS)
    ends = (
        (row["label"], *(printing.number(row[end], 0, style=inputs.style) for end in ("low", "high"))) for row in bars.to_dict("records")
    )
    said = "; ".join(say("{label}: {low} to {high}", label=label, low=low, high=high) for label, low, high in ends)
    found = _bars(inputs)
    return " ".join([f"{said}.", *_moved(inputs, set(found.loc[found["width"].eq(0), "name"]))])
