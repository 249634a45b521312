"""Numbers of funding: payments, costs, and the scheme as an exposure."""

from __future__ import annotations

from ipscohort.answers import models, rows
from ipscohort.answers.content import About
from ipscohort.answers.material import Material
from ipscohort.display.numbers import Number
from ipscohort.display.printing import absent
from ipscohort.models.families.base import people
from ipscohort.words import say

ESTIMATES = "funding_estimates"


def definition(number: Number, material: Material) -> str:
    """What the number is, in a sentence."""
    return models.definition(number, material) if number.source.file == ESTIMATES else rows.definition(number, material)


def about(number: Number, material: Material) -> About:
    """Of an estimate the model, who is in it and who was left out; of a sum what it rests on and no source says."""
    source = number.source
    row = material.row(source.file, source.where)
    if source.file == ESTIMATES:
        return _of_model(number, material, row)
    told = [str(row["warning"])] if not absent(row.get("warning")) else []
    told += [say("Assumption: {what}", what=row["assumption"])] if not absent(row.get("assumption")) else []
    return About(
        rules=rows.about(number, material).rules,
        behind="" if absent(row.get("n")) or source.column == "n" else say("{n} persons.", n=row["n"]),
        warning=" ".join(told),
        keys=material.keys(number),
    )


def _of_model(number: Number, material: Material, row: dict) -> About:
    told = [str(row[name]) for name in ("warning", "about_funding") if not absent(row.get(name))]
    found = {"people": people(int(row["n"])), "population": row["population"], "all": int(row["n"]) + int(row["n_excluded"])}
    why = row["why_excluded"]
    return About(
        behind=say("{people} in the model; population: {population} ({all}).", **found),
        left_out=(say("Nobody of the population was left out."),) if absent(why) else (f"{str(why).rstrip('.')}.",),
        formula=models.formula(number.source, row, material),
        warning=" ".join(told),
        keys=material.keys(number),
    )
