"""Numbers of the checks of models: what is checked, and of which model."""

from __future__ import annotations

from dataclasses import replace

from ipscohort.answers import models
from ipscohort.answers.content import About
from ipscohort.answers.material import Material
from ipscohort.catalogue.adjustments import ADJUSTMENTS
from ipscohort.catalogue.keys import CONFOUNDERS, DIAGNOSTICS, MODEL
from ipscohort.display.checks import WORDS
from ipscohort.display.naming import capital, level_word
from ipscohort.display.numbers import Number
from ipscohort.display.printing import absent
from ipscohort.words import say


def definition(number: Number, material: Material) -> str:
    """What the number is, in a sentence."""
    source = number.source
    told = material.described(source.file, source.column)
    check = WORDS[source.key("check")].name if source.key("check") in WORDS else source.key("check")
    about = source.key("level") and level_word(source.key("level"))
    if not about and source.key("term"):
        about = material.label(source.key("term"))
    return say(
        "{what} ({check}); {outcome} on {exposure}, {adjusted}.",
        what=capital(say(told.description) if told else source.column),
        check=f"{say(check)}: {about}" if about else say(check),
        outcome=material.outcome_label(material.models.regressions[source.key("model")]),
        exposure=material.label(source.key("exposure")),
        adjusted=say(ADJUSTMENTS.get(source.key("adjustment"), "")),
    )


def about(number: Number, material: Material) -> About:
    """That of the model, with how the check was computed."""
    row = material.row(number.source.file, number.source.where)
    found = models.about(number, material)
    method, warning = row.get("method"), row.get("warning")
    keys = material.keys(number, (*MODEL, CONFOUNDERS, *DIAGNOSTICS))
    said = "" if absent(warning) else str(warning)
    return replace(found, rules=() if absent(method) else (f"{capital(say(str(method)))}.",), warning=said, keys=keys)
