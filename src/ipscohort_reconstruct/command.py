"""What `python -m ipscohort_reconstruct` does: search, then write raw files, or say what could not be met."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
from pydantic import ValidationError

from ipscohort.config import Settings
from ipscohort.config.yamlfile import read_yaml
from ipscohort.errors import Problem, UserError
from ipscohort.printed_values.file import read_printed
from ipscohort_reconstruct.records import FILES, write_records
from ipscohort_reconstruct.records.table import table_name, unwritable, write_table
from ipscohort_reconstruct.search import QUANTITIES, NotMetError, Targets, faults, reconstruct
from ipscohort_reconstruct.search.by_recipe import faults_of, reconstruct_by_recipe
from ipscohort_reconstruct.search.stages import Say

WRITTEN = "written to {folder}; a synthetic cohort, no evidence on IPS"
RECORDS_STREAM = 1
"""The raw files have random numbers of their own, so that a change of the search's length does not reach them."""


def reconstruct_cohort(targets: Path, seed: int, folder: Path) -> None:
    """Find a cohort that gives the printed values and write its raw files.

    Parameters
    ----------
    targets : Path
        File of printed values; nothing else is read.
    seed : int
        The same seed gives the same files, byte for byte.
    folder : Path
        Where the files go.

    Raises
    ------
    UserError
        The values can't be read or contradict each other, the folder can't be used, or no cohort was found; then nothing
        is written.
    """
    _refuse(folder, FILES)
    printed = Targets.read(targets)
    _stop(replace(problem, where=f"{targets}, {problem.where}") for problem in faults(printed))
    with _search(seed) as say:
        found = reconstruct(printed, seed, say)
        _write(folder, FILES, lambda partial: write_records(found, _records_rng(seed), partial))
        say(WRITTEN.format(folder=folder))


def reconstruct_persons(path: Path, seed: int, folder: Path) -> None:
    """Find persons who give the printed values that a cohort's settings name, and write the file that these settings read.

    Parameters
    ----------
    path : Path
        Settings with `replication.printed_values`.
    seed : int
        The same seed gives the same file, byte for byte.
    folder : Path
        Where the file goes.

    Raises
    ------
    UserError
        As `reconstruct_cohort`, and where a value is of a kind that this search makes nothing for.
    """
    settings, values = settings_and_values(path)
    files = (table_name(settings),)
    _refuse(folder, files)
    printed = read_printed(values)
    wrong = [replace(problem, where=f"{values.name}, {problem.where}") for problem in faults_of(printed, settings)]
    _stop([*wrong, *(replace(problem, where=f"{path.name}, {problem.where}") for problem in unwritable(settings))])
    with _search(seed) as say:
        found = reconstruct_by_recipe(printed, settings, seed, say)
        _write(folder, files, lambda partial: write_table(found, settings, _records_rng(seed), partial / files[0]))
        say(WRITTEN.format(folder=folder))


def settings_and_values(path: Path) -> tuple[Settings, Path]:
    """Settings, whose records need not be there yet, and where their printed values are."""
    try:
        settings = Settings.model_validate(read_yaml(path).values)
    except ValidationError as error:
        problem = Problem(str(path), f"{error.error_count()} mistakes in it", f"python -m ipscohort check {path} names them")
        raise UserError("The settings can't be read; nothing was searched.", [problem]) from None
    if settings.replication is None:
        problem = Problem(str(path), "they name no printed values", "add replication.printed_values")
        raise UserError("There is nothing to search for.", [problem])
    return settings, path.parent / settings.replication.printed_values


def _stop(problems: Iterable[Problem]) -> None:
    if wrong := list(problems):
        raise UserError("The printed values can't be met; nothing was written.", wrong)


@contextmanager
def _search(seed: int) -> Iterator[Say]:
    """Tells the progress; what was not met is told to the user by its ids."""
    begun = time.perf_counter()
    try:
        yield lambda text: print(f"{time.perf_counter() - begun:6.1f} s  {text}", flush=True)
    except NotMetError as failed:
        what = f"not met: {', '.join(failed.quantities)}" if failed.quantities else f"not met together: {QUANTITIES[failed.stage]}"
        problem = Problem(f"seed {seed}, {failed.stage}", what, "look these values up in the paper, or try another seed")
        raise UserError("No cohort was found that gives all printed values; nothing was written.", [problem]) from None


def _records_rng(seed: int) -> np.random.Generator:
    return np.random.default_rng([seed, RECORDS_STREAM])


def _refuse(folder: Path, files: tuple[str, ...]) -> None:
    """Before the search: a folder that can't be written, or holds records already, which may be real ones."""
    there = [name for name in files if (folder / name).exists()]
    above = next((path for path in (folder, *folder.absolute().parents) if path.exists()), folder)
    if there:
        what, remedy = f"it holds {', '.join(there)} already, and records are not written over", "name another folder"
    elif not above.is_dir():
        what, remedy = f"{above} is a file, not a folder", "name a folder; it is made where it does not exist"
    elif not os.access(above, os.W_OK):
        what, remedy = f"there is no right to write in {above}", "name another folder"
    else:
        return
    raise UserError("The files can't be written there; nothing was searched.", [Problem(f"--out {folder}", what, remedy)])


def _write(folder: Path, files: tuple[str, ...], write: Callable[[Path], None]) -> None:
    """All files, or none."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".partial-", dir=folder) as partial:
        write(Path(partial))
        for name in files:
            os.replace(Path(partial) / name, folder / name)
