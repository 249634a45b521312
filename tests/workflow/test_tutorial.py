"""Every command and edit of docs/tutorial.md, in its order, in a copy of the project."""

from __future__ import annotations

import re
import shlex
import subprocess

import pytest

from tests.conftest import ROOT, copy_project

TUTORIAL = ROOT / "docs" / "tutorial.md"
BLOCKS = re.compile(r"^```(bash|diff|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SETTINGS = "config/tutorial.yaml"


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The project after the last step, and what each command said, in order: command, exit code, output."""
    project, found = copy_project(tmp_path_factory.mktemp("tutorial") / "project"), []
    for kind, block in BLOCKS.findall(TUTORIAL.read_text(encoding="utf-8")):
        if kind == "diff":
            subprocess.run(["git", "apply", "--unidiff-zero", "-"], input=block, text=True, cwd=project.folder, check=True)
        elif kind == "bash":
            for command in block.splitlines():
                python, module, program, *arguments = shlex.split(command)
                assert (python, module, program) == ("python", "-m", "ipscohort")
                done = project.run(*arguments, program="ipscohort")
                found.append((arguments[0], done.returncode, done.stdout + done.stderr))
    return project, found


def test_each_command_ends_as_the_tutorial_says(told):
    assert [(command, code) for command, code, _ in told[1]] == [
        ("init", 0),
        ("check", 1),
        ("check", 1),
        ("check", 0),
        ("run", 0),
        ("explain", 0),
    ]


def test_what_is_shown_is_what_is_said(told):
    for kind, block in BLOCKS.findall(TUTORIAL.read_text(encoding="utf-8")):
        for line in block.splitlines() if kind == "text" else []:
            assert line.removesuffix("...").strip() in told[1][1][2]
    assert "same_start_twice" in told[1][2][2] and "interviews.sav, column start" in told[1][2][2]
    assert "persons analysed" in told[1][4][2] and "tables/tables.docx" in told[1][4][2]


def test_what_it_promises_is_there(told):
    project, _ = told
    for name in re.findall(r"`(results/tutorial/[^`]+)`", TUTORIAL.read_text(encoding="utf-8")):
        assert (project.folder / name).exists(), name
    flow = (project.results("tutorial") / "clean" / "participant_flow.csv").read_text(encoding="utf-8")
    assert "Employed at entry,108,1" in flow and "Rows that repeat another,109,1" in flow
    assert (project.folder / SETTINGS).read_text(encoding="utf-8").count("DECIDE") == 1
