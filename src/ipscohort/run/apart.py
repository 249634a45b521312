"""Work in a process of its own: its memory is free when it ends, and a reader that dies of a file takes nothing with it."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from ipscohort.errors import Problem, UserError
from ipscohort.files.reading import watched_by
from ipscohort.run.log import ToldError, message

READING, DONE = "reading", "done"
"""What a process says of itself: the file that it reads, '' for none; at its end, what the user must know."""
START = "fork" if sys.platform == "linux" else "spawn"
"""A fork begins where this program stands, and so at once; elsewhere it is not safe, or not to be had."""


@dataclass(frozen=True)
class Limits:
    """What work in a process of its own may take.

    Attributes
    ----------
    seconds : float
        For reading one file; work between files has no limit.
    memory : int, optional
        Bytes; None: as much as the computer has free. Kept to on Linux only.
    """

    seconds: float = 600.0
    memory: int | None = None


def run_apart(work: Callable[..., None], *arguments: Any, limits: Limits | None = None) -> None:
    """Run work that gives nothing back; what goes wrong is raised here as the text that a user reads.

    Parameters
    ----------
    work : callable
        Of a module, so that another process can find it.
    arguments
        Plain values, or what can be pickled.
    limits : Limits, optional
        Those of `Limits()` where none are given.

    Raises
    ------
    ToldError
        The work failed: its message.
    UserError
        The process ended without a word, as it does where a library breaks down over a damaged file or memory runs out; or a file took
        longer to read than it may.
    """
    limits = limits or Limits()
    process, said = _begin(START, partial(_within, limits.memory, partial(work, *arguments)))
    _finish(process, said, "reading them", limits.seconds)


def _begin(start: str, work: Callable[[], None]) -> tuple[BaseProcess, Connection]:
    """The process that does the work, and where it will say how it went. Nothing keeps it alive where this program is killed."""
    context = multiprocessing.get_context(start)
    said, saying = context.Pipe(duplex=False)
    process = context.Process(target=_say, args=(work, saying))
    process.start()
    saying.close()
    return process, said


def _finish(process: BaseProcess, said: Connection, doing: str, seconds: float | None = None) -> None:
    """Wait until it is done, and raise what a user must know of it."""
    file = ""
    try:
        while (told := _next(said, seconds if file else None)) and told[0] == READING:
            file = told[1]
    except EOFError:
        raise _without_a_word(doing, file) from None
    except TimeoutError:
        process.kill()
        raise _without_an_end(file, seconds) from None
    finally:
        process.join()
        said.close()
    if told[1]:
        raise ToldError(told[1])


def _next(said: Connection, seconds: float | None) -> tuple[str, str]:
    """What the process says next, if it says anything in so many seconds."""
    if not said.poll(seconds):
        raise TimeoutError
    return said.recv()


def _without_a_word(doing: str, file: str) -> UserError:
    if file:
        what = "reading it ended the program without a word: the file is damaged or hostile, or memory ran out"
        remedy = "open it in its own program and save it again; or run on a computer with more memory"
        return UserError("A file of records can't be read.", [Problem(file, what, remedy)])
    what = f"{doing} ended the program without a word: a file is damaged, or memory ran out"
    remedy = "open each file in its own program and save it again; or run on a computer with more memory"
    return UserError("The records can't be checked.", [Problem("ingest", what, remedy)])


def _without_an_end(file: str, seconds: float) -> UserError:
    what = f"reading it has not ended after {seconds / 60:g} minutes: the file is damaged or hostile"
    remedy = "open it in its own program and save it again; a file that is really so large needs a larger ingest.minutes_per_file"
    return UserError("A file of records can't be read.", [Problem(file, what, remedy)])


def _within(memory: int | None, work: Callable[[], None]) -> None:
    """Work that may fill so many bytes of memory, beside what this process holds already."""
    if sys.platform == "linux":
        import resource

        import psutil

        held = psutil.Process().memory_info().data if memory is None else 0
        most = memory or psutil.virtual_memory().available + psutil.swap_memory().free
        resource.setrlimit(resource.RLIMIT_DATA, (held + most, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    work()


def _say(work: Callable[[], None], saying: Connection) -> None:
    """Run it, and send which files it reads, and at last what the user must know; '' where it went well."""
    told, file = "", ""

    def note(name: str) -> None:
        nonlocal file
        file = name or file
        with suppress(BrokenPipeError):
            saying.send((READING, name))

    try:
        with watched_by(note):
            work()
    except KeyboardInterrupt:  # the user ended the program, and this with it
        return
    except MemoryError:
        told = str(_without_memory(file))
    except Exception as error:
        told = message(error)
    with suppress(BrokenPipeError):  # the program was killed
        saying.send((DONE, told))


def _without_memory(file: str) -> UserError:
    what = "there is not enough memory for it: the file is very large, or hostile" if file else "there is not enough memory for the records"
    remedy = "close other programs, or run on a computer with more memory; ingest.memory says how much the check may fill"
    return UserError("Memory ran out.", [Problem(file or "ingest", what, remedy)])


class Beside:
    """Work that goes on beside this program's own, on what it holds in memory now, where a fork can be had; else it is done at once.

    What the work needs is free here once the caller has let go of it: only the process beside still holds it.

    Parameters
    ----------
    work : callable
        Leaves files behind.
    """

    def __init__(self, work: Callable[[], None]):
        self.process = None
        if START != "fork":
            work()
            return
        self.process, self.said = _begin("fork", work)

    def finish(self) -> None:
        """Wait until it is done; where it failed, raise here what a user must know of it (see `run_apart`)."""
        if self.process is not None:
            _finish(self.process, self.said, "keeping what was read")

    def end(self) -> None:
        """Wait until it is over, done or not: broken off, it would leave halves of files."""
        if self.process is not None:
            self.process.join()
