"""README.md's commands for who has no make, run in a copy of the committed files. A file of its own: it installs all anew, beside test_readme.py."""

from __future__ import annotations

import os
import re
import sys

import pytest

from tests.support.clone import README, run, tracked

WINDOWS = re.search(r"```bat\n(.*?)```", README, re.DOTALL)[1].strip().splitlines()


@pytest.mark.skipif(os.name == "nt", reason="the commands are tried as on Linux")
def test_without_make_and_without_internet(tmp_path):
    folder = tracked(tmp_path / "plain")
    wheels = folder / "wheels"
    for line in WINDOWS:
        command = line.replace("\\", "/").replace(".venv/Scripts/", ".venv/bin/").replace("py -m venv", f"{sys.executable} -m venv")
        if "requirements-examples.lock" in command:
            fetch = command.replace("install", f"download --dest {wheels}")
            run(fetch, folder, shell=True)
            command += f" --no-index --find-links {wheels}"
        done = run(command, folder, shell=True)
    assert done.stderr.endswith("Report: results/ips_mis/report.html\n")
