"""Estimates of every exposure, crude and adjusted, with all numbers beside them: ratios on a log axis, differences on a plain one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from ipscohort.catalogue.adjustments import MUTUAL, SAME_ROWS
from ipscohort.config.analysis import Regression
from ipscohort.display import printing
from ipscohort.display.naming import capital, level_word
from ipscohort.figures.inputs import FigureInputs
from ipscohort.figures.style import (
    CHARACTERS,
    GRID,
    INK,
    LINE,
    MUTED,
    NARROW,
    SMALL,
    absent_figure,
    broken,
    colour,
    lines_of,
    new_figure,
    wrapped,
)
from ipscohort.models.families import FAMILIES, Family
from ipscohort.words import later, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SHOWN = {
    "crude": later("Crude"),
    SAME_ROWS: later("Crude, on the persons of the adjusted model"),
    "adjusted": later("Adjusted"),
    MUTUAL: later("Adjusted, also for the other exposures"),
}
"""Adjustment -> how the legend calls it, from the top of a row to its foot."""
IN_WORDS = {
    "crude": later("crude {estimate}, n = {n}"),
    "adjusted": later("adjusted {estimate}, n = {n}"),
    MUTUAL: later("adjusted for the other exposures too {estimate}, n = {n}"),
}
"""Adjustment -> its estimate in a sentence."""
LOW, HIGH = 1 / 20, 20.0
"""Intervals beyond these are cut and end in an arrow."""
POINTS = 5.2
"""Points that a character of small print takes at most."""
RIGHT = 1.03
"""Where the numbers beside a panel begin, in widths of it."""
LABEL, HEADING = 32, 24
"""Characters of a line of a row's label, and of a heading of numbers."""
LARGE, HANDLE = 13.4, 7
"""Characters of an axis label to the inch, and those that a legend's mark takes."""


@dataclass(frozen=True)
class Panel:
    """One regression: its rows of ESTIMATES, exposure and level of each line, and whether labels stand above the lines."""

    regression: Regression
    rows: pd.DataFrame
    keys: list[tuple[str, str]]
    labels: list[str]
    narrow: bool

    @property
    def family(self) -> Family:
        """Its family of models."""
        return FAMILIES[self.regression.model]

    @cached_property
    def adjustments(self) -> list[str]:
        """Which estimates it shows: the crude ones on the adjusted model's persons only where those are others."""
        n = self.rows.pivot(index=["exposure", "level"], columns="adjustment", values="n")
        others = SAME_ROWS in n and bool((n["crude"] != n[SAME_ROWS]).any())
        return [name for name in SHOWN if (others or name != SAME_ROWS) and name in n]

    @property
    def lines(self) -> int:
        """Of its longest label."""
        return max(label.count("\n") + 1 for label in self.labels)

    @property
    def row_height(self) -> float:
        """Inches of a line: enough for its estimates, and for the longest label above or beside them."""
        estimates, label = 0.18 * len(self.adjustments) + 0.1, LINE * self.lines + 0.12
        return estimates + label if self.narrow else max(estimates, label)

    @cached_property
    def placed(self) -> list[tuple[float, pd.Series]]:
        """Every estimate that is shown, with its height."""
        return list(self._placed())

    def _placed(self) -> Iterator[tuple[float, pd.Series]]:
        shown = self.adjustments
        taken = (LINE * self.lines + 0.12) / self.row_height if self.narrow else 0.1
        step = (1 - taken - (0 if self.narrow else 0.1)) / len(shown)
        for position, (exposure, level) in enumerate(self.keys):
            chosen = self.rows[(self.rows["exposure"] == exposure) & (self.rows["level"] == level)]
            for number, name in enumerate(shown):
                for _, row in chosen[chosen["adjustment"] == name].iterrows():
                    yield position - 0.5 + taken + step * (number + 0.5), row


