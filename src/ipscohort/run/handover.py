"""Records are read once: what the check before a run has read is handed to the step that would read it again.

The frames lie beside those of the stage ingest, in a folder that begins with a dot, under a key of all that reading depends
on: settings of ingest, contents of the files, code. The step moves them to their places; a later check takes them from there.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipscohort.catalogue.stages import FILES, STAGES
from ipscohort.files.digests import library_digest
from ipscohort.files.exchange import read_file, write_files
from ipscohort.files.tableio import write_text

if TYPE_CHECKING:
    from ipscohort.ingest import Records

NAMES = tuple(file.name for file in STAGES["ingest"].files)
KEY = "key.txt"


class Handover:
    """The place where records that were read wait for the step that needs them.

    Parameters
    ----------
    results : Path
        The cohort's folder of results.
    ingest : mapping
        The settings of ingest, as plain values.
    digests : mapping of str -> str
        Content digest of every file of records.
    """

    def __init__(self, results: Path, ingest: Mapping[str, Any], digests: Mapping[str, str]):
        from ipscohort import ingest as reader

        text = json.dumps([dict(ingest), dict(digests), library_digest(reader.__file__)], sort_keys=True, default=str)
        self.key = hashlib.sha256(text.encode()).hexdigest()
        self.final = {name: results / FILES[name].path for name in NAMES}
        self.folder = next(iter(self.final.values())).parent / ".read"
        self.waiting = {name: self.folder / path.name for name, path in self.final.items()}

    def find(self) -> Records | None:
        """Records that were read under this key: waiting, or in their places; None where they must be read."""
        from ipscohort.ingest import Records

        there = next((paths for paths in (self.waiting, self.final) if all(path.is_file() for path in paths.values())), None)
        if there is None or not self._is_current():
            return None
        return Records(**{FILES[name].field or name: read_file(name, path) for name, path in there.items()})

    def leave(self, records: Records) -> None:
        """Let records wait for the step."""
        (self.folder / KEY).unlink(missing_ok=True)
        write_files(records, self.waiting)
        write_text(self.folder / KEY, self.key + "\n")

    def take(self) -> bool:
        """Move waiting records to their places; False where none wait under this key."""
        if not self._is_current() or not all(path.is_file() for path in self.waiting.values()):
            return False
        for name, path in self.waiting.items():
            os.replace(path, self.final[name])
        return True

    def say_read(self) -> None:
        """Note that the records in their places were read under this key."""
        write_text(self.folder / KEY, self.key + "\n")

    def _is_current(self) -> bool:
        key = self.folder / KEY
        return key.is_file() and key.read_text(encoding="utf-8").strip() == self.key
