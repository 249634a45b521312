"""Content digests: of files, and of the library code that a script reaches.

Dates of files say little (a corrected copy can be older than what it replaces), so reruns go by content.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

PACKAGE = "ipscohort"
IMPORTS = re.compile(
    rf"^[ \t]*(?:from[ \t]+(?P<module>{PACKAGE}[\w.]*)[ \t]+import[ \t]+)(?P<names>\([^)]*\)|[^\n]*)|^[ \t]*import[ \t]+(?P<plain>{PACKAGE}[^\n]*)",
    re.MULTILINE,
)
"""An import of the library, at the top or inside a function."""
SOURCE = Path(__file__).parents[1]


def file_digest(path: Path | str) -> str:
    """sha256 of a file's content."""
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def files_digest(paths: list[Path | str]) -> str:
    """One sha256 over the contents of several files, in the order given."""
    return hashlib.sha256("".join(file_digest(path) for path in paths).encode()).hexdigest()


_digest_of_source = cache(file_digest)
"""Digest of a file of the library, which most scripts reach: read once at each start."""


def library_files(script: Path | str) -> list[Path]:
    """The library's files that a script imports, directly or through others, at the top or inside a function.

    A package's templates, styles and scripts count with it.

    Parameters
    ----------
    script : path
        A Python file.

    Returns
    -------
    list of Path, sorted
    """
    reached: set[Path] = set()
    waiting = list(_imported(Path(script)))
    while waiting:
        file = waiting.pop()
        if file not in reached:
            reached.add(file)
            waiting.extend(_imported(file))
    beside = {other for file in reached if file.name == "__init__.py" for other in file.parent.iterdir() if other.is_file()}
    return sorted(reached | {file for file in beside if file.suffix != ".py"})


def library_digest(script: Path | str) -> str:
    """One sha256 over the library's files that a script reaches: their names and contents."""
    digest = hashlib.sha256()
    for file in library_files(script):
        digest.update(file.relative_to(SOURCE).as_posix().encode())
        digest.update(bytes.fromhex(_digest_of_source(file)))
    return digest.hexdigest()


@cache
def _imported(file: Path) -> tuple[Path, ...]:
    """Files of the library that a file names in its imports.

    A pattern, not a parser: it takes a tenth of the time, at every start. What looks like an import in a text adds a file to
    the digest, which does no harm.
    """
    text = file.read_text(encoding="utf-8")
    found: set[Path] = set()
    for line in IMPORTS.finditer(text):
        names = re.findall(r"[A-Za-z_][\w.]*", re.sub(r"\bas \w+|#[^\n]*", "", line["names"] or line["plain"] or ""))
        for name in [line["module"], *(f"{line['module']}.{name}" for name in names)] if line["module"] else names:
            if name.split(".")[0] == PACKAGE:
                found.update(_files_of(name))
    if "import_module(" in text and SOURCE in file.parents:
        found.update(file.parent.rglob("*.py"))  # modules by their names in a registry: any of them may be meant
    return tuple(sorted(found))


@cache
def _files_of(module: str) -> tuple[Path, ...]:
    """The file of a module and the __init__ of each package above it; none for a name inside a module."""
    parts = module.split(".")[1:]
    files = [SOURCE.joinpath(*parts[:depth], "__init__.py") for depth in range(len(parts) + 1)]
    files.append(SOURCE.joinpath(*parts).with_suffix(".py") if parts else SOURCE / "__init__.py")
    return tuple(file for file in files if file.is_file())
