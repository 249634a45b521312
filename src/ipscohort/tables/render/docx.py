"""A table for a manuscript in Word: a caption that Word numbers, heading rows that repeat, rules as journals have them, notes."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import cache

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from ipscohort.display.printing import SYNTHETIC
from ipscohort.files.tableio import undated_zip
from ipscohort.tables.cells import noted
from ipscohort.tables.content import Table
from ipscohort.tables.render.layout import is_wide, why_absent
from ipscohort.tables.render.wordgrid import CHARACTER, HEADING, HEADINGS, NUMBER, TEXT, bookmark_name, bookmarks, grid
from ipscohort.words import say, spoken

LANGUAGES = {"en": "en-GB", "nl": "nl-NL", "de": "de-DE"}
"""Language spoken -> as Word checks its spelling."""
FONT = "Times New Roman"
PAPER, MARGIN = (21.0, 29.7), 2.0
"""A4 and its margins, in cm."""
TITLE = 255
"""Characters that a document's properties take as its title."""
LEFT, CENTER = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER
NAMES = {TEXT: "Table Text", NUMBER: "Table Number", HEADING: "Table Heading", HEADINGS: "Table Headings"}
"""Styles of a table's cells by their ids: a manuscript changes the look of all its tables there."""
NOTE = "Table Note"
KEPT = ("Normal", "Caption", "Header", "DefaultParagraphFont", "TableNormal", "NoList")
"""Styles of the blank document that are used here."""


def render(table: Table) -> bytes:
    """A document of one table."""
    return bind([table], table.title)


def bind(tables: Sequence[Table], title: str = "") -> bytes:
    """A document of several tables, a page or more for each, wide ones on pages turned on their side."""
    document = _document(title or say("Tables"), any(table.synthetic for table in tables))
    for number, table in enumerate(tables, 1):
        _turn(document, _is_wide(table), first=number == 1)
        _caption(document, number, table)
        if why := why_absent(table):
            document.add_paragraph(say("Not available: {why}", why=why), NOTE)
        else:
            _fill(document, table, number)
    stream = io.BytesIO()
    document.save(stream)
    return undated_zip(stream.getvalue())


def _document(title: str, synthetic: bool) -> Document:
    language = LANGUAGES.get(spoken(), spoken())
    document = docx.Document(io.BytesIO(_blank(language)))
    about = document.core_properties
    about.title, about.author, about.comments, about.language, about.revision = title[:TITLE], "ipscohort", "", language, 1
    if synthetic:
        header = document.sections[0].header.paragraphs[0]
        header.text, header.style = say(SYNTHETIC), document.styles[NOTE]
    return document


@cache
def _blank(language: str) -> bytes:
    """An empty document with our styles alone: python-docx's own brings a picture and hundreds of styles into a manuscript."""
    document = docx.Document()
    _leave_out(document.part.package, "thumbnail")
    _leave_out(document.part, "stylesWithEffects")
    for style in list(document.styles.element.findall(qn("w:style"))):
        if style.get(qn("w:styleId")) not in KEPT:
            document.styles.element.remove(style)
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # today's form: not opened in compatibility mode
    _styles(document, language)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _leave_out(part, ending: str) -> None:
    for key in [key for key, relation in part.rels.items() if relation.reltype.endswith(f"/{ending}")]:
        del part.rels[key]


def _styles(document: Document, language: str) -> None:
    styles = document.styles
    for lang in styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), language)
    for name, size, bold, side in (
        ("Normal", 11, False, LEFT),
        ("Caption", 10, True, LEFT),
        (NOTE, 8, False, LEFT),
        (NAMES[TEXT], 9, False, LEFT),
        (NAMES[NUMBER], 9, False, CENTER),
        (NAMES[HEADING], 9, True, LEFT),
        (NAMES[HEADINGS], 9, True, CENTER),
    ):
        style = styles[name] if name in ("Normal", "Caption") else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.font.name, style.font.size, style.font.bold, style.font.color.rgb = FONT, Pt(size), bold, RGBColor(0, 0, 0)
        style.element.rPr.rFonts.set(qn("w:cs"), FONT)
        spacing = style.paragraph_format
        spacing.space_before = spacing.space_after = Pt(1.5)
        spacing.line_spacing, spacing.alignment = 1.0, side
    styles["Caption"].paragraph_format.keep_with_next = True
    styles["Caption"].paragraph_format.space_after = Pt(4)


def _is_wide(table: Table) -> bool:
    return is_wide(table, _characters(wide=False))


def _characters(wide: bool) -> int:
    return int(Cm(PAPER[wide] - 2 * MARGIN).twips / CHARACTER)


def _turn(document: Document, wide: bool, first: bool) -> None:
    """Begin the page of a table: upright, or on its side."""
    section = document.sections[0] if first else document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(PAPER[wide]), Cm(PAPER[not wide])
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN)


def _caption(document: Document, number: int, table: Table) -> None:
    """'Table 1. Title', whose number Word counts anew in the manuscript that it is copied into."""
    word = say("Table")
    caption = document.add_paragraph(f"{word} ", "Caption")
    _field(caption, f" SEQ {word} \\* ARABIC ", str(number))
    caption.add_run(f". {table.title}")
    if table.synthetic:
        document.add_paragraph(say(SYNTHETIC), NAMES[HEADING]).paragraph_format.keep_with_next = True


def _fill(document: Document, table: Table, number: int) -> None:
    """The table, then its notes: what holds for all of it first."""
    document.element.body.insert_element_before(parse_xml(grid(table, _characters(_is_wide(table)), number)), "w:sectPr")
    below = list(noted(table)) or [("", [])]  # Word wants a paragraph behind a table
    keys = {name: key for key, name in bookmarks(table, number).values()}
    for mark, parts in below:
        paragraph = document.add_paragraph(style=NOTE)
        if mark:
            paragraph.add_run(mark).font.superscript = True
            paragraph.add_run(" ")
        for text, ids in parts:
            _part(paragraph, text, keys, bookmark_name(ids[0]) if ids else "")


def _part(paragraph: Paragraph, text: str, keys: Mapping[str, int], name: str) -> None:
    """A part of a note, in its bookmark where it has a name: a key of its own in the document, and the id of its first number."""
    for kind in ("bookmarkStart", "", "bookmarkEnd") if name else ("",):
        if not kind:
            paragraph.add_run(text)
            continue
        edge = OxmlElement(f"w:{kind}")
        edge.set(qn("w:id"), str(keys[name]))
        if kind == "bookmarkStart":
            edge.set(qn("w:name"), name)
        paragraph._p.append(edge)


def _field(paragraph: Paragraph, code: str, shown: str) -> None:
    """A field that Word counts anew: its code, and what stands there until then."""
    for kind in ("begin", "code", "separate", "shown", "end"):
        run = paragraph.add_run(shown if kind == "shown" else "")
        if kind != "shown":
            child = OxmlElement("w:instrText" if kind == "code" else "w:fldChar")
            child.set(*((qn("xml:space"), "preserve") if kind == "code" else (qn("w:fldCharType"), kind)))
            child.text = code if kind == "code" else None
            run._r.append(child)
