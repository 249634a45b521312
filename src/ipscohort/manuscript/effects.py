"""Absolute differences, and estimates with the other exposures in the same model: methods and results in sentences."""

from __future__ import annotations

from ipscohort.catalogue.adjustments import ADJUSTED, ALONE, CRUDE, MUTUAL
from ipscohort.config.analysis import Regression
from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.phrasing import joined, units
from ipscohort.manuscript import fidelity
from ipscohort.manuscript.document import Numbers
from ipscohort.manuscript.inputs import ManuscriptInputs, source
from ipscohort.models.families import FAMILIES, OF_WORKERS
from ipscohort.words import later, mid_sentence, say

ONE_AT_A_TIME = later(
    "In sensitivity analyses these choices were made otherwise, one at a time: {choices}. Estimates are shown as a specification curve, to which no test "
    "belongs."
)
CROSSED = later(
    "In sensitivity analyses these choices were made otherwise, in every combination: {choices}. Estimates are shown as a specification curve, to which no "
    "test belongs."
)
SERIES = later("{series} ({unit}) is an outside series, the value of the {period} of inclusion; source: {source}.")
LAST_BEFORE = later(
    "Fidelity of each person's agency (IPS-25) at inclusion was that of its last review on that day or before, and a further exposure of its own; who was included "
    "before the first review is in none of its models."
)
INTERPOLATED = later(
    "Fidelity of each person's agency (IPS-25) at inclusion was interpolated between the reviews before and after it, and a further exposure of its own; who was "
    "included before the first review is in none of its models."
)
BY_RULE = later(
    "Payments were worked out by the rules of the funding schemes from funded starts, ends of trajectories and records of jobs, not from accounts; what was due "
    "after the last day observed was neither counted nor taken for nothing, and what could not be said was bounded."
)
BY_SCHEME = later("The funding scheme that applied to each person, by payer and period, was a further exposure of its own.")
LIMITS = ["estimate", "conf_low", "conf_high"]


def methods(inputs: ManuscriptInputs) -> list[str]:
    """How absolute differences were computed, and that exposures were adjusted for each other; what was not done is not said."""
    said, found = [], inputs.standardised
    if inputs.fits["adjustment"].eq(MUTUAL).any():
        said.append(say("Each exposure was also adjusted for the confounders and the other exposures in one model."))
    if found["estimate"].notna().any():
        said.append(
            say(
                "Absolute differences were standardised to the persons in each model: what it expects with everybody at each level, averaged, with delta "
                "method intervals, which take the characteristics of these persons as given."
            )
        )
    if found["approach"].eq("plain").any():
        said.append(
            say(
                "Of outcomes modelled as logarithms, mean differences come from least squares of the outcome itself with HC3 standard errors; those by "
                "Duan's smearing factor stand in the table."
            )
        )
    return [*said, *_fidelity(inputs), *_funding(inputs), *_alternatives(inputs)]


def _fidelity(inputs: ManuscriptInputs) -> list[str]:
    """How fidelity of the agencies was taken from reviews, and that it was an exposure too."""
    programme = inputs.settings.programme
    if programme is None or programme.fidelity is None:
        return []
    return [say(INTERPOLATED if programme.fidelity.between_reviews == "interpolated" else LAST_BEFORE), *fidelity.method(inputs)]


def _funding(inputs: ManuscriptInputs) -> list[str]:
    """How payments were worked out, and that the scheme was an exposure too."""
    programme = inputs.settings.programme
    if programme is None or programme.funding is None:
        return []
    return [say(BY_RULE), *([say(BY_SCHEME)] if programme.funding.exposure is not None else [])]


def _alternatives(inputs: ManuscriptInputs) -> list[str]:
    """Which choices were made otherwise, and what that is no test of."""
    tried = inputs.settings.sensitivity
    if tried is None:
        return []
    choices = "; ".join(f"{choice.choice} ({', '.join(choice.alternatives)})" for choice in tried.choices)
    text = CROSSED if tried.crossed else ONE_AT_A_TIME
    series = [
        say(SERIES, series=each.label, unit=each.unit, period=say(each.period), source=each.source.rstrip("."))
        for each in tried.series.values()
    ]
    return [say(text, choices=choices), *series]


