"""What the check before a run has computed is handed to the steps that would compute it again: no record is read twice.

The files wait in a folder that begins with a dot beside those of their stage, under a key of all that they hang on: settings,
contents of the records, code. A step moves them to their places; a later check finds them there.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipscohort.catalogue.stages import FILES, STAGES
from ipscohort.files.digests import library_digest
from ipscohort.files.tableio import write_text

if TYPE_CHECKING:
    from ipscohort.config import Cohort
    from ipscohort.files.exchange import Read

SCRIPTS = {"ingest": "read_records", "clean": "clean_records", "outcomes": "derive_outcomes"}
"""Stage that the check goes through -> the script of its step."""
FOLDER = ".checked"
KEY = "key.txt"


def stage_keys(cohort: Cohort, records: Mapping[str, str], scripts: Path) -> dict[str, str]:
    """Key of each stage that the check goes through: a digest of all that its files hang on.

    Parameters
    ----------
    cohort : Cohort
    records : mapping of str -> str
        Content digest of every file of records.
    scripts : Path
        Folder of the steps' scripts.
    """
    keys: dict[str, str] = {}
    above = json.dumps(dict(records), sort_keys=True)
    for stage, script in SCRIPTS.items():
        reads = json.dumps(cohort.slice_for(stage), sort_keys=True, default=str)
        text = "\n".join([above, reads, library_digest(scripts / f"{script}.py")])
        above = keys[stage] = hashlib.sha256(text.encode()).hexdigest()
    return keys


class Handover:
    """The files of one cohort's stages that wait, or lie in their places.

    Parameters
    ----------
    results : Path
        The cohort's folder of results.
    keys : mapping of str -> str
        What `stage_keys` gives.
    """

    def __init__(self, results: Path, keys: Mapping[str, str]):
        self.results, self.keys = results, keys

    def paths(self, stage: str) -> dict[str, Path]:
        """Where a stage's files belong, by their names in the catalogue."""
        return {file.name: self.results / file.path for file in STAGES[stage].files}

    def find(self, stage: str) -> Read | None:
        """What was computed under the stage's key, waiting or in its place; None where it must be computed."""
        from ipscohort.files.exchange import read_files

        final = self.paths(stage)
        there = next((paths for paths in (_waiting(final), final) if _complete(paths)), None)
        if there is None or not _is_current(final, self.keys[stage]):
            return None
        tables = {name: path for name, path in there.items() if FILES[name].contract or path.suffix == ".json"}
        return read_files(tables)

    def leave(self, stage: str, write: Callable[[Mapping[str, Path]], None]) -> None:
        """Let a stage's files wait for its step; `write` writes them, given a path for each name."""
        final = self.paths(stage)
        key = _key(final)
        key.unlink(missing_ok=True)
        write(_waiting(final))
        write_text(key, self.keys[stage] + "\n")


def take(output: Mapping[str, Any], key: str) -> bool:
    """Move the files that wait for a step under its key to their places; False where none do, so that it has to compute them."""
    final = {name: Path(path) for name, path in output.items()}
    waiting = _waiting(final)
    if not _is_current(final, key) or not _complete(waiting):
        return False
    for name, path in waiting.items():
        os.replace(path, final[name])
    return True


def say_done(output: Mapping[str, Any], key: str) -> None:
    """Note that a step computed the files in their places itself, under this key."""
    write_text(_key({name: Path(path) for name, path in output.items()}), key + "\n")


def _key(final: Mapping[str, Path]) -> Path:
    return next(iter(final.values())).parent / FOLDER / KEY


def _waiting(final: Mapping[str, Path]) -> dict[str, Path]:
    return {name: path.parent / FOLDER / path.name for name, path in final.items()}


def _complete(paths: Mapping[str, Path]) -> bool:
    return all(path.is_file() for path in paths.values())


def _is_current(final: Mapping[str, Path], key: str) -> bool:
    noted = _key(final)
    return noted.is_file() and noted.read_text(encoding="utf-8").strip() == key
