"""Work in a process of its own: its memory is free when it ends, and a reader that dies of a file takes nothing with it."""

from __future__ import annotations

import multiprocessing
import sys
import time
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
"""What a process says of itself: the file that it reads, '' for none; at its end, what the user must know and what the work gives."""
LARGE = 5e6
"""Bytes of a file that may take all the processor time of `Limits.seconds`; a smaller one its share of it."""
AT_LEAST = 8.0
"""Seconds of the processor that every file may take."""
ROOM, TIMES = 10**9, 500
"""Bytes of memory that reading a file may fill: so many, and so many times its own size (unpacked rows and text weigh much more)."""
LOOK = 0.5
"""Seconds between looks at the processor time that a reader has taken."""
START = "fork" if sys.platform == "linux" else "spawn"
"""A fork begins where this program stands, and so at once; elsewhere it is not safe, or not to be had."""


@dataclass(frozen=True)
class Limits:
    """What work in a process of its own may take.

    Attributes
    ----------
    seconds : float
        For reading one file; work between files has no limit. Of the processor, a file of less than `LARGE` bytes may take its
        share of them, so that a small file that never ends is given up soon, however busy the computer is.
    memory : int, optional
        Bytes. None: while a file is read, what its size warrants (`ROOM`, `TIMES`), else as much as the computer has free. Kept to on
        Linux only.
    """

    seconds: float = 600.0
    memory: int | None = None

    def busy(self, size: int) -> float:
        """Seconds of the processor that reading a file of so many bytes may take."""
        return min(self.seconds, max(AT_LEAST, self.seconds * size / LARGE))


def run_apart(work: Callable[..., Any], *arguments: Any, limits: Limits | None = None) -> Any:
    """Run work in another process; what goes wrong is raised here as the text that a user reads.

    Parameters
    ----------
    work : callable
        Of a module, so that another process can find it.
    arguments
        Plain values, or what can be pickled.
    limits : Limits, optional
        Those of `Limits()` where none are given.

    Returns
    -------
    object
        What the work gives: a plain value, or what can be pickled.

    Raises
    ------
    ToldError
        The work failed: its message.
    UserError
        The process ended without a word, as it does where a library breaks down over a damaged file or memory runs out; or a file took
        longer to read than it may.
    """
    limits = limits or Limits()
    process, said = _begin(START, partial(work, *arguments), limits.memory, limited=True)
    return _finish(process, said, "reading them", limits)


def _begin(start: str, work: Callable[[], Any], memory: int | None = None, *, limited: bool = False) -> tuple[BaseProcess, Connection]:
    """The process that does the work, and where it will say how it went. Nothing keeps it alive where this program is killed."""
    context = multiprocessing.get_context(start)
    said, saying = context.Pipe(duplex=False)
    process = context.Process(target=_say, args=(work, saying, memory, limited))
    process.start()
    saying.close()
    return process, said


def _finish(process: BaseProcess, said: Connection, doing: str, limits: Limits | None = None) -> Any:
    """Wait until it is done, give what the work gives, and raise what a user must know of it."""
    file = size = ""
    try:
        while (told := _next(process, said, limits if file else None, size or 0))[0] == READING:
            _, file, size = told
    except EOFError:
        raise _without_a_word(doing, file) from None
    except TimeoutError as late:
        process.kill()
        raise _without_an_end(file, *late.args) from None
    finally:
        process.join()
        said.close()
    if told[1]:
        raise ToldError(told[1])
    return told[2]


def _next(process: BaseProcess, said: Connection, limits: Limits | None, size: int) -> tuple[str, str, Any]:
    """What the process says next, if it says anything within its limits for a file of so many bytes."""
    if limits is None:
        said.poll(None)
        return said.recv()
    begun, taken = time.monotonic(), _taken(process)
    while not said.poll(min(LOOK, limits.seconds)):
        if time.monotonic() - begun >= limits.seconds:
            raise TimeoutError(limits.seconds)
        if _taken(process) - taken >= limits.busy(size):
            raise TimeoutError(limits.busy(size))
    return said.recv()


def _taken(process: BaseProcess) -> float:
    """Seconds of the processor that it has taken so far; 0 where it has ended."""
    import psutil

    try:
        times = psutil.Process(process.pid).cpu_times()
    except psutil.Error:
        return 0.0
    return times.user + times.system


def _without_a_word(doing: str, file: str) -> UserError:
    if file:
        what = "reading it ended the program without a word: the file is damaged or hostile, or memory ran out"
        remedy = "open it in its own program and save it again; or run on a computer with more memory"
        return UserError("A file of records can't be read.", [Problem(file, what, remedy)])
    what = f"{doing} ended the program without a word: a file is damaged, or memory ran out"
    remedy = "open each file in its own program and save it again; or run on a computer with more memory"
    return UserError("The records can't be checked.", [Problem("ingest", what, remedy)])


def _without_an_end(file: str, seconds: float) -> UserError:
    lasted = f"{seconds / 60:g} minutes" if seconds >= 60 or seconds < AT_LEAST else f"{seconds:.0f} seconds"
    what = f"reading it has not ended after {lasted}: the file is damaged or hostile"
    remedy = "open it in its own program and save it again; a file that is really so large needs a larger ingest.minutes_per_file"
    return UserError("A file of records can't be read.", [Problem(file, what, remedy)])


class _Memory:
    """How much this process may fill, beside what it holds already: Linux keeps to it, elsewhere nothing is asked.

    Parameters
    ----------
    most : int, optional
        Bytes, at any time; None: what a file's size warrants while it is read, else what the computer has free.
    """

    def __init__(self, most: int | None):
        self.most = most
        self.kept = sys.platform == "linux"
        self.before: tuple[int, int] | None = None

    def for_work(self) -> None:
        """As long as no file is read."""
        if self.kept:
            self._keep_to(self.most or self._held() + self._free())

    def for_file(self, size: int) -> None:
        """While a file of so many bytes is read."""
        if self.kept and self.most is None:
            self._keep_to(self._held() + min(self._free(), ROOM + TIMES * size))

    def _held(self) -> int:
        import psutil

        return psutil.Process().memory_info().data

    def _free(self) -> int:
        import psutil

        return psutil.virtual_memory().available + psutil.swap_memory().free

    def _keep_to(self, limit: int) -> None:
        import resource

        if self.before is None:
            self.before = resource.getrlimit(resource.RLIMIT_DATA)
        soft, hard = self.before
        resource.setrlimit(resource.RLIMIT_DATA, (limit if soft == resource.RLIM_INFINITY else min(limit, soft), hard))


def _say(work: Callable[[], Any], saying: Connection, most: int | None, limited: bool) -> None:
    """Run it, and send which files it reads, and at last what the user must know; '' where it went well."""
    told, file, given = "", "", None
    memory = _Memory(most)

    def note(name: str, size: int) -> None:
        nonlocal file
        file = name or file
        if limited:
            memory.for_file(size) if name else memory.for_work()
        with suppress(BrokenPipeError):
            saying.send((READING, name, size))

    try:
        if limited:
            memory.for_work()
        with watched_by(note):
            given = work()
    except KeyboardInterrupt:  # the user ended the program, and this with it
        return
    except MemoryError:
        told = str(_without_memory(file))
    except Exception as error:
        told = message(error)
    with suppress(BrokenPipeError):  # the program was killed
        saying.send((DONE, told, given))


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
