"""Recruitment in sentences: who got as far as each step, and why others did not."""

from __future__ import annotations

from ipscohort.display.recruitment import FILE, Counted, steps_of
from ipscohort.manuscript.document import Numbers
from ipscohort.manuscript.inputs import ManuscriptInputs, source
from ipscohort.words import mid_sentence, say


def steps(inputs: ManuscriptInputs, numbers: Numbers) -> str:
    """'Recruitment: approached 240; eligible 180; included 103.'; empty where the settings give no counts."""
    said = [_counted(inputs, numbers, step.persons) for step in steps_of(inputs.recruitment)]
    return say("Recruitment: {steps}.", steps="; ".join(said)) if said else ""


def reasons(inputs: ManuscriptInputs, numbers: Numbers) -> str:
    """'Left out in recruitment: before eligible 60 (no wish to work 40; reason not recorded 20).'; empty where the settings give no counts."""
    found = []
    for step in steps_of(inputs.recruitment):
        if step.left_out is None or step.left_out.n == 0:
            continue
        _number(inputs, numbers, step.left_out)
        before = say("before {step} {n}", step=mid_sentence(step.name), n=step.gone(inputs.style))
        why = "; ".join(_counted(inputs, numbers, one) for one in step.reasons)
        found.append(f"{before} ({why})" if why else before)
    return say("Left out in recruitment: {steps}.", steps="; ".join(found)) if found else ""


def _counted(inputs: ManuscriptInputs, numbers: Numbers, one: Counted) -> str:
    return f"{mid_sentence(one.label)} {_number(inputs, numbers, one)}"


def _number(inputs: ManuscriptInputs, numbers: Numbers, one: Counted) -> str:
    return one.shown(inputs.style) if one.n is None else numbers.count(one.n, source(FILE, "n", **one.where))
