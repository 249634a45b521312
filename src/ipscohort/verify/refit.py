"""Run the kit's scripts where R, and PSPP if it is there, are installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from ipscohort.catalogue.stages import FILES
from ipscohort.errors import Problem, UserError
from ipscohort.verify.check import FROM_PSPP, FROM_R

HEADING = "The study could not be estimated anew."
LAST_LINES = 5


def refit(folder: Path) -> list[str]:
    """Run refit.R, and refit.sps where PSPP is installed; what an earlier run of them left is gone first.

    Parameters
    ----------
    folder : Path
        The cohort's results.

    Returns
    -------
    list of str
        The programs that were run.

    Raises
    ------
    UserError
        The kit or R is not there, or a script ends with an error.
    """
    script = folder / FILES["refit_r"].path
    if not script.is_file():
        raise UserError(HEADING, [Problem(script.as_posix(), "this file is not there", "run the study first")])
    if shutil.which("Rscript") is None:
        raise UserError(HEADING, [Problem("R", "it is not installed here", "install it from r-project.org, or run refit.R where it is")])
    for name in (FROM_R, FROM_PSPP):
        (folder / name).unlink(missing_ok=True)
    _run(["Rscript", "--vanilla", script.name], script.parent)
    if shutil.which("pspp") is None:
        return ["R"]
    _run(["pspp", "-O", "format=csv", "-o", Path(FROM_PSPP).name, Path(FILES["refit_spss"].path).name], script.parent)
    return ["R", "PSPP"]


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    if done.returncode:
        said = " ".join((done.stderr or done.stdout).strip().splitlines()[-LAST_LINES:])
        where = (folder / command[-1]).as_posix()
        raise UserError(HEADING, [Problem(where, f"{command[0]} ended with an error: {said}", "run it by hand to see all of what it says")])
