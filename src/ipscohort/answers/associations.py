"""Numbers of how far two exposures go together."""

from __future__ import annotations

from ipscohort.answers.content import About
from ipscohort.answers.material import Material
from ipscohort.display.naming import capital
from ipscohort.display.numbers import Number
from ipscohort.display.printing import absent
from ipscohort.words import say


def definition(number: Number, material: Material) -> str:
    """What the number is, in a sentence."""
    source = number.source
    told = material.described(source.file, source.column)
    named = {"one": material.label(source.key("exposure")), "other": material.label(source.key("other"))}
    return say("{what}: {one} and {other}.", what=capital(say(told.description) if told else source.column), **named)


def about(number: Number, material: Material) -> About:
    """How it was computed, of whom, and who lacks one of the two."""
    row = material.row(number.source.file, number.source.where)
    out = row.get("n_excluded")
    left_out = "" if absent(out) else say("{n} left out: one of the two is missing.", n=out) if out else say("Nobody was left out.")
    return About(
        rules=(f"{say(str(row['method']))}.",) if row else (),
        behind=say("{n} persons.", n=row["n"]) if row else "",
        left_out=(left_out,) if left_out else (),
        warning="" if absent(row.get("warning")) else str(row["warning"]),
        keys=material.keys(number),
    )
