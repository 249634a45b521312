"""Numbers of multiple imputation: pooled estimates, what imputation costs them, and the variables that were imputed."""

from __future__ import annotations

from ipscohort.answers import models
from ipscohort.answers.content import About
from ipscohort.answers.material import Material
from ipscohort.catalogue.keys import MODEL
from ipscohort.catalogue.stages import IMPUTATION
from ipscohort.display.naming import capital
from ipscohort.display.numbers import Number
from ipscohort.display.printing import absent
from ipscohort.models.families.base import people
from ipscohort.words import say

VARIABLES = "imputed_variables"


def definition(number: Number, material: Material) -> str:
    """What the number is, in a sentence."""
    source = number.source
    if source.file == VARIABLES:
        told = material.described(source.file, source.column)
        what, label = say(told.description) if told else source.column, material.label(source.key("variable"))
        return say(
            "{what}; {variable}, in the regression of {outcome}.",
            what=capital(what),
            variable=label,
            outcome=models.outcome_of(source, material),
        )
    said = models.definition(number, material).rstrip(".")
    return say("{said}, with missing values imputed.", said=said)


def about(number: Number, material: Material) -> About:
    """How it was computed, of whom, how many of them have a value imputed, and who was left out."""
    source = number.source
    row = material.row(source.file, source.where)
    if not row:
        return About(keys=material.keys(number))
    method = () if absent(row.get("method")) else (f"{capital(say(str(row['method'])))}.",)
    warning = "" if absent(row.get("warning")) else str(row["warning"])
    if source.file == VARIABLES:
        behind = say("{people}, of whom {n} have the value imputed.", people=people(int(row["n"])), n=int(row["n_imputed"]))
        return About(rules=method, behind=behind, warning=warning, keys=material.keys(number))
    counts = {"people": people(int(row["n"])), "imputed": int(row["n_imputed"]), "complete": int(row["n_complete"]), "m": int(row["m"])}
    out = int(row["n_excluded"])
    return About(
        rules=method,
        behind=say("{people} in each of {m} imputed data sets: {complete} complete cases, {imputed} with a value imputed.", **counts),
        left_out=(say("{n} left out, as the outcome is unknown or can't be modelled.", n=out) if out else say("Nobody was left out."),),
        formula=models.formula(source, _fit(number, material), material),
        warning=warning,
        keys=material.keys(number, (*MODEL, IMPUTATION)),
    )


def _fit(number: Number, material: Material) -> dict:
    key = tuple((name, number.source.key(name)) for name in ("model", "exposure", "adjustment"))
    return material.row("fits", key)
