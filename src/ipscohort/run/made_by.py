"""What a run leaves last, `run.json`, by which others know that its results are whole, of which settings and of which records."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ipscohort.catalogue.stages import STAGES
from ipscohort.config import Cohort
from ipscohort.errors import Problem
from ipscohort.files.digests import file_digest

MADE_BY = "run.json"
"""What a run leaves last: digests of its records, settings and code."""
ANALYSED = ("ingest", "clean", "outcomes", "models", "survival")
"""Stages whose files are read by what goes by `run.json`."""


def forget(results: Path, planned: Iterable[str | Path]) -> None:
    """Take `run.json` away before the first step that writes anew what it tells of: a run that is broken off leaves none.

    Parameters
    ----------
    results : Path
        The cohort's folder of results.
    planned : iterable of path
        The files that the run is going to write.
    """
    hang = {MADE_BY, *(file.path for stage in ANALYSED for file in STAGES[stage].own_files)}
    if {Path(path).resolve() for path in planned} & {(results / name).resolve() for name in hang}:
        (results / MADE_BY).unlink(missing_ok=True)


def made_by(folder: Path) -> dict[str, Any]:
    """What a run says of itself."""
    return json.loads((folder / MADE_BY).read_text(encoding="utf-8"))


def not_of(cohort: Cohort, folder: Path) -> Iterator[Problem]:
    """That there are no whole results, or that they are of other settings or records than lie there now.

    Records that lie there no longer are not asked for: results may outlive them.
    """
    from ipscohort.run.provenance import settings_digest

    named, again = cohort.path.as_posix(), f"python -m ipscohort run {cohort.path.as_posix()}"
    if not (folder / MADE_BY).is_file():
        yield Problem(named, f"it was not run to its end: {MADE_BY} is not among its results", again)
        return
    told = made_by(folder)
    if settings_digest(cohort.settings) not in told["settings"].values():
        yield Problem(named, "it was changed since it was run, so that its results are of other settings", again)
        return
    now: dict[str, set[str]] = {}
    for path in (cohort.files() | cohort.programme_files() | cohort.theme_files()).values():
        now.setdefault(path.name, set()).update({f"sha256 {file_digest(path)}"} if path.is_file() else ())
    for name, digests in now.items():
        if digests and told["records"].get(name) not in digests:
            yield Problem(name, "the file was changed since the cohort was run, so that its results are of other records", again)
