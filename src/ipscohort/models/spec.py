"""What one model is asked to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ipscohort.config.analysis import Bootstrap, Regression
from ipscohort.models.families import FAMILIES, Family

Adjustment = Literal[
    "crude", "crude_on_adjusted_rows", "adjusted", "alone_on_mutual_rows", "mutual", "with_date", "with_agency", "with_date_and_agency"
]


@dataclass(frozen=True)
class ModelSpec:
    """One model: a regression, one of its exposures, and an adjustment.

    Attributes
    ----------
    name : str
        The regression's name in the settings.
    regression : Regression
    exposure, reference : str
        The exposure and its reference group; '' of one that is a number.
    adjustment : str
        One of `catalogue.adjustments`.
    confounders : tuple of str
        Variables adjusted for, other exposures among them; empty where the model is crude.
    complete_on : tuple of str
        Variables, besides outcome and exposure, that must be known of each person in the model.
    references : dict of str -> str
        Reference levels of categorical confounders; the first level where none is named.
    confidence : float
    few_events : int
        Events per coefficient below which the output says so.
    bootstrap : Bootstrap or None
        How absolute differences are bootstrapped; None: not at all.
    two_part : bool
        Whether time worked is also told of everybody, by a two-part model.
    """

    name: str
    regression: Regression
    exposure: str
    reference: str
    adjustment: Adjustment
    confounders: tuple[str, ...]
    complete_on: tuple[str, ...]
    references: dict[str, str]
    confidence: float
    few_events: int
    bootstrap: Bootstrap | None = None
    two_part: bool = False

    @property
    def family(self) -> Family:
        """What kind of model it is."""
        return FAMILIES[self.regression.model]
