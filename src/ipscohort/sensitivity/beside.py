"""What an outside series in a model leaves of an exposure: how far the two can be told apart, in numbers and in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from ipscohort.contracts.codebook import Codebook
from ipscohort.display.naming import level_word
from ipscohort.display.printing import absent, number
from ipscohort.models.fit import Model
from ipscohort.sensitivity.series import Series, correlation
from ipscohort.words import later, say

CLOSE = 0.7
"""Correlation beyond which two variables are hard to tell apart (Dormann et al. 2013, doi 10.1111/j.1600-0587.2012.07348.x)."""
INFLATED = 5.0
"""Variance inflation beyond which they are, whatever the correlation."""
HARDLY_APART = later(
    "{series} goes so closely with {exposure} (correlation {r}; variance inflation {vif}) that the two can hardly be told apart: to which of them a "
    "difference belongs these data do not say, and adjusting for the one may take away what belongs to the other."
)


def about_series(series: Iterable[Series]) -> Callable[[Model, Codebook, dict[str, Any]], dict[str, Any]]:
    """What is told of a row of ESTIMATES of the exposure whose model is adjusted for series: more columns, and the warning in words."""
    known = {each.name: each for each in series}

    def more(model: Model, codebook: Codebook, row: dict[str, Any]) -> dict[str, Any]:
        names = [name for name in model.spec.confounders if name in known]
        if not names or row["method"] == "reference":
            return {}
        rows, exposure = model.sample.rows, model.spec.exposure
        at = _exposed(rows, row)
        found = {name: correlation(_floats(rows.loc[at.index, name]), at) for name in names if name in rows}
        told = {name: r for name, r in found.items() if r is not None}
        closest = max(told, key=lambda name: abs(told[name])) if told else names[0]
        r, vif = told.get(closest), _inflation(model)
        told_apart = {"series": ";".join(names), "series_correlation": r, "series_vif": vif}
        if not hardly_apart(r, vif):
            return told_apart
        label = codebook.variables[exposure].label
        of = label if absent(row["level"]) else f"{label}, {level_word(row['level'])}"
        figures = {"r": "-" if r is None else number(r, 2), "vif": "-" if vif is None else number(vif)}
        said = say(HARDLY_APART, series=known[closest].settings.label, exposure=of, **figures)
        return {**told_apart, "warning": said if absent(row["warning"]) else f"{said} {row['warning']}"}

    return more


def hardly_apart(r: float | None, vif: float | None) -> bool:
    """Whether a series and an exposure go so closely together that a reader must know."""
    return (not absent(r) and abs(r) >= CLOSE) or (not absent(vif) and vif > INFLATED)


def _exposed(rows: Any, row: dict[str, Any]) -> Any:
    """1 at the level and 0 at the reference, of the persons at the two; the exposure itself where it is a number."""
    values = rows[row["exposure"]]
    if absent(row["level"]):
        return values.astype(float)
    values = values[values.isin([row["level"], row["reference"]])]
    return values.eq(row["level"]).astype(float)


def _inflation(model: Model) -> float | None:
    """1 / (1 - R squared) of the exposure's columns on all confounders: the largest of several; None where nothing was fitted."""
    if model.fitted is None:
        return None
    design = model.fitted[0]
    mine = design.columns_of(model.spec.exposure)
    others = [k for k in range(design.matrix.shape[1]) if k not in mine]
    x = design.matrix[:, others]
    scale = np.abs(x).max(axis=0)
    x = x / np.where(scale > 0, scale, 1.0)
    found = []
    for k in mine:
        y = design.matrix[:, k]
        rest = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
        found.append(float(((y - y.mean()) ** 2).sum() / (rest**2).sum()))
    return max(1.0, *found) if found else None


def _floats(values: Any) -> np.ndarray:
    return values.to_numpy(dtype=float, na_value=np.nan)
