"""SAS transport files (.xpt), versions 5 and 8.

pyreadstat reads special missing values (.A to .Z and ._) of these files as plain ones, so their letters are taken from
the bytes. Layout: SAS, "Record Layout of a SAS Version 5 or 6 Data Set in SAS Transport (XPORT) Format", TS-140, and
"Record Layout for a SAS Version 8 or 9 Data Set in SAS Transport Format".
"""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from ipscohort.config.ingest import File
from ipscohort.ingest.rawtable import RawTable, refuse
from ipscohort.ingest.readers.sas import CALENDAR, exact_below
from ipscohort.ingest.readers.statfile import check_records, read_by, table_of, tag

RECORD = 80
VARIABLE = 140
"""Bytes that describe a variable: kind at 0, length at 4, position in a row at 84."""
COUNT = slice(48, 63)
"""Where the header of version 8 says how many records follow; version 5 says nothing."""
LETTERS = b"_ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def read(path: Path, file: File) -> RawTable:
    """Read the one data set of a transport file.

    Raises
    ------
    UserError
        The file is cut short, holds another number of records than it says, or holds several data sets.
    """
    import pyreadstat

    data = path.read_bytes()
    heads = [data[k : k + 27] for k in range(0, len(data), RECORD) if data.startswith(b"HEADER RECORD*******MEM", k)]
    if len(heads) > 1:
        refuse(file.file, f"the file holds {len(heads)} data sets", "export each into a file of its own")
    frame, meta = read_by(pyreadstat.read_xport, path, file)
    start, layout = _layout(data, len(frame.columns), file.file)
    check_records(file, *_records(data, start, sum(length for _, length, _ in layout)))
    letters = _letters(data, frame, start, layout, file.file)
    table = table_of(frame, meta, file, CALENDAR, letters, {})
    # A cut number may stem from a SAS data set of the same width, where its digits were lost.
    short = {name: exact_below(length) for name, (numeric, length, _) in zip(frame.columns, layout, strict=True) if numeric}
    return replace(table, exact_below=short)


def _records(data: bytes, start: int, width: int) -> tuple[int, int | None]:
    """How many records there are, and how many there are to be; None where the file does not say.

    Blank ones at the end look like padding: they count where their bytes are there.
    """
    held = -(-len(data[start:].rstrip(b" ")) // max(width, 1))
    head = data[start - RECORD : start]
    said = head[COUNT].strip()
    if not head.startswith(b"HEADER RECORD*******OBSV8") or not said.isdigit() or int(said) == 0:
        return held, None
    declared = int(said)
    return declared if held < declared and len(data) >= start + width * declared else held, declared


def _letters(data: bytes, frame: pd.DataFrame, start: int, layout: list[tuple[bool, int, int]], where: str) -> dict[str, pd.Series]:
    """Codes of special missing values, by column; columns without any are left out."""
    width = sum(length for _, length, _ in layout)
    rest = data[start + width * len(frame) :]
    if len(data) % RECORD or len(data) < start + width * len(frame) or rest.strip(b" "):
        refuse(where, "the file is cut short", "copy or export it again")
    rows = np.frombuffer(data, dtype="uint8", count=width * len(frame), offset=start).reshape(len(frame), width)
    found = {}
    for name, (numeric, length, position) in zip(frame.columns, layout, strict=True):
        cell = rows[:, position : position + length]
        special = np.isin(cell[:, 0], np.frombuffer(LETTERS, "uint8")) & (cell[:, 1:] == 0).all(axis=1)
        if numeric and special.any():
            codes = pd.Series(cell[:, 0], index=frame.index).map(lambda byte: tag(chr(byte))).astype("string")
            found[name] = codes.where(special)
    return found


def _layout(data: bytes, variables: int, where: str) -> tuple[int, list[tuple[bool, int, int]]]:
    """Where the rows start, and of each variable: whether it is a number, its length, its position in a row."""
    names = max(data.find(b"HEADER RECORD*******NAMESTR"), data.find(b"HEADER RECORD*******NAMSTV8"))
    rows = data.find(b"HEADER RECORD*******OBS", names)
    if names < 0 or rows < names + RECORD + variables * VARIABLE:
        refuse(where, "the file is damaged or cut short", "copy or export it again")
    layout = []
    for k in range(variables):
        at = names + RECORD + k * VARIABLE
        kind, _, length = struct.unpack_from(">hhh", data, at)
        layout.append((kind == 1, length, struct.unpack_from(">i", data, at + 84)[0]))
    return rows + RECORD, layout
