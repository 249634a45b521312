"""First stage: hours, or days, of every job by occupation group.

Printed quartiles are weighted averages at (n + 1) p of the sorted values, so each pins one or two neighbouring ranks of a
group. The search draws the other values freely between the pinned ones until the quartiles over all jobs are met as well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ipscohort_reconstruct.search.anneal import Undo
from ipscohort_reconstruct.search.targets import Targets

GROUPS = {"prof": "2", "tech": "3", "cler": "4", "serv": "5", "mach": "8", "elem": "9", "unkn": None}
"""Short name in the ids of the printed values -> ISCO-08 major group."""
LARGE = ("cler", "serv", "elem")
"""Groups large enough to lack a job's hours or dates without a trace in their quartiles."""
QUARTILES = {"q1": 0.25, "median": 0.5, "q3": 0.75}
LOWEST = {"days": 1.0, "hours": 4.0, "wait": 3.0}
HIGHEST = {"days": 880.0, "hours": 40.0, "wait": 880.0}
STEP = {"days": 1.0, "hours": 0.5, "wait": 1.0}
BELOW = {"days": 0.05, "hours": 0.05, "wait": 0.01}
"""About how far below a printed quartile the lower of its two neighbours lies, as a share of it."""
TRIES = 1_000
FEW = 2
"""Values known in a group whose quartiles are printed as a dash."""


def known_counts(targets: Targets, measure: str, rng: np.random.Generator) -> dict[str, int]:
    """How many jobs of each group have the measure.

    A group with a dash for its quartiles has two; what is missing beyond that is missing in the large groups.
    """
    counts = {}
    for group in GROUPS:
        jobs = targets.count(f"t3_{group}_n")
        dash = f"t3_{group}_{measure}_iqr" in targets
        counts[group] = min(jobs, FEW) if dash else jobs
    surplus = sum(counts.values()) - targets.count(f"t3_all_{measure}_valid")
    for _ in range(surplus):
        counts[rng.choice(LARGE)] -= 1
    return counts


def bracket(
    rng: np.random.Generator, target: float, half_width: float, fraction: float, measure: str, low: float | None
) -> tuple[float, float]:
    """Two neighbouring values low <= high with low + fraction * (high - low) printed as the target; `low` may be given."""
    step = STEP[measure]
    if fraction == 0:
        if target % step:
            raise CrossedError
        return target, target
    if low is None:
        low = step * np.floor((target - rng.exponential(max(3 * step, target * BELOW[measure]))) / step + 1e-9)
    high = step * round((low + (target - low) / fraction) / step)
    value = low + fraction * (high - low)
    if low > 0 and high >= low and -half_width - 1e-9 <= value - target < half_width - 1e-9:
        return low, high
    raise CrossedError


def quartiles(values: np.ndarray) -> dict[str, float]:
    """Name -> weighted average at (n + 1) p, of more than three values; faster than the library's own in a search's inner loop."""
    ranked, found = np.sort(values), {}
    for name, p in QUARTILES.items():
        position = (len(ranked) + 1) * p
        rank = int(position + 1e-9)
        found[name] = ranked[rank - 1] + (position - rank) * (ranked[rank] - ranked[rank - 1])
    return found


class CrossedError(Exception):
    """A draw in which the values that give two quartiles contradict each other."""


@dataclass
class Slots:
    """Sorted values of one group: bounds of each rank, equal where a printed quartile pins it."""

    low: np.ndarray
    high: np.ndarray

    @classmethod
    def of(cls, rng: np.random.Generator, n: int, targets: Targets, stem: str, measure: str) -> Slots:
        """Bounds from the printed quartiles `stem`_q1, _median, _q3 (those that are printed as numbers)."""
        for _ in range(TRIES):
            try:
                return cls(*_bounds(rng, n, targets, stem, measure))
            except CrossedError:
                continue
        raise CrossedError


def _bounds(rng: np.random.Generator, n: int, targets: Targets, stem: str, measure: str) -> tuple[np.ndarray, np.ndarray]:
    """One draw of the pinned ranks, and what they leave to the ranks between."""
    pinned = np.full(n, np.nan)
    for name, p in QUARTILES.items():
        quantity = f"{stem}_{name}"
        if quantity not in targets:
            continue
        position = round((n + 1) * p, 9)
        rank, fraction = int(position), position - int(position)
        given = None if np.isnan(pinned[rank - 1]) else pinned[rank - 1]
        pair = bracket(rng, targets.number(quantity), targets.half_width(quantity), fraction, measure, given)
        pinned[rank - 1 : rank + (fraction > 0)] = pair[: 1 + (fraction > 0)]
    known = pinned[~np.isnan(pinned)]
    if (np.diff(known) < 0).any() or known.min() < LOWEST[measure] or known.max() > HIGHEST[measure]:
        raise CrossedError
    low = np.fmax.accumulate(np.where(np.isnan(pinned), LOWEST[measure], pinned))
    high = np.fmin.accumulate(np.where(np.isnan(pinned), HIGHEST[measure], pinned)[::-1])[::-1]
    return low, high


