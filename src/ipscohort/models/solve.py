"""What a family's fit is given, and the tests that all families share.

Numbers are centred and scaled inside, so that an income in cents fits as well as an age; estimates are given back in
the variable's own unit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ipscohort.contracts.codebook import Codebook
from ipscohort.models.design import INTERCEPT, Design, term_label
from ipscohort.models.families.base import Solution
from ipscohort.models.sample import Sample, label_of
from ipscohort.models.spec import ModelSpec


@dataclass(frozen=True)
class Problem:
    """One model to be fitted.

    Attributes
    ----------
    design : Design
    outcome : ndarray, shape (n,)
        As the family's transform gives it.
    offset : ndarray, shape (n,), or None
        Logarithm of the time in which the outcome was counted.
    time : ndarray, shape (n,), or None
        Of an outcome that is a time with an event: the time; `outcome` says whether the event was then.
    ties : {"efron", "breslow"}
        How events at one time are taken.
    exposure : list of int
        The exposure's columns.
    confidence : float
    codebook : Codebook
    """

    design: Design
    outcome: np.ndarray
    offset: np.ndarray | None
    exposure: list[int]
    confidence: float
    codebook: Codebook
    time: np.ndarray | None = None
    ties: Literal["efron", "breslow"] = "efron"

    @classmethod
    def of(cls, sample: Sample, design: Design, spec: ModelSpec, codebook: Codebook) -> Problem:
        """The problem that a sample and its design pose."""
        exposure, ties = design.columns_of(spec.exposure), spec.regression.ties or "efron"
        return cls(design, sample.outcome, sample.offset, exposure, spec.confidence, codebook, sample.time, ties)

    def names(self, columns: list[int]) -> list[str]:
        """How messages name some columns, the intercept left out."""
        terms = [self.design.terms[i] for i in columns]
        return [term_label(term, self.codebook) for term in terms if term.variable != INTERCEPT]

    def label(self, variable: str) -> str:
        """How messages name a variable."""
        return label_of(variable, self.codebook)

    def scaled(self, *, centre: bool) -> tuple[np.ndarray, np.ndarray]:
        """The matrix with numbers (centred and) divided by their standard deviation, and the map of coefficients back."""
        matrix, number = self.design.matrix, self.design.is_number
        sd = np.where(number, matrix.std(axis=0), 1.0)
        mean = np.where(number, matrix.mean(axis=0), 0.0) if centre else np.zeros(matrix.shape[1])
        back = np.diag(1 / sd)
        back[self.design.columns_of(INTERCEPT)[0]] -= mean / sd
        return (matrix - mean) / sd, back

    def wald(
        self, params: np.ndarray, covariance: np.ndarray, back: np.ndarray, method: str, residual_df: float = math.nan, **more: float
    ) -> Solution:
        """Wald intervals and tests of scaled estimates: t where there are residual degrees of freedom, else z.

        Parameters
        ----------
        params, covariance : ndarray
            Of the scaled columns.
        back : ndarray
            What `scaled` gave.
        method : str
        residual_df : float
        **more : float
            log_likelihood, r_squared and dispersion.
        """
        from scipy.special import ndtr, ndtri, stdtr, stdtrit

        normal = math.isnan(residual_df)
        estimate, covariance = back @ params, back @ covariance @ back.T
        error = np.sqrt(np.diag(covariance))
        statistic = estimate / error
        level = 0.5 + self.confidence / 2
        width = ndtri(level) if normal else stdtrit(residual_df, level)
        tail = ndtr(-np.abs(statistic)) if normal else stdtr(residual_df, -np.abs(statistic))
        return Solution(
            estimate=estimate,
            std_error=error,
            conf_low=estimate - width * error,
            conf_high=estimate + width * error,
            statistic=statistic,
            p_value=2 * tail,
            covariance=covariance,
            method=method,
            residual_df=residual_df,
            **more,
        )


def joint_test(solution: Solution, columns: list[int]) -> tuple[float, int, float]:
    """Joint Wald test that several coefficients are zero.

    Parameters
    ----------
    solution : Solution
    columns : list of int

    Returns
    -------
    statistic, df, p : chi-squared, or F (with its numerator df) where the model has residual degrees of freedom.
    """
    from scipy.special import chdtrc, fdtrc

    b, v = solution.estimate[columns], solution.covariance[np.ix_(columns, columns)]
    chi2, df = float(b @ np.linalg.solve(v, b)), len(columns)
    if math.isnan(solution.residual_df):
        return chi2, df, float(chdtrc(df, chi2))
    return chi2 / df, df, float(fdtrc(df, solution.residual_df, chi2 / df))
