"""Seconds of estimators that repeat a fit, beside R's for the same: prints, asserts nothing."""

from __future__ import annotations

import shutil
import subprocess
import time

from ipscohort.config.analysis import Bootstrap
from ipscohort.models.bootstrap import bootstrapped, draws_of
from ipscohort.models.fit import each_model
from ipscohort.models.solve import Problem
from tests.support import shipped
from tests.support.parts import for_models

DRAWS = 1000
R_BOOTSTRAP = f"""
set.seed(1)
d <- data.frame(y = rbinom(95, 1, 0.46), matrix(rnorm(95 * 6), 95))
x <- model.matrix(y ~ ., d)
cat(system.time(for (i in 1:{DRAWS}) {{ k <- sample(95, 95, TRUE); suppressWarnings(glm.fit(x[k, ], d$y[k], family = binomial())) }})[["elapsed"]])
"""


def bootstrap_seconds() -> float:
    """1,000 bootstrapped logistic regressions of the shipped cohort, adjusted, with their standardised risks."""
    settings, derived = shipped.cohort().settings, shipped.shipped().derived
    models = settings.models.model_copy(update={"bootstrap": Bootstrap(replicates=DRAWS)})
    for model in each_model(derived.persons, derived.codebook, for_models(settings.exposures, models)):
        if model.spec.adjustment == "adjusted" and model.spec.family.name == "logistic":
            (design, solution), sample = model.fitted, model.sample
            problem = Problem.of(sample, design, model.spec, derived.codebook)
            begun = time.perf_counter()
            draws = draws_of(model.spec, len(sample.rows))
            bootstrapped(model.spec.family.expected, model.spec.exposure, sample, problem, solution.estimate, draws)
            return time.perf_counter() - begun
    raise AssertionError("the shipped cohort has a logistic regression")


def in_r(code: str) -> float | None:
    """What R says of itself; None where it is not installed."""
    if not shutil.which("Rscript"):
        return None
    return float(subprocess.run(["Rscript", "-e", code], capture_output=True, text=True, check=True).stdout)


def lines() -> list[str]:
    """One line for each."""
    ours, theirs = bootstrap_seconds(), in_r(R_BOOTSTRAP)
    beside = "R is not installed" if theirs is None else f"R's glm.fit {theirs:.2f} s"
    return [f"{DRAWS} bootstrapped logits, n = 95: {ours:.2f} s   ({beside}; goal: at most R's)"]
