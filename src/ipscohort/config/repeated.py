"""Repeated measures: employment in every week or month, and scores at several times, each modelled over all of them."""

from __future__ import annotations

from math import isfinite
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, FiniteFloat, model_validator

from ipscohort.config.base import Strict, Text, YesNo

Correlation = Literal["ar1", "exchangeable", "independence"]


EXAMPLE = "write months since inclusion as numbers, 0 for inclusion, such as {0: mhi5, 6: mhi5_month_6}"


def _months(waves: Any) -> Any:
    """Refuse what are no months, two ways to write one month, and one wave."""
    if not isinstance(waves, dict):
        return waves
    wrong = [str(key) for key in waves if _month(key) is None]
    if wrong:
        raise ValueError(f"{', '.join(wrong)}: no month since inclusion; {EXAMPLE}")
    months: dict[float, list[str]] = {}
    for key in waves:
        months.setdefault(float(key), []).append(str(key))
    twice = [" and ".join(keys) for keys in months.values() if len(keys) > 1]
    if twice:
        raise ValueError(f"{'; '.join(twice)}: one month is written in two ways, keep it once")
    if len(waves) < 2:
        raise ValueError("two waves or more are expected, as a change needs two")
    return waves


def _month(key: Any) -> float | None:
    """A key as a month; None where it is none."""
    try:
        found = float(key)
    except (TypeError, ValueError):
        return None
    return found if isfinite(found) and found >= 0 and not isinstance(key, bool) else None


class RepeatedEmployment(Strict):
    """Employed or not in every week or month of follow-up (`study.period`), as the employment rates have it, in one model for each exposure."""

    exposures: Annotated[list[Text], Field(min_length=1)] | None = None
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


class RepeatedScore(Strict):
    """A score that was measured at several times, each of which is a variable or scale of the participants."""

    waves: Annotated[dict[Annotated[FiniteFloat, Field(ge=0)], Text], BeforeValidator(_months), Field(min_length=2)]
    """Month since inclusion, in rising order and no later than the end of follow-up -> the number or scale under `ingest.participants`, or the number
    that a file under `ingest.waves` makes, that holds the score then; the first is that changes are counted from, such as
    `{0: mhi5, 6: mhi5_month_6, 18: mhi5_month_18}`."""
    label: Text | None = None
    """How tables name the score; without it, the label of its first variable."""
    exposures: Annotated[list[Text], Field(min_length=1)] | None = None
    """Exposures by name; without it, all."""
    confounders: list[Text] | None = None
    """Variables adjusted for; without it, `models.confounders`. A variable that is one of the waves is left out."""
    role: Literal["secondary", "sensitivity"] = "secondary"
    """Role in the study."""

    @model_validator(mode="after")
    def _in_order(self) -> RepeatedScore:
        if list(self.waves) != sorted(self.waves):
            raise ValueError("waves: write the months in rising order, the first is that changes are counted from")
        if len(set(self.waves.values())) < len(self.waves):
            raise ValueError("waves: one variable stands twice")
        return self


class Repeated(Strict):
    """Repeated measures: made on request only."""

    employment: RepeatedEmployment | None = None
    """Employed or not in every week or month; `{}` for its defaults."""
    scores: dict[Text, RepeatedScore] = {}
    """Scores measured in waves, by name."""

    @model_validator(mode="after")
    def _something(self) -> Repeated:
        if self.employment is None and not self.scores:
            raise ValueError("name employment, scores, or both")
        return self
