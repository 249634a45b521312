"""What the tables and the figure of funding are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ipscohort.config import Settings, Slice
from ipscohort.config.analysis import Exposure, Figures, Models, Tables
from ipscohort.config.funding import Funding
from ipscohort.config.study import Study
from ipscohort.contracts.codebook import Codebook
from ipscohort.display.house_style import style_of
from ipscohort.display.naming import Naming
from ipscohort.display.styles import Style
from ipscohort.programme.funding.estimate import reference_of
from ipscohort.programme.funding.review import Found


@dataclass(frozen=True)
class Inputs(Naming):
    """What was found, and settings.

    Attributes
    ----------
    found : Found
    own : DataFrame
        ESTIMATES of the study's own models, for the exposures beside.
    codebook : Codebook
        With the class of funding and the exposures among its variables.
    funding : config.funding.Funding
    exposures, study, models, tables, figures : parts of the settings
    synthetic : bool
    """

    found: Found
    own: pd.DataFrame
    codebook: Codebook
    funding: Funding
    exposures: Mapping[str, Exposure]
    study: Study
    models: Models
    tables: Tables
    figures: Figures
    synthetic: bool = False

    @classmethod
    def made(cls, settings: Settings | Slice, found: Found, own: pd.DataFrame) -> Inputs:
        """From the settings, what was found, and ESTIMATES of the study's own models."""
        parts = {name: getattr(settings, name) for name in ("exposures", "study", "models", "tables", "figures", "synthetic")}
        return cls(found=found, own=own, codebook=found.codebook, funding=settings.programme.funding, **parts)

    @property
    def style(self) -> Style:
        """How the settings have numbers printed."""
        return style_of(self.tables)

    @property
    def reference(self) -> str:
        """The class that others are compared with."""
        labels = self.found.persons["funding_class"]
        return reference_of(self.funding, np.array([None if pd.isna(each) else each for each in labels], dtype=object))
