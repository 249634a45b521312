"""Do tests of employment over time reject as often as they say where few are at a level? Simulated cohorts in which the level makes no difference.

python -m tests.benchmark.repeated [samples]     prints the tables, and writes them into docs/repeated.md
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing import Pool, cpu_count
from pathlib import Path

import numpy as np
from scipy.special import ndtr, stdtr, stdtrit

from ipscohort.repeated.degrees import satterthwaite
from ipscohort.repeated.gee import AR1, NotConvergedError, fit_gee
from ipscohort.repeated.mixed import fit_mixed
from ipscohort.repeated.panel import Panel
from tests.benchmark import events
from tests.benchmark.page import renew

PAGE = Path(__file__).parents[2] / "docs" / "repeated.md"
OTHERS, MONTHS, SAMPLES = 90, 12, 1000
SIZES = (1, 2, 3, 5, 10, 20)
ENOUGH = 100
"""Cohorts below which a share is printed with their number."""


def employed(rng: np.random.Generator, persons: int) -> np.ndarray:
    """Persons by months: 45% never work; the others begin in some month, stay by a share of their own and come back now and then."""
    start = np.where(rng.random(persons) < 0.55, rng.integers(0, MONTHS, persons), MONTHS)
    stay, now, found = rng.beta(9, 1.2, persons), np.zeros(persons, bool), np.zeros((persons, MONTHS))
    for month in range(MONTHS):
        again = rng.random(persons) < np.where(now, stay, 0.07)
        now = (start == month) | ((start < month) & again)
        found[:, month] = now
    return found


def one(task: tuple[int, int]) -> np.ndarray:
    """Of a cohort: p of the odds ratio (GEE), whether its limits hold 1, p of exposure by month, p of the odds ratio (random intercepts).

    NaN where the model has no solution, as where nobody at the level ever works.
    """
    size, seed = task
    rng, n = np.random.default_rng([29, size, seed]), OTHERS + size
    y, level = employed(rng, n), (np.arange(n) < size).astype(float)
    month, shape, found = np.arange(1.0, MONTHS + 1), (n, MONTHS), np.full(4, np.nan)
    if y[level > 0].mean() in (0, 1):
        return found
    scaled = (month - month.mean()) / month.std()
    columns = [np.ones(shape), np.broadcast_to(level[:, None], shape), np.broadcast_to(scaled, shape), level[:, None] * scaled]
    panels = [Panel(y, np.ones(shape, bool), np.stack(columns[:k], axis=2), month) for k in (3, 4)]
    for panel, at, put in ((panels[0], 1, 0), (panels[1], 3, 2)):
        try:
            fit = fit_gee(panel, AR1)
        except NotConvergedError:
            continue
        if not (np.diag(fit.robust) > 1e-20).all():
            continue
        df = satterthwaite(fit.shares, np.eye(len(fit.params))[[at]])[0]
        t = abs(fit.params[at]) / np.sqrt(fit.small[at, at])
        found[put] = 2 * stdtr(df, -t)
        found[1] = t <= stdtrit(df, 0.975) if at == 1 else found[1]
    try:
        mixed = fit_mixed(panels[0])
        found[3] = 2 * ndtr(-abs(mixed.params[1]) / np.sqrt(mixed.covariance[1, 1]))
    except NotConvergedError:
        pass
    return found


def percent(of: np.ndarray) -> str:
    """Share of a column of yes and no, and of how many cohorts where they are few; '-' where it has none."""
    if not len(of):
        return "-"
    return f"{100 * of.mean():.1f}%" + (f" (of {len(of)} cohorts)" if len(of) < ENOUGH else "")


def models(samples: int, run: Callable) -> Iterator[str]:
    """Lines of Markdown: by persons at the level, in how many cohorts the models have an estimate, coverage, and how often p's are below 0.05."""
    yield (
        "| persons at the level, beside 90 | marginal odds ratio estimated | its limits hold the truth | its p < 0.05 | exposure by month: p < 0.05 "
        "(printed from 10 persons) | conditional odds ratio estimated | its p < 0.05 |"
    )
    yield "|---|---|---|---|---|---|---|"
    for size in SIZES:
        found = np.array(run(one, [(size, seed) for seed in range(samples)]))
        known = ~np.isnan(found)
        p = [percent(found[known[:, k], k] < 0.05) for k in (0, 2, 3)]
        there = [f"{100 * known[:, k].mean():.0f}%" for k in (0, 3)]
        name = f"{size} (no marginal odds ratio is printed)" if size == 1 else size
        yield f"| {name} | {there[0]} | {percent(found[known[:, 1], 1])} | {p[0]} | {p[1]} | {there[1]} | {p[2]} |"


def table(samples: int = SAMPLES) -> list[str]:
    """Lines of Markdown: models over time, then tests of events."""
    began = time.perf_counter()
    with Pool(min(cpu_count(), 2)) as workers:

        def run(of: Callable, tasks: list[tuple]) -> list:
            return workers.map(of, tasks, chunksize=20)

        rows = [*models(samples, run), "", *events.table(samples, run, percent)]
    print(f"{time.perf_counter() - began:.0f} s")
    return rows


if __name__ == "__main__":
    renew(PAGE, table(int(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES))
