"""What the check before a run has computed is handed to the steps that would compute it again: no record is read twice.

The files wait in a folder that begins with a dot beside those of their stage, under a key of all that they hang on: settings,
contents of the records, code. A step moves them to their places; a later check finds them there.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipscohort.catalogue.asked import asked
from ipscohort.catalogue.stages import FILES, STAGES
from ipscohort.files.digests import library_digest
from ipscohort.files.tableio import PARTIAL, write_text
from ipscohort.run.apart import Beside

if TYPE_CHECKING:
    from ipscohort.config import Cohort, Settings
    from ipscohort.files.exchange import Read

Write = Callable[[Mapping[str, Path]], None]
"""Writes files, given a path for each name."""

SCRIPTS = {"ingest": "read_records", "clean": "clean_records", "outcomes": "derive_outcomes"}
"""Stage that the check goes through -> the script of its step."""
FOLDER = ".checked"
WAITING, PLACED = "waiting.txt", "placed.txt"
"""Files that hold the key of the files that wait, and of those in their places."""


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
    settings : Settings, optional
        What they ask for: without them, nothing that is written on request.
    """

    def __init__(self, results: Path, keys: Mapping[str, str], settings: Settings | None = None):
        self.results, self.keys, self.settings = results, keys, settings

    def paths(self, stage: str) -> dict[str, Path]:
        """Where a stage's files belong, by their names in the catalogue."""
        return {file.name: self.results / file.path for file in STAGES[stage].own_files if asked(file.asked_by, self.settings)}

    def find(self, stage: str) -> Read | None:
        """What was computed under the stage's key, waiting or in its place; None where it must be computed."""
        from ipscohort.files.exchange import read_files

        final = self.paths(stage)
        kept = ((_waiting(final), WAITING), (final, PLACED))
        there = next((paths for paths, note in kept if _complete(paths) and _noted(final, note) == self.keys[stage]), None)
        if there is None:
            return None
        tables = {name: path for name, path in there.items() if FILES[name].contract or path.suffix == ".json"}
        return read_files(tables)

    @contextmanager
    def leaving(self) -> Iterator[Callable[..., None]]:
        """Let stages' files wait for their steps, once everything has been found right; where it has not, nothing is left.

        Yields
        ------
        callable
            Takes a stage, what writes those of its files that it is given a path for, by name, and the names of large files.
            They are written beside the check's own work, and each large one beside the others.
        """
        written: dict[str, list[Beside]] = {}

        def leave(stage: str, write: Write, *large: str) -> None:
            _note(self.paths(stage), WAITING).unlink(missing_ok=True)
            paths = _waiting(self.paths(stage))
            shares = [{name: paths.pop(name)} for name in large]
            written[stage] = [Beside(partial(write, share)) for share in (*shares, paths)]

        try:
            yield leave
            for stage, shares in written.items():
                for share in shares:
                    share.finish()
                write_text(_note(self.paths(stage), WAITING), self.keys[stage] + "\n")
        except BaseException:
            for stage, shares in written.items():
                for share in shares:
                    share.end()
                self._withdraw(stage)
            raise

    def _withdraw(self, stage: str) -> None:
        """Take back files that wait, and the folders that were made for them."""
        folder = _note(self.paths(stage), WAITING).parent
        for path in [*_waiting(self.paths(stage)).values(), folder / WAITING, *folder.glob(f".*{PARTIAL}")]:
            path.unlink(missing_ok=True)
        for empty in (folder, folder.parent):
            if empty.is_dir() and not any(empty.iterdir()):
                empty.rmdir()


def take(output: Mapping[str, Any], key: str) -> bool:
    """Move the files that wait for a step under its key to their places; False where none do, so that it has to compute them.

    Either way the files that lay there are forgotten first: a step that is broken off leaves some of them and some of its own.
    """
    final = {name: Path(path) for name, path in output.items()}
    waiting = _waiting(final)
    _note(final, PLACED).unlink(missing_ok=True)
    if _noted(final, WAITING) != key or not _complete(waiting):
        return False
    _note(final, WAITING).unlink()
    for name, path in waiting.items():
        os.replace(path, final[name])
    say_done(output, key)
    return True


def say_done(output: Mapping[str, Any], key: str) -> None:
    """Note that the files in their places were computed under this key."""
    write_text(_note({name: Path(path) for name, path in output.items()}, PLACED), key + "\n")


def _note(final: Mapping[str, Path], name: str) -> Path:
    return next(iter(final.values())).parent / FOLDER / name


def _noted(final: Mapping[str, Path], name: str) -> str:
    """The key that a note holds; '' where there is none."""
    note = _note(final, name)
    return note.read_text(encoding="utf-8").strip() if note.is_file() else ""


def _waiting(final: Mapping[str, Path]) -> dict[str, Path]:
    return {name: path.parent / FOLDER / path.name for name, path in final.items()}


def _complete(paths: Mapping[str, Path]) -> bool:
    return all(path.is_file() for path in paths.values())
