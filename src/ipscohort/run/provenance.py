"""What made the results: digests of records, settings and code, and versions of the libraries that compute."""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from ipscohort.config import Settings
from ipscohort.errors import Problem, UserError
from ipscohort.files.digests import SOURCE, file_digest, files_digest

LIBRARIES = (
    "firthmodels",
    "lifelines",
    "matplotlib",
    "numpy",
    "pandas",
    "pyarrow",
    "pyreadstat",
    "python-docx",
    "scipy",
    "seaborn",
    "snakemake",
    "statsmodels",
)


def provenance(settings: Settings, files: Mapping[str, Path], planned: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Everything that the results depend on, without clock or place.

    Parameters
    ----------
    settings : Settings
    files : mapping of str -> Path
        Every file of records, and the file of printed values where there is one, by the key that names it.
    planned : mapping of str -> str
        Digest of each file when the run was planned (a fetched file: the package that ships it).

    Raises
    ------
    UserError
        A file was replaced while the run was going on: the results would be of two minds.

    Returns
    -------
    dict
        records and printed values (file name -> sha256), settings (sha256 of the settings in full), code (version, and sha256 of the
        library's files), versions (Python and libraries).
    """
    digests = {key: file_digest(path) for key, path in files.items()}
    replaced = [path.name for key, path in files.items() if len(planned[key]) == len(digests[key]) and planned[key] != digests[key]]
    if replaced:
        problems = [Problem(name, "the file was replaced while the run was going on", "run again") for name in replaced]
        raise UserError("The results are not of the records that lie there now.", problems)
    version = importlib.metadata.version("ipscohort")
    modules = sorted(path for path in SOURCE.rglob("*") if path.suffix in (".py", ".css", ".jinja", ".js", ".yaml"))
    printed = {path.name: f"sha256 {digests[key]}" for key, path in files.items() if key.startswith("replication.")}
    return {
        "records": {path.name: f"sha256 {digests[key]}" for key, path in files.items() if not key.startswith("replication.")},
        **({"printed values": printed} if printed else {}),
        "settings": {f"{settings.cohort}.yaml, defaults included": settings_digest(settings)},
        "code": {f"ipscohort {version}": f"sha256 {files_digest(modules)}"},
        "versions": versions(),
    }


def versions() -> dict[str, str]:
    """Version of Python and of each library that computes."""
    return {"Python": platform.python_version(), **{name: importlib.metadata.version(name) for name in LIBRARIES}}


def commit() -> str | None:
    """The commit that the code stands at, with `+ changes` where files differ from it; None outside a checkout."""
    try:
        head = _git("rev-parse", "HEAD")
        return head + (" + changes" if _git("status", "--porcelain", "--untracked-files=no") else "")
    except (OSError, subprocess.CalledProcessError):
        return None


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=SOURCE, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def settings_digest(settings: Settings) -> str:
    """The digest of a cohort's settings, defaults included; of the rules of a release no result hangs on, so they are not in it."""
    return f"sha256 {hashlib.sha256(settings.model_dump_json(exclude={'release'}).encode()).hexdigest()}"


def summary(flow: pd.DataFrame, estimates: pd.DataFrame) -> dict[str, int]:
    """What a run came to, in numbers: persons analysed, models tried, those of them without estimates, and those to be read with care."""
    models = estimates.groupby(["model", "exposure", "adjustment"], sort=False)
    none = models["estimate"].count().eq(0)
    doubtful = models["caution"].agg(lambda flags: bool(flags.fillna(False).any())) & ~none
    return {"persons": int(flow["n"].iloc[-1]), "models": len(none), "not_estimated": int(none.sum()), "with_care": int(doubtful.sum())}
