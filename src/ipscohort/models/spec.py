"""What one model is asked to be, what came of it, and why it could not be fitted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from ipscohort.config.analysis import Regression

Adjustment = Literal["crude", "adjusted", "crude_on_adjusted_rows"]


class NotFittedError(Exception):
    """The model has no estimate; the message says why, in an epidemiologist's words."""


@dataclass(frozen=True)
class ModelSpec:
    """One model: a regression, one of its exposures, and an adjustment.

    Attributes
    ----------
    name : str
        The regression's name in the settings.
    regression : Regression
    exposure, reference : str
        The exposure and its reference group.
    adjustment : {"crude", "adjusted", "crude_on_adjusted_rows"}
    confounders : tuple of str
        Variables adjusted for; empty where the model is crude.
    complete_on : tuple of str
        Variables, besides outcome and exposure, that must be known of each person in the model.
    references : dict of str -> str
        Reference levels of categorical confounders; the first level where none is named.
    confidence : float
    few_events : int
        Events per coefficient below which the output says so.
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

    @property
    def logistic(self) -> bool:
        """Whether the outcome is yes/no."""
        return self.regression.model == "logistic"


@dataclass(frozen=True)
class Solution:
    """Estimates of one fitted model, one entry per column of the design matrix.

    Attributes
    ----------
    estimate, std_error, conf_low, conf_high, statistic, p_value : ndarray, shape (k,)
    covariance : ndarray, shape (k, k)
    log_likelihood : float
        NaN for a penalised fit, whose likelihood is not comparable.
    method : str
    status : {"fitted", "penalised"}
    r_squared, residual_df : float
        NaN for a logistic model.
    warnings : list of str
        What a reader must know of the whole model.
    """

    estimate: np.ndarray
    std_error: np.ndarray
    conf_low: np.ndarray
    conf_high: np.ndarray
    statistic: np.ndarray
    p_value: np.ndarray
    covariance: np.ndarray
    log_likelihood: float
    method: str
    status: Literal["fitted", "penalised"] = "fitted"
    r_squared: float = float("nan")
    residual_df: float = float("nan")
    warnings: list[str] = field(default_factory=list)
