"""Estimates of every exposure, crude and adjusted, with the numbers beside them: ratios on a log axis, differences on a plain one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from ipscohort.config.analysis import Regression
from ipscohort.display import printing
from ipscohort.figures.inputs import FigureInputs
from ipscohort.figures.style import GRID, INK, MUTED, SMALL, absent_figure, broken, colour, new_figure, wrapped
from ipscohort.models.families import FAMILIES, Family

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SAME_ROWS = "crude_on_adjusted_rows"
SHOWN = {"crude": "Crude", SAME_ROWS: "Crude, on the persons of the adjusted model", "adjusted": "Adjusted"}
"""Adjustment -> how the legend calls it, from the top of a row to its foot."""
LOW, HIGH = 1 / 20, 20.0
"""Intervals beyond these are cut and end in an arrow."""
OFFSETS = {2: (-0.17, 0.17), 3: (-0.26, 0.0, 0.26)}
"""Number of estimates in a row -> their distances from its middle."""
DIGIT = 5.2
"""Points that a digit of N takes at most."""
RIGHT = 1.03
"""Where the numbers beside a panel begin, in widths of it."""
DECIMALS = 2
LABEL = 30
"""Characters of a line of a row's label."""


def draw(inputs: FigureInputs) -> Figure:
    """A panel for each regression, a row for each level compared with its reference."""
    width = inputs.figures.width
    shown = inputs.estimates[inputs.estimates["adjustment"].isin(SHOWN) & inputs.estimates["level"].ne(inputs.estimates["reference"])]
    panels = {name: shown[shown["model"] == name] for name in inputs.models.regressions}
    panels = {name: rows for name, rows in panels.items() if _keys(inputs, rows)}
    if not panels or not shown["estimate"].notna().any():
        return absent_figure(width, "No regression gave an estimate.", inputs.synthetic)
    lines = {name: _keys(inputs, rows) for name, rows in panels.items()}
    heights = [_row_height(inputs, panels[name], keys) * len(keys) + 0.75 for name, keys in lines.items()]
    room = DIGIT * max(len(printing.count(n)) for n in shown["n"]) + 8
    starred = any(_starred(row) for rows in panels.values() for _, row in rows.iterrows())
    note = below(inputs, list(panels), starred)
    figure = new_figure(width, sum(heights) + 0.35 + 0.16 * (note.count("\n") + 1 if note else 0), inputs.synthetic)
    grid = figure.add_gridspec(len(panels), 1, height_ratios=heights)
    for number, (name, rows) in enumerate(panels.items()):
        axes = figure.add_subplot(grid[number])
        _draw_panel(inputs, axes, inputs.models.regressions[name], rows, lines[name])
        _draw_numbers(inputs, axes, rows, lines[name], room)
    adjustments = [a for a in SHOWN if any(a in _adjustments(rows) for rows in panels.values())]
    _legend(inputs, figure, adjustments, note)
    return figure


def below(inputs: FigureInputs, models: list[str], starred: bool) -> str:
    """What stands in small print: where stars lead to, what exposures stand for, and who only is modelled."""
    regressions = [inputs.models.regressions[name] for name in models]
    exposures = [name for r in regressions for name in (r.exposures or inputs.exposures)]
    lines = ["* see the note in the table of regressions."] if starred else []
    lines += [*inputs.caveats(exposures), *filter(None, [inputs.workers_only(regressions)])]
    return "\n".join(broken(line, inputs.figures.width) for line in lines)


def _adjustments(rows: pd.DataFrame) -> list[str]:
    """Which estimates a panel shows: the crude ones on the adjusted model's persons only where those are others."""
    n = rows.pivot(index=["exposure", "level"], columns="adjustment", values="n")
    others = SAME_ROWS in n and bool((n["crude"] != n[SAME_ROWS]).any())
    return [name for name in SHOWN if others or name != SAME_ROWS]


def _keys(inputs: FigureInputs, rows: pd.DataFrame) -> list[tuple[str, str]]:
    """Exposure and level of each row, in the order of the settings and of the levels."""
    present = set(zip(rows["exposure"], rows["level"], strict=True))
    return [(exposure, level) for exposure in inputs.exposures for level in inputs.levels(exposure) if (exposure, level) in present]


def _draw_panel(inputs: FigureInputs, axes: Axes, regression: Regression, rows: pd.DataFrame, keys: list[tuple[str, str]]) -> None:
    family = FAMILIES[regression.model]
    low, high = limits(rows, family)
    if family.exponentiated:
        axes.set_xscale("log")
    axes.set_xlim(low, high)
    axes.set_ylim(len(keys) - 0.5, -0.5)
    axes.axvline(family.null, color=MUTED, linewidth=0.8, zorder=0)
    for height, row in _placed(rows, keys):
        _draw_estimate(inputs, axes, row, height)
    axes.set_yticks(range(len(keys)), _row_labels(inputs, rows, keys))
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    effect = _effect(regression)
    _value_axis(axes, low, high, family)
    axes.set_xlabel(f"{effect} (log scale)" if family.exponentiated else effect)
    axes.set_title(inputs.outcome_label(regression))


def _placed(rows: pd.DataFrame, keys: list[tuple[str, str]]) -> Iterator[tuple[float, pd.Series]]:
    """Every estimate of a panel that is shown, with its height."""
    adjustments = _adjustments(rows)
    for position, (exposure, level) in enumerate(keys):
        chosen = rows[(rows["exposure"] == exposure) & (rows["level"] == level)]
        for shown, shift in zip(adjustments, OFFSETS[len(adjustments)], strict=True):
            for _, row in chosen[chosen["adjustment"] == shown].iterrows():
                yield position + shift, row


