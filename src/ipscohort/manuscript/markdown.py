"""A document as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from ipscohort.manuscript.document import Block, Grid, Heading


def render(blocks: Sequence[Block], banner: str = "") -> bytes:
    """UTF-8; `banner` stands first, in bold."""
    parts = [f"**{banner}**"] if banner else []
    parts += [_block(block) for block in blocks]
    return ("\n\n".join(parts) + "\n").encode("utf-8")


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {block.text}"
    if isinstance(block, Grid):
        return "\n".join(_row(cells) for cells in (block.headings, ("---",) * len(block.headings), *block.rows))
    return _plain(block.text)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_plain(cell).replace('|', chr(92) + '|') for cell in cells)} |"


def _plain(text: str) -> str:
    """Text in which no character makes anything bold, code or a tag."""
    return "".join(f"\\{c}" if c in "\\*`<" else c for c in text.replace("\n", " "))
