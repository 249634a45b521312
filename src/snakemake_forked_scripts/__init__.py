"""Runs the Python scripts of rules as forks of one process that has the libraries loaded.

Snakemake starts a new Python for each script, which loads pandas, SciPy and Matplotlib anew: a second per step, most of what a
small cohort takes. A fork has them at once. Where no fork can be had (macOS, Windows), and for a script that is to run in an
environment or a container of its own, Snakemake's way stays; so it does on a cluster, whose jobs start elsewhere.
"""

from __future__ import annotations

import atexit
import importlib
import os
import runpy
import signal
import socket
import sys
import traceback
from collections.abc import Iterable
from contextlib import nullcontext, suppress
from multiprocessing.connection import Connection
from subprocess import CalledProcessError
from threading import Lock
from typing import Any, NoReturn

from snakemake.benchmark import BenchmarkRecord, benchmarked
from snakemake.script import PythonScript
from snakemake.settings.types import MaxJobsPerTimespan

AVAILABLE = sys.platform == "linux"
LOAD, RUN = b"l", b"r"


class Forked:
    """A process beside Snakemake's that loads modules when told to, and runs each script in a fork of itself.

    It is made while Snakemake has no threads yet, and ends when Snakemake does.

    Parameters
    ----------
    modules : iterable of str
        What to load; one that can't be imported is left to the script that needs it.
    """

    def __init__(self, modules: Iterable[str]):
        self._turn = Lock()
        self._server, requests = socket.socketpair()
        sys.stdout.flush()
        sys.stderr.flush()
        self._process = os.fork()
        if self._process == 0:
            self._server.close()
            _serve(requests, modules)
        requests.close()
        atexit.register(self.end)

    def end(self) -> None:
        """End the process; nothing can be run after."""
        atexit.unregister(self.end)
        self._server.close()
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(self._process, signal.SIGTERM)
            os.waitpid(self._process, 0)

    def load(self) -> None:
        """Begin to load the modules; scripts that are asked for meanwhile wait for it."""
        with suppress(OSError):
            self._server.send(LOAD)

    def run(self, script: str, record: BenchmarkRecord | None = None) -> None:
        """Run a script to its end.

        Parameters
        ----------
        script : str
            Path of a Python file, which is run as a program.
        record : BenchmarkRecord, optional
            Takes up time and memory.

        Raises
        ------
        CalledProcessError
            It ended with another code than 0, or was killed.
        OSError
            The process that forks is gone: nothing was run.
        """
        ours, theirs = socket.socketpair()
        with Connection(ours.detach()) as job:
            with theirs, self._turn:
                socket.send_fds(self._server, [RUN], [theirs.fileno()])
            try:
                process = job.recv()
                with benchmarked(process, record) if record else nullcontext():  # looks for the process, which waits for its script
                    job.send(script)
                    code = job.recv()
            except (EOFError, ConnectionError):
                code = -signal.SIGKILL
        if code:
            raise CalledProcessError(code, script)


class NotForked:
    """Stands where a fork can't be had: nothing is loaded ahead."""

    def load(self) -> None:
        """Nothing."""


def _without_limit_of_jobs() -> None:
    """Have Snakemake begin each job as soon as it can, however many began before.

    Its limit of jobs in a span of time, which no option takes away, has it look for jobs to begin at the end of each span: of a second, so that a run ends a
    second late; of none, so that it looks without a pause and takes a whole core while a job waits for one. Jobs here are few.
    """
    MaxJobsPerTimespan.__bool__ = lambda _: False  # no limit, as the scheduler asks


def fork_scripts(modules: Iterable[str]) -> Forked | NotForked:
    """Have this Snakemake run Python scripts as forks, where that can be had, and begin each as soon as it can.

    Parameters
    ----------
    modules : iterable of str
        See `Forked`.
    """
    _without_limit_of_jobs()
    if not AVAILABLE:
        return NotForked()
    forked, usual = Forked(modules), PythonScript.execute_script

    def execute_script(self: PythonScript, fname: str, edit: bool = False) -> None:
        if edit or self.container_img or self.conda_env or self.env_modules:
            return usual(self, fname, edit)
        try:
            return forked.run(fname, self.bench_record)
        except OSError:
            return usual(self, fname, edit)

    PythonScript.execute_script = execute_script
    return forked


def _serve(requests: socket.socket, modules: Iterable[str]) -> NoReturn:
    """Answer requests until Snakemake has closed its end, by ending or by being killed."""
    try:
        _unless_ignored(signal.SIGINT, signal.SIG_DFL)
        _unless_ignored(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGCHLD, _reap)
        while True:
            request, descriptors, *_ = socket.recv_fds(requests, 1, 1)
            if not request:
                os._exit(0)
            for module in modules:
                with suppress(Exception):
                    importlib.import_module(module)
            for descriptor in descriptors:
                if os.fork() == 0:
                    requests.close()
                    _run(Connection(descriptor))
                os.close(descriptor)
    finally:
        os._exit(1)


def _unless_ignored(interrupt: signal.Signals, handler: Any) -> None:
    """A run in the background of a shell is not to be interrupted."""
    if signal.getsignal(interrupt) != signal.SIG_IGN:
        signal.signal(interrupt, handler)


def _reap(*_: object) -> None:
    """Let go of the processes that have ended: what they say comes over their sockets."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _run(job: Connection) -> NoReturn:
    """The script that is asked for, from its start to its end, in this process."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _unless_ignored(signal.SIGINT, signal.default_int_handler)  # so that what a script has opened is closed
    code = 1
    try:
        job.send(os.getpid())
        code = _exit_code(job.recv())
        sys.stdout.flush()
        sys.stderr.flush()
        job.send(code)
    finally:
        os._exit(code)


def _exit_code(script: str) -> int:
    """Run a Python file as a program; what it ends with."""
    try:
        runpy.run_path(script, run_name="__main__")
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0