def draw(inputs: FigureInputs) -> Figure:
    """A panel for each regression, a row for each level compared with its reference."""
    panels = panels_of(inputs)
    if not panels or not inputs.estimates["estimate"].notna().any():
        return absent_figure(inputs.width, say("No regression gave an estimate."), inputs.synthetic)
    heights = [panel.row_height * len(panel.keys) + 0.9 + LINE * _axis_label(inputs, panel).count("\n") for panel in panels]
    note = below(inputs, panels)
    lines = lines_of(note, inputs.width) + len(_legend_rows(panels, inputs.width))
    figure = new_figure(inputs.width, sum(heights) + 0.3 + LINE * lines, inputs.synthetic)
    grid = figure.add_gridspec(len(panels), 1, height_ratios=heights)
    columns = [_columns(inputs, panel) for panel in panels]
    rooms = [max(_room(texts[number]) for texts in columns) for number in range(len(columns[0]))]
    for number, panel in enumerate(panels):
        axes = figure.add_subplot(grid[number])
        _draw_panel(inputs, axes, panel, [heading for heading, *_ in columns[number]])
        _draw_numbers(axes, panel, columns[number], rooms)
    _legend(inputs, figure, panels, note)
    return figure


def alt(inputs: FigureInputs) -> str:
    """Every comparison with its crude and its adjusted estimate, as the figure prints them."""
    said = []
    for panel in panels_of(inputs):
        for exposure, level in panel.keys:
            rows = panel.rows[(panel.rows["exposure"] == exposure) & (panel.rows["level"] == level)].set_index("adjustment")
            parts = [
                say(text, estimate=_estimate(inputs, panel, rows.loc[name]), n=printing.count(rows.loc[name, "n"]))
                for name, text in IN_WORDS.items()
                if name in rows.index
            ]
            named = {"outcome": inputs.outcome_label(panel.regression), "exposure": inputs.label(exposure), "level": level_word(level)}
            named |= {
                "reference": level_word(rows["reference"].iloc[0]),
                "effect": panel.family.effect_of(panel.regression.offset),
                "ci": inputs.ci,
            }
            text = say(
                "{outcome}, {exposure}, {level} against {reference}: {effect} ({ci}) {estimates}.", **named, estimates="; ".join(parts)
            )
            said.append(text)
    if not said:
        return say("No figure: no regression gave an estimate.")
    return say("Forest plot of observational estimates. {comparisons}", comparisons=" ".join(said))


def panels_of(inputs: FigureInputs) -> list[Panel]:
    """A panel for each regression with rows to show, in the order of the settings."""
    shown = inputs.estimates[inputs.estimates["adjustment"].isin(SHOWN) & inputs.estimates["level"].ne(inputs.estimates["reference"])]
    found = []
    for name, regression in inputs.models.regressions.items():
        rows = shown[shown["model"] == name]
        present = set(zip(rows["exposure"], rows["level"], strict=True))
        keys = [(exposure, level) for exposure in inputs.exposures for level in inputs.levels(exposure) if (exposure, level) in present]
        if keys:
            labels = [_row_label(inputs, rows, *key) for key in keys]
            found.append(Panel(regression, rows, keys, labels, inputs.width < NARROW))
    return found


def below(inputs: FigureInputs, panels: list[Panel]) -> str:
    """What stands in small print: what stars mean, what exposures stand for, and who only is modelled."""
    exposures = [exposure for panel in panels for exposure, _ in panel.keys]
    lines = [*_stars(panels), *inputs.caveats(exposures), *filter(None, [inputs.workers_only(p.regression for p in panels)])]
    return "\n".join(broken(line, inputs.width) for line in lines)


def _stars(panels: list[Panel]) -> list[str]:
    """What is to be read before a starred number: its warning's first sentence, said once."""
    warnings = [str(row["warning"]) for panel in panels for _, row in panel.placed if _starred(row)]
    first = dict.fromkeys(text.partition(". ")[0].rstrip(".") for text in warnings)
    return [f"* {'; '.join(first)}."] if first else []


TITLE = 4.9
"""Letters of a title to an inch of the figure's width that end before the second column of numbers."""


def _draw_panel(inputs: FigureInputs, axes: Axes, panel: Panel, headings: list[str]) -> None:
    """The estimates of a panel; its title stands clear of the headings of the numbers beside it."""
    low, high = limits(panel.rows, panel.family)
    if panel.family.exponentiated:
        axes.set_xscale("log")
    axes.set_xlim(low, high)
    axes.set_ylim(len(panel.keys) - 0.5, -0.5)
    axes.axvline(panel.family.null, color=MUTED, linewidth=0.8, zorder=0)
    for height, row in panel.placed:
        _draw_estimate(inputs, axes, panel, row, height)
    axes.set_yticks(range(len(panel.keys)), [""] * len(panel.keys) if panel.narrow else panel.labels)
    axes.tick_params(axis="y", length=0)
    for position, label in enumerate(panel.labels if panel.narrow else ()):
        axes.text(0, position - 0.46, label, transform=axes.get_yaxis_transform(), va="top", fontsize=SMALL)
    axes.spines["left"].set_visible(False)
    _value_axis(axes, low, high, panel.family)
    axes.set_xlabel(_axis_label(inputs, panel), loc="left" if panel.narrow else "center")
    title = inputs.outcome_label(panel.regression)
    axes.set_title(title, pad=4 if panel.narrow else 4 + 12 * _lines_below(title, inputs.width, headings))


