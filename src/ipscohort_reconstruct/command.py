"""What `python -m ipscohort_reconstruct` does: search, then write raw files, or say what could not be met."""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from ipscohort.errors import Problem, UserError
from ipscohort_reconstruct.cohort import Reconstructed
from ipscohort_reconstruct.records import FILES, write_records
from ipscohort_reconstruct.search import QUANTITIES, NotMetError, Targets, faults, reconstruct

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
    begun = time.perf_counter()

    def say(text: str) -> None:
        print(f"{time.perf_counter() - begun:6.1f} s  {text}", flush=True)

    _refuse(folder)
    printed = Targets.read(targets)
    wrong = [replace(problem, where=f"{targets}, {problem.where}") for problem in faults(printed)]
    if wrong:
        raise UserError("The printed values can't be met; nothing was written.", wrong)
    try:
        found = reconstruct(printed, seed, say)
        _write(found, seed, folder)
    except NotMetError as failed:
        what = f"not met: {', '.join(failed.quantities)}" if failed.quantities else f"not met together: {QUANTITIES[failed.stage]}"
        problem = Problem(f"seed {seed}, {failed.stage}", what, "look these values up in the paper, or try another seed")
        raise UserError("No cohort was found that gives all printed values; nothing was written.", [problem]) from None
    say(f"written to {folder}; a synthetic cohort, no evidence on IPS")


def _refuse(folder: Path) -> None:
    """Before the search: a folder that can't be written, or holds records already, which may be real ones."""
    there = [name for name in FILES if (folder / name).exists()]
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


def _write(found: Reconstructed, seed: int, folder: Path) -> None:
    """All three files, or none."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".partial-", dir=folder) as partial:
        write_records(found, np.random.default_rng([seed, RECORDS_STREAM]), Path(partial))
        for name in FILES:
            os.replace(Path(partial) / name, folder / name)
