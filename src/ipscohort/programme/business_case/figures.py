"""Cost-effectiveness plane and acceptability curve, and what figures of a business case say below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ipscohort.config.business_case import SOCIETAL
from ipscohort.display import printing
from ipscohort.display.business_case import OBSERVED, WORK_IS_OUTCOME
from ipscohort.figures.inputs import MILLIMETRES
from ipscohort.figures.style import INK, LINE, MUTED, absent_figure, colour, lines_of, new_figure, note_below, percent_axis
from ipscohort.programme.business_case.assumed import ALL
from ipscohort.programme.business_case.cells import ASSUMED, compared, one_for_all, open_told, two_prices, used_up
from ipscohort.programme.business_case.incremental_table import QUADRANTS
from ipscohort.programme.business_case.inputs import Inputs
from ipscohort.programme.business_case.ledger import NOISE
from ipscohort.words import later, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEIGHT = 3.2
POINTS = 41
SHOWN = 499
"""Samples that are drawn on the plane at most: more are a blot."""
WHO = later("Perspective: {who}. Persons: {n}. Bootstrap samples of persons: {times}; the comparator and all prices stay as they are.")
ALL_ASSUMED = later("No input has a source: all of them are assumptions.")
NO_PLANE = later(
    "No plane and no curve: the value of the work is in the cost as money, so that the same work is not set beside it as an outcome."
)
NO_PLANE_OF_SOME = later(
    "No plane and no curve: the costs of this perspective fall on some of the persons counted only, so that they are not set beside everybody's outcome."
)
NO_PLANE_OF_MARGIN = later(
    "No plane and no curve: this perspective receives more from others than it pays, a margin on their payments, which is not set beside the outcome."
)
TOO_FEW = later("Fewer than 5 persons: no bootstrap samples.")
FLAT = later("The dots lie on a line, as the cost is the same for every person: from sample to sample only the outcome differs.")
ALONG = later("The dots lie close to a line (correlation {r}): what differs in cost between persons goes with their outcome.")
CLOSE = 0.95
"""Correlation of cost and outcome over samples from which dots look like a line."""
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
    return " ".join([who, *on_a_line(inputs), *told_of(inputs)])


def on_a_line(inputs: Inputs) -> tuple[str, ...]:
    """Why the dots of the plane lie on a line, where they do."""
    found = inputs.point
    if np.ptp(found.costs) <= NOISE * abs(found.cost):
        return (say(FLAT),)
    r = np.corrcoef(found.costs, found.effects)[0, 1] if np.ptp(found.effects) > 0 else 0.0
    return (say(ALONG, r=printing.number(r, 2, style=inputs.style)),) if abs(r) >= CLOSE else ()


def told_of(inputs: Inputs) -> list[str]:
    """What a figure says of the value of work, the comparator and assumptions."""
    told = [say(WORK_IS_OUTCOME)] if inputs.left_out else []
    told += [*compared(inputs), say(OBSERVED)] if inputs.case.comparator else []
    told += (*one_for_all(inputs), *two_prices(inputs), *open_told(inputs)) if inputs.case.perspective != SOCIETAL else used_up(inputs)
    base = inputs.found.varied[inputs.found.varied["kind"].eq("base")].iloc[0]
    extent = base["assumed"]
    return told if printing.absent(extent) else [*told, say(ALL_ASSUMED) if extent == ALL else say(ASSUMED, what=base["assumption"])]


def numbered(axis: object, inputs: Inputs) -> None:
    """Numbers of an axis as the settings have them printed."""
    from matplotlib.ticker import FuncFormatter

    axis.set_major_formatter(FuncFormatter(lambda value, _: printing.short(value, inputs.style)))


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
    why = NO_PLANE if found.twice else NO_PLANE_OF_SOME if found.of_some else NO_PLANE_OF_MARGIN if found.of_margin else TOO_FEW
    return say(why)


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
    numbered(axes.xaxis, inputs)
    numbered(axes.yaxis, inputs)


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
    numbered(axes.xaxis, inputs)


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