def _lines_below(title: str, width: float, headings: list[str]) -> int:
    """Lines below a title: those of the first heading beside it, and of the longest where it is so long that it reaches them all."""
    lines = [heading.count("\n") + 1 for heading in headings]
    return max(lines) if len(title) > TITLE * width else lines[0]


def _axis_label(inputs: FigureInputs, panel: Panel) -> str:
    """'Odds ratio (log scale)', 'Difference in means (days)'; on a narrow page, where no heading says so, with the kind of interval."""
    scale = say("log scale") if panel.family.exponentiated else inputs.unit_of(panel.regression.outcome)
    said = ", ".join(filter(None, [inputs.ci if panel.narrow else "", scale]))
    label = f"{_effect(panel)} ({said})" if said else _effect(panel)
    return wrapped(label, int(LARGE * inputs.width)) if panel.narrow else label


def _effect(panel: Panel) -> str:
    """'Odds ratio'."""
    return capital(panel.family.effect_of(panel.regression.offset))


def _columns(inputs: FigureInputs, panel: Panel) -> list[list[str]]:
    """The columns of numbers, each with its heading first; a narrow page has room for the estimate alone."""
    rows = [row for _, row in panel.placed]
    heading = "" if panel.narrow else f"{wrapped(_effect(panel), HEADING)}\n({inputs.ci})"
    estimates = [heading, *(_estimate(inputs, panel, row) + (" *" if _starred(row) else "") for row in rows)]
    if panel.narrow:
        return [estimates]
    events = not rows or not printing.absent(rows[0]["n_events"])
    counted = [f"{printing.count(row['n_events'])}/{printing.count(row['n'])}" if events else printing.count(row["n"]) for row in rows]
    return [[say("Events/n") if events else "n", *counted], estimates, ["p", *(printing.p_value(row["p_value"]) for row in rows)]]


def _room(texts: list[str]) -> float:
    """Points that a column takes."""
    return POINTS * max(len(line) for text in texts for line in text.split("\n")) + 8


def _draw_numbers(axes: Axes, panel: Panel, columns: list[list[str]], rooms: list[float]) -> None:
    """The columns of numbers beside the panel, each at the height of its estimate."""
    look = {"textcoords": "offset points", "fontsize": SMALL, "annotation_clip": False}
    right = 0.0
    for (heading, *texts), room in zip(columns, rooms, strict=True):
        axes.annotate(heading, (RIGHT, 1.0), (right, 2), xycoords=axes.transAxes, va="bottom", color=MUTED, **look)
        for (height, row), text in zip(panel.placed, texts, strict=True):
            weight = "bold" if row["adjustment"] == "adjusted" else "normal"
            place = {"xycoords": axes.get_yaxis_transform(), "va": "center", "color": INK, "fontweight": weight}
            axes.annotate(text, (RIGHT, height), (right, 0), **place, **look)
        right += room


def _values(panel: Panel, row: pd.Series) -> list:
    """What is read, and its limits."""
    return row[list(panel.family.columns)].tolist()


def _estimate(inputs: FigureInputs, panel: Panel, row: pd.Series) -> str:
    """'0.30 (0.11 to 0.77)'."""
    return printing.with_interval(*_values(panel, row), inputs.tables.estimate_decimals)


def _row_label(inputs: FigureInputs, rows: pd.DataFrame, exposure: str, level: str) -> str:
    """Exposure; its level and the reference, with the events of each where they are counted."""
    reference = rows.loc[rows["exposure"] == exposure, "reference"].iloc[0]
    said = [
        f"{inputs.label(exposure)}:",
        _at_level(inputs, rows, exposure, level),
        say("against {reference}", reference=_at_level(inputs, rows, exposure, reference)),
    ]
    lines = broken(" ".join(said), inputs.width) if inputs.width < NARROW else "\n".join(wrapped(text, LABEL) for text in said)
    return lines.replace("\u00a0", " ")


