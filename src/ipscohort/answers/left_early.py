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
    return say("{said}, weighted for who left early.", said=models.definition(number, material).rstrip("."))


def about(number: Number, material: Material) -> About:
    """How it was computed, of whom, and who is left out."""
    source = number.source
    row = material.row(source.file, source.where)
    if not row:
        return About(keys=material.keys(number))
    out = int(row["n_excluded"])
    left = [say("{n} left early without a job.", n=int(row["n_left"]))]
    left += [say("{n} can't be weighted, as the time is unknown.", n=out)] if out else []
    fit = material.row("fits", tuple((name, source.key(name)) for name in ("model", "exposure", "adjustment")))
    return About(
        rules=() if absent(row.get("method")) else (f"{capital(say(str(row['method'])))}.",),
        behind=say("{people} weighted, {events} events.", people=people(int(row["n"])), events=int(row["n_events"])),
        left_out=tuple(left),
        formula=models.formula(source, fit, material),
        warning="" if absent(row.get("warning")) else str(row["warning"]),
        keys=material.keys(number, (*MODEL, LEFT_EARLY)),
    )
