"""Recruitment in a line of the head."""

from __future__ import annotations

from ipscohort.display.numbers import Cell, Note, Number, source, tell, together
from ipscohort.display.recruitment import FILE, Counted, steps_of
from ipscohort.report.inputs import ReportInputs
from ipscohort.words import mid_sentence


def recruited(inputs: ReportInputs) -> Note:
    """'Recruitment: approached 240; eligible 180; included 103.'"""
    steps = [_counted(inputs, step.persons) for step in steps_of(inputs.recruitment)]
    return tell("Recruitment: {steps}.", steps=together(steps, "; "))


def _counted(inputs: ReportInputs, one: Counted) -> Note:
    numbers = () if one.n is None else (Number("n", float(one.n), source(FILE, "n", **one.where)),)
    return Note(f"{mid_sentence(one.label)} ", Cell(one.shown(inputs.style), numbers))
