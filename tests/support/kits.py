"""Two cohorts with their verification kits, and what R and PSPP gave for them.

`python -m tests.support.kits` runs R and PSPP, and writes what they give anew.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from ipscohort.catalogue.stages import FILES, STAGES
from ipscohort.config.analysis import Exposure, Models, Survival
from ipscohort.config.study import Duration
from ipscohort.contracts.codebook import Codebook
from ipscohort.files.exchange import write_files
from ipscohort.models.fit import Fitted, fit_models
from ipscohort.survival import Survived, estimate_survival
from ipscohort.verify import Kit, make_kit
from ipscohort.verify.check import FROM_PSPP, FROM_R
from tests.support.models import BOOK, persons
from tests.support.parts import parts
from tests.support.shipped import cohort, shipped

CAPTURED = Path(__file__).parents[1] / "unit" / "verify" / "captured"


@dataclass(frozen=True)
class Case:
    """A cohort's estimates, and its kit."""

    name: str
    persons: pd.DataFrame
    codebook: Codebook
    fitted: Fitted
    survived: Survived
    kit: Kit

    def write(self, folder: Path) -> Path:
        """Lay its results out as a run does, with what R and PSPP gave; the folder."""
        for stage, result in (("models", self.fitted), ("survival", self.survived)):
            write_files(result, {file.name: folder / file.path for file in STAGES[stage].own_files})
        self.kit.write({file.name: folder / file.path for file in STAGES["verify"].files})
        for path in (FROM_R, FROM_PSPP):
            captured = self.captured(path)
            if captured.is_file():
                (folder / path).write_bytes(captured.read_bytes())
        return folder

    def captured(self, path: str) -> Path:
        """Where one of its captured files lies."""
        return CAPTURED / f"{self.name}_{Path(path).name}"


@cache
def default() -> Case:
    """The shipped cohort."""
    found, settings = shipped(), cohort().settings
    derived = found.derived
    kit = make_kit(derived.persons, derived.codebook, settings)
    return Case("ips_mis", derived.persons, derived.codebook, found.fitted, found.survived, kit)


@cache
def edges() -> Case:
    """Counts, a separated model, one that can't be fitted, terms that others determine, empty levels, missing values."""
    random, n = np.random.default_rng(11), 90
    group, age = random.choice(["a", "b"], n), random.integers(18, 65, n).astype(float)
    worked = np.where(random.random(n) < 0.3, 0, random.negative_binomial(1.2, 0.02, n)).astype(float)
    days = np.minimum(random.exponential(200, n).round() + 1, 365)
    frame = persons(
        n,
        job_obtained=np.where(worked > 0, "yes", "no"),
        time_worked=worked,
        n_jobs=random.poisson(1.3, n),
        time_observed=random.integers(100, 365, n),
        worked_long=["yes"] * n,
        follow_time=days,
        full_follow_up=days == 365,
        group=group,
        three=random.choice(["x", "y"], n),
        sex=[None if i % 17 == 0 else sex for i, sex in enumerate(random.choice(["man", "woman"], n))],
        site=["north"] * n,
        age=age,
        age_months=12 * age,
        smokes=np.where(group == "a", "no", random.choice(["yes", "no"], n)),
    )
    frame["first_job_event"] = pd.Series(days < 365, dtype="boolean").mask(frame.index % 13 == 0)
    regressions = {
        "separated": {"outcome": "smokes", "model": "logistic", "confounders": ["sex"]},
        "nobody without": {"outcome": "worked_long", "model": "logistic", "confounders": []},
        "counts": {"outcome": "n_jobs", "model": "poisson", "confounders": ["sex", "age", "age_months", "site"]},
        "rates": {"outcome": "n_jobs", "model": "poisson", "offset": "time_observed", "confounders": ["age"]},
        "days": {"outcome": "time_worked", "model": "negative_binomial", "confounders": ["age", "sex"]},
        "days of all": {"outcome": "time_worked", "model": "linear", "confounders": ["site"]},
        "first job": {"outcome": "time_to_first_job", "model": "cox", "confounders": ["age", "sex"]},
        "first job, Breslow": {
            "outcome": "time_to_first_job",
            "model": "cox",
            "ties": "breslow",
            "confounders": ["age_months", "age", "site"],
        },
        "another time": {"outcome": "time_observed", "event": "smokes", "model": "cox", "confounders": ["age"]},
        "days of workers": {"outcome": "time_worked", "model": "log_linear", "confounders": ["age"]},
    }
    settings = parts(
        title="Edges; what is 'rare'",
        cohort="edges",
        synthetic=True,
        exposures={"group": Exposure(variable="group", reference="b"), "three": Exposure(variable="three", reference="x")},
        models=Models(regressions=regressions, confounders=[]),
        survival=Survival(horizons=[100]),
        study=parts(follow_up=Duration(length=365, unit="days"), time_unit="days", month="calendar", confidence=0.9),
    )
    fitted, survived = fit_models(frame, BOOK, settings), estimate_survival(frame, BOOK, settings)
    return Case("edges", frame, BOOK, fitted, survived, make_kit(frame, BOOK, settings))


CASES = {"ips_mis": default, "edges": edges}


def _capture() -> None:
    from ipscohort.verify.refit import refit

    CAPTURED.mkdir(exist_ok=True)
    for make in CASES.values():
        case = make()
        with tempfile.TemporaryDirectory() as folder:
            written = case.write(Path(folder))
            print(case.name, *refit(written))
            for path in (FROM_R, FROM_PSPP, FILES["refit_r"].path, FILES["refit_spss"].path):
                case.captured(path).write_bytes((written / path).read_bytes())


if __name__ == "__main__":
    sys.exit(_capture())
