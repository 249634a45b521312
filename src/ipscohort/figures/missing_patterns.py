"""Which values of the models' variables are missing together: a row for each variable, a column for each pattern."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ipscohort.display import printing
from ipscohort.figures.inputs import FigureInputs
from ipscohort.figures.sheet import banner, new_sheet
from ipscohort.figures.style import CHARACTERS, LINE, MUTED, SMALL, absent_figure, broken, colour, lines_of, wrapped
from ipscohort.words import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

CELL, MARGIN = 0.32, 0.1
"""Inches of a column, and around everything."""
LABEL = 0.38
"""Of the width, for the variables' names."""
DENSE = 17
"""Characters to the inch of a heading that must not pass the edge."""


def draw(inputs: FigureInputs) -> Figure:
    """A full square where a value is missing, an open one where it is there; persons below, missing values beside."""
    patterns = inputs.missing_patterns
    if patterns.empty:
        return absent_figure(
            inputs.width, say("No regression names variables, so there is no pattern of missing values."), inputs.synthetic
        )
    if not patterns["missing"].any():
        return absent_figure(inputs.width, alt(inputs), inputs.synthetic)
    variables = list(dict.fromkeys(patterns["variable"]))
    left, names = LABEL * inputs.width, [_named(inputs, name) for name in variables]
    shown = _shown(inputs, patterns)
    heights = [max(0.24, LINE * (name.count("\n") + 1) + 0.05) for name in names]
    top = banner(inputs.width, inputs.synthetic) + 0.22
    foot = top + sum(heights)
    note = _note(patterns, shown)
    figure, axes = new_sheet(inputs.width, foot + 0.5 + LINE * lines_of(note, inputs.width), inputs.synthetic)
    right = left + CELL * len(shown) + 0.15
    heading = say("Missing, n")
    axes.text(min(right, inputs.width - len(heading) / DENSE), top - 0.08, heading, va="center", fontsize=SMALL, color=MUTED)
    at = top
    for variable, name, height in zip(variables, names, heights, strict=True):
        rows = patterns[patterns["variable"] == variable].set_index("pattern")
        _draw_row(inputs, axes, rows, shown, at + height / 2, left)
        axes.text(left - 0.1, at + height / 2, name, ha="right", va="center", fontsize=SMALL)
        missing = rows.loc[rows["missing"].astype(bool), "n"].sum()
        axes.text(right, at + height / 2, printing.count(missing), va="center", fontsize=SMALL)
        at += height
    axes.text(left - 0.1, foot + 0.14, say("Persons, n"), ha="right", va="center", fontsize=SMALL, color=MUTED)
    of_pattern = patterns.groupby("pattern")["n"].first()
    for place, pattern in enumerate(shown):
        middle = left + CELL * (place + 0.5)
        axes.text(middle, foot + 0.14, printing.count(of_pattern[pattern]), ha="center", va="center", fontsize=SMALL)
    axes.text(MARGIN, foot + 0.42, broken(note, inputs.width), va="top", fontsize=SMALL, color=MUTED)
    return figure


def alt(inputs: FigureInputs) -> str:
    """How many persons are complete, and how many miss each variable."""
    patterns = inputs.missing_patterns
    if patterns.empty:
        return say("No figure: no regression names variables.")
    total, complete = _totals(patterns)
    missing = patterns[patterns["missing"].astype(bool)].groupby("variable", sort=False)["n"].sum()
    said = "; ".join(f"{inputs.called(name, inputs.models)} {printing.count(n)}" for name, n in missing.items())
    counted = {"n": printing.count(complete), "total": printing.count(total)}
    head = say("Missing values among the variables of the regressions: {n} of {total} persons have none.", **counted)
    return f"{head} {say('Missing: {variables}.', variables=said)}" if said else head


def _named(inputs: FigureInputs, variable: str) -> str:
    return wrapped(inputs.called(variable, inputs.models), int(CHARACTERS * (LABEL * inputs.width - 0.15)))


def _shown(inputs: FigureInputs, patterns: pd.DataFrame) -> list[int]:
    """The commonest patterns, as many as there is room for."""
    room = int((inputs.width * (1 - LABEL) - 0.75) / CELL)
    return sorted(set(patterns["pattern"]))[:room]


def _draw_row(inputs: FigureInputs, axes: Axes, rows: pd.DataFrame, shown: list[int], level: float, left: float) -> None:
    from matplotlib.patches import Rectangle

    tone, size = colour(inputs.figures.palette, 0), 0.15
    for place, pattern in enumerate(shown):
        missing = bool(rows.loc[pattern, "missing"])
        corner = (left + CELL * (place + 0.5) - size / 2, level - size / 2)
        look = {"facecolor": tone, "edgecolor": tone} if missing else {"facecolor": "white", "edgecolor": "#b0b0b0"}
        axes.add_patch(Rectangle(corner, size, size, linewidth=0.7, **look))


def _totals(patterns: pd.DataFrame) -> tuple[int, int]:
    """Persons, and those of them without a missing value."""
    by_pattern = patterns.groupby("pattern").agg(n=("n", "first"), missing=("missing", "any"))
    return int(by_pattern["n"].sum()), int(by_pattern.loc[~by_pattern["missing"].astype(bool), "n"].sum())


def _note(patterns: pd.DataFrame, shown: list[int]) -> str:
    total, complete = _totals(patterns)
    of_others = patterns[~patterns["pattern"].isin(shown)].groupby("pattern")["n"].first()
    said = say(
        "Full square: missing; open square: known. Each column is a pattern. Nothing missing: {n} of {total} persons.",
        n=printing.count(complete),
        total=printing.count(total),
    )
    if not len(of_others):
        return said
    others = {"patterns": printing.count(len(of_others)), "persons": printing.count(of_others.sum())}
    return f"{said} {say('Not shown: {patterns} rarer patterns of {persons} persons.', **others)}"
