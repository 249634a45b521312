"""Names in the file of printed values against the settings and records: columns, levels, models, exposures, keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ipscohort.catalogue.isco import MAJOR_GROUPS
from ipscohort.catalogue.statistics import STATISTICS
from ipscohort.config import Settings, parts_read
from ipscohort.contracts import FRAME_CONTRACTS, JOB_MEASURES, PERSONS, Contract
from ipscohort.contracts.codebook import Codebook
from ipscohort.display.printing import DASH
from ipscohort.errors import Problems, known_levels, nearest
from ipscohort.printed_values.file import Condition, columns_named, conditions, is_date

Mistake = tuple[str, str, str]
"""Column of the file, what is wrong, what to do."""

TIMED = {column.name for column in PERSONS.columns if "study.time_unit" in column.description}
"""Columns of persons in study.time_unit."""


def is_number(text: str) -> bool:
    """Whether a condition's value is written as a number."""
    return bool(re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text))


LIKE: dict[str, tuple[Callable[[str], bool], str]] = {"number": (is_number, "10.5"), "date": (is_date, "2015-11-19")}
"""Kind of a column -> whether a text is written so, and an example."""


@dataclass(frozen=True)
class Known:
    """What names may lead to.

    Attributes
    ----------
    settings : Settings
    persons : DataFrame
        PERSONS with characteristics and exposures.
    jobs : DataFrame
        JOB_MEASURES.
    codebook : Codebook
        With the exposures.
    periods : int
        Weeks or months of follow-up.
    """

    settings: Settings
    persons: pd.DataFrame
    jobs: pd.DataFrame
    codebook: Codebook
    periods: int

    def columns(self, frame: str) -> list[str]:
        """Columns of a frame."""
        return list(self.persons.columns) if frame == "persons" else FRAME_CONTRACTS[frame].names()

    def words(self, frame: str, column: str) -> list[str]:
        """Values that a column may hold, where they are few; none where any may stand there."""
        if frame == "persons":
            return self._levels(column) or list(_fixed(PERSONS, column))
        if column == "occupation":
            return list(dict.fromkeys([*MAJOR_GROUPS, *map(str, self.jobs["occupation"].dropna())]))
        if column == "model":
            return list(self.settings.models.regressions)
        if column == "exposure":
            return list(self.settings.exposures)
        if column == "period":
            return [str(n + 1) for n in range(self.periods)]
        return list(_fixed(FRAME_CONTRACTS[frame], column))

    def kind(self, frame: str, column: str) -> str:
        """`number` or `date` where a column of persons or jobs holds such values; otherwise blank."""
        values = {"persons": self.persons, "jobs": self.jobs}.get(frame)
        if values is None or pd.api.types.is_bool_dtype(values[column]):
            return ""
        if pd.api.types.is_datetime64_any_dtype(values[column]):
            return "date"
        return "number" if pd.api.types.is_numeric_dtype(values[column]) else ""

    def _levels(self, name: str) -> list[str]:
        known = self.codebook.variables.get(name)
        return list(known.levels) if known else []

    def levels_of_exposure(self, chosen: Mapping[str, tuple[str, ...]]) -> list[str]:
        """Levels of the exposures that a condition of estimates names."""
        return [level for name in chosen.get("exposure", ()) for level in self._levels(name)]


def check_names(printed: pd.DataFrame, known: Known, file: str) -> None:
    """Hold every name of the printed file against settings and records.

    Parameters
    ----------
    printed : DataFrame
        PRINTED.
    known : Known
    file : str
        How the messages call the file.

    Raises
    ------
    UserError
        With every name that leads nowhere, its rows and the nearest one.
    """
    problems = Problems("The file of printed values does not fit the settings and records; nothing was run.")
    told: dict[Mistake, list[int]] = {}
    for entry in printed.astype("object").where(printed.notna(), "").to_dict("records"):
        for mistake in _mistakes(entry, known):
            told.setdefault(mistake, []).append(entry["line"])
    for (column, what, remedy), rows in told.items():
        problems.add(f"{file}, column {column}", what, remedy, rows=dict.fromkeys(rows))
    problems.stop()


