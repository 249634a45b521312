"""What the tables and the figure of themes are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from ipscohort.config import Settings, Slice
from ipscohort.config.analysis import Exposure, Figures, Models, Tables
from ipscohort.config.study import Study
from ipscohort.config.themes import ALL, Themes
from ipscohort.contracts.codebook import Codebook
from ipscohort.contracts.themes import THEME_COUNTS
from ipscohort.display.house_style import style_of
from ipscohort.display.naming import Naming
from ipscohort.display.numbers import Cell, source
from ipscohort.display.styles import Style
from ipscohort.tables.summaries import count_cell
from ipscohort.themes.find import Found


@dataclass(frozen=True)
class Inputs(Naming):
    """What was found, and settings.

    Attributes
    ----------
    of : Found
    estimates : DataFrame
        ESTIMATES of the study's models, for the joint display.
    codebook : Codebook
        With the exposures among its variables.
    themes : Themes
    exposures, study, models, tables, figures : parts of the settings
    synthetic : bool
    """

    of: Found
    estimates: pd.DataFrame
    codebook: Codebook
    themes: Themes
    exposures: Mapping[str, Exposure]
    study: Study
    models: Models
    tables: Tables
    figures: Figures
    synthetic: bool = False

    @classmethod
    def made(cls, settings: Settings | Slice, found: Found, estimates: pd.DataFrame, codebook: Codebook) -> Inputs:
        """From the settings, what was found, and the study's own estimates."""
        parts = ("themes", "exposures", "study", "models", "tables", "figures", "synthetic")
        return cls(of=found, estimates=estimates, codebook=codebook, **{name: getattr(settings, name) for name in parts})

    @property
    def style(self) -> Style:
        """How the settings have numbers printed."""
        return style_of(self.tables)

    def counted(self, column: str, theme: str, **keys: str) -> Cell:
        """A number of THEME_COUNTS: of the whole theme, everybody and any direction but where `keys` say otherwise."""
        keys = {"theme": theme, "subtheme": ALL, "group": ALL, "direction": ALL} | keys
        return count_cell(self._counts[tuple(keys.values())][column], source("theme_counts", column, **keys), style=self.style)

    @cached_property
    def _counts(self) -> dict[tuple[str, ...], dict[str, Any]]:
        """Rows of THEME_COUNTS by their key."""
        return {tuple(row[name] for name in THEME_COUNTS.key): row for row in self.of.counts.to_dict("records")}

    def read(self, what: str) -> Cell:
        """A number of THEME_READING."""
        row = self.of.reading[self.of.reading["what"].eq(what)].iloc[0]
        return count_cell(row["n"], source("theme_reading", "n", what=what), style=self.style)

    def n(self, what: str) -> int:
        """The same as a number."""
        return int(self.of.reading.set_index("what")["n"][what])

    def made_up(self, *, published: bool) -> bool:
        """Whether an exhibit is to say that its records are made up: facts of papers are not."""
        return self.synthetic and not published

    def row(self, frame: pd.DataFrame, **keys: Any) -> dict[str, Any]:
        """The one row of a frame with these values."""
        return frame[frame[list(keys)].eq(list(keys.values())).all(axis=1)].iloc[0].to_dict()
