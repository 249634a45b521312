"""Numbers of the alternatives to what a study does: an estimate under one of them, or how many are of a kind."""

from __future__ import annotations

from ipscohort.answers import models
from ipscohort.answers.content import About
from ipscohort.answers.material import Material
from ipscohort.display.naming import capital, level_word
from ipscohort.display.numbers import Number
from ipscohort.display.printing import absent
from ipscohort.words import say

KEYS = ("sensitivity.choices", "models.regressions.{model}", "exposures.{exposure}")
OF_ONE = ("estimate", "conf_low", "conf_high", "ratio", "ratio_low", "ratio_high", "std_error", "p_value")


def definition(number: Number, material: Material) -> str:
    """What the number is, in a sentence: of one specification, or counted over those of which a condition holds."""
    source = number.source
    row = material.row(source.file, source.where)
    chosen = say("as the study does it") if absent(row.get("chosen")) else str(row["chosen"])
    if row and source.column in OF_ONE:
        return say("{what} Specification: {chosen}.", what=models.definition(number, material), chosen=chosen)
    told = material.described(source.file, source.column)
    of = {
        "what": capital(say(told.description) if told else source.column),
        "outcome": models.outcome_of(source, material),
        "exposure": material.label(source.key("exposure")),
        "level": level_word(source.key("level")),
    }
    if row and source.key("number"):
        return say("{what}; {outcome} on {exposure}, {level}. Specification: {chosen}.", chosen=chosen, **of)
    return say("{what}: how many; {outcome} on {exposure}, {level}.", **of)


def about(number: Number, material: Material) -> About:
    """The settings changed, the N behind an estimate, what must be known of it, and which settings change it."""
    source = number.source
    row = material.row(source.file, source.where) if source.key("number") else {}
    n, out = row.get("n"), row.get("n_excluded")
    why = next((str(row[name]) for name in ("why_not", "warning") if not absent(row.get(name))), "")
    return About(
        rules=() if absent(row.get("keys")) else (say("Settings changed: {keys}.", keys=row["keys"]),),
        behind="" if absent(n) else say("{n} persons in the model.", n=n),
        left_out=() if absent(out) else (say("{n} of the population left out of this model.", n=out),),
        warning=why,
        keys=material.keys(number, KEYS),
    )
