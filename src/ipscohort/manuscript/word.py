"""A document as Word: real headings and tables, whose heading row repeats on every page."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ipscohort.files.tableio import undated_zip
from ipscohort.manuscript.document import Block, Grid, Heading
from ipscohort.words import spoken

if TYPE_CHECKING:
    from docx.document import Document

FONT, SIZE, SMALL = "Times New Roman", 11, 9
TAGS = {"en": "en-GB", "nl": "nl-NL", "de": "de-DE"}
"""Language -> what a document declares."""
TITLE = 255
"""Characters that a document's properties take as its title."""
PAGE, MARGIN = (21.0, 29.7), 2.0
"""A4 and its margins in cm."""


def render(blocks: Sequence[Block], banner: str = "") -> bytes:
    """The same bytes for the same blocks; `banner` stands at the head of every page."""
    import docx
    from docx.shared import Cm, Pt, RGBColor

    document = docx.Document()
    about, section = document.core_properties, document.sections[0]
    title = next((block.text for block in blocks if isinstance(block, Heading)), "")
    about.title, about.author, about.comments, about.language, about.revision = title[:TITLE], "ipscohort", "", TAGS[spoken()], 1
    section.page_width, section.page_height = (Cm(side) for side in PAGE)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN)
    if banner:
        section.header.paragraphs[0].text = banner
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3"):
        font = document.styles[name].font
        font.name, font.color.rgb = FONT, RGBColor(0, 0, 0)
        document.styles[name].element.rPr.rFonts.attrib.clear()  # a theme's font would win
        font.name = FONT
    document.styles["Normal"].font.size = Pt(SIZE)
    for block in blocks:
        _add(document, block)
    stream = io.BytesIO()
    document.save(stream)
    return undated_zip(stream.getvalue())


def _add(document: Document, block: Block) -> None:
    if isinstance(block, Heading):
        document.add_heading(block.text, block.level)
    elif isinstance(block, Grid):
        _add_grid(document, block)
    else:
        document.add_paragraph(block.text)


def _add_grid(document: Document, grid: Grid) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Cm, Pt

    table = document.add_table(rows=0, cols=len(grid.headings), style="Table Grid")
    table.autofit = False
    for number, texts in enumerate((grid.headings, *grid.rows)):
        row = table.add_row()
        for cell, text, share in zip(row.cells, texts, grid.widths, strict=True):
            cell.width = Cm(share * (PAGE[0] - 2 * MARGIN))
            run = cell.paragraphs[0].add_run(text)
            run.font.size, run.font.bold = Pt(SMALL), number == 0
        if number == 0:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for column, share in zip(table.columns, grid.widths, strict=True):
        column.width = Cm(share * (PAGE[0] - 2 * MARGIN))
