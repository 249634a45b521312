"""What was found by the checks of the models, in sentences: tests of proportional hazards, C-statistics."""

from __future__ import annotations

import pandas as pd

from ipscohort.catalogue.adjustments import ADJUSTED, CRUDE
from ipscohort.display import printing
from ipscohort.manuscript.document import Numbers
from ipscohort.manuscript.inputs import ManuscriptInputs, source
from ipscohort.words import later, say

SAID = {CRUDE: later("crude {found}"), ADJUSTED: later("adjusted {found}")}
ALL_TERMS = "global"
"""Term of the test of all terms of a model together."""


def checked(inputs: ManuscriptInputs, numbers: Numbers, model: str, exposure: str) -> str:
    """' C-statistic: crude 0.59 (95% CI 0.49 to 0.69), adjusted 0.74 (...).', or the tests of a model of hazards; empty where there are none."""
    return _hazards(inputs, numbers, model, exposure) + _discrimination(inputs, numbers, model, exposure)


def _hazards(inputs: ManuscriptInputs, numbers: Numbers, model: str, exposure: str) -> str:
    """' Test of proportional hazards: crude p = 0.277; adjusted p = 0.305, all terms p = 0.671.'"""
    said = []
    for adjustment in SAID:
        key = {"model": model, "exposure": exposure, "adjustment": adjustment}
        tests = _rows(inputs.proportional_hazards, key).set_index("term")["p_value"]
        found = {
            term: numbers.p(tests[term], source("proportional_hazards", "p_value", **key, term=term)) for term in _terms(tests, exposure)
        }
        if found.get(exposure):
            whole = say(", all terms {p}", p=found[ALL_TERMS]) if found.get(ALL_TERMS) else ""
            said.append(say(SAID[adjustment], found=found[exposure]) + whole)
    return say(" Test of proportional hazards: {found}.", found="; ".join(said)) if said else ""


def _terms(tests: pd.Series, exposure: str) -> list[str]:
    """The exposure and, where the model has other terms, all together."""
    others = [term for term in tests.index if term not in (exposure, ALL_TERMS)]
    return [term for term in (exposure, *([ALL_TERMS] if others else [])) if term in tests.index]


def _discrimination(inputs: ManuscriptInputs, numbers: Numbers, model: str, exposure: str) -> str:
    said = []
    for adjustment in SAID:
        key = {"model": model, "exposure": exposure, "adjustment": adjustment, "check": "c_statistic"}
        for _, row in _rows(inputs.diagnostics, key).iterrows():
            if printing.absent(row["value"]):
                continue
            where, decimals = source("diagnostics", "value", **key), inputs.settings.tables.estimate_decimals
            if printing.absent(row["conf_low"]):
                found = numbers.number(row["value"], decimals, where)
            else:
                found = numbers.interval(row[["value", "conf_low", "conf_high"]].tolist(), decimals, inputs.ci, where)
            said.append(say(SAID[adjustment], found=found))
    if not said:
        return ""
    return say(" C-statistic, of the persons that the model was fitted to: {found}.", found="; ".join(said))


def _rows(frame: pd.DataFrame, key: dict[str, str]) -> pd.DataFrame:
    return frame[frame[list(key)].eq(list(key.values())).all(axis=1)]
