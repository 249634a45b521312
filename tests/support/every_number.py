"""Does every number that is shown answer, and is it its tidy value through the one rounding function?

`unanswered(page, values)` goes through an HTML page, `unbacked(text, values)` through one piece of text: the same can be asked of
any other format whose pieces of text carry ids.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from ipscohort.display import printing

TOKEN = re.compile(r"<?(?<![\w.])(?:(?<!\d)-)?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?(?![\w])(?!\.\d)")
"""A number as it is printed, .008 and <.001 too; a hyphen after a digit is no minus sign but stands between two numbers."""
IN_TABLES = ("td", "th")
STRUCTURAL = (
    r"\b\d+(\.\d+)?% CI\b",
    r"^\s*[01]\s*$",  # at the reference level B is 0 and a ratio 1, by definition
    r"\b0-(100|30)\b",  # range of a questionnaire's score
    r"\bMHI-5\b",
    r"\bWorked \d+ \w+ or more\b",
    r"\b\d+ hours a week or more\b",
    r"\b(day|week|month) \d+\b",
)
"""Words of tables that hold a number which is no result: limits and horizons that the settings give, names, definitions."""
IN_NOTES = (
    r"\b1 - Kaplan-Meier estimate\b",
    r"\(n \+ 1\) p\b",
    r"\b\d+ of \d+ items missing\b",  # a reason, not a count: what follows it is counted
    r"^Follow-up: \d+ \w+\b",
    r"\bBond, Campbell & Drake 2012, Psychiatric Services 63\(8\):751-757\b",
    r"\bWestreich & Greenland 2013\b",
    r"\bdoi 10\.\d+/[\w./-]*\w",
)
"""The same of notes: methods, reasons, the follow-up and the literature."""
VOID = {"br", "hr", "img", "input", "link", "meta", "col", "wbr"}


@dataclass
class Block:
    """A table cell, caption or paragraph: pieces of text, each with the ids of its numbers ('' where it is not linked)."""

    tag: str
    pieces: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """As read."""
        return "".join(text for text, _ in self.pieces)


class _Blocks(HTMLParser):
    """Blocks of some tags, the innermost counting; footnote marks, styles, scripts and elements of some ids are left out."""

    def __init__(self, tags: tuple[str, ...], skip: tuple[str, ...]):
        super().__init__()
        self.tags, self.skip, self.blocks, self.open, self.path, self.ids, self.within = tags, skip, [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        if tag in VOID:
            self._add(" ")
            return
        self.path.append(tag)
        if tag in self.tags:
            self.open.append(Block(tag))
        self.ids.append(dict(attrs).get("data-n") or "")
        self.within.append(dict(attrs).get("id"))

    def handle_endtag(self, tag):
        while self.path:
            closed = self.path.pop()
            self.ids.pop()
            self.within.pop()
            if closed in self.tags:
                self.blocks.append(self.open.pop())
            if closed == tag:
                return

    def handle_data(self, data):
        if not {"sup", "style", "script", "title"} & set(self.path) and not set(self.skip) & set(self.within):
            self._add(data)

    def _add(self, data):
        if self.open:
            self.open[-1].pieces.append((data, next((ids for ids in reversed(self.ids) if ids), "")))


def blocks(page: str, tags: tuple[str, ...] = IN_TABLES, skip: tuple[str, ...] = ()) -> list[Block]:
    """Every block of some tags of a page, but for elements of some ids."""
    parser = _Blocks(tags, skip)
    parser.feed(page)
    return parser.blocks


def unanswered(
    page: str,
    values: Mapping[str, float],
    structural: Iterable[str] = (),
    tags: tuple[str, ...] = IN_TABLES,
    skip: tuple[str, ...] = (),
    quoted: Collection[str] = (),
) -> list[str]:
    """What is wrong with the numbers of a page; nothing where each answers and is what it should be.

    Parameters
    ----------
    page : str
        HTML, in which the numbers of a piece of text are named by `data-n="id id"`.
    values : mapping of str -> float
        Id of a number -> its value with every digit, NaN where it is not defined.
    structural : iterable of str
        Regular expressions of words that hold a number which is no result, such as a heading's '95% CI'.
    tags : tuple of str
        The blocks that are gone through.
    skip : tuple of str
        Ids of elements that are left out, such as the appendix that holds the answers themselves.
    quoted : collection of str
        Whole sentences of tidy files that stand to the letter, linked to the numbers that they hang on.
    """
    found = []
    for block in blocks(page, tags, skip):
        for text, ids in block.pieces:
            names = ids.split()
            found += [f"{name}: no such number" for name in names if name not in values]
            known = [values[name] for name in names if name in values]
            bare = _without(text, structural) if not names else text
            if not (known and text in quoted):
                found += [f"'{token}' in <{block.tag}> '{block.text.strip()}'" for token in unbacked(bare, known)]
    return found


def _without(text: str, structural: Iterable[str]) -> str:
    for words in structural:
        text = re.sub(words, "", text)
    return text


def unbacked(text: str, values: Iterable[float], point: str = ".") -> list[str]:
    """The numbers printed in a text that none of the values gives; each value counts once. `point` stands before decimals."""
    left, wrong, text = list(values), [], text.replace(point, ".")
    for token in _tokens(text):
        match = next((value for value in left if gives(value, token)), None)
        if match is None:
            wrong.append(token)
        else:
            left.remove(match)
    return wrong


def _tokens(text: str) -> Iterator[str]:
    for match in TOKEN.finditer(printing.with_hyphens(text)):
        yield match[0]


def gives(value: float, token: str) -> bool:
    """Whether the rounding function prints a value so, with as many decimals as are printed."""
    if token.startswith("<"):
        return value < float(token[1:])
    plain = token.replace(",", "")
    plain = f"0{plain}" if plain.startswith(".") else plain
    decimals = len(plain.partition(".")[2])
    return printing.number(value, decimals, separated=False) == plain
