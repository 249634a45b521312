"""The specification curve: estimates of all alternatives from the lowest to the highest, and below each what was chosen.

Source: Simonsohn, Simmons & Nelson 2020, doi 10.1038/s41562-020-0912-z; of their methods the curve alone, without its tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ipscohort.contracts.sensitivity import OWN
from ipscohort.display import printing
from ipscohort.display.alternatives import DIRECTION, NOT_INDEPENDENT, REPEATED, Compared, n_flagged
from ipscohort.display.house_style import style_of
from ipscohort.display.naming import capital, level_word
from ipscohort.display.styles import usual
from ipscohort.figures.inputs import MILLIMETRES
from ipscohort.figures.style import (
    COLOURS,
    GRID,
    INK,
    LINE,
    MUTED,
    NARROW,
    SMALL,
    absent_figure,
    lines_of,
    new_figure,
    note_below,
    short,
    wrapped,
)
from ipscohort.sensitivity.inputs import Inputs
from ipscohort.sensitivity.outside_notes import sources
from ipscohort.words import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

CURVE, ROW = 1.5, 0.16
"""Inches of a curve, and of a row of what was chosen."""
LOW, HIGH = 1 / 50, 50.0
"""Limits of ratios beyond these are cut."""
TICKS = (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50)
DOT = 3.2
"""Points of a mark where there are few; fewer where there are many."""
FEW = 60
"""Specifications up to which each has room for a mark of its own."""
PALE, BEHIND = "#9a9a9a", ("#8f8f8f", "#d4d4d4")
"""An interval that includes no difference; intervals that stand close behind their estimates, those without no difference first."""
LABEL = 30
"""Characters of an alternative's name that have room."""
NAMES, AXIS, MOST_ACROSS = 1.6, 0.5, 3
"""Inches that names take, and the axis of each panel; panels side by side at most."""
CHARACTERS_BOLD = 14
"""Characters of a bold heading in small print to the inch."""


