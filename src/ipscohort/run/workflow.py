"""Starts the workflow on one cohort, as `snakemake --configfile` does, from wherever it is called."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from ipscohort.errors import Problem, UserError

SNAKEFILE = "Snakefile"
PROJECT = Path(__file__).parents[3]
"""The project's folder, where the library is installed from it (as make and README.md do)."""


def run_workflow(settings: Path, more: Sequence[str] = ()) -> int:
    """Run the whole analysis of a cohort.

    Parameters
    ----------
    settings : Path
        The cohort's settings file.
    more : sequence of str
        Further arguments for Snakemake.

    Returns
    -------
    int
        Snakemake's exit code, 0 where all is well.

    Raises
    ------
    UserError
        The workflow is not found.
    """
    folder = next((folder for folder in (PROJECT, Path.cwd()) if (folder / SNAKEFILE).is_file()), None)
    if folder is None:
        raise UserError("The workflow is not found.", [Problem(SNAKEFILE, "it is not in this folder", "change into the project's folder")])
    path = settings.resolve()
    shown = path.relative_to(folder.resolve()) if path.is_relative_to(folder.resolve()) else path
    command = [sys.executable, "-m", "snakemake", "--configfile", str(shown), *more]
    return subprocess.run(command, cwd=folder, check=False).returncode
