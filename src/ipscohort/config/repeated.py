"""Repeated measures: employment in every week or month, and scores at several times, each modelled over all of them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from ipscohort.config.base import Strict, Text, YesNo

Correlation = Literal["ar1", "exchangeable", "independence"]


class RepeatedEmployment(Strict):
    """Employed or not in every week or month of follow-up (`study.period`), as the employment rates have it, in one model for each exposure."""

    exposures: list[Text] = []
    """Exposures by name; without it, all."""
    confounders: list[Text] | None = None
    """Variables adjusted for; without it, `models.confounders`."""
    time: Literal["linear", "quadratic", "logarithm"] = "linear"
    """How the log odds change over weeks or months: by a straight line, a parabola, or with the logarithm of the number."""
    correlations: Annotated[list[Correlation], Field(min_length=1)] = ["ar1", "exchangeable", "independence"]
    """Working correlations of the marginal models (GEE): `ar1` falls with the distance in time, `exchangeable` is the same for any two
    weeks or months of a person, `independence` is none. The first is the main one: it gives the sentence of the report and the curves of the figure."""
    random_intercept: YesNo = True
    """`yes`: also a logistic model with a random intercept for each person, by maximum likelihood; its odds ratios are of a person, not of
    the group."""
    role: Literal["secondary", "sensitivity"] = "secondary"
    """Role in the study."""

    @model_validator(mode="after")
    def _once(self) -> RepeatedEmployment:
        if len(set(self.correlations)) < len(self.correlations):
            raise ValueError("correlations: one stands twice")
        return self


class Repeated(Strict):
    """Repeated measures: made on request only."""

    employment: RepeatedEmployment
    """Employed or not in every week or month; `{}` for its defaults."""
