"""Persons found by the recipes of their values as one raw table, in the columns and codes that the settings read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from ipscohort.config import Settings
from ipscohort.config.ingest import Column, Outcomes, Variable
from ipscohort.errors import Problem
from ipscohort.files.tableio import write_bytes
from ipscohort_reconstruct.search.traits import MISSING, OUTCOME, ready_outcome

REMARK, SAID = "remark", "synthetic record, made up"


def table_name(settings: Settings) -> str:
    """Name of the one file that is written."""
    return Path(settings.ingest.participants.file).name


def unwritable(settings: Settings) -> Iterator[Problem]:
    """Why the settings' records can't be written as one plain table."""
    people = settings.ingest.participants
    if Path(people.file).suffix.lower() != ".csv":
        yield Problem("ingest.participants.file", "only a .csv file is written", "name one that ends in .csv")
    if people.inclusion_date is None:
        yield Problem("ingest.participants", "inclusion_date is not mapped", "map it")
    for name, source in settings.ingest.jobs.items():
        if not isinstance(source, Outcomes) or source.time_to_first_job or source.time_worked:
            yield Problem(f"ingest.jobs.{name}", "no jobs or times are written", "map a ready job_obtained alone (shape: outcomes)")


def write_table(persons: pd.DataFrame, settings: Settings, rng: np.random.Generator, path: Path) -> None:
    """Write a row per person by id; every row says that it is synthetic. The same state of `rng` gives the same bytes.

    Parameters
    ----------
    persons : DataFrame
        As `reconstruct_by_recipe` gives it.
    settings : Settings
    rng : Generator
        Ids, which are in no order.
    path : Path
    """
    people, digits = settings.ingest.participants, len(str(len(persons)))
    number = pd.Series(rng.permutation(len(persons)) + 1, index=persons.index)
    written = {people.id.column: "SYN-" + number.astype(str).str.zfill(digits), people.inclusion_date.column: persons["inclusion_date"]}
    for name, variable in people.variables.items():
        if name in persons:
            written[variable.column] = _coded(persons[name], variable)
    if OUTCOME in persons and (outcome := ready_outcome(settings)):
        written[outcome.column] = _coded(persons[OUTCOME], outcome)
    table = pd.DataFrame(written).assign(**{REMARK: SAID}).sort_values(people.id.column)
    write_bytes(path, table.to_csv(None, index=False, lineterminator="\n").encode("utf-8"))


def _coded(values: pd.Series, column: Column | Variable) -> pd.Series:
    """Levels as the file's codes, numbers as whole numbers."""
    if pd.api.types.is_numeric_dtype(values):
        return values.astype(int)
    codes = {level: code for code, level in reversed(column.codes.items())} | {MISSING: next(iter(column.missing), "")}
    return values.map(lambda level: codes.get(level, level))
