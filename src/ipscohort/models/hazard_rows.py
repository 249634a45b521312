"""Rows of the tables PROPORTIONAL_HAZARDS and SCHOENFELD for one model: none of a model that has no hazards."""

from __future__ import annotations

import math
from typing import Any

from ipscohort.models.design import Design
from ipscohort.models.families.base import Solution
from ipscohort.models.families.proportional_hazards import METHOD
from ipscohort.models.rows import NOT_ESTIMATED
from ipscohort.models.sample import Sample
from ipscohort.models.spec import ModelSpec


def hazard_rows(spec: ModelSpec, sample: Sample, fitted: tuple[Design, Solution] | None, why: str) -> list[dict[str, Any]]:
    """A row for each term and one for all together; where nothing could be tested, one for the exposure that says why."""
    if spec.family.outcome != "time":
        return []
    common = {**_key(spec), "n_events": int(sample.outcome.sum())}
    found = fitted[1].hazards if fitted else None
    if found is None or not found.tests:
        warning = found.warning if found else why
        return [{**common, "term": spec.exposure, "method": NOT_ESTIMATED, "warning": warning or None}]
    return [
        {**common, "term": term, "statistic": statistic, "df": df, "p_value": p, "method": METHOD}
        for term, statistic, df, p in found.tests
        if math.isfinite(statistic)
    ]


def residual_rows(spec: ModelSpec, fitted: tuple[Design, Solution] | None) -> list[dict[str, Any]]:
    """A row for each event and level of the exposure."""
    found = fitted[1].hazards if fitted else None
    if found is None or found.residuals is None:
        return []
    design, solution = fitted
    columns = [column for column in design.columns_of(spec.exposure) if math.isfinite(solution.estimate[column])]
    return [
        {**_key(spec), "level": design.terms[column].level, "time": time, "residual": value, "estimate": float(solution.estimate[column])}
        for number, column in enumerate(columns)
        for time, value in zip(found.times.tolist(), found.residuals[:, number].tolist(), strict=True)
    ]


def _key(spec: ModelSpec) -> dict[str, str]:
    return {"model": spec.name, "exposure": spec.exposure, "adjustment": spec.adjustment}
