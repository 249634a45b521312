"""What figures are drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ipscohort.codebook import Codebook
from ipscohort.config.analysis import Exposure, Figures, Models
from ipscohort.config.study import Study


@dataclass(frozen=True)
class FigureInputs:
    """Frames (see contracts) and settings that the figures read.

    Attributes
    ----------
    rates, estimates, curves, survival_tests : DataFrame
    codebook : Codebook
        With the exposures among its variables.
    exposures : mapping of str -> Exposure
    study, models, figures : parts of the settings
    synthetic : bool
    """

    rates: pd.DataFrame
    estimates: pd.DataFrame
    curves: pd.DataFrame
    survival_tests: pd.DataFrame
    codebook: Codebook
    exposures: Mapping[str, Exposure]
    study: Study
    models: Models
    figures: Figures
    synthetic: bool = False

    @property
    def ci(self) -> str:
        """'95% CI'."""
        return f"{100 * self.study.confidence:g}% CI"

    def label(self, variable: str) -> str:
        """How figures name a variable or an exposure."""
        known = self.codebook.variables.get(variable)
        return known.label if known else variable.replace("_", " ").capitalize()

    def levels(self, exposure: str) -> tuple[str, ...]:
        """Levels of an exposure, the reference first."""
        reference = self.exposures[exposure].reference
        return (reference, *(level for level in self.codebook.variables[exposure].levels if level != reference))
