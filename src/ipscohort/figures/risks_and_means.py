"""Standardised risks and means at each level of each exposure, crude and adjusted, with the adjusted difference beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ipscohort.catalogue.adjustments import ADJUSTED, CRUDE
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
    short,
    wrapped,
)
from ipscohort.models.families import FAMILIES
from ipscohort.words import later, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LIMITS = ("estimate", "conf_low", "conf_high")
PERCENT_DECIMALS = 1
ROW, NARROW_ROW, HEAD, LABEL = 0.36, 0.95, 0.95, 34
"""Inches of a row, of one on a narrow page, and of a panel besides its rows; characters of a row's label."""
TITLE = 11
"""Letters of a title to the inch."""
PRINTED = {"fontsize": SMALL, "annotation_clip": False}
"""How numbers look."""
LEGEND = {CRUDE: later("Crude"), ADJUSTED: later("Adjusted")}


@dataclass(frozen=True)
class Line:
    """One level: its label, the crude and the adjusted mean with their limits, and what is printed beside it."""

    label: str
    found: dict[str, tuple[float, float, float]]
    beside: str
    difference: str


@dataclass(frozen=True)
class Panel:
    """One regression: its title, its axis in words, and its lines; `main` is the adjustment whose numbers stand beside them."""

    title: str
    axis: str
    main: str
    lines: list[Line]


def draw(inputs: FigureInputs) -> Figure:
    """A panel for each regression, a row for each level: crude a circle, adjusted a square, with limits."""
    panels = list(panels_of(inputs))
    if not panels:
        return absent_figure(inputs.width, say("No regression gave an absolute difference."), inputs.synthetic)
    note = _note(inputs)
    heights = [_height(inputs, panel) for panel in panels]
    figure = new_figure(inputs.width, sum(heights) + 0.5 + LINE * lines_of(note, inputs.width), inputs.synthetic)
    grid = figure.add_gridspec(len(panels), 1, height_ratios=heights)
    for number, panel in enumerate(panels):
        _draw_panel(inputs, figure.add_subplot(grid[number]), panel)
    _legend(inputs, figure, panels, note)
    return figure


def alt(inputs: FigureInputs) -> str:
    """Every level with its mean, and the differences, of the adjusted models where there are any."""
    said = []
    for panel in panels_of(inputs):
        lines = "; ".join(
            f"{line.label.replace(chr(10), ' ')} {line.beside}" + (f", {line.difference}" if line.difference else "")
            for line in panel.lines
        )
        said.append(f"{panel.title}, {panel.axis}, {say(LEGEND[panel.main]).lower()}: {lines}.")
    return " ".join(said) if said else say("No figure: no regression gave an absolute difference.")


def panels_of(inputs: FigureInputs) -> Iterator[Panel]:
    """A panel for each regression of which absolute differences are known."""
    frame = inputs.standardised
    for name, regression in inputs.models.regressions.items():
        expected = FAMILIES[regression.model].expected
        if expected is None or regression.offset:  # rates stand in the table
            continue
        rows = frame[frame["model"].eq(name) & frame["approach"].eq(expected.approaches[0])]
        rows = rows[rows["adjustment"].isin(LEGEND) & rows["estimate"].notna()]
        if rows.empty:
            continue
        main = ADJUSTED if rows["adjustment"].eq(ADJUSTED).any() else CRUDE
        lines = [line for exposure in inputs.exposures for line in _lines(inputs, regression, rows, exposure, main)]
        yield Panel(inputs.outcome_label(regression), _axis(inputs, regression), main, lines)


def _lines(inputs: FigureInputs, regression: Regression, rows: pd.DataFrame, exposure: str, main: str) -> Iterator[Line]:
    scale = _scale(regression)
    decimals = PERCENT_DECIMALS if scale != 1 else inputs.tables.decimals
    rows = rows[rows["exposure"].eq(exposure)]
    for level in inputs.levels(exposure):
        here = rows[rows["level"].eq(level)]
        found = {
            str(row["adjustment"]): tuple(_scaled(row[name], scale) for name in LIMITS)
            for row in here[here["measure"].eq("mean")].to_dict("records")
        }
        if found:
            away = here[here["measure"].eq("difference") & here["adjustment"].eq(main)].to_dict("records")
            beside = printing.with_interval(*found[main], decimals) if main in found else ""
            difference = [printing.with_interval(*(_scaled(row[name], scale) for name in LIMITS), decimals) for row in away]
            said = say("difference {found}", found=difference[0]) if difference else ""
            yield Line(f"{short(inputs.label(exposure))}:\n{level_word(level)}", found, beside, said)


def _scaled(value: object, scale: float) -> float:
    """NaN where a mean has no limits."""
    return float("nan") if printing.absent(value) else scale * float(value)


