"""A copy of the project to run as a user would, and the words to do so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest

from ipscohort.run.threads import one_thread

one_thread()

hypothesis.settings.register_profile("unhurried", deadline=None)  # speed belongs in the benchmark
hypothesis.settings.load_profile("unhurried")

ROOT = Path(__file__).parents[1]
PARTS = ["Snakefile", "workflow", "scripts", "config", "profiles", "src", "environment.yml", "requirements-examples.lock"]
PARTS += ["data/published", "data/ips_mis"]


LONG = ("workflow", "newcomers", "browser", "mistakes")
"""Folders of tests that run for minutes: they begin first, so that no worker is left alone with one at the end."""


def pytest_collection_modifyitems(items):
    """Long tests first, else in their order."""
    items.sort(key=lambda item: item.path.relative_to(ROOT / "tests").parts[0] not in LONG)


@dataclass(frozen=True)
class Project:
    """A working copy in its own folder.

    Attributes
    ----------
    folder : Path
    """

    folder: Path

    def run(self, *arguments: str, program: str | None = "snakemake") -> subprocess.CompletedProcess:
        """Run Snakemake (`python -m ipscohort`, or plain Python) in the copy, with the copy's own library."""
        command = [sys.executable, *(["-m", program] if program else []), *arguments]
        env = {**os.environ, "PYTHONPATH": str(self.folder / "src")}
        return subprocess.run(command, cwd=self.folder, env=env, capture_output=True, text=True, timeout=300, check=False)

    def results(self, cohort: str) -> Path:
        """A cohort's results."""
        return self.folder / "results" / cohort

    def logs(self) -> str:
        """Every log that Snakemake or a job left, as one text."""
        files = [*self.folder.glob(".snakemake/log/*"), *self.folder.glob("results/*/logs/*")]
        return "\n".join(file.read_text(encoding="utf-8", errors="replace") for file in files)


def copy_project(folder: Path) -> Project:
    """Copy what a run needs."""
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, folder / part)
    return Project(folder)


def copy_run(project: Project, folder: Path) -> Project:
    """Copy a project with the results of its runs, as they are: to change what another test needs unchanged."""
    shutil.copytree(project.folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return Project(folder)


@pytest.fixture
def project(tmp_path) -> Project:
    """A fresh copy of the project."""
    return copy_project(tmp_path / "project")


@pytest.fixture(scope="session")
def rossi_run(tmp_path_factory) -> Project:
    """A copy in which the example cohort has been run once for all of xdist's workers; tests that use it must leave it as it is."""
    return run_once(tmp_path_factory, "rossi", "config/rossi.yaml")


@pytest.fixture(scope="session")
def dated_run(tmp_path_factory) -> Project:
    """The same with the small cohort written by hand, in spec/; tests that change something take a copy of it."""
    return run_once(tmp_path_factory, "cohort20", "spec/cohort20.yaml")


def run_once(tmp_path_factory, name: str, settings: str) -> Project:
    """A copy of the project in which a cohort has been run once for all of xdist's workers."""
    whole_run, base = os.environ.get("PYTEST_XDIST_TESTRUNUID"), tmp_path_factory.getbasetemp()
    folder = base.parent / f"{name}-{whole_run}" if whole_run else base / name
    project, over = Project(folder / "project"), folder / "over"
    try:
        folder.mkdir()
    except FileExistsError:  # another worker's
        wait_for(over)
        return project
    try:
        copy_project(project.folder)
        shutil.copytree(ROOT / "tests" / "spec" / "cohort20", project.folder / "spec")
        done = project.run("--configfile", settings)
        (folder / "said").write_text(done.stderr, encoding="utf-8")
    finally:
        over.touch()
    assert done.returncode == 0, done.stderr
    return project


def wait_for(file: Path, seconds: float = 300) -> None:
    """Wait until there is a file."""
    last = time.monotonic() + seconds
    while not file.exists():
        assert time.monotonic() < last, f"{file} was waited for in vain"
        time.sleep(0.1)
