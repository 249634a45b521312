"""One folder for a room without internet: the project, the wheels of all packages, their licences, checksums."""

from __future__ import annotations

import csv
import importlib.metadata
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

from ipscohort.errors import Problem, UserError
from ipscohort.files.digests import file_digest
from ipscohort.run.workflow import PROJECT

LOCK, WHEELS, LICENCES, SUMS = "requirements.lock", "wheels", "LICENCES.csv", "SHA256SUMS"
HEADING = "No bundle was made."
UNLOCKED = r"^([A-Za-z0-9._-]+)==(\S+)"


def bundle(folder: Path) -> str:
    """Gather everything into a new folder.

    Parameters
    ----------
    folder : Path
        Must not be there yet; it is taken away again where something fails.

    Returns
    -------
    str
        What was made and how it is used, in a few lines.

    Raises
    ------
    UserError
        The folder is there already, the project's files are not those of a checkout, or packages can't be fetched.
    """
    if folder.exists():
        raise UserError(HEADING, [Problem(str(folder), "this folder is there already", "name another, or delete it")])
    try:
        _copy_project(folder)
        _fetch(folder)
        _write_licences(folder)
        _write_sums(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    files = [file for file in folder.rglob("*") if file.is_file()]
    size = sum(file.stat().st_size for file in files) / 1e6
    return (
        f"{folder}: {len(files)} files, {size:.0f} MB, for {platform.system()} on {platform.machine()} with Python "
        f"{sys.version_info.major}.{sys.version_info.minor}.\n"
        f"Carry it in; there: cd {folder.name} && sha256sum --check --quiet {SUMS} && make OFFLINE=1"
    )


def _copy_project(folder: Path) -> None:
    """The files that git tracks: no results, no records of yours, nothing set up."""
    names = _tracked()
    if LOCK not in names:
        raise UserError(HEADING, [Problem(str(PROJECT), f"git does not track {LOCK}", "make the bundle in a clone of the project")])
    gone = [name for name in names if not (PROJECT / name).is_file()]
    if gone:
        problems = [Problem(name, "git tracks this file, and it is not there", f"git checkout -- {name}") for name in gone]
        raise UserError(HEADING, problems)
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(PROJECT / name, folder / name)


def _tracked() -> list[str]:
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        what = "git is not installed, or not on the path, so that nothing tells the project's files from yours"
        raise UserError(HEADING, [Problem(str(PROJECT), what, "install git, and make the bundle in a clone of the project")]) from None
    if listed.returncode:
        what = f"this is no checkout of the project: git says '{' '.join(listed.stderr.split())}'"
        raise UserError(HEADING, [Problem(str(PROJECT), what, "make the bundle in a clone of it")])
    return list(filter(None, listed.stdout.split("\0")))


def _fetch(folder: Path) -> None:
    """The wheels that the lock names, by their hashes; what comes as source is built here, and the bundle's lock has its hash too."""
    wheels = (folder / WHEELS).resolve()
    _pip("download", "--require-hashes", "--no-deps", "-r", LOCK, "-d", str(wheels))
    lock = folder / LOCK
    for source in sorted(wheels.glob("*.tar.gz")):
        before = set(wheels.glob("*.whl"))
        _pip("wheel", "--no-deps", "--no-build-isolation", "-w", str(wheels), str(source))
        (wheel,) = set(wheels.glob("*.whl")) - before
        source.unlink()
        name = re.sub(r"[-_.]+", "[-_.]+", wheel.name.split("-")[0])
        added = rf"\g<0>\n    --hash=sha256:{file_digest(wheel)} \\"
        text, found = re.subn(rf"^{name}==.*$", added, lock.read_text(encoding="utf-8"), flags=re.MULTILINE | re.IGNORECASE)
        assert found == 1, f"{wheel.name} stands in the lock once"
        lock.write_text(text, encoding="utf-8", newline="\n")


def _pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = list(filter(None, done.stderr.splitlines()))
        last = next((line for line in reversed(lines) if line.startswith("ERROR")), lines[-1] if lines else "pip gave no reason")
        raise UserError(HEADING, [Problem(LOCK, f"packages can't be fetched: {last}", "try again where packages can be downloaded")])


def _write_licences(folder: Path) -> None:
    """Package, version and licence of everything in the lock that is installed here."""
    with (folder / LICENCES).open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(["package", "version", "licence"])
        for name, version in re.findall(UNLOCKED, (PROJECT / LOCK).read_text(encoding="utf-8"), re.MULTILINE):
            table.writerow([name, version, licence_of(name)])


def licence_of(package: str) -> str:
    """A package's licence, as it declares it; that it is for another platform where it isn't installed."""
    try:
        told = importlib.metadata.metadata(package)
    except importlib.metadata.PackageNotFoundError:
        return "not needed on this platform"
    classified = [value.rpartition(" :: ")[2] for value in told.get_all("Classifier") or [] if value.startswith("License ::")]
    written = " ".join((told.get("License") or "").split())
    return told.get("License-Expression") or "; ".join(classified) or (written if len(written) < 60 else "") or "see the package"


def _write_sums(folder: Path) -> None:
    """The digest of every file, as sha256sum writes and checks them."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    lines = [f"{file_digest(file)}  {file.relative_to(folder).as_posix()}\n" for file in files]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
