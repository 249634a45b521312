"""One run of a cohort at a time, and a run that was broken off leaves nothing in the way of the next.

The operating system keeps the lock, on a file in the cohort's results: it lets go when the last process of a run has ended, however it
ended, so that no lock is ever left behind. Steps are forks of the run and hold it with it: where a run is killed and a step still
writes, the next run waits for that step. Runs of different cohorts have different files.
"""

from __future__ import annotations

import atexit
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from ipscohort.files.tableio import sweep

FILE = ".run"
"""In the cohort's results: which process runs, since when; empty between runs."""
OF_PERSONS = ("ingest", "clean", "outcomes", "internal", "verify")
"""Folders of results that hold rows of single persons."""
LOOK = 0.2
"""Seconds between two looks at a lock that another run holds."""
BROKEN_OFF = "The run before this one was broken off; what it had finished is kept."
WAITING = "Another run of this cohort is at work{who}. This one begins when it has ended; Ctrl-C gives up."
UNKEPT = "This drive keeps no locks: see to it that no other run of this cohort is at work."

_held: list[IO[str]] = []
"""Files whose locks this process holds until it ends."""


def tell_user(line: str) -> None:
    """Where no logger listens yet."""
    print(line, file=sys.stderr, flush=True)


def take_turn(results: Path, tell: Callable[[str], None] = tell_user, *, wanted: bool = True) -> None:
    """Wait until no other run of the cohort is at work, and keep others waiting until this process and its forks have ended.

    Files that a run before was writing when it was broken off are removed.

    Parameters
    ----------
    results : Path
        The cohort's folder of results; made where it is not there.
    tell : callable
        Takes a line for the user: whom this run waits for, or that the one before was broken off.
    wanted : bool
        Whether this process is a run; a step of one, for which a cluster starts a Snakemake of its own, is part of the run that sent it.

    Raises
    ------
    OSError
        The folder can't be written.
    """
    if not wanted:
        return
    try:
        stream, waited = _lock(results, tell)
    except _NoLocksError:
        tell(UNKEPT)
    else:
        _held.append(stream)
        if _owner(stream) and not waited:
            tell(BROKEN_OFF)
        sweep(results)
        _write(stream, f"process {os.getpid()}, since {datetime.now():%H:%M}")
        atexit.register(_end, stream, results, os.getpid())
    make_private(results)


def _lock(results: Path, tell: Callable[[str], None]) -> tuple[IO[str], bool]:
    """The locked file, and whether another run held it."""
    waited = False
    while True:
        results.mkdir(parents=True, exist_ok=True)
        stream = (results / FILE).open("a+", encoding="utf-8")
        waited = _wait(stream, tell) or waited
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(stream.fileno()), (results / FILE).stat()):
                return stream, waited
        stream.close()  # a run that left nothing took the file with it while this one waited


def make_private(results: Path) -> None:
    """Keep other users of the computer from what holds rows of persons, where the system can.

    A folder that is made here is its owner's alone; one that is there is shut to the world, and stays open to a group that its owner has
    opened it to.
    """
    for name in OF_PERSONS:
        folder = results / name
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            mode = folder.stat().st_mode
            if mode & 0o007:
                with suppress(OSError):  # another user's
                    folder.chmod(mode & ~0o007)


def _wait(stream: IO[str], tell: Callable[[str], None]) -> bool:
    """Take the lock; whether another run held it."""
    waited = False
    while not _locked(stream):
        if not waited:
            owner = _owner(stream)
            tell(WAITING.format(who=f" ({owner})" if owner else ""))
        waited = True
        time.sleep(LOOK)
    return waited


def _owner(stream: IO[str]) -> str:
    stream.seek(0)
    return stream.read().strip()


def _write(stream: IO[str], text: str) -> None:
    stream.seek(0)
    stream.truncate()
    stream.write(text)
    stream.flush()


def _end(stream: IO[str], results: Path, process: int) -> None:
    """Say that the run has come to its end, and take the folders away where it left nothing in them; a fork does neither."""
    if os.getpid() != process:
        return
    with suppress(OSError):  # the disk is full, or somebody has removed the folder
        _write(stream, "")
        if [path for path in results.rglob("*") if not path.is_dir()] == [results / FILE]:
            (results / FILE).unlink()
            for folder in [*sorted(results.rglob("*"), reverse=True), results]:
                folder.rmdir()


class _NoLocksError(Exception):
    """The drive that the results are on keeps no locks."""


if sys.platform == "win32":
    import msvcrt

    FAR = 1 << 30
    """A place in the file that nobody reads: Windows keeps others from reading what is locked."""

    def _locked(stream: IO[str]) -> bool:
        """Try to take the lock."""
        stream.seek(FAR)
        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import errno
    import fcntl

    def _locked(stream: IO[str]) -> bool:
        """Try to take the lock."""
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno in (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL):
                raise _NoLocksError from None
            raise
        return True
