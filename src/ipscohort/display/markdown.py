"""Text of records and settings in Markdown: shown as it is."""

from __future__ import annotations

import re

MARKS = re.compile(r"[\\*`<~|]|(?<!\w)_|_(?!\w)|\](?=[(\[:])|&(?=#?\w+;)")
"""What Markdown reads within a text: emphasis, code, tags, ends of a link's text, characters by their names."""
FIRST = re.compile(r"^(\s*)(?:(\d+)(?=[.)](?:\s|$))|(?=[#>=]|[-+](?:\s|$)|---))")
"""What it reads at the start of one: headings, quotations, tables, lists, rules; behind a number its point."""


def as_text(text: str) -> str:
    """Text on one line in which no character makes anything bold, code, a tag, a link, a picture, a list or a heading."""
    return FIRST.sub(r"\1\2\\", MARKS.sub(r"\\\g<0>", text.replace("\n", " ")))
