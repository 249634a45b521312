"""Second stage: baseline characteristics that give Table 1, exchanged between persons until both logistic models are met.

The values of each characteristic are drawn once, so that Table 1 holds, and then only change hands. Persons 0, 1, ... are
the workers, the others had no job.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, exp, sqrt

import numpy as np

from ipscohort.arithmetic.timeline import DAYS_PER_YEAR
from ipscohort_reconstruct.search.anneal import Undo
from ipscohort_reconstruct.search.targets import Targets

AGES = (18.2, 64.6)
MHI5 = (16, 84)
MHI5_STEP = 4
SECOND_HALF = (46, 62)
"""How many persons may be in the second half of the inclusion period; the paper doesn't print it."""
Z = 1.959963984540054
NEWTON_STEPS = 12
SPREAD_STEPS = 100_000
TRAITS = ("half", "funding", "sex", "age", "education", "worked", "mhi5")
"""What changes hands; the first two are the exposures, the others the confounders."""
EXPOSURES = TRAITS[:2]
SCALE = np.array([1.0, 1.0, 1.0, 50.0, 1.0, 1.0, 50.0])
"""What the columns of a design are divided by: constant, exposure, sex, age, education, worked, mhi5."""


class NoValuesError(ValueError):
    """No values were found that give some printed values: their ids."""

    def __init__(self, quantities: list[str]):
        super().__init__(quantities)
        self.quantities = quantities


def with_mean_and_spread(
    rng: np.random.Generator, n: int, targets: Targets, stem: str, step: float, between: tuple[float, float]
) -> np.ndarray:
    """Values on a grid whose mean and standard deviation print as `stem`_mean and `stem`_sd."""
    mean, spread = targets.number(f"{stem}_mean"), targets.number(f"{stem}_sd")

    def off(values: np.ndarray) -> float:
        return targets.miss(f"{stem}_mean", values.mean()) + targets.miss(f"{stem}_sd", values.std(ddof=1))

    values = rng.normal(size=n)
    values = mean + spread * (values - values.mean()) / values.std(ddof=1)
    values = np.clip(step * np.round(values / step), *between)
    for _ in range(SPREAD_STEPS):
        before = off(values)
        if before == 0:
            return values
        spot = rng.integers(n)
        old = values[spot]
        values[spot] = np.clip(old + step * rng.choice((-1, 1)) * rng.integers(1, 4), *between)
        if off(values) > before:
            values[spot] = old
    raise NoValuesError([f"{stem}_mean", f"{stem}_sd"])


def flags(rng: np.random.Generator, n: int, yes: int) -> np.ndarray:
    """A column of zeros and `yes` ones in random order."""
    return rng.permutation(np.repeat([1.0, 0.0], [yes, n - yes]))


