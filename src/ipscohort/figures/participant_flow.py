"""From the records read to who is in each analysis, as STROBE asks: numbers in boxes, who was left out and why beside them."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

import pandas as pd

from ipscohort.catalogue.measures import MEASURES
from ipscohort.display import printing
from ipscohort.display.recruitment import Reached, steps_of
from ipscohort.figures.inputs import FigureInputs
from ipscohort.figures.sheet import Box, banner, draw_arrow, draw_box, draw_line, new_sheet
from ipscohort.figures.style import NARROW, absent_figure, short
from ipscohort.words import later, say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MARGIN, GAP = 0.08, 0.22
"""Inches around the boxes, and between one and the next."""
IN_MODEL = {"adjusted": later("{exposure}, adjusted: n = {n} of {total}"), "crude": later("{exposure}, crude: n = {n} of {total}")}
"""Adjustment -> who is in the model."""
FILL = "#f4f4f4"
"""Of boxes that say who was left out."""


def draw(inputs: FigureInputs) -> Figure:
    """Records read, left out with reasons, analysed, and a box for each outcome with the persons in its models."""
    if inputs.flow.empty:
        return absent_figure(inputs.width, say("No participant flow was recorded."), inputs.synthetic)
    width = inputs.width
    boxes, sides = _chain(inputs, width, banner(width, inputs.synthetic))
    analysed = boxes[-1]
    ends = _ends(inputs, width, analysed.bottom + 2 * GAP)
    figure, axes = new_sheet(width, max([analysed.bottom, *(box.bottom for box in ends)]) + MARGIN, inputs.synthetic)
    for box in (*boxes, *ends):
        draw_box(axes, box)
    for box, side, below in zip(boxes, sides, boxes[1:], strict=False):
        draw_arrow(axes, (box.middle, box.bottom), (box.middle, below.top))
        if side:
            draw_box(axes, side, FILL)
            level = side.top + side.height / 2
            draw_arrow(axes, (box.middle, level), (side.left, level))
    if ends:
        fork = analysed.bottom + GAP
        heads = [box for box in ends if box.top == ends[0].top]
        draw_line(axes, (analysed.middle, analysed.bottom), (analysed.middle, fork))
        draw_line(axes, *((x, fork) for x in sorted({analysed.middle, *(box.middle for box in heads)})))
        for box in heads:
            draw_arrow(axes, (box.middle, fork), (box.middle, box.top))
    return figure


def alt(inputs: FigureInputs) -> str:
    """Read, left out with reasons, analysed, and how many are in each analysis."""
    if inputs.flow.empty:
        return say("No figure: no participant flow was recorded.")
    first, last = inputs.flow.iloc[0], inputs.flow.iloc[-1]
    reasons = "; ".join(f"{row['label']} {printing.count(row['n_left_out'])}" for _, row in _reasons(inputs.flow).iterrows())
    said = [say("Participant flow. {label}: {n}.", label=first["label"], n=printing.count(first["n"]))]
    recruited = [f"{title} ({'; '.join(lines)})" if lines else title for title, lines in _recruited(inputs)]
    said += [say("Recruitment: {steps}.", steps="; ".join(recruited))] if recruited else []
    said.append(say("Left out: {reasons}.", reasons=reasons) if reasons else say("Nobody was left out."))
    said.append(f"{last['label']}: {printing.count(last['n'])}.")
    said += [f"{title}: {' '.join(lines)}" for title, lines in _analyses(inputs)]
    return " ".join(said)


def _counted(step: pd.Series) -> str:
    """'Analysed: n = 103', whose number is not parted from its n."""
    return f"{step['label']}: n\u00a0=\u00a0{printing.count(step['n'])}"


def _reasons(flow: pd.DataFrame) -> pd.DataFrame:
    """Steps that left somebody out."""
    return flow[flow["n_left_out"] > 0]


def _chain(inputs: FigureInputs, width: float, top: float) -> tuple[list[Box], list[Box | None]]:
    """Boxes from the first step to who is analysed, one below the other, and beside each who does not get to the next."""
    boxes, sides = [], []
    for title, lines in _steps(inputs):
        boxes.append(Box.of(MARGIN, top, width * 0.42, (title, True)))
        left = width * 0.42 + MARGIN - width * 0.14
        place = boxes[-1].bottom + GAP
        sides.append(
            Box.of(left, place, width - left - MARGIN, (lines[0], True), *((line, False) for line in lines[1:])) if lines else None
        )
        top = max(boxes[-1].bottom, sides[-1].bottom if sides[-1] else 0) + GAP
    return boxes, sides


def _steps(inputs: FigureInputs) -> list[tuple[str, list[str]]]:
    """Each step with its persons; who does not get to the next, with the reasons below; nothing where nobody is left out."""
    reasons = _reasons(inputs.flow)
    total = printing.count(inputs.flow["n"].iloc[0] - inputs.flow["n"].iloc[-1])
    lines = [f"{row['label']}: {printing.count(row['n_left_out'])}" for _, row in reasons.iterrows()]
    read, analysed = _counted(inputs.flow.iloc[0]), _counted(inputs.flow.iloc[-1])
    return [*_recruited(inputs), (read, [say("Left out: n = {n}", n=total), *lines] if lines else []), (analysed, [])]


def _recruited(inputs: FigureInputs) -> list[tuple[str, list[str]]]:
    """The same of recruitment; none where the settings give no counts."""
    steps, found = steps_of(inputs.recruitment), []
    for step, after in zip_longest(steps, steps[1:]):
        lines = []
        if after is not None and after.left_out is not None and after.left_out.n != 0:
            lines = [_out(after), *(f"{one.label}: {one.shown()}" for one in after.reasons)]
        known = "" if step.persons.n is None else "n\u00a0=\u00a0"
        found.append((f"{step.persons.label}: {known}{step.persons.shown()}", lines))
    return found


def _out(step: Reached) -> str:
    unknown = step.left_out is None or step.left_out.n is None
    return say("Not recorded how many were left out") if unknown else say("Left out: n = {n}", n=step.gone())


def _ends(inputs: FigureInputs, width: float, top: float) -> list[Box]:
    """A box for each analysis: side by side, as many as there is room for, the next ones below."""
    analyses = _analyses(inputs)
    across = 1 if width < NARROW else min(3, len(analyses)) or 1
    room = (width - 2 * MARGIN - (across - 1) * MARGIN) / across
    boxes: list[Box] = []
    for number, (title, lines) in enumerate(analyses):
        left = MARGIN + (number % across) * (room + MARGIN)
        above = [box.bottom for box in boxes[: number - number % across]]
        place = max(above) + MARGIN if above else top
        boxes.append(Box.of(left, place, room, (title, True), *((line, False) for line in lines)))
    return boxes


def _analyses(inputs: FigureInputs) -> list[tuple[str, list[str]]]:
    """Title of each analysis, and in words who is in it and who is not."""
    found = [(say("Time to first job (Kaplan-Meier)"), _of_survival(inputs))] if not inputs.survival_estimates.empty else []
    for name, regression in inputs.models.regressions.items():
        fits = inputs.fits[inputs.fits["model"] == name]
        lines = [_of_fit(inputs, fit) for _, fit in _fullest(fits).iterrows()]
        if lines:
            found.append((inputs.outcome_label(regression), [say("Of {population}:", population=fits["population"].iloc[0]), *lines]))
    return found


def _of_survival(inputs: FigureInputs) -> list[str]:
    everybody = inputs.survival_estimates.iloc[0]
    shown = say("n = {n}, {n_events} with a first job.", **{name: printing.count(everybody[name]) for name in ("n", "n_events")})
    return list(filter(None, [shown, inputs.left_out]))


def _fullest(fits: pd.DataFrame) -> pd.DataFrame:
    """Of each exposure the adjusted model, or the crude one where there is none."""
    adjusted = fits[fits["adjustment"] == "adjusted"]
    return adjusted if len(adjusted) else fits[fits["adjustment"] == "crude"]


def _of_fit(inputs: FigureInputs, fit: pd.Series) -> str:
    """'Funding, adjusted: n = 94 of 103; 9 left out: ...'."""
    named = {"exposure": short(inputs.label(fit["exposure"])), "n": printing.count(fit["n"]), "total": printing.count(fit["n_population"])}
    head = say(IN_MODEL[fit["adjustment"]], **named)
    if not fit["n_excluded"]:
        return f"{head}."
    rows = inputs.exclusions
    for column in ("model", "exposure", "adjustment"):
        rows = rows[rows[column] == fit[column]]
    reasons = "; ".join(f"{_variable(inputs, row['variable'])} {printing.count(row['n'])}" for _, row in rows.iterrows())
    return say(
        "{head}; {n} left out, not known: {reasons} (a person may miss several)."
        if rows["n"].sum() > fit["n_excluded"]
        else "{head}; {n} left out, not known: {reasons}.",
        head=head,
        n=printing.count(fit["n_excluded"]),
        reasons=reasons,
    )


def _variable(inputs: FigureInputs, key: str) -> str:
    """Label of a variable of EXCLUSIONS, which may go on with a value that the model can't take ('time_worked <= 0')."""
    name, _, value = key.partition(" ")
    known = name in inputs.codebook.variables or name in MEASURES
    return " ".join(filter(None, [inputs.label(name) if known else name, value]))
