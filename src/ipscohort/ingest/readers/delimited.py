"""Text files with separated columns. Everything is read as text, so that ids keep their zeros and codes their form."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd

from ipscohort.config.ingest import File
from ipscohort.errors import UserError
from ipscohort.ingest.rawtable import Note, RawTable, check_names, named_columns, refuse
from ipscohort.ingest.readers.encodings import cells, decoded, garbled, remedy, sample, settings_texts
from ipscohort.ingest.readers.headerrow import SEARCHED, check_names_row, held
from ipscohort.ingest.readers.plaintext import read_plain
from ipscohort.words import say

SEPARATORS = (",", ";", "\t", "|")
SHOWN = {"\t": "a tab", ",": "a comma", ";": "a semicolon", "|": "a bar"}


def read(path: Path, file: File) -> RawTable:
    """Read .csv or .tsv; rows are numbered as a spreadsheet shows them.

    Raises
    ------
    UserError
        Wrong encoding, wrong separator, rows with too few or too many cells, a quotation mark that is never closed.
    """
    tabbed = file.format == "tsv" or (file.format == "auto" and path.suffix.lower() == ".tsv")
    whole, doubts = _decoded(path, file)
    text, hint = _without_hint(whole)
    separator = hint or file.delimiter or ("\t" if tabbed else ",")
    head = file.header_row
    plain = read_plain(text, separator) if head == 1 else None
    if plain and not held(plain[0], file):
        plain = None  # the names may stand in another row
    try:
        rows = [plain[0]] if plain else _rows(text, separator, file.file, lines_before=hint is not None)
    except UserError:
        _check_names_of_other_separator(text, separator, file)
        raise
    check_names_row(rows, file, file.file)
    names = [name.strip() for name in rows[head - 1]]
    if len(names) <= 1:
        _check_names_of_other_separator(text, separator, file)
    if not any(names):
        refuse(file.file, f"row {head} holds no column names", f"write the columns' names into row {head}, or set header_row for the file")
    _check_separator(names, separator, file.file)
    check_names(file.file, names, file)
    _check_lengths(rows, len(names), file.file, head)
    frame = plain[1] if plain else _frame(rows[head:], len(names))
    last = head + len(frame)
    frame.index = pd.RangeIndex(head + 1, last + 1)
    kept = [k for k, name in enumerate(names) if name]
    frame = frame if len(kept) == len(names) else frame[kept]
    frame.columns = [names[k] for k in kept]
    known = {names[k]: replace(plain[2][k], index=frame.index) for k in kept} if plain and plain[2] else {}
    return RawTable(
        file.file, frame, decimal=file.decimal, plain_text=True, notes=(*doubts, *_notes(text, hint, last)), known=known, names_row=head
    )


def _frame(records: list[list[str]], width: int) -> pd.DataFrame:
    """The records as text; a cell that is empty or blank is missing."""
    frame = pd.DataFrame([row[:width] or [""] * width for row in records], columns=range(width), dtype="string")
    return frame.mask(frame.apply(lambda column: column.str.strip()).eq("").fillna(False))


def _notes(text: str, hint: str | None, last: int) -> tuple[Note, ...]:
    notes = []
    if hint is not None:
        why = say("the line sep= before row 1 tells the separator; rows are numbered without it, as Excel shows them")
        notes.append(Note("separator_line", say("read"), why, (1,)))
    if not text.endswith(("\n", "\r")):
        why = say("the file does not end with a line end: its last row may be cut short")
        notes.append(Note("last_line_unfinished", say("kept"), why, (last,)))
    return tuple(notes)


def _without_hint(text: str) -> tuple[str, str | None]:
    """The text without a first line such as sep=; (for Excel, which does not show it), and the separator that it tells."""
    found = re.match(r'"?sep=([^\w\s"]|\t)"?\1*(\r\n|\r|\n|$)', text, re.IGNORECASE)
    return (text[found.end() :], found.group(1)) if found else (text, None)


def _decoded(path: Path, file: File) -> tuple[str, list[Note]]:
    """The file's text, and whether it seems garbled. UTF-8 with or without a byte order mark, unless the settings say otherwise."""
    data = path.read_bytes()
    encoding = file.encoding or "utf-8"
    try:
        encoding = codecs.lookup(encoding).name
    except LookupError:
        refuse(file.file, f"encoding: '{encoding}' is no known encoding", "write utf-8, windows-1252 or latin-1, for example")
    if file.encoding is None and data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        refuse(file.file, "the text is UTF-16, not UTF-8", "set encoding: utf-16 for it, or save it as UTF-8")
    try:
        text = data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except (UnicodeDecodeError, UnicodeError) as error:
        line = data[: getattr(error, "start", 0)].count(b"\n") + 1
        refuse(f"{file.file}, line {line}", f"the text is not {encoding.upper()}", _encodings(data, file))
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        refuse(f"{file.file}, line {line}", "this is no plain text", f"{_encodings(data, file)}, or name the right file")
    _check_not_utf8(data, encoding, file.file)
    return text.removeprefix("\ufeff"), _doubts(data, encoding, file)


