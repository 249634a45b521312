"""Checks of every fitted regression, by its kind: what a reader would ask of it before trusting its estimate.

A check is a function of one fitted model (`subject.Subject`) that gives its rows (`subject.Check`); a family's record names its
kind of checks, and has none without. Rows go to models/diagnostics.csv; what a reader would act on joins the model's
own warning, so that it stands beside the estimate in every table.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from ipscohort.catalogue.adjustments import ADJUSTED, CRUDE
from ipscohort.contracts.codebook import Codebook
from ipscohort.contracts.diagnostics import CHECKS, DIAGNOSTIC_POINTS, DIAGNOSTICS, INFLUENCE
from ipscohort.models.diagnostics import least_squares, logistic, poisson, shared
from ipscohort.models.diagnostics.influence import influence
from ipscohort.models.diagnostics.subject import Check, Subject, not_computed
from ipscohort.models.rows import as_frame

if TYPE_CHECKING:
    from ipscohort.config import Settings, Slice
    from ipscohort.models.fit import Model

NOT_COMPUTED = "not computed"
Checks = tuple[Callable[[Subject], Iterable[Check]], ...]

_BEFORE = (shared.events_per_coefficient, shared.variance_inflation)
_LINEAR = (least_squares.equal_spread, least_squares.robust, least_squares.far_out, least_squares.normal_shape)
CHECKS_OF: Mapping[str, Checks] = {
    "yes_no": (*_BEFORE, logistic.discrimination, logistic.accuracy, logistic.firth_beside),
    "least_squares": (*_BEFORE, *_LINEAR, least_squares.smearing),
    "count": (*_BEFORE, poisson.dispersion),
}
"""`Family.checks` -> the checks; the influence of single persons is computed for each of these beside them."""
DRAWN_OF: Mapping[str, Callable[[Subject], Iterable[dict[str, Any]]]] = {
    "yes_no": logistic.calibration,
    "least_squares": least_squares.residuals,
}
"""`Family.checks` -> points of the figure."""


@dataclass(frozen=True)
class Checked:
    """Checks of one model.

    Attributes
    ----------
    checks : list of Check
    persons : list of dict
        Rows of INFLUENCE without model and id.
    points : list of dict
        Rows of DIAGNOSTIC_POINTS without model; empty but for main models.
    """

    checks: list[Check]
    persons: list[dict[str, Any]]
    points: list[dict[str, Any]]


class Diagnoses:
    """Checks the models of a run one after another and keeps what was found.

    Parameters
    ----------
    persons : DataFrame
        PERSONS: who the rows of a sample are.
    codebook : Codebook
    settings : Settings or Slice
        Of `models`, whether to check at all, and whether Firth's estimates are to stand beside.
    """

    def __init__(self, persons: pd.DataFrame, codebook: Codebook, settings: Settings | Slice):
        self._ids, self._codebook, self._models = persons["id"], codebook, settings.models
        self._rows: dict[str, list[dict[str, Any]]] = {"diagnostics": [], "points": [], "influence": []}

    def of(self, model: Model) -> Model:
        """Check a model: the same, with what a reader must know of its checks among its warnings."""
        kind = model.spec.family.checks
        if not self._models.diagnostics or kind not in CHECKS_OF:
            return model
        if model.fitted is None:
            self._keep(model, [not_computed("model", "", model.warning)])
            return model
        subject = Subject(model.spec, model.sample, *model.fitted, self._codebook, self._models.firth_beside)
        checks = [check for each in CHECKS_OF[kind] for check in each(subject)]
        found, persons = influence(subject)
        checks = sorted([*checks, *found], key=lambda check: CHECKS.index(check.name))
        self._keep(model, checks)
        self._rows["influence"] += [{**_key(model), **row, "id": self._ids[model.sample.rows.index[row.pop("at")]]} for row in persons]
        if self._is_main(model) and kind in DRAWN_OF:
            self._rows["points"] += [{**_key(model), "n_model": len(subject.y), **point} for point in DRAWN_OF[kind](subject)]
        told = [check.warning for check in checks if check.tell]
        return replace(model, warning=" ".join(filter(None, [model.warning, *told])))

    def _keep(self, model: Model, checks: list[Check]) -> None:
        rows = model.sample.rows
        shared = {"outcome": model.spec.regression.outcome, "n": len(rows), "n_events": None}
        if model.spec.family.outcome != "number":
            shared["n_events"] = int(model.sample.outcome.sum())
        self._rows["diagnostics"] += [{**_key(model), **shared, **_row(check)} for check in checks]

    def _is_main(self, model: Model) -> bool:
        """Whether it is the adjusted model, or the crude one where nothing is adjusted for."""
        own = model.spec.regression.confounders
        confounders = self._models.confounders if own is None else own
        return model.spec.adjustment == (ADJUSTED if confounders else CRUDE)

    def frames(self) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        """DIAGNOSTICS, DIAGNOSTIC_POINTS and INFLUENCE."""
        named = (("diagnostics", DIAGNOSTICS), ("points", DIAGNOSTIC_POINTS), ("influence", INFLUENCE))
        return tuple(as_frame(self._rows[name], contract) for name, contract in named)


def _key(model: Model) -> dict[str, str]:
    return {"model": model.spec.name, "exposure": model.spec.exposure, "adjustment": model.spec.adjustment}


def _row(check: Check) -> dict[str, Any]:
    numbers = {name: _known(getattr(check, name)) for name in ("value", "conf_low", "conf_high", "p_value", "limit")}
    words = {name: getattr(check, name) or None for name in ("term", "level", "warning")}
    return {"check": check.name, **words, **numbers, "verdict": check.verdict, "method": check.method or NOT_COMPUTED}


def _known(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
