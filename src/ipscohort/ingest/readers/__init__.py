"""Readers of files of records: one module per format, one registry.

Steps: is it a file, and not an empty one -> its format, by its ending and by its first bytes -> the format's reader.
A new format is a module with `read(path, file) -> RawTable`, a line in READERS and ENDINGS, and a word in
config.ingest.FileFormat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ipscohort.config.ingest import File
from ipscohort.errors import UserError, nearest
from ipscohort.files.reading import reading
from ipscohort.ingest.rawtable import RawTable, refuse
from ipscohort.ingest.readers import delimited, excel, parquet, sas, spss, spss_portable, stata, xport
from ipscohort.ingest.readers.faults import is_ours
from ipscohort.ingest.readers.package import check_unpacked
from ipscohort.ingest.readers.signature import ENCRYPTED, NAMES, PAGE, signature

Reader = Callable[[Path, File], RawTable]

READERS: dict[str, Reader] = {
    "csv": delimited.read,
    "tsv": delimited.read,
    "sav": spss.read,
    "por": spss_portable.read,
    "dta": stata.read,
    "sas7bdat": sas.read,
    "xpt": xport.read,
    "xlsx": excel.read,
    "parquet": parquet.read,
}
"""Format word -> reader."""

UNREADABLE = {
    PAGE: "open it in Excel or LibreOffice, save it as .xlsx, and name that file",
    ENCRYPTED: "open it in SPSS and save it without a password",
}
"""Kinds of files that no ending makes readable -> what to do."""

ENDINGS = {f".{word}": word for word in READERS} | {".txt": "csv", ".zsav": "sav", ".xlsm": "xlsx", ".pq": "parquet"}
"""Ending of a file's name -> format word, for `format: auto`."""


def read_file(path: Path, file: File, *, may_be_empty: bool = False) -> RawTable:
    """Read one file of records.

    Parameters
    ----------
    path : Path
        Where it lies.
    file : config.ingest.File
        How the settings describe it.
    may_be_empty : bool
        Whether names of columns without any record are right.

    Returns
    -------
    RawTable
        With at least one record, unless it may be empty.

    Raises
    ------
    UserError
        The file is missing, a folder, empty, damaged, of another format, or can't be read as the settings say.
    """
    path = Path(path)
    word = format_of(path, file)
    with guarded(path, file.file, NAMES[word]):
        table = READERS[word](path, file).without_blank_rows()
    if table.frame.empty and not (may_be_empty and len(table.frame.columns)):
        encoded = f"; or leave `encoding: {file.encoding}` out, if the text is not in it" if file.encoding else ""
        refuse(table.where, "the file holds no records", f"check that the export worked, and that this is the file you mean{encoded}")
    return table


def format_of(path: Path, file: File) -> str:
    """Format word of a file, by its ending and its first bytes.

    Raises
    ------
    UserError
        The file is missing, a folder, empty, of another format than its name or the settings say, or unpacks to far too much.
    """
    start = _first_bytes(path, file.file)
    with guarded(path, file.file):
        if start.startswith(b"PK"):
            check_unpacked(path, file.file)
        return _format(path, file, start)


@contextmanager
def guarded(path: Path, name: str, kind: str = "") -> Iterator[None]:
    """Read a foreign file: who watches over it is told, and what a library says of it becomes a UserError without its words.

    Parameters
    ----------
    path : Path
    name : str
        The file as the settings name it.
    kind : str
        What it is read as, in words.
    """
    try:
        with reading(name, path.stat().st_size):
            yield
    except (UserError, MemoryError):
        raise
    except Exception as error:
        if is_ours(error):
            raise
        # A library's message may quote a cell, so nothing of it is passed on.
        what = f"the file can't be read as {kind}" if kind else "the file can't be read"
        refuse(name, f"{what}: it is damaged, cut short, or of another kind", "copy or export it again")


def _first_bytes(path: Path, name: str) -> bytes:
    if path.is_dir():
        refuse(name, "this is a folder, not a file", "name the file in it")
    try:
        with path.open("rb") as stream:
            start = stream.read(1024)
    except FileNotFoundError:
        refuse(name, "there is no such file", "paths start from the settings file's own folder; mind upper and lower case")
    except OSError:
        refuse(name, "the file may not be read", "close it in other programs, ask for read permission, or copy it")
    if not start:
        refuse(name, "the file is empty (0 bytes)", "copy or export it again")
    return start


def _format(path: Path, file: File, start: bytes) -> str:
    """The file's format word; refused where its first bytes say that it is another."""
    found = signature(path, start)
    if found in ("old Excel file (.xls)", "binary Excel file (.xlsb)", "password-protected Excel file"):
        refuse(file.file, f"this is a{'n' if found[0] in 'aeo' else ''} {found}", "save it in Excel as .xlsx without a password")
    if found in UNREADABLE:
        refuse(file.file, f"this is a {found}", UNREADABLE[found])
    word = file.format
    if word == "auto":
        if path.suffix.lower() not in ENDINGS:
            refuse(file.file, f"the ending '{path.suffix}' is no known format", f"{nearest(path.suffix, ENDINGS)}; or set `format` for it")
        word = ENDINGS[path.suffix.lower()]
    if found is not None and found != word and {found, word} != {"csv", "tsv"}:
        if found not in READERS:
            refuse(file.file, f"this is a {found}, not {NAMES[word]}", "unpack or export it first")
        said = "format says" if file.format != "auto" else "its name says"
        refuse(
            file.file, f"{said} {NAMES[word]}, and its content is {NAMES[found]}", f"set `format: {found}` for it, or name the right file"
        )
    return word
