"""A run asks nobody: every call of the system that has to do with a network is listened to, in all its processes.

That nothing is needed from a network is tried where a bundle is run without any (`unshare -n` in .ci/run); this says that nothing is tried either.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import copy_project

STRACE = shutil.which("strace")
SPEC = Path(__file__).parents[1] / "spec" / "cohort20"
OUTSIDE = re.compile(r"(connect|sendto|sendmsg|sendmmsg)\(.*AF_INET|bind\((?!.*(\"127\.0\.0\.1\"|\"::1\")).*AF_INET")
"""A call to another machine, or a door that other machines could knock at; a library tries whether this one knows IPv6 by binding ::1."""


def calls(folder: Path, *command: str) -> list[str]:
    """What a command and all that it starts ask of the network, a line each."""
    log = folder / "calls.txt"
    traced = [STRACE, "-f", "-qq", "-e", "trace=%network", "--seccomp-bpf", "-o", str(log), sys.executable, *command]
    env = {**os.environ, "PYTHONPATH": str(folder / "src")}
    done = subprocess.run(traced, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr
    return log.read_text(encoding="utf-8", errors="replace").splitlines()


def _can_trace() -> bool:
    return (
        STRACE is not None and subprocess.run([STRACE, "-qq", "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0
    )


pytestmark = pytest.mark.skipif(not _can_trace(), reason="not there: strace, or the right to use it")


def test_a_run_speaks_to_no_other_machine(tmp_path):
    project = copy_project(tmp_path / "project")
    shutil.copytree(SPEC, project.folder / "spec")
    seen = calls(project.folder, "-m", "ipscohort", "run", "spec/cohort20.yaml")
    assert (project.results("cohort20") / "report.html").is_file()
    assert [line for line in seen if OUTSIDE.search(line)] == []


def test_a_program_that_speaks_is_seen(tmp_path):
    speaks = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('192.0.2.1', 9))"
    listens = "import socket; socket.socket().bind(('', 0))"
    assert [line for line in calls(tmp_path, "-c", speaks) if OUTSIDE.search(line)]
    assert [line for line in calls(tmp_path, "-c", listens) if OUTSIDE.search(line)]
