"""Cohorts that have been run, as their results have them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ipscohort.catalogue.stages import FILES
from ipscohort.config import Settings, load_cohort
from ipscohort.contracts.codebook import Codebook
from ipscohort.errors import Problem, UserError
from ipscohort.files.exchange import read_file
from ipscohort.run.made_by import made_by, not_of

HEADING = "The cohorts can't be compared."
READ = ("persons", "codebook", "estimates", "fits", "curves")


@dataclass(frozen=True)
class Ran:
    """One cohort's settings and results.

    Attributes
    ----------
    name, title : str
    settings : Settings
    persons, estimates, fits, curves : DataFrame
        Contracts persons, estimates, fits and curves.
    codebook : Codebook
    records : dict of str -> str
        Digest of each file of records, by its name.
    """

    name: str
    title: str
    settings: Settings
    persons: pd.DataFrame
    codebook: Codebook
    estimates: pd.DataFrame
    fits: pd.DataFrame
    curves: pd.DataFrame
    records: dict[str, str]


def ran(files: list[Path], results: Path) -> list[Ran]:
    """Read the results of several cohorts.

    Parameters
    ----------
    files : list of Path
        Their settings files.
    results : Path
        The folder that holds each cohort's results where its settings name no other.

    Raises
    ------
    UserError
        Fewer than two cohorts, two of one name, one that was not run or was changed since, or confidence levels that differ.
    """
    cohorts = [load_cohort(file) for file in files]
    names = [cohort.settings.cohort for cohort in cohorts]
    if len(names) < 2 or len(set(names)) < len(names):
        problem = Problem(
            ", ".join(names) or "no cohort", "two cohorts or more are needed, each of another name", "name their settings files"
        )
        raise UserError(HEADING, [problem])
    folders = [cohort.results(results) for cohort in cohorts]
    wrong = [problem for each, folder in zip(cohorts, folders, strict=True) for problem in not_of(each, folder)]
    if len({cohort.settings.study.confidence for cohort in cohorts}) > 1:
        wrong.append(Problem("study.confidence", "the cohorts have intervals of different levels", "give them the same and run them again"))
    if wrong:
        raise UserError(HEADING, wrong)
    return [_ran(cohort.settings, folder) for cohort, folder in zip(cohorts, folders, strict=True)]


def _ran(settings: Settings, folder: Path) -> Ran:
    read: dict[str, Any] = {name: read_file(name, folder / FILES[name].path) for name in READ}
    return Ran(settings.cohort, settings.title, settings, **read, records=made_by(folder)["records"])