def _scale(regression: Regression) -> float:
    """Risks are shown in percent."""
    return 100.0 if FAMILIES[regression.model].outcome == "yes_no" else 1.0


def _axis(inputs: FigureInputs, regression: Regression) -> str:
    """'Risk (%)', 'Mean (days)'."""
    unit = "%" if FAMILIES[regression.model].outcome == "yes_no" else inputs.unit_of(regression.outcome)
    what = capital(say(FAMILIES[regression.model].expected.what))
    return f"{what} ({unit})" if unit else what


def _height(inputs: FigureInputs, panel: Panel) -> float:
    return HEAD + (ROW if inputs.width >= NARROW else NARROW_ROW) * len(panel.lines)


def _draw_panel(inputs: FigureInputs, axes: Axes, panel: Panel) -> None:
    narrow = inputs.width < NARROW
    middle, apart = (0.22, 0.11) if narrow else (0.0, 0.14)
    for position, line in enumerate(panel.lines):
        for adjustment, (mean, low, high) in line.found.items():
            look, height = _look(inputs, adjustment), position + middle + (apart if adjustment == ADJUSTED else -apart)
            axes.plot([low, high], [height, height], color=look["color"], linewidth=1.6, solid_capstyle="butt")
            axes.plot([mean], [height], linestyle="", markersize=5, markeredgewidth=1.2, **look)
        _print_beside(inputs, axes, line, position)
    axes.set_ylim(len(panel.lines) - 0.5, -0.5)
    axes.set_xlim(left=min([0.0, *(low for line in panel.lines for _, low, _ in line.found.values() if low == low)]))
    axes.set_yticks(range(len(panel.lines)), [""] * len(panel.lines) if narrow else [_label(line.label) for line in panel.lines])
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.xaxis.grid(True, color=GRID)
    axes.set_xlabel(panel.axis, loc="left" if narrow else "center")
    axes.set_title(wrapped(panel.title, int(TITLE * inputs.width)))
    if not narrow:
        heading = f"{say(LEGEND[panel.main])} ({inputs.ci})"
        axes.annotate(heading, (1.02, 1.0), xycoords="axes fraction", va="bottom", color=MUTED, **PRINTED)


def _print_beside(inputs: FigureInputs, axes: Axes, line: Line, position: int) -> None:
    """The adjusted numbers beside a line; above it, with its label, on a narrow page."""
    place = axes.get_yaxis_transform()
    if inputs.width < NARROW:
        texts = [f"{line.label.replace(chr(10), ' ')} {line.beside}", line.difference]
        said = "\n".join(wrapped(text, int(CHARACTERS * inputs.width)) for text in texts if text)
        axes.text(0, position - 0.46, said, transform=place, va="top", fontsize=SMALL)
    else:
        said = "\n".join(filter(None, [line.beside, line.difference]))
        axes.annotate(said, (1.02, position), xycoords=place, va="center", color=INK, **PRINTED)


def _label(text: str) -> str:
    """Exposure and level, each broken where it is long."""
    return "\n".join(wrapped(part, LABEL) for part in text.split("\n"))


def _look(inputs: FigureInputs, adjustment: str) -> dict[str, object]:
    """As in the forest plot."""
    if adjustment == CRUDE:
        return {"color": MUTED, "marker": "o", "markerfacecolor": "white"}
    tone = colour(inputs.figures.palette, 0)
    return {"color": tone, "marker": "s", "markerfacecolor": tone}


def _legend(inputs: FigureInputs, figure: Figure, panels: list[Panel], note: str) -> None:
    from matplotlib.lines import Line2D

    shown = [name for name in LEGEND if any(name in line.found for panel in panels for line in panel.lines)]
    handles = [Line2D([], [], linewidth=1.3, markersize=5, label=say(LEGEND[name]), **_look(inputs, name)) for name in shown]
    legend = figure.legend(
        handles=handles,
        loc="outside lower left",
        ncols=len(handles),
        title=broken(note, inputs.width),
        title_fontsize=SMALL,
        alignment="left",
    )
    legend.get_title().set_color(MUTED)


def _note(inputs: FigureInputs) -> str:
    """Whose persons, and how means of a logarithm's outcome came about."""
    said = [say("Standardised to the persons in each model; differences are from the reference, the first level of each exposure.")]
    if any((expected := FAMILIES[r.model].expected) and expected.smeared for r in inputs.models.regressions.values()):
        said.append(say("Means of an outcome that is modelled as a logarithm: least squares of the outcome itself."))
    caveats = inputs.caveats(inputs.exposures)
    return "\n".join([" ".join(said), *caveats, *filter(None, [inputs.workers_only(inputs.models.regressions.values())])])
