"""Numbers of the models of employment in every week or month."""

from __future__ import annotations

from ipscohort.answers.content import About
from ipscohort.answers.material import Material
from ipscohort.catalogue.adjustments import ADJUSTMENTS
from ipscohort.display.naming import capital, level_word
from ipscohort.display.numbers import Number
from ipscohort.display.printing import absent
from ipscohort.display.repeated import approach_word
from ipscohort.display.units import one
from ipscohort.words import later, say

OF = {
    "exposure": later("{what}: employed or not in each {unit}, {exposure}, {level}; {approach}; {adjustment}."),
    "time": later("{what}: employed or not in each {unit} by {unit}, in the model of {exposure}; {approach}; {adjustment}."),
    "": later("{what}: employed or not in each {unit} on {exposure}; {approach}; {adjustment}."),
}
"""Term -> what a number of it is."""


def definition(number: Number, material: Material) -> str:
    """What the number is, in a sentence."""
    source = number.source
    told, term = material.described(source.file, source.column), source.key("term")
    return say(
        OF["time" if term.startswith("time") else term],
        what=capital(say(told.description) if told else source.column),
        unit=one(material.study.period),
        exposure=material.label(source.key("exposure")),
        level=level_word(source.key("level")),
        approach=approach_word(source.key("approach")),
        adjustment=say(ADJUSTMENTS[source.key("adjustment")]),
    )


def about(number: Number, material: Material) -> About:
    """The model's N, who is left out of it, how it was estimated, its warning and settings."""
    source = number.source
    key = tuple((name, value) for name, value in source.where if name in ("exposure", "adjustment", "approach"))
    row = material.row("repeated_models", key)
    method, out = row.get("method"), row.get("why_excluded")
    warning = next((str(row[name]) for name in ("why_not", "warning") if not absent(row.get(name))), "")
    behind = (
        say(
            "{n} persons, {months} weeks or months, {events} of them with employment.",
            n=row["n"],
            months=row["n_periods"],
            events=row["n_events"],
        )
        if row
        else ""
    )
    return About(
        rules=(*material.rule_of("employment_rate"), *(() if absent(method) else (f"{capital(say(str(method)))}.",))),
        behind=behind,
        left_out=(say("Nobody was left out."),) if absent(out) else (f"{out}.",),
        warning=warning,
        keys=material.keys(number),
    )
