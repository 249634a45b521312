"""How far an exposure's estimate hangs on single persons. Who they are stands in internal/ only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ipscohort.display.naming import level_word
from ipscohort.models.diagnostics.leave_one_out import Without, without_each
from ipscohort.models.diagnostics.subject import Check, Subject, not_computed
from ipscohort.words import later, say, say_n

MOST_NAMED = 20
"""Persons of each estimate who are named in internal/, besides those without whom its interval changes sides."""
MOST_DECIDING = 100
OF_PENALISED = later("Not computed for penalised estimates.")
NO_ESTIMATE = later("Without one person it has no finite estimate.")
NO_INTERVAL = later("Without a person, too few are left for an interval.")
HANGS_ON_ONE = later(
    "The finding hangs on one person: without them, the interval of the {effect} of '{level}' includes the value of no difference."
)
HANGS_ON_SOME = later(
    "The finding hangs on single persons: without any one of {n} of them, the interval of the {effect} of '{level}' includes the value of no difference."
)
WOULD_EXCLUDE_ONE = later("Without one person the interval would no longer include the value of no difference.")
WOULD_EXCLUDE = later("Without any one of {n} persons the interval would no longer include the value of no difference.")
CHANGES_SIDE = later("Without one person the interval would change sides.")
CHANGE_SIDE = later("Without any one of {n} persons the interval would change sides.")


def influence(subject: Subject) -> tuple[list[Check], list[dict[str, Any]]]:
    """The estimate of each level without the person who moves it most, and without how many its interval changes sides.

    Returns
    -------
    checks : list of Check
    persons : list of dict
        Rows of INFLUENCE, with `at`: the person's position in the sample.
    """
    checks, persons = [], []
    if subject.penalised:
        for _, level in subject.levels:
            named = {"term": subject.spec.exposure, "level": level}
            checks += [not_computed(name, "", say(OF_PENALISED), **named) for name in ("influence", "influence_sides")]
        return checks, persons
    without = without_each(subject)
    for column, level in subject.levels:
        each = _Level(subject, without, column, level)
        checks += each.checks()
        persons += each.persons()
    return checks, persons


class _Level:
    """One level's estimates without each person."""

    def __init__(self, subject: Subject, without: Without, column: int, level: str):
        from scipy.special import ndtri, stdtrit

        self.subject, self.level, self.method, self.df = subject, level, without.method, without.residual_df
        top = 0.5 + subject.spec.confidence / 2
        width = ndtri(top) if self.df is None else np.where(self.df > 0, stdtrit(np.maximum(self.df, 1), top), np.nan)
        self.estimate, self.error = without.estimate[:, column], without.std_error[:, column]
        self.low, self.high = self.estimate - width * self.error, self.estimate + width * self.error
        solution = subject.solution
        self.whole = float(solution.estimate[column])
        self.side = _side(solution.conf_low[column], solution.conf_high[column])
        self.changed = np.isfinite(self.low) & (_side(self.low, self.high) != self.side)
        self.moved = np.where(np.isnan(self.estimate), np.inf, np.abs(self.estimate - self.whole))

    def checks(self) -> list[Check]:
        """Both checks."""
        named = {"term": self.subject.spec.exposure, "level": self.level}
        lost = bool(np.isnan(self.estimate).any())
        if lost:
            largest = Check("influence", np.nan, self.method, "look", warning=say(NO_ESTIMATE), **named)
        else:
            most, read = int(np.argmax(self.moved)), self.subject.read
            numbers = {"conf_low": read(self.low[most]), "conf_high": read(self.high[most]), "p_value": self._p(most)}
            looked = "look" if self.changed[most] else "ok"
            largest = Check("influence", read(self.estimate[most]), self.method, looked, **numbers, **named)
        if not (np.isfinite(self.low) | np.isnan(self.estimate)).all():
            return [largest, not_computed("influence_sides", self.method, say(NO_INTERVAL), **named)]
        count = int(self.changed.sum())
        said, tell = self._said(count)
        said = said or (say(NO_ESTIMATE) if lost else "")
        sides = Check("influence_sides", float(count), self.method, "look" if said else "ok", limit=0.0, warning=said, tell=tell, **named)
        return [largest, sides]

    def _p(self, person: int) -> float:
        from scipy.special import ndtr, stdtr

        statistic = -abs(self.estimate[person] / self.error[person])
        return float(2 * (ndtr(statistic) if self.df is None else stdtr(self.df[person], statistic)))

    def _said(self, count: int) -> tuple[str, bool]:
        """What is said of those without whom the interval changes sides; beside the estimates where a difference hangs on them."""
        if not count:
            return "", False
        if self.side and not _side(self.low[self.changed], self.high[self.changed]).any():
            return say_n(HANGS_ON_ONE, HANGS_ON_SOME, count, level=level_word(self.level), effect=self.subject.effect), True
        if not self.side:
            return say_n(WOULD_EXCLUDE_ONE, WOULD_EXCLUDE, count), False
        return say_n(CHANGES_SIDE, CHANGE_SIDE, count), False

    def persons(self) -> Iterator[dict[str, Any]]:
        """Those who move the estimate most, and those without whom the interval changes sides; the one who moves it most first."""
        order = np.argsort(-self.moved, kind="stable")
        deciding = order[self.changed[order]][:MOST_DECIDING]
        named = [i for i in order if i in set(order[:MOST_NAMED]) | set(deciding)] if len(deciding) else list(order[:MOST_NAMED])
        for i in named:
            yield {
                "level": self.level,
                "at": int(i),
                "estimate": self.whole,
                "estimate_without": _known(self.estimate[i]),
                "conf_low_without": _known(self.low[i]),
                "conf_high_without": _known(self.high[i]),
                "changes_side": bool(self.changed[i]),
                "method": self.method,
            }


def _side(low: np.ndarray | float, high: np.ndarray | float) -> np.ndarray:
    """1 above no difference, -1 below, 0 where the interval includes it."""
    return np.where(np.asarray(low) > 0, 1, np.where(np.asarray(high) < 0, -1, 0))


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
