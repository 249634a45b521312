"""What `python -m ipscohort reconstruct` does: search, then write raw files, or say what could not be met."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from ipscohort.errors import Problem, UserError
from ipscohort.reconstruct.records import write_records
from ipscohort.reconstruct.search import NotMetError, Targets, reconstruct

RECORDS_STREAM = 1
"""The raw files have random numbers of their own, so that a change of the search's length does not reach them."""


def reconstruct_cohort(targets: Path, seed: int, folder: Path) -> None:
    """Find a cohort that gives the printed figures and write its raw files.

    Parameters
    ----------
    targets : Path
        File of printed figures; nothing else is read.
    seed : int
        The same seed gives the same files, byte for byte.
    folder : Path
        Where the files go.

    Raises
    ------
    UserError
        The figures can't be read, or no cohort was found; then nothing is written.
    """
    begun = time.perf_counter()

    def say(text: str) -> None:
        print(f"{time.perf_counter() - begun:6.1f} s  {text}", flush=True)

    try:
        found = reconstruct(Targets.read(targets), seed, say)
    except NotMetError as failed:
        what = f"not met: {', '.join(failed.figures)}" if failed.figures else "its own conditions were not met"
        problem = Problem(f"seed {seed}, {failed.stage}", what, "try another seed")
        raise UserError("No cohort was found that gives all printed figures; nothing was written.", [problem]) from None
    write_records(found, np.random.default_rng([seed, RECORDS_STREAM]), folder)
    say(f"written to {folder}; a synthetic cohort, no evidence on IPS")
