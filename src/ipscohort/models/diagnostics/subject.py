"""A fitted model as its checks see it, and what a check gives."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from ipscohort.contracts.codebook import Codebook
from ipscohort.models.design import Design
from ipscohort.models.families.base import Solution
from ipscohort.models.sample import Sample, label_of
from ipscohort.models.solve import Problem
from ipscohort.models.spec import ModelSpec

Verdict = Literal["ok", "look", "not computed"]
NAN = float("nan")


@dataclass(frozen=True)
class Check:
    """What one check of one model gives.

    Attributes
    ----------
    name : str
        One of contracts.diagnostics.CHECKS.
    value, conf_low, conf_high, p_value, limit : float
        NaN where there is none.
    verdict : {"ok", "look", "not computed"}
    method : str
    warning : str
        What was found, in a sentence, where it is worth a look; or why it was not computed.
    term, level : str
        What it is about; '' for the model as a whole.
    tell : bool
        Whether the sentence stands beside the model's estimates in every table.
    """

    name: str
    value: float
    method: str
    verdict: Verdict = "ok"
    conf_low: float = NAN
    conf_high: float = NAN
    p_value: float = NAN
    limit: float = NAN
    warning: str = ""
    term: str = ""
    level: str = ""
    tell: bool = False


def not_computed(name: str, method: str, why: str, **more: Any) -> Check:
    """A check that could not be made, with the reason."""
    return Check(name, NAN, method, "not computed", warning=why, **more)


@dataclass(frozen=True)
class Subject:
    """One fitted model.

    Attributes
    ----------
    spec : ModelSpec
    sample : Sample
    design : Design
    solution : Solution
    codebook : Codebook
    firth_beside : bool
        Whether a penalised estimate is to stand beside one of few events.
    """

    spec: ModelSpec
    sample: Sample
    design: Design
    solution: Solution
    codebook: Codebook
    firth_beside: bool = False

    @cached_property
    def problem(self) -> Problem:
        """The problem that was solved."""
        return Problem.of(self.sample, self.design, self.spec, self.codebook)

    @cached_property
    def _scaled(self) -> tuple[np.ndarray, np.ndarray]:
        return self.problem.scaled(centre=True)

    @property
    def x(self) -> np.ndarray:
        """The design matrix with numbers centred and scaled, shape (n, k): levels, the exposure's among them, are as they are."""
        return self._scaled[0]

    @property
    def y(self) -> np.ndarray:
        """The outcome as it is modelled, shape (n,)."""
        return self.sample.outcome

    @property
    def offset(self) -> np.ndarray:
        """Shape (n,); 0 where the model has none."""
        return np.zeros(len(self.y)) if self.sample.offset is None else self.sample.offset

    @cached_property
    def beta(self) -> np.ndarray:
        """Coefficients of `x`, shape (k,); the exposure's are those of the model."""
        return np.linalg.solve(self._scaled[1], self.solution.estimate)

    @cached_property
    def linear(self) -> np.ndarray:
        """The linear predictor, shape (n,), without the offset."""
        return self.x @ self.beta

    @cached_property
    def probability(self) -> np.ndarray:
        """Fitted probabilities of a logistic model, shape (n,)."""
        from scipy.special import expit

        return expit(self.linear)

    @cached_property
    def expected(self) -> np.ndarray:
        """Fitted counts of a Poisson model, shape (n,)."""
        return np.exp(self.linear + self.offset)

    @cached_property
    def residual(self) -> np.ndarray:
        """Residuals of a model by least squares, shape (n,)."""
        return self.y - self.linear

    @property
    def weight(self) -> np.ndarray:
        """Weight of each person in the information, shape (n,)."""
        if self.spec.family.outcome == "yes_no":
            return self.probability * (1 - self.probability)
        return self.expected if self.spec.family.outcome == "count" else np.ones(len(self.y))

    @cached_property
    def inverse(self) -> np.ndarray:
        """Inverse of the information (of X'X by least squares), shape (k, k)."""
        return np.linalg.inv(self.x.T @ (self.x * self.weight[:, None]))

    @cached_property
    def leverage(self) -> np.ndarray:
        """Of each person, shape (n,): from 0 to 1, who alone decides a coefficient has 1."""
        return self.weight * ((self.x @ self.inverse) * self.x).sum(axis=1)

    @property
    def penalised(self) -> bool:
        """Whether its estimates are penalised, after separation."""
        return self.solution.status == "penalised"

    @property
    def levels(self) -> list[tuple[int, str]]:
        """Column and level of each of the exposure's coefficients; of a number its label."""
        named = ((i, self.design.terms[i].level) for i in self.problem.exposure)
        return [(i, label_of(self.spec.exposure, self.codebook) if level is None else level) for i, level in named]

    @property
    def effect(self) -> str:
        """What is read of an estimate, in words: odds ratio, ..."""
        return self.spec.family.effect_of(self.spec.regression.offset)

    def read(self, value: float) -> float:
        """A coefficient as the estimate is read: a ratio, or a difference."""
        return float(np.exp(value)) if self.spec.family.exponentiated else float(value)

    def no_difference(self, low: float, high: float) -> bool:
        """Whether limits on the scale of the coefficient include no difference."""
        return bool(low <= 0 <= high)
