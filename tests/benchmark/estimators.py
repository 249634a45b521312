"""Seconds of estimators that repeat a fit, beside R's for the same: prints, asserts nothing."""

from __future__ import annotations

import shutil
import subprocess
import time

from ipscohort.config.analysis import Bootstrap, Imputation
from ipscohort.models.bootstrap import bootstrapped, draws_of
from ipscohort.models.fit import each_model, specify
from ipscohort.models.imputation.estimate import imputed_data
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


IMPUTATIONS = 20
R_IMPUTATION = f"""
suppressPackageStartupMessages(library(mice))
set.seed(1)
d <- data.frame(job = rbinom(103, 1, 0.46), experience = factor(rbinom(103, 1, 0.5)), funding = factor(rbinom(103, 1, 0.5)),
  sex = factor(rbinom(103, 1, 0.5)), age = rnorm(103), education = factor(rbinom(103, 1, 0.5)), worked = factor(rbinom(103, 1, 0.5)), mhi5 = rnorm(103))
d$funding[1] <- NA
d$worked[2:6] <- NA
d$mhi5[7:9] <- NA
cat(system.time(mice(d, m = {IMPUTATIONS}, maxit = 5, printFlag = FALSE))[["elapsed"]])
"""


def imputation_seconds() -> float:
    """The shipped cohort's regression of having obtained a job: its incomplete variables imputed 20 times, five iterations."""
    settings, derived = shipped.cohort().settings, shipped.shipped().derived
    specs = [spec for spec in specify(settings.exposures, settings.models, 0.95) if spec.name == "job_obtained"]
    begun = time.perf_counter()
    imputed_data(specs, derived.persons, derived.codebook, Imputation(m=IMPUTATIONS, iterations=5))
    return time.perf_counter() - begun


def in_r(code: str) -> float | None:
    """What R says of itself; None where it is not installed."""
    if not shutil.which("Rscript"):
        return None
    return float(subprocess.run(["Rscript", "-e", code], capture_output=True, text=True, check=True).stdout)


def lines() -> list[str]:
    """One line for each."""
    ours, theirs = bootstrap_seconds(), in_r(R_BOOTSTRAP)
    beside = "R is not installed" if theirs is None else f"R's glm.fit {theirs:.2f} s"
    found = [f"{DRAWS} bootstrapped logits, n = 95: {ours:.2f} s   ({beside}; goal: at most R's)"]
    ours, theirs = imputation_seconds(), in_r(R_IMPUTATION)
    beside = "R is not installed" if theirs is None else f"R's mice {theirs:.2f} s"
    return [*found, f"{IMPUTATIONS} imputations, n = 103, 5 iterations: {ours:.2f} s   ({beside}; goal: at most R's)"]
