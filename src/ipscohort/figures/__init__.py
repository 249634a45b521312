"""Figures: a module each, named in catalogue.exhibits; drawn without pyplot, written with the same bytes every time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from ipscohort.catalogue.exhibits import FIGURES, INTERNAL, maker
from ipscohort.display.house_style import style_of
from ipscohort.display.styles import printed_in
from ipscohort.figures.inputs import FigureInputs
from ipscohort.figures.saving import save_figure, settle
from ipscohort.figures.style import house_style
from ipscohort.words import say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ipscohort.config import Settings, Slice
    from ipscohort.files.exchange import Read


def draw_figure(name: str, inputs: FigureInputs) -> Figure:
    """One figure, by its name in the catalogue."""
    module, function = maker(FIGURES[name], "draw")
    with house_style(), printed_in(style_of(inputs.tables)):
        return getattr(import_module(f"{__name__}.{module}"), function)(inputs)


def draw_figures(inputs: FigureInputs) -> dict[str, Figure]:
    """Every figure, by name, in the order of the report."""
    return {name: draw_figure(name, inputs) for name in FIGURES}


def alt_text(name: str, inputs: FigureInputs) -> str:
    """What a figure shows, for who can't see it: its module's `alt(inputs)`, and its caption where that has none."""
    module, _ = maker(FIGURES[name], "draw")
    alt = getattr(import_module(f"{__name__}.{module}"), "alt", None)
    with printed_in(style_of(inputs.tables)):
        return alt(inputs) if alt else say(FIGURES[name].caption)


def draw_internal(name: str, read: Read, settings: Settings | Slice) -> Figure:
    """One figure of single persons, by its name among the internal ones; from what a step read."""
    from ipscohort.figures.swimmer import PersonInputs

    module, function = maker(INTERNAL[name], "draw")
    inputs = PersonInputs(read.clean_participants, read.clean_jobs, settings.figures, settings.synthetic)
    with house_style():
        return getattr(import_module(f"{__name__}.{module}"), function)(inputs)


def figures_of(inputs: FigureInputs, paths: Iterable[str | Path]) -> dict[str, Figure]:
    """Each figure that a path names, by name: drawn and laid out once, for any number of formats."""
    figures = {name: draw_figure(name, inputs) for name in dict.fromkeys(Path(path).stem for path in paths)}
    with house_style():
        for figure in figures.values():
            settle(figure)
    return figures


def write_figures(inputs: FigureInputs, paths: Iterable[str | Path], drawn: Mapping[str, Figure] | None = None) -> None:
    """Write each figure that a path names by the path's ending, with its title and what it shows.

    Parameters
    ----------
    inputs : FigureInputs
    paths : iterable of path
        <name>.<suffix>.
    drawn : mapping of str -> Figure, optional
        What `figures_of` has drawn of them; without it they are drawn here, each once.
    """
    files = list(map(Path, paths))
    for name, figure in (drawn or figures_of(inputs, files)).items():
        title, alt = say(FIGURES[name].title), alt_text(name, inputs)
        for file in (file for file in files if file.stem == name):
            save_figure(figure, file, inputs.figures.dpi, title, alt)


def write_internal(read: Read, settings: Settings | Slice, paths: Iterable[str | Path]) -> None:
    """Draw each figure of single persons that a path names, and write it by the path's ending."""
    for path in map(Path, paths):
        save_figure(draw_internal(path.stem, read, settings), path)


__all__ = [
    "FigureInputs",
    "alt_text",
    "draw_figure",
    "draw_figures",
    "draw_internal",
    "figures_of",
    "save_figure",
    "write_figures",
    "write_internal",
]