def absolute(inputs: ManuscriptInputs, numbers: Numbers, regression: Regression, exposure: str, model: str, level: str) -> str:
    """' Standardised risk difference 27.0 percentage points (95% CI 9.3 to 44.7).', of the adjusted model where there is one."""
    expected = FAMILIES[regression.model].expected
    if expected is None or regression.offset:  # rates stand in the table
        return ""
    rows = inputs.standardised
    rows = rows[rows["model"].eq(model) & rows["exposure"].eq(exposure) & rows["level"].eq(level) & rows["measure"].eq("difference")]
    rows = rows[rows["approach"].eq(expected.approaches[0]) & rows["estimate"].notna()].set_index("adjustment")
    fits = inputs.fits[inputs.fits["model"].eq(model) & inputs.fits["exposure"].eq(exposure)]
    of = ADJUSTED if fits["adjustment"].eq(ADJUSTED).any() else CRUDE  # never a crude one after an adjusted ratio
    if of not in rows.index:
        return ""
    risks = FAMILIES[regression.model].outcome == "yes_no"
    key = {
        "model": model,
        "exposure": exposure,
        "adjustment": of,
        "approach": rows.loc[of, "approach"],
        "measure": "difference",
        "level": level,
    }
    scale, decimals = (100.0, 1) if risks else (1.0, inputs.settings.tables.decimals)
    values = [scale * (float("nan") if printing.absent(value) else float(value)) for value in rows.loc[of, LIMITS]]
    found = numbers.interval(values, decimals, inputs.ci, source("standardised", "estimate", **key))
    if risks:
        return say(" Standardised difference in percentage points, {level}: {found}.", level=level_word(level), found=found)
    unit = f" ({units(inputs.study)})" if regression.outcome in OF_WORKERS else ""
    return say(" Standardised difference in means{unit}, {level}: {found}.", unit=unit, level=level_word(level), found=found)


def together(inputs: ManuscriptInputs, numbers: Numbers, regression: Regression, exposure: str, model: str, level: str) -> str:
    """' With funding in the same model 4.40 (95% CI 1.54 to 12.58), n = 94; without, on the same persons, 3.97 (95% CI ...).'"""
    which = (regression, {"model": model, "exposure": exposure, "level": level})
    found = _estimate(inputs, numbers, *which, MUTUAL)
    if not found:
        return ""
    fits = inputs.fits[inputs.fits["model"].eq(model) & inputs.fits["exposure"].eq(exposure)].set_index("adjustment")
    others = [name for name in str(fits.loc[MUTUAL, "confounders"]).split(";") if name in inputs.exposures]
    key = {"model": model, "exposure": exposure, "level": level, "adjustment": MUTUAL}
    n = numbers.count(fits.loc[MUTUAL, "n"], source("estimates", "n", **key))
    named = {"others": joined(mid_sentence(inputs.label(name)) for name in others), "found": found, "n": n}
    alone = _estimate(inputs, numbers, *which, ALONE)
    if not alone or fits.loc[ALONE, "n"] == fits.loc[ADJUSTED if ADJUSTED in fits.index else CRUDE, "n"]:
        return say(" With {others} in the same model {found}, n = {n}.", **named)
    return say(" With {others} in the same model {found}, n = {n}; without, on the same persons, {alone}.", alone=alone, **named)


def _estimate(inputs: ManuscriptInputs, numbers: Numbers, regression: Regression, key: dict[str, str], adjustment: str) -> str:
    """'4.40 (95% CI 1.54 to 12.58)'; empty where there is none."""
    rows, columns, key = inputs.estimates, FAMILIES[regression.model].columns, {**key, "adjustment": adjustment}
    found = rows[rows[list(key)].eq(list(key.values())).all(axis=1)]
    if found.empty or printing.absent(found.iloc[0][columns[0]]):
        return ""
    values = [float(value) for value in found.iloc[0][list(columns)]]
    return numbers.interval(values, inputs.settings.tables.estimate_decimals, inputs.ci, source("estimates", columns[0], **key))
