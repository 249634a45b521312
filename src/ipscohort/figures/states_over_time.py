"""Without a job, in a job, or gone: areas over time, of everybody and at each level of each exposure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.states import name_of
from ipscohort.figures.inputs import FigureInputs
from ipscohort.figures.style import (
    LINE,
    NARROW,
    SMALL,
    absent_figure,
    lines_of,
    new_figure,
    note_below,
    percent_axis,
    time_ticks,
    wrapped,
)
from ipscohort.words import later, say, say_n

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TONES = {"job": "#0A4C86", "no_job": "#E3E3E3", "left": "#8A8A8A", "competing": "#3C3C3C"}
"""State -> its colour, from below: any two neighbours differ in lightness, so that they stay apart in grey."""
HATCHES = {"competing": "////"}
PANEL, TITLE = 1.7, 42
"""Inches of a panel; characters of a line of its title."""
SAID = later("From below: in a job, without one, left before the end of follow-up. n: persons whose jobs all have known dates.")
Group = tuple[str, str]
"""Exposure and level."""


def draw(inputs: FigureInputs) -> Figure:
    """A panel for everybody across the page, then one for each level, two side by side."""
    if inputs.states.empty:
        return absent_figure(inputs.width, _why_none(inputs), inputs.synthetic)
    groups = [(name, level) for name, levels in inputs.levels_in(inputs.states).items() for level in levels]
    across = 2 if inputs.width >= NARROW else 1
    rows = 1 + -(-(len(groups) - 1) // across)
    note = " ".join([say(SAID), *_left_out(inputs)])
    height = rows * (PANEL + 0.75) + LINE * (lines_of(note, inputs.width) + 2)
    figure = new_figure(inputs.width, height, inputs.synthetic)
    grid = figure.add_gridspec(rows, across)
    end = _end(inputs)
    for position, group in enumerate(groups):
        place = grid[0, :] if position == 0 else grid[1 + (position - 1) // across, (position - 1) % across]
        axes = figure.add_subplot(place)
        handles = _draw_panel(inputs, axes, group, end, wide=position == 0 and across > 1)
        if position == 0:  # from above, as the areas lie
            named = {name_of(state): handles[state] for state in reversed(TONES) if state in handles}
            axes.legend(named.values(), named.keys(), loc="upper left", fontsize=SMALL, frameon=True, framealpha=0.95, edgecolor="white")
    note_below(figure, note)
    return figure


def alt(inputs: FigureInputs) -> str:
    """Share in each state at the end of follow-up, and mean days in a job, of everybody and at each level."""
    if inputs.states.empty:
        return say("No figure: {why}", why=_why_none(inputs))
    said = [say("Areas over time: shares of persons in each state.")]
    for name, levels in inputs.levels_in(inputs.states).items():
        label = say("All participants") if name == "all" else inputs.label(name)
        said.append(f"{label}: {'; '.join(_ended(inputs, (name, level)) for level in levels)}.")
    return " ".join([*said, *_left_out(inputs)])


def _left_out(inputs: FigureInputs) -> list[str]:
    """What leaving out who had a job may do."""
    n = int(_at_the_end(inputs, ("all", "all"))["n_excluded"].iloc[0])
    one = later("{n} person with a job of unknown start or end is left out, so that the share and the days in a job may be too small.")
    many = later("{n} persons with a job of unknown start or end are left out, so that the share and the days in a job may be too small.")
    return [say_n(one, many, n)] if n else []


def _why_none(inputs: FigureInputs) -> str:
    told = inputs.time_in_states["warning"].dropna()
    return str(told.iloc[0]) if len(told) else say("States over time are not asked for in these settings.")


def _end(inputs: FigureInputs) -> float:
    return float(inputs.time_in_states["time"].max())


def _at_the_end(inputs: FigureInputs, group: Group) -> pd.DataFrame:
    frame = inputs.time_in_states
    mine = frame[frame["exposure"].eq(group[0]) & frame["level"].eq(group[1])]
    return mine[mine["time"].eq(mine["time"].max())].set_index("state")


def _ended(inputs: FigureInputs, group: Group) -> str:
    """'yes: in a job 14%, without a job 86%, left before the end 0%; 171.8 of 914 days in a job (n = 97)'."""
    rows = _at_the_end(inputs, group)
    shares = ", ".join(
        say("{state} {percent}%", state=name_of(state), percent=printing.number(100 * share, 0))
        for state, share in rows["share"].items()
        if not printing.absent(share)
    )
    parts = {
        "days": printing.number(rows["days"].get("job"), 1),
        "all": printing.count(_end(inputs)),
        "n": printing.count(rows["n"].iloc[0]),
    }
    said = say("{shares}; {days} of {all} days in a job (n = {n})", shares=shares, **parts)
    return said if group[1] == "all" else f"{level_word(group[1])}: {said}"


def _draw_panel(inputs: FigureInputs, axes: Axes, group: Group, end: float, *, wide: bool) -> dict[str, object]:
    """The areas of a group; its mean days in a job in the title."""
    frame = inputs.states
    mine = frame[frame["exposure"].eq(group[0]) & frame["level"].eq(group[1])]
    shares = mine.pivot(index="time", columns="state", values="share").sort_index()
    days = np.r_[shares.index.to_numpy(float), max(end, float(shares.index[-1]))]
    below, handles = np.zeros(len(days)), {}
    for state in [state for state in TONES if state in shares]:
        values = shares[state].to_numpy(float)
        above = below + np.r_[values, values[-1]]
        handles[state] = axes.fill_between(
            days, below, above, step="post", color=TONES[state], linewidth=0, hatch=HATCHES.get(state), edgecolor="white"
        )
        below = above
    axes.set_xlim(0, end)
    axes.set_ylim(0, 1)
    percent_axis(axes)
    axes.yaxis.grid(False)
    axes.set_xticks(time_ticks(end, "days", most=13 if wide else 6))
    axes.set_xlabel(say("Days since inclusion"))
    axes.set_ylabel(say("Share of persons"))
    axes.set_title(wrapped(_title(inputs, group), 2 * TITLE if wide else TITLE), fontsize=SMALL)
    return handles


def _title(inputs: FigureInputs, group: Group) -> str:
    """'Experience: second half (n = 44); mean 215 of 914 days in a job'."""
    rows = _at_the_end(inputs, group)
    name = say("All participants") if group[0] == "all" else f"{inputs.label(group[0])}: {level_word(group[1])}"
    counted = say("{group} (n = {n})", group=name, n=printing.count(rows["n"].iloc[0]))
    days = rows["days"].get("job")
    if printing.absent(days):
        return counted
    return say(
        "{group}; mean {days} of {all} days in a job", group=counted, days=printing.number(days, 0), all=printing.count(_end(inputs))
    )
