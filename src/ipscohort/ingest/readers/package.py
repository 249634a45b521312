"""What an office file in a zip is, and where the parts of a workbook lie in it.

A package names its main part in _rels/.rels, the kinds of parts in [Content_Types].xml, and a workbook's sheets, styles
and texts in its own relationships; only by habit do they lie in xl/. openpyxl goes by these names for some parts and by
habit for others (without styles, dates are plain numbers), so a package that lies otherwise is put in the usual places
in memory. Layout: ECMA-376, part 2 (packages) and part 1 (workbooks; "strict" ones have other namespaces).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from pathlib import Path
from typing import IO
from urllib.parse import unquote
from xml.etree import ElementTree

from ipscohort.ingest.rawtable import refuse

TYPES = "[Content_Types].xml"
WORKBOOK = "xl/workbook.xml"
MAIN = {
    "ms-excel.sheet.binary": "binary Excel file (.xlsb)",
    "spreadsheetml": "xlsx",
    "ms-excel": "xlsx",
    "wordprocessingml": "Word file",
    "presentationml": "PowerPoint file",
}
"""Part of the main part's content type -> format word, or words for a kind that can't be read."""
UNPACKED, TIMES = 10**8, 150
"""Bytes that a workbook may hold unpacked whatever its size, and how many times its own size if it holds more."""
PLACES = {"sharedStrings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}
STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError)
"""What a damaged or locked part of a zip raises."""
TYPE_OF = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"


def kind(archive: zipfile.ZipFile) -> str | None:
    """Format word of an office file, or words for a kind that can't be read; None where the zip is no such file."""
    package = _Package(archive)
    main = package.main()
    if main is None:
        return None
    found = package.content_type(main)
    return next((word for part, word in MAIN.items() if part in found), None)


def check_unpacked(path: Path, where: str) -> None:
    """Refuse a zip that unpacks to far more than its size warrants, by its own list of parts and before any is read.

    A zip never gives more of a part than its list says; sheets of records shrink to a tenth or a fiftieth.

    Parameters
    ----------
    path : Path
    where : str
        The file as the settings name it.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except UNREADABLE:  # the reader says so
        return
    if unpacked > UNPACKED and unpacked > TIMES * path.stat().st_size:
        what = f"the file unpacks to {unpacked / 1e9:.1f} GB, {unpacked // path.stat().st_size} times its size: it is damaged or hostile"
        refuse(where, what, "open it in Excel and save it again")


def opened(path: Path) -> IO[bytes]:
    """A workbook with its parts in the usual places: the file itself, or a copy in memory.

    Parameters
    ----------
    path : Path

    Returns
    -------
    stream of bytes
        To be closed.
    """
    with zipfile.ZipFile(path) as archive:
        package = _Package(archive)
        if not package.usual():
            return package.put_in_place()
    return path.open("rb")


class _Package:
    """The parts of a zip by their names, however they are written there."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = {name.replace("\\", "/").lower(): name for name in archive.namelist()}

    def has(self, part: str) -> bool:
        return part.lower() in self.names

    def read(self, part: str) -> bytes:
        data = self.archive.read(self.names[part.lower()])
        for strict, plain in STRICT:
            data = data.replace(strict, plain)
        return data

    def tree(self, part: str) -> list[ElementTree.Element]:
        """The elements right below the root; none where the part is not there, or no XML."""
        try:
            return list(ElementTree.fromstring(self.read(part)))
        except (KeyError, ElementTree.ParseError, *UNREADABLE):
            return []

    def main(self) -> str | None:
        """The main part, such as the workbook."""
        return next((target for _, kind, target in self.relations("") if kind == "officeDocument" and self.has(target)), None)

    def relations(self, part: str) -> list[tuple[str, str, str]]:
        """Of each part that a part refers to: id, last word of the kind of relation, name."""
        folder, name = posixpath.split(part)
        found = []
        for element in self.tree(posixpath.join(folder, "_rels", f"{name}.rels")):
            if element.get("TargetMode") != "External":
                target = unquote(element.get("Target", "")).replace("\\", "/")
                whole = posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target))
                found.append((element.get("Id", ""), element.get("Type", "").rpartition("/")[2], whole))
        return found

    def content_type(self, part: str) -> str:
        """By the part's own name, else by its ending."""
        types = {}
        for element in self.tree(TYPES):
            key = element.get("PartName", "").lstrip("/") or "." + element.get("Extension", "")
            types[key.lower()] = element.get("ContentType", "")
        return types.get(part.lower()) or types.get(posixpath.splitext(part)[1].lower(), "")

    def usual(self) -> bool:
        """Whether openpyxl finds all parts; also of a package that names no main part, which it refuses in its own words."""
        main = self.main()
        if main is None:
            return True
        parts = {main: WORKBOOK} | {target: PLACES[kind] for _, kind, target in self.relations(main) if kind in PLACES}
        sheets = [target for _, kind, target in self.relations(main) if kind == "worksheet"]
        spelt = all(self.names.get(part.lower(), part) == part for part in (*parts, *sheets, TYPES))
        return spelt and all(part == place for part, place in parts.items()) and b"purl.oclc.org" not in self.archive.read(main)

    def put_in_place(self) -> IO[bytes]:
        """A copy of what cells need: workbook, sheets, texts and styles."""
        main = self.main() or WORKBOOK
        places, relations = {WORKBOOK: (main, "sheet.main")}, []
        for number, (name, kind, target) in enumerate(self.relations(main)):
            place = f"xl/worksheets/sheet{number}.xml" if kind == "worksheet" else PLACES.get(kind)
            if place and self.has(target):
                places[place] = (target, kind)
                relations.append(f'<Relationship Id="{name}" Type="{RELATION.format(kind)}" Target="/{place}"/>')
        types = [f'<Override PartName="/{place}" ContentType="{TYPE_OF.format(kind)}"/>' for place, (_, kind) in places.items()]
        copy = io.BytesIO()
        with zipfile.ZipFile(copy, "w") as archive:
            for place, (part, _) in places.items():
                archive.writestr(place, self.read(part))
            archive.writestr("xl/_rels/workbook.xml.rels", _element("Relationships", "relationships", relations))
            archive.writestr(TYPES, _element("Types", "content-types", types))
        copy.seek(0)
        return copy


def _element(name: str, space: str, inner: list[str]) -> str:
    return f'<{name} xmlns="http://schemas.openxmlformats.org/package/2006/{space}">{"".join(inner)}</{name}>'


def unescaped(text: str) -> str:
    """Text of a cell without the escapes of the format: _x000D_ is a carriage return, _x005F_ an underscore.

    Source: ECMA-376, part 1, 22.9.2.19 (ST_Xstring). A carriage return before a line end goes, as it does elsewhere in XML.
    """
    plain = re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)
    if plain == text:
        return text
    joined = plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return joined.replace("\r\n", "\n").replace("\0", "\ufffd")
