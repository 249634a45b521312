"""Work in a process of its own: its memory is free when it ends, and a reader that dies of a file takes nothing with it."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from ipscohort.errors import Problem, UserError
from ipscohort.run.log import ToldError, message

START = "fork" if sys.platform == "linux" else "spawn"
"""A fork begins where this program stands, and so at once; elsewhere it is not safe, or not to be had."""


def run_apart(work: Callable[..., None], *arguments: Any) -> None:
    """Run work that gives nothing back; what goes wrong is raised here as the text that a user reads.

    Parameters
    ----------
    work : callable
        Of a module, so that another process can find it.
    arguments
        Plain values, or what can be pickled.

    Raises
    ------
    ToldError
        The work failed: its message.
    UserError
        The process ended without a word, as it does where a library breaks down over a damaged file or memory runs out.
    """
    process, said = _begin(START, partial(work, *arguments))
    _finish(process, said, "reading them")


def _begin(start: str, work: Callable[[], None]) -> tuple[BaseProcess, Connection]:
    """The process that does the work, and where it will say how it went. Nothing keeps it alive where this program is killed."""
    context = multiprocessing.get_context(start)
    said, saying = context.Pipe(duplex=False)
    process = context.Process(target=_say, args=(work, saying))
    process.start()
    saying.close()
    return process, said


def _finish(process: BaseProcess, said: Connection, doing: str) -> None:
    """Wait until it is done, and raise what a user must know of it."""
    try:
        told = said.recv()
    except EOFError:
        raise _without_a_word(doing) from None
    finally:
        process.join()
        said.close()
    if told:
        raise ToldError(told)


def _without_a_word(doing: str) -> UserError:
    what = f"{doing} ended the program without a word: a file is damaged, or memory ran out"
    remedy = "open each file in its own program and save it again; or run on a computer with more memory"
    return UserError("The records can't be checked.", [Problem("ingest", what, remedy)])


def _say(work: Callable[[], None], saying: Connection) -> None:
    """Run it, and send what the user must know; '' where it went well."""
    told = ""
    try:
        work()
    except KeyboardInterrupt:  # the user ended the program, and this with it
        return
    except Exception as error:
        told = message(error)
    with suppress(BrokenPipeError):  # the program was killed
        saying.send(told)


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
