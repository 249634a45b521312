"""What stands in a released folder, read by somebody who has nothing else: its tables, and every number and word of its other files.

It shares no code with the package, so that what the package forgets it does not forget too.
"""

from __future__ import annotations

import csv
import json
import re
import zipfile
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

HIDDEN = "[c]"
GROUP = re.compile(r"^(?:(?P<exposure>.+): )?(?P<level>.+?) \(N = (?P<n>\[c\]|[\d.,\u202f\u2009 ]+)\)$")
NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
DATE = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b|\b\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d\d\b")
EXTREME = re.compile(r"\b(minimum|maximum|min|max|range|earliest|latest|shortest|longest)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """A row of a table: its label without indent, how far it is indented, and its cells."""

    label: str
    indented: bool
    cells: tuple[str, ...]

    @property
    def heading(self) -> bool:
        """Whether it has no cells of its own."""
        return not any(self.cells)


@dataclass
class Sheet:
    """A table."""

    name: str
    title: str
    columns: tuple[str, ...]
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def groups(self) -> dict[int, tuple[str, str, str]]:
        """Column -> exposure ('' of everybody), level, and N as printed."""
        found = ((i, GROUP.match(heading)) for i, heading in enumerate(self.columns))
        return {i: (m["exposure"] or "", m["level"] if m["exposure"] else "", m["n"]) for i, m in found if m}


def whole(text: str) -> int | None:
    """A whole number as printed, thousands apart; None of anything else."""
    text = re.sub(r"[\u202f\u2009 ,]", "", text.strip())
    return int(text) if re.fullmatch(r"\d+", text) else None


def sheets(folder: Path) -> dict[str, Sheet]:
    """All tables of a release, by name."""
    return {path.stem: _sheet(path) for path in sorted((folder / "tables").glob("*.csv"))}


def _sheet(path: Path) -> Sheet:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    head = next(i for i, row in enumerate(rows) if sum(bool(cell) for cell in row) > 1)
    last = max(i for i, row in enumerate(rows) if any(row[1:]))
    found = Sheet(path.stem, rows[head - 1][0] if head else "", tuple(rows[head][1:]), notes=[row[0] for row in rows[last + 1 :]])
    for row in rows[head + 1 : last + 1]:
        found.lines.append(Line(row[0].strip(), row[0].startswith(" "), tuple(row[1:])))
    return found


def texts(folder: Path) -> dict[str, str]:
    """Every released file as the text that a reader of it finds, by its path; pictures of dots, which hold none, are left out."""
    found = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix not in (".png", ".pdf")):
        name = path.relative_to(folder).as_posix()
        if path.suffix in (".docx", ".xlsx"):
            with zipfile.ZipFile(path) as book:
                parts = [book.read(p).decode("utf-8", "replace") for p in book.namelist() if p.endswith((".xml", ".rels"))]
            found[name] = _words(" ".join(parts))
        elif path.suffix in (".html", ".svg"):
            found[name] = _words(path.read_text(encoding="utf-8"))
        elif path.suffix == ".json":
            found[name] = json.dumps(json.loads(path.read_text(encoding="utf-8")), ensure_ascii=False)
        else:
            found[name] = path.read_text(encoding="utf-8")
    return {name: " ".join(text.split()) for name, text in found.items()}


def _words(markup: str) -> str:
    """What is read: without styles, scripts, drawn paths and addresses of pictures."""
    plain = re.sub(r"<(style|script|dc:date|dcterms:[a-z]+)\b.*?</\1>", " ", markup, flags=re.DOTALL)
    plain = re.sub(r"data:[^\"')\s]+", " ", plain)
    descriptions = re.findall(r"<desc>(.*?)</desc>", plain, flags=re.DOTALL) + re.findall(r"\balt=\"([^\"]*)\"", plain)
    plain = re.sub(r"<svg\b.*?</svg>", " ", plain, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", plain) + " " + " ".join(descriptions))
