"""Progress through the roadmap: a field for each region and step, with its state in words and the date below it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from ipscohort.figures.inputs import MILLIMETRES
from ipscohort.figures.style import GRID, INK, LINE, MUTED, SMALL, lines_of, new_figure, note_below
from ipscohort.themes.inputs import Inputs
from ipscohort.themes.roadmap import NOT_RECORDED
from ipscohort.themes.roadmap_table import READING, WORDS, state_word, step_label, when
from ipscohort.words import say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHADES = {"done": "#0A4C86", "partly": "#8CCBEE", "intended": "#dfe9f2", "not done": "#ffffff", NOT_RECORDED: "#ffffff"}
"""The further a step has come, the darker; words stand in each field too."""
HEIGHT, HEAD = 0.42, 0.95
LETTERS = 15
"""Letters of a step's name to the line, at five steps to a page."""


def draw_progress(inputs: Inputs) -> Figure:
    """A row for each region, a column for each step."""
    width = inputs.figures.width / MILLIMETRES
    steps, roadmap = inputs.of.steps, inputs.themes.roadmap
    regions = list(dict.fromkeys(steps["region"]))
    note = "" if roadmap.source is None else " ".join([say("Source: {source}.", source=roadmap.source.rstrip(".")), say(READING)])
    height = HEAD + HEIGHT * len(regions) + LINE * (lines_of(note, width) + 1)
    figure = new_figure(width, height, inputs.made_up(published=roadmap.source is not None))
    axes = figure.subplots()
    for row in steps.to_dict("records"):
        _field(axes, int(row["number"]) - 1, regions.index(row["region"]), row)
    axes.set_xlim(0, len(roadmap.steps))
    axes.set_ylim(len(regions), 0)
    heads = [step_label(inputs, {"number": k, "step": step}) for k, step in enumerate(roadmap.steps, 1)]
    letters = max(8, round(LETTERS * width / 7 * 5 / len(heads)))
    axes.set_xticks([k + 0.5 for k in range(len(heads))], [textwrap.fill(text, letters) for text in heads], fontsize=SMALL - 1)
    axes.xaxis.tick_top()
    axes.set_yticks([k + 0.5 for k in range(len(regions))], regions)
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    note_below(figure, note)
    return figure


def _field(axes, across: int, down: int, row: dict) -> None:
    from matplotlib.patches import Rectangle

    state = row["state"] if isinstance(row["state"], str) else NOT_RECORDED
    shade = SHADES[state]
    hatch = None if state != NOT_RECORDED else "...."
    axes.add_patch(
        Rectangle((across + 0.03, down + 0.06), 0.94, 0.88, facecolor=shade, edgecolor=GRID if hatch else MUTED, linewidth=0.7, hatch=hatch)
    )
    words = "?" if state == NOT_RECORDED else say(WORDS[state])
    day = when(row)
    ink = "white" if state == "done" else INK
    axes.text(across + 0.5, down + 0.5, f"{words}\n{day}" if day else words, ha="center", va="center", fontsize=SMALL - 1, color=ink)


def alt_of(inputs: Inputs) -> str:
    """The state of each step in each region, in words."""
    said = []
    for region, of in inputs.of.steps.groupby("region", sort=False):
        states = ", ".join(f"{row['number']} {state_word(row['state'])}" for row in of.to_dict("records"))
        said.append(say("{region}: step {states}.", region=region, states=states))
    return say("Steps of the roadmap by region. {found}", found=" ".join(said))
