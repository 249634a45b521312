"""How many records the pages of a SAS data set (.sas7bdat) hold, and whether all its pages are there.

pyreadstat believes the number of records in the header where the pages hold more. Layout: Shotwell, *SAS7BDAT Database Binary Format*,
https://cran.r-project.org/package=sas7bdat.
"""

from __future__ import annotations

import struct

WIDE, ALIGNED, ORDER = 32, 35, 37
"""Where a file says that its positions have eight bytes (0x33), that its page count is moved (0x33), and its order of bytes (1: low first)."""
DATA, MIXED, DELETED = 0x100, 0x200, 0x80
"""Kinds of pages with rows; and with rows that are deleted."""
KINDS = 0x0F00


def records_on_pages(data: bytes) -> int | None:
    """How many rows stand on the pages; None where this can't be told, as rows are packed or deleted.

    Parameters
    ----------
    data : bytes
        The whole file.

    Raises
    ------
    ValueError
        There are fewer or more pages than the header says.
    struct.error
        The file ends within its header.
    """
    order = "<" if data[ORDER] == 1 else ">"
    wide, moved = data[WIDE] == 0x33, 4 if data[ALIGNED] == 0x33 else 0
    head, size = struct.unpack_from(f"{order}II", data, 196 + moved)
    pages = struct.unpack_from(order + ("Q" if wide else "I"), data, 204 + moved)[0]
    if size == 0 or head + size * pages != len(data):
        raise ValueError("pages are missing")
    found, packed = 0, False
    for page in range(pages):
        start = head + page * size
        kind, blocks, others = struct.unpack_from(f"{order}HHH", data, start + (32 if wide else 16))
        packed |= bool(kind & DELETED) or kind & 0x8000 != 0
        if kind & KINDS in (DATA, MIXED):
            found += blocks - others
    return found if found and not packed else None
