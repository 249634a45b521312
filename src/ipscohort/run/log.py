"""What a job leaves in its log. A log names files, columns, rows and ids; never a person's values."""

from __future__ import annotations

import errno
import sys
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ipscohort.errors import Problem, UserError
from ipscohort.files.tableio import code_of
from ipscohort.words import ENGLISH, speaking

FAULT = (
    "This is a fault of ipscohort, not of your records or settings. Please report it with the lines above.\n"
    "(If a file in the cohort's results was changed by hand or damaged: delete that folder and run again.)"
)
FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}
"""What a system says where a disk is full, or all of it that a user may fill."""
ROOM = "make room, or set results_dir to a folder on another disk; then run again: what is finished is kept"
FREE = "close it in other programs, or ask for the right to write there; then run again"


IN_THE_WAY = {
    FileExistsError: ("a file has the name that a folder should have", "rename the file, or name another folder"),
    NotADirectoryError: ("a part of this path is a file, not a folder", "name another folder"),
    IsADirectoryError: ("this is a folder, not a file", "name a file"),
}
"""What else a system finds where a file should be -> what is wrong, and what to do."""


class ToldError(Exception):
    """Something went wrong in another process; its text is what a user is told."""


@contextmanager
def job(log: Path | str, language: str = ENGLISH) -> Iterator[None]:
    """Run a job's work, which speaks a language; on failure leave what the user must know in `log` and end with exit code 1.

    A UserError leaves its own text. Anything else is a fault of the program: its kind and place are logged, its
    message is not, because a message can quote a value from the records.
    """
    log = Path(log)
    log.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            with speaking(language):
                yield
        except Exception as error:
            with suppress(OSError):  # the disk is full: the terminal says so
                log.write_text(f"{message(error)}\n", encoding="utf-8")
            sys.exit(1)
    # For programmers: what a user must know of an estimate stands beside it in the results.
    places = [f"{w.category.__name__} in {Path(w.filename).name}, line {w.lineno}" for w in caught]
    with suppress(OSError):  # what the job was to write is written
        log.write_text("\n".join(["done", *dict.fromkeys(places)]) + "\n", encoding="utf-8")


@contextmanager
def exit_with_message() -> Iterator[None]:
    """Run work that stands outside any job; on failure end the program with what the user must know, and exit code 1."""
    try:
        yield
    except Exception as error:
        sys.exit(message(error))


def message(error: Exception) -> str:
    """A user's mistake in its own words; anything else as a fault, without its message."""
    if isinstance(error, OSError) and (error.filename or code_of(error) in FULL):
        return str(_of_the_system(error))
    return str(error) if isinstance(error, (UserError, ToldError)) else describe_fault(error)


def full_disk(where: str) -> UserError:
    """What a user reads where there was no room for a file or a folder."""
    return UserError("The disk is full.", [Problem(where, "it can't be written: no space is left on its disk", ROOM)])


def _of_the_system(error: OSError) -> UserError:
    """A full disk, or a file that can't be had, by name."""
    where = str(error.filename or "results")
    if code_of(error) in FULL:
        return full_disk(where)
    what, remedy = IN_THE_WAY.get(type(error), (f"the file can't be read or written ({error.strerror})", FREE))
    return UserError("A file is in the way.", [Problem(where, what, remedy)])


def describe_fault(error: BaseException) -> str:
    """Kind and place of an error, without its message."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"  {Path(frame.filename).name}, line {frame.lineno}, in {frame.name}" for frame in frames]
    return "\n".join([f"{type(error).__name__}, raised in", *places, FAULT])