def _effect(regression: Regression) -> str:
    """'Odds ratio'."""
    effect = FAMILIES[regression.model].effect_of(regression.offset)
    return effect[:1].upper() + effect[1:]


def _draw_numbers(inputs: FigureInputs, axes: Axes, rows: pd.DataFrame, keys: list[tuple[str, str]], room: float) -> None:
    """N of each estimate's model, and `room` points beside it the estimate with its interval."""
    look = {"textcoords": "offset points", "fontsize": SMALL, "annotation_clip": False}
    headings = ("n", f"{_effect(inputs.models.regressions[rows['model'].iloc[0]])} ({inputs.ci})")
    for text, right in zip(headings, (0, room), strict=True):
        axes.annotate(text, (RIGHT, 1.03), (right, 0), xycoords=axes.transAxes, va="bottom", color=MUTED, **look)
    for height, row in _placed(rows, keys):
        texts = ((printing.count(row["n"]), 0, MUTED), (_numbers(inputs, row), room, INK))
        for text, right, tone in texts:
            axes.annotate(text, (RIGHT, height), (right, 0), xycoords=axes.get_yaxis_transform(), va="center", color=tone, **look)


def _values(inputs: FigureInputs, row: pd.Series) -> list:
    """What is read, and its limits."""
    return row[list(FAMILIES[inputs.models.regressions[row["model"]].model].columns)].tolist()


def _numbers(inputs: FigureInputs, row: pd.Series) -> str:
    """'0.30 (0.11 to 0.77) *'."""
    return printing.with_interval(*_values(inputs, row), DECIMALS) + (" *" if _starred(row) else "")


def _row_labels(inputs: FigureInputs, rows: pd.DataFrame, keys: list[tuple[str, str]]) -> list[str]:
    reference = {exposure: rows.loc[rows["exposure"] == exposure, "reference"].iloc[0] for exposure, _ in keys}
    return [f"{wrapped(inputs.label(e), LABEL)}:\n{wrapped(f'{level} against {reference[e]}', LABEL)}" for e, level in keys]


def _row_height(inputs: FigureInputs, rows: pd.DataFrame, keys: list[tuple[str, str]]) -> float:
    """Inches of a row: enough for two estimates and for its longest label."""
    lines = max(label.count("\n") + 1 for label in _row_labels(inputs, rows, keys))
    return max(0.18 * len(_adjustments(rows)) + 0.1, 0.16 * lines + 0.06)


def limits(rows: pd.DataFrame, family: Family) -> tuple[float, float]:
    """Ends of the axis: around all intervals; of ratios at least 0.5 to 2 and at most LOW to HIGH, of differences around 0."""
    ends = [float(v) for name in family.columns for v in rows[name].dropna()]
    if not family.exponentiated:
        low, high = min([0.0, *ends]), max([0.0, *ends])
        room = 0.05 * (high - low) or 1.0
        return low - room, high + room
    low, high = min([0.5, *ends]), max([2.0, *ends])
    return max(LOW, low / 1.1), min(HIGH, high * 1.1)


def _value_axis(axes: Axes, low: float, high: float, family: Family) -> None:
    from matplotlib.ticker import FixedLocator, MaxNLocator, NullFormatter, NullLocator

    axes.xaxis.grid(True, color=GRID)
    axes.set_axisbelow(True)
    if not family.exponentiated:
        axes.xaxis.set_major_locator(MaxNLocator(6))
        return
    ticks = [t for t in (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20) if low <= t <= high]
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_xticklabels([f"{t:g}" for t in ticks])


def _look(inputs: FigureInputs, adjustment: str) -> dict[str, object]:
    if adjustment != "adjusted":
        return {"color": MUTED, "marker": "o", "markerfacecolor": "white" if adjustment == "crude" else MUTED}
    tone = colour(inputs.figures.palette, 0)
    return {"color": tone, "marker": "s", "markerfacecolor": tone}


def _starred(row: pd.Series) -> bool:
    """Whether a note is to be read before the number: there is none, it is penalised, or it rests on few persons or events."""
    return not printing.absent(row["warning"]) and (
        printing.absent(row["estimate"]) or (not pd.isna(row["caution"]) and bool(row["caution"]))
    )


def _draw_estimate(inputs: FigureInputs, axes: Axes, row: pd.Series, height: float) -> None:
    look, (low, high), (middle, *limited) = _look(inputs, row["adjustment"]), axes.get_xlim(), _values(inputs, row)
    if printing.absent(middle):
        return
    left, right = (cut if printing.absent(end) else float(end) for cut, end in zip((low, high), limited, strict=True))
    axes.plot([max(left, low), min(right, high)], [height, height], color=look["color"], linewidth=1.3, solid_capstyle="butt")
    for cut, end, arrow in ((left < low, low, "<"), (right > high, high, ">")):
        if cut:
            axes.plot([end], [height], linestyle="", marker=arrow, markersize=5, color=look["color"], clip_on=False)
    if low <= float(middle) <= high:
        axes.plot([float(middle)], [height], linestyle="", markersize=5, markeredgewidth=1.2, **look)


def _legend(inputs: FigureInputs, figure: Figure, adjustments: list[str], note: str) -> None:
    from matplotlib.lines import Line2D

    handles = [Line2D([], [], linewidth=1.3, markersize=5, label=SHOWN[name], **_look(inputs, name)) for name in adjustments]
    legend = figure.legend(
        handles=handles, loc="outside lower left", ncols=len(handles), title=note or None, title_fontsize=SMALL, alignment="left"
    )
    legend.get_title().set_color(MUTED)
