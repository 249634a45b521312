"""SPSS portable files (.por).

pyreadstat turns user-missing values of these files into blanks and does not say which they were. So the declarations
are taken out of the file's dictionary before it reads the rest, and applied here. The file on disk is not touched.
Layout: PSPP, Developers Guide, "Portable File Format", https://www.gnu.org/software/pspp/pspp-dev/.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from pathlib import Path

from ipscohort.config.ingest import File
from ipscohort.ingest.rawtable import RawTable, refuse
from ipscohort.ingest.readers.spss import CALENDAR
from ipscohort.ingest.readers.statfile import OfContent, ranges_of, read_by, table_of

LINE = 80
TABLE = 200
"""Where the table of characters starts: 256 of them, digits from the 65th on."""
DICTIONARY = TABLE + 256 + len("SPSSPORT")


def read(path: Path, file: File) -> RawTable:
    """Read a .por file; user-missing values are kept apart from system-missing ones. Its names are in capitals."""
    import pyreadstat

    text = _unwrapped(path.read_bytes())
    if not text.rstrip().endswith("Z"):
        refuse(file.file, "the file is cut short: its end mark is not there", "copy or export it again")
    if text[TABLE + 64 : TABLE + 74] != "0123456789":
        refuse(file.file, "the file is written in a character set other than ASCII", "export it as .sav")
    dictionary = _Dictionary(text)
    dictionary.walk()
    content = _wrapped(dictionary.without_declarations())
    frame, meta = read_by(OfContent(pyreadstat.read_por, content), path, file.model_copy(update={"encoding": None}))
    return table_of(frame, meta, file, CALENDAR, *ranges_of(frame, meta, dictionary.ranges))


def _unwrapped(data: bytes) -> str:
    """The content without line ends; blanks cut off at a line's end are put back. One character is one byte."""
    lines = data.decode("latin-1").replace("\r\n", "\n").rstrip("\n").split("\n")
    return "".join(line.ljust(LINE) for line in lines)


def _wrapped(text: str) -> bytes:
    text = text.rstrip()  # ends with Z: the end mark
    text += "Z" * (-len(text) % LINE)
    return "".join(f"{text[k : k + LINE]}\r\n" for k in range(0, len(text), LINE)).encode("latin-1")


@dataclass
class _Dictionary:
    """A walk through the records before the data.

    Attributes
    ----------
    ranges : dict of variable -> list of {"lo": ..., "hi": ...}
        User-missing values.
    spans : list of (start, end)
        Where their declarations stand in the text.
    """

    text: str
    at: int = DICTIONARY
    ranges: dict[str, list] = field(default_factory=dict)
    spans: list[tuple[int, int]] = field(default_factory=list)
    widths: dict[str, int] = field(default_factory=dict)
    name: str = ""

    def walk(self) -> None:
        """Go from the version mark to the data."""
        self.at += 1
        self.string(), self.string()
        records = {"7": self.variable, "D": self.labels, "E": self.documents, "8": self.single, "9": self.up_to, "A": self.from_on}
        records |= {"B": self.between, "4": self.integer, "5": self.integer}
        records |= dict.fromkeys(("1", "2", "3", "6", "C"), self.string)
        while (kind := self.text[self.at]) != "F":
            start = self.at
            self.at += 1
            records[kind]()
            if kind in "89AB":
                self.spans.append((start, self.at))

    def without_declarations(self) -> str:
        """The text with the declarations of user-missing values taken out."""
        kept, last = [], 0
        for start, end in self.spans:
            kept.append(self.text[last:start])
            last = end
        return "".join([*kept, self.text[last:]])

    def token(self) -> str:
        """Characters up to the next slash."""
        end = self.text.index("/", self.at)
        found, self.at = self.text[self.at : end], end + 1
        return found

    def integer(self) -> int:
        """A whole number."""
        return int(self.token().strip(), 30)

    def string(self) -> str:
        """A text, its length before it."""
        length = self.integer()
        found, self.at = self.text[self.at : self.at + length], self.at + length
        return found

    def value(self, name: str) -> float | str:
        """A value of a variable: text, or a number."""
        return self.string() if self.widths[name] else number(self.token())

    def variable(self) -> None:
        """Width (0: a number), name, and two display formats of three numbers."""
        width = self.integer()
        self.name = self.string()
        self.widths[self.name] = width
        for _ in range(6):
            self.integer()

    def labels(self) -> None:
        """Value labels of some variables."""
        names = [self.string() for _ in range(self.integer())]
        for _ in range(self.integer()):
            self.value(names[0])
            self.string()

    def documents(self) -> None:
        """Lines of documentation."""
        for _ in range(self.integer()):
            self.string()

    def declare(self, low: float | str, high: float | str) -> None:
        """Note a range of user-missing values of the variable last met."""
        self.ranges.setdefault(self.name, []).append({"lo": low, "hi": high})

    def single(self) -> None:
        """One value."""
        value = self.value(self.name)
        self.declare(value, value)

    def up_to(self) -> None:
        """Lowest through a value."""
        self.declare(-math.inf, number(self.token()))

    def from_on(self) -> None:
        """A value through highest."""
        self.declare(number(self.token()), math.inf)

    def between(self) -> None:
        """From a value through another."""
        self.declare(number(self.token()), number(self.token()))


def number(text: str) -> float:
    """A number to base 30, such as 3A.F or -1+2 (the part after the second sign is the exponent)."""
    found = re.fullmatch(r"\s*(-?)([0-9A-T]*)(?:\.([0-9A-T]*))?([+-][0-9A-T]+)?", text)
    if not found:
        raise ValueError("no number to base 30")
    sign, whole, part, exponent = found.groups(default="")
    value = float(int(whole + part or "0", 30)) * 30.0 ** (int(exponent or "0", 30) - len(part))
    return -value if sign else value
