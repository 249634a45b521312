"""What every printed number is: its definition, its N, who was left out and why, its tidy row, its model, the settings behind it.

The same answers stand in a file between stages, in the report and in the terminal.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from types import ModuleType

from ipscohort.answers import (
    associations,
    diagnostics,
    effects,
    funding,
    imputation,
    left_early,
    models,
    persons,
    programme,
    recruitment,
    repeated,
    rows,
    second_clock,
    specifications,
    survival,
    themes,
)
from ipscohort.answers.content import About, Answer, Answers
from ipscohort.answers.material import Material
from ipscohort.display.numbers import Number, Place
from ipscohort.display.printing import SYNTHETIC

DESCRIBED_BY = {
    **dict.fromkeys(("persons", "job_measures"), persons),
    **dict.fromkeys(("estimates", "confounder_estimates", "fits", "exclusions", "proportional_hazards"), models),
    "associations": associations,
    "recruitment": recruitment,
    "standardised": effects,
    "diagnostics": diagnostics,
    **dict.fromkeys(("imputed", "imputed_variables"), imputation),
    "weighted": left_early,
    "specifications": specifications,
    **dict.fromkeys(("repeated_models", "repeated_estimates"), repeated),
    **dict.fromkeys(("fidelity_reviews", "fidelity_items", "fidelity_cover", "fidelity_estimates"), programme),
    **dict.fromkeys(
        ("theme_reading", "theme_people", "theme_counts", "theme_agreement", "theme_statement_counts", "roadmap_states"), themes
    ),
    **dict.fromkeys(
        ("funding_clauses", "funding_payments", "funding_performance", "funding_costs", "funding_classes", "funding_estimates"), funding
    ),
    **dict.fromkeys(("survival_estimates", "survival_tests", "curves"), survival),
    **dict.fromkeys(("jobs_per_person", "job_start_tests", "time_in_states", "gray_tests"), second_clock),
}
"""File between stages -> the module that says what its numbers are; `rows` for all others."""


def answer(places: Iterable[Place], material: Material) -> Answers:
    """What every number of some places is.

    Parameters
    ----------
    places : iterable of Place
        Of tables (tables.cells.places) or sentences (Phrase.places).
    material : Material
        Files that a number comes from and that is not given: its definition is told, its N and who was left out are not.
    """
    told: dict[tuple[object, ...], About] = {}
    found = []
    for place in places:
        for number_id, number in zip(place.ids, place.numbers, strict=True):
            described = _described_by(number)
            key = (number.source, material.keys(number))
            if key not in told:
                told[key] = described.about(number, material)
            found.append(_answer(place, number_id, number, described.definition(number, material), told[key]))
    return Answers(found, SYNTHETIC if material.synthetic else "")


def definition_of(number: Number, material: Material) -> str:
    """What a number is, in a sentence."""
    return _described_by(number).definition(number, material)


def _described_by(number: Number) -> ModuleType:
    return DESCRIBED_BY.get(number.source.file, rows)


def _answer(place: Place, number_id: str, number: Number, definition: str, about: About) -> Answer:
    value = None if math.isnan(number.value) else float(number.value)
    where = {"table": place.name, "row": place.path, "column": place.heading, "printed": place.printed}
    more = {"statistic": number.statistic, "value": value, "definition": definition, "source": str(number.source)}
    return Answer(id=number_id, **where, **more, about=about, notes=place.notes)


__all__ = ["About", "Answer", "Answers", "Material", "answer", "definition_of"]
