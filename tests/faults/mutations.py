"""Sound small files with something wrong in them: flipped, random, lost, doubled and moved bytes, false counts and positions, bombs.

Each mutation takes the bytes of a sound file and a source of chance. What is packed (xlsx) is also mutated inside and packed again,
so that not only the zip's own checks meet it.
"""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache

Mutation = Callable[[bytes, random.Random], bytes]

WIDTHS = {1: "b", 2: "h", 4: "i", 8: "q"}


def flipped(data: bytes, chance: random.Random) -> bytes:
    """One to eight bits."""
    out = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 8])):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def randomised(data: bytes, chance: random.Random) -> bytes:
    """One to sixteen bytes, or as many in a row."""
    out, many = bytearray(data), chance.choice([1, 2, 4, 16])
    start = chance.randrange(len(out))
    places = range(start, min(start + many, len(out))) if chance.random() < 0.5 else [chance.randrange(len(out)) for _ in range(many)]
    for place in places:
        out[place] = chance.randrange(256)
    return bytes(out)


def cut(data: bytes, chance: random.Random) -> bytes:
    """The end is lost."""
    return data[: chance.randrange(1, len(data))]


def cut_by_blocks(data: bytes, chance: random.Random) -> bytes:
    """The end is lost at a border of a disk's or a format's blocks."""
    block = chance.choice([8, 80, 82, 512, 4096])
    return data[: max(1, block * chance.randrange(0, len(data) // block + 1))]


def lost(data: bytes, chance: random.Random) -> bytes:
    """A block in the midst is gone."""
    start, size = _block(data, chance)
    return data[:start] + data[start + size :]


def doubled(data: bytes, chance: random.Random) -> bytes:
    """A block stands twice."""
    start, size = _block(data, chance)
    return data[: start + size] + data[start:]


def swapped(data: bytes, chance: random.Random) -> bytes:
    """Two blocks of one size have changed places."""
    size = chance.choice([1, 4, 8, 80, 256])
    if len(data) < 2 * size + 2:
        return flipped(data, chance)
    first = chance.randrange(0, len(data) - 2 * size)
    second = chance.randrange(first + size, len(data) - size)
    a, b = data[first : first + size], data[second : second + size]
    return data[:first] + b + data[first + size : second] + a + data[second + size :]


def blanked(data: bytes, chance: random.Random) -> bytes:
    """A block is all zeros, as where a disk lost it."""
    start, size = _block(data, chance)
    return data[:start] + bytes(min(size, len(data) - start)) + data[start + size :]


def counted_wrong(data: bytes, chance: random.Random) -> bytes:
    """A field of one to eight bytes says 0, -1, one more or less, or far too many; mostly near the file's start, where counts stand."""
    width = chance.choice([1, 2, 4, 4, 4, 8])
    end = len(data) - width
    at = chance.randrange(0, min(end, 2048)) if chance.random() < 0.8 else chance.randrange(0, end)
    at -= at % width if chance.random() < 0.5 else 0
    return _field(data, at, width, chance, chance.choice("<<<>"))


def written_wrong(data: bytes, chance: random.Random) -> bytes:
    """A number that is written in digits is another one, negative, or none."""
    found = list(re.finditer(rb"[0-9A-T]{1,12}", data))
    if not found:
        return flipped(data, chance)
    place = chance.choice(found[: max(1, len(found) // chance.choice([1, 1, 4]))])
    said = chance.choice([b"0", b"-1", b"999999999999", b"TTTTTTTTTT", b"", b"1", b"1048577", b"-99999999", b"1E308", b"NaN"])
    if chance.random() < 0.5:
        said = (said * len(place[0]))[: len(place[0])] if said not in (b"0", b"1") else said.rjust(len(place[0]), b"0")
    return data[: place.start()] + said + data[place.end() :]


def _block(data: bytes, chance: random.Random) -> tuple[int, int]:
    size = max(1, min(chance.choice([1, 4, 8, 80, 82, 240, 512, 4096]), len(data) - 1))
    start = chance.randrange(0, len(data) - size)
    return (start - start % size if chance.random() < 0.5 else start), size


def _field(data: bytes, at: int, width: int, chance: random.Random, order: str) -> bytes:
    kind = order + WIDTHS[width]
    most = 2 ** (8 * width - 1) - 1
    old = struct.unpack_from(kind, data, at)[0]
    new = chance.choice([0, -1, 1, most, -most - 1, old + 1, old - 1, old * 2, old // 2, -old, most // 8, 10**9])
    return data[:at] + struct.pack(kind, max(-most - 1, min(most, new))) + data[at + width :]


ANY: tuple[Mutation, ...] = (
    flipped,
    randomised,
    cut,
    cut_by_blocks,
    lost,
    doubled,
    swapped,
    blanked,
    counted_wrong,
    counted_wrong,
    written_wrong,
)
"""Of any format."""


def field_at(*places: tuple[int, int]) -> Mutation:
    """A mutation of one of the counts that stand at known places (offset, bytes)."""

    def known(data: bytes, chance: random.Random) -> bytes:
        at, width = chance.choice([place for place in places if sum(place) <= len(data)])
        return _field(data, at, width, chance, "<")

    return known


def field_after(*marks: tuple[bytes, int]) -> Mutation:
    """The same of counts that follow a mark (mark, bytes)."""

    def known(data: bytes, chance: random.Random) -> bytes:
        there = [(data.find(mark) + len(mark), width) for mark, width in marks if mark in data]
        if not there:
            return counted_wrong(data, chance)
        at, width = chance.choice(there)
        return _field(data, at, width, chance, "<")

    return known


def digits_of_xport(data: bytes, chance: random.Random) -> bytes:
    """The counts in a transport file's header records."""
    found = list(re.finditer(rb"HEADER RECORD\*{7}\w+ *HEADER RECORD!{7}([ \d]{30})", data))
    spot = chance.choice(found)
    start = spot.start(1) + chance.randrange(0, 26)
    said = chance.choice([b"0000", b"9999", b"-001", b"0001", b"   1", b"0141", b"0013"])
    return data[:start] + said + data[start + 4 :]


def inside(data: bytes, chance: random.Random) -> bytes:
    """A part of a zip is mutated, unpacked, and packed again with a right checksum; or it is lost, doubled or named otherwise."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    likely = [k for k, (name, _) in enumerate(parts) if re.search(r"sheet|workbook|shared|styles|Types|rels", name)]
    which = chance.choice(likely)
    name, content = parts[which]
    how = chance.random()
    if how < 0.55:
        parts[which] = (name, in_markup(content, chance))
    elif how < 0.85:
        parts[which] = (name, chance.choice(ANY)(content, chance))
    elif how < 0.90:
        del parts[which]
    elif how < 0.95:
        parts[which] = (chance.choice([name.upper(), name + "x", "../" + name, name.replace("/", "\\")]), content)
    else:
        other = chance.choice(likely)
        parts[which], parts[other] = (name, parts[other][1]), (parts[other][0], content)
    return zipped(parts)


SAID = (
    *(b"", b"0", b"-1", b"99999999999", b"1048577", b"A1:XFD1048576", b"XFD1048576", b"AAAAA1", b"b", b"e", b"d", b"inlineStr", b"&#0;"),
    *(b"1e999", b"NaN", b"2958466", b"\xff\xfe", b"A" * 70000, b"rId99", b"_x0000_", b"=1+1", b"18446744073709551616", b"str", b"n"),
)
"""What an attribute or a cell says instead."""


def in_markup(content: bytes, chance: random.Random) -> bytes:
    """A value of an attribute or an element is another one."""
    found = list(re.finditer(rb'="([^"<>]*)"|>([^<>]+)<', content))
    if not found:
        return content[: chance.randrange(len(content) + 1)]
    place = chance.choice(found)
    group = 1 if place[1] is not None else 2
    said = chance.choice(SAID)
    return content[: place.start(group)] + said + content[place.end(group) :]


def zipped(parts: list[tuple[str, bytes]]) -> bytes:
    """A zip of parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def in_footer(data: bytes, chance: random.Random) -> bytes:
    """A number of a Parquet file's footer is another one, of one or more bytes, and the footer's length goes along."""
    length = int.from_bytes(data[-8:-4], "little")
    footer, before = data[-8 - length : -8], data[: -8 - length]
    at = chance.randrange(0, min(length, 700) if chance.random() < 0.7 else length)
    said = chance.choice([0, 1, 2, 3, 2**31, 2**40, 2**62, 2**32 - 1, 10**9])
    footer = footer[:at] + _varint(said) + footer[at + 1 :]
    return before + footer + len(footer).to_bytes(4, "little") + b"PAR1"


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


@cache
def zeros(gigabytes: float) -> tuple[bytes, int, int]:
    """That many blanks packed by deflate, their number, and their checksum."""
    block, times = b" " * (1 << 20), int(gigabytes * 1024)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    end = packer.flush()
    checksum = 0
    for _ in range(times):
        checksum = zlib.crc32(block, checksum)
    return packed * times + end, times << 20, checksum


def bomb_in_zip(data: bytes, chance: random.Random, gigabytes: float = 3.0) -> bytes:
    """A part of a workbook that unpacks to gigabytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([n for n in parts if re.search(r"sheet|workbook.xml$|shared|styles|Types", n)])
    packed, size, checksum = zeros(gigabytes)
    marked = zipped([(n, b"" if n == name else content) for n, content in parts.items()])
    made = io.BytesIO()
    made.write(marked)
    with zipfile.ZipFile(io.BytesIO(marked)) as archive:
        infos = archive.infolist()
    return _with_packed(infos, parts, name, packed, size, checksum)


def _with_packed(infos: list[zipfile.ZipInfo], parts: dict[str, bytes], name: str, packed: bytes, size: int, checksum: int) -> bytes:
    """A zip in which one part is what was packed before."""
    out, directory = bytearray(), bytearray()
    for info in infos:
        content = parts[info.filename]
        here = (packed, size, checksum) if info.filename == name else (content, len(content), zlib.crc32(content))
        method, word = (8 if info.filename == name else 0), info.filename.encode()
        told = struct.pack("<HHHHHIIIHH", 20, 0, method, 0, 33, here[2], len(here[0]), here[1], len(word), 0)
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + told + struct.pack("<HHHII", 0, 0, 0, 0, len(out)) + word
        out += b"PK\x03\x04" + told + word + here[0]
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, len(infos), len(infos), len(directory), len(out), 0)
    return bytes(out + directory + end)


def entities(data: bytes, chance: random.Random) -> bytes:
    """A part of a workbook whose markup repeats itself without end."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    which = chance.choice([k for k, (n, _) in enumerate(parts) if re.search(r"sheet|workbook.xml$|shared|styles", n)])
    lines = "".join(f'<!ENTITY a{k} "{f"&a{k - 1};" * 10}">' for k in range(1, 12))
    content = re.sub(rb"^<\?xml[^>]*>", b"", parts[which][1])
    content = re.sub(rb">([^<>]+)<", b">&a11;<", content, count=1)
    parts[which] = (parts[which][0], f'<!DOCTYPE x [<!ENTITY a0 "lol">{lines}]>'.encode() + content)
    return zipped(parts)


@cache
def _rows_without_end(rows: int) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet

    one = pa.DictionaryArray.from_arrays(pa.array(bytes(1)).cast(pa.string()).take(pa.array([0])).is_null().cast(pa.int8()), ["001"])
    column = pa.chunked_array([pa.DictionaryArray.from_arrays(pa.nulls(10**6, pa.int8()).fill_null(0), one.dictionary)] * (rows // 10**6))
    made = io.BytesIO()
    pyarrow.parquet.write_table(pa.table({"PID": column}), made, row_group_size=rows)
    return made.getvalue()


def many_rows(data: bytes, chance: random.Random) -> bytes:
    """A Parquet file of a few kB with hundreds of millions of rows."""
    return _rows_without_end(300_000_000)


KNOWN: dict[str, tuple[Mutation, ...]] = {
    "csv": (),
    "xlsx": (inside, inside, inside, inside),
    "sav": (field_at((64, 4), (68, 4), (72, 4), (76, 4), (80, 4), (80, 4), (84, 8), (176, 4), (180, 4), (184, 4), (188, 4)),),
    "zsav": (field_at((64, 4), (68, 4), (72, 4), (76, 4), (80, 4), (80, 4), (84, 8), (176, 4), (180, 4), (184, 4), (188, 4)),),
    "por": (written_wrong,),
    "dta": (field_after((b"<K>", 2), (b"<N>", 4), (b"<N>", 8), (b"<map>", 8), (b"<release>", 2)), field_at((4, 2), (6, 4), (4, 4))),
    "sas7bdat": (field_at((35, 1), (196, 4), (200, 4), (204, 4), (212, 4), (4128, 2), (4132, 2), (4134, 2), (4136, 4), (4140, 4)),),
    "xpt": (digits_of_xport,),
    "parquet": (in_footer, in_footer),
}
"""Format -> mutations of what is known of it."""
BOMBS: dict[str, tuple[Mutation, ...]] = {"xlsx": (bomb_in_zip, entities), "parquet": (many_rows,)}


def mutate(fmt: str, data: bytes, chance: random.Random) -> tuple[str, bytes]:
    """One mutation, or two; and its name."""
    if fmt in BOMBS and chance.random() < 0.02:
        how = chance.choice(BOMBS[fmt])
        return how.__name__, how(data, chance)
    hows = [chance.choice(ANY + KNOWN[fmt] * (1 + len(ANY) // 4)) for _ in range(chance.choice([1, 1, 1, 2]))]
    for how in hows:
        try:
            data = how(data, chance)
        except (
            zipfile.BadZipFile,
            zlib.error,
            struct.error,
            ArithmeticError,
            IndexError,
            ValueError,
            KeyError,
            NotImplementedError,
            RuntimeError,
            EOFError,
        ):  # the first one left nothing to mutate
            continue
    return " and ".join(how.__name__ for how in hows), data
