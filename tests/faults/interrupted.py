"""Runs that are broken off at a random moment: killed, out of disk, or beside each other."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

VARIES = re.compile(r"^(logs|benchmarks)/|^run\.json$|(^|/)\.checked/|^\.run$")
"""Files of results that name the run itself."""


@dataclass(frozen=True)
class Study:
    """A project, and the cohort that is run in it.

    Attributes
    ----------
    folder : Path
    settings : str
        The settings file, as the command line names it.
    results : Path
        Where its results go.
    """

    folder: Path
    settings: str
    results: Path

    def start(self, *before: str, options: tuple[str, ...] = ()) -> subprocess.Popen:
        """A run as a user starts it, in a group of processes of its own."""
        command = [*before, sys.executable, "-m", "snakemake", "--configfile", self.settings, *options]
        env = {**os.environ, "PYTHONPATH": str(self.folder / "src")}
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env=env,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_hears_breaks,
        )

    def run(self, *before: str, options: tuple[str, ...] = ()) -> tuple[int, str]:
        """Exit code, and what the terminal showed."""
        begun = self.start(*before, options=options)
        said, _ = begun.communicate(timeout=300)
        return begun.returncode, said

    def tree(self) -> dict[str, bytes]:
        """Every file of results, but for what names the run itself."""
        files = {f.relative_to(self.results).as_posix(): f for f in sorted(self.results.rglob("*")) if f.is_file()}
        return {name: file.read_bytes() for name, file in files.items() if not VARIES.search(name)}


def _hears_breaks() -> None:
    """As a run that was started by hand does; what a shell starts in the background ignores Ctrl-C, and hands that on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def kill(begun: subprocess.Popen, how: str) -> None:
    """End a run as `how` says: `run` kills Snakemake alone, `all` every process of it (as a power cut does), `break` is Ctrl-C."""
    if how == "run":
        begun.kill()
    elif how == "all":
        os.killpg(begun.pid, signal.SIGKILL)
    else:
        os.killpg(begun.pid, signal.SIGINT)
    begun.communicate(timeout=60)


def break_off(study: Study, chance: random.Random, longest: float) -> str:
    """Start a run and end it after a random time; what was done, in words."""
    how, after = chance.choice(["run", "all", "break"]), chance.uniform(0.2, longest)
    begun = study.start()
    time.sleep(after)
    kill(begun, how)
    return f"{how} after {after:.1f} s"


def differences(found: dict[str, bytes], expected: dict[str, bytes]) -> list[str]:
    """Files that one has and the other has not, or with other bytes."""
    names = sorted(set(found) | set(expected))
    return [name for name in names if found.get(name) != expected.get(name)]
