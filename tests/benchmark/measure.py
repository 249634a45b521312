"""How long a command takes and how much memory it and all that it starts hold, at most."""

from __future__ import annotations

import resource
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

EVERY = 0.25
"""Seconds between two looks at the memory."""


@dataclass(frozen=True)
class Cost:
    """What a command took.

    Attributes
    ----------
    seconds : float
        By the clock.
    cpu : float
        Seconds of processor time, of the command and all that it started: other work on the machine adds little to it.
    memory : float
        Most GB held at once by all of its processes; what several share counts once.
    """

    seconds: float
    cpu: float
    memory: float

    def __str__(self) -> str:
        return f"{self.seconds:8.2f} s  {self.cpu:8.2f} s  {self.memory:6.2f} GB"


def cost_of(command: list[str], folder: Path, env: dict[str, str] | None = None) -> Cost:
    """Run a command; end the program with its messages where it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start, most = time.perf_counter(), [0.0]
    with subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        watcher = threading.Thread(target=_watch, args=(running, most), daemon=True)
        watcher.start()
        said = running.communicate()[0]
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    watcher.join()
    if running.returncode:
        sys.exit(f"{' '.join(command)}\n{said}")
    return Cost(seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, most[0] / 1e9)


def _watch(running: subprocess.Popen, most: list[float]) -> None:
    while running.poll() is None:
        try:
            parent = psutil.Process(running.pid)
            most[0] = max(most[0], sum(_memory(process) for process in (parent, *parent.children(recursive=True))))
        except psutil.Error:
            pass
        time.sleep(EVERY)


def _memory(process: psutil.Process) -> int:
    try:
        full = process.memory_full_info()
        return getattr(full, "pss", full.uss)
    except psutil.Error:
        return 0
