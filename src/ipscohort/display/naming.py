"""How tables and figures name outcomes, exposures, levels and intervals: alike in both."""

from __future__ import annotations

from collections.abc import Mapping

from ipscohort.catalogue.measures import OUTCOMES
from ipscohort.config.analysis import Exposure, Regression
from ipscohort.config.study import Study, singular
from ipscohort.contracts.codebook import Codebook


class Naming:
    """Names from the codebook and the settings; a base of what tables and figures are made from."""

    codebook: Codebook
    exposures: Mapping[str, Exposure]
    study: Study

    @property
    def ci(self) -> str:
        """'95% CI'."""
        return f"{100 * self.study.confidence:g}% CI"

    def label(self, variable: str) -> str:
        """How a variable, an exposure or an outcome is named, without unit."""
        known = self.codebook.variables.get(variable)
        if known:
            return known.label
        return OUTCOMES[variable].label if variable in OUTCOMES else variable.replace("_", " ").capitalize()

    def outcome_label(self, regression: Regression) -> str:
        """How a regression's outcome is named, per time where the regression has an offset."""
        label = regression.label or self.label(regression.outcome)
        if regression.offset == "time_observed":
            return f"{label} per {singular(self.study.time_unit)} observed"
        return f"{label} per {self.label(regression.offset)}" if regression.offset else label

    def levels(self, exposure: str) -> tuple[str, ...]:
        """Levels of an exposure, the reference first, then in the codebook's order."""
        reference = self.exposures[exposure].reference
        return (reference, *(level for level in self.codebook.variables[exposure].levels if level != reference))
