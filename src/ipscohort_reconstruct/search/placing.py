"""Fourth stage: when each job begins, so that days to the first job and the monthly employment rates are met.

The first starts have pinned quartiles, so each worker stands on one rank (a slot with bounds) and workers exchange ranks.
Between the printed rates of two months the number employed rises about evenly, and stays level after the second.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ipscohort_reconstruct.search.anneal import Undo
from ipscohort_reconstruct.search.targets import Targets
from ipscohort_reconstruct.search.totals import MIN_GAP, outside
from ipscohort_reconstruct.search.values import TRIES, CrossedError, Slots, quartiles

RATES = {2: "f1_month2_pct", 22: "f1_month22_pct"}
"""Months whose rate is printed."""
NEAR_LINE = 2.1
"""How far the number employed in the other months may lie from the line."""
ONGOING = (15, 21)
"""How many workers are in a job on their last day."""
END_OF_MONTH_2 = 60
APART = (60, 500)
"""When the first dated job of the worker with an undated one may begin."""


@dataclass
class Worker:
    """One worker's jobs in time.

    Attributes
    ----------
    length : ndarray of int
        Days of each job in the order in which they begin; 1 for a job of unknown end.
    item : ndarray of int
        Number of each of these jobs, as the caller counts them.
    gap : ndarray of int
        Days between each job and the next; negative where they overlap.
    start : int
        First day of the first job.
    """

    length: np.ndarray
    item: np.ndarray
    gap: np.ndarray
    start: int

    def starts(self) -> np.ndarray:
        """First day of each job."""
        return self.start + np.concatenate([[0], np.cumsum(self.length[:-1] + self.gap)])

    def end(self) -> int:
        """Last day of the last job."""
        return int(self.start + self.length.sum() + self.gap.sum()) - 1

    def copy(self) -> Worker:
        """The same worker, to go back to."""
        return Worker(self.length.copy(), self.item.copy(), self.gap.copy(), self.start)


@dataclass
class Placing:
    """All workers' jobs in time.

    Attributes
    ----------
    workers : list of Worker
    apart : int
        The worker who has an undated job too: no rank among the first starts, and no part in the rates.
    edges : ndarray of int, shape (workers, months + 1)
        First day of each month of follow-up; the last is the day after follow-up.
    slots : Slots
        Bounds of the first starts by rank.
    rank : ndarray of int, shape (workers,)
        Slot of each worker; -1 for the one apart.
    employed : ndarray of bool, shape (workers, months)
        Whether the worker works on any day of the month.
    wanted : ndarray of float, shape (months,)
        Number employed wanted in each month: the printed rates, a line between them, level after the last; NaN before the
        first.
    """

    targets: Targets
    workers: list[Worker]
    apart: int
    edges: np.ndarray
    slots: Slots
    rank: np.ndarray
    employed: np.ndarray
    wanted: np.ndarray

    @classmethod
    def draw(cls, rng: np.random.Generator, targets: Targets, workers: list[Worker], apart: int, edges: np.ndarray) -> Placing:
        """Those with the most days to work begin first, so that everybody's jobs fit; then all is exchanged."""
        slots = _slots(rng, targets)
        need = np.array([worker.length.sum() + worker.gap.sum() for worker in workers])
        rank = np.full(len(workers), -1)
        ranked = np.delete(np.arange(len(workers)), apart)
        rank[ranked[np.argsort(-need[ranked], kind="stable")]] = np.arange(len(ranked))
        months = edges.shape[1] - 1
        employed = np.zeros((len(workers), months), dtype=bool)
        placing = cls(targets, workers, apart, edges, slots, rank, employed, _wanted(targets, months))
        for number, worker in enumerate(workers):
            worker.start = placing._draw_start(rng, number)
            if worker.end() > placing.last_day(number):
                raise CrossedError
            placing._refresh(number)
        return placing

    def last_day(self, number: int) -> int:
        """Last day of a worker's follow-up."""
        return int(self.edges[number, -1]) - 1

    def _draw_start(self, rng: np.random.Generator, number: int) -> int:
        """A first start within the worker's slot; sometimes, where the slot allows, the one that ends with follow-up."""
        rank = self.rank[number]
        low, high = (self.slots.low[rank], self.slots.high[rank]) if rank >= 0 else APART
        worker = self.workers[number]
        latest = self.last_day(number) - (worker.end() - worker.start)
        if rng.random() < 0.3 and low <= latest <= high:
            return latest
        high = max(low, min(high, latest))
        return round(rng.uniform(np.sqrt(low), np.sqrt(high)) ** 2)

    def _refresh(self, number: int) -> None:
        worker = self.workers[number]
        starts = worker.starts()
        ends = starts + worker.length - 1
        edges = self.edges[number]
        self.employed[number] = ((starts[:, None] < edges[None, 1:]) & (ends[:, None] >= edges[None, :-1])).any(axis=0)

    def counts(self) -> np.ndarray:
        """Number employed in each month, of those in the rates."""
        return self.employed.sum(axis=0) - self.employed[self.apart]

    def ongoing(self) -> np.ndarray:
        """Whether each worker is in a job on the last day."""
        return np.array([worker.end() == self.last_day(number) for number, worker in enumerate(self.workers)])

    def cost(self) -> float:
        """See Stage."""
        off = np.abs(self.counts() - self.wanted)
        printed = [month - 1 for month in RATES]
        rest = np.delete(off, printed)
        near = np.maximum(rest[~np.isnan(rest)] - NEAR_LINE, 0)
        return float(3 * off[printed].sum() + near.sum() + outside(self.ongoing().sum(), *ONGOING))

    def unmet(self) -> list[str]:
        """See Stage."""
        share = 100 * self.counts() / self.targets.count("f1_valid")
        first = quartiles(np.array([worker.start for worker, rank in zip(self.workers, self.rank, strict=True) if rank >= 0]))
        found = {quantity: share[month - 1] for month, quantity in RATES.items()}
        return self.targets.unmet(found | {f"t2_days_to_job_{name}": value for name, value in first.items()})

    def change(self, rng: np.random.Generator) -> Undo | None:
        """Exchange two workers' ranks, or begin anew within the rank, or change order and gaps of one worker's jobs."""
        kind = rng.random()
        if kind < 0.45:
            one, other = rng.choice(np.flatnonzero(self.rank >= 0), 2, replace=False)
            touched = [int(one), int(other)]
        else:
            touched = [int(rng.integers(len(self.workers)))]
        before = [(self.workers[number].copy(), self.rank[number], self.employed[number].copy()) for number in touched]

        def undo() -> None:
            for number, (worker, rank, employed) in zip(touched, before, strict=True):
                self.workers[number], self.rank[number], self.employed[number] = worker, rank, employed

        if len(touched) == 2:
            self.rank[touched] = self.rank[touched[::-1]]
        elif kind > 0.7:
            _reorder(rng, self.workers[touched[0]], self.last_day(touched[0]))
        for number in touched:
            if kind <= 0.7:
                self.workers[number].start = self._draw_start(rng, number)
            if self.workers[number].end() > self.last_day(number) and not _squeeze(self.workers[number], self.last_day(number)):
                undo()
                return None
            self._refresh(number)
        return undo