def draw_curve(inputs: Inputs) -> Figure:
    """A panel for each estimate of the study, outcomes side by side where the page is wide, with what was chosen below."""
    width, shown = inputs.figures.width / MILLIMETRES, [each for each in inputs.compared if each.own_value is not None or len(each.counted)]
    if not shown:
        return absent_figure(width, say("No regression gave an estimate."), inputs.synthetic)
    shown.sort(key=lambda each: (list(inputs.exposures).index(each.key["exposure"]), each.key["level"]))  # outcomes side by side
    across = min(len({each.key["model"] for each in shown}), MOST_ACROSS) if width >= NARROW else 1
    down, labels = -(-len(shown) // across), _labels(inputs)
    note = _note(inputs)
    characters = int(CHARACTERS_BOLD * (width - NAMES - AXIS * across) / across)
    titles = [wrapped(_title(inputs, each), characters).count("\n") + 1 for each in shown]
    height = down * (CURVE + (max(titles) + 3) * LINE + ROW * len(labels) + 0.2) + LINE * lines_of(note, width) + 0.5
    figure = new_figure(width, height, inputs.synthetic)
    grid = figure.add_gridspec(2 * down, across, height_ratios=[CURVE, ROW * len(labels)] * down)
    for position, compared in enumerate(shown):
        row, column = divmod(position, across)
        upper = figure.add_subplot(grid[2 * row, column])
        lower = figure.add_subplot(grid[2 * row + 1, column], sharex=upper)
        rows = _sorted(compared)
        _draw_estimates(inputs, upper, compared, rows, characters)
        _draw_choices(lower, rows, labels, named=column == 0)
    note_below(figure, note)
    return figure


def _sorted(compared: Compared) -> pd.DataFrame:
    """The study's own and the alternatives counted that are read alike, from the lowest to the highest; after them those with another contrast."""
    own = compared.rows[compared.rows["number"].eq(OWN) & compared.rows[compared.family.columns[0]].notna()]
    rows = pd.concat([own, compared.alike, compared.apart])
    return rows.assign(beyond=rows["contrast"].notna()).sort_values(["beyond", compared.family.columns[0]], kind="stable")


def _draw_estimates(inputs: Inputs, axes: Axes, compared: Compared, rows: pd.DataFrame, characters: int) -> None:
    value, low, high = (rows[name].to_numpy(dtype=float, na_value=np.nan) for name in compared.family.columns)
    if compared.family.exponentiated:
        low, high = np.maximum(low, LOW), np.minimum(high, HIGH)
    at, own = np.arange(len(rows)), rows["number"].eq(OWN).to_numpy(dtype=bool)
    clear = rows["excludes_no_difference"].fillna(False).to_numpy(dtype=bool)
    apart, few = rows["contrast"].notna().to_numpy(dtype=bool), len(rows) <= FEW
    size, line, shades = (DOT, 1.0, (INK, PALE)) if few else (1.4, 0.3, BEHIND)
    axes.axhline(compared.family.null, color=MUTED, linewidth=0.7)
    for which, colour, shade in ((clear, INK, shades[0]), (~clear, PALE, shades[1])):
        for chosen, mark in ((which & ~own & ~apart, "o"), (which & apart, "^")):
            axes.vlines(at[chosen], low[chosen], high[chosen], color=shade, linewidth=line)
            axes.plot(at[chosen], value[chosen], mark, color=colour, markersize=size, markeredgewidth=0)
    _set_apart(axes, apart)
    axes.vlines(at[own], low[own], high[own], color=COLOURS[1], linewidth=1.6, zorder=4)
    axes.plot(at[own], value[own], "D", color=COLOURS[1], markersize=5, markeredgecolor=INK, markeredgewidth=0.5, zorder=5)
    _value_axis(axes, compared, low, high)
    axes.tick_params(axis="x", labelbottom=False, length=0)
    axes.spines["bottom"].set_visible(False)
    axes.set_xlim(-0.8, len(rows) - 0.2)
    axes.set_title(wrapped(_title(inputs, compared), characters), fontsize=SMALL, pad=14 if apart.any() else None)
    axes.set_xlabel(wrapped(_counted(compared), int(1.3 * characters)), fontsize=SMALL - 1, color=MUTED, loc="left")


def _set_apart(axes: Axes, apart: np.ndarray) -> None:
    """Estimates with another contrast stand right of a line, under their name."""
    if not apart.any():
        return
    first = int(np.flatnonzero(apart)[0])
    axes.axvline(first - 0.5, color=MUTED, linewidth=0.8, linestyle=(0, (3, 2)))
    axes.annotate(
        say("per year"),
        (1, 1),
        xycoords="axes fraction",
        xytext=(0, 1),
        textcoords="offset points",
        ha="right",
        va="bottom",
        fontsize=SMALL - 1,
        color=MUTED,
    )


def _value_axis(axes: Axes, compared: Compared, low: np.ndarray, high: np.ndarray) -> None:
    axes.set_ylabel(capital(compared.effect), fontsize=SMALL)
    axes.yaxis.grid(True, color=GRID)
    if not compared.family.exponentiated:
        return
    from matplotlib.ticker import FixedLocator, NullLocator

    bottom, top = (min(np.nanmin(low), 1.0), max(np.nanmax(high), 1.0)) if np.isfinite(low).any() else (0.5, 2.0)
    axes.set_yscale("log")
    axes.set_ylim(bottom / 1.15, top * 1.15)
    ticks = [tick for tick in TICKS if bottom / 1.15 <= tick <= top * 1.15]
    axes.yaxis.set_major_locator(FixedLocator(ticks))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.set_yticklabels([printing.short(tick) for tick in ticks])


def _title(inputs: Inputs, compared: Compared) -> str:
    """What is estimated, without what labels say in brackets."""
    exposure, level = short(inputs.label(compared.key["exposure"])), level_word(compared.key["level"])
    return f"{short(inputs.outcome_label(compared.regression))}: {exposure}, {level}"


def _counted(compared: Compared) -> str:
    """How many alternatives point the same way; how many more change nothing."""
    counted, style = compared.counted, usual()
    groups = compared.of_groups
    n = {
        "same": n_flagged(counted, DIRECTION),
        "clear": n_flagged(groups, "excludes_no_difference"),
        "whole": len(counted),
        "part": len(groups),
    }
    found = {name: printing.count(each, style) for name, each in n.items()}
    if compared.own_value is None:
        said = say("{clear} of {whole} alternatives exclude no difference", clear=found["clear"], whole=found["part"])
    elif len(compared.apart):
        said = say(
            "{same} of {whole} alternatives point the same way, {clear} of the {part} that compare the same groups exclude no difference",
            **found,
        )
    else:
        said = say("{same} of {whole} alternatives point the same way, {clear} exclude no difference", **found)
    repeated = int((compared.rows["number"].gt(OWN) & compared.rows["same_as"].notna()).sum())
    return f"{said} {say(REPEATED, n=printing.count(repeated, style))}" if repeated else said


def _labels(inputs: Inputs) -> list[tuple[str, str]]:
    """Rows below a curve: a choice with its heading (''), and what can be chosen; the study's own way only where choices are crossed."""
    found = []
    for choice in inputs.sensitivity.choices:
        found.append((choice.choice, ""))
        found += [(choice.choice, option) for option in ([choice.here] if inputs.sensitivity.crossed else []) + list(choice.alternatives)]
    return found


def _draw_choices(axes: Axes, rows: pd.DataFrame, labels: list[tuple[str, str]], *, named: bool) -> None:
    own = rows["number"].eq(OWN).to_numpy(dtype=bool)
    size = DOT if len(rows) <= FEW else 1.4
    for height, (choice, option) in enumerate(labels):
        if not option:
            continue
        at = np.flatnonzero(rows[choice].eq(option).to_numpy(dtype=bool))
        axes.axhline(height, color=GRID, linewidth=0.6, zorder=0)
        axes.plot(at, np.full(len(at), height), "s", color=INK, markersize=size, markeredgewidth=0)
    for at in np.flatnonzero(own):
        axes.axvline(at, color=COLOURS[1], linewidth=1.2, zorder=0)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    texts = [_shortened(option or choice) if named else "" for choice, option in labels]
    axes.set_yticks(range(len(labels)), texts, fontsize=SMALL - 1)
    for text, (_, option) in zip(axes.get_yticklabels(), labels, strict=True):
        text.set_fontweight("normal" if option else "bold")
    axes.tick_params(axis="both", length=0, labelbottom=False)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _shortened(text: str) -> str:
    return text if len(text) <= LABEL else f"{text[: LABEL - 1].rstrip()}\u2026"


def _note(inputs: Inputs) -> str:
    crossed = inputs.sensitivity.crossed
    marks = say(
        "Each upright line: the estimate under one specification with its {ci}; dark where it excludes no difference. Orange: the study's own. Below "
        "each, a square: what was chosen.",
        ci=inputs.ci,
    )
    left = (
        say("Combinations that only repeat an estimate are left out.")
        if crossed
        else say("Alternatives that change nothing in a model are left out.")
    )
    contrast = inputs.found["contrast"].notna().any()
    apart = f" {say('Triangles, right of the broken line: per year of inclusion, another contrast.')}" if contrast else ""
    return " ".join([f"{marks} {left}{apart} {say(NOT_INDEPENDENT)}", *sources(inputs)])


def alt_of(inputs: Inputs) -> str:
    """Each estimate with how many of its alternatives point the same way, in words."""
    said = []
    for compared in inputs.compared:
        head = f"{inputs.outcome_label(compared.regression)}, {inputs.contrast(compared)}"
        value, style = compared.own_value, style_of(inputs.tables)
        shown = printing.number(value, inputs.tables.estimate_decimals, style=style) if value is not None else printing.DASH
        said.append(f"{head}: {compared.effect} {shown}; {_counted(compared)}.")
    return say("Specification curve. {found}", found=" ".join(said))
