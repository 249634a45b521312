"""A document as Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ipscohort.manuscript.document import Block, Grid, Heading

MARKS = re.compile(r"[\\*`<~|]|(?<!\w)_|_(?!\w)|\](?=[(\[:])|&(?=#?\w+;)")
"""What Markdown reads within a text: emphasis, code, tags, ends of a link's text, characters by their names."""
FIRST = re.compile(r"^(\s*)(?:(\d+)(?=[.)](?:\s|$))|(?=[#>=]|[-+](?:\s|$)|---))")
"""What it reads at the start of one: headings, quotations, tables, lists, rules; behind a number its point."""


def render(blocks: Sequence[Block], banner: str = "") -> bytes:
    """UTF-8; `banner` stands first, in bold."""
    parts = [f"**{banner}**"] if banner else []
    parts += [_block(block) for block in blocks]
    return ("\n\n".join(parts) + "\n").encode("utf-8")


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_plain(block.text)}"
    if isinstance(block, Grid):
        rule = f"| {' | '.join(['---'] * len(block.headings))} |"
        return "\n".join([_row(block.headings), rule, *map(_row, block.rows)])
    return _plain(block.text)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(_plain, cells))} |"


def _plain(text: str) -> str:
    """Text in which no character makes anything bold, code, a tag, a link, a picture, a list or a heading."""
    return FIRST.sub(r"\1\2\\", MARKS.sub(r"\\\g<0>", text.replace("\n", " ")))
