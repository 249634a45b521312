"""What figures are drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ipscohort.codebook import Codebook
from ipscohort.config.analysis import Exposure, Figures, Models
from ipscohort.config.study import Study
from ipscohort.naming import Naming


@dataclass(frozen=True)
class FigureInputs(Naming):
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
