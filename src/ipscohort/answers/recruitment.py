"""Counts of recruitment, which settings give and no records do."""

from __future__ import annotations

from ipscohort.answers.content import About
from ipscohort.answers.material import Material
from ipscohort.config.recruitment import ALL
from ipscohort.display.numbers import Number
from ipscohort.display.printing import absent
from ipscohort.words import later, say

KINDS = {
    "reached": later("Persons who got as far as this step of recruitment: {step}."),
    "left out": later("Persons of the step of recruitment before this one who are not at it: {step}."),
    "reason": later("Persons of the step of recruitment before this one who are not at it, for one reason: {step}; {reason}."),
    "no reason": later("Persons of the step of recruitment before this one who are not at it, and for whom no reason is given: {step}."),
}
"""Who is counted -> its definition."""


def definition(number: Number, material: Material) -> str:
    """Who is counted, at which step, and in which group."""
    key, declared = number.source.key, material.study.recruitment
    row = material.row(number.source.file, number.source.where)
    said = say(KINDS[key("kind")], step=row.get("label", key("step")), reason=key("reason"))
    if key("group") == ALL or declared is None or declared.by is None:
        return said
    return f"{said} {material.condition(declared.by, key('group'))}."


def about(number: Number, material: Material) -> About:
    """Where the number comes from, or what is assumed; that no record stands behind it."""
    row = material.row(number.source.file, number.source.where)
    rules = [say("Given in the settings, as the study or its paper counts it; no record stands behind it.")]
    if row and not absent(row["source"]):
        rules.append(say("Source: {source}.", source=str(row["source"]).rstrip(".")))
    if row and not absent(row["assumption"]):
        rules.append(say("Assumption: {what}.", what=str(row["assumption"]).rstrip(".")))
    if row and absent(row["n"]):
        rules.append(say("This number is not recorded."))
    return About(rules=tuple(rules), behind="", keys=material.keys(number))
