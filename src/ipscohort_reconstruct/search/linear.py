"""Third stage: which worker has which total of days, so that both linear models of its logarithm are met."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.special import stdtr, stdtrit

from ipscohort_reconstruct.search.anneal import Undo
from ipscohort_reconstruct.search.people import EXPOSURES, People
from ipscohort_reconstruct.search.targets import Targets


@dataclass(frozen=True)
class Projection:
    """Least squares on a fixed design: the second coefficient and the residual sum of squares are cheap for any outcome."""

    rows: np.ndarray
    weights: np.ndarray
    residual: np.ndarray
    unit_error: float
    freedom: int

    @classmethod
    def of(cls, people: People, exposure: str) -> Projection:
        """The model of one exposure, of workers with complete data."""
        rows = np.flatnonzero(people.complete(exposure) & (people.job == 1))
        design = people.design(exposure, rows)
        inverse = np.linalg.inv(design.T @ design)
        hat = design @ inverse @ design.T
        freedom = len(rows) - design.shape[1]
        return cls(rows, (inverse @ design.T)[1], np.eye(len(rows)) - hat, sqrt(inverse[1, 1]), freedom)

    def quantities(self, stem: str, log_days: np.ndarray) -> dict[str, float]:
        """Coefficient, limits, p and R-squared by the ids of the printed values."""
        outcome = log_days[self.rows]
        estimate = float(self.weights @ outcome)
        left = float(outcome @ self.residual @ outcome)
        error = self.unit_error * sqrt(left / self.freedom)
        reach = stdtrit(self.freedom, 0.975) * error
        centred = outcome - outcome.mean()
        return {
            stem: estimate,
            f"{stem}_lo": estimate - reach,
            f"{stem}_hi": estimate + reach,
            f"{stem}_p": 2 * float(stdtr(self.freedom, -abs(estimate / error))),
            f"{stem}_r2": 1 - left / float(centred @ centred),
        }


@dataclass
class Assignment:
    """Which total belongs to which worker.

    Attributes
    ----------
    order : ndarray of int, shape (workers,)
        Total number order[i] is worker i's.
    """

    targets: Targets
    models: dict[str, Projection]
    log_totals: np.ndarray
    order: np.ndarray

    @classmethod
    def draw(cls, rng: np.random.Generator, targets: Targets, people: People, totals: np.ndarray) -> Assignment:
        """Totals in random order."""
        models = {stem: Projection.of(people, exposure) for stem, exposure in zip(("m_exp_b", "m_fund_b"), EXPOSURES, strict=True)}
        return cls(targets, models, np.log(totals), rng.permutation(len(totals)))

    def coefficients(self) -> dict[str, float]:
        """Values of both linear models."""
        log_days = self.log_totals[self.order]
        return {quantity: value for stem, model in self.models.items() for quantity, value in model.quantities(stem, log_days).items()}

    def cost(self) -> float:
        """See Stage."""
        found = self.coefficients()
        off = float(sum(np.log1p(self.targets.miss(quantity, value)) for quantity, value in found.items()))
        # The logarithm of a large miss hardly rises: this keeps the search from settling on the wrong side of 0.
        wrong = sum(found[stem] * self.targets.number(stem) < 0 for stem in self.models)
        return off + 20 * wrong

    def unmet(self) -> list[str]:
        """See Stage."""
        return self.targets.unmet(self.coefficients())

    def change(self, rng: np.random.Generator) -> Undo | None:
        """Exchange two workers' totals."""
        one, other = rng.integers(len(self.order), size=2)
        if one == other:
            return None
        self.order[[one, other]] = self.order[[other, one]]

        def undo() -> None:
            self.order[[one, other]] = self.order[[other, one]]

        return undo
