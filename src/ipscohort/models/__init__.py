"""Regressions of the outcomes on the exposures: crude and adjusted, with what a reader must know beside each number."""

from ipscohort.models.fit import Fitted, fit_models

__all__ = ["Fitted", "fit_models"]
