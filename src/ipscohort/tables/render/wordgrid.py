"""A table's own part of a Word document, as its XML: python-docx would take a second to write the cells of ten tables one by one.

Elements stand in the order that the standard asks for (ISO/IEC 29500-1, 17.4).
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from docx.oxml.ns import nsdecls

from ipscohort.display.numbers import HEADING as HEADING_ROW
from ipscohort.tables.cells import ids_of
from ipscohort.tables.content import Cell, Row, RowGroup, Table
from ipscohort.tables.render.layout import mark_of, spans, widths

TEXT, NUMBER, HEADING, HEADINGS = "TableText", "TableNumber", "TableHeading", "TableHeadings"
"""Ids of the styles of labels and words, numbers, headings beside the left edge, headings over numbers."""
CHARACTER = 85
"""Width of a character of 9 points, in twentieths of a point."""
INDENT = 220
"""Of a row's level, in the same."""
THIN, THICK = 4, 8
"""Rules, in eighths of a point."""
EDGES = ("top", "bottom")
MANY = 100_000
"""Bookmarks that a table may have, so that no two tables of a document share a key."""
Named = dict[tuple[int, int], tuple[int, str]]
"""Row and column -> key and name of a bookmark."""


def grid(table: Table, page: int, number: int = 1) -> str:
    """The table as a w:tbl element, no wider than `page` characters; `number` is its own in the document."""
    marks, named = table.marks(), bookmarks(table, number)
    sizes = [round(width * CHARACTER) for width in widths(table, page)]
    columns = "".join(f'<w:gridCol w:w="{size}"/>' for size in sizes)
    rows = [*_head(table, sizes, marks, named), *_body(table, sizes, marks, named)]
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(sizes)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>'
        f"<w:tblCaption w:val={quoteattr(table.title)}/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def bookmarks(table: Table, number: int) -> dict[tuple[int, int], tuple[int, str]]:
    """Place of a cell, heading or part of a note with numbers -> its bookmark: a key of its own in the document, and its name.

    The name is the id of its first number; the others' ids follow by one. A manuscript refers to a cell by its bookmark, and Word keeps the text in step.
    """
    found = ids_of(table).items()
    return {place: (MANY * number + key, bookmark_name(ids[0])) for key, (place, ids) in enumerate(found)}


def bookmark_name(number_id: str) -> str:
    """The id of a number as Word takes it for a name."""
    return number_id.replace(".", "_")


def _head(table: Table, sizes: list[int], marks: dict[str, str], named: Named) -> list[str]:
    """One or two rows of headings, repeated on each page: a rule above, thin ones under what stands over several, one below."""
    upper = spans(table.columns)
    above = {} if upper else {"top": THICK}
    labels = [_cell(sizes[0], _paragraph(table.stub, HEADING), {**above, "bottom": THIN})]
    for j, (column, size) in enumerate(zip(table.columns, sizes[1:], strict=True)):
        style, mark = HEADING if column.text else HEADINGS, mark_of(column.notes, marks)
        text = _paragraph(column.label, style, mark, broken=True, named=named.get((HEADING_ROW, j)))
        labels.append(_cell(size, text, {**above, "bottom": THIN}))
    rows = [_row(labels, head=True)]
    if upper:
        cells = [_cell(sizes[0], _paragraph("", HEADING), {"top": THICK})]
        for span in upper:
            size = sum(sizes[1 + span.first : 1 + span.first + span.count])
            cells.append(_cell(size, _paragraph(span.text, HEADINGS, rule=bool(span.text)), {"top": THICK}, span.count))
        rows.insert(0, _row(cells, head=True))
    return rows


def _body(table: Table, sizes: list[int], marks: dict[str, str], named: Named) -> list[str]:
    lines: list[tuple[RowGroup, Row | None]] = []
    for group in table.groups:
        lines += [(group, None)] if group.label else []
        lines += [(group, row) for row in group.rows]
    followed, end, i, found = bool(table.notes or marks), len(lines) - 1, -1, []
    for n, (group, row) in enumerate(lines):
        rules, keep = {"bottom": THICK} if n == end else {}, row is None or (n == end and followed)
        if row is None:
            whole = _paragraph(group.label, HEADING, mark_of(group.notes, marks), keep=keep)
            found.append(_row([_cell(sum(sizes), whole, rules, len(sizes))]))
        else:
            i += 1
            found.append(_line(table, row, sizes, marks, rules, keep=keep, named={j: key for (at, j), key in named.items() if at == i}))
    return found


def _line(
    table: Table, row: Row, sizes: list[int], marks: dict[str, str], rules: dict[str, int], *, keep: bool, named: dict[int, tuple[int, str]]
) -> str:
    """One row: its label, and a cell for each column."""
    cells = [_cell(sizes[0], _paragraph(row.label, TEXT, mark_of(row.notes, marks), row.indent, keep=keep), rules)]
    contents = row.cells or [Cell()] * len(table.columns)
    for j, (column, content, size) in enumerate(zip(table.columns, contents, sizes[1:], strict=True)):
        style, mark = TEXT if column.text else NUMBER, mark_of(content.notes, marks)
        cells.append(_cell(size, _paragraph(content.text, style, mark, keep=keep, named=named.get(j)), rules))
    return _row(cells)


def _row(cells: list[str], head: bool = False) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(size: int, paragraph: str, rules: dict[str, int], columns: int = 1) -> str:
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    edges = "".join(f'<w:{edge} w:val="single" w:sz="{rules[edge]}" w:space="0" w:color="000000"/>' for edge in EDGES if edge in rules)
    borders = f"<w:tcBorders>{edges}</w:tcBorders>" if edges else ""
    side = '<w:vAlign w:val="bottom"/>' if HEADING in paragraph else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{size}" w:type="dxa"/>{span}{borders}{side}</w:tcPr>{paragraph}</w:tc>'


def _paragraph(
    text: str,
    style: str,
    mark: str = "",
    indent: int = 0,
    *,
    keep: bool = False,
    rule: bool = False,
    broken: bool = False,
    named: tuple[int, str] | None = None,
) -> str:
    """A cell's text, in its bookmark, with its footnote mark.

    `rule`: a line under it that leaves a gap to its neighbours, `broken`: '(N = 3)' on its own line.
    """
    properties = f'<w:pStyle w:val="{style}"/>' + ("<w:keepNext/>" if keep else "")
    properties += f'<w:pBdr><w:bottom w:val="single" w:sz="{THIN}" w:space="1" w:color="000000"/></w:pBdr>' if rule else ""
    properties += f'<w:ind w:left="{INDENT * indent}"/>' if indent else ""
    head, bracket, rest = text.partition(" (") if broken else (text, "", "")
    runs = _run(head) + (f"<w:r><w:br/></w:r>{_run(f'({rest}')}" if bracket else "")
    if named:
        key, name = named
        runs = f'<w:bookmarkStart w:id="{key}" w:name="{name}"/>{runs}<w:bookmarkEnd w:id="{key}"/>'
    runs += _run(mark, '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>')
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def _run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