def draw_between(rng: np.random.Generator, low: np.ndarray, high: np.ndarray, step: float) -> np.ndarray:
    """Values on the grid, spread evenly on the scale between logarithm and number."""
    root = rng.uniform(np.sqrt(low), np.sqrt(high))
    return np.clip(step * np.round(root**2 / step), low, high)


@dataclass
class Values:
    """Hours or days of the jobs by group, such that the quartiles over all jobs are met too.

    Attributes
    ----------
    measure : {"hours", "days"}
    spans : dict of str -> slice
        Where each group's values stand, lowest rank first.
    low, high, values : ndarray of float
        Bounds of each value, equal where a printed quartile of its group pins it, and the value.
    """

    targets: Targets
    measure: str
    spans: dict[str, slice]
    low: np.ndarray
    high: np.ndarray
    values: np.ndarray

    @classmethod
    def draw(cls, rng: np.random.Generator, targets: Targets, measure: str) -> Values:
        """A first draw between the bounds of every group."""
        counts = {group: n for group, n in known_counts(targets, measure, rng).items() if n}
        ends = np.cumsum(list(counts.values()))
        spans = {group: slice(end - n, end) for (group, n), end in zip(counts.items(), ends, strict=True)}
        slots = [Slots.of(rng, n, targets, f"t3_{group}_{measure}", measure) for group, n in counts.items()]
        low, high = (np.concatenate([getattr(slot, side) for slot in slots]) for side in ("low", "high"))
        return cls(targets, measure, spans, low, high, draw_between(rng, low, high, STEP[measure]))

    def group(self) -> np.ndarray:
        """Group of every value."""
        return np.repeat(list(self.spans), [span.stop - span.start for span in self.spans.values()])

    def cost(self) -> float:
        """How far the quartiles over all jobs are off, in steps of the grid; see Stage."""
        found = self.overall()
        return sum(
            0.2 + abs(found[quantity] - self.targets.number(quantity)) / STEP[self.measure] for quantity in self.targets.unmet(found)
        )

    def overall(self) -> dict[str, float]:
        """Quartiles over all jobs, by the ids of the printed values."""
        return {f"t3_all_{self.measure}_{name}": value for name, value in quartiles(self.values).items()}

    def unmet(self) -> list[str]:
        """See Stage."""
        return self.targets.unmet(self.overall())

    def change(self, rng: np.random.Generator) -> Undo | None:
        """Draw one value anew, or take a printed quartile over all jobs itself, or pin a whole group's quartiles by other values."""
        kind = rng.random()
        if kind < 0.1:
            return self._pin_anew(rng)
        spot = rng.choice(np.flatnonzero(self.low < self.high))
        value = draw_between(rng, self.low[spot], self.high[spot], STEP[self.measure])
        if kind < 0.4:
            name, step = rng.choice(list(QUARTILES)), STEP[self.measure]
            near = step * (np.round(self.targets.number(f"t3_all_{self.measure}_{name}") / step) + rng.integers(-2, 3))
            value = np.clip(near, self.low[spot], self.high[spot])
        return self._replace(slice(spot, spot + 1), self.low[spot], self.high[spot], value)

    def shift(self, spot: int, by: float) -> Undo | None:
        """Add to one value, where its bounds allow."""
        value = self.values[spot] + by
        if not self.low[spot] <= value <= self.high[spot]:
            return None
        return self._replace(slice(spot, spot + 1), self.low[spot], self.high[spot], value)

    def _pin_anew(self, rng: np.random.Generator) -> Undo | None:
        group, span = list(self.spans.items())[rng.integers(len(self.spans))]
        try:
            slots = Slots.of(rng, span.stop - span.start, self.targets, f"t3_{group}_{self.measure}", self.measure)
        except CrossedError:
            return None
        return self._replace(span, slots.low, slots.high, np.clip(self.values[span], slots.low, slots.high))

    def _replace(self, span: slice, low: np.ndarray, high: np.ndarray, values: np.ndarray) -> Undo:
        before = self.low[span].copy(), self.high[span].copy(), self.values[span].copy()
        self.low[span], self.high[span], self.values[span] = low, high, values

        def undo() -> None:
            self.low[span], self.high[span], self.values[span] = before

        return undo
