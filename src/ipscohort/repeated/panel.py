"""Persons by months as arrays: who was employed when, where it was not observed, and what each person brings to a model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Panel:
    """A yes/no or numeric outcome of persons at times that all share.

    Attributes
    ----------
    outcome : ndarray of float, shape (persons, times)
        0 where not observed.
    observed : ndarray of bool, shape (persons, times)
    matrix : ndarray, shape (persons, times, coefficients)
        The design matrix; rows that are not observed count for nothing.
    times : ndarray of float, shape (times,)
        Where the times lie, for correlations that fall with the distance between them.
    """

    outcome: np.ndarray
    observed: np.ndarray
    matrix: np.ndarray
    times: np.ndarray

    @property
    def n(self) -> int:
        """Persons."""
        return len(self.outcome)

    @property
    def n_rows(self) -> int:
        """Times observed, over all persons."""
        return int(self.observed.sum())
