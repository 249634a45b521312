"""The one module that writes files of results: whole or not at all, and the same bytes for the same content.

Floats keep every digit in CSV and Parquet; rounding is for tables that people read (see printing).
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipscohort.contracts import DTYPES, Contract
from ipscohort.files.formulas import frame_as_text, frame_as_written

if TYPE_CHECKING:
    import pandas as pd

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The one date of files within files: the earliest that a zip can hold."""

ABOUT = "docProps/core.xml"
"""Member of a .docx and an .xlsx that says when it was made."""

PARTIAL = ".partial"
"""End of the name of a file that is being written."""

_COUNT = count()
"""Files that this process has written: no two have one name while they are written."""

LIST_SEPARATOR = ";"
"""Between items of a list in one cell, such as ids in the cleaning log."""


def write_bytes(path: Path | str, data: bytes) -> None:
    """Write a file in one step: a reader sees the old content or the new, never half of it."""
    with whole(path) as partial:
        partial.write_bytes(data)


@contextmanager
def whole(path: Path | str) -> Iterator[Path]:
    """Where to write a file that takes its place once it is whole.

    Parameters
    ----------
    path : path
        Its place.

    Yields
    ------
    Path
        Beside it; gone where writing fails.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}-{next(_COUNT)}{PARTIAL}")
    try:
        yield partial
        _flush(partial)
        if not path.parent.stat().st_mode & 0o077:  # a private folder's files are private
            partial.chmod(0o600)
        os.replace(partial, path)
    except OSError as error:
        raise _of_file(error, path) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    """See a file's content on the disk before it takes another's place: a power cut leaves the old one or the new."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _of_file(error: OSError, path: Path) -> OSError:
    """The error with the file that was to be written: what a write ends with names none, or the one beside."""
    return OSError(error.errno or code_of(error), error.strerror or "it can't be written", str(path))


def code_of(error: OSError) -> int | None:
    """The system's number for an error; some libraries give it in words alone."""
    if error.errno:
        return error.errno
    found = re.search(r"\berrno (\d+)", str(error), re.IGNORECASE)
    return int(found[1]) if found else None


def sweep(folder: Path | str) -> None:
    """Remove what was being written in a folder, or in one within it, when a run was broken off. Nobody may be writing there."""
    for path in Path(folder).rglob(f".*{PARTIAL}"):
        path.unlink(missing_ok=True)


def write_text(path: Path | str, text: str) -> None:
    """Write UTF-8 text with \\n line ends on every system."""
    write_bytes(path, text.replace("\r\n", "\n").encode("utf-8"))


def undated_zip(data: bytes) -> bytes:
    """A zip, a .docx or an .xlsx without the clock: the same members in the same order, and what it says of itself, dated EPOCH."""
    import io
    import re
    import zipfile

    stream, date = io.BytesIO(), b"%04d-%02d-%02dT%02d:%02d:%02dZ" % EPOCH
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, EPOCH)
            member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 0  # alike on every system
            content = old.read(name)
            if name == ABOUT:
                content = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", lambda found: found[1] + date, content)
            new.writestr(member, content)
    return stream.getvalue()


def write_json(path: Path | str, content: Any) -> None:
    """Write JSON, keys in the order given."""
    write_text(path, json.dumps(content, indent=2, ensure_ascii=False, default=str) + "\n")


def read_json(path: Path | str) -> Any:
    """Read what `write_json` wrote."""
    return json.loads(Path(path).read_text(encoding="utf-8"))


def write_table(frame: pd.DataFrame, contract: Contract, path: Path | str) -> None:
    """Check a table against its contract and write it as Parquet or CSV, by the path's ending.

    Raises
    ------
    ContractError
        The table is not what the contract says.
    """
    write_frame(contract.conform(frame, copy=False), path)


def write_frame(frame: pd.DataFrame, path: Path | str, *, for_spreadsheets: bool = True) -> None:
    """Write a table that no contract describes; Parquet or CSV, by the path's ending.

    In CSV an apostrophe stands before what a spreadsheet would compute, but for files that other programs alone read.
    """
    with whole(path) as partial:
        if Path(path).suffix == ".parquet":
            frame.to_parquet(partial, index=False)
        else:
            frame = frame_as_text(frame) if for_spreadsheets else frame
            frame.to_csv(partial, index=False, lineterminator="\n", encoding="utf-8", date_format="%Y-%m-%d")


def write_pieces(pieces: Iterable[pd.DataFrame], contract: Contract, path: Path | str) -> None:
    """Write a table that is too long to be held whole as Parquet, piece by piece; one piece gives what `write_table` gives.

    Parameters
    ----------
    pieces : iterable of DataFrame
        At least one. Each is held to the contract by itself: rows that could share a key must stand in one piece.
    contract : Contract
    path : path
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    tables = (pa.Table.from_pandas(contract.conform(piece, copy=False), preserve_index=False) for piece in pieces)
    first = next(tables)
    with whole(path) as partial, pq.ParquetWriter(partial, first.schema) as writer:
        for table in chain([first], tables):
            writer.write_table(table)


def read_frame(path: Path | str) -> pd.DataFrame:
    """Read a CSV table that no contract describes; every column is text, an empty cell missing."""
    import pandas as pd

    return frame_as_written(pd.read_csv(path, dtype="string", keep_default_na=False, na_values=[""], encoding="utf-8"))


def _read_parquet(path: Path) -> pd.DataFrame:
    """A Parquet file with each distinct text held once."""
    import pandas as pd
    import pyarrow.parquet as pq

    file = pq.ParquetFile(path)
    text = [field.name for field in file.schema_arrow if str(field.type) in ("string", "large_string")]
    table = pq.read_table(path, read_dictionary=text)
    frame = table.drop_columns(text).to_pandas()
    for position, name in enumerate(table.column_names):
        if name in text:
            coded = table.column(name).combine_chunks()
            values = pd.array([*coded.dictionary.to_pylist(), pd.NA], dtype="string")
            number = coded.indices.fill_null(len(values) - 1).to_numpy()
            frame.insert(position, name, pd.Series(values.take(number), index=frame.index))
        elif pd.api.types.is_datetime64_any_dtype(frame[name]):  # Parquet knows no whole seconds
            frame[name] = frame[name].astype(DTYPES["date"])
    return frame


def read_table(path: Path | str, contract: Contract) -> pd.DataFrame:
    """Read a table that a stage wrote and check it against its contract."""
    import pandas as pd

    path = Path(path)
    if path.suffix == ".parquet":
        frame = _read_parquet(path)
    else:
        dtypes = {c.name: "string" if c.kind == "date" else DTYPES[c.kind] for c in contract.columns}
        frame = pd.read_csv(
            path, dtype=dtypes, keep_default_na=False, na_values={n: [""] for n in dtypes}, encoding="utf-8", float_precision="round_trip"
        )
        frame = frame_as_written(frame)
        for column in contract.columns:
            if column.kind == "date" and column.name in frame:
                frame[column.name] = pd.to_datetime(frame[column.name], format="%Y-%m-%d").astype(DTYPES["date"])
    contract.check(frame)
    return frame