def _mistakes(entry: Mapping[str, Any], known: Known) -> Iterator[Mistake]:
    frame, column = entry["frame"], entry["column"]
    if frame == "settings":
        yield from _key(column, known.settings)
    if frame in ("settings", "none"):
        return
    chosen = conditions(entry["select"])
    for condition in chosen:
        yield from _condition("select", condition, frame, known, {c.column: c.values for c in chosen})
    if "=" in column:
        yield from _condition("column", conditions(column)[0], frame, known, {})
    elif absent := [name for name in columns_named(column, entry["statistic"]) if name not in known.columns(frame)]:
        yield from (_no_column("column", name, frame, known) for name in absent)
    elif column and not STATISTICS[entry["statistic"]].pair:
        yield from _kind(entry, known)


def _no_column(where: str, column: str, frame: str, known: Known) -> Mistake:
    return where, f"{frame} has no column '{column}'", nearest(column, known.columns(frame))


def _condition(where: str, condition: Condition, frame: str, known: Known, chosen: Mapping[str, tuple[str, ...]]) -> Iterator[Mistake]:
    column = condition.column
    if column not in known.columns(frame):
        yield _no_column(where, column, frame, known)
        return
    of_exposure = frame == "estimates" and column == "level"
    words = known.levels_of_exposure(chosen) if of_exposure else known.words(frame, column)
    kind = known.kind(frame, column)
    for value in filter(None, condition.values):
        if words and value not in words:
            yield where, f"'{value}' is no value of {column}", known_levels(words, value)
        elif not words and kind in LIKE and not LIKE[kind][0](value):
            yield where, f"'{value}' is no {kind}, and {column} holds {kind}s", f"write a {kind} such as {LIKE[kind][1]}"


def _kind(entry: Mapping[str, Any], known: Known) -> Iterator[Mistake]:
    """Whether a statistic of numbers has numbers, and months have days."""
    frame, column, statistic = entry["frame"], entry["column"], entry["statistic"]
    if frame not in ("persons", "jobs"):
        return
    kind = known.kind(frame, column)
    if STATISTICS[statistic].of_numbers and kind != "number":
        yield "statistic", f"'{column}' holds no numbers, so it has no {statistic}", "use count, percent or valid, or another column"
    if statistic in ("first", "last"):
        if not kind:
            yield "statistic", f"'{column}' holds no dates or numbers, so it has no {statistic} value", "name another column"
        elif entry["printed"] != DASH and (kind == "date") != is_date(entry["printed"]):
            yield "printed", f"'{entry['printed']}' is no {kind}, and {column} holds {kind}s", f"write a {kind} such as {LIKE[kind][1]}"
    if entry["unit"] == "months" and _unit(column, frame, known) != "days":
        yield "unit", f"'{column}' is not counted in days, so it can't be turned into months", "leave the unit blank"


def _unit(column: str, frame: str, known: Known) -> str:
    if frame == "persons" and column in TIMED:
        return str(known.settings.study.time_unit)
    contract = PERSONS if frame == "persons" else JOB_MEASURES
    own = next((c.unit for c in contract.columns if c.name == column), "")
    variable = known.codebook.variables.get(column) if frame == "persons" else None
    return variable.unit if variable else own


def _fixed(contract: Contract, column: str) -> tuple[str, ...]:
    found = next((c for c in contract.columns if c.name == column), None)
    if found is None:  # a characteristic that the settings name, without levels
        return ()
    return found.one_of or (("no", "yes") if found.kind in ("yes_no", "flag") else ())


def _key(key: str, settings: Settings) -> Iterator[Mistake]:
    """A dotted key of the settings; of the parts that this stage reads only."""
    here: Any = {name: getattr(settings, name) for name in parts_read("replication") if name != "replication"}
    for part in key.split("."):
        valid = _keys(here)
        if part not in valid:
            yield "column", f"the settings have no key '{key}' that can be given", nearest(part, valid) or "end at a key with a value"
            return
        here = here[part] if isinstance(here, Mapping) else getattr(here, part)
    # A part of the settings that has a text of its own, such as the length of follow-up, is a value.
    if isinstance(here, Mapping) or ("model_fields" in dir(type(here)) and "__str__" not in vars(type(here))):
        yield "column", f"'{key}' holds keys, not a value", f"end at one of them: {', '.join(_keys(here))}"


def _keys(here: Any) -> list[str]:
    return list(here) if isinstance(here, Mapping) else list(getattr(type(here), "model_fields", {}))
