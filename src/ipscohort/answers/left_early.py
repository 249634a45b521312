"""Numbers of regressions weighted for who left early."""

from __future__ import annotations

from ipscohort.answers import models
from ipscohort.answers.content import About
from ipscohort.answers.material import Material
from ipscohort.catalogue.keys import MODEL
from ipscohort.catalogue.stages import LEFT_EARLY
from ipscohort.display.naming import capital
from ipscohort.display.numbers import Number
from ipscohort.display.printing import absent
from ipscohort.models.families.base import people
from ipscohort.words import say


def definition(number: Number, material: Material) -> str:
    """What the number is, in a sentence."""
    said = models.definition(number, material).rstrip(".")
    if number.source.column.startswith("unweighted"):
        return say("{said}, beside the one weighted for who left early.", said=said)
    return say("{said}, weighted for who left early.", said=said)


def about(number: Number, material: Material) -> About:
    """How it was computed, of whom, and who is left out."""
    source = number.source
    row = material.row(source.file, source.where)
    if not row:
        return About(keys=material.keys(number))
    counts = {name: int(row[f"n_{name}"]) for name in ("left", "closed", "competing", "excluded")}
    left = [say("{n} left early without a job.", n=counts["left"])]
    left += [say("The records of {n} without a job were closed early.", n=counts["closed"])] if counts["closed"] else []
    left += (
        [say("{n} without a job can't be weighted, as it is unknown whether or when they left.", n=counts["excluded"])]
        if counts["excluded"]
        else []
    )
    left += [say("{n} who left for a competing reason count as no.", n=counts["competing"])] if counts["competing"] else []
    weighted = not absent(row.get("estimate")) or row.get("level") == row.get("reference")
    of = {"people": people(int(row["n"])), "events": int(row["n_events"])}
    behind = say("{people} weighted, {events} events.", **of) if weighted else say("Nobody is weighted; {people}, {events} events.", **of)
    fit = material.row("fits", tuple((name, source.key(name)) for name in ("model", "exposure", "adjustment")))
    return About(
        rules=() if absent(row.get("method")) else (f"{capital(say(str(row['method'])))}.",),
        behind=behind,
        left_out=tuple(left),
        formula=models.formula(source, fit, material),
        warning="" if absent(row.get("warning")) else str(row["warning"]),
        keys=material.keys(number, (*MODEL, LEFT_EARLY)),
    )
