"""Numbers of absolute differences: standardised means and risks, their differences and ratios."""

from __future__ import annotations

from ipscohort.answers import models
from ipscohort.answers.content import About
from ipscohort.answers.material import Material
from ipscohort.catalogue.adjustments import ADJUSTMENTS
from ipscohort.display.naming import capital, level_word
from ipscohort.display.numbers import Number, Source
from ipscohort.display.printing import absent
from ipscohort.words import later, say

READ = {
    "mean": later("standardised {what} at {level}"),
    "difference": later("standardised difference in {what}, {level} against {reference}"),
    "ratio": later("standardised ratio of {what}, {level} against {reference}"),
}
"""Measure -> what it is."""
COLUMNS = {
    "estimate": "{what}",
    "conf_low": later("lower limit of the {ci} of the {what}"),
    "conf_high": later("upper limit of the {ci} of the {what}"),
    "bootstrap_low": later("lower bootstrap limit (of the {ci}) of the {what}"),
    "bootstrap_high": later("upper bootstrap limit (of the {ci}) of the {what}"),
    "std_error": later("standard error of the {what}"),
}
"""Column -> what it holds."""


def definition(number: Number, material: Material) -> str:
    """What the number is, in a sentence."""
    source = number.source
    if source.column not in COLUMNS:
        return models.definition(number, material)
    what = say(COLUMNS[source.column], what=_what(source, material), ci=material.ci)
    found = {"what": capital(what), "adjusted": say(ADJUSTMENTS[source.key("adjustment")]), "outcome": models.outcome_of(source, material)}
    return say("{what}: {outcome}, {exposure}; {adjusted}.", exposure=material.label(source.key("exposure")), **found)


def _what(source: Source, material: Material) -> str:
    row = material.row(source.file, source.where)
    reference = material.exposures[source.key("exposure")].reference
    levels = {"level": level_word(source.key("level")), "reference": level_word(reference)}
    method = row.get("approach") == "plain"
    what = say("mean") if method else say(models.family_of(source, material).expected.what)
    return say(READ[source.key("measure")], what=what, **levels)


def about(number: Number, material: Material) -> About:
    """As of the model that it comes from, with how it was computed."""
    row = material.row("standardised", number.source.where)
    found = models.about(number, material)
    method = () if absent(row.get("method")) else (f"{capital(say(str(row['method'])))}.",)
    return About(
        (*found.rules, *method),
        found.behind,
        found.left_out,
        found.formula,
        found.warning if absent(row.get("warning")) else str(row["warning"]),
        found.keys,
    )
