"""A panel's weeks or months in days: where in a period work is placed, as `outcomes.panel_in_days` says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class PanelDays:
    """Days since inclusion; arrays have shape (persons, periods) unless said otherwise.

    Attributes
    ----------
    edges : ndarray of int, shape (persons, periods + 1)
        First day of each period, and of the one after the last.
    onset : ndarray of int
        Day on which work that begins in a period is placed.
    first, last : ndarray of int
        First and last day worked of a period worked.
    last_day : ndarray of int, shape (persons,)
        Last day observed.
    rule : str
        `outcomes.panel_in_days`.
    """

    edges: np.ndarray
    onset: np.ndarray
    first: np.ndarray
    last: np.ndarray
    last_day: np.ndarray
    rule: str

    @classmethod
    def of(cls, worked: np.ndarray, known: np.ndarray, edges: np.ndarray, last_day: np.ndarray, rule: str) -> PanelDays:
        """Place the periods.

        Parameters
        ----------
        worked, known : ndarray of bool
            Whether a period is known to be worked, and whether its status is known.
        edges, last_day : ndarray of int
        rule : {"first_to_last_day", "middle_to_middle_day"}
            The latter places the beginning of work (in the first period, or after one not worked) and its end (before one not
            worked) on the middle day of the period; whether work begins beside an unknown period or goes on after the last day
            observed can't be told, so such a period counts whole. No day lies after the last one observed.
        """
        begin, end = edges[:, :-1], np.minimum(edges[:, 1:] - 1, last_day[:, None])
        if rule == "first_to_last_day":
            return cls(edges, begin, begin, end, last_day, rule)
        middle = np.minimum((edges[:, :-1] + edges[:, 1:]) // 2, end)
        idle, none = known & ~worked, np.zeros((len(worked), 1), dtype=bool)
        begins = np.hstack([~none, idle[:, :-1]])
        ends = np.hstack([idle[:, 1:], none])
        return cls(edges, middle, np.where(begins, middle, begin), np.where(ends, middle, end), last_day, rule)

    def again(self, worked: np.ndarray, known: np.ndarray) -> PanelDays:
        """The same periods placed as if these were worked, and known."""
        return self.of(worked, known, self.edges, self.last_day, self.rule)

    def worked(self, worked: np.ndarray) -> np.ndarray:
        """Days worked of each person."""
        return np.where(worked, self.last - self.first + 1, 0).sum(axis=1)

    def day_of(self, period: np.ndarray) -> np.ndarray:
        """Day on which work that begins in each person's period (1, 2, ...) is placed; any day where there is no such period."""
        column = np.clip(period.astype(int) - 1, 0, self.onset.shape[1] - 1)
        return self.onset[np.arange(len(column)), column].astype(float)

    def before(self, period: np.ndarray) -> np.ndarray:
        """Last day observed before each person's period, day 0 at the least."""
        column = np.clip(period.astype(int) - 1, 0, self.edges.shape[1] - 1)
        return np.clip(np.minimum(self.edges[np.arange(len(column)), column] - 1, self.last_day), 0, None).astype(float)
