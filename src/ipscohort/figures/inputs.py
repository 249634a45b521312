"""What figures are drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

import pandas as pd

from ipscohort.config import Settings, Slice
from ipscohort.config.analysis import Exposure, Figures, Models
from ipscohort.config.study import Study
from ipscohort.contracts import PRINTED
from ipscohort.contracts.codebook import Codebook
from ipscohort.display.naming import Naming
from ipscohort.files.exchange import Read


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
    n_time_unknown : int
        Persons who worked, but the time of the first job is unknown: they are on no curve, and of spells in no rate.
    n_outcome_unknown : int
        Persons who are not known to have worked or not, and whose time is unknown.
    synthetic : bool
    printed : DataFrame
        PRINTED: values that a paper prints, of which those of the rates are marked; empty where the settings name none.
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
    n_time_unknown: int = 0
    n_outcome_unknown: int = 0
    synthetic: bool = False
    printed: pd.DataFrame = field(default_factory=PRINTED.empty)

    @classmethod
    def of(cls, read: Read, settings: Settings | Slice, printed: pd.DataFrame) -> FigureInputs:
        """From what a step read, the settings that it reads, and the printed values, by the fields' names."""
        everybody = read.survival_estimates.iloc[0]  # the median of all
        left_out, outcome_unknown = int(everybody["n_excluded"]), int(everybody["n_outcome_unknown"])
        names = {field.name for field in fields(cls)}
        parts = {name: getattr(settings, name) for name in names if name in Settings.model_fields}
        counts = {"n_time_unknown": left_out - outcome_unknown, "n_outcome_unknown": outcome_unknown}
        return cls(**{**read.only(names), **parts, **counts, "printed": printed})

    @property
    def left_out(self) -> str:
        """Who is on no curve, in words; empty where nobody is left out."""
        return _counted({"time of first job unknown": self.n_time_unknown, "not known to have worked or not": self.n_outcome_unknown})

    @property
    def left_out_of_rates(self) -> str:
        """Who is in no rate; in a panel an unknown period is left out, not the person."""
        of_start = 0 if self.codebook.shape == "panel" else self.n_time_unknown
        return _counted({"start of a job unknown": of_start, "not known to have worked or not": self.n_outcome_unknown})


def _counted(reasons: dict[str, int]) -> str:
    said = "; ".join(f"{n} left out: {why}" for why, n in reasons.items() if n)
    return f"{said}." if said else ""
