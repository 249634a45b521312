"""Rows for the statistics that were computed for tables, over persons or jobs or from an estimate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ipscohort.analysis_results.stages import TIDY, Printed, as_printed
from ipscohort.answers import Material, definition_of
from ipscohort.answers.persons import counts_behind
from ipscohort.display.numbers import Filter, Number, Place, Source

NAMES = {
    "of": "N",
    "standard deviation": "sd",
    "lower quartile": "p25",
    "upper quartile": "p75",
    "lower limit": "conf_low",
    "upper limit": "conf_high",
    "p": "p_value",
}
"""Statistic of a table's number -> its name here; those not named keep theirs."""


def computed_rows(computed: Mapping[Any, tuple[Place, str, Number]], printed: Printed, material: Material) -> Iterator[dict[str, Any]]:
    """A row for each, named as the first number that prints it."""
    for key, (place, number_id, number) in computed.items():
        source = number.source
        yield {
            "id": number_id,
            "stage": "tables",
            "file": str(source),
            "context": place.name,
            "analysis": place.path or place.heading,
            **_about(source, material),
            "stat_name": NAMES.get(number.statistic, number.statistic),
            "stat_label": definition_of(number, material),
            "stat": None if number.value != number.value else float(number.value),
            "unit": "%" if number.statistic.endswith("percent") or source.form in ("1 - {}", "100 * {}") else _unit(number, material),
            **as_printed(printed[key]),
        }


def _about(source: Source, material: Material) -> dict[str, Any]:
    """Variable and its level, group, population, and the N."""
    row = material.row(source.file, source.where) if source.file in TIDY else {}
    groups = [name for name, wanted in source.where if name in material.exposures and name != source.column]
    exposure = groups[0] if groups else source.key("exposure")
    if exposure in ("", "all"):
        exposure = ""
    level = source.key(exposure) or source.key("level")
    told = {
        "variable": _variable(source, row),
        "variable_level": source.key(source.column) or None,
        "group1": exposure or None,
        "group1_level": (level if exposure else "") or None,
    }
    if source.file in ("persons", "job_measures"):
        known, chosen = counts_behind(source, material)
        others = [each for each in source.where if each[0] not in (source.column, exposure)]
        told |= {"n": known, "n_excluded": chosen - known, "population": "; ".join(material.condition(*each) for each in others) or None}
        return told
    shared = ("reference", "adjustment", "method", "warning", "role", "n", "n_events", "n_excluded", "time")
    return told | {name: row.get(name) for name in shared}


def _variable(source: Source, row: Mapping[str, Any]) -> str | None:
    """The outcome or characteristic that it is about; None for a count of persons or jobs."""
    if source.file in TIDY:
        return row.get("outcome") or TIDY[source.file].fixed.get("variable")
    return None if source.column in ("id", "job") else source.column


def _unit(number: Number, material: Material) -> str | None:
    if number.statistic in ("n", "of") or isinstance(dict(number.source.where).get(number.source.column), Filter):
        return None
    known = material.codebook.variables.get(number.source.column)
    column = material.described(number.source.file, number.source.column)
    return (known.unit or None) if known else material.unit_of(column) if column else None
