"""Does imputation keep its promise? Simulated samples with values missing at random: bias and coverage of complete cases, imputation and full data.

python -m tests.benchmark.imputation [samples]     prints the table, and writes it into docs/imputation.md
"""

from __future__ import annotations

import sys
import time
from multiprocessing import Pool, cpu_count
from pathlib import Path

import numpy as np
from scipy.special import expit, ndtri

from ipscohort.models.imputation.chained import impute
from ipscohort.models.imputation.likelihoods import logistic
from ipscohort.models.imputation.rubin import pool
from ipscohort.models.imputation.variables import LOGISTIC, MATCHED, Variable
from tests.benchmark.page import renew

PAGE = Path(__file__).parents[2] / "docs" / "imputation.md"
N, SAMPLES, M, ITERATIONS, DONORS = 103, 2000, 20, 5, 5
TRUE = 1.0
"""Log odds ratio of the exposure, adjusted for both confounders."""
DESIGNS = {"mild": (-1.6, 0.8, 0.4, -2.0, 0.5), "strong": (-1.4, 0.6, 2.2, -1.2, 0.8)}
"""Log odds of missing the number: constant, with the outcome, with outcome and exposure; of missing the yes/no variable: constant, with the outcome."""
METHODS = ("full data", "complete cases", "imputed")


def sample(rng: np.random.Generator, design: str) -> tuple[np.ndarray, ...]:
    """Outcome, exposure, a number and a yes/no confounder, and who misses each of the two confounders."""
    exposure = (rng.random(N) < 0.45).astype(float)
    number = 0.5 * exposure + rng.standard_normal(N)
    yes_no = (rng.random(N) < expit(-0.3 + 0.4 * number)).astype(float)
    outcome = (rng.random(N) < expit(-0.9 + TRUE * exposure + 0.6 * number + 0.5 * yes_no)).astype(float)
    base, by_outcome, by_both, base_other, by_outcome_other = DESIGNS[design]
    lacks = rng.random(N) < expit(base + by_outcome * outcome + by_both * outcome * exposure)
    lacks_other = rng.random(N) < expit(base_other + by_outcome_other * outcome)
    return outcome, exposure, number, yes_no, lacks, lacks_other


def one(task: tuple[str, int]) -> np.ndarray:
    """Estimate, lower and upper limit by each method, then the shares missing: shape (11,)."""
    design, seed = task
    rng = np.random.default_rng([20, list(DESIGNS).index(design), seed])
    outcome, exposure, number, yes_no, lacks, lacks_other = sample(rng, design)
    found = [_fitted(outcome, np.column_stack([np.ones(N), exposure, number, yes_no]))]
    known = ~lacks & ~lacks_other
    found.append(_fitted(outcome[known], np.column_stack([np.ones(N), exposure, number, yes_no])[known]))
    variables = [
        Variable("exposure", exposure, ("no", "yes"), ""),
        Variable("number", np.where(lacks, np.nan, number), (), MATCHED),
        Variable("yes_no", np.where(lacks_other, np.nan, yes_no), ("no", "yes"), LOGISTIC),
    ]
    values = impute(variables, outcome[:, None], m=M, iterations=ITERATIONS, donors=DONORS, rng=rng).values
    x = np.stack(np.broadcast_arrays(1.0, exposure, values.get("number", number), values.get("yes_no", yes_no)), axis=-1)
    x = np.broadcast_to(x, (M, *x.shape[-2:]))
    fits = logistic(x, outcome, np.ones(N))
    pooled = pool(fits.coefficients[:, 1:2], fits.covariance[:, 1, 1][:, None], N - 4, 0.95)
    found.append((pooled.estimate[0], pooled.conf_low[0], pooled.conf_high[0]))
    return np.array([*np.ravel(found), lacks.mean(), lacks_other.mean()])


def _fitted(outcome: np.ndarray, x: np.ndarray) -> tuple[float, float, float]:
    """Log odds ratio of the exposure with Wald limits; NaN where it has no finite one."""
    fit = logistic(x[None], outcome, np.ones(len(outcome)))
    estimate, error = fit.coefficients[0, 1], np.sqrt(fit.covariance[0, 1, 1])
    if not error < 5:
        return np.nan, np.nan, np.nan
    width = ndtri(0.975) * error
    return estimate, estimate - width, estimate + width


def table(samples: int = SAMPLES) -> list[str]:
    """Lines of Markdown: for each design and method bias, spread, coverage and width, with their Monte Carlo errors."""
    rows = [
        "| values missing | method | bias | standard deviation of estimates | coverage of 95% limits | mean width |",
        "|---|---|---|---|---|---|",
    ]
    began = time.perf_counter()
    with Pool(min(cpu_count(), 4)) as workers:
        for design in DESIGNS:
            found = np.array(workers.map(one, [(design, seed) for seed in range(samples)], chunksize=20))
            missing = f"{design}: {100 * found[:, 9].mean():.0f}% and {100 * found[:, 10].mean():.0f}%"
            for i, method in enumerate(METHODS):
                estimate, low, high = found[:, 3 * i : 3 * i + 3].T
                known = np.isfinite(estimate)
                k = known.sum()
                bias, sd = estimate[known].mean() - TRUE, estimate[known].std(ddof=1)
                covered = ((low <= TRUE) & (high >= TRUE))[known].mean()
                error, lost = (
                    np.sqrt(covered * (1 - covered) / k),
                    f" ({k:,} samples; {samples - k} without a finite estimate)" if k < samples else "",
                )
                rows.append(
                    f"| {missing} | {method}{lost} | {bias:+.3f} (MC error {sd / np.sqrt(k):.3f}) | {sd:.3f} | "
                    f"{100 * covered:.1f}% (MC error {100 * error:.1f}) | {(high - low)[known].mean():.2f} |"
                )
    seconds = time.perf_counter() - began
    print(f"{2 * samples} samples with {M} imputations each in {seconds:.0f} s")
    return rows


if __name__ == "__main__":
    renew(PAGE, table(int(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES))
