"""Rows for the statistics that stages leave in their files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ipscohort.answers import Material
from ipscohort.catalogue.stages import FILES, STAGES
from ipscohort.contracts import CONTRACTS, Column

Printed = Mapping[Any, list[tuple[str, str]]]
"""What is printed of a statistic: ids of the numbers, and their cells."""


@dataclass(frozen=True)
class Tidy:
    """How the columns of a file are named in the results.

    Attributes
    ----------
    context : mapping of str -> str
        Column of the file -> column of the results.
    fixed : mapping of str -> str
        What holds for all its rows.
    key : tuple of str
        Columns by which a table's number names a row.
    beside : tuple of str
        Statistics that are given beside every other too, under their own names.
    own_counts : bool
        Whether these stand in rows of their own too; else only where a table prints them.
    without : (str, object) or None
        Column and value of rows that another file has already.
    no_statistics : tuple of str
        Columns of numbers that only name a row.
    """

    context: Mapping[str, str]
    key: tuple[str, ...]
    fixed: Mapping[str, str] = field(default_factory=dict)
    beside: tuple[str, ...] = ()
    own_counts: bool = True
    without: tuple[str, object] | None = None
    no_statistics: tuple[str, ...] = ()


_MODEL = {"model": "analysis", "outcome": "variable", "exposure": "group1", "adjustment": "adjustment"}
_TOLD = {"role": "role", "method": "method", "warning": "warning"}
_GROUP = {"exposure": "group1", "level": "group1_level"}
_COUNTS = ("n", "n_events", "n_excluded")
_FIRST_JOB = {"variable": "time_to_first_job"}
_JOBS = {"variable": "n_jobs"}
_STATE = {"variable": "state"}

_REPEATED = {"exposure": "group1", "adjustment": "adjustment", "approach": "analysis", "role": "role", "method": "method"}
_EMPLOYED = {"variable": "employment_rate"}

TIDY: dict[str, Tidy] = {
    "flow": Tidy({"step": "variable_level"}, ("step",), {"analysis": "participant flow"}),
    "recruitment": Tidy(
        {"kind": "analysis", "label": "variable_level", "by": "group1", "group": "group1_level", "reason": "population"},
        ("step", "group", "kind", "reason"),
        no_statistics=("step",),
    ),
    "rates": Tidy({"period": "time"}, ("period",), {"variable": "employment_rate", "analysis": "employment rates"}, ("n",)),
    "rates_by_exposure": Tidy(
        {**_GROUP, "period": "time"},
        ("exposure", "level", "period"),
        {"variable": "employment_rate", "analysis": "employment rates"},
        ("n",),
    ),
    "estimates": Tidy(
        {**_MODEL, **_TOLD, "level": "group1_level", "reference": "reference"},
        ("model", "exposure", "adjustment", "level"),
        {},
        _COUNTS,
        own_counts=False,
    ),
    "confounder_estimates": Tidy(
        {**_MODEL, **_TOLD, "term": "term", "level": "term_level", "reference": "reference"},
        ("model", "exposure", "adjustment", "term", "level"),
        beside=_COUNTS,
        own_counts=False,
    ),
    "fits": Tidy({**_MODEL, "population": "population", "warning": "warning"}, ("model", "exposure", "adjustment"), beside=_COUNTS),
    "exclusions": Tidy(
        {"model": "analysis", "exposure": "group1", "adjustment": "adjustment", "variable": "variable"},
        ("model", "exposure", "adjustment", "variable"),
    ),
    "proportional_hazards": Tidy(
        {"model": "analysis", "exposure": "group1", "adjustment": "adjustment", "term": "term", "method": "method", "warning": "warning"},
        ("model", "exposure", "adjustment", "term"),
        beside=("n_events",),
    ),
    "diagnostics": Tidy(
        {**_MODEL, "check": "variable_level", "term": "term", "level": "term_level", "method": "method", "warning": "warning"},
        ("model", "exposure", "adjustment", "check", "term", "level"),
        beside=("n", "n_events"),
        own_counts=False,
    ),
    "missing_patterns": Tidy(
        {"pattern": "variable_level", "variable": "variable"}, ("pattern", "variable"), {"analysis": "patterns of missing values"}
    ),
    "associations": Tidy(
        {"exposure": "group1", "other": "term", "method": "method", "warning": "warning"},
        ("exposure", "other"),
        {"analysis": "association of exposures"},
        ("n", "n_excluded"),
    ),
    "standardised": Tidy(
        {**_MODEL, **_TOLD, "level": "group1_level", "reference": "reference"},
        ("model", "exposure", "adjustment", "approach", "measure", "level"),
        {},
        _COUNTS,
        own_counts=False,
    ),
    "imputed": Tidy(
        {**_MODEL, **_TOLD, "level": "group1_level", "reference": "reference"},
        ("model", "exposure", "adjustment", "level"),
        {},
        _COUNTS,
        own_counts=False,
    ),
    "weighted": Tidy(
        {**_MODEL, **_TOLD, "level": "group1_level", "reference": "reference"},
        ("model", "exposure", "adjustment", "level"),
        {},
        _COUNTS,
        own_counts=False,
    ),
    "imputed_variables": Tidy(
        {"model": "analysis", "variable": "variable", "method": "method", "warning": "warning"}, ("model", "variable"), {}, ("n",)
    ),
    "curves": Tidy({**_GROUP, "time": "time"}, ("exposure", "level", "time"), {**_FIRST_JOB, "analysis": "Kaplan-Meier curve"}),
    "survival_estimates": Tidy(
        {**_GROUP, "measure": "analysis", "reference": "reference", "time": "time", "method": "method", "warning": "warning"},
        ("exposure", "level", "measure", "time"),
        _FIRST_JOB,
        _COUNTS,
        own_counts=False,
    ),
    "incidence_curves": Tidy(
        {**_GROUP, "time": "time"}, ("exposure", "level", "time"), {**_FIRST_JOB, "analysis": "cumulative incidence curve"}
    ),
    "tenure_curves": Tidy(
        {**_GROUP, "time": "time"}, ("exposure", "level", "time"), {"variable": "first_job_days", "analysis": "Kaplan-Meier curve"}
    ),
    "gray_tests": Tidy(
        {"exposure": "group1", "cause": "variable_level", "method": "method", "warning": "warning"},
        ("exposure", "cause"),
        {**_FIRST_JOB, "analysis": "Gray's test"},
        _COUNTS,
    ),
    "job_starts": Tidy({**_GROUP, "time": "time"}, ("exposure", "level", "time"), {**_JOBS, "analysis": "mean cumulative function"}),
    "jobs_per_person": Tidy(
        {**_GROUP, "time": "time", "method": "method", "warning": "warning"},
        ("exposure", "level", "time"),
        {**_JOBS, "analysis": "mean number of jobs"},
        _COUNTS,
    ),
    "job_start_tests": Tidy(
        {"exposure": "group1", "method": "method", "warning": "warning"}, ("exposure",), {**_JOBS, "analysis": "robust score test"}, _COUNTS
    ),
    "states": Tidy(
        {**_GROUP, "state": "variable_level", "time": "time"},
        ("exposure", "level", "state", "time"),
        {**_STATE, "analysis": "state occupancy curve"},
    ),
    "time_in_states": Tidy(
        {**_GROUP, "state": "variable_level", "time": "time", "method": "method", "warning": "warning"},
        ("exposure", "level", "state", "time"),
        {**_STATE, "analysis": "state occupancy"},
        ("n", "n_excluded"),
    ),
    "specifications": Tidy(
        {**_MODEL, **_TOLD, "level": "group1_level", "reference": "reference", "chosen": "variable_level", "keys": "population"},
        ("number", "model", "exposure", "level", "adjustment"),
        {},
        _COUNTS,
        own_counts=False,
        without=("number", 0),
        no_statistics=("number", "same_as"),
    ),
    "repeated_models": Tidy(
        {**_REPEATED, "warning": "warning"},
        ("exposure", "adjustment", "approach"),
        _EMPLOYED,
        beside=("n", "n_events", "n_excluded"),
    ),
    "repeated_estimates": Tidy(
        {**_REPEATED, "term": "term", "level": "group1_level", "reference": "reference", "warning": "warning"},
        ("exposure", "adjustment", "approach", "term", "level"),
        _EMPLOYED,
        ("n", "n_events"),
        own_counts=False,
    ),
    "repeated_curves": Tidy(
        {**_GROUP, "period": "time"}, ("exposure", "level", "period"), {**_EMPLOYED, "analysis": "marginal curve"}, ("n",)
    ),
    "repeated_missing": Tidy(
        {**_GROUP, "reason": "variable_level"}, ("exposure", "level", "reason"), {**_EMPLOYED, "analysis": "weeks or months missing"}
    ),
    "wave_means": Tidy(
        {**_GROUP, "score": "variable", "wave": "time"}, ("score", "exposure", "level", "wave"), {"analysis": "means by wave"}
    ),
    "wave_estimates": Tidy(
        {
            **{"score": "variable", "exposure": "group1", "level": "group1_level", "reference": "reference", "wave": "time", **_TOLD},
            **{"adjustment": "adjustment", "measure": "analysis"},
        },
        ("score", "exposure", "adjustment", "measure", "level", "wave"),
        {},
        ("n", "n_excluded"),
        own_counts=False,
    ),
    "survival_tests": Tidy(
        {"exposure": "group1", "method": "method", "warning": "warning"},
        ("exposure",),
        {**_FIRST_JOB, "analysis": "log-rank test"},
        _COUNTS,
    ),
}
"""File of statistics -> how it is read; persons, jobs and periods hold none."""


def stage_rows(material: Material, printed: Printed) -> Iterator[dict[str, Any]]:
    """A row for each statistic of each file; one that is missing only where a table prints that it is."""
    for name, tidy in TIDY.items():
        if name in material.frames:
            yield from _rows_of(name, tidy, material, printed)


def _rows_of(name: str, tidy: Tidy, material: Material, printed: Printed) -> Iterator[dict[str, Any]]:
    stage = next(stage.name for stage in STAGES.values() if any(file.name == name for file in stage.files))
    statistics = statistics_of(name)
    given = 0
    for row in material.records(name):
        if tidy.without and row[tidy.without[0]] == tidy.without[1]:
            continue
        shared = {"stage": stage, "file": FILES[name].path, "context": name, **tidy.fixed}
        shared |= {to: _known(row[column]) for column, to in tidy.context.items()}
        shared |= {column: _known(row[column]) for column in tidy.beside}
        if shared.get("group1") == "all":
            shared |= {"group1": None, "group1_level": None}
        where = frozenset((column, _as_shown(row[column])) for column in tidy.key if _known(row[column]) is not None)
        for column in statistics:
            value, shown = _known(row[column.name]), printed.get((name, column.name, where), [])
            if not shown and (value is None or (column.name in tidy.beside and not tidy.own_counts)):
                continue
            given += 1
            said = {"id": f"{name}.{given}", "stat_name": column.name, "stat_label": column.description, "stat": value}
            yield {**shared, **said, "unit": _unit(column, row, material), **as_printed(shown)}


def is_statistic(file: str, column: str) -> bool:
    """Whether a column of a file holds a statistic that has a row of its own; the time that a mean is taken up to is context of others."""
    return file in TIDY and column not in TIDY[file].context


def statistics_of(name: str) -> list[Column]:
    """The columns of a file that hold statistics: numbers that are no part of its context."""
    named = (*TIDY[name].context, *TIDY[name].no_statistics)
    return [c for c in CONTRACTS[FILES[name].contract].columns if c.kind in ("number", "integer") and c.name not in named]


def _unit(column: Column, row: Mapping[str, Any], material: Material) -> str | None:
    """A column's unit; of the survival estimates that are times the study's unit of time."""
    is_time = "measure" in row and not str(row["measure"]).startswith(("survival", "cumulative_incidence"))
    if is_time and column.name in ("estimate", "std_error", "conf_low", "conf_high"):
        return "days" if row["measure"] == "tenure_median" else str(material.study.time_unit)
    return material.unit_of(column)


def as_printed(shown: list[tuple[str, str]]) -> dict[str, str | None]:
    """The first cell that prints a statistic, and the ids of all numbers that do."""
    return {"stat_fmt": shown[0][1], "printed_in": ";".join(number_id for number_id, _ in shown)} if shown else {}


def _known(value: Any) -> Any:
    """None for what is missing."""
    return None if value is None or value != value or str(value) == "<NA>" else value


def _as_shown(value: Any) -> str:
    """A column's value as the source of a number names it."""
    return f"{value:g}" if isinstance(value, float) else str(value)
