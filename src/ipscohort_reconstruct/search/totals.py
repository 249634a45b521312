"""First stage, too: which dated jobs belong to one person, so that the quartiles of the persons' total days are met."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ipscohort_reconstruct.search.anneal import Undo
from ipscohort_reconstruct.search.targets import Targets
from ipscohort_reconstruct.search.values import QUARTILES, Values, quartiles

SUM_OF_DAYS = (17_900.0, 19_000.0)
"""Days of all dated jobs: with much less, jobs and monthly rates can't both be met; with much more, there is no room in follow-up."""
MIN_GAP = 20
"""Days between two jobs of one person, so that records of one are not taken for the other."""
LONG = 183
ROOM = (895, 840)
"""Days, gaps included, that the jobs of one worker may take: of the first ten, who can begin at once, and of the others."""
BEGIN_AT_ONCE = 10
TWO_JOBS = 0
"""Number of the total that is made of two dated jobs and belongs to the worker with the undated one."""


@dataclass
class Totals:
    """Days of the dated jobs, and which of them belong to one person.

    Attributes
    ----------
    days : Values
        Days of every dated job.
    worker : ndarray of int, shape (dated jobs,)
        Worker whose job it is; every worker has at least one, number TWO_JOBS exactly two.
    overlap : ndarray of float, shape (workers,)
        Days on which two of the worker's jobs overlap.
    group : ndarray of str, shape (dated jobs,)
        Occupation group, by its short name.
    sum_between : tuple of float
        Where the sum of all days should lie.
    """

    targets: Targets
    days: Values
    worker: np.ndarray
    overlap: np.ndarray
    group: np.ndarray
    sum_between: tuple[float, float]
    log_variance_between: tuple[float, float] = (1.22, 1.42)

    @classmethod
    def draw(cls, rng: np.random.Generator, targets: Targets) -> Totals:
        """Every worker one job, TWO_JOBS a second, the other jobs at random; two workers' jobs overlap for some days."""
        days = Values.draw(rng, targets, "days")
        workers, jobs = targets.count("t2_days_worked_valid"), len(days.values)
        extra = rng.choice(np.arange(1, workers), jobs - workers - 1, replace=False)
        worker = rng.permutation(np.concatenate([np.arange(workers), [TWO_JOBS], extra]))
        overlap = np.zeros(workers)
        overlap[rng.choice(extra, 2, replace=False)] = rng.integers(15, 40, 2)
        middle = rng.uniform(*SUM_OF_DAYS)
        return cls(targets, days, worker, overlap, days.group(), (middle - 150, middle + 150))

    def totals(self) -> np.ndarray:
        """Distinct days worked of every worker."""
        return np.bincount(self.worker, weights=self.days.values, minlength=len(self.overlap)) - self.overlap

    def cost(self) -> float:
        """See Stage."""
        totals = self.totals()
        if totals.min() < 1:
            return 1e6
        off = 5.0 * (not self._overlaps_fit())
        off += self.days.cost() / 3
        found = self.of_persons(totals)
        off += sum(0.2 + abs(found[quantity] - self.targets.number(quantity)) / 10 for quantity in self.targets.unmet(found))
        off += self._without_room(totals)
        off += outside(self.days.values.sum(), *self.sum_between) / 100
        return off + 20 * outside(np.log(totals).var(ddof=1), *self.log_variance_between)

    def _without_room(self, totals: np.ndarray) -> float:
        """How many days too long the workers' jobs are for follow-up, in units of 20."""
        need = np.sort(totals + MIN_GAP * (np.bincount(self.worker, minlength=len(totals)) - 1))[::-1]
        first, others = need[:BEGIN_AT_ONCE], need[BEGIN_AT_ONCE:]
        return float(np.maximum(first - ROOM[0], 0).sum() + np.maximum(others - ROOM[1], 0).sum()) / 20

    def of_persons(self, totals: np.ndarray) -> dict[str, float]:
        """Quartiles of the totals and the number of long workers, by the ids of the printed values."""
        found = {f"t2_days_worked_{name}": value for name, value in quartiles(totals).items()}
        return found | {"res_183_n": float((totals >= LONG).sum())}

    def unmet(self) -> list[str]:
        """See Stage."""
        return self.days.unmet() + self.targets.unmet(self.of_persons(self.totals()))

    def _overlaps_fit(self) -> bool:
        """Whether jobs of a worker with overlap are longer than it, and of different known groups: else they would be one job told twice."""
        for worker in np.flatnonzero(self.overlap):
            jobs = self.worker == worker
            groups = self.group[jobs]
            if (self.days.values[jobs] <= self.overlap[worker] + 5).any() or len(set(groups)) < len(groups) or "unkn" in groups:
                return False
        return True

    def change(self, rng: np.random.Generator) -> Undo | None:
        """Draw a job's days anew, bring a worker's total to a printed quartile, or exchange two jobs between workers."""
        kind = rng.random()
        if kind < 0.05:
            return self._to_quartile(rng)
        if kind < 0.5:
            return self.days.change(rng)
        one, other = rng.choice(len(self.worker), 2, replace=False)
        self.worker[[one, other]] = self.worker[[other, one]]

        def undo() -> None:
            self.worker[[one, other]] = self.worker[[other, one]]

        return undo

    def _to_quartile(self, rng: np.random.Generator) -> Undo | None:
        job = int(rng.integers(len(self.worker)))
        wanted = self.targets.number(f"t2_days_worked_{rng.choice(list(QUARTILES))}")
        return self.days.shift(job, wanted - self.totals()[self.worker[job]])


def outside(value: float, low: float, high: float) -> float:
    """How far a value lies outside an interval."""
    return max(low - value, value - high, 0.0)
