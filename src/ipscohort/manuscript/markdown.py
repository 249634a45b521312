"""A document as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from ipscohort.display.markdown import as_text
from ipscohort.manuscript.document import Block, Grid, Heading


def render(blocks: Sequence[Block], banner: str = "") -> bytes:
    """UTF-8; `banner` stands first, in bold."""
    parts = [f"**{banner}**"] if banner else []
    parts += [_block(block) for block in blocks]
    return ("\n\n".join(parts) + "\n").encode("utf-8")


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {as_text(block.text)}"
    if isinstance(block, Grid):
        rule = f"| {' | '.join(['---'] * len(block.headings))} |"
        return "\n".join([_row(block.headings), rule, *map(_row, block.rows)])
    return as_text(block.text)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(as_text, cells))} |"