def _at_level(inputs: FigureInputs, of_model: pd.DataFrame, exposure: str, level: str) -> str:
    """'second half (27/49)': events and persons of the crude model; persons alone where there are no events."""
    rows = inputs.estimates
    name = of_model["model"].iloc[0]
    found = rows[(rows["model"] == name) & (rows["exposure"] == exposure) & (rows["level"] == level) & (rows["adjustment"] == "crude")]
    if found.empty or printing.absent(found["n_level"].iloc[0]):
        return level_word(level)
    n, events = (found[column].iloc[0] for column in ("n_level", "n_events_level"))
    counted = f"n\u00a0=\u00a0{printing.count(n)}" if printing.absent(events) else f"{printing.count(events)}/{printing.count(n)}"
    return f"{level_word(level)} ({counted})"


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
    axes.set_xticklabels([printing.short(t) for t in ticks])


def _look(inputs: FigureInputs, adjustment: str) -> dict[str, object]:
    """Crude is a circle, hollow or grey, adjusted a full square, with the other exposures a hollow diamond: told apart by shape."""
    if adjustment == MUTUAL:
        return {"color": MUTED, "marker": "D", "markerfacecolor": "white"}
    if adjustment != "adjusted":
        return {"color": MUTED, "marker": "o", "markerfacecolor": "white" if adjustment == "crude" else "#b0b0b0"}
    tone = colour(inputs.figures.palette, 0)
    return {"color": tone, "marker": "s", "markerfacecolor": tone}


def _starred(row: pd.Series) -> bool:
    """Whether a note is to be read before the number: there is none, it is penalised, or it rests on few persons or events."""
    return not printing.absent(row["warning"]) and (
        printing.absent(row["estimate"]) or (not pd.isna(row["caution"]) and bool(row["caution"]))
    )


def _draw_estimate(inputs: FigureInputs, axes: Axes, panel: Panel, row: pd.Series, height: float) -> None:
    look, (low, high), (middle, *limited) = _look(inputs, row["adjustment"]), axes.get_xlim(), _values(panel, row)
    if printing.absent(middle):
        return
    width = 1.9 if row["adjustment"] == "adjusted" else 1.1
    left, right = (cut if printing.absent(end) else float(end) for cut, end in zip((low, high), limited, strict=True))
    axes.plot([max(left, low), min(right, high)], [height, height], color=look["color"], linewidth=width, solid_capstyle="butt")
    for cut, end, arrow in ((left < low, low, "<"), (right > high, high, ">")):
        if cut:
            axes.plot([end], [height], linestyle="", marker=arrow, markersize=5, color=look["color"], clip_on=False)
    if low <= float(middle) <= high:
        axes.plot([float(middle)], [height], linestyle="", markersize=5, markeredgewidth=1.2, **look)


def _side_by_side(entries: list[str], width: float) -> int:
    """How many entries of a legend stand side by side: all, or as many as leave the longest its room."""
    room = int(CHARACTERS * width)
    return len(entries) if sum(len(entry) + HANDLE for entry in entries) <= room else max(1, room // (max(map(len, entries)) + HANDLE))


def _legend_rows(panels: list[Panel], width: float) -> list[str]:
    shown = [_entry(name, width) for name in SHOWN if any(name in panel.adjustments for panel in panels)]
    return [line for entry in shown for line in entry.split("\n")] if width < NARROW else shown[:: _side_by_side(shown, width)]


def _entry(adjustment: str, width: float) -> str:
    """A legend's entry, broken on a narrow page."""
    said = say(SHOWN[adjustment])
    return wrapped(said, int(CHARACTERS * width) - HANDLE) if width < NARROW else said


def _legend(inputs: FigureInputs, figure: Figure, panels: list[Panel], note: str) -> None:
    from matplotlib.lines import Line2D

    shown = [name for name in SHOWN if any(name in panel.adjustments for panel in panels)]
    handles = [Line2D([], [], linewidth=1.3, markersize=5, label=_entry(name, inputs.width), **_look(inputs, name)) for name in shown]
    columns = 1 if inputs.width < NARROW else _side_by_side([say(SHOWN[name]) for name in shown], inputs.width)
    legend = figure.legend(
        handles=handles, loc="outside lower left", ncols=columns, title=note or None, title_fontsize=SMALL, alignment="left"
    )
    legend.get_title().set_color(MUTED)
