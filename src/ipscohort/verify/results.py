"""The study's own results, as the comparison takes them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ipscohort.catalogue.stages import FILES
from ipscohort.contracts.base import ContractError
from ipscohort.errors import Problem, UserError
from ipscohort.files.exchange import read_file

READ = ("estimates", "confounder_estimates", "fits", "survival_estimates", "survival_tests")
REFERENCE, NOT_ESTIMATED = "reference", "not estimated"
HEADING = "The refit can't be compared."


@dataclass(frozen=True)
class Fit:
    """One model of the study.

    Attributes
    ----------
    whole : dict of str -> object
        Its row of FITS.
    rows : dict of (term, level) -> dict of str -> object
        Its rows of ESTIMATES without those of reference levels, the exposure's first; the level is '' where there is none.
    """

    whole: dict[str, Any]
    rows: dict[tuple[str, str], dict[str, Any]]

    @property
    def estimated(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Rows that have an estimate, or should have."""
        return {term: row for term, row in self.rows.items() if row["method"] != NOT_ESTIMATED}

    @property
    def not_estimated(self) -> list[tuple[str, str]]:
        """Terms without one, as nobody is at the level or other terms determine it."""
        return [term for term, row in self.rows.items() if row["method"] == NOT_ESTIMATED]


@dataclass(frozen=True)
class Results:
    """A run's estimates.

    Attributes
    ----------
    fits : dict of (model, exposure, adjustment) -> Fit
    curves : list of dict
        Rows of SURVIVAL_ESTIMATES.
    tests : list of dict
        Rows of SURVIVAL_TESTS.
    """

    fits: dict[tuple[str, str, str], Fit]
    curves: list[dict[str, Any]]
    tests: list[dict[str, Any]]


def read_results(folder: Path) -> Results:
    """Read the estimates of a run.

    Parameters
    ----------
    folder : Path
        The cohort's results.

    Raises
    ------
    UserError
        One of its files is not there, or is not what a run left.
    """
    paths = {name: folder / FILES[name].path for name in READ}
    remedy = _where_it_is(folder) or "give the folder of a cohort's results after a run, such as results/ips_mis"
    absent = [FILES[name].path for name, path in paths.items() if not path.is_file()]
    if absent:
        raise UserError(HEADING, [Problem(folder.as_posix(), f"these files are not in it: {', '.join(absent)}", remedy)])
    frames = {name: _read(name, path) for name, path in paths.items()}
    fits = {(row["model"], row["exposure"], row["adjustment"]): Fit(row, {}) for row in _rows(frames["fits"])}
    for row in [*_rows(frames["estimates"]), *_rows(frames["confounder_estimates"])]:
        if row["method"] != REFERENCE:
            key = (row["model"], row["exposure"], row["adjustment"])
            if key not in fits:
                raise UserError(HEADING, [Problem(paths["fits"].as_posix(), f"it lacks the model {' | '.join(key)}", "run the study anew")])
            fits[key].rows[row["term"], row["level"] or ""] = row
    return Results(fits, _rows(frames["survival_estimates"]), _rows(frames["survival_tests"]))


def _where_it_is(folder: Path) -> str:
    """The folder of results that was meant, where one above or below the given one is such; empty where none is."""
    below = sorted(folder.iterdir()) if folder.is_dir() else []
    for near in (folder.resolve().parent, *below):
        if all((near / FILES[name].path).is_file() for name in READ):
            return f"give {near.as_posix()}, which holds the results of a run"
    return ""


def _read(name: str, path: Path) -> pd.DataFrame:
    try:
        return read_file(name, path)
    except (ContractError, ValueError) as error:
        why = str(error) if isinstance(error, ContractError) else "it holds something else than numbers where numbers are due"
        problem = Problem(path.as_posix(), f"this is not what a run leaves ({why})", "run the study anew")
        raise UserError(HEADING, [problem]) from None


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows with None for what is missing."""
    return frame.astype(object).where(frame.notna(), None).to_dict("records")
