"""Numbers of interviews, of papers' statements and of the roadmap: what is counted, and of how many."""

from __future__ import annotations

from dataclasses import replace

from ipscohort.answers import rows
from ipscohort.answers.content import About
from ipscohort.answers.material import Material
from ipscohort.display.numbers import Number
from ipscohort.display.printing import absent
from ipscohort.words import later, say

definition = rows.definition
BEHIND = {
    "theme_agreement": ("n", later("{n} segments.")),
    "theme_counts": ("n_interviewed", later("{n} interviewees.")),
    "theme_people": ("n_known", later("{n} interviewees of whom it is known.")),
}
"""File -> the column that says how many its numbers are of, and how that is said."""


def about(number: Number, material: Material) -> About:
    """What a row of the file is, and of how many segments or interviewees: never of persons of the cohort."""
    told = rows.about(number, material)
    column, said = BEHIND.get(number.source.file, ("", ""))
    n = material.row(number.source.file, number.source.where).get(column) if column else None
    behind = "" if absent(n) or number.source.column == column else say(said, n=int(n))
    return replace(told, behind=behind)
