"""That an estimate points the other way in another model of the same question: said first, wherever the estimate stands alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from ipscohort.catalogue.adjustments import CRUDE, MUTUAL, SAME_ROWS
from ipscohort.config.analysis import Regression
from ipscohort.display.alternatives import each_compared
from ipscohort.display.naming import level_word
from ipscohort.display.phrasing import joined
from ipscohort.display.turns import turns
from ipscohort.models.families import FAMILIES
from ipscohort.report.inputs import ReportInputs
from ipscohort.words import later, say

OTHER_WAY = later("The estimate points the other way {models}.")
OF_LEVEL = later("{level}: the estimate points the other way {models}.")
MODELS = {
    "crude": later("without adjustment"),
    "same_rows": later("without adjustment, on the same persons"),
    "mutual": later("with the other exposures in the same model"),
    "imputed": later("with missing values imputed"),
    "weighted": later("with who left early weighted for"),
    "fidelity": later("with the fidelity of the agencies in the same model"),
    "alternatives": later("under some of the alternatives"),
}
"""Model of the same question -> how it is named."""


def turned(inputs: ReportInputs, regression: Regression, model: str, exposure: str, main: str) -> Iterator[tuple[str]]:
    """A sentence for each level whose estimate turns round in another model; nothing where none does (see `display.turns`).

    Parameters
    ----------
    inputs : ReportInputs
    regression : Regression
    model, exposure : str
    main : str
        Adjustment of the estimate that stands at the head.
    """
    family, decimals = FAMILIES[regression.model], inputs.settings.tables.estimate_decimals
    levels = inputs.levels(exposure)[1:]
    for level in levels:
        pairs = _pairs(inputs, {"model": model, "exposure": exposure, "level": level}, main)
        named = [name for name, one, other in pairs if one is not None and other is not None and turns(one, other, family, decimals)]
        if named:
            models = joined([say(MODELS[name]) for name in dict.fromkeys(named)])
            yield (say(OF_LEVEL, level=level_word(level), models=models) if len(levels) > 1 else say(OTHER_WAY, models=models),)


Pair = tuple[str, Mapping[str, Any] | None, Mapping[str, Any] | None]


def _pairs(inputs: ReportInputs, key: dict[str, str], main: str) -> Iterator[Pair]:
    """Another model, the estimate at the head, which it is compared with, and its own."""
    own, fidelity = inputs.estimates, inputs.fidelity_estimates
    head = _one(own, key, main)
    if main != CRUDE:
        yield "crude", head, _one(own, key, CRUDE)
        yield "same_rows", head, _one(own, key, SAME_ROWS)
    yield "mutual", head, _one(own, key, MUTUAL)
    yield "imputed", head, _one(inputs.imputed, key, main)
    yield "weighted", head, _one(inputs.weighted, key, main)
    yield "fidelity", head, _one(fidelity, key, MUTUAL)
    if inputs.specifications is None:
        return
    of = inputs.specifications[inputs.specifications["model"].eq(key["model"]) & inputs.specifications["exposure"].eq(key["exposure"])]
    for compared in each_compared(of, inputs.settings.models.regressions):
        if compared.key["level"] == key["level"]:
            yield from (("alternatives", head, row) for row in compared.alike.to_dict("records"))


def _one(frame: pd.DataFrame | None, key: dict[str, str], adjustment: str) -> dict[str, Any] | None:
    if frame is None:
        return None
    wanted = {**key, "adjustment": adjustment}
    found = frame[frame[list(wanted)].eq(list(wanted.values())).all(axis=1)]
    return None if found.empty else found.iloc[0].to_dict()
