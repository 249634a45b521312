"""Numbers of the programme: reviews, fidelity at inclusion, and fidelity as an exposure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ipscohort.answers import models, rows
from ipscohort.answers.content import About
from ipscohort.answers.material import Material
from ipscohort.catalogue.adjustments import OF_FIDELITY
from ipscohort.display.numbers import Number
from ipscohort.display.printing import absent
from ipscohort.models.families.base import people
from ipscohort.words import say

ESTIMATES = "fidelity_estimates"
ABOUT_FIDELITY = ("n_agencies", "n_values", "pearson", "spearman", "within", "r_squared", "vif")
"""Columns of the estimates that are about fidelity among the persons of a model."""


def definition(number: Number, material: Material) -> str:
    """What the number is, in a sentence."""
    source = number.source
    if source.file != ESTIMATES:
        return rows.definition(number, material)
    if source.column in ABOUT_FIDELITY:
        told = material.described(source.file, source.column)
        found = {"outcome": models.outcome_of(source, material), "exposure": material.label(source.key("exposure"))}
        adjusted = say(OF_FIDELITY[source.key("adjustment")])
        return say("{what} in the model; {outcome} on {exposure}, {adjusted}.", what=_capital(told.description), adjusted=adjusted, **found)
    return models.definition(number, material)


def about(number: Number, material: Material) -> About:
    """The model, who is in it and who was left out, and what must be known of fidelity as an exposure."""
    source = number.source
    if source.file != ESTIMATES:
        return rows.about(number, material)
    row = material.row(source.file, source.where)
    told = [str(row[name]) for name in ("warning", "about_fidelity") if not absent(row.get(name))]
    return About(
        behind=_behind(row),
        left_out=_left_out(row),
        formula=models.formula(source, row, material),
        warning=" ".join(told),
        keys=material.keys(number),
    )


def _behind(row: Mapping[str, Any]) -> str:
    if absent(row.get("n")):
        return ""
    found = {"people": people(int(row["n"])), "population": row["population"], "all": int(row["n"]) + int(row["n_excluded"])}
    if absent(row["n_events"]):
        return say("{people} in the model; population: {population} ({all}).", **found)
    return say("{people} in the model, {events} events; population: {population} ({all}).", events=int(row["n_events"]), **found)


def _left_out(row: Mapping[str, Any]) -> tuple[str, ...]:
    if not row:
        return ()
    why = row["why_excluded"]
    return (say("Nobody of the population was left out."),) if absent(why) else (f"{str(why).rstrip('.')}.",)


def _capital(text: str) -> str:
    said = say(text)
    return f"{said[:1].upper()}{said[1:]}"