def placed(rng: np.random.Generator, n: int, missing: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Values in random order for everybody but those who lack one."""
    column = np.full(n, np.nan)
    column[np.setdiff1d(np.arange(n), missing)] = rng.permutation(values)
    return column


@dataclass
class People:
    """Characteristics of everybody, NaN where missing.

    Attributes
    ----------
    values : dict of str -> ndarray of float, shape (persons,)
        half (1: second half of the inclusion period), funding (1: disability benefits), sex (1: male), age in years,
        education (1: high), worked (in the past five years), mhi5.
    job : ndarray of float
        1 for workers.
    resolution : tuple of float
        Wanted root of the residual sum of squares of each exposure on the confounders among the workers with complete data,
        which is what the standard errors of the linear models hang on.
    """

    targets: Targets
    values: dict[str, np.ndarray]
    job: np.ndarray
    resolution: tuple[float, float]

    @classmethod
    def draw(cls, rng: np.random.Generator, targets: Targets, log_variance: float) -> People:
        """Table 1's values in random order; who lacks which value is settled here for good.

        Of those who lack the work history or the MHI-5, as many worked as the linear models are short of workers; who
        lacks the benefits has everything else and did not work.
        """
        n, workers = targets.count("t1_n"), targets.count("t2_employed_n")
        no_history, no_mhi5, no_benefits = _lacking(rng, targets, n, workers)
        mhi5 = with_mean_and_spread(rng, n - len(no_mhi5), targets, "t1_mhi5", MHI5_STEP, MHI5)
        values = {
            "half": flags(rng, n, int(rng.integers(*SECOND_HALF))),
            "funding": placed(rng, n, no_benefits, flags(rng, n - len(no_benefits), targets.count("t1_disability_n"))),
            "sex": flags(rng, n, targets.count("t1_male_n")),
            "age": with_mean_and_spread(rng, n, targets, "t1_age", 1 / DAYS_PER_YEAR, AGES),
            "education": flags(rng, n, n - targets.count("t1_edu_lowmid_n")),
            "worked": placed(rng, n, no_history, flags(rng, n - len(no_history), targets.count("t1_worked5y_n"))),
            "mhi5": placed(rng, n, no_mhi5, mhi5),
        }
        return cls(targets, values, (np.arange(n) < workers).astype(float), _resolution(targets, log_variance))

    def __post_init__(self) -> None:
        self.rows = {name: np.flatnonzero(self.complete(name)) for name in EXPOSURES}
        self.start = {name: np.zeros(len(TRAITS)) for name in EXPOSURES}

    def complete(self, exposure: str) -> np.ndarray:
        """Who has the exposure and all confounders."""
        return ~np.isnan(self.design(exposure, np.arange(len(self.job)))).any(axis=1)

    def design(self, exposure: str, rows: np.ndarray) -> np.ndarray:
        """Columns: constant, exposure, confounders."""
        design = np.ones((len(rows), len(TRAITS)))
        for column, name in enumerate((exposure, *TRAITS[2:]), 1):
            design[:, column] = self.values[name][rows]
        return design

    def odds_ratios(self) -> dict[str, float]:
        """Values of both logistic models, by the ids of the printed ones."""
        found = {}
        for stem, exposure in zip(("m_exp_or", "m_fund_or"), EXPOSURES, strict=True):
            rows = self.rows[exposure]
            beta, error = logistic(self.design(exposure, rows) / SCALE, self.job[rows], self.start[exposure])
            # The next fit begins where this one ended: between two steps of the search little changes.
            self.start[exposure] = np.zeros(len(TRAITS)) if np.isnan(beta).any() else beta
            estimate = float(beta[1])
            found |= {
                stem: _exp(estimate),
                f"{stem}_lo": _exp(estimate - Z * error),
                f"{stem}_hi": _exp(estimate + Z * error),
                f"{stem}_p": erfc(abs(estimate / error) / sqrt(2)),
            }
        return found

    def resolutions(self) -> tuple[float, float]:
        """Root of the residual sum of squares of each exposure on the confounders among the workers with complete data."""
        found = []
        for exposure in EXPOSURES:
            rows = self.rows[exposure]
            design = self.design(exposure, rows[self.job[rows] == 1]) / SCALE
            others = design[:, [0, *range(2, len(TRAITS))]]
            left = design[:, 1] - others @ np.linalg.solve(others.T @ others, others.T @ design[:, 1])
            found.append(sqrt(left @ left))
        return found[0], found[1]

    def cost(self) -> float:
        """See Stage."""
        found = self.odds_ratios()
        if any(np.isnan(value) for value in found.values()):
            return 1e6
        misses = [self.targets.miss(quantity, value) for quantity, value in found.items()]
        off = float(np.log1p(misses).sum() + 30 * self._unresolved())
        if off:
            # The logarithm of a large miss hardly rises: this keeps the search from settling on the wrong side of 1.
            off += sum(4 * np.log(found[quantity] / self.targets.number(quantity)) ** 2 for quantity in ("m_exp_or", "m_fund_or"))
        return off

    def _unresolved(self) -> float:
        """How far the resolutions are off. Their ratio matters most: both models' spread comes from the same log days."""
        one, other = (found / wanted for found, wanted in zip(self.resolutions(), self.resolution, strict=True))
        return max(abs(one - 1) - 0.02, 0.0) + max(abs(other - 1) - 0.02, 0.0) + max(abs(one / other - 1) - 0.006, 0.0)

    def unmet(self) -> list[str]:
        """See Stage."""
        return self.targets.unmet(self.odds_ratios())

    def change(self, rng: np.random.Generator) -> Undo | None:
        """Exchange one characteristic between two persons who both have it."""
        values = self.values[rng.choice(TRAITS)]
        one, other = rng.integers(len(values), size=2)
        if values[one] == values[other] or np.isnan(values[one]) or np.isnan(values[other]):
            return None
        values[one], values[other] = values[other], values[one]

        def undo() -> None:
            values[one], values[other] = values[other], values[one]

        return undo


def _lacking(rng: np.random.Generator, targets: Targets, n: int, workers: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Who lacks the work history, the MHI-5 and the benefits."""
    incomplete = n - targets.count("m_exp_or_n")
    worked = workers - targets.count("m_exp_b_n")
    some_workers = rng.choice(workers, worked, replace=False)
    others = rng.choice(np.arange(workers, n), incomplete - worked, replace=False)
    lacking = rng.permutation(np.concatenate([some_workers, others]))
    histories = n - targets.count("t1_worked5y_valid")
    free = np.setdiff1d(np.arange(workers, n), lacking)
    return lacking[:histories], lacking[histories:], rng.choice(free, n - targets.count("t1_disability_valid"), replace=False)


def _resolution(targets: Targets, log_variance: float) -> tuple[float, float]:
    """What the standard errors and R-squared of the linear models ask of each exposure, at this variance of log days."""
    from scipy.special import stdtrit

    found = []
    for stem in ("m_exp_b", "m_fund_b"):
        n = targets.count(f"{stem}_n")
        freedom = n - len(TRAITS)
        error = (targets.number(f"{stem}_hi") - targets.number(f"{stem}_lo")) / (2 * stdtrit(freedom, 0.975))
        residual = (1 - targets.number(f"{stem}_r2")) * log_variance * (n - 1) / freedom
        found.append(sqrt(residual) / error)
    return found[0], found[1]


def _exp(value: float) -> float:
    """The exponential, without overflow on the way."""
    return exp(min(max(value, -30.0), 30.0))


def logistic(design: np.ndarray, outcome: np.ndarray, start: np.ndarray) -> tuple[np.ndarray, float]:
    """Maximum-likelihood coefficients by Newton's method, and the second one's standard error; NaN where it runs away."""
    beta = start
    for _ in range(NEWTON_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        information = design.T @ (design * (chance * (1 - chance))[:, None])
        try:
            inverse = np.linalg.inv(information)
        except np.linalg.LinAlgError:
            return np.full(len(beta), np.nan), float("nan")
        step = inverse @ (design.T @ (outcome - chance))
        beta = beta + step
        if np.abs(step).max() < 1e-7:
            return beta, sqrt(max(inverse[1, 1], 0.0))
    return np.full(len(beta), np.nan), float("nan")
