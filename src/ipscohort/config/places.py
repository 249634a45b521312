"""Files and folders that the settings name: are they there, and are they what they should be?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from ipscohort.config.base import COHORT_NAME
from ipscohort.config.plain import Report, at, mapping
from ipscohort.config.themes import theme_file_keys
from ipscohort.errors import NEAR, Problem, UserError

LOCK = "~$"
"""How the names of files begin that office programs write while a document is open."""
PLACEHOLDER = re.compile(r"<[a-z][a-z0-9_]*>|[{}]")
"""What Snakemake replaces in a path, and has no way to write as it is."""


def check_name(name: str, heading: str) -> None:
    """Refuse a name that no cohort can have, as it becomes that of a file or folder.

    Raises
    ------
    UserError
        With this heading.
    """
    if not re.fullmatch(COHORT_NAME, name):
        raise UserError(heading, [Problem(name, "no name for a cohort", "small letters, digits and _ only, a letter first")])


def at_home(name: str) -> Path:
    """A path, with the home of a user where it begins with one (~/ or ~user/); a file's own name may begin with ~ too.

    Raises
    ------
    RuntimeError
        There is no such user.
    """
    return Path(name).expanduser() if name == "~" or (name.startswith("~") and ("/" in name or "\\" in name)) else Path(name)


def place(folder: Path, name: str) -> Path | None:
    """The path that a name in the settings stands for; None where it names the home of a user who is not known."""
    try:
        return folder / at_home(name)
    except RuntimeError:
        return None


def check_files(values: dict, report: Report, folder: Path) -> None:
    """Report every file that can't be one of records, and a folder of results that can't be one.

    Parameters
    ----------
    values : dict
        The settings as plain values.
    report : callable
        Takes a key path, what is wrong and what to do.
    folder : Path
        Where paths start from.
    """
    fetched = at(values, "ingest", "fetch") is not None
    for keys in (*file_keys(values), ("replication", "printed_values")):
        name = at(values, *keys)
        if isinstance(name, str) and not (fetched and keys[1] == "participants"):
            _check_file(keys, name, place(folder, name), report)
    results = at(values, "results_dir")
    if isinstance(results, str):
        _check_folder(results, place(folder, results), report)


def file_keys(values: dict) -> Iterator[tuple]:
    """Where files of records are named."""
    yield "ingest", "participants", "file"
    for part in ("waves", "jobs"):
        yield from (("ingest", part, name, "file") for name in mapping(values, "ingest", part))
    yield from theme_file_keys(values)
    yield from (("programme", part, "file") for part in ("fidelity", "funding"))
    yield from (("sensitivity", "series", name, "file") for name in mapping(values, "sensitivity", "series"))


def _check_file(keys: tuple, name: str, file: Path | None, report: Report) -> None:
    if file is None:
        report(keys, f"{name}: there is no such user", "write the path out")
    elif file.name.startswith(LOCK):
        remedy = f"name the file itself, {file.name.removeprefix(LOCK)}, and close it in other programs"
        report(keys, f"{name} is no file of records: an office program writes it while a file is open", remedy)
    elif file.is_dir():
        report(keys, f"{name} is a folder, not a file", "name the file in it")
    elif file.is_symlink() and not file.exists():
        report(keys, f"{name} is a link, and what it leads to is not there", "connect the drive that it leads to, or name the file itself")
    elif not file.exists():
        report(keys, f"there is no file {name}", _similar_file(file))
    elif not file.is_file():
        report(keys, f"{name} is no file, but a device or a pipe", "name a file")
    elif taken := PLACEHOLDER.search(str(file.resolve())):
        report(keys, f"{name}: {taken[0]} in a path stands for something else in Snakemake", "rename the file or folder, without { } < >")


def _similar_file(file: Path) -> str:
    if not file.parent.is_dir():
        return f"there is no folder {file.parent.name}/ either; paths start from the settings file's own folder"
    others = [other.name for other in file.parent.iterdir() if other.is_file()]
    close = get_close_matches(file.name, others, n=1, cutoff=0.5)
    return f"{NEAR} '{close[0]}'?" if close else "paths start from the settings file's own folder"


def _check_folder(name: str, folder: Path | None, report: Report) -> None:
    """The folder of results may not be there yet; what is there of its path must be folders."""
    above = next((each for each in (folder, *folder.parents) if each.exists() or each.is_symlink()), None) if folder else None
    if folder is None or (above is not None and not above.is_dir()):
        within = "" if folder is None or above == folder else f": {above.name} is a file"
        report(("results_dir",), f"{name} is no folder{within}", "name a folder; it is made where it does not exist")
    elif taken := PLACEHOLDER.search(name):
        report(("results_dir",), f"{name}: {taken[0]} in a path stands for something else in Snakemake", "name another folder")
