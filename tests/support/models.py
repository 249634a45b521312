"""Small literal cohorts for the models, and one call that fits one regression."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ipscohort.config.analysis import Exposure, Models
from ipscohort.contracts import PERSONS
from ipscohort.contracts.codebook import Codebook, VariableInfo
from ipscohort.models.fit import fit_models
from tests.support.parts import for_models

TEXT = {"group": ("a", "b"), "three": ("x", "y", "z"), "sex": ("man", "woman"), "site": ("north", "south")}
BOOK = Codebook(
    "spells",
    True,
    variables={
        **{name: VariableInfo(name, name.capitalize(), "category", levels=levels) for name, levels in TEXT.items()},
        **{name: VariableInfo(name, name.capitalize(), "number") for name in ("age", "age_months", "income", "pay")},
        "referred": VariableInfo("referred", "Date of referral", "date"),
        "smokes": VariableInfo("smokes", "Smokes", "yes_no", levels=("no", "yes")),
    },
)
REFERENCES = {"group": "a", "three": "x", "sex": "man", "site": "north"}


def persons(n: int, **columns) -> pd.DataFrame:
    """PERSONS of n people; a string such as 'aabb' gives one letter per person, '.' is missing."""
    given = {"id": [str(i) for i in range(n)], "row": range(n)}
    for name, values in columns.items():
        values = [None if v in (".", None) else v for v in values]
        kind = "string" if name in TEXT or name in ("job_obtained", "worked_long", "worked_long_most", "smokes") else None
        given[name] = pd.Series(values, dtype=kind or ("boolean" if name == "full_follow_up" else "Float64"))
    return PERSONS.conform(pd.DataFrame(given))


def yes_no(text: str) -> list[str | None]:
    """'yn.' -> yes, no, missing."""
    return [{"y": "yes", "n": "no", ".": None}[letter] for letter in text]


def run(
    frame, outcome="job_obtained", model="logistic", exposure="group", confounders=(), confidence=0.95, offset=None, reference=None, **more
):
    regression = {"outcome": outcome, "model": model, "confounders": list(confounders), "offset": offset}
    models = Models(regressions={"m": regression}, **more)
    return fit_models(
        frame, BOOK, for_models({exposure: Exposure(variable=exposure, reference=reference or REFERENCES[exposure])}, models, confidence)
    )


def only(frame: pd.DataFrame, **where) -> pd.Series:
    for name, value in where.items():
        frame = frame[frame[name] == value]
    assert len(frame) == 1
    return frame.iloc[0]


def plenty(n=120, seed=3, **columns) -> pd.DataFrame:
    """A cohort in which nothing is rare."""
    random = np.random.default_rng(seed)
    return persons(
        n,
        job_obtained=random.choice(["yes", "no"], n),
        time_worked=random.integers(1, 300, n),
        group=random.choice(["a", "b"], n),
        sex=random.choice(["man", "woman"], n),
        age=random.integers(18, 65, n),
        **columns,
    )
