"""What a release is made from: the results of a finished run, and its persons and jobs by the levels that counts are named by."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from ipscohort.catalogue.stages import FILES
from ipscohort.config import Cohort, Settings
from ipscohort.errors import UserError
from ipscohort.files.digests import file_digest
from ipscohort.files.exchange import read_files
from ipscohort.release.keys import JOBS, MISSING, NOT_POSITIVE, PERSONS, POSITIVE, Counted, key
from ipscohort.release.models import Models, models_of
from ipscohort.release.rules import Rules, rules_of
from ipscohort.run.made_by import MADE_BY, not_of
from ipscohort.tables.content import Table
from ipscohort.tables.inputs import TableInputs
from ipscohort.tables.outcomes import LEFT_WITHOUT_JOB

HEADING = "Nothing can be released."
YES, NO = "yes", "no"
NO_JOB = {"job_obtained": NO}
KNOWN_TO_ALL = (
    {**NO_JOB, "time_to_first_job": (POSITIVE, NOT_POSITIVE)},
    {**NO_JOB, "worked_long": YES},
    {**NO_JOB, "time_worked": POSITIVE},
    {**NO_JOB, "n_jobs": POSITIVE},
    {"worked_long": YES, "time_worked": (NOT_POSITIVE, MISSING)},
    {"worked_long": (YES, NO), "time_worked": MISSING},
)
"""What nobody can be, by the definitions: whoever reads a release knows it."""
MOST_LEVELS = 30
TURN, FIRST, LATER = "turn", "first", "later"
"""Variable of jobs, and its levels: a person's first, or a further one."""


@dataclass
class ReleaseInputs:
    """What the parts of a release are made from.

    Attributes
    ----------
    settings : Settings
    rules : Rules
    tables : TableInputs
        What tables are made from.
    counted : dict of str -> Counted
        By population: PERSONS, JOBS.
    models : Models
        Who is in each regression.
    built : list of Table
        The report's tables for which there is a rule, once they are made.
    run : str
        Digest of what the run that made the results says of itself; empty where they lie in no folder.
    """

    settings: Settings
    rules: Rules
    tables: TableInputs
    counted: dict[str, Counted] = field(default_factory=dict)
    models: Models = field(default_factory=Models)
    built: list[Table] = field(default_factory=list)
    run: str = ""

    @classmethod
    def of(cls, tables: TableInputs, settings: Settings, rules: Rules | None = None) -> ReleaseInputs:
        """From what tables are made from, and the settings."""
        found = cls(settings, rules or rules_of(settings.release), tables)
        found.counted = {PERSONS: _persons(tables), JOBS: _jobs(tables)}
        found.models = models_of(tables, settings, found.counted[PERSONS])
        return found


def release_inputs(cohort: Cohort, results: Path) -> tuple[ReleaseInputs, Path]:
    """A finished run's results, and their folder.

    Raises
    ------
    UserError
        The cohort was not run, or its settings or records were changed since.
    """
    folder = cohort.results(results)
    if problems := list(not_of(cohort, folder)):
        raise UserError(HEADING, problems)
    names = [name for name in TableInputs.__dataclass_fields__ if name in FILES and (folder / FILES[name].path).is_file()]
    read = read_files({name: folder / FILES[name].path for name in names})
    found = ReleaseInputs.of(TableInputs.of(read, cohort.settings), cohort.settings)
    return replace(found, run=file_digest(folder / MADE_BY)), folder


def as_levels(values: pd.Series) -> pd.Series:
    """A column as levels: flags as yes and no, numbers as above 0 or not, missing as it is."""
    if pd.api.types.is_bool_dtype(values.dtype):
        return values.map({True: YES, False: NO}).astype("string")
    if pd.api.types.is_numeric_dtype(values.dtype):
        return values.gt(0).map({True: POSITIVE, False: NOT_POSITIVE}).astype("string").where(values.notna())
    return values.astype("string")


def _persons(tables: TableInputs) -> Counted:
    persons, variables = tables.persons, tables.codebook.variables
    found = Counted(PERSONS, persons["id"])
    for name in persons:
        values = persons[name]
        if name == "id" or pd.api.types.is_datetime64_any_dtype(values.dtype):
            continue
        levels = as_levels(values)
        if levels.nunique() <= MOST_LEVELS:
            own = (YES, NO) if set(levels.dropna()) <= {YES, NO} else ()
            found.add(str(name), levels, variables[name].levels if name in variables else own)
        if pd.api.types.is_numeric_dtype(values.dtype) and not pd.api.types.is_bool_dtype(values.dtype):
            found.add_numbers(str(name), values)
    for chosen in KNOWN_TO_ALL:
        found.rule_out_if_nobody(chosen)
    _of_one_column(found, variables)
    if set(LEFT_WITHOUT_JOB) <= set(found.levels):
        left = found.normal(key(PERSONS, LEFT_WITHOUT_JOB))
        found.there |= {left} if found.count(left) else set()
    return found


def _of_one_column(counted: Counted, variables: dict[str, Any]) -> None:
    """Variables made from one column of the records tell of each other: what does not go together is known to all."""
    columns: dict[str, list[str]] = {}
    for name, info in variables.items():
        if info.column and name in counted.levels:
            columns.setdefault(info.column, []).append(name)
    for names in columns.values():
        for i, first in enumerate(names):
            for second in names[i + 1 :]:
                _together(counted, first, second)


def _together(counted: Counted, first: str, second: str) -> None:
    cells = counted.cells((first, second), {name: [frozenset([level]) for level in counted.levels[name]] for name in (first, second)})
    empty = [cell for cell in cells if not counted.count(cell)]
    finer = max((first, second), key=lambda name: len(counted.levels[name]))
    of_finer = [dict(cell.chosen)[finer] for cell in cells if cell not in empty]
    if len(of_finer) == len(set(of_finer)):  # each level of the finer one stands for one of the other
        for cell in empty:
            counted.rule_out(dict(cell.chosen))


def _jobs(tables: TableInputs) -> Counted:
    jobs, persons = tables.job_measures, tables.persons
    found = Counted(JOBS, jobs["id"] if "id" in jobs else pd.Series(dtype="string"))
    if jobs.empty:
        return found
    if "id" in jobs:
        found.add(TURN, jobs["id"].duplicated().map({False: FIRST, True: LATER}).astype("string"), (FIRST, LATER))
    for name in ("occupation", "hours_per_week", "days_worked"):
        if name in jobs:
            found.add(name, as_levels(jobs[name]))
            if pd.api.types.is_numeric_dtype(jobs[name].dtype):
                found.add_numbers(name, jobs[name])
    of_person = persons.set_index("id").reindex(jobs["id"])
    for name in tables.exposures:
        found.add(name, as_levels(of_person[name].reset_index(drop=True)), tables.codebook.variables[name].levels)
    return found
