"""Tests between levels of events over time (log-rank, Gray, job starts) in simulated cohorts in which the level makes no difference."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from scipy.stats import chi2

from ipscohort.catalogue.small_numbers import EXPECTED, FEW_EXPECTED
from ipscohort.survival.gray import gray_test
from ipscohort.survival.logrank import _test
from ipscohort.survival.recurrent import robust_score_test

OTHERS, DAYS = 90, 900
SIZES = (1, 2, 3, 5, 10, 20)
SHARES = (0.25, 0.5, 0.9)
"""Share with a first job by the end of follow-up, were nobody to leave."""
BANDS = ((0, 1), (1, 2), (2, EXPECTED), (EXPECTED, FEW_EXPECTED), (FEW_EXPECTED, np.inf))
TESTS = ("log-rank", "Gray, first job", "Gray, competing exits", "job starts")


def one(task: tuple[int, float, int]) -> np.ndarray:
    """p and events expected at the level of each test of one cohort: shape (2, tests)."""
    size, share, seed = task
    rng, n = np.random.default_rng([31, size, round(100 * share), seed]), OTHERS + size
    level, rate = (np.arange(n) < size).astype(int), -np.log(1 - share)
    job, leave, end = rng.exponential(1 / rate, n), rng.exponential(4.0, n), np.minimum(1, rng.exponential(3.0, n))
    first = np.minimum(np.minimum(job, leave), end)
    cause, time = np.where(job == first, 1, np.where(leave == first, 2, 0)), np.ceil(first * DAYS)
    until = np.ceil(np.minimum(leave, end) * DAYS)
    n_jobs = rng.poisson(1.5 * rate * rng.gamma(1.0, 1.0, n) * until / DAYS)
    person = np.repeat(np.arange(n), n_jobs)
    day = np.ceil(rng.random(len(person)) * until[person])
    statistics = [gray_test(time, cause, level, 2, of)[0] for of in (1, 2)] + [robust_score_test(level, 2, person, day, until)[0]]
    p = [_test(time, level, cause == 1)["p_value"], *chi2.sf(statistics, 1)]
    with_event = [(cause == 1).sum(), (cause == 1).sum(), (cause == 2).sum(), len(np.unique(person))]
    return np.array([p, np.array(with_event) * size / n])


def table(samples: int, run: Callable, percent: Callable[[np.ndarray], str]) -> Iterator[str]:
    """Lines of Markdown: by persons at the level and by events expected there, how often each test's p is below 0.05, rule or no rule."""
    found = {size: np.concatenate([run(one, [(size, share, seed) for seed in range(samples)]) for share in SHARES]) for size in SIZES}
    yield f"| persons at the level, beside 90 | {' | '.join(f'{name}: p < 0.05' for name in TESTS)} |"
    yield "|---|" + "---|" * len(TESTS)
    for size, rows in found.items():
        yield f"| {size} | {' | '.join(_below(rows, k, (0, np.inf), percent) for k in range(len(TESTS)))} |"
    yield ""
    yield f"| events expected at the level | {' | '.join(f'{name}: p < 0.05' for name in TESTS)} | p |"
    yield "|---|" + "---|" * (len(TESTS) + 1)
    everything = np.concatenate(list(found.values()))
    for low, high in BANDS:
        name = f"{low} to {high}" if np.isfinite(high) else f"{low} or more"
        said = "not printed" if high <= EXPECTED else "printed, said to be rough" if high <= FEW_EXPECTED else "printed"
        yield f"| {name} | {' | '.join(_below(everything, k, (low, high), percent) for k in range(len(TESTS)))} | {said} |"


def _below(rows: np.ndarray, k: int, band: tuple[float, float], percent: Callable[[np.ndarray], str]) -> str:
    p, expected = rows[:, 0, k], rows[:, 1, k]
    here = (expected >= band[0]) & (expected < band[1]) & ~np.isnan(p)
    return percent(p[here] < 0.05)
