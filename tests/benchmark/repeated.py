"""Do tests of employment over time reject as often as they say where few are at a level? Simulated cohorts in which the level makes no difference.

python -m tests.benchmark.repeated [samples]     prints the table, and writes it into docs/repeated.md
"""

from __future__ import annotations

import sys
import time
from multiprocessing import Pool, cpu_count
from pathlib import Path

import numpy as np
from scipy.special import stdtr, stdtrit

from ipscohort.catalogue.small_numbers import TINY
from ipscohort.repeated.degrees import satterthwaite
from ipscohort.repeated.gee import AR1, NotConvergedError, fit_gee
from ipscohort.repeated.panel import Panel
from tests.benchmark.page import renew

PAGE = Path(__file__).parents[2] / "docs" / "repeated.md"
N, MONTHS, SAMPLES = 100, 30, 1000
SIZES = (3, 5, 10, 20, 50)


def employed(rng: np.random.Generator) -> np.ndarray:
    """Persons by months: 45% never work; the others begin in some month, stay by a share of their own and come back now and then."""
    start = np.where(rng.random(N) < 0.55, rng.integers(0, MONTHS, N), MONTHS)
    stay, now, found = rng.beta(9, 1.2, N), np.zeros(N, bool), np.zeros((N, MONTHS))
    for month in range(MONTHS):
        again = rng.random(N) < np.where(now, stay, 0.07)
        now = (start == month) | ((start < month) & again)
        found[:, month] = now
    return found


def one(task: tuple[int, int]) -> np.ndarray:
    """Whether p's are printed; p by Satterthwaite's degrees of freedom and by persons less coefficients, of the odds ratio and of exposure by month;
    whether the limits of the odds ratio hold 1."""
    size, seed = task
    rng = np.random.default_rng([29, size, seed])
    y, level = employed(rng), (np.arange(N) < size).astype(float)
    ever, without = (min(int(each[here].any(axis=1).sum()) for here in (level > 0, level == 0)) for each in (y > 0, y < 1))
    found, covered = [float(min(ever, without) >= TINY)], 0.0
    month = np.arange(1.0, MONTHS + 1)
    shape, scaled = (N, MONTHS), (month - month.mean()) / month.std()
    columns = [np.ones(shape), np.broadcast_to(level[:, None], shape), np.broadcast_to(scaled, shape), level[:, None] * scaled]
    for k, at in ((3, 1), (4, 3)):
        try:
            fit = fit_gee(Panel(y, np.ones(shape, bool), np.stack(columns[:k], axis=2), month), AR1)
        except NotConvergedError:
            return np.full(6, np.nan)
        df, t = satterthwaite(fit.shares, np.eye(k)[[at]])[0], fit.params[at] / np.sqrt(fit.small[at, at])
        found += [2 * stdtr(df, -abs(t)), 2 * stdtr(N - k, -abs(t))]
        covered = float(abs(t) <= stdtrit(df, 0.975)) if at == 1 else covered
    return np.array([*found, covered])


def table(samples: int = SAMPLES) -> list[str]:
    """Lines of Markdown: by persons at the level, how often p's are printed, how often those are below 0.05, and coverage."""
    rows = [
        "| persons at the level, of 100 | limits hold the truth | p's printed | odds ratio: p < 0.05 of those printed | exposure by month: p < 0.05 of those printed | the "
        "same of all samples with persons less coefficients as degrees of freedom: odds ratio, exposure by month |",
        "|---|---|---|---|---|---|",
    ]
    began = time.perf_counter()
    with Pool(min(cpu_count(), 2)) as workers:
        for size in SIZES:
            found = np.array(workers.map(one, [(size, seed) for seed in range(samples)], chunksize=20))
            found = found[np.isfinite(found).all(axis=1)]
            shown = found[found[:, 0] == 1]
            below = ["-" if len(shown) < 100 else f"{100 * (shown[:, k] < 0.05).mean():.1f}%" for k in (1, 3)]
            before = ", ".join(f"{100 * (found[:, k] < 0.05).mean():.1f}%" for k in (2, 4))
            rows.append(
                f"| {size} | {100 * found[:, 5].mean():.1f}% | {100 * len(shown) / len(found):.0f}% | {below[0]} | {below[1]} | {before} |"
            )
    print(f"{len(SIZES) * samples} cohorts in {time.perf_counter() - began:.0f} s")
    return rows


if __name__ == "__main__":
    renew(PAGE, table(int(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES))
