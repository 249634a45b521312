"""Figures: a module each, named in FIGURES; drawn without pyplot, written as PNG and SVG with the same bytes every time.

A new figure: write a module with `draw(inputs) -> Figure`, name it in FIGURES, and add its caption in workflow/report.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ipscohort.figures import forest, kaplan_meier, rates
from ipscohort.figures.inputs import FigureInputs
from ipscohort.figures.style import house_style, save_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES: dict[str, Callable[[FigureInputs], Figure]] = {
    "rates": rates.draw,
    "kaplan_meier": kaplan_meier.draw,
    "forest": forest.draw,
}
"""Name of a figure -> how it is drawn, in the order of the report. One that the records can't fill says why."""


def draw_figures(inputs: FigureInputs) -> dict[str, Figure]:
    """Every figure, by name, in the order of the report."""
    with house_style():
        return {name: draw(inputs) for name, draw in FIGURES.items()}


__all__ = ["FIGURES", "FigureInputs", "draw_figures", "save_figure"]
