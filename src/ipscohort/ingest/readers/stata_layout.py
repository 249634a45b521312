"""Whether a Stata file's data are as long as its header says, and end where its other parts begin.

pyreadstat believes the number of records in the header where the file holds more. Layout: Stata, `help dta` and `help dta_113` to
`dta_118`. Older files are not looked at.
"""

from __future__ import annotations

import struct

FIXED = {251: 1, 252: 2, 253: 4, 254: 4, 255: 8}
"""Type of a variable before version 117 -> bytes of a cell; smaller ones are the length of a text."""
TAGGED = {65526: 8, 65527: 4, 65528: 4, 65529: 2, 65530: 1, 32768: 8}
"""The same from version 117 on."""
FORMATS = {113: 12, 114: 49, 115: 49}
"""Version -> bytes of a display format."""
HEAD, NAME, LABEL = 109, 33, 81
PARTS = 14
"""Positions in a file's map: the types of variables are the third, the data the tenth, what follows them the eleventh, the end the last."""


def sound(data: bytes) -> bool:
    """Whether rows, their width and the length of the data go together.

    Parameters
    ----------
    data : bytes
        The whole file.

    Raises
    ------
    ValueError, IndexError, struct.error
        Positions or counts point out of the file.
    """
    if data.startswith(b"<stata_dta>"):
        return _tagged(data)
    return _plain(data) if data[0] in FORMATS else True


def _tagged(data: bytes) -> bool:
    order = "<" if b"<byteorder>LSF" in data[:100] else ">"
    version = int(data[28:31])
    variables = struct.unpack_from(order + ("I" if version == 119 else "H"), data, _after(data, b"<K>"))[0]
    records = struct.unpack_from(order + ("I" if version == 117 else "Q"), data, _after(data, b"<N>"))[0]
    places = struct.unpack_from(f"{order}{PARTS}Q", data, _after(data, b"<map>"))
    types = struct.unpack_from(f"{order}{variables}H", data, places[2] + len(b"<variable_types>"))
    held = places[10] - places[9] - len(b"<data></data>")
    width = sum(TAGGED.get(kind, kind) for kind in types)
    marked = data.startswith(b"<data>", places[9]) and data.startswith(b"<strls>", places[10])
    return marked and places[-1] == len(data) and held == records * width


def _after(data: bytes, mark: bytes) -> int:
    return data.index(mark, 0, 1000) + len(mark)


def _plain(data: bytes) -> bool:
    order = ">" if data[1] == 1 else "<"
    variables, records = struct.unpack_from(f"{order}hi", data, 4)
    if variables < 0 or records < 0:
        return False
    types = data[HEAD : HEAD + variables]
    at = HEAD + variables * (1 + NAME + FORMATS[data[0]] + NAME + LABEL) + 2 * (variables + 1)
    while data[at]:  # notes and the like
        at += 5 + _length(data, at + 1, order)
    at += 5 + records * sum(FIXED.get(kind, kind) for kind in types)
    while at < len(data):  # sets of value labels
        at += 4 + NAME + 3 + _length(data, at, order)
    return at == len(data)


def _length(data: bytes, at: int, order: str) -> int:
    found = struct.unpack_from(f"{order}i", data, at)[0]
    if not 0 <= found <= len(data):
        raise ValueError("no possible length")
    return found