def _wanted(targets: Targets, months: int) -> np.ndarray:
    """See Placing."""
    n, month = targets.count("f1_valid"), np.arange(1, months + 1)
    printed = {number: round(targets.number(quantity) * n / 100) for number, quantity in RATES.items()}
    line = np.interp(month, list(printed), list(printed.values()))
    return np.where(month < min(printed), np.nan, line)


def _slots(rng: np.random.Generator, targets: Targets) -> Slots:
    """Bounds of the first starts; a quarter of them lie in the first two months, as the printed rate asks."""
    n = targets.count("t2_days_to_job_valid")
    for _ in range(TRIES):
        slots = Slots.of(rng, n, targets, "t2_days_to_job", "wait")
        if slots.high[round(0.25 * (n + 1)) - 1] <= END_OF_MONTH_2:
            return slots
    raise CrossedError


def _reorder(rng: np.random.Generator, worker: Worker, last_day: int) -> None:
    """Another order of jobs, other gaps between them; sometimes the last job ends with follow-up."""
    if len(worker.length) == 1:
        return
    if rng.random() < 0.5:
        order = rng.permutation(len(worker.length))
        worker.length, worker.item = worker.length[order], worker.item[order]
    spot = rng.integers(len(worker.gap))
    if worker.gap[spot] < 0:
        return
    worker.gap[spot] = MIN_GAP
    room = last_day - worker.end()
    if room > 0:
        worker.gap[spot] += room if rng.random() < 0.4 else int(room * rng.random() ** 2)


def _squeeze(worker: Worker, last_day: int) -> bool:
    """Take gaps back to the least until the jobs fit; whether they do."""
    worker.gap = np.where(worker.gap > 0, MIN_GAP, worker.gap)
    return worker.end() <= last_day
