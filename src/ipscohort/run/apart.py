"""Work in a process of its own: its memory is free when it ends, and a reader that dies of a file takes nothing with it."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection
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
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context(START)) as pool:
        try:
            told = pool.submit(_told, work, arguments).result()
        except BrokenProcessPool:
            raise _without_a_word("reading them") from None
    if told:
        raise ToldError(told)


def _without_a_word(doing: str) -> UserError:
    what = f"{doing} ended the program without a word: a file is damaged, or memory ran out"
    remedy = "open each file in its own program and save it again; or run on a computer with more memory"
    return UserError("The records can't be checked.", [Problem("ingest", what, remedy)])


def _told(work: Callable[..., None], arguments: tuple = ()) -> str:
    """Run it; '' or what the user must know."""
    try:
        work(*arguments)
    except Exception as error:
        return message(error)
    return ""


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
        fork = multiprocessing.get_context("fork")
        self.said, saying = fork.Pipe(duplex=False)
        self.process = fork.Process(target=_say, args=(work, saying))
        self.process.start()
        saying.close()

    def finish(self) -> None:
        """Wait until it is done; where it failed, raise here what a user must know of it (see `run_apart`)."""
        if self.process is None:
            return
        try:
            told = self.said.recv()
        except EOFError:
            raise _without_a_word("keeping what was read") from None
        finally:
            self.end()
        if told:
            raise ToldError(told)

    def end(self) -> None:
        """Wait until it is over, done or not: broken off, it would leave halves of files."""
        if self.process is not None:
            self.process.join()


def _say(work: Callable[[], None], saying: Connection) -> None:
    """Run it, and send what the user must know; '' where it went well."""
    saying.send(_told(work))
