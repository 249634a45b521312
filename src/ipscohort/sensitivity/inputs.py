"""What the table and the curve are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from ipscohort.config import Settings, Slice
from ipscohort.config.analysis import Exposure, Figures, Models, Tables
from ipscohort.config.sensitivity import Sensitivity
from ipscohort.config.study import Study
from ipscohort.contracts.codebook import Codebook
from ipscohort.display.alternatives import Compared, each_compared
from ipscohort.display.naming import Naming, level_word
from ipscohort.words import say


@dataclass(frozen=True)
class Inputs(Naming):
    """What was found, and settings.

    Attributes
    ----------
    found : DataFrame
        SPECIFICATIONS.
    codebook : Codebook
        With the exposures among its variables.
    exposures : mapping of str -> Exposure
    study, models, tables, figures, sensitivity : parts of the settings
    synthetic : bool
    outside : DataFrame or None
        OUTSIDE_SERIES; None where the settings declare no series.
    """

    found: pd.DataFrame
    codebook: Codebook
    exposures: Mapping[str, Exposure]
    study: Study
    models: Models
    tables: Tables
    figures: Figures
    sensitivity: Sensitivity
    synthetic: bool = False
    outside: pd.DataFrame | None = None

    @classmethod
    def of(cls, found: pd.DataFrame, codebook: Codebook, settings: Settings | Slice, outside: pd.DataFrame | None = None) -> Inputs:
        """From what was found and the settings."""
        parts = ("exposures", "study", "models", "tables", "figures", "sensitivity", "synthetic")
        return cls(found, codebook, **{name: getattr(settings, name) for name in parts}, outside=outside)

    @cached_property
    def compared(self) -> list[Compared]:
        """Every estimate of the study with its alternatives."""
        return list(each_compared(self.found, self.models.regressions))

    def contrast(self, compared: Compared) -> str:
        """'Experience, second half against first half'."""
        level, reference = (level_word(str(compared.own[name])) for name in ("level", "reference"))
        return say(
            "{exposure}, {level} against {reference}", exposure=self.label(compared.key["exposure"]), level=level, reference=reference
        )
