"""What the tables and the figure of fidelity are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from ipscohort.config import Settings, Slice
from ipscohort.config.analysis import Exposure, Figures, Models, Tables
from ipscohort.config.programme import Fidelity
from ipscohort.config.study import Study
from ipscohort.contracts.codebook import Codebook
from ipscohort.contracts.programme import ALL
from ipscohort.display.house_style import style_of
from ipscohort.display.naming import Naming
from ipscohort.display.styles import Style
from ipscohort.programme.fidelity.estimate import beside, reference_of
from ipscohort.programme.fidelity.review import Found
from ipscohort.programme.fidelity.reviews import Reviews


@dataclass(frozen=True)
class Inputs(Naming):
    """What was read and found, and settings.

    Attributes
    ----------
    of : Reviews
    persons : DataFrame
        FIDELITY_PERSONS.
    cover : DataFrame
        FIDELITY_COVER.
    found : DataFrame
        FIDELITY_ESTIMATES.
    own : DataFrame
        ESTIMATES of the study's own models, for the exposures beside.
    inclusion : tuple of Timestamp, or None
        First and last inclusion of the persons analysed; None where none is known.
    codebook : Codebook
        With fidelity and the exposures among its variables.
    fidelity : Fidelity
    calendar : list of str
        Exposures that stand for the calendar.
    exposures, study, models, tables, figures : parts of the settings
    synthetic : bool
    """

    of: Reviews
    persons: pd.DataFrame
    cover: pd.DataFrame
    found: pd.DataFrame
    own: pd.DataFrame
    inclusion: tuple[pd.Timestamp, pd.Timestamp] | None
    codebook: Codebook
    fidelity: Fidelity
    calendar: list[str]
    exposures: Mapping[str, Exposure]
    study: Study
    models: Models
    tables: Tables
    figures: Figures
    synthetic: bool = False

    @classmethod
    def made(cls, settings: Settings | Slice, included: pd.Series, found: Found, own: pd.DataFrame) -> Inputs:
        """From the settings, the days of inclusion, what was found, and ESTIMATES of the study's own models."""
        known = included.dropna()
        parts = {name: getattr(settings, name) for name in ("exposures", "study", "models", "tables", "figures", "synthetic")}
        return cls(
            of=found.read,
            persons=found.persons,
            cover=found.cover,
            found=found.estimates,
            own=own,
            inclusion=(known.min(), known.max()) if len(known) else None,
            codebook=found.codebook,
            fidelity=settings.programme.fidelity,
            calendar=beside(settings),
            **parts,
        )

    @property
    def style(self) -> Style:
        """How the settings have numbers printed."""
        return style_of(self.tables)

    @cached_property
    def everybody(self) -> dict[str, Any]:
        """The row of FIDELITY_COVER of everybody."""
        return self.cover[self.cover["group"].eq(ALL)].iloc[0].to_dict()

    @property
    def reference(self) -> str:
        """The class that others are compared with."""
        return reference_of(self.fidelity, self.persons)
