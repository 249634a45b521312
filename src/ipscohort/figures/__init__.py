"""Figures: a module each, named in catalogue.exhibits; drawn without pyplot, written as PNG and SVG with the same bytes every time."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ipscohort.catalogue.exhibits import FIGURES, maker
from ipscohort.figures.inputs import FigureInputs
from ipscohort.figures.style import house_style, save_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw_figure(name: str, inputs: FigureInputs) -> Figure:
    """One figure, by its name in the catalogue."""
    module, function = maker(FIGURES[name], "draw")
    with house_style():
        return getattr(import_module(f"{__name__}.{module}"), function)(inputs)


def draw_figures(inputs: FigureInputs) -> dict[str, Figure]:
    """Every figure, by name, in the order of the report."""
    return {name: draw_figure(name, inputs) for name in FIGURES}


__all__ = ["FigureInputs", "draw_figure", "draw_figures", "save_figure"]
