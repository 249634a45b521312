"""Snakemake started over and over: each start is a fork of a process that has loaded it already, since loading is half of a short run.

What runs in the fork is the whole command, to the end of its process; only modules are there before. Where no fork can be had,
the command is started as ever.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

SERVER = """
import json, os, sys, pandas, pyarrow.csv, snakemake.cli, ipscohort.config, ipscohort.run.pipeline
for line in sys.stdin:
    asked = json.loads(line)
    child = os.fork()
    if not child:
        for number, name in enumerate((os.devnull, asked["stdout"], asked["stderr"])):
            os.dup2(os.open(name, os.O_RDWR | os.O_CREAT), number)
        sys.argv = ["snakemake", *asked["arguments"]]
        sys.exit(snakemake.cli.main())
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Loaded:
    """Snakemake in a copy of the project whose library does not change meanwhile.

    Parameters
    ----------
    project : Project
    folder : Path
        For what the commands say.
    """

    def __init__(self, project, folder: Path):
        self.project, self.folder, self.server = project, folder, None
        if hasattr(os, "fork"):
            env = {**os.environ, "PYTHONPATH": str(project.folder / "src")}
            command = [sys.executable, "-c", SERVER]
            self.server = subprocess.Popen(command, cwd=project.folder, env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def run(self, *arguments: str) -> subprocess.CompletedProcess:
        """As `Project.run`."""
        if self.server is None:
            return self.project.run(*arguments)
        said = {name: self.folder / f"{name}.txt" for name in ("stdout", "stderr")}
        for file in said.values():
            file.write_bytes(b"")
        print(json.dumps({"arguments": arguments, **{name: str(file) for name, file in said.items()}}), file=self.server.stdin, flush=True)
        code = int(self.server.stdout.readline())
        return subprocess.CompletedProcess(arguments, code, **{name: file.read_text(encoding="utf-8") for name, file in said.items()})

    def end(self) -> None:
        """End the process that has loaded it."""
        if self.server is not None:
            self.server.communicate()