def _doubts(data: bytes, encoding: str, file: File) -> list[Note]:
    """Encodings of one byte a letter decode nearly anything: is it text that comes out?"""
    if encoding.startswith("utf") or data.isascii() or not garbled(sample(data), encoding):
        return []
    why = say("encoding says {encoding}, and another fits much better: {better}", encoding=file.encoding, better=_encodings(data, file))
    return [Note("encoding_doubtful", say("warned"), why, (file.header_row,))]


def _encodings(data: bytes, file: File) -> str:
    """The encodings that fit, each with names and codes as they would look: those of the settings, else the row with such a name."""
    texts, settings = decoded(sample(data)), file.model_dump()
    known, columns, names = settings_texts(settings), named_columns(settings), {}
    for encoding, text in texts.items():
        held = sorted(known & cells(text))
        head = max(text.split("\n")[:SEARCHED], key=lambda line: len(columns & cells(line)), default="")
        names[encoding] = held if not "".join(held).isascii() else re.split(r'[,;\t|\r"]+', head) if columns & cells(head) else []
    return remedy(texts, names, known)


def _check_not_utf8(data: bytes, encoding: str, where: str) -> None:
    """One-byte encodings decode anything: UTF-8 read as one of them would give garbled names and levels in silence."""
    if encoding.startswith("utf") or data.isascii():
        return
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return
    refuse(where, f"encoding says {encoding}, and the text is UTF-8", "leave `encoding` out for this file")


def _rows(text: str, separator: str, where: str, *, lines_before: int) -> list[list[str]]:
    """All rows, those without any text as empty lists, or left out where they stand at the end."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(row if any(cell.strip() for cell in row) else [] for row in reader)
    except csv.Error:
        begun = len(rows) + 1
        remedy = "close the quotation mark, or write a quotation mark inside a cell twice"
        refuse(f"{where}, line {reader.line_num + lines_before}", f"a quotation mark is out of place in row {begun}", remedy)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _check_separator(names: list[str], separator: str, where: str) -> None:
    if len(names) != 1:
        return
    other = next((mark for mark in SEPARATORS if mark != separator and mark in names[0]), None)
    if other:
        refuse(where, f"only one column found: the columns seem to be separated by {SHOWN[other]}", f"set {_delimiter(other)} for it")


def _delimiter(mark: str) -> str:
    """The key that tells a separator."""
    return f'delimiter: "{mark if mark != chr(9) else chr(92) + "t"}"'


def _check_names_of_other_separator(text: str, separator: str, file: File) -> None:
    """Names below a title, in a file of another separator."""
    lines = "\n".join(text.split("\n")[:SEARCHED])
    for mark in SEPARATORS:
        if mark != separator:
            try:
                rows = _rows(lines, mark, file.file, lines_before=0)
            except UserError:
                continue
            check_names_row(rows, file, file.file, f" and {_delimiter(mark)}")


def _check_lengths(rows: list[list[str]], width: int, where: str, head: int) -> None:
    short = [n for n, row in enumerate(rows[head:], head + 1) if row and len(row) < width]
    long = [n for n, row in enumerate(rows[head:], head + 1) if any(cell.strip() for cell in row[width:])]
    if short or long:
        kinds = " or ".join(kind for kind, found in (("fewer", short), ("more", long)) if found)
        what = f"rows with {kinds} cells than the {width} columns that row {head} names"
        remedy = "the file may be cut short, or a separator stands inside a cell without quotation marks"
        refuse(where, what, remedy, rows=sorted(short + long))
