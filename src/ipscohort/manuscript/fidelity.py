"""Fidelity of the agencies in the manuscript aids: never one of its estimates alone, as date of inclusion and agency can turn it round."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from ipscohort.catalogue.adjustments import ADJUSTED, CRUDE, MUTUAL, WITH_AGENCY, WITH_BOTH, WITH_DATE
from ipscohort.config.analysis import Regression
from ipscohort.config.programme import CLASS, TOTAL
from ipscohort.display import fidelity as words
from ipscohort.display import printing
from ipscohort.display.naming import level_word
from ipscohort.display.phrasing import joined
from ipscohort.display.turns import fidelity_turns
from ipscohort.manuscript.document import Numbers
from ipscohort.manuscript.inputs import ManuscriptInputs, source
from ipscohort.models.families import FAMILIES
from ipscohort.words import later, mid_sentence, say

FILE = "fidelity_estimates"
LABELS = {TOTAL: later("IPS fidelity at inclusion, per 10 points"), CLASS: later("Class of IPS fidelity at inclusion")}
"""Exposure that the reviews give -> its words."""
MAIN = {
    CRUDE: later("{outcome}, {label}{level}: {effect}, crude {found}, n = {n}."),
    ADJUSTED: later("{outcome}, {label}{level}: {effect}, adjusted {found}, n = {n}."),
}
MORE = {
    WITH_DATE: later("with the date of inclusion as a number {found}"),
    WITH_AGENCY: later("with the agency {found}"),
    WITH_BOTH: later("with the date of inclusion as a number and the agency {found}"),
    MUTUAL: later("with {calendar} {found}"),
}
"""Model with more than the confounders -> its estimate."""
ADDED = {
    WITH_DATE: later("with the date of inclusion as a number"),
    WITH_AGENCY: later("with the agency"),
    WITH_BOTH: later("with the date of inclusion as a number and the agency"),
    MUTUAL: later("with {calendar}"),
}
"""The same models, named."""
MODELS = later("Models of fidelity were also fitted with more than the confounders: {models}.")
NONE = later("not estimated ({why})")
FOUND_AND_N = later("{found}, n = {n}")
LISTED = later("With more in the model: {found}.")
WARNED = later("To be read with the estimate before these: {text}.")
LEFT_OUT = later("{n} left out of models of fidelity: {why}.")


def paragraphs(inputs: ManuscriptInputs, numbers: Numbers) -> list[str]:
    """One for each regression: each estimate with those beside it and the correlation with the calendar; then what turns, and what limits all."""
    rows, found, turned = inputs.fidelity_estimates, [], []
    for name, regression in inputs.settings.models.regressions.items():
        mine = rows[rows["model"].eq(name) & rows["exposure"].isin(list(LABELS)) & rows["method"].ne("reference")]
        each = [of for _, of in mine.groupby(["exposure", "level"], sort=False, dropna=False)]
        said = [text for of in each for text in _estimates(inputs, numbers, regression, of)]
        if not said:
            continue
        found.append(" ".join([*said, *_calendar(inputs, numbers, _main(mine[mine["estimate"].notna()]))]))
        decimals = inputs.settings.tables.estimate_decimals
        if any(any(fidelity_turns(of, FAMILIES[regression.model], decimals)) for of in each):
            turned.append(inputs.outcome_label(regression))
    return [*found, " ".join(_limits(turned))] if found else []


def _limits(turned: list[str]) -> Iterator[str]:
    if turned:
        yield say(words.TURNS, outcomes=joined(turned))
    yield say(words.CLUSTERED)
    yield say(words.OBSERVATIONAL)


def _main(rows: pd.DataFrame) -> dict[str, Any]:
    """The adjusted row, the crude one where there is no adjusted one."""
    of = rows[rows["adjustment"].eq(ADJUSTED if rows["adjustment"].eq(ADJUSTED).any() else CRUDE)]
    return of.iloc[0].to_dict()


def _key(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("model", "exposure", "adjustment", "level") if not printing.absent(row[name])}


def _estimates(inputs: ManuscriptInputs, numbers: Numbers, regression: Regression, rows: pd.DataFrame) -> Iterator[str]:
    """The main estimate of one exposure and level, then those with date, agency, both, and the exposures that stand for the calendar."""
    known = rows[rows["adjustment"].isin((CRUDE, ADJUSTED)) & rows["estimate"].notna()]
    if known.empty:
        return
    main, family = _main(known), FAMILIES[regression.model]
    yield say(
        MAIN[main["adjustment"]],
        outcome=inputs.outcome_label(regression),
        label=mid_sentence(say(LABELS[main["exposure"]])),
        level=f" ({level_word(main['level'])})" if main["exposure"] == CLASS else "",
        effect=say(family.effect_of(regression.offset)),
        found=_interval(inputs, numbers, regression, main),
        n=numbers.count(main["n"], source(FILE, "n", **_key(main))),
    )
    said = []
    for row in rows[rows["adjustment"].isin(list(MORE))].sort_values("adjustment", key=lambda of: of.map([*MORE].index)).to_dict("records"):
        if printing.absent(row["estimate"]):
            text = say(NONE, why=numbers.told(str(row["warning"]).strip().rstrip("."), source(FILE, "warning", **_key(row))))
        else:
            text = _interval(inputs, numbers, regression, row)
        if row["n"] != main["n"]:
            text = say(FOUND_AND_N, found=text, n=numbers.count(row["n"], source(FILE, "n", **_key(row))))
        said.append(say(MORE[row["adjustment"]], found=text, calendar=_exposures(inputs, row)))
    if said:
        yield say(LISTED, found="; ".join(said))
    if not printing.absent(main["warning"]):
        yield say(WARNED, text=numbers.told(str(main["warning"]).strip().rstrip("."), source(FILE, "warning", **_key(main))))


def _interval(inputs: ManuscriptInputs, numbers: Numbers, regression: Regression, row: dict[str, Any]) -> str:
    columns = FAMILIES[regression.model].columns
    where = source(FILE, columns[0], **_key(row))
    return numbers.interval([row[name] for name in columns], inputs.settings.tables.estimate_decimals, inputs.ci, where)


def _exposures(inputs: ManuscriptInputs, row: dict[str, Any]) -> str:
    """Those of the study in one model with fidelity."""
    others = [] if printing.absent(row["confounders"]) else str(row["confounders"]).split(";")
    return joined(mid_sentence(inputs.label(name)) for name in others if name in inputs.exposures)


def _calendar(inputs: ManuscriptInputs, numbers: Numbers, row: dict[str, Any]) -> Iterator[str]:
    """Who is left out, how many agencies there are and how far fidelity goes with date and agency, among the persons of a model."""

    def told(name: str, decimals: int) -> str:
        return numbers.number(row[name], decimals, source(FILE, name, **_key(row)))

    if row["n_excluded"] and not printing.absent(row["why_excluded"]):
        n = numbers.count(row["n_excluded"], source(FILE, "n_excluded", **_key(row)))
        why = numbers.told(str(row["why_excluded"]).partition(": ")[2].rstrip("."), source(FILE, "why_excluded", **_key(row)))
        yield say(LEFT_OUT, n=n, why=why)
    if row["n_agencies"] < words.FEW:
        yield say(words.FEW_AGENCIES, agencies=numbers.count(row["n_agencies"], source(FILE, "n_agencies", **_key(row))))
    if printing.absent(row["pearson"]):
        yield say(words.NOT_CORRELATED)
        return
    decimals = inputs.settings.tables.estimate_decimals
    yield say(words.CORRELATED, pearson=told("pearson", decimals), spearman=told("spearman", decimals))
    if not printing.absent(row["within"]):
        yield say(words.WITHIN, within=told("within", decimals))
    if printing.absent(row["vif"]):
        yield say(words.EXPLAINED_ALL)
    else:
        yield say(words.EXPLAINED, share=told("r_squared", decimals), vif=told("vif", 1))


def fitted(inputs: ManuscriptInputs) -> list[str]:
    """Which models with more than the confounders have an estimate of fidelity, named."""
    rows = inputs.fidelity_estimates
    rows = rows[rows["exposure"].isin(list(LABELS)) & rows["estimate"].notna()]
    named = {str(row["adjustment"]): say(ADDED[row["adjustment"]], calendar=_exposures(inputs, row)) for row in _once(rows)}
    return [named[name] for name in ADDED if name in named]


def _once(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return rows[rows["adjustment"].isin(list(ADDED))].drop_duplicates("adjustment").to_dict("records")


def method(inputs: ManuscriptInputs) -> list[str]:
    """That models with date, agency, both and the calendar's exposures were fitted; nothing where none has an estimate."""
    models = fitted(inputs)
    return [say(MODELS, models="; ".join(models))] if models else []
