"""Jobs by occupation group: a bar for each group, with number and percentage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ipscohort.catalogue.isco import MAJOR_GROUPS
from ipscohort.display import printing
from ipscohort.figures.inputs import FigureInputs
from ipscohort.figures.style import INK, NARROW, SMALL, absent_figure, colour, new_figure, note_below, wrapped
from ipscohort.words import later, say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

UNKNOWN = later("Unknown occupation")
LABEL, ROW = 46, 0.22
"""Characters of a line of a label, and inches of a bar."""


def draw(inputs: FigureInputs) -> Figure:
    """Bars in the order of ISCO-08; of an unknown occupation a hatched one."""
    counts = groups_of(inputs.job_measures)
    if not counts.keys() - {UNKNOWN}:
        return absent_figure(inputs.width, _none(inputs.job_measures), inputs.synthetic)
    labels = [wrapped(say(name), LABEL if inputs.width >= NARROW else LABEL // 2) for name in counts]
    sizes = [max(1, 0.72 * (label.count("\n") + 1)) for label in labels]
    places = [sum(sizes[:k]) + size / 2 for k, size in enumerate(sizes)]
    height = ROW * sum(sizes) + 0.95
    figure = new_figure(inputs.width, height + (0.25 if inputs.synthetic else 0), inputs.synthetic)
    axes = figure.add_subplot()
    total = sum(counts.values())
    tone = colour(inputs.figures.palette, 0)
    for position, (name, n) in zip(places, counts.items(), strict=True):
        look = {"facecolor": "white", "hatch": "////"} if name == UNKNOWN else {"facecolor": tone}
        axes.barh(position, n, height=0.66, edgecolor=tone, linewidth=0.8, **look)
        text = f"{printing.count(n)} ({printing.percent(n, total)}%)"
        axes.annotate(text, (n, position), (4, 0), textcoords="offset points", va="center", fontsize=SMALL, color=INK)
    axes.set_yticks(places, labels)
    axes.set_ylim(sum(sizes) + 0.1, -0.1)
    axes.set_xlim(0, (1.18 if inputs.width >= NARROW else 1.5) * max(counts.values()))
    axes.tick_params(axis="y", length=0)
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.set_xlabel(say("Jobs"))
    note_below(figure, _unit(inputs))
    return figure


def alt(inputs: FigureInputs) -> str:
    """How many jobs there are in each group, the largest first."""
    counts = groups_of(inputs.job_measures)
    if not counts.keys() - {UNKNOWN}:
        return say("No figure: {why}", why=_none(inputs.job_measures))
    total = sum(counts.values())
    said = [
        f"{say(name)} {printing.count(n)} ({printing.percent(n, total)}%)" for name, n in sorted(counts.items(), key=lambda item: -item[1])
    ]
    return f"{_unit(inputs)} {say('By occupation group: {groups}.', groups='; '.join(said))}"


def _none(jobs: pd.DataFrame) -> str:
    """Why there is nothing to draw."""
    return say("These records hold no jobs, so no occupations.") if jobs.empty else say("The records tell no job's occupation.")


def groups_of(jobs: pd.DataFrame) -> dict[str, int]:
    """Jobs in each group that occurs, in the order of ISCO-08, others after them by name, those of unknown occupation last."""
    rank = {name: position for position, name in enumerate(MAJOR_GROUPS)}
    found = jobs["occupation"].value_counts()
    known = {name: int(found[name]) for name in sorted(found.index, key=lambda name: (rank.get(name, len(rank)), name))}
    unknown = int(jobs["occupation"].isna().sum())
    return known | ({UNKNOWN: unknown} if unknown else {})


def _unit(inputs: FigureInputs) -> str:
    jobs = inputs.job_measures
    return say("{jobs} jobs of {persons} persons.", jobs=printing.count(len(jobs)), persons=printing.count(jobs["id"].nunique()))
